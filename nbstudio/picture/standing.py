"""Standing: a figure put on the ground of a scene, as far away as a wide shot has it.

What makes a small figure belong to a place: feet on something, a head that meets the horizon where the camera's
height has it, the light behind it, a shadow that falls from it, and the same air in front of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture import foreground, lens
from nbstudio.picture.figure import body, shaded
from nbstudio.picture.person import Float, Portrait, Setting

TALL = {"wide": 0.46, "extreme-wide": 0.25}
"""How tall a figure is, as a share of the frame's height."""
FEET = {"wide": 0.93, "extreme-wide": 0.88}
LINES = {"wide": 0.9, "extreme-wide": 0.86}
FLOORED = frozenset({"street", "interior", "cabin", "stage", "studio", "abstract"})
"""Places whose own picture has ground to stand on."""
SHINY = frozenset({"street", "stage", "abstract", "cabin", "studio"})
COVERS = {"city": "roof", "sea": "strand", "space": "rock", "orbit": "rock", "sky": "rock"}
SIDES = (-0.2, 0.2, 0.02, -0.27, 0.27, -0.05)


@dataclass(frozen=True, slots=True)
class Stood:
    """The picture with the figure in it, what is behind it and its ground, the coverage of both over the frame.

    `head` is the box of the head in pixels; `floored` tells whether the ground is the scene's own.
    """

    picture: Float
    under: Float
    cover: Float
    head: tuple[float, float, float, float]
    floored: bool


def stand(portrait: Portrait, seen: Setting, size: str, place: str, pose: str, seed: int) -> Stood:
    """Return a scene with a person standing in it, small, `size` wide or extreme-wide."""
    import cv2

    rng = np.random.default_rng([seed, 31])
    height, width = seen.back.shape[:2]
    under = seen.back.copy()
    tall = round(height * TALL[size] * float(rng.uniform(0.93, 1.07)))
    feet = height * FEET[size]
    x = _place(seen.back, seed, feet, tall)
    floored = place in FLOORED
    if not floored:
        line = height * LINES[size]
        ground = foreground.draw(COVERS.get(place, place), line, under, seen, seed)
        cover = ground[..., 3:]
        under = np.asarray(under * (1 - cover) + ground[..., :3], np.float32)
        column = ground[:, min(width - 1, max(0, round(x))), 3]
        top = int(np.argmax(column > 0.5)) if (column > 0.5).any() else round(line)
        feet = top + 0.05 * tall if foreground.kind(place) == "grass" else top + 0.012 * tall
    held = under[..., 0] * 0 if floored else ground[..., 3]
    figure = body(portrait, tall, pose, rng)
    key, ambient = np.array(seen.key, np.float32), np.array(seen.ambient, np.float32)
    light = (seen.lamp[0] - x / width, seen.lamp[1] - (feet - tall) / height)
    norm = max(1e-3, float(np.hypot(*light)))
    around = cv2.resize(seen.back, (16, 9), interpolation=cv2.INTER_AREA)
    bright = float(around.mean())
    fore = shaded(figure, key, ambient, (light[0] / norm, light[1] / norm), 0.7 + 0.75 * bright)
    left, top = round(x) - figure.middle, round(feet) - tall
    alpha = _framed(figure.alpha, left, top, width, height)
    colour = np.dstack([_framed(fore[..., c], left, top, width, height) for c in range(3)])
    if seen.haze:
        air = around[3:6].mean(axis=(0, 1))
        colour += (air - colour) * np.float32(seen.haze * (0.22 if size == "wide" else 0.4))
    _shadow(under, figure.alpha, x, feet, light[0], shiny=place in SHINY)
    # A little light stands around a figure, as air and lenses have it: it is what the eye finds first.
    glow = np.zeros((max(2, height // 16), max(2, width // 16)), np.float32)
    spot = (round(x / 16), round((feet - 0.55 * tall) / 16))
    cv2.ellipse(glow, spot, (max(1, round(tall / 30)), max(1, round(tall / 22))), 0, 0, 360, 1.0, -1)
    glow = np.asarray(cv2.GaussianBlur(glow, (0, 0), max(1.0, tall / 50)), np.float32)
    warm = (0.5 * key + 0.5 * around.mean(axis=(0, 1))) * np.float32(0.16)
    under = lens.screened(under, np.asarray(cv2.resize(glow, (width, height))[..., None] * warm, np.float32))
    if not floored and foreground.kind(place) == "grass":
        alpha = np.asarray(alpha * (1 - np.clip(ground[..., 3] * 1.2 - 0.2, 0, 1)), np.float32)
    picture = np.asarray(under + (colour - under) * alpha[..., None], np.float32)
    veil = lens.veil(under.shape[:2], seen)
    head = (x - 0.07 * tall, feet - tall, 0.14 * tall, 0.15 * tall)
    behind = under if floored else seen.back.copy()
    return Stood(lens.screened(picture, veil), lens.screened(behind, veil), np.maximum(alpha, held), head, floored)


def _place(back: Float, seed: int, feet: float, tall: int) -> float:
    """Return the column to stand on: the seed's own, or the next where a figure is much better seen."""
    height, width = back.shape[:2]
    rows = slice(max(0, round(feet - tall)), max(1, min(height, round(feet - 0.4 * tall))))
    found = []
    for turn in (0, 2):
        x = width * (0.5 + SIDES[(seed + turn) % len(SIDES)])
        part = back[rows, max(0, round(x - 0.12 * tall)) : max(1, round(x + 0.12 * tall))]
        found.append((float(part.mean()) if part.size else 0.0, x))
    return float(found[1][1]) if found[1][0] > 1.4 * found[0][0] + 0.01 else float(found[0][1])


def _framed(part: Float, left: int, top: int, width: int, height: int) -> Float:
    """Return a part at a place of an otherwise empty frame."""
    out = np.zeros((height, width), np.float32)
    h, w = part.shape
    y0, y1, x0, x1 = max(0, top), min(height, top + h), max(0, left), min(width, left + w)
    if y1 > y0 and x1 > x0:
        out[y0:y1, x0:x1] = part[y0 - top : y1 - top, x0 - left : x1 - left]
    return out


def _shadow(under: Float, alpha: Float, x: float, feet: float, toward: float, *, shiny: bool) -> None:
    """Darken the ground below a figure, longer and away from the light; on a shiny floor it is mirrored."""
    import cv2

    height, width = under.shape[:2]
    tall, across = alpha.shape
    length = 0.55 if shiny else 0.4
    lean = float(np.clip(-1.2 * toward, -0.7, 0.7)) * (0.0 if shiny else 1.0)
    # The figure upside down from its feet, sheared away from the light.
    matrix = np.array([[1, -lean, x - across / 2 + lean * tall], [0, -length, feet + length * tall - 2]], np.float64)
    fallen = cv2.warpAffine(alpha, matrix, (width, height), flags=cv2.INTER_LINEAR)
    fallen = cv2.GaussianBlur(fallen, (0, 0), max(0.8, 0.02 * tall))
    rows = np.arange(height, dtype=np.float32)[:, None]
    fallen *= np.clip(1 - (rows - feet) / (0.9 * length * tall), 0, 1) * (rows >= feet - 2)
    contact: Float = np.zeros((height, width), np.float32)
    cv2.ellipse(contact, (round(x), round(feet)), (round(0.13 * tall), max(1, round(0.018 * tall))), 0, 0, 360, 1.0, -1)
    contact = np.asarray(cv2.GaussianBlur(contact, (0, 0), max(0.7, 0.015 * tall)), np.float32)
    under *= (1 - np.clip(0.62 * fallen + 0.5 * contact, 0, 0.8))[..., None]
