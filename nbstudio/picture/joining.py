"""Joining: people laid into a backdrop one after the other, the farthest first, in one light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nbstudio.picture import lens
from nbstudio.picture.double import doubled
from nbstudio.picture.framing import Framing
from nbstudio.picture.look import Look
from nbstudio.picture.person import LUMA, Float, Placed, Setting
from nbstudio.picture.relight import lit, wrapped
from nbstudio.picture.seen import Seen, changed
from nbstudio.picture.strips import strips

RIMS = {"silhouette": 1.5, "extreme-close-up": 0.7, "close-up": 0.8, "medium-close-up": 0.9}
"""How bright the edge towards the light is; 1 elsewhere."""
STEP = 0.06
"""How much less each of those behind moves than the one before."""
DREAMT = 0.62
"""How much of somebody dreamt of is left over the scene."""
OCCLUDED = 0.5
"""How dark somebody is right behind another's shoulder: no light gets between two bodies that close."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Somebody's coverage, a window at `corner`, what is under it (of the whole frame), and how much it moves."""

    cover: Float
    corner: tuple[int, int]
    under: Float
    share: float = 1.0


def joined(people: Sequence[Placed], seen: Setting, framing: Framing, look: Look) -> tuple[Float, list[Laid]]:
    """Return the backdrop with everybody in it, and the layers from back to front; `people` come the nearest first."""
    if framing.size == "double-exposure":
        return _dreamt(people, seen, look), []
    picture = parted(seen.back, people)
    laid: list[Laid] = []
    for depth in reversed(range(len(people))):
        placed = people[depth]
        light = seen if len(people) == 1 else _shared(seen, people, placed)
        under = picture
        fore, alpha = _lit(placed, light, framing, look, under)
        rows, columns = placed.window
        picture = under.copy()
        if laid:
            _shaded(picture, placed, laid)
        behind = picture[rows, columns]
        for strip in strips(len(alpha)):
            below, cover = behind[strip], alpha[strip]
            behind[strip] = below + (fore[strip] - below) * _thrice(cover)
        laid.append(Laid(alpha, placed.corner, under, 1.0 - STEP * depth))
    glow = lens.veil(picture.shape[:2], seen)
    for one, placed in zip(laid, reversed(people), strict=True):
        rows, columns = placed.window
        one.under[rows, columns] = lens.screened(one.under[rows, columns], glow[rows, columns])
    return lens.screened(picture, glow), laid


def _thrice(cover: Float) -> Float:
    """Return one channel as three."""
    import cv2

    return np.asarray(cv2.merge([cover, cover, cover]), np.float32)


def _lit(placed: Placed, seen: Setting, framing: Framing, look: Look, under: Float) -> tuple[Float, Float]:
    """Return somebody's colours in the scene's light, and the coverage."""
    import cv2

    alpha = placed.alpha
    if framing.size == "detail":
        # Somebody near the lens: out of focus, in shadow, the scene beyond is what is sharp.
        fore = lit(placed, seen, exposure=0.6, rim=1.2, shadow=0.88)
        radius = placed.frame[1] / 90
        alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), radius), np.float32)
        held = cv2.GaussianBlur(fore * placed.alpha[..., None], (0, 0), radius)
        return np.asarray(held / (alpha[..., None] + np.float32(1e-3)), np.float32), alpha
    # In a silhouette nothing of a face may be guessed at: a style's lines would find it.
    shadow = 1.0 if framing.size == "silhouette" else 0.0
    fore = lit(placed, seen, rim=RIMS.get(framing.size, 1.0), shadow=shadow, drama=look.drama)
    return wrapped(fore, alpha, under[placed.window], 0.28 if shadow < 0.5 else 0.2), alpha


def _shared(seen: Setting, people: Sequence[Placed], placed: Placed) -> Seen:
    """Return the setting whose lamp stands as far beside this face as beside the middle of all faces."""
    width, height = placed.frame
    middles = [((one.face[0] + one.face[2] / 2) / width, (one.face[1] + one.face[3] / 2) / height) for one in people]
    own = middles[next(n for n, one in enumerate(people) if one is placed)]
    mean = [sum(part) / len(people) for part in zip(*middles, strict=True)]
    lamp = (seen.lamp[0] + own[0] - mean[0], seen.lamp[1] + own[1] - mean[1])
    return changed(seen, lamp=lamp)


def _shaded(picture: Float, placed: Placed, behind: Sequence[Laid]) -> None:
    """Darken those behind where somebody stands close before them."""
    import cv2

    height, width = picture.shape[:2]
    small = (max(2, width // 8), max(2, height // 8))
    near = np.zeros((height, width), np.float32)
    near[placed.window] = placed.alpha
    soft = cv2.GaussianBlur(
        cv2.resize(near, small, interpolation=cv2.INTER_AREA), (0, 0), max(1.0, 0.22 * placed.face[3] / 8)
    )
    covered = np.zeros((height, width), np.float32)
    for one in behind:
        (x, y), (h, w) = one.corner, one.cover.shape
        part = covered[y : y + h, x : x + w]
        np.maximum(part, one.cover, out=part)
    bodies = cv2.resize(covered, small, interpolation=cv2.INTER_AREA)
    # Faces stay lit: it is shoulders that are in another's shade.
    shade = 1 - np.float32(OCCLUDED) * np.clip(1.5 * soft - 0.1, 0, 1) * bodies
    full = cv2.resize(shade.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    for strip in strips(height):
        picture[strip] *= full[strip][..., None]


def _dreamt(people: Sequence[Placed], seen: Setting, look: Look) -> Float:
    """Return the double exposure of the first of people, over whom the scene and the others are exposed."""
    import cv2

    first = people[0]
    fore = lit(first, seen, exposure=1.6, rim=0, drama=0.5 * look.drama)
    if len(people) == 1:
        return doubled(first, fore, seen)
    back = seen.back.copy()
    for placed in reversed(people[1:]):
        light = _shared(seen, people, placed)
        own = lit(placed, light, exposure=0.9, rim=0.4, drama=look.drama)
        # A memory has little colour of its own.
        grey = cv2.transform(own, LUMA[None])[..., None]
        own = 0.35 * own + 0.65 * grey * (0.4 * np.array(seen.key, np.float32) + 0.6)
        part = back[placed.window]
        cover = placed.alpha * _vanishing(placed)
        part += (own - part) * (np.float32(DREAMT) * cover)[..., None]
    return doubled(first, fore, _before(seen, back))


def _before(seen: Setting, back: Float) -> Seen:
    """Return a setting with another backdrop."""
    return changed(seen, back=back)


def _vanishing(placed: Placed) -> Float:
    """Return how much of somebody dreamt of is seen, by rows: nothing of the body's end."""
    down = np.arange(placed.alpha.shape[0], dtype=np.float32) + placed.corner[1]
    start = placed.face[1] + 1.1 * placed.face[3]
    return np.asarray(1 - np.clip((down - start) / max(1.0, 0.9 * placed.face[3]), 0, 1), np.float32)[:, None]


def parted(back: Float, people: Sequence[Placed]) -> Float:
    """Return a new backdrop, darker behind people: a figure must not drown in a busy scene."""
    import cv2

    height, width = back.shape[:2]
    small = np.zeros((max(2, height // 16), max(2, width // 16)), np.float32)
    for placed in people:
        x, y, w, h = (value / 16 for value in placed.face)
        centre = (round(x + w / 2), round(y + 0.75 * h))
        cv2.ellipse(small, centre, (max(1, round(1.5 * w)), max(1, round(1.6 * h))), 0, 0, 360, 1.0, -1)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), max(1.0, 0.9 * people[0].face[3] / 16)), np.float32)
    thumb = cv2.resize(back, (32, 18), interpolation=cv2.INTER_AREA)
    # A bright, quiet scene parts by itself; a dark or a busy one is where figures drown.
    strength = np.float32(np.clip(0.18 + 1.6 * float(thumb.std()) - 0.35 * float(thumb.mean()), 0, 0.38))
    shade = cv2.resize(1 - strength * small, (width, height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(back)
    for strip in strips(height):
        part = shade[strip]
        cv2.multiply(back[strip], cv2.merge([part, part, part]), dst=out[strip])
    return out
