"""Analysis: a song heard from beginning to end, once: its beats, bars, energy, sections, loudness and key.

Times are those of the decoder that the mix uses too (see `decode`). A song without a pulse (rain, speech,
a drone) has no beats and low confidence, but always sections; what is told of a song is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.sound import activations, bars, beats, decode, features, key, onsets, structure, told
from nbstudio.sound.features import Features, Floats
from nbstudio.sound.loudness import STEP, Meter, integrated, short_term
from nbstudio.sound.song import SILENT, Loudness, Section, Song
from nbstudio.spec.heard import Edit

Doubles = NDArray[np.float64]

BLOCK = 20.0  # seconds decoded at once
SHORTEST = 0.1  # seconds; a film of less has hardly a frame
OVER = 0.1  # seconds after the end at which a beat may be told; it is left out
NOTHING = Edit()


def analyse(path: Path, edit: Edit = NOTHING) -> Song:
    """Return what is heard in the song at `path`, but for what `edit` says of it.

    Raises InputError (song-too-short, beats-needed, beyond-song, sections-disordered), and as `decode.blocks` does.
    """
    meter = Meter()
    heard = features.gather(_mono(decode.blocks(path, rate=features.DECODED, seconds=BLOCK), meter))
    if heard.seconds < SHORTEST:
        raise InputError(
            f"{path.name} is too short",
            code="song-too-short",
            notes=[f"it lasts {heard.seconds * 1000:.0f} milliseconds"],
            hint="give a song of at least a second",
        )
    _believable(edit, heard.seconds)
    strokes = activations.hear(heard)
    strengths = onsets.strength(heard)
    pulse = _pulse(strengths, strokes, heard, edit)
    downbeats, per_bar = _bars(strokes, heard, pulse.times, edit)
    steps = meter.steps()
    return Song(
        seconds=heard.seconds,
        samples=heard.samples,
        rate=features.DECODED,
        bpm=pulse.bpm,
        confidence=pulse.confidence,
        beats=tuple(pulse.times.tolist()),
        downbeats=tuple(downbeats.tolist()),
        beats_per_bar=per_bar,
        energy=tuple(structure.energies(heard, pulse.times).tolist()) if len(pulse.times) else (),
        sections=tuple(_sections(heard, steps, edit, told.Clock(heard.seconds, pulse.times, downbeats, per_bar))),
        tempo=tuple(beats.curve(pulse.times).tolist()),
        onsets=onsets.events(strengths),
        loudness=Loudness(_loud(steps), tuple(short_term(steps).tolist())),
        key=key.find(heard),
    )


def weighed(song: Song, path: Path) -> Song:
    """Return a song whose map is known, with how loud the sound at `path` plays it; raises as `decode.blocks` does."""
    meter = Meter()
    for block in decode.blocks(path, rate=features.DECODED, seconds=BLOCK):
        meter.hear(block)
    steps = meter.steps()
    sections = (replace(part, loudness=_loud(_steps_of(steps, part))) for part in song.sections)
    loudness = Loudness(_loud(steps), tuple(short_term(steps).tolist()))
    return replace(song, sections=tuple(sections), loudness=loudness)


def _believable(edit: Edit, seconds: float) -> None:
    """Refuse what is told of a longer song: left out in silence, what is heard would stand in its place."""
    last = {"beat": edit.beats[-1:], "downbeat": edit.downbeats[-1:], "first downbeat": (edit.first_downbeat or 0.0,)}
    for what, times in last.items():
        if times and times[0] > seconds + OVER:
            raise InputError(
                f"a {what} is told at {times[0]:.2f} s, after the song's end",
                code="beyond-song",
                notes=[f"the song is {seconds:.2f} seconds long"],
                hint="times are in seconds; is it told of this song?",
            )


def _mono(blocks: Iterable[Floats], meter: Meter) -> Iterator[Floats]:
    """Yield the mean of both channels, and let the meter hear them."""
    for block in blocks:
        meter.hear(block)
        yield block.mean(axis=1, dtype=np.float32)


def _pulse(strengths: Doubles, strokes: activations.Activations, heard: Features, edit: Edit) -> beats.Pulse:
    if edit.beats:
        times = np.array([time for time in edit.beats if time < heard.seconds])
        if len(times) >= beats.FEWEST:
            return beats.Pulse(times, edit.bpm or 60.0 / float(np.median(np.diff(times))), 1.0)
    pulse = beats.track(strengths, strokes, heard, bpm=edit.bpm, through=edit.first_downbeat)
    if edit.bpm:
        return pulse
    times = bars.tapped(heard, strokes, pulse.times, edit.first_downbeat)
    return replace(pulse, times=times, bpm=pulse.bpm * (0.5 if len(times) < len(pulse.times) else 1.0))


def _bars(strokes: activations.Activations, heard: Features, times: Doubles, edit: Edit) -> tuple[Doubles, int]:
    if not edit.downbeats or not len(times):
        return bars.downbeats(heard, strokes, times, first=edit.first_downbeat, per_bar=edit.beats_per_bar)
    nearest = np.unique(np.abs(times[:, None] - np.array(edit.downbeats)).argmin(axis=0))
    usual = int(np.median(np.diff(nearest))) if len(nearest) > 1 else bars.USUAL
    return times[nearest], edit.beats_per_bar or usual


def _sections(heard: Features, steps: Doubles, edit: Edit, clock: told.Clock) -> Iterator[Section]:
    """Yield the sections as told or heard, each with its energy and loudness."""
    found = told.listed(edit.sections, clock) if edit.sections else structure.sections(heard, clock.downbeats)
    if edit.pins:
        found = told.pinned(found, edit.pins, clock)
    levels = structure.levels(heard, clock.downbeats, [section.start for section in found])
    for section, energy in zip(found, levels, strict=True):
        yield replace(section, energy=energy, loudness=_loud(_steps_of(steps, section)))


def _steps_of(steps: Doubles, section: Section) -> Doubles:
    """Return the energies of 100 ms that a section lasts for."""
    return steps[round(section.start * 10) : round(section.end * 10)]


def _loud(steps: Doubles) -> float:
    """Return the integrated loudness of energies of 100 ms; what is too short or silent counts as SILENT."""
    return max(SILENT, integrated(np.repeat(steps / STEP, STEP)))
