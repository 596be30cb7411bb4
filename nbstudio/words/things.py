"""Things: what a prompt tells that can be held in a hand, and where a film shows it near.

A love letter that nobody sees is no film about a letter: where the prompt names one, the details of the
places that have a table for it show it before they show whatever else lies there.
"""

from __future__ import annotations

from collections.abc import Collection

from nbstudio.words import phrases
from nbstudio.words.vocabulary import stem, tokens

THINGS = {
    "letter": {
        "kitchen": "a letter on the kitchen table",
        "bedroom": "a letter in the bedroom",
        "interior": "a letter on the table of the room",
        "library": "a letter on a table of the library",
        "bar": "a letter on the counter of the bar",
    },
}
"""By a word's stem, what a place shows of it."""


def told(place: str, prompt: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return what the prompt tells of that a place can show and that is none of what was shown: the ends of `known`."""
    words = {stem(word) for word in tokens(prompt)}
    found = (at[place] for thing, at in THINGS.items() if stem(thing) in words and place in at)
    return tuple(one for one in found if not any(shown.endswith(one) for shown in known))


def details(place: str, usual: tuple[str, ...], weather: str, prompt: str) -> tuple[str, ...]:
    """Return what a place may be seen by from near, in a weather: what the prompt tells of, else its `usual` things."""
    # One usual thing besides: a film shows nothing twice in a row.
    named = told(place, prompt)
    return (*named, usual[0]) if named else (*usual, *phrases.WEATHER_DETAILS.get((place, weather), ()))
