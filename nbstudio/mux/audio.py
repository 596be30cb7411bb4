"""Audio: the AAC packets of a mix, from an M4A or an ADTS stream, and how many samples of priming lead them.

An AAC encoder puts samples of its own before the first of the song (FFmpeg's: 1024, one packet). An edit list
would hide them, but upload sites refuse edit lists and some players ignore them; whole packets dropped do neither.
"""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nbstudio.errors import StepError
from nbstudio.mux import boxes, track
from nbstudio.mux.track import Numbers

FRAME = 1024  # samples in an AAC-LC packet
ADTS_PRIMING = FRAME  # ADTS can't tell; it is FFmpeg's own encoder's
RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)


@dataclass(frozen=True, slots=True, eq=False)
class Packets:
    """AAC packets as places in a file, with what a decoder must know; `samples` counts from after the priming."""

    path: Path
    rate: int
    channels: int
    config: bytes  # AudioSpecificConfig, ISO/IEC 14496-3
    offsets: Numbers
    sizes: Numbers
    priming: int
    samples: int


def read(path: Path) -> Packets:
    """Read where the AAC packets of `path` lie.

    Raises StepError (mix-unusable) for what is not AAC-LC, mp4-damaged for what is broken.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise StepError(f"the mix can't be opened: {error.strerror}", code="mix-unusable") from error
    if head[4:8] == b"ftyp":
        return _from_m4a(path)
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return _from_adts(path)
    raise StepError(f"{path.name} is neither M4A nor ADTS", code="mix-unusable")


def _from_m4a(path: Path) -> Packets:
    movie = track.read(path)
    sound = movie.only("soun")
    config = sound and _config(sound.description("esds") or b"")
    if sound is None or sound.format != "mp4a" or not config:
        raise StepError(f"{path.name} holds no AAC sound", code="mix-unusable")
    _only_low_complexity(path, config)
    priming = next((edit.media_time for edit in sound.edits if edit.media_time >= 0), 0)
    rate = RATES[(config[0] & 7) << 1 | config[1] >> 7]
    return Packets(
        path=path,
        rate=rate,
        channels=config[1] >> 3 & 15,
        config=config,
        offsets=sound.offsets,
        sizes=sound.sizes,
        priming=priming,
        samples=max(0, int(sound.durations.sum()) - priming),
    )


def _from_adts(path: Path) -> Packets:
    offsets, sizes = [], []
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            first = data[:7]
            at = 0
            while at + 7 <= size:
                head = data[at : at + 7]
                length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
                skip = 7 if head[1] & 1 else 9  # a checksum stands after the header unless told absent
                if head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or length <= skip or at + length > size or head[6] & 3:
                    raise boxes.damaged(f"{path.name} is no whole ADTS stream")
                offsets.append(at + skip)
                sizes.append(length - skip)
                at += length
    kind, index, channels = (first[2] >> 6) + 1, first[2] >> 2 & 15, (first[2] & 1) << 2 | first[3] >> 6
    config = bytes((kind << 3 | index >> 1, (index & 1) << 7 | channels << 3))
    _only_low_complexity(path, config)
    return Packets(
        path=path,
        rate=RATES[index],
        channels=channels,
        config=config,
        offsets=np.array(offsets, np.int64),
        sizes=np.array(sizes, np.int64),
        priming=ADTS_PRIMING,
        samples=max(0, len(sizes) * FRAME - ADTS_PRIMING),
    )


def _only_low_complexity(path: Path, config: bytes) -> None:
    """Refuse profiles whose packets don't stand for 1024 samples, and rates and layouts told in other ways."""
    index = (config[0] & 7) << 1 | config[1] >> 7
    if config[0] >> 3 != 2 or index >= len(RATES) or config[1] & 4 or not config[1] >> 3 & 15:
        raise StepError(f"{path.name} is not plain AAC-LC", code="mix-unusable")


def _config(esds: bytes) -> bytes | None:
    """Return the AudioSpecificConfig inside an `esds` payload (ISO/IEC 14496-1, descriptors 3, 4 and 5)."""
    at = 4
    while at < len(esds):
        tag, at = esds[at], at + 1
        length = 0
        while at < len(esds):
            byte, at = esds[at], at + 1
            length = length << 7 | byte & 0x7F
            if not byte & 0x80:
                break
        if tag == 5:
            found = esds[at : at + length]
            return found if len(found) == length >= 2 else None
        if tag == 3:
            at += 3  # stream number and flags; ours carry no dependency, no link, no clock
        elif tag == 4:
            at += 13  # codec, buffer and bit rates
        else:
            at += length
    return None
