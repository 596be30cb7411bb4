"""Moments and ranges as text."""

from __future__ import annotations

import pytest

from nbstudio.spec.moment import Moment, parse, parse_range


@pytest.mark.parametrize(
    ("text", "kind", "amount", "beat", "name"),
    [
        ("12s", "seconds", 12, 1, ""),
        ("0:48", "seconds", 48, 1, ""),
        ("0s", "seconds", 0, 1, ""),
        ("96f", "frames", 96, 1, ""),
        ("bar:17", "bar", 17, 1, ""),
        ("bar:17.3", "bar", 17, 3, ""),
        ("beat:64", "beat", 64, 1, ""),
        ("chorus.2", "section", 0, 1, "chorus.2"),
        ("drop", "section", 0, 1, "drop"),
        ("lyric:Hold me", "lyric", 0, 1, "Hold me"),
    ],
)
def test_moments(text: str, kind: str, amount: float, beat: int, name: str) -> None:
    assert parse(text) == Moment(kind, amount, beat, name)
    assert parse(str(parse(text))) == parse(text)


def test_offsets() -> None:
    moment = parse("chorus.1 - 1beat")
    assert (moment.name, moment.back, str(moment.offset)) == ("chorus.1", True, "1beats")
    assert parse(str(moment)) == moment


@pytest.mark.parametrize(
    "text", ["bar:0", "bar:3.0", "beat:0", "2bars", "auto", "lyric:", "", "12", 12, "1fr", "bar:x"]
)
def test_what_is_no_moment(text: object) -> None:
    with pytest.raises(ValueError, match=r"moment|bars|beats|lyric"):
        parse(text)


def test_ranges() -> None:
    assert str(parse_range("chorus.1")) == "chorus.1"
    assert str(parse_range("bar:9 .. 0:40")) == "bar:9 .. 40s"
    with pytest.raises(ValueError, match="two moments"):
        parse_range("0:40")
