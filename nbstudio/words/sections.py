"""Sections: the parts of a song as an editor sees them, each with what it is for the film.

A song's own sections are taken, on the grid where they are near it; where it has none, parts of about twenty
seconds are. Labels tell what a section is, and where they don't, its energy and its place in the song.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from nbstudio.words.music import Loudness, Music, moments

SHORTEST_SECTION = 1.6  # seconds
SILENCE = 12.0  # seconds; a longer stretch without a downbeat is cut in phrases
LIFT = 0.35  # of the song's range of energy, by which a drop is louder than the bars before it
KINDS = {
    "chorus": "chorus", "drop": "chorus", "hook": "chorus", "refrain": "chorus", "climax": "chorus",
    "intro": "intro", "opening": "intro", "start": "intro",
    "outro": "outro", "end": "outro", "ending": "outro", "coda": "outro",
    "bridge": "bridge", "break": "bridge", "breakdown": "bridge", "interlude": "bridge", "solo": "bridge",
    "verse": "verse", "prechorus": "verse", "pre": "verse", "build": "verse", "song": "verse",
}  # fmt: skip
FELT = {"chorus": 0.25, "intro": -0.2, "outro": -0.25, "bridge": -0.1}


@dataclass(frozen=True, slots=True)
class Span:
    """A section: `label` is numbered (verse.1), `kind` is intro, verse, chorus, bridge or outro.

    `energy` is 0 to 1 within the song. `drops`: it comes in much louder than what is before it. `leads`: a chorus
    follows that is louder.
    """

    label: str
    kind: str
    start: float
    end: float
    energy: float
    drops: bool = False
    leads: bool = False

    def felt(self, energy: float) -> float:
        """Return an energy as the film feels it: a chorus is never its quietest part, an intro never its loudest."""
        return min(max(energy + FELT.get(self.kind, 0.0), 0.0), 1.0)


def spans(music: Music, beats: tuple[float, ...], downs: tuple[float, ...], loud: Loudness) -> list[Span]:
    """Return the song's sections without hole or overlap, each starting on the grid where it is near."""
    seconds = music.seconds
    parts = sorted(
        (part for part in music.sections if 0.0 <= part.start < seconds), key=lambda part: (part.start, part.label)
    )
    named = [(part.label.strip() or "part", _near(part.start, beats)) for part in parts]
    if not named:
        named = [
            ("part", _near(_near(start, downs, reach=4.0), beats, reach=1.5)) for start in phrases(0.0, seconds, 20.0)
        ]
    kept = [(named[0][0], 0.0)]
    for label, start in named[1:]:
        if start - kept[-1][1] >= SHORTEST_SECTION and seconds - start >= SHORTEST_SECTION:
            kept.append((label, start))
    ends = [start for _, start in kept[1:]] + [seconds]
    counts: dict[str, int] = {}
    found = []
    for index, ((label, start), end) in enumerate(zip(kept, ends, strict=True)):
        energy = loud.between(start, end - 1e-3)
        kind = _kind(label, energy, first=index == 0, last=index == len(kept) - 1 and index > 0)
        base = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\W_]*\d+$", "", label.lower())).strip("-") or "part"
        base = kind if base == "part" else base
        counts[base] = counts.get(base, 0) + 1
        rise = loud.between(start, start + 3.0) - loud.between(max(0.0, start - 3.0), start - 1e-3)
        drops = index > 0 and kind == "chorus" and (rise >= LIFT or base == "drop")
        found.append(Span(f"{base}.{counts[base]}", kind, start, end, energy, drops))
    return [
        Span(span.label, span.kind, span.start, span.end, span.energy, span.drops, leads=_leads(span, after))
        for span, after in zip(found, [*found[1:], None], strict=True)
    ]


def downbeats(music: Music, beats: tuple[float, ...]) -> tuple[float, ...]:
    """Return the downbeats: as given, or each bar's first beat; long silences get phrases."""
    downs = moments(music.downbeats, music.seconds) or beats[:: max(1, music.beats_per_bar)]
    filled = list(downs)
    for left, right in pairwise((0.0, *downs, music.seconds)):
        if right - left > SILENCE:
            filled.extend(phrases(left, right, 5.0)[1:])
    return moments(filled, music.seconds)


def phrases(start: float, end: float, step: float) -> list[float]:
    """Return the starts of equal phrases of about `step` seconds."""
    count = max(1, round((end - start) / step))
    return [start, *(round(start + (end - start) * part / count, 3) for part in range(1, count))]


def _leads(span: Span, after: Span | None) -> bool:
    return after is not None and after.kind == "chorus" and span.kind != "chorus"


def _near(time: float, grid: tuple[float, ...], reach: float = 0.35) -> float:
    """Return the grid's moment next to `time`, or `time` itself where none is near."""
    at = bisect_left(grid, time)
    nearest = min(grid[max(0, at - 1) : at + 1], key=lambda moment: abs(moment - time), default=time)
    return nearest if abs(nearest - time) <= reach else time


def _kind(label: str, energy: float, *, first: bool, last: bool) -> str:
    """Return what a section is for the film: by its name, else by its energy and place in the song."""
    words = re.findall(r"[a-z]+", label.lower().replace("pre-chorus", "pre").replace("pre chorus", "pre"))
    for word in words:
        if word in KINDS:
            return KINDS[word]
    if energy > 0.66:
        return "chorus"
    return "intro" if first and energy < 0.4 else "outro" if last and energy < 0.4 else "verse"
