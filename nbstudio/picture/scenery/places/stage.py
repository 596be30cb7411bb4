"""Stage: beams through haze, lamps that flare, a floor that shines, and heads and hands before it all."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, discs, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, line
from nbstudio.picture.scenery.tone import light, mix

GELS = {
    "calm": (("5a8ad8", "c8dcff"), ("ff9a48", "ffe4c0")),
    "tender": (("f06a8a", "ffd4cc"), ("ff9058", "ffe0c8")),
    "joyful": (("ffb050", "ffecc0"), ("f06aa0", "ffd0a0"), ("50b8d8", "ffe8b0")),
    "tense": (("d83a3a", "ffc8b0"), ("4a9a9a", "e0fff4")),
    "dark": (("3a5ab0", "b8ccff"), ("8a2f3a", "ffb8a0")),
    "dreamy": (("8a6ae0", "f0d8ff"), ("5aa0c8", "ffd8f0")),
    "energetic": (("f04a6a", "ffd0b8"), ("3a7af0", "c8f0ff"), ("a04af0", "ffc8f0"), ("ff8a2a", "ffe8b8")),
}


def draw(canvas: Canvas) -> Painting:
    """Paint a stage in use."""
    rng = canvas.dice("place")
    height, width = canvas.height, canvas.width
    gels = GELS.get(canvas.mood, GELS["calm"])
    main, core = (light(c) for c in gels[int(rng.integers(len(gels)))])
    other = light(gels[int(rng.integers(len(gels)))][0])
    floor = float(rng.uniform(0.68, 0.78))
    picture = np.zeros((height, width, 3), np.float32)
    away = distance(height, width, 0.5, floor - 0.15, 1.4)
    added(picture, mix(main, other, 0.5), np.asarray(0.07 * np.exp(-away * 2.0) + 0.006, np.float32))
    lamps = _beams(picture, main, other, core, rng)
    _wall(picture, core, main, floor, rng)
    _floor(canvas, picture, floor)
    crowd = _crowd(canvas, floor)
    back = mix(main, other, 0.3) * np.float32(0.012)
    laid(picture, back, crowd)
    sun = lamps[0]
    return Painting(
        picture, sun, core * np.float32(2), mix(main, other, 0.5) * np.float32(0.5), floor, 0.5, indoors=True, bloom=1.6
    )


def _beams(
    picture: Float, main: Float, other: Float, core: Float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    smoke = 0.65 + 0.35 * np.tanh(0.9 * field(rng, height, width, 2.5, 5, 0.55, 1.5))
    count = int(rng.integers(5, 10))
    style = int(rng.integers(3))  # fan in, fan out, parallel sweep
    lean = float(rng.uniform(-0.5, 0.5))
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    xx = np.arange(width, dtype=np.float32)[None, :] / width - np.float32(0.5)
    haze = np.zeros((height, width, 3), np.float32)
    lamps, colours = [], []
    top = float(rng.uniform(-0.02, 0.1))
    for i in range(count):
        share = (i + 0.5) / count - 0.5
        x = share * 1.05
        y = top + 0.10 * share * share
        aim = {0: -1.1 * share, 1: 1.3 * share, 2: lean}[style] + float(rng.normal(0, 0.05))
        wide = float(rng.uniform(0.018, 0.05))
        down = np.maximum(yy - np.float32(y), 0)
        spread = 0.006 + wide * down * 2.2
        off = np.abs(xx - np.float32(x) - aim * down) / spread
        beam = (
            (0.75 * np.exp(-(off**2) * 1.4) + 0.5 * np.exp(-(off**2) * 14))
            * (yy > y)
            / (1 + 1.5 * down)
            * np.exp(-down * 0.6)
        )
        gel = (main, other)[i % 2] if rng.random() < 0.85 else core
        power = float(rng.uniform(0.25, 0.9))
        added(haze, mix(gel, core, 0.2), np.asarray(beam * smoke * power, np.float32))
        lamps.append((x + 0.5, y))
        colours.append(mix(gel, core, 0.75) * np.float32(4 * power + 1))
    picture += resized(haze, picture.shape[1], picture.shape[0])
    tall, broad = picture.shape[:2]
    points = np.array([(x * broad, y * tall) for x, y in lamps], np.float32)
    picture += blurred(
        discs((tall, broad), points, np.full(count, tall * 0.011, np.float32), np.array(colours, np.float32), 0.0),
        tall / 700,
    )
    for (x, y), colour in zip(lamps, colours, strict=True):
        flare = np.exp(-distance(haze.shape[0], haze.shape[1], x, y) * 22)
        picture += resized(np.asarray(flare[..., None] * colour * 0.10, np.float32), broad, tall)
    bright = int(np.argmax([float(c.sum()) for c in colours]))
    return [lamps[bright], *lamps]


def _wall(picture: Float, core: Float, main: Float, floor: float, rng: np.random.Generator) -> None:
    """Add rows of small lamps behind, or a disc of light, or nothing."""
    height, width = picture.shape[:2]
    kind = int(rng.integers(3))
    if kind == 0:
        rows, columns = int(rng.integers(3, 6)), int(rng.integers(14, 26))
        bulge = float(rng.uniform(0, 0.08))
        grid = [
            ((c + 0.5) / columns, floor - 0.05 - (r + 0.5) * 0.07 - bulge * (2 * (c + 0.5) / columns - 1) ** 2)
            for r in range(rows)
            for c in range(columns)
        ]
        points = np.array([(x * width, y * height) for x, y in grid], np.float32)
        power = (0.1 + rng.random((len(grid), 1)) ** 3 * 3.0).astype(np.float32)
        radii = np.full(len(grid), height * 0.0045, np.float32)
        picture += blurred(discs((height, width), points, radii, power * mix(core, main, 0.4), 0.2), height / 900)
    elif kind == 1:
        x, y, r = 0.5 + float(rng.uniform(-0.1, 0.1)), floor - 0.33, float(rng.uniform(0.16, 0.27))
        away = distance(height, width, x, y)
        ring = np.exp(-(((away - r) / 0.006) ** 2)) * 2.6 + 0.3 * np.exp(-np.abs(away - r) * 16)
        added(picture, mix(core, main, 0.5), np.asarray(ring, np.float32))


def _floor(canvas: Canvas, picture: Float, floor: float) -> None:
    """Mirror what is above in a dark, rough floor."""
    height = picture.shape[0]
    top = int(floor * height)
    rows = height - top
    source = picture[top - rows : top][::-1] if top >= rows else picture[:rows][::-1]
    import cv2

    soft = cv2.blur(np.ascontiguousarray(source), (max(3, picture.shape[1] // 160) | 1, max(3, height // 12) | 1))
    fade = np.linspace(0.75, 0.2, rows, dtype=np.float32)[:, None, None]
    rough = 1 + 0.25 * field(canvas.dice("boards"), rows, picture.shape[1], 18, 3, 0.6, 9)[..., None]
    picture[top:] = soft * fade * rough


def _crowd(canvas: Canvas, floor: float) -> Float:
    """Return heads, shoulders and raised arms from the lower edge, two rows, the nearer softer."""
    import cv2

    rng = canvas.dice("crowd")
    height, width = canvas.height, canvas.width
    out = np.zeros((height, width), np.float32)
    lively = {"energetic": 0.5, "joyful": 0.42, "tense": 0.2}.get(canvas.mood, 0.12)
    for row, (size, base) in enumerate(((0.028, floor + 0.15), (0.050, floor + 0.235))):
        layer = np.zeros((height, width), np.uint8)
        # Shoulders overlap: no light comes through a crowd below its heads.
        layer[min(height - 1, round((base + 2.3 * size) * height)) :] = 255
        step_x = size * 1.7 * height
        count = int(width / step_x) + 3
        sway = line(rng, max(count, 8), 3, 3) * 0.012
        for i in range(count):
            r = size * height * float(rng.uniform(0.85, 1.12)) / 2
            x = (i - 1 + float(rng.uniform(-0.3, 0.3))) * step_x
            y = (base + float(sway[i % len(sway)]) + float(rng.normal(0, 0.008))) * height
            head = (round(x), round(y))
            cv2.ellipse(
                layer, head, (round(r * 0.82), round(r * 1.08)), float(rng.normal(0, 9)), 0, 360, 255, -1, cv2.LINE_AA
            )
            neck = np.array(
                [
                    [x - r * 0.4, y + r * 0.5],
                    [x + r * 0.4, y + r * 0.5],
                    [x + r * 0.5, y + r * 1.5],
                    [x + r * 2.0, y + r * 2.3],
                    [x + r * 2.3, height + 9],
                    [x - r * 2.3, height + 9],
                    [x - r * 2.0, y + r * 2.3],
                    [x - r * 0.5, y + r * 1.5],
                ]
            )
            cv2.fillPoly(layer, [neck.round().astype(np.int32)], 255, cv2.LINE_AA)
            if rng.random() < lively:
                side = -1 if rng.random() < 0.5 else 1
                elbow = (x + side * r * float(rng.uniform(1.7, 2.4)), y - r * float(rng.uniform(-0.2, 0.6)))
                hand = (
                    elbow[0] - side * r * float(rng.uniform(-0.3, 0.9)),
                    elbow[1] - r * float(rng.uniform(1.8, 3.0)),
                )
                joints = np.array([(x + side * r * 1.7, y + r * 2.6), elbow, hand]).round().astype(np.int32)
                cv2.polylines(layer, [joints], False, 255, max(2, round(r * 0.6)), cv2.LINE_AA)
                cv2.ellipse(
                    layer,
                    (round(hand[0]), round(hand[1] - r * 0.25)),
                    (round(r * 0.36), round(r * 0.5)),
                    side * 12.0,
                    0,
                    360,
                    255,
                    -1,
                    cv2.LINE_AA,
                )
        out = np.maximum(out, blurred(layer.astype(np.float32) / 255, height / 1080 * (1.0, 4.0)[row]))
    return out
