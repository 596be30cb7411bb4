"""The screen: results on standard output, everything else on standard error.

Colour only on a terminal and without NO_COLOR; where the encoding lacks a sign, a plainer one stands for it.
Nothing that comes from a file reaches the terminal with its control characters.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from nbstudio import __version__, door
from nbstudio.diagnostics import Diagnostic, printable, render
from nbstudio.errors import SpecError, StepError, StudioError
from nbstudio.source import Source

if TYPE_CHECKING:
    import click


class Told(Exception):  # noqa: N818 - the error is its cause
    """An error that was shown already, for the command line to end with."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause


PLAIN = {
    "→": "->",
    "…": "...",
    "×": "x",
    "✓": "+",
    "✗": "x",
    "·": "-",
    "–": "-",
    "—": "-",
    "█": "#",
    "━": "=",
    "│": "|",
}

STYLES = {"error": "1;31", "warning": "1;33", "hint": "36", "note": "34", "good": "32", "dim": "2", "bold": "1"}


def colourful(stream: IO[str]) -> bool:
    """Tell whether `stream` is a terminal that wants colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, stream: IO[str] | None = None) -> str:
    """Return `text` in a style of STYLES where `stream` (standard output) shows colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colourful(stream or sys.stdout) else text


def fit(text: str, encoding: str | None) -> str:
    """Return `text` as `encoding` can show it."""
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        plain = "".join(PLAIN.get(sign, sign) for sign in text)
        return plain.encode(encoding or "ascii", "backslashreplace").decode(encoding or "ascii")
    return text


def _write(stream: IO[str], text: str) -> None:
    try:
        stream.write(fit(text, getattr(stream, "encoding", None)) + "\n")
        stream.flush()
    except BrokenPipeError as error:
        # Whoever read us has gone. Python would say so again at exit, so what is left goes nowhere. A build whose
        # progress nobody reads goes on; one whose result nobody reads is over.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout:
            raise Told(error) from error
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python tries again at exit
        if stream is sys.stdout:
            wrong = StepError(f"standard output can't be written: {error.strerror}", code="output-unwritable")
            raise wrong from error


def say(text: str = "") -> None:
    """Print a result."""
    _write(sys.stdout, text)


def tell(text: str = "") -> None:
    """Print what is not a result: progress, errors."""
    _write(sys.stderr, text)


def warn(text: str) -> None:
    """Print a warning."""
    tell(f"{paint('warning', 'warning', sys.stderr)}: {printable(text)}")


def emit(value: Any, *, indent: int | None = 2) -> None:
    """Print a value as JSON, in ASCII, so that every pipe carries it."""
    _write(sys.stdout, json.dumps(value, indent=indent))


def shown(path: Path | str) -> str:
    """Return a path as the person would type it here: relative to this folder when it is inside."""
    full = os.path.abspath(path)
    near = os.path.relpath(full)
    return printable(full if near.startswith("..") else near)


# What is wrong


def diagnostics(found: Iterable[Diagnostic], root: Path | None = None) -> None:
    """Print every diagnostic with its line and caret, and how many there are."""
    texts: dict[str, Source | None] = {}
    count = {"error": 0, "warning": 0}
    for diagnostic in found:
        count[diagnostic.severity] += 1
        source = None
        if diagnostic.span:
            path = diagnostic.span.path
            if path not in texts:
                texts[path] = _source(path, root)
            source = texts[path]
        tell(_coloured(render(diagnostic, source)))
        tell()
    parts = [f"{number} {word}{'s' if number > 1 else ''}" for word, number in count.items() if number]
    if parts:
        tell(", ".join(parts) + "; `nbstudio explain CODE` says more")


def _source(path: str, root: Path | None) -> Source | None:
    """Return the text that a diagnostic's place is in, wherever the command was called from."""
    roots = [root] if root else []
    around = door.project_root(os.getcwd())
    roots += [Path.cwd(), *([Path(around)] if around else [])]
    for folder in roots:
        try:
            return Source.read(folder / path, path)
        except (OSError, UnicodeDecodeError, ValueError):
            continue
    return None


def _coloured(text: str) -> str:
    if not colourful(sys.stderr):
        return text
    head, *rows = text.split("\n")
    word = head.partition("[")[0]
    lines = [paint(head, word if word in STYLES else "error", sys.stderr)]
    for row in rows:
        bare = row.strip()
        if bare.startswith("= hint"):
            lines.append(paint(row, "hint", sys.stderr))
        elif bare.startswith(("= note", "-->")):
            lines.append(paint(row, "note", sys.stderr))
        elif bare.startswith("|") and bare.strip("|^ ") == "" and "^" in bare:
            lines.append(paint(row, "error", sys.stderr))
        else:
            lines.append(row)
    return "\n".join(lines)


def error(wrong: StudioError, about: str = "") -> None:
    """Print an error: what is wrong, facts, what to do."""
    if isinstance(wrong, SpecError):
        diagnostics(wrong.diagnostics)
        return
    head = f"error[{wrong.code}]: {about}{printable(wrong.message)}"
    rows = [head, *(f" = note: {printable(note)}" for note in wrong.notes)]
    if wrong.hint:
        rows.append(f" = hint: {printable(wrong.hint)}")
    tell(_coloured("\n".join(rows)))


def usage(wrong: click.ClickException) -> None:
    """Print what is wrong with the command line, and where its help is."""
    said = " ".join(wrong.format_message().split())
    tell(f"{paint('error', 'error', sys.stderr)}[usage]: {printable(said)}")
    context = getattr(wrong, "ctx", None)
    if context is not None:
        tell(paint(f" = hint: `{context.command_path} --help` says what it takes", "hint", sys.stderr))


def bug(wrong: BaseException) -> None:
    """Print that the program itself is wrong, with the traceback in a file (or here, with NBSTUDIO_DEBUG)."""
    text = "".join(traceback.format_exception(wrong))
    lines = str(wrong).strip().split("\n")
    said = printable(lines[0] if len(lines) == 1 else f"{lines[0]}: {lines[-1]}")  # a traceback's last line says most
    rows = [f"error[bug]: nbstudio {__version__} is wrong: {type(wrong).__name__}: {said}"]
    if os.environ.get("NBSTUDIO_DEBUG"):
        rows.append(text.rstrip())
    else:
        rows.append(f" = note: {_keep_trace(text)}")
    rows.append(" = hint: what was made so far is kept; please report this with the traceback")
    tell(_coloured("\n".join(rows)))


def _keep_trace(text: str) -> str:
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="nbstudio-", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
    except OSError:
        return "set NBSTUDIO_DEBUG=1 to see the traceback"
    return f"the traceback is in {file.name}"
