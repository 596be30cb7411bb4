"""The tally: how far a build is, gathered from its events, whichever thread they come from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from nbstudio.graph.events import Blocked, Event, Failed, Finished, Planned, Progressed, Started, Stopping
from nbstudio.plan.step import KINDS, Step

PRIOR = 4.0
"""Seconds of measuring that the estimate from the steps' own numbers is worth."""


@dataclass(slots=True)
class Row:
    """One kind of target."""

    total: int = 0
    made: int = 0
    restored: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Return how many need no more work."""
        return self.made + self.restored + self.failed


@dataclass(slots=True)
class Running:
    """A step that is being made."""

    step: Step
    why: str
    since: float
    fraction: float = 0.0


@dataclass
class Tally:
    """What has been told so far; every change is under the lock."""

    jobs: int = 1
    clock: Callable[[], float] = time.monotonic
    rows: dict[str, Row] = field(default_factory=lambda: {kind: Row() for kind in KINDS})
    running: dict[str, Running] = field(default_factory=dict)
    partial: bool = False
    stopping: int = 0
    work: float = 0.0
    """Estimated seconds of work of all steps told."""
    worked: float = 0.0
    """Estimated seconds of the work that is done."""
    told: dict[str, float] = field(default_factory=dict)
    """Estimated seconds of every target that was planned."""
    reasons: dict[str, str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.start = self.clock()

    def take(self, event: Event) -> None:
        """Count one event."""
        with self.lock:
            match event:
                case Planned():
                    self.partial = event.partial
                    for step in event.steps:
                        self._expect(step)
                case Started():
                    self._expect(event.step)
                    self.running[event.step.target] = Running(event.step, event.why, self.clock())
                    self.reasons[event.step.target] = event.why
                case Progressed():
                    running = self.running.get(event.step.target)
                    if running:
                        running.fraction = min(1.0, max(running.fraction, event.fraction))
                case Finished():
                    self._end(event.step, event.outcome, event.seconds)
                case Failed():
                    self._end(event.step, "failed", 0.0)
                case Blocked():
                    self._end(event.step, "", 0.0)
                case Stopping():
                    self.stopping += 1

    def _expect(self, step: Step) -> None:
        if step.target not in self.told:
            self.told[step.target] = step.seconds
            self.work += step.seconds
            self.rows[step.kind].total += 1

    def _end(self, step: Step, outcome: str, seconds: float) -> None:
        self._expect(step)
        self.running.pop(step.target, None)
        row = self.rows[step.kind]
        row.seconds += seconds
        if outcome == "made":
            row.made += 1
            self.worked += step.seconds
            return
        # No work was done for it: it leaves the estimate, not only what is left of it.
        self.work -= step.seconds
        if outcome == "restored":
            row.restored += 1
        elif outcome == "failed":
            row.failed += 1
        else:
            row.total -= 1

    @property
    def total(self) -> int:
        """Return how many targets may need work."""
        return sum(row.total for row in self.rows.values())

    @property
    def done(self) -> int:
        """Return how many of them need no more."""
        return sum(row.done for row in self.rows.values())

    @property
    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return self.clock() - self.start

    def left(self) -> float | None:
        """Return the estimated seconds left; nothing while the shots are not known or little is.

        The steps' own estimates over the jobs are the first guess; what was really done in the time so
        far corrects it, the more the longer it runs.
        """
        with self.lock:
            if self.partial or self.work <= 0:
                return None
            under_way = sum(run.fraction * run.step.seconds for run in self.running.values())
            worked = self.worked + under_way
            rate = (worked + PRIOR * self.jobs) / (self.elapsed + PRIOR)
            return max(0.0, self.work - worked) / rate
