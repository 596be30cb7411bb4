"""Footage on the timeline: what makes a step what it is, and whether there is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.plan.manifest import fingerprint
from nbstudio.plan.step import Plan
from tests import footage
from tests.plan.film import planned, song

SHOTS = """\
  - id: s
    shots:
      - {{id: sea, still: the sea, duration: {before}}}
      - {{id: cat, video: cat.mp4, in: 1s, duration: {length}{more}}}
      - {{id: end, still: the sky, transition: {{type: dissolve, duration: 1s}}}}
"""


def plan(folder: Path, *, before: str = "4s", length: str = "4s", more: str = "", output: str = "rate: 30") -> Plan:
    specs = folder / "specs"
    specs.mkdir(exist_ok=True)
    if not (specs / "cat.mp4").exists():
        footage.film(specs / "cat.mp4", "testsrc=size=64x48:rate=10:duration=6")
    return planned(folder, SHOTS.format(before=before, length=length, more=more), song(), output=output)


def key(found: Plan, target: str) -> str:
    return fingerprint(found.by_target[target], {name: name for name in (*found.leaves, *found.by_target)})


def test_footage_has_no_still_and_is_held(tmp_path: Path) -> None:
    found = plan(tmp_path)
    assert "still/cat" not in found.by_target
    step = found.by_target["segment/cat"]
    assert step.inputs == (("footage", ("specs/cat.mp4",)),)
    assert step.params["footage"]["in"] == "1.0"
    assert "motion" not in step.params
    join = found.by_target["transition/cat--end"]
    assert join.inputs == (("from", ("specs/cat.mp4",)), ("to", ("still/end",)))
    assert join.params["from"]["first"] == step.params["first"] + step.params["count"]


def test_a_segment_depends_on_its_footage_alone(tmp_path: Path) -> None:
    one, other = plan(tmp_path), plan(tmp_path, before="6s")
    assert key(one, "segment/cat") == key(other, "segment/cat"), "where it stands in the film changes nothing"
    assert key(one, "segment/cat") != key(plan(tmp_path, more=", grade: {exposure: 1}"), "segment/cat")
    assert key(one, "segment/cat") != key(plan(tmp_path, more=", fit: contain"), "segment/cat")


def test_a_written_motion_moves_footage(tmp_path: Path) -> None:
    assert "zoom" in plan(tmp_path, more=", motion: push-in").by_target["segment/cat"].params["motion"]


def short(folder: Path, **asked: str) -> Diagnostic:
    with pytest.raises(SpecError) as error:
        plan(folder, **asked)
    (found,) = error.value.diagnostics
    return found


def test_too_little_footage_is_told_at_its_place(tmp_path: Path) -> None:
    found = short(tmp_path, length="8s")
    assert found.code == "short-footage"
    assert found.span
    assert found.span.line == 10
    assert "5.00 s" in found.message


def test_frames_in_transitions_count(tmp_path: Path) -> None:
    assert "5.50 s" in short(tmp_path, length="5s").message


def test_footage_may_begin_anew(tmp_path: Path) -> None:
    step = plan(tmp_path, length="8s", more=", loop: true").by_target["segment/cat"]
    assert step.params["footage"]["until"].startswith("6")


def test_a_range_shows_what_the_whole_film_shows_there(tmp_path: Path) -> None:
    part = plan(tmp_path, output="rate: 30, range: 5s..12s").by_target["segment/cat"]
    assert part.params["footage"]["in"] == "2.0"
