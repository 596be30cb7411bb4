"""Church: a nave between columns, coloured windows high up, light falling through dust, candles at its end."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, discs
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import END, FLOOR, LEFT, RIGHT, Hall, Lamp, block, falling, panel, shafts_from
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.tone import light, mix

STONES = ("a89c88", "90897c", "9a8e86", "7f8488")
GLASS = (
    ("3a62d8", "d83a4a", "e8b040", "4ab0a0"),
    ("d8702a", "e8b850", "a82a3a", "5a6ad0"),
    ("5aa0e8", "8a6ae0", "e8e0c8"),
)
BAY = 5.0


def draw(canvas: Canvas) -> Painting:
    """Paint the inside of a church, seen down the nave or from one of its sides."""
    rng, tone = canvas.dice("place"), canvas.tone
    half, tall = float(rng.uniform(5.0, 6.5)), float(rng.uniform(10, 15))
    aside, eye = float(rng.uniform(-0.3, 0.3)) * half, float(rng.choice([1.5, 1.8, 3.4]))
    shift, row = float(rng.uniform(0.4, 0.6)), float(rng.uniform(0.54, 0.66))
    hall = Hall(
        canvas.height, canvas.width, half + aside, half - aside, eye, tall - eye, float(rng.uniform(26, 38)),
        shift, row, float(rng.uniform(0.7, 1.0)),
    )  # fmt: skip
    stone = light(STONES[int(rng.integers(len(STONES)))])
    glass = [light(c) for c in GLASS[int(rng.integers(len(GLASS)))]]
    day = tone.sun / max(float(tone.sun.max()), 1e-3) if not tone.dark else light("7a9ae0", 0.5)
    side = -1.0 if rng.random() < 0.5 else 1.0
    lamps = [
        Lamp(
            (-aside + side * half * 0.75, 0.55 * tall, BAY * (i + 0.5)), day * np.float32(9.0 if not tone.dark else 2.5)
        )
        for i in range(int(hall.length / BAY))
    ]
    warm = light("ffb060")
    lamps += [
        Lamp((-aside + dx, 1.6, hall.length - 2.5), warm * np.float32(10 if not tone.dark else 26))
        for dx in (-1.6, 1.6)
    ]
    lamps.append(Lamp((-aside, 0.6 * tall, hall.length - 3), day * np.float32(14 if not tone.dark else 3)))
    ambient = tone.shade * np.float32(0.10 if not tone.dark else 0.05) + np.float32(0.004)
    lit = hall.lit(lamps, np.asarray(ambient, np.float32), 1.6)
    picture, glow = _walls(hall, stone, glass, side, tall, canvas)
    picture *= lit
    picture += glow * np.float32(1.5 if not tone.dark else 0.28) * day
    hall.mirrored(picture, 0.22, 0.06)
    light_at = (hall.x + 0.5 * side, 0.05)
    dusty = 0.006 + 0.010 * tone.haze
    hall.hazed(picture, mix(day, warm, 0.4) * np.float32(0.10 if not tone.dark else 0.03), dusty)
    _furniture(hall, picture, stone, lamps, np.asarray(ambient, np.float32), aside, half, tall)
    _candles(hall, picture, rng, aside, warm)
    shafts_from(picture, glow * day, light_at[0] + 0.15 * side, -0.15, 0.5 if not tone.dark else 0.3)
    return Painting(
        picture, light_at, day * np.float32(1.6), mix(stone * ambient, warm, 0.1), hall.y, 0.25, indoors=True, bloom=1.4
    )


def _walls(
    hall: Hall, stone: Float, glass: list[Float], side: float, tall: float, canvas: Canvas
) -> tuple[Float, Float]:
    """Return how much light each spot gives back, and the light that its windows let in (height, width, 3)."""
    face, depth, up = hall.face, hall.depth, hall.up
    out = np.empty((*depth.shape, 3), np.float32)
    out[:] = stone
    worn = tile(canvas.dice("stone"), 240, 5, 5, 0.65)
    walls = (face == LEFT) | (face == RIGHT)
    along = np.mod(depth, BAY) / BAY - 0.5
    # Aisles lie dark behind pointed arches.
    arch = 0.42 * tall
    inside = walls & (up < arch - 9.0 * np.abs(along) ** 1.6) & (np.abs(along) < 0.36)
    out[inside] *= 0.16
    course = np.mod(up, 0.6) < 0.035
    out[walls & course & ~inside] *= 0.85
    band = walls & (np.abs(up - 0.5 * tall) < 0.12)
    out[band] *= 1.35
    glow = np.zeros_like(out)
    low, high = 0.57 * tall, 0.86 * tall
    lancet = walls & (np.abs(along) < 0.17) & (up > low) & (up < high - 16 * along**2)
    lead = (np.mod(up, 0.45) < 0.05) | (np.abs(along) < 0.012)
    cells = (np.floor(up / 0.45) * 7 + np.floor(along * 12 + 40) * 3 + np.floor(depth / BAY) * 5).astype(np.int64)
    hue = np.array(glass, np.float32)[np.mod(cells, len(glass))]
    lancet &= ~lead
    power = np.where(face == (LEFT if side < 0 else RIGHT), np.float32(1.0), np.float32(0.45))[..., None]
    glow[lancet] = (hue * power)[lancet]
    end = face == END
    across, middle = hall.across - (hall.right - hall.left) / 2, 0.62 * tall
    away = np.hypot(across, up - middle)
    ring = 0.2 * tall
    spoke = np.abs(np.mod(np.arctan2(up - middle, across) * (6 / np.pi), 1.0) - 0.5)
    rose = end & (away < ring) & (spoke < 0.42) & (np.mod(away, 0.34 * ring) > 0.05 * ring)
    petals = (np.floor(away / (0.34 * ring)) * 5 + np.floor(np.arctan2(up - middle, across) * 6 / np.pi + 20)).astype(
        int
    )
    glow[rose] = np.array(glass, np.float32)[np.mod(petals, len(glass))][rose] * 1.2
    tall_panes = end & (np.abs(np.mod(across + 0.9, 1.8) - 0.9) < 0.5) & (np.abs(across) < 2.7)
    tall_panes &= (up > 2.6) & (up < 0.4 * tall)
    glow[tall_panes & (np.mod(up, 0.5) > 0.05)] = glass[1] * np.float32(0.8)
    floor = face == FLOOR
    checks = (np.floor(hall.across / 0.8) + np.floor(depth / 0.8)) % 2
    out[floor] *= (0.5 + 0.16 * checks * np.exp(-depth * 0.06))[floor][:, None]
    carpet = floor & (np.abs(across) < 0.9)
    out[carpet] = light("5a1a1c")
    ribs = (face == 1) & (np.mod(depth, BAY) < 0.4)
    out[face == 1] *= 0.75
    out[ribs] *= 1.5
    return np.asarray(out * (1 + 0.14 * hall.worn(worn, 6.0))[..., None], np.float32), glow


def _furniture(
    hall: Hall, picture: Float, stone: Float, lamps: list[Lamp], ambient: Float, aside: float, half: float, tall: float
) -> None:
    """Stand columns between the bays and rows of pews on both sides, from far to near; changes the picture."""
    wood = light("3a2416")
    for i in range(int(hall.length / BAY), 0, -1):
        for side in (-1.0, 1.0):
            z, x = BAY * i, -aside + side * 0.72 * half
            if z > hall.length - 1:
                continue
            lit = falling((x, 2.5, z), lamps, ambient, 1.6)
            wide = hall.size(z) * 0.42
            foot, top = hall.seen((x, 0.0, z)), hall.seen((x, 0.56 * tall, z))
            for share, tone in ((1.0, 0.5), (0.62, 0.8), (0.3, 1.0)):
                # Round: paler towards the nave, in three strips.
                a, b = foot[0] - wide, foot[0] + wide
                a, b = (a + (1 - share) * 2 * wide, b) if side < 0 else (a, b - (1 - share) * 2 * wide)
                colour = stone * lit * np.float32(tone)
                panel(picture, [(a, top[1]), (b, top[1]), (b, foot[1]), (a, foot[1])], colour, colour * np.float32(0.6))
            panel(
                picture,
                [(foot[0] - 1.35 * wide, foot[1] - 0.9 * wide), (foot[0] + 1.35 * wide, foot[1] - 0.9 * wide),
                 (foot[0] + 1.5 * wide, foot[1]), (foot[0] - 1.5 * wide, foot[1])],
                stone * lit * np.float32(0.6),
            )  # fmt: skip

        for row in (0.9, 0.55, 0.2):
            z = BAY * (i - 1) + row * BAY
            if z < 2.6 or z > hall.length - 7:
                continue
            for side in (-1.0, 1.0):
                x0, x1 = sorted((-aside + side * 1.05, -aside + side * 0.62 * half))
                lit = falling(((x0 + x1) / 2, 0.9, z), lamps, ambient, 1.6)
                seat = wood * lit
                block(picture, hall, (x0, 0.0, z), (x1, 0.92, z + 0.12), seat * 0.5, side=seat * 0.9, top=seat * 2.6)


def _candles(hall: Hall, picture: Float, rng: np.random.Generator, aside: float, warm: Float) -> None:
    """Set an altar and its candles before the end wall; changes the picture."""
    z = hall.length - 3.0
    block(picture, hall, (-aside - 1.6, 0.0, z), (-aside + 1.6, 1.2, z + 1), warm * np.float32(0.10), top=warm * 0.3)
    along = np.linspace(-2.4, 2.4, 15) + rng.normal(0, 0.05, 15)
    points = [hall.seen((float(x) - aside, float(rng.uniform(1.35, 1.75)), z)) for x in along]
    spots = np.array(points, np.float32)
    radii = np.full(len(spots), max(1.3, hall.size(z) * 0.035), np.float32)
    flames = discs(picture.shape[:2], spots, radii, np.tile(warm * np.float32(3.5), (len(spots), 1)), 0.0)
    height = picture.shape[0]
    picture += blurred(flames, height / 900)
    added(picture, warm, np.asarray(blurred(np.ascontiguousarray(flames[..., 1]), height / 40) * 1.2, np.float32))
