"""A short film by us, by MoviePy and by hand-written ffmpeg: `python -m tests.benchmarks.film`.

The same four stills, ten seconds at 1080p30, each shot slowly zoomed, dissolved into the next, x264 veryfast at CRF 18.
MoviePy is installed into an environment of its own (it pins an old Pillow), beside this script's temporary files. Wall
and CPU seconds of whole processes, two processors; then what one changed still costs. Jitter tells them apart too: see
`tests.benchmarks.segment` (zoompan's is 0.6 px, or 0.25 after the usual upscale to 8000; RENDER.md's measurements).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import imageio_ffmpeg

from tests.benchmarks.segment import picture

ROOT = Path(__file__).parents[2]
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SHOTS, SHOT, OVER = 4, 86, 15
"""Shots, frames in which each is seen, frames of each dissolve: 4 × 86 − 3 × 15 = 299 frames."""
ENCODE = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"]

OURS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
import cv2
from nbstudio.mux.join import join
from nbstudio.picture.segment import Format, Shot, render_body, render_transition

cv2.setNumThreads(1)
shots, length, over, changed = (int(word) for word in sys.argv[1:])
form = Format(1920, 1080, Fraction(30), "veryfast")
move = {"zoom": [1.02, 1.14]}
work, order = [], []
for i in range(shots):
    first, last = (over if i else 0), length - (over if i < shots - 1 else 0)
    body = Path(f"body{i}.mp4")
    order.append(body)
    if changed in (-1, i):
        work.append((render_body, Shot(Path(f"s{i}.png"), move, length, first), last - first, form, body))
    if i < shots - 1:
        dissolve = Path(f"dissolve{i}.mp4")
        order.append(dissolve)
        if changed in (-1, i, i + 1):
            a, b = Shot(Path(f"s{i}.png"), move, length, last), Shot(Path(f"s{i + 1}.png"), move, length, 0)
            work.append((render_transition, a, b, {"family": "mix"}, over, form, dissolve))
with ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda job: job[0](*job[1:]), sorted(work, key=lambda job: job[0] is not render_body)))
join(order, None, Path("film.mp4"), rate=Fraction(30))
"""

MOVIEPY = """
import sys
from moviepy import CompositeVideoClip, ImageClip, vfx
shots, length, over = (int(word) for word in sys.argv[1:])
clips = []
for i in range(shots):
    clip = ImageClip(f"s{i}.png").with_duration(length / 30).resized((1920, 1080))
    clip = clip.resized(lambda t: 1.02 + 0.12 * t / (length / 30)).with_position("center")
    clip = clip.with_start(i * (length - over) / 30)
    clips.append(clip.with_effects([vfx.CrossFadeIn(over / 30)]) if i else clip)
film = CompositeVideoClip(clips, size=(1920, 1080))
film.write_videofile("film.mp4", fps=30, codec="libx264", preset="veryfast", audio=False, logger=None,
                     ffmpeg_params=["-crf", "18", "-pix_fmt", "yuv420p"])
"""


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Return (wall, CPU) seconds of a command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def zoompan(upscale: bool) -> list[str]:
    """Return the usual recipe: zoompan on each still (after an upscale or not), then a chain of xfades."""
    graph, last = [], "v0"
    for i in range(SHOTS):
        wide = "scale=8000:-1," if upscale else ""
        zoom = f"zoompan=z='1.02+0.12*on/{SHOT}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={SHOT}:s=1920x1080:fps=30"
        graph.append(f"[{i}]{wide}{zoom},format=yuv420p[v{i}]")
    for i in range(1, SHOTS):
        offset = i * (SHOT - OVER) / 30
        graph.append(f"[{last}][v{i}]xfade=transition=fade:duration={OVER / 30}:offset={offset}[x{i}]")
        last = f"x{i}"
    inputs = [word for i in range(SHOTS) for word in ("-i", f"s{i}.png")]
    return [
        FFMPEG,
        "-v",
        "error",
        "-y",
        *inputs,
        "-filter_complex",
        ";".join(graph),
        "-map",
        f"[{last}]",
        *ENCODE,
        "f.mp4",
    ]


def moviepy(folder: Path) -> list[str] | None:
    """Return MoviePy's command, in an environment of its own; nothing where it can't be installed."""
    home = folder / "moviepy"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "moviepy>=2,<3"], capture_output=True, check=False
    )
    if done.returncode:
        return None
    return [str(python), "-c", MOVIEPY, str(SHOTS), str(SHOT), str(OVER)]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i in range(SHOTS):
            picture(folder / f"s{i}.png", i)
        sizes = [str(SHOTS), str(SHOT), str(OVER)]
        rows: list[tuple[str, list[str] | None]] = [
            ("nbstudio's engine", [sys.executable, "-c", OURS, *sizes, "-1"]),
            ("ffmpeg zoompan after 8000", zoompan(True)),
            ("ffmpeg zoompan", zoompan(False)),
            ("MoviePy", moviepy(folder)),
            ("nbstudio, one still changed", [sys.executable, "-c", OURS, *sizes, "1"]),
        ]
        found: dict[str, tuple[float, float]] = {}
        for _ in range(2):
            for label, command in rows:
                if command is None:
                    continue
                now = timed(command, folder)
                found[label] = min(found.get(label, now), now)
        ours = found["nbstudio's engine"]
        print(f"{'':30} {'wall s':>7} {'CPU s':>7}   times ours (wall, CPU)")
        for label, (wall, cpu) in found.items():
            print(f"{label:30} {wall:7.2f} {cpu:7.2f}   {wall / ours[0]:.2f} {cpu / ours[1]:.2f}")


if __name__ == "__main__":
    main()
