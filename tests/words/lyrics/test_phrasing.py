"""A sentence too long to be read at once is divided where one would breathe, and loses no word."""

from __future__ import annotations

from nbstudio.words.lyrics.line import Line, Word
from nbstudio.words.lyrics.phrasing import MOST, phrased

LONG = (
    "Far out, where nobody looks, the sea was turning over in its sleep, and the boats that had been left on sand "
    "dreamed of it; by morning they were gone, every one."
)


def line(text: str) -> Line:
    words = [f"{word} " for word in text.split()]
    words[-1] = words[-1].rstrip()
    made = tuple(Word(word, 0.5 * n, 0.5 * n + 0.4) for n, word in enumerate(words))
    return Line(text, 0.0, made[-1].end, made)


def test_parts_are_readable_alike_and_in_order() -> None:
    parts = phrased(line(LONG))
    assert " ".join(part.text for part in parts) == LONG
    assert all(MOST / 3 < len(part.text) <= MOST for part in parts)
    assert [part.start for part in parts] == sorted(part.start or 0.0 for part in parts)
    assert all("".join(word.text for word in part.words) == part.text for part in parts)
    assert all(part.text[-1] in ",;." for part in parts)


def test_short_lines_and_those_without_times_stay() -> None:
    short = line("All night the rain went on counting.")
    assert phrased(short) == (short,)
    assert phrased(Line(LONG, 0.0, 9.0)) == (Line(LONG, 0.0, 9.0),)


def test_a_word_longer_than_a_caption_stays_whole() -> None:
    parts = phrased(line(f"a {'x' * 100} b"))
    assert "x" * 100 in " ".join(part.text for part in parts)
