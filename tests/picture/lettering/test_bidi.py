"""Bidi: the order in which letters are seen, against an independent implementation."""

from __future__ import annotations

import pytest
from bidi.algorithm import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.picture.lettering import bidi

LETTERS = "abc אבג مرح 123 ٣٤ .,:;!?-+$%/'\"é\u0301ーあ"


def seen(text: str) -> str:
    base = bidi.base(text)
    level = bidi.row(text, bidi.levels(text, base), base)
    return "".join(text[a:b][::-1] if value % 2 else text[a:b] for a, b, value in bidi.visual(level))


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=16))
def test_as_another_implementation_has_it(text: str) -> None:
    assert seen(text) == get_display(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hello", "hello"),
        ("אבג", "גבא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג 12:30", "12:30 גבא"),
        ("אבג, abc!", "!abc ,גבא"),
        ("אבג (abc)", "(abc) גבא"),
        ("abc (אבג)", "abc (גבא)"),
        ("", ""),
    ],
)
def test_known_orders(text: str, shown: str) -> None:
    turned = seen(text)
    assert turned.translate(str.maketrans("()", "||")) == shown.translate(str.maketrans("()", "||"))


def test_white_space_at_the_end_of_a_row_goes_with_the_paragraph() -> None:
    assert bidi.row("abc ", bidi.levels("abc ", 1), 1) == [2, 2, 2, 1]
