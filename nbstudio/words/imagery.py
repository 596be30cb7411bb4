"""Imagery: what the words of a song show, line by line.

Not every line is a picture, and a film that illustrates each of them is a slide show. So a line counts only where
it names a place, a weather or an hour plainly, and a shot shows it only where the line is mostly sung during it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nbstudio.words import lexicon
from nbstudio.words.music import Music

PLAIN = 3.0
"""A word's weight in the vocabulary from which it is a picture by itself: the sea is, blue is not."""
MOSTLY = 0.5
"""Of a line, that has to be sung during a shot."""


@dataclass(frozen=True, slots=True)
class Image:
    """What a line shows; nothing where it doesn't say."""

    place: str | None = None
    time: str | None = None
    weather: str | None = None


NOTHING = Image()


def image(text: str, names: Collection[str] = ()) -> Image:
    """Return what a line names plainly; `names` are those of the cast, who are nobody's weather."""
    found = {field: lexicon.told(text, field, names, least=PLAIN) for field in ("place", "time", "weather")}
    return Image(**{field: told[0] if told else None for field, told in found.items()})


def shown(music: Music, start: float, end: float, names: Collection[str] = ()) -> Image:
    """Return what the lines that are mostly sung from `start` to `end` (seconds) show: the first that shows a place.

    Where none does, it is what the first of them shows.
    """
    images = []
    for (begin, over), text in zip(music.lines, music.texts, strict=False):
        if min(over, end) - max(begin, start) >= MOSTLY * (over - begin) > 0:
            images.append(image(text, names))
    return next((one for one in images if one.place), images[0] if images else NOTHING)
