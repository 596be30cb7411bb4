"""Layout: a title's rows, as large as its design wants and the safe area allows, in balanced lines.

The title breaks into as few lines as let it stand nearly as large as it could; no line is much longer than the
others. Roles and names of credits stand on both sides of one axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbstudio.picture.captions.area import Area, safe
from nbstudio.picture.lettering.fonts import chain
from nbstudio.picture.lettering.shape import Row, shape
from nbstudio.picture.titles.design import Design, cased

LINES = 3
"""Into so many lines a title is broken at the most."""
NEARLY = 0.78
"""A title takes fewer lines where it is this much as large as with more."""
TALLEST = 0.5
"""How much of the safe area's height the title itself may take."""
SMALLEST = 2.4
"""Of a subtitle, in percent of the mean of the frame's sides."""
CREDIT = 3.4
"""Of credits, where they fit, likewise."""
STACKED = 0.75
"""Names stand under their roles where side by side they would be smaller than this much of their size."""
GUTTER, APART = 0.9, 1.7
"""Between a role and a name, and from row to row, in em."""
HEIGHT, DEPTH = 0.74, 0.22
"""How far letters go above and below the baseline, in em, for the room between blocks."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of letters in the frame: pixels of its size, its left end and its baseline; whether it is the title's."""

    row: Row
    size: float
    left: float
    baseline: float
    first: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """All rows, the line between them as (left, top, right, bottom) or nothing, and the block that they fill."""

    rows: tuple[Placed, ...]
    line: tuple[float, float, float, float] | None
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before it has a place: its size, how far it stands below the last baseline, and its x from the axis."""

    row: Row
    size: float
    below: float
    x: float
    first: bool


def lay(title: Mapping[str, Any], design: Design, width: int, height: int) -> Laid:
    """Return the rows of a title with `text`, `subtitle` and `credits`, placed in a frame of width by height."""
    area = safe(width, height)
    mean = (width + height) / 2
    centred = design.place != "lower-left"
    lines: list[_Line] = []
    size = 0.0
    if title["text"]:
        rows, size = _title(str(title["text"]), design, area, mean)
        for n, row in enumerate(rows):
            below = HEIGHT * size if not n else design.leading * size
            lines.append(_Line(row, size, below, -row.width * size / 2 if centred else 0.0, first=True))
    rule_at = len(lines)
    gap = 0.0
    if title.get("subtitle"):
        small = max(design.second_size * size, SMALLEST / 100 * mean) if size else 0.05 * mean
        gap = 0.85 * small + DEPTH * size
        for n, row in enumerate(_broken(str(title["subtitle"]), design, area.width / small)):
            fits = min(small, area.width / max(row.width, 1e-6))
            below = APART * fits if n else gap + HEIGHT * fits
            lines.append(_Line(row, fits, below, -row.width * fits / 2 if centred else 0.0, first=False))
    lines += _credits(title.get("credits") or (), design, area, mean, bool(lines), centred)
    return _settle(lines, rule_at if gap else 0, gap, design, area)


def _row(text: str, design: Design, *, first: bool = False) -> Row:
    if first:
        told, family, weight, tracking = cased(text, design.case), design.family, design.weight, design.tracking
    else:
        told, family = cased(text, design.second_case), design.second_family or design.family
        weight, tracking = design.second_weight, design.second_tracking
    return shape(told, chain(family, weight, told), spacing=tracking)


def _title(text: str, design: Design, area: Area, mean: float) -> tuple[list[Row], float]:
    """Return the title's rows and their size."""
    words = text.split()
    found: list[tuple[list[Row], float]] = []
    for count in range(1, min(LINES, len(words)) + 1):
        rows = [_row(line, design, first=True) for line in _balanced(words, count)]
        widest = max(row.width for row in rows)
        tall = HEIGHT + DEPTH + (count - 1) * design.leading
        fits = min(design.size / 100 * mean, area.width / max(widest, 1e-6), TALLEST * area.height / tall)
        found.append((rows, fits))
    best = max(size for _, size in found)
    return next((rows, size) for rows, size in found if size >= NEARLY * best)


def _broken(text: str, design: Design, width: float) -> list[Row]:
    """Return a subtitle's rows: more than one only where it is wider than `width`, in em."""
    words = text.split()
    for count in range(1, min(LINES, len(words)) + 1):
        rows = [_row(line, design) for line in _balanced(words, count)]
        if max(row.width for row in rows) <= width:
            break
    return rows


def _balanced(words: Sequence[str], count: int) -> list[str]:
    """Return words in so many lines, the longest as short as it can be."""
    lengths = [len(word) for word in words]
    most = {(0, 0): 0}
    cut: dict[tuple[int, int], int] = {}
    for end in range(1, len(words) + 1):
        for lines in range(1, count + 1):
            for begin in range(lines - 1, end):
                if (begin, lines - 1) not in most:
                    continue
                longest = max(most[begin, lines - 1], sum(lengths[begin:end]) + end - begin - 1)
                if longest < most.get((end, lines), 1 << 30):
                    most[end, lines], cut[end, lines] = longest, begin
    found, end = [], len(words)
    for lines in range(count, 0, -1):
        begin = cut[end, lines]
        found.append(" ".join(words[begin:end]))
        end = begin
    return found[::-1]


def _credits(
    roll: Sequence[Sequence[str]], design: Design, area: Area, mean: float, after: bool, centred: bool
) -> list[_Line]:
    """Return the rows of credits: each a line, or a role and a name on both sides of the axis."""
    if not roll:
        return []
    rows = [[_row(str(part), design) for part in entry] for entry in roll]
    wanted = CREDIT / 100 * mean
    size = _fitting(rows, wanted, design, area, centred)
    if size < STACKED * wanted:  # a narrow frame: the name under the role
        rows = [[part] for parts in rows for part in parts]
        size = _fitting(rows, wanted, design, area, centred)
    gutter = _gutter(design)
    found: list[_Line] = []
    for n, parts in enumerate(rows):
        below = (2.6 if after else HEIGHT) * size if not n else APART * size
        start = 0.0
        if centred:
            start = -(parts[0].width + gutter / 2) * size if len(parts) > 1 else -parts[0].width / 2 * size
        for part in parts:
            found.append(_Line(part, size, below if part is parts[0] else 0.0, start, first=False))
            start += (part.width + gutter) * size
    return found


def _gutter(design: Design) -> float:
    """Return what lies between a role and a name, in em: more than between any two of their words."""
    return GUTTER + 2 * max(0.0, design.second_tracking)


def _fitting(rows: Sequence[Sequence[Row]], wanted: float, design: Design, area: Area, centred: bool) -> float:
    """Return the size, at the most `wanted`, at which rows of one or two parts stay within the area."""
    size = min(wanted, 0.55 * area.height / (APART * len(rows)))
    gutter = _gutter(design)
    for parts in rows:
        if len(parts) == 2 and centred:
            size = min(size, area.width / 2 / (max(part.width for part in parts) + gutter / 2))
        else:
            whole = sum(part.width for part in parts) + gutter * (len(parts) - 1)
            size = min(size, area.width / max(whole, 1e-6))
    return size


def _settle(lines: Sequence[_Line], rule_at: int, gap: float, design: Design, area: Area) -> Laid:
    """Put the block of all lines where the design wants it, within the area."""
    tall = sum(line.below for line in lines) + DEPTH * lines[-1].size
    less = min(1.0, area.height / tall)
    if less < 1:
        lines = [_Line(one.row, one.size * less, one.below * less, one.x * less, one.first) for one in lines]
        tall, gap = tall * less, gap * less
    depth = DEPTH * lines[-1].size
    top = {
        "centre": (area.top + area.bottom - tall) / 2,
        "upper": area.top + 0.06 * area.height,
    }.get(design.place, area.bottom - tall)
    top = max(float(area.top), min(top, area.bottom - tall))
    axis = float(area.left) if design.place == "lower-left" else (area.left + area.right) / 2
    placed, baseline, line = [], top, None
    for n, row in enumerate(lines):
        if n == rule_at and rule_at and design.line:
            wide = design.line * max(one.row.width * one.size for one in lines[:rule_at])
            left = axis if design.place == "lower-left" else axis - wide / 2
            at = baseline + DEPTH * lines[0].size + 0.42 * (gap - DEPTH * lines[0].size)
            thick = max(1.0, 0.022 * lines[0].size)
            line = (left, at, left + wide, at + thick)
        baseline += row.below
        placed.append(Placed(row.row, row.size, axis + row.x, baseline, row.first))
    left = min(one.left for one in placed)
    right = max(one.left + one.row.width * one.size for one in placed)
    return Laid(tuple(placed), line, left, top, right, baseline + depth)
