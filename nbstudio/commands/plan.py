"""`nbstudio plan`: what a build would do, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nbstudio.console import options, screen
from nbstudio.console.amounts import plural, span
from nbstudio.console.looking import Look, Looks
from nbstudio.diagnostics import printable
from nbstudio.plan.step import KINDS, Step
from nbstudio.settings import Settings

MANY = 40
"""Targets beyond which they are counted, not listed."""


@click.command("plan", short_help="Tell what a build would make, why, in how long.")
@options.specs
@options.as_json
@options.jobs
@options.cache
@options.draft
@click.option("--all", "everything", is_flag=True, help="List every target, however many.")
def command(
    specs: tuple[str, ...], as_json: bool, jobs: int | None, cache: Path | None, draft: bool, everything: bool
) -> None:
    """Tell what a build of SPECs would make, why, and in how many seconds. Makes nothing.

    A target is listed when something that it is made from changed; one that comes out the same as before
    stops the work there, so a build may make less than is planned, never more.

    \b
    nbstudio plan
    nbstudio plan first-light --json
    """  # noqa: D301
    workers = Settings.load(jobs=jobs).jobs
    values = []
    looks = Looks(specs, cache, draft=draft)
    for look in looks:
        if as_json:
            values.append(value_of(look))
        else:
            _tell(look, workers, everything)
            screen.diagnostics(look.run.work.plan.warnings, look.opened.project.root)
    if as_json:
        screen.emit(values[0] if len(values) == 1 else values)
    looks.end()


def value_of(look: Look) -> dict[str, Any]:
    """Return the plan as `--json` prints it; `partial` when shots follow after the survey.

    `diagnostics` are what the shots will not be as they are written.
    """
    dirty = look.run.work.dirty
    return {
        "spec": look.run.work.plan.name,
        "partial": look.run.work.plan.partial,
        "fresh": len(look.run.wanted()) - _count(look),
        "seconds": round(sum(step.seconds for step in dirty), 1),
        "diagnostics": [doubt.as_json() for doubt in look.run.work.plan.warnings],
        "steps": [
            {
                "target": step.target,
                "kind": step.kind,
                "why": look.run.why(step),
                "seconds": round(step.seconds, 3),
                "at": look.place(step),
                "says": step.says,
            }
            for step in dirty
        ],
    }


def _count(look: Look) -> int:
    """Return how many targets of what is wanted are to be made; several may be one piece of work."""
    return sum(look.status[step.target] == "to make" for step in look.run.wanted())


def _tell(look: Look, workers: int, everything: bool) -> None:
    plan, dirty = look.run.work.plan, look.run.work.dirty
    name = screen.paint(printable(plan.name), "bold")
    fresh = len(look.run.wanted()) - _count(look)
    if not dirty and not plan.partial:
        screen.say(f"{name}: nothing to make, {plural(fresh, 'target')} fresh")
        return
    work = sum(step.seconds for step in dirty)
    wall = max(_longest(dirty), work / workers)
    screen.say(
        f"{name}: {plural(len(dirty), 'target')} to make, about {span(work)} of work"
        + (f", {span(wall)} with {workers} jobs" if workers > 1 else "")
    )
    if len(dirty) <= MANY or everything:
        _list(look)
    else:
        _by_kind(look)
        screen.say(screen.paint("  (--all lists every target)", "dim"))
    if fresh:
        screen.say(f"  {plural(fresh, 'target')} fresh")
    if plan.partial:
        screen.say("  the shots follow: they are planned when the song has been listened to")


def _longest(steps: Sequence[Step]) -> float:
    """Return the seconds of the longest way through `steps`, which no number of workers makes shorter."""
    until: dict[str, float] = {}
    for step in steps:
        until[step.target] = step.seconds + max((until.get(source, 0.0) for source in step.sources()), default=0.0)
    return max(until.values(), default=0.0)


def _list(look: Look) -> None:
    dirty = look.run.work.dirty
    wide = max((len(step.target) for step in dirty), default=0)
    for step in dirty:
        where = look.place(step)
        tail = screen.paint(f"  {where}", "dim") if where else ""
        screen.say(
            f"  {printable(step.target):<{wide}}  {span(step.seconds):>10}  {printable(look.run.why(step))}{tail}"
        )


def _by_kind(look: Look) -> None:
    for kind in KINDS:
        steps = [step for step in look.run.work.dirty if step.kind == kind]
        if not steps:
            continue
        reasons: dict[str, int] = {}
        for step in steps:
            why = look.run.why(step)
            reasons[why] = reasons.get(why, 0) + 1
        common = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:3]
        told = ", ".join(f"{printable(why)} ({count})" if len(reasons) > 1 else printable(why) for why, count in common)
        more = ", ..." if len(reasons) > len(common) else ""
        seconds = span(sum(step.seconds for step in steps))
        screen.say(f"  {kind:<11}{len(steps):>6}  {seconds:>12}  {told}{more}")
