"""Locations that lead to no place are told where they stand; all others are nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from .film import planned, song


def warned(folder: Path, scene: str, shots: str) -> list[tuple[str, str, str]]:
    """Return code, span and message of every warning of a film of one scene."""
    plan = planned(folder, f"  - id: all\n{scene}    shots: [{shots}]\n", song())
    return [(one.code, str(one.span), one.message) for one in plan.warnings]


def test_a_location_that_nobody_knows_is_told_once_where_it_stands(tmp_path: Path) -> None:
    shots = "{id: a, still: Mira waits}, {id: b, still: Mira turns}"
    ((code, span, message),) = warned(tmp_path, "    location: the Zorblax\n", shots)
    assert code == "unknown-place"
    assert span == "specs/film.yaml:8:15"
    assert "`the Zorblax`" in message
    assert "`a`" in message


def test_a_shots_own_location_is_told_at_the_shot(tmp_path: Path) -> None:
    ((code, span, _),) = warned(tmp_path, "", "{id: a, still: Mira waits, location: the Zorblax}")
    assert (code, span) == ("unknown-place", "specs/film.yaml:8:50")


@pytest.mark.parametrize(
    ("location", "still"),
    [("a beach", "she waits"), ("the Zorblax", "waves on a beach"), ("the old cloakroom", "she waits"), ("''", "she")],
)
def test_a_place_that_is_known_by_any_word_is_no_doubt(tmp_path: Path, location: str, still: str) -> None:
    assert warned(tmp_path, f"    location: {location}\n", f"{{id: a, still: {still}}}") == []
