"""A spec that orders music: what it says, what is refused, and what the plan makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio import rulebook
from nbstudio.action import names
from nbstudio.errors import SpecError
from nbstudio.plan import written
from nbstudio.plan.lower import Planner
from nbstudio.project import Project
from nbstudio.rulebook import Rulebook
from nbstudio.spec import load


def book() -> Rulebook:
    return rulebook.load([Path(__file__).parents[2] / "rules"], names())


def planner(tmp_path: Path, music: str) -> Planner:
    (tmp_path / "specs").mkdir(exist_ok=True)
    spec = tmp_path / "specs" / "one.yaml"
    spec.write_text(f"nbstudio: 1\ntitle: One\nprompt: the sea at night\nmusic: {music}\n", "utf-8")
    rules = book()
    brief = written.brief(load.load(spec, Project.around(spec)), "one", rules)
    return Planner(brief, rules, {})


def refused(tmp_path: Path, music: str) -> tuple[str, str]:
    with pytest.raises(SpecError) as caught:
        planner(tmp_path, music)
    first = caught.value.diagnostics[0]
    return first.code, f"{first.message} {first.hint}"


def test_the_survey_composes_and_never_listens(tmp_path: Path) -> None:
    plan = planner(tmp_path, "{generate: a calm piano ballad, }").survey()
    assert [step.target for step in plan.steps] == [
        "composition/song",
        "music/song",
        "analysis/song",
        "storyboard/board",
    ]
    assert plan.by_target["analysis/song"].rule == "score"
    assert plan.by_target["music/song"].suffix == ".wav"
    assert plan.by_target["composition/song"].params["genre"] == "ballad"


def test_keys_stand_before_words(tmp_path: Path) -> None:
    music = "{generate: {prompt: synthwave at 96 bpm in A minor, bpm: 101.5, key: D minor, duration: 80s, seed: 7}}"
    params = planner(tmp_path, music).survey().by_target["composition/song"].params
    assert (params["bpm"], params["key"], params["seconds"], params["seed"]) == (101.5, "D minor", 80.0, 7)
    assert params["prompt"] == ""  # without lyrics, what it is about changes nothing


def test_only_what_plays_is_part_of_the_song(tmp_path: Path) -> None:
    params = planner(tmp_path, "{generate: {genre: ambient}}").survey().by_target["composition/song"].params
    assert "glass-pad" in params["instruments"]
    assert "drive-guitar" not in params["instruments"]


@pytest.mark.parametrize(
    ("music", "code", "says"),
    [
        ("{generate: {genre: synthwav}}", "unknown-genre", "synthwave"),
        ("{generate: {prompt: pop, key: H minor}}", "wrong-value", "A minor"),
        ("{generate: {prompt: pop, duration: 8bars}}", "wrong-value", "90s"),
        ("{generate: {prompt: pop, duration: 2s}}", "wrong-value", "10 seconds"),
        ("{generate: {seed: 1}}", "missing-key", "prompt"),
        ("{generate: {promt: pop}}", "unknown-key", "prompt"),
        ("{generate: pop, bpm: 120}", "wrong-value", "generate"),
        ("{generate: pop, file: song.mp3}", "missing-file", ""),
        ("{}", "missing-key", "generate"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(tmp_path: Path, music: str, code: str, says: str) -> None:
    found, message = refused(tmp_path, music)
    assert found == code or code == "missing-file"
    assert says in message


def test_a_genre_by_another_name_is_known(tmp_path: Path) -> None:
    params = planner(tmp_path, "{generate: {genre: trap}}").survey().by_target["composition/song"].params
    assert params["genre"] == "hip-hop"
