"""Identity: which frames of a segment are looked at, and what is told of everybody in them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from nbstudio.action import Job
from nbstudio.actions.identity import _frames, run
from nbstudio.doubts import listening
from nbstudio.errors import StepError
from nbstudio.picture.segment import Format, Shot, render_body
from nbstudio.picture.still import Still, save


@pytest.mark.parametrize(
    ("count", "rate", "looked"),
    [
        (1, "30", [0]),
        (2, "30", [0, 1]),
        (61, "30", [0, 60]),
        (130, "30", [0, 60, 120, 129]),
        (50, "24000/1001", [0, 48, 49]),
    ],
)
def test_key_frames_and_the_last(tmp_path: Path, count: int, rate: str, looked: list[int]) -> None:
    noise = np.random.default_rng(1).random((14, 24, 3)).astype(np.float32)
    picture = (255 * cv2.resize(noise, (192, 108), interpolation=cv2.INTER_CUBIC).clip(0, 1)).astype(np.uint8)
    save(Still(picture), tmp_path / "still.png")
    form, out = Format(128, 72, Fraction(rate), "standard"), tmp_path / "segment.mp4"
    render_body(Shot(tmp_path / "still.png", {"zoom": [1.0, 1.3]}, count, 0), count, form, out)
    found = dict(_frames(out))
    assert list(found) == looked
    with av.open(str(out)) as container:
        whole = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    assert all(np.array_equal(whole[number], picture) for number, picture in found.items())


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """A segment of a picture of two people, and their packs; a third is not in it."""
    from nbstudio.faces import pack
    from nbstudio.picture import compose, matte
    from nbstudio.picture.look import Look
    from tests.picture.test_company import PHOTOS
    from tests.picture.test_compose import backdrop

    folder = tmp_path_factory.mktemp("two")
    packs = {n: pack.make(cv2.imread(str(PHOTOS[n])), matte.alpha, matte.cutout) for n in ("collins", "obama", "biden")}
    files = {}
    for name, one in packs.items():
        files[name] = folder / name
        pack.save(one, files[name])
    still = compose.compose([packs["collins"], packs["obama"]], backdrop(), Look(), size="medium-close-up", seed=4)
    save(still, folder / "still.png")
    form = Format(640, 360, Fraction(30), "standard")
    render_body(Shot(folder / "still.png", {"zoom": [1.0, 1.05]}, 70, 0), 70, form, folder / "segment.mp4")
    return folder / "segment.mp4", files


def looked(two: tuple[Path, dict[str, Path]], out: Path, *names: str, fail: bool = False) -> dict[str, Any]:
    """Run the step for people of these names; return its facts."""
    segment, files = two
    people = [{"name": name, "min_score": 0.85, "fail": fail} for name in names]
    inputs = {"segment": (segment,), "face": tuple(files[name] for name in names)}
    return run(Job("identity/duet", {"people": people}, inputs, out, out.parent / "scratch"))


def test_everybody_is_scored_in_every_frame(two: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    facts = looked(two, tmp_path / "i.json", "collins", "obama")
    assert facts["passed"] is True
    assert facts["missing"] == []
    told = json.loads((tmp_path / "i.json").read_text())["people"]
    assert list(told) == ["collins", "obama"]
    for one in told.values():
        assert [frame["frame"] for frame in one["frames"]] == [0, 60, 69]
        assert all(frame["score"] >= 0.85 and frame["raw"] > 0.4 for frame in one["frames"])
        assert (one["backend"], len(one["digest"])) == ("mobilefacenet", 64)
    assert facts["least"] == min(one["least"] for one in told.values())


def test_the_order_of_people_changes_nothing_but_the_order(two: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    one = looked(two, tmp_path / "a.json", "collins", "obama")["people"]
    other = looked(two, tmp_path / "b.json", "obama", "collins")["people"]
    assert one == other


def test_who_is_not_there_is_told(two: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    """Two faces, three people: nobody gets a face that is surely another's, and the third is told as missing."""
    with listening() as doubts:
        facts = looked(two, tmp_path / "i.json", "collins", "obama", "biden")
    assert facts["people"]["collins"]["passed"]
    assert facts["people"]["obama"]["passed"]
    assert facts["missing"] == ["biden"]
    assert facts["people"]["biden"]["why"]
    assert [doubt.code for doubt in doubts] == ["face-missing"]


def test_a_foreign_face_fails_by_the_persons_name(two: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    facts = looked(two, tmp_path / "i.json", "collins", "biden")
    assert facts["passed"] is False
    assert facts["people"]["collins"]["passed"]
    assert facts["people"]["biden"]["passed"] is False
    with pytest.raises(StepError, match="not surely that of biden") as caught:
        looked(two, tmp_path / "j.json", "collins", "biden", fail=True)
    assert caught.value.code == "identity-failed"
