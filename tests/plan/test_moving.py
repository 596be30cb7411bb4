"""Moving: who sings, and who is told that no mouth of theirs can."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from nbstudio.errors import SpecError
from nbstudio.plan.moving import SUNG
from nbstudio.plan.names import check
from nbstudio.plan.written import brief
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import read
from nbstudio.words.directing import direction
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


FOUR = ", ".join(f"{{id: s{n}, still: rain {n}, duration: 2s}}" for n in range(4))
MANY = f"  - {{id: a, shots: [{FOUR}]}}\n"


def test_what_the_style_likes_never_goes_the_same_way_twice_in_a_row_nor_stands(tmp_path: Path) -> None:
    for style in ("film-noir", "cinematic", "vintage", "engraving"):
        plan = planned(tmp_path, f"{MANY}style: {style}\n", song())
        moved = [plan.by_target[f"segment/s{n}"].params["motion"] for n in range(4)]
        known = rules().catalog("motions").items()
        # A style's temper may add sway and roll of its own to what the catalog has.
        names = [
            next(name for name, it in known if {**motion, **it} == {**motion, "about": it["about"]}) for motion in moved
        ]
        assert "hold" not in names
        assert all(direction(one) != direction(other) for one, other in itertools.pairwise(names)), names


def test_a_long_shot_goes_further_than_a_short_one_and_no_speed_is_ten_times_anothers(tmp_path: Path) -> None:
    text = "  - {id: a, shots: [{id: one, still: rain, duration: 1s}, {id: two, still: sea, duration: 7s}]}\n"
    plan = planned(tmp_path, text, song())
    short, long = (float(plan.by_target[f"segment/{name}"].params["amount"]) for name in ("one", "two"))
    assert long > 1.5 * short
    assert short / 1 < 5 * long / 7


SPOKEN = (
    ONE % ", lip_sync: vo"
    + """\
audio:
  tracks:
    - {id: song, source: music}
    - {id: vo, say: "All night the rain went on.", at: 1s%s}
"""
)


def lying(tmp_path: Path, text: str) -> str:
    (tmp_path / "specs").mkdir(exist_ok=True)
    (tmp_path / "specs" / "own.png").write_bytes(b"PNG")
    return text


def test_a_mouth_follows_the_track_that_it_names(tmp_path: Path) -> None:
    plan = planned(tmp_path, lying(tmp_path, SPOKEN % ""), song())
    segment = plan.by_target["segment/one"]
    (port, (target,)) = segment.inputs[-1]
    assert port == "sung"
    assert plan.by_target[target].inputs == (("track", ("track/vo",)),)
    assert plan.by_target[target].params["frames"] == 1200
    assert SUNG not in plan.by_target
    order = [step.target for step in plan.steps]
    for step in plan.steps:
        for name in step.sources():
            assert name in plan.leaves or order.index(name) < order.index(step.target), (name, step.target)


def test_both_sides_of_a_join_follow_their_own_voices(tmp_path: Path) -> None:
    text = (SPOKEN % "").replace(
        "{id: two, still: rain, duration: 4s}", "{id: two, still: own.png, lip_sync: vocals, transition: dissolve}"
    )
    plan = planned(tmp_path, lying(tmp_path, text), song())
    ports = dict(plan.by_target["transition/one--two"].inputs)
    assert (ports["sung"], ports["to_sung"]) == (("sung/vo.track",), (SUNG,))


def test_a_track_called_vocals_is_meant_by_its_name(tmp_path: Path) -> None:
    text = (SPOKEN % "").replace("id: vo,", "id: vocals,").replace("lip_sync: vo", "lip_sync: true")
    plan = planned(tmp_path, lying(tmp_path, text), song())
    assert ("sung", ("sung/vocals.track",)) in plan.by_target["segment/one"].inputs


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ((SPOKEN % "").replace("lip_sync: vo", "lip_sync: von"), "unknown-track", "did you mean `vo`?"),
        ((SPOKEN % "").replace("lip_sync: vo", "lip_sync: nobody"), "unknown-track", "`vocals` or `vo`"),
        ((SPOKEN % "").replace("lip_sync: vo", "lip_sync: song"), "wrong-value", "`vocals`"),
        (SPOKEN % ", mute: true", "no-vocals", "`mute`"),
    ],
)
def test_a_voice_that_is_not_heard_is_told_at_its_place(tmp_path: Path, text: str, code: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        planned(tmp_path, lying(tmp_path, text), song())
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert hint in (found.hint or "")
    assert found.span
    assert found.span.line == 7


def test_the_mouth_is_the_first_ones_or_whose_is_told(tmp_path: Path) -> None:
    found = []
    for told in ("vocals", "tom", "[ana, tom]"):
        shot = f"{{id: one, cast: [ana, tom], still: they sing, lip_sync: {told}}}"
        plan = planned(tmp_path, f"  - {{id: s, shots: [{shot}]}}\n", song(), cast=("ana", "tom"))
        found.append(plan.by_target["segment/one"].params.get("singers"))
    assert found == [None, [1], [0, 1]]
