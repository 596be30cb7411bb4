"""Payload: samples copied from files to a file, in the order the film wants them.

Bytes pass through one small buffer that stays in the processor's cache. Measured on ext4 that is faster than
`copy_file_range` and `sendfile`, which move page by page; and since nothing here is aligned to pages, no file system
could share blocks instead. It works everywhere, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np

from nbstudio.mux.boxes import damaged
from nbstudio.mux.track import Numbers

BLOCK = 1 << 19


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The samples of one file, in decode order."""

    path: Path
    offsets: Numbers
    sizes: Numbers


class Spool:
    """A file that is written from one end to the other, a whole block at a time."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._block = memoryview(bytearray(BLOCK))
        self._filled = 0

    def take(self, source: FileIO, offset: int, length: int) -> None:
        """Append `length` bytes at `offset` of another file."""
        source.seek(offset)
        while length:
            if self._filled == BLOCK:
                self.flush()
            count = source.readinto(self._block[self._filled : self._filled + length])
            if not count:
                raise damaged("a segment became shorter while it was joined")
            self._filled += count
            length -= count

    def flush(self) -> None:
        """Write what is left."""
        rest = self._block[: self._filled]
        while rest:
            rest = rest[self._file.write(rest) :]
        self._filled = 0


class Reel:
    """The samples of several files in a row; wound on, never back, with at most one file open."""

    def __init__(self, parts: Sequence[Samples]) -> None:
        self._parts = parts
        self._firsts = np.cumsum([0, *(len(part.sizes) for part in parts)])
        self._part = -1
        self._file: FileIO | None = None

    def __enter__(self) -> Reel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def copy(self, first: int, last: int, target: Spool) -> None:
        """Append samples `first` to before `last` to a file."""
        while first < last:
            number = int(np.searchsorted(self._firsts, first, side="right")) - 1
            source = self._open(number)
            begin = first - int(self._firsts[number])
            end = min(last, int(self._firsts[number + 1])) - int(self._firsts[number])
            part = self._parts[number]
            for offset, length in runs(part.offsets[begin:end], part.sizes[begin:end]):
                target.take(source, offset, length)
            first += end - begin

    def _open(self, number: int) -> FileIO:
        if self._file is None or number != self._part:
            self._close()
            self._file = FileIO(self._parts[number].path)
            self._part = number
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def runs(offsets: Numbers, sizes: Numbers) -> Iterator[tuple[int, int]]:
    """Yield offset and length of samples that lie in a row, as one."""
    ends = offsets + sizes
    breaks = (np.flatnonzero(offsets[1:] != ends[:-1]) + 1).tolist()
    for start, stop in pairwise([0, *breaks, len(sizes)]):
        yield int(offsets[start]), int(ends[stop - 1] - offsets[start])
