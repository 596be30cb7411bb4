"""Train: beside a window with the country passing, or down the aisle of a car; the day outside lights the seats."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, FLOOR, LEFT, RIGHT, Hall, Lamp, block, falling, glowing
from nbstudio.picture.scenery.noise import Float, field
from nbstudio.picture.scenery.pane import before, glazed, outside
from nbstudio.picture.scenery.tone import light, mix

SEATS = ("2c4a6a", "6a2c30", "2f5a48", "5a4a3a", "3a3648")
VIEWS = ("field", "mountains", "forest", "city", "field", "sea")


def draw(canvas: Canvas) -> Painting:
    """Paint the window, or the car it belongs to."""
    rng = canvas.dice("place")
    return _window(canvas, rng) if rng.random() < 0.55 else _aisle(canvas, rng)


def _view(canvas: Canvas, rng: np.random.Generator) -> Float:
    """Return what passes outside, in motion."""
    place = "city" if canvas.tone.dark and rng.random() < 0.5 else VIEWS[int(rng.integers(len(VIEWS)))]
    view = outside(canvas, place, 0.5, 0.002, sped=0.05)
    # A window shows the part around the horizon, and none of the ground before the train.
    height, width = canvas.height, canvas.width
    part = view[round(0.26 * height) : round(0.88 * height), round(0.19 * width) : round(0.81 * width)]
    view = resized(np.ascontiguousarray(part), width, height)
    return glazed(canvas, np.minimum(view, np.float32(0.9)) * np.float32(0.7) if canvas.tone.dark else view)


def _window(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """One wide window and its frame, a table or the back of a seat before it."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    view = _view(canvas, rng)
    left, right = float(rng.uniform(0.02, 0.16)), float(rng.uniform(0.84, 0.98))
    if rng.random() < 0.5:
        left, right = (left - 0.12, right - 0.14) if rng.random() < 0.5 else (left + 0.14, right + 0.12)
    top, base = float(rng.uniform(0.06, 0.12)), float(rng.uniform(0.62, 0.76))
    xx = np.arange(width, dtype=np.float32)[None, :] / width
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    # A rounded rectangle: how far a pixel is outside it, in frame heights.
    aspect = width / height
    dx = np.abs(xx - (left + right) / 2) * aspect - (right - left) / 2 * aspect + 0.05
    dy = np.abs(yy - (top + base) / 2) - (base - top) / 2 + 0.05
    out = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - 0.05
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("5a78b0", 0.5)
    warm = light("ffd8a0")
    wall = light(str(rng.choice(["8a8880", "9a9486", "6f7880"])))
    ambient = day * np.float32(0.10) + warm * np.float32(0.05 if tone.dark else 0.01)
    glow = np.exp(-np.maximum(out, 0) * 7)
    # Panelling below the sill turns to the light, above it does not.
    facing = np.where(yy > base, np.float32(0.24), np.float32(0.12))
    worn = 1 + 0.04 * field(canvas.dice("wall"), height, width, 6, 4)
    picture = np.asarray(wall * ambient * worn[..., None] + (wall * day) * (glow * facing)[..., None], np.float32)
    lip = np.exp(-(((out - 0.012) / 0.006) ** 2))
    laid(
        picture,
        wall * np.float32(0.02),
        np.asarray(np.clip(1.4 - np.abs(out - 0.010) / 0.012, 0, 1) * 0.85, np.float32),
    )
    added(picture, day, np.asarray(0.30 * lip * (yy > (top + base) / 2), np.float32))
    beyond = np.array(view)
    laid(picture, view, np.clip(0.5 - out * height * 0.7, 0, 1).astype(np.float32))
    if rng.random() < 0.45:
        bar = (left + right) / 2 + float(rng.uniform(-0.12, 0.12))
        laid(
            picture,
            wall * day * np.float32(0.05),
            np.asarray(np.clip(1.5 - np.abs(xx - bar) * width / (0.014 * height), 0, 1) * (out < 0), np.float32),
        )
    _seat(canvas, picture, rng, day, ambient, base, (left, right))
    near = before(picture, beyond)
    if tone.dark:
        # Glass at night shows the room: a lamp's ghost, out of focus.
        x = float(rng.uniform(left + 0.1, right - 0.1))
        ghost = np.exp(-((distance(height, width, x, top + 0.1, 2.5) / 0.06) ** 2)) * (out < 0)
        added(picture, warm, np.asarray(0.25 * ghost, np.float32))
    sun = ((left + right) / 2 + float(rng.uniform(-0.1, 0.1)), (top + base) / 2 - 0.12)
    key = day * np.float32(1.8)
    return Painting(picture, sun, key, ambient, base, 0.2, indoors=True, bloom=1.1, beyond=beyond, near=near)


def _seat(
    canvas: Canvas,
    picture: Float,
    rng: np.random.Generator,
    day: Float,
    ambient: Float,
    base: float,
    window: tuple[float, float],
) -> None:
    """Put the back of a seat at one side and a small table under the window; changes the picture."""
    import cv2

    height, width = canvas.height, canvas.width
    cloth = light(SEATS[int(rng.integers(len(SEATS)))])
    side = -1 if rng.random() < 0.5 else 1
    for turn, deep in ((side, 0.0), (-side, 0.13)):
        if deep and rng.random() < 0.35:
            continue
        edge = (0.02 - deep) if turn < 0 else (0.98 + deep)
        x = edge * width - turn * float(rng.uniform(0.0, 0.04)) * width
        top = base - float(rng.uniform(0.18, 0.32))
        wide = 0.30 * height
        inner = x - turn * wide
        t = np.linspace(0, 1, 20)
        # The seat's profile: a headrest that swells, and a back that leans.
        curve = [
            (
                inner + turn * wide * (0.55 - 0.35 * s - 0.10 * np.sin(np.pi * min(1, 2.2 * s))),
                (top + (1.1 - top) * s) * height,
            )
            for s in t
        ]
        outline = np.array([(x + turn * width, top * height), *curve, (x + turn * width, 1.1 * height)])
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [np.round(outline * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
        cover = blurred(mask.astype(np.float32) / np.float32(255), height / 400)
        inside = blurred(cover, height / 22)
        toward = np.clip((cover - inside) * 2.2, 0, 1)
        body = cloth * ambient * np.float32(1.4) + (cloth * day) * (0.10 + 0.9 * toward)[..., None] * np.float32(0.7)
        laid(picture, np.asarray(body, np.float32), cover)
    if rng.random() < 0.6:
        middle = 0.5 * (window[0] + window[1]) * width
        far, near = 0.20 * width, 0.27 * width
        y0, y1 = (base + 0.035) * height, (base + 0.11) * height
        board = np.array([(middle - far, y0), (middle + far, y0), (middle + near, y1), (middle - near, y1)])
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [np.round(board * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
        laid(picture, light("7a6a58") * (day * np.float32(0.55) + ambient), mask.astype(np.float32) / np.float32(255))
        rim = np.array(
            [
                (middle - near, y1),
                (middle + near, y1),
                (middle + near, y1 + 0.012 * height),
                (middle - near, y1 + 0.012 * height),
            ]
        )
        mask[:] = 0
        cv2.fillPoly(mask, [np.round(rim * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
        laid(picture, light("7a6a58") * ambient * np.float32(0.6), mask.astype(np.float32) / np.float32(255))


def _aisle(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """The car down its length: windows on both sides, seats, racks, a strip of lamps."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    eye, aside = float(rng.choice([1.4, 1.7])), float(rng.uniform(-0.25, 0.25))
    half, tall = 1.45, 2.35
    hall = Hall(
        height, width, half + aside, half - aside, eye, tall - eye, float(rng.uniform(11, 17)),
        float(rng.uniform(0.4, 0.6)), float(rng.uniform(0.42, 0.52)), float(rng.uniform(0.75, 1.0)),
    )  # fmt: skip
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("4a66a0", 0.35)
    warm = light(str(rng.choice(["ffe8c0", "f0f4ff"])))
    count = int(hall.length / 1.9)
    side = -1.0 if rng.random() < 0.5 else 1.0
    lamps = [
        Lamp((-aside, tall - 0.1, 1.9 * (i + 0.5)), warm * np.float32(0.32 if tone.dark else 0.14))
        for i in range(count)
    ]
    lamps += [
        Lamp(
            (-aside + s * (half - 0.1), 1.5, 1.9 * (i + 0.5)),
            day * np.float32((0.8 if s == side else 0.3) if not tone.dark else 0.08),
        )
        for i in range(count)
        for s in (-1.0, 1.0)
    ]
    ambient = np.asarray(day * np.float32(0.03) + np.float32(0.003), np.float32)
    face, depth, up = hall.face, hall.depth, hall.up
    shell = light(str(rng.choice(["b8b4a8", "a8b0b4", "c0b8a8"])))
    out = np.empty((height, width, 3), np.float32)
    out[:] = shell
    out[face == FLOOR] = light("3c3a3a")
    out[face == CEILING] = shell * np.float32(0.9)
    out[face == 4] = shell * np.float32(0.5)
    picture = np.asarray(out * hall.lit(lamps, ambient, 0.5), np.float32)
    view = _view(canvas, rng)
    walls = (face == LEFT) | (face == RIGHT)
    phase = np.mod(depth, 1.9)
    glass = walls & (phase > 0.16) & (phase < 1.74) & (up > 0.95) & (up < 1.8)
    rim = walls & (phase > 0.11) & (phase < 1.79) & (up > 0.9) & (up < 1.85) & ~glass
    cover = glass.astype(np.float32)
    picture[rim] *= 0.3
    laid(picture, view * np.float32(1.1), blurred(cover, 0.6))
    door = (face == 4) & (np.abs(hall.across + aside) < 0.42) & (up < 1.95)
    picture[door] *= 0.4
    pane = door & (np.abs(hall.across + aside) < 0.26) & (up > 1.0) & (up < 1.75)
    picture[pane] = day * np.float32(0.5) + warm * np.float32(0.1)
    for s in (-1.0, 1.0):
        x = -aside + s * 0.75
        corners = [
            (x - 0.05, tall - 0.02, 0.7),
            (x + 0.05, tall - 0.02, 0.7),
            (x + 0.05, tall - 0.02, hall.length),
            (x - 0.05, tall - 0.02, hall.length),
        ]
        glowing(picture, hall, corners, warm * np.float32(2.4 if tone.dark else 1.3))
    cloth = light(SEATS[int(rng.integers(len(SEATS)))])
    for i in range(count * 2, -1, -1):
        z = 0.95 * i + 1.5
        if z > hall.length - 0.3:
            continue
        for s in (-1.0, 1.0):
            x0, x1 = sorted((-aside + s * 0.38, -aside + s * (half - 0.06)))
            lit = cloth * falling(((x0 + x1) / 2, 1.1, z), lamps, ambient, 0.5)
            block(
                picture,
                hall,
                (x0, 0.0, z),
                (x1, 1.12, z + 0.14),
                lit * np.float32(0.7),
                side=lit * np.float32(1.0),
                top=lit * np.float32(2.2),
                foot=lit * np.float32(0.25),
            )
            middle = (x0 + x1) / 2
            for a, b in ((x0 + 0.05, middle - 0.05), (middle + 0.05, x1 - 0.05)):
                block(
                    picture,
                    hall,
                    (a, 1.12, z + 0.02),
                    (b, 1.34, z + 0.12),
                    lit * np.float32(1.0),
                    side=lit,
                    top=lit * np.float32(2),
                )
    hall.hazed(picture, day * np.float32(0.08), 0.01)
    sun = (hall.x + 0.35 * side, hall.y - 0.08)
    return Painting(picture, sun, day * np.float32(1.8), ambient, hall.y, 0.2, indoors=True, bloom=1.2)
