"""Car: the road through the windscreen, the dashboard's own light below it, drops on the glass when it rains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, discs, distance, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float
from nbstudio.picture.scenery.pane import before, glazed, outside
from nbstudio.picture.scenery.tone import light, mix

DIALS = ("ff8a3a", "50c8ff", "ff4a3a", "d8f0ff", "60ffb0")
LAMPS = ("ffb060", "ffd8a0", "ff4030", "e8f0ff", "60c0ff")


def draw(canvas: Canvas) -> Painting:
    """Paint what a driver sees, or what passes at the side window."""
    rng = canvas.dice("place")
    return _ahead(canvas, rng) if rng.random() < 0.65 else _aside(canvas, rng)


def _view(canvas: Canvas, rng: np.random.Generator, *, sped: float) -> Float:
    """Return the road or the street outside, as far out of focus as a lens at the dashboard has it."""
    dark = canvas.tone.dark
    place = "street" if dark and rng.random() < 0.5 else "highway"
    view = outside(canvas, place, 0.5, 0.004 if not dark else 0.006, sped=sped)
    if dark:
        height, width = canvas.height, canvas.width
        count = 34
        x, y = rng.normal(0.5, 0.26, count), rng.normal(0.40, 0.07, count)
        points = np.stack([x * width, y * height], axis=1).astype(np.float32)
        radii = (height * (0.006 + 0.022 * rng.random(count) * np.abs(x - 0.5) * 2)).astype(np.float32)
        tints = np.array([light(c) for c in LAMPS], np.float32)[rng.integers(0, len(LAMPS), count)]
        tints *= (0.15 + 0.55 * rng.random((count, 1))).astype(np.float32)
        view = view + blurred(discs((height, width), points, radii, tints, 0.3), height / 900)
    return glazed(canvas, np.asarray(view, np.float32))


def _mask(canvas: Canvas, outline: Sequence[tuple[float, float]], soft: float) -> Float:
    """Return a polygon (fractions of the frame) as coverage, its edge soft by a share of the height."""
    import cv2

    mask = np.zeros((canvas.height, canvas.width), np.uint8)
    points = np.array(outline, np.float64) * (canvas.width, canvas.height)
    cv2.fillPoly(mask, [np.round(points * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    return blurred(mask.astype(np.float32) / np.float32(255), soft * canvas.height)


def _arc(x: float, y: float, wide: float, tall: float, start: float, end: float) -> list[tuple[float, float]]:
    turns = np.linspace(start, end, 48)
    return [(x + wide * float(np.cos(t)), y + tall * float(np.sin(t))) for t in turns]


def _ahead(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """The windscreen from a seat: pillars, mirror, wheel, instruments."""
    height, width = canvas.height, canvas.width
    tone, aspect = canvas.tone, canvas.width / canvas.height
    seat = -1.0 if rng.random() < 0.5 else 1.0
    drop = float(rng.uniform(-0.03, 0.05))
    view = _view(canvas, rng, sped=0.0)
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("3a4a70", 0.35)
    dial = light(DIALS[int(rng.integers(len(DIALS)))])
    trim = light(str(rng.choice(["3a3632", "4a4038", "2c2e34"])))
    inside = np.asarray(trim * (day * np.float32(0.10)) + np.float32(0.0015), np.float32)
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = inside
    lean = 0.05 * seat
    glass = [
        (-0.05 + lean, 0.70 + drop),
        (0.08 + lean, 0.10),
        (0.16 + lean, 0.05),
        (0.84 + lean, 0.05),
        (0.92 + lean, 0.10),
        (1.05 + lean, 0.70 + drop),
    ]
    screen = _mask(canvas, [*glass, *_arc(0.5 + lean, 0.70 + drop, 0.56, 0.05, 0, -np.pi)[::-1]][::-1], 0.003)
    laid(picture, view, screen)
    # Side windows beyond the pillars.
    for s in (-1.0, 1.0):
        x = 0.5 + lean + s * 0.47
        outline = [(x + s * 0.06, 0.08), (x + s * 0.5, 0.02), (x + s * 0.5, 0.64), (x + s * 0.16, 0.68)]
        laid(picture, blurred(view, height / 60), _mask(canvas, outline, 0.004))
    hood = _mask(canvas, [(0.0, 0.9), *_arc(0.5 + lean, 0.80 + drop, 0.62, 0.14, np.pi, 2 * np.pi), (1.0, 0.9)], 0.004)
    sheen = np.exp(-(((np.linspace(0, 1, height, dtype=np.float32)[:, None] - 0.69 - drop) / 0.03) ** 2))
    body = inside * np.float32(1.3) + (day * np.float32(0.07))[None, None] * sheen[..., None]
    laid(picture, np.asarray(np.broadcast_to(body, picture.shape), np.float32), hood)
    _panel(canvas, picture, rng, seat, inside, dial, day)
    # The mirror hangs where the roof meets the glass, holding a piece of what is behind.
    x, y = 0.5 + lean - 0.06 * seat, 0.125
    laid(
        picture,
        inside * np.float32(0.5),
        _mask(canvas, [(x - 0.006, 0.0), (x + 0.006, 0.0), (x + 0.006, y), (x - 0.006, y)], 0.001),
    )
    laid(picture, inside * np.float32(0.4), _mask(canvas, _arc(x, y, 0.085, 0.042, 0, 2 * np.pi), 0.001))
    behind = blurred(view[::, ::-1], height / 40) * np.float32(0.6)
    laid(picture, np.asarray(behind, np.float32), _mask(canvas, _arc(x, y, 0.078, 0.033, 0, 2 * np.pi), 0.001))
    if rng.random() < 0.5:
        lamp = tone.horizon if not tone.dark else light("ff4030")
        spot = distance(height, width, x + 0.03, y) * aspect
        added(picture, lamp, np.asarray(0.5 * np.exp(-((spot / 0.02) ** 2)), np.float32))
    sun = (0.5 + lean + float(rng.uniform(-0.2, 0.2)), 0.3)
    key = day * np.float32(1.6) if not tone.dark else mix(light("ffc080"), dial, 0.35) * np.float32(1.2)
    ambient, near = mix(inside, dial, 0.05), before(picture, view)
    return Painting(picture, sun, key, ambient, 0.62, 0.15, indoors=True, bloom=1.5, beyond=view, near=near)


def _panel(
    canvas: Canvas, picture: Float, rng: np.random.Generator, seat: float, inside: Float, dial: Float, day: Float
) -> None:
    """Put the wheel, the dials behind it and a lit screen in the middle; changes the picture."""
    import cv2

    height, width = canvas.height, canvas.width
    x, y = 0.5 + 0.24 * seat, 1.02
    power = np.float32(1.0 if canvas.tone.dark else 0.35)
    aspect = width / height
    glow = np.zeros((height, width), np.uint8)
    for off in (-0.062, 0.062):
        centre = (round((x + off) * width), round(0.885 * height))
        for start in range(-220, 40, 20):
            a = np.deg2rad(start)
            ends = [
                (round(centre[0] + r * height * np.cos(a)), round(centre[1] + r * height * np.sin(a)))
                for r in (0.075, 0.085)
            ]
            cv2.line(glow, ends[0], ends[1], 255, max(1, height // 400), cv2.LINE_AA)
        needle = np.deg2rad(float(rng.uniform(-200, -20)))
        tip = (round(centre[0] + 0.07 * height * np.cos(needle)), round(centre[1] + 0.07 * height * np.sin(needle)))
        cv2.line(glow, centre, tip, 255, max(1, height // 300), cv2.LINE_AA)
        cv2.circle(glow, centre, round(0.092 * height), 120, max(1, height // 500), cv2.LINE_AA)
    middle = (0.5 - 0.04 * seat) * width
    screen = [
        (middle - 0.07 * width, 0.84 * height),
        (middle + 0.07 * width, 0.84 * height),
        (middle + 0.075 * width, 0.95 * height),
        (middle - 0.075 * width, 0.95 * height),
    ]
    cv2.fillPoly(glow, [np.round(np.array(screen)).astype(np.int32)], 34, cv2.LINE_AA)
    for i in range(4):
        row = round((0.86 + 0.022 * i) * height)
        cv2.line(
            glow,
            (round(middle - 0.06 * width), row),
            (round(middle - 0.06 * width + float(rng.uniform(0.02, 0.11)) * width), row),
            150,
            max(1, height // 260),
            cv2.LINE_AA,
        )
    shine = glow.astype(np.float32) / np.float32(255)
    added(picture, dial * power, shine * np.float32(0.9) + np.float32(2.4) * blurred(shine, height / 36))
    ring = _mask(
        canvas,
        [
            *_arc(x, y, 0.27 / aspect * 1.15, 0.27, 0, 2 * np.pi),
            *_arc(x, y, 0.235 / aspect * 1.15, 0.235, 0, 2 * np.pi)[::-1],
        ],
        0.002,
    )
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rim = inside * np.float32(0.8) + (day * np.float32(0.10)) * np.exp(-(((rows - 0.77) / 0.03) ** 2))
    laid(picture, np.asarray(np.broadcast_to(rim, picture.shape), np.float32), ring)


def _aside(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """The side window from the seat beside it, the door below, a headrest at the edge."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    side = -1.0 if rng.random() < 0.5 else 1.0
    view = _view(canvas, rng, sped=0.06)
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("3a4a70", 0.4)
    trim = light(str(rng.choice(["4a4038", "3a3a40", "5a4a3a"])))
    inside = np.asarray(trim * (day * np.float32(0.12)) + np.float32(0.0015), np.float32)
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = inside

    def flip(u: float) -> float:
        return u if side > 0 else 1 - u

    outline = [(-0.1, 0.70), (-0.1, 0.05), (0.5, 0.03), (0.72, 0.10), (0.90, 0.62), (0.86, 0.68)]
    laid(picture, view, _mask(canvas, [(flip(u), v) for u, v in outline], 0.003))
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sill = inside + (trim * day) * (0.8 * np.exp(-np.maximum(rows - 0.69, 0) * 16)).astype(np.float32)
    door = [(-0.1, 0.69), (0.86, 0.675), (1.1, 0.72), (1.1, 1.1), (-0.1, 1.1)]
    laid(
        picture,
        np.asarray(np.broadcast_to(sill, picture.shape), np.float32),
        _mask(canvas, [(flip(u), v) for u, v in door], 0.002),
    )
    rest = [
        (-0.1, 0.30),
        (0.06, 0.28),
        (0.13, 0.34),
        (0.14, 0.52),
        (0.10, 0.60),
        (0.16, 0.70),
        (0.22, 1.1),
        (-0.1, 1.1),
    ]
    laid(picture, inside * np.float32(0.6), _mask(canvas, [(flip(u), v) for u, v in rest], 0.012))
    sun = (flip(0.45), 0.35)
    key = day * np.float32(1.8) if not tone.dark else light("ffb870", 1.1)
    ambient, near = inside * np.float32(3), before(picture, view)
    return Painting(picture, sun, key, ambient, 0.66, 0.15, indoors=True, bloom=1.5, beyond=view, near=near)
