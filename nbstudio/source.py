"""Text with places: a file's content, and spans in it."""

from __future__ import annotations

import errno
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: lines and columns count from 1; `end` is the column after the last."""

    path: str
    line: int
    column: int
    end: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name it is shown under (relative to the project where it can be)."""

    name: str
    text: str

    @classmethod
    def read(cls, path: Path, name: str | None = None) -> Source:
        """Read `path` as UTF-8, a byte-order mark dropped.

        Raises UnicodeDecodeError or OSError; `spec.load` turns both into diagnostics.
        """
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe may never answer
            raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))
        return cls(name or str(path), path.read_bytes().decode("utf-8-sig"))

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its end, or nothing where there is none."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
