"""Wardrobe: how somebody far away stands, what they wear and what they carry, as far as words tell.

A wide shot shows a whole person, whose photograph ends at the chest. The shot's own words come first, then what
is written of the person, then the film's sentence. What none of them tells is nothing here: others choose it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

from nbstudio.words.lexicon import votes
from nbstudio.words.vocabulary import tokens

_COLOURS = """
    red scarlet crimson blue navy green yellow golden gold orange pink purple violet white black grey gray silver
    brown beige tan khaki cream turquoise teal denim leather burgundy
"""
COLOURS = frozenset(_COLOURS.split())
"""Words for the colour of a garment, where they stand before it."""
LONG = frozenset({"long", "flowing", "trailing"})
"""Words before a dress that make it one to the floor."""
HAIR = ("hair", "hair_colour")
NEAR = 3
"""Words before a garment among which its colour is looked for: a red and very long dress."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """What was told; nothing where it was not. `colour` is the garment's, `hair` how it is worn."""

    pose: str | None = None
    garment: str | None = None
    headwear: str | None = None
    prop: str | None = None
    colour: str | None = None
    hair: str | None = None
    hair_colour: str | None = None


NOTHING = Wardrobe()


def read(words: str, about: str = "", film: str = "", names: Collection[str] = ()) -> Wardrobe:
    """Return what a shot's words tell, else what is told about the person, else the film's sentence.

    What somebody does is the shot's own and is never taken from the other two. `names` are those of the cast.
    Reads any text.
    """
    found = _told(words, names)
    # In the notes a name may tell who somebody is: the astronaut.
    for other in (_told(about, ()), _told(film, names)):
        if found.garment is None:
            found = replace(found, garment=other.garment, colour=found.colour or other.colour)
        rest = {name: getattr(found, name) or getattr(other, name) for name in ("headwear", "prop", *HAIR)}
        found = replace(found, **rest)
    return found


def _told(sentence: str, names: Collection[str]) -> Wardrobe:
    """Return what one sentence tells: in each field the strongest word, of equals the first."""
    cast = tuple(votes(sentence, names, "wardrobe"))
    best = {}
    for name in ("pose", "garment", "headwear", "prop", "hair", "hair_colour"):
        rank = [vote for vote in cast if vote.field == name and vote.value != "none"]
        if rank:
            best[name] = min(rank, key=lambda vote: (-vote.weight, vote.at))
    worn = best.get("garment")
    colour = None
    if worn is not None:
        before = tokens(sentence)[max(0, worn.at - NEAR) : worn.at + len(worn.phrase.split())]
        colour = next((word for word in reversed(before) if word in COLOURS), None)
        if worn.value == "dress" and LONG.intersection(before):
            best["garment"] = worn._replace(value="gown")
    return Wardrobe(**{name: vote.value for name, vote in best.items()}, colour=colour)


def tells(text: str) -> bool:
    """Return whether a text tells of clothes or of what is carried."""
    found = _told(text, ())
    return any(getattr(found, field.name) for field in fields(found) if field.name != "pose")
