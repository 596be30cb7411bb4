"""`nbstudio graph`: what is made from what, as a drawing's text."""

from __future__ import annotations

from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.console.looking import Look, Looks

COLOURS = {"ready": "palegreen", "to make": "moccasin", "not kept": "gray90", "file": "white"}


@click.command("graph", short_help="Print what films are made from, as DOT or Mermaid.")
@options.specs
@click.option("--format", "form", type=click.Choice(("dot", "mermaid")), default="dot", show_default=True)
@options.cache
@options.draft
def command(specs: tuple[str, ...], form: str, cache: Path | None, draft: bool) -> None:
    """Print what the films of SPECs are made from, as Graphviz DOT or Mermaid.

    \b
    nbstudio graph first-light | dot -Tsvg > first-light.svg
    nbstudio graph first-light --format mermaid
    """  # noqa: D301
    looks = Looks(specs, cache, draft=draft)
    for look in looks:
        screen.say(dot(look) if form == "dot" else mermaid(look))
    looks.end()


def _nodes(look: Look) -> dict[str, str]:
    """Return every target and file of the graph, inputs first, each with how it stands."""
    nodes: dict[str, str] = {}
    for step in look.run.work.plan.steps:
        for source in step.sources():
            nodes.setdefault(source, look.status.get(source, "file"))
        nodes[step.target] = look.status[step.target]
    return nodes


def _edges(look: Look) -> list[tuple[str, str, str]]:
    return [
        (source, step.target, port)
        for step in look.run.work.plan.steps
        for port, sources in step.inputs
        for source in sources
    ]


def dot(look: Look) -> str:
    """Return the graph in Graphviz' language."""
    rows = [
        f"digraph {_quoted(look.run.work.plan.name)} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="filled,rounded", fontname="sans-serif", fontsize=10];',
        "  edge [color=gray50];",
    ]
    for name, stands in _nodes(look).items():
        shape = ", shape=note" if stands == "file" else ""
        rows.append(f"  {_quoted(name)} [fillcolor={COLOURS[stands]}{shape}];")
    rows += [
        f"  {_quoted(source)} -> {_quoted(target)} [tooltip={_quoted(port)}];" for source, target, port in _edges(look)
    ]
    return "\n".join([*rows, "}"])


def mermaid(look: Look) -> str:
    """Return the graph in Mermaid's language, which Markdown viewers draw."""
    nodes = _nodes(look)
    number = {name: f"n{index}" for index, name in enumerate(nodes)}
    rows = ["flowchart LR"]
    for name, stands in nodes.items():
        label = '"' + name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") + '"'
        shape = f"([{label}])" if stands == "file" else f"[{label}]"
        rows.append(f"  {number[name]}{shape}:::{stands.replace(' ', '_')}")
    rows += [f"  {number[source]} --> {number[target]}" for source, target, _ in _edges(look)]
    rows += [
        "  classDef ready fill:#98fb98",
        "  classDef to_make fill:#ffe4b5",
        "  classDef not_kept fill:#e5e5e5",
        "  classDef file fill:#ffffff",
    ]
    return "\n".join(rows)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
