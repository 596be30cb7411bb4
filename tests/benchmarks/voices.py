"""How well the voices are understood: `python -m tests.benchmarks.voices` (needs the extra `asr`).

A text of 72 words is spoken by every voice and written down again by a recogniser that had no part in it; numbers
and spelling variants are put into one form before words are compared.
"""

from __future__ import annotations

import time

import numpy as np
from scipy.signal import resample_poly

from nbstudio import action, project, rulebook
from nbstudio.sound import transcribe
from nbstudio.sound.voice import speak
from nbstudio.sound.voice.normalise import spoken
from nbstudio.sound.voice.script import sentences

TEXT = (
    "The night train leaves the station just before eleven, and nobody waves. Inside, a young woman counts the street "
    "lamps as they slide across the glass. She remembers the harbour, the smell of salt and diesel, and her father "
    "singing over the engine. Somewhere behind her the city is still awake, loud and bright and careless. She closes "
    "her notebook, turns off the small light, and lets the wheels finish the song."
)
SPELLING = {"harbor": "harbour"}


def plain(text: str) -> list[str]:
    """Return the words of a text in one form."""
    return [SPELLING.get(word, word) for token in text.split() for word in spoken(token)]


def errors(said: list[str], heard: list[str]) -> int:
    """Return how many words are missing, added or other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def main() -> None:
    """Print the table."""
    said = plain(TEXT)
    voices = rulebook.load([project.stdlib() / "rules"], action.names()).catalog("voices")
    print(f"{'voice':12} {'WER %':>6} {'seconds':>8} {'CPU s a second':>15}   {len(said)} words")
    for name, entry in voices.items():
        start = time.process_time()
        parts = []
        for sentence in sentences(TEXT):
            rest = np.zeros(round(sentence.pause * speak.RATE), np.float32)
            parts += [rest, speak.sentence(sentence.text, name, accent=entry["accent"], gain=entry["gain"])]
        cost = time.process_time() - start
        sound = np.concatenate(parts)
        heard = plain(" ".join(word.text for word in transcribe.words(resample_poly(sound, 1, 3).astype(np.float32))))
        seconds = len(sound) / speak.RATE
        print(
            f"{name:12} {100 * errors(said, heard) / len(said):6.1f} {seconds:8.1f} {cost / seconds:15.2f}", flush=True
        )


if __name__ == "__main__":
    main()
