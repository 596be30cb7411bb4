"""Bridge: the deck between its cables, towers one behind the other; or all of it from the shore, over the water."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import blurred, discs, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, block, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.water import mirrored

PAINTS = ("8a3a2c", "5a6a74", "6a6458", "3c5a54")


def draw(canvas: Canvas) -> Painting:
    """Paint a suspension bridge from its deck or from its shore."""
    rng = canvas.dice("place")
    return _deck(canvas, rng) if rng.random() < 0.55 else _shore(canvas, rng)


def _lights(canvas: Canvas) -> float:
    if canvas.tone.dark:
        return 1.0
    return 0.5 if canvas.time in ("dusk", "dawn") or canvas.weather in ("fog", "rain", "storm") else 0.0


def _deck(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Stand on the bridge and look along it."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    horizon = float(rng.uniform(0.56, 0.68))
    sun = heavens.sun_at(canvas, horizon - 0.05, rng)
    picture = heavens.sky(canvas, sun, horizon)
    far = land.veil(picture, horizon)[0].mean(axis=0)
    ridges(canvas, picture, far, horizon - 0.07, 1, 0.4)
    picture = mirrored(canvas, picture, horizon, 0.2, sun)
    half, aside, eye = 5.5, float(rng.choice([-3.9, -1.5, 1.5, 3.9])), float(rng.choice([1.0, 1.6, 2.2]))
    hall = Hall(
        height, width, 1e4, 1e4, eye, 1e4, 600.0, float(rng.uniform(0.36, 0.64)), horizon, float(rng.uniform(0.75, 1.0))
    )
    across, depth = hall.across + np.float32(aside), hall.depth
    ambient = mix(tone.shade, tone.middle, 0.4) * np.float32(0.7 if not tone.dark else 0.35)
    texture = hall.worn(tile(canvas.dice("deck"), 240, 6, 4, 0.6), 5.0)
    road = light("45474c" if canvas.weather != "snow" else "c8ccd4") * ambient
    deck = np.asarray(road * (1 + 0.25 * texture)[..., None], np.float32)
    lines = (np.abs(np.abs(across) - 0.05) < 0.06) | (np.abs(np.abs(across) - (half - 0.5)) < 0.06)
    deck[lines & (np.mod(depth, 7) < 3.5)] = light("d8d0b0") * ambient
    deck[np.abs(np.abs(across) - (half - 0.15)) < 0.15] *= 1.7
    if canvas.wet or tone.dark:
        top = int(horizon * height)
        rows = min(height - top, top)
        image = np.zeros_like(deck)
        image[top : top + rows] = picture[top - rows : top][::-1]
        deck += blurred(image, height / 60) * np.float32(0.4 if canvas.wet else 0.15)
    clear = np.exp(-depth * np.float32(0.003 + 0.02 * tone.haze**2))[..., None]
    deck = deck * clear + far * np.float32(0.9) * (1 - clear)
    below = np.arange(height, dtype=np.float32)[:, None] / height > horizon
    cover = (below & (np.abs(across) < half)).astype(np.float32)
    laid(picture, np.asarray(deck, np.float32), blurred(cover, 0.6))
    paint = light(PAINTS[int(rng.integers(len(PAINTS)))])
    gap, tall = float(rng.uniform(46, 70)), float(rng.uniform(26, 36))
    first = float(rng.uniform(14, 30))
    lamps: list[tuple[float, float, float, Float]] = []
    _rigging(hall, picture, aside, half, (first, gap, tall), paint, ambient, far, tone.haze, lamps)
    if _lights(canvas):
        _shine(picture, lamps, _lights(canvas))
    if not tone.dark:
        land.rays(picture, sun, 0.25)
    key = tone.sun if not tone.dark else light("ffc888", 1.0)
    return Painting(picture, sun, key, tone.shade, horizon, tone.haze, bloom=1.4)


def _rigging(
    hall: Hall,
    picture: Float,
    aside: float,
    half: float,
    spans: tuple[float, float, float],
    paint: Float,
    ambient: Float,
    far: Float,
    haze: float,
    lamps: list[tuple[float, float, float, Float]],
) -> None:
    """Stand the towers and hang the cables, far to near; changes the picture."""
    first, gap, tall = spans
    bars = paint * ambient

    def aired(colour: Float, z: float) -> Float:
        clear = float(np.exp(-z * (0.004 + 0.02 * haze**2)))
        return np.asarray(colour * np.float32(clear) + far * np.float32(0.95 * (1 - clear)), np.float32)

    def height_at(z: float) -> float:
        share = ((z - first) / gap) % 1.0
        return 3.2 + (tall - 3.2) * (2 * share - 1) ** 2

    def bar(a: tuple[float, float, float], b: tuple[float, float, float], thick: float, colour: Float) -> None:
        p, q = np.array(hall.seen(a)), np.array(hall.seen(b))
        way = (q - p) / max(1e-6, float(np.hypot(*(q - p))))
        off = np.array([way[1], -way[0]])
        wa, wb = max(0.5, thick * hall.size(a[2]) / 2), max(0.5, thick * hall.size(b[2]) / 2)
        panel(picture, [tuple(p + off * wa), tuple(q + off * wb), tuple(q - off * wb), tuple(p - off * wa)], colour)

    stations = np.concatenate([np.arange(150, 40, -6.0), np.arange(40, 1.5, -2.2)])
    towers = [first + gap * i for i in range(3, -1, -1)]
    before = 170.0
    for z in stations:
        for tower in towers:
            if z <= tower < before:
                tone = aired(bars, tower)
                for s in (-1.0, 1.0):
                    x = s * half - aside
                    block(
                        picture,
                        hall,
                        (x - 0.9, 0, tower),
                        (x + 0.9, tall, tower + 1.6),
                        tone,
                        side=tone * np.float32(1.5),
                    )
                for level in (0.42, 0.72, 0.97):
                    block(
                        picture,
                        hall,
                        (-half - aside, tall * level, tower),
                        (half - aside, tall * level + 1.6, tower + 1.6),
                        tone * np.float32(0.9),
                        top=tone * np.float32(0.6),
                    )
                lamps.extend((*hall.seen((s * half - aside, tall, tower)), 0.7, light("ff3020")) for s in (-1.0, 1.0))
        colour = aired(bars * np.float32(0.7), float(z))
        for s in (-1.0, 1.0):
            x = s * half - aside
            ahead = min(before, 160.0)
            bar((x, height_at(float(z)), float(z)), (x, height_at(ahead), ahead), 0.34, colour)
            bar((x, 1.1, float(z)), (x, height_at(float(z)), float(z)), 0.06, colour)
            bar((x, 1.1, float(z)), (x, 1.1, ahead), 0.10, colour)
            bar((x, 0.55, float(z)), (x, 0.55, ahead), 0.05, colour)
            bar((x, 0.0, float(z)), (x, 1.1, float(z)), 0.08, colour)
            if int(z) % 3 == 0:
                lamps.append((*hall.seen((x, 4.2, float(z))), 1.3 * min(1.0, 9 / float(z)) + 0.25, light("ffc478")))
                bar((x, 0.0, float(z)), (x, 4.2, float(z)), 0.07, colour)
        before = float(z)


def _shore(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """See the bridge from the side, spanning the water, its lamps twice."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    base = float(rng.uniform(0.60, 0.74))
    sun = heavens.sun_at(canvas, base - 0.06, rng)
    picture = heavens.sky(canvas, sun, base)
    far = land.veil(picture, base)[0].mean(axis=0)
    ridges(canvas, picture, far, base - 0.10, 2, float(rng.choice([-0.7, 0.7])))
    air = float(np.clip(0.18 + 0.6 * tone.haze, 0, 0.85))
    paint = light(PAINTS[int(rng.integers(len(PAINTS)))])
    ambient = mix(tone.shade, tone.middle, 0.3) * np.float32(0.5 if not tone.dark else 0.3)
    side = -1.0 if rng.random() < 0.5 else 1.0
    lamps: list[tuple[float, float, float, Float]] = []
    # The near end is higher: the bridge runs away to one side.
    start, end = (0.5 - 0.62 * side, 1.0), (0.5 + 0.62 * side, float(rng.uniform(0.35, 0.6)))
    deck_rise, tall = float(rng.uniform(0.07, 0.11)), float(rng.uniform(0.36, 0.50))
    t = np.linspace(0, 1, 121)
    scale = 1 / (1 / start[1] + (1 / end[1] - 1 / start[1]) * t)
    xs = start[0] + (end[0] - start[0]) * (1 - (1 - t) ** 1.35)
    pylons = (0.22, 0.74)
    share = np.where(t < pylons[0], (pylons[0] - t) / 0.30, np.where(t > pylons[1], (t - pylons[1]) / 0.30, 0))
    middle = (t - (pylons[0] + pylons[1]) / 2) / ((pylons[1] - pylons[0]) / 2)
    sag = np.where((t >= pylons[0]) & (t <= pylons[1]), middle**2, np.clip(1 - share, 0, 1) ** 1.2)
    high = (deck_rise + 0.02 + (tall - deck_rise - 0.02) * sag) * scale
    low = deck_rise * scale

    def tint(k: int) -> Float:
        clear = np.float32((1 - air) * (0.55 + 0.45 * scale[k]))
        return np.asarray(
            paint * ambient * clear * np.float32(0.7) + far * np.float32(0.8) * (1 - clear) * np.float32(0.75),
            np.float32,
        )

    def strip(ya: float, yb: float, thick: float, k: int) -> None:
        a, b = (xs[k] * width, (base - ya) * height), (xs[k + 1] * width, (base - yb) * height)
        w = max(0.55, thick * height * float(scale[k]))
        panel(
            picture,
            [(a[0] - 0.5, a[1] - w), (b[0] + 0.5, b[1] - w), (b[0] + 0.5, b[1] + w), (a[0] - 0.5, a[1] + w)],
            tint(k),
        )

    for k in range(119, -1, -1):
        strip(high[k], high[k + 1], 0.0022, k)
        strip(low[k], low[k + 1], 0.0075, k)
        if k % 2 == 0:
            x, w = xs[k] * width, max(0.4, 0.0006 * height)
            panel(
                picture,
                [
                    (x - w, (base - high[k]) * height),
                    (x + w, (base - high[k]) * height),
                    (x + w, (base - low[k]) * height),
                    (x - w, (base - low[k]) * height),
                ],
                tint(k),
            )
        if k % 4 == 0:
            lamps.append(
                (
                    xs[k] * width,
                    (base - low[k] - 0.018 * scale[k]) * height,
                    0.5 * float(scale[k]) + 0.2,
                    light("ffc070"),
                )
            )
            lamps.append((xs[k] * width, (base - high[k]) * height, 0.22 * float(scale[k]) + 0.1, light("e8f0ff")))
    for at in pylons:
        k = int(at * 120)
        x, s = xs[k] * width, float(scale[k]) * height
        for off in (-0.016, 0.016):
            a = x + off * s
            panel(
                picture,
                [
                    (a - 0.007 * s, base * height - tall * s),
                    (a + 0.007 * s, base * height - tall * s),
                    (a + 0.009 * s, base * height + 2),
                    (a - 0.009 * s, base * height + 2),
                ],
                tint(k) * np.float32(0.9),
            )
        for level in (0.35, 0.62, 0.97):
            y = base * height - level * tall * s
            panel(
                picture,
                [(x - 0.02 * s, y), (x + 0.02 * s, y), (x + 0.02 * s, y + 0.014 * s), (x - 0.02 * s, y + 0.014 * s)],
                tint(k) * np.float32(0.9),
            )
        lamps.append((x, base * height - tall * s, 0.9, light("ff3020")))
    if _lights(canvas):
        _shine(picture, lamps, _lights(canvas))
    picture = mirrored(canvas, picture, base, 0.12 if not canvas.wet else 0.35, sun)
    if not tone.dark:
        land.rays(picture, sun, 0.22)
    key = tone.sun if not tone.dark else light("ffc888", 1.0)
    return Painting(picture, sun, key, tone.shade, base, tone.haze, bloom=1.4)


def _shine(picture: Float, lamps: list[tuple[float, float, float, Float]], power: float) -> None:
    """Light the lamps (column, row, strength, colour)."""
    height = picture.shape[0]
    points = np.array([(x, y) for x, y, _, _ in lamps], np.float32)
    strength = np.array([p for _, _, p, _ in lamps], np.float32)[:, None]
    tints = np.array([c for _, _, _, c in lamps], np.float32) * strength * np.float32(5.5 * power)
    radii = (height / 420 * (0.4 + 1.1 * strength[:, 0])).astype(np.float32)
    spots = discs(picture.shape[:2], points, radii, tints, 0.0)
    picture += blurred(spots, height / 800) + np.float32(1.6) * blurred(spots, height / 40)
