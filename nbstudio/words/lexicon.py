"""Lexicon: what a sentence asks to see.

The problem: a shot is described in English, and the offline art director needs a place, a time, a
weather, a mood and a framing. Every phrase that `vocabulary` knows casts weighted votes; within a field
the longest phrase speaks for its words, "no", "without" and their like silence the word that follows, and
the value with the most votes is seen. Ties fall to what was said first. Any text can be read: a sentence
without a known word is whatever its default is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from nbstudio.words.spots import DARK
from nbstudio.words.vocabulary import stem, table, tokens

PLACES = (
    "space", "orbit", "cabin", "sky", "mountains", "sea", "city", "street", "forest", "desert", "stage", "interior",
    "field", "abstract", "train", "car", "highway", "airport", "bar", "church", "corridor", "subway", "library",
    "motel", "bedroom", "kitchen", "booth", "studio", "harbour", "bridge", "cemetery", "playground", "rooftop",
)  # fmt: skip
TIMES = ("dawn", "day", "dusk", "night")
WEATHERS = ("clear", "rain", "snow", "fog", "storm")
MOODS = ("calm", "tender", "joyful", "tense", "dark", "dreamy", "energetic")
SIZES = (
    "extreme-close-up", "close-up", "medium-close-up", "medium", "cowboy", "wide", "extreme-wide", "detail",
    "silhouette", "double-exposure", "split-screen", "collage",
)  # fmt: skip
ANGLES = ("low", "high", "eye", "dutch")

LONGEST_TEXT = 20_000  # characters; more is a novel, and its beginning tells the picture
HINT = 2.0  # below this weight a word is in keeping with any place, and does not leave the one already told
NEGATIONS = frozenset({"no", "not", "without", "never", "neither", "nor", "isnt", "arent", "hardly"})
COMMON = frozenset({"a", "an", "the", "this", "every", "each", "at", "till", "until", "before"})  # "at dawn" is no Dawn


ENDINGS = {
    "room": "interior", "shop": "interior", "store": "interior", "house": "interior", "hall": "interior",
    "home": "interior", "yard": "field", "field": "field", "fields": "field", "land": "field", "lands": "field",
    "wood": "forest", "woods": "forest", "street": "street", "town": "city", "ville": "city", "polis": "city",
    "port": "harbour", "haven": "harbour", "bridge": "bridge", "station": "subway", "club": "stage", "shore": "sea",
    "beach": "sea", "mount": "mountains", "berg": "mountains", "chapel": "church", "minster": "church",
}  # fmt: skip
"""Where a word leads that no table has, by what it ends with: a cloakroom is a room."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen: the world (place, time, weather, mood) and this frame of it.

    `subject` tells whether the person is in it, `size` and `angle` how it is framed; None means that the
    sentence does not say. `words` are the phrases that decided, as `field value: phrase`; they are for
    people and take no part in comparison.
    """

    place: str
    time: str
    weather: str
    mood: str
    subject: bool | None = None
    size: str | None = None
    angle: str | None = None
    words: tuple[str, ...] = field(default=(), compare=False)

    def facts(self) -> dict[str, str | bool | None]:
        """Return all but `words`, by name: what a picture depends on."""
        names = ("place", "time", "weather", "mood", "subject", "size", "angle")
        return {name: getattr(self, name) for name in names}


class Vote(NamedTuple):
    """One phrase's opinion; `at` is the position of its first word in the sentence."""

    field: str
    value: str
    weight: float
    phrase: str
    at: int


def read(sentence: str, *, default: Sight | None = None, names: Collection[str] = ()) -> Sight:
    """Read a sentence; what it leaves open of the world is as in `default`, the more general sentence.

    `names` are those of the cast: a name is a person, whatever else it may mean (Dawn, River). Framing
    (subject, size, angle) is the sentence's own and is never inherited. Reads any text.
    """
    said = tuple(votes(sentence, names))
    chosen = {name: _winner(said, name) for name in ("place", "time", "weather", "mood", "subject", "size", "angle")}

    def world(name: str, otherwise: str) -> str:
        """Return what the sentence says, or what was said before it."""
        return chosen[name] or (getattr(default, name) if default is not None else otherwise)

    if default is not None and all(vote.weight < HINT for vote in said if vote.field == "place"):
        chosen["place"] = None
    chosen["place"] = chosen["place"] or headed(sentence)
    place = world("place", "abstract")
    subject = chosen["subject"]
    return Sight(
        place=place,
        time=world("time", "night" if place in DARK else "day"),
        weather=world("weather", "clear"),
        mood=world("mood", "calm"),
        subject=None if subject is None else subject == "yes",
        size=chosen["size"],
        angle=chosen["angle"],
        words=tuple(
            dict.fromkeys(
                f"{vote.field} {vote.value}: {vote.phrase}" for vote in said if vote.value == chosen[vote.field]
            )
        ),
    )


def headed(sentence: str) -> str | None:
    """Return the place that a word which nobody knows is a kind of, by its ending; the last such word decides."""
    effects, _ = table("vocabulary")
    for word in reversed(tokens(sentence[:LONGEST_TEXT])):
        fits = [end for end in ENDINGS if word.endswith(end) and len(word) >= len(end) + 3]
        if fits and (stem(word),) not in effects:
            return ENDINGS[max(fits, key=len)]
    return None


def located(sentence: str, names: Collection[str] = ()) -> bool:
    """Tell whether a sentence names a place at all, be it by a hint."""
    return bool(_totals(tuple(votes(sentence, names)), "place")) or headed(sentence) is not None


def ranked(sentence: str, name: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Return every value of a field that the sentence speaks for, the strongest first."""
    totals = _totals(tuple(votes(sentence, names)), name)
    return tuple(sorted(totals, key=lambda value: (-totals[value][0], totals[value][1], value)))


def told(sentence: str, name: str, names: Collection[str] = (), least: float = 2.0) -> tuple[str, ...]:
    """Return the values of a field that the sentence speaks for at least that strongly, in its own order."""
    totals = _totals(tuple(votes(sentence, names)), name)
    strong = (value for value, (weight, _) in totals.items() if weight >= least)
    return tuple(sorted(strong, key=lambda value: (totals[value][1], value)))


def _winner(votes: tuple[Vote, ...], name: str) -> str | None:
    """Return the value with the most weight; of equals, the one said first."""
    totals = _totals(votes, name)
    return min(totals, key=lambda value: (-totals[value][0], totals[value][1], value), default=None)


def _totals(votes: tuple[Vote, ...], name: str) -> dict[str, tuple[float, int]]:
    """Return the weight of each value of a field, and where it was first spoken for."""
    totals: dict[str, tuple[float, int]] = {}
    for vote in votes:
        if vote.field == name and vote.value != "none":
            weight, first = totals.get(vote.value, (0.0, vote.at))
            totals[vote.value] = (weight + vote.weight, first)
    return totals


def votes(sentence: str, names: Collection[str] = (), vocabulary: str = "vocabulary") -> Iterator[Vote]:
    """Yield the votes of a sentence's phrases, in its order; in each field the longest phrase takes its words.

    `vocabulary` names the table of phrases, `names` the cast's.
    """
    words = tokens(sentence[:LONGEST_TEXT])
    stems = tuple(stem(word) for word in words)
    cast = {spelled for name in names if (spelled := tokens(name))}
    effects, longest = table(vocabulary)
    longest = max(longest, max(map(len, cast), default=0))
    taken: dict[str, int] = {}  # by field, the word up to which a phrase has spoken
    named_until, silent = 0, False
    for at, word in enumerate(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            if at < named_until:
                break
            phrase = words[at : at + length]
            if phrase in cast and (at == 0 or words[at - 1] not in COMMON):
                named_until = at + length
                yield Vote("subject", "yes", 5, " ".join(phrase), at)
                break
            free = [vote for vote in effects.get(stems[at : at + length], ()) if taken.get(vote[0], 0) <= at]
            for name, value, weight in free if not silent else ():
                taken[name] = at + length
                yield Vote(name, value, weight, " ".join(phrase), at)
        # A negation reaches over one small word: "no rain", "without the rain".
        silent = word in NEGATIONS or (silent and word in {"a", "an", "the", "any", "more"})
