"""Wrap: a line of text into rows that are as even as can be, by measured widths.

A row may end at a space, after a hyphen, and between the letters of scripts that are written without spaces,
though never before a closing mark or after an opening one (what Japanese typesetting calls kinsoku).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from nbstudio.picture.lettering.fonts import wide
from nbstudio.picture.lettering.shape import clusters

CLOSING = frozenset("、。，．,.!?！？:;：；)]}）］｝」』】〉》〕’”ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…～%％")
OPENING = frozenset("([{（［｛「『【〈《〔‘“$¥￥")
PAUSES = frozenset(",.;:!?、。，．！？；：…—–-")

Measure = Callable[[str], float]


def pieces(text: str) -> list[str]:
    """Return the parts of a text between which a row may end; joined they are the text."""
    found: list[str] = []
    units = [text[begin:end] for begin, end in clusters(text)]
    for at, unit in enumerate(units):
        before = units[at - 1] if at else ""
        if not found or not _may_break(before, unit):
            found[-1:] = [(found[-1] if found else "") + unit]
        else:
            found.append(unit)
    return found


def _may_break(before: str, after: str) -> bool:
    if before.isspace():
        return not after.isspace()
    if after.isspace() or after[0] in CLOSING or before[-1] in OPENING:
        return False
    return before[-1] in "-–—" or wide(before[0]) or wide(after[0])


def wrap(text: str, limit: float, most: int, measure: Measure) -> list[str] | None:
    """Return the fewest rows, `most` at the most, none wider than `limit`, the most even ones; nothing if none are.

    `measure` tells how wide a text is.
    """
    parts = pieces(text)
    widths = [measure(part) for part in parts]
    ends = [measure(part) if part == part.rstrip() else measure(part.rstrip()) for part in parts]
    total = [0.0]
    for width in widths:
        total.append(total[-1] + width)

    def wide_of(first: int, last: int) -> float:
        """Return the width of parts [first, last) in one row, the space at its end left out."""
        return total[last] - total[first] - widths[last - 1] + ends[last - 1]

    for rows in range(1, most + 1):
        ideal = total[-1] / rows

        @lru_cache(maxsize=None)
        def best(first: int, left: int, ideal: float = ideal) -> tuple[float, tuple[int, ...]] | None:
            """Return the least cost of setting the parts from `first` on in `left` rows, and where they end."""
            if left == 1:
                width = wide_of(first, len(parts)) if first < len(parts) else limit + 1
                return ((width - ideal) ** 2, (len(parts),)) if width <= limit else None
            found = None
            for last in range(first + 1, len(parts) - left + 2):
                width = wide_of(first, last)
                if width > limit:
                    break
                rest = best(last, left - 1)
                if rest is None:
                    continue
                pause = parts[last - 1].rstrip()[-1:] in PAUSES
                cost = (width - ideal) ** 2 * (0.35 if pause else 1.0) + rest[0]
                if found is None or cost < found[0]:
                    found = cost, (last, *rest[1])
            return found

        chosen = best(0, rows)
        if chosen:
            begins = (0, *chosen[1][:-1])
            lines = ["".join(parts[a:b]).strip() for a, b in zip(begins, chosen[1], strict=True)]
            if all(measure(line) <= limit for line in lines):
                return lines
    return None
