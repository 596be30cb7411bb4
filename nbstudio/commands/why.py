"""`nbstudio why`: why a target is as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nbstudio.console import options, screen
from nbstudio.console.looking import Look, Looks
from nbstudio.diagnostics import did_you_mean, printable
from nbstudio.errors import UsageError
from nbstudio.plan.step import Step

MOST = 100
"""Links of a chain of causes that are shown."""
WIDE = 100
"""Characters of one value that are shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """One target or file in the chain of causes, so many inputs below what was asked."""

    depth: int
    target: str
    why: str
    at: str | None


@click.command("why", short_help="Tell why a target is as it is.")
@click.argument("target")
@options.specs
@options.as_json
@options.cache
@options.draft
def command(target: str, specs: tuple[str, ...], as_json: bool, cache: Path | None, draft: bool) -> None:
    """Tell how TARGET stands, and why it would be made: down to the file and line that caused it.

    Then all that it is made from: whoever changes one of these makes it anew. TARGET is `kind/name` as `nbstudio
    list` shows it; the name alone will do when it is the only one.

    \b
    nbstudio why still/roof-run
    nbstudio why film first-light
    """  # noqa: D301
    names: list[str] = []
    partial = False
    values: list[dict[str, Any]] = []
    looks = Looks(specs, cache, draft=draft)
    for look in looks:
        steps = look.run.work.plan.steps
        partial = partial or look.run.work.plan.partial
        names += [step.target for step in steps]
        meant = _find(steps, target)
        for step in meant:
            value = value_of(look, step)
            values.append(value)
            if not as_json:
                _tell(look, step, value)
    if not values:
        looks.end()
        if partial:
            raise UsageError(
                f"there is no target `{target}` yet",
                notes=["the shots are planned when the song has been listened to"],
                hint="nbstudio build --until storyboard",
            )
        alone = [name.partition("/")[2] for name in names]
        raise UsageError(
            f"there is no target `{target}`",
            hint=did_you_mean(target, names) or did_you_mean(target, alone) or "`nbstudio list` shows all of them",
        )
    if as_json:
        screen.emit(values[0] if len(values) == 1 else values)
    looks.end()


def _find(steps: tuple[Step, ...], word: str) -> list[Step]:
    """Return the step of that target; else the only one of that name or kind."""
    for step in steps:
        if step.target == word:
            return [step]
    meant = [step for step in steps if word in (step.target.partition("/")[2], step.kind)]
    if len(meant) > 1:
        shown = ", ".join(step.target for step in meant[:5])
        raise UsageError(f"`{word}` may be {len(meant)} targets", hint=f"name one: {shown}")
    return meant


def value_of(look: Look, step: Step) -> dict[str, Any]:
    """Return what is known of a target, as `--json` prints it."""
    standing = look.status[step.target]
    known = look.run.work.known.get(look.run.work.identities[step.target])
    chain = list(causes(look, step)) if standing == "to make" else []
    return {
        "spec": look.run.work.plan.name,
        "target": step.target,
        "kind": step.kind,
        "says": step.says,
        "status": standing,
        "at": look.place(step),
        "file": str(look.run.build.path(step.target, step.suffix)) if standing == "ready" else None,
        "sha256": known.digest if known else None,
        "seconds": round(step.seconds, 3),
        "why": [{"depth": c.depth, "target": c.target, "why": c.why, "at": c.at} for c in chain],
        "made_from": look.run.work.listing(step),
    }


def causes(look: Look, step: Step) -> Iterator[Link]:
    """Yield why a step is to be made, then why each of its changed inputs is, once each, the asked one first."""
    steps = look.run.work.plan.by_target
    seen: set[str] = set()
    stack = [(0, step)]
    while stack and len(seen) < MOST:
        depth, here = stack.pop()
        if here.target in seen:
            continue
        seen.add(here.target)
        yield Link(depth, here.target, look.run.why(here), look.place(here))
        before = look.run.store.records.place_listing(look.run.build.name, here.target)
        if before is None:
            continue
        for port, sources in here.inputs:
            digests = [look.run.work.identities[source] for source in sources]
            old = before.get(f"input {port}", "").split("\n")
            if old == digests:
                continue
            for source, digest in zip(sources, digests, strict=True):
                if source not in steps:
                    if digest not in old and source not in seen:
                        seen.add(source)
                        yield Link(depth + 1, source, "the file's content changed, or it is another file", source)
                elif look.status.get(source) == "to make":
                    stack.append((depth + 1, steps[source]))


def _tell(look: Look, step: Step, value: dict[str, Any]) -> None:
    says = f": {printable(step.says)}" if step.says else ""
    screen.say(f"{screen.paint(printable(step.target), 'bold')}{says}")
    if value["at"]:
        screen.say(f"  asked for at {printable(value['at'])}")
    if value["status"] == "ready":
        screen.say(f"  {screen.paint('fresh', 'good')}: nothing that it is made from changed")
        screen.say(f"  {screen.shown(value['file'])}")
    elif value["status"] == "not kept":
        screen.say("  not kept, and not needed: what was made from it is there")
    else:
        screen.say(f"  {screen.paint('to make', 'warning')}, about {step.seconds:.1f} s:")
        for link in value["why"]:
            where = f"  ({printable(link['at'])})" if link["at"] and link["at"] != link["target"] else ""
            screen.say(f"    {'  ' * link['depth']}{printable(link['target'])}: {printable(link['why'])}{where}")
    before = look.run.store.records.place_listing(look.run.build.name, step.target) or {}
    screen.say("  made from:")
    sources = dict(step.inputs)
    wide = max(map(len, value["made_from"]), default=0)
    for name, entry in value["made_from"].items():
        kind, _, port = name.partition(" ")
        shown = ", ".join(sources[port]) if kind == "input" and port in sources else entry
        new = value["status"] == "to make" and before and before.get(name) != entry
        screen.say(f"  {'*' if new else ' '} {name:<{wide}}  {_short(shown)}")
    gone = [name for name in before if name not in value["made_from"] and value["status"] == "to make"]
    for name in gone:
        screen.say(f"  * {name:<{wide}}  (no longer)")
    if before and value["status"] == "to make":
        screen.say(screen.paint("  * changed since it was last made here", "dim"))


def _short(text: str) -> str:
    plain = printable(text.replace("\n", " "))
    return plain if len(plain) <= WIDE else plain[: WIDE - 3] + "..."
