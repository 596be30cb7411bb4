"""Highway: an open road to the horizon, its lines, its posts; by night what headlamps reach, and others' lamps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import blurred, discs, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix

GROUNDS = ("6a6a44", "8a7450", "56603e", "7c6a4a")
ROAD = 4.2
"""Metres from the middle of the road to its edge."""


def draw(canvas: Canvas) -> Painting:
    """Paint a road through open country."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.42, 0.6))
    sun = heavens.sun_at(canvas, horizon - 0.03, rng)
    picture = heavens.sky(canvas, sun, horizon)
    far = land.veil(picture, horizon)[0].mean(axis=0)
    x = float(rng.uniform(0.3, 0.7))
    hills = int(rng.integers(1, 4))
    ridges(canvas, picture, far, horizon - 0.10, hills, float(rng.choice([-0.5, 0.5])))
    eye, aside = float(rng.choice([0.5, 1.2, 3.0])), float(rng.choice([-1.9, 0.0, 1.9, 6.2]))
    hall = Hall(height, width, 1e5, 1e5, eye, 1e5, 900.0, x, horizon, 0.9)
    ground, below = _ground(canvas, hall, aside, rng)
    ambient = mix(tone.shade, tone.middle, 0.45) * np.float32(0.75 if not tone.dark else 0.5)
    direct = tone.sun * np.float32(0.15 + 0.25 * tone.height)
    lit = ground * (ambient + direct)
    if tone.dark or canvas.time == "dusk" or canvas.weather in ("fog", "storm"):
        lit += ground * _beams(hall, aside, light("ffe8c0", 1.0 if tone.dark else 0.3))
    clear = np.exp(-hall.depth * np.float32(0.002 + 0.02 * tone.haze**2))[..., None]
    lit = lit * clear + far * np.float32(0.95) * (1 - clear)
    laid(picture, np.asarray(lit, np.float32), below)
    if canvas.wet:
        _wet(hall, picture, aside, below)
    _posts(canvas, hall, picture, aside, far, rng)
    lights = tone.dark or canvas.time in ("dusk", "dawn") or canvas.weather != "clear"
    if lights:
        _traffic(canvas, hall, picture, aside, 1.0 if tone.dark else 0.6)
    if not tone.dark:
        land.rays(picture, sun, 0.2)
    return Painting(
        picture, sun, tone.sun if not tone.dark else light("ffd8a0"), tone.shade, horizon, tone.haze, bloom=1.4
    )


def _ground(canvas: Canvas, hall: Hall, aside: float, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return how much light the ground gives back (height, width, 3), and where it is seen."""
    depth, across = hall.depth, hall.across + np.float32(aside)
    # The road bends away, more the farther it goes, and swells over low hills.
    bend = float(rng.uniform(-1, 1)) * 0.0006
    across = across - bend * np.minimum(depth, 400) ** 2
    below = (np.arange(hall.height, dtype=np.float32)[:, None] / hall.height > hall.y).astype(np.float32)
    below = np.broadcast_to(below, depth.shape)
    texture = tile(canvas.dice("ground"), 240, 6, 5, 0.6)
    coarse = hall.worn(texture, 14.0) + 0.6 * hall.worn(texture, 2.2)
    earth = light(GROUNDS[int(rng.integers(len(GROUNDS)))])
    if canvas.weather == "snow":
        earth = light("dce2ec")
    out = np.asarray(earth * (1 + 0.34 * coarse)[..., None], np.float32)
    asphalt = light("3c3d40" if canvas.weather != "snow" else "8a8e96")
    edge = np.clip((ROAD - np.abs(across)) * 6 / np.maximum(1, depth * 0.02), 0, 1)
    tracks = 1 - 0.12 * np.exp(-(((np.abs(np.abs(across) - 1.9) - 0.8) / 0.35) ** 2))
    road = asphalt * ((1 + 0.10 * coarse) * tracks)[..., None]
    out += (road - out) * edge[..., None]
    paint = light("d8c060" if rng.random() < 0.5 else "d8d8d0")
    fine = np.clip(1.3 - depth / 260, 0, 1)
    dashes = (np.abs(across) < 0.09) & (np.mod(depth, 9.0) < 4.0)
    sides = np.abs(np.abs(across) - (ROAD - 0.35)) < 0.08
    out += (paint * np.float32(1.1) - out) * ((dashes | sides) * fine)[..., None]
    return np.asarray(out, np.float32), np.asarray(below, np.float32)


def _beams(hall: Hall, aside: float, colour: Float) -> Float:
    """Return the light that one's own headlamps throw on the road."""
    along = hall.depth
    wide = np.exp(-(((hall.across + aside * 0.2) / (1.6 + 0.22 * along)) ** 2))
    reach = np.clip((along - 2.0) / 3.0, 0, 1) * np.exp(-along / 26.0)
    return np.asarray((3.2 * wide * reach)[..., None] * colour, np.float32)


def _wet(hall: Hall, picture: Float, aside: float, below: Float) -> None:
    """Let the wet road mirror the sky; changes the picture."""
    import cv2

    height = picture.shape[0]
    top = int(hall.y * height)
    rows = min(height - top, top)
    if rows < 4:
        return
    image = cv2.blur(np.ascontiguousarray(picture[top - rows : top][::-1]), (3, max(3, height // 14)))
    road = (np.abs(hall.across[top : top + rows] + aside) < ROAD).astype(np.float32)
    cover = (0.4 * road * below[top : top + rows])[..., None]
    picture[top : top + rows] += (image * np.float32(0.9) - picture[top : top + rows]) * cover


def _posts(canvas: Canvas, hall: Hall, picture: Float, aside: float, far: Float, rng: np.random.Generator) -> None:
    """Set a rail with its posts, or poles with wires, along one side; changes the picture."""
    tone = canvas.tone
    kind, side = int(rng.integers(3)), -1.0 if rng.random() < 0.5 else 1.0
    x = side * (ROAD + (1.0 if kind == 0 else 4.5)) - aside
    dark = tone.shade * np.float32(0.10) + np.float32(0.004)
    gap = 4.0 if kind == 0 else 22.0
    tops: list[tuple[float, float, float]] = []
    for i in range(34 if kind == 0 else 14, -1, -1):
        z = gap * (i + 0.55)
        air = float(np.exp(-z * (0.004 + 0.02 * tone.haze**2)))
        colour = dark * np.float32(air) + far * np.float32(1 - air)
        scale = hall.size(z)
        tall, thick = (0.8, 0.07) if kind == 0 else (7.5, 0.16)
        foot, top = hall.seen((x, 0.0, z)), hall.seen((x, tall, z))
        wide = max(0.5, thick * scale)
        panel(
            picture,
            [(top[0] - wide, top[1]), (top[0] + wide, top[1]), (foot[0] + wide, foot[1]), (foot[0] - wide, foot[1])],
            colour,
        )
        if kind == 1:
            arm = 0.9 * scale
            panel(
                picture,
                [
                    (top[0] - arm, top[1] + 0.4 * scale),
                    (top[0] + arm, top[1] + 0.4 * scale),
                    (top[0] + arm, top[1] + 0.6 * scale),
                    (top[0] - arm, top[1] + 0.6 * scale),
                ],
                colour,
            )
        tops.append((top[0], top[1], scale))
    if kind == 0:
        light_edge = mix(dark, tone.middle, 0.35)
        for low, high in ((0.45, 0.75),):
            corners = [hall.seen((x, y, z)) for y, z in ((low, 1.2), (high, 1.2), (high, 160.0), (low, 160.0))]
            panel(picture, corners, light_edge * np.float32(0.8))
    elif kind == 1:
        _wires(picture, tops, dark)


def _wires(picture: Float, tops: list[tuple[float, float, float]], dark: Float) -> None:
    import cv2

    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    t = np.linspace(0, 1, 16)
    for (xa, ya, sa), (xb, yb, sb) in pairwise(tops):
        for off in (-0.8, 0.0, 0.8):
            xs = xa + off * sa + (xb + off * sb - xa - off * sa) * t
            ys = ya + 0.45 * sa + (yb + 0.45 * sb - ya - 0.45 * sa) * t + 0.8 * 0.5 * (sa + sb) * t * (1 - t)
            curve = np.round(np.stack([xs, ys], axis=1) * 8).clip(-(2**20), 2**20).astype(np.int32)[:, None]
            cv2.polylines(mask, [curve], False, 190, 1, cv2.LINE_AA, 3)
    laid(picture, dark, mask.astype(np.float32) / np.float32(255))


def _traffic(canvas: Canvas, hall: Hall, picture: Float, aside: float, power: float) -> None:
    """Put headlamps that come and tail lamps that go on the road, their glow on it; changes the picture."""
    rng = canvas.dice("traffic")
    height, width = picture.shape[:2]
    points, radii, tints = [], [], []
    for _ in range(int(rng.integers(3, 8))):
        z = float(rng.uniform(18, 140))
        coming = rng.random() < 0.5
        lane = (-1.9 if coming else 1.9) - aside
        colour = light("fff0d0", 3.4) if coming else light("ff2a18", 2.2)
        for pair in (-0.65, 0.65):
            points.append(hall.seen((lane + pair, 0.65, z)))
            radii.append(max(1.1, 0.13 * hall.size(z)))
            tints.append(colour * np.float32(power))
            x, y = hall.seen((lane + pair, -0.5, z))
            points.append((x, y))
            radii.append(max(1.0, 0.10 * hall.size(z)))
            tints.append(colour * np.float32(power * (0.22 if canvas.wet else 0.06)))
    spots = discs(
        (height, width), np.array(points, np.float32), np.array(radii, np.float32), np.array(tints, np.float32), 0.0
    )
    picture += blurred(spots, height / 900) + np.float32(1.3) * blurred(spots, height / 50)
