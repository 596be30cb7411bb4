"""Lines: a build's progress where there is no terminal: a line a target when they are few, a line a kind else."""

from __future__ import annotations

from types import TracebackType

from nbstudio.console import screen
from nbstudio.console.amounts import roughly, span
from nbstudio.console.tally import Tally
from nbstudio.diagnostics import printable
from nbstudio.graph.events import Event, Failed, Finished, Planned, Stopping

FEW = 20
"""So many targets are worth a line each."""
HEARTBEAT = 30.0
"""Seconds of silence after which a line says that work goes on."""


class Lines:
    """Listens to a build and prints lines on standard error."""

    def __init__(self, name: str, jobs: int) -> None:
        self.name = name
        self.tally = Tally(jobs=jobs)
        self.spoke = self.tally.start
        self.closed: set[str] = set()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            with self.tally.lock:
                self._kinds(last=True)

    def __call__(self, event: Event) -> None:
        """Take one event; called from any thread."""
        with self.tally.lock:
            self.tally.take(event)
            match event:
                case Planned():
                    self._planned(event)
                case Finished():
                    self._finished(event)
                case Failed():
                    self._say(f"{event.step.target} failed: {printable(event.error.message)}")
                case Stopping():
                    self._say(stopping(self.tally.stopping, event.running))
                case _:
                    self._heartbeat()

    def _say(self, text: str) -> None:
        self.spoke = self.tally.clock()
        screen.tell(f"{self.name}: {text}")

    def _planned(self, event: Planned) -> None:
        if not event.steps:
            return
        count = len(event.steps)
        words = f"{count} of {event.total} targets to make" if not event.partial else f"{count} to make first"
        left = self.tally.left()
        tail = "; the shots follow when the song is known" if event.partial else f", {roughly(left)}" if left else ""
        self._say(words + tail)

    def _finished(self, event: Finished) -> None:
        few = self.tally.total <= FEW
        if few and event.outcome == "made":
            why = self.tally.reasons.get(event.step.target)
            self._say(f"{event.step.target} made in {span(event.seconds)}" + (f" ({printable(why)})" if why else ""))
        elif few:
            self._say(f"{event.step.target} {event.outcome}")
        else:
            self._kinds()
            self._heartbeat()

    def _kinds(self, *, last: bool = False) -> None:
        """Say of every kind that is complete how it went, once."""
        if self.tally.total <= FEW:
            return
        for kind, row in self.tally.rows.items():
            if not row.total or kind in self.closed or (row.done < row.total and not last) or not row.done:
                continue
            self.closed.add(kind)
            short = f" of {row.total}" if row.done < row.total else ""
            parts = [
                f"{n} {word}"
                for n, word in ((row.made, "made"), (row.restored, "restored"), (row.failed, "failed"))
                if n
            ]
            self._say(f"{kind}: {', '.join(parts)}{short} ({span(self.tally.elapsed)} so far)")

    def _heartbeat(self) -> None:
        if self.tally.clock() - self.spoke < HEARTBEAT:
            return
        left = self.tally.left()
        self._say(f"{self.tally.done} of {self.tally.total} done" + (f", {roughly(left)}" if left else ""))


def stopping(times: int, running: int) -> str:
    """Return what to say when the build is asked to stop, the first time or again."""
    if times > 1:
        return "giving up what runs"
    what = "the one target that is" if running == 1 else f"the {running} targets that are"
    return f"stopping: finishing {what} under way (Ctrl-C again gives them up)" if running else "stopping"
