"""Speak: one sentence as a sound file, from its text to its samples.

Files are WAV, 48 kHz, one channel, 32-bit float, and hold nothing but the sound: the same sentence, the same
bytes. Voices differ in loudness as they were trained; each is brought to one level, always by the same amount,
so that a sentence's own liveliness stays.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import StepError
from nbstudio.sound.voice import FASTEST, SLOWEST, kokoro
from nbstudio.sound.voice.pronounce import phonemes

Floats = NDArray[np.float32]

RATE = 48_000
CEILING = 0.98
FLOAT = 3  # WAVE_FORMAT_IEEE_FLOAT


def sentence(
    text: str, voice: str, *, accent: str = "us", speed: float = 1.0, gain: float = 0.0,
    pronounce: Mapping[str, str] | None = None,
) -> Floats:  # fmt: skip
    """Return a sentence spoken: float32, mono, 48 kHz, from its first sound to its last.

    `speed` is how many times as fast as the voice's own, `gain` in dB.

    Raises StepError (unspeakable, unknown-voice, bad-pronunciation, voice-model).
    """
    from scipy.signal import resample_poly

    said = phonemes(text, accent, pronounce)
    sound = kokoro.say(said, voice, min(max(speed, SLOWEST), FASTEST)) if said else np.zeros(0, np.float32)
    if not len(sound):
        raise StepError(
            f"the voice finds nothing to say in `{text[:60]}`",
            code="unspeakable",
            hint="the voices read English; give a recording as a track's `source` for other languages",
        )
    louder: Floats = resample_poly(sound, 2, 1).astype(np.float32) * np.float32(10 ** (gain / 20))
    peak = float(np.abs(louder).max())
    if peak > CEILING:
        louder *= np.float32(CEILING / peak)
    return louder


def write(path: Path, sound: Floats) -> None:
    """Write mono samples as WAV."""
    data = np.ascontiguousarray(sound, "<f4").tobytes()
    layout = struct.pack("<HHIIHHH", FLOAT, 1, RATE, 4 * RATE, 4, 32, 0)
    fact = struct.pack("<I", len(sound))
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body
        for name, body in ((b"fmt ", layout), (b"fact", fact), (b"data", data))
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
