"""Live: a build's progress on a terminal: a row a kind, a row a running target with why it is made, time left."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from nbstudio.console import screen
from nbstudio.console.amounts import roughly, span
from nbstudio.console.lines import stopping
from nbstudio.console.tally import Row, Running, Tally
from nbstudio.diagnostics import printable
from nbstudio.graph.events import Event, Failed, Stopping

REFRESH = 5
"""Times a second; more would take processor time from the work."""
MOST = 8
"""Running targets that are shown."""


class Display:
    """Listens to a build and keeps a picture of it on the terminal; the picture goes when the build ends."""

    def __init__(self, name: str, jobs: int, console: Console | None = None) -> None:
        self.name = name
        self.tally = Tally(jobs=jobs)
        self.console = console or Console(file=sys.stderr, highlight=False, emoji=False, markup=False)
        self.plain = not (self.console.encoding or "").lower().startswith("utf")
        self.note = ""
        self.live = Live(
            console=self.console,
            refresh_per_second=REFRESH,
            transient=True,
            get_renderable=self.picture,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Display:
        self.live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.live.stop()

    def __call__(self, event: Event) -> None:
        """Take one event; called from any thread."""
        self.tally.take(event)
        if isinstance(event, Stopping):
            self.note = stopping(self.tally.stopping, event.running)
        elif isinstance(event, Failed):
            # Above the picture, at once: the rest of the build may go on for long.
            self.live.console.print(Text(f"{event.step.target} failed: {printable(event.error.message)}", "red"))

    def picture(self) -> RenderableType:
        """Return what is to be seen now; called by the thread that refreshes."""
        with self.tally.lock:
            parts: list[RenderableType] = [self._head(), self._kinds()]
            if self.tally.running:
                parts.append(self._running())
            if self.note:
                parts.append(Text(self.note, "yellow"))
            return Group(*parts)

    def _head(self) -> RenderableType:
        tally = self.tally
        left = tally.left()
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(self.name, "bold")
        text.append(f"  {tally.done} of {tally.total}{' and the shots to come' if tally.partial else ''}")
        text.append(f"  {span(tally.elapsed)}", "dim")
        if left is not None and tally.done < tally.total:
            text.append(f"  {roughly(left)}", "cyan")
        return text

    def _kinds(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        for kind, row in self.tally.rows.items():
            if row.total:
                fraction = row.done + sum(run.fraction for run in self.tally.running.values() if run.step.kind == kind)
                style = "green" if row.done >= row.total else "blue"
                bar = self._bar(fraction, row.total, 28, "red" if row.failed else style)
                table.add_row(Text(f"  {kind}"), bar, Text(f"{row.done}/{row.total}"), Text(_outcomes(row), "dim"))
        return table

    def _running(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True, overflow="ellipsis", max_width=40)
        table.add_column(width=12)
        table.add_column(width=8, justify="right")
        table.add_column(no_wrap=True, overflow="ellipsis")
        now = self.tally.clock()
        shown: list[Running] = sorted(self.tally.running.values(), key=lambda run: run.since)
        for run in shown[:MOST]:
            table.add_row(
                Text(f"  {run.step.target}"),
                self._bar(run.fraction, 1, 12, "cyan"),
                Text(span(now - run.since), "dim"),
                Text(printable(run.why), "dim"),
            )
        if len(shown) > MOST:
            table.add_row(Text(f"  and {len(shown) - MOST} more", "dim"))
        return table

    def _bar(self, done: float, total: float, width: int, style: str) -> RenderableType:
        if self.plain:
            full = int(width * done / total) if total else 0
            return Text("#" * full + "-" * (width - full), style)
        return ProgressBar(total=total, completed=done, width=width, complete_style=style, finished_style=style)


def _outcomes(row: Row) -> str:
    parts = ((row.made, "made"), (row.restored, "restored"), (row.failed, "failed"))
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def display(name: str, jobs: int) -> Display:
    """Return a live display of the build `name`."""
    return Display(screen.fit(printable(name), sys.stderr.encoding), jobs)
