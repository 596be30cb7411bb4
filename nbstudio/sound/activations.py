"""Activations: how much each moment of a song is a beat, and how much a downbeat, as a network hears it.

BeatNet (Heydari, Cwitkowitz and Duan, ISMIR 2021; see models/MODELS.md): a small recurrent network over quarter
tones and their rises. It knows of drums and metres what no rule about onsets does (which of two equal strokes is
the beat), and it is deaf to time below its 20 ms; `beats` lays its beats on onsets afterwards.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models
from nbstudio.sound.features import TONE_FPS, Features

Doubles = NDArray[np.float64]

MODEL = "beatnet.onnx"
FPS = TONE_FPS
CHUNK, LEAD = 3000, 500  # frames heard at once, and frames before them that the network is warmed up with
LEAST = 1e-5  # no probability is less


class Activations:
    """What the network says of each frame at FPS: probabilities of `beat` (downbeats too) and of `downbeat`."""

    def __init__(self, beat: Doubles, downbeat: Doubles) -> None:
        self.beat, self.downbeat = beat, downbeat

    def __len__(self) -> int:
        return len(self.beat)

    @property
    def none(self) -> Doubles:
        """Return the probability that a frame is no beat."""
        return np.maximum(1.0 - self.beat, LEAST)


def hear(features: Features) -> Activations:
    """Return the activations of a song, the same bytes on any number of threads."""
    tones = features.tones
    found = []
    for start in range(0, len(tones), CHUNK):
        first = max(0, start - LEAD)
        part = tones[max(0, first - 1) : start + CHUNK].astype(np.float32)
        rises = np.maximum(np.diff(part, axis=0, prepend=part[:1]), 0)
        taken = np.hstack([part, rises])[1 if first else 0 :]
        found.append(_session().run(None, {"features": taken})[0][start - first :])
    probabilities = np.concatenate(found).astype(np.float64) if found else np.zeros((0, 3))
    downbeat = np.clip(probabilities[:, 1], LEAST, 1.0)
    return Activations(np.clip(probabilities[:, 0] + probabilities[:, 1], LEAST, 1.0), downbeat)


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(models.path(MODEL)), options, providers=["CPUExecutionProvider"])
