"""Structure: the parts of a song, where they begin, what they are called and how loud they are.

Parts begin where what sounds changes for good: a checkerboard slides along the diagonal of the matrix of
likeness between bars (Foote, ICME 2000). Their names are an editor's guess, not a musicologist's: parts that
sound alike share one, the loudest that comes back is the chorus (a drop where a break without bass precedes it),
a part like no other late in the song the bridge, quiet ends are intro and outro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from nbstudio.sound.bars import per_beat
from nbstudio.sound.features import FPS, NOTE_FPS, QUIETEST, Features
from nbstudio.sound.song import Section

Doubles = NDArray[np.float64]

WITHOUT_BARS = 2.0  # seconds that stand for a bar in a song without beats
REACH = 4  # bars to each side that are compared
SHORTEST = 4  # bars of a part
CHANGE = 0.12  # how unlike two sides must be, from 0 to 2
CERTAIN = 1.2  # how unlike they are where there is no doubt
PHRASE = 4  # bars after which parts mostly begin
OFF_PHRASE = 0.15  # how much more unlike the sides of another bar must be
BASS = slice(0, 6)  # bands, up to about 200 Hz
BREAK, RISE = 10.0, 0.25  # dB of bass and share of energy by which a drop is louder than the break before it
ALIKE = 0.35  # how alike two parts must be to share a name, from -1 to 1
TIMBRES = 13
PLAIN = 2.0  # distance from the song's mean below which a bar is not special
LOUD, QUIET = 95, 5  # percentiles that stand for energy 1 and 0
LEAST_RANGE, MOST_RANGE = 12.0, 30.0  # dB between them


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    first: int
    last: int  # the bar after its last one
    energy: float
    sound: Doubles
    bass: Doubles  # dB, of each bar


def energies(features: Features, times: Doubles) -> Doubles:
    """Return how loud the song is from each of `times` to the next, 0 to 1 within its own range."""
    decibels = 10 * np.log10(per_beat(features.loudness, times, FPS) + QUIETEST)
    loud = float(np.percentile(decibels, LOUD))
    span = float(np.clip(loud - np.percentile(decibels, QUIET), LEAST_RANGE, MOST_RANGE))
    if loud < -90:
        return np.zeros(len(times))
    result: Doubles = np.clip(1 + (decibels - loud) / span, 0.0, 1.0)
    return result


def levels(features: Features, downbeats: Doubles, starts: Sequence[float]) -> list[float]:
    """Return how loud each part is, 0 to 1: the mean of its bars. The first part begins at 0."""
    bars = _bars(features.seconds, downbeats)
    energy = energies(features, bars)
    cuts = np.searchsorted(bars, np.array(starts) - 1e-6)
    ends = [*cuts[1:], len(bars)]
    return [float(energy[min(a, len(bars) - 1) : max(b, a + 1)].mean()) for a, b in zip(cuts, ends, strict=True)]


def sections(features: Features, downbeats: Doubles) -> tuple[Section, ...]:
    """Return the parts of a song, in order and without holes; a short song is one part."""
    bars = _bars(features.seconds, downbeats)
    energy = energies(features, bars)
    bands = _per_bar(features.bands, bars)
    sound = _sound(features, bands, bars)
    changes = _changes(sound)
    starts = [0, *changes, len(bars)]
    bass = 10 * np.log10(np.mean(10 ** (bands[:, BASS] / 10), axis=1) + QUIETEST)
    parts = [
        _Part(first, last, float(energy[first:last].mean()), sound[first:last].mean(axis=0), bass[first:last])
        for first, last in pairwise(starts)
    ]
    begins = [0.0, *(float(bars[part.first]) for part in parts[1:])]
    ends = [*begins[1:], features.seconds]
    clear = [None, *(min(1.0, novelty / CERTAIN) for novelty in changes.values()), None]
    sure = [float(np.mean([end for end in both if end is not None] or [0.0])) for both in pairwise(clear)]
    return tuple(map(Section, begins, ends, _labels(parts), [part.energy for part in parts], sure))


def _bars(seconds: float, downbeats: Doubles) -> Doubles:
    """Return where bars begin, the first always at 0: what precedes the first downbeat is a bar too."""
    if len(downbeats) < 2:
        return np.arange(0.0, max(seconds, 1e-3), WITHOUT_BARS)
    lead = downbeats[0] > 0.3 * (downbeats[1] - downbeats[0])
    return np.concatenate([[0.0], downbeats if lead else downbeats[1:]])


def _sound(features: Features, bands: Doubles, bars: Doubles) -> Doubles:
    """Return how each bar sounds: timbre, notes and loudness, each even over the song; (bars, 26)."""
    timbre = fft.dct(bands, axis=1, norm="ortho")[:, 1 : TIMBRES + 1]
    notes = per_beat(features.notes, bars, NOTE_FPS)
    loudness = np.log10(per_beat(features.loudness, bars, FPS) + QUIETEST)[:, None]
    return np.hstack([_even(timbre, 2.0), 0.7 * _even(notes, 0.05), 3.0 * _even(loudness, 0.1)])


def _per_bar(bands: NDArray[np.float16], bars: Doubles) -> Doubles:
    """Return the mean bands of each bar, without a copy of all of them."""
    starts = np.clip(np.round(bars * FPS).astype(np.int64), 0, len(bands) - 1)
    ends = np.maximum(np.append(starts[1:], len(bands)), starts + 1)
    return np.stack([bands[a:b].mean(axis=0, dtype=np.float64) for a, b in zip(starts, ends, strict=True)])


def _even(values: Doubles, least: float) -> Doubles:
    """Centre values and give them a spread of 1, or less where they vary by less than `least`, as noise does."""
    result: Doubles = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), least)
    return result


def _unit(values: Doubles) -> Doubles:
    """Bring vectors to length 1; short ones, which say that nothing is special, stay short."""
    result: Doubles = values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), PLAIN)
    return result


def _changes(sound: Doubles) -> dict[int, float]:
    """Return the bars with which a new part begins, the song's first not among them, and how unlike their sides are."""
    count = len(sound)
    if count < 2 * SHORTEST:
        return {}
    direction = _unit(sound)
    novelty = np.zeros(count)
    for bar in range(2, count - 1):
        reach = min(REACH, bar, count - bar)
        before, after = direction[bar - reach : bar], direction[bar : bar + reach]
        inside = float((before.sum(axis=0) ** 2).sum() + (after.sum(axis=0) ** 2).sum())
        across = float((before.sum(axis=0) * after.sum(axis=0)).sum())
        novelty[bar] = (inside - 2 * across) / reach**2 * np.sqrt(reach / REACH)
    likely = novelty - OFF_PHRASE * (np.arange(count) % PHRASE != _phrase(novelty))
    around = ndimage.uniform_filter1d(likely, 17, mode="nearest")
    is_peak = (likely >= ndimage.maximum_filter1d(likely, 3)) & (likely > around + CHANGE)
    chosen: list[int] = []
    for bar in sorted(np.flatnonzero(is_peak).tolist(), key=lambda bar: (-likely[bar], bar)):
        if min(bar, count - bar) >= SHORTEST // 2 and all(abs(bar - other) >= SHORTEST for other in chosen):
            chosen.append(bar)
    return {bar: float(novelty[bar]) for bar in sorted(chosen)}


def _phrase(novelty: Doubles) -> int:
    """Return on which bar of PHRASE most changes fall."""
    return int(np.argmax([np.maximum(novelty[bar::PHRASE], 0.0).mean() for bar in range(PHRASE)]))


def _labels(parts: list[_Part]) -> list[str]:
    """Return a name for each part."""
    if len(parts) == 1:
        return ["verse"]
    groups = _groups(parts)
    energy = np.array([part.energy for part in parts])
    usual = float(np.median(energy))
    labels = ["verse"] * len(parts)
    inner = range(1, len(parts) - 1) if len(parts) > 3 else range(len(parts))
    repeated = {group for group in groups if sum(groups[at] == group for at in inner) > 1}
    candidates = [at for at in inner if groups[at] in repeated] or list(inner)
    mean = {groups[at]: float(energy[[g == groups[at] for g in groups]].mean()) for at in candidates}
    loudest = max(sorted(mean), key=lambda group: mean[group])
    for at, group in enumerate(groups):
        alone = groups.count(group) == 1
        if group == loudest and (energy[at] >= usual or mean[group] > usual):
            labels[at] = "chorus"
        elif alone and 0.45 * len(parts) <= at < len(parts) - 1 and len(parts) >= 5:
            labels[at] = "bridge"
        if labels[at] == "chorus" and at and _drops(parts[at - 1], parts[at]):
            labels[at] = "drop"
    for at in range(2, len(parts) - 1):
        if "chorus" in labels[: at - 1] and labels[at - 1 : at + 2] == ["chorus", "verse", "chorus"]:
            usual_length = max(
                part.last - part.first for part, group in zip(parts, groups, strict=True) if group == groups[at]
            )
            if 2 * (parts[at].last - parts[at].first) <= usual_length:
                labels[at] = "bridge"
    if energy[0] < usual or parts[0].last - parts[0].first <= SHORTEST:
        labels[0] = "intro"
    if energy[-1] < usual or parts[-1].last - parts[-1].first <= SHORTEST:
        labels[-1] = "outro"
    return labels


def _drops(before: _Part, part: _Part) -> bool:
    """Tell whether the bass comes back with a part, after a break that went without it."""
    return bool(
        np.median(part.bass[:SHORTEST]) > np.median(before.bass[-SHORTEST:]) + BREAK
        and part.energy > before.energy + RISE
        and before.first > 0
    )


def _groups(parts: list[_Part]) -> list[int]:
    """Return for each part the number of the first part that sounds like it."""
    directions = _unit(np.stack([part.sound for part in parts]))
    groups: list[int] = []
    for at, direction in enumerate(directions):
        alike = [(float(direction @ directions[other]), -other) for other in range(at)]
        best = max(alike, default=(-1.0, 0))
        groups.append(groups[-best[1]] if best[0] > ALIKE else at)
    return groups
