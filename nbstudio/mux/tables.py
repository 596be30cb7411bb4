"""Tables: the `moov` of a joined film, written from plain numbers.

Every time is computed: decode time i, shown at rank, both times the frame's duration. With a signed `ctts`
(version 1) the first frame is shown at 0 without an edit list. Nothing depends on the clock or the machine.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nbstudio.mux.audio import FRAME
from nbstudio.mux.boxes import LARGEST, box, full_box
from nbstudio.mux.track import Numbers

SCALE_FLOOR = 10_000  # ticks a second that a media timescale has at least, as players expect
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
UNDETERMINED = 0x55C4  # ISO 639-2 `und`, packed
FTYP = box("ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso4avc1mp41mp42")
COLOUR = box("colr", b"nclx", struct.pack(">HHHB", 1, 1, 1, 0))  # BT.709 primaries, transfer, matrix; limited range
SQUARE = box("pasp", struct.pack(">II", 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The video track: one rank a sample (its place in the order of showing), in decode order."""

    rate: Fraction
    width: int
    height: int
    config: bytes  # AVCDecoderConfigurationRecord
    sizes: Numbers
    ranks: Numbers
    sync: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The audio track: AAC packets that decode to exactly `samples`."""

    rate: int
    channels: int
    config: bytes  # AudioSpecificConfig
    sizes: Numbers
    samples: int


@dataclass(frozen=True, slots=True, eq=False)
class Chunks:
    """Where the chunks of one track lie, and how many samples each holds."""

    offsets: Numbers
    counts: Numbers


def timescale(rate: Fraction) -> tuple[int, int]:
    """Return a media timescale and a frame's duration in it; their ratio is exactly `rate`."""
    scale, duration = rate.numerator, rate.denominator
    while scale < SCALE_FLOOR:
        scale, duration = scale * 2, duration * 2
    return scale, duration


def moov(
    pictures: Pictures,
    sound: Sound | None,
    movie_scale: int,
    shown: Chunks,
    heard: Chunks | None,
    *,
    wide: bool,
) -> bytes:
    """Build the `moov` box; with `wide`, chunk offsets have 64 bits."""
    frames = len(pictures.sizes)
    seconds = frames / pictures.rate
    scale, step = timescale(pictures.rate)
    video_length = -(-seconds.numerator * movie_scale // seconds.denominator)
    audio_length = -(-sound.samples * movie_scale // sound.rate) if sound else 0
    header = _timed("mvhd", 0, movie_scale, max(video_length, audio_length), _MVHD_TAIL + _next_track(sound))
    video = box(
        "trak",
        _track_header(1, video_length, volume=0, width=pictures.width, height=pictures.height),
        box(
            "mdia",
            _media_header(scale, frames * step),
            _handler(b"vide", b"VideoHandler"),
            box(
                "minf",
                full_box("vmhd", 0, 1, bytes(8)),
                _DATA_HERE,
                _video_table(pictures, step, shown, wide),
            ),
        ),
    )
    if sound is None or heard is None:
        return box("moov", header, video)
    audio = box(
        "trak",
        _track_header(2, audio_length, volume=0x100, width=0, height=0),
        box(
            "mdia",
            _media_header(sound.rate, sound.samples),
            _handler(b"soun", b"SoundHandler"),
            box("minf", full_box("smhd", 0, 0, bytes(4)), _DATA_HERE, _audio_table(sound, heard, wide)),
        ),
    )
    return box("moov", header, video, audio)


_MVHD_TAIL = struct.pack(">IH10x", 0x10000, 0x100) + MATRIX + bytes(24)  # speed 1, volume 1
_DATA_HERE = box("dinf", full_box("dref", 0, 0, struct.pack(">I", 1), full_box("url ", 0, 1)))


def _next_track(sound: Sound | None) -> bytes:
    return struct.pack(">I", 3 if sound else 2)


def _timed(kind: str, flags: int, scale: int, duration: int, tail: bytes) -> bytes:
    """Build `mvhd` or `mdhd`: creation and change at 0, so that equal films are equal files."""
    if duration > LARGEST:
        return full_box(kind, 1, flags, struct.pack(">QQIQ", 0, 0, scale, duration), tail)
    return full_box(kind, 0, flags, struct.pack(">IIII", 0, 0, scale, duration), tail)


def _media_header(scale: int, duration: int) -> bytes:
    return _timed("mdhd", 0, scale, duration, struct.pack(">HH", UNDETERMINED, 0))


def _track_header(number: int, duration: int, *, volume: int, width: int, height: int) -> bytes:
    wide = duration > LARGEST
    times = struct.pack(">QQIIQ" if wide else ">IIIII", 0, 0, number, 0, duration)
    tail = struct.pack(">8xHHHH", 0, 1 if volume else 0, volume, 0)  # group 1: audio that could be exchanged
    return full_box("tkhd", int(wide), 3, times, tail, MATRIX, struct.pack(">II", width << 16, height << 16))


def _handler(kind: bytes, name: bytes) -> bytes:
    return full_box("hdlr", 0, 0, struct.pack(">4x4s12x", kind), name, b"\0")


def _video_table(pictures: Pictures, step: int, chunks: Chunks, wide: bool) -> bytes:
    frames = len(pictures.sizes)
    shifts = (pictures.ranks - np.arange(frames)) * step
    config = box("avcC", pictures.config)
    entry = box(
        "avc1",
        struct.pack(">6xH16xHHIIIH", 1, pictures.width, pictures.height, 0x480000, 0x480000, 0, 1),
        bytes(32),  # the compressor's name
        struct.pack(">Hh", 24, -1),
        config,
        COLOUR,
        SQUARE,
    )
    parts = [_descriptions(entry), _runs("stts", 0, np.full(frames, step, np.int64))]
    if shifts.any():
        least, greatest = int(shifts.min()), int(shifts.max())
        parts.append(_runs("ctts", 1, shifts))
        parts.append(full_box("cslg", 0, 0, struct.pack(">5i", -least, least, greatest, 0, frames * step)))
    if not pictures.sync.all():
        keys = np.flatnonzero(pictures.sync) + 1
        parts.append(full_box("stss", 0, 0, struct.pack(">I", len(keys)), keys.astype(">u4").tobytes()))
    return box("stbl", *parts, *_places(pictures.sizes, chunks, wide))


def _audio_table(sound: Sound, chunks: Chunks, wide: bool) -> bytes:
    durations = np.full(len(sound.sizes), FRAME, np.int64)
    durations[-1] = sound.samples - FRAME * (len(durations) - 1)
    entry = box(
        "mp4a",
        struct.pack(">6xH8xHHHHI", 1, sound.channels, 16, 0, 0, sound.rate << 16),
        _elementary(sound),
    )
    return box("stbl", _descriptions(entry), _runs("stts", 0, durations), *_places(sound.sizes, chunks, wide))


def _elementary(sound: Sound) -> bytes:
    """Build `esds` (ISO/IEC 14496-1 7.2.6): elementary stream, decoder, its configuration, and sync layer."""
    rate = int(sound.sizes.sum()) * 8 * sound.rate // max(1, sound.samples)
    specific = _descriptor(5, sound.config)
    decoder = _descriptor(4, struct.pack(">BBBHII", 0x40, 0x15, 0, 0, rate, rate), specific)
    return full_box("esds", 0, 0, _descriptor(3, struct.pack(">HB", 2, 0), decoder, _descriptor(6, b"\x02")))


def _descriptor(tag: int, *payload: bytes) -> bytes:
    body = b"".join(payload)
    length = len(body)
    return (
        bytes((tag, 0x80 | length >> 21, 0x80 | length >> 14 & 0x7F, 0x80 | length >> 7 & 0x7F, length & 0x7F)) + body
    )


def _descriptions(entry: bytes) -> bytes:
    return full_box("stsd", 0, 0, struct.pack(">I", 1), entry)


def _runs(kind: str, version: int, values: Numbers) -> bytes:
    """Build a run-length table; values may be negative where `version` says so."""
    starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1))
    rows = np.empty((len(starts), 2), ">i4" if version else ">u4")
    rows[:, 0] = np.diff(np.append(starts, len(values)))
    rows[:, 1] = values[starts]
    return full_box(kind, version, 0, struct.pack(">I", len(rows)), rows.tobytes())


def _places(sizes: Numbers, chunks: Chunks, wide: bool) -> tuple[bytes, bytes, bytes]:
    """Build `stsc`, `stsz` and `stco` (or `co64`)."""
    starts = np.flatnonzero(np.diff(chunks.counts, prepend=-1))
    runs = np.empty((len(starts), 3), ">u4")
    runs[:, 0], runs[:, 1], runs[:, 2] = starts + 1, chunks.counts[starts], 1
    offsets = chunks.offsets.astype(">u8" if wide else ">u4").tobytes()
    return (
        full_box("stsc", 0, 0, struct.pack(">I", len(runs)), runs.tobytes()),
        full_box("stsz", 0, 0, struct.pack(">II", 0, len(sizes)), sizes.astype(">u4").tobytes()),
        full_box("co64" if wide else "stco", 0, 0, struct.pack(">I", len(chunks.offsets)), offsets),
    )
