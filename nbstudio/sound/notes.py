"""Notes: what was heard in a song as a text that a person reads, edits and commits (see `spec.heard`).

What the text says is believed the next time, so it says only what a person may know better: sections, tempo, beats
and bars. All else stands in comments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nbstudio.sound.song import SILENT, Song

PHRASE = 8  # bars on a line
STEADY = 0.01  # share by which a tempo may vary and still be told as one


def text(song: Song, name: str) -> str:
    """Return the file `NAME.analysis.yaml` of the song called `name`."""
    return "\n".join(_lines(song, name)) + "\n"


def _lines(song: Song, name: str) -> Iterator[str]:
    yield f"# What nbstudio hears in {' '.join(name.split())}."
    yield "# Edit it: what stands here is believed over what is heard. Take a key out, and it is heard again."
    yield "# Times are in seconds; a section may also begin at `bar:17`."
    yield "#"
    yield f"#   length      {clock(song.seconds)}"
    yield f"#   loudness    {loud(song.loudness.integrated)}"
    if song.key.name:
        yield f"#   key         {song.key.name} (sure: {song.key.confidence:.2f})"
    yield f"#   pulse       sure: {song.confidence:.2f}"
    if song.beats:
        yield f"#   tempo       {tempo(song)}"
    yield ""
    if song.beats:
        yield f"bpm: {song.bpm:.3f}"
        yield f"beats_per_bar: {song.beats_per_bar}"
    else:
        yield "# No pulse is felt in it, so it has no beats. If you know better, write them:"
        yield "# bpm: 96"
        yield "# first_downbeat: 0.5"
    yield ""
    yield "sections:"
    for section in song.sections:
        bar = f"bar {bar_at(song, section.start)}, " if song.downbeats else ""
        said = f"{bar}energy {section.energy:.2f}, {loud(section.loudness)}, sure: {section.confidence:.2f}"
        yield f"  - {{start: {section.start:.3f}, label: {section.label}}}  # {clock(section.start)}, {said}"
    if song.beats:
        yield ""
        yield "downbeats: ["
        for first in range(0, len(song.downbeats), PHRASE):
            yield f"  {', '.join(f'{time:.3f}' for time in song.downbeats[first : first + PHRASE])},"
        yield "]"
        yield ""
        yield "beats: [  # a bar on each line"
        yield from _by_bar(song)
        yield "]"


def _by_bar(song: Song) -> Iterator[str]:
    cuts = [0, *(bisect_right(song.beats, time - 1e-6) for time in song.downbeats), len(song.beats)]
    for first, last in pairwise(cuts):
        if last > first:
            yield f"  {', '.join(f'{time:.3f}' for time in song.beats[first:last])},"


def tempo(song: Song) -> str:
    """Return the tempo in words: one number, or from where to where it goes."""
    curve = song.tempo or (song.bpm,)
    low, high = min(curve), max(curve)
    if high <= low * (1 + STEADY):
        return f"{song.bpm:.2f} beats a minute throughout"
    return f"{low:.1f} to {high:.1f} beats a minute, mostly {song.bpm:.1f}"


def loud(loudness: float) -> str:
    """Return a loudness in words; none of silence, nor of a score that nobody has listened to."""
    return f"{loudness:.1f} LUFS" if loudness > SILENT else "no LUFS"


def bar_at(song: Song, seconds: float) -> int:
    """Return the number of the bar that a moment is in, counted from 1; 0 before the first."""
    return bisect_right(song.downbeats, seconds + 0.05)


def clock(seconds: float) -> str:
    """Return a moment as `1:23.45`."""
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def numbered(labels: Sequence[str]) -> list[str]:
    """Return labels with their numbers, as specs name sections: verse.1, chorus.1, verse.2."""
    return [f"{label}.{labels[: at + 1].count(label)}" for at, label in enumerate(labels)]
