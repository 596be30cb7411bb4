"""Titles in plans: which segment is told of which title, and what one change makes again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from nbstudio import action, rulebook
from nbstudio.errors import SpecError
from nbstudio.plan.captions import LINES
from nbstudio.plan.lower import Planner
from nbstudio.plan.step import Plan
from nbstudio.plan.survey import SONG as TARGET
from nbstudio.plan.written import brief
from nbstudio.project import Project, stdlib
from nbstudio.spec.load import load
from nbstudio.words.lyrics.line import Line
from tests.plan.test_captions import SONG

SHOTS = "\n".join(
    f"      - {{id: s{i}, still: a street, duration: 4s, cut_on: free, transition: {'dissolve' if i % 2 else 'cut'}}}"
    for i in range(10)
)
SPEC = f"""nbstudio: 1
title: Neon Rain
music: song.mp3
style: pop
titles: {{opening: {{subtitle: Mira Vale}}, end: {{text: The End, duration: 6s}}}}
outputs: {{x: {{preset: preview}}}}
scenes:
  - id: one
    shots:
{SHOTS}
"""


def plan(folder: Path, text: str, found: Mapping[str, str] = MappingProxyType({})) -> Plan:
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs/song.mp3").write_bytes(b"song")
    path = folder / "specs/film.yaml"
    path.write_text(text)
    book = rulebook.load([stdlib() / "rules"], action.names())
    loaded = load(path, Project.around(path))
    planner = Planner(brief(loaded, "film", book), book, dict.fromkeys(loaded.files.values(), "0"))
    return planner.shoot({TARGET: SONG.to_json(), **found})


def told(found: Plan) -> dict[str, list[dict[str, Any]]]:
    return {step.target: step.params["titles"] for step in found.steps if "titles" in step.params}


def test_the_films_name_leaves_with_a_shot_where_nothing_says_how_long_it_stays(tmp_path: Path) -> None:
    found = plan(tmp_path, SPEC)
    shown = [name for name, titles in told(found).items() if any(one["text"] == "Neon Rain" for one in titles)]
    assert shown == ["segment/s0"]
    (first,) = told(found)["segment/s0"]
    assert (first["from"], first["to"]) == (15, int(found.by_target["segment/s0"].params["count"]))


def test_the_films_own_titles_lie_over_all_that_they_touch(tmp_path: Path) -> None:
    found = plan(tmp_path, SPEC.replace("subtitle: Mira Vale", "subtitle: Mira Vale, duration: 7s"))
    rate = 30
    at, spans = 0, {}
    for step in found.steps:
        if step.kind in {"segment", "transition"}:
            spans[step.target] = (at, at + int(step.params["count"]))
            at += int(step.params["count"])
    titles = told(found)
    opening, end = (rate // 2, rate // 2 + 7 * rate), (at - 6 * rate, at)
    for target, (first, last) in spans.items():
        wanted = [span for span in (opening, end) if span[0] < last and first < span[1]]
        here = [(one["from"] + first, one["to"] + first) for one in titles.get(target, [])]
        assert here == wanted, target
    first = titles["segment/s0"][0]
    assert (first["text"], first["subtitle"], first["over"]) == ("Neon Rain", "Mira Vale", True)
    assert first["design"]["family"] == "Anton", "the style's own design"
    assert any("fontpkg-anton" in value for name, value in found.by_target["segment/s0"].made_by if name == "fonts")


def test_a_shot_with_nothing_but_a_title_is_a_card(tmp_path: Path) -> None:
    card = "{id: s0, cast: [], title: {text: Part One, design: verse, ground: black},"
    text = SPEC.replace("{id: s0, still: a street,", card).replace("{id: s9,", "{id: s9, title: Last,")
    found = plan(tmp_path, text)
    still = found.by_target["still/s0"]
    assert still.params["card"] == "black"
    assert not still.inputs
    titles = told(found)
    (one,) = titles["segment/s0"]
    count = found.by_target["segment/s0"].params["count"]
    assert (one["from"], one["to"], one["over"], one["text"]) == (0, count, False, "Part One")
    assert one["design"]["family"] == "Cormorant Garamond"
    assert titles["segment/s9"][0]["over"] is True
    said = [title["text"] for here in titles.values() for title in here]
    assert "Neon Rain" not in said, "the first shot has a title of its own"
    assert "The End" not in said


def test_two_titles_are_never_seen_at_once(tmp_path: Path) -> None:
    found = plan(tmp_path, SPEC.replace("{id: s1, ", "{id: s1, title: Chapter, "))
    for target, here in told(found).items():
        for one, other in pairwise(here):
            assert one["to"] <= other["from"] or other["to"] <= one["from"], target


def test_a_word_of_a_title_changes_only_what_shows_it(tmp_path: Path) -> None:
    before, after = (plan(tmp_path, SPEC.replace("Mira Vale", name)) for name in ("Mira Vale", "Leo Vale"))
    changed = {step.target for step in after.steps if step != before.by_target[step.target]}
    assert changed == {target for target, here in told(after).items() if any(t["subtitle"] for t in here)}
    assert changed
    assert not any(target.startswith("still/") for target in changed)


def test_an_unknown_design_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        plan(tmp_path, SPEC.replace("text: The End", "design: vrese"))
    (found,) = caught.value.diagnostics
    assert (found.code, found.hint) == ("unknown-title", "did you mean `verse`?")


def test_titles_are_told_where_captions_stand_while_they_are_seen(tmp_path: Path) -> None:
    def clear(position: str) -> list[Any]:
        text = SPEC.replace("music: song.mp3", "music: {file: song.mp3, lyrics: [la la la]}").replace(
            "style: pop", f"style: pop\ncaptions: {{mode: line, position: {position}}}"
        )
        line = Line("la la la", 0.5, 6.0)
        found = plan(tmp_path, text, {LINES: json.dumps({"lines": [line.as_json()]})})
        return [title.get("clear") for titles in told(found).values() for title in titles]

    opening, end = clear("bottom")[:1], clear("bottom")[-1]
    assert all(side == "bottom" and 0.05 < share < 0.5 for side, share in opening)
    assert end is None  # nothing is sung then
    assert clear("top")[0][0] == "top"
    assert not any(clear("middle"))
