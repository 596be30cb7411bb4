"""A word begins where the voice rises, near where it was guessed to, or stays where it was guessed."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.sound import rising

RATE = rising.RATE


def voiced(*spans: tuple[float, float], seconds: float = 3.0) -> rising.Floats:
    """Return noise of a voice's width in the spans, over a hum that is always there."""
    dice = np.random.default_rng(5)
    time = np.arange(round(seconds * RATE)) / RATE
    sound = 0.05 * np.sin(2 * np.pi * 110 * time) + 0.002 * dice.standard_normal(len(time))
    for start, end in spans:
        part = slice(round(start * RATE), round(end * RATE))
        sound[part] += 0.3 * dice.standard_normal(part.stop - part.start)
    return sound.astype(np.float32)


@pytest.mark.parametrize("off", [-0.15, -0.06, 0.0, 0.08, 0.16])
def test_a_guess_moves_to_where_it_rises(off: float) -> None:
    found = rising.begin(voiced((1.0, 1.6)), 1.0 + off, 0.2, 2.5)
    assert found == pytest.approx(1.0, abs=0.02)


def test_of_two_rises_the_nearer_one_counts() -> None:
    sound = voiced((1.0, 1.1), (1.2, 1.5))
    assert rising.begin(sound, 1.03, 0.2, 2.5) == pytest.approx(1.0, abs=0.02)
    assert rising.begin(sound, 1.18, 0.2, 2.5) == pytest.approx(1.2, abs=0.02)


def test_where_nothing_rises_it_stays() -> None:
    assert rising.begin(voiced(), 1.3, 0.2, 2.5) == 1.3
    assert rising.begin(voiced((0.0, 3.0)), 1.3, 0.2, 2.5) == 1.3
    assert rising.begin(np.zeros(10, np.float32), 0.0, -1.0, 0.0) == 0.0


def test_the_words_beside_it_keep_their_beginnings() -> None:
    sound = voiced((1.0, 1.6))
    assert rising.begin(sound, 1.1, 1.0, 2.5) == 1.1, "that rise is the word before's"
    assert rising.begin(sound, 0.9, 0.2, 1.0) < 1.0 - rising.AFTER, "and that one the next one's"
