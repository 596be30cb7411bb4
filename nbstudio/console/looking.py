"""Looking: specs opened and planned for commands that only look, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nbstudio.console import options, screen
from nbstudio.errors import SpecError
from nbstudio.plan.step import Step
from nbstudio.settings import Settings

if TYPE_CHECKING:
    from nbstudio.graph.opening import Opened
    from nbstudio.graph.run import Run


@dataclass(frozen=True)
class Look:
    """A spec, opened, and what a build of it would find."""

    opened: Opened
    run: Run

    @cached_property
    def status(self) -> dict[str, str]:
        """How every target stands: `ready`, `to make`, or `not kept` where nothing needs it any more."""
        work = self.run.work
        dirty = {work.identities[step.target] for step in work.dirty}
        found = {}
        for step in work.plan.steps:
            identity = work.identities[step.target]
            found[step.target] = "to make" if identity in dirty else "ready" if identity in work.known else "not kept"
        return found

    def place(self, step: Step) -> str | None:
        """Return `file:line` of what asks for a step."""
        span = self.opened.place(step)
        return f"{span.path}:{span.line}" if span else None


class Looks:
    """Specs, opened and planned one after another; each is closed when the next is asked for.

    What is wrong with one is told at once, and the others are looked at all the same; `end` is how it ends.
    """

    def __init__(self, specs: Iterable[str], cache: Path | None = None, *, draft: bool = False) -> None:
        self.settings = Settings.load(cache=cache, draft=draft)
        self.paths = options.chosen(specs)
        self.wrong: SpecError | None = None

    def __iter__(self) -> Iterator[Look]:
        from nbstudio.graph import opening  # half a second that `--help` need not wait for

        for path in self.paths:
            try:
                opened = opening.open_spec(path, self.settings)
                try:
                    yield Look(opened, opened.run())
                finally:
                    opened.store.close()
            except SpecError as error:
                screen.diagnostics(error.diagnostics, options.root(path))
                self.wrong = self.wrong or error

    def end(self) -> None:
        """Raise what was wrong and has been told."""
        if self.wrong:
            raise screen.Told(self.wrong)
