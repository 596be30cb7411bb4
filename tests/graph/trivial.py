"""A planner of trivial steps: shots are words, making one writes them down. The core without the film."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nbstudio import action
from nbstudio.action import Job
from nbstudio.errors import StepError
from nbstudio.graph.events import BuildResult, Listener, nothing
from nbstudio.graph.run import Run
from nbstudio.plan.step import Plan, Step
from nbstudio.store.store import Store

if TYPE_CHECKING:
    import pytest


@dataclass
class Trivial:
    """Counts what it makes; fails on the words `bad`; a word `same …` gives the bytes of its first word."""

    VERSION: int = 1
    ran: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, job: Job) -> None:
        with self.lock:
            self.ran.append(job.target)
        words = str(job.params.get("words", ""))
        if words == "bad":
            raise StepError("this one can't be made", hint="write something else")
        parts = [p.read_text() for files in job.inputs.values() for p in files]
        said = "same" if words.startswith("same") else words
        job.out.write_text("|".join([job.target.partition("/")[0], said, *parts]))
        job.progress(1.0)


@dataclass
class Words:
    """A spec of the core's own: shots by id, a join of neighbours where asked for."""

    shots: Mapping[str, str]
    name: str = "film"
    song: str = "la la"
    style: str = "plain"
    version: int = 1
    known: bool = False
    """Whether the shots are known without a survey; they are found in it else."""

    def survey(self) -> Plan:
        step = Step("analysis", "analysis/song", "analysis", 1, "trivial", 1, {"words": self.song}, suffix=".txt")
        return Plan(self.name, (step,), {}, step.target, partial=True)

    def shoot(self, found: Mapping[str, str]) -> Plan:
        steps = list(self.survey().steps)
        for name, words in self.shots.items():
            params = {"words": words, "style": self.style}
            steps.append(Step("still", f"still/{name}", "still", self.version, "trivial", 1, params, suffix=".txt"))
        row: list[str] = []
        names = list(self.shots)
        for before, name in zip([None, *names], names, strict=False):
            if before and "~" in self.shots[name]:
                ports = (("from", (f"still/{before}",)), ("to", (f"still/{name}",)))
                join = f"transition/{before}--{name}"
                steps.append(Step("transition", join, "transition", 1, "trivial", 1, {}, ports, suffix=".txt"))
                row.append(join)
            still = (("still", (f"still/{name}",)),)
            steps.append(Step("segment", f"segment/{name}", "segment", 1, "trivial", 1, {}, still, suffix=".txt"))
            row.append(f"segment/{name}")
        ports = (("segments", tuple(row)), ("song", ("analysis/song",)))
        steps.append(Step("film", f"film/{self.name}", "film", 1, "trivial", 1, {}, ports, suffix=".txt"))
        return Plan(self.name, tuple(steps), {}, steps[-1].target)


def build(
    spec: Words, store: Store, jobs: int = 2, until: str | None = None, listen: Listener = nothing
) -> BuildResult:
    """Build `spec` and return how it went."""
    return Run(spec, store, Path, jobs=jobs, until=until, listen=listen).build_all()


def film(store: Store, spec: Words) -> str:
    """Return what the finished film of `spec` holds."""
    return (store.root / "builds" / spec.name / f"{spec.name}.txt").read_text()


def made(result: BuildResult) -> dict[str, int]:
    """Return what was worked for, by kind, without the zeros."""
    return {kind: count["made"] for kind, count in result.counts.items() if count["made"]}


def install(monkeypatch: pytest.MonkeyPatch) -> Trivial:
    """Make `trivial` an action."""
    trivial = Trivial()
    monkeypatch.setattr(action, "find", lambda name: trivial if name == "trivial" else None)
    return trivial


def names(steps: Iterable[Step]) -> set[str]:
    """Return the targets of steps."""
    return {step.target for step in steps}
