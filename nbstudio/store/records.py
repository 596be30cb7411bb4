"""Records: what was made, from what, kept in one SQLite database.

A record says that a fingerprint was made real as an object; an identity points at the record it came to.
Rows are committed before anybody hears of them, so that a build killed at any moment loses only the work
that was running. WAL mode with `synchronous=NORMAL` survives a kill; nothing here costs money to make again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbstudio.errors import StoreError

SCHEMA = 1
"""The version of the cache's layout; a larger one was written by a newer nbstudio."""

PATIENCE = 60.0
"""Seconds that one build waits for the database while others write."""

DOUBTS = "doubts"
"""The fact under which a record keeps what was warned of while its object was made, as `Diagnostic.as_json`."""

TABLES = """
CREATE TABLE IF NOT EXISTS records (
    fingerprint TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, suffix TEXT NOT NULL,
    kind TEXT NOT NULL, seconds REAL NOT NULL, listing TEXT NOT NULL, facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identities (
    identity TEXT PRIMARY KEY, fingerprint TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leaves (
    path TEXT PRIMARY KEY, signature TEXT NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
    build TEXT NOT NULL, target TEXT NOT NULL, fingerprint TEXT NOT NULL, digest TEXT NOT NULL,
    suffix TEXT NOT NULL, listing TEXT NOT NULL, PRIMARY KEY (build, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pace (kind TEXT PRIMARY KEY, seconds REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One fingerprint made real: the object's SHA-256, its size in bytes, and facts about the making."""

    fingerprint: str
    digest: str
    size: int
    suffix: str
    kind: str
    seconds: float
    listing: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in a build's folder under a target's name."""

    target: str
    fingerprint: str
    digest: str
    suffix: str


class Records:
    """The database of one cache; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open or create the database.

        Raises StoreError when it is from a newer nbstudio, damaged, or can't be written.
        """
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False, isolation_level=None)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA:
                raise StoreError(
                    f"the cache `{path.parent}` was written by a newer nbstudio (layout {version}, known {SCHEMA})",
                    code="store-newer",
                    hint="upgrade nbstudio, or choose another cache with --cache",
                )
            self._write_ahead()
            self._db.execute("PRAGMA synchronous=NORMAL")
            if version < SCHEMA:
                self._db.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version={SCHEMA}; COMMIT;")
        except sqlite3.Error as error:
            raise refused(error, path.parent) from error

    def _write_ahead(self) -> None:
        """Turn write-ahead logging on; of several that open a new database at once, each has its turn.

        SQLite gives up at once, whatever the timeout, where two connections change the mode together.
        """
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._abandon()
                raise refused(error, None) from error
            except BaseException:
                self._abandon()
                raise

    def _abandon(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def read(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with self._lock:
            try:
                return self._db.execute(query, tuple(values)).fetchall()
            except sqlite3.Error as error:
                raise refused(error, None) from error

    def read_many(self, query: str, keys: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Run a query of the form `… IN (keys)` in batches; rows by their first column."""
        found: dict[str, tuple[Any, ...]] = {}
        listed = list(keys)
        for start in range(0, len(listed), 900):
            batch = listed[start : start + 900]
            marks = ",".join("?" * len(batch))
            found.update((row[0], row) for row in self.read(query.replace("(keys)", f"({marks})"), batch))
        return found

    # What was made

    def record(self, fingerprint: str) -> Record | None:
        """Return the record of `fingerprint`, or nothing."""
        rows = self.read("SELECT * FROM records WHERE fingerprint = ?", [fingerprint])
        return _record(rows[0]) if rows else None

    def doubts(self, fingerprints: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """Return what was warned of while these were made, for those where anything was."""
        rows = self.read_many(
            "SELECT fingerprint, facts FROM records WHERE facts LIKE '%\"doubts\"%' AND fingerprint IN (keys)",
            fingerprints,
        )
        return {fingerprint: json.loads(row[1]).get(DOUBTS, []) for fingerprint, row in rows.items()}

    def by_identity(self, identities: Iterable[str]) -> dict[str, tuple[str, str, int, str]]:
        """Return (fingerprint, digest, size, suffix) of every identity that came to a record."""
        rows = self.read_many(
            "SELECT identity, r.fingerprint, digest, size, suffix FROM identities"
            " JOIN records r ON r.fingerprint = identities.fingerprint WHERE identity IN (keys)",
            identities,
        )
        return {identity: (row[1], row[2], row[3], row[4]) for identity, row in rows.items()}

    def keep(self, record: Record, identity: str) -> None:
        """Write a record (in place of an older one whose object was lost) and what identity came to it."""
        row = (
            record.fingerprint,
            record.digest,
            record.size,
            record.suffix,
            record.kind,
            record.seconds,
            json.dumps(dict(record.listing), sort_keys=True),
            json.dumps(dict(record.facts), sort_keys=True, default=str),
        )
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO records VALUES (?,?,?,?,?,?,?,?)", row)
            db.execute("INSERT OR REPLACE INTO identities VALUES (?,?)", (identity, record.fingerprint))
            db.execute(
                "INSERT INTO pace VALUES (?,?) ON CONFLICT (kind) DO UPDATE SET seconds = 0.7*seconds + 0.3*?",
                (record.kind, record.seconds, record.seconds),
            )

    def bind(self, identity: str, fingerprint: str) -> None:
        """Remember that `identity` comes to `fingerprint`."""
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO identities VALUES (?,?)", (identity, fingerprint))

    def paces(self) -> dict[str, float]:
        """Return the running mean of seconds of work by kind, as measured on this cache's machines."""
        return dict(self.read("SELECT kind, seconds FROM pace"))

    # What stands where

    def places(self, build: str) -> dict[str, Place]:
        """Return what stands in the folder of `build`."""
        rows = self.read("SELECT target, fingerprint, digest, suffix FROM places WHERE build = ?", [build])
        return {row[0]: Place(*row) for row in rows}

    def place_listing(self, build: str, target: str) -> dict[str, str] | None:
        """Return what the target was, the last time that `build` placed it."""
        rows = self.read("SELECT listing FROM places WHERE build = ? AND target = ?", [build, target])
        return dict(json.loads(rows[0][0])) if rows else None

    def put_places(self, build: str, put: Iterable[tuple[Place, str]], gone: Iterable[str]) -> None:
        """Write what now stands in the folder of `build`, each with its listing as JSON, and what no longer does."""
        with self.writing() as db:
            db.executemany("DELETE FROM places WHERE build = ? AND target = ?", [(build, name) for name in gone])
            db.executemany(
                "INSERT OR REPLACE INTO places VALUES (?,?,?,?,?,?)",
                [(build, p.target, p.fingerprint, p.digest, p.suffix, text) for p, text in put],
            )


def _record(row: tuple[Any, ...]) -> Record:
    fingerprint, digest, size, suffix, kind, seconds, listing, facts = row
    return Record(fingerprint, digest, size, suffix, kind, seconds, json.loads(listing), json.loads(facts))


def refused(error: sqlite3.Error | OSError, cache: Path | None) -> StoreError:
    """Turn a database's or a disk's refusal into what a person can mend."""
    text = str(error)
    where = f"the cache `{cache}`" if cache else "the cache"
    if "full" in text or (isinstance(error, OSError) and error.errno == 28):
        return StoreError(
            f"{where} has no room left on its disk",
            code="disk-full",
            notes=["what was finished before is kept; nothing half-written is"],
            hint="free some room (`nbstudio sweep` lists what is not in use), or use --cache on another disk",
        )
    if any(word in text.lower() for word in ("readonly", "read-only", "permission", "unable to open")):
        return StoreError(
            f"{where} can't be written: {text}",
            code="store-read-only",
            hint="give yourself the right to write there, or choose another cache with --cache DIR",
        )
    return StoreError(
        f"{where} can't be used: {text}",
        hint="if its database is damaged, move `nbstudio.sqlite` away: objects are kept, and made again where unproven",
    )
