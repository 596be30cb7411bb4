"""Arc: where and when each scene of a film plays.

The prompt's own nouns lead: its place holds the choruses and both ends of the film, the verses wander
through the places of the same world, and only a bridge may leave it, once. The time of day moves on
through the film around the prompt's own: a dawn comes out of the night, a night is walked to its end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from nbstudio.words import lexicon, phrases
from nbstudio.words.cutting import Passage
from nbstudio.words.dice import Dice
from nbstudio.words.spots import DARK

ARCS = {  # of the time of day; the prompt's own holds the most
    "dawn": ("night", "night", "dawn", "dawn", "dawn", "day"),
    "day": ("dawn", "day", "day", "day", "day", "dusk"),
    "dusk": ("day", "dusk", "dusk", "dusk", "dusk", "night"),
    "night": ("dusk", "night", "night", "night", "night", "night"),
}
CLEARING = {"rain": "clear", "storm": "rain", "fog": "clear", "snow": "snow", "clear": "clear"}
RISING = {
    "calm": "joyful", "tender": "energetic", "joyful": "energetic", "tense": "energetic", "dark": "tense",
    "dreamy": "dreamy", "energetic": "energetic",
}  # fmt: skip
ALIKE = {"orbit": {"space"}, "space": {"orbit"}, "city": {"street"}, "street": {"city"}}
"""Places told in one breath: who names both means one world, and its other rooms are more of a change."""
LEADING = frozenset(
    (
        "in",
        "on",
        "at",
        "by",
        "through",
        "from",
        "above",
        "below",
        "under",
        "over",
        "across",
        "among",
        "between",
        "along",
    )
)  # a phrase that begins so is no noun


@dataclass(frozen=True, slots=True)
class Home:
    """Where a style is at home, for prompts that leave it open: places in order of liking, weather and mood."""

    places: tuple[str, ...] = ()
    weather: str | None = None
    mood: str | None = None


NOWHERE = Home()
DRY = frozenset({"desert"})
"""Places that no style lets it rain on."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One scene's place, its second place for cutaways, its time, weather and mood, and its sentence.

    `base` is the place of the film, in whose world the others are seen.
    """

    base: str
    place: str
    away: str
    time: str
    weather: str
    mood: str
    location: str


def settings(
    prompt: str,
    names: Collection[str],
    passages: Sequence[Passage],
    dice: Dice,
    hour: str | None = None,
    home: Home = NOWHERE,
) -> tuple[Setting, ...]:
    """Return the setting of each passage of the song; `hour` is the time where it tells no plain one.

    `home` is where and in what air the style is at home: it chooses where the prompt leaves a choice.
    """
    sight = lexicon.read(prompt, names=names)
    if home.weather and sight.place not in DRY and not lexicon.ranked(prompt, "weather", names):
        sight = replace(sight, weather=home.weather)
    if home.mood and not lexicon.ranked(prompt, "mood", names):
        sight = replace(sight, mood=home.mood)
    base = sight.place
    told = [place for place in lexicon.ranked(prompt, "place", names) if place != base]
    strong = set(lexicon.told(prompt, "place", names, least=3.0))
    first = [place for place in told if place in strong and place not in ALIKE.get(base, ())]
    world = sorted(phrases.PLACES[base].near, key=lambda place: place not in home.places)
    near = list(dict.fromkeys((*first, *world)))
    known = {base, *near, *ALIKE.get(base, ())}
    dreams = [place for place in home.places if place not in known]
    dream = dreams[0] if dreams and base not in DARK else phrases.PLACES[base].dream
    times = lexicon.told(prompt, "time", names, least=3.0)
    untold = not lexicon.told(prompt, "time", names, least=3.0)
    arc = times if len(times) > 1 else ARCS[hour if untold and hour in ARCS else sight.time]
    noun = _noun(sight)
    whole = passages[-1].cuts[-1].end if passages else 1.0
    verses, dreamt, found = 0, False, list[Setting]()
    for index, passage in enumerate(passages):
        middle = (passage.cuts[0].start + passage.cuts[-1].end) / 2
        time = arc[min(int(middle / max(whole, 1e-9) * len(arc)), len(arc) - 1)]
        last = index == len(passages) - 1 and index > 0
        if last:
            time = arc[-1]
        elif index == 0 and len(passages) > 1:
            time = arc[0]
        place, away, mood = base, near[0], sight.mood
        if passage.kind == "verse" and index > 0 and not last:
            place = near[verses % len(near)] if verses % 3 != 2 else base
            verses += 1
        elif passage.kind == "bridge" and not dreamt and len(passages) > 3:
            place, mood, dreamt = dream, "dreamy", True
        elif passage.kind == "chorus":
            mood = "dreamy" if mood == "calm" and time in {"dusk", "night"} else RISING[mood]
        away = base if place != base else near[index % len(near)]
        weather = CLEARING[sight.weather] if last and len(passages) > 2 else sight.weather
        spoken = dice.at(str(index)).one("time", phrases.TIMES[time])
        options = phrases.world(place, base).locations
        view = _named(options[index % len(options)], noun) if place == base else options[index % len(options)]
        text = ", ".join((view, phrases.surroundings(place, spoken, weather)))
        found.append(Setting(base, place, away, time, weather, mood, f"{text[0].upper()}{text[1:]}."))
    return tuple(found)


def _noun(sight: lexicon.Sight) -> str:
    """Return the prompt's own phrase for its place, such as `the neon city`; empty where it has none."""
    for word in sight.words:
        what, _, phrase = word.partition(": ")
        if what == f"place {sight.place}" and " " in phrase and phrase.split()[0] not in LEADING:
            return f"the {phrase.removeprefix('the ')}"
    return ""


def _named(view: str, noun: str) -> str:
    """Return a location with the prompt's own noun in it: for `the city, lit towers`, the neon city."""
    head, comma, rest = view.partition(", ")
    if not noun:
        return view
    if noun.rsplit(maxsplit=1)[-1] == head.rsplit(maxsplit=1)[-1]:
        return f"{noun}{comma}{rest}"
    return view if set(noun.split()[1:]) & set(view.replace(",", "").split()) else f"{view}, {noun}"
