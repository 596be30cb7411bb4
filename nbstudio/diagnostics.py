"""Diagnostics: what is wrong with a text, where, and what to do, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from nbstudio.source import Source, Span

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake (or doubt) in a text, with a stable kebab-case code."""

    code: str
    message: str
    span: Span | None = None
    notes: tuple[str, ...] = ()
    hint: str | None = None
    severity: Severity = "error"

    def as_json(self) -> dict[str, Any]:
        """Return the value that `--json` prints."""
        where = (
            {"path": self.span.path, "line": self.span.line, "column": self.span.column, "end": self.span.end}
            if self.span
            else None
        )
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "at": where,
            "notes": list(self.notes),
            "hint": self.hint,
        }


def nearest(word: str, words: Iterable[str], alike: float = 0.6) -> str | None:
    """Return the one of `words` that `word` was probably meant to be: `alike` (0 to 1) by its letters at least."""
    close = get_close_matches(word, list(words), n=1, cutoff=alike)
    return close[0] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """Return a hint that names the nearest of `words`, or nothing where none is near."""
    near = nearest(word, words)
    return f"did you mean `{near}`?" if near else None


def printable(text: str) -> str:
    """Return `text` with control characters shown, so that a spec can't drive the terminal."""
    return "".join(c if c.isprintable() or c == " " else f"\\x{ord(c):02x}" for c in text.replace("\t", " "))


def render(diagnostic: Diagnostic, source: Source | None = None) -> str:
    """Lay out a diagnostic as text: head, place, the line with its caret, notes, hint."""
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}"]
    span = diagnostic.span
    if span:
        gutter = " " * len(str(span.line))
        lines.append(f"{gutter}--> {span}")
        if source:
            row = source.line(span.line)
            width = max(1, min(span.end, len(row) + 1) - span.column)
            lines += [
                f"{gutter} |",
                f"{span.line} | {printable(row)}",
                f"{gutter} | {' ' * (span.column - 1)}{'^' * width}",
                f"{gutter} |",
            ]
    else:
        gutter = ""
    lines += [f"{gutter} = note: {printable(note)}" for note in diagnostic.notes]
    if diagnostic.hint:
        lines.append(f"{gutter} = hint: {printable(diagnostic.hint)}")
    return "\n".join(lines)
