"""`nbstudio list`: all targets."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.console.looking import Looks
from nbstudio.diagnostics import printable
from nbstudio.plan.step import KINDS

STYLE = {"ready": "good", "to make": "warning", "not kept": "dim"}


@click.command("list", short_help="List all targets and how they stand.")
@options.specs
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help=f"Only these: {', '.join(KINDS)}.")
@options.as_json
@options.cache
@options.draft
def command(specs: tuple[str, ...], kind: str | None, as_json: bool, cache: Path | None, draft: bool) -> None:
    """List the targets of SPECs: what each is, how it stands, where the text asks for it.

    \b
    nbstudio list
    nbstudio list first-light --kind still
    """  # noqa: D301
    values = []
    looks = Looks(specs, cache, draft=draft)
    for look in looks:
        plan = look.run.work.plan
        standing = look.status
        steps = [step for step in plan.steps if kind in (None, step.kind)]
        values += [
            {
                "spec": plan.name,
                "target": step.target,
                "kind": step.kind,
                "status": standing[step.target],
                "says": step.says,
                "at": look.place(step),
            }
            for step in steps
        ]
        if as_json:
            continue
        screen.say(screen.paint(printable(plan.name), "bold"))
        wide = max((len(step.target) for step in steps), default=0)
        for step in steps:
            mark = screen.paint(f"{standing[step.target]:<8}", STYLE[standing[step.target]])
            screen.say(
                f"  {mark}  {printable(step.target):<{wide}}  {_short(printable(step.says), wide + 14)}".rstrip()
            )
        if plan.partial:
            screen.say("  the shots follow when the song has been listened to")
    if as_json:
        screen.emit(values)
    looks.end()


def _short(text: str, before: int) -> str:
    """Cut `text` to what is left of a terminal's line after so many columns; elsewhere it stays whole."""
    if not sys.stdout.isatty():
        return text
    room = max(20, shutil.get_terminal_size().columns - before)
    return text if len(text) <= room else text[: room - 1] + "…"
