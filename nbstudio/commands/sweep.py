"""`nbstudio sweep`: give the room back that nothing uses."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.console.amounts import plural, size
from nbstudio.errors import UsageError
from nbstudio.store.records import refused
from nbstudio.store.store import Store

MOST = 40
"""Objects that are listed one by one; the largest first."""


@dataclass(frozen=True, slots=True)
class Unused:
    """An object that no build's folder has."""

    digest: str
    kind: str
    size: int
    age: float
    """Days since it was made."""


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
            if _busy(folder):
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


def unused(store: Store) -> list[Unused]:
    """Return the objects that no build's places refer to, the largest first."""
    used = {str(row[0]) for row in store.records.read("SELECT DISTINCT digest FROM places")}
    kinds = {str(row[0]): str(row[1]) for row in store.records.read("SELECT digest, kind FROM records")}
    now = time.time()
    found = []
    for entry in (store.root / "objects").glob("*/*"):
        digest = entry.parent.name + entry.name
        if digest in used:
            continue
        try:
            stat = entry.stat()
        except FileNotFoundError:
            continue
        days = max(0.0, now - stat.st_mtime) / 86400
        found.append(Unused(digest, kinds.get(digest, "unknown"), stat.st_size, days))
    return sorted(found, key=lambda one: (-one.size, one.digest))


def remove(store: Store, found: list[Unused]) -> None:
    """Forget and remove objects: what is known of them first, so that no record is without its object."""
    with store.records.writing() as db:
        # Asked again inside the transaction: a build may have taken one into use since.
        used = {row[0] for row in db.execute("SELECT DISTINCT digest FROM places")}
        going = [one.digest for one in found if one.digest not in used]
        db.executemany(
            "DELETE FROM identities WHERE fingerprint IN (SELECT fingerprint FROM records WHERE digest = ?)",
            [(digest,) for digest in going],
        )
        db.executemany("DELETE FROM records WHERE digest = ?", [(digest,) for digest in going])
    try:
        for digest in going:
            store.object(digest).unlink(missing_ok=True)
    except OSError as error:
        raise refused(error, store.root) from error


def _busy(folder: Path) -> bool:
    """Tell whether another process is making something in this cache: its scratch folders bear its number."""
    for scratch in (folder / "tmp").glob("*-*"):
        owner = scratch.name.partition("-")[0]
        if owner.isdigit() and int(owner) != os.getpid():
            return True  # those of the dead were removed when the store was opened
    return False


def _age(days: float) -> str:
    if days >= 1:
        return plural(round(days), "day") + " old"
    return plural(round(days * 24), "hour") + " old" if days * 24 >= 1 else "new"
