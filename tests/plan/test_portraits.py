"""Photos of somebody who has several: another in each shot, each as often, the most frontal where a mouth moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from nbstudio.digest import text_digest
from nbstudio.plan.brief import Frame, Member
from nbstudio.plan.portraits import photos, portrayed
from nbstudio.plan.setup import Setup


def desk(count: int) -> Any:
    people = {"mira": Member(tuple(f"mira-{n}.jpg" for n in range(count))), "ben": Member(("ben.jpg",))}
    return SimpleNamespace(
        brief=SimpleNamespace(people=people), seed=lambda setup: int(text_digest(setup.still)[:8], 16)
    )


def written(count: int = 60) -> list[Setup]:
    return [Setup(id=f"s{n}", still=f"Mira sings of number {n}.", people=("mira",)) for n in range(count)]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_written_shots_show_another_photo_each_about_as_often(count: int) -> None:
    found = [one["mira"] for one in photos(desk(count), written()).values()]
    assert all(before != after for before, after in pairwise(found))
    shares = Counter(found)
    assert min(shares.values()) > 0.5 * 60 / count


def test_a_shot_put_in_between_leaves_most_others_as_they_were() -> None:
    before = written()
    more = [*before[:20], Setup(id="new", still="Mira waits.", people=("mira",)), *before[20:]]
    one, other = photos(desk(4), before), photos(desk(4), more)
    assert sum(one[key] != other[key] for key in one) <= 4


def test_a_storyboard_counts_photos() -> None:
    found = photos(desk(3), [replace(setup, view=n) for n, setup in enumerate(written(7))])
    assert [one["mira"] for one in found.values()] == [0, 1, 2, 0, 1, 2, 0]


def test_who_has_one_photo_is_told_nothing_and_who_sings_is_seen_from_the_front() -> None:
    alone = Setup(id="a", still="Ben.", people=("ben",), lip_sync=True)
    sings = Setup(id="b", still="Mira.", people=("mira",), lip_sync=True)
    numbers = photos(desk(2), [alone, sings])
    assert portrayed(alone, numbers) == {}
    assert portrayed(sings, numbers) == {"views": numbers["b"], "frontal": True}


@pytest.mark.parametrize(
    ("size", "aspect", "gate"),
    [
        ((1920, 1080), 2.0, (1920, 960)),
        ((1920, 1080), 1.33, (1436, 1080)),
        ((960, 540), None, (960, 540)),
        ((1080, 1920), 2.0, (1080, 1920)),
        ((1080, 1080), 1.33, (1080, 1080)),
        ((2560, 1080), 2.0, (2160, 1080)),
    ],
)
def test_a_frame_that_lies_on_its_side_has_the_styles_shape(
    size: tuple[int, int], aspect: float | None, gate: tuple[int, int]
) -> None:
    frame = Frame(*size, Fraction(30), "standard")
    assert frame.gate(aspect) == gate
    assert all(side % 2 == 0 for side in frame.still(aspect))
