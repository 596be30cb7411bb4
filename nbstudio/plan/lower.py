"""Lower: film words into build words, purely, in two passes.

The survey is what must be known before shots can be: the song's analysis and, where nobody wrote scenes, the
storyboard. The shots follow from it. Neither pass opens a file: leaves come with their digests, and what the
survey found comes as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from nbstudio.diagnostics import Diagnostic
from nbstudio.digest import text_digest
from nbstudio.errors import SpecError
from nbstudio.plan import board, names, steps
from nbstudio.plan.brief import Brief
from nbstudio.plan.grid import Grid
from nbstudio.plan.setup import Setup
from nbstudio.plan.step import Plan, Step
from nbstudio.plan.timeline import Clip, Length, Overlap, frame_at, frames, lay, starts
from nbstudio.rulebook import Rule, Rulebook
from nbstudio.sound.song import Song
from nbstudio.words.music import Loudness, Music

SAMPLE_RATE = 48_000


class Planner:
    """Turns one brief into plans, by a rulebook; pure."""

    def __init__(self, brief: Brief, rulebook: Rulebook, leaves: Mapping[str, str]) -> None:
        """Plan `brief`, whose input files have the digests `leaves`.

        Raises SpecError with every name that the rulebook does not know.
        """
        self.brief, self.rulebook, self.leaves = brief, rulebook, leaves
        wrong = names.check(brief, rulebook, leaves)
        if wrong:
            raise SpecError(wrong)
        self.style: Mapping[str, Any] = rulebook.catalog("styles")[brief.style]
        self._heard: Loudness | None = None

    # The two passes

    def survey(self) -> Plan:
        """Return the plan of what must be known before the shots are."""
        first = [self._analysis()]
        if self.brief.setups is None:
            first.append(self._storyboard())
        return Plan(self.brief.name, tuple(first), self.leaves, first[-1].target, partial=True)

    def shoot(self, found: Mapping[str, str]) -> Plan:
        """Return the whole plan, given the text of every survey target.

        Raises SpecError where the shots don't fit the song.
        """
        survey = self.survey().steps
        song = Song.from_json(found["analysis/song"])
        setups = self.brief.setups
        if setups is None:
            setups = board.setups(found["storyboard/board"], ("prompt",))
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
        return steps.make(
            self._rule("analysis"),
            "analysis",
            "analysis/song",
            params,
            (("song", (self.brief.music,)),),
            path=("music",),
            says="listening to the song",
        )

    def _storyboard(self) -> Step:
        habits = {
            key: self.style.get(key)
            for key in ("pace", "transitions", "motions", "places", "hour")
            if key in self.style
        }
        params = {
            "prompt": self.brief.prompt,
            "cast": list(self.brief.people),
            "style": habits,
            "seed": self.brief.seed,
        }
        return steps.make(
            self._rule("storyboard"),
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
        return steps.make(
            self._rule("face"),
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
        stills = _sorted([self._still(setup) for setup in setups])
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
        look = {key: self.style[key] for key in ("grade", "paint", "hour") if key in self.style}
        params: dict[str, Any] = {
            "width": width,
            "height": height,
            "style": {**look, "changes": dict(self.brief.style_changes)},
        }
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
                "person": setup.person,
            }
        params["seed"] = self._seed(setup)
        return steps.make(
            self._rule("still"),
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
        return steps.make(
            rule,
            "still",
            f"still/{setup.id}",
            {name: value for name, value in params.items() if value is not None},
            tuple(inputs),
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
        for begin, end in zip(song.downbeats, (*song.downbeats[1:], song.seconds), strict=True):
            frame = frame_at(begin, rate)
            if clip.first < frame < clip.last and self._loudness(song).between(begin, end) >= loud:
                found.append(frame - clip.first)
        return found

    def _loudness(self, song: Song) -> Loudness:
        if self._heard is None:
            self._heard = Loudness.of(Music(song.seconds, song.beats, energy=song.energy))
        return self._heard

    def _shared(self) -> dict[str, Any]:
        frame = self.brief.frame
        return {
            "width": frame.width,
            "height": frame.height,
            "rate": str(frame.rate),
            "profile": frame.profile,
            "grain": float(self.style.get("film_grain", 0.0)),
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
        return steps.make(
            self._rule("segment"),
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
        return steps.make(
            self._rule("transition"),
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
        mix = steps.make(
            self._rule("mix"),
            "mix",
            "mix/mix",
            {**params, "samples": samples},
            (("song", (self.brief.music,)),),
            path=("music",),
            work=song.seconds / 60,
            says="mastering the song",
        )
        film = steps.make(
            self._rule("film"),
            "film",
            f"film/{self.brief.name}",
            {"rate": str(rate), "frames": total, "samples": samples},
            (("segments", tuple(step.target for step in shots)), ("mix", ("mix/mix",))),
            says="joining the film",
        )
        return mix, film

    def _rule(self, name: str) -> Rule:
        return self.rulebook.rules[name]

    def _refuse(self, setup: Setup, code: str, message: str, hint: str) -> NoReturn:
        raise SpecError([Diagnostic(code, message, self.brief.place(*setup.path), hint=hint)])


def _sorted(stills: Sequence[Step]) -> list[Step]:
    """Return stills so that each comes after those that it is made from."""
    by_target = {step.target: step for step in stills}
    done: dict[str, Step] = {}
    for still in stills:
        stack = [still]
        while stack:
            step = stack[-1]
            waits = [by_target[name] for name in step.sources() if name in by_target and name not in done]
            if waits:
                stack += waits
            else:
                done[stack.pop().target] = step
    return list(done.values())
