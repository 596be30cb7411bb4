"""Painted footage: steady, the same in whichever segment, and never mixed across a cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.picture.carried import EVERY, Brush, begins, carried
from nbstudio.picture.footage import Roll, Screen
from nbstudio.picture.paint import paint
from tests import footage

BRUSH = Brush(19, 0.9, 0.15)
Bytes = NDArray[np.uint8]
ASSETS = Path(__file__).parents[2] / "specs" / "assets"


def shots(count: int, *, speed: float = 0.0, noise: float = 5.0, name: str = "rocket.jpg") -> list[Bytes]:
    """Return frames of a photograph that is panned, with a sensor's noise."""
    photo = cv2.resize(cv2.imread(str(ASSETS / name)), (400, 260), interpolation=cv2.INTER_AREA)
    found = []
    for n in range(count):
        moved = np.float32([[1, 0, -10 - speed * n], [0, 1, -10]])
        frame = cv2.warpAffine(photo, moved, (256, 144)).astype(np.float32)
        frame += np.random.default_rng(n).normal(0, noise, frame.shape)
        found.append(np.clip(frame, 0, 255).astype(np.uint8))
    return found


def flicker(frames: list[Bytes], speed: float = 0.0) -> float:
    """Return how much successive frames differ once the pan is undone."""
    found = []
    for one, other in itertools.pairwise(frames):
        back = cv2.warpAffine(other, np.float32([[1, 0, speed], [0, 1, 0]]), (256, 144))
        found.append(np.abs(one.astype(int) - back)[4:-4, 12:-12].mean())
    return float(np.mean(found))


def played(pictures: list[Bytes], first: int = 0) -> list[Bytes]:
    def until_the_end() -> Iterator[Bytes]:
        yield from pictures[begins(first) :]
        raise InputError("it is over", code="truncated-video")

    found = []
    with pytest.raises(InputError, match="over"):
        found.extend(carried(until_the_end(), first, BRUSH))
    return found


@pytest.mark.parametrize("speed", [0.0, 2.0])
def test_strokes_are_steady(speed: float) -> None:
    pictures = shots(2 * EVERY + 1, speed=speed)
    alone = [paint(picture, BRUSH.style, BRUSH.strength, colour=BRUSH.colour) for picture in pictures]
    steady = played(pictures)
    assert len(steady) == len(pictures)
    assert flicker(steady, speed) < 0.5 * flicker(alone, speed)
    fine = [np.abs(frame.astype(np.float32) - cv2.GaussianBlur(frame, (0, 0), 1.5)).mean() for frame in steady]
    assert min(fine) > 0.85 * max(fine), "no frame is softer than the others"


def test_a_painted_frame_is_what_the_painter_paints() -> None:
    pictures = shots(EVERY + 1)
    steady = played(pictures)
    for at in (0, EVERY):
        alone = paint(pictures[at], BRUSH.style, BRUSH.strength, colour=BRUSH.colour)
        assert np.array_equal(steady[at], alone)


def test_a_frame_is_the_same_from_wherever_it_is_begun() -> None:
    pictures = shots(2 * EVERY + 3, speed=1.0)
    whole = played(pictures)
    for first in (3, EVERY - 1, EVERY, 2 * EVERY + 1):
        late = played(pictures, first)
        assert len(late) == len(pictures) - first
        assert all(np.array_equal(one, other) for one, other in zip(whole[first:], late, strict=True))


def test_nothing_is_mixed_across_a_cut() -> None:
    pictures = [*shots(5), *shots(EVERY - 4, name="grace_hopper.jpg")]
    steady = played(pictures)

    def seen(picture: Bytes) -> NDArray[np.float32]:
        return cv2.GaussianBlur(picture, (0, 0), 8).astype(np.float32)

    for at in (4, 5):
        alone = seen(paint(pictures[at], BRUSH.style, BRUSH.strength, colour=BRUSH.colour))
        other = seen(paint(pictures[9 - at], BRUSH.style, BRUSH.strength, colour=BRUSH.colour))
        assert np.abs(seen(steady[at]) - alone).mean() < 0.25 * np.abs(alone - other).mean()


def test_no_number_of_threads_changes_a_byte(tmp_path: Path) -> None:
    path = footage.film(tmp_path / "a.mp4", "testsrc2=size=256x144:rate=25:duration=2")
    style = {"grade": {"grain": 0.3}, "paint": {"style": 19, "strength": 0.9}}
    found = []
    before = cv2.getNumThreads()
    try:
        for threads in (1, 3):
            cv2.setNumThreads(threads)
            screen = Screen(Roll(path, Fraction(0), 7, style, 7), (256, 144), Fraction(30))
            planes = [np.zeros((144 // n, 256 // n), np.uint8) for n in (1, 2, 2)]
            for index in range(8):
                screen.show(index, tuple(planes))  # type: ignore[arg-type]
            found.append(b"".join(plane.tobytes() for plane in planes))
    finally:
        cv2.setNumThreads(before)
    assert found[0] == found[1]


def test_footage_may_end_before_strokes_would_be_carried_on(tmp_path: Path) -> None:
    path = footage.counted(tmp_path / "a.mp4", rate=30, seconds=0.5, size="128x72")
    screen = Screen(
        Roll(path, Fraction(0), 0, {"grade": {}, "paint": {"style": 0, "strength": 0.5}}), (128, 72), Fraction(30)
    )
    for index in range(15):
        screen.show(index, tuple(np.zeros((72 // n, 128 // n), np.uint8) for n in (1, 2, 2)))  # type: ignore[arg-type]
