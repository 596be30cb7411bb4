"""Looking: specs opened and planned for commands that only look, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbstudio.console import options, screen
from nbstudio.errors import SpecError
from nbstudio.graph import opening
from nbstudio.graph.opening import Opened
from nbstudio.graph.run import Run
from nbstudio.plan.step import Step
from nbstudio.settings import Settings


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


def runs(specs: Iterable[str], cache: Path | None = None, *, draft: bool = False) -> Iterator[Look]:
    """Open and plan every spec that `specs` mean; each is closed when the next is asked for."""
    settings = Settings.load(cache=cache, draft=draft)
    for path in options.chosen(specs):
        try:
            opened = opening.open_spec(path, settings)
            try:
                yield Look(opened, opened.run())
            finally:
                opened.store.close()
        except SpecError as error:
            screen.diagnostics(error.diagnostics, options.root(path))
            raise screen.Told(error) from error
