"""Where a storyboard's joins fall: `python -m tests.benchmarks cutting [FOLDER] [--styles A,B] [--pictures DIR]`.

Every song of the folder (by default the specs' own) is listened to and cut in each style. Of the joins it is
told how many fall on the song's own beats, downbeats and phrases, and how long shots are by the energy of the
music. Where a JSON with the true beats stands beside a song, joins are measured against those too: that is what
a listener taps to. A picture shows one song: its waveform, beats, sections and joins.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean

from nbstudio.action import names
from nbstudio.digest import file_digest
from nbstudio.plan.grid import phrases
from nbstudio.project import stdlib
from nbstudio.rulebook import load
from nbstudio.sound import analysis, decode
from nbstudio.sound.song import Song
from nbstudio.words import storyboard
from nbstudio.words.music import Loudness, Music

SUFFIXES = {".mp3", ".opus", ".ogg", ".flac", ".wav", ".m4a"}
KEPT = Path(tempfile.gettempdir()) / "nbstudio-benchmark-songs"
FRAME = 1 / 30
TRIM = 5.0  # seconds at the beginning of a song in which no tracker is judged


def main() -> None:
    """Measure, print, and draw where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks cutting")
    parser.add_argument("folder", type=Path, nargs="?", default=stdlib() / "specs" / "assets")
    parser.add_argument("--styles", default="cinematic,neon,dreamy")
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    catalog = load((stdlib() / "rules",), names()).catalog("styles")
    songs = sorted(path for path in asked.folder.iterdir() if path.suffix in SUFFIXES)
    for style in asked.styles.split(","):
        print(f"\n{style}: {catalog[style]['pace']}")
        print(
            f"{'song':26} {'bpm':>5} {'conf':>4} {'shots':>5} {'mean':>5} {'sd':>4} | "
            f"{'beat':>4} {'down':>4} {'phr.':>4} | {'quiet':>5} {'mid':>5} {'loud':>5} | "
            f"{'true beat':>9} {'error':>6} | sections: mean seconds a shot"
        )
        for path in songs:
            song = heard(path)
            joins = cut(song, catalog[style])
            print(f"{path.name[:26]:26} {told(song, joins, truth(path))}")
            if asked.pictures:
                asked.pictures.mkdir(parents=True, exist_ok=True)
                draw(path, song, joins, asked.pictures / f"{path.stem}-{style}.png")


def heard(path: Path) -> Song:
    """Return the analysis of a song, kept from the last time."""
    kept = KEPT / f"{file_digest(path)[:24]}-{file_digest(Path(analysis.__file__))[:8]}.json"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(analysis.analyse(path).to_json())
    return Song.from_json(kept.read_text())


def truth(path: Path) -> list[float]:
    """Return the true beats of a song, if they are told beside it."""
    beside = path.with_suffix(".json")
    return [float(beat) for beat in json.loads(beside.read_text())["beats"]] if beside.is_file() else []


def cut(song: Song, style: dict[str, object]) -> list[tuple[float, str]]:
    """Return every shot's start and the section it is in."""
    music = Music.from_json(json.loads(song.to_json()))
    brief = storyboard.Brief.from_json({"prompt": "a singer in the city", "cast": ["mira"], "pace": style["pace"]})
    return [(shot.start, scene.section) for scene in storyboard.write(brief, music) for shot in scene.shots]


def told(song: Song, shots: Sequence[tuple[float, str]], true: Sequence[float]) -> str:
    """Return one line on one song."""
    starts = [start for start, _ in shots]
    joins = starts[1:]
    lengths = [later - earlier for earlier, later in pairwise([*starts, song.seconds])]
    loud = Loudness.of(Music(song.seconds, song.beats, energy=song.energy))
    by_energy: dict[str, list[float]] = {"quiet": [], "mid": [], "loud": []}
    by_section: dict[str, list[float]] = {}
    for (start, section), length in zip(shots, lengths, strict=True):
        energy = loud.between(start, start + length - 1e-3)
        by_energy["quiet" if energy < 1 / 3 else "mid" if energy < 2 / 3 else "loud"].append(length)
        by_section.setdefault(section, []).append(length)
    begins = phrases(song.downbeats, [part.start for part in song.sections]) if song.downbeats else ()
    spread = (sum((length - mean(lengths)) ** 2 for length in lengths) / len(lengths)) ** 0.5
    judged = [join for join in joins if true and TRIM < join < true[-1]]
    errors = [distance(true, join) for join in judged]
    on = f"{sum(e <= FRAME for e in errors) / len(errors):9.0%} {1000 * mean(errors):4.0f}ms" if errors else " " * 16
    return (
        f"{song.bpm:5.0f} {song.confidence:4.2f} {len(shots):5d} {mean(lengths):5.2f} {spread:4.2f} | "
        f"{share(joins, song.beats)} {share(joins, song.downbeats)} {share(begins[1:], joins)} | "
        + " ".join(f"{mean(values):5.2f}" if values else "    -" for values in by_energy.values())
        + f" | {on} | "
        + " ".join(f"{name} {mean(values):.1f}" for name, values in by_section.items())
    )


def share(of: Sequence[float], marks: Sequence[float]) -> str:
    """Return how many of some moments lie on marks, to 20 ms."""
    return f"{sum(distance(marks, time) <= 0.02 for time in of) / len(of):4.0%}" if of and marks else "   -"


def distance(marks: Sequence[float], time: float) -> float:
    """Return how far the nearest of sorted marks is."""
    at = bisect_left(marks, time)
    return min(abs(mark - time) for mark in marks[max(0, at - 1) : at + 1])


def draw(path: Path, song: Song, shots: Sequence[tuple[float, str]], out: Path) -> None:
    """Draw a song in rows of thirty seconds: sections, waveform, beats, and shots as blocks beneath."""
    import numpy as np
    from PIL import Image, ImageDraw

    sound = decode.decode(path, rate=8_000, channels=1)[:, 0]
    width, height, seconds = 1500, 150, 30.0
    rows = int(np.ceil(song.seconds / seconds))
    sheet = Image.new("RGB", (width, rows * height), "#101418")
    pen = ImageDraw.Draw(sheet)
    starts = [start for start, _ in shots]

    def spot(time: float) -> tuple[float, int]:
        row = min(int(time // seconds), rows - 1)
        return (time - row * seconds) / seconds * width, row * height

    loudest = float(np.abs(sound).max()) or 1.0
    for column in range(width * rows):
        first = int(column * seconds / width * 8_000)
        part = np.abs(sound[first : first + int(seconds / width * 8_000)])
        tall = float(part.max()) / loudest * 40 if len(part) else 0.0
        x, y = column % width, column // width * height
        pen.line((x, y + 60 - tall, x, y + 60 + tall), fill="#4a6b8a")
    for beat in song.beats:
        x, y = spot(beat)
        pen.line((x, y + 102, x, y + 108), fill="#8a94a0")
    for down in song.downbeats:
        x, y = spot(down)
        pen.line((x, y + 102, x, y + 116), fill="#e8edf2")
    for part in song.sections:
        x, y = spot(part.start)
        pen.line((x, y, x, y + 116), fill="#f2c14e")
        pen.text((x + 4, y + 2), f"{part.label} {part.energy:.2f}", fill="#f2c14e")
    for number, (start, end) in enumerate(pairwise([*starts, song.seconds])):
        x, y = spot(start)
        last, below = spot(end)
        colour = ("#c8553d", "#588b8b")[number % 2]
        pen.rectangle((x, y + 120, last if below == y else width, y + 144), fill=colour)
        if below != y and last:
            pen.rectangle((0, below + 120, last, below + 144), fill=colour)
        pen.line((x, y + 20, x, y + 144), fill="#ff8a70")
    sheet.save(out)


if __name__ == "__main__":
    main()
