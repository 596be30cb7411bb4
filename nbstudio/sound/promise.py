"""Promise: how much sound a file's header tells of that the file does not hold.

The problem: a copy or download that broke off leaves a WAV, MP3 or Ogg file that plays to where it ends, and no
decoder says that anything is missing: a film would be cut to half of its song. The headers of two tell how long
they were when they were written: in the size of a chunk of data (RIFF; EBU Tech 3306 where it is larger than 4 GB),
or in the tag that encoders of MP3 leave in the first frame (Xing's, or Fraunhofer's VBRI). The last page of an Ogg
stream says that it is the last (RFC 3533, section 6). Formats whose decoders notice by themselves (FLAC, AIFF, M4A)
are not looked at.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import BinaryIO

from nbstudio.magic import Kind

LARGEST = 0xFFFFFFFF
UNKNOWN = 0x7FFF0000
"""From here on a size is what a program writes that does not know it yet; really so large a file is not looked at."""
MOST_CHUNKS = 1000
LARGEST_PAGE = 65_307
"""Bytes of a page of Ogg; the flag that it is the last stands in its sixth."""
LAST_PAGE = 4
SIDE = {(True, False): 32, (True, True): 17, (False, False): 17, (False, True): 9}
"""Bytes between an MP3 frame's header and Xing's tag, by (MPEG-1, mono)."""
RATES = (44_100, 48_000, 32_000)
"""Of MPEG-1; MPEG-2 has half of them and MPEG-2.5 a quarter."""


def missing(path: Path, kind: Kind) -> float:
    """Return how many seconds the file lacks of what it promises, 0 for none, inf where nobody can tell how many."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            if kind is Kind.WAV:
                return _of_chunks(file, size)
            if kind is Kind.OGG:
                return _of_pages(file, size)
            if kind is Kind.MP3:
                return _of_frames(file, size)
    except (struct.error, ZeroDivisionError):  # a header that is no header promises nothing
        pass
    return 0.0


def _of_chunks(file: BinaryIO, size: int) -> float:
    file.seek(12)
    pace, long = 0.0, 0
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            break
        name, length = struct.unpack("<4sI", head)
        begin = file.tell()
        if name == b"fmt ":
            pace = struct.unpack_from("<I", file.read(12), 8)[0]
        elif name == b"ds64":
            long = struct.unpack_from("<Q", file.read(16), 8)[0]
        elif name == b"data":
            promised = long if length == LARGEST else length if length < UNKNOWN else 0
            return max(0, promised - (size - begin)) / pace
        file.seek(begin + length + length % 2)
    return 0.0


def _of_pages(file: BinaryIO, size: int) -> float:
    file.seek(max(0, size - LARGEST_PAGE))
    end = file.read()
    last = end.rfind(b"OggS")
    ends = 0 <= last < len(end) - 5 and end[last + 5] & LAST_PAGE
    return 0.0 if ends else math.inf


def _of_frames(file: BinaryIO, size: int) -> float:
    begin = _after_tag(file.read(10))
    file.seek(begin)
    frame = file.read(200)
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:
        return 0.0
    first = frame[1] & 0x18 == 0x18  # MPEG-1; else MPEG-2 (0x10) or 2.5 (0x00)
    rate = RATES[frame[2] >> 2 & 3] / (1 if first else 2 if frame[1] & 0x10 else 4) if frame[2] & 0xC != 0xC else 0
    at = 4 + SIDE[first, frame[3] >> 6 == 3]
    if frame[at : at + 4] in {b"Xing", b"Info"}:
        told, frames, length = struct.unpack_from(">III", frame, at + 4)
        if told & 3 != 3:  # both are needed
            return 0.0
    elif frame[36:40] == b"VBRI":
        length, frames = struct.unpack_from(">II", frame, 46)
    else:
        return 0.0
    lacking = max(0, length - (size - begin)) / length
    return float(lacking * frames * (1152 if first else 576) / rate)


def _after_tag(head: bytes) -> int:
    """Return where an MP3 begins: behind its ID3v2 tag, if it has one (ID3v2.4.0, section 3.1)."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
