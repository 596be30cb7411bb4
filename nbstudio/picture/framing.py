"""Framing: where and how large a person stands in the frame, for a shot size that the photo can hold.

A photograph of a person ends somewhere, and what it ends at must not be seen: the body leaves the frame
through its lower edge, or sinks behind something in front of it. It also has only so many pixels: a size
that would smear becomes the nearest that doesn't, and `Framing.size` tells which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.sizes import SHARES

# Where the eyes stand, as a share of the frame's height.
EYES = {
    "extreme-close-up": 0.44,
    "close-up": 0.42,
    "medium-close-up": 0.40,
    "medium": 0.38,
    "cowboy": 0.36,
    "wide": 0.5,
    "extreme-wide": 0.6,
    "silhouette": 0.40,
    "double-exposure": 0.42,
    "detail": 0.46,
}
SIZES = tuple(SHARES)
LIMIT = 5.0  # still pixels per photo pixel; beyond, no resampling holds a face together
DRAWN = 1.4  # times as many for a photo that a network has enlarged: what it draws holds longer
NEAREST = ("extreme-close-up", "detail")  # a head is cut here, and meant to be
ROOM, LOWER = 0.11, 0.09  # of the frame's height: air over a head that moves, and how far it may sink to have it
SMALLER = 0.82  # and what may be left of its size
RISING = ("wide", "extreme-wide")  # the person rises from behind a foreground
TIGHTER = 1.3  # how much nearer a close-up is of a photo that is too short for anything farther
FARTHER = 1.6  # how much farther than the limit a photo is enlarged rather than show where it cuts a head
ANGLES = ("eye-level", "low", "high", "dutch")


@dataclass(frozen=True, slots=True)
class Framing:
    """The placement of a photo in a frame: frame = (x, y) + scale * photo, in pixels.

    `size` is the one granted, `asked` the one wished for; `ground` is the line (frame pixels) under which a
    foreground must hide the body, or nothing when the frame's lower edge does; `roll` is in degrees;
    `side` is -1 left, 0 centre, 1 right.
    """

    size: str
    asked: str
    scale: float
    x: float
    y: float
    ground: float | None
    roll: float
    side: int

    def at(self, px: float, py: float) -> tuple[float, float]:
        """Return where a point of the photo stands in the frame."""
        return self.x + self.scale * px, self.y + self.scale * py


def frame(
    size: str,
    face: tuple[float, float, float, float],
    photo: tuple[int, int],
    frame_size: tuple[int, int],
    *,
    turn: float = 0.0,
    angle: str = "eye-level",
    seed: int = 0,
    limit: float = LIMIT,
    rising: bool = True,
    crown: float | None = None,
    cut: tuple[bool, bool, bool] = (False, False, False),
) -> Framing:
    """Place a photo of `photo` (width, height) with its `face` box in a frame (width, height).

    `turn` is where the head points, -1 to 1: the person gets room to look into. Without `rising` nothing
    stands before the person, and wide shots too end at the frame's lower edge. A size or angle that is not in the
    tables is read as medium and eye-level. `crown` is the photo's row where hair or a hat begins: whoever is
    tall there is smaller and stands lower, so that only the nearest sizes cut a head. `cut` tells whether the photo
    cuts the head above, at its left and at its right: what the photo cuts the frame's edge must cut.
    """
    rng = np.random.default_rng([seed, 11])
    width, height = frame_size
    # In a portrait frame it is the width that a head must fit.
    granted, scale = fitting(size, face[3], min(height, round(1.25 * width)), limit)
    if granted in RISING:
        # Where the photo ends high on the body, a small figure would be a head on the frame's edge or in the grass.
        share = {"wide": 0.3, "extreme-wide": 0.2}[granted] + (0.0 if rising else 0.13)
        scale = max(scale, min(share * height / max(1.0, photo[1] - face[1] - 0.38 * face[3]), limit))
    granted, scale = _reaching(granted, scale, face, photo[1], height, limit)
    side = _side(granted, turn, seed)
    anchor_x = face[0] + face[2] / 2
    eyes = face[1] + 0.38 * face[3]
    above = max(0.0, eyes - crown) if crown is not None else 0.0
    cutting = granted in NEAREST
    if granted == size == "close-up" and not any(cut) and _short(scale, face, photo[1], height):
        # Its medium shot is a close-up already, and one that was asked for has to be another picture.
        scale, cutting = max(scale, min(TIGHTER * scale, limit)), True
        eyes += 0.06 * face[3]  # and the frame cuts the hair, not touches it
    if above and not cutting:
        scale = min(scale, max(SMALLER * scale, (EYES[granted] - ROOM) * height / above))
    spread = {"extreme-close-up": 0.06, "detail": 0.33, "close-up": 0.15}.get(granted, 0.19)
    x = width * (0.5 + side * spread + float(rng.uniform(-0.015, 0.015))) - scale * anchor_x
    lift = {"low": -0.05, "high": 0.05}.get(angle, 0.0)
    y = height * (EYES[granted] + lift + float(rng.uniform(-0.012, 0.012))) - scale * eyes
    if above and not cutting:
        y += min(max(0.0, ROOM * height - (y + scale * (eyes - above))), LOWER * height)
    ground: float | None = None
    base = y + scale * photo[1]
    if granted in RISING and rising:
        # Sunk to the chest: the lower part of the photo is what the foreground hides.
        line = height * (0.86 if granted == "wide" else 0.88)
        base = line + 0.14 * scale * photo[1]
        y, ground = base - scale * photo[1], line
    roll = _roll(granted, angle, rng)
    if any(cut) and granted != "detail" and ground is None:
        most = min(FARTHER * limit, 0.9 * height / max(1.0, face[3]))
        scale = max(scale, min(_filling(cut, photo, frame_size, eyes), most))
        granted = _called(granted, scale * face[3] / height)
        roll, turned = 0.0, 2.0  # what is cut is cut along the frame
        x, y = width * (0.5 + 0.5 * side * spread) - scale * anchor_x, height * EYES[granted] - scale * eyes
        y = min(y, -turned) if cut[0] else y
        across = scale * photo[0]
        left = cut[1] and (not cut[2] or across > width + turned or side <= 0)
        x = min(x, -turned) if left else x
        x = max(x, width + turned - across) if cut[2] and (not left or across > width + 2 * turned) else x
        base = y + scale * photo[1]
    # A roll about the frame's middle lifts one lower corner of the photo.
    needed = height + abs(float(np.sin(np.radians(roll)))) * width * 0.6 + 2
    if ground is None and base < needed:
        y += needed - base
    return Framing(granted, size, scale, x, y, ground, roll, side)


def fitting(size: str, face_height: float, height: int, limit: float = LIMIT) -> tuple[str, float]:
    """Return the size nearest to the one asked that the photo's pixels support, and its scale.

    Silhouettes, double exposures and blurred foregrounds show no detail, so they always fit.
    """
    asked = size if size in SHARES else "medium"
    face_height = max(1.0, face_height)
    scale = SHARES[asked] * height / face_height
    if scale <= limit or asked in ("silhouette", "double-exposure", "detail"):
        return asked, scale
    tight = ("extreme-close-up", "close-up", "medium-close-up", "medium", "cowboy", *RISING)
    for candidate in tight[tight.index(asked) :]:
        wanted = SHARES[candidate] * height / face_height
        if wanted <= limit:
            return candidate, wanted
        if wanted <= limit * 1.15:
            return candidate, limit
    return "extreme-wide", limit


def reach(limit: float, magnified: float) -> float:
    """Return the limit for a photo `magnified` times, in still pixels for each of its pixels as they are now."""
    return limit * DRAWN / magnified if magnified > 1 else limit


def _reaching(
    size: str, scale: float, face: tuple[float, float, float, float], tall: int, height: int, limit: float
) -> tuple[str, float]:
    """Return a size and scale at which a photo that ends high on the body still reaches the frame's lower edge.

    A head that had to sink by more than an eighth of the frame would look like somebody in a pit.
    """
    ladder = ("cowboy", "medium", "medium-close-up", "close-up")
    below = max(1.0, tall - face[1] - 0.38 * face[3])
    for nearer in ladder[ladder.index(size) + 1 :] if size in ladder else ():
        if scale * below >= height * (1 - EYES[size] - 0.12):
            break
        wanted = SHARES[nearer] * height / max(1.0, face[3])
        if wanted > limit:
            break
        size, scale = nearer, wanted
    return size, scale


def _short(scale: float, face: tuple[float, float, float, float], tall: int, height: int) -> bool:
    """Return whether a photo ends so high on the body that its medium shot is as near as its close-up."""
    medium = scale * SHARES["medium"] / SHARES["close-up"]
    return _reaching("medium", medium, face, tall, height, 1.01 * scale)[0] == "close-up"


def _filling(cut: tuple[bool, bool, bool], photo: tuple[int, int], frame_size: tuple[int, int], eyes: float) -> float:
    """Return the scale at which eyes stand well in a frame whose edges cut the head where the photo does."""
    least = 0.34 * frame_size[1] / max(1.0, eyes) if cut[0] else 0.0
    if cut[0]:
        least = max(least, 1.02 * frame_size[1] / max(1, photo[1]))
    return max(least, 1.02 * frame_size[0] / max(1, photo[0])) if cut[1] and cut[2] else least


def _called(size: str, share: float) -> str:
    """Return the name of a size that has become nearer, by the face's share of the frame's height."""
    nearer = ("cowboy", "medium", "medium-close-up", "close-up", "extreme-close-up")
    if size not in nearer:
        return size
    fitting_ = [name for name in nearer[nearer.index(size) :] if SHARES[name] <= 1.12 * share]
    return fitting_[-1] if fitting_ else size


def _roll(size: str, angle: str, rng: np.random.Generator) -> float:
    """Return degrees: a head is seldom quite level, and a dutch angle is an angle."""
    lean, tilt, sign = float(rng.uniform(-1.6, 1.6)), float(rng.uniform(4, 7)), float(rng.choice([-1.0, 1.0]))
    if size in RISING:
        return 0.0
    return sign * tilt if angle == "dutch" else lean


def _side(size: str, turn: float, seed: int) -> int:
    """Return the side on which a person stands: seeds that follow each other (modulo 6) never give the same one.

    Who looks to a side has room there or stands in the middle; a face that fills the frame leans only a little,
    whichever its side.
    """
    if size == "detail":
        return -1 if seed % 2 else 1
    if abs(turn) > 0.22:
        facing = -1 if turn > 0 else 1
        return (facing, 0)[seed % 2]
    return (-1, 1, 0)[seed % 3]
