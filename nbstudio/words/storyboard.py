"""Storyboard: the scenes and shots of a film, written from a prompt and a song by rule.

`write` is an editor and a director in one: `cutting` says where the song wants its cuts, `arc` where and
when each scene plays, `directing` how each shot is framed, moved and joined; here they meet, and each shot
gets the sentence that the lexicon will read back. The title takes no part: renaming a film changes no picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nbstudio.words import arc, directing, imagery, phrases, things
from nbstudio.words.arc import Home, Setting
from nbstudio.words.company import Company
from nbstudio.words.cutting import Cut, Pace, Passage, passages
from nbstudio.words.dice import Dice
from nbstudio.words.imagery import Image
from nbstudio.words.manner import Manner
from nbstudio.words.motion import PRESETS
from nbstudio.words.music import Music, Section
from nbstudio.words.scenes import Scene, Shot, Transition, from_json, to_json
from nbstudio.words.spots import CRAMPED, INSIDE

__all__ = ["Brief", "Music", "Pace", "Scene", "Section", "Shot", "Transition", "from_json", "to_json", "write"]

AGAIN = 6  # shots, within which no composition comes back
SIDES = 6  # seeds that follow each other, modulo this, place a person on another side
SIDE = ("left", "right", "centre")  # by seeds modulo three, as `picture.framing` has it
TURNS = 6  # at most, for a composition that the last shots did not have
LOOKS = 3  # words of a composition without anybody: place, size and by what it is seen
PLAIN = frozenset({"detail", "silhouette", "double-exposure", "split-screen", "collage"})  # seen from the eye's height
LONGEST_JOIN = 0.4  # of the shorter of both shots, so that each keeps a body of its own


@dataclass(frozen=True, slots=True)
class Brief:
    """What the film is about and how its style cuts; `transitions` and `motions` are those it may use.

    `hour` is the time of day in which the style is at home, for a prompt that tells none, `places` are those where it
    is; `manner` is how it directs.
    """

    prompt: str
    cast: tuple[str, ...] = ()
    title: str = ""
    pace: Pace = field(default_factory=Pace)
    transitions: tuple[str, ...] = ("cut", "dissolve", "dip-to-black", "flash", "whip-pan-left")
    motions: tuple[str, ...] = PRESETS
    seed: int = 0
    hour: str | None = None
    places: tuple[str, ...] = ()
    manner: Manner = field(default_factory=Manner)

    def to_json(self) -> dict[str, Any]:
        """Return the brief as plain values."""
        listed = ("cast", "transitions", "motions", "places")
        return {**asdict(self), **{name: list(getattr(self, name)) for name in listed}}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Brief:
        """Return the brief that `to_json` told; what is left out is as by default."""
        known: dict[str, Any] = {key: data[key] for key in ("prompt", "title", "seed", "hour") if key in data}
        known |= {key: tuple(data[key]) for key in ("cast", "transitions", "motions", "places") if key in data}
        if "manner" in data:
            known["manner"] = Manner.of({key: value for key, value in data["manner"].items() if value is not None})
        if "pace" in data:
            known["pace"] = Pace(**data["pace"])
        return Brief(**known)


def write(brief: Brief, music: Music) -> tuple[Scene, ...]:
    """Write the storyboard of a song: scenes in order, whose first shot starts at 0.0.

    Raises ValueError for a song that is not longer than nothing.
    """
    if not 0.0 < music.seconds < float("inf"):
        raise ValueError(f"a song of {music.seconds} seconds has no shots")
    dice = Dice(brief.seed)
    parts = passages(music, brief.pace, dice.at("cuts"))
    home = Home(brief.places, brief.manner.weather, brief.manner.mood)
    places = arc.settings(brief.prompt, brief.cast, parts, dice.at("arc"), brief.hour, home)
    # The words shuffle the framing, so that two films to one song differ in more than their places; and so does the
    # style, whose camera's habits are its own.
    hand = dice.at(brief.prompt).at(" ".join(brief.motions))
    director = _Director(brief, music, music.beat, hand, sum(len(part.cuts) for part in parts))
    return tuple(director.scene(part, place) for part, place in zip(parts, places, strict=True))


@dataclass(slots=True)
class _Director:
    """Remembers what was shot before, so that nothing is shown twice in a row."""

    brief: Brief
    music: Music
    beat: float
    dice: Dice
    total: int
    made: int = 0
    accented: int = -4
    debt: float = 1.0
    before: Shot | None = None
    length_before: float = 0.0
    kind_before: str = ""
    seen: str | None = None
    hidden: int = 1
    """How many shots of people showed no face since the last that did; a film owes one before it hides another."""
    known: bool = False
    """Whether anybody's face was seen at all."""
    side: int = 0
    views: int = 0
    shown: list[tuple[str, ...]] = field(default_factory=list)
    """What the last shots were: place, size, side and angle of a person, or what a place was seen by."""
    motions: list[str] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    recent: dict[str, str] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    company: Company = field(init=False)

    def __post_init__(self) -> None:
        self.company = Company(self.brief.cast)

    def scene(self, part: Passage, setting: Setting) -> Scene:
        """Shoot one scene."""
        name = self._unique(re.sub(r"[^a-z0-9]+", "-", part.label))
        shots = tuple(self._shot(name, part, setting, cut, index) for index, cut in enumerate(part.cuts))
        self.kind_before = part.kind
        return Scene(name, part.label, setting.location, shots)

    def _shot(self, scene: str, part: Passage, setting: Setting, cut: Cut, index: int) -> Shot:
        """Frame, describe, move and join one shot."""
        dice = self.dice.at(f"{scene}/{index}")
        opens = part.kind if part.opens and index == 0 else ""
        last = self.made == self.total - 1
        cast = self._cast(part.kind, opens, last, dice)
        image = imagery.shown(self.music, cut.start, cut.end, self.brief.cast)
        if cast and self._yields(image, setting, opens, last):
            self.debt, cast = self.debt - 1.0, ()
        time, weather = setting.time, setting.weather
        if cast:
            several = len(cast) > 1
            size, angle, seed = self._framing(part, setting, cut, index, opens, last, dice, several=several)
            if size == "double-exposure":
                cast = self.company.dreaming(cast, dice)
            self.hidden = self.hidden + 1 if size in directing.HIDING else 0
            self.known = self.known or not self.hidden
            place, composition = setting.place, self._portrait(cast, setting, size, cut, opens, dice)
            self.shown.append(_composition(place, size, seed, angle))
        else:
            size, place, composition = self._scenery(setting, cut, opens or last, part.kind, image, dice)
            if not last:
                time, weather = image.time or time, image.weather or weather
            angle = "eye" if size == "detail" else self._angle(size, cut, setting, dice)
            seed = dice.number("seed")
            self.shown.append((place, size, composition))
        spoken = dice.one("time", phrases.TIMES[time])
        shot = Shot(
            id=self._unique(f"{scene}-{size}"),
            start=cut.start,
            size=size,
            angle=angle,
            cast=cast,
            still=phrases.sentence(size, angle, composition, spoken, weather, setting.mood, place),
            motion=self._motion(size, cut, composition, last, dice),
            transition=self._join(part, bool(opens), cut, dice),
            seed=seed,
            view=self.views,
        )
        self.views += bool(cast)
        self.seen = size if cast else self.seen
        self.made, self.before, self.length_before = self.made + 1, shot, cut.end - cut.start
        return shot

    def _framing(
        self,
        part: Passage,
        setting: Setting,
        cut: Cut,
        index: int,
        opens: str,
        last: bool,
        dice: Dice,
        *,
        several: bool,
    ) -> tuple[str, str, int]:
        """Choose size, angle and seed of a shot of a person: a composition that the last shots did not have."""
        manner = self.brief.manner
        since = self.made - self.accented
        near_end = index >= len(part.cuts) - 2
        accent = directing.accent(part.kind, near_end, opens, setting.place, setting.time, since, manner, self.made)
        faced = bool(self.hidden and self.made)
        if last and self.made and self.known and setting.place not in CRAMPED:
            size = self._closing()
        elif accent and not (faced and accent in directing.FACELESS):
            size = accent
        else:
            size = self._size(cut, opens, setting, dice, faced=faced, several=several)
        found: list[tuple[str, str, int]] = []
        for turn in range(TURNS):
            # Where nothing else is new, a style's own side is given up last.
            free = turn == TURNS - 1 or last or size not in directing.LADDER
            for angle in self._angles(size, cut, setting, dice.at(f"turn {turn}") if turn else dice):
                found += [(size, angle, seed) for seed in self._seeds(opens, dice, free=free)]
            again = opens if opens == "chorus" else ""
            if not last:
                size = self._size(cut, again, setting, dice.at(f"turn {turn}"), faced=faced, several=several)
        known = self.shown[-AGAIN:]
        new = (one for one in found if _composition(setting.place, one[0], one[2], one[1]) not in known)
        chosen = next(new, found[0])
        if chosen[0] == accent:
            self.accented = self.made
        self.side = chosen[2] % SIDES
        return chosen

    def _angles(self, size: str, cut: Cut, setting: Setting, dice: Dice) -> list[str]:
        """Return the camera's heights for a size, the one that is wished for first."""
        if size in PLAIN:
            return ["eye"]
        return list(dict.fromkeys((self._angle(size, cut, setting, dice), "eye")))

    def _angle(self, size: str, cut: Cut, setting: Setting, dice: Dice) -> str:
        before = self.before.angle if self.before else None
        return directing.angle(before, size, cut.energy, setting.mood, dice, self.brief.manner.angles)

    def _seeds(self, opens: str, dice: Dice, *, free: bool) -> list[int]:
        """Return seeds that place a person where the style likes it, and before that elsewhere than the last shot.

        Seeds that follow each other (modulo SIDES) never place somebody alike (see `picture.framing`). All choruses
        begin in the same place. With `free` every other place follows.
        """
        wish = {"centre": (2, 5), "thirds": (0, 1, 3, 4)}.get(self.brief.manner.side)
        seed = (self.dice if opens == "chorus" else dice).number("seed")
        steps = [(self.side + step) % SIDES for step in (1, 2, 4, 5)]
        liked = (
            [*(step for step in steps if step in wish), *(step for step in wish if step not in steps)]
            if wish
            else steps
        )
        if opens == "chorus":
            liked = [seed % SIDES if not wish or seed % SIDES in wish else wish[0]]
        if free:
            liked += [step for step in (*steps, *range(SIDES)) if step not in liked]
        return [seed + (step - seed) % SIDES for step in liked]

    def _cast(self, kind: str, opens: str, last: bool, dice: Dice) -> tuple[str, ...]:
        """Choose who is seen: one, several together, every third time nobody."""
        cast = self.brief.cast
        if not cast:
            return ()
        self.debt += self.brief.manner.alone if self.made else 0.0
        alone = self.before is not None and not self.before.cast
        enough = 0.6 if opens and opens != "chorus" else 1.0
        if self.debt >= enough and not alone and opens != "chorus" and not last:
            self.debt -= 1.0
            return ()
        if opens == "chorus" or last:
            return self.company.everybody()
        return self.company.next(kind, dice)

    def _yields(self, image: Image, setting: Setting, opens: str, last: bool) -> bool:
        """Whether a person steps back for what is sung: another place, where people were just seen."""
        elsewhere = image.place not in {None, setting.place}
        return bool(elsewhere and not opens and not last and self.before and self.before.cast)

    def _size(self, cut: Cut, opens: str, setting: Setting, dice: Dice, *, faced: bool, several: bool) -> str:
        """Choose how near people are."""
        before = self.before.size if self.before and not self.before.cast else None
        return directing.size(
            self.seen,
            cut.energy,
            opens=opens,
            inside=setting.place in INSIDE,
            cramped=setting.place in CRAMPED,
            dice=dice,
            between=before,
            faced=faced,
            likes=self.brief.manner.sizes,
            several=several,
        )

    def _closing(self) -> str:
        """Return the size of the last shot: from far away."""
        return "wide" if self.before and self.before.size == "extreme-wide" else "extreme-wide"

    def _portrait(self, cast: Sequence[str], setting: Setting, size: str, cut: Cut, opens: str, dice: Dice) -> str:
        """Return a composition with people; each chorus begins with the same, so that it is known again."""
        motif = opens == "chorus"
        motifs = phrases.MOTIFS if len(cast) < 2 else phrases.TOGETHER_MOTIFS
        actions: Sequence[str] = phrases.NEAR
        if motif:
            actions = motifs
        elif len(cast) > 1:
            actions = phrases.TOGETHER
        elif size in {"silhouette", "double-exposure"}:
            actions = phrases.SHAPES if size == "silhouette" else phrases.DREAMS
        elif size in {"extreme-wide", "wide"}:
            actions = phrases.FAR
        elif size in {"cowboy", "medium"}:
            actions = (*phrases.MIDDLE, *phrases.LOUD) if cut.energy > 0.62 else phrases.MIDDLE
        spots = phrases.world(setting.place, setting.base).spots
        known = self.dice.one("motif action", motifs)
        action, spot = known, self.dice.one("motif spot", spots)
        shown = {"action": action, f"spot {setting.place}": spot}
        if motif and not shown.items() <= self.recent.items():
            self.recent |= shown
        else:
            action = self._fresh("action", [other for other in actions if motif or other != known], dice)
            spot = self._fresh(f"spot {setting.place}", spots, dice)
        *others, last = map(_spoken, cast)
        return action.format(who=" and ".join(filter(None, (", ".join(others), last))), spot=spot)

    def _scenery(
        self, setting: Setting, cut: Cut, far: bool | str, kind: str, image: Image, dice: Dice
    ) -> tuple[str, str, str]:
        """Return size, place and composition of a shot without people: a view or a detail, of what is sung first."""
        size_before = self.before.size if self.before else None
        if size_before == "detail" or (far and size_before != "extreme-wide"):
            near = False
        else:
            near = size_before in {"wide", "extreme-wide"} or dice.unit("near") < self._nearness(cut)
        place = setting.place
        if not far and (image.place or dice.unit("away") < 0.4):
            place = image.place or setting.away
        world = phrases.world(place, setting.base)
        if not near:
            size = "extreme-wide" if far or dice.unit("far") < 0.5 else "wide"
            if size == size_before:
                size = "wide" if size == "extreme-wide" else "extreme-wide"
            views = world.views if self.made else world.views[:1]  # a film begins with its world's own face
            return size, place, self._fresh(f"view {place}", self._unseen(place, views), dice)
        told = things.told(place, self.brief.prompt, (*self.used, *self.recent.values()))
        details = told or things.details(place, world.details, image.weather or setting.weather, self.brief.prompt)
        if kind == "chorus" and place == setting.place and dice.unit("again") < 0.4:
            motif = self.dice.one(f"motif detail {place}", details)
            if (place, "detail", motif) not in self.shown[-AGAIN:]:
                self.recent[f"detail {place}"] = motif
                return "detail", place, motif
        return "detail", place, self._fresh(f"detail {place}", self._unseen(place, details), dice)

    def _unseen(self, place: str, options: Sequence[str]) -> Sequence[str]:
        """Return what a place was not seen by in the last shots; all of it, where that is nothing."""
        just = {(shot[0], shot[2]) for shot in self.shown[-AGAIN:] if len(shot) == LOOKS}
        return [option for option in options if (place, option) not in just] or options

    def _nearness(self, cut: Cut) -> float:
        """Return how likely a shot without anybody is a detail."""
        return (0.35 + 0.3 * cut.energy) * self.brief.manner.sizes.get("detail", 1.0)

    def _fresh(self, what: str, options: Sequence[str], dice: Dice) -> str:
        """Return an option used least so far, and not the one used last."""
        able = [option for option in options if option != self.recent.get(what)] or list(options)
        least = min(self.used.get(f"{what} {option}", 0) for option in able)
        chosen = dice.one(what, [option for option in able if self.used.get(f"{what} {option}", 0) == least])
        self.used[f"{what} {chosen}"] = least + 1
        self.recent[what] = chosen
        return chosen

    def _motion(self, size: str, cut: Cut, does: str, last: bool, dice: Dice) -> str:
        """Choose the motion; the film draws in with its first and lets go with its last."""
        allowed = self.brief.motions
        chosen = None if self.motions else directing.opening(allowed)
        if last and self.motions:
            chosen = directing.ending(self.motions[-1], allowed)
        chosen = chosen or directing.motion(self.motions, size, cut.energy, allowed, does, dice)
        self.motions.append(chosen)
        return chosen

    def _join(self, part: Passage, opens: bool, cut: Cut, dice: Dice) -> Transition:
        """Choose the join, no longer than both shots can bear; the film begins with a plain cut."""
        if self.before is None:
            return Transition("cut", 0.0)
        if not opens and self.before.transition.type != "cut" and "cut" in self.brief.transitions:
            return Transition("cut", 0.0)  # a row of marked joins marks nothing
        if opens and part.drops:
            name, beats = directing.blow(self.brief.transitions)
        else:
            name, beats = directing.join(part.kind, opens, cut.energy, self.kind_before, self.brief.transitions, dice)
        room = LONGEST_JOIN * min(self.length_before, cut.end - cut.start)
        while beats * self.beat > room and beats > 0.25:
            beats /= 2
        return Transition(name, beats) if name != "cut" and beats * self.beat <= room else Transition("cut", 0.0)

    def _unique(self, name: str) -> str:
        """Return the name, numbered where it is taken."""
        self.taken[name] = self.taken.get(name, 0) + 1
        if self.taken[name] == 1:
            return name
        return self._unique(f"{name}-{self.taken[name]}")


def _composition(place: str, size: str, seed: int, angle: str) -> tuple[str, ...]:
    """Return what makes two pictures of a person alike; who is far away looks the same from any height."""
    return place, size, SIDE[seed % 3], "" if size in {"wide", "extreme-wide"} else angle


def _spoken(name: str) -> str:
    """Return a cast's id as it is spoken: `mira-vale` is Mira Vale."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split(r"[-_\s]+", name) if part) or "The singer"
