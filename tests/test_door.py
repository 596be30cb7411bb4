"""The front door: only `sys` and `os`, and quick."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nbstudio import door

LOOK = """
import sys
before = set(sys.modules)
sys.argv = ["nbstudio", "build", *sys.argv[1:]]
from nbstudio import door
def leave(answer):
    print(answer, end="")
    print(sorted(set(sys.modules) - before))
    raise SystemExit(0)
door.leave = leave
door.main()
"""


@pytest.fixture
def stamped(tmp_path: Path) -> Path:
    """A project whose one spec was built, as its stamp says."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "cache/builds/night").mkdir(parents=True)
    spec = tmp_path / "specs/night.yaml"
    film = tmp_path / "cache/builds/night/night.mp4"
    spec.write_text("title: Night\n")
    film.write_text("film")
    keep(tmp_path, since=spec.stat().st_ctime_ns + 10**9)
    return tmp_path


def keep(root: Path, since: int, line: str = "night: nothing to do (…)", **more: list[str]) -> bool:
    spec, cache = root / "specs/night.yaml", root / "cache"
    before = Path.cwd()
    os.chdir(root)
    try:
        return door.keep(
            door.stamp_path(str(cache), str(spec)),
            wanted=door.key(str(spec), None, False),
            since=since,
            read=[str(spec), str(root / "rules"), *more.get("read", [])],
            made=[str(cache / "builds/night/night.mp4")],
            line=line,
            report='{"spec": "night"}',
        )
    finally:
        os.chdir(before)


def ask(root: Path, *argv: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *argv], cwd=root, capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout.splitlines()


def test_nothing_but_sys_and_os_is_imported(stamped: Path) -> None:
    line, modules = ask(stamped)
    assert line == "night: nothing to do (…)"
    assert eval(modules) == ["nbstudio", "nbstudio.door"]


def test_it_replays_the_report(stamped: Path) -> None:
    assert ask(stamped, "--json")[0] == '{"spec": "night"}'
    assert ask(stamped, "specs/night.yaml", "--jobs=3", "--frozen")[0] == "night: nothing to do (…)"


def test_the_whole_command_answers(stamped: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbstudio", "build"], cwd=stamped, capture_output=True, text=True, check=False,
        encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "night: nothing to do (…)\n", "")


def test_it_finds_the_project_from_inside(stamped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stamped / "specs/assets").mkdir()
    monkeypatch.chdir(stamped / "specs/assets")
    assert door.project_root(str(Path.cwd())) == str(stamped)
    assert door.project_specs(str(Path.cwd())) == [str(stamped / "specs/night.yaml")]


def test_the_programs_own_sources_are_signed() -> None:
    names = {os.path.relpath(path, os.path.dirname(door.__file__)) for path in door.program_files()}
    assert {"door.py", "cli.py", "__init__.py", os.path.join("plan", "manifest.py")} <= names


def test_proposals_and_locks_are_no_specs(stamped: Path) -> None:
    for name in ("a.storyboard.yaml", "a.lock.yaml", "a.analysis.yaml", ".hidden.yaml", "note.txt"):
        (stamped / "specs" / name).write_text("x")
    assert door.project_specs(str(stamped)) == [str(stamped / "specs/night.yaml")]


def test_a_damaged_stamp_is_a_miss(stamped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(stamped)
    stamp = stamped / "cache/builds/night/.door"
    whole = stamp.read_bytes()
    assert door.nothing_to_do([]) is not None
    for length in [*range(0, len(whole) - 1, 97), *range(len(whole) - 40, len(whole))]:
        stamp.write_bytes(whole[:length])
        assert door.nothing_to_do([]) is None
    stamp.write_bytes(os.urandom(500))
    assert door.nothing_to_do([]) is None


def test_what_is_too_young_leaves_no_stamp(stamped: Path) -> None:
    spec = stamped / "specs/night.yaml"
    changed = spec.stat().st_ctime_ns
    stamp = stamped / "cache/builds/night/.door"
    assert keep(stamped, changed + door.SLACK + 1)
    assert stamp.exists()
    assert not keep(stamped, changed + door.SLACK - 1)
    assert not stamp.exists()
    assert not keep(stamped, changed - 10**9)


def test_what_a_line_cannot_hold_leaves_no_stamp(stamped: Path) -> None:
    assert not keep(stamped, 2**62, line="two\nlines")
    odd = stamped / "specs/odd\nname"
    odd.write_text("x")
    assert not keep(stamped, 2**62, read=[str(odd)])


def test_a_name_that_is_not_unicode_is_signed_too(stamped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = os.fsdecode(os.fsencode(str(stamped)) + b"/specs/\xff.png")
    try:
        Path(odd).write_text("x")
    except OSError:
        pytest.skip("this filesystem wants Unicode")
    assert keep(stamped, 2**62, read=[odd])
    monkeypatch.chdir(stamped)
    assert door.nothing_to_do([]) is not None
    Path(odd).write_text("xy")
    assert door.nothing_to_do([]) is None


def test_a_reader_who_left(stamped: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "nbstudio", "build"], stdout=write, stderr=subprocess.PIPE, cwd=stamped, check=False
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141
