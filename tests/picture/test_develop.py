"""Footage of every make: bits, chroma, ranges, fields, sizes, transparency; each is seen as it was meant."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nbstudio import reel
from nbstudio.picture.develop import treated
from nbstudio.picture.footage import fitted
from tests import footage

HALVES = "color=gray:size={size}:rate=25:duration=1,format=rgb24,drawbox=w=iw/2:h=ih:color=red:t=fill"


def first(path: Path, size: tuple[int, int] = (128, 72), fit: str = "cover") -> np.ndarray:
    frame, pixel = next(reel.frames(path, iter([Fraction(1, 50)])))
    return fitted(frame, size, fit, pixel)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv420p10le")),
        ("a.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv422p")),
        ("a.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv422p10le")),
        ("a.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv444p")),
        ("a.mp4", ("-c:v", "libx264", "-pix_fmt", "yuvj420p")),
        ("a.mp4", ("-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p10le")),
        ("a.webm", ("-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p")),
        ("a.mov", ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le")),
        ("a.mov", ("-c:v", "qtrle", "-pix_fmt", "rgb24")),
        ("a.mkv", ("-c:v", "ffv1", "-pix_fmt", "gbrp10le")),
        ("a.avi", ("-c:v", "mjpeg", "-pix_fmt", "yuvj422p")),
        ("a.avi", ("-c:v", "rawvideo", "-pix_fmt", "uyvy422")),
        ("a.mp4", ("-c:v", "libx264", "-f", "mp4", "-an")),
    ],
)
@pytest.mark.parametrize("size", ["320x180", "322x182"])
def test_colours_are_the_same_whatever_bits_and_chroma_they_are_stored_in(
    tmp_path: Path, name: str, words: tuple[str, ...], size: str
) -> None:
    path = footage.film(tmp_path / name, HALVES.format(size=size), *words)
    found = first(path)
    left, right = found[:, 8:56].reshape(-1, 3).mean(axis=0), found[:, 72:120].reshape(-1, 3).mean(axis=0)
    assert left == pytest.approx([0, 0, 255], abs=4)
    assert right == pytest.approx([128, 128, 128], abs=3)
    assert not list(treated(next(reel.frames(path, iter([Fraction(0)])))[0]))


@pytest.mark.parametrize("size", ["321x181", "33x71", "1x1", "17x300"])
@pytest.mark.parametrize("fit", ["cover", "contain"])
def test_odd_sizes_reach_every_edge(tmp_path: Path, size: str, fit: str) -> None:
    words = ("-c:v", "ffv1", "-pix_fmt", "yuv420p")
    path = footage.film(tmp_path / "a.mkv", f"color=white:size={size}:rate=25:duration=1", *words)
    found = first(path, fit=fit)
    assert found.shape == (72, 128, 3)
    if fit == "cover":
        assert found.min() > 250


def test_sound_beside_the_pictures_changes_nothing(tmp_path: Path) -> None:
    plain = footage.counted(tmp_path / "a.mp4", seconds=1)
    loud = footage.with_sound(tmp_path / "b.mp4", plain)
    assert reel.info(loud).seconds == pytest.approx(reel.info(plain).seconds, abs=0.05)
    assert np.array_equal(first(plain), first(loud))


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mov", "a.avi", "a.gif"])
def test_one_frame_is_footage(tmp_path: Path, name: str) -> None:
    if name == "a.gif":
        path = footage.animation(tmp_path / name, rate=25, frames=1)
    else:
        path = footage.counted(tmp_path / name, rate=25, seconds=0.04)
    assert 0.03 < reel.info(path).seconds <= 0.12
    moments = [Fraction(0), Fraction(1, 50), Fraction(2, 5), Fraction(1, 50)]
    frames = [frame for frame, _ in zip(reel.frames(path, iter(moments)), moments, strict=True)]
    assert len(frames) == 4


@pytest.mark.parametrize(("codec", "form"), [("prores_ks", "yuva444p10le"), ("qtrle", "argb")])
def test_what_is_transparent_in_a_film_stands_on_grey(tmp_path: Path, codec: str, form: str) -> None:
    source = "color=red:size=128x72:rate=25:duration=1,format=rgba,geq=r=255:g=0:b=0:a='255*gt(X,63)'"
    more = ("-profile:v", "4444") if codec == "prores_ks" else ()
    path = footage.film(tmp_path / "a.mov", source, "-c:v", codec, *more, "-pix_fmt", form)
    found = first(path)
    assert found[:, 4:56].reshape(-1, 3).mean(axis=0) == pytest.approx([128, 128, 128], abs=2)
    assert found[:, 72:124].reshape(-1, 3).mean(axis=0) == pytest.approx([0, 0, 255], abs=4)
    frame, _ = next(reel.frames(path, iter([Fraction(0)])))
    assert list(treated(frame)) == ["transparent parts on neutral grey"]


def comb(picture: np.ndarray) -> float:
    """Return how much lines differ from both of their neighbours to the same side."""
    luma = picture.astype(int).sum(axis=2) / 3
    above, here, below = luma[:-2], luma[1:-1], luma[2:]
    return float(np.maximum(0, (here - above) * (here - below)).mean())


def test_lines_of_two_moments_are_made_one(tmp_path: Path) -> None:
    moving = "color=black:size=128x72:rate=50:duration=1,drawgrid=w=16:h=200:t=4:color=white"
    scrolled = f"{moving},scroll=horizontal=0.03"
    woven = footage.interlaced(tmp_path / "b.mkv", scrolled)
    frame, _ = next(reel.frames(woven, iter([Fraction(1, 5)])))
    assert frame.interlaced_frame
    found = fitted(frame, (128, 72))
    raw = frame.to_ndarray(format="bgr24")
    assert comb(found) < 0.05 * comb(raw)
    assert list(treated(frame)) == ["interlaced, as its upper fields' moments"]


def test_what_stands_still_keeps_all_of_its_lines(tmp_path: Path) -> None:
    source = "color=black:size=128x72:rate=50:duration=1,drawbox=x=20:y=11:w=50:h=31:color=white:t=3"
    found = first(footage.interlaced(tmp_path / "a.mkv", source))
    plain = first(footage.film(tmp_path / "b.mkv", source, "-c:v", "ffv1", "-pix_fmt", "yuv420p"))
    assert np.abs(found.astype(int) - plain).max() <= 2
