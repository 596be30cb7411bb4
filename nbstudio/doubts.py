"""Doubts: what a step warns of while it works, though it succeeds: a song that is cut off, a loudness not reached.

The problem: what finds such a thing (a decoder, a meter) is far below what can tell a person, and knows neither
the step nor the text. So it says it aloud, and whoever makes the step listens: in its own thread, for as long as
the step is being made. Where nobody listens nothing is lost but the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from nbstudio.diagnostics import Diagnostic

_heard: ContextVar[list[Diagnostic] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Diagnostic]]:
    """Gather every doubt that is told meanwhile in this thread, each once; the list is filled when it ends."""
    told: list[Diagnostic] = []
    token = _heard.set(told)
    try:
        yield told
    finally:
        _heard.reset(token)
        told[:] = dict.fromkeys(told)


def doubt(message: str, *, code: str, notes: Sequence[str] = (), hint: str | None = None) -> None:
    """Tell a doubt to whoever listens: a warning, with its code, facts and what can be done."""
    told = _heard.get()
    if told is not None:
        told.append(Diagnostic(code, message, None, tuple(notes), hint, "warning"))
