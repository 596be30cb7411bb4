"""Program: a project's own program makes the target.

A rule's `with: {command: [...]}` is a list of arguments, never a shell's line. `{out}`, `{scratch}`, the
ports and the params stand for their values; a rule's `files` are found by their own names. The program
runs in an empty folder, with a scrubbed environment, under a limit of time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nbstudio.action import Job, fill, plain
from nbstudio.errors import InputError, StepError
from nbstudio.magic import NAMES, Kind
from nbstudio.media import image_info
from nbstudio.process import run as spawn

VERSION = 1
MINUTES = 10.0
LONGEST = 24 * 60


def run(job: Job) -> None:
    """Run the program; it has to leave its result at `{out}`."""
    command = job.extra.get("command")
    if not isinstance(command, list) or not command:
        raise StepError("the rule has no `with: {command: [...]}`", code="bad-rule")
    minutes = job.extra.get("minutes", MINUTES)
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 0 < minutes <= LONGEST:
        raise StepError(f"`minutes` is a number up to {LONGEST}, not `{minutes}`", code="bad-rule")
    names = words(job)
    spawn([fill(str(word), names) for word in command], cwd=job.scratch, timeout=60 * float(minutes))
    if job.out.suffix == ".png" and job.out.is_file() and not job.out.is_symlink():
        _check_picture(job)


def _check_picture(job: Job) -> None:
    """Hold what the program left against what it should be, while it is known who left it."""
    try:
        found = image_info(job.out)
    except InputError as error:
        raise StepError(
            f"what the program left for `{job.target}` can't be used",
            code=error.code,
            notes=[error.message.replace(job.out.name, "its file"), *error.notes],
            hint="the program has to write a PNG picture to {out}",
        ) from error
    if found.format is not Kind.PNG:
        raise StepError(
            f"what the program left for `{job.target}` is {NAMES[found.format]}",
            code="not-an-image",
            hint="the program has to write a PNG picture to {out}",
        )


def words(job: Job) -> dict[str, str]:
    """Return what may stand in braces: out, scratch, python, every port, every param, every program file."""
    names: dict[str, str] = {"out": str(job.out), "scratch": str(job.scratch), "python": sys.executable}
    for port, files in job.inputs.items():
        if port == "program":
            own = job.extra.get("files", [])
            names |= {Path(str(name)).name: str(path) for name, path in zip(own, files, strict=True)}
        elif len(files) == 1:
            names[port] = str(files[0])
    return names | {name: plain(value) for name, value in job.params.items()}
