"""What is made again, and what is not: the tests that other tools failed, on a real film."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from tests.film.conftest import SPEC, Studio, found, made

pytestmark = pytest.mark.slow


def test_the_second_build_makes_nothing(again: Studio) -> None:
    assert made(again.build()) == {}
    assert made(again.build()) == {}
    assert "nothing to do" in again.run("build", "small").stdout


def test_touching_and_waiting_make_nothing(again: Studio) -> None:
    for path in [*(again.root / "specs").rglob("*.*")]:
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert made(again.build()) == {}


def test_a_clone_elsewhere_and_a_renamed_folder_make_nothing(again: Studio, tmp_path: Path) -> None:
    clone = Studio(tmp_path / "clone", again.cache)
    shutil.copytree(again.root, clone.root)
    assert made(clone.build()) == {}
    again.root.rename(tmp_path / "renamed")
    assert made(Studio(tmp_path / "renamed", again.cache).build()) == {}


def test_comments_layout_and_order_of_keys_make_nothing(again: Studio) -> None:
    lines = SPEC.replace("title: Small\n", "").split("\n")
    text = "# a remark\n" + "\n".join([lines[0], *lines[2:4], "", lines[1], *lines[4:], "title: Another name"])
    text = text.replace(
        "{id: near, size: close-up, still: Eileen by the sea at dusk, duration: 2beats}",
        "{duration: 2beats, still: 'Eileen by the sea at dusk', size: close-up, id: near} # same",
    )
    assert text != SPEC
    again.write(text)
    assert made(again.build()) == {}


def test_one_pixel_of_the_photo_makes_that_persons_shots(again: Studio) -> None:
    photo = again.root / "specs/assets/photo.png"
    picture = cv2.imread(str(photo))
    picture[200, 200, 0] ^= 1
    cv2.imwrite(str(photo), picture)
    assert made(again.build()) == {"face": 1, "still": 2, "segment": 2, "transition": 2, "identity": 2, "film": 1}


def test_one_shots_words_make_that_shot(again: Studio) -> None:
    again.write(SPEC.replace("the sea at night", "a stormy sea at night"))
    report = again.build()
    assert made(report) == {"still": 1, "segment": 1, "transition": 1, "film": 1}


def test_renamed_shots_make_nothing(again: Studio) -> None:
    again.write(SPEC.replace("id: sea", "id: water").replace("id: far", "id: hills"))
    report = again.build()
    assert made(report) == {}
    assert found(report) > 0


def test_reordered_shots_make_no_still(again: Studio) -> None:
    lines = SPEC.split("\n")
    near = next(i for i, line in enumerate(lines) if "id: near" in line)
    lines[near], lines[near + 2] = lines[near + 2], lines[near]
    again.write("\n".join(lines))
    assert "still" not in made(again.build())


def test_there_and_back_is_restored(again: Studio) -> None:
    before = again.film().read_bytes()
    again.write(SPEC.replace("the sea at night", "the sea at noon"))
    again.build()
    assert again.film().read_bytes() != before
    again.write(SPEC)
    report = again.build()
    assert made(report) == {}
    assert found(report) > 0
    assert again.film().read_bytes() == before


def test_two_specs_share_a_shot(again: Studio) -> None:
    again.write(SPEC.replace("the sea at night", "a lake at night"), "other")
    report = again.build(name="other")
    assert made(report)["still"] == 1
    assert made(report)["segment"] == 1
    assert "analysis" not in made(report)
    assert "face" not in made(report)


def test_a_louder_mix_encodes_no_picture(again: Studio) -> None:
    again.write(SPEC + "audio: {loudness: {target: -16LUFS}}\n")
    assert made(again.build()) == {"mix": 1, "film": 1}


def test_any_number_of_workers_and_a_clone_give_the_same_bytes(built: Studio, tmp_path: Path) -> None:
    films = {built.film().read_bytes()}
    for jobs in ("1", "4"):
        one = Studio(tmp_path / f"jobs{jobs}", tmp_path / f"cache{jobs}")
        shutil.copytree(built.root, one.root)
        one.build("--jobs", jobs)
        films.add(one.film().read_bytes())
    assert len(films) == 1


def test_two_builds_at_once_make_everything_once(studio: Studio) -> None:
    words = [sys.executable, "-m", "nbstudio", "build", "small", "--json"]
    environment = {**os.environ, "NBSTUDIO_CACHE": str(studio.cache)}
    builds = [
        subprocess.Popen(words, cwd=studio.root, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    import json

    reports = [json.loads(build.communicate(timeout=300)[0]) for build in builds]
    totals = {kind: sum(report[kind]["made"] for report in reports) for kind in ("still", "segment", "face", "mix")}
    assert totals == {"still": 4, "segment": 4, "face": 2, "mix": 1}


def test_frozen_builds_what_is_free(studio: Studio) -> None:
    assert made(studio.build("--frozen"))["film"] == 1


def test_a_draft_is_half_as_wide(again: Studio) -> None:
    import av

    again.build("--draft", "--out", str(again.root / "draft.mp4"))
    with av.open(str(again.root / "draft.mp4")) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (64, 36)


def test_plan_says_what_and_why(again: Studio) -> None:
    again.write(SPEC.replace("the sea at night", "a stormy sea at night"))
    said = again.run("plan", "small").stdout
    assert "still/sea" in said
    assert "words changed" in said
    assert "segment/near" not in said
