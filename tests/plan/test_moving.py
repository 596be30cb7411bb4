"""Moving: who sings, and who is told that no mouth of theirs can."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.plan.moving import SUNG
from nbstudio.plan.names import check
from nbstudio.plan.written import brief
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import read
from tests.plan.film import planned, rules, song

ONE = "  - {id: a, shots: [{id: one, still: own.png, duration: 4s%s}, {id: two, still: rain, duration: 4s}]}\n"


def codes(folder: Path, shot: str, music: str = "music: {file: song.mp3}") -> list[str]:
    (folder / "specs").mkdir()
    for name in ("song.mp3", "ana.png", "own.png"):
        (folder / "specs" / name).write_bytes(b"ID3")
    text = f"nbstudio: 1\ntitle: t\n{music}\ncast: {{ana: ana.png}}\nscenes:\n  - {{id: a, shots: [{shot}]}}\n"
    path = folder / "specs" / "film.yaml"
    path.write_text(text)
    told = brief(read(Source("specs/film.yaml", text), path, Project(folder)), "film", rules())
    return [wrong.code for wrong in check(told, rules(), ())]


@pytest.mark.parametrize(
    ("shot", "code"),
    [
        ("{id: one, cast: [ana], still: Ana sings, lip_sync: vocals}", None),
        ("{id: one, cast: [], still: own.png, lip_sync: true}", None),
        ("{id: one, cast: [], still: the sea, lip_sync: false}", None),
        ("{id: one, cast: [], still: the sea, lip_sync: vocals}", "no-mouth"),
        ("{id: one, cast: [ana], size: silhouette, still: Ana sings, lip_sync: vocals}", "no-mouth"),
        ("{id: one, cast: [ana], title: {text: Ana}, lip_sync: vocals}", "no-mouth"),
    ],
)
def test_a_mouth_needs_a_face(tmp_path: Path, shot: str, code: str | None) -> None:
    assert codes(tmp_path, shot) == ([code] if code else [])


def test_nobody_sings_what_is_composed(tmp_path: Path) -> None:
    shot = "{id: one, cast: [ana], still: Ana sings, lip_sync: vocals}"
    assert codes(tmp_path, shot, "music: {generate: {prompt: a calm piano, duration: 20s}}") == ["no-vocals"]


def test_the_song_is_heard_for_those_who_sing(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "own.png").write_bytes(b"PNG")
    plan = planned(tmp_path, ONE % ", lip_sync: vocals", song())
    assert ("sung", (SUNG,)) in plan.by_target["segment/one"].inputs
    assert plan.by_target["segment/one"].params["sung"] == 0
    assert "sung" not in plan.by_target["segment/two"].params
    assert SUNG not in planned(tmp_path, ONE % "", song()).by_target
