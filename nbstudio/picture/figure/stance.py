"""Stance: where the joints of a body are, in each of the ways to stand, walk, sit, dance that a film needs.

Nobody stands like a gingerbread man: the weight is on one leg, whose hip is higher, the shoulders tilt against it,
arms bend. Seen from behind (`profile` false) or from the side, looking to the right. In heads, as in `outline`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nbstudio.picture.figure.outline import Points, points, reach

UPPER, FORE = 1.34, 1.1
"""The arm's bones; legs are told by their joints, which are seen foreshortened more often."""
SPREAD = 1.5
"""How far from the middle the wrist of an arm is that does not hang."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Shoulder, elbow, wrist (3, 2), which way the hand points, and whether a pocket or the body hides it."""

    joints: Points
    hand: tuple[float, float] = (0.0, 1.0)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """Hip, knee, ankle (3, 2), and where the toes point from the ankle; seen from behind only a little of that."""

    joints: Points
    toe: tuple[float, float] = (0.1, 0.0)
    hidden: bool = False
    """Whether the thigh is hidden, the person sitting on something with their back to the viewer."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A body's joints. Of `arms` and `legs` the farther, or the left one, is the first."""

    head: tuple[float, float]
    neck: tuple[float, float]
    pelvis: tuple[float, float]
    arms: tuple[Arm, Arm]
    legs: tuple[Leg, Leg]
    profile: bool = False
    tilt: float = 0.0
    """How far the head leans to the right, in radians; in profile, backwards when negative."""
    needs: str = ""
    """What has to be there: a bench, a post, a microphone."""
    seated: bool = False


def _arm(
    shoulder: tuple[float, float],
    wrist: tuple[float, float],
    bend: float,
    hand: tuple[float, float] = (0.0, 1.0),
    *,
    short: float = 1.0,
    hidden: bool = False,
) -> Arm:
    a, b = np.array(shoulder), np.array(wrist)
    return Arm(np.stack([a, reach(a, b, UPPER * short, FORE * short, bend), b]), hand, hidden)


def _leg(*joints: tuple[float, float], toe: tuple[float, float] = (0.1, 0.0), hidden: bool = False) -> Leg:
    return Leg(points(*joints), toe, hidden)


def _stand() -> Stance:
    return Stance(
        (0.07, 0.5),
        (0.05, 1.26),
        (0.1, 3.7),
        (_arm((-0.74, 1.52), (-0.99, 3.92), 1, (0.12, 1)), _arm((0.82, 1.6), (1.06, 4.0), -1, (-0.15, 1))),
        (_leg((-0.28, 3.86), (-0.44, 5.5), (-0.58, 7.12), toe=(-0.3, 0)), _leg((0.46, 3.78), (0.4, 5.46), (0.3, 7.14))),
        tilt=0.05,
    )


def _easy() -> Stance:
    """Legs apart, one hand at the hip."""
    return Stance(
        (-0.02, 0.5),
        (0.0, 1.26),
        (-0.05, 3.7),
        (
            _arm((-0.79, 1.58), (-0.98, 3.98), 1, (0.05, 1)),
            _arm((0.78, 1.52), (0.84, 3.3), -1, (-0.7, 0.6), short=0.93),
        ),
        (
            _leg((-0.42, 3.8), (-0.44, 5.46), (-0.42, 7.14), toe=(-0.15, 0)),
            _leg((0.34, 3.84), (0.5, 5.48), (0.62, 7.13), toe=(0.25, 0)),
        ),
        tilt=-0.05,
    )


def _wait() -> Stance:
    return Stance(
        (-0.02, 0.55),
        (0.0, 1.28),
        (-0.08, 3.7),
        (
            _arm((-0.81, 1.6), (-0.86, 3.72), 1, short=0.92, hidden=True),
            _arm((0.77, 1.54), (0.76, 3.76), -1, short=0.94, hidden=True),
        ),
        (_leg((-0.44, 3.78), (-0.36, 5.46), (-0.27, 7.14)), _leg((0.28, 3.86), (0.42, 5.5), (0.5, 7.12), toe=(0.3, 0))),
    )


def _walk() -> Stance:
    """Going away: one foot has just left the ground."""
    return Stance(
        (0.05, 0.52),
        (0.05, 1.28),
        (0.08, 3.72),
        (_arm((-0.75, 1.56), (-0.9, 3.76), 1, (0.15, 1), short=0.95), _arm((0.81, 1.54), (1.08, 3.94), -1, (0.1, 1))),
        (
            _leg((-0.28, 3.84), (-0.27, 5.36), (-0.33, 6.72), toe=(-0.05, -1)),
            _leg((0.44, 3.78), (0.34, 5.48), (0.22, 7.16), toe=(0.12, 0)),
        ),
    )


def _stride() -> Stance:
    return Stance(
        (0.17, 0.56),
        (0.0, 1.32),
        (-0.05, 3.78),
        (_arm((0.05, 1.62), (0.86, 3.72), 1, (0.5, 0.85)), _arm((-0.05, 1.62), (-0.74, 3.88), 1, (-0.15, 1))),
        (
            _leg((-0.05, 3.85), (0.0, 5.48), (-0.98, 6.74), toe=(0.66, 0.6)),
            _leg((-0.05, 3.85), (0.55, 5.42), (0.93, 7.06), toe=(0.97, -0.16)),
        ),
        profile=True,
    )


def _open() -> Stance:
    return Stance(
        (0.02, 0.47),
        (0.02, 1.26),
        (0.08, 3.7),
        (_arm((-0.77, 1.46), (-3.08, 1.12), -1, (-0.95, -0.1)), _arm((0.79, 1.5), (3.08, 1.26), 1, (0.97, -0.2))),
        (
            _leg((-0.3, 3.84), (-0.42, 5.48), (-0.5, 7.13), toe=(-0.25, 0)),
            _leg((0.44, 3.78), (0.42, 5.46), (0.34, 7.14)),
        ),
        tilt=-0.04,
    )


def _gaze() -> Stance:
    """Looking up, from the side."""
    return Stance(
        (-0.06, 0.55),
        (-0.12, 1.32),
        (0.08, 3.74),
        (_arm((-0.04, 1.62), (0.24, 3.96), 1, (0.1, 1)), _arm((-0.12, 1.62), (-0.12, 4.03), 1, (0.12, 1))),
        (
            _leg((0.08, 3.85), (0.26, 5.45), (0.16, 7.1), toe=(1, 0.02)),
            _leg((0.04, 3.85), (-0.02, 5.5), (-0.2, 7.14), toe=(1, 0)),
        ),
        profile=True,
        tilt=-0.5,
    )


def _ground() -> Stance:
    """Sitting on the ground, from the side, an arm around the knees, the other hand behind."""
    return Stance(
        (-0.62, 3.72),
        (-0.8, 4.45),
        (-0.55, 6.88),
        (_arm((-0.72, 4.9), (0.62, 5.86), 1, (0.8, 0.5)), _arm((-0.84, 4.9), (-1.55, 7.1), 1, (-0.35, 0.6))),
        (
            _leg((-0.5, 7.0), (0.62, 5.72), (1.3, 7.12), toe=(1, 0.04)),
            _leg((-0.55, 7.0), (0.8, 5.86), (1.05, 7.14), toe=(1, 0)),
        ),
        profile=True,
        tilt=-0.1,
        seated=True,
    )


def _bench() -> Stance:
    """Sitting with the back to the viewer, hands beside."""
    return Stance(
        (0.03, 2.42),
        (0.03, 3.16),
        (0.0, 5.3),
        (
            _arm((-0.78, 3.54), (-0.98, 5.36), 1, (-0.2, 0.4), short=0.77),
            _arm((0.8, 3.56), (1.02, 5.38), -1, (0.25, 0.4), short=0.77),
        ),
        (
            _leg((-0.4, 5.3), (-0.36, 5.6), (-0.42, 7.14), hidden=True),
            _leg((0.4, 5.3), (0.34, 5.6), (0.12, 7.14), toe=(-0.2, 0), hidden=True),
        ),
        tilt=0.06,
        needs="bench",
        seated=True,
    )


def _lean() -> Stance:
    """A shoulder against a post, one foot crossed over."""
    return Stance(
        (0.42, 0.62),
        (0.4, 1.36),
        (0.02, 3.76),
        (
            _arm((-0.4, 1.7), (-0.5, 3.68), 1, short=0.95, hidden=True),
            _arm((1.16, 1.78), (0.66, 3.76), -1, short=0.95, hidden=True),
        ),
        (
            _leg((-0.34, 3.84), (-0.5, 5.48), (-0.66, 7.14), toe=(-0.1, 0)),
            _leg((0.38, 3.86), (0.12, 5.52), (-0.3, 7.05), toe=(-0.3, 0)),
        ),
        tilt=0.1,
        needs="post",
    )


def _run() -> Stance:
    return Stance(
        (0.58, 0.66),
        (0.36, 1.35),
        (-0.05, 3.72),
        (
            _arm((0.38, 1.76), (1.2, 2.5), 1, (0.75, -0.65)),
            _arm((0.32, 1.86), (-0.42, 3.25), 1, (0.55, 0.8), short=0.92),
        ),
        (
            _leg((-0.05, 3.85), (-0.32, 5.48), (-1.75, 6.0), toe=(0.1, 1)),
            _leg((-0.05, 3.85), (0.85, 5.26), (0.72, 7.03), toe=(0.98, 0.1)),
        ),
        profile=True,
        tilt=0.05,
    )


def _dance() -> Stance:
    """Hips to one side, one arm high, the other away."""
    return Stance(
        (-0.12, 0.62),
        (-0.02, 1.36),
        (0.2, 3.76),
        (_arm((-0.76, 1.72), (-2.1, 3.0), 1, (-0.8, 0.5)), _arm((0.74, 1.54), (1.05, -0.62), 1, (-0.3, -0.95))),
        (
            _leg((-0.2, 3.92), (-0.78, 5.42), (-0.46, 6.98), toe=(-0.35, 0.4)),
            _leg((0.56, 3.82), (0.5, 5.5), (0.28, 7.14)),
        ),
        tilt=-0.2,
    )


def _twirl() -> Stance:
    """On one leg, the other behind, arms like wings."""
    return Stance(
        (0.3, 0.6),
        (0.18, 1.35),
        (0.0, 3.74),
        (_arm((0.22, 1.74), (2.05, 0.72), 1, (0.92, -0.35)), _arm((0.12, 1.76), (-1.9, 1.35), -1, (-0.97, -0.1))),
        (
            _leg((-0.06, 3.85), (-0.68, 5.45), (-2.05, 5.98), toe=(-0.45, 0.89)),
            _leg((0.04, 3.85), (0.16, 5.46), (0.0, 7.08), toe=(0.97, 0.1)),
        ),
        profile=True,
        tilt=-0.3,
    )


def _sing() -> Stance:
    return Stance(
        (0.14, 0.56),
        (-0.06, 1.32),
        (-0.05, 3.76),
        (
            _arm((0.0, 1.72), (-0.72, 3.72), 1, (-0.5, 0.7)),
            _arm((-0.06, 1.66), (0.74, 1.42), 1, (0.3, -0.75), short=0.86),
        ),
        (
            _leg((-0.1, 3.85), (-0.3, 5.5), (-0.62, 7.12), toe=(1, 0)),
            _leg((-0.05, 3.85), (0.34, 5.44), (0.36, 7.14), toe=(1, 0)),
        ),
        profile=True,
        tilt=-0.18,
        needs="microphone",
    )


POSES: dict[str, tuple[Callable[[], Stance], ...]] = {
    "stand": (_stand, _easy),
    "walk": (_walk, _stride),
    "wait": (_wait,),
    "open": (_open,),
    "look-up": (_gaze,),
    "sit": (_ground, _bench),
    "lean": (_lean,),
    "run": (_run,),
    "dance": (_dance, _twirl),
    "sing": (_sing,),
}
"""By what a person does: the ways to do it. Of those to sit the first is on the ground, the second on a bench."""


def take(pose: str, turn: int) -> Stance:
    """Return one of the stances of a pose; another `turn` is another one, where there are several."""
    ways = POSES[pose]
    return ways[turn % len(ways)]()


def roomy(stance: Stance, room: float) -> Stance:
    """Return a stance whose hanging arms are kept that far away from a thick garment."""
    if stance.profile:
        return stance

    def away(arm: Arm, sign: float) -> Arm:
        if abs(arm.joints[2][0]) > SPREAD:
            return arm
        return replace(arm, joints=arm.joints + np.array([[0.25 * room, 0], [room, 0], [room, 0]]) * sign)

    return replace(stance, arms=(away(stance.arms[0], -1.0), away(stance.arms[1], 1.0)))
