"""Layout: a caption's rows, sized and placed in the safe area by what their ink really takes.

All captions of a film have one size; a line that can't be set in the rows there are room for is set smaller,
by itself, until it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbstudio.picture.captions.area import Area, safe
from nbstudio.picture.captions.style import Style
from nbstudio.picture.captions.wrap import wrap
from nbstudio.picture.lettering import bidi
from nbstudio.picture.lettering.fonts import Face, chain, font
from nbstudio.picture.lettering.shape import Row, shape

SIZES = ((1.0, 2), (0.9, 2), (0.85, 3), (0.75, 3), (0.65, 3), (0.55, 4), (0.45, 5), (0.36, 6), (0.28, 8), (0.2, 12))
"""Share of the style's size, and rows at the most, in the order in which they are tried."""
UNDER = 0.68
"""Size of what stands under a line (its translation), by the line's own."""
HIGHEST = 0.62
"""Share of the area's height that a caption may take."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line, set as it stands, and when it is sung (in frames from the segment's first), if known."""

    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A part's place in a row: from `left` to `right` (pixels of the frame), and when it is sung."""

    left: float
    right: float
    start: float | None
    end: float | None
    leftward: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its place: size in pixels to the em, where its baseline begins, and where its ink ends."""

    row: Row
    size: float
    left: float
    baseline: float
    top: float
    bottom: float
    cells: tuple[Cell, ...]
    under: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A whole caption in its place; `pad` is how far outline and shadow reach beyond the ink, in pixels."""

    rows: tuple[Placed, ...]
    outline: float
    size: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What all captions of a film have in common."""

    style: Style
    width: int
    height: int
    area: Area
    position: str = "bottom"

    @classmethod
    def from_params(cls, params: Mapping[str, Any], width: int, height: int) -> Setting:
        """Read a setting as steps' params have it."""
        return cls(
            Style.from_params(params["style"]),
            width,
            height,
            safe(width, height, str(params.get("safe_area", "title"))),
            str(params.get("position", "bottom")),
        )

    @property
    def size(self) -> float:
        """Return the size of the text, in pixels to the em."""
        return self.style.size / 100 * (self.width + self.height) / 2


def cased(text: str, case: str) -> str:
    """Return text in a style's case."""
    return text.upper() if case == "upper" else text.lower() if case == "lower" else text


def place(parts: Sequence[Part], under: Sequence[str], setting: Setting) -> Caption:
    """Return a line, and what stands under it, in rows and in its place."""
    style = setting.style
    parts = [Part(cased(part.text, style.case), part.start, part.end) for part in parts]
    text = "".join(part.text for part in parts)
    below = [cased(line, style.case) for line in under]
    for share, most in SIZES:
        size = setting.size * share
        rows = _rows(text, size, most, setting)
        lower = [_rows(line, size * UNDER, most, setting) for line in below]
        if rows is None or any(found is None for found in lower):
            continue
        placed = _stack(text, rows, [row for found in lower for row in found or ()], size, parts, setting)
        if share == SIZES[-1][0] or placed.rows[-1].bottom - placed.rows[0].top <= HIGHEST * setting.area.height:
            return placed
    return _stack(text, [text], below, _fitting([text, *below], setting), parts, setting)


def _rows(text: str, size: float, most: int, setting: Setting) -> list[str] | None:
    style = setting.style
    faces = chain(style.family, style.weight, text)
    room = (setting.area.width - 2 * style.outline_width * size - 2) / size
    upright = setting.area.width < setting.area.height
    return wrap(text, room, most + upright, lambda part: _width(shape(part, faces, spacing=style.spacing)))


def _fitting(texts: Sequence[str], setting: Setting) -> float:
    """Return the size at which every text fits in one row: for what can't be broken anywhere."""
    style = setting.style
    widest = max(
        _width(shape(text, chain(style.family, style.weight, text), spacing=style.spacing)) + 2 * style.outline_width
        for text in texts
    )
    return min(setting.size, (setting.area.width - 2) / max(widest, 1e-6))


def _stack(
    text: str, rows: Sequence[str], below: Sequence[str], size: float, parts: Sequence[Part], setting: Setting
) -> Caption:
    """Return rows under one another, the whole block where the setting wants it."""
    style, area = setting.style, setting.area
    outline = style.outline_width * size
    faces = chain(style.family, style.weight, text)
    paragraph = bidi.base(text)
    shaped = [(shape(row, faces, spacing=style.spacing, paragraph=paragraph), size, False) for row in rows]
    shaped += [
        (shape(row, chain(style.family, style.weight, row), spacing=style.spacing), size * UNDER, True) for row in below
    ]
    inks = [_ink(row) for row, _, _ in shaped]
    baselines = [0.0]
    for i in range(1, len(shaped)):
        own = shaped[i][1]
        gap = max(
            own * style.leading,
            -inks[i - 1][1] * shaped[i - 1][1] + inks[i][3] * own + 0.12 * own,
        )
        baselines.append(baselines[-1] + gap)
    reach = _reach(style, faces[0])
    top = min(-ink[3] * own for (_, own, _), ink in list(zip(shaped, inks, strict=True))[:1])
    top = min(top, -reach[1] * size) - outline
    last = max(-inks[-1][1] * shaped[-1][1], -reach[0] * shaped[-1][1])
    bottom = baselines[-1] + last + outline
    if setting.position == "top":
        shift = area.top - top
    elif setting.position == "middle":
        shift = (area.top + area.bottom) / 2 - (top + bottom) / 2
    else:
        shift = area.bottom - bottom
    shift = max(min(shift, area.bottom - bottom), area.top - top)
    placed = []
    begins = _begins(text, rows)
    for i, ((row, own, under), ink) in enumerate(zip(shaped, inks, strict=True)):
        left = (area.left + area.right) / 2 - (ink[0] + ink[2]) / 2 * own
        baseline = round(baselines[i] + shift)  # whole pixels keep horizontal strokes sharp
        cells = () if under else tuple(_cells(row, begins[i], parts, own, left, outline))
        placed.append(
            Placed(row, own, left, baseline, baseline - ink[3] * own, baseline - ink[1] * own, cells, under)
        )
    return Caption(tuple(placed), outline, size)


def _begins(text: str, rows: Sequence[str]) -> list[int]:
    """Return at which letter of the text every row begins."""
    found, at = [], 0
    for row in rows:
        at = text.index(row, at)
        found.append(at)
        at += len(row)
    return found


def _cells(
    row: Row, begin: int, parts: Sequence[Part], size: float, left: float, outline: float
) -> Iterator[Cell]:
    """Yield the place of every part in a row, from left to right; parts that two rows share are sung in turn."""
    spots: list[tuple[float, float, Part, float, float, bool]] = []
    at = 0
    for part in parts:
        first, last = at - begin, at + len(part.text) - begin
        at += len(part.text)
        glyphs = [g for g in row.glyphs if max(first, 0) <= g.at < min(last, len(row.text))]
        if not glyphs:
            continue
        inside = [g for g in glyphs if not row.text[g.at].isspace()] or glyphs
        size_of = max(1, len(part.text.strip()))
        share = max(0, -first) / size_of, min(1.0, (len(row.text) - first) / size_of)
        spots.append(
            (
                left + min(g.x for g in inside) * size,
                left + max(g.x + g.advance for g in inside) * size,
                part,
                *share,
                sum(g.leftward for g in inside) * 2 > len(inside),
            )
        )
    spots.sort(key=lambda spot: spot[0])
    for i, (x0, x1, part, a, b, leftward) in enumerate(spots):
        x0 = (spots[i - 1][1] + x0) / 2 if i else x0 - outline - 0.3 * size
        x1 = (x1 + spots[i + 1][0]) / 2 if i + 1 < len(spots) else x1 + outline + 0.3 * size
        start, end = part.start, part.end
        if start is not None and end is not None:
            start, end = start + a * (end - start), start + b * (end - start)
        yield Cell(x0, x1, start, end, leftward)


def _width(row: Row) -> float:
    ink = _ink(row)
    return max(row.width, ink[2] - ink[0])


def _ink(row: Row) -> tuple[float, float, float, float]:
    """Return where a row's ink ends: left, bottom, right, top, in em, upwards."""
    found = []
    for glyph in row.glyphs:
        used = font(glyph.face)
        box = used.get_glyph_extents(glyph.id)
        em = float(used.face.upem)
        if box is None or not box.width or not box.height:
            continue
        x, y = glyph.x + box.x_bearing / em, glyph.y + box.y_bearing / em
        found.append((x, y + box.height / em, x + box.width / em, y))
    if not found:
        return 0.0, 0.0, row.width, 0.0
    return min(f[0] for f in found), min(f[1] for f in found), max(f[2] for f in found), max(f[3] for f in found)


def _reach(style: Style, face: Face) -> tuple[float, float]:
    """Return how far letters of a style go below and above the baseline, so that captions don't hop from line to line."""
    sample = shape(cased("Hxgp", style.case), [face])
    ink = _ink(sample)
    return ink[1], ink[3]
