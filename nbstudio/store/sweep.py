"""Sweep: what the store keeps and no build's folder names, and its removal."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from nbstudio.store.records import refused
from nbstudio.store.store import Store


@dataclass(frozen=True, slots=True)
class Unused:
    """An object that no build's folder has."""

    digest: str
    kind: str
    size: int
    age: float
    """Days since it was made."""


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


def busy(store: Store) -> bool:
    """Tell whether another process is making something in this cache: its scratch folders bear its number."""
    for scratch in (store.root / "tmp").glob("*-*"):
        owner = scratch.name.partition("-")[0]
        if owner.isdigit() and int(owner) != os.getpid():
            return True  # those of the dead were removed when the store was opened
    return False
