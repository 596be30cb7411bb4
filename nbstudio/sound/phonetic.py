"""Phonetic: known words laid along a recording by how they sound (PocketSphinx's forced alignment).

The problem: music under a voice makes the right path look bad for a while, and the decoder's usual beams drop
it and end with no word at all. The beams here are as wide as numbers go, which costs little, for the only
path is the text's own. The model hears a word begin some hundredths early, always by as much: see EARLY.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.voice.letters import sounds

RATE = 16_000
FPS = 100
BEAM = 1e-300
SILENCE = 0.3
"""How likely a pause is between any two words: songs have many."""
EARLY = 0.045
"""Seconds that the model begins a word before it can be heard, measured against words whose start is known."""
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One word as it was found: seconds."""

    start: float
    end: float


def place(samples: NDArray[np.float32], words: Sequence[str]) -> list[Found] | None:
    """Return where each of `words` (lower case, a to z and ') is in `samples` (16 kHz, mono).

    Returns nothing where the recording does not hold them, or is too short to.
    """
    peak = float(np.abs(samples).max(initial=0.0))
    if not words or peak < 1e-4:
        return None
    decoder = _decoder()
    for word in dict.fromkeys(words):
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, " ".join(sounds(word[:LONGEST_WORD])), True)
    pcm = np.round(samples * (0.9 * 32767 / peak)).astype("<i2").tobytes()
    try:
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
    except RuntimeError:
        return None
    segments = [segment for segment in decoder.seg() or () if not segment.word.startswith(("<", "["))]
    if len(segments) != len(words):
        return None
    limit = len(samples) / RATE
    return [
        Found(min(one.start_frame / FPS + EARLY, limit), min((one.end_frame + 1) / FPS + EARLY, limit))
        for one in segments
    ]


def _decoder() -> Any:
    """Return a decoder in its first state: what it heard before must not tell on what it hears now."""
    from pocketsphinx import Decoder

    return Decoder(
        samprate=float(RATE),
        loglevel="FATAL",
        lm=None,
        bestpath=False,
        beam=BEAM,
        wbeam=BEAM,
        pbeam=BEAM,
        silprob=SILENCE,
    )
