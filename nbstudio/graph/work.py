"""Work: what one build knows while it runs.

The plan may grow once (survey, then shots). For every target: its identity, and as soon as they are known
its fingerprint, its record and how it came to be right. Two targets of one identity are one piece of work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nbstudio.plan.manifest import fingerprint, identities, listing
from nbstudio.plan.step import Plan, Step
from nbstudio.store.store import Store


@dataclass(frozen=True, slots=True)
class Known:
    """An artifact that is in the store: the fingerprint it was made for, its digest, size and suffix."""

    fingerprint: str
    digest: str
    size: int
    suffix: str


@dataclass
class Work:
    """The state of one build; only the main thread writes it."""

    store: Store
    plan: Plan
    identities: dict[str, str] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    """By identity: what is in the store."""
    made: set[str] = field(default_factory=set)
    """Identities that this build worked for."""
    dirty: tuple[Step, ...] = ()
    """Steps that may need work, inputs first, one an identity."""

    def extend(self, plan: Plan, goals: Iterable[str]) -> None:
        """Take a plan (or the rest of it) and find out what of it may need work for `goals`."""
        self.plan = plan
        self.identities = identities(plan)
        wanted = [self.identities[step.target] for step in plan.steps]
        hits = self.store.records.by_identity([i for i in wanted if i not in self.known])
        self.known.update((identity, Known(*row)) for identity, row in hits.items())
        self.dirty = self._cone(goals)

    def _cone(self, goals: Iterable[str]) -> tuple[Step, ...]:
        """Return what is not right, from the goals down; what stands on something right is not asked for."""
        steps = self.plan.by_target
        dirty: set[str] = set()
        seen: set[str] = set()
        stack = list(goals)
        while stack:
            target = stack.pop()
            step = steps.get(target)
            if step is None or target in seen:
                continue
            seen.add(target)
            known = self.known.get(self.identities[target])
            if known and self.store.has(known.digest, known.size):
                continue
            self.known.pop(self.identities[target], None)  # its object is lost
            dirty.add(self.identities[target])
            stack.extend(step.sources())
        first: dict[str, Step] = {}
        for step in self.plan.steps:
            identity = self.identities[step.target]
            if identity in dirty:
                first.setdefault(identity, step)
        return tuple(first.values())

    def digest(self, source: str) -> str:
        """Return the content digest of a leaf, or of a target that is known."""
        leaf = self.plan.leaves.get(source)
        return leaf if leaf is not None else self.known[self.identities[source]].digest

    def fingerprint(self, step: Step) -> str:
        """Return the fingerprint of a step whose inputs are all known."""
        return fingerprint(step, {source: self.digest(source) for source in step.sources()})

    def listing(self, step: Step) -> dict[str, str]:
        """Return what the step is, its inputs by their identities: comparable from build to build."""
        return listing(step, self.identities)
