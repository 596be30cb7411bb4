"""Clauses: what a sentence tells of each of several people."""

from __future__ import annotations

import pytest

from nbstudio.words.clauses import of_each


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Mira in a red coat and Tom with a guitar", (" in a red coat and ", " with a guitar")),
        ("Mira and Tom in raincoats", (" in raincoats", " in raincoats")),
        ("Tom walks, Mira waits", (" waits", " walks, ")),
        ("on a hill", ("on a hill", "on a hill")),
        ("Mira in a hat", (" in a hat", "Mira in a hat")),
    ],
)
def test_what_follows_a_name_is_that_ones(sentence: str, told: tuple[str, ...]) -> None:
    assert of_each(sentence, ("mira", "tom")) == told


def test_no_names_and_no_words() -> None:
    assert of_each("rain", ()) == ()
    assert of_each("", ("", "mira")) == ("", "")
