"""Towers: how a tall building looks from far away, by day and by its lamps.

Single windows that are lit at random are salt and pepper. People light storeys (an office cleaned at night), flats
(a few windows near each other, each another brightness), stairs (a strip from top to bottom), and crowns; and most
of a city is dark. So each tower is of one kind, and its light lies where that kind has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.scenery.noise import Float, Values
from nbstudio.picture.scenery.tone import light

WARM = ("ffc070", "ffd8a0", "ffb060", "ffe8c8")
COOL = ("e8ecff", "bcd8ff", "dff4ff")
CROWNS = ("ffb060", "ff6a78", "70c0ff", "c8a0ff", "ffe0b0", "ffd080")
KINDS = ("office", "flats", "glass", "dark", "fins")
SHARES = (0.27, 0.3, 0.18, 0.15, 0.1)


@dataclass(frozen=True, slots=True)
class Light:
    """What falls on a row of towers, (3,) BGR light each: `shade` everywhere, `sunny` on the side at the sun.

    `mirror`: the sky that glass shows. `lit`: the share of windows with somebody behind them. `sun`: a fraction
    across the frame.
    """

    shade: Float
    sunny: Float
    mirror: Float
    lit: float
    sun: float


def tower(
    rng: np.random.Generator, colour: Float, cover: Float, box: tuple[int, int, int], cell: tuple[int, int], by: Light
) -> tuple[int, int] | None:
    """Build one tower into a row of them (colour and cover, both of the row's size, which are changed).

    `box`: left, right and top in pixels; it stands on the row's lower edge. `cell`: the width of a bay and the height
    of a storey in pixels. Returns where a red beacon blinks, if on this one.
    """
    height, width = cover.shape
    x0, x1, y0 = box
    parts, mast = _parts(rng, box)
    kind = KINDS[int(rng.choice(len(KINDS), p=SHARES))]
    stone = np.float32(rng.uniform(0.6, 1.25))
    crown = light(CROWNS[int(rng.integers(len(CROWNS)))]) if rng.random() < 0.14 and by.lit > 0.1 else None
    highest = min(part[2] for part in parts)
    warm = light((*WARM, *WARM, *COOL)[int(rng.integers(11))])
    split = x0 + float(rng.uniform(0.25, 0.75)) * (x1 - x0)
    for left, right, top in parts:
        a, b, t = max(0, left), min(width, right), max(0, top)
        if a >= b or t >= height:
            continue
        shape = (height - t, b - a)
        down = np.linspace(1.1, 0.62, shape[0], dtype=np.float32)[:, None]
        sunlit = np.arange(a, b) >= split if by.sun > (a + b) / 2 / width else np.arange(a, b) < split
        # Two faces of one body: the one at the light, and the one in the shade.
        side = np.where(sunlit, np.float32(1.0), np.float32(0.0))[None, :, None]
        block = np.asarray(
            by.shade * stone * (down * (0.72 + 0.28 * side[..., 0]))[..., None] + by.sunny * side * down[..., None],
            np.float32,
        )
        relief, pane = _relief(kind, shape, cell, rng)
        if kind == "glass":
            sky = np.linspace(0.75, 0.25, shape[0], dtype=np.float32)[:, None, None]
            mirrored = by.mirror * sky * np.float32(0.34) * (0.65 + 0.5 * side)
            block = np.asarray(block * np.float32(0.55) + mirrored, np.float32)
        block *= relief[..., None]
        if by.lit > 0:
            block += _lamps(kind, shape, cell, by.lit, rng, warm) * pane[..., None]
        if crown is not None and top == highest:
            reach = max(3.0, 0.05 * shape[0])
            block += (np.exp(-np.arange(shape[0], dtype=np.float32) / reach)[:, None, None] * crown) * np.float32(0.8)
        colour[t:, a:b] = block
        cover[t:, a:b] = 1
    if mast is None:
        return None
    at, peak, thick = mast
    a, b = max(0, at), max(0, min(width, at + thick))
    rows = slice(max(0, peak), max(0, y0))
    bare = cover[rows, a:b] < 0.5
    cover[rows, a:b] = np.where(bare, 0.8, cover[rows, a:b])
    colour[rows, a:b] = np.where(bare[..., None], by.shade * np.float32(0.6), colour[rows, a:b])
    return (at, peak) if peak > 0 and rng.random() < 0.4 else None


def _parts(
    rng: np.random.Generator, box: tuple[int, int, int]
) -> tuple[list[tuple[int, int, int]], tuple[int, int, int] | None]:
    """Return the boxes of one tower (left, right, top), widest first, and its mast (column, top, width) if it has."""
    x0, x1, y0 = box
    span = x1 - x0
    parts = [(x0, x1, y0)]
    style = rng.random()
    if style < 0.4:
        rise, inset = round(span * float(rng.uniform(0.25, 0.8))), max(1, round(span * float(rng.uniform(0.1, 0.22))))
        parts.append((x0 + inset, x1 - inset, y0 - rise))
        if style < 0.18:
            parts.append((x0 + 2 * inset, x1 - 2 * inset, y0 - round(1.7 * rise)))
    elif style < 0.55:
        # A slanted crown, leaning either way.
        turn = rng.random() < 0.5
        for i in range(1, 7):
            cut = i * span // 8
            parts.append((x0 + cut, x1, y0 - i * span // 12) if turn else (x0, x1 - cut, y0 - i * span // 12))
    elif style < 0.85:
        # What stands on flat roofs: lifts, tanks, a parapet.
        for _ in range(int(rng.integers(1, 3))):
            at = x0 + round(span * float(rng.uniform(0.1, 0.6)))
            broad = max(2, round(span * float(rng.uniform(0.15, 0.35))))
            parts.append((at, min(x1, at + broad), y0 - max(1, round(span * float(rng.uniform(0.06, 0.16))))))
    if style < 0.18 or style > 0.8:
        peak = min(part[2] for part in parts) - round(span * float(rng.uniform(0.2, 0.9)))
        return parts, ((x0 + x1) // 2, peak, max(1, span // 40))
    return parts, None


def _relief(kind: str, shape: tuple[int, int], cell: tuple[int, int], rng: np.random.Generator) -> tuple[Float, Float]:
    """Return how much of the light the wall gives back, and where glass is that a lamp would show through."""
    h, w = shape
    bay, storey = cell
    yy, xx = np.arange(h), np.arange(w)
    fy, fx = (yy % storey) / storey, (xx % bay) / bay
    if kind == "fins":
        glass = np.broadcast_to((fx < 0.5)[None, :], shape)
        wall, depth = 1.0, 0.4
    elif kind in ("office", "glass"):
        glass = np.broadcast_to((fy < 0.55)[:, None], shape) & (fx > (0.12 if bay > 5 else -1))[None, :]
        wall, depth = 1.0, 0.35
    else:
        glass = ((fy > 0.2) & (fy < 0.8))[:, None] & ((fx > 0.2) & (fx < 0.8))[None, :]
        wall, depth = 1.08, 0.38
    pane = glass.astype(np.float32)
    pane[: max(2, storey // 2)] = 0
    pane[:, : max(1, bay // 3)] = 0
    # Each pane mirrors a slightly different piece of sky; a ledge runs round every few storeys.
    stains = rng.normal(0, 0.07, (h // storey + 1, w // bay + 1)).astype(np.float32)
    every = int(rng.integers(5, 12)) * storey
    ledge = np.where((yy + storey) % every < max(1, storey // 3), np.float32(0.8), np.float32(1))[:, None]
    relief = wall * ledge * (1 - depth * pane) * (1 + pane * stains[np.ix_(yy // storey, xx // bay)])
    return np.asarray(relief, np.float32), pane


def _lamps(
    kind: str, shape: tuple[int, int], cell: tuple[int, int], lit: float, rng: np.random.Generator, warm: Float
) -> Float:
    """Return the light behind the panes (h, w, 3), as people leave it on in a building of this kind."""
    h, w = shape
    bay, storey = cell
    power: Values
    floors, bays = h // storey + 1, w // bay + 1
    share = lit * float(rng.uniform(0.3, 1.6))
    dim = rng.random((floors, bays)).astype(np.float32)
    tint = np.ones((floors, bays, 3), np.float32) * warm
    if kind in ("office", "glass"):
        run = int(rng.integers(3, 9))
        blocks = np.repeat(rng.random((floors, bays // run + 2)), run, axis=1)[:, :bays]
        busy = rng.choice([0.0, 0.25, 1.0, 2.6], (floors, 1), p=[0.45, 0.27, 0.2, 0.08])
        level = np.repeat(rng.random((floors, bays // run + 2)), run, axis=1)[:, :bays]
        power = np.where(blocks < 1.1 * share * busy, 0.12 + 0.5 * level**2 + 0.1 * dim, 0.0)
    elif kind == "fins":
        stairs = rng.random((1, bays)) < 0.12 + 0.3 * share
        power = np.where(stairs, 0.25 + 0.12 * dim, np.where(dim > 1 - 0.25 * share, 0.2, 0.0))
    else:
        # Neighbours are at home together: a slow field decides where, chance which of them.
        coarse = rng.random((floors // 5 + 2, bays // 4 + 2))
        home = np.repeat(np.repeat(coarse, 5, axis=0), 4, axis=1)[:floors, :bays]
        some = share * (0.25 if kind == "dark" else 1.7) * home**2
        power = np.where(dim < some, 0.06 + 0.85 * rng.random((floors, bays)) ** 3, 0.0)
        odd = rng.random((floors, bays))
        tint = np.where((odd < 0.1)[..., None], light("9cc4ff"), tint)
        tint = np.where((odd > 0.75)[..., None], light("ff9a48"), tint).astype(np.float32)
    glow = np.asarray(power[..., None] * tint, np.float32)
    return np.asarray(glow[np.ix_(np.arange(h) // storey, np.arange(w) // bay)], np.float32)
