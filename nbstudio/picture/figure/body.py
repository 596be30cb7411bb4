"""Body: somebody far away, put together from back to front: legs, clothes, arms, head, and what is carried.

A photograph of a face ends at the chest, and a film needs somebody small in a large place. So far off nobody
sees a face: what is recognised is hair, colours and clothes, and how somebody stands.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nbstudio.picture.figure import garments, limbs, props, spacesuit
from nbstudio.picture.figure.canvas import Canvas, Drawn, Folds
from nbstudio.picture.figure.head import hat, head, hood, neck
from nbstudio.picture.figure.likeness import Likeness
from nbstudio.picture.figure.outfit import BARE, Outfit
from nbstudio.picture.figure.outline import GROUND, Shape, reach, tube
from nbstudio.picture.figure.stance import FORE, UPPER, Arm, Stance, roomy, take
from nbstudio.picture.person import Float

HANGING = Folds(0.6, 2.6, 0.24)
"""How cloth falls that hangs from the hips."""
SHORTS = (0.39, 0.37, 0.34, 0.33, 0.3, 0.3, 0.3)


def body(who: Likeness, worn: Outfit, tall: float, place: str, rng: np.random.Generator) -> tuple[Drawn, Stance]:
    """Return a figure who would be `tall` pixels upright, and the stance that was drawn (mirrored back)."""
    stance = take(worn.pose, worn.turn)
    mirrored = bool(rng.random() < 0.5)
    canvas = Canvas(max(24.0, tall) / GROUND, rng, mirrored)
    if worn.garment in {"spacesuit", "coat", "robe"}:
        stance = roomy(stance, {"spacesuit": 0.24, "coat": 0.08, "robe": 0.1}[worn.garment])
    if worn.prop == "umbrella":
        stance = _holding(stance)
    if worn.garment == "gown" and worn.pose == "walk":
        stance = take("stand", 0)
    wind = -worn.wind if mirrored else worn.wind
    props.behind(canvas, stance, place)
    if worn.garment == "spacesuit":
        props.before(canvas, stance)
        spacesuit.suit(canvas, stance, worn.top)
    else:
        _dressed(canvas, stance, worn, who, wind)
    _head(canvas, stance, worn, who, wind)
    if worn.prop == "umbrella":
        props.umbrella(canvas, stance, worn.turn)
        limbs.hand(canvas, stance.arms[1], who.skin)
    sign = -1.0 if mirrored else 1.0
    return canvas.finished(), replace(stance, head=(sign * stance.head[0], stance.head[1]))


def _holding(stance: Stance) -> Stance:
    """Return a stance whose right hand holds something up before the shoulder."""
    shoulder = stance.arms[1].joints[0]
    wrist = shoulder + np.array([0.42 if stance.profile else 0.3, 0.75])
    elbow = reach(shoulder, wrist, 0.8 * UPPER, 0.8 * FORE, 1.0 if stance.profile else -1.0)
    return replace(stance, arms=(stance.arms[0], Arm(np.stack([shoulder, elbow, wrist]), (0.0, -1.0))))


def _dressed(canvas: Canvas, stance: Stance, worn: Outfit, who: Likeness, wind: float) -> None:
    """Draw legs, clothes and arms."""
    kind, profile = worn.garment, stance.profile
    bare = kind in {"dress", "gown", "skirt", "shorts"}
    long = kind in {"gown", "robe"}
    for at, leg in enumerate(stance.legs):
        dim = np.float32(0.82 if profile and at == 0 else 1.0)
        limbs.foot(canvas, leg, worn.shoes * dim, profile=profile)
        if bare:
            limbs.bare_leg(canvas, leg, who.skin * dim, profile=profile)
            if kind == "shorts":
                limbs.leg(canvas, leg, SHORTS, worn.bottom * dim, until=0.92, profile=profile)
        elif not long or stance.seated:
            half = limbs.SLIM if kind in {"suit", "jacket"} else limbs.STRAIGHT
            limbs.leg(canvas, leg, half, worn.bottom * dim, profile=profile)
    props.before(canvas, stance)
    if profile:
        _sleeve(canvas, stance.arms[0], worn, who, worn.top * np.float32(0.8), sewn=False)
    elif kind in {"dress", "gown"}:
        for arm in stance.arms:
            _sleeve(canvas, arm, worn, who, worn.top)
    neck(canvas, stance, who)
    _trunk(canvas, stance, worn, wind)
    if profile and stance.seated:
        _lap(canvas, stance, worn, who)
    if worn.prop == "backpack":
        props.backpack(canvas, stance, worn.bottom * np.float32(1.4))
    props.held(canvas, stance)
    if profile or kind not in {"dress", "gown"}:
        for arm in stance.arms[1 if profile else 0 :]:
            _sleeve(canvas, arm, worn, who, worn.top)
    if worn.prop == "guitar":
        props.guitar(canvas, stance)


CUTS = {
    "jacket": (0.04, 0.42, 0.02, 0.64), "suit": (0.04, 0.6, 0.04, 0.6), "coat": (0.09, 0.3, 0.02, 0.66),
    "raincoat": (0.13, 0.3, 0.04, 0.72), "hoodie": (0.1, 0.36, -0.06, 0.7), "sweater": (0.05, 0.3, -0.04, 0.64),
    "tee": (0.03, 0.32, 0.02, 0.62), "shorts": (0.04, 0.32, 0.02, 0.62), "dress": (0.0, 0.2, 0.04, 0.56),
    "gown": (0.0, 0.2, 0.04, 0.55), "skirt": (0.01, -0.3, 0.0, 0.56), "robe": (0.07, 0.3, 0.0, 0.66),
}  # fmt: skip
"""Of what covers the trunk: how much wider than the body it is, how far below the hips it ends, how much it widens
there, and its half width at the waist, all in heads."""
HEMS = {"coat": 5.75, "raincoat": 5.3, "dress": 5.35, "gown": 7.36, "skirt": 5.1, "robe": 7.2}
FLARES = {"coat": 0.1, "raincoat": 0.16, "dress": 0.34, "gown": 0.4, "skirt": 0.26, "robe": 0.02}


def _trunk(canvas: Canvas, stance: Stance, worn: Outfit, wind: float) -> None:
    """Draw what covers the trunk, with the shoulders of its sleeves and what hangs from it."""
    kind = worn.garment
    ease, below, flare, waist = CUTS[kind]
    if stance.needs == "bench":
        below = min(below, 0.16)
    shape = garments.trunk(stance, ease, below, flare, worn.broad, waist)
    if kind not in {"dress", "gown"}:
        for arm in stance.arms[1 if stance.profile else 0 :]:
            shape += tube(limbs.arm_line(arm, _cut(kind), 0.72))
    tight = kind in {"dress", "gown"}
    folds = Folds(0.22, 0.9, 0.25, np.pi / 2 + 0.8) if tight else Folds(0.55, 1.1, 0.26, np.pi / 2 + 0.5)
    hanging: Shape = []
    if kind in HEMS and not stance.seated:
        skirt = garments.drape(
            stance, stance.pelvis[1] - 0.75, HEMS[kind], ease, FLARES[kind], _sway(stance, worn, wind)
        )
        if kind == "skirt":
            canvas.paint(skirt, worn.bottom, round_=0.34, folds=HANGING)
            garments.band(canvas, stance, stance.pelvis[1] - 0.66, 0.12, worn.bottom * np.float32(0.6))
        else:
            shape += skirt
            hanging = skirt
    canvas.paint(shape, worn.top, round_=0.3, folds=folds)
    if hanging:
        # Its folds begin where it is tight: they go over into the quiet cloth of the waist.
        waist_at = (stance.pelvis[0], stance.pelvis[1] - 0.9, 1.1)
        canvas.paint(hanging, worn.top, round_=0.34, folds=HANGING, shade=0.0, fade=waist_at)
    _details(canvas, stance, worn, stance.pelvis[1] + below)
    if kind in {"jacket", "suit", "coat", "raincoat"}:
        garments.collar(canvas, stance, worn.top * np.float32(0.8))


def _sway(stance: Stance, worn: Outfit, wind: float) -> float:
    """Return how far the hem is blown or swung, in heads to the right."""
    sway = wind * {"gown": 0.9, "dress": 0.8, "coat": 0.7, "robe": 0.3}.get(worn.garment, 0.5)
    return -abs(sway) - 0.25 if stance.profile and worn.pose in {"run", "dance", "walk"} else sway


def _details(canvas: Canvas, stance: Stance, worn: Outfit, hem: float) -> None:
    """Draw belts, seams and ribs on what was just drawn."""
    kind, y = worn.garment, stance.pelvis[1]
    if kind in {"jacket", "suit", "raincoat"}:
        garments.seam(canvas, stance, worn.top, hem)
    elif kind in {"coat", "robe"}:
        garments.seam(canvas, stance, worn.top, HEMS[kind] - 0.05, 2.7 if kind == "coat" else 2.9)
    if kind in {"hoodie", "sweater"}:
        garments.band(canvas, stance, hem - 0.16, 0.04, worn.top * np.float32(0.4), 0.6)
    elif kind in {"dress", "gown"}:
        garments.band(canvas, stance, y - 0.84, 0.09, worn.top * np.float32(0.6))
    elif kind == "coat":
        garments.band(canvas, stance, y - 0.9, 0.14, worn.top * np.float32(0.62))
    elif kind == "robe":
        garments.band(canvas, stance, y - 1.15, 0.6, worn.bottom, 1.0)
        garments.band(canvas, stance, y - 1.15, 0.06, worn.top * np.float32(0.9))


def _lap(canvas: Canvas, stance: Stance, worn: Outfit, who: Likeness) -> None:
    """Draw the nearer leg of somebody who sits, seen from the side, over the trunk, and the skirt on both."""
    kind, leg = worn.garment, stance.legs[1]
    if kind in {"dress", "gown", "skirt", "shorts"}:
        limbs.bare_leg(canvas, leg, who.skin, profile=True)
    else:
        limbs.leg(canvas, leg, limbs.STRAIGHT, worn.bottom, profile=True)
    if kind == "shorts":
        limbs.leg(canvas, leg, SHORTS, worn.bottom, until=0.92, profile=True)
    if kind in HEMS:
        colour = worn.bottom if kind == "skirt" else worn.top
        canvas.paint(
            garments.lap(stance, {"gown": 1.9, "robe": 1.9}.get(kind, 1.25)), colour, round_=0.24, folds=HANGING
        )


def _cut(kind: str) -> tuple[float, ...]:
    """Return the half widths of a garment's sleeve."""
    loose = {"hoodie", "raincoat", "coat", "tee", "shorts"}
    return limbs.WIDE if kind == "robe" else limbs.LOOSE if kind in loose else limbs.SLEEVE


def _sleeve(canvas: Canvas, arm: Arm, worn: Outfit, who: Likeness, colour: Float, *, sewn: bool = True) -> None:
    until = 0.0 if worn.garment in {"gown", "dress"} else 0.75 if worn.garment in BARE else 2.0
    limbs.arm(canvas, arm, _cut(worn.garment), colour, who.skin, until, sewn=sewn)


def _head(canvas: Canvas, stance: Stance, worn: Outfit, who: Likeness, wind: float) -> None:
    """Draw the head and what is worn on it."""
    if worn.headwear == "helmet":
        spacesuit.helmet(canvas, stance)
        return
    if worn.garment == "spacesuit":
        neck(canvas, stance, who)
        garments.collar(canvas, stance, spacesuit.METAL, 0.12)
    covered = worn.headwear in {"hat", "cap", "beanie", "hood"}
    if worn.headwear == "hood":
        head(canvas, stance, replace(who, long=False), covered=True)
        hood(
            canvas,
            stance,
            worn.top if worn.garment in {"hoodie", "raincoat", "coat"} else worn.top * np.float32(0.8),
            up=True,
        )
        return
    if worn.garment in {"hoodie", "raincoat"} and not who.long:
        hood(canvas, stance, worn.top, up=False)
    head(canvas, stance, who, covered=covered, wind=wind, tied=worn.tied)
    if covered:
        hat(canvas, stance, worn.headwear, worn.bottom * np.float32(1.2) + np.float32(0.04))
