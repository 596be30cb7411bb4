"""`nbstudio clean`: remove the readable folders."""

from __future__ import annotations

from pathlib import Path

import click

from nbstudio import door
from nbstudio.console import options, screen
from nbstudio.console.amounts import plural
from nbstudio.store.builds import Build, builds
from nbstudio.store.store import Store


@click.command("clean", short_help="Remove the readable folders of builds.")
@options.specs
@options.cache
def command(specs: tuple[str, ...], cache: Path | None) -> None:
    """Remove `cache/builds/NAME/` of SPECs; without SPEC, of all that were built.

    Nothing is lost: what was made stays in the cache, and the next build puts it back without work. `nbstudio sweep`
    is what gives room back.

    \b
    nbstudio clean
    nbstudio clean first-light
    """  # noqa: D301
    folder = options.cache_folder(specs, cache)
    if not (folder / "builds").is_dir():
        screen.say(f"nothing to clean: {screen.shown(folder)} has no builds")
        return
    with Store(folder) as store:
        known = set(builds(store)) | {entry.name for entry in (folder / "builds").iterdir() if entry.is_dir()}
        names = [_name(word) for word in specs] or sorted(known)
        for name in names:
            if name not in known:
                screen.say(f"{name}: nothing to clean")
                continue
            build = Build(store, name)
            stamp = build.folder / Path(door.stamp_path("", name)).name
            stamp.unlink(missing_ok=True)
            count = build.clean()
            screen.say(f"{name}: {plural(count, 'file')} removed from {screen.shown(build.folder)}")
    screen.say(
        "the cache keeps what they were; `nbstudio build` puts it back, `nbstudio sweep --yes` gives its room back"
    )


def _name(word: str) -> str:
    """Return the build's name of a spec, which may be gone itself."""
    return Path(word).name.removesuffix(".yaml")
