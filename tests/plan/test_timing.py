"""When shots begin: pins, parts, sections, and what is said where they don't fit the song."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from nbstudio.errors import SpecError

from .film import frames, planned, song

SHOT = "still: the sea at night"


def joins(folder: Path, scenes: str, **changes: object) -> dict[str, float]:
    """Return when shots begin, in seconds, at 1000 frames a second or so: joins are plain cuts."""
    plan = planned(folder, scenes, song(), output="rate: 60", **changes)  # type: ignore[arg-type]
    return {name: round(first / 60, 2) for name, (first, _) in frames(plan).items()}


def test_a_pin_is_kept_and_shares_fill_what_is_before_it(tmp_path: Path) -> None:
    assert joins(
        tmp_path,
        f"""\
  - id: all
    shots:
      - {{id: a, {SHOT}, duration: 9beats}}
      - {{id: b, {SHOT}, cut_on: downbeat}}
      - {{id: c, {SHOT}, cut_on: free}}
      - {{id: d, {SHOT}, at: chorus.1}}
      - {{id: e, {SHOT}, at: "bar:13.3"}}
""",
    ) == {"a": 0.0, "b": 5.0, "c": 10.75, "d": 17.0, "e": 26.0}  # b from the downbeat at 5 s; c shares what is left


def test_scenes_fill_their_sections(tmp_path: Path) -> None:
    assert joins(
        tmp_path,
        f"""\
  - id: before
    shots: [{{id: a, {SHOT}}}]
  - id: verse
    section: verse.1
    shots:
      - {{id: b, {SHOT}, duration: 1bar}}
      - {{id: c, {SHOT}, duration: 2fr}}
      - {{id: d, {SHOT}, duration: 1fr}}
  - id: chorus
    section: chorus
    shots:
      - {{id: e, {SHOT}}}
      - {{id: f, {SHOT}, duration: 2bars}}
  - id: after
    shots: [{{id: g, {SHOT}}}]
""",
    ) == {"a": 0.0, "b": 9.0, "c": 11.0, "d": 15.0, "e": 17.0, "f": 29.0, "g": 33.0}


def test_a_part_of_the_song_for_one_shot(tmp_path: Path) -> None:
    assert joins(
        tmp_path,
        f"""\
  - id: all
    range: bar:2 .. 0:30
    shots:
      - {{id: a, {SHOT}, duration: 1s}}
      - {{id: b, {SHOT}, range: "bar:3 .. bar:5"}}
      - {{id: c, {SHOT}}}
  - id: last
    shots: [{{id: d, {SHOT}}}]
""",
    ) == {"a": 0.0, "b": 5.0, "c": 9.0, "d": 30.0}


def test_what_comes_after_moves_no_join(tmp_path: Path) -> None:
    """Inserting a shot moves what follows it up to the next pin, and nothing else."""
    lines = [f"      - {{id: s{i}, {SHOT}, duration: 3.3s, cut_on: beat}}\n" for i in range(4)]
    pin = f"      - {{id: p, {SHOT}, at: 'bar:11'}}\n      - {{id: q, {SHOT}, duration: 2bars}}\n"
    head = "  - id: all\n    shots:\n"
    before = joins(tmp_path, head + "".join(lines) + pin)
    new = f"      - {{id: new, {SHOT}, duration: 2beats}}\n"
    after = joins(tmp_path, head + "".join(lines[:3]) + new + lines[3] + pin)
    assert {name: after[name] for name in ("s0", "s1", "s2", "p", "q")} == {
        name: before[name] for name in ("s0", "s1", "s2", "p", "q")
    }
    assert after["s3"] != before["s3"]


@pytest.mark.parametrize(
    ("keys", "code", "place"),
    [
        ("at: chorsu.1", "unknown-section", (11, 46)),
        ("at: 'bar:99'", "beyond-song", (11, 46)),
        ("at: lyric:hold me", "unknown-lyric", (11, 46)),
        ("range: bar:9 .. bar:2", "empty-range", (11, 49)),
        ("range: bridge.1", "unknown-section", (11, 49)),
        ("at: 2s", "overlaps", (11, 46)),
        ("range: 0:02 .. 0:10", "overlaps", (11, 49)),
    ],
)  # fmt: skip
def test_moments_that_are_not(tmp_path: Path, keys: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"""\
  - id: all
    shots:
      - {{id: a, {SHOT}, duration: 3s}}
      - {{id: b, {SHOT}, duration: 3s}}
      - {{id: c, {SHOT}, {keys}}}
""", song())  # fmt: skip
    (one,) = found.value.diagnostics
    assert one.code == code
    assert one.span
    assert (one.span.path, one.span.line, one.span.column) == ("specs/film.yaml", *place)
    assert one.hint


def test_did_you_mean(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"  - id: a\n    section: vers.1\n    shots: [{{id: a, {SHOT}}}]\n", song())
    (one,) = found.value.diagnostics
    assert one.span
    assert (one.span.line, one.span.column, one.hint) == (8, 14, "did you mean `verse.1`?")


def test_a_shot_that_overruns_its_section(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"""\
  - id: all
    section: verse.1
    shots:
      - {{id: a, {SHOT}, duration: 3bars}}
      - {{id: b, {SHOT}, duration: 2bars}}
""", song())  # fmt: skip
    (one,) = found.value.diagnostics
    assert (one.code, str(one.span)) == ("overruns", "specs/film.yaml:11:52")
    assert "verse.1" in one.message


def test_a_section_without_room_for_its_shares(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"""\
  - id: all
    section: verse.1
    shots:
      - {{id: a, {SHOT}, duration: 4bars}}
      - {{id: b, {SHOT}, duration: 1fr}}
""", song())  # fmt: skip
    assert found.value.diagnostics[0].code == "overruns"


def test_mistakes_come_together(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"""\
  - id: all
    shots:
      - {{id: a, {SHOT}, at: nowhere}}
      - {{id: b, {SHOT}, at: "bar:99"}}
""", song())  # fmt: skip
    assert [one.code for one in found.value.diagnostics] == ["unknown-section", "beyond-song"]


def test_what_excludes_each_other(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"""\
  - id: all
    section: verse.1
    range: bar:1 .. bar:3
    shots:
      - {{id: a, {SHOT}, range: verse.1, duration: 3s}}
""", song())  # fmt: skip
    assert [str(one.span) for one in found.value.diagnostics] == ["specs/film.yaml:9:5", "specs/film.yaml:11:58"]


def test_without_beats_a_length_in_bars_is_refused_once(tmp_path: Path) -> None:
    scenes = f"""\
  - id: all
    shots:
      - {{id: a, {SHOT}, duration: 2bars}}
      - {{id: b, {SHOT}}}
"""
    with pytest.raises(SpecError) as found:
        planned(tmp_path, scenes, song(beats=(), downbeats=(), energy=()))
    (one,) = found.value.diagnostics
    assert (one.code, str(one.span)) == ("beats-needed", "specs/film.yaml:9:52")


def test_without_beats_nothing_is_snapped_and_it_is_told(tmp_path: Path) -> None:
    scenes = f"  - id: all\n    shots: [{{id: a, {SHOT}, duration: 3.7s}}, {{id: b, {SHOT}}}]\n"
    plan = planned(tmp_path, scenes, song(beats=(), downbeats=(), energy=(), confidence=0.07))
    assert frames(plan)["b"][0] == 111
    (one,) = plan.warnings
    assert (one.code, one.severity, str(one.span)) == ("no-beats", "warning", "specs/film.yaml:3:1")
    assert "0.07" in one.message


def test_a_shot_that_is_held_is_told(tmp_path: Path) -> None:
    scenes = f"  - id: all\n    shots: [{{id: a, {SHOT}, duration: 2s}}, {{id: b, {SHOT}, at: chorus.1}}]\n"
    (one,) = planned(tmp_path, scenes, song()).warnings
    assert (one.code, str(one.span)) == ("held", "specs/film.yaml:8:56")


@pytest.mark.parametrize("rate", ["23.976", "25", "29.97", "30", "59.94", "60"])
def test_an_output_may_cover_a_part(tmp_path: Path, rate: str) -> None:
    scenes = f"""\
  - id: all
    shots:
      - {{id: a, {SHOT}}}
      - {{id: b, {SHOT}, at: "verse.1"}}
      - {{id: c, {SHOT}, at: "chorus.1", transition: dissolve}}
      - {{id: d, {SHOT}, at: "bar:11", transition: dissolve}}
      - {{id: e, {SHOT}, at: "outro.1"}}
"""
    whole = frames(planned(tmp_path, scenes, song(), output=f"rate: {rate}"))
    plan = planned(tmp_path, scenes, song(), output=f"rate: {rate}, range: chorus.1")
    film = plan.by_target[plan.goal].params
    exact = Fraction({"23.976": "24000/1001", "29.97": "30000/1001", "59.94": "60000/1001"}.get(rate, rate))
    assert film["frames"] == round(16 * exact)
    assert film["samples"] == int(film["frames"] * 48_000 / exact)
    assert plan.by_target["track/song"].params["take"]["first"] == 17 * 48_000
    assert list(frames(plan)) == ["c", "c--d", "d"]
    assert abs(frames(plan)["d"][0] - (whole["d"][0] - 17 * exact)) <= 1
    assert "still/a" not in plan.by_target


def test_a_part_that_is_not_in_the_song(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as found:
        planned(tmp_path, f"  - id: a\n    shots: [{{id: a, {SHOT}}}]\n", song(), output="rate: 30, range: chorus.2")
    (one,) = found.value.diagnostics
    assert (one.code, str(one.span)) == ("unknown-section", "specs/film.yaml:5:42")


def test_a_first_shot_that_is_told_to_begin_later_is_seen_from_the_start_and_it_is_told(tmp_path: Path) -> None:
    scenes = f"  - id: all\n    section: chorus.1\n    shots: [{{id: a, {SHOT}}}]\n"
    plan = planned(tmp_path, scenes, song())
    assert frames(plan)["a"][0] == 0
    (one,) = plan.warnings
    assert (one.code, one.severity) == ("held", "warning")
    assert "0:17" in one.message
    assert not planned(tmp_path, scenes, song(), output="range: chorus.1").warnings
