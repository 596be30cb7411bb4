"""A film of two: what is made of both, what is made again, and what is told of each."""

from __future__ import annotations

import json

import cv2
import pytest

from tests.film.conftest import Studio, made

pytestmark = pytest.mark.slow

TWO = """\
nbstudio: 1
title: Two
music: assets/song.mp3
cast: {eileen: assets/photo.png, grace: assets/grace.jpg}
style: cinematic
outputs: {small: {size: 320x180, rate: 30}}
scenes:
  - id: one
    cast: [eileen, grace]
    shots:
      - {id: first, size: medium, still: Eileen by the sea at dusk, duration: 2beats}
      - {id: both, size: extreme-close-up, still: they sing in a city at night, duration: 2beats}
      - {id: second, size: medium, still: Grace in the mountains at dawn, duration: 2beats}
      - {id: nobody, cast: [], size: silhouette, still: a hill at dusk, duration: 2beats}
"""


@pytest.fixture
def duet(studio: Studio) -> Studio:
    studio.write(TWO, "two")
    return studio


def test_two_people_are_a_film_and_only_whose_photo_changed_is_made_again(duet: Studio) -> None:
    report = duet.build(name="two")
    assert made(report)["identity"] == 3
    assert {one["code"] for one in report["diagnostics"]} >= {"nobody-there", "size-too-near"}
    near = next(one for one in report["diagnostics"] if one["code"] == "size-too-near")
    assert "`both` is a close-up" in near["message"]
    assert near["at"]["line"] == 12
    folder = duet.cache / "builds" / "two" / "identity"
    both = json.loads((folder / "both.json").read_text())
    assert list(both["people"]) == ["eileen", "grace"]
    assert both["passed"] is True
    assert both["missing"] == []
    for told in both["people"].values():
        assert told["passed"]
        assert told["least"] >= 0.85
        assert told["backend"] == "mobilefacenet"
        assert len(told["digest"]) == 64
    assert list(json.loads((folder / "first.json").read_text())["people"]) == ["eileen"]
    assert made(duet.build(name="two")) == {}

    said = duet.run("plan", "two").stdout
    assert "nothing to make" in said

    photo = duet.root / "specs/assets/grace.jpg"
    picture = cv2.imread(str(photo))
    cv2.imwrite(str(photo), cv2.GaussianBlur(picture, (0, 0), 0.6))
    planned = json.loads(duet.run("plan", "two", "--json").stdout)
    targets = {step["target"] for step in planned["steps"]}
    assert {"still/both", "still/second", "identity/both", "identity/second"} <= targets
    assert not {"still/first", "still/nobody", "identity/first"} & targets
    assert [one["code"] for one in planned["diagnostics"]] == ["size-too-near"]
    assert "grace" in duet.run("why", "still/both", "two").stdout
    assert made(duet.build(name="two")) == {
        "face": 1, "still": 2, "segment": 2, "identity": 2, "film": 1,
    }  # fmt: skip
