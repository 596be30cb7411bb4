"""The commands that give room back: clean and sweep."""

from __future__ import annotations

import json
import os

from tests.commands.studio import Studio


def test_clean_removes_names_and_keeps_work(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.run("build")
    made = len(studio.trivial.ran)
    code, out, _ = studio.run("clean", "night")
    assert code == 0
    assert "night: 6 files removed from cache/builds/night" in out
    assert not (studio.root / "cache/builds/night").exists()
    report = json.loads(studio.run("build", "--json")[1])
    assert report["segment"] == {"fresh": 0, "restored": 2, "made": 0}
    assert len(studio.trivial.ran) == made


def test_clean_never_leaves_the_builds(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    assert "nothing to clean" in studio.run("clean", "..")[1]
    assert "nothing to clean" in studio.run("clean", "other")[1]
    assert (studio.root / "cache/objects").is_dir()
    assert studio.run("clean")[0] == 0


def test_clean_before_anything_was_built(studio: Studio) -> None:
    code, out, _ = studio.run("clean")
    assert code == 0
    assert "nothing to clean" in out


def test_sweep_lists_and_removes_only_what_is_unused(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    assert "nothing to sweep" in studio.run("sweep")[1]
    studio.write(a="two")
    studio.run("build")
    listed = json.loads(studio.run("sweep", "--json")[1])
    assert listed["removed"] is False
    assert sorted(row["kind"] for row in listed["objects"]) == ["film", "segment", "still"]
    assert "sweep --yes" in studio.run("sweep")[1]
    assert "nothing to sweep" in studio.run("sweep", "--older", "1", "--yes")[1]
    assert "3 objects" in studio.run("sweep", "--yes")[1]
    assert "nothing to sweep" in studio.run("sweep")[1]
    assert "nothing to do" in studio.run("build")[1]
    studio.write(a="one")
    assert json.loads(studio.run("build", "--json")[1])["still"]["made"] == 1


def test_sweep_waits_for_builds(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    (studio.root / f"cache/tmp/{os.getppid()}-x").mkdir()
    code, _, err = studio.run("sweep", "--yes")
    assert code == 2
    assert "a build is at work" in err


def test_sweep_outside_a_project(studio: Studio, tmp_path_factory: object) -> None:
    (studio.root / "specs").rename(studio.root / "no-specs")
    code, _, err = studio.run("sweep")
    assert code == 2
    assert "there is no project here" in err
