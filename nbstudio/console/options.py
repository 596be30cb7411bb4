"""Options: what several commands ask for, in the same words, and the specs that a command means."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from nbstudio import door
from nbstudio.diagnostics import did_you_mean
from nbstudio.errors import UsageError
from nbstudio.settings import Settings


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del ctx, param
    names = [os.path.relpath(path) for path in door.project_specs(str(Path.cwd()))]
    found = [name for name in names if name.startswith(incomplete) or Path(name).name.startswith(incomplete)]
    return [CompletionItem(name) for name in found] or [CompletionItem(incomplete, type="file")]


specs = click.argument("specs", nargs=-1, metavar="[SPEC]...", shell_complete=_complete)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts and editors.")
jobs = click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Work at so many targets at once.")
cache = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep what is made there, not in the project's `cache/`.",
)
draft = click.option("--draft", is_flag=True, help="Make it small and quick, to look at.")


def chosen(words: Iterable[str]) -> list[Path]:
    """Return the specs that `words` mean: paths or names; without any, all of the project.

    Raises UsageError where there is none.
    """
    listed = list(words)
    known = door.project_specs(str(Path.cwd()))
    if not listed:
        if known:
            return [Path(path) for path in known]
        raise UsageError(
            "there is no spec here",
            notes=["a project is a folder with `specs/`, and a spec is a YAML file in it"],
            hint="nbstudio new --song SONG.mp3 --photo PHOTO.jpg",
        )
    paths = []
    for word in listed:
        path = Path(door.spec_path(word))
        if not path.is_file():
            names = [Path(spec).stem for spec in known]
            near = did_you_mean(path.name.removesuffix(".yaml"), names)
            raise UsageError(f"there is no spec `{word}`", hint=near)
        paths.append(path)
    return paths


def root(path: Path) -> Path | None:
    """Return the project that the spec at `path` is in."""
    found = door.project_root(str(path.resolve().parent))
    return Path(found) if found else None


def cache_folder(words: Iterable[str], flag: Path | None) -> Path:
    """Return the cache that a command without a plan works on: as told, else the project's of the first spec.

    Raises UsageError outside of any project.
    """
    settings = Settings.load(cache=flag)
    if settings.cache:
        return settings.cache
    starts = [*[Path(door.spec_path(word)).resolve().parent for word in words][:1], Path.cwd()]
    for start in starts:
        around = door.project_root(str(start))
        if around:
            return settings.folder(Path(around))
    raise UsageError("there is no project here", hint="go into it, or name its cache with --cache DIR")
