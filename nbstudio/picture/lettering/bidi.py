"""Bidi: in which direction the letters of a row run (Unicode Standard Annex 9, without explicit embeddings).

Arabic and Hebrew are written from right to left, numbers and Latin within them from left to right. Explicit
embedding, override and isolate characters are taken out of lyrics before this (`words.lyrics`), so the
implicit rules are all that is needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

STRONG = {"L": 0, "R": 1, "AL": 1}
NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"))


def base(text: str) -> int:
    """Return the level of a paragraph: 0 from left to right, 1 from right to left (rules P2 and P3)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in STRONG:
            return STRONG[kind]
    return 0


def levels(text: str, around: int | None = None) -> list[int]:
    """Return the embedding level of every letter: even from left to right, odd from right to left."""
    paragraph = base(text) if around is None else around
    kinds = _weak([unicodedata.bidirectional(letter) or "L" for letter in text], "R" if paragraph else "L")
    _neutral(kinds, "R" if paragraph else "L")
    found = []
    for kind in kinds:  # rules I1 and I2
        if paragraph % 2 == 0:
            found.append({"R": 1, "AN": 2, "EN": 2}.get(kind, 0))
        else:
            found.append(1 if kind == "R" else 2)
    return found


def row(text: str, level: Sequence[int], paragraph: int) -> list[int]:
    """Return the levels of one row of a paragraph: white space at its end goes with the paragraph (rule L1)."""
    found = list(level)
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            break
        found[at] = paragraph
    return found


def visual(level: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the runs of one level, as (begin, end, level), in the order in which they are seen (rule L2)."""
    runs: list[tuple[int, int, int]] = []
    at = 0
    for value, group in groupby(level):
        size = len(list(group))
        runs.append((at, at + size, value))
        at += size
    lowest = min((value for _, _, value in runs if value % 2), default=0)
    for turn in range(max((value for _, _, value in runs), default=0), max(lowest, 1) - 1, -1):
        begin = 0
        while begin < len(runs):
            end = begin
            while end < len(runs) and runs[end][2] >= turn:
                end += 1
            runs[begin:end] = runs[begin:end][::-1]
            begin = max(end, begin + 1)
    return runs


def _weak(kinds: list[str], around: str) -> list[str]:
    """Resolve weak types (rules W1 to W7); `around` is the direction before and after the text."""
    found = list(kinds)
    before = around
    for i, kind in enumerate(found):  # W1
        if kind == "NSM":
            found[i] = before
        before = found[i]
    strong = around
    for i, kind in enumerate(found):  # W2
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            found[i] = "AN"
    found = ["R" if kind == "AL" else kind for kind in found]  # W3
    for i in range(1, len(found) - 1):  # W4
        if found[i - 1] == found[i + 1] and (
            (found[i] in {"ES", "CS"} and found[i - 1] == "EN") or (found[i] == "CS" and found[i - 1] == "AN")
        ):
            found[i] = found[i - 1]
    at = 0
    for kind, group in groupby(list(found)):  # W5
        size = len(list(group))
        if kind == "ET" and ((at and found[at - 1] == "EN") or (at + size < len(found) and found[at + size] == "EN")):
            found[at : at + size] = ["EN"] * size
        at += size
    strong = around
    for i, kind in enumerate(found):  # W6, W7
        if kind in {"ES", "ET", "CS"}:
            found[i] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            found[i] = "L"
    return found


def _neutral(kinds: list[str], around: str) -> None:
    """Resolve neutral types in place (rules N1 and N2)."""

    def side(kind: str) -> str:
        return "R" if kind in {"R", "AN", "EN"} else "L"

    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in NEUTRAL:
            end += 1
        if end > at:
            before = side(kinds[at - 1]) if at else around
            after = side(kinds[end]) if end < len(kinds) else around
            kinds[at:end] = [before if before == after else around] * (end - at)
        at = max(end, at + 1)
