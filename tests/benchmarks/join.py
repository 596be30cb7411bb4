"""What a join costs, beside `cat` and FFmpeg's concat demuxer: `python -m tests.benchmarks.join`.

The three take turns on the same files, so that a busy machine is as busy for each; the least of the runs counts.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np

from nbstudio.mux.join import join
from tests.mux.reels import SOUND_RATE, mix

RATE = Fraction(30)
FRAMES = 90


def one_segment(path: Path, megabytes: float) -> Path:
    """Encode noise until a segment has about this size."""
    noise = np.random.default_rng(7).integers(0, 256, (FRAMES, 540, 640), np.uint8)
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=RATE)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 360, "yuv420p", int(megabytes * 8e6 / 3)
        stream.options = {"preset": "ultrafast", "x264-params": "bframes=2:b-adapt=0:open-gop=0", "threads": "1"}
        for index, planes in enumerate(noise):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = index, 1 / RATE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def measure(work: Callable[[], None]) -> tuple[float, float]:
    """Return wall and CPU seconds of one run, those of its child processes included."""

    def cpu() -> float:
        uses = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        return sum(use.ru_utime + use.ru_stime for use in uses)

    wall, busy = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - busy


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=60)
    parser.add_argument("--megabytes", type=float, default=2.4, help="of a segment")
    parser.add_argument("--runs", type=int, default=7)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="join-") as name:
        folder = Path(name)
        first = one_segment(folder / "0000.mp4", told.megabytes)
        parts = [first, *(folder / f"{number:04}.mp4" for number in range(1, told.segments))]
        for part in parts[1:]:
            shutil.copyfile(first, part)
        samples = told.segments * FRAMES * SOUND_RATE // int(RATE)
        sound = np.random.default_rng(8).standard_normal((2, samples), np.float32) * np.float32(0.1)
        song = mix(folder / "mix.m4a", sound)
        playlist = folder / "list.txt"
        playlist.write_text("".join(f"file {part.name}\n" for part in parts))
        ours, theirs, plain = folder / "ours.mp4", folder / "theirs.mp4", folder / "cat.bin"

        def by_cat() -> None:
            with plain.open("wb") as file:
                subprocess.run(["cat", *parts, song], stdout=file, check=True)

        def by_us() -> None:
            join(parts, song, ours, rate=RATE, samples=samples)

        def by_us_cold() -> None:
            code = (
                "import sys;from fractions import Fraction;from pathlib import Path;from nbstudio.mux.join import join;"
                "join([Path(p) for p in sys.argv[3:]],Path(sys.argv[1]),Path(sys.argv[2]),rate=Fraction(30))"
            )
            subprocess.run([sys.executable, "-c", code, song, ours, *parts], check=True)

        def by_concat() -> None:
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "concat", "-i", playlist, "-i", song]
            subprocess.run([*command, "-c", "copy", "-movflags", "+faststart", theirs], check=True, cwd=folder)

        ways = {
            "cat": by_cat,
            "ours": by_us,
            "ours, a process of its own": by_us_cold,
            "concat demuxer": by_concat,
        }
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(told.runs):
            for way, work in ways.items():
                for made in (ours, theirs, plain):
                    made.unlink(missing_ok=True)
                os.sync()  # nobody pays for another's dirty pages
                taken[way].append(measure(work))
        size = sum(part.stat().st_size for part in parts) + song.stat().st_size

    print(
        f"{told.segments} segments and a mix, {size / 1e6:.0f} MB, {samples / SOUND_RATE:.0f} s; {told.runs} runs each"
    )
    print(f"{'':28}{'wall s':>9}{'CPU s':>9}{'wall / cat':>12}{'CPU / cat':>12}")
    floor_wall, floor_cpu = (min(run[column] for run in taken["cat"]) for column in (0, 1))
    for way, runs in taken.items():
        wall, busy = min(run[0] for run in runs), min(run[1] for run in runs)
        print(f"{way:28}{wall:9.3f}{busy:9.3f}{wall / floor_wall:12.2f}{busy / floor_cpu:12.2f}")


if __name__ == "__main__":
    main()
