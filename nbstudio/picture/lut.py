"""LUT: a colourist's look from a `.cube` file, one-dimensional or three-dimensional, of any size.

The problem: a table from anywhere can be of the wrong length, hold no numbers, or be made for another range, and
a wrong table spoils every picture of the film. So a file is read whole and refused with the line that is wrong
(Adobe, Cube LUT Specification 1.0). Between the table's points colours are interpolated within tetrahedra,
which keeps greys grey, where the common eight-corner mean tints them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.source import Source, Span

Float = NDArray[np.float32]
LARGEST = 64 << 20
"""Bytes of the largest file that is read."""
MOST = {"LUT_1D_SIZE": 65536, "LUT_3D_SIZE": 256}
"""Points to a side, by the specification; the least are two."""
RANGES = {"LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE"}
"""How some programs write both ends of the domain in one line."""
KEYWORDS = ("TITLE", "DOMAIN_MIN", "DOMAIN_MAX", *MOST, *sorted(RANGES))
FARTHEST = 1000.0
"""No value is larger, either way: a table of such numbers is no picture's."""
FINE = 16384
"""Steps into which a one-dimensional table is stretched: finer than the eight bits that come out."""
ROWS = 64
"""Rows that are interpolated at a time, so that intermediate values stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Lut:
    """A table of colours (red, green, blue), and the values of the picture at its two ends.

    `table` is (size, 3) for one dimension, (size, size, size, 3) for three, indexed by blue, green, red.
    """

    table: Float
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)

    @property
    def size(self) -> int:
        """Return the number of points along a side."""
        return int(self.table.shape[0])

    def apply(self, picture: Float) -> Float:
        """Return a BGR picture (float, 0 to 1) as the table has it, clipped to 0 to 1; its range is the table's."""
        low, high = (np.array(end[::-1], np.float32) for end in (self.low, self.high))
        out = np.empty_like(picture, np.float32)
        for begin in range(0, len(picture), ROWS):
            part = np.clip((picture[begin : begin + ROWS] - low) / (high - low), 0, 1)
            found = self._line(part) if self.table.ndim == 2 else self._tetrahedra(part)
            out[begin : begin + ROWS] = np.clip(found, 0, 1)
        return out

    def _line(self, part: Float) -> Float:
        steps, points = np.linspace(0, 1, FINE), np.linspace(0, 1, self.size)
        index = (part * np.float32(FINE - 1) + np.float32(0.5)).astype(np.int32)
        out = np.empty_like(part)
        for channel in range(3):
            fine = np.interp(steps, points, self.table[:, 2 - channel]).astype(np.float32)
            out[..., channel] = fine[index[..., channel]]
        return out

    def _tetrahedra(self, part: Float) -> Float:
        """Walk from a cell's darkest corner to its lightest along the axes, the one gone farthest first."""
        size = self.size
        at = part * np.float32(size - 1)
        cell = np.minimum(at.astype(np.int32), size - 2)
        at -= cell
        strides = np.array([size * size, size, 1], np.int32)  # of blue, green, red
        corner = cell @ strides
        b, g, r = at[..., 0], at[..., 1], at[..., 2]
        most, least = np.maximum(np.maximum(b, g), r), np.minimum(np.minimum(b, g), r)
        middle = b + g + r - most - least
        first = np.where(r >= most, strides[2], np.where(g >= most, strides[1], strides[0]))
        last = np.where(b <= least, strides[0], np.where(g <= least, strides[1], strides[2]))
        flat = self.table.reshape(-1, 3)
        found = flat[corner] * (1 - most)[..., None]
        found += flat[corner + first] * (most - middle)[..., None]
        found += flat[corner + strides.sum() - last] * (middle - least)[..., None]
        found += flat[corner + strides.sum()] * least[..., None]
        return np.asarray(found[..., ::-1], np.float32)


def read(path: Path, name: str | None = None) -> Lut:
    """Read a `.cube` file; `name` is what it is called in diagnostics.

    Raises SpecError (bad-lut) with the line of the first mistake.
    """
    name = name or path.name
    try:
        if path.stat().st_size > LARGEST:
            _refuse(name, 1, f"is larger than {LARGEST >> 20} MB", hint="33 points to a side are enough for any look")
        source = Source.read(path, name)
    except UnicodeDecodeError:
        _refuse(name, 1, "is not text", hint="give a `.cube` file, as colour-grading programs export it")
    except OSError as error:
        _refuse(name, 1, f"can't be read: {error.strerror or error}")
    return parse(source)


def parse(source: Source) -> Lut:
    """Read a table from its text.

    Raises SpecError (bad-lut) with the line of the first mistake.
    """
    rows = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head, begin = _head(source.name, rows)
    sizes = [key for key in MOST if key in head]
    if len(sizes) != 1:
        said = "has no `LUT_3D_SIZE` and no `LUT_1D_SIZE`" if not sizes else "is one-dimensional and three-dimensional"
        _refuse(source.name, head[sizes[-1]][0] if sizes else 1, said, hint="one table stands in a file")
    key = sizes[0]
    size = _size(source.name, key, *head[key])
    low, high = _domain(source.name, head)
    values = _values(source.name, rows, begin, size ** (3 if key == "LUT_3D_SIZE" else 1))
    shape = (size, size, size, 3) if key == "LUT_3D_SIZE" else (size, 3)
    return Lut(values.reshape(shape), low, high)


def _head(name: str, rows: list[str]) -> tuple[dict[str, tuple[int, list[str]]], int]:
    """Return the keywords, each with its line and words, and the index of the first row of the table."""
    found: dict[str, tuple[int, list[str]]] = {}
    for number, row in enumerate(rows, 1):
        words = row.split("#")[0].split() if not row.lstrip().startswith("TITLE") else row.split()
        if not words:
            continue
        key = words[0]
        if key in KEYWORDS:
            if key in found:
                _refuse(name, number, f"`{key}` stands twice; the first is in line {found[key][0]}")
            found[key] = number, words[1:]
        elif key[0] in "+-.0123456789" or key.lower() in {"nan", "inf", "infinity"}:
            return found, number - 1
        else:
            _refuse(name, number, f"`{key[:40]}` is no keyword of a `.cube` file", hint=did_you_mean(key, KEYWORDS))
    return found, len(rows)


def _size(name: str, key: str, number: int, words: list[str]) -> int:
    size = int(words[0]) if len(words) == 1 and words[0].isdecimal() and len(words[0]) < 9 else 0
    if not 2 <= size <= MOST[key]:
        _refuse(name, number, f"`{key}` is a whole number from 2 to {MOST[key]}")
    return size


def _domain(
    name: str, head: dict[str, tuple[int, list[str]]]
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    ends = [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)]
    last = 1
    for n, key in enumerate(("DOMAIN_MIN", "DOMAIN_MAX")):
        if key in head:
            last, words = head[key]
            numbers = _numbers(name, last, words, 3)
            ends[n] = numbers[0], numbers[1], numbers[2]
    for key in RANGES & set(head):
        last, words = head[key]
        low, high = _numbers(name, last, words, 2)
        ends = [(low, low, low), (high, high, high)]
    if any(high - low < 1e-6 for low, high in zip(*ends, strict=True)):
        _refuse(
            name, last, "the domain ends before it begins", hint="DOMAIN_MIN is less than DOMAIN_MAX, mostly 0 and 1"
        )
    return ends[0], ends[1]


def _values(name: str, rows: list[str], begin: int, count: int) -> Float:
    """Return the table's rows, `count` of them."""
    lines = [(number, row) for number, row in enumerate(rows[begin:], begin + 1) if row.strip()]
    if any("#" in row for _, row in lines):
        lines = [(n, text) for n, row in lines if (text := row.split("#")[0].strip())]
    if len(lines) != count:
        number = lines[count][0] if len(lines) > count else (lines[-1][0] if lines else len(rows))
        _refuse(name, number, f"has {len(lines)} rows of values, and its size says {count}")
    try:
        values = np.array(" ".join(row for _, row in lines).split(), np.float64)
        whole = values.size == 3 * count and all(len(row.split()) == 3 for _, row in lines)
        if whole and np.isfinite(values).all() and np.abs(values).max() <= FARTHEST:
            return values.reshape(-1, 3).astype(np.float32)
    except ValueError:
        pass
    return np.array([_numbers(name, number, row.split(), 3) for number, row in lines], np.float32)


def _numbers(name: str, number: int, words: Iterable[str], count: int) -> list[float]:
    """Return the numbers that stand in a line."""
    found = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            _refuse(name, number, f"`{word[:40]}` is no number")
        if not math.isfinite(value) or abs(value) > FARTHEST:
            _refuse(name, number, f"`{word[:40]}` is no colour")
        found.append(value)
    if len(found) != count:
        _refuse(name, number, f"has {len(found)} numbers, and {count} belong here")
    return found


def _refuse(name: str, number: int, message: str, hint: str | None = None) -> NoReturn:
    said = message if message.startswith(("`", "the ")) else f"the LUT {message}"
    raise SpecError([Diagnostic("bad-lut", said, Span(name, number, 1, 2), hint=hint)])
