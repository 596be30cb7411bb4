"""Footage in a spec: what is said of it, held against the files, at line and column."""

from __future__ import annotations

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import Loaded, read
from tests import footage


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    specs = root / "specs"
    specs.mkdir()
    (specs / "song.mp3").write_bytes(b"ID3")
    (specs / "text.mp4").write_text("no film")
    whole = footage.film(specs / "a.mp4", "testsrc=size=128x72:rate=25:duration=2")
    (specs / "half.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    footage.sound(specs / "tone.mp4")
    return Project(root)


def loaded(place: Project, shot: str) -> Loaded:
    text = f"nbstudio: 1\ntitle: t\nmusic: song.mp3\nscenes:\n  - id: s\n    shots:\n      - {{id: a, {shot}}}\n"
    return read(Source("specs/f.yaml", text), place.root / "specs" / "f.yaml", place)


def only(place: Project, shot: str) -> tuple[Diagnostic, str]:
    """Return the one mistake, and the words of the text that it points at."""
    with pytest.raises(SpecError) as error:
        loaded(place, shot)
    (found,) = error.value.diagnostics
    assert found.span
    assert found.span.line == 7
    line = f"      - {{id: a, {shot}}}"
    return found, line[found.span.column - 1 :]


def test_footage_is_taken_with_its_length(place: Project) -> None:
    found = loaded(place, "video: a.mp4, in: 00:00:00.5, fit: contain, loop: true")
    (view,) = found.views
    assert (view.video, view.begin, view.fit, view.loop) == ("a.mp4", 0.5, "contain", True)
    assert found.files["a.mp4"] == "specs/a.mp4"
    assert found.lengths["a.mp4"] == pytest.approx(2, abs=0.05)


def test_footage_begins_at_its_beginning(place: Project) -> None:
    assert loaded(place, "video: a.mp4, in: 0s").views[0].begin == 0
    assert loaded(place, "video: a.mp4").views[0].begin == 0


@pytest.mark.parametrize(
    ("shot", "code", "at"),
    [
        ("video: lost.mp4", "missing-file", "lost.mp4"),
        ("video: /etc/passwd", "outside-project", "/etc/passwd"),
        ("video: text.mp4", "not-a-video", "text.mp4"),
        ("video: song.mp3", "not-a-video", "song.mp3"),
        ("video: tone.mp4", "no-picture", "tone.mp4"),
        ("video: half.mp4", "truncated-video", "half.mp4"),
        ("video: a.mp4, in: 2.5s", "past-end", "2.5s"),
        ("video: a.mp4, in: 2beats", "wrong-value", "2beats"),
        ("video: a.mp4, in: 3", "wrong-value", "3"),
        ("video: a.mp4, still: the sea", "wrong-value", "still"),
        ("still: the sea, in: 2s", "wrong-value", "in"),
        ("still: the sea, fit: cover", "wrong-value", "fit"),
        ("video: a.mp4, fit: fill", "wrong-value", "fill"),
    ],
)
def test_each_mistake_has_its_code_and_place(place: Project, shot: str, code: str, at: str) -> None:
    found, words = only(place, shot)
    assert found.code == code
    assert words.startswith(at)
    assert found.hint or code == "wrong-value"


def test_one_file_that_is_wrong_is_one_mistake(place: Project) -> None:
    only(place, "video: text.mp4, in: 9s")
