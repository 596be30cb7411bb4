"""What a person says of a song is read as written, and every mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.errors import SpecError
from nbstudio.source import Source
from nbstudio.spec import heard
from nbstudio.spec.moment import Moment


def parse(text: str) -> heard.Edit:
    return heard.parse(Source("a.analysis.yaml", text))


def test_all_that_can_be_said_is_read() -> None:
    edit = parse(
        "bpm: 120\nbeats_per_bar: 3\nx-note: mine\nbeats: [0.5, 1, 1.5, 2.0]\ndownbeats: [0.5, 2.0]\n"
        "sections:\n  - {start: 0, label: intro}\n  - {start: 'bar:2', label: chorus.1}\n"
    )
    assert edit.bpm == 120
    assert edit.beats_per_bar == 3
    assert edit.beats == (0.5, 1.0, 1.5, 2.0)
    assert edit.downbeats == (0.5, 2.0)
    assert edit.sections == ((Moment("seconds"), "intro"), (Moment("bar", 2.0), "chorus"))
    assert parse("") == parse("# nothing said\n") == heard.Edit()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("bmp: 120\n", "unknown-key", (1, 1)),
        ("bpm: 120\nbpm: 90\n", "duplicate-key", (2, 1)),
        ("bpm: fast\n", "wrong-value", (1, 6)),
        ("bpm: 12\n", "wrong-value", (1, 6)),
        ("beats_per_bar: 4.5\n", "wrong-value", (1, 16)),
        ("beats: [1, 2]\n", "wrong-value", (1, 8)),
        ("beats: [1, 2, 3, 2.5]\n", "wrong-value", (1, 18)),
        ("beats: [1, .nan, 3, 4]\n", "wrong-value", (1, 12)),
        ("beats: 4\n", "wrong-value", (1, 8)),
        ("sections:\n  - verse\n", "wrong-value", (2, 5)),
        ("sections:\n  - {start: 3, label: 7}\n", "wrong-value", (2, 23)),
        ("sections:\n  - {start: chorus.1, label: drop}\n", "wrong-value", (2, 13)),
        ("bpm: 90\nbeats: [0, 0.5, 1, 1.5]\n", "contradiction", (1, 6)),
        ("beats: [0, 0.5, 1, 1.5]\ndownbeats: [0.25]\n", "contradiction", (2, 13)),
        ("- 1\n", "wrong-value", (1, 1)),
        ("beats: [1, 2\n", "syntax", (2, 1)),
    ],
)
def test_each_mistake_has_its_code_and_place(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(SpecError) as caught:
        parse(text)
    (diagnostic, *_) = caught.value.diagnostics
    assert diagnostic.code == code
    assert diagnostic.span
    assert (diagnostic.span.line, diagnostic.span.column) == place


def test_the_spec_is_believed_over_the_analysis() -> None:
    edit = parse("bpm: 120\nbeats: [0, 0.5, 1, 1.5]\ndownbeats: [0]\n")
    assert heard.over(edit, {}) == edit
    faster = heard.over(edit, {"bpm": 140})
    assert (faster.bpm, faster.beats, faster.downbeats) == (140, (), ())
    moved = heard.over(edit, {"first_downbeat": 0.5, "sections": {"drop": "0:48"}})
    assert (moved.beats, moved.downbeats, moved.first_downbeat) == (edit.beats, (), 0.5)
    assert moved.pins == ((Moment("seconds", 48.0), "drop"),)


def test_the_one_beside_the_spec_comes_first() -> None:
    assert heard.places(Path("specs/neon.yaml"), Path("specs/assets/song.mp3")) == (
        Path("specs/neon.analysis.yaml"),
        Path("specs/assets/song.analysis.yaml"),
    )


def test_what_can_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.analysis.yaml"
    path.write_bytes(b"bpm: 1\xff")
    with pytest.raises(SpecError) as caught:
        heard.read(path, "a.analysis.yaml")
    assert caught.value.diagnostics[0].code == "not-utf-8"
    with pytest.raises(SpecError) as caught:
        heard.read(tmp_path / "none", "none")
    assert caught.value.diagnostics[0].code == "unreadable-file"
