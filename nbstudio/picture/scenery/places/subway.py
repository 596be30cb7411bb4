"""Subway: a platform under the street: tiles, columns, a strip of lamps, a train or the tunnel it comes from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import added, distance
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import (
    CEILING,
    END,
    FLOOR,
    LEFT,
    RIGHT,
    Hall,
    Lamp,
    block,
    bright,
    falling,
    glowing,
    panel,
)
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.tone import light, mix

TILES = ("c8c4b8", "b8c0c0", "8a9a98", "a8a090", "6c7c88")
BANDS = ("2a4a8a", "8a2a2a", "2a6a4a", "c08a2a", "5a3a7a")
LAMPS = ("e8f4ff", "f4ffe8", "fff0d0")
DEEP = 1.1
"""Metres from the platform down to the rails."""


def draw(canvas: Canvas) -> Painting:
    """Paint a platform, the track on one side of it."""
    rng, tone = canvas.dice("place"), canvas.tone
    side = -1.0 if rng.random() < 0.5 else 1.0
    wide, track, tall = float(rng.uniform(2.4, 3.6)), 3.4, float(rng.uniform(3.2, 4.2))
    eye = float(rng.choice([0.9, 1.5, 1.8]))
    inner, outer = wide * float(rng.uniform(0.35, 0.75)), 0.0
    outer = wide - inner + track
    left, right = (outer, inner) if side < 0 else (inner, outer)
    hall = Hall(
        canvas.height, canvas.width, left, right, eye, tall - eye, float(rng.uniform(24, 36)),
        0.5 + side * float(rng.uniform(-0.04, 0.18)), float(rng.uniform(0.44, 0.56)), float(rng.uniform(0.7, 1.0)),
    )  # fmt: skip
    tint = light(LAMPS[int(rng.integers(len(LAMPS)))])
    edge = side * (wide - inner)
    strip = -side * (inner - 0.9)
    gap = 2.6
    count = int(hall.length / gap)
    lamps = [
        Lamp((strip, tall - 0.3, gap * (i + 0.4)), tint * np.float32(0.85 if not tone.dark else 0.6))
        for i in range(count)
    ]
    lamps += [Lamp((edge * 0.8, tall - 0.3, gap * (i + 0.4)), tint * np.float32(0.45)) for i in range(0, count, 2)]
    ambient = np.asarray(tint * np.float32(0.012) + tone.shade * np.float32(0.01), np.float32)
    lit = hall.lit(lamps, ambient)
    picture = np.asarray(_surfaces(canvas, hall, edge, side, rng) * lit, np.float32)
    hall.mirrored(picture, 0.3 if not canvas.wet else 0.55, 0.05)
    _trench(hall, picture, edge, side, tint)
    if rng.random() < 0.6:
        _train(hall, picture, edge, side, rng, lamps, ambient)
        sun = (hall.x + 0.3 * side, hall.y - 0.05)
    else:
        _headlights(hall, picture, edge, side)
        sun = (hall.x + 0.2 * side, hall.y)
    for i in range(count - 1, -1, -1):
        z = gap * (i + 0.4)
        x0, x1 = strip - 0.12, strip + 0.12
        tube = tint * np.float32(3.4 if i != 2 else 0.6)
        glowing(
            picture,
            hall,
            [
                (x0, tall - 0.28, z - 0.7),
                (x1, tall - 0.28, z - 0.7),
                (x1, tall - 0.28, z + 0.7),
                (x0, tall - 0.28, z + 0.7),
            ],
            tube,
        )
    _columns(hall, picture, edge, side, tall, lamps, ambient, rng)
    hall.hazed(picture, bright(tint, 0.05), 0.012 + 0.012 * tone.haze)
    return Painting(
        picture, sun, tint * np.float32(1.8), mix(tint * np.float32(0.2), tone.shade, 0.3), hall.y, 0.2, indoors=True,
        bloom=1.3,
    )  # fmt: skip


def _surfaces(canvas: Canvas, hall: Hall, edge: float, side: float, rng: np.random.Generator) -> Float:
    face, depth, up, across = hall.face, hall.depth, hall.up, hall.across
    out = np.empty((*depth.shape, 3), np.float32)
    wall = light(TILES[int(rng.integers(len(TILES)))])
    out[:] = wall
    walls = (face == LEFT) | (face == RIGHT) | (face == END)
    fine = np.exp(-depth * 0.16)
    where = np.where(face == END, across, depth)
    grout = (np.mod(up, 0.10) < 0.012) | (np.mod(where + 0.1 * (np.mod(np.floor(up / 0.10), 2)), 0.2) < 0.012)
    out *= (1 - 0.3 * grout * fine * walls)[..., None]
    band = walls & (np.abs(up - 2.1) < 0.22)
    colour = light(BANDS[int(rng.integers(len(BANDS)))])
    out[band] = colour
    _posters(out, hall, walls & (face != END))
    stains = hall.worn(tile(canvas.dice("stains"), 240, 4, 5, 0.62), 4.0)
    floor = face == FLOOR
    slab = (np.mod(across, 0.6) < 0.012) | (np.mod(depth, 0.6) < 0.02)
    out[floor] = (light("6c6a66") * (1 + 0.2 * stains - 0.3 * slab * fine)[..., None])[floor]
    inside = np.abs(edge) - side * across
    out[floor & (inside > 0.12) & (inside < 0.5)] = light("d8a828")
    out[floor & (inside <= 0.12) & (inside > 0)] = light("d8d8d0")
    out[face == CEILING] = light("3c3c3e")
    beams = (face == CEILING) & (np.mod(depth, 2.6) < 0.25)
    out[beams] *= 0.4
    return np.asarray(out * (1 + 0.10 * stains)[..., None], np.float32)


def _posters(out: Float, hall: Hall, walls: NDArray[np.bool_]) -> None:
    """Hang framed posters on the walls: a ground of two hues, a shape, no words; changes `out`."""
    hues = np.array(
        [light(c) for c in ("c8b898", "3a4a5a", "a85a3a", "2a3438", "d8c8a8", "6a7a6a", "8a4038", "c09048")], np.float32
    )
    along, up = np.mod(hall.depth, 5.2) - 2.2, hall.up - 0.75
    number = np.floor(hall.depth / 5.2).astype(int)
    board = walls & (np.abs(along) < 0.85) & (up > 0) & (up < 1.1)
    ground = np.where((up > 0.45 + 0.2 * along)[..., None], hues[(number * 3) % 8], hues[(number * 5 + 1) % 8])
    shape = np.hypot(along - 0.2, up - 0.6) < 0.3
    ground = np.where(shape[..., None], hues[(number * 7 + 4) % 8], ground)
    rim = board & ((np.abs(along) > 0.79) | (up < 0.06) | (up > 1.04))
    out[board] = (ground * np.float32(0.8))[board]
    out[rim] = light("303234")


def _trench(hall: Hall, picture: Float, edge: float, side: float, tint: Float) -> None:
    """Sink the track below the platform: its far wall, dark ballast, two rails that catch the light."""
    far = hall.length
    outer = -hall.left if side < 0 else hall.right
    x0, x1 = sorted((edge, outer))
    dark = tint * np.float32(0.006)
    panel(picture, [hall.seen((x, 0.0, z)) for x, z in ((x0, 0.6), (x1, 0.6), (x1, far), (x0, far))], dark, dark * 2)
    middle = (edge + outer) / 2
    deep = hall.floor + DEEP
    for off in (-0.72, 0.72):
        corners = []
        for z, reach in ((0.8, 0.045), (far, 0.045), (far, -0.045), (0.8, -0.045)):
            x, y = hall.seen((middle + off + reach, -DEEP, z))
            corners.append((x, y))
        shown = [c for c in corners if c[1] < 3 * hall.height]
        if len(shown) >= 3 and deep > 0:
            panel(picture, corners, tint * np.float32(0.20), tint * np.float32(0.04))


def _train(
    hall: Hall, picture: Float, edge: float, side: float, rng: np.random.Generator, lamps: list[Lamp], ambient: Float
) -> None:
    """Stand a train at the platform: cars of metal, their lit windows and doors in a row that recedes."""
    x = edge + side * 0.18
    near, far, low, high = 0.5, hall.length - 0.5, 0.02, 2.75
    metal = light(str(rng.choice(["9aa0a6", "b0aca4", "5a6c80"])))
    strip = light(BANDS[int(rng.integers(len(BANDS)))])
    warm = light(str(rng.choice(["fff0d0", "e8f4ff", "ffe8b8"])), 1.5)
    pieces = 26
    cuts = near * (far / near) ** np.linspace(0, 1, pieces + 1)
    for z0, z1 in zip(cuts[:-1][::-1], cuts[1:][::-1], strict=True):
        body = metal * falling((x - side * 0.6, 1.4, float(z0)), lamps, ambient) * np.float32(0.5)
        for a, b, colour in ((low, high, body), (0.55, 0.75, strip * body * 3.0)):
            corners = [hall.seen((x, y, z)) for y, z in ((a, z0), (b, z0), (b, z1), (a, z1))]
            panel(picture, corners, colour)
    z = near
    bay = float(rng.uniform(0.0, 3.0))
    while z < far:
        door = np.mod(bay, 3.0) < 1.2
        z1 = min(far, z + (0.55 if door else 1.3))
        a, b = (0.25, 2.2) if door else (1.05, 2.05)
        glow = warm * np.float32(rng.uniform(0.75, 1.0))
        corners = [hall.seen((x, y, zz)) for y, zz in ((a, z + 0.05), (b, z + 0.05), (b, z1), (a, z1))]
        panel(picture, corners, glow * np.float32(0.8), glow * np.float32(0.45))
        if not door and rng.random() < 0.6 and z > 1.2:
            _rider(hall, picture, x, (z + z1) / 2, rng)
        bay += 1.2 if door else 1.8
        z = z1 + 0.14


def _rider(hall: Hall, picture: Float, x: float, z: float, rng: np.random.Generator) -> None:
    """Put the head and shoulders of somebody into a window."""
    dark = np.array([0.05, 0.06, 0.08], np.float32)
    scale = hall.size(z)
    at = hall.seen((x, 1.32 + float(rng.uniform(-0.05, 0.1)), z))
    turn = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    wide = 0.45  # the window is seen aslant
    head = [(at[0] + wide * 0.11 * scale * np.cos(t), at[1] - 0.2 * scale + 0.14 * scale * np.sin(t)) for t in turn]
    panel(picture, head, dark)
    body = [
        (at[0] + dx * wide * scale, at[1] + dy * scale)
        for dx, dy in ((-0.24, 0.22), (-0.2, 0.0), (0, -0.08), (0.2, 0.0), (0.24, 0.22))
    ]
    panel(picture, body, dark)


def _headlights(hall: Hall, picture: Float, edge: float, side: float) -> None:
    """Open the tunnel at the end, two lamps coming out of it; changes the picture."""
    outer = -hall.left if side < 0 else hall.right
    middle, z = (edge + outer) / 2, hall.length
    dark = np.array([0.002, 0.002, 0.002], np.float32)
    corners = [
        (middle - 1.5, -DEEP, z),
        (middle - 1.5, 1.9, z),
        (middle, 2.6, z),
        (middle + 1.5, 1.9, z),
        (middle + 1.5, -DEEP, z),
    ]
    panel(picture, [hall.seen(c) for c in corners], dark)
    height, width = picture.shape[:2]
    warm = light("fff0d0")
    for off in (-0.55, 0.55):
        px, py = hall.seen((middle + off, 0.2, z))
        away = distance(height, width, px / width, py / height)
        unit = hall.size(z) / height
        amount = (
            6 * np.exp(-((away / (0.16 * unit)) ** 2))
            + 0.5 * np.exp(-away / (0.9 * unit))
            + 0.14 * np.exp(-away / 0.16)
        )
        added(picture, warm, np.asarray(amount, np.float32))


def _columns(
    hall: Hall,
    picture: Float,
    edge: float,
    side: float,
    tall: float,
    lamps: list[Lamp],
    ambient: Float,
    rng: np.random.Generator,
) -> None:
    """Stand columns along the platform, far to near."""
    paint = light(str(rng.choice(["4a6a5a", "3a4a6a", "b8b0a0", "6a3a34"])))
    x, gap, first = edge - side * 0.9, float(rng.uniform(3.6, 5.2)), float(rng.uniform(2.0, 3.4))
    for i in range(int((hall.length - first) / gap), -1, -1):
        z = first + gap * i
        body = paint * falling((x, 1.6, z - 0.5), lamps, ambient)
        aside = paint * falling((x - side * 0.5, 1.6, z + 0.2), lamps, ambient)
        block(
            picture,
            hall,
            (x - 0.16, 0.0, z),
            (x + 0.16, tall, z + 0.32),
            body * np.float32(0.8),
            side=aside * np.float32(1.2),
            foot=body * np.float32(0.4),
        )
        block(
            picture,
            hall,
            (x - 0.165, 1.2, z),
            (x + 0.165, 1.5, z + 0.32),
            body * np.float32(1.8),
            side=aside * np.float32(1.8),
        )
