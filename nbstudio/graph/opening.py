"""Opening: a spec with all that building it needs, read once.

The command that does it all reads like the sentence: a project is found around the path, its settings and
rules are read, the spec becomes a brief, its files become leaves, and a run is begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbstudio import action, rulebook
from nbstudio.errors import InputError, SpecError
from nbstudio.graph import catalog
from nbstudio.graph.events import Listener, nothing
from nbstudio.graph.run import Run
from nbstudio.picture.lettering.fonts import demand
from nbstudio.plan.lower import Planner
from nbstudio.plan.several import Several
from nbstudio.plan.step import Step
from nbstudio.plan.written import briefs
from nbstudio.project import Project, stdlib
from nbstudio.rulebook import Rulebook
from nbstudio.settings import Settings
from nbstudio.source import Span
from nbstudio.spec.load import Loaded, load
from nbstudio.spec.shots import graded
from nbstudio.store.store import Store


@dataclass(frozen=True)
class Opened:
    """A spec, its project, rules, settings and store."""

    name: str
    project: Project
    loaded: Loaded
    rulebook: Rulebook
    planner: Planner | Several
    store: Store
    settings: Settings
    paths: dict[str, Path]
    looked: tuple[Path, ...] = ()
    """Files that are not there, and would change the film if they were."""

    def files(self, leaf: str) -> Path:
        """Return the path of a leaf."""
        return self.paths[leaf]

    def place(self, step: Step) -> Span | None:
        """Return where the spec asks for a step."""
        return self.loaded.place(*step.path) if step.path else None

    def run(self, *, frozen: bool = False, until: str | None = None, listen: Listener = nothing) -> Run:
        """Begin a build: everything that is known already is found out, nothing is made."""
        return Run(
            self.planner,
            self.store,
            self.files,
            jobs=self.settings.jobs,
            pools=self.settings.pools,
            frozen=frozen,
            until=until,
            listen=listen,
        )


def open_spec(path: Path, settings: Settings) -> Opened:
    """Open the spec at `path`.

    Raises SpecError for what is wrong with the text, StoreError where the cache can't be used.
    """
    project = Project.around(path)
    loaded = load(path, project)
    book = rulebook.load(project.search("rules"), action.names())
    own = project.root / "rules"
    if own != stdlib() / "rules":
        wrong = catalog.check(book, own / "catalog")
        if wrong:
            raise SpecError(wrong)
    name = path.stem
    for part, _ in graded(loaded.video):
        leaf = loaded.files.get(part.lut or "")
        if leaf:
            from nbstudio.picture import lut  # it needs numpy, which a spec without a table need not wait for

            lut.read(project.root / leaf, leaf)
    letters = [(view.title, (*view.path, "title")) for view in loaded.views]
    for text, at in loaded.video.titles.told(letters, loaded.video.title):
        demand(text, loaded.source.name, loaded.place(*at).line)
    outputs = briefs(loaded, name, book, draft=settings.draft, profile=settings.profile)
    wanted = next(iter(outputs.values()))
    paths = {leaf: project.root / leaf for leaf in loaded.files.values()}
    if wanted.lyrics and wanted.lyrics.file:
        _sung(paths[wanted.lyrics.file], wanted.lyrics.file)
    made = [view.make for view in loaded.views] + (["music"] if wanted.generate is not None else [])
    for name_of_rule in made:
        rule = book.rule(name_of_rule) if name_of_rule else None
        if rule:
            paths |= {f"{rule.folder.name}/{file}": rule.folder / file for file in rule.files}
    store = Store(settings.cache or project.cache)
    try:
        leaves = {leaf: _digest(store, leaf, file) for leaf, file in paths.items()}
        planners = {output: Planner(one, book, leaves) for output, one in outputs.items()}
        planner = Several(planners) if len(planners) > 1 else Planner(wanted, book, leaves)
    except BaseException:
        store.close()
        raise
    return Opened(name, project, loaded, book, planner, store, settings, paths, loaded.looked)


def _sung(file: Path, leaf: str) -> None:
    """Look through a file of lyrics, so that what is wrong in it is told with its place before anything is made."""
    from nbstudio.words.lyrics.reading import read

    try:
        read(file.read_bytes(), leaf)
    except OSError as error:
        raise InputError(f"`{leaf}` can't be read: {error.strerror}", code="unreadable-file") from error


def _digest(store: Store, leaf: str, file: Path) -> str:
    try:
        return store.leaf(file)
    except OSError as error:
        raise InputError(f"`{leaf}` can't be read: {error.strerror}", code="unreadable-file") from error
