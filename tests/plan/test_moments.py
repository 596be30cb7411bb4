"""Moments in a song whose beats are known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nbstudio.plan.moments import Music, Nowhere
from nbstudio.sound.song import Section, Song
from nbstudio.spec.moment import parse, parse_range

SECTIONS = (
    Section(0.0, 9.0, "intro", 0.2),
    Section(9.0, 17.0, "chorus", 0.9),
    Section(17.0, 25.0, "verse", 0.5),
    Section(25.0, 40.0, "chorus", 1.0),
)


def music(**changes: object) -> Music:
    beats = tuple(1.0 + 0.5 * n for n in range(78))
    known = {
        "seconds": 40.0, "samples": 882_000, "rate": 22_050, "bpm": 120.0, "confidence": 0.9, "beats": beats,
        "downbeats": beats[::4], "beats_per_bar": 4, "energy": (0.5,) * 78, "sections": SECTIONS,
    }  # fmt: skip
    return Music(Song(**{**known, **changes}), Fraction(30), (("Hold", 12.0), ("me,", 12.5)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("12s", 12.0),
        ("90f", 3.0),
        ("bar:1", 1.0),
        ("bar:3.2", 5.5),
        ("beat:5", 3.0),
        ("chorus.2", 25.0),
        ("chorus", 9.0),
        ("drop", 9.0),
        ("lyric:Hold me - 1beat", 11.5),
        ("lyric:me + 250ms", 12.75),
        ("lyric:hold ME", 12.0),
        ("chorus.2 - 1beat", 24.5),
        ("bar:1 + 1bar", 3.0),
    ],
)
def test_at(text: str, seconds: float) -> None:
    assert music().at(parse(text)) == pytest.approx(seconds)


def test_spans() -> None:
    assert music().span(parse_range("chorus.1")) == (9.0, 17.0)
    assert music().span(parse_range("bar:2 .. 0:10")) == (3.0, 10.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bridge.1", "unknown-section"),
        ("chorus.3", "unknown-section"),
        ("bar:99", "beyond-song"),
        ("bar:17.5", "no-such-beat"),
        ("lyric:x", "unknown-lyric"),
    ],
)
def test_nowhere(text: str, code: str) -> None:
    with pytest.raises(Nowhere) as found:
        music().at(parse(text))
    assert found.value.code == code
    assert found.value.hint


@pytest.mark.parametrize("text", ["0:50 .. 0:55", "0:30 .. 1:30", "40s .. 41s"])
def test_a_range_that_the_song_does_not_have_is_refused_as_such(text: str) -> None:
    with pytest.raises(Nowhere) as found:
        music().span(parse_range(text))
    assert found.value.code == "beyond-song"


def test_a_range_may_end_as_players_show_the_length() -> None:
    assert music(seconds=39.6).span(parse_range("0:30 .. 0:40")) == (30.0, 39.6)


def test_without_beats() -> None:
    with pytest.raises(Nowhere) as found:
        music(beats=(), downbeats=(), energy=()).at(parse("bar:2"))
    assert found.value.code == "beats-needed"
