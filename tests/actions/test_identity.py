"""Identity: which frames of a segment are looked at."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from nbstudio.actions.identity import _frames
from nbstudio.picture.segment import Format, Shot, render_body
from nbstudio.picture.still import Still, save


@pytest.mark.parametrize(
    ("count", "rate", "looked"),
    [
        (1, "30", [0]),
        (2, "30", [0, 1]),
        (61, "30", [0, 60]),
        (130, "30", [0, 60, 120, 129]),
        (50, "24000/1001", [0, 48, 49]),
    ],
)
def test_key_frames_and_the_last(tmp_path: Path, count: int, rate: str, looked: list[int]) -> None:
    noise = np.random.default_rng(1).random((14, 24, 3)).astype(np.float32)
    picture = (255 * cv2.resize(noise, (192, 108), interpolation=cv2.INTER_CUBIC).clip(0, 1)).astype(np.uint8)
    save(Still(picture), tmp_path / "still.png")
    form, out = Format(128, 72, Fraction(rate), "standard"), tmp_path / "segment.mp4"
    render_body(Shot(tmp_path / "still.png", {"zoom": [1.0, 1.3]}, count, 0), count, form, out)
    found = dict(_frames(out))
    assert list(found) == looked
    with av.open(str(out)) as container:
        whole = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    assert all(np.array_equal(whole[number], picture) for number, picture in found.items())
