"""`nbstudio sweep`: give the room back that nothing uses."""

from __future__ import annotations

from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.console.amounts import plural, size
from nbstudio.errors import UsageError
from nbstudio.store.store import Store
from nbstudio.store.sweep import busy, remove, unused

MOST = 40
"""Objects that are listed one by one; the largest first."""


@click.command("sweep", short_help="Give the room back that no build uses.")
@click.option("--yes", is_flag=True, help="Remove them.")
@click.option("--older", type=click.FloatRange(min=0), default=0.0, metavar="DAYS", help="Only what is older.")
@options.as_json
@options.cache
def command(yes: bool, older: float, as_json: bool, cache: Path | None) -> None:
    """List what the cache keeps and no build uses: earlier versions, results of specs that were cleaned.

    Removes nothing without --yes, and never what a build in `cache/builds/` is made of. What is removed is made
    again when a spec asks for it again.

    \b
    nbstudio sweep
    nbstudio sweep --older 30 --yes
    """  # noqa: D301
    folder = options.cache_folder((), cache)
    if not (folder / "objects").is_dir():
        screen.emit({"removed": False, "bytes": 0, "objects": []}) if as_json else screen.say("nothing to sweep")
        return
    with Store(folder) as store:
        found = [one for one in unused(store) if one.age >= older]
        if yes:
            if busy(store):
                raise UsageError("a build is at work in this cache", hint="sweep when it is done")
            remove(store, found)
    total = sum(one.size for one in found)
    if as_json:
        rows = [{"sha256": o.digest, "kind": o.kind, "bytes": o.size, "days": round(o.age, 3)} for o in found]
        screen.emit({"removed": yes, "bytes": total, "objects": rows})
        return
    if not found:
        screen.say("nothing to sweep: all that is kept is in use")
        return
    for one in found[:MOST]:
        screen.say(f"  {one.digest[:12]}  {one.kind:<11}{size(one.size):>10}  {_age(one.age)}")
    if len(found) > MOST:
        screen.say(f"  and {len(found) - MOST} smaller ones")
    what = f"{plural(len(found), 'object')}, {size(total)}"
    screen.say(f"{what}: removed" if yes else f"{what}, not in use; `nbstudio sweep --yes` removes them")


def _age(days: float) -> str:
    if days >= 1:
        return plural(round(days), "day") + " old"
    return plural(round(days * 24), "hour") + " old" if days * 24 >= 1 else "new"
