"""Layout: a title's rows, as large as its design wants and the safe area allows, in balanced lines.

The title breaks into as few lines as let it stand nearly as large as it could; no line is much longer than the
others. One that would be too small to read takes as many lines as it needs, and at last lines end within words.
Roles and names of credits stand on both sides of one axis. What is still too small can be named (`small`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import Any

from nbstudio.picture.captions.area import Area, safe
from nbstudio.picture.captions.wrap import pieces
from nbstudio.picture.lettering.fonts import capital, chain
from nbstudio.picture.lettering.shape import Row, clusters, shape
from nbstudio.picture.titles.design import Design, cased

LINES = 3
"""Into so many lines a title is broken at the most."""
NEARLY = 0.78
"""A title takes fewer lines where it is this much as large as with more."""
TALLEST, CROWDED = 0.5, 0.9
"""How much of the safe area's height the title itself may take, and one that would be too small otherwise."""
LEGIBLE, LEAST = 0.022, 0.010
"""How high capitals have to be to be read, as shares of the frame's height: the title's, and those of what else is."""
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
    """Return the rows of a title with `text`, `subtitle` and `credits`, placed in a frame of width by height.

    `clear`, where it is told, is the frame's side that captions stand at and the share of its height that they take;
    `between`, how wide the picture is between bars at its sides.
    """
    area = _without(safe(width, height), title.get("clear"), height)
    if title.get("between"):
        bar = (width - int(title["between"])) // 2
        inner = safe(int(title["between"]), height)
        area = replace(area, left=max(area.left, bar + inner.left), right=min(area.right, bar + inner.right))
    mean = (width + height) / 2
    centred = design.place != "lower-left"
    lines: list[_Line] = []
    size = 0.0
    if title["text"]:
        rows, size = _title(str(title["text"]), design, area, mean, height)
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


def _without(area: Area, clear: Sequence[Any] | None, height: int) -> Area:
    """Return what captions leave of the safe area: never less than a half."""
    if not clear:
        return area
    side, share = str(clear[0]), float(clear[1])
    half = (area.top + area.bottom) // 2
    if side == "top":
        return replace(area, top=min(half, max(area.top, round(share * height))))
    return replace(area, bottom=max(half, min(area.bottom, round((1 - share) * height))))


def small(laid: Laid, height: int) -> tuple[str, float] | None:
    """Return the row whose capitals are too low to be read, and how high they are, as a share of the frame's height.

    Of several it is the one that lacks most; nothing where all can be read.
    """
    found = []
    for one in laid.rows:
        if one.row.glyphs:
            share = capital(one.row.glyphs[0].face) * one.size / height
            found.append((share / (LEGIBLE if one.first else LEAST), one.row.text, share))
    lack, text, share = min(found, default=(1.0, "", 0.0), key=lambda one: one[0])
    return (text, share) if lack < 0.995 else None


def _row(text: str, design: Design, *, first: bool = False) -> Row:
    if first:
        told, family, weight, tracking = cased(text, design.case), design.family, design.weight, design.tracking
    else:
        told, family = cased(text, design.second_case), design.second_family or design.family
        weight, tracking = design.second_weight, design.second_tracking
    return shape(told, chain(family, weight, told), spacing=tracking)


def _title(text: str, design: Design, area: Area, mean: float, height: int) -> tuple[list[Row], float]:
    """Return the title's rows and their size."""
    parts = pieces(" ".join(text.split()))
    rows, size = _largest(parts, LINES, design, area, mean, TALLEST)
    faces = [glyph.face for row in rows for glyph in row.glyphs] or [chain(design.family, design.weight, "")[0]]
    least = LEGIBLE * height / min(map(capital, dict.fromkeys(faces)))
    if size >= least:
        return rows, size
    most = int((CROWDED * area.height / least - HEIGHT - DEPTH) / design.leading) + 1
    parts = [torn for part in parts for torn in _torn(part, area.width / least, design)]
    crowded = _largest(parts, max(most, LINES), design, area, mean, CROWDED, enough=least)
    return max((rows, size), crowded, key=lambda one: one[1])


def _largest(
    parts: Sequence[str], most: int, design: Design, area: Area, mean: float, tallest: float, enough: float = 0.0
) -> tuple[list[Row], float]:
    """Return the fewest rows, `most` at the most, in which a title is nearly as large as can be, and their size.

    With `enough` they are at least of that size, if any are.
    """
    found: list[tuple[list[Row], float]] = []
    for lines in _balanced(parts, most, lambda part: _row(part, design, first=True).width + design.tracking):
        rows = [_row(line, design, first=True) for line in lines]
        widest = max(row.width for row in rows)
        tall = HEIGHT + DEPTH + (len(rows) - 1) * design.leading
        fits = min(design.size / 100 * mean, area.width / max(widest, 1e-6), tallest * area.height / tall)
        found.append((rows, fits))
    best = max(size for _, size in found)
    return next((rows, size) for rows, size in found if size >= min(best, max(NEARLY * best, enough)))


def _torn(part: str, width: float, design: Design) -> list[str]:
    """Return a part of a title in pieces that are no wider than `width`, in em, torn wherever they have to be."""
    if _row(part.rstrip(), design, first=True).width <= width:
        return [part]
    found = [""]
    for begin, end in clusters(part):
        longer = found[-1] + part[begin:end]
        if found[-1] and _row(longer.rstrip(), design, first=True).width > width:
            found.append(part[begin:end])
        else:
            found[-1] = longer
    return found


def _broken(text: str, design: Design, width: float) -> list[Row]:
    """Return a subtitle's rows: more than one only where it is wider than `width`, in em."""
    parts = pieces(" ".join(text.split()))
    for lines in _balanced(parts, 2 * LINES, lambda part: _row(part, design).width + design.second_tracking):
        rows = [_row(line, design) for line in lines]
        if max(row.width for row in rows) <= width:
            break
    return rows


def _balanced(parts: Sequence[str], most: int, measure: Callable[[str], float]) -> list[list[str]]:
    """Return the rows of a text of these parts, by number: of one, two … rows, the longest as short as it can be."""
    total = list(accumulate((measure(part) for part in parts), initial=0.0))
    bare = [measure(part.rstrip()) for part in parts]
    best = {(0, 0): 0.0}
    cut: dict[tuple[int, int], int] = {}
    count = min(most, len(parts))
    for end in range(1, len(parts) + 1):
        for lines in range(1, count + 1):
            for begin in range(end - 1, lines - 2, -1):
                here = total[end - 1] - total[begin] + bare[end - 1]
                shortest = best.get((end, lines), inf)
                if here > shortest:
                    break
                longest = max(best.get((begin, lines - 1), inf), here)
                if longest <= shortest and longest < inf:
                    best[end, lines], cut[end, lines] = longest, begin
    found = []
    for rows in range(1, count + 1):
        told, end = [], len(parts)
        for lines in range(rows, 0, -1):
            begin = cut[end, lines]
            told.append("".join(parts[begin:end]).strip())
            end = begin
        found.append(told[::-1])
    return found


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
