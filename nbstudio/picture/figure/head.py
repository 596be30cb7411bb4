"""Head: from behind, hair as the photograph outlines it; from the side, a face in profile that is nobody's."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.figure.canvas import SKIN, Canvas, Folds
from nbstudio.picture.figure.likeness import Likeness
from nbstudio.picture.figure.outline import Points, closed, curve, disc, hull, points, tube
from nbstudio.picture.figure.stance import Stance
from nbstudio.picture.person import Float

STRANDS = Folds(0.08, 0.8, 0.07)
WHOLE_FACE = points(
    (0.02, -0.5), (0.26, -0.38), (0.345, -0.16), (0.34, -0.06), (0.39, 0.03), (0.44, 0.105), (0.37, 0.15),
    (0.385, 0.21), (0.36, 0.255), (0.38, 0.29), (0.335, 0.35), (0.36, 0.42), (0.3, 0.5), (0.16, 0.47),
    (0.02, 0.4), (-0.1, 0.36), (-0.3, 0.22), (-0.42, 0.0), (-0.42, -0.2), (-0.3, -0.42),
)  # fmt: skip
"""A head in profile that looks to the right, around its middle."""


FULL = 0.455
"""Half the width of hair, in heads, from which it covers the nape."""


def turned(shape: Points, stance: Stance) -> Points:
    """Return points around a head's middle where the head is, leaning as it does."""
    cos, sin = np.cos(stance.tilt), np.sin(stance.tilt)
    across, down = shape[:, 0], shape[:, 1]
    return np.asarray(np.stack([across * cos - down * sin, across * sin + down * cos], axis=1) + stance.head)


def neck(canvas: Canvas, stance: Stance, who: Likeness) -> None:
    """Draw the neck, to be covered by collar and hair."""
    x, y = stance.neck
    hx, hy = stance.head
    half = 0.24 if stance.profile else 0.25
    back = -0.06 if stance.profile else 0.0
    low = points((x, y + 0.32, half + 0.12), (x + back / 2, y, half), (hx + back, hy + 0.28, half - 0.01))
    canvas.paint(tube(low, end=False), who.skin * np.float32(0.8), round_=0.16, folds=SKIN)


def head(
    canvas: Canvas, stance: Stance, who: Likeness, *, covered: bool = False, wind: float = 0.0, tied: str = ""
) -> None:
    """Draw the head; what hair a hat hides is left out (`covered`); `tied` is a bun or a ponytail."""
    if stance.profile:
        _profile(canvas, stance, who, covered, wind, tied)
    else:
        _behind(canvas, stance, who, covered, wind, tied)


def _behind(canvas: Canvas, stance: Stance, who: Likeness, covered: bool, wind: float, tied: str) -> None:
    x, y = stance.head
    skull = [turned(shape, stance) for shape in (disc(0, -0.08, 0.355, 0.42), disc(0, 0.16, 0.29, 0.3))]
    canvas.paint([hull(np.vstack(skull))], who.skin * np.float32(0.9), round_=0.22, folds=SKIN)
    for sign in (-1.0, 1.0):
        canvas.paint(
            [turned(disc(sign * 0.365, 0.02, 0.055, 0.115, -0.2 * sign), stance)], who.skin, round_=0.05, folds=SKIN
        )
    if who.bald:
        return
    crown = 0.02 if covered else who.crown
    half = np.minimum(who.half, 0.42) if covered else np.array(who.half)
    high = 0.44 + crown
    rows = -0.06 - high * (1 - np.linspace(0, 1, len(half)))
    # The photograph's outline, inside the dome that any head is.
    dome = 1.1 * (1 - (np.abs(rows + 0.06) / (high + 0.03)) ** 2.6) ** (1 / 2.2)
    half = half * np.clip(dome, 0.15, 1)
    side = np.stack([half, rows], axis=1)
    if who.long:
        _fall(canvas, stance, who, float(half[-1]), wind)
    full, widest = half[-1], float(half.max())
    nape = points((0.94 * full, 0.06), (0.28 + 0.5 * (full - 0.33), 0.22), (0.22, 0.33), (0.1, 0.37))
    if who.long:
        nape = points((1.02 * full, 0.2), (0.36, 0.42))
    elif widest > FULL and not covered:
        # So much hair at the ears goes on below them; where it ended there it would be a beret.
        full = max(full, 0.9 * widest)
        nape = points((1.0 * full, 0.14), (0.92 * full, 0.36), (0.7 * full, 0.47), (0.12, 0.5))
    right = np.vstack([side, nape])
    shape = np.vstack([right, (right * [-1, 1])[::-1]])
    canvas.paint([turned(curve(shape, closed=True), stance)], who.hair, round_=0.26, folds=STRANDS, shade=0.25)
    if tied == "bun" and not covered:
        canvas.paint([turned(disc(0.0, -0.38 - crown, 0.2, 0.19), stance)], who.hair, round_=0.14, folds=STRANDS)
    elif tied == "ponytail":
        _tail(canvas, points((x, y - 0.12), (x + 0.12 * wind, y + 0.5), (x + 0.35 * wind, y + 1.25)), who.hair)


def _tail(canvas: Canvas, line: Points, colour: Float) -> None:
    """Draw a ponytail along three points."""
    shape = tube(np.hstack([line, np.array([[0.1], [0.17], [0.05]])]))
    canvas.paint(shape, colour, round_=0.1, folds=Folds(0.25, 1.2, 0.07), shade=0.5)


def _fall(canvas: Canvas, stance: Stance, who: Likeness, half: float, wind: float) -> None:
    """Draw long hair down to the shoulder blades; wind takes its end."""
    x, y = stance.head
    drift = 0.5 * wind
    low = 1.42
    shape = closed(
        (x + 0.3, y - 0.2), (x + half, y + 0.1), (x + half + 0.04 + 0.2 * drift, y + 0.6),
        (x + 0.36 + 0.7 * drift, y + 1.05), (x + 0.2 + drift, y + low - 0.05), (x + 0.02 + drift, y + low),
        (x - 0.2 + drift, y + low - 0.08), (x - 0.38 + 0.7 * drift, y + 1.02), (x - half - 0.04 + 0.2 * drift, y + 0.6),
        (x - half, y + 0.1), (x - 0.3, y - 0.2),
    )  # fmt: skip
    canvas.paint(shape, who.hair * np.float32(0.95), round_=0.2, folds=Folds(0.22, 1.6, 0.1), shade=0.5)


def _profile(canvas: Canvas, stance: Stance, who: Likeness, covered: bool, wind: float, tied: str) -> None:
    x, y = stance.head
    full = 0.0 if covered else min(0.22, who.crown)
    back = 0.0 if covered else float(np.clip(who.half[-2] - 0.4, 0.0, 0.24))
    if who.long and not who.bald:
        drift = -0.35 - 0.4 * abs(wind)
        fall = closed(
            (x - 0.05, y - 0.3), (x + 0.0, y + 0.15), (x - 0.08, y + 0.55), (x - 0.2 + 0.3 * drift, y + 1.0),
            (x - 0.3 + drift, y + 1.3), (x - 0.52 + drift, y + 1.2), (x - 0.6 + 0.4 * drift, y + 0.75),
            (x - 0.56 - back, y + 0.25), (x - 0.5 - back, y - 0.15),
        )  # fmt: skip
        canvas.paint(fall, who.hair, round_=0.2, folds=Folds(0.22, 1.6, 0.1))
    canvas.paint([turned(curve(WHOLE_FACE, closed=True, steps=6), stance)], who.skin, round_=0.22, folds=SKIN)
    eye = points((0.335, -0.09), (0.25, -0.075))
    canvas.stroke(turned(eye, stance), 0.05, who.skin * np.float32(0.35), 0.6)
    if who.bald:
        canvas.paint([turned(disc(-0.06, 0.06, 0.06, 0.11, 0.2), stance)], who.skin, round_=0.05, folds=SKIN)
        return
    shape = points(
        (0.3, -0.3 - 0.3 * full), (0.24, -0.42 - full), (0.0, -0.54 - full), (-0.3, -0.46 - full), (-0.47 - back, -0.2),
        (-0.48 - back, 0.02), (-0.36 - 0.6 * back, 0.24), (-0.2, 0.34), (-0.12, 0.26), (-0.1, 0.08), (0.0, 0.02),
        (0.04, -0.1), (0.14, -0.2),
    )  # fmt: skip
    canvas.paint([turned(curve(shape, closed=True), stance)], who.hair, round_=0.24, folds=STRANDS, shade=0.3)
    canvas.paint([turned(disc(-0.05, 0.05, 0.06, 0.11, 0.2), stance)], who.skin, round_=0.05, folds=SKIN, shade=0.2)
    if tied == "bun" and not covered:
        canvas.paint([turned(disc(-0.46 - back, -0.34, 0.19, 0.18), stance)], who.hair, round_=0.13, folds=STRANDS)
    elif tied == "ponytail":
        drift = 0.3 + 0.4 * abs(wind)
        line = points((x - 0.44 - back, y - 0.16), (x - 0.62 - 0.4 * drift, y + 0.35), (x - 0.5 - drift, y + 1.0))
        _tail(canvas, line, who.hair)


DOMES = {
    "beanie": points(
        (-0.44, -0.12), (-0.45, -0.36), (-0.3, -0.6), (0.0, -0.68), (0.3, -0.6), (0.44, -0.36), (0.43, -0.12),
        (0.0, -0.06),
    ),
    "cap": points(
        (-0.43, -0.1), (-0.44, -0.34), (-0.28, -0.56), (0.0, -0.6), (0.28, -0.56), (0.43, -0.34), (0.42, -0.1),
        (0.0, -0.04),
    ),
    "hat": points(
        (-0.38, -0.2), (-0.38, -0.52), (-0.26, -0.7), (-0.06, -0.66), (0.06, -0.66), (0.26, -0.7), (0.38, -0.52),
        (0.38, -0.2), (0.0, -0.14),
    ),
}  # fmt: skip
"""What lies on the skull."""
TURN_UP = points((-0.46, -0.2), (0.0, -0.13), (0.45, -0.2), (0.44, -0.02), (0.0, 0.04), (-0.45, -0.02))
BRIM = points((-0.7, -0.2), (-0.3, -0.12), (0.3, -0.12), (0.7, -0.2), (0.3, -0.07), (-0.3, -0.07))
"""The nearer half of a hat's brim."""
PEAK = points((0.3, -0.24), (0.62, -0.16), (0.74, -0.08), (0.56, -0.1), (0.3, -0.12))


def hat(canvas: Canvas, stance: Stance, kind: str, colour: Float) -> None:
    """Draw a hat, a cap or a beanie on a head."""
    parts = [DOMES[kind]]
    if kind == "beanie":
        parts.append(TURN_UP)
    elif kind == "cap" and stance.profile:
        parts.append(PEAK)
    elif kind == "hat":
        parts.append(disc(0.0, -0.2, 0.72, 0.14))
    for part in parts:
        canvas.paint([turned(curve(part, closed=True), stance)], colour, round_=0.14, folds=Folds(0.15), shade=0.4)
    if kind == "hat":
        ribbon = points((-0.42, -0.36), (0.0, -0.3), (0.42, -0.36))
        canvas.paint(
            [turned(curve(DOMES["hat"], closed=True), stance)], colour, round_=0.14, folds=Folds(0.15), shade=0.0
        )
        canvas.stroke(turned(ribbon, stance), 0.1, colour * np.float32(0.35))
        canvas.paint([turned(curve(BRIM, closed=True), stance)], colour, round_=0.1, folds=Folds(0.1), shade=0.3)


def hood(canvas: Canvas, stance: Stance, colour: Float, *, up: bool) -> None:
    """Draw a hood, over the head or lying in the neck."""
    x, y = stance.neck
    hx, hy = stance.head
    if not up:
        back = -0.3 if stance.profile else 0.0
        wide = 0.3 if stance.profile else 0.5
        shape = closed(
            (x + back - wide, y + 0.02),
            (x + back, y - 0.16),
            (x + back + wide, y + 0.02),
            (x + back + 0.8 * wide, y + 0.36),
            (x + back, y + 0.56),
            (x + back - 0.8 * wide, y + 0.36),
        )
        canvas.paint(shape, colour, round_=0.16, folds=Folds(0.5, 0.6, 0.2, 0.3))
        return
    if stance.profile:
        shape = closed(
            (hx + 0.22, hy - 0.5),
            (hx - 0.1, hy - 0.66),
            (hx - 0.44, hy - 0.5),
            (hx - 0.6, hy - 0.1),
            (hx - 0.52, hy + 0.4),
            (x - 0.5, y + 0.2),
            (x - 0.1, y + 0.3),
            (x + 0.22, y + 0.05),
            (hx + 0.12, hy + 0.42),
            (hx + 0.06, hy + 0.1),
            (hx + 0.14, hy - 0.26),
        )
    else:
        shape = closed(
            (hx, hy - 0.68),
            (hx + 0.34, hy - 0.52),
            (hx + 0.5, hy - 0.08),
            (hx + 0.46, hy + 0.36),
            (x + 0.56, y + 0.16),
            (x + 0.3, y + 0.46),
            (x, y + 0.54),
            (x - 0.3, y + 0.46),
            (x - 0.56, y + 0.16),
            (hx - 0.46, hy + 0.36),
            (hx - 0.5, hy - 0.08),
            (hx - 0.34, hy - 0.52),
        )
    canvas.paint(shape, colour, round_=0.24, folds=Folds(0.45, 1.0, 0.25))
