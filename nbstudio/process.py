"""Processes: other people's programs, run so that they can neither hang, linger nor look around.

A program gets a list of arguments and never a shell, a process group of its own, an environment of a few
names, nothing to read but what it is handed, limits, and a time after which its whole group is killed. It
dies with us too: where the system can tell a child of its parent's end (Linux), a killed build leaves no
program behind. That and the limits are set by a small launcher that then becomes the program, for code
between fork and exec is not safe in a process with threads.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO

from nbstudio.errors import ToolError

KEPT = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "LD_LIBRARY_PATH")
FIXED = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
BLOCK = 1 << 20
MOST_OUTPUT = 1 << 28  # bytes that `run` holds; more is for `stream`
TAIL = 1 << 16
LAST_LINES = 6

_LAUNCHER = """
import ctypes, os, resource, signal, sys
parent, limits, argv = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
for limit in limits.split():
    name, value = limit.split("=")
    kind = getattr(resource, name)
    most = resource.getrlimit(kind)[1]
    most = int(value) if most == resource.RLIM_INFINITY else min(most, int(value))
    resource.setrlimit(kind, (most, most))
ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
if os.getppid() != parent:
    os._exit(1)
os.execv(argv[0], argv)
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may take; nothing means as much as the system allows. Kept on Linux."""

    cpu_seconds: int | None = None
    memory: int | None = None
    """Address space, in bytes."""
    file_size: int | None = None
    """The largest file it may write, in bytes."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program that succeeded has written; of stderr the end."""

    stdout: bytes
    stderr: str


def run(
    argv: Sequence[str | Path],
    *,
    timeout: float,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Completed:
    """Run a program to its end; `timeout` in seconds, `env` on top of the usual few names.

    `log` receives the command and all of stderr, whether it succeeds or not.

    Raises ToolError when it is missing, fails, takes too long or floods stdout.
    """
    with _started(argv, cwd, stdin, log, env, limits) as started:
        process, errors = started.process, started.errors
        with _alarm(process, timeout) as alarm:
            out, size = [], 0
            assert process.stdout is not None
            while block := process.stdout.read(BLOCK):
                out.append(block)
                size += len(block)
                if size > MOST_OUTPUT:
                    raise ToolError(f"{started.name} wrote more than {MOST_OUTPUT >> 20} MB to its output")
            code = process.wait()
        if alarm.rang:
            raise _too_slow(started.name, timeout, errors)
        if code:
            raise _failed(started.name, code, errors)
        return Completed(b"".join(out), _tail(errors))


def stream(
    argv: Sequence[str | Path],
    *,
    timeout: float,
    block: int = BLOCK,
    cwd: Path | None = None,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Iterator[bytes]:
    """Run a program and yield what it writes, `block` bytes at a time (the last may be shorter).

    `timeout` is the longest wait for a block, in seconds. A reader that stops early ends the program.

    Raises ToolError when it is missing, fails or takes too long; what was yielded before that stands.
    """
    with _started(argv, cwd, None, log, env, limits) as started:
        process = started.process
        assert process.stdout is not None
        more = True
        while more:
            with _alarm(process, timeout) as alarm:
                data = process.stdout.read(block)
                more = len(data) == block
                code = None if more else process.wait()
            if alarm.rang:
                raise _too_slow(started.name, timeout, started.errors)
            if data:
                yield data
        if code:
            raise _failed(started.name, code, started.errors)


def ffmpeg() -> Path:
    """Return the ffmpeg to use: NBSTUDIO_FFMPEG, the one of the imageio-ffmpeg wheel, or one on the PATH.

    Raises ToolError when there is none.
    """
    named = os.environ.get("NBSTUDIO_FFMPEG")
    if named:
        found = shutil.which(named)
        if found is None:
            raise ToolError(
                f"NBSTUDIO_FFMPEG is `{named}`, which is no program",
                code="no-ffmpeg",
                hint="give the path of an ffmpeg, or unset it to use the bundled one",
            )
        return Path(found).absolute()
    try:
        import imageio_ffmpeg

        return Path(imageio_ffmpeg.get_ffmpeg_exe()).absolute()
    except (ImportError, RuntimeError):
        found = shutil.which("ffmpeg")
    if found is None:
        raise ToolError(
            "there is no ffmpeg", code="no-ffmpeg", hint="run `pip install --force-reinstall imageio-ffmpeg`"
        )
    return Path(found).absolute()


@dataclass(frozen=True, slots=True)
class _Started:
    name: str
    process: subprocess.Popen[bytes]
    errors: IO[bytes]


@contextmanager
def _started(
    argv: Sequence[str | Path],
    cwd: Path | None,
    stdin: bytes | None,
    log: Path | None,
    env: Mapping[str, str] | None,
    limits: Limits | None,
) -> Iterator[_Started]:
    """Start a program; at the end of the block nothing of its group is left, however the block ends."""
    around = {name: os.environ[name] for name in KEPT if name in os.environ} | FIXED | dict(env or {})
    words = [os.fspath(word) for word in argv]
    name = Path(words[0]).name
    program = shutil.which(words[0], path=around.get("PATH"))
    if program is None:
        raise ToolError(f"the program `{words[0]}` was not found", hint="install it, or correct the rule's command")
    words[0] = os.path.abspath(program)
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as given:
        if stdin is not None:
            given.write(stdin)
            given.seek(0)
        try:
            process = subprocess.Popen(  # closed below, after its group is gone
                _launched(words, limits or Limits()),
                stdin=subprocess.DEVNULL if stdin is None else given,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=cwd,
                env=around,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise ToolError(f"{name} can't be started: {error}") from error
        try:
            yield _Started(name, process, errors)
        finally:
            _end(process)
            if log is not None:
                errors.seek(0)
                with log.open("wb") as file:
                    file.write((" ".join(words) + "\n").encode())
                    shutil.copyfileobj(errors, file)


def _launched(words: list[str], limits: Limits) -> list[str]:
    """Return the command that limits itself, ties itself to our life and becomes `words`."""
    if not sys.platform.startswith("linux"):
        return words
    asked = {"RLIMIT_CORE": 0, "RLIMIT_CPU": limits.cpu_seconds, "RLIMIT_AS": limits.memory}
    asked["RLIMIT_FSIZE"] = limits.file_size
    told = " ".join(f"{kind}={value}" for kind, value in asked.items() if value is not None)
    return [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(os.getpid()), told, *words]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a program's group, and wait for it."""
    _kill(process)
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole group; the program itself may have ended and left children in it."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    else:
        process.kill()


class _Alarm(Timer):
    """Kills a program when its time is up, and remembers that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        super().__init__(seconds, self.ring)
        self.daemon = True
        self.watched = process
        self.rang = False

    def ring(self) -> None:
        self.rang = True
        _kill(self.watched)


@contextmanager
def _alarm(process: subprocess.Popen[bytes], seconds: float) -> Iterator[_Alarm]:
    alarm = _Alarm(process, seconds)
    alarm.start()
    try:
        yield alarm
    finally:
        alarm.cancel()


def _tail(errors: IO[bytes]) -> str:
    end = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, end - TAIL))
    return errors.read().decode("utf-8", "replace")


def _last_lines(errors: IO[bytes]) -> list[str]:
    lines = [" ".join(line.split())[:200] for line in _tail(errors).splitlines()]
    return [line for line in lines if line][-LAST_LINES:]


def _too_slow(name: str, timeout: float, errors: IO[bytes]) -> ToolError:
    return ToolError(
        f"{name} was stopped after {timeout:g} seconds",
        notes=_last_lines(errors),
        hint="the machine may be busy, or the input far larger than usual; build again to retry",
    )


def _failed(name: str, code: int, errors: IO[bytes]) -> ToolError:
    if code < 0:
        try:
            said = f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            said = f"was ended by signal {-code}"
    else:
        said = f"failed with exit code {code}"
    return ToolError(f"{name} {said}", notes=_last_lines(errors), hint="its own words are in the notes above")
