"""Programs can't hang, linger or look around; what they say when they fail reaches the user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nbstudio import process
from nbstudio.errors import ToolError

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kept on Linux only")


def python(code: str, *words: str) -> list[str]:
    return [sys.executable, "-c", code, *words]


def gone(pid: int, within: float = 10.0) -> bool:
    """Tell whether a process ends; one that is dead but not yet waited for has ended."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_it_returns_what_was_written() -> None:
    done = process.run(python("import sys; print('out'); print('err', file=sys.stderr)"), timeout=60)
    assert done.stdout.split() == [b"out"]
    assert done.stderr.split() == ["err"]


def test_stdin_is_closed_unless_given() -> None:
    code = "import sys; print(len(sys.stdin.buffer.read()))"
    assert process.run(python(code), timeout=60).stdout.strip() == b"0"
    assert process.run(python(code), timeout=60, stdin=b"x" * 3_000_000).stdout.strip() == b"3000000"


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    nasty = "$(touch pwned); `touch pwned` | touch pwned > pwned * ~"
    done = process.run(python("import sys; print(sys.argv[1])", nasty), timeout=60, cwd=tmp_path)
    assert done.stdout.decode().strip() == nasty
    assert not list(tmp_path.iterdir())


def test_the_environment_is_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_API_KEY", "hush")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    code = "import os; print(sorted(os.environ)); print(os.environ['TZ'], os.environ['MINE'])"
    said = process.run(python(code), timeout=60, env={"MINE": "yes"}).stdout.decode()
    assert "SECRET" not in said
    assert said.splitlines()[1] == "UTC yes"


def test_a_failure_tells_the_last_words() -> None:
    code = "import sys; [print('line', n, file=sys.stderr) for n in range(50)]; sys.exit(3)"
    with pytest.raises(ToolError, match="failed with exit code 3") as caught:
        process.run(python(code), timeout=60)
    assert caught.value.notes[-1] == "line 49"
    assert len(caught.value.notes) <= process.LAST_LINES


def test_a_log_keeps_all_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(ToolError):
        process.run(python("import sys; sys.stderr.write('w' * 200_000); sys.exit(1)"), timeout=60, log=log)
    assert log.stat().st_size > 200_000


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ToolError, match="no-such-program"):
        process.run(["no-such-program"], timeout=1)


def test_a_program_ended_by_a_signal_says_so() -> None:
    with pytest.raises(ToolError, match="SIGTERM"):
        process.run(python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)"), timeout=60)


@linux
def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open(sys.argv[1], 'w').write(f'{os.getpid()} {child.pid}')\n"
        "time.sleep(600)"
    )
    began = time.monotonic()
    with pytest.raises(ToolError, match="stopped after 2 seconds"):
        process.run(python(code, str(pids)), timeout=2)
    assert time.monotonic() - began < 30
    found = [int(word) for word in pids.read_text().split()]
    assert len(found) == 2
    assert all(gone(pid) for pid in found)


@linux
def test_children_left_behind_are_ended(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys\n"
        "quiet = subprocess.DEVNULL\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], stdout=quiet, stderr=quiet)\n"
        "open(sys.argv[1], 'w').write(str(child.pid))"
    )
    process.run(python(code, str(pid)), timeout=60)
    assert gone(int(pid.read_text()))


@linux
def test_programs_die_with_us(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    inner = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    outer = f"from nbstudio import process; process.run([{sys.executable!r}, '-c', {inner!r}], timeout=600)"
    with subprocess.Popen([sys.executable, "-c", outer]) as us:
        until = time.monotonic() + 60
        while not (pid.exists() and pid.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        us.send_signal(signal.SIGKILL)
    assert gone(int(pid.read_text()))


def test_floods_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_OUTPUT", 4 << 20)
    with pytest.raises(ToolError, match="more than 4 MB"):
        process.run(python("import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))"), timeout=60)


@linux
def test_limits_hold(tmp_path: Path) -> None:
    with pytest.raises(ToolError):
        process.run(python("bytearray(1 << 30)"), timeout=60, limits=process.Limits(memory=512 << 20))
    with pytest.raises(ToolError):
        process.run(
            python("open('big', 'wb').write(bytes(1 << 20))"),
            timeout=60,
            cwd=tmp_path,
            limits=process.Limits(file_size=1 << 16),
        )
    with pytest.raises(ToolError):
        process.run(python("while True: pass"), timeout=60, limits=process.Limits(cpu_seconds=1))


def test_a_stream_comes_in_blocks() -> None:
    code = "import sys; sys.stdout.buffer.write(bytes(range(256)) * 100)"
    blocks = list(process.stream(python(code), timeout=60, block=10_000))
    assert [len(block) for block in blocks] == [10_000, 10_000, 5_600]
    assert b"".join(blocks) == bytes(range(256)) * 100


def test_a_stream_of_a_failing_program_ends_in_an_error() -> None:
    blocks = process.stream(python("import sys; print('x' * 9); sys.exit(2)"), timeout=60)
    assert next(blocks).strip() == b"x" * 9
    with pytest.raises(ToolError, match="exit code 2"):
        next(blocks)


def test_a_stream_waits_only_so_long() -> None:
    with pytest.raises(ToolError, match="stopped after 1 seconds"):
        list(process.stream(python("import time; time.sleep(600)"), timeout=1))


@linux
def test_a_reader_that_stops_ends_the_program() -> None:
    code = "import os, sys\nprint(os.getpid(), flush=True)\nwhile True: sys.stdout.write('x' * 100)"
    blocks = process.stream(python(code), timeout=60, block=64)
    pid = int(next(blocks).split()[0])
    assert not gone(pid, within=0.1)
    blocks.close()  # type: ignore[attr-defined]
    assert gone(pid)


def test_ffmpeg_is_the_bundled_one_or_the_named_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBSTUDIO_FFMPEG", raising=False)
    assert process.run([process.ffmpeg(), "-version"], timeout=60).stdout.startswith(b"ffmpeg version")
    monkeypatch.setenv("NBSTUDIO_FFMPEG", sys.executable)
    assert os.path.samefile(process.ffmpeg(), sys.executable)
    monkeypatch.setenv("NBSTUDIO_FFMPEG", "/no/such/ffmpeg")
    with pytest.raises(ToolError, match="no program"):
        process.ffmpeg()
