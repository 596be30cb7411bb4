"""How loud, how deep and how dear: `python -m tests.benchmarks.mix [FILE…]`.

Loudness and true peak of finished films by two independent meters (ffmpeg's ebur128 and pyloudnorm), for the songs
that are hard (music, speech, very peaky narration, near-silence, a clipped master), or of the files that are named.
The depth of ducking, its attack and release, from stems of builds. Steps at joins. Whether the same comes again. And
what three minutes of eight tracks cost, beside ffmpeg doing the same in one run; the two take turns, the least counts.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
from scipy import signal

from nbstudio.sound import decode, ducking, mix, track, wave
from nbstudio.sound.track import Duck, Level, Take
from tests.benchmarks import heard
from tests.benchmarks.heard import CEILING, FFMPEG, SONG, TARGET, meter
from tests.sound import music, takes

RATE = wave.RATE
RULE = ducking.Rule(9.0, 0.15, 0.25, 0.4)


def loudness(folder: Path, files: list[Path]) -> None:
    """Print what meters say of files that were mastered."""
    print(f"\nasked: {TARGET:g} LUFS, at most {CEILING:g} dBTP; measured on the decoded AAC")
    print(f"{'':24}{'before':>16}{'ebur128':>18}{'pyloudnorm':>12}{'gain':>8}{'CPU s':>8}")
    for source in files:
        lane = track.render(folder / "lane.wav", [(source, 0)], Take(), Level(), film=1 << 40)
        before, out = meter(lane.path), folder / "out.m4a"
        busy = time.process_time()
        told = mix.master([lane.path], out, samples=lane.samples, target=TARGET, ceiling=CEILING)
        busy = time.process_time() - busy
        decoded = decode.decode(out)[: lane.samples].astype(np.float64)
        level, peak = meter(out)
        other = pyloudnorm.Meter(RATE).integrated_loudness(decoded)
        print(
            f"{source.name[:23]:24}{before[0]:8.1f}{before[1]:8.1f}{level:10.1f}{peak:8.1f}{other:12.2f}"
            f"{told.gain:8.1f}{busy:8.1f}"
        )


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """Return wall and CPU seconds of one run, those of its child processes included."""

    def cpu() -> float:
        uses = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        return sum(use.ru_utime + use.ru_stime for use in uses)

    wall, busy = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - busy


def cost(folder: Path, minutes: float, runs: int) -> None:
    """Print what eight tracks cost us, and ffmpeg."""
    film = round(minutes * 60) * RATE
    seconds = film / RATE
    song = decode.decode(SONG)
    music.write(folder / "song.wav", np.tile(song, (-(-film // len(song)), 1))[:film])
    music.write(folder / "vo.wav", takes.speech(seconds)[0])
    effects = [
        music.write(folder / f"fx{n}.wav", signal.lfilter([0.2], [1, -0.8], music.noise(seconds, 0.02, seed=n), axis=0))
        for n in range(6)
    ]

    def ours() -> None:
        lanes = [folder / f"lane{n}.wav" for n in range(8)]
        track.render(lanes[0], [(folder / "vo.wav", 0)], Take(), Level(), film=film)
        duck = Duck(RULE, (lanes[0],))
        track.render(lanes[1], [(folder / "song.wav", 0)], Take(), Level(fade_out=RATE), film=film, ducks=[duck])
        for number, effect in enumerate(effects):
            level = Level(gain=((0, -12.0),), pan=number / 3 - 1, fade_in=RATE, fade_out=RATE)
            track.render(lanes[2 + number], [(effect, 0)], Take(at=number * RATE), level, film=film)
        mix.master(lanes, folder / "ours.m4a", samples=film)

    def theirs(passes: int) -> None:
        fades = "".join(
            f"[{2 + n}:a]volume=-12dB,afade=t=in:d=1,afade=t=out:st={seconds - n - 1}:d=1,"
            f"adelay={n * 1000}:all=1,atrim=duration={seconds}[e{n}];"
            for n in range(6)
        )
        graph = (
            "[0:a]asplit[v][k];[1:a][k]sidechaincompress=threshold=0.03:ratio=8:attack=50:release=400[m];"
            f"{fades}[v][m]{''.join(f'[e{n}]' for n in range(6))}amix=inputs=8:normalize=0[s];"
        )
        tail = "aresample=192000,alimiter=limit=0.8:level=disabled:latency=1,aresample=48000"
        inputs = [word for path in (folder / "vo.wav", folder / "song.wav", *effects) for word in ("-i", str(path))]
        last = ["-c:a", "aac", "-b:a", "256k", str(folder / "theirs.m4a")]
        head = [FFMPEG, "-v", "error", "-nostats", "-y", *inputs, "-filter_complex"]
        if passes == 1:
            subprocess.run([*head, f"{graph}[s]volume=2dB,{tail}[o]", "-map", "[o]", *last], check=True)
            return
        said = subprocess.run(
            [word.replace("error", "info") for word in head]
            + [f"{graph}[s]ebur128=peak=true[o]", "-map", "[o]", "-f", "null", "-"],
            check=True, capture_output=True, text=True,
        ).stderr  # fmt: skip
        gain = TARGET - float(re.findall(r"I:\s+(\S+) ", said)[-1])
        subprocess.run([*head, f"{graph}[s]volume={gain}dB,{tail}[o]", "-map", "[o]", *last], check=True)
        meter(folder / "theirs.m4a")

    ways = {
        "ours: mixed, mastered, measured": ours,
        "ffmpeg: mixed, limited, in one run": lambda: theirs(1),
        "ffmpeg: measured, mixed, measured": lambda: theirs(2),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    print(f"\n{seconds:.0f} s of 8 tracks, {runs} runs each")
    print(f"{'':36}{'wall s':>9}{'CPU s':>9}{'loudness':>11}{'true peak':>11}")
    for _ in range(runs):
        for name, work in ways.items():
            taken[name].append(measured(work))
    for name, times in taken.items():
        level, peak = meter(folder / ("ours.m4a" if name.startswith("ours") else "theirs.m4a"))
        wall, busy = (min(run[column] for run in times) for column in (0, 1))
        print(f"{name:36}{wall:9.2f}{busy:9.2f}{level:11.1f}{peak:11.1f}")


def main() -> int:
    """Print the tables; end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="sounds to master, in place of the hard cases")
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--runs", type=int, default=3)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mix-") as name:
        folder = Path(name)
        if told.files:
            loudness(folder, told.files)
            return 0
        kept = [heard.loudness(folder / "films"), heard.ducking(folder / "ducking")]
        kept += [heard.joins(folder), heard.repeats(folder / "repeats")]
        cost(folder, told.minutes, told.runs)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
