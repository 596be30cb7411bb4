"""Matching: people of several photographs, as if one camera had seen them."""

from __future__ import annotations

import cv2
import numpy as np

from nbstudio.picture import matching
from nbstudio.picture.person import Placed


def placed(level: float, tint: tuple[float, float, float], noise: float, blur: float, seed: int) -> Placed:
    """Return a face that is a pattern of tones, seen by a camera of its own."""
    rng = np.random.default_rng(7)
    pattern = cv2.resize(rng.random((20, 16), np.float32), (128, 160), interpolation=cv2.INTER_CUBIC)
    skin = (0.6 + 0.4 * pattern)[..., None] * np.array((0.45, 0.6, 0.8), np.float32) * level
    if blur:
        skin = cv2.GaussianBlur(skin, (0, 0), blur)
    skin = skin * np.array(tint, np.float32)
    grain = np.random.default_rng(seed).standard_normal((160, 128, 1)) * noise
    fore = np.clip(skin + grain, 0, 1).astype(np.float32)
    whole = np.ones((160, 128), np.float32)
    return Placed(fore, whole, whole, (0, 0), (4.0, 4.0, 120.0, 152.0), (256, 1296))


def test_people_come_nearer_to_each_other_in_every_measure() -> None:
    people = [placed(1.0, (1, 1, 1), 0.0, 0.0, 1), placed(0.6, (1.25, 1.0, 0.85), 0.02, 1.6, 2)]
    after = matching.matched(people, 5)
    before, now = [[matching.tone(one) for one in some] for some in (people, after)]

    def apart(tones: list[matching.Tone]) -> tuple[float, float]:
        return float(np.abs(tones[0].hue - tones[1].hue).max()), abs(tones[0].light - tones[1].light)

    assert apart(now)[0] < 0.4 * apart(before)[0]
    assert apart(now)[1] < 0.75 * apart(before)[1]
    details = [[matching.detail(one) for one in some] for some in (people, after)]
    assert max(details[1]) / min(details[1]) < max(details[0]) / min(details[0])
    grains = [[matching.noise(one) for one in some] for some in (people, after)]
    assert max(grains[1]) / min(grains[1]) < 0.6 * max(grains[0]) / min(grains[0])


def test_one_alone_is_left_as_the_photograph_has_it() -> None:
    (one,) = matching.matched([placed(1.0, (1.3, 1, 0.8), 0.02, 0.0, 1)])
    assert np.array_equal(one.fore, placed(1.0, (1.3, 1, 0.8), 0.02, 0.0, 1).fore)


def test_a_photograph_without_colours_takes_on_the_others() -> None:
    grey = placed(0.8, (1.0 / 0.45 * 0.6, 1.0, 0.6 / 0.8), 0.0, 0.0, 1)
    assert matching.tone(grey).saturation < matching.GREY
    _, after = matching.matched([placed(0.9, (1, 1, 1), 0.0, 0.0, 2), grey])
    assert matching.tone(after).saturation > 0.15
