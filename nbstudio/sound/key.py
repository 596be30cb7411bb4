"""Key: which of the 24 keys a song's notes fit best.

The notes of the whole song, weighed by how loud they sound, are held against what listeners expect of each key
(Krumhansl and Kessler's probe tones, 1982): the key of the best correlation is the song's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.features import FPS, NOTE_FPS, Features
from nbstudio.sound.song import Key

NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
# How well each note fits, from the tonic upwards by semitones.
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
CLEAR = 0.25  # by how much the best key fits better than the next where there is no doubt
LEAST = 0.4  # correlation below which nothing fits


def find(features: Features) -> Key:
    """Return the key that the song's notes fit best; no name where they fit none."""
    notes = features.notes.astype(np.float64)
    frames = np.clip(np.round(np.arange(len(notes)) * FPS / NOTE_FPS).astype(np.int64), 0, len(features.loudness) - 1)
    weight = np.sqrt(np.maximum(features.loudness[frames], 0.0).astype(np.float64))
    sounding: NDArray[np.float64] = (notes * weight[:, None]).sum(axis=0)
    if sounding.std() < 1e-9 * max(1.0, float(sounding.mean())):
        return Key()
    fits = [
        (float(np.corrcoef(sounding, np.roll(profile, tonic))[0, 1]), f"{NAMES[tonic]} {mode}")
        for mode, profile in (("major", MAJOR), ("minor", MINOR))
        for tonic in range(12)
    ]
    (best, name), (second, _) = sorted(fits, reverse=True)[:2]
    if best < LEAST:
        return Key()
    return Key(name, min(1.0, (best - second) / CLEAR) * min(1.0, best))
