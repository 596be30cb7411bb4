"""Garments: what covers trunk and legs, cut on a body's joints: jackets, coats, skirts, gowns, robes."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.figure.canvas import Canvas, Folds
from nbstudio.picture.figure.limbs import leg_line
from nbstudio.picture.figure.outline import GROUND, Points, Shape, closed, curve, hull, points, tube
from nbstudio.picture.figure.stance import Stance
from nbstudio.picture.person import Float


def trunk(
    stance: Stance, ease: float, below: float, flare: float = 0.0, broad: float = 1.0, waist: float = 0.62
) -> Shape:
    """Return the shape of a garment from the collar to `below` the hips (heads), `ease` wider than the body."""
    return (
        _profile_trunk(stance, ease, below, flare)
        if stance.profile
        else _back_trunk(stance, ease, below, flare, broad, waist)
    )


def _back_trunk(stance: Stance, ease: float, below: float, flare: float, broad: float, waist: float) -> Shape:
    neck, pelvis = np.array(stance.neck), np.array(stance.pelvis)
    left, right = stance.arms[0].joints[0], stance.arms[1].joints[0]
    long = pelvis[1] - neck[1]
    tilt = 0.16 * (stance.legs[1].joints[0][1] - stance.legs[0].joints[0][1])

    def side(shoulder: Points, sign: float) -> list[tuple[float, float]]:
        out = sign * broad
        at = np.array([0.55 * neck[0] + 0.45 * pelvis[0], neck[1] + 0.62 * long])
        drop = sign * tilt
        return [
            (neck[0] + sign * 0.24, neck[1] - 0.16),
            (neck[0] + 0.5 * (shoulder[0] - neck[0]), neck[1] + 0.42 * (shoulder[1] - neck[1]) - 0.1),
            (shoulder[0] + out * (0.3 * ease - 0.07), shoulder[1] - 0.16 - 0.3 * ease),
            (shoulder[0] + out * (0.1 + 0.3 * ease), shoulder[1] + 0.02),
            (0.75 * shoulder[0] + 0.25 * at[0] + out * (0.08 + 0.7 * ease), shoulder[1] + 0.62),
            (at[0] + out * (waist + ease), at[1]),
            (pelvis[0] + out * (0.73 + ease), pelvis[1] - 0.12 + drop),
            (pelvis[0] + out * (0.76 + ease + 0.5 * flare), pelvis[1] + 0.5 * below + drop),
            (pelvis[0] + out * (0.74 + ease + flare), pelvis[1] + below - 0.06 + drop),
            (pelvis[0] + out * (0.62 + ease + flare), pelvis[1] + below + 0.02 + 0.8 * drop),
        ]

    rights, lefts = side(right, 1.0), side(left, -1.0)
    middle = (pelvis[0], pelvis[1] + below + 0.04)
    return closed(*rights, middle, *lefts[::-1], (neck[0], neck[1] - 0.12))


def _profile_trunk(stance: Stance, ease: float, below: float, flare: float) -> Shape:
    neck, pelvis = np.array(stance.neck), np.array(stance.pelvis)
    long = float(np.hypot(*(pelvis - neck)))
    down = (pelvis - neck) / long
    front = np.array([down[1], -down[0]])
    e, k = ease, long / 2.4
    # Down from the neck, and to the front.
    rows = [
        (-0.1, 0.2), (0.16, 0.3 + 0.5 * e), (0.75, 0.42 + e), (1.3, 0.4 + e), (1.9, 0.4 + e),
        (2.4, 0.4 + e + 0.4 * flare), (2.4 + below, 0.4 + e + flare), (2.44 + below, 0.0),
        (2.4 + below, -0.46 - e - flare), (2.3, -0.5 - e - 0.3 * flare), (1.7, -0.33 - e), (1.0, -0.45 - e),
        (0.45, -0.46 - e), (0.1, -0.3 - 0.5 * e), (-0.1, -0.22),
    ]  # fmt: skip
    return [
        curve(
            np.array(
                [
                    neck + down * a * (k if a < 2.4 else 1) + (0 if a < 2.4 else down * 2.4 * (k - 1)) + front * b
                    for a, b in rows
                ]
            ),
            closed=True,
        )
    ]


def drape(stance: Stance, top: float, hem: float, ease: float, flare: float, wind: float) -> Shape:
    """Return a skirt from row `top` to row `hem`, wide enough for the legs in it, its hem in the wind."""
    waist = stance.pelvis[0]
    half = 0.32 if stance.profile else 0.6
    hips = 0.5 if stance.profile else 0.76
    reach = [_extent(stance, top + share * (hem - top)) for share in (0.35, 0.7, 1.0)]
    y = [top + share * (hem - top) for share in (0.35, 0.7, 1.0)]
    drift = [wind * share**1.5 for share in (0.35, 0.7, 1.0)]

    def edge(k: int, sign: float) -> tuple[float, float]:
        share = (0.35, 0.7, 1.0)[k]
        own = reach[k][1 if sign > 0 else 0]
        ordinary = waist + sign * (hips + 0.3 * flare * share)
        far = max(own, ordinary) if sign > 0 else min(own, ordinary)
        lee = 1.25 if sign * wind > 0 else 0.55
        return far + sign * (ease + flare * share * 0.7) + lee * drift[k], y[k]

    right = [(waist + half + ease, top), edge(0, 1), edge(1, 1), edge(2, 1)]
    left = [(waist - half - ease, top), edge(0, -1), edge(1, -1), edge(2, -1)]
    count = 6
    x0, x1 = left[-1][0], right[-1][0]
    lift = 0.1 * wind
    waves = [
        (
            x1 + (x0 - x1) * (k + 0.5) / count,
            hem + (0.05 if k % 2 else -0.035) - lift * ((k + 0.5) / count - 0.5) * (-2),
        )
        for k in range(count)
    ]
    return closed(*right, *waves, *left[::-1])


def lap(stance: Stance, until: float) -> Shape:
    """Return the skirt of somebody who sits: it lies on the thighs, hangs from the knees to `until`, spans between."""
    half = (0.42, 0.4, 0.36, 0.36, 0.36, 0.34, 0.34)
    lines = [leg_line(leg, half, until, 0.9 if leg.hidden else 0.0) for leg in stance.legs]
    between = hull(np.vstack([line[:, :2] for line in lines]))
    return [*(part for line in lines for part in tube(line, end=False)), between]


def _extent(stance: Stance, y: float) -> tuple[float, float]:
    """Return the left- and rightmost of the legs at a row."""
    found = []
    for leg in stance.legs:
        line = leg.joints
        order = np.argsort(line[:, 1])
        found.append(float(np.interp(y, line[order, 1], line[order, 0])))
    return min(found) - 0.22, max(found) + 0.22


def collar(canvas: Canvas, stance: Stance, colour: Float, tall: float = 0.1) -> None:
    """Draw the collar that closes a garment at the neck."""
    x, y = stance.neck
    y -= 0.04 if stance.profile else 0.08
    half = 0.25 if stance.profile else 0.26
    shape = closed(
        (x - half, y - tall), (x, y - tall - 0.02), (x + half, y - tall), (x + half + 0.07, y + 0.01), (x, y + 0.07),
        (x - half - 0.07, y + 0.01),
    )  # fmt: skip
    canvas.paint(shape, colour, round_=0.09, folds=Folds(0.15), shade=0.3)


def seam(canvas: Canvas, stance: Stance, colour: Float, end: float, start: float = 0.25) -> None:
    """Draw the seam down the middle of a back."""
    if stance.profile:
        return
    (x, y), (px, py) = stance.neck, stance.pelvis
    line = points((x, y + start), (0.5 * (x + px), 0.5 * (y + py)), (px, min(GROUND, end)))
    canvas.stroke(line, 0.025, colour * np.float32(0.45), 0.5)


def band(canvas: Canvas, stance: Stance, y: float, tall: float, colour: Float, strength: float = 0.85) -> None:
    """Draw a band around a body, as wide as that is: a belt, a sash, a ribbed hem."""
    (x, top), (px, low) = stance.neck, stance.pelvis
    x += (px - x) * float(np.clip((y - top) / max(0.1, low - top), 0, 1))
    canvas.stroke(curve(points((x - 1.2, y), (x, y + 0.05), (x + 1.2, y))), tall, colour, strength)
