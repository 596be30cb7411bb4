"""Captions in plans: which segment is told of which words, and what one change makes again."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from nbstudio import action, rulebook
from nbstudio.errors import SpecError
from nbstudio.plan import captions, manifest
from nbstudio.plan.lower import Planner
from nbstudio.plan.step import Plan
from nbstudio.plan.written import brief
from nbstudio.project import Project, stdlib
from nbstudio.sound.song import Section, Song
from nbstudio.spec.load import load
from nbstudio.words.lyrics.line import Line, Word

SONG = Song(
    40.0, 40 * 44100, 44100, 120.0, 1.0, tuple(0.5 * i for i in range(80)), tuple(2.0 * i for i in range(20)), 4,
    (0.5,) * 80, (Section(0.0, 40.0, "verse", 0.5),),
)  # fmt: skip


def line(i: int, turn: float = 2.0) -> Line:
    """Return a line of two words; the second begins `turn` seconds after its four seconds do."""
    at = 4.0 * i
    words = (Word(f"word{i} ", at + 1, at + turn), Word("more", at + turn, at + 3))
    return Line(f"word{i} more", at + 1, at + 3, words)


LINES = tuple(line(i) for i in range(10))
SHOTS = "\n".join(
    f"      - {{id: s{i}, still: a street, duration: 4s, cut_on: free, transition: {'dissolve' if i % 2 else 'cut'}}}"
    for i in range(10)
)
SPEC = f"""nbstudio: 1
title: T
music: {{file: song.mp3, lyrics: song.lrc}}
captions: {{mode: MODE, sidecar: [srt, vtt, lrc, ass]}}
outputs: {{x: {{preset: preview}}}}
scenes:
  - id: one
    shots:
{SHOTS}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "song.mp3").write_bytes(b"song")
    (folder / "song.lrc").write_text("[00:01.00]word\n")
    return folder / "film.yaml"


def planner(path: Path, text: str) -> Planner:
    path.write_text(text)
    project = Project.around(path)
    book = rulebook.load([stdlib() / "rules"], action.names())
    loaded = load(path, project)
    return Planner(brief(loaded, "film", book), book, {leaf: leaf for leaf in loaded.files.values()})


def plan(path: Path, text: str, lines: tuple[Line, ...] = LINES) -> Plan:
    found = {
        "analysis/song": SONG.to_json(),
        captions.LINES: json.dumps({"lines": [line.as_json() for line in lines]}),
    }
    return planner(path, text).shoot(found)


def karaoke(**more: str) -> str:
    return SPEC.replace("MODE", more.get("mode", "karaoke"))


def shown(made: Plan) -> dict[str, list[Any]]:
    return {
        step.target: step.params["captions"]["events"]
        for step in made.steps
        if step.kind in {"segment", "transition"} and "captions" in step.params
    }


def changed(one: Plan, other: Plan) -> set[str]:
    """Return the segments and transitions that are different in two plans."""
    before, after = manifest.identities(one), manifest.identities(other)
    return {
        step.target
        for step in other.steps
        if step.kind in {"segment", "transition"} and before.get(step.target) != after[step.target]
    }


@pytest.mark.row("GAP-010")
def test_one_changed_line_changes_only_what_shows_it(place: Path) -> None:
    text = karaoke()
    before = plan(place, text)
    fourth = Line("other words", 13.0, 15.0, (Word("other ", 13.0, 14.0), Word("words", 14.0, 15.0)))
    after = plan(place, text, (*LINES[:3], fourth, *LINES[4:]))
    assert changed(before, after) == {"segment/s3"}
    assert changed(before, before) == set()


def test_a_line_over_a_join_is_in_all_that_show_it(place: Path) -> None:
    line = Line("over the join", 3.0, 5.0, (Word("over the join", 3.0, 5.0),))
    here = shown(plan(place, karaoke(), (line,)))
    assert set(here) == {"segment/s0", "transition/s0--s1", "segment/s1"}
    assert here["segment/s0"][0]["from"] > 0
    assert here["segment/s1"][0]["from"] < 0


def test_frames_of_a_caption_are_the_films_whatever_segment_shows_it(place: Path) -> None:
    made = plan(place, karaoke())
    at, begins = 0, set()
    for step in made.steps:
        if step.kind in {"segment", "transition"}:
            for event in step.params.get("captions", {}).get("events", []):
                if event["parts"][0][0].startswith("word3"):
                    begins.add((at + event["from"], 100 * at + event["parts"][0][1]))
            at += step.params["count"]
    assert len(begins) == 1
    (first, sung) = begins.pop()
    assert sung == 100 * 30 * 13
    assert first < 30 * 13


def test_time_put_in_elsewhere_moves_nothing(place: Path) -> None:
    """The shots and words after it are later by so many whole frames: their segments are the same."""
    text = karaoke()
    before = plan(place, text)
    later = tuple(
        Line(line.text, (line.start or 0) + 1, (line.end or 0) + 1,
             tuple(Word(w.text, (w.start or 0) + 1, (w.end or 0) + 1) for w in line.words))
        for line in LINES
    )  # fmt: skip
    longer = text.replace("{id: s0, still: a street, duration: 4s", "{id: s0, still: a street, duration: 5s")
    after = plan(place, longer, later)
    assert not {f"segment/s{i}" for i in range(2, 9)} & changed(before, after)


def test_lines_shown_whole_don_t_ask_when_words_are_sung(place: Path) -> None:
    text = karaoke(mode="line")
    moved = tuple(line(i, 1.5) for i in range(10))
    assert changed(plan(place, text), plan(place, text, moved)) == set()
    assert changed(plan(place, karaoke()), plan(place, karaoke(), moved))


def test_no_two_captions_at_once_and_all_there_when_sung(place: Path) -> None:
    lines = (Line("a", 1.0, 3.0), Line("b", 3.0, 4.0), Line("c", 3.5, 6.0), Line("d", 6.1, 7.0))
    made = planner(place, karaoke(mode="line"))
    events = captions.events(made.desk, lines, 1200)
    assert len(events) == 4
    for one, other in itertools.pairwise(events):
        assert one.last <= other.first
    for event, line in zip(events, lines, strict=True):
        assert event.first + event.fade[0] <= round(30 * (line.start or 0))


def test_sidecars_are_goals_and_steps_of_their_own(place: Path) -> None:
    made = plan(place, karaoke())
    names = {f"captions/film.{form}" for form in ("srt", "vtt", "lrc", "ass")}
    assert names <= set(made.goals)
    assert {made.by_target[name].suffix for name in names} == {".srt", ".vtt", ".lrc", ".ass"}
    film = made.by_target["film/film"]
    assert not names & set(film.sources())


def test_without_captions_nothing_is_told_of_them(place: Path) -> None:
    text = "\n".join(row for row in SPEC.split("\n") if not row.startswith("captions"))
    made = plan(place, text)
    assert shown(made) == {}
    assert made.by_target[captions.LINES].kind == "lyrics"
    off = plan(place, karaoke(mode='"off"'))
    assert changed(made, off) == set()
    beside = plan(place, karaoke().replace("sidecar:", "burn: false, sidecar:"))
    assert changed(made, beside) == set()
    assert "captions/film.srt" in beside.goals


def test_the_style_of_the_film_has_captions_of_its_own(place: Path) -> None:
    def family(style: str, more: str = "") -> str:
        text = (
            karaoke().replace("title: T", f"title: T\nstyle: {style}").replace("mode: karaoke", f"mode: karaoke{more}")
        )
        made = plan(place, text)
        return str(made.by_target["segment/s0"].params["captions"]["style"]["family"])

    assert family("cinematic") == "Montserrat"
    assert family("neon") == "Orbitron"
    assert family("neon", ", style: hand") == "Caveat"
    assert family("neon", ", font: Anton") == "Anton"


def test_fonts_are_part_of_what_a_segment_is(place: Path) -> None:
    step = plan(place, karaoke()).by_target["segment/s0"]
    assert "fontpkg-montserrat@" in dict(step.made_by)["fonts"]
    assert "cjk" not in dict(step.made_by)["fonts"]
    line = Line("ひかり", 1.0, 3.0, (Word("ひかり", 1.0, 3.0),))
    assert "cjk" in dict(plan(place, karaoke(), (line,)).by_target["segment/s0"].made_by)["fonts"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("mode: karaoke", "mode: kareoke"), "wrong-value"),
        (("mode: karaoke", "mode: karaoke, style: nean"), "unknown-caption"),
        (("mode: karaoke", "mode: karaoke, font: Antonn"), "unknown-font"),
        (("mode: karaoke", "mode: karaoke, possition: top"), "unknown-key"),
        (("mode: karaoke", "mode: karaoke, font: {family: Anton, size: 50%}"), "wrong-value"),
        (("sidecar: [srt", "sidecar: [sub"), "wrong-value"),
        (("lyrics: song.lrc", "lyrics: song.mp3"), "wrong-value"),
        (("lyrics: song.lrc", "lyrics: lost.lrc"), "missing-file"),
        (("lyrics: song.lrc", "lyrics: {}"), "wrong-value"),
        (("lyrics: song.lrc", "lyrics: {file: song.lrc, fix: {0: 3s}}"), "wrong-value"),
        (("lyrics: song.lrc", "lyrics: {file: song.lrc, fix: {1: 3bars}}"), "wrong-value"),
        ((", lyrics: song.lrc", ""), "no-lyrics"),
    ],
)
def test_mistakes_are_told(place: Path, change: tuple[str, str], code: str) -> None:
    with pytest.raises(SpecError) as caught:
        planner(place, karaoke().replace(*change))
    assert [d.code for d in caught.value.diagnostics] == [code]
    assert caught.value.diagnostics[0].span


def test_corrections_are_read(place: Path) -> None:
    text = karaoke().replace(
        "lyrics: song.lrc",
        "lyrics: {file: song.lrc, offset: -120ms, fix: {1: 0:42.5, 2: {text: Hold me, end: 50s}, 3: off}}",
    )
    step = planner(place, text).survey().by_target[captions.LINES]
    assert step.params["offset"] == pytest.approx(-0.12)
    assert step.params["fix"] == {"1": {"start": 42.5}, "2": {"text": "Hold me", "end": 50.0}, "3": {"drop": True}}


def test_nobodys_words_are_heard_in_the_song(place: Path) -> None:
    text = karaoke().replace("mode: karaoke", "mode: karaoke, source: transcribe").replace(", lyrics: song.lrc", "")
    survey = planner(place, text).survey()
    lines = survey.by_target[captions.LINES]
    assert dict(lines.inputs)["words"] == (captions.HEARD,)
    assert survey.by_target[captions.HEARD].rule == "transcribe"
    assert shown(plan(place, text))


def test_words_of_the_song_are_moments_syllables_made_whole(place: Path) -> None:
    words = (Word("mor", 5.0, 5.2), Word("ning ", 5.2, 5.5), Word("light", 5.5, 6.0))
    assert captions.sung((Line("morning light", 5.0, 6.0, words),)) == (("morning", 5.0), ("light", 5.5))
    text = karaoke().replace("{id: s1, still: a street,", "{id: s1, still: a street, at: 'lyric:word1 more',")
    made = plan(place, text)
    before = sum(int(step.params["count"]) for step in made.steps if step.target in {"segment/s0", "transition/s0--s1"})
    assert before >= 30 * 5


def test_a_storyboard_is_written_to_the_words_that_somebody_wrote(place: Path) -> None:
    head = karaoke().partition("scenes:")[0].replace("title: T", "title: T\nprompt: a city at night")
    board = planner(place, head).survey().by_target["storyboard/board"]
    assert board.inputs == (("song", ("analysis/song",)), ("lines", (captions.LINES,)))
    bare = head.replace(", lyrics: song.lrc", "").replace("mode: karaoke", "mode: karaoke, source: transcribe")
    assert dict(planner(place, bare).survey().by_target["storyboard/board"].inputs) == {"song": ("analysis/song",)}


def test_lines_after_the_song_and_letters_too_small_are_told(place: Path) -> None:
    value: dict[str, Any] = {"lines": [one.as_json() for one in LINES[:2]], "late": [11, 12], "unknown": [99]}
    value["lines"][1]["text"] = "W" * 900
    made = planner(place, karaoke()).shoot({"analysis/song": SONG.to_json(), captions.LINES: json.dumps(value)})
    codes = {"late-lyrics", "unknown-line", "small-captions"}
    assert [one.code for one in made.warnings if one.code in codes] == [
        "late-lyrics",
        "unknown-line",
        "small-captions",
    ]
    assert all(one.span for one in made.warnings)


def test_a_line_too_long_to_be_read_at_once_is_several_captions(place: Path) -> None:
    words = tuple(Word(f"word{n} ", 0.5 * n, 0.5 * n + 0.5) for n in range(60))
    text = "".join(word.text for word in words)
    made = planner(place, karaoke())
    events = captions.events(made.desk, (Line(text, 0.0, 30.0, words),), 1200)
    assert len(events) >= 3
    assert all(sum(len(part[0]) for part in event.parts) <= captions.LONG for event in events)
    assert "".join(part[0].strip() for event in events for part in event.parts) == text.replace(" ", "")
