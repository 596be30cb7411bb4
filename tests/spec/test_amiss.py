"""Values that are wrong: each has its place, words without Python in them, and a hint."""

from __future__ import annotations

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import Loaded, read
from tests import footage

HEAD = "nbstudio: 1\ntitle: A\nmusic: song.mp3\n"
SHOT = "scenes: [{id: s, shots: [{id: a, still: the sea, %s}]}]\n"


def loaded(project: Project, text: str) -> Loaded:
    return read(Source("specs/a.yaml", HEAD + text), project.root / "specs" / "a.yaml", project)


def wrong(project: Project, text: str) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        loaded(project, text)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (SHOT % "size: closeup", "did you mean `close-up`?"),
        (SHOT % "size: Close Up", "did you mean `close-up`?"),
        (SHOT % "size: 7", "one of extreme-close-up"),
        (SHOT % "angle: 45", "one of low, eye, high, dutch"),
        (SHOT % "grade: bright", "`grade`: "),
        (SHOT % "grade: {exposure: 9}", "from -3 to 3"),
        (SHOT % "grade: {exposure: .nan}", "from -3 to 3"),
        (SHOT % "grade: {exposure: true}", "write a number"),
        (SHOT % "grade: {exposure: '1'}", "write a number"),
        (SHOT % "motion: 3", "`motion`: "),
        (SHOT % "lip_sync: 1", "Whose voice its mouth follows"),
        (SHOT % "lip_sync: the drums", "Whose voice its mouth follows"),
        (SHOT % "cast: 3", "`cast`: "),
        (SHOT % "seed: abc", "write a whole number"),
        (SHOT % "seed: -1", "not below 0"),
        (SHOT % "transition: {type: dissolve, duration: auto}", ""),
        (SHOT % "title: 7", "`title`: "),
        ("prompt: the sea\nstyle: [a, b]\n", ""),
        ("prompt: the sea\ntitles: {opening: ''}\n", "`true` for the film's name"),
        ("prompt: the sea\ntitles: {opening: {text: A, duration: 1fr}}\n", ""),
        ("prompt: the sea\ncast: {m: {photos: a.jpg, face: middle}}\n", "largest, left, right"),
    ],
)
def test_every_mistake_has_its_place_and_a_hint(place: Project, text: str, hint: str) -> None:
    found = wrong(place, text)
    assert found.code == "wrong-value"
    assert found.span
    assert found.span.line >= 4
    assert hint in (found.hint or "")
    assert "instance of" not in found.message
    assert "dictionary" not in found.message


@pytest.mark.parametrize(("name", "hint"), [("drums", "write `vocals`"), ("vocal", "did you mean `vocals`?")])
def test_a_mouth_follows_a_voice_that_there_is(place: Project, name: str, hint: str) -> None:
    found = wrong(place, SHOT % f"lip_sync: {name}")
    assert found.code == "unknown-track"
    assert hint in (found.hint or "")


def test_a_title_of_blanks_says_nothing(place: Project) -> None:
    assert wrong(place, SHOT % "title: ' '").message == "a title says nothing"
    assert loaded(place, SHOT % "title: {text: '', subtitle: x}").views[0].title


def test_words_that_are_nearly_a_locations_name_are_doubted(place: Project) -> None:
    text = "locations: {roof: a rooftop at dusk}\n" + SHOT
    (found,) = loaded(place, text % "location: rof").warnings
    assert (found.code, found.hint) == ("unnamed-location", "did you mean `roof`?")
    assert not loaded(place, text % "location: roof").warnings
    assert not loaded(place, text % "location: a wet roof").warnings


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("transition: {type: cut, duration: 2s}", "duration"),
        ("transition: cut", ""),
        ("title: {text: A, duration: 1s}", "duration"),
        ("transition: {type: dissolve, duration: 2s}", ""),
    ],
)
def test_keys_that_do_nothing_are_doubted(place: Project, key: str, name: str) -> None:
    text = "scenes: [{id: s, shots: [{id: a, still: the sea}, {id: b, still: the sea, %s}]}]\n"
    found = [warning.message.split("`")[1] for warning in loaded(place, text % key).warnings]
    assert found == ([name] if name else [])
    (first,) = loaded(place, SHOT % "transition: dissolve").warnings
    assert first.code == "no-effect"


@pytest.mark.parametrize(
    ("shot", "why"),
    [
        ("video: a.mp4", "as it was filmed"),
        ("still: roof.jpg", "as it is"),
        ("make: mosaic, still: other", "a rule"),
        ("title: One", "letters alone"),
        ("still: the roof, title: One", ""),
    ],
)
@pytest.mark.parametrize("key", ["size: wide", "angle: low", "location: a wet roof"])
def test_a_view_of_what_is_not_painted_is_doubted(place: Project, shot: str, why: str, key: str) -> None:
    footage.film(place.root / "specs" / "a.mp4", "color=red:size=32x32:rate=10:duration=1")
    (place.root / "specs" / "roof.jpg").write_bytes(b"\xff\xd8\xff")
    text = "defaults: {shot: {size: medium}}\nscenes:\n  - id: s\n    shots:\n      - {id: a, %s, motion: hold%s}\n"
    assert not loaded(place, text % (shot, "")).warnings, "what is told of all shots is told of those it is for"
    found = loaded(place, text % (shot, f", {key}")).warnings
    assert [one.code for one in found] == (["no-effect"] if why else [])
    for one in found:
        assert why in one.message
        assert one.message.startswith(f"`{key.split(':', maxsplit=1)[0]}`")
        assert one.span
        line = f"      - {{id: a, {shot}, motion: hold, {key}}}"
        assert line[one.span.column - 1 :].startswith(key.split(":", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("audio", "says"),
    [
        ("ducking: {under: voice}", "lowers nothing"),
        ("tracks: [{id: m, source: music}], ducking: {under: voice}", "lowers nothing"),
        ("tracks: [{id: m, role: music, source: music}], ducking: [{under: music, duck: music}]", "lowers nothing"),
        ("tracks: [{id: m, role: music, source: music}, {id: v, role: voice, say: Hi.}], ducking: {under: voice}", ""),
        ("tracks: [{id: v, role: voice, say: Hello Mira., pronounce: {mira: meera}}]", ""),
        ("tracks: [{id: v, role: voice, say: Hello Mira., pronounce: {Myra: meera}}]", "`Myra` is never said"),
    ],
)
def test_what_does_nothing_to_the_mix_is_doubted(place: Project, audio: str, says: str) -> None:
    found = loaded(place, f"audio: {{{audio}}}\n" + SHOT % "transition: cut").warnings
    assert [warning.code for warning in found] == (["no-effect"] if says else [])
    if says:
        assert says in found[0].message
        assert found[0].span
        assert found[0].span.line >= 4
