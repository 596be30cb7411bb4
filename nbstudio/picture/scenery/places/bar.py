"""Bar: bottles lit from behind, lamps over the counter; or a diner's booth at its window, the street wet outside."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, LEFT, RIGHT, Hall, Lamp, block, falling, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.pane import glazed, outside
from nbstudio.picture.scenery.pendant import pendant
from nbstudio.picture.scenery.tone import light, mix

NEONS = ("ff3a6a", "3ac8ff", "ff8a3a", "b060ff", "40ffb0")
BOTTLES = ("3a6a2a", "8a5a1a", "c8b890", "6a2a1a", "2a4a6a", "d8a040", "a8c0c8", "1e3a24")


def draw(canvas: Canvas) -> Painting:
    """Paint a bar, or a diner."""
    rng = canvas.dice("place")
    return _counter(canvas, rng) if rng.random() < 0.6 else _diner(canvas, rng)


def _counter(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Look over the counter at the shelves behind it."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    warm = light(str(rng.choice(["ffb060", "ff9848", "ffc888"])))
    neon = light(NEONS[int(rng.integers(len(NEONS)))])
    wood = light(str(rng.choice(["4a2e1c", "38241a", "5a3a24"])))
    dim = np.float32(1.0 if tone.dark else 1.2)
    x, aside = float(rng.uniform(0.3, 0.7)), float(rng.uniform(2.0, 3.6))
    hall = Hall(
        height, width, aside, 5.6 - aside, float(rng.uniform(1.25, 1.6)), 1.9, float(rng.uniform(3.0, 3.8)), x,
        float(rng.uniform(0.52, 0.6)), float(rng.uniform(1.1, 1.5)),
    )  # fmt: skip
    z = hall.length
    hung = float(rng.uniform(2.1, 2.35))
    gap = float(rng.uniform(1.0, 1.5))
    lamps = [Lamp((gap * i + 0.3, hung, z - 1.6), warm * np.float32(0.13) * dim) for i in range(-2, 3)]
    back = [Lamp((1.2 * i, 1.7, z - 0.15), warm * np.float32(0.012)) for i in range(-5, 6)]
    side = -1.0 if rng.random() < 0.5 else 1.0
    sign = Lamp((side * 2.4, 2.5, z - 0.3), neon * np.float32(0.5))
    ambient = np.asarray(tone.shade * np.float32(0.02) + np.float32(0.002), np.float32)
    lit = hall.lit([*lamps, *back, sign], ambient, 0.5)
    picture = np.asarray(_wall(hall, wood, canvas) * lit, np.float32)
    _shelves(hall, picture, rng, warm)
    _neon(hall, picture, neon, side, rng)
    # The counter: its front in shade, its top a line of light.
    lip = wood * falling((0, 1.1, z - 1.6), lamps, ambient, 0.5)
    block(
        picture,
        hall,
        (-5, 0.0, z - 1.9),
        (5, 1.06, z - 1.2),
        lip * np.float32(0.35),
        top=lip * np.float32(4.0),
        foot=lip * np.float32(0.08),
    )
    panel(
        picture,
        [hall.seen((u, v, z - 1.9)) for u, v in ((-5, 1.02), (5, 1.02), (5, 1.07), (-5, 1.07))],
        lip * np.float32(1.6),
    )
    _glasses(hall, picture, rng, warm, z - 1.55)
    for lamp in lamps:
        pendant(picture, hall, lamp.at, hall.floor + hall.ceiling, (0.13, 0.15), warm)
    _stools(hall, picture, rng, lip, z - 2.5)
    smoke = blurred(np.ascontiguousarray(picture.max(axis=2)), height / 16)
    added(picture, mix(warm, neon, 0.3), smoke * np.float32(0.03))
    sun = (x + 0.15 * side, 0.2)
    return Painting(picture, sun, warm * np.float32(1.8), mix(ambient, neon, 0.06), 0.78, 0.2, indoors=True, bloom=1.7)


def _wall(hall: Hall, wood: Float, canvas: Canvas) -> Float:
    face, up = hall.face, hall.up
    out = np.empty((*face.shape, 3), np.float32)
    out[:] = wood
    out[face == CEILING] = wood * np.float32(0.6)
    out[face == FLOOR] = wood * np.float32(0.7)
    boards = np.mod(hall.across, 0.5) < 0.012
    out[(face == END) & boards] *= 0.5
    out[(face == END) & (np.abs(up - 2.55) < 0.03)] *= 1.8
    worn = tile(canvas.dice("worn"), 240, 4, 5, 0.6)
    return np.asarray(out * (1 + 0.2 * hall.worn(worn, 2.0))[..., None], np.float32)


def _shelves(hall: Hall, picture: Float, rng: np.random.Generator, warm: Float) -> None:
    """Stack shelves of bottles before lit glass; changes the picture."""
    z = hall.length - 0.05
    tints = np.array([light(c) for c in BOTTLES], np.float32)
    low, levels = 1.12, int(rng.integers(2, 4))
    high = 0.42
    for wing in range(-2, 3):
        x0, x1 = wing * 2.0 - 0.92, wing * 2.0 + 0.92
        for level in range(levels):
            base = low + high * level
            glow = warm * np.float32(rng.uniform(0.55, 0.85))
            panel(
                picture,
                [
                    hall.seen((u, v, z))
                    for u, v in ((x0, base + high - 0.03), (x1, base + high - 0.03), (x1, base), (x0, base))
                ],
                glow * np.float32(0.12),
                glow,
            )
            x = x0 + 0.04
            run, kind = 0, 0
            while x < x1 - 0.06:
                if run <= 0:
                    run, kind = int(rng.integers(1, 5)), int(rng.integers(len(tints)))
                    tall, wide = float(rng.uniform(0.24, 0.36)), float(rng.uniform(0.06, 0.095))
                run -= 1
                _bottle(hall, picture, (x, base, z - 0.1), wide, tall, tints[kind], warm)
                x += wide + float(rng.uniform(0.006, 0.03))
            panel(
                picture,
                [
                    hall.seen((u, v, z - 0.18))
                    for u, v in ((x0, base), (x1, base), (x1, base - 0.025), (x0, base - 0.025))
                ],
                warm * np.float32(0.06),
            )


def _bottle(
    hall: Hall, picture: Float, at: tuple[float, float, float], wide: float, tall: float, tint: Float, warm: Float
) -> None:
    x, y, z = at
    neck = 0.34 * wide
    shape = [
        (0, 0),
        (wide, 0),
        (wide, 0.56 * tall),
        ((wide + neck) / 2, 0.72 * tall),
        ((wide + neck) / 2, tall),
        ((wide - neck) / 2, tall),
        ((wide - neck) / 2, 0.72 * tall),
        (0, 0.56 * tall),
    ]
    # Light comes through: brighter low, where it is thick with colour.
    body = tint * warm * np.float32(0.75)
    panel(picture, [hall.seen((x + u, y + v, z)) for u, v in shape], body * np.float32(0.35), body)
    label = [
        (0.12 * wide, 0.14 * tall),
        (0.88 * wide, 0.14 * tall),
        (0.88 * wide, 0.42 * tall),
        (0.12 * wide, 0.42 * tall),
    ]
    panel(picture, [hall.seen((x + u, y + v, z)) for u, v in label], light("c8b898") * warm * np.float32(0.12))
    shine = [
        (0.12 * wide, 0.08 * tall),
        (0.2 * wide, 0.08 * tall),
        (0.2 * wide, 0.54 * tall),
        (0.12 * wide, 0.54 * tall),
    ]
    panel(picture, [hall.seen((x + u, y + v, z)) for u, v in shine], warm * np.float32(0.5))


def _neon(hall: Hall, picture: Float, neon: Float, side: float, rng: np.random.Generator) -> None:
    """Bend a tube into a sign without words: a glass, a moon, a wave; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    x, y, z = side * float(rng.uniform(1.2, 2.2)), 2.78, hall.length - 0.06
    kind = int(rng.integers(3))
    t = np.linspace(0, 1, 40)
    if kind == 0:
        shapes = [
            [(-0.3, 0.25), (0.3, 0.25), (0.0, -0.05), (-0.3, 0.25)],
            [(0.0, -0.05), (0.0, -0.3)],
            [(-0.16, -0.3), (0.16, -0.3)],
        ]
    elif kind == 1:
        shapes = [
            [(0.3 * np.cos(a), 0.3 * np.sin(a)) for a in 0.7 + 5.0 * t],
            [(0.1 + 0.22 * np.cos(a), 0.22 * np.sin(a)) for a in 0.9 + 4.4 * t],
        ]
    else:
        shapes = [[(-0.6 + 1.2 * s, 0.1 * np.sin(9 * s) + off) for s in t] for off in (0.12, -0.08)]
    for shape in shapes:
        line = np.round(np.array([hall.seen((x + float(u), y + float(v), z)) for u, v in shape]) * 8).astype(np.int32)
        cv2.polylines(mask, [line[:, None]], False, 255, max(2, round(0.018 * hall.size(z))), cv2.LINE_AA, 3)
    tube = mask.astype(np.float32) / np.float32(255)
    core = blurred(tube, max(0.5, height / 900))
    added(picture, mix(neon, light("ffffff"), 0.35) * np.float32(2.6), core)
    added(picture, neon, np.float32(3.2) * blurred(tube, height / 34) + np.float32(2.2) * blurred(tube, height / 11))


def _glasses(hall: Hall, picture: Float, rng: np.random.Generator, warm: Float, z: float) -> None:
    for x in rng.uniform(-2.2, 2.2, int(rng.integers(2, 6))).tolist():
        wide, tall = float(rng.uniform(0.05, 0.08)), float(rng.uniform(0.10, 0.18))
        corners = [
            hall.seen((x + u, 1.06 + v, z)) for u, v in ((0, 0), (wide, 0), (1.15 * wide, tall), (-0.15 * wide, tall))
        ]
        drink = light(str(rng.choice(["c87820", "a83a20", "d8d0b0"])))
        panel(picture, corners, warm * np.float32(0.22), drink * warm * np.float32(0.55))
        edge = [
            hall.seen((x + u, 1.06 + v, z))
            for u, v in (
                (-0.15 * wide, tall),
                (1.15 * wide, tall),
                (1.15 * wide, tall - 0.008),
                (-0.15 * wide, tall - 0.008),
            )
        ]
        panel(picture, edge, warm * np.float32(1.3))


def _stools(hall: Hall, picture: Float, rng: np.random.Generator, lip: Float, z: float) -> None:
    """Stand stools before the counter, out of the light; changes the picture."""
    if z < 0.5:
        return
    gap = float(rng.uniform(0.7, 1.0))
    dark = lip * np.float32(0.12)
    for i in range(-4, 5):
        x = gap * i + float(rng.uniform(-0.06, 0.06))
        block(picture, hall, (x - 0.17, 0.72, z), (x + 0.17, 0.80, z + 0.3), dark, top=lip * np.float32(0.7))
        for leg in (-0.13, 0.13):
            a, b = hall.seen((x + 0.7 * leg, 0.72, z)), hall.seen((x + 1.3 * leg, 0.0, z))
            thick = 0.014 * hall.size(z)
            panel(
                picture,
                [(a[0] - thick, a[1]), (a[0] + thick, a[1]), (b[0] + thick, b[1]), (b[0] - thick, b[1])],
                dark * np.float32(0.7),
            )


def _diner(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Booths along a window wall, a counter opposite, the street outside."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    side = -1.0 if rng.random() < 0.5 else 1.0
    left, right = (2.2, 3.0) if side < 0 else (3.0, 2.2)
    hall = Hall(
        height, width, left, right, float(rng.choice([1.15, 1.5])), 1.5, float(rng.uniform(9, 14)),
        0.5 - side * float(rng.uniform(0.0, 0.2)), float(rng.uniform(0.44, 0.54)), float(rng.uniform(0.7, 0.95)),
    )  # fmt: skip
    tall = hall.floor + hall.ceiling
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("4a6ac0", 0.25)
    warm = light(str(rng.choice(["ffd8a0", "fff0d0", "ffc080"])))
    neon = light(NEONS[int(rng.integers(len(NEONS)))])
    glass_x = -left if side < 0 else right
    count = int(hall.length / 1.7)
    lamps = [Lamp((glass_x * 0.55, tall - 0.55, 1.7 * (i + 0.75)), warm * np.float32(0.5)) for i in range(count)]
    lamps += [
        Lamp((glass_x * 0.95, 1.4, 1.7 * (i + 0.75)), day * np.float32(0.7 if not tone.dark else 0.3))
        for i in range(count)
    ]
    lamps += [Lamp((-glass_x, tall - 0.3, 2.0 * i + 1), neon * np.float32(0.12)) for i in range(count)]
    ambient = np.asarray(day * np.float32(0.02) + np.float32(0.003), np.float32)
    face, depth, up, across = hall.face, hall.depth, hall.up, hall.across
    out = np.empty((height, width, 3), np.float32)
    out[:] = light("c8b8a0")
    checks = np.mod(np.floor(across / 0.35) + np.floor(depth / 0.35), 2)
    fine = np.exp(-depth * 0.1)
    out[face == FLOOR] = (light("c0b8a8") * (0.55 - 0.45 * (checks - 0.5) * fine)[..., None])[face == FLOOR]
    out[face == CEILING] = light("b8b0a0") * np.float32(0.6)
    picture = np.asarray(out * hall.lit(lamps, ambient, 0.5), np.float32)
    glass = (face == (LEFT if side < 0 else RIGHT)) & (up > 0.85) & (up < 2.25) & (np.mod(depth, 1.7) > 0.09)
    view = glazed(canvas, outside(canvas, "street", 0.45, 0.006))
    laid(picture, view, blurred(glass.astype(np.float32), 0.6))
    line = (face == (RIGHT if side < 0 else LEFT)) & (np.abs(up - 2.3) < 0.03)
    tube = blurred(line.astype(np.float32), 0.6)
    added(picture, neon, np.float32(2.2) * tube + np.float32(1.6) * blurred(tube, height / 30))
    hall.mirrored(picture, 0.35, 0.04)
    vinyl = light(str(rng.choice(["8a2028", "1f5a58", "7a4a1a", "2a3a6a"])))
    for i in range(count - 1, -1, -1):
        z = 1.7 * i + 1.1
        x0, x1 = sorted((glass_x * 0.98, glass_x * 0.42))
        lit = vinyl * falling(((x0 + x1) / 2, 1.0, z - 0.2), lamps, ambient, 0.5)
        shine = light("d8d0c0") * falling(((x0 + x1) / 2, 0.9, z + 0.8), lamps, ambient, 0.5)
        block(
            picture,
            hall,
            (x0, 0.70, z + 0.62),
            (x1, 0.76, z + 1.22),
            shine * np.float32(0.5),
            side=shine * np.float32(0.4),
            top=shine * np.float32(0.9),
        )
        block(
            picture,
            hall,
            (x0, 0.0, z),
            (x1, 1.12, z + 0.22),
            lit,
            side=lit * np.float32(1.3),
            top=lit * np.float32(1.8),
            foot=lit * np.float32(0.25),
        )
    for lamp in lamps[:count][::-1]:
        pendant(picture, hall, lamp.at, hall.floor + hall.ceiling, (0.13, 0.15), warm)
    x0, x1 = sorted((-glass_x * 0.95, -glass_x * 0.62))
    steel = light("b8bcc0") * falling((-glass_x * 0.6, 1.0, 3.0), lamps, ambient, 0.5)
    block(
        picture,
        hall,
        (x0, 0.0, 1.6),
        (x1, 1.05, hall.length - 0.4),
        steel * np.float32(0.6),
        side=steel * np.float32(0.7),
        top=steel * np.float32(1.5),
        foot=steel * np.float32(0.2),
    )
    sun = (0.5 + 0.45 * side, 0.35)
    key = mix(day * np.float32(1.6), warm, 0.4 if not tone.dark else 0.85)
    return Painting(picture, sun, key, mix(ambient, neon, 0.05), hall.y, 0.2, indoors=True, bloom=1.5)
