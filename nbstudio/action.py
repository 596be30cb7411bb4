"""Actions: how one target is made. The protocol, and how one is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from nbstudio import discovery
from nbstudio.errors import StepError

PACKAGE = "nbstudio.actions"


@dataclass(frozen=True, slots=True)
class Job:
    """All that an action is given; what it may read is `inputs`, what it must leave is `out`."""

    target: str
    params: Mapping[str, Any]
    inputs: Mapping[str, tuple[Path, ...]]
    out: Path
    """A name that does not exist yet, of the right suffix, on the cache's own filesystem."""
    folder: Path
    """See `scratch`."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[float], None] = lambda _: None
    """Told how far the work is, 0 to 1; raises when the build is being stopped."""

    @property
    def scratch(self) -> Path:
        """Return a folder of the job's own, made when it is asked for and removed afterwards."""
        self.folder.mkdir(exist_ok=True)
        return self.folder

    def input(self, port: str) -> Path:
        """Return the one file at `port`.

        Raises StepError when the port holds none or several.
        """
        files = self.inputs.get(port, ())
        if len(files) != 1:
            raise StepError(f"`{self.target}` takes one `{port}`, not {len(files)}")
        return files[0]

    def optional(self, port: str) -> Path | None:
        """Return the one file at `port`, or nothing where the step has none."""
        return self.input(port) if self.inputs.get(port) else None


class Action(Protocol):
    """A module of `actions/`.

    `VERSION` is raised when the same inputs should make something new. `run` leaves one file at `job.out`,
    the same bytes for the same job on any number of workers, writes nowhere else but into `job.scratch`, and
    raises StepError for what a person can mend.
    """

    VERSION: int

    def run(self, job: Job) -> Mapping[str, Any] | None:
        """Make the target; may return facts worth recording (never part of its identity)."""
        ...


def find(name: str) -> Action | None:
    """Return the action called `name` (kebab-case), or nothing where there is none."""
    return cast("Action | None", discovery.find(PACKAGE, name))


def names() -> tuple[str, ...]:
    """Return the names of all actions."""
    return discovery.names(PACKAGE)


def plain(value: Any) -> str:
    """Return a param as a program's argument reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fill(word: str, names: Mapping[str, str]) -> str:
    """Put values in place of `{name}` in one argument; other braces stay as they are."""
    for name, value in names.items():
        word = word.replace("{" + name + "}", value)
    return word
