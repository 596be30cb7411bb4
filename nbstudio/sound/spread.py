"""Spread: words given times by their length alone, where nobody can hear them one by one.

A line has its time, and each word as much of it as it has syllables (a letter's worth for scripts that write
syllables or words as one sign). Where lines have no time either, they share out what is loud enough to be sung.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HOP = 800  # samples: 50 ms at 16 kHz
QUIET = 0.1  # of the loud passages' level: what is under it holds no words
WIDE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "YI", "BOPOMOFO")


def gaps(found: Sequence[object | None]) -> Iterator[tuple[int, int]]:
    """Yield every run of what was not found, from its first to after its last."""
    for missing, run in itertools.groupby(range(len(found)), lambda at: found[at] is None):
        if missing:
            first, *rest = run
            yield first, first + len(rest) + 1


def syllables(word: str) -> int:
    """Return about how many syllables a word has; at least 1."""
    signs = sum(wide(sign) for sign in word)
    plain = "".join(c for c in unicodedata.normalize("NFKD", word).lower() if not unicodedata.combining(c))
    groups = len(re.findall(r"[aeiouyаеёиоуыэюяαεηιουωω]+", plain))
    silent = bool(groups > 1 and re.search(r"[^aeiouyl]e$", plain))
    letters = sum(sign.isalpha() for sign in plain)
    unknown = letters // 3 if not groups and not signs else 0
    return max(1, signs + groups - silent + unknown)


def wide(sign: str) -> bool:
    """Return whether a sign is a syllable or a word of its own."""
    return sign.isalpha() and unicodedata.name(sign, "").startswith(WIDE)


def over(start: float, end: float, words: Sequence[str]) -> list[tuple[float, float]]:
    """Return the time of each word of a line that fills `start` to `end`, one after another."""
    shares = np.cumsum([0, *(syllables(word) for word in words)])
    edges = start + (end - start) * shares / max(1, shares[-1])
    return [(float(a), float(b)) for a, b in itertools.pairwise(edges)]


def lines(samples: Floats, rate: int, start: float, end: float, weights: Sequence[int]) -> list[tuple[float, float]]:
    """Return the time of each line between two moments, by its weight, over what is loud in between."""
    hop = HOP * rate // 16_000
    part = samples[round(start * rate) : round(end * rate)]
    count = max(1, len(part) // hop)
    blocks = part[: count * hop].reshape(count, -1).astype(np.float64) if len(part) >= hop else np.zeros((1, 1))
    level = np.sqrt(np.mean(np.square(blocks), axis=1))
    loud = level > QUIET * max(float(np.quantile(level, 0.9)), 1e-6)
    active = np.concatenate([[0.0], np.cumsum(np.where(loud, 1.0, 1e-3))])
    marks = np.concatenate([[0.0], np.cumsum(np.asarray(weights, np.float64))])
    moments = np.interp(marks / max(marks[-1], 1e-9) * active[-1], active, np.linspace(start, end, count + 1))
    return [(float(a), float(b)) for a, b in itertools.pairwise(moments)]
