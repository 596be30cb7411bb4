"""Analysis: a song heard from beginning to end, once: its beats, bars, energy and sections.

Times are those of the decoder that the mix uses too (see `decode`). A song without a pulse (rain, speech,
a drone) has no beats and confidence near 0, but always sections; what is told of a song is believed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nbstudio.errors import InputError
from nbstudio.sound import activations, bars, beats, decode, features, onsets, structure
from nbstudio.sound.song import Song

BLOCK = 20.0  # seconds decoded at once
SHORTEST = 0.1  # seconds; a film of less has hardly a frame


def analyse(
    path: Path, *, bpm: float | None = None, first_downbeat: float | None = None, beats_per_bar: int | None = None
) -> Song:
    """Return what is heard in the song at `path`; tempo, first downbeat (seconds) and metre may be told.

    Raises InputError (song-too-short), and as `decode.blocks` does.
    """
    mono = decode.blocks(path, rate=features.DECODED, channels=1, seconds=BLOCK)
    heard = features.gather(block[:, 0] for block in mono)
    if heard.seconds < SHORTEST:
        raise InputError(
            f"{path.name} is too short",
            code="song-too-short",
            notes=[f"it lasts {heard.seconds * 1000:.0f} milliseconds"],
            hint="give a song of at least a second",
        )
    strokes = activations.hear(heard)
    pulse = beats.track(onsets.strength(heard), strokes, heard, bpm=bpm, through=first_downbeat)
    downbeats, per_bar = bars.downbeats(heard, strokes, pulse.times, first=first_downbeat, per_bar=beats_per_bar)
    energy = structure.energies(heard, pulse.times) if len(pulse.times) else np.zeros(0)
    return Song(
        seconds=heard.seconds,
        samples=heard.samples,
        rate=features.DECODED,
        bpm=pulse.bpm,
        confidence=pulse.confidence,
        beats=tuple(pulse.times.tolist()),
        downbeats=tuple(downbeats.tolist()),
        beats_per_bar=per_bar,
        energy=tuple(energy.tolist()),
        sections=structure.sections(heard, downbeats),
    )
