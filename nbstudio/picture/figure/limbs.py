"""Limbs: arms and legs, bare or in cloth, hands and feet."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.figure.canvas import SKIN, Canvas, Folds
from nbstudio.picture.figure.outline import GROUND, Points, Shape, curve, points, tube
from nbstudio.picture.figure.stance import Arm, Leg
from nbstudio.picture.person import Float

# Half widths in heads. Of an arm: shoulder, upper arm, elbow, forearm, cuff. Of a leg: hip, thigh, above the knee,
# knee, calf, shin, ankle.
BARE_ARM = (0.19, 0.18, 0.145, 0.15, 0.09)
SLEEVE = (0.225, 0.225, 0.195, 0.185, 0.145)
LOOSE = (0.24, 0.25, 0.23, 0.22, 0.16)
WIDE = (0.23, 0.28, 0.3, 0.33, 0.36)
PADDED = (0.33, 0.37, 0.32, 0.34, 0.25)
BARE_LEG = (0.36, 0.3, 0.225, 0.195, 0.215, 0.14, 0.105)
SLIM = (0.37, 0.31, 0.24, 0.225, 0.225, 0.175, 0.165)
STRAIGHT = (0.38, 0.33, 0.275, 0.255, 0.25, 0.225, 0.215)
PADDED_LEG = (0.46, 0.43, 0.36, 0.34, 0.36, 0.32, 0.3)
SOLE = points(
    (-0.15, -0.12), (0.15, -0.12), (0.19, 0.14), (0.17, 0.42), (0.06, 0.62), (-0.08, 0.61), (-0.17, 0.4), (-0.18, 0.14)
)  # fmt: skip
"""A foot that hangs, around its ankle."""
SHOE = (
    (-0.17, -0.14), (0.14, -0.14), (0.2, 0.02), (0.42, 0.14), (0.68, 0.2), (0.8, 0.29), (0.76, 0.36), (0.3, 0.36),
    (-0.2, 0.36), (-0.27, 0.3), (-0.24, 0.1),
)  # fmt: skip
"""A shoe from the side: from the ankle to the toes, and down to the sole."""


def arm_line(arm: Arm, half: tuple[float, ...], until: float = 2.0, start: float = 0.0) -> Points:
    """Return an arm's joints with half widths, from `start` (0 the shoulder) to `until` (1 the elbow, 2 the wrist)."""
    a, b, c = arm.joints
    # The bone turns in the shoulder a little below the slope that cloth makes over it.
    a = a + 0.1 * (b - a) / max(1e-6, float(np.hypot(*(b - a))))
    at = [a, a + 0.5 * (b - a), b, b + 0.45 * (c - b), c]
    where = np.array([0, 0.5, 1, 1.45, 2])
    rows = np.hstack([np.array(at), np.array(half)[:, None]])
    if until >= 2 and start <= 0:
        return rows
    stops = [start, *(stop for stop in where if start + 0.1 < stop < until - 0.1), until]
    return np.stack([[np.interp(stop, where, rows[:, k]) for k in range(3)] for stop in stops])


def leg_line(
    leg: Leg, half: tuple[float, ...], until: float = 2.0, start: float = 0.0, profile: bool = False
) -> Points:
    """Return a leg's joints with half widths, from `start` (0 the hip) down to `until` (1 the knee, 2 the ankle)."""
    a, b, c = leg.joints
    # The calf stands out backwards, or to the outside seen from behind.
    down = (c - b) / max(1e-6, float(np.hypot(*(c - b))))
    out = np.array([-down[1], down[0]]) * (0.05 if profile else 0.03 * float(np.sign(a[0] - 0.02)) * -1)
    at = [a, a + 0.45 * (b - a), a + 0.86 * (b - a), b, b + 0.3 * (c - b) + out, b + 0.7 * (c - b), c]
    where = np.array([0, 0.45, 0.86, 1, 1.3, 1.7, 2])
    rows = np.hstack([np.array(at), np.array(half)[:, None]])
    if until >= 2 and start <= 0:
        return rows
    stops = [start, *(stop for stop in where if start + 0.1 < stop < until - 0.1), until]
    return np.stack([[np.interp(stop, where, rows[:, k]) for k in range(3)] for stop in stops])


def hand(canvas: Canvas, arm: Arm, colour: Float, size: float = 1.0) -> None:
    """Draw a hand as a mitt with a thumb."""
    if arm.hidden:
        return
    wrist = arm.joints[2]
    way = np.array(arm.hand) / max(1e-6, float(np.hypot(*arm.hand)))
    inward = np.array([-way[1], way[0]]) * (1.0 if arm.joints[0][0] > 0 else -1.0)
    palm = [
        (*(wrist + way * d * size), r * size)
        for d, r in ((-0.05, 0.09), (0.14, 0.125), (0.34, 0.125), (0.52, 0.085), (0.62, 0.045))
    ]
    thumb = [
        (*(wrist + (way * d + inward * o) * size), r * size)
        for d, o, r in ((0.08, 0.06, 0.06), (0.24, 0.15, 0.05), (0.36, 0.17, 0.035))
    ]
    canvas.paint([*tube(points(*palm)), *tube(points(*thumb))], colour, round_=0.1 * size, folds=SKIN, shade=0.3)


def arm(
    canvas: Canvas,
    bones: Arm,
    half: tuple[float, ...],
    sleeve: Float,
    skin: Float,
    until: float = 2.0,
    *,
    sewn: bool = True,
) -> None:
    """Draw an arm in a sleeve that ends at `until` (0 none, 1 the elbow, 2 the wrist), and the hand.

    At the shoulder a sleeve that is `sewn` goes over into what the trunk wears, which has to be there.
    """
    if until < 2:
        canvas.paint(tube(arm_line(bones, BARE_ARM, start=0.8 * until)), skin, round_=0.13, folds=SKIN)
    hand(canvas, bones, skin, 0.88)
    if until > 0:
        line = arm_line(bones, half, until)
        way = bones.joints[1] - bones.joints[0]
        turn = float(np.arctan2(way[1], way[0])) + 0.7
        top = (float(line[0, 0]), float(line[0, 1]), 0.5) if sewn else None
        canvas.paint(tube(line, end=False), sleeve, round_=0.17, folds=Folds(0.55, 0.55, 0.17, turn), fade=top)
        if until >= 2:
            end, before = line[-1, :2], line[-2, :2]
            across = np.array([-(end - before)[1], (end - before)[0]])
            across *= line[-1, 2] / max(1e-6, float(np.hypot(*across)))
            canvas.stroke(np.stack([end - across, end + across]), 0.05, sleeve * np.float32(0.5), 0.7)


def leg(
    canvas: Canvas, bones: Leg, half: tuple[float, ...], colour: Float, *, until: float = 2.0, profile: bool = False
) -> None:
    """Draw a leg's trouser."""
    start = 0.9 if bones.hidden else 0.0
    line = leg_line(bones, half, until, start, profile)
    if until >= 2 and not bones.hidden:
        # The hem falls over the shoe.
        down = line[-1, :2] - line[-2, :2]
        line[-1, :2] += 0.1 * down / max(1e-6, float(np.hypot(*down)))
    way = bones.joints[2] - bones.joints[0]
    turn = float(np.arctan2(way[1], way[0])) + (0.45 if bones.joints[0][0] > 0 else -0.45)
    canvas.paint(tube(line, end=False, start=not bones.hidden), colour, round_=0.2, folds=Folds(0.5, 0.75, 0.2, turn))


def bare_leg(canvas: Canvas, bones: Leg, skin: Float, *, profile: bool = False) -> None:
    """Draw a leg without cloth."""
    line = leg_line(bones, BARE_LEG, start=0.9 if bones.hidden else 0.0, profile=profile)
    canvas.paint(tube(line), skin, round_=0.17, folds=SKIN)


def foot(canvas: Canvas, bones: Leg, colour: Float, *, profile: bool, size: float = 1.0, sole: float = 0.5) -> None:
    """Draw a shoe; from behind it is the heel that is seen, or the sole of a foot that is lifted."""
    x, y = bones.joints[2]
    if profile:
        shape = _side(np.array(bones.toe), size)
        shape = [shape[0] + np.array([x, y])]
        flat = abs(bones.toe[1]) < 0.12 and y > GROUND - 0.7
        if flat:
            shape[0][:, 1] = np.minimum(shape[0][:, 1], GROUND - 0.01)
        canvas.paint(shape, colour, round_=0.12, folds=Folds(0.15))
        return
    if bones.toe[1] < -0.5:  # the foot hangs, its sole to the viewer
        canvas.paint(
            [curve(SOLE * size + (x, y), closed=True)], colour * np.float32(sole), round_=0.1, folds=Folds(0.1)
        )
        return
    out, low = bones.toe[0], GROUND - y
    right, left = max(0.0, out), max(0.0, -out)
    outline = points(
        (-0.14, -0.14), (0.14, -0.14), (0.17 + 0.35 * right, 0.45 * low), (0.2 + right, 0.8 * low),
        (0.17 + 0.9 * right, low), (0.0, low + 0.015), (-0.17 - 0.9 * left, low), (-0.2 - left, 0.8 * low),
        (-0.17 - 0.35 * left, 0.45 * low),
    )  # fmt: skip
    scale = np.array([size, 1.0])
    canvas.paint([curve(outline * scale + (x, y), closed=True)], colour, round_=0.11, folds=Folds(0.12))
    canvas.stroke(
        points((x - 0.2 * size - left, GROUND - 0.04), (x + 0.2 * size + right, GROUND - 0.04)),
        0.06,
        colour * np.float32(0.4),
        0.8,
    )


def _side(toe: Points, size: float) -> Shape:
    """Return a shoe from the side around its ankle, the toes where `toe` points."""
    along = toe / max(1e-6, float(np.hypot(*toe)))
    down = np.array([-along[1], along[0]])
    return [curve(np.array([along * a * size + down * d * size for a, d in SHOE]), closed=True)]
