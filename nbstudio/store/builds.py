"""Builds: a spec's artifacts under readable names, in `cache/builds/NAME/`.

They are hard links to the store's objects (copies where a filesystem has no links), so they cost no room,
and deleting them loses nothing. What a person asks for with `--out` is a copy: theirs to edit.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbstudio.errors import StoreError
from nbstudio.store.records import Place, refused
from nbstudio.store.store import Store


@dataclass
class Placing:
    """What changes in a build's folder."""

    put: list[tuple[Place, Mapping[str, str]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class Build:
    """The readable folder of one spec."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.name = name
        self.folder = store.root / "builds" / name
        self.places = store.records.places(name)

    def path(self, target: str, suffix: str) -> Path:
        """Return where `target` stands."""
        return self.folder / where(target, suffix)

    def present(self) -> set[str]:
        """Return the paths, relative to the folder, of all files in it."""
        found: set[str] = set()
        try:
            for entry in os.scandir(self.folder):
                if entry.is_dir(follow_symlinks=False):
                    found.update(f"{entry.name}/{inner.name}" for inner in os.scandir(entry.path))
                else:
                    found.add(entry.name)
        except (FileNotFoundError, NotADirectoryError):
            pass
        return found

    def arrange(self, placing: Placing) -> None:
        """Put and remove what changed, the folder's record last."""
        try:
            for place, _ in placing.put:
                link(self.store.object(place.digest), self.path(place.target, place.suffix))
            for target in placing.gone:
                old = self.places.get(target)
                if old:
                    self.path(target, old.suffix).unlink(missing_ok=True)
        except OSError as error:
            raise refused(error, self.store.root) from error
        self.store.records.put_places(
            self.name, ((place, json.dumps(dict(listing))) for place, listing in placing.put), placing.gone
        )
        self.places.update((place.target, place) for place, _ in placing.put)
        for target in placing.gone:
            self.places.pop(target, None)

    def clean(self) -> int:
        """Remove the folder and its record; return how many files were in it. Objects stay."""
        count = len(self.present())
        shutil.rmtree(self.folder, ignore_errors=True)
        self.store.records.put_places(self.name, (), list(self.places))
        self.places.clear()
        return count


def where(target: str, suffix: str) -> str:
    """Return a target's place in a build's folder: `kind/name.suffix`; film, mix and captions on the top."""
    kind, _, name = target.partition("/")
    if kind == "captions":  # the same name in several formats: the suffix is the name's own
        return name
    return f"{name}{suffix}" if kind in {"film", "mix"} else f"{kind}/{name}{suffix}"


def link(source: Path, path: Path) -> None:
    """Make `path` the same file as `source`, whatever stood there before, in one step."""
    try:
        os.link(source, path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
    else:  # nothing stood there, and a link is one step already
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        shutil.copyfile(source, temporary)
    os.replace(temporary, path)
    temporary.unlink(missing_ok=True)  # where `path` was this very file already, replacing it does nothing


def deliver(source: Path, path: Path) -> None:
    """Copy `source` to `path`, which is a person's own file: complete, or as it was before.

    Raises StoreError (out-unwritable).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, temporary)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreError(
            f"the film can't be copied to `{path}`: {error.strerror}",
            code="out-unwritable",
            notes=[f"the film itself is kept, at {source}"],
            hint="name another place with --out",
        ) from error


def builds(store: Store) -> Iterable[str]:
    """Return the names of all builds that the store knows."""
    return [row[0] for row in store.records.read("SELECT DISTINCT build FROM places ORDER BY build")]
