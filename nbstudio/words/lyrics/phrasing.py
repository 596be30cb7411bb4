"""Phrasing: a sentence that is too long to be read at once, as several captions.

It is divided where one would breathe: after a mark before after a plain word, and into parts of about one length,
so that no word is left alone on the screen. Two rows of about 42 letters are what subtitles agree upon; a line that
is divided knows when its words are said, and each part takes the times of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from nbstudio.words.lyrics.line import Line, Word

MOST = 84
"""Letters of one caption."""
BREATH = {".": 0.0, "!": 0.0, "?": 0.0, "…": 0.0, ";": 0.05, ":": 0.05, "—": 0.1, "–": 0.1, ",": 0.15}
"""What it costs to divide after a mark, against a part's being half as long as it should (which costs 0.25)."""
PLAIN = 0.9


def phrased(line: Line, most: int = MOST) -> tuple[Line, ...]:
    """Return a line as lines of at most so many letters, as alike in length as its marks allow.

    A word that is longer by itself stays whole; a line without words that are timed is left as it is.
    """
    if len(line.text) <= most or not line.sure_words or "".join(w.text for w in line.words) != line.text:
        return (line,)
    parts = _parts(line.words, most)
    if len(parts) == 1:
        return (line,)
    made = []
    for words in parts:
        kept = (*words[:-1], replace(words[-1], text=words[-1].text.rstrip()))
        text = "".join(word.text for word in kept)
        made.append(replace(line, text=text, start=kept[0].start, end=kept[-1].end, words=kept))
    return tuple(made)


def _parts(words: Sequence[Word], most: int) -> list[tuple[Word, ...]]:
    """Return the words in the cheapest groups (shortest path over the places where it may be divided)."""
    sizes = [len(word.text) for word in words]
    wish = sum(sizes) / math.ceil(sum(sizes) / most)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            size = sum(sizes[start:end])
            if size - (words[end - 1].text[-1:] == " ") > most and start < end - 1:
                break
            options.append((best[start][0] + (size / wish - 1) ** 2 + _price(words, end), start))
        best.append(min(options))
    found, end = [], len(words)
    while end:
        start = best[end][1]
        found.append(tuple(words[start:end]))
        end = start
    return found[::-1]


def _price(words: Sequence[Word], end: int) -> float:
    if end == len(words):
        return 0.0
    text = words[end - 1].text
    if text == text.rstrip():
        return 2 * PLAIN  # in the middle of a word
    return BREATH.get(text.rstrip().rstrip("\"'”’)")[-1:], PLAIN)
