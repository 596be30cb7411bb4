"""A spec planned over a song that a test makes up: no file is opened but the rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nbstudio import action, rulebook
from nbstudio.plan.lower import Planner
from nbstudio.plan.step import Plan
from nbstudio.plan.survey import SONG
from nbstudio.plan.written import brief
from nbstudio.project import Project, stdlib
from nbstudio.rulebook import Rulebook
from nbstudio.sound.song import Section, Song
from nbstudio.source import Source
from nbstudio.spec.load import read

SECTIONS = (
    Section(0.0, 9.0, "intro", 0.2),
    Section(9.0, 17.0, "verse", 0.5),
    Section(17.0, 33.0, "chorus", 0.9),
    Section(33.0, 40.0, "outro", 0.3),
)


def song(seconds: float = 40.0, bpm: float = 120.0, first: float = 1.0, **changes: object) -> Song:
    """Return a song of even beats, bars of four."""
    beats = tuple(round(first + 60 / bpm * n, 6) for n in range(int((seconds - first) * bpm / 60)))
    known = {
        "seconds": seconds, "samples": round(seconds * 22_050), "rate": 22_050, "bpm": bpm, "confidence": 0.9,
        "beats": beats, "downbeats": beats[::4], "beats_per_bar": 4, "energy": (0.5,) * len(beats),
        "sections": SECTIONS,
    }  # fmt: skip
    return Song(**{**known, **changes})  # type: ignore[arg-type]


@cache
def rules() -> Rulebook:
    return rulebook.load((stdlib() / "rules",), action.names())


def planned(folder: Path, scenes: str, heard: Song, *, output: str = "rate: 30", cast: Sequence[str] = ()) -> Plan:
    """Plan the scenes of a spec; its lines begin at the seventh of the text, or one later where there is a cast."""
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs" / "song.mp3").write_bytes(b"ID3")
    people = f"cast: {{{', '.join(f'{name}: {name}.jpg' for name in cast)}}}\n" if cast else ""
    for name in cast:
        (folder / "specs" / f"{name}.jpg").write_bytes(b"JPEG")
    head = f"nbstudio: 1\ntitle: t\nmusic: song.mp3\noutputs:\n  small: {{size: 128x72, {output}}}\n"
    text = f"{head}{people}scenes:\n{scenes}"
    path = folder / "specs" / "film.yaml"
    path.write_text(text)
    loaded = read(Source("specs/film.yaml", text), path, Project(folder))
    planner = Planner(brief(loaded, "film", rules()), rules(), dict.fromkeys(loaded.files.values(), "0" * 64))
    return planner.shoot({SONG: heard.to_json()})


def frames(plan: Plan) -> dict[str, tuple[int, int]]:
    """Return the first frame and the number of frames of every segment and transition, by target."""
    found, at = {}, 0
    for name in next(names for port, names in plan.by_target[plan.goal].inputs if port == "segments"):
        count = int(plan.by_target[name].params["count"])
        found[name.partition("/")[2]] = (at, count)
        at += count
    return found
