"""Manner: how a style directs: what it likes to see, from where, how often it leaves people out, and its set pieces.

A grade is not a style. A film noir stands low and near and lets rain fall; a documentary holds its camera at the eye's
height and shows hands and places; a print is laid out as a page. So each style tells what it likes of what every
director may choose, as factors on the liking of an unopinionated one, and the same song becomes another film.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbstudio.words.lexicon import ANGLES, MOODS, SIZES, WEATHERS

SIDES = ("free", "centre", "thirds")
"""Where a person stands: anywhere in turn, in the middle, or never there."""
PIECES = ("silhouette", "double-exposure", "split-screen", "collage")
"""Sizes that are no step nearer or farther, but an image of its own."""
MOST = 20.0
"""Times that something may be liked more than usual."""


@dataclass(frozen=True, slots=True)
class Manner:
    """A style's way of directing.

    `sizes` and `angles` are factors (1 is as usual, 0 never) by their names. `alone` is the share of the shots that
    show nobody. `side` is a word of SIDES. `pieces` are the set pieces that it may have, of PIECES, and `every` how
    many shots lie between two at least. `weather` and `mood` are those of a prompt that tells none.
    """

    sizes: Mapping[str, float] = field(default_factory=dict)
    angles: Mapping[str, float] = field(default_factory=dict)
    alone: float = 0.37
    side: str = "free"
    pieces: tuple[str, ...] = ("double-exposure", "silhouette")
    every: int = 6
    weather: str | None = None
    mood: str | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Manner:
        """Return the manner that a style's `directing` tells; raises ValueError (see `wrong`) where it can't."""
        found = wrong(told)
        if found:
            raise ValueError(found[0][0])
        known = dict(told)
        if "pieces" in known:
            known["pieces"] = tuple(known["pieces"])
        return cls(**known)


def wrong(told: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Return what is wrong with a style's `directing`, each with a hint or nothing."""
    found: list[tuple[str, str | None]] = []
    for key, value in told.items():
        if key in {"sizes", "angles"}:
            found += _liked(key, value, SIZES if key == "sizes" else ANGLES)
        elif key == "alone":
            if not _number(value, 0.0, 0.8):
                found.append((f"`alone` is a share of the shots, from 0 to 0.8, not `{value}`", None))
        elif key == "every":
            if not _number(value, 3, 100) or value != int(value):
                found.append((f"`every` is a number of shots, 3 or more, not `{value}`", None))
        elif key in CHOICES:
            names = CHOICES[key]
            for name in value if isinstance(value, list) and key == "pieces" else [value]:
                if name not in names:
                    found.append((f"`{name}` is no `{key}` of a style's directing", f"they are {', '.join(names)}"))
        else:
            hint = "sizes, angles, alone, side, pieces, every, weather, mood"
            found.append((f"`{key}` is nothing that directing tells", f"they are {hint}"))
    return found


CHOICES: dict[str, tuple[str, ...]] = {"side": SIDES, "pieces": PIECES, "weather": WEATHERS, "mood": MOODS}


def _liked(key: str, value: object, names: tuple[str, ...]) -> list[tuple[str, str | None]]:
    if not isinstance(value, Mapping):
        return [(f"`{key}` is a mapping of names to how much each is liked", f"write `{key}: {{{names[0]}: 2}}`")]
    found: list[tuple[str, str | None]] = []
    for name, number in value.items():
        if name not in names:
            found.append((f"`{name}` is none of the {key}", f"they are {', '.join(names)}"))
        elif not _number(number, 0.0, MOST):
            found.append((f"`{name}` of `{key}` is a number from 0 to {MOST:g}, not `{number}`", None))
    return found


def _number(value: object, least: float, most: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most
