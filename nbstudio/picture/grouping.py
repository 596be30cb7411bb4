"""Grouping: where two to four people stand in one frame, so that they are in it together.

Heads are of nearly one size and eyes on nearly one line, as a camera at their height sees them; whoever is named
first stands nearest, so a little larger and before the others' shoulders. Who looks to a side stands where that is
inwards. A row of faces cut off by the frame's edge is no group: what does not fit is seen from further off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nbstudio.picture.framing import ANGLES, EYES, LIMIT, LOWER, ROOM, Framing, fitting
from nbstudio.picture.sizes import LADDER, SEEN, SHARES, beside, held, largest

BEHIND = (1.0, 0.93, 0.90, 0.88)
"""How large each is beside the first named."""
FIGURES = ("wide", "extreme-wide")
TURNED = 0.18
"""From which turn of a head (1 is all the way) it matters on which side somebody stands."""
REACH = 1.1
"""How far a body that the photograph ends too early may be drawn on, in the face's height."""
SUNK = 0.1
"""Of the frame's height, how far a group may stand lower to reach its lower edge."""
MOUTH, EYE = 0.352, 0.358
"""From the eyes to the mouth, and from eye to eye, in the height of the detector's box: medians of 14 portraits."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a group, in the photo's pixels.

    `head` is how tall the face is, `eyes` the row of the eyes, `middle` the face's column, `photo` the photo's width
    and height, `crown` the row where hair begins (nothing where the photo cuts the head), `turn` where the head
    points, -1 to 1; `limit` is how many times the photo may be enlarged.
    """

    head: float
    eyes: float
    middle: float
    photo: tuple[int, int]
    crown: float | None = None
    turn: float = 0.0
    limit: float = LIMIT

    @classmethod
    def of(
        cls,
        box: tuple[float, float, float, float],
        points: Sequence[tuple[float, float]],
        photo: tuple[int, int],
        crown: float | None,
        turn: float,
        limit: float = LIMIT,
    ) -> Member:
        """Measure somebody by the face's box and, if there are any, its five points: boxes follow hair and crops."""
        x, y, w, h = box
        if len(points) < 5:
            return cls(h, y + 0.38 * h, x + w / 2, photo, crown, turn, limit)
        left, right, _, *mouth = (np.array(point) for point in points)
        eyes, lips = (left + right) / 2, (mouth[0] + mouth[1]) / 2
        # A smile lifts a mouth's corners, a turn brings eyes together: for a face that looks ahead both count.
        tall, wide = float(np.hypot(*(lips - eyes))) / MOUTH, float(np.hypot(*(right - left))) / EYE
        head = (tall + wide) / 2 if abs(turn) < 0.3 else tall
        return cls(head, float(eyes[1]), float(eyes[0] + 0.3 * (lips[0] - eyes[0])), photo, crown, turn, limit)


def group(
    size: str,
    sitters: Sequence[Member],
    frame: tuple[int, int],
    *,
    angle: str = "eye-level",
    seed: int = 0,
    apart: bool = False,
) -> tuple[Framing, ...]:
    """Return where each of several people is put in a frame (width, height), in the order given: the nearest first.

    All have one size: the one asked, or the nearest that so many and the smallest photo allow. `apart` has them
    look away from each other, as back to back.
    """
    rng = np.random.default_rng([seed, 17])
    width, height = frame
    aspect = width / height
    granted = held(size if size in SHARES else "medium", len(sitters), aspect)
    # The least of the photos decides for all: heads are of one size.
    most = min(sitter.limit * sitter.head / BEHIND[n] for n, sitter in enumerate(sitters))
    granted = _reaching(fitting(granted, most, height, 1.0)[0], sitters, frame, most)
    share = _share(granted, len(sitters), aspect)
    if granted not in {"silhouette", "double-exposure", "detail"}:
        share = min(share, 1.15 * most / height)
    places = seats(sitters, seed, apart=apart)
    apartness, _ = beside(aspect)
    tall = share * height
    # As far apart as shoulders want it, closer in a close-up, or as the frame has room.
    room = (SEEN * width - 1.1 * tall) / max(1, len(sitters) - 1)
    step = min((1.0 if granted == "close-up" else 1.12) * apartness * tall, room)
    middle = width * (
        0.5 + float(rng.choice([-1.0, 1.0])) * min(0.05, max(0.0, SEEN / 2 - _half(len(sitters), step, tall) / width))
    )
    eyes = height * (EYES[granted] + {"low": -0.04, "high": 0.04}.get(angle, 0.0) + float(rng.uniform(-0.01, 0.01)))
    lines = [eyes + tall * float(rng.uniform(-0.03, 0.09)) * (n > 0) for n in range(len(sitters))]
    scales = [tall * BEHIND[n] / max(1.0, sitter.head) for n, sitter in enumerate(sitters)]
    # Whoever has the tallest hair decides how low all of them stand.
    tops = [
        line - scale * max(0.0, sitter.eyes - sitter.crown)
        for line, scale, sitter in zip(lines, scales, sitters, strict=True)
        if sitter.crown is not None
    ]
    drop = min(max(0.0, ROOM * height - min(tops)), LOWER * height) if tops else 0.0
    lean, tilt, sign = float(rng.uniform(-1.2, 1.2)), float(rng.uniform(4, 7)), float(rng.choice([-1.0, 1.0]))
    roll = sign * tilt if angle == "dutch" and angle in ANGLES else lean
    # Where photographs end too early even so, all stand lower, and what is still missing is drawn on.
    end = height + abs(float(np.sin(np.radians(roll)))) * width * 0.6 + 2
    bases = [
        line + scale * (sitter.photo[1] - sitter.eyes + REACH * sitter.head)
        for sitter, scale, line in zip(sitters, scales, lines, strict=True)
    ]
    drop = max(drop, min(end - min(bases), SUNK * height))
    found = []
    for sitter, seat, scale, line in zip(sitters, places, scales, lines, strict=True):
        away = seat - (len(sitters) - 1) / 2
        x = middle + away * step - scale * sitter.middle
        y = line + drop - scale * sitter.eyes
        found.append(Framing(granted, size, scale, x, y, None, roll, int(np.sign(away))))
    return tuple(found)


def _share(size: str, count: int, aspect: float) -> float:
    """Return how tall a face of a group is in a size of shot, as a share of the frame's height."""
    return min(SHARES[size], largest(count, aspect))


def _reaching(size: str, sitters: Sequence[Member], frame: tuple[int, int], most: float) -> str:
    """Return the size, or the next nearer one, at which nobody's body has to be drawn on too far."""
    width, height = frame
    ladder = LADDER[::-1]
    for nearer in ladder[ladder.index(size) + 1 :] if size in ladder else ():
        share = _share(size, len(sitters), width / height)
        missing = [(1 - EYES[size]) / share - (one.photo[1] - one.eyes) / one.head for one in sitters]
        if max(missing) <= REACH or held(nearer, len(sitters), width / height) != nearer:
            break
        if _share(nearer, len(sitters), width / height) * height > most:
            break
        size = nearer
    return size


def _half(count: int, step: float, tall: float) -> float:
    """Return how far a row of people reaches from its middle."""
    return (count - 1) / 2 * step + 0.75 * tall


def seats(sitters: Sequence[Member], seed: int, *, apart: bool = False) -> tuple[int, ...]:
    """Return each one's seat, counted from the left: the first named in the middle of more than two.

    Of the rest, who looks to the right sits left; where all look ahead, seeds that follow each other change sides.
    """
    count = len(sitters)
    order = list(range(count))
    turns = [sitter.turn if abs(sitter.turn) > TURNED else 0.0 for sitter in sitters]
    side = -1 if seed % 2 else 1
    ranked = sorted(order, key=lambda n: (-turns[n] * (-1 if apart else 1), n * side))
    if count > 2:
        # The first stays in the middle: whom that moves has the nearest seat that is free.
        ranked.remove(0)
        ranked.insert((count - 1 + (seed % 2)) // 2, 0)
    return tuple(ranked.index(n) for n in order)
