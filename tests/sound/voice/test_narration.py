"""What a track says, laid sentence after sentence: the times of its words are those of the sound that is played."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nbstudio.action import Job
from nbstudio.actions import narration
from nbstudio.sound import track, wave
from nbstudio.sound.alignment import Alignment, Line, Word
from nbstudio.sound.decode import RATE
from tests.sound import music

LONG = "and the boats that had been left on sand dreamed of the sea, which was turning over in its own long sleep."


def sentence(folder: Path, number: int, text: str) -> tuple[Path, Path]:
    """Write a sentence of a second of silence and a tone of a second, and when its words are heard."""
    sound = folder / f"{number}.wav"
    tone = music.sine(1.0)
    music.write(sound, np.concatenate([np.zeros_like(tone), tone]))
    words = text.split()
    step = 1.0 / len(words)
    heard = tuple(Word(word, 1 + n * step, 1 + (n + 1) * step, 1.0) for n, word in enumerate(words))
    told = folder / f"{number}.json"
    told.write_text(Alignment((Line(text, 1.0, 2.0, 1.0, "phonetic", heard),)).to_json())
    return sound, told


@pytest.mark.row("GAP-010")
def test_words_are_where_the_track_plays_them(tmp_path: Path) -> None:
    made = [sentence(tmp_path, n, text) for n, text in enumerate(("One goes.", "Two {stay}.", LONG))]
    sounds, words = zip(*made, strict=True)
    pauses = [0, RATE // 2, RATE]
    out = tmp_path / "lines.json"
    narration.run(Job("x", {"pauses": pauses}, {"voices": sounds, "words": words}, out, tmp_path / "scratch"))
    lines = json.loads(out.read_text())["lines"]
    assert [line["line"] for line in lines] == [1, 2, 3, 4]
    assert [line["text"] for line in lines[:2]] == ["One goes.", "Two ."]
    assert " ".join(line["text"] for line in lines[2:]) == LONG

    pieces = list(zip(sounds, pauses, strict=True))
    played = track.render(tmp_path / "track.wav", pieces, track.Take(), track.Level(), film=20 * RATE)
    heard = np.abs(np.concatenate(list(wave.read(tmp_path / "track.wav").blocks()))[:, 0]) > 0.01
    assert played.samples == len(heard)
    onsets = np.flatnonzero(heard[1:] & ~np.convolve(heard, np.ones(4_800), "full")[: len(heard) - 1].astype(bool)) + 1
    begins = [line["start"] for line in lines[:3]]
    assert begins == pytest.approx([onset / RATE for onset in onsets], abs=0.002)
