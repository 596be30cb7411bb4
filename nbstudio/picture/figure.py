"""Figure: a whole person, far away and seen from behind, whom no portrait shows.

A photograph of a face ends at the chest, and a film needs somebody small in a large place. So far off nobody
sees a face: what is recognised is the outline of the head, which is the photograph's own, and the colours of hair
and clothes. The body below is drawn from limbs, in a few poses, lit by the scene from behind, and stands on
what the scene has to stand on, with its shadow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Portrait

HEADS = 7.4
"""Heads that a body is tall."""
FINE = 2
"""Drawn so many times larger, then shrunk by area: limbs have soft edges."""
POSES = ("stand", "walk", "wait", "open")
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Body:
    """A drawn figure: its colours BGR 0 to 1 (unlit), coverage, and which column of it is its middle."""

    colour: Float
    alpha: Float
    middle: int


def body(portrait: Portrait, tall: int, pose: str, rng: np.random.Generator) -> Body:
    """Return a figure `tall` pixels high in a pose of `POSES`, the head that of the photograph."""
    import cv2

    tall = max(24, tall)
    unit = FINE * tall / HEADS
    half = round(3.2 * unit)
    canvas = np.zeros((round(FINE * tall), 2 * half), np.uint8)
    limbs, torso = _limbs(pose, rng)
    sway = float(rng.uniform(-0.06, 0.06))

    def at(points: Points) -> Points:
        lean = sway * (1 - points[:, 1:] / HEADS)
        return np.asarray(np.hstack([points[:, :1] + lean, points[:, 1:]]) * unit + [half, 0])

    cv2.fillPoly(canvas, [np.round(at(_smooth(torso)) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    for joints in limbs:
        _limb(canvas, at(joints[:, :2]), joints[:, 2] * unit)
    skull, hair = _head(portrait, round(1.12 * unit))
    left = half + round(sway * unit) - skull.shape[1] // 2
    canvas[: skull.shape[0], left : left + skull.shape[1]] = np.maximum(
        canvas[: skull.shape[0], left : left + skull.shape[1]], skull
    )
    size = (max(8, round(2 * half / FINE)), tall)
    alpha = np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)
    cloth = _cloth(portrait)
    down = (np.arange(tall, dtype=np.float32) / tall * HEADS)[:, None, None]
    legs = np.clip((down - 3.9) * 3, 0, 1)
    neck = np.clip((down - 1.02) * 9, 0, 1)
    dressed = (hair + (cloth - hair) * neck) * (1 - 0.45 * legs)
    colour = np.broadcast_to(dressed, (tall, size[0], 3)).astype(np.float32)
    return Body(np.asarray(colour, np.float32), alpha, round(half / FINE))


def shaded(figure: Body, key: Float, ambient: Float, direction: tuple[float, float], level: float) -> Float:
    """Return a figure's colours in light from behind: dark, with a bright edge where `direction` points."""
    import cv2

    tall = figure.alpha.shape[0]
    bump = cv2.GaussianBlur(figure.alpha, (0, 0), max(1.0, 0.035 * tall))
    gx = cv2.Sobel(bump, cv2.CV_32F, 1, 0, scale=0.035 * tall / 4)
    gy = cv2.Sobel(bump, cv2.CV_32F, 0, 1, scale=0.035 * tall / 4)
    facing = np.clip(-(gx * direction[0] + 0.6 * gy * direction[1]), 0, 1)
    thin = cv2.GaussianBlur(figure.alpha, (0, 0), max(0.7, 0.006 * tall))
    edge = np.clip((1 - thin) * 2, 0, 1) * np.clip(0.25 + 1.6 * facing, 0, 1)
    light = ambient * np.float32(0.5 * level) + key * (0.75 * level * facing)[..., None]
    out = figure.colour * figure.colour * light + key * (0.8 * level * edge * edge)[..., None]
    return np.asarray(np.sqrt(np.clip(out, 0, 1)), np.float32)


def _limbs(pose: str, rng: np.random.Generator) -> tuple[list[Points], Points]:
    """Return limbs as rows of x, y and radius (in heads, from the crown down), and the torso's outline."""
    side = float(rng.choice([-1.0, 1.0]))
    wide = {"stand": 0.34, "walk": 0.2, "wait": 0.26, "open": 0.42}[pose]

    def leg(sign: float, foot: float, knee: float) -> Points:
        x = sign * 0.33
        return np.array(
            [[x, 3.7, 0.36], [x + sign * knee, 5.35, 0.235], [sign * (wide + 0.04), foot - 0.35, 0.15],
             [sign * (wide + 0.16), foot - 0.1, 0.115]]
        )  # fmt: skip

    lifted = 6.85 if pose == "walk" else HEADS
    legs = [leg(side, HEADS, 0.02), leg(-side, lifted, 0.05)]
    if pose == "open":
        arms = [np.array([[s * 0.82, 1.62, 0.24], [s * 1.75, 1.9, 0.185], [s * 2.55, 1.55, 0.11]]) for s in (-1, 1)]
    elif pose == "wait":  # hands in the pockets
        arms = [np.array([[s * 0.84, 1.66, 0.25], [s * 1.12, 2.75, 0.2], [s * 0.72, 3.55, 0.14]]) for s in (-1, 1)]
    else:
        swing = 0.16 if pose == "walk" else 0.0
        arms = [
            np.array([[s * 0.84, 1.66, 0.25], [s * 1.03, 2.72, 0.19], [s * (0.98 + swing * s * side), 3.72, 0.115]])
            for s in (-1.0, 1.0)
        ]
    right = np.array(
        [[0.2, 0.8], [0.24, 1.16], [0.62, 1.32], [0.98, 1.5], [1.02, 1.8], [0.82, 2.25], [0.68, 2.85], [0.74, 3.5],
         [0.8, 4.25], [0.4, 4.32]]
    )  # fmt: skip
    return [*legs, *arms], np.vstack([right, right[::-1] * [-1, 1]])


def _smooth(outline: Points) -> Points:
    """Return a closed outline with its corners cut twice (Chaikin)."""
    for _ in range(2):
        after = np.roll(outline, -1, axis=0)
        outline = np.stack([0.75 * outline + 0.25 * after, 0.25 * outline + 0.75 * after], axis=1).reshape(-1, 2)
    return outline


def _limb(canvas: NDArray[np.uint8], joints: Points, radii: Points) -> None:
    """Draw a limb: between two joints, the hull of two discs."""
    import cv2

    turn = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for a, b, ra, rb in zip(joints, joints[1:], radii, radii[1:], strict=False):
        hull = cv2.convexHull(np.round(np.vstack([a + ra * ring, b + rb * ring]) * 16).astype(np.int32))
        cv2.fillPoly(canvas, [hull], 255, cv2.LINE_AA, 4)


def _head(portrait: Portrait, tall: int) -> tuple[NDArray[np.uint8], Float]:
    """Return the outline of the photograph's head, `tall` pixels from crown to chin, and the colour of its hair."""
    import cv2

    alpha, cutout = portrait.alpha, portrait.cutout
    if portrait.face is None:
        skull = np.zeros((tall, round(0.8 * tall)), np.uint8)
        cv2.ellipse(skull, (round(0.4 * tall), tall // 2), (round(0.36 * tall), tall // 2), 0, 0, 360, 255, -1)
        return skull, np.full(3, 0.1, np.float32)
    x, y, w, h = portrait.face.box
    chin = min(alpha.shape[0], round(y + h))
    left, right = max(0, round(x - 0.55 * w)), min(alpha.shape[1], round(x + 1.55 * w))
    part = alpha[:chin, left:right]
    rows = np.flatnonzero((part > 128).sum(axis=1) > 0.12 * w)
    top = int(rows[0]) if rows.size else 0
    part = part[top:].copy()
    # Below the ears shoulders begin: the neck that is drawn goes on from there.
    low, middle = round(0.62 * part.shape[0]), round(x + w / 2) - left
    part[low:, : max(0, round(middle - 0.5 * w))] = 0
    part[low:, round(middle + 0.5 * w) :] = 0
    size = (max(4, round(tall * part.shape[1] / max(1, part.shape[0]))), tall)
    skull = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    crown = max(top + 1, round(top + 0.35 * (y - top) + 0.02 * h))
    found = cutout[top : max(crown, top + 3), left:right][alpha[top : max(crown, top + 3), left:right] > 200]
    hair = np.median(found, axis=0) / 255 if len(found) else np.full(3, 0.1)
    return skull, np.asarray(hair, np.float32) * np.float32(0.8)


def _cloth(portrait: Portrait) -> Float:
    """Return the colour of the clothes: what most of the photograph's lowest quarter has."""
    alpha, cutout = portrait.alpha, portrait.cutout
    start = round(0.75 * alpha.shape[0])
    found = cutout[start:][alpha[start:] > 220]
    colour = np.median(found, axis=0) / 255 if len(found) else np.full(3, 0.15)
    return np.asarray(np.clip(colour, 0.05, 0.62), np.float32)
