"""`nbstudio build`: make films."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbstudio import door
from nbstudio.console import options, progress, report, screen
from nbstudio.errors import InputError, SpecError, StepError, StudioError, UsageError
from nbstudio.graph.events import BuildResult
from nbstudio.magic import Kind, kind_of
from nbstudio.plan.step import KINDS
from nbstudio.settings import Settings

if TYPE_CHECKING:
    from nbstudio.graph.opening import Opened
    from nbstudio.graph.run import Run


@click.command("build", short_help="Make films: only what changed since the last time.")
@options.specs
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Leave a copy of the film there (one spec only; of several outputs the first).",
)
@options.as_json
@options.jobs
@options.cache
@click.option("--frozen", is_flag=True, help="Fail rather than make what is paid for or would not come out the same.")
@options.draft
@click.option(
    "--until", type=click.Choice(KINDS), metavar="KIND", help=f"Stop when these are there: {', '.join(KINDS)}."
)
def command(
    specs: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    jobs: int | None,
    cache: Path | None,
    frozen: bool,
    draft: bool,
    until: str | None,
) -> None:
    """Make the films of SPECs: only what changed since the last time.

    Without SPEC, all of `specs/`. Films, and all that they are made of, are in `cache/builds/NAME/`. With --json,
    a report object for every spec, each on a line of its own, is all that is printed on standard output.

    \b
    nbstudio build
    nbstudio build specs/first-light.yaml --out first-light.mp4
    nbstudio build first-light --until still
    """  # noqa: D301
    began = time.time_ns()  # before anything that decides the result is read
    try:
        paths = options.chosen(specs)
        if out and len(paths) > 1:
            raise UsageError("--out is for one spec", hint="name the spec before it")
        settings = Settings.load(cache=cache, jobs=jobs, draft=draft, frozen=frozen)
    except StudioError as error:
        if as_json:
            screen.emit(_refusal(None, error), indent=None)
        raise
    wrong: BaseException | None = None
    for path in paths:
        try:
            result = _build(path, settings, began, out=out, until=until, as_json=as_json)
        except StudioError as error:
            if isinstance(error, SpecError):
                screen.diagnostics(error.diagnostics, options.root(path))
            else:
                screen.error(error, about=f"{path.stem}: " if len(paths) > 1 else "")
            if as_json:
                screen.emit(_refusal(path, error), indent=None)
            wrong = wrong or error
            continue
        except (Exception, KeyboardInterrupt) as error:
            if as_json and not isinstance(error, screen.Told):
                screen.emit(_refusal(path, error), indent=None)
            raise
        if result.interrupted:
            raise screen.Told(KeyboardInterrupt())
        if not result.ok:
            wrong = wrong or StepError(f"{result.spec} was not built")
    if wrong:
        raise screen.Told(wrong)


def _build(
    path: Path, settings: Settings, began: int, *, out: Path | None, until: str | None, as_json: bool
) -> BuildResult:
    from nbstudio.graph import opening  # half a second that `--help` need not wait for

    opened = opening.open_spec(path, settings)
    try:
        _guard(out, path, opened)
        _namesake(path, opened)
        with progress.listener(opened.name, settings.jobs) as listen:
            run = opened.run(frozen=settings.frozen, until=until, listen=listen)
            result = run.build_all(out)
        doubts = dict.fromkeys((*opened.loaded.warnings, *run.work.plan.warnings, *run.doubts(opened.place)))
        screen.diagnostics(doubts, options.root(path))
        report.report(result, _again(path, settings, out, until), opened.place, quiet=as_json)
        told = {"diagnostics": [doubt.as_json() for doubt in doubts]}
        if as_json:
            screen.emit({**result.as_json(opened.place), **told}, indent=None)
        stamp = door.stamp_path(str(opened.store.root), str(path))
        if result.ok and until is None:
            door.keep(
                stamp,
                wanted=door.key(str(path), str(out) if out else None, settings.draft),
                since=began,
                read=[str(path), *map(str, _read(opened, run)), *door.program_files()],
                made=[str(made) for made in _made(run, out)],
                line=report.nothing_line(result),
                report=_line({**report.fresh_report(result), **told}),
            )
        return result
    finally:
        opened.store.close()


def _guard(out: Path | None, path: Path, opened: Opened) -> None:
    """Refuse to write the film over anything that it is made from."""
    if out is None:
        return
    if out.is_relative_to(opened.store.root) or out.resolve().is_relative_to(opened.store.root.resolve()):
        raise UsageError(
            f"`{screen.shown(out)}` is in the cache, which is nbstudio's own",
            hint="choose a place outside of it, as `--out film.mp4`",
        )
    inputs = {path, *opened.paths.values(), *opened.rulebook.files}
    if out.resolve() in {file.resolve() for file in inputs}:
        raise UsageError(
            f"--out would overwrite `{screen.shown(out)}`, which the film is made from",
            code="out-is-input",
            hint="choose another name, as `--out film.mp4`",
        )
    if out.exists() and not _film(out):
        raise UsageError(
            f"--out would overwrite `{screen.shown(out)}`, which is no film",
            code="out-is-input",
            hint="choose another name, or remove that file first",
        )


def _namesake(path: Path, opened: Opened) -> None:
    """Warn when the folder of this build holds the film of another spec of that name, which gives way."""
    other = door.stamped(door.stamp_path(str(opened.store.root), str(path)))
    if not other or not os.path.isfile(other) or os.path.realpath(path) == other:
        return
    if Path(other).read_bytes() != path.read_bytes():
        screen.warn(
            f"{screen.shown(opened.store.root / 'builds' / path.stem)} held the film of {screen.shown(other)} and now "
            f"holds this one; give one of them another name, or a cache of its own, to keep both in place"
        )


def _film(path: Path) -> bool:
    """Tell whether the file at `path` is a film, as this command leaves them."""
    try:
        return kind_of(path) is Kind.MP4
    except InputError as error:
        return error.code == "empty-file"


def _read(opened: Opened, run: Run) -> Iterator[Path]:
    """Yield all that decided the result, and the files and folders that would decide if they were there or new."""
    yield from (opened.files(leaf) for leaf in run.work.plan.leaves)
    yield from opened.paths.values()
    yield from opened.looked
    yield from opened.rulebook.files
    folders = {file.parent for file in opened.rulebook.files}
    root = Path(opened.project.root)
    yield from sorted({*folders, root / "rules", root / "rules" / "catalog", root / "templates"})


def _made(run: Run, out: Path | None) -> Iterator[Path]:
    """Yield what the build left: the films, and the folders of everything else, whose times show a loss."""
    with os.scandir(run.build.folder) as entries:
        yield from sorted(Path(entry.path) for entry in entries if not entry.name.startswith("."))
    if out:
        yield out


def _again(path: Path, settings: Settings, out: Path | None, until: str | None) -> str:
    words = ["nbstudio", "build", screen.shown(path)]
    words += ["--out", str(out)] if out else []
    words += (
        ["--cache", screen.shown(settings.cache)] if settings.cache and not os.environ.get("NBSTUDIO_CACHE") else []
    )
    words += ["--draft"] if settings.draft else []
    words += ["--until", until] if until else []
    return shlex.join(words)


def _line(value: object) -> str:
    import json

    return json.dumps(value)


def _refusal(path: Path | None, error: BaseException) -> dict[str, object]:
    """Return the report object of a spec that could not be begun, or of a build that broke."""
    found = error.diagnostics if isinstance(error, SpecError) else ()
    if isinstance(error, StudioError):
        told = {"code": error.code, "message": error.message}
    elif isinstance(error, KeyboardInterrupt):
        told = {"code": "interrupted", "message": "interrupted"}
    else:
        told = {"code": "bug", "message": f"{type(error).__name__}: {error}"}
    return {
        "spec": path.stem if path else None,
        "output": None,
        "error": told,
        "diagnostics": [diagnostic.as_json() for diagnostic in found],
    }
