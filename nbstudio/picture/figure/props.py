"""Props: what a figure carries, sits on, leans against or sings into."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.figure.canvas import SKIN, Canvas, Folds
from nbstudio.picture.figure.outline import GROUND, closed, curve, disc, points, tube
from nbstudio.picture.figure.stance import Stance
from nbstudio.picture.person import Float

PLAIN = Folds(0.0)
IRON = np.array([0.1, 0.1, 0.1], np.float32)
WOOD = np.array([0.16, 0.22, 0.3], np.float32)
LACQUER = np.array([0.1, 0.2, 0.38], np.float32)
UMBRELLA = ((0.08, 0.08, 0.09), (0.14, 0.1, 0.5), (0.4, 0.22, 0.12))


def behind(canvas: Canvas, stance: Stance, place: str) -> None:
    """Draw what a stance needs, where it is farther away than the body."""
    if stance.needs == "bench":
        for x in (-1.7, 1.7):
            canvas.paint([points((x - 0.09, 5.55), (x + 0.09, 5.55), (x + 0.09, GROUND), (x - 0.09, GROUND))], IRON, round_=0.06, folds=PLAIN)
    elif stance.needs == "post":
        lamp = place in {"street", "city", "stage", "interior"}
        top = -1.65 if lamp else 0.9
        half = 0.11 if lamp else 0.17
        x = 1.46
        canvas.paint([points((x - half, top), (x + half, top), (x + 1.1 * half, GROUND), (x - 1.1 * half, GROUND))], IRON if lamp else WOOD, round_=0.1, folds=PLAIN if lamp else Folds(0.5, 2.0, 0.08))
        if lamp:
            canvas.paint([points((x - 0.22, 6.7), (x + 0.22, 6.7), (x + 0.27, GROUND), (x - 0.27, GROUND))], IRON, round_=0.1, folds=PLAIN)
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
        canvas.paint(tube(points((0.98, 1.62, 0.04), (0.5 * (0.98 + x), 0.5 * (1.5 + y), 0.05), (x, y, 0.055))), IRON, round_=0.03, folds=PLAIN)
        canvas.paint([disc(x - 0.03, y - 0.03, 0.1, 0.085, 0.6)], IRON * np.float32(2.2), round_=0.06, folds=PLAIN)


def umbrella(canvas: Canvas, stance: Stance, which: int) -> None:
    """Draw an open umbrella in the right hand, over the head."""
    wrist = stance.arms[1].joints[2]
    grip = wrist + np.array([0.0, -0.12])
    top = np.array([0.55 * stance.head[0] + 0.45 * grip[0] + 0.05, -1.5])
    lean = (top - grip) / float(np.hypot(*(top - grip)))
    across = np.array([-lean[1], lean[0]])
    canvas.paint(tube(points((*(grip - lean * 0.3), 0.035), (*top, 0.03))), IRON, round_=0.03, folds=PLAIN)
    rim = np.linspace(-1, 1, 7)
    dome = [top - lean * (0.08 - 0.9 * (1 - np.cos(a * np.pi / 2)) * -1) + across * 1.75 * np.sin(a * np.pi / 2) for a in np.linspace(-1, 1, 13)]
    edge = []
    for a, b in zip(rim[::-1], rim[::-1][1:], strict=False):
        for share in (0.25, 0.5, 0.75):
            u = a + (b - a) * share
            edge.append(top - lean * (0.98 - 0.16 * np.sin(share * np.pi)) + across * 1.75 * u)
    colour = np.array(UMBRELLA[which % len(UMBRELLA)], np.float32)
    canvas.paint([np.array([*dome, *edge])], colour, round_=0.4, folds=PLAIN, shade=0.1)
    for u in rim[1:-1]:
        rib = curve(points(*top, *(0, 0)).reshape(2, 2) * 0 + np.array([top - lean * 0.04, top - lean * 0.98 + across * 1.75 * u]))
        rib[:, :] += across * 0.35 * u * np.sin(np.linspace(0, np.pi, len(rib)))[:, None]
        canvas.stroke(rib, 0.025, colour * np.float32(0.5), 0.8)


def guitar(canvas: Canvas, stance: Stance) -> None:
    """Draw a guitar in its bag's strap, slung over the back, its neck up over a shoulder."""
    x, y = stance.neck
    back = -0.5 if stance.profile else 0.05
    turn = 0.3
    cos, sin = np.cos(turn), np.sin(turn)
    flat = 0.45 if stance.profile else 1.0

    def at(rows: list[tuple[float, float]]) -> np.ndarray:
        flatten = np.array(rows) * (flat, 1.0)
        return np.stack([flatten[:, 0] * cos - flatten[:, 1] * sin, flatten[:, 0] * sin + flatten[:, 1] * cos], axis=1) + (x + back, y + 1.7)

    stem = at([(-0.09, -0.6), (0.09, -0.6), (0.08, -2.55), (0.15, -2.62), (0.13, -3.05), (-0.13, -3.05), (-0.15, -2.62), (-0.08, -2.55)])
    canvas.paint([stem], WOOD * np.float32(0.7), round_=0.06, folds=PLAIN, shade=0.3)
    half = [(0.0, -0.78), (0.34, -0.7), (0.5, -0.42), (0.4, -0.1), (0.46, 0.14), (0.66, 0.5), (0.6, 0.92), (0.3, 1.14), (0.0, 1.18)]
    body = at([*half, *[(-a, b) for a, b in half[-2:0:-1]]])
    canvas.paint([curve(body, closed=True)], LACQUER, round_=0.12, folds=Folds(0.12, 2.0, 0.1, np.pi / 2 + turn), shade=0.6)
    strap = points((x - 0.62, y + 0.06), (x - 0.1, y + 0.75), (x + 0.5, y + 1.5))
    if not stance.profile:
        canvas.stroke(curve(strap), 0.1, IRON, 0.9)


def backpack(canvas: Canvas, stance: Stance, colour: Float) -> None:
    """Draw a backpack."""
    x, y = stance.neck
    if stance.profile:
        shape = closed((x - 0.4, y + 0.15), (x - 0.75, y + 0.2), (x - 0.95, y + 0.8), (x - 0.98, y + 1.6), (x - 0.7, y + 1.9), (x - 0.35, y + 1.8))
    else:
        shape = closed((x - 0.35, y + 0.1), (x, y + 0.02), (x + 0.35, y + 0.1), (x + 0.58, y + 0.45), (x + 0.62, y + 1.5), (x + 0.45, y + 1.85), (x - 0.45, y + 1.85), (x - 0.62, y + 1.5), (x - 0.58, y + 0.45))
    canvas.paint(shape, colour, round_=0.22, folds=Folds(0.3, 0.6, 0.3), shade=0.6)
    if not stance.profile:
        canvas.paint(closed((x - 0.38, y + 1.0), (x + 0.38, y + 1.0), (x + 0.42, y + 1.6), (x - 0.42, y + 1.6)), colour * np.float32(0.85), round_=0.1, folds=SKIN)
