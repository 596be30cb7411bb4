"""Booth: where records are made: foam on the walls, a microphone in its shock mount, a window into the control room."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, LEFT, RIGHT, Hall, Lamp, block, falling, panel
from nbstudio.picture.scenery.noise import Float
from nbstudio.picture.scenery.tone import light, mix

FOAMS = ("2a2c30", "3a2c28", "26303c", "3c2432")
MOODS = ("ff9a48", "ff5a6a", "6a8aff", "b06aff", "50c8c0", "ffb870")


def draw(canvas: Canvas) -> Painting:
    """Paint a recording room and what stands in it."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    eye = float(rng.choice([1.1, 1.5]))
    hall = Hall.room(
        (height, width), rng, eye, 2.7,
        aside=(2.0, 3.0), long=(4.0, 5.5), x=(0.38, 0.62), y=(0.44, 0.54), lens=(0.85, 1.1),
    )  # fmt: skip
    side = -1.0 if rng.random() < 0.5 else 1.0
    one, other = (light(c) for c in rng.choice(MOODS, 2, replace=False))
    warm = light("ffc88a")
    z = hall.length
    lamps = [
        Lamp((-hall.left + 0.2, 0.3, z - 0.6), one * np.float32(1.3)),
        Lamp((hall.right - 0.2, 2.5, z - 0.8), other * np.float32(0.9)),
        Lamp((side * 0.7, 2.5, z - 1.8), warm * np.float32(0.5)),
    ]
    ambient = np.asarray(mix(one, other, 0.5) * np.float32(0.006) + np.float32(0.002), np.float32)
    picture = np.asarray(_walls(hall, rng) * hall.lit(lamps, ambient, 0.5), np.float32)
    _window(hall, picture, side, warm, rng)
    _strips(hall, picture, one, other)
    hall.mirrored(picture, 0.18, 0.04)
    x = -side * float(rng.uniform(0.15, 0.8))
    for kind in rng.permutation(3)[:2]:
        at = side * float(rng.uniform(0.9, 1.6)) * (1 if kind else -1)
        _thing(hall, picture, int(kind), at, z - 0.9, lamps, ambient)
    _microphone(hall, picture, x, z - 2.0, lamps, ambient)
    smoke = blurred(np.ascontiguousarray(picture.max(axis=2)), height / 14)
    added(picture, mix(one, other, 0.5), smoke * np.float32(0.05))
    sun = (0.12, 0.6) if hall.x > 0.5 else (0.9, 0.15)
    key = (one if sun[0] < 0.5 else other) * np.float32(1.5)
    del tone
    return Painting(picture, sun, key, mix(other, ambient, 0.8), 0.82, 0.2, indoors=True, bloom=1.6)


def _walls(hall: Hall, rng: np.random.Generator) -> Float:
    """Return how much light each spot gives back: wedges of foam, slats of wood, a rug."""
    face, up, across, depth = hall.face, hall.up, hall.across, hall.depth
    foam = light(FOAMS[int(rng.integers(len(FOAMS)))], 1.6)
    out = np.empty((*face.shape, 3), np.float32)
    out[:] = foam
    walls = (face == LEFT) | (face == RIGHT) | (face == END)
    along = np.where(face == END, across, depth)
    # Wedges lie in turns upright and level, each lit on one flank.
    square = 0.6
    turned = np.mod(np.floor(along / square) + np.floor(up / square), 2) < 1
    teeth = np.where(turned, along, up) / 0.075
    wedge = np.abs(np.mod(teeth, 1.0) - 0.5) * 2
    seam = (np.mod(along, square) < 0.012) | (np.mod(up, square) < 0.012)
    relief = (0.45 + 0.85 * wedge) * np.where(seam, 0.4, 1.0)
    wood = light("8a5a34")
    slats = (np.mod(along, 0.12) < 0.09) * (0.8 + 0.3 * np.mod(np.floor(along / 0.12) * 0.37, 1.0))
    panelled = (walls & (up < 0.95)) if rng.random() < 0.6 else (face == END)
    out = np.where(panelled[..., None], wood * (0.12 + 0.88 * slats)[..., None], foam * relief[..., None]).astype(
        np.float32
    )
    out[face == CEILING] = foam * np.float32(0.6)
    out[face == FLOOR] = light("4a3020")
    middle = np.hypot(across, (depth - hall.length + 1.8) * 1.2)
    ring = np.where(np.mod(middle, 0.28) < 0.05, np.float32(1.6), np.float32(1.0))
    rug = (face == FLOOR) & (middle < 1.3)
    out[rug] = (light(str(rng.choice(["6a2024", "24405a", "5a4a2a"]))) * ring[..., None])[rug]
    return out


def _window(hall: Hall, picture: Float, side: float, warm: Float, rng: np.random.Generator) -> None:
    """Let a wide pane into the end wall: behind it lamps, screens, somebody's shape; changes the picture."""
    z, x = hall.length - 0.01, side * float(rng.uniform(0.1, 0.5))
    x0, x1, y0, y1 = x - 0.95, x + 0.95, 1.12, 1.95
    panel(
        picture,
        [
            hall.seen((u, v, z))
            for u, v in ((x0 - 0.07, y0 - 0.07), (x1 + 0.07, y0 - 0.07), (x1 + 0.07, y1 + 0.07), (x0 - 0.07, y1 + 0.07))
        ],
        warm * np.float32(0.03),
    )
    panel(
        picture,
        [hall.seen((u, v, z)) for u, v in ((x0, y1), (x1, y1), (x1, y0), (x0, y0))],
        warm * np.float32(0.42),
        warm * np.float32(0.10),
    )
    for off in (-0.55, 0.1, 0.6):
        w, h = float(rng.uniform(0.14, 0.24)), float(rng.uniform(0.12, 0.2))
        screen = light(str(rng.choice(["6ab0ff", "8ae0c0", "ffd090"])))
        panel(
            picture,
            [hall.seen((x + off + u, 1.3 + v, z)) for u, v in ((-w, 0), (w, 0), (w, h), (-w, h))],
            screen * np.float32(0.8),
            screen * np.float32(0.3),
        )
    for off in rng.uniform(-0.6, 0.6, int(rng.integers(1, 3))):
        cx, cy = hall.seen((x + float(off), 1.55, z))
        unit = hall.size(z)
        t = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        panel(
            picture, [(cx + 0.10 * unit * np.cos(a), cy + 0.13 * unit * np.sin(a)) for a in t], warm * np.float32(0.012)
        )
        base = hall.seen((x, y0, z))[1]
        panel(
            picture,
            [
                (cx - 0.26 * unit, base),
                (cx - 0.2 * unit, cy + 0.2 * unit),
                (cx, cy + 0.12 * unit),
                (cx + 0.2 * unit, cy + 0.2 * unit),
                (cx + 0.26 * unit, base),
            ],
            warm * np.float32(0.012),
        )
    shine = [hall.seen((u, v, z)) for u, v in ((x0 + 0.1, y1), (x0 + 0.35, y1), (x0 + 0.15, y0), (x0 - 0.0, y0))]
    panel(picture, shine, warm * np.float32(0.36))


def _strips(hall: Hall, picture: Float, one: Float, other: Float) -> None:
    """Run tubes of light along the edges of the room; changes the picture."""
    z = hall.length - 0.03
    for x, y0, y1, tint in ((-hall.left + 0.05, 0.1, 2.5, one), (hall.right - 0.05, 0.1, 2.6, other)):
        corners = [hall.seen((x + u, v, z)) for u, v in ((-0.02, y0), (0.02, y0), (0.02, y1), (-0.02, y1))]
        panel(picture, corners, tint * np.float32(3.0))
        height, width = picture.shape[:2]
        at = hall.seen((x, (y0 + y1) / 2, z))
        glow = np.exp(-distance(height // 4, width // 4, at[0] / width, at[1] / height, 0.45) * 5)
        added(picture, tint, resized(np.asarray(0.14 * glow, np.float32), width, height))


def _thing(hall: Hall, picture: Float, kind: int, x: float, z: float, lamps: list[Lamp], ambient: Float) -> None:
    """Stand an amplifier, a keyboard or a guitar; changes the picture."""
    lit = falling((x, 0.8, z - 0.3), lamps, ambient, 0.5)
    unit = hall.size(z)
    if kind == 0:
        body = light("2c2a28") * lit
        block(picture, hall, (x - 0.35, 0.0, z), (x + 0.35, 0.62, z + 0.3), body, side=body * 1.4, top=body * 2.5)
        panel(
            picture,
            [hall.seen((x + u, v, z)) for u, v in ((-0.3, 0.05), (0.3, 0.05), (0.3, 0.46), (-0.3, 0.46))],
            light("6a5a44") * lit * np.float32(0.7),
        )
        lamp = hall.seen((x + 0.28, 0.54, z))
        panel(
            picture,
            [
                (lamp[0] - 2, lamp[1] - 2),
                (lamp[0] + 2, lamp[1] - 2),
                (lamp[0] + 2, lamp[1] + 2),
                (lamp[0] - 2, lamp[1] + 2),
            ],
            light("ff3020", 3.0),
        )
    elif kind == 1:
        body = light("26262a") * lit
        block(
            picture,
            hall,
            (x - 0.6, 0.72, z),
            (x + 0.6, 0.80, z + 0.3),
            body,
            side=body,
            top=light("d8d4cc") * lit * np.float32(0.9),
        )
        for s in (-1.0, 1.0):
            a, b = hall.seen((x + 0.45 * s, 0.72, z)), hall.seen((x - 0.45 * s, 0.0, z))
            thick = 0.02 * unit
            panel(
                picture, [(a[0] - thick, a[1]), (a[0] + thick, a[1]), (b[0] + thick, b[1]), (b[0] - thick, b[1])], body
            )
    else:
        tint = light("a85a24") * lit
        cx, cy = hall.seen((x, 0.38, z))
        t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        reach = 0.22 + 0.05 * np.cos(2 * t)
        panel(
            picture,
            [
                (cx + unit * r * 0.85 * np.cos(a), cy + unit * r * 1.35 * np.sin(a))
                for a, r in zip(t, reach, strict=True)
            ],
            tint * np.float32(1.3),
            tint * np.float32(0.6),
        )
        neck = [
            (cx - 0.025 * unit, cy - 0.1 * unit),
            (cx + 0.025 * unit, cy - 0.1 * unit),
            (cx + 0.02 * unit + 0.06 * unit, cy - 0.85 * unit),
            (cx - 0.02 * unit + 0.06 * unit, cy - 0.85 * unit),
        ]
        panel(picture, neck, light("4a2c18") * lit)
        panel(
            picture,
            [(cx + 0.06 * unit * np.cos(a), cy - 0.04 * unit + 0.06 * unit * np.sin(a)) for a in t],
            light("140c08") * lit,
        )


def _microphone(hall: Hall, picture: Float, x: float, z: float, lamps: list[Lamp], ambient: Float) -> None:
    """Hang a microphone from its arm, a round screen before it; changes the picture."""
    lit = falling((x, 1.5, z - 0.2), lamps, ambient, 0.5)
    unit, dark = hall.size(z), light("24242a") * lit

    def bar(a: tuple[float, float], b: tuple[float, float], thick: float, tint: Float) -> None:
        p, q = np.array(hall.seen((a[0], a[1], z))), np.array(hall.seen((b[0], b[1], z)))
        across = np.array([q[1] - p[1], p[0] - q[0]]) / max(1e-6, float(np.hypot(*(q - p)))) * thick * unit / 2
        panel(
            picture,
            [tuple(p + across), tuple(q + across), tuple(q - across), tuple(p - across)],
            tint,
            tint * np.float32(0.6),
        )

    bar((x + 0.42, 0.0), (x + 0.42, 1.72), 0.03, dark)
    bar((x + 0.7, 1.85), (x, 1.62), 0.024, dark)
    for turn in (-1.0, 0.0, 1.0):
        bar((x + 0.42, 0.10), (x + 0.42 + 0.28 * turn, 0.0), 0.025, dark)
    steel = light("b8bcc4") * lit
    bar((x, 1.62), (x, 1.30), 0.11, steel)
    bar((x - 0.015, 1.60), (x - 0.015, 1.46), 0.10, steel * np.float32(0.5))
    bar((x + 0.045, 1.62), (x + 0.045, 1.30), 0.014, steel * np.float32(2.2))
    cx, cy = hall.seen((x, 1.5, z))
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    for r in (0.13, 0.16):
        ring = [(cx + r * unit * np.cos(a), cy + 0.9 * r * unit * np.sin(a)) for a in t]
        inner = [(cx + (r - 0.012) * unit * np.cos(a), cy + 0.9 * (r - 0.012) * unit * np.sin(a)) for a in t[::-1]]
        panel(picture, [*ring, ring[0], inner[0], *inner[1:], inner[0]], steel * np.float32(0.35))
