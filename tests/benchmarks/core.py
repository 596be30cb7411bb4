"""The core beside ninja and plain doit: `python -m tests.benchmarks.core [--shots 100 1000 10000]`.

Shape: N shots, each words → still → segment, and a join of all: 2N + 1 actions over N leaves, all actions trivial.
Each tool builds from nothing, then nothing, then with one leaf changed, every time in a process of its own, imports
included; rounds are interleaved and the least wall time counts. Bare `python -c pass` stands beside them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]

OURS = """
from pathlib import Path
from nbstudio import action
from nbstudio.store.store import Store
from tests.graph.trivial import Trivial, Words, build
trivial = Trivial()
action.find = lambda name: trivial
shots = dict(line.split("=", 1) for line in Path("shots.txt").read_text().splitlines())
with Store(Path("cache")) as store:
    assert build(Words(shots), store).ok
"""

DOIT = """
DOIT_CONFIG = {"verbosity": 0, "reporter": "zero"}

def task_still():
    for i in range(%(n)d):
        yield {"name": str(i), "actions": [(copy, (f"leaf/{i}", f"still/{i}"))],
               "file_dep": [f"leaf/{i}"], "targets": [f"still/{i}"]}

def task_segment():
    for i in range(%(n)d):
        yield {"name": str(i), "actions": [(copy, (f"still/{i}", f"segment/{i}"))],
               "file_dep": [f"still/{i}"], "targets": [f"segment/{i}"]}

def task_film():
    names = [f"segment/{i}" for i in range(%(n)d)]
    return {"actions": [(join, (names,))], "file_dep": names, "targets": ["film"]}

def copy(a, b):
    open(b, "w").write(open(a).read())

def join(names):
    open("film", "w").write("".join(open(name).read() for name in names))
"""


def ours(folder: Path, n: int) -> list[str]:
    (folder / "shots.txt").write_text("".join(f"s{i}=words {i}\n" for i in range(n)))
    return [sys.executable, "-c", OURS]


def change_ours(folder: Path, turn: int) -> None:
    text = (folder / "shots.txt").read_text().split("\n")
    text[3] = f"s3=other {turn}"
    (folder / "shots.txt").write_text("\n".join(text))


def leaves(folder: Path, n: int) -> None:
    for name in ("leaf", "still", "segment"):
        (folder / name).mkdir()
    for i in range(n):
        (folder / "leaf" / str(i)).write_text(f"words {i}")


def ninja(folder: Path, n: int) -> list[str]:
    leaves(folder, n)
    rows = ["rule copy\n  command = cp $in $out", "rule join\n  command = cat segment/* > film"]
    rows += [f"build still/{i}: copy leaf/{i}\nbuild segment/{i}: copy still/{i}" for i in range(n)]
    rows += ["build film: join | " + " ".join(f"segment/{i}" for i in range(n))]
    (folder / "build.ninja").write_text("\n".join(rows) + "\n")
    return ["ninja", "--quiet"]


def doit(folder: Path, n: int) -> list[str]:
    leaves(folder, n)
    (folder / "dodo.py").write_text(DOIT % {"n": n})
    return [sys.executable, "-m", "doit"]


def change_leaf(folder: Path, turn: int) -> None:
    (folder / "leaf" / "3").write_text(f"other {turn}")


Tool = tuple[str, Callable[[Path, int], list[str]], Callable[[Path, int], None]]
TOOLS: Sequence[Tool] = (
    ("nbstudio core", ours, change_ours),
    ("ninja", ninja, change_leaf),
    ("doit", doit, change_leaf),
)


def seconds(command: list[str], folder: Path) -> float:
    """Run a command and return its wall time."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(n: int, rounds: int) -> None:
    """Print one table."""
    print(f"\n{n} shots, {2 * n + 1} actions: least wall seconds of {rounds} interleaved rounds")
    with tempfile.TemporaryDirectory() as name:
        found: dict[str, dict[str, float]] = {}
        ready = []
        for label, prepare, change in TOOLS:
            if shutil.which(label.split()[0]) is None and label == "ninja":
                print("ninja is not installed: left out")
                continue
            folder = Path(name) / label.replace(" ", "-")
            folder.mkdir()
            command = prepare(folder, n)
            found[label] = {"cold": seconds(command, folder), "null": 1e9, "one": 1e9}
            ready.append((label, command, folder, change))
        bare = 1e9
        for turn in range(rounds):
            bare = min(bare, seconds([sys.executable, "-c", "pass"], Path(name)))
            for label, command, folder, _ in ready:
                found[label]["null"] = min(found[label]["null"], seconds(command, folder))
            for label, command, folder, change in ready:
                change(folder, turn)
                found[label]["one"] = min(found[label]["one"], seconds(command, folder))
        print(f"{'':15} {'cold':>8} {'null':>8} {'one':>8}   cold ms an action")
        for label, times in found.items():
            each = 1000 * times["cold"] / (2 * n + 1)
            print(f"{label:15} {times['cold']:8.3f} {times['null']:8.3f} {times['one']:8.3f}   {each:.2f}")
        print(f"bare python     {bare:26.3f}")
        mine = found["nbstudio core"]
        for label in ("ninja", "doit"):
            if label in found:
                print(f"one change, ours / {label}: {mine['one'] / found[label]['one']:.2f}")


def front_door(rounds: int) -> None:
    """Print how long the real command takes to find that there is nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        (root / "specs" / "assets").mkdir(parents=True)
        assets = ROOT / "specs" / "assets"
        (root / "specs/assets/song.mp3").write_bytes((assets / "first-light.mp3").read_bytes()[:48_000])
        shutil.copyfile(assets / "astronaut.png", root / "specs/assets/photo.png")
        (root / "specs/small.yaml").write_text(
            "nbstudio: 1\ntitle: Small\nmusic: assets/song.mp3\ncast: {e: assets/photo.png}\nprompt: the sea\n"
            "outputs: {o: {size: 64x36}}\n"
        )
        script = shutil.which("nbstudio", path=str(Path(sys.executable).parent)) or "nbstudio"
        time.sleep(0.2)
        seconds([script, "build"], root)
        ours = bare = 1e9
        for _ in range(rounds):
            bare = min(bare, seconds([sys.executable, "-c", "pass"], root))
            ours = min(ours, seconds([script, "build"], root))
        print(f"\nfront door, nothing to do: {1000 * ours:.1f} ms; `python -c pass`: {1000 * bare:.1f} ms", end="")
        print(f"; {ours / bare:.2f} times")
        head = Path(script).read_text().split("\n")
        if "import re" in head:
            print("(this start script was written by an old pip and imports `re`; a newer pip's does not)")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shots", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    front_door(4 * options.rounds)
    for n in options.shots:
        compare(n, options.rounds)


if __name__ == "__main__":
    main()
