"""`nbstudio explain`: what a code of a diagnostic or an error means."""

from __future__ import annotations

import textwrap

import click

from nbstudio.console import options, screen
from nbstudio.console.codes import PAGES
from nbstudio.diagnostics import did_you_mean
from nbstudio.errors import UsageError


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    del ctx, param
    return [code for code in PAGES if code.startswith(incomplete)]


@click.command("explain", short_help="Explain the code of an error.")
@click.argument("code", required=False, shell_complete=_complete)
@options.as_json
def command(code: str | None, as_json: bool) -> None:
    """Explain CODE, the word in brackets of an error; without CODE, list them.

    \b
    nbstudio explain unknown-key
    """  # noqa: D301
    if code is None:
        if as_json:
            screen.emit({name: {"about": page.about, "example": page.example} for name, page in sorted(PAGES.items())})
            return
        wide = max(map(len, PAGES))
        for name, page in sorted(PAGES.items()):
            screen.say(f"{name:<{wide}}  {page.about.partition('. ')[0].rstrip('.')}")
        return
    found = PAGES.get(code.strip("[]"))
    if found is None:
        raise UsageError(
            f"there is no code `{code}`", hint=did_you_mean(code, PAGES) or "`nbstudio explain` lists them"
        )
    if as_json:
        screen.emit({"code": code, "about": found.about, "example": found.example})
        return
    screen.say(screen.paint(code, "bold"))
    screen.say()
    screen.say(textwrap.fill(found.about, 88))
    if found.example:
        screen.say()
        screen.say(textwrap.indent(found.example.strip("\n"), "    "))
