"""Small segments and mixes for the joiner's tests, made by PyAV; every frame carries its number."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, BITS = 64, 36, 16
SOUND_RATE = 48_000


def numbered(number: int) -> NDArray[np.uint8]:
    """Return the I420 planes, (54, 64), of a frame whose luma stripes are the bits of `number`."""
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    for bit in range(BITS):
        planes[:HEIGHT, bit * 4 : bit * 4 + 4] = 200 if number >> bit & 1 else 50
    return planes


def number_of(luma: NDArray[np.uint8]) -> int:
    """Return the number that a decoded frame's luma carries."""
    stripes = luma[:, : BITS * 4].reshape(luma.shape[0], BITS, 4).mean((0, 2))
    return sum(1 << bit for bit in range(BITS) if stripes[bit] > 125)


def segment(path: Path, first: int, count: int, rate: Fraction, **options: str) -> Path:
    """Encode frames `first` to before `first + count` as one closed-GOP segment."""
    settings = {
        "crf": "20",
        "preset": "veryfast",
        "bf": "2",
        "threads": "1",
        "x264-params": "open-gop=0:keyint=60:bframes=2:b-adapt=0",
        "flags": "+bitexact",
    } | options
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.time_base = 1 / rate
        stream.options = settings
        stream.codec_context.color_primaries = stream.codec_context.color_trc = stream.codec_context.colorspace = 1
        stream.codec_context.color_range = 1
        for index in range(count):
            frame = av.VideoFrame.from_ndarray(numbered(first + index), format="yuv420p")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def segments(folder: Path, lengths: list[int], rate: Fraction, **options: str) -> list[Path]:
    """Encode a film's frames as segments of these lengths."""
    firsts = np.cumsum([0, *lengths]).tolist()
    return [
        segment(folder / f"{index:04}.mp4", first, count, rate, **options)
        for index, (first, count) in enumerate(zip(firsts, lengths, strict=False))
    ]


def mix(path: Path, samples: NDArray[np.float32]) -> Path:
    """Encode stereo samples, (2, n), as AAC into an M4A or, by its suffix, ADTS."""
    kind = "adts" if path.suffix == ".aac" else "ipod"
    with av.open(str(path), "w", format=kind, options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        stream.bit_rate = 192_000
        for start in range(0, samples.shape[1], 1024):
            block = np.ascontiguousarray(samples[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def clicks(at: list[int], length: int) -> NDArray[np.float32]:
    """Return silence, (2, length), with a short symmetric click around each of these samples."""
    sound = np.zeros((2, length), np.float32)
    shape = np.hanning(11)[1:-1].astype(np.float32) * 0.8
    for sample in at:
        begin, end = max(0, sample - 4), min(length, sample + 5)
        sound[:, begin:end] += shape[begin - sample + 4 : end - sample + 4]
    return sound
