"""Timing: every line and word has its moment, in order, whatever is known."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.words.lyrics import sung
from nbstudio.words.lyrics.line import Line, Word, untimed
from nbstudio.words.lyrics.timing import Fix, complete, corrected, spread

BARS = tuple(2.0 * i for i in range(30))
TEXTS = ["Before the day has found a name", "I keep a window in the dark", "Hold me"]


def test_words_share_their_line_by_what_they_take_to_sing() -> None:
    (line,) = complete([Line("a magnificent day", 2.0, 5.0)], 10.0)
    a, magnificent, day = line.words
    assert (a.start, day.end) == (2.0, 5.0)
    assert a.end == magnificent.start
    assert (magnificent.end or 0) - (magnificent.start or 0) > 2.5 * ((a.end or 0) - (a.start or 0))


def test_a_line_without_end_ends_before_the_next_or_when_it_is_sung() -> None:
    first, second, third = complete([Line(TEXTS[0], 0.0), Line(TEXTS[1], 2.0), Line(TEXTS[2], 20.0)], 60.0)
    assert first.end == pytest.approx(1.92)
    assert 3.0 < (second.end or 0) < 6.0
    assert 20.4 <= (third.end or 0) < 22.0


def test_known_words_keep_their_times_and_the_others_fill_in() -> None:
    line = Line("a b c d", 1.0, 5.0, (Word("a ", 1.0), Word("b "), Word("c ", 3.0), Word("d")))
    (done,) = complete([line], 10.0)
    assert [word.start for word in done.words] == [1.0, 2.0, 3.0, 4.0]
    assert done.words[-1].end == 5.0


def test_untimed_lines_are_laid_on_bars_and_say_that_they_are_a_guess() -> None:
    lines = sung.time(untimed(TEXTS), seconds=60.0, bars=BARS)
    assert all(line.start in BARS for line in lines)
    assert {line.method for line in lines} == {"spread"}
    assert all(line.quality < 0.3 for line in lines)
    assert spread([Line("x", 3.0)], BARS, 60.0)[0].start == 3.0
    between = spread([Line("a", 10.0, 12.0), Line("b"), Line("c", 20.0)], BARS, 60.0)
    assert 12.0 <= (between[1].start or 0) < 20.0


def test_corrections_go_by_number_and_win() -> None:
    lines = [Line("one", 1.0, 2.0, (Word("one", 1.0, 2.0),)), Line("two", 3.0), Line("three", 5.0)]
    fixed = corrected(lines, {1: Fix(start=1.5), 2: Fix(text="{\\b1}Two!"), 3: Fix(drop=True)}, offset=0.25)
    assert [(line.order, line.text, line.start) for line in fixed] == [(1, "one", 1.5), (2, "Two!", 3.25)]
    assert fixed[0].words[0].start == 1.5
    assert fixed[0].method == "fixed"
    assert fixed[0].quality == 1.0


def heard(texts: object, spans: object) -> list[Line]:
    """Stand for what hears: sure of the first line, unsure of the second."""
    return [
        Line(
            TEXTS[0], 4.0, 6.0, tuple(Word(f"{w} ", 4.0, 6.0) for w in TEXTS[0].split()), method="aligned", quality=0.9
        ),
        Line(TEXTS[1], 7.0, 9.0, (), method="spread", quality=0.1),
    ]


def test_what_was_heard_is_taken_where_it_is_sure() -> None:
    lines = sung.time(untimed(TEXTS[:2]), seconds=60.0, bars=BARS, hear=heard)
    assert (lines[0].start, lines[0].method) == (4.0, "aligned")
    assert lines[1].method == "spread"
    timed = sung.time([Line(TEXTS[0], 3.9, None), Line(TEXTS[1], 8.0)], seconds=60.0, hear=heard)
    assert timed[0].start == 3.9
    assert timed[0].words[1].start == 4.0


def test_lines_after_the_song_are_left_out() -> None:
    assert [line.text for line in complete([Line("in", 1.0), Line("out", 99.0)], 10.0)] == ["in"]


times = st.one_of(st.none(), st.floats(0, 100, allow_nan=False))


@given(
    st.lists(
        st.builds(
            lambda texts, start, end, known: Line(
                "".join(texts), start, end, tuple(Word(t, k) for t, k in zip(texts, known, strict=False))
                if len(known) >= len(texts) else (),
            ),
            st.lists(st.sampled_from(["a ", "hold ", "ひ", "magnificent "]), min_size=1, max_size=5),
            times, times, st.lists(times, max_size=5),
        ),
        max_size=6,
    ),
    st.floats(0.5, 120),
)  # fmt: skip
def test_whatever_is_known_all_is_timed_and_in_order(lines: list[Line], seconds: float) -> None:
    done = sung.time(lines, seconds=seconds, bars=BARS)
    for line in done:
        assert 0 <= (line.start or 0.0) <= (line.end or -1.0) <= seconds
        assert line.sure_words
        flat = [moment or 0.0 for word in line.words for moment in (word.start, word.end)]
        assert all(0 <= moment <= seconds + 1e-3 for moment in flat)
        assert all(a <= b for a, b in zip(flat[::2], flat[1::2], strict=True))
    for a, b in itertools.pairwise(done):
        assert (a.start or 0.0) <= (b.start or 0.0)


def test_heard_words_get_the_spaces_of_the_text() -> None:
    words = [("Hold", 1.0, 1.4), ("on,", 1.4, 1.8), ("ひ", 2.0, 2.2), ("か", 2.2, 2.5)]
    line = sung.heard("Hold on, ひか", words, "phonetic", 0.8)
    assert [word.text for word in line.words] == ["Hold ", "on, ", "ひ", "か"]
    assert (line.start, line.end) == (1.0, 2.5)
    assert sung.heard("Hold on", [("other", 1.0, 2.0)], "phonetic", 0.8).words == ()
    assert sung.heard("", [], "empty", 0.0).start is None


def test_what_is_left_out_is_known_but_for_what_nobody_wants() -> None:
    told = (Line("a", 1.0), Line("b", 99.0), Line("c", 98.0), Line("d", 3.0))
    fixes = {3: Fix(drop=True)}
    assert sung.late(told, sung.time(told, seconds=10.0, fixes=fixes), fixes) == [2]


@pytest.mark.parametrize("pressed", [1, 2, 4])
def test_words_heard_outside_their_line_are_still_seen(pressed: int) -> None:
    def late(asked: object, spans: object) -> list[Line]:
        """Hear the last words after the line is over."""
        starts = [1.2, 1.5, 1.8, 2.1]
        starts[4 - pressed :] = [9.0 + n for n in range(pressed)]
        texts = ("a ", "b ", "c ", "d")
        words = tuple(Word(text, start, start + 0.3) for text, start in zip(texts, starts, strict=True))
        return [Line("a b c d", words[0].start, words[-1].end, words, method="aligned", quality=0.9)]

    (line,) = sung.time([Line("a b c d", 1.0, 3.0)], seconds=60.0, hear=late)
    assert [word.text.strip() for word in line.words] == list("abcd")
    times = [moment for word in line.words for moment in (word.start or 0.0, word.end or 0.0)]
    assert times == sorted(times)
    assert all((word.end or 0) - (word.start or 0) > 0.1 for word in line.words)
    assert times[0] == 1.0
    assert times[-1] <= 3.0
    if pressed == 1:
        assert [word.start for word in line.words[1:3]] == [1.5, 1.8]
