"""Assigning: a face counts for one person alone, and who is missing is told apart from who is not like."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from nbstudio.faces import assigning, backends
from nbstudio.faces.assigning import assigned, facts
from nbstudio.faces.detect import detect
from nbstudio.faces.identity import Score, embed

BY = backends.find(backends.DEFAULT)
Read = Callable[[str], "np.ndarray"]


@pytest.fixture(scope="module")
def pair(person: Read) -> np.ndarray:
    """Two photographs side by side."""
    tiles = [person(name)[:500, :400] for name in ("obama-2010", "biden-2010")]
    rows = min(tile.shape[0] for tile in tiles)
    return np.ascontiguousarray(np.hstack([tile[:rows] for tile in tiles]))


def who(person: Read, name: str) -> tuple[np.ndarray, backends.Backend]:
    picture = person(name)
    return embed(picture, detect(picture)[0], BY), BY


def test_everybody_has_the_face_that_is_theirs_in_any_order(person: Read, pair: np.ndarray) -> None:
    obama, biden = who(person, "obama-2012"), who(person, "biden-2010")
    one, other = assigned(pair, [obama, biden]), assigned(pair, [biden, obama])
    assert one == other[::-1]
    assert all(score is not None and score.value >= 0.85 for score in one)


def test_a_face_is_nobody_elses_too(person: Read, pair: np.ndarray) -> None:
    """Asked for twice, a person is found once; the other gets what is left, which is not like."""
    obama = who(person, "obama-2012")
    one, other = assigned(pair, [obama, obama])
    assert one is not None
    assert other is not None
    assert sorted([one.value >= 0.85, other.value >= 0.85]) == [False, True]


def test_more_people_than_faces_leave_somebody_out(person: Read, pair: np.ndarray) -> None:
    people = [who(person, name) for name in ("collins", "obama-2012", "biden-2010")]
    scores = assigned(pair, people)
    assert scores[0] is None
    assert scores[1] is not None
    assert scores[2] is not None


def test_faces_are_looked_for_where_they_are_to_be(person: Read, pair: np.ndarray) -> None:
    obama = who(person, "obama-2012")
    assert assigned(pair, [obama], near=[(0.02, 0.9, 0.05, 0.08)]) == (None,)
    assert assigned(pair, [obama], least=10_000) == (None,)
    assert assigned(pair, [(np.zeros(0, np.float32), BY)]) == (None,)


def test_facts_of_one_and_of_several() -> None:
    good, bad = Score(0.99, 0.7, "b", "d"), Score(0.3, 0.2, "b", "d")
    one = facts({"mira": True}, [good], "hidden")
    assert one == {"score": 0.99, "raw": 0.7, "backend": "b", "digest": "d", "passed": True}
    two = facts({"mira": True, "tom": True}, [good, bad], "hidden")
    assert (two["score"], two["passed"], two["missing"]) == (0.3, False, [])
    assert two["people"]["mira"]["passed"]
    gone = facts({"mira": True, "tom": True, "ana": False}, [good, None, None], "hidden")
    assert (gone["score"], gone["passed"], gone["missing"]) == (0.0, False, ["tom", "ana"])
    assert gone["people"]["tom"]["why"] == "hidden"
    apart = facts({"mira": True, "ana": False}, [good, None], "hidden")
    assert (apart["score"], apart["passed"]) == (0.99, True)
    assert "passed" not in apart["people"]["ana"]


def test_the_best_sum_wins_over_the_best_first() -> None:
    assert assigning._best([[0.9, 0.8], [0.85, 0.1]]) == [(0, 1), (1, 0)]
