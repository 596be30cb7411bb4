"""Dice are repeatable, even, and each choice stands alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbstudio.words.dice import Dice


@given(st.integers(), st.text(max_size=8), st.text(max_size=8))
def test_a_choice_is_repeatable_and_within_bounds(seed: int, place: str, what: str) -> None:
    dice = Dice(seed).at(place)
    assert dice.number(what) == Dice(seed).at(place).number(what)
    assert 0 <= dice.number(what) < 2**31
    assert 0.0 <= dice.unit(what) < 1.0
    assert dice.one(what, "abc") in "abc"


def test_choices_are_even_and_known_for_ever() -> None:
    units = [Dice(7).unit(str(index)) for index in range(4000)]
    assert abs(sum(units) / len(units) - 0.5) < 0.02
    assert len({Dice(seed).number("a") for seed in range(100)}) == 100
    assert Dice(1).at("x").number("y") == 1160488545  # written down: the same on every machine and Python


def test_weights_decide() -> None:
    chosen = [Dice(3).weighted(str(index), {"a": 3.0, "b": 1.0, "c": 0.0}) for index in range(2000)]
    assert abs(chosen.count("a") / 2000 - 0.75) < 0.04
    assert "c" not in chosen
    assert Dice(3).weighted("x", {"a": 0.0}) is None
    assert Dice(3).weighted("x", {}) is None
