"""The command line: commands found by name, errors as exit codes, manners in pipes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nbstudio import __version__, cli, discovery
from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import InputError, SpecError, StepError, StoreError, UsageError

COMMANDS = (
    "analyze", "build", "check", "clean", "completion", "doctor", "explain", "face", "graph", "list", "lyrics", "new",
    "plan", "rules", "schema", "sweep", "why",
)  # fmt: skip


def nbstudio(*argv: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nbstudio", *argv],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
    )


def test_every_file_of_the_collection_is_a_command() -> None:
    assert discovery.names(cli.PACKAGE) == COMMANDS
    context = click.Context(cli.cli)
    for name in COMMANDS:
        command = cli.cli.get_command(context, name)
        assert command is not None
        assert command.name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"  nbstudio {name}" in text
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help or param.name == "form", f"{name} {param.name}"


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"nbstudio {__version__}\n"
    assert cli.main(["-h"]) == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)


def test_a_command_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["biuld"]) == 2
    assert "did you mean `build`?" in capsys.readouterr().err
    assert cli.main(["../cli"]) == 2
    assert cli.main(["build", "--nope"]) == 2
    assert "`nbstudio build --help`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SpecError([Diagnostic("unknown-key", "no such key")]), 1),
        (UsageError("not so"), 2),
        (click.UsageError("not so"), 2),
        (StepError("it failed"), 3),
        (InputError("no photo"), 3),
        (StoreError("no cache"), 3),
        (RuntimeError("a bug"), 4),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_are_exit_codes(
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    @click.command("list")
    def broken() -> None:
        raise error

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("NBSTUDIO_DEBUG", raising=False)
    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: broken)
    assert cli.main(["list"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert "Traceback" not in said.err
    if code == 4:
        kept = list(tmp_path.glob("nbstudio-*.log"))
        assert len(kept) == 1
        assert "RuntimeError: a bug" in kept[0].read_text()
        monkeypatch.setenv("NBSTUDIO_DEBUG", "1")
        assert cli.main(["list"]) == 4
        assert "Traceback" in capsys.readouterr().err


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = nbstudio("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"nbstudio {__version__}\n")
    done = nbstudio("explain", "unknown-key", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    """`nbstudio explain | head -1`, as a shell would."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "nbstudio", "explain"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == ""


def test_a_plain_terminal_gets_plain_signs(tmp_path: Path) -> None:
    done = nbstudio("build", "歌", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "\\u6b4c" in done.stderr


def test_looking_at_the_help_reads_nothing_heavy(tmp_path: Path) -> None:
    text = (
        "import sys; from nbstudio import cli; cli.main(['--help']);"
        "print([m for m in ('numpy', 'cv2', 'librosa', 'av', 'pydantic', 'doit', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
