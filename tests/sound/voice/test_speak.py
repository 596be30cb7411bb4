"""The voice itself: short sentences, for each costs a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nbstudio import models
from nbstudio.digest import file_digest
from nbstudio.errors import StepError
from nbstudio.sound.align import align
from nbstudio.sound.decode import decode
from nbstudio.sound.voice import kokoro, speak


@pytest.fixture(scope="module")
def spoken() -> np.ndarray:
    return speak.sentence("The night train leaves at eleven.", "af_heart")


def test_a_sentence_begins_and_ends_with_its_words(spoken: np.ndarray) -> None:
    assert spoken.dtype == np.float32
    assert 1.2 < len(spoken) / speak.RATE < 4
    loud = np.flatnonzero(np.abs(spoken) > 0.02)
    assert loud[0] / speak.RATE < 0.1
    assert (len(spoken) - loud[-1]) / speak.RATE < 0.2
    assert np.abs(spoken).max() <= speak.CEILING
    assert abs(spoken[0]) < 1e-3
    assert abs(spoken[-1]) < 1e-3


def test_the_same_sentence_is_the_same_samples(spoken: np.ndarray) -> None:
    kokoro._session.cache_clear()
    assert np.array_equal(spoken, speak.sentence("The night train leaves at eleven.", "af_heart"))


def test_faster_is_shorter(spoken: np.ndarray) -> None:
    fast = speak.sentence("The night train leaves at eleven.", "af_heart", speed=1.6)
    assert len(fast) < 0.8 * len(spoken)


def test_the_file_decodes_to_the_samples(spoken: np.ndarray, tmp_path: Path) -> None:
    speak.write(tmp_path / "a.wav", spoken)
    assert np.array_equal(decode(tmp_path / "a.wav", channels=1)[:, 0], spoken)


def test_its_words_are_found_in_it(spoken: np.ndarray, tmp_path: Path) -> None:
    speak.write(tmp_path / "a.wav", spoken)
    (line,) = align(tmp_path / "a.wav", ["The night train leaves at eleven."], music=False).lines
    assert line.method == "phonetic"
    starts = [word.start for word in line.words]
    assert starts[0] < 0.12
    assert starts == sorted(starts)
    assert line.end > len(spoken) / speak.RATE - 0.35


def test_what_has_no_words_is_refused() -> None:
    with pytest.raises(StepError) as caught:
        speak.sentence("夜の電車", "af_heart")
    assert caught.value.code == "unspeakable"


def test_a_voice_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(StepError) as caught:
        speak.sentence("Hello.", "af_nobody")
    assert caught.value.code == "unknown-voice"


@pytest.mark.parametrize("voice", ["af_heart", "am_michael", "bf_emma", "bm_george"])
def test_the_voices_are_those_that_are_written_down(voice: str) -> None:
    name = f"kokoro_{voice}.bin"
    assert file_digest(models.path(name)) == models.digest(name)
    assert kokoro._style(voice).shape == (510, 256)
