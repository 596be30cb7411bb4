"""Lower: film words into build words, purely, in two passes.

The survey is what must be known before shots can be: the song's analysis and, where nobody wrote scenes, the
storyboard. The shots follow from it. Neither pass opens a file: leaves come with their digests, and what the
survey found comes as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nbstudio import action, provider
from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.digest import text_digest
from nbstudio.errors import SpecError
from nbstudio.plan.grid import Grid
from nbstudio.plan.setup import Setup
from nbstudio.plan.step import Plan, Step
from nbstudio.plan.timeline import Clip, Length, Overlap, frames, lay, starts
from nbstudio.rulebook import Rule, Rulebook
from nbstudio.sound.song import Song
from nbstudio.source import Span

ROOM = Fraction(6, 5)
"""How much larger than the frame a still is made, so that motion has room."""
SAMPLE_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture that is delivered: pixels, frames a second, and how it is encoded."""

    width: int
    height: int
    rate: Fraction
    profile: str

    @property
    def still(self) -> tuple[int, int]:
        """Return the size in which stills are made."""
        return _even(self.width * ROOM), _even(self.height * ROOM)


@dataclass(frozen=True)
class Brief:
    """A spec as planning sees it: everything resolved but what the survey will find."""

    name: str
    music: str
    """The song's leaf."""
    music_params: Mapping[str, Any]
    prompt: str
    seed: int
    people: Mapping[str, str]
    """Every cast member's photo's leaf."""
    style: str
    style_changes: Mapping[str, Any]
    frame: Frame
    loudness: Mapping[str, Any]
    setups: tuple[Setup, ...] | None
    """The shots as written, or nothing where a storyboard is asked for."""
    place: Callable[..., Span | None] = lambda *_: None
    """Looks up where a part of the spec stands."""


class Planner:
    """Turns one brief into plans, by a rulebook; pure."""

    def __init__(self, brief: Brief, rulebook: Rulebook, leaves: Mapping[str, str]) -> None:
        """Plan `brief`, whose input files have the digests `leaves`.

        Raises SpecError with every name that the rulebook does not know.
        """
        self.brief, self.rulebook, self.leaves = brief, rulebook, leaves
        self.wrong: list[Diagnostic] = []
        self.style = self._named("styles", brief.style, "style", ("style",))
        for setup in brief.setups or ():
            self._check(setup)
        if self.wrong:
            raise SpecError(self.wrong)

    # The two passes

    def survey(self) -> Plan:
        """Return the plan of what must be known before the shots are."""
        steps = [self._analysis()]
        if self.brief.setups is None:
            steps.append(self._storyboard())
        return Plan(self.brief.name, tuple(steps), self.leaves, steps[-1].target, partial=True)

    def shoot(self, found: Mapping[str, str]) -> Plan:
        """Return the whole plan, given the text of every survey target.

        Raises SpecError where the shots don't fit the song.
        """
        survey = self.survey().steps
        song = Song.from_json(found["analysis/song"])
        setups = self.brief.setups
        if setups is None:
            from nbstudio.plan.board import setups as drawn

            setups = drawn(found["storyboard/board"], ("prompt",))
        faces = {person: self._face(person, leaf) for person, leaf in self._people(setups).items()}
        stills, shots = self._shots(setups, song)
        return Plan(
            self.brief.name,
            (*survey, *faces.values(), *stills, *shots, *self._finish(shots, song)),
            self.leaves,
            f"film/{self.brief.name}",
        )

    # Survey

    def _analysis(self) -> Step:
        params = {key: value for key, value in self.brief.music_params.items() if value is not None}
        return self._step(
            "analysis",
            "analysis/song",
            params,
            (("song", (self.brief.music,)),),
            path=("music",),
            says="listening to the song",
        )

    def _storyboard(self) -> Step:
        habits = {key: self.style.get(key) for key in ("pace", "transitions", "motions", "places") if key in self.style}
        params = {
            "prompt": self.brief.prompt,
            "cast": list(self.brief.people),
            "style": habits,
            "seed": self.brief.seed,
        }
        return self._step(
            "storyboard",
            "storyboard/board",
            params,
            (("song", ("analysis/song",)),),
            path=("prompt",),
            says="writing the storyboard",
        )

    # Shots

    def _people(self, setups: Sequence[Setup]) -> dict[str, str]:
        seen = {setup.person for setup in setups if setup.person}
        return {name: leaf for name, leaf in self.brief.people.items() if name in seen}

    def _face(self, person: str, photo: str) -> Step:
        return self._step(
            "face",
            f"face/{person}",
            {},
            (("photo", (photo,)),),
            path=("cast", person),
            says=f"finding the face of {person}",
        )

    def _shots(self, setups: Sequence[Setup], song: Song) -> tuple[list[Step], list[Step]]:
        """Return the stills, and the segments and transitions in the order of the film."""
        clips, joins = self._timeline(setups, song)
        stills = [self._still(setup) for setup in setups]
        moves = [self._motion(setup, clip, song) for setup, clip in zip(setups, clips, strict=True)]
        shots = []
        for i, (setup, clip) in enumerate(zip(setups, clips, strict=True)):
            if i and joins[i - 1].count:
                shots.append(
                    self._transition(setups[i - 1 : i + 1], clips[i - 1 : i + 1], moves[i - 1 : i + 1], joins[i - 1])
                )
            shots.append(self._segment(setup, clip, moves[i]))
        return stills, shots

    def _timeline(self, setups: Sequence[Setup], song: Song) -> tuple[list[Clip], list[Overlap]]:
        rate = self.brief.frame.rate
        grid = Grid(song.seconds, song.beats, song.downbeats, song.beats_per_bar, tuple(s.start for s in song.sections))
        try:
            begins = (
                [float(setup.start or 0.0) for setup in setups]
                if setups[0].start is not None
                else starts([setup.length for setup in setups], [setup.snap for setup in setups], grid, rate)
            )
        except ValueError:
            self._refuse(
                next(setup for setup in setups if setup.length.unit in {"beats", "bars"}),
                "beats-needed",
                "this shot is measured in beats, and none can be heard in the song",
                "give the length in seconds, or say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
            )
        for setup, begin in zip(setups, begins, strict=True):
            if begin >= song.seconds:
                self._refuse(
                    setup,
                    "overruns",
                    f"the shots before `{setup.id}` already fill the song ({song.seconds:.2f} s)",
                    "make earlier shots shorter, or leave their `duration` out",
                )
        try:
            at = frames(begins, song.seconds, rate)
        except ValueError:
            self._refuse(
                setups[-1],
                "too-short",
                f"the song ({song.seconds:.2f} s) has fewer frames than the film has shots",
                "take a longer song, or fewer shots",
            )
        overlaps = [self._overlap(setup, begin, grid) for setup, begin in zip(setups[1:], begins[1:], strict=True)]
        return lay(at, overlaps)

    def _overlap(self, setup: Setup, begin: float, grid: Grid) -> tuple[int, str]:
        """Return the length in frames of the transition into a shot, and what of it falls on the join."""
        rate = self.brief.frame.rate
        entry = self.rulebook.catalog("transitions").get(setup.transition, {})
        length = setup.overlap or Length(float(entry.get("beats", 0)), "beats")
        if length.unit == "beats" or length.unit == "bars":
            beats = length.amount * (grid.beats_per_bar if length.unit == "bars" else 1)
            seconds = grid.after(begin, beats) - begin if grid.has_beats else beats * 0.5
        elif length.unit == "frames":
            seconds = float(length.amount / rate)
        else:
            seconds = length.amount
        if setup.transition == "cut" or seconds <= 0:
            return 0, "middle"
        return max(1, round(seconds * rate)), str(entry.get("align", "middle"))

    def _still(self, setup: Setup) -> Step:
        if setup.make:
            return self._ruled(setup)
        width, height = self.brief.frame.still
        look = {key: self.style[key] for key in ("grade", "paint", "places") if key in self.style}
        params: dict[str, Any] = {"width": width, "height": height, "style": {**look, **self.brief.style_changes}}
        inputs: list[tuple[str, tuple[str, ...]]] = []
        if setup.picture:
            inputs.append(("picture", (setup.picture,)))
        else:
            if setup.person:
                inputs.append(("face", (f"face/{setup.person}",)))
            params |= {
                "words": setup.still,
                "location": setup.location,
                "prompt": self.brief.prompt,
                "size": setup.size,
                "angle": setup.angle,
            }
        params["seed"] = self._seed(setup)
        return self._step(
            "still",
            f"still/{setup.id}",
            params,
            tuple(inputs),
            path=setup.path,
            says=setup.still or str(setup.picture),
        )

    def _ruled(self, setup: Setup) -> Step:
        """Return the still that a rule of the rulebook makes."""
        rule = self.rulebook.rules[str(setup.make)]
        inputs: list[tuple[str, tuple[str, ...]]] = []
        for port in rule.inputs:
            value = setup.fields.get(port)
            if value is not None:
                inputs.append((port, (str(value) if str(value) in self.leaves else f"still/{value}",)))
        if rule.files:
            inputs.append(("program", tuple(f"{rule.folder.name}/{name}" for name in rule.files)))
        params = {
            name: param.check(setup.fields[name]) if name in setup.fields else param.default
            for name, param in rule.params.items()
        }
        return self._step(
            "still",
            f"still/{setup.id}",
            {name: value for name, value in params.items() if value is not None},
            tuple(inputs),
            rule=rule,
            path=setup.path,
            says=rule.about,
        )

    def _seed(self, setup: Setup) -> int:
        """Return the shot's own seed, or one that follows from what it shows: never from where it stands."""
        if setup.seed is not None:
            return setup.seed
        told = f"{self.brief.seed}|{setup.still}|{setup.picture}|{setup.location}|{setup.size}|{setup.angle}"
        return int(text_digest(told)[:8], 16)

    def _motion(self, setup: Setup, clip: Clip, song: Song) -> dict[str, Any]:
        """Return how the shot moves over all frames in which it is seen."""
        name = setup.motion
        if not name:
            habits = list(self.style.get("motions") or ["push-in"])
            name = str(habits[self._seed(setup) % len(habits)])
        entry = {k: v for k, v in self.rulebook.catalog("motions")[name].items() if k != "about"}
        return {"motion": entry, "seed": self._seed(setup), "accents": self._accents(clip, song)}

    def _accents(self, clip: Clip, song: Song) -> list[int]:
        """Return the frames of the shot on which a downbeat of a loud bar falls, if the style answers to them."""
        if not self.style.get("accents"):
            return []
        rate = self.brief.frame.rate
        loud = float(self.style["accents"])
        found = []
        for begin in song.downbeats:
            frame = round(Fraction(begin).limit_denominator(1_000_000) * rate)
            if clip.first < frame < clip.last and song.energy_at(begin) >= loud:
                found.append(frame - clip.first)
        return found

    def _shared(self) -> dict[str, Any]:
        frame = self.brief.frame
        return {
            "width": frame.width,
            "height": frame.height,
            "rate": str(frame.rate),
            "profile": frame.profile,
            "grain": float(self.style.get("grade", {}).get("grain", 0.0)),
        }

    def _segment(self, setup: Setup, clip: Clip, move: Mapping[str, Any]) -> Step:
        count = clip.body_last - clip.body_first
        params = {
            **self._shared(),
            **move,
            "total": clip.last - clip.first,
            "first": clip.body_first - clip.first,
            "count": count,
        }
        return self._step(
            "segment",
            f"segment/{setup.id}",
            params,
            (("still", (f"still/{setup.id}",)),),
            path=setup.path,
            work=self._work(count),
            says=f"moving {setup.id}",
        )

    def _transition(
        self, setups: Sequence[Setup], clips: Sequence[Clip], moves: Sequence[Mapping[str, Any]], join: Overlap
    ) -> Step:
        entry = self.rulebook.catalog("transitions")[setups[1].transition]
        params = {
            **self._shared(),
            "transition": {k: v for k, v in entry.items() if k not in {"about", "beats", "align"}},
            "count": join.count,
            "from": {**moves[0], "total": clips[0].last - clips[0].first, "first": join.start - clips[0].first},
            "to": {**moves[1], "total": clips[1].last - clips[1].first, "first": join.start - clips[1].first},
        }
        return self._step(
            "transition",
            f"transition/{setups[0].id}--{setups[1].id}",
            params,
            (("from", (f"still/{setups[0].id}",)), ("to", (f"still/{setups[1].id}",))),
            path=setups[1].path,
            work=self._work(join.count),
            says=f"{setups[1].transition} into {setups[1].id}",
        )

    def _work(self, count: int) -> float:
        """Return how many times the work of one 1080p frame this is."""
        return count * self.brief.frame.width * self.brief.frame.height / (1920 * 1080)

    def _finish(self, shots: Sequence[Step], song: Song) -> tuple[Step, Step]:
        rate = self.brief.frame.rate
        total = sum(int(step.params["count"]) for step in shots)
        samples = int(total * SAMPLE_RATE / rate)
        rule = self.rulebook.rules["mix"]
        asked = {name: self.brief.loudness.get(name) for name in rule.params}
        params = {name: rule.params[name].default if value is None else value for name, value in asked.items()}
        mix = self._step(
            "mix",
            "mix/mix",
            {**params, "samples": samples},
            (("song", (self.brief.music,)),),
            path=("music",),
            work=song.seconds / 60,
            says="mastering the song",
        )
        film = self._step(
            "film",
            f"film/{self.brief.name}",
            {"rate": str(rate), "frames": total, "samples": samples},
            (("segments", tuple(step.target for step in shots)), ("mix", ("mix/mix",))),
            says="joining the film",
        )
        return mix, film

    # Steps

    def _step(
        self,
        kind: str,
        target: str,
        params: Mapping[str, Any],
        inputs: tuple[tuple[str, tuple[str, ...]], ...],
        *,
        rule: Rule | None = None,
        path: tuple[str | int, ...] = (),
        work: float = 1.0,
        says: str = "",
    ) -> Step:
        found = rule or self.rulebook.rules[kind]
        return Step(
            kind=kind,
            target=target,
            rule=found.name,
            version=found.version,
            action=found.action,
            action_version=_version(found.action),
            params=params,
            inputs=inputs,
            made_by=_makers(found),
            extra=found.extra,
            suffix=found.suffix,
            pool=found.pool,
            seconds=found.seconds * work,
            path=path,
            says=says,
        )

    # Names that the rulebook must know

    def _named(self, catalog: str, name: str, what: str, path: tuple[str | int, ...]) -> Mapping[str, Any]:
        entries = self.rulebook.catalog(catalog)
        if name not in entries:
            self.wrong.append(
                Diagnostic(
                    f"unknown-{what}",
                    f"there is no {what} called `{name}`",
                    self.brief.place(*path),
                    hint=did_you_mean(name, entries) or f"`nbstudio rules {catalog}` lists them",
                )
            )
            return {}
        entry = entries[name]
        return entry if isinstance(entry, Mapping) else {}

    def _check(self, setup: Setup) -> None:
        self._named("transitions", setup.transition, "transition", (*setup.path, "transition"))
        if setup.motion:
            self._named("motions", setup.motion, "motion", (*setup.path, "motion"))
        if not setup.make:
            return
        rule = self.rulebook.rule(setup.make)
        if rule is None:
            self.wrong.append(
                Diagnostic(
                    "unknown-rule",
                    f"there is no rule called `{setup.make}`",
                    self.brief.place(*setup.path, "make"),
                    hint=did_you_mean(setup.make, self.rulebook.rules) or "`nbstudio rules` lists them",
                )
            )
            return
        self._check_fields(setup, rule)

    def _check_fields(self, setup: Setup, rule: Rule) -> None:
        """Hold a shot's own keys against the ports and params of the rule that makes it."""
        known = {*rule.inputs, *rule.params}
        shots = {other.id for other in self.brief.setups or ()}
        for key, value in setup.fields.items():
            if key not in known:
                self._complain(
                    setup, "unknown-key", f"`{key}` is not a key of the rule `{rule.name}`", did_you_mean(key, known)
                )
            elif key in rule.params:
                try:
                    rule.params[key].check(value)
                except ValueError as error:
                    self._complain(setup, "bad-param", f"`{key}`: {error}")
            elif str(value) not in self.leaves and str(value) not in shots:
                self._complain(
                    setup,
                    "unknown-shot",
                    f"`{value}` is neither a shot nor a file",
                    did_you_mean(str(value), shots),
                )
        for port, needs in rule.inputs.items():
            if port not in setup.fields and not needs.optional:
                self._complain(setup, "missing-key", f"the rule `{rule.name}` needs `{port}`")
        if rule.output != "image":
            self._complain(setup, "bad-rule", f"the rule `{rule.name}` makes {rule.output}, and a shot needs an image")

    def _complain(self, setup: Setup, code: str, message: str, hint: str | None = None) -> None:
        self.wrong.append(Diagnostic(code, message, self.brief.place(*setup.path), hint=hint))

    def _refuse(self, setup: Setup, code: str, message: str, hint: str) -> None:
        raise SpecError([Diagnostic(code, message, self.brief.place(*setup.path), hint=hint)])


def _version(name: str) -> int:
    found = action.find(name)
    return found.VERSION if found else 0


def _makers(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the provider that a rule names, with its version and models."""
    name = rule.extra.get("provider")
    found = provider.find(str(name)) if name else None
    if found is None:
        return ()
    return (("provider", f"{name}@{found.VERSION}"), *found.MODELS)


def _even(value: Fraction) -> int:
    return 2 * round(value / 2)
