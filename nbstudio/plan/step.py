"""Steps and plans: what is to be made, as values that can be printed.

A plan is pure data in topological order. Human words (`target`, `place`, `says`) and resources stand
beside a step's identity, never in it (see manifest.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

KINDS = (
    "composition",
    "music",
    "analysis",
    "voice",
    "words",
    "lyrics",
    "sung",
    "face",
    "storyboard",
    "still",
    "segment",
    "transition",
    "track",
    "identity",
    "mix",
    "captions",
    "film",
)
"""Kinds of targets, in the order of the work."""


@dataclass(frozen=True, slots=True)
class Step:
    """One target and all that decides what it is."""

    kind: str
    target: str
    """`kind/name`: unique within a plan, for people only."""
    rule: str
    version: int
    action: str
    action_version: int
    params: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Ports in the rule's order, each with the targets or leaves that it takes."""
    made_by: tuple[tuple[str, str], ...] = ()
    """Provider, model or program: their versions or digests."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """The rule's own `with`: what its action needs to know."""
    suffix: str = ".bin"
    pool: str = "cpu"
    seconds: float = 1.0
    """Expected work, for the time left and for `plan`."""
    path: tuple[str | int, ...] = ()
    """Where the text asks for it, as keys and indices of the spec; places are looked up only when shown."""
    says: str = ""

    def sources(self) -> tuple[str, ...]:
        """Return every target or leaf that this step takes, in order."""
        return tuple(name for _, names in self.inputs for name in names)


@dataclass(frozen=True)
class Plan:
    """The steps of one spec, every input before what takes it."""

    name: str
    steps: tuple[Step, ...]
    leaves: Mapping[str, str]
    """Project-relative path of each input file to the SHA-256 of its content."""
    goal: str
    """The target that everything is for."""
    also: tuple[str, ...] = ()
    """Targets that are wanted beside it."""
    partial: bool = False
    """Whether more steps follow once the survey (analysis, storyboard) is known."""
    warnings: tuple[Any, ...] = ()

    @cached_property
    def by_target(self) -> dict[str, Step]:
        """Steps by target."""
        return {step.target: step for step in self.steps}

    @property
    def goals(self) -> tuple[str, ...]:
        """Return every target that is wanted for its own sake, the chief one first."""
        return (self.goal, *self.also)

    def until(self, kind: str) -> tuple[str, ...]:
        """Return the targets of `kind`, to stop there."""
        return tuple(step.target for step in self.steps if step.kind == kind)
