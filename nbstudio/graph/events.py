"""Events: what a build tells while it runs. The graph emits them and the console shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import StudioError
from nbstudio.plan.step import KINDS, Step
from nbstudio.source import Span


@dataclass(frozen=True, slots=True)
class Planned:
    """Steps that may need work are known; told again when the survey is done and the shots follow."""

    steps: tuple[Step, ...]
    total: int
    """All steps of the plan so far, those already right among them."""
    partial: bool


@dataclass(frozen=True, slots=True)
class Started:
    """Work on a step has begun."""

    step: Step
    why: str


@dataclass(frozen=True, slots=True)
class Progressed:
    """A running step is so far, 0 to 1."""

    step: Step
    fraction: float


@dataclass(frozen=True, slots=True)
class Finished:
    """A step is right: `made`, or its bytes were found (`restored`)."""

    step: Step
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A step could not be made."""

    step: Step
    error: StudioError


@dataclass(frozen=True, slots=True)
class Blocked:
    """A step was not tried, because what it takes is not there."""

    step: Step


@dataclass(frozen=True, slots=True)
class Stopping:
    """The build was asked to stop; so many steps are still finishing."""

    running: int


Event = Planned | Started | Progressed | Finished | Failed | Blocked | Stopping
Listener = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How a build ended."""

    spec: str
    output: Path | None
    seconds: float
    counts: Mapping[str, Mapping[str, int]]
    """For every kind of target: how many were fresh, restored, made."""
    failures: tuple[Failed, ...] = ()
    blocked: tuple[Step, ...] = ()
    interrupted: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Path, ...] = ()
    """The films of all outputs but the first."""

    @property
    def ok(self) -> bool:
        """Whether everything that was asked for is there."""
        return not (self.failures or self.blocked or self.interrupted)

    def as_json(self, place: Callable[[Step], Span | None] = lambda _: None) -> dict[str, Any]:
        """Return the report object that scripts and CI read; `place` tells where the text asks for a step."""
        return {
            "spec": self.spec,
            "output": str(self.output) if self.output else None,
            **({"others": [str(film) for film in self.others]} if self.others else {}),
            "seconds": round(self.seconds, 3),
            **{kind: dict(self.counts.get(kind, {"fresh": 0, "restored": 0, "made": 0})) for kind in KINDS},
            "failed": [
                {"target": f.step.target, **as_diagnostic(f.error, place(f.step)).as_json()} for f in self.failures
            ],
            "blocked": [step.target for step in self.blocked],
            "interrupted": self.interrupted,
        }


def as_diagnostic(error: StudioError, span: Span | None) -> Diagnostic:
    """Return what failed as a diagnostic at its place."""
    return Diagnostic(error.code, error.message, span, error.notes, error.hint)


def nothing(event: Event) -> None:
    """Listen to nothing."""
    del event
