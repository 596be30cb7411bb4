"""`nbstudio build`: films, reports, failures, and the stamp for the front door."""

from __future__ import annotations

import json
import os
import sys

import pytest

from nbstudio import door
from nbstudio.plan.step import KINDS
from tests.commands.studio import Studio


def test_a_film_is_made_and_said_where(studio: Studio) -> None:
    studio.write(a="one", b="two ~")
    code, out, err = studio.run("build")
    assert code == 0
    assert "night: film at cache/builds/night/night.txt in" in out
    assert "segment    2 made" in out
    assert "still/a made in" in err
    assert (studio.root / "cache/builds/night/night.txt").exists()


def test_the_second_time_there_is_nothing_to_do(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.run("build")
    code, out, err = studio.run("build")
    assert (code, err) == (0, "")
    assert out == "night: nothing to do (2 shots, film at cache/builds/night/night.txt)\n"


def test_json_is_one_object_and_nothing_else(studio: Studio) -> None:
    studio.write(a="one", b="two")
    code, out, _ = studio.run("build", "--json")
    value = json.loads(out)
    assert code == 0
    assert value["spec"] == "night"
    assert value["output"].endswith("night.txt")
    assert value["still"] == {"fresh": 0, "restored": 0, "made": 2}
    assert all(set(value[kind]) == {"fresh", "restored", "made"} for kind in KINDS)
    again = json.loads(studio.run("build", "--json")[1])
    assert again["still"] == {"fresh": 2, "restored": 0, "made": 0}


def test_several_specs_each_have_a_line_of_json(studio: Studio) -> None:
    studio.write("left", a="one")
    studio.write("right", a="one")
    _, out, _ = studio.run("build", "--json")
    left, right = map(json.loads, out.splitlines())
    assert (left["spec"], right["spec"]) == ("left", "right")
    assert right["still"]["restored"] == 1


def test_out_is_a_copy_and_for_one_spec(studio: Studio) -> None:
    studio.write("left", a="one")
    studio.write("right", a="two")
    assert studio.run("build", "--out", "film.txt")[0] == 2
    assert studio.run("build", "left", "--out", "film.txt")[0] == 0
    assert (studio.root / "film.txt").read_text() == (studio.root / "cache/builds/left/left.txt").read_text()


def test_a_failure_says_what_to_do_next(studio: Studio) -> None:
    studio.write(a="one", b="bad")
    code, out, err = studio.run("build")
    assert code == 3
    assert "film at" not in out
    assert "error[step-failed]: still/b: this one can't be made" in err
    assert " = hint: write something else" in err
    assert "--> specs/night.yaml:2:1" in err
    assert "nbstudio why still/b" in err
    assert "nbstudio build specs/night.yaml" in err
    assert "1 target failed, 2 not tried" in err
    assert not (studio.root / "cache/builds/night/.door").exists()


def test_a_failed_build_reports_in_json_too(studio: Studio) -> None:
    studio.write(a="bad")
    code, out, _ = studio.run("build", "--json")
    value = json.loads(out)
    assert code == 3
    assert value["output"] is None
    assert value["failed"][0]["target"] == "still/a"
    assert "film/night" in value["blocked"]


def test_one_wrong_spec_does_not_stop_the_others(studio: Studio) -> None:
    studio.write("left", a="wrong")
    studio.write("right", a="one")
    code, out, err = studio.run("build")
    assert code == 1
    assert "error[unknown-key]" in err
    assert "right: film at" in out
    refusal = json.loads(studio.run("build", "left", "--json")[1])
    assert refusal["diagnostics"][0]["at"]["line"] == 1


def test_doubts_are_told_and_do_not_stop(studio: Studio) -> None:
    studio.write(a="one", b="doubt")
    code, out, err = studio.run("build")
    assert code == 0
    assert "night: film at" in out
    assert "warning[doubtful]: `b` is doubtful" in err
    assert "1 warning" in err


def test_until_stops_there_and_leaves_no_stamp(studio: Studio) -> None:
    studio.write(a="one")
    code, out, _ = studio.run("build", "--until", "still")
    assert code == 0
    assert "film at" not in out
    assert not (studio.root / "cache/builds/night/night.txt").exists()
    assert not (studio.root / "cache/builds/night/.door").exists()


def test_jobs_and_cache_are_taken(studio: Studio) -> None:
    studio.write(a="one")
    assert studio.run("build", "--jobs", "1", "--cache", "elsewhere")[0] == 0
    assert (studio.root / "elsewhere/builds/night/night.txt").exists()
    assert not (studio.root / "cache").exists()
    assert studio.run("build", "--jobs", "0")[0] == 2


def test_without_specs_it_says_how_to_begin(studio: Studio) -> None:
    code, _, err = studio.run("build")
    assert code == 2
    assert "nbstudio new" in err


def test_a_spec_that_is_not_there_has_a_near_one(studio: Studio) -> None:
    studio.write(a="one")
    code, _, err = studio.run("build", "nigth")
    assert code == 2
    assert "did you mean `night`?" in err


def test_more_than_a_few_targets_are_told_by_kind(studio: Studio) -> None:
    studio.write(**{f"s{n}": f"word{n}" for n in range(30)})
    _, _, err = studio.run("build")
    assert "still: 30 made" in err
    assert "still/s7" not in err


def answer(*argv: str) -> str | None:
    """Return what the front door says, as a command line asks it."""
    return door.nothing_to_do(list(argv))


def test_the_front_door_answers_when_all_holds(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.settle()
    assert answer() is None
    studio.run("build")
    line = "night: nothing to do (2 shots, film at cache/builds/night/night.txt)\n"
    assert answer() == line
    assert answer("specs/night.yaml") == answer("night") == answer("--jobs", "2") == line
    stored = json.loads(answer("--json") or "")
    assert stored["segment"] == {"fresh": 2, "restored": 0, "made": 0}
    assert stored == json.loads(studio.run("build", "--json")[1]) | {"seconds": 0.0}


def edit(studio: Studio) -> None:
    studio.write(a="one", b="three")


def other_song(studio: Studio) -> None:
    (studio.root / "specs/assets/song.txt").write_text("di da")


def touched(studio: Studio) -> None:
    os.utime(studio.root / "specs/assets/song.txt")


def no_film(studio: Studio) -> None:
    (studio.root / "cache/builds/night/night.txt").unlink()


def no_still(studio: Studio) -> None:
    (studio.root / "cache/builds/night/still/a.txt").unlink()


def own_rule(studio: Studio) -> None:
    (studio.root / "rules/new.yaml").write_text("about: y\n")


def own_template(studio: Studio) -> None:
    (studio.root / "templates").mkdir()


def other_spec(studio: Studio) -> None:
    studio.write("other", a="one")


@pytest.mark.parametrize(
    "change",
    [edit, other_song, touched, no_film, no_still, own_rule, own_template, other_spec],
    ids=lambda f: f.__name__,
)
def test_the_front_door_sees_every_change(studio: Studio, change: object) -> None:
    studio.write(a="one", b="two")
    studio.settle()
    studio.run("build")
    assert answer() is not None
    change(studio)  # type: ignore[operator]
    assert answer() is None


def test_another_command_is_not_answered(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.write(a="one")
    studio.settle()
    studio.run("build")
    for words in (["--draft"], ["--out", "x.txt"], ["--until", "still"], ["--cache", "other"], ["--help"], ["nil"]):
        assert answer(*words) is None
    monkeypatch.setenv("NBSTUDIO_SOMETHING", "1")
    assert answer() is None


def test_a_file_as_young_as_the_build_leaves_no_stamp(studio: Studio) -> None:
    path = studio.write(a="one")
    now = path.stat().st_mtime_ns
    os.utime(path, ns=(now, now + 10**9))
    studio.run("build")
    assert answer() is None


def test_another_program_is_not_trusted(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.write(a="one")
    studio.settle()
    studio.run("build")
    monkeypatch.setattr(door, "FORMAT", "door 1 nbstudio 99")
    assert answer() is None
    assert sys.version_info >= (3, 11)
