"""`nbstudio check`: all that is wrong with specs."""

from __future__ import annotations

from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.console.amounts import plural
from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError, StudioError
from nbstudio.plan.step import Plan
from nbstudio.settings import Settings


@click.command("check", short_help="Tell all that is wrong with specs.")
@options.specs
@options.as_json
@options.cache
@options.draft
def command(specs: tuple[str, ...], as_json: bool, cache: Path | None, draft: bool) -> None:
    """Tell all that is wrong with SPECs, with file, line and column. Makes nothing.

    What can only be known from the song (does a scene's section exist?) is checked too when a build has listened to
    it. Ends with 1 when there are errors; warnings alone end with 0.

    \b
    nbstudio check
    nbstudio check specs/first-light.yaml --json
    """  # noqa: D301
    settings = Settings.load(cache=cache, draft=draft)
    paths = options.chosen(specs)
    found: list[Diagnostic] = []
    values = []
    wrong: StudioError | None = None
    for path in paths:
        here, said, partial = examine(path, settings)
        found += here
        errors = [one for one in here if one.severity == "error"]
        if errors:
            wrong = wrong or SpecError(errors)
        values.append(
            {"spec": str(path), "ok": not errors, "partial": partial, "diagnostics": [d.as_json() for d in here]}
        )
        if not as_json:
            screen.diagnostics(here, options.root(path))
            if not errors:
                screen.say(f"{screen.shown(path)}: {screen.paint('right', 'good')}{said}")
    if as_json:
        screen.emit({"ok": wrong is None, "specs": values})
    if wrong:
        raise screen.Told(wrong)


def examine(path: Path, settings: Settings) -> tuple[list[Diagnostic], str, bool]:
    """Return all diagnostics of a spec, words on how far it could be checked, and whether shots are not known yet."""
    from nbstudio.graph import opening  # half a second that `--help` need not wait for

    try:
        opened = opening.open_spec(path, settings)
        try:
            run = opened.run()
            warnings = [*opened.loaded.warnings, *run.work.plan.warnings, *run.doubts(opened.place)]
        finally:
            opened.store.close()
    except SpecError as error:
        return list(error.diagnostics), "", False
    return list(dict.fromkeys(warnings)), _said(run.work.plan), run.work.plan.partial


def _said(plan: Plan) -> str:
    if plan.partial:
        return " as text; its shots are planned when the song has been listened to"
    return f", {plural(sum(step.kind == 'segment' for step in plan.steps), 'shot')}"
