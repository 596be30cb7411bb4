"""Spacesuit: thick limbs, joints with rings, a round helmet, and on the back what keeps one alive."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.figure import limbs
from nbstudio.picture.figure.canvas import Canvas, Folds
from nbstudio.picture.figure.garments import trunk
from nbstudio.picture.figure.outline import Points, closed, curve, disc, points, tube
from nbstudio.picture.figure.stance import Arm, Leg, Stance
from nbstudio.picture.person import Float

PLAIN = Folds(0.0)
PUFFED = Folds(0.42, 0.5, 0.16, 0.2)
METAL = np.array([0.52, 0.52, 0.52], np.float32)
SHELL = np.array([0.8, 0.8, 0.79], np.float32)
VISOR = np.array([0.1, 0.3, 0.5], np.float32)
PACK = points(
    (-0.72, 0.08), (-0.6, -0.04), (0.0, -0.06), (0.6, -0.04), (0.72, 0.08), (0.76, 0.9), (0.74, 1.82), (0.62, 2.0),
    (0.0, 2.04), (-0.62, 2.0), (-0.74, 1.82), (-0.76, 0.9),
)  # fmt: skip
PACK_ASIDE = points((-0.46, 0.0), (-0.98, -0.02), (-1.1, 0.3), (-1.1, 1.7), (-0.95, 1.96), (-0.5, 1.9))
RED = np.array([0.16, 0.16, 0.6], np.float32)


def suit(canvas: Canvas, stance: Stance, colour: Float) -> None:
    """Draw all of somebody in a spacesuit, but the head."""
    first, second = stance.legs
    for leg in (first, second):
        _leg(canvas, leg, colour, profile=stance.profile)
    if stance.profile:
        _arm(canvas, stance.arms[0], colour * np.float32(0.85), sewn=False)
    whole = trunk(stance, 0.16, 0.2, 0.0, waist=0.74)
    for leg in stance.legs:
        if not leg.hidden:
            whole += tube(limbs.leg_line(leg, limbs.PADDED_LEG, 0.62), end=False)
    for arm in stance.arms[1 if stance.profile else 0 :]:
        whole += tube(limbs.arm_line(arm, limbs.PADDED, 0.7))
    canvas.paint(whole, colour, round_=0.3, folds=Folds(0.45, 0.8, 0.24, 0.4))
    if not stance.profile:
        for arm in stance.arms:
            _arm(canvas, arm, colour)
    _pack(canvas, stance)
    if stance.profile:
        _arm(canvas, stance.arms[1], colour)


def helmet(canvas: Canvas, stance: Stance) -> None:
    """Draw the helmet: from behind its shell, from the side the visor too."""
    x, y = stance.head
    nx, ny = stance.neck
    ring = closed(
        (nx - 0.52, ny - 0.14),
        (nx, ny - 0.2),
        (nx + 0.52, ny - 0.14),
        (nx + 0.56, ny + 0.06),
        (nx, ny + 0.14),
        (nx - 0.56, ny + 0.06),
    )
    canvas.paint(ring, METAL * np.float32(0.7), round_=0.08, folds=PLAIN)
    middle = (x, y + 0.06)
    canvas.paint([disc(*middle, 0.63, 0.66)], SHELL, round_=0.42, folds=PLAIN, shade=0.5)
    if stance.profile:
        canvas.paint(
            [disc(x + 0.24, y + 0.04, 0.36, 0.46, stance.tilt)],
            VISOR * np.float32(0.5),
            round_=0.26,
            folds=PLAIN,
            shade=0.5,
        )
        canvas.paint(
            [disc(x + 0.34, y - 0.12, 0.12, 0.2, 0.4 + stance.tilt)], VISOR, round_=0.1, folds=PLAIN, shade=0.0
        )
        return
    bow = np.linspace(-1.15, 1.15, 20)
    canvas.stroke(
        np.stack([x + 0.6 * np.sin(bow), y - 0.02 - 0.34 * np.cos(bow)], axis=1), 0.035, METAL * np.float32(0.6), 0.7
    )
    for sign in (-1.0, 1.0):
        canvas.paint([disc(x + sign * 0.58, y + 0.08, 0.09, 0.16)], METAL, round_=0.06, folds=PLAIN, shade=0.4)


def _leg(canvas: Canvas, leg: Leg, colour: Float, *, profile: bool) -> None:
    boot = SHELL * np.float32(0.55)
    limbs.foot(canvas, leg, boot, profile=profile, size=1.35, sole=0.45)
    line = limbs.leg_line(leg, limbs.PADDED_LEG, 2.0, 0.9 if leg.hidden else 0.0, profile)
    canvas.paint(tube(line, end=False, start=not leg.hidden), colour, round_=0.26, folds=PUFFED)
    _ring(canvas, limbs.leg_line(leg, limbs.PADDED_LEG, 1.78, 0.9, profile), METAL)
    if not leg.hidden:
        _ring(canvas, limbs.leg_line(leg, limbs.PADDED_LEG, 0.8), RED)
    cuff = limbs.leg_line(leg, limbs.PADDED_LEG, 2.0, 1.8, profile)
    canvas.paint(tube(cuff, start=False, end=False), boot, round_=0.16, folds=PLAIN)


def _arm(canvas: Canvas, arm: Arm, colour: Float, *, sewn: bool = True) -> None:
    limbs.hand(canvas, Arm(arm.joints, arm.hand, arm.hidden), SHELL * np.float32(0.6), 1.35)
    line = limbs.arm_line(arm, limbs.PADDED)
    shoulder = (float(line[0, 0]), float(line[0, 1]), 0.5) if sewn else None
    canvas.paint(tube(line), colour, round_=0.24, folds=PUFFED, fade=shoulder)
    _ring(canvas, limbs.arm_line(arm, limbs.PADDED, 1.9), METAL)
    _ring(canvas, limbs.arm_line(arm, limbs.PADDED, 0.55), RED)


def _ring(canvas: Canvas, line: Points, colour: Float) -> None:
    """Draw a ring around a limb, where its line ends."""
    end, before = line[-1, :2], line[-2, :2]
    along = (end - before) / max(1e-6, float(np.hypot(*(end - before))))
    half = float(line[-1, 2]) + 0.015
    part = points((*(end - 0.06 * along), half), (*(end + 0.06 * along), half))
    canvas.paint(tube(part, start=False, end=False), colour, round_=0.14, folds=PLAIN, shade=0.3)


def _pack(canvas: Canvas, stance: Stance) -> None:
    """Draw the life-support pack."""

    def panel(shape: Points, colour: Float, deep: float = 0.06, shade: float = 0.3) -> None:
        canvas.paint([curve(shape + stance.neck, closed=True)], colour, round_=deep, folds=PLAIN, shade=shade)

    def line(*rows: tuple[float, float]) -> None:
        canvas.stroke(points(*rows) + stance.neck, 0.03, METAL * np.float32(0.45), 0.7)

    if stance.profile:
        panel(PACK_ASIDE, SHELL * np.float32(0.92), 0.16, 0.6)
        line((-0.6, 1.3), (-1.05, 1.3))
        return
    panel(PACK, SHELL * np.float32(0.92), 0.18, 0.65)
    line((-0.74, 0.52), (0.74, 0.52))
    line((-0.7, 1.5), (0.7, 1.5))
    line((0.0, 0.55), (0.0, 1.48))
    panel(points((-0.5, 0.1), (0.5, 0.1), (0.5, 0.38), (-0.5, 0.38)), METAL)
    panel(points((-0.55, 0.8), (-0.18, 0.8), (-0.18, 1.25), (-0.55, 1.25)), SHELL)
    panel(points((0.2, 0.75), (0.36, 0.75), (0.36, 1.3), (0.2, 1.3)), RED, 0.05)
    hose = points((-0.72, 1.55, 0.06), (-0.95, 1.95, 0.06), (-0.8, 2.3, 0.06)) + np.array([*stance.neck, 0.0])
    canvas.paint(tube(hose), METAL * np.float32(0.5), round_=0.05, folds=PLAIN, shade=0.3)
