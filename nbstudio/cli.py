"""The command line: commands found by name, errors turned into exit codes.

0 done · 1 the text is wrong · 2 the command line is wrong · 3 a step failed · 4 a bug of ours · 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from nbstudio import __version__, discovery
from nbstudio.console import screen
from nbstudio.diagnostics import did_you_mean
from nbstudio.errors import SpecError, StudioError, UsageError

PACKAGE = "nbstudio.commands"
TEXT_WRONG, USAGE, STEP_FAILED, BUG, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 4, 130, 141

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Sums come out differently with the number of threads, and the workers are many already."""


class Commands(click.Group):
    """Every module of `commands/` is one command, imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(discovery.names(PACKAGE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        del ctx
        module = discovery.find(PACKAGE, cmd_name)
        command = getattr(module, "command", None)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], self.list_commands(ctx)) if args else None
            if hint:
                raise click.UsageError(f"there is no command `{args[0]}`; {hint}", ctx) from error
            raise


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="nbstudio", message="%(prog)s %(version)s")
def cli() -> None:
    """Make for music videos: a YAML spec in git, an incremental build, a finished film.

    \b
    Start:    nbstudio new --song song.mp3 --photo singer.jpg
    Build:    nbstudio build
    Look in:  nbstudio plan, nbstudio why TARGET, nbstudio list
    """  # noqa: D301


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for name in THREADS:
        os.environ[name] = "1"
    _open_streams()
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except StudioError as error:  # telling what was wrong went wrong: the disk behind the output is full
        return exit_code(error)
    except screen.Told as told:
        return exit_code(told.cause)


def _open_streams() -> None:
    """Open what the shell closed (`>&-`), lest the first file that we open take its number and be written to."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live


def _run(words: list[str]) -> int:
    try:
        result: Any = cli.main(words, prog_name="nbstudio", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        screen.say(error.format_message())
        return USAGE
    except click.ClickException as error:
        screen.usage(error)
        return USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        screen.warn("interrupted; what was finished is kept")
        return INTERRUPTED
    except StudioError as error:
        screen.error(error)
        return exit_code(error)
    except screen.Told as told:
        return exit_code(told.cause)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC and error.filename is None:  # from click's echo
            return STEP_FAILED
        screen.bug(error)
        return BUG
    return result if isinstance(result, int) else 0


def exit_code(error: BaseException) -> int:
    """Return what the shell hears of `error`."""
    match error:
        case SpecError():
            return TEXT_WRONG
        case UsageError():
            return USAGE
        case StudioError():
            return STEP_FAILED
        case KeyboardInterrupt():
            return INTERRUPTED
        case BrokenPipeError():
            return PIPE_CLOSED
        case _:
            return BUG
