"""Words are cut down to stems, alike in the tables and in the sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.words.vocabulary import stem, table, tokens


@pytest.mark.parametrize(
    "words",
    ["walk walks walking walked", "dance dances dancing danced", "run runs running", "city cities", "wave waves",
     "beach beaches", "glass", "sing sings singing", "chase chases chasing chased", "fall falls falling"],
)  # fmt: skip
def test_forms_of_a_word_are_one(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("evening", "even"), ("building", "build"), ("sing", "s"), ("bus", "bu")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_tokens_are_plain() -> None:
    assert tokens("Mira's CAFÉ—close-up, it’s 2nd_take!") == ("mira", "cafe", "close", "up", "it", "2nd", "take")
    assert tokens("\0\n…") == ()


@given(st.text(max_size=60))
def test_any_text_has_tokens_and_stems(text: str) -> None:
    assert all(stem(word) for word in tokens(text))


@pytest.mark.parametrize("name", ["vocabulary", "movements", "wardrobe"])
def test_rows_are_whole(name: str) -> None:
    effects, longest = table(name)
    assert () not in effects
    assert 2 <= longest <= 6
    assert all(0 < weight <= 12 for row in effects.values() for _, _, weight in row)
