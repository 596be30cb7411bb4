"""The store: artifacts named by their content, and what is known of them.

Objects are immutable files named by the SHA-256 of their content. They are written under a name of their
own, then renamed, so that whoever sees an object sees all of it. See records.py for what was made from what,
claims.py for who may make it now, builds.py for the readable folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any

from nbstudio.digest import file_digest, signature
from nbstudio.errors import StoreError
from nbstudio.store.claims import claim
from nbstudio.store.records import Record, Records, refused

README = """This folder is nbstudio's cache. It may be deleted at any time: it is made again by building.

objects/         artifacts, named by the SHA-256 of their content; never edit them
builds/NAME/     the same artifacts under readable names, one folder a spec
nbstudio.sqlite  what was made from what
"""

LITTER = frozenset(("lost+found", ".DS_Store", "Thumbs.db", ".gitignore", "CACHEDIR.TAG"))
"""What systems, and a cache that was emptied by `rm -rf cache/*`, leave in folders that are empty to people."""

SLACK = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may change again without its times showing it."""


class Store:
    """One cache folder."""

    def __init__(self, root: Path) -> None:
        """Open or create the cache at `root`.

        Raises StoreError when it can't be written or is from a newer nbstudio.
        """
        self.root = root
        _refuse_foreign(root)
        try:
            for folder in ("objects", "builds", "tmp", "claims"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            if not (root / "README.txt").exists():
                (root / "README.txt").write_text(README)
                (root / ".gitignore").write_text("*\n")
        except OSError as error:
            raise refused(error, root) from error
        self.records = Records(root / "nbstudio.sqlite")
        self._tidy()
        try:
            self._scratch = tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root / "tmp")
        except OSError as error:
            raise refused(error, root) from error
        self._names = count()

    def close(self) -> None:
        """Close the database, and remove what was left half-made."""
        self.records.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Objects

    def object(self, digest: str) -> Path:
        """Return where the object of that digest is, or would be."""
        return self.root / "objects" / digest[:2] / digest[2:]

    def has(self, digest: str, size: int) -> bool:
        """Return whether the object is there and whole, by its size."""
        try:
            return os.stat(f"{self.root}/objects/{digest[:2]}/{digest[2:]}").st_size == size
        except OSError:
            return False

    def find(self, fingerprint: str) -> Record | None:
        """Return the record of `fingerprint` if its object is there."""
        record = self.records.record(fingerprint)
        return record if record and self.has(record.digest, record.size) else None

    def keep(
        self,
        made: Path,
        *,
        identity: str,
        fingerprint: str,
        kind: str,
        seconds: float,
        listing: Mapping[str, str],
        facts: Mapping[str, Any],
    ) -> Record:
        """Take the file `made` into the store and record it; the file is gone from where it was."""
        try:
            digest, size = file_digest(made), os.stat(made).st_size
            home = self.object(digest)
            if not self.has(digest, size):
                os.chmod(made, 0o444)
                try:
                    os.replace(made, home)
                except FileNotFoundError:
                    home.parent.mkdir(exist_ok=True)
                    os.replace(made, home)
            else:
                os.unlink(made)
        except OSError as error:
            raise refused(error, self.root) from error
        record = Record(fingerprint, digest, size, made.suffix, kind, seconds, listing, facts)
        self.records.keep(record, identity)
        return record

    def discard(self, digest: str) -> None:
        """Remove an object that is not what its name says; whatever needs it is made again."""
        path = self.object(digest)
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise refused(error, self.root) from error

    def claim(self, fingerprint: str) -> AbstractContextManager[None]:
        """Hold the right to make `fingerprint`, against every other thread and process; see claims.py."""
        return claim(self.root / "claims", fingerprint)

    def temporary(self, suffix: str) -> Path:
        """Return a new name on the cache's own filesystem, in a folder that goes with this process."""
        return Path(f"{self._scratch}/{next(self._names)}{suffix}")

    def _tidy(self) -> None:
        """Remove the scratch folders of builds that were killed."""
        for folder in (self.root / "tmp").iterdir():
            owner = folder.name.partition("-")[0]
            if owner.isdigit() and int(owner) != os.getpid() and not _alive(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)

    # Leaves

    def leaf(self, path: Path) -> str:
        """Return the SHA-256 of an input file, read again only when its times, size or inode changed."""
        key = os.path.realpath(path)
        seen = ",".join(map(str, signature(key)))
        rows = self.records.read("SELECT signature, digest FROM leaves WHERE path = ?", [key])
        if rows and rows[0][0] == seen:
            return str(rows[0][1])
        now = time.time_ns()
        digest = file_digest(key)
        mtime, ctime, *_ = signature(key)
        if max(mtime, ctime) < now - SLACK:
            with self.records.writing() as db:
                db.execute("INSERT OR REPLACE INTO leaves VALUES (?,?,?)", (key, seen, digest))
        return digest

    def size(self) -> int:
        """Return the bytes of all objects."""
        return sum(entry.stat().st_size for entry in (self.root / "objects").glob("*/*"))


def _refuse_foreign(root: Path) -> None:
    """Refuse a folder that holds other things: a cache is tidied and ignored by git, and those would be too.

    Raises StoreError (not-a-cache).
    """
    try:
        names = set(os.listdir(root))
    except OSError:
        return
    if names - LITTER and not names & {"objects", "nbstudio.sqlite"}:
        raise StoreError(
            f"`{root}` is no cache: there are other things in it",
            code="not-a-cache",
            hint="name an empty folder, or one that does not exist yet",
        )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


__all__ = ["Record", "Store", "StoreError"]
