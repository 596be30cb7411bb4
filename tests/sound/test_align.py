"""Words in time: what is placed, what is spread, and what comes back from text."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.sound import align as aligning
from nbstudio.sound import spread
from nbstudio.sound.align import Alignment, align

RATE = 16_000


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def test_an_alignment_comes_back_from_text() -> None:
    made = align(silence(3), ["Hello, world", "", "日本の夜"], spans=[(0.5, 1.5), None, (2, 3)], music=False)
    assert Alignment.from_json(made.to_json()) == made


def test_silence_is_spread_over_the_given_times() -> None:
    made = align(silence(8), ["one banana", "two"], spans=[(1, 3), (5, 6)], music=False)
    assert [line.method for line in made.lines] == ["spread", "spread"]
    assert [(line.start, line.end) for line in made.lines] == [(1, 3), (5, 6)]
    first, second = made.lines[0].words
    assert second.end - second.start == pytest.approx(3 * (first.end - first.start), abs=0.002)
    assert made.lines[0].quality < 0.5


def test_signs_without_spaces_are_words_of_their_own() -> None:
    (line,) = align(silence(4), ["東京の夜、雨"], spans=[(0, 4)], music=False).lines
    assert [word.text for word in line.words] == ["東", "京", "の", "夜、", "雨"]
    assert line.method == "spread"


def test_marks_belong_to_the_word_before_them() -> None:
    (line,) = align(silence(4), ["— Wait — 24 hours!"], spans=[(0, 4)], music=False).lines
    assert " ".join(word.text for word in line.words) == "— Wait — 24 hours!"
    assert [word.text for word in line.words] == ["— Wait —", "24", "hours!"]


def test_a_line_without_words_has_no_time() -> None:
    made = align(silence(2), ["", "♪ ♪", "la"], music=False)
    assert [line.method for line in made.lines] == ["empty", "empty", "spread"]
    assert made.lines[0].words == made.lines[1].words == ()


def test_times_never_run_backwards() -> None:
    made = align(silence(5), ["a b c", "d e f"], spans=[(2, 4), (1, 3)], music=False)
    starts = [word.start for word in made.words]
    assert starts == sorted(starts)
    assert all(word.start <= word.end <= 5 for word in made.words)


def test_what_is_unheard_shares_out_what_is_loud() -> None:
    sound = np.zeros(10 * RATE, np.float32)
    sound[6 * RATE : 8 * RATE] = 0.3 * np.sin(np.arange(2 * RATE) * 0.3)
    (first, second) = spread.lines(sound, RATE, 0, 10, [1, 1])
    assert 6 <= first[1] <= 8
    assert second[0] == first[1]


@pytest.mark.parametrize(
    ("word", "count"), [("night", 1), ("banana", 3), ("table", 2), ("fire", 1), ("夜", 1), ("рука", 2)]
)
def test_syllables(word: str, count: int) -> None:
    assert spread.syllables(word) == count


def test_spans_are_one_for_each_line() -> None:
    with pytest.raises(ValueError, match="spans"):
        align(silence(1), ["a", "b"], spans=[None])


def test_blocks_end_where_nothing_is_sung() -> None:
    texts = [aligning._text(line) for line in ("one", "two", "three")]
    blocks = aligning._blocks(texts, [(10, 12), (13, 14), (30, 31)], 60)
    assert [block.lines for block in blocks] == [(0, 1), (2,)]
    assert [(block.start, block.end) for block in blocks] == [(9, 15), (29, 32)]
