"""Props: what a figure carries, sits on, leans against or sings into."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nbstudio.picture.figure.canvas import Canvas, Folds
from nbstudio.picture.figure.outline import GROUND, Points, curve, disc, points, tube
from nbstudio.picture.figure.stance import Stance
from nbstudio.picture.person import Float

PLAIN = Folds(0.0)
IRON = np.array([0.1, 0.1, 0.1], np.float32)
WOOD = np.array([0.16, 0.22, 0.3], np.float32)
LACQUER = np.array([0.1, 0.2, 0.38], np.float32)
BULGING = Folds(0.3, 0.6, 0.3)
STEM = points(
    (-0.09, -0.6), (0.09, -0.6), (0.08, -2.55), (0.15, -2.62), (0.13, -3.05), (-0.13, -3.05), (-0.15, -2.62),
    (-0.08, -2.55),
)  # fmt: skip
BODY = points(
    (0.0, -0.78), (0.34, -0.7), (0.5, -0.42), (0.4, -0.1), (0.46, 0.14), (0.66, 0.5), (0.6, 0.92), (0.3, 1.14),
    (0.0, 1.18),
)  # fmt: skip
BAG = points(
    (-0.35, 0.1), (0.0, 0.02), (0.35, 0.1), (0.58, 0.45), (0.62, 1.5), (0.45, 1.85), (-0.45, 1.85), (-0.62, 1.5),
    (-0.58, 0.45),
)  # fmt: skip
BAG_ASIDE = points((-0.4, 0.15), (-0.75, 0.2), (-0.95, 0.8), (-0.98, 1.6), (-0.7, 1.9), (-0.35, 1.8))
POCKET = points((-0.38, 1.0), (0.38, 1.0), (0.42, 1.6), (-0.42, 1.6))
UMBRELLA = ((0.08, 0.08, 0.09), (0.14, 0.1, 0.5), (0.4, 0.22, 0.12))


def behind(canvas: Canvas, stance: Stance, place: str) -> None:
    """Draw what a stance needs, where it is farther away than the body."""
    if stance.needs == "bench":
        for x in (-1.7, 1.7):
            canvas.paint(
                [points((x - 0.09, 5.55), (x + 0.09, 5.55), (x + 0.09, GROUND), (x - 0.09, GROUND))],
                IRON,
                round_=0.06,
                folds=PLAIN,
            )
    elif stance.needs == "post":
        lamp = place in {"street", "city", "stage", "interior"}
        top = -1.65 if lamp else 0.9
        half = 0.11 if lamp else 0.17
        x = 1.46
        canvas.paint(
            [points((x - half, top), (x + half, top), (x + 1.1 * half, GROUND), (x - 1.1 * half, GROUND))],
            IRON if lamp else WOOD,
            round_=0.1,
            folds=PLAIN if lamp else Folds(0.5, 2.0, 0.08),
        )
        if lamp:
            canvas.paint(
                [points((x - 0.22, 6.7), (x + 0.22, 6.7), (x + 0.27, GROUND), (x - 0.27, GROUND))],
                IRON,
                round_=0.1,
                folds=PLAIN,
            )
    elif stance.needs == "microphone":
        canvas.paint(tube(points((0.96, GROUND - 0.05, 0.035), (0.99, 1.5, 0.03))), IRON, round_=0.03, folds=PLAIN)
        canvas.paint([disc(0.96, GROUND - 0.06, 0.5, 0.07)], IRON, round_=0.05, folds=PLAIN)


def before(canvas: Canvas, stance: Stance) -> None:
    """Draw what a stance needs, where it is nearer than the legs: the seat of a bench."""
    if stance.needs == "bench":
        slab = points((-2.1, 5.42), (2.1, 5.42), (2.1, 5.62), (-2.1, 5.62))
        canvas.paint([slab], WOOD, round_=0.08, folds=Folds(0.3, 2.5, 0.06, 0.0), shade=0.6)


def held(canvas: Canvas, stance: Stance) -> None:
    """Draw what a stance holds: the microphone, before the mouth."""
    if stance.needs == "microphone":
        x, y = stance.head[0] + 0.58, stance.head[1] + 0.3
        canvas.paint(
            tube(points((0.98, 1.62, 0.04), (0.5 * (0.98 + x), 0.5 * (1.5 + y), 0.05), (x, y, 0.055))),
            IRON,
            round_=0.03,
            folds=PLAIN,
        )
        canvas.paint([disc(x - 0.03, y - 0.03, 0.1, 0.085, 0.6)], IRON * np.float32(2.2), round_=0.06, folds=PLAIN)


def umbrella(canvas: Canvas, stance: Stance, which: int) -> None:
    """Draw an open umbrella in the right hand, over the head."""
    wrist = stance.arms[1].joints[2]
    grip = wrist + np.array([0.0, -0.12])
    top = np.array([0.55 * stance.head[0] + 0.45 * grip[0] + 0.05, -1.5])
    lean = (top - grip) / float(np.hypot(*(top - grip)))
    across = np.array([-lean[1], lean[0]])
    canvas.paint(tube(points((*(grip - lean * 0.3), 0.035), (*top, 0.03))), IRON, round_=0.03, folds=PLAIN)

    def cloth(u: float, down: float) -> Points:
        """Return a point of the canopy: from -1 to 1 across, `down` heads from its top."""
        return np.asarray(top - lean * down + across * 1.75 * u)

    rim = np.linspace(-1, 1, 7)
    arch = [cloth(float(np.sin(a)), 0.08 + 0.9 * float(1 - np.cos(a))) for a in np.linspace(-1, 1, 13) * np.pi / 2]
    edge = [
        cloth(float(a + (b - a) * share), 0.98 - 0.16 * float(np.sin(share * np.pi)))
        for a, b in pairwise(rim[::-1])
        for share in (0.25, 0.5, 0.75)
    ]
    colour = np.array(UMBRELLA[which % len(UMBRELLA)], np.float32)
    canvas.paint([np.array([*arch, *edge])], colour, round_=0.4, folds=PLAIN, shade=0.1)
    for u in rim[1:-1]:
        rib = np.array(
            [cloth(float(u * np.sin(a)), 0.06 + 0.92 * float(1 - np.cos(a))) for a in np.linspace(0, np.pi / 2, 9)]
        )
        canvas.stroke(rib, 0.025, colour * np.float32(0.5), 0.8)


def guitar(canvas: Canvas, stance: Stance) -> None:
    """Draw a guitar slung over the back by a strap, its neck up over a shoulder."""
    x, y = stance.neck
    across, turn = (0.45, 0.3) if stance.profile else (1.0, 0.3)
    middle = (x - 0.5 if stance.profile else x + 0.05, y + 1.7)
    cos, sin = np.cos(turn), np.sin(turn)

    def at(shape: Points) -> Points:
        flat = shape * (across, 1.0)
        return np.asarray(flat @ np.array([[cos, sin], [-sin, cos]]) + middle)

    canvas.paint([at(STEM)], WOOD * np.float32(0.7), round_=0.06, folds=PLAIN, shade=0.3)
    body = curve(at(np.vstack([BODY, BODY[-2:0:-1] * [-1, 1]])), closed=True)
    canvas.paint([body], LACQUER, round_=0.12, folds=Folds(0.12, 2.0, 0.1, np.pi / 2 + turn), shade=0.6)
    if not stance.profile:
        strap = np.array([[-0.62, 0.06, 0.05], [-0.2, 0.62, 0.05], [0.02, 1.0, 0.05]]) + np.array([x, y, 0.0])
        canvas.paint(tube(strap), IRON, round_=0.05, folds=PLAIN, shade=0.3)


def backpack(canvas: Canvas, stance: Stance, colour: Float) -> None:
    """Draw a backpack."""
    if stance.profile:
        canvas.paint([curve(BAG_ASIDE + stance.neck, closed=True)], colour, round_=0.22, folds=BULGING, shade=0.6)
        return
    canvas.paint([curve(BAG + stance.neck, closed=True)], colour, round_=0.22, folds=BULGING, shade=0.6)
    pocket = curve(POCKET + stance.neck, closed=True)
    canvas.paint([pocket], colour * np.float32(0.85), round_=0.1, folds=PLAIN)
