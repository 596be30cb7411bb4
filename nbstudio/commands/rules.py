"""`nbstudio rules`: what can be made, and the names that specs may use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nbstudio import action, door, rulebook
from nbstudio.console import options, screen
from nbstudio.diagnostics import did_you_mean, printable
from nbstudio.errors import UsageError
from nbstudio.project import Project, stdlib
from nbstudio.rulebook import Rule, Rulebook


@click.command("rules", short_help="List what can be made, and the names specs may use.")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the rules and catalogs that this project sees; with NAME, the page of one.

    A project's own `rules/NAME.yaml` comes before the library's: to change a rule, copy its file.

    \b
    nbstudio rules
    nbstudio rules still
    nbstudio rules styles
    """  # noqa: D301
    book = seen()
    if name is None:
        if as_json:
            screen.emit(
                {"rules": {n: rule_value(r) for n, r in sorted(book.rules.items())}, "catalogs": _plain(book.catalogs)}
            )
        else:
            _overview(book)
        return
    rule, catalog = book.rule(name), book.catalog(name)
    if rule:
        screen.emit(rule_value(rule)) if as_json else _page(rule)
    elif catalog:
        screen.emit(_plain(catalog)) if as_json else _catalog(name, catalog, full=True)
    else:
        hint = did_you_mean(name, [*book.rules, *book.catalogs])
        raise UsageError(f"there is no rule or catalog `{name}`", hint=hint or "`nbstudio rules` lists them")


def seen() -> Rulebook:
    """Return the rulebook as the project around here sees it; outside of one, the library's."""
    around = door.project_root(str(Path.cwd()))
    folders = Project(Path(around)).search("rules") if around else (stdlib() / "rules",)
    return rulebook.load(folders, action.names())


def rule_value(rule: Rule) -> dict[str, Any]:
    """Return a rule as `--json` prints it."""
    return {
        "about": rule.about,
        "version": rule.version,
        "inputs": {
            name: {"kind": port.kind, "about": port.about, "many": port.many, "optional": port.optional}
            for name, port in rule.inputs.items()
        },
        "output": rule.output,
        "params": {name: _param(param) for name, param in rule.params.items()},
        "action": rule.action,
        "with": _plain(rule.extra),
        "pool": rule.pool,
        "seconds": rule.seconds,
        "file": str(rule.folder / f"{rule.name}.yaml"),
        "example": rule.example,
    }


def _param(param: object) -> dict[str, Any]:
    fields = getattr(param, "__dataclass_fields__", {})
    values = {field: getattr(param, field) for field in fields if field != "name"}
    return {field: _plain(value) for field, value in values.items() if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    """Return a value of YAML as JSON has it."""
    if hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _overview(book: Rulebook) -> None:
    screen.say(screen.paint("rules", "bold"))
    wide = max((len(name) for name in book.rules), default=0)
    for name, rule in sorted(book.rules.items()):
        screen.say(f"  {name:<{wide}}  {printable(rule.about)}")
    for name in sorted(book.catalogs):
        screen.say()
        _catalog(name, book.catalog(name), full=False)
    screen.say()
    screen.say("`nbstudio rules NAME` shows the page of one")


def _catalog(name: str, entries: Any, *, full: bool) -> None:
    screen.say(screen.paint(name, "bold"))
    wide = max((len(str(entry)) for entry in entries), default=0)
    for entry, value in entries.items():
        about = value.get("about", "") if hasattr(value, "get") else value
        screen.say(f"  {entry!s:<{wide}}  {printable(' '.join(str(about).split()))}")
        if full and hasattr(value, "items"):
            for key, inner in value.items():
                if key != "about":
                    screen.say(f"  {'':<{wide}}    {key}: {printable(str(_plain(inner)))}")


def _page(rule: Rule) -> None:
    screen.say(f"{screen.paint(rule.name, 'bold')}: {printable(rule.about)}")
    screen.say(f"  makes {rule.output} ({rule.suffix}), by the action `{rule.action}`, version {rule.version}")
    screen.say(f"  pool {rule.pool}, about {rule.seconds:g} s; {screen.shown(rule.folder / f'{rule.name}.yaml')}")
    if rule.inputs:
        screen.say("  takes")
        for name, port in rule.inputs.items():
            words = [port.kind, *(["several"] if port.many else []), *(["optional"] if port.optional else [])]
            screen.say(f"    {name} ({', '.join(words)})  {printable(port.about)}")
    if rule.params:
        screen.say("  params")
        for name, param in rule.params.items():
            facts = _param(param)
            about = facts.pop("about", "")
            told = ", ".join(f"{key} {value}" for key, value in facts.items())
            screen.say(f"    {name}  {printable(str(about))} ({printable(told)})")
    if rule.example:
        screen.say("  example")
        for row in rule.example.rstrip().split("\n"):
            screen.say(f"    {printable(row)}")
