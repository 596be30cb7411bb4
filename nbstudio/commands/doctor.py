"""`nbstudio doctor`: whether this machine is able to make films."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from nbstudio import __version__, digest, door, models, provider
from nbstudio.console import options, screen
from nbstudio.console.amounts import size
from nbstudio.errors import StepError, StoreError
from nbstudio.settings import Settings, usable_cpus

PACKAGES = ("av", "click", "doit", "librosa", "llvmlite", "numpy", "onnxruntime", "opencv-python-headless", "pydantic",
            "rich", "ruamel.yaml", "scipy")  # fmt: skip
ENCODERS = ("libx264", "aac")
LITTLE = 2_000_000_000
"""Bytes of free room below which a film may not fit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    value: str
    hint: str = ""


@click.command("doctor", short_help="Look whether all that is needed is here and works.")
@options.as_json
@options.cache
def command(as_json: bool, cache: Path | None) -> None:
    """Look whether all that nbstudio needs is here and works. Ends with 3 when something is missing.

    \b
    nbstudio doctor
    nbstudio doctor --json
    """  # noqa: D301
    found = list(examine(cache))
    wrong = [finding for finding in found if not finding.ok]
    if as_json:
        screen.emit({"ok": not wrong, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            mark = screen.paint("ok", "good") if finding.ok else screen.paint("no", "error")
            screen.say(f"  {mark}  {finding.subject:<14}{finding.value}")
            if not finding.ok and finding.hint:
                screen.say(f"      = hint: {finding.hint}")
        screen.say("all is well" if not wrong else f"{len(wrong)} of {len(found)} not well")
    if wrong:
        raise screen.Told(StepError(wrong[0].value, code="doctor"))


def examine(cache: Path | None) -> Iterator[Finding]:
    """Yield what is found of versions, programs, machine, cache, models and providers."""
    yield Finding("nbstudio", True, __version__)
    python = platform.python_version()
    yield Finding(
        "python", sys.version_info >= (3, 11), f"{python} ({platform.platform(terse=True)})", "use 3.11 or newer"
    )
    yield _packages()
    yield from _ffmpeg()
    yield Finding("processors", True, f"{usable_cpus()} of {os.cpu_count()} may be used")
    yield from _cache(cache)
    yield from _models()
    yield from _providers()


def _packages() -> Finding:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return Finding("packages", not missing, ", ".join(found), f"install {', '.join(missing)}")


def _ffmpeg() -> Iterator[Finding]:
    hint = "pip install --force-reinstall imageio-ffmpeg"
    try:
        import imageio_ffmpeg

        binary = str(imageio_ffmpeg.get_ffmpeg_exe())
        said = _ask(binary, "-version")
        encoders = _ask(binary, "-encoders")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        yield Finding("ffmpeg", False, f"can't be run: {error}", hint)
        return
    match = re.match(r"ffmpeg version (\S+)", said)
    yield Finding("ffmpeg", bool(match), f"{match[1] if match else 'unknown'} at {binary}", hint)
    missing = [name for name in ENCODERS if not re.search(rf"^ \S+ {re.escape(name)} ", encoders, re.MULTILINE)]
    yield Finding("encoders", not missing, f"lacks {', '.join(missing)}" if missing else ", ".join(ENCODERS), hint)


def _ask(binary: str, flag: str) -> str:
    done = subprocess.run([binary, "-hide_banner", flag] if flag != "-version" else [binary, flag],
                          capture_output=True, text=True, timeout=30, check=True)  # fmt: skip
    return done.stdout


def _cache(flag: Path | None) -> Iterator[Finding]:
    named = Settings.load(cache=flag).cache
    around = door.project_root(str(Path.cwd()))
    if named is None and around is None:
        yield Finding("cache", True, "no project here (a folder with `specs/`)")
        return
    folder = named or Path(str(around)) / "cache"
    stands = next(place for place in (folder, *folder.parents) if place.exists())
    writable = os.access(stands, os.W_OK | os.X_OK) and stands.is_dir()
    kept = sum(entry.stat().st_size for entry in (folder / "objects").glob("*/*")) if folder.is_dir() else 0
    value = f"{screen.shown(folder)}, {size(kept)}" + ("" if writable else ", can't be written")
    yield Finding("cache", writable, value, "give yourself the right to write there, or use --cache DIR")
    yield from _records(folder)
    free = shutil.disk_usage(stands).free
    yield Finding("room", free >= LITTLE, f"{size(free)} free on its disk", "`nbstudio sweep` lists what is not in use")


def _records(folder: Path) -> Iterator[Finding]:
    """Look whether the cache's database can be read, where there is one."""
    from nbstudio.store.records import Records

    path = folder / "nbstudio.sqlite"
    if not path.is_file() or not os.access(folder, os.W_OK):
        return
    try:
        records = Records(path)
        try:
            said = str(records.read("PRAGMA quick_check(1)")[0][0])
        finally:
            records.close()
    except StoreError as error:
        yield Finding("records", False, error.message, error.hint or "")
        return
    hint = "move `nbstudio.sqlite` away: all is made again where unproven"
    yield Finding("records", said == "ok", "whole" if said == "ok" else said, hint)


def _models() -> Iterator[Finding]:
    for name, wanted in sorted(models.DIGESTS.items()):
        path = models.path(name)
        hint = "reinstall nbstudio"
        if not path.is_file():
            yield Finding("model", False, f"{name} is missing", hint)
            continue
        same = digest.file_digest(path) == wanted
        yield Finding("model", same, f"{name} {wanted[:12]}" + ("" if same else " is not what it should be"), hint)


def _providers() -> Iterator[Finding]:
    for name in provider.names():
        try:
            found = provider.find(name)
        except Exception as error:
            yield Finding("provider", False, f"{name} can't be loaded: {error}", "upgrade or remove it")
            continue
        if found is None:
            continue
        able = ", ".join(sorted(found.CAPABILITIES))
        if found.KEY is None:
            yield Finding("provider", True, f"{name}: {able}; needs no key")
        else:
            have = "found" if os.environ.get(found.KEY) else "not set"
            yield Finding("provider", True, f"{name}: {able}; key {found.KEY} {have}")
