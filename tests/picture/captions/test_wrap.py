"""Wrap: rows that fit, are even, and end where they may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.picture.captions.wrap import CLOSING, pieces, wrap


def wrapped(text: str, limit: int, most: int = 3) -> list[str] | None:
    return wrap(text, limit, most, lambda part: float(len(part)))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one", ["one"]),
        ("hold me in the first light", ["hold me in", "the first light"]),
        ("a silver line, a quiet flame", ["a silver line,", "a quiet flame"]),
        ("ひかりの中で、抱きしめて、離さないで", ["ひかりの中で、", "抱きしめて、離さないで"]),
    ],
)
def test_rows_are_even_and_end_at_pauses(text: str, rows: list[str]) -> None:
    assert wrapped(text, 16) == rows


def test_a_word_that_fits_nowhere_is_told() -> None:
    assert wrapped("x" * 40, 16) is None
    assert wrapped("a b c d e f g h", 3, 2) is None


@given(st.text(alphabet="abc -,ひか、。 「」", max_size=40), st.integers(4, 20))
def test_nothing_is_lost_and_nothing_too_wide(text: str, limit: int) -> None:
    assert "".join(pieces(text)) == text
    rows = wrapped(text, limit)
    if rows is not None:
        assert "".join(rows).replace(" ", "") == text.replace(" ", "")
        assert all(len(row) <= limit for row in rows)


@given(st.text(alphabet="ひか、。ー「」a ", min_size=1, max_size=30))
def test_no_row_begins_with_a_closing_mark(text: str) -> None:
    for piece in pieces(text)[1:]:
        assert piece[0] not in CLOSING
