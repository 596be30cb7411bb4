"""Motel: doors in a row under a roof, a sign on its pole, a wet lot with a car or two; the plain behind."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, discs, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, Lamp, block, falling, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix

NEONS = ("ff3a6a", "3ac8ff", "ffa03a", "50ffb0", "c060ff")
PAINTS = ("c8b090", "98a8a4", "b08a7a", "a8a890")


def draw(canvas: Canvas) -> Painting:
    """Paint a motel from its lot."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.52, 0.64))
    sun = heavens.sun_at(canvas, horizon - 0.04, rng)
    picture = heavens.sky(canvas, sun, horizon)
    far = land.veil(picture, horizon)[0].mean(axis=0)
    ridges(canvas, picture, far, horizon - 0.06, int(rng.integers(1, 3)), 0.4)
    side = -1.0 if rng.random() < 0.5 else 1.0
    hall = Hall(
        height, width, 1e4, 1e4, float(rng.choice([1.0, 1.6])), 1e4, 400.0, 0.5 - side * float(rng.uniform(0.06, 0.28)),
        horizon, float(rng.uniform(0.75, 1.0)),
    )  # fmt: skip
    on = tone.dark or canvas.time in ("dusk", "dawn") or canvas.weather in ("rain", "storm", "fog")
    warm, neon = light("ffc078"), light(NEONS[int(rng.integers(len(NEONS)))])
    ambient = np.asarray(
        mix(tone.shade, tone.middle, 0.4) * np.float32(0.6 if not tone.dark else 0.22) + tone.sun * np.float32(0.06),
        np.float32,
    )
    wall, gap, rooms = side * float(rng.uniform(4.5, 7.0)), 4.2, 9
    lamps = [Lamp((wall - side * 0.9, 2.3, 5.0 + gap * i), warm * np.float32(2.2 if on else 0.0)) for i in range(rooms)]
    sign_at = (-side * float(rng.uniform(1.2, 4.5)), float(rng.uniform(4.0, 5.0)), float(rng.uniform(11, 18)))
    lamps.append(Lamp(sign_at, neon * np.float32(9.0 if on else 0.0)))
    _lot(canvas, hall, picture, horizon, ambient, lamps, rng)
    shown: list[tuple[float, float, float]] = []
    _rooms(hall, picture, wall, side, gap, rooms, ambient, lamps, on, rng, shown)
    _cars(hall, picture, wall, side, ambient, lamps, rng)
    _sign(hall, picture, sign_at, neon, on, ambient, rng)
    if on:
        points = np.array([(x, y) for x, y, _ in shown], np.float32)
        radii = np.array([max(1.2, r) for _, _, r in shown], np.float32)
        spots = discs((height, width), points, radii, np.tile(warm * np.float32(3), (len(shown), 1)), 0.0)
        picture += blurred(spots, height / 900) + np.float32(1.4) * blurred(spots, height / 40)
    _mirror(canvas, hall, picture, horizon)
    if not tone.dark:
        land.rays(picture, sun, 0.2)
    at = hall.seen(sign_at)
    key = tone.sun if not on or not tone.dark else mix(neon, warm, 0.5) * np.float32(1.3)
    where = sun if not tone.dark else (at[0] / width, at[1] / height)
    return Painting(picture, where, key, mix(tone.shade, neon, 0.1 if on else 0.0), horizon, tone.haze, bloom=1.6)


def _lot(
    canvas: Canvas,
    hall: Hall,
    picture: Float,
    horizon: float,
    ambient: Float,
    lamps: list[Lamp],
    rng: np.random.Generator,
) -> None:
    """Lay the asphalt with its painted bays, lit by the lamps; changes the picture."""
    height = picture.shape[0]
    below = (np.arange(height, dtype=np.float32)[:, None] / height > horizon) & np.ones(picture.shape[1], bool)[None, :]
    grain = hall.worn(tile(canvas.dice("asphalt"), 240, 6, 5, 0.65), 4.0)
    colour = light("48484c" if canvas.weather != "snow" else "d4dae4")
    lit = hall.lit(lamps, ambient, 1.2)
    ground = np.asarray(colour * lit * (1 + 0.3 * grain)[..., None], np.float32)
    bays = (np.mod(hall.depth, 2.8) < 0.12) & (np.abs(hall.across) < 4.0) & (np.abs(hall.across) > 1.4)
    ground[bays & (hall.depth < 40)] *= 2.0
    clear = np.exp(-hall.depth * np.float32(0.004 + 0.02 * canvas.tone.haze**2))[..., None]
    far = land.veil(picture, horizon)[0].mean(axis=0)
    ground = ground * clear + far * np.float32(0.7) * (1 - clear)
    laid(picture, np.asarray(ground, np.float32), blurred(below.astype(np.float32), 0.5))
    del rng


def _rooms(
    hall: Hall, picture: Float, wall: float, side: float, gap: float, rooms: int, ambient: Float, lamps: list[Lamp],
    on: bool, rng: np.random.Generator, shown: list[tuple[float, float, float]],
) -> None:  # fmt: skip
    """Build the row of rooms, far to near: wall, door, window, the roof over the walk; changes the picture."""
    paint = light(PAINTS[int(rng.integers(len(PAINTS)))])
    doors = light(str(rng.choice(["8a2a2a", "2a5a6a", "c08a3a", "3a5a3a"])))
    eave = wall - side * 1.5
    for i in range(rooms - 1, -1, -1):
        z0 = 3.0 + gap * i
        z1 = z0 + gap
        lit = falling((wall - side * 0.4, 1.4, (z0 + z1) / 2), lamps, ambient, 1.2)

        def face(z_a: float, z_b: float, y_a: float, y_b: float, x: float = wall) -> list[tuple[float, float]]:
            return [hall.seen((x, y, z)) for y, z in ((y_a, z_a), (y_b, z_a), (y_b, z_b), (y_a, z_b))]

        panel(picture, face(z0, z1, 0.0, 2.7), paint * lit * np.float32(0.55), paint * lit * np.float32(0.4))
        panel(picture, face(z0 + 0.4, z0 + 1.3, 0.0, 2.1), doors * lit * np.float32(0.8), doors * lit * np.float32(0.5))
        glow = on and rng.random() < 0.45
        inside = (
            light(str(rng.choice(["ffc478", "ffb060", "8ab0ff"]))) * np.float32(1.2)
            if glow
            else lit * np.float32(0.06) + ambient * np.float32(0.2)
        )
        panel(picture, face(z0 + 1.7, z0 + 3.4, 0.85, 2.05), paint * lit * np.float32(0.9))
        panel(
            picture,
            face(z0 + 1.78, z0 + 3.32, 0.93, 1.97),
            np.asarray(inside, np.float32),
            np.asarray(inside * np.float32(0.6), np.float32),
        )
        panel(picture, face(z0 + 1.78, z0 + 2.2, 0.93, 1.97), np.asarray(inside * np.float32(0.55), np.float32))
        x0, x1 = sorted((eave, wall))
        roof = paint * lit
        panel(
            picture,
            [hall.seen(p) for p in ((x0, 2.7, z0), (x1, 2.7, z0), (x1, 2.7, z1), (x0, 2.7, z1))],
            roof * np.float32(0.4),
        )
        panel(picture, face(z0, z1, 2.7, 3.05, eave), paint * (ambient + lit * np.float32(0.25)) * np.float32(0.8))
        block(picture, hall, (eave - 0.05, 0.0, z0), (eave + 0.05, 2.7, z0 + 0.1), paint * lit * np.float32(0.5))
        shown.append((*hall.seen((wall - side * 0.12, 2.25, z0 + 1.5)), 0.07 * hall.size(z0 + 1.5)))


def _cars(
    hall: Hall, picture: Float, wall: float, side: float, ambient: Float, lamps: list[Lamp], rng: np.random.Generator
) -> None:
    """Park a car or two before the doors; changes the picture."""
    for z in sorted(rng.uniform(7, 24, int(rng.integers(1, 3))).tolist(), reverse=True):
        x = wall - side * float(rng.uniform(3.2, 4.0))
        paint = light(str(rng.choice(["7a2a24", "2a3a5a", "c8c0b0", "3a3c40", "2f5a50"])))
        lit = paint * falling((x, 1.0, z), lamps, ambient, 1.0)
        profile = [
            (-2.1, 0.35),
            (-2.1, 0.75),
            (-1.2, 0.88),
            (-0.6, 1.36),
            (0.9, 1.38),
            (1.5, 0.95),
            (2.1, 0.85),
            (2.15, 0.35),
        ]
        # The side of the car faces us aslant: it stands across the lot.
        scale = [hall.seen((x + u * 0.9, v, z + 0.2 * u)) for u, v in profile]
        panel(picture, scale, lit * np.float32(1.1), lit * np.float32(0.25))
        glass = [
            hall.seen((x + u * 0.9, v, z - 0.02)) for u, v in ((-1.05, 0.90), (-0.55, 1.27), (0.82, 1.29), (1.3, 0.95))
        ]
        panel(picture, glass, ambient * np.float32(0.5), ambient * np.float32(0.15))
        unit = hall.size(z)
        t = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        for u in (-1.3, 1.25):
            cx, cy = hall.seen((x + u * 0.9, 0.33, z))
            panel(
                picture,
                [(cx + 0.32 * unit * np.cos(a), cy + 0.33 * unit * np.sin(a)) for a in t],
                np.full(3, 0.003, np.float32),
            )
            panel(
                picture,
                [(cx + 0.17 * unit * np.cos(a), cy + 0.17 * unit * np.sin(a)) for a in t],
                lit * np.float32(0.4),
            )


def _sign(
    hall: Hall,
    picture: Float,
    at: tuple[float, float, float],
    neon: Float,
    on: bool,
    ambient: Float,
    rng: np.random.Generator,
) -> None:
    """Raise a sign that says nothing in no language: an arrow, bars, a star, bulbs around; changes the picture."""
    x, y, z = at
    dark = ambient * np.float32(0.25)
    block(picture, hall, (x - 0.1, 0.0, z), (x + 0.1, y, z + 0.2), dark)
    board = [(-1.3, -0.8), (1.3, -0.8), (1.3, 0.8), (-1.3, 0.8)]
    panel(picture, [hall.seen((x + u, y + v, z)) for u, v in board], dark * np.float32(0.9))
    power = np.float32(1.5 if on else 0.12)
    glow = np.zeros_like(picture)

    def tube(points: list[tuple[float, float]], colour: Float) -> None:
        import cv2

        line = np.round(np.array([hall.seen((x + u, y + v, z)) for u, v in points]) * 8).astype(np.int32)
        mask = np.zeros(picture.shape[:2], np.uint8)
        cv2.polylines(mask, [line[:, None]], False, 255, max(1, round(0.05 * hall.size(z))), cv2.LINE_AA, 3)
        added(glow, colour * power, mask.astype(np.float32) / np.float32(255))

    warm = light("ffe0a0")
    tube([*board, board[0]], neon)
    kind = int(rng.integers(3))
    if kind == 0:
        star = [
            (
                0.5 * (1 if i % 2 == 0 else 0.42) * float(np.sin(i * np.pi / 5)),
                0.5 * (1 if i % 2 == 0 else 0.42) * float(np.cos(i * np.pi / 5)),
            )
            for i in range(11)
        ]
        tube([(u - 0.55, v) for u, v in star], warm)
        for v in (0.3, 0.0, -0.3):
            tube([(0.15, v), (1.05, v)], neon)
    elif kind == 1:
        tube([(-1.0, 0.35), (1.0, 0.35)], warm)
        tube([(-1.0, 0.05), (0.5, 0.05)], neon)
        tube([(-1.0, -0.4), (0.9, -0.4), (0.6, -0.2)], neon)
        tube([(0.9, -0.4), (0.6, -0.6)], neon)
    else:
        for u in (-0.8, -0.27, 0.27, 0.8):
            tube([(u - 0.15, 0.4), (u + 0.15, 0.4), (u + 0.15, -0.1), (u - 0.15, -0.1), (u - 0.15, 0.4)], warm)
        tube([(-1.0, -0.45), (1.0, -0.45)], neon)
    height, width = picture.shape[:2]
    picture += glow + np.float32(0.9 if on else 0.0) * blurred(glow, height / 60)
    spot = hall.seen(at)
    if on:
        halo = np.exp(-distance(height // 4, width // 4, spot[0] / width, spot[1] / height) * 4.5)
        added(picture, neon, resized(np.asarray(0.10 * halo, np.float32), width, height))


def _mirror(canvas: Canvas, hall: Hall, picture: Float, horizon: float) -> None:
    """Let puddles give back the lights; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    top = int(horizon * height)
    rows = min(height - top, top)
    if rows < 4:
        return
    image = cv2.blur(np.ascontiguousarray(picture[top - rows : top][::-1]), (3, max(3, height // 22)))
    pools = hall.worn(tile(canvas.dice("puddles"), 240, 3, 4, 0.55), 9.0)[top : top + rows]
    wet = 0.75 if canvas.wet else 0.25 if canvas.tone.dark else 0.06
    cover = np.clip(0.35 * wet + wet * pools, 0, 0.8)[..., None]
    below = picture[top : top + rows]
    below += image * cover * np.float32(0.9) - below * cover * np.float32(0.4)
    del width
