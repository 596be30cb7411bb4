"""Titles in a spec: short forms and long ones, and what is wrong with them at its place."""

from __future__ import annotations

import pytest

from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import Loaded, read

HEAD = "nbstudio: 1\ntitle: Neon Rain\nmusic: song.mp3\n"
SHOTS = "scenes:\n  - id: one\n    shots:\n      - {id: a, %s}\n"


def loaded(project: Project, text: str) -> Loaded:
    return read(Source("specs/a.yaml", HEAD + text), project.root / "specs" / "a.yaml", project)


def test_true_is_the_films_name(place: Project) -> None:
    titles = loaded(place, "prompt: the sea\ntitles: {opening: true, end: false}\n").video.titles
    assert titles.opening is not None
    assert titles.opening.named("Neon Rain") == "Neon Rain"
    assert titles.end is None


def test_credits_are_lines_or_roles_and_names(place: Project) -> None:
    text = "prompt: x\ntitles: {end: {credits: [Thank you, {Music: Mira Vale}]}}\n"
    end = loaded(place, text).video.titles.end
    assert end is not None
    assert end.credits == (("Thank you",), ("Music", "Mira Vale"))
    assert end.named("Neon Rain") == ""
    other = loaded(place, "prompt: x\ntitles: {end: {text: The End, credits: {Music: A, Words: B}}}\n").video.titles.end
    assert other is not None
    assert other.credits == (("Music", "A"), ("Words", "B"))
    assert other.said("Neon Rain").split() == ["The", "End", "Music", "A", "Words", "B"]


def test_a_shot_with_a_title_needs_nothing_else_to_show(place: Project) -> None:
    (view,) = loaded(place, SHOTS % "title: Part One").views
    assert view.title is not None
    assert (view.title.text, view.still) == ("Part One", "")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("prompt: x\ntitles: {openin: true}\n", "unknown-key", 5),
        ("prompt: x\ntitles: {end: {subtitel: x}}\n", "unknown-key", 5),
        ("prompt: x\ntitles: {end: {credits: {Music: 3}}}\n", "wrong-value", 5),
        ("prompt: x\ntitles: {end: {credits: [[a, b, c]]}}\n", "wrong-value", 5),
        ("prompt: x\ntitles: {end: {ground: red}}\n", "wrong-value", 5),
        (SHOTS % "title: false", "missing-key", 7),
        (SHOTS % ("title: " + 201 * "x"), "wrong-value", 7),
    ],
)
def test_what_is_wrong_is_told_at_its_place(place: Project, text: str, code: str, line: int) -> None:
    with pytest.raises(SpecError) as caught:
        loaded(place, text)
    assert [(d.code, d.span and d.span.line) for d in caught.value.diagnostics] == [(code, line)]
