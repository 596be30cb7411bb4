"""The report: how a build ended, and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from nbstudio.console import screen
from nbstudio.console.amounts import plural, span
from nbstudio.diagnostics import printable
from nbstudio.graph.events import BuildResult, Failed
from nbstudio.plan.step import KINDS, Step
from nbstudio.source import Span

MOST = 10
"""Failures that are told in full."""


def shots(counts: Mapping[str, Mapping[str, int]]) -> int:
    """Return the number of shots: each has one segment."""
    return sum(counts.get("segment", {}).values())


def nothing_line(result: BuildResult) -> str:
    """Return the one line that says that everything was right, as the front door replays it."""
    film = f", {_films(result)}" if result.output else ""
    return f"{printable(result.spec)}: nothing to do ({plural(shots(result.counts), 'shot')}{film})"


def fresh_report(result: BuildResult) -> dict[str, Any]:
    """Return the report that the next build would give if nothing changes: all is fresh."""
    value = result.as_json()
    value["seconds"] = 0.0
    for kind in KINDS:
        value[kind] = {"fresh": sum(value[kind].values()), "restored": 0, "made": 0}
    return value


def idle(result: BuildResult) -> bool:
    """Tell whether nothing was made or put in place."""
    return result.ok and not any(row.get("made") or row.get("restored") for row in result.counts.values())


def report(result: BuildResult, again: str, place: Callable[[Step], Span | None], *, quiet: bool = False) -> None:
    """Say how a build ended. Quiet: only what went wrong.

    `again` is the command that goes on; `place` tells where the text asks for a step.
    """
    name = printable(result.spec)
    if idle(result):
        if not quiet:
            screen.say(nothing_line(result))
        return
    for failed in result.failures[:MOST]:
        _failure(failed, place(failed.step))
    if len(result.failures) > MOST:
        screen.tell(f"and {len(result.failures) - MOST} more")
    if result.ok:
        if not quiet:
            head = _films(result) if result.output else "done as far as asked"
            screen.say(f"{screen.paint(name, 'bold')}: {screen.paint(head, 'good')} in {span(result.seconds)}")
            _counts(result, to_stdout=True)
        return
    if result.interrupted:
        screen.tell(f"{name}: {screen.paint('stopped', 'warning', sys.stderr)}; what was finished is kept")
    else:
        blocked = len(result.blocked)
        words = [plural(len(result.failures), "target") + " failed"]
        if blocked:
            words.append(f"{blocked} not tried for want of {'it' if len(result.failures) == 1 else 'them'}")
        screen.tell(f"{name}: {screen.paint('not built', 'error', sys.stderr)}: {', '.join(words)}")
    _counts(result, to_stdout=False)
    if result.failures and not result.interrupted:
        screen.tell(f"  look   nbstudio why {result.failures[0].step.target}")
    screen.tell(f"  {'go on' if result.interrupted else 'mend,'}  {again}")


def _films(result: BuildResult) -> str:
    films = [screen.shown(film) for film in (result.output, *result.others) if film]
    return f"film at {films[0]}" if len(films) == 1 else f"films at {', '.join(films)}"


def _failure(failed: Failed, place: Span | None) -> None:
    screen.error(failed.error, about=f"{printable(failed.step.target)}: ")
    if place:
        screen.tell(screen.paint(f" --> {place}", "note", sys.stderr))


def _counts(result: BuildResult, *, to_stdout: bool) -> None:
    speak = screen.say if to_stdout else screen.tell
    for kind in KINDS:
        row = result.counts.get(kind, {})
        parts = [f"{row[word]} {word}" for word in ("made", "restored", "fresh") if row.get(word)]
        if parts:
            speak(f"  {kind:<10} {', '.join(parts)}")
