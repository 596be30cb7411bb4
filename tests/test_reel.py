"""Reels: what footage is, and what it shows at a moment."""

from __future__ import annotations

import itertools
import subprocess
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio import process, reel
from nbstudio.errors import InputError
from tests import footage


def lumas(path: Path, moments: list[Fraction]) -> list[int]:
    """Return the number of the counted frame that is seen at each moment."""
    frames = itertools.islice(reel.frames(path, iter(moments)), len(moments))
    return [round((float(frame.to_ndarray(format="gray").mean()) * 219 / 255 + 16 - 20) / 3) for frame, _ in frames]


def test_a_reel_tells_what_it_is(tmp_path: Path) -> None:
    found = reel.info(footage.film(tmp_path / "a.mp4", "testsrc=size=320x180:rate=25:duration=2"))
    assert (found.width, found.height, found.codec) == (320, 180, "h264")
    assert found.seconds == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_a_reel_held_on_its_side_is_turned_upright_as_ffmpeg_turns_it(tmp_path: Path, degrees: int) -> None:
    plain = footage.film(tmp_path / "a.mp4", "testsrc=size=320x180:rate=25:duration=1")
    path = footage.turned(tmp_path / "b.mov", plain, degrees)
    there = tmp_path / "there.png"
    words = ["-y", "-loglevel", "error", "-i", str(path), "-frames:v", "1", str(there)]
    subprocess.run([str(process.ffmpeg()), *words], check=True)
    expected = cv2.imread(str(there))
    info = reel.info(path)
    assert (info.height, info.width) == expected.shape[:2]
    frame, _ = next(reel.frames(path, iter([Fraction(0)])))
    found = np.rot90(frame.to_ndarray(format="bgr24"), reel.turns(frame))
    assert np.abs(found.astype(int) - expected).mean() < 2


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.avi"])
def test_a_moment_shows_the_last_frame_that_began_before_it(tmp_path: Path, name: str) -> None:
    path = footage.counted(tmp_path / name, rate=24)
    moments = [(Fraction(k) + Fraction(1, 2)) / 30 for k in range(59)]
    assert lumas(path, moments) == [int(moment * 24) for moment in moments]


def test_what_is_seen_does_not_depend_on_what_was_seen_before(tmp_path: Path) -> None:
    path = footage.counted(tmp_path / "a.mp4", rate=12, seconds=5, words=("-g", "24", "-bf", "2"))
    moments = [Fraction(n, 24) + Fraction(1, 100) for n in range(118)]
    through = lumas(path, moments)
    for at in (0, 30, 77, 110):
        assert lumas(path, moments[at : at + 3]) == through[at : at + 3]
    assert lumas(path, moments[::-9]) == through[::-9]


def test_frames_of_uneven_length_are_seen_for_as_long_as_they_last(tmp_path: Path) -> None:
    source = "color=black:size=64x48:rate=30:duration=2,geq=lum='20+3*N':cb=128:cr=128,select='not(mod(n,7))+eq(n,3)'"
    path = footage.film(tmp_path / "a.mp4", source, "-fps_mode", "vfr", "-crf", "4")
    moments = [(Fraction(k) + Fraction(1, 2)) / 30 for k in range(56)]
    kept = sorted({3, *range(0, 60, 7)})
    assert lumas(path, moments) == [max(n for n in kept if n <= k) for k in range(56)]


def fault(path: Path) -> InputError:
    with pytest.raises(InputError) as error:
        reel.info(path)
    return error.value


def test_what_is_no_reel_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a film")
    (tmp_path / "empty.mp4").write_bytes(b"")
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((8, 8, 3), np.uint8))
    (tmp_path / "a.png").rename(tmp_path / "picture.mp4")
    assert fault(tmp_path / "text.mp4").code == "not-a-video"
    assert fault(tmp_path / "picture.mp4").code == "not-a-video"
    assert fault(tmp_path / "empty.mp4").code == "empty-file"
    assert fault(footage.sound(tmp_path / "tone.mp4")).code == "no-picture"


@pytest.mark.parametrize("flags", [(), ("-movflags", "+faststart")])
def test_a_reel_that_was_cut_off_is_refused_before_anything_is_made(tmp_path: Path, flags: tuple[str, ...]) -> None:
    path = footage.film(tmp_path / "a.mp4", "testsrc=size=320x180:rate=25:duration=2", *flags)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert fault(path).code == "truncated-video"


@pytest.mark.parametrize("name", ["a.gif", "a.png"])
def test_an_animation_is_footage(tmp_path: Path, name: str) -> None:
    path = footage.animation(tmp_path / name, rate=10, frames=10)
    found = reel.info(path)
    assert (found.width, found.height) == (64, 48)
    assert found.seconds == pytest.approx(1, abs=0.01)
    moments = [Fraction(n, 30) + Fraction(1, 60) for n in range(30)]
    for order in (moments, moments[::-7]):
        frames = itertools.islice(reel.frames(path, iter(order)), len(order))
        left = [float(frame.to_ndarray(format="gray")[:, :16].mean()) for frame, _ in frames]
        assert left == pytest.approx([20 + 10 * int(moment * 10) for moment in order], abs=2)


@pytest.mark.parametrize(("name", "hint"), [("a.webp", "GIF, PNG or MP4"), ("b.png", "still"), ("b.jpg", "still")])
def test_a_picture_is_told_how_it_is_shown(tmp_path: Path, name: str, hint: str) -> None:
    footage.animation(tmp_path / "a.webp")
    for still in ("b.png", "b.jpg"):
        cv2.imwrite(str(tmp_path / still), np.zeros((8, 8, 3), np.uint8))
    found = fault(tmp_path / name)
    assert found.code == "not-a-video"
    assert hint in (found.hint or "")


@pytest.mark.parametrize("name", ["a.gif", "a.png"])
def test_an_animation_that_was_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    path = footage.animation(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert fault(path).code == "truncated-video"


def test_a_moment_after_the_end_is_no_picture(tmp_path: Path) -> None:
    path = footage.counted(tmp_path / "a.mp4", seconds=1)
    assert lumas(path, [Fraction(5, 4)]) == [23], "the last frame stands for a moment"
    with pytest.raises(InputError, match="cut off"):
        lumas(path, [Fraction(3)])


def damaged(whole: bytes, path: Path, first: int, bytes_: int) -> set[str]:
    """Return the codes of what is told of files whose bytes (from one on) were changed in many ways."""
    told = set()
    for seed in range(40):
        rng = np.random.default_rng(seed)
        data = bytearray(whole)
        for at in rng.integers(first, len(data), bytes_):
            data[at] = int(rng.integers(256))
        path.write_bytes(bytes(data))
        try:
            reel.info(path)
            list(itertools.islice(reel.frames(path, iter([Fraction(n, 30) for n in range(20)])), 20))
        except InputError as error:
            told.add(error.code)
    return told


def test_damage_gives_an_error_and_never_a_traceback(tmp_path: Path) -> None:
    whole = footage.film(tmp_path / "a.mp4", "testsrc=size=128x72:rate=25:duration=1").read_bytes()
    known = {"truncated-video", "unreadable-file", "not-a-video", "no-picture", "video-too-large"}
    assert damaged(whole, tmp_path / "b.mp4", 0, 30) <= known


def test_damaged_animations_give_an_error_and_never_a_traceback(tmp_path: Path) -> None:
    whole = footage.animation(tmp_path / "a.gif").read_bytes()
    known = {"truncated-video", "unreadable-file", "not-a-video", "video-too-large"}
    assert damaged(whole, tmp_path / "b.gif", 13, 6) <= known
