"""A small project whose specs are `shot: words` and whose steps write words down: the commands without the film."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

from nbstudio import cli
from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.graph.events import Listener, nothing
from nbstudio.graph.run import Run
from nbstudio.plan.step import Plan, Step
from nbstudio.rulebook import Rulebook
from nbstudio.settings import Settings
from nbstudio.source import Span
from nbstudio.store.store import Store
from tests.graph.trivial import Trivial, Words

SONG = "specs/assets/song.txt"


@dataclass
class Film(Words):
    """Words with a song of their own and places in the text."""

    digest: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def survey(self) -> Plan:
        plan = super().survey()
        step = replace(plan.steps[0], inputs=(("song", (SONG,)),))
        return replace(plan, steps=(step,), leaves={SONG: self.digest})

    def shoot(self, found: Mapping[str, str]) -> Plan:
        plan = super().shoot(found)
        steps = []
        for step in plan.steps:
            name = step.target.partition("/")[2]
            path = (name,) if name in self.lines else ()
            steps.append(replace(step, path=path, says=str(step.params.get("words", ""))))
        return replace(plan, steps=tuple(steps), leaves={SONG: self.digest})


@dataclass
class Opened:
    """What `opening.open_spec` gives, of a small project."""

    project: SimpleNamespace
    loaded: SimpleNamespace
    rulebook: Rulebook
    planner: Film
    store: Store
    name: str
    settings: Settings
    paths: Mapping[str, Path]
    looked: tuple[Path, ...] = ()

    def place(self, step: Step) -> Span | None:
        return Span(f"specs/{self.name}.yaml", self.planner.lines[str(step.path[0])], 1, 2) if step.path else None

    def files(self, leaf: str) -> Path:
        return Path(self.project.root) / leaf

    def run(self, *, frozen: bool = False, until: str | None = None, listen: Listener = nothing) -> Run:
        return Run(
            self.planner, self.store, self.files, jobs=self.settings.jobs, frozen=frozen, until=until, listen=listen
        )


def open_spec(path: Path, settings: Settings) -> Opened:
    """Read `shot: words`; the word `wrong` is a mistake, `doubt` a warning."""
    root = path.absolute().parent.parent
    shots, lines, wrong, doubts = {}, {}, [], []
    for number, row in enumerate(path.read_text().splitlines(), 1):
        name, _, words = row.partition(": ")
        if not words:
            continue
        shots[name], lines[name] = words, number
        span = Span(f"specs/{path.name}", number, len(name) + 3, len(row) + 1)
        if words == "wrong":
            wrong.append(Diagnostic("unknown-key", f"`{name}` is wrong", span, hint="did you mean `right`?"))
        if words == "doubt":
            doubts.append(Diagnostic("doubtful", f"`{name}` is doubtful", span, severity="warning"))
    if wrong:
        raise SpecError(wrong)
    store = Store(settings.folder(root))
    planner = Film(shots, name=path.stem, digest=store.leaf(root / SONG), lines=lines)
    rules = (root / "rules" / "own.yaml",)
    loaded = SimpleNamespace(warnings=tuple(doubts))
    return Opened(
        SimpleNamespace(root=root),
        loaded,
        Rulebook({}, {}, rules),
        planner,
        store,
        path.stem,
        settings,
        {SONG: root / SONG},
    )


@dataclass
class Studio:
    """The project's folder, and the command line run in it."""

    root: Path
    trivial: Trivial
    run: Callable[..., tuple[int, str, str]]

    def write(self, name: str = "night", **shots: str) -> Path:
        """Write a spec, as long ago as people do."""
        path = self.root / "specs" / f"{name}.yaml"
        path.write_text("".join(f"{shot}: {words}\n" for shot, words in shots.items()))
        return path

    def settle(self) -> None:
        """Wait until no file is so young that its times could lie."""
        time.sleep(0.08)


def lay_out(root: Path) -> None:
    """Make the folders and files of a project."""
    (root / "specs" / "assets").mkdir(parents=True)
    (root / SONG).write_text("la la")
    (root / "rules").mkdir()


def run(*argv: str) -> int:
    """Run the command line as the console script does after the front door."""
    return cli.main([os.fspath(word) for word in argv])
