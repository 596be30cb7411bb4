"""Crowding: what a shot of several people is planned as, and what is told of one that is too near."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from nbstudio.plan.step import Plan
from tests.plan.film import planned, song

CAST = ("ana", "tom", "kim", "leo")


def plan(folder: Path, *shots: str) -> Plan:
    rows = "".join(f"      - {shot}\n" for shot in shots)
    scenes = f"  - id: s\n    cast: [ana, tom]\n    shots:\n{rows}"
    return planned(folder, scenes, song(), cast=CAST)


def test_a_still_takes_everybodys_face_the_first_named_first(tmp_path: Path) -> None:
    found = plan(tmp_path, "{id: a, still: they sing}", "{id: b, still: Tom and Ana}", "{id: c, still: Kim and Leo}")
    faces = {name: dict(found.by_target[f"still/{name}"].inputs)["face"] for name in "abc"}
    assert faces == {
        "a": ("face/ana", "face/tom"), "b": ("face/tom", "face/ana"), "c": ("face/kim", "face/leo"),
    }  # fmt: skip
    assert found.by_target["still/b"].params["people"] == ["tom", "ana"]
    assert sorted(step.target for step in found.steps if step.kind == "face") == [f"face/{n}" for n in sorted(CAST)]


def test_a_face_that_is_in_no_shot_is_not_looked_for(tmp_path: Path) -> None:
    found = plan(tmp_path, "{id: a, still: they sing}")
    assert sorted(step.target for step in found.steps if step.kind == "face") == ["face/ana", "face/tom"]


def test_everybody_in_a_shot_is_looked_at(tmp_path: Path) -> None:
    found = plan(tmp_path, "{id: a, still: they sing}", "{id: b, still: they walk, size: wide}")
    step = found.by_target["identity/a"]
    assert [one["name"] for one in step.params["people"]] == ["ana", "tom"]
    assert dict(step.inputs)["face"] == ("face/ana", "face/tom")
    assert "identity/b" not in found.by_target


@pytest.mark.parametrize(
    ("shot", "told", "column"),
    [
        ("{id: a, size: extreme-close-up, still: they sing}", "`a` is a close-up", 23),
        ("{id: a, still: 'An extreme close-up, they sing'}", "`a` is a close-up", 24),
        ("{id: a, cast: [ana, tom, kim, leo], size: close-up, still: x}", "`a` is a medium-close-up", 51),
        ("{id: a, size: close-up, still: they sing}", "", 0),
        ("{id: a, cast: [ana], size: extreme-close-up, still: she sings}", "", 0),
        ("{id: a, cast: [ana, tom, kim, leo], size: wide, still: they walk}", "", 0),
    ],
)
def test_what_is_too_near_is_told_at_its_place(tmp_path: Path, shot: str, told: str, column: int) -> None:
    warnings = [one for one in plan(tmp_path, shot).warnings if one.code == "size-too-near"]
    assert len(warnings) == bool(told)
    for one in warnings:
        assert told in one.message
        assert one.severity == "warning"
        assert (one.span.line, one.span.column) == (11, column)


def test_footage_is_not_asked_for_its_scenes_faces(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir(exist_ok=True)
    frames = [Image.new("RGB", (32, 18), (40 * n, 90, 90)) for n in range(4)]
    frames[0].save(tmp_path / "specs/own.gif", save_all=True, append_images=frames[1:], duration=200)
    found = plan(tmp_path, "{id: a, video: own.gif, loop: true}", "{id: b, still: they sing}")
    assert "identity/a" not in found.by_target
    assert "identity/b" in found.by_target
