"""Hearing beside the truth: `python -m tests.benchmarks beats FOLDER [FOLDER…]`.

A folder holds songs, and beside each a JSON file of its name with the truth in seconds: `beats`, `downbeats`, and
where they are known `sections` ([label, start] each) and `end`. Scores are mir_eval's: F-measure of beats and
downbeats within 70 ms, the first five seconds left out; of boundaries within 0.5 and 3 s. A join is a frame of a
film at 30 a second placed on a beat that was found; of songs whose beats are found (F of 0.8 and more) it is told
how many joins lie within one frame of a true beat, and how far on average. Songs are heard one after another.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mir_eval
import numpy as np

from nbstudio.plan.timeline import frame_at
from nbstudio.sound import analysis
from nbstudio.sound.song import Song
from nbstudio.spec.files import SOUNDS

RATE = 30
FOUND = 0.8


@dataclass(frozen=True)
class Score:
    """How well a song was heard."""

    beats: float
    downbeats: float
    half: float | None
    three: float | None
    offsets: np.ndarray[Any, Any]
    """Of each join, seconds to the nearest true beat, where beats are found."""
    seconds: float


def score(path: Path, truth: dict[str, Any]) -> tuple[Song, Score]:
    """Hear the song at `path` and hold it against the truth."""
    began = time.process_time()
    song = analysis.analyse(path)
    spent = time.process_time() - began
    beats = _f(truth["beats"], song.beats)
    half, three = (_boundaries(truth, song, window) if truth.get("sections") else None for window in (0.5, 3.0))
    return song, Score(beats, _f(truth["downbeats"], song.downbeats), half, three, offsets(song, truth, beats), spent)


def _f(true: list[float], found: tuple[float, ...]) -> float:
    true_beats, found_beats = (mir_eval.beat.trim_beats(np.array(times)) for times in (true, found))
    return float(mir_eval.beat.f_measure(true_beats, found_beats)) if len(found_beats) else 0.0


def _boundaries(truth: dict[str, Any], song: Song, window: float) -> float:
    end = float(truth.get("end", song.seconds))
    true = [float(part[1] if isinstance(part, list) else part["start"]) for part in truth["sections"]]
    both = [
        mir_eval.util.boundaries_to_intervals(np.array([*starts, last]))
        for starts, last in ((true, end), ([part.start for part in song.sections], song.seconds))
    ]
    return float(mir_eval.segment.detection(*both, window=window, trim=True)[2])


def offsets(song: Song, truth: dict[str, Any], beats: float) -> np.ndarray[Any, Any]:
    """Return how far joins on all beats lie from true ones; beyond the last true beat there is no truth."""
    true = np.array(truth["beats"])
    on = [beat for beat in song.beats if true[0] - 0.1 <= beat <= true[-1] + 0.1]
    if beats < FOUND or not on:
        return np.zeros(0)
    joins = np.array([frame_at(beat, RATE) / RATE for beat in on])  # type: ignore[arg-type]
    return np.abs(joins[:, None] - true).min(axis=1)


def main(folders: list[str]) -> int:
    """Print a line for each song, and the means of each folder."""
    if not folders:
        print(__doc__)
        return 0
    for folder in map(Path, folders):
        songs = sorted(
            path for path in folder.iterdir() if path.suffix in SOUNDS and path.with_suffix(".json").exists()
        )
        if not songs:
            print(f"{folder}: no song with a truth beside it")
            return 2
        scores = []
        print(f"{'song':28}  beats  downb.  bpm      sure  bound. .5 / 3 s   on frame  off")
        for path in songs:
            song, got = score(path, json.loads(path.with_suffix(".json").read_text("utf-8")))
            scores.append(got)
            parts = f"{got.half:.2f} / {got.three:.2f}" if got.half is not None else ""
            near = (
                f"{np.mean(got.offsets <= 1 / RATE):7.1%} {got.offsets.mean() * 1e3:5.1f} ms"
                if len(got.offsets)
                else ""
            )
            line = (
                f"{path.stem[:28]:28}  {got.beats:.3f}  {got.downbeats:.3f}   {song.bpm:<7.2f}  {song.confidence:.2f}"
            )
            print(f"{line}  {parts:14}   {near}", flush=True)
        every = np.concatenate([got.offsets for got in scores])
        told = [got for got in scores if got.half is not None]
        print(f"{folder}: {len(scores)} songs, {sum(got.seconds for got in scores) / len(scores):.1f} s of CPU each")
        beats, downbeats = (float(np.mean([getattr(got, key) for got in scores])) for key in ("beats", "downbeats"))
        print(f"  beats F {beats:.3f}, downbeats F {downbeats:.3f}")
        if told:
            half, three = (float(np.mean([getattr(got, key) for got in told])) for key in ("half", "three"))
            print(f"  boundaries F {half:.3f} within 0.5 s, {three:.3f} within 3 s")
        if len(every):
            kept = sum(bool(len(got.offsets)) for got in scores)
            near = f"{np.mean(every <= 1 / RATE):.1%} within a frame of a true beat"
            print(f"  joins of the {kept} songs whose beats are found: {near}, mean error {every.mean() * 1e3:.1f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
