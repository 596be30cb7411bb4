"""Growths: what grows before the lens: grass, wheat, flowers, ferns, twigs; the near ones out of focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nbstudio.picture.closer import brush
from nbstudio.picture.closer.brush import Curve, Mask
from nbstudio.picture.person import Float, Setting

LAYERS = ((26, 0.62, 160.0, 0.24, 0.75), (24, 0.86, 0.0, 0.12, 0.5), (5, 1.15, 34.0, 0.06, 0.2))
"""Count, height of the tallest, blur (frame heights over this; 0 none), brightness, light that comes through."""


def _stems(back: Float, rng: np.random.Generator, count: int, tall: float, lean: float) -> list[tuple[Curve, float]]:
    """Return stems as curves from below the frame up, each with its thickness at the root."""
    height, width = back.shape[:2]
    found = []
    for x in rng.uniform(-0.05, 1.05, count):
        high = float(rng.uniform(0.45, 1.0)) * tall
        tip = (x + (lean + float(rng.normal(0, 0.12))) * high * height / width, 1.03 - high)
        curve = brush.bent(
            (x * width, 1.03 * height), (tip[0] * width, tip[1] * height), 0.1 * (lean + float(rng.normal(0, 0.5)))
        )
        found.append((curve, float(rng.uniform(0.006, 0.011)) * height * tall))
    return found


def _grown(back: Float, setting: Setting, rng: np.random.Generator, head: object, dense: float = 1.0) -> Float:
    """Return three layers of stems, each ended by `head` (a function of mask, curve, unit, dice)."""
    height = back.shape[0]
    lean = float(rng.uniform(-0.35, 0.35))
    out = brush.none(back)
    for count, tall, soft, body, clear in LAYERS:
        mask = brush.blank(back)
        for curve, thick in _stems(back, rng, round(count * dense), tall, lean):
            brush.stroke(mask, curve, (thick, 0.15 * thick))
            if callable(head):
                head(mask, curve, 0.035 * tall * height, rng)
        layer = brush.lit(mask, setting, height / soft if soft else height / 1400, body=body, clear=clear)
        out = brush.over(out, layer)
    return out


def grass(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return blades of grass against the light."""
    return back, _grown(back, setting, rng, None, 2.2)


def verge(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return low grass so near to the lens that it is a blur."""
    height = back.shape[0]
    mask = brush.blank(back)
    lean = float(rng.uniform(-0.4, 0.4))
    for curve, thick in _stems(back, rng, 70, 0.3, lean):
        brush.stroke(mask, curve, (3.2 * thick, 0.4 * thick))
    return brush.lit(mask, setting, height / 75, body=0.12, clear=0.35)


def wheat(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return ears of wheat with their beards."""
    return back, _grown(back, setting, rng, _ear, 1.5)


def flowers(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return seed heads and small flowers, light behind them."""
    return back, _grown(back, setting, rng, _umbel)


def fern(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return fronds that arch into the frame."""
    height, width = back.shape[:2]

    def frond(mask: Mask) -> None:
        side = float(rng.choice([-1.0, 1.0]))
        root = (0.5 + side * float(rng.uniform(0.2, 0.6))) * width, 1.05 * height
        tip = (0.5 + side * float(rng.uniform(-0.25, 0.2))) * width, float(rng.uniform(0.3, 0.75)) * height
        curve = brush.bent(root, tip, 0.16 * side, 40)
        brush.stroke(mask, curve, (0.010 * height, 0.002 * height))
        way = np.gradient(curve, axis=0)
        way /= np.hypot(way[:, 0], way[:, 1])[:, None]
        for at in range(6, 40):
            share = at / 39
            long = 0.15 * height * np.sin(np.pi * min(0.97, 0.12 + 0.88 * share)) * (1 - 0.35 * share)
            for turn in (-1.0, 1.0):
                across = np.array([-way[at, 1], way[at, 0]]) * turn
                end = curve[at] + (0.85 * across + 0.5 * way[at]) * long
                start = (float(curve[at, 0]), float(curve[at, 1]))
                leaf = brush.bent(start, (float(end[0]), float(end[1])), 0.07 * turn, 10)
                brush.stroke(mask, leaf, (0.013 * height * (1 - 0.6 * share), 0.001 * height))

    return back, _rows(back, setting, ((4, 150.0, 0.2, 0.7), (4, 0.0, 0.12, 0.55), (2, 36.0, 0.05, 0.15)), frond)


def twigs(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return branches with leaves that hang into the frame from above."""
    height, width = back.shape[:2]

    def branch(mask: Mask) -> None:
        side = float(rng.choice([-1.0, 1.0]))
        root = (0.5 + side * float(rng.uniform(0.45, 0.62))) * width, float(rng.uniform(-0.15, 0.3)) * height
        tip = (0.5 + side * float(rng.uniform(-0.2, 0.2))) * width, float(rng.uniform(0.2, 0.6)) * height
        _branch(mask, root, tip, 0.016 * height, rng, 2)

    return back, _rows(back, setting, ((3, 130.0, 0.2, 0.7), (3, 0.0, 0.12, 0.55), (1, 30.0, 0.05, 0.15)), branch)


def _rows(
    back: Float, setting: Setting, rows: Sequence[tuple[int, float, float, float]], draw: Callable[[Mask], None]
) -> Float:
    """Return rows of a growth over each other, from far to near.

    A row is how many, how sharp (the frame's height over the radius of the blur; 0 in focus), and how dark and how
    clear they stand in the light.
    """
    out = brush.none(back)
    for count, soft, body, clear in rows:
        mask = brush.blank(back)
        for _ in range(count):
            draw(mask)
        layer = brush.lit(mask, setting, len(back) / soft if soft else len(back) / 1400, body=body, clear=clear)
        out = brush.over(out, layer)
    return out


def _branch(
    mask: Mask, root: tuple[float, float], tip: tuple[float, float], thick: float, rng: np.random.Generator, left: int
) -> None:
    curve = brush.bent(root, tip, float(rng.uniform(-0.08, 0.08)), 20)
    brush.stroke(mask, curve, (thick, 0.25 * thick))
    long = float(np.hypot(tip[0] - root[0], tip[1] - root[1]))
    for at in range(5, 20, 2 if left < 2 else 4):
        turn = float(rng.uniform(0.4, 1.1)) * float(rng.choice([-1.0, 1.0]))
        way = curve[at] - curve[at - 1]
        angle = float(np.arctan2(way[1], way[0])) + turn
        reach = long * float(rng.uniform(0.25, 0.45))
        start = (float(curve[at, 0]), float(curve[at, 1]))
        end = (start[0] + reach * float(np.cos(angle)), start[1] + reach * float(np.sin(angle)))
        if left:
            _branch(mask, start, end, 0.5 * thick, rng, left - 1)
        else:
            leaf = 2.2 * thick + 0.16 * reach
            _leaf(mask, start, (start[0] + leaf * np.cos(angle) * 3, start[1] + leaf * np.sin(angle) * 3), leaf)


def _leaf(mask: Mask, start: tuple[float, float], end: tuple[float, float], wide: float) -> None:
    import cv2

    a, b = brush.bent(start, end, 0.16, 9), brush.bent(start, end, -0.16, 9)
    del wide
    cv2.fillPoly(mask, [np.round(np.vstack([a, b[::-1]]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)


def _ear(mask: Mask, curve: Curve, unit: float, rng: np.random.Generator) -> None:
    import cv2

    way = curve[-1] - curve[-3]
    way /= max(1e-6, float(np.hypot(*way)))
    across = np.array([-way[1], way[0]])
    angle = float(np.degrees(np.arctan2(way[1], way[0])))
    for row in range(7):
        for side in (-1.0, 1.0):
            spot = curve[-1] + way * unit * (0.62 * row - 1.0) + across * side * unit * 0.27
            axes = (max(1, round(0.52 * unit)), max(1, round(0.2 * unit)))
            cv2.ellipse(mask, (round(spot[0]), round(spot[1])), axes, angle + 18 * side, 0, 360, 255, -1, cv2.LINE_AA)
            end = spot + (way * 2.6 + across * side * float(rng.uniform(0.3, 0.8))) * unit
            beard = brush.bent((float(spot[0]), float(spot[1])), (float(end[0]), float(end[1])), 0.0, 4)
            brush.stroke(mask, beard, (0.09 * unit, 0.03 * unit))


def _umbel(mask: Mask, curve: Curve, unit: float, rng: np.random.Generator) -> None:
    import cv2

    way = curve[-1] - curve[-3]
    up = float(np.arctan2(way[1], way[0]))
    round_head = rng.random() < 0.4
    for turn in np.linspace(-0.9, 0.9, 9) if not round_head else np.linspace(-3.1, 3.1, 22):
        reach = unit * float(rng.uniform(1.2, 1.8)) * (0.8 if round_head else 1.3)
        angle = up + float(turn)
        end = (float(curve[-1, 0] + reach * np.cos(angle)), float(curve[-1, 1] + reach * np.sin(angle)))
        ray = brush.bent((float(curve[-1, 0]), float(curve[-1, 1])), end, 0.05, 6)
        brush.stroke(mask, ray, (0.08 * unit, 0.05 * unit))
        cv2.circle(mask, (round(end[0]), round(end[1])), max(1, round(0.2 * unit)), 255, -1, cv2.LINE_AA)
