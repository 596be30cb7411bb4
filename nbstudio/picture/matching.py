"""Matching: people from several photographs made to have been taken by one camera, in one light.

Each photograph has its own exposure, white balance, contrast, colour, sharpness and noise. The scene's light is laid
on everybody alike afterwards; here what is each photograph's own is brought to what all have in common. Skin is the
measure, since a face is what all of them show: its hue is nearly the same on everybody, and how light it is is the
person's own, so that brightness is brought together only half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nbstudio.picture.person import LUMA, Float, Placed
from nbstudio.picture.strips import strips

FLOOR = np.float32(0.02)
HUE, LIGHT, SPREAD = 0.75, 0.45, 0.6
"""How much of a difference in white balance, brightness and contrast is taken away."""
MOST_HUE, MOST_LIGHT = 0.30, 0.35
"""And the most of it, in logarithms of linear light."""
GREY = 0.05
"""Saturation of a face below which a photograph has no colours to be balanced."""
SOFTER = 1.3
"""How much more detail a face may keep than the softest one has."""
BLURS = (0.0, 0.45, 0.6, 0.8, 1.0, 1.25, 1.5)
"""Tried in turn, in pixels of a frame 1296 high."""
SIDE = 96
"""Faces are measured this many pixels high, for tones, and twice that for detail."""


@dataclass(frozen=True, slots=True)
class Tone:
    """What a face is like: mean log light, its spread, log of blue, green and red beside it, saturation."""

    light: float
    spread: float
    hue: Float
    saturation: float


def matched(people: Sequence[Placed], seed: int = 0) -> tuple[Placed, ...]:
    """Return people of one frame, in the order given, as one camera would have seen them; one alone as they are."""
    if len(people) < 2:
        return tuple(people)
    tones = [tone(placed) for placed in people]
    coloured = [one for one in tones if one.saturation >= GREY] or tones
    hue = np.mean([one.hue for one in coloured], axis=0)
    light = float(np.mean([one.light for one in tones]))
    spread = float(np.exp(np.mean([np.log(max(0.05, one.spread)) for one in tones])))
    saturation = float(np.mean([one.saturation for one in coloured]))
    found = [_toned(placed, one, hue, light, spread, saturation) for placed, one in zip(people, tones, strict=True)]
    found = _focused(found)
    return tuple(_grained(found, seed))


def tone(placed: Placed) -> Tone:
    """Return what the face of somebody in the frame is like."""
    skin = _face(placed, SIDE, inner=True).reshape(-1, 3)
    luma = skin @ LUMA
    # Eyes, brows and highlights say nothing of a skin.
    low, high = np.percentile(luma, (30, 88))
    part = skin[(luma >= low) & (luma <= high)]
    linear = np.log(np.maximum(part, FLOOR)) * np.float32(2)
    mean = np.asarray(linear.mean(axis=0), np.float32)
    ends = np.percentile(np.log(np.maximum(luma, FLOOR)) * 2, (12, 88))
    strength = float(np.mean((part.max(axis=1) - part.min(axis=1)) / np.maximum(part.max(axis=1), FLOOR)))
    level = float(mean @ LUMA)
    return Tone(level, float(ends[1] - ends[0]), np.asarray(mean - level, np.float32), strength)


def detail(placed: Placed) -> float:
    """Return how much fine detail a face has in the frame: the spread of what a small blur takes, noise apart."""
    import cv2

    face = _face(placed, None, inner=True) @ LUMA
    radius = max(0.6, placed.frame[1] / 1296)
    fine = face - cv2.GaussianBlur(face, (0, 0), radius)
    # Hair and lashes are as sharp as skin is, and count for more than a few stray hairs.
    power = float(np.mean(np.minimum(fine * fine, 0.01))) - noise(placed) ** 2
    return float(np.sqrt(max(1e-6, power))) / max(0.08, float(face.std()))


def noise(placed: Placed) -> float:
    """Return the noise of a face's smooth parts, as a share of white."""
    import cv2

    face = np.asarray(_face(placed, None, inner=True) @ LUMA, np.float32)
    fine = np.abs(face - cv2.GaussianBlur(face, (0, 0), 1.0))
    soft = cv2.blur(fine, (9, 9))
    return float(1.4826 * np.median(fine[soft <= np.percentile(soft, 40)]))


def _face(placed: Placed, tall: int | None, *, inner: bool) -> Float:
    """Return the colours of a face, the whole box or what is surely skin of it, so many pixels high if any are told."""
    import cv2

    x, y, w, h = placed.face
    if inner:
        x, y, w, h = x + 0.15 * w, y + 0.12 * h, 0.7 * w, 0.74 * h
    left, top = round(x - placed.corner[0]), round(y - placed.corner[1])
    rows, columns = placed.fore.shape[:2]
    x0, y0 = min(max(0, left), columns - 4), min(max(0, top), rows - 4)
    part = placed.fore[y0 : max(y0 + 4, min(rows, top + round(h))), x0 : max(x0 + 4, min(columns, left + round(w)))]
    if tall is None:
        return np.ascontiguousarray(part, np.float32)
    size = (max(8, round(tall * part.shape[1] / part.shape[0])), tall)
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)


def _toned(placed: Placed, own: Tone, hue: Float, light: float, spread: float, saturation: float) -> Placed:
    """Return somebody in the common white balance, brightness and contrast."""
    import cv2

    grey = own.saturation < GREY
    gain = np.clip((1.0 if grey else HUE) * (hue - own.hue), -MOST_HUE, MOST_HUE)
    gain = gain + float(np.clip(LIGHT * (light - own.light), -MOST_LIGHT, MOST_LIGHT))
    power = float(np.clip((spread / max(0.05, own.spread)) ** SPREAD, 0.8, 1.25))
    vivid = 1.0 if grey else float(np.clip((saturation / max(0.03, own.saturation)) ** SPREAD, 0.75, 1.35))
    # About the middle of the face, in display values (half the logarithm of light).
    pivot = float(np.exp(own.light / 2))
    scale = np.asarray(np.exp(gain / 2), np.float32)
    out = np.empty_like(placed.fore)
    for strip in strips(len(out)):
        part = placed.fore[strip] * scale
        luma = np.maximum(cv2.transform(part, LUMA[None]), FLOOR)
        bent = cv2.pow(luma / np.float32(pivot), power - 1)
        # Contrast and colour are a face's matter: what is much darker keeps what it has, noise too.
        share = np.clip(luma / np.float32(pivot) * 2 - 0.5, 0, 1)[..., None]
        part *= 1 + (bent[..., None] - 1) * share
        middle = cv2.transform(part, LUMA[None])[..., None]
        out[strip] = np.clip(middle + (part - middle) * (1 + (np.float32(vivid) - 1) * share), 0, 1)
    return replace(placed, fore=out)


def _focused(people: Sequence[Placed]) -> list[Placed]:
    """Return people none of whom is much sharper than the softest."""
    import cv2

    known = [detail(placed) for placed in people]
    wanted = SOFTER * min(known)
    found = []
    for placed, own in zip(people, known, strict=True):
        best = placed
        for sigma in BLURS[1:] if own > wanted else ():
            blur = sigma * placed.frame[1] / 1296
            best = replace(placed, fore=np.asarray(cv2.GaussianBlur(placed.fore, (0, 0), blur), np.float32))
            if detail(best) <= wanted:
                break
        found.append(best)
    return found


def _grained(people: Sequence[Placed], seed: int) -> list[Placed]:
    """Return people with the noise of the noisiest, as far as a camera has it."""
    import cv2

    known = [noise(placed) for placed in people]
    most = min(max(known), 0.02)
    found = []
    for n, (placed, own) in enumerate(zip(people, known, strict=True)):
        missing = float(np.sqrt(max(0.0, most * most - own * own)))
        if missing < 0.002:
            found.append(placed)
            continue
        rng = np.random.default_rng([seed, 91, n])
        grain = rng.standard_normal(placed.fore.shape[:2], np.float32)
        radius = max(0.5, 0.7 * placed.frame[1] / 1296)
        grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), radius), np.float32)
        grain *= np.float32(missing / max(1e-6, float(grain.std())))
        found.append(replace(placed, fore=np.asarray(np.clip(placed.fore + grain[..., None], 0, 1), np.float32)))
    return found
