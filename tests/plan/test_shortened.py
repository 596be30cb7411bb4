"""Transitions that take less than they were asked to are told, with the length that is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.diagnostics import Diagnostic

from .film import frames, planned, song

SCENES = """\
  - id: s
    shots:
      - {id: a, still: the sea, duration: 4s, cut_on: free}
      - {id: b, still: the sky, duration: %s, cut_on: free%s}
      - {id: c, still: the sand, cut_on: free}
"""


def told(folder: Path, scenes: str, output: str = "rate: 30") -> list[Diagnostic]:
    found = planned(folder, scenes, song(), output=output)
    return [one for one in found.warnings if one.code == "short-transition"]


@pytest.mark.parametrize(
    ("length", "transition", "used"),
    [
        ("1s", "{type: dissolve, duration: 3s}", "lasts 1.97 s"),
        ("1s", "{type: dissolve, duration: 1s}", ""),  # a frame less, for the shot's own middle
        ("1f", "{type: flash, duration: 2s}", "is a plain cut"),
        ("1s", "dissolve", ""),  # nobody said how long
        ("1f", "dissolve", ""),
        ("1s", "cut", ""),
        ("4s", "{type: flash, duration: 1beat}", ""),
    ],
)
def test_what_shots_cannot_give_is_told(tmp_path: Path, length: str, transition: str, used: str) -> None:
    scenes = SCENES % (length, f", transition: {transition}")
    found = told(tmp_path, scenes)
    assert len(found) == bool(used)
    for one in found:
        assert one.severity == "warning"
        assert used in one.message
        assert one.span
        line = scenes.splitlines()[3]
        assert one.span.line == 10
        assert line[one.span.column - 1 :].startswith(transition.split("duration: ")[1])


def test_the_length_that_is_told_is_the_one_that_is_used(tmp_path: Path) -> None:
    scenes = SCENES % ("1s", ", transition: {type: dissolve, duration: 3s}")
    (found,) = told(tmp_path, scenes)
    count = frames(planned(tmp_path, scenes, song()))["a--b"][1]
    assert f"lasts {count / 30:.2f} s" in found.message
    assert "`b` lasts 1.00 s" in found.notes[0]


def test_a_transition_for_which_nothing_is_left_is_told_whoever_measured_it(tmp_path: Path) -> None:
    scenes = SCENES.replace("{id: a, still: the sea, duration: 4s", "{id: a, still: the sea, duration: 1f")
    (found,) = told(tmp_path, scenes % ("1f", ", transition: dissolve"))
    assert "is a plain cut" in found.message


def test_a_default_that_is_too_long_is_told_where_it_stands(tmp_path: Path) -> None:
    scenes = SCENES % ("1s", "") + "defaults:\n  shot: {transition: {type: dissolve, duration: 3s}}\n"
    found = told(tmp_path, scenes)
    assert {one.span.line for one in found if one.span} == {13}
    assert len(found) == 2


def test_a_range_is_held_to_what_it_shows(tmp_path: Path) -> None:
    scenes = SCENES % ("4s", ", transition: {type: dissolve, duration: 3s}")
    assert not told(tmp_path, scenes)
    assert told(tmp_path, scenes, "rate: 30, range: 3s..12s")
