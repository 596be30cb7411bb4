"""Several outputs of one spec: one plan, what they share made once, each with its own frame, part and loudness."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nbstudio.errors import SpecError
from nbstudio.plan.lower import Planner
from nbstudio.plan.manifest import identities
from nbstudio.plan.several import Several
from nbstudio.plan.step import Plan
from nbstudio.plan.survey import SONG
from nbstudio.plan.written import briefs
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import read
from tests.plan.film import rules, song

WIDE = "wide: {size: 128x72, rate: 30}"
SCENES = """\
scenes:
  - id: s
    shots:
      - {id: a, still: the sea, duration: 10s}
      - {id: b, still: the sky, transition: dissolve}
"""


def planned(folder: Path, *outputs: str) -> Plan:
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs" / "song.mp3").write_bytes(b"ID3")
    told = "".join(f"  {output}\n" for output in outputs)
    text = f"nbstudio: 1\ntitle: t\nmusic: song.mp3\noutputs:\n{told}{SCENES}"
    path = folder / "specs" / "film.yaml"
    path.write_text(text)
    loaded = read(Source("specs/film.yaml", text), path, Project(folder))
    leaves = dict.fromkeys(loaded.files.values(), "0" * 64)
    planners = {name: Planner(one, rules(), leaves) for name, one in briefs(loaded, "film", rules()).items()}
    return Several(planners).shoot({SONG: song().to_json()})


def params(plan: Plan, target: str) -> dict[str, Any]:
    return dict(plan.by_target[target].params)


def test_every_output_has_its_own_frame_and_its_own_film(tmp_path: Path) -> None:
    plan = planned(tmp_path, WIDE, "tall: {size: 72x128, rate: 30}")
    assert plan.goal == "film/film"
    assert "film/film-tall" in plan.also
    assert (params(plan, "segment/a")["width"], params(plan, "segment/a@tall")["width"]) == (128, 72)
    assert params(plan, "still/a@tall")["height"] > params(plan, "still/a@tall")["width"]
    film = dict(plan.by_target["film/film-tall"].inputs)
    assert film["segments"] == ("segment/a@tall", "transition/a--b@tall", "segment/b@tall")
    assert film["mix"] == ("mix/mix",), "the same part of the song at the same loudness is one mix"
    order = [step.target for step in plan.steps]
    for step in plan.steps:
        for name in step.sources():
            assert name in plan.leaves or order.index(name) < order.index(step.target)


def test_outputs_of_one_size_share_their_stills(tmp_path: Path) -> None:
    plan = planned(tmp_path, WIDE, "short: {size: 128x72, rate: 30, range: 2s..12s}")
    assert "still/a@short" not in plan.by_target
    assert dict(plan.by_target["segment/a@short"].inputs)["still"] == ("still/a",)
    assert params(plan, "mix/mix@short")["samples"] == 480_000


def test_the_same_output_twice_is_made_once(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, WIDE, WIDE.replace("wide", "again"), "loud: {size: 128x72, rate: 30, loudness: {target: -9LUFS}}"
    )
    assert [step.target for step in plan.steps if "@" in step.target] == ["mix/mix@loud"]
    one = identities(plan)
    assert one["film/film"] == one["film/film-again"] != one["film/film-loud"]


def test_the_first_output_is_planned_as_it_would_be_alone(tmp_path: Path) -> None:
    alone, both = planned(tmp_path, WIDE), planned(tmp_path, WIDE, "tall: {size: 72x128}")
    assert both.steps[: len(alone.steps)] == alone.steps


def test_what_is_wrong_with_the_second_is_told_at_its_place(tmp_path: Path) -> None:
    for output, code in (
        ("b: {preset: shots}", "unknown-preset"),
        ("b: {size: 72x128, range: chorus.9}", "unknown-section"),
    ):
        with pytest.raises(SpecError) as caught:
            planned(tmp_path, WIDE, output)
        (found,) = caught.value.diagnostics
        assert found.code == code
        assert found.span
        assert found.span.line == 6
    with pytest.raises(SpecError) as caught:
        planned(tmp_path, WIDE, WIDE.replace("wide", "Wide"))
    assert caught.value.diagnostics[0].code == "duplicate-id"
