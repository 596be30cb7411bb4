"""`nbstudio schema`: the spec language, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from nbstudio.console import screen


@click.command("schema", short_help="Print the JSON Schema of specs, for editors.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it there.")
def command(out: Path | None) -> None:
    """Print the JSON Schema of specs, by which editors complete and check.

    \b
    nbstudio schema --out specs/video-1.schema.json

    and as a spec's first line: # yaml-language-server: $schema=video-1.schema.json
    """  # noqa: D301
    value = schema()
    if out is None:
        screen.emit(value)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(value, indent=2) + "\n", "utf-8")
    screen.say(f"wrote {screen.shown(out)}")


def schema() -> dict[str, Any]:
    """Return the schema, made from the model that reads specs."""
    from nbstudio.spec.model import Video

    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Video.model_json_schema(by_alias=True)}
