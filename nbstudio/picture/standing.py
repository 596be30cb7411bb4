"""Standing: a figure put on the ground of a scene, as far away as a wide shot has it.

What makes a small figure belong to a place: feet on something, a head that meets the horizon where the camera's
height has it, the light behind it, a shadow that falls from it, and the same air in front of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nbstudio.picture import foreground, lens
from nbstudio.picture.figure.body import body
from nbstudio.picture.figure.canvas import Drawn
from nbstudio.picture.figure.light import Light, lit
from nbstudio.picture.figure.likeness import likeness
from nbstudio.picture.figure.outfit import Guise, outfit, told
from nbstudio.picture.figure.outline import GROUND
from nbstudio.picture.person import Float, Portrait, Setting

Window = tuple[slice, slice]
TALL = {"wide": 0.4, "extreme-wide": 0.2}
"""How tall a figure is that stands upright, as a share of the frame's height."""
SPREAD = (0.86, 1.1)
"""How much that varies from shot to shot."""
UNLIKE = (0.94, 1.04)
"""And how much those who stand beside each other differ."""
FEET = {"wide": 0.93, "extreme-wide": 0.88}
LINES = {"wide": 0.9, "extreme-wide": 0.86}
FLOORED = frozenset(
    {
        "street", "interior", "cabin", "stage", "studio", "abstract", "train", "car", "highway", "airport", "bar",
        "church", "corridor", "subway", "library", "motel", "bedroom", "kitchen", "booth", "cemetery", "playground",
        "rooftop",
    }
)  # fmt: skip
"""Places whose own picture has ground to stand on."""
SHINY = frozenset(
    {"street", "stage", "abstract", "cabin", "studio", "airport", "church", "corridor", "subway", "library", "booth"}
)
COVERS = {
    "city": "roof",
    "harbour": "strand",
    "bridge": "strand",
    "sea": "strand",
    "space": "rock",
    "orbit": "rock",
    "sky": "rock",
}
APART = 0.72
"""How far apart two people stand, in their height."""
Head = tuple[float, float, float, float]
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


def stand(
    portrait: Portrait,
    seen: Setting,
    size: str,
    place: str,
    guise: Guise,
    seed: int,
    *,
    at: float | None = None,
    turn: int = 0,
) -> Stood:
    """Return a scene with a person standing in it, small, `size` wide or extreme-wide.

    `at` is the column to stand at, where that is settled; `turn` counts those who stand in one scene.
    """
    import cv2

    rng = np.random.default_rng([seed, 31])
    height, width = seen.back.shape[:2]
    under = seen.back.copy()
    tall = height * TALL[size] * float(rng.uniform(*SPREAD))
    if turn:  # as tall as the others, nearly
        rng = np.random.default_rng([seed, 31, turn])
        tall *= float(rng.uniform(*UNLIKE))
    feet = height * FEET[size]
    who = told(guise, likeness(portrait))
    figure, stance = body(who, outfit(guise, who, place, rng), tall, place, rng)
    x = _place(seen.back, seed, feet, round(tall)) if at is None else at
    # Arms that are spread stay in an upright frame.
    beyond = figure.alpha.shape[1] - figure.middle
    if figure.alpha.shape[1] < width:
        x = min(max(x, float(figure.middle)), float(width - beyond))
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
    fore = lit(figure, _light(seen, x / width, (feet - 0.6 * tall) / height))
    left, top = round(x) - figure.middle, round(feet) - figure.feet
    if seen.haze:
        around = cv2.resize(seen.back, (16, 9), interpolation=cv2.INTER_AREA)
        air = around[3:6].mean(axis=(0, 1))
        fore += (air - fore) * np.float32(seen.haze * (0.22 if size == "wide" else 0.4))
    _shadow(under, figure, fore, (left, top), seen.lamp[0] - x / width, shiny=place in SHINY)
    alpha = _framed(figure.alpha, left, top, width, height)
    if not floored and foreground.kind(place) == "grass":
        alpha = np.asarray(alpha * (1 - np.clip(ground[..., 3] * 1.2 - 0.2, 0, 1)), np.float32)
    picture = under.copy()
    inside, own = _window((left, top), figure.alpha.shape, (height, width))
    picture[inside] += (fore[own] - picture[inside]) * alpha[inside][..., None]
    veil = lens.veil(under.shape[:2], seen)
    hx, hy = x + figure.unit * stance.head[0], feet - figure.unit * (GROUND - stance.head[1])
    head = (hx - 0.52 * figure.unit, hy - 0.55 * figure.unit, 1.04 * figure.unit, 1.1 * figure.unit)
    behind = under if floored else seen.back.copy()
    return Stood(lens.screened(picture, veil), lens.screened(behind, veil), np.maximum(alpha, held), head, floored)


def _light(seen: Setting, x: float, y: float) -> Light:
    """Return the light of a scene on somebody at a place of it (fractions of the frame)."""
    import cv2

    around = np.asarray(cv2.resize(seen.back, (16, 9), interpolation=cv2.INTER_AREA), np.float32)
    sky, ground = around[:4].mean(axis=(0, 1)), around[6:].mean(axis=(0, 1))
    ambient = np.array(seen.ambient, np.float32)
    away = np.array([(seen.lamp[0] - x) * 1.6, seen.lamp[1] - y])
    far = max(1e-3, float(np.hypot(*away)))
    toward = away / far * min(0.96, far / 0.4)
    bright = float(around.mean())
    return Light(
        np.array(seen.key, np.float32),
        np.asarray(0.7 * sky + 0.3 * ambient, np.float32),
        np.asarray(0.6 * ground + 0.2 * ambient, np.float32),
        (float(toward[0]), float(toward[1])),
        0.75 + 0.5 * bright,
    )


def beside(count: int, seen: Setting, size: str, seed: int, one: Callable[[int, float | None], Stood]) -> Stood:
    """Return a scene with so many people standing side by side; `one` stands a person of that number at a column.

    Each is seen in a strip of the frame of his or her own: it is one scene, so that no seam is seen.
    """
    if count == 1:
        return one(0, None)
    height, width = seen.back.shape[:2]
    tall = height * TALL[size]
    step = min(APART * tall, 0.8 * width / count)
    half = (count - 1) / 2 * step
    middle = _place(seen.back, seed, height * FEET[size], round(tall))
    middle = min(max(middle, half + 0.1 * width), width - half - 0.1 * width)
    # The first named in the middle of more than two, else on either side.
    seats = sorted(range(count), key=lambda n: (abs(n - (count - 1) / 2), n if seed % 2 else -n))
    stood = {seat: one(n, middle - half + seat * step) for n, seat in enumerate(seats)}
    found = stood[0]
    for seat in range(1, count):
        seam = middle - half + (seat - 0.5) * step
        across = np.arange(width, dtype=np.float32)[None, :]
        share = np.clip((across - np.float32(seam)) / np.float32(max(2.0, 0.04 * tall)) + np.float32(0.5), 0, 1)
        mix = share[..., None]
        other = stood[seat]
        found = Stood(
            np.asarray(found.picture + (other.picture - found.picture) * mix, np.float32),
            np.asarray(found.under + (other.under - found.under) * mix, np.float32),
            np.asarray(found.cover + (other.cover - found.cover) * share, np.float32),
            _around(found.head, other.head),
            found.floored,
        )
    return found


def _around(one: Head, other: Head) -> Head:
    """Return the box that holds both."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, bottom - top


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


def _window(corner: tuple[int, int], shape: tuple[int, ...], frame: tuple[int, ...]) -> tuple[Window, Window]:
    """Return where a part at a corner (x, y) is in a frame, and which of the part that is."""
    x, y = corner
    x0, y0 = min(max(0, x), frame[1]), min(max(0, y), frame[0])
    x1, y1 = max(x0, min(frame[1], x + shape[1])), max(y0, min(frame[0], y + shape[0]))
    return (slice(y0, y1), slice(x0, x1)), (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))


def _framed(part: Float, left: int, top: int, width: int, height: int) -> Float:
    """Return a part at a place of an otherwise empty frame."""
    out = np.zeros((height, width), np.float32)
    inside, own = _window((left, top), part.shape, out.shape)
    out[inside] = part[own]
    return out


def _shadow(under: Float, figure: Drawn, fore: Float, corner: tuple[int, int], toward: float, *, shiny: bool) -> None:
    """Darken the ground below a figure, longer and away from the light; a shiny floor mirrors it."""
    import cv2

    unit, feet = figure.unit, figure.feet
    across = figure.alpha.shape[1]
    length = 0.55 if shiny else 0.35
    lean = 0.0 if shiny else float(np.clip(-1.6 * toward, -1.1, 1.1))
    # Only there is anything to do: around the feet, and as far as the shadow falls.
    air = round(0.8 * unit)
    shift = air + max(0, round(-lean * feet))
    size = (across + abs(round(lean * feet)) + 2 * air, air + round(length * feet) + air)
    place = (corner[0] - shift, corner[1] + feet - air)
    # The figure upside down from its feet, sheared away from the light.
    matrix = np.array([[1, -lean, shift + lean * feet], [0, -length, air + length * feet - 2]], np.float64)
    rows = np.arange(size[1], dtype=np.float32)[:, None] - air
    below = np.clip(1 - rows / (0.95 * length * GROUND * unit), 0, 1) * (rows >= -2)
    fallen = cv2.warpAffine(figure.alpha, matrix, size, flags=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(fallen, (0, 0), max(0.8, (0.09 if shiny else 0.15) * unit)) * below
    contact: Float = np.zeros(size[::-1], np.float32)
    spread = np.flatnonzero(figure.alpha[max(0, feet - round(0.3 * unit)) : feet].max(axis=0) > 0.5)
    left, right = (int(spread[0]), int(spread[-1])) if spread.size else (figure.middle, figure.middle)
    axes = (max(1, round((right - left) / 2 + 0.25 * unit)), max(1, round(0.11 * unit)))
    cv2.ellipse(contact, (shift + (left + right) // 2, air), axes, 0, 0, 360, 1.0, -1)
    contact = np.asarray(cv2.GaussianBlur(contact, (0, 0), max(0.7, 0.1 * unit)), np.float32)
    inside, own = _window(place, size[::-1], under.shape)
    dark = np.clip((0.45 if shiny else 0.6) * soft + 0.6 * contact, 0, 0.85)
    under[inside] *= 1 - np.asarray(dark, np.float32)[own][..., None]
    if shiny:
        # Wet or polished: its colours too, broken by what is not quite flat.
        whole = np.dstack([fore * figure.alpha[..., None], figure.alpha])
        image = cv2.warpAffine(whole, matrix, size, flags=cv2.INTER_LINEAR)
        image = cv2.GaussianBlur(image, (0, 0), sigmaX=0.03 * unit + 0.6, sigmaY=0.15 * unit + 0.6)
        mirrored = np.asarray(image * (0.55 * below)[..., None], np.float32)[own]
        under[inside] = under[inside] * (1 - mirrored[..., 3:]) + mirrored[..., :3]
