"""The finished file, measured by what did not make it."""

from __future__ import annotations

import itertools
import subprocess
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest

from tests.film.conftest import Studio

pytestmark = pytest.mark.slow
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def decoded_seconds(path: str) -> float:
    """Return a sound's length as the ffmpeg binary decodes it."""
    done = subprocess.run(
        [FFMPEG, "-v", "error", "-i", path, "-f", "f32le", "-ac", "1", "-ar", "48000", "-"],
        capture_output=True,
        check=True,
    )
    return len(done.stdout) / 4 / 48000


def test_frames_and_length_are_the_songs(built: Studio) -> None:
    song = decoded_seconds(str(built.root / "specs/assets/song.mp3"))
    with av.open(str(built.film())) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        times = sorted(
            Fraction(packet.pts) * packet.time_base for packet in film.demux(video) if packet.pts is not None
        )
        assert times == [Fraction(i, 30) for i in range(round(song * 30))]
        assert audio.duration * audio.time_base == Fraction(len(times), 30)
        assert video.duration * video.time_base == Fraction(len(times), 30)


def test_it_decodes_with_errors_as_failures(built: Studio) -> None:
    done = subprocess.run(
        [FFMPEG, "-v", "warning", "-xerror", "-err_detect", "explode", "-i", str(built.film()), "-f", "null", "-"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_it_starts_fast_and_its_colours_are_told(built: Studio) -> None:
    head = built.film().read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
    assert b"edts" not in head[: head.index(b"mdat")]
    with av.open(str(built.film())) as film:
        context = film.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)


def test_joins_are_the_segments_own_bits(built: Studio) -> None:
    folder = built.film().parent
    order = [
        "segment/near",
        "transition/near--sea",
        "segment/sea",
        "segment/far",
        "transition/far--grace",
        "segment/grace",
    ]
    apart = []
    for name in order:
        with av.open(str(folder / f"{name}.mp4")) as segment:
            apart += [frame.to_ndarray(format="yuv420p") for frame in segment.decode(video=0)]
    with av.open(str(built.film())) as film:
        joined = [frame.to_ndarray(format="yuv420p") for frame in film.decode(video=0)]
    assert len(apart) == len(joined)
    assert all(np.array_equal(a, b) for a, b in zip(apart, joined, strict=True))


def test_loudness_and_true_peak_of_what_is_heard(built: Studio) -> None:
    done = subprocess.run(
        [FFMPEG, "-hide_banner", "-nostats", "-i", str(built.film()), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    loudness = float(summary.split("I:")[1].split("LUFS")[0])
    peak = float(summary.split("Peak:")[1].split("dBFS")[0])
    assert abs(loudness + 14) <= 0.5
    assert peak <= -1.0


def test_no_frame_is_black_or_frozen(built: Studio) -> None:
    with av.open(str(built.film())) as film:
        frames = [frame.to_ndarray(format="gray").astype(int) for frame in film.decode(video=0)]
    assert min(frame.mean() for frame in frames) > 4
    still = [np.abs(a - b).max() == 0 for a, b in itertools.pairwise(frames)]
    assert sum(still) < len(frames) / 10
