"""`nbstudio new`: a first spec from a song and a photo."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from nbstudio import door, project
from nbstudio.commands.rules import seen
from nbstudio.console import screen
from nbstudio.diagnostics import did_you_mean, printable
from nbstudio.errors import UsageError
from nbstudio.magic import NAMES, kind_of

TEMPLATE = "minimal.yaml.j2"
PROMPT = "A singer performs the song, alone, in places that follow its mood."


@click.command("new", short_help="Write a first spec from a song and a photo.")
@click.argument("name", required=False)
@click.option("--song", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="The music.")  # fmt: skip
@click.option("--photo", "photos", required=True, multiple=True, metavar="FILE",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Who is in it; may be given several times.")  # fmt: skip
@click.option("--title", help="What it is called; without it, what the song's file is called.")
@click.option("--prompt", default=PROMPT, show_default=True, help="What happens, in a sentence.")
@click.option("--style", default="cinematic", show_default=True, help="A look; `nbstudio rules styles` lists them.")
def command(name: str | None, song: Path, photos: tuple[Path, ...], title: str | None, prompt: str, style: str) -> None:
    """Write `specs/NAME.yaml` from a song and a photo: six lines to begin with.

    Song and photos that are not in the project are copied to `specs/assets/`, and it says so. Nothing is ever
    overwritten. Without NAME, the title's words name the file.

    \b
    nbstudio new --song neon-rain.mp3 --photo mira.jpg
    nbstudio new night --song song.mp3 --photo leo.jpg --title "Night Drive" --style neon
    """  # noqa: D301
    title = title or song.stem.replace("-", " ").replace("_", " ").strip().title() or "Untitled"
    for word in (title, prompt, style, *map(str, (song, *photos))):
        if not word.isprintable():
            raise UsageError(f"`{printable(word)}` has characters that can't be shown", hint="write it in one line")
    _look_at(song, photos)
    styles = seen().catalog("styles")
    if styles and style not in styles:
        raise UsageError(f"there is no style `{style}`", hint=did_you_mean(style, styles) or "`nbstudio rules styles`")
    name = slug(name or title)
    root = Path(door.project_root(str(Path.cwd())) or Path.cwd())
    specs = root / "specs"
    path = specs / f"{name}.yaml"
    if path.exists():
        raise UsageError(f"`{screen.shown(path)}` exists", hint="give another NAME, or edit that file")
    people = _people(photos)
    copies: dict[Path, Path] = {}
    music = _inside(song, root, specs, copies)
    cast = {who: _inside(photo, root, specs, copies) for who, photo in people.items()}
    text = render(
        (project.stdlib() / "templates" / TEMPLATE).read_text("utf-8"),
        {"title": title, "music": music, "cast": cast, "prompt": prompt, "style": style},
    )
    specs.mkdir(parents=True, exist_ok=True)
    for source, copy in copies.items():
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, copy)
        screen.say(f"copied {screen.shown(source)} to {screen.shown(copy)}")
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    screen.say(f"wrote {screen.shown(path)}")
    screen.say(f"next: nbstudio build {screen.shown(path)}")


def _look_at(song: Path, photos: Sequence[Path]) -> None:
    """Refuse what is no song and no photo by its first bytes, before anything is copied."""
    for path, what, option in ((song, "song", "--song"), *((photo, "picture", "--photo") for photo in photos)):
        kind = kind_of(path)
        if not (kind.is_image if what == "picture" else kind.is_sound or kind.is_video):
            raise UsageError(
                f"`{printable(str(path))}` is no {what}: it is {NAMES[kind]}", hint=f"give {option} a {what}"
            )


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return the body of a template filled with `values`, in a sandbox in which what is not given is an error."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    body = template.partition("\n---\n")[2]
    # Not for HTML: YAML reads JSON's strings, and needs no escape more.
    environment = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment.from_string(body).render(**values)


def slug(text: str) -> str:
    """Return `text` as a name of a file: small letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "untitled"


def _people(photos: Sequence[Path]) -> dict[str, Path]:
    """Return a name in the cast for every photo: what its file is called."""
    people: dict[str, Path] = {}
    for photo in photos:
        name = slug(photo.stem)
        name = name if name[0].isalpha() else f"person-{name}"
        number, unique = 2, name
        while unique in people:
            unique, number = f"{name}-{number}", number + 1
        people[unique] = photo
    return people


def _inside(path: Path, root: Path, specs: Path, copies: dict[Path, Path]) -> str:
    """Return `path` as the spec says it; a file that is not in the project will be copied into it."""
    real, top = path.resolve(), root.resolve()
    if real.is_relative_to(top):
        return Path(os.path.relpath(real, specs.resolve() if specs.exists() else top / "specs")).as_posix()
    copy = specs / "assets" / path.name
    if copy in copies.values() and copies.get(real) != copy:
        raise UsageError(f"two files are called `{path.name}`", hint="rename one of them")
    if copy.exists() and not filecmp.cmp(real, copy, shallow=False):
        raise UsageError(f"`{screen.shown(copy)}` is another file already", hint="rename one of them")
    if not copy.exists():
        copies[real] = copy
    return f"assets/{copy.name}"
