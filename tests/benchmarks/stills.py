"""How long stills take: `python -m tests.benchmarks stills [--styles A,B] [--slowest N] [--pictures DIR]`.

Twenty-four stills of one photograph for a 1080p film, three in each of eight styles, all planned and made as a build
does. One thread, CPU seconds; the pack of the face is told apart, for a film needs it once. The bar is 25 seconds on
two processors, so 50 CPU seconds. `--slowest` shows the functions in which most time goes, of a second pass.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from nbstudio import action, provider
from nbstudio.action import Job
from nbstudio.graph.opening import open_spec
from nbstudio.plan.step import Step
from nbstudio.plan.survey import SONG
from nbstudio.project import stdlib
from nbstudio.settings import Settings
from tests.plan.film import song

STYLES = "cinematic,neon,film-noir,dreamy,painterly,starry,cel,sketch"
SHOTS = (
    ("close-up", "An astronaut on a stage, at night"),
    ("medium", "An astronaut in a street of a big city, rain, at night"),
    ("wide", "An astronaut by the sea at dawn"),
    ("cowboy", "An astronaut in the mountains, snow"),
    ("medium-close-up", "An astronaut in a forest, fog, morning"),
    ("medium", "An astronaut under the sky of the desert at dusk"),
    ("wide", "The lights of a city at night"),
    ("close-up", "An astronaut in the cabin of a spaceship"),
)
BAR = 50.0


def spec(number: int, style: str, photo: str) -> str:
    """Return a film of three shots in a style, the `number`th of the styles, every shot another of SHOTS."""
    lines = ["nbstudio: 1", "title: t", "music: song.mp3", f"style: {style}", f"cast: {{pilot: {photo}}}"]
    lines += ["scenes:", "  - id: s", "    cast: [pilot]", "    shots:"]
    for k in range(3):
        size, words = SHOTS[(3 * number + k) % len(SHOTS)]
        lines.append(f"      - {{id: {style}-{k}, still: '{words}', size: {size}}}")
    return "\n".join(lines) + "\n"


def planned(folder: Path, styles: list[str], photo: Path) -> tuple[list[Step], dict[str, Path]]:
    """Return the steps of the face and of all stills, and the files that they are made from."""
    (folder / "specs").mkdir()
    shutil.copy(photo, folder / "specs" / f"photo{photo.suffix}")
    (folder / "specs" / "song.mp3").write_bytes(b"ID3")
    steps: dict[str, Step] = {}
    files: dict[str, Path] = {}
    for number, style in enumerate(styles):
        path = folder / "specs" / f"{style}.yaml"
        path.write_text(spec(number, style, f"photo{photo.suffix}"))
        opened = open_spec(path, Settings(jobs=1))
        plan = opened.planner.shoot({SONG: song(40.0).to_json()})
        opened.store.close()
        steps |= {step.target: step for step in plan.steps if step.kind in {"face", "still"}}
        files |= opened.paths
    return list(steps.values()), files


def made(step: Step, found: dict[str, Path], folder: Path) -> float:
    """Make a step, and return the CPU seconds that it took."""
    out = folder / f"{step.target.replace('/', '-')}{step.suffix}"
    out.unlink(missing_ok=True)
    inputs = {port: tuple(found[name] for name in names) for port, names in step.inputs}
    module = action.find(step.action)
    assert module is not None
    start = time.thread_time()
    module.run(Job(step.target, step.params, inputs, out, folder / "work", step.extra))
    found[step.target] = out
    return time.thread_time() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks stills")
    parser.add_argument("--styles", default=STYLES)
    parser.add_argument("--photo", type=Path, default=stdlib() / "specs" / "assets" / "astronaut.png")
    parser.add_argument("--slowest", type=int, default=0)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    import cv2

    cv2.setNumThreads(1)
    provider.find("embedded")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        steps, found = planned(folder, asked.styles.split(","), asked.photo)
        seconds: dict[str, list[float]] = defaultdict(list)
        for step in steps:
            style = "the face" if step.kind == "face" else step.target.removeprefix("still/").rpartition("-")[0]
            spent = made(step, found, folder)
            seconds[style].append(spent)
            if asked.pictures and step.kind == "still":
                asked.pictures.mkdir(parents=True, exist_ok=True)
                shutil.copy(found[step.target], asked.pictures)
        stills = [spent for style, all_ in seconds.items() if style != "the face" for spent in all_]
        for style, all_ in seconds.items():
            print(f"{style:16} " + "  ".join(f"{spent:5.2f}" for spent in all_) + "   CPU seconds a still")
        whole = sum(stills) * 24 / len(stills)
        print(
            f"24 stills: {whole:.1f} CPU s, {whole / 2:.1f} s on two processors; the bar is {BAR:.0f} and {BAR / 2:.0f}"
        )
        if asked.slowest:
            profile = cProfile.Profile()
            profile.enable()
            for step in steps:
                made(step, found, folder)
            profile.disable()
            pstats.Stats(profile).sort_stats("tottime").print_stats(asked.slowest)


if __name__ == "__main__":
    main()
