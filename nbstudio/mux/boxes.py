"""Boxes: the ISO base media file format (ISO/IEC 14496-12), built from and taken apart into bytes.

A box is a length, a four-letter kind and a payload; a *full* box's payload begins with a version and flags.
What the boxes mean is left to `track` (reading) and `tables` (writing).
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from nbstudio.errors import StepError

LARGEST = 0xFFFF_FFFF
MOOV_LIMIT = 256 << 20  # sample tables of a day of film; more is damage, not a film

Buffer = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Box:
    """A kind of four characters (Latin-1) and what stands in it."""

    kind: str
    payload: Buffer


@dataclass(frozen=True, slots=True)
class Place:
    """Where a top-level box lies in a file: `offset` of its header, of its `payload`, and its `end`."""

    kind: str
    offset: int
    payload: int
    end: int


def damaged(message: str) -> StepError:
    """Return the error for bytes that are no sound MP4."""
    return StepError(message, code="mp4-damaged", hint="remove the file from the cache and build again")


def header(kind: str, length: int) -> bytes:
    """Return the header of a box whose payload has `length` bytes, in the 64-bit form only where it must be."""
    if length + 8 <= LARGEST:
        return struct.pack(">I4s", length + 8, kind.encode("latin-1"))
    return struct.pack(">I4sQ", 1, kind.encode("latin-1"), length + 16)


def box(kind: str, *payload: Buffer) -> bytes:
    """Build a box."""
    return b"".join((header(kind, sum(len(part) for part in payload)), *payload))


def full_box(kind: str, version: int, flags: int, *payload: Buffer) -> bytes:
    """Build a box that begins with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *payload)


def parse(data: Buffer) -> tuple[Box, ...]:
    """Take `data` apart into the boxes that fill it.

    Raises StepError (mp4-damaged) where lengths don't add up.
    """
    view = memoryview(data)
    found = []
    at = 0
    while at < len(view):
        kind, begin, end = _extent(bytes(view[at : at + 16]), at, len(view))
        found.append(Box(kind, view[begin:end]))
        at = end
    return tuple(found)


def child(data: Buffer, *path: str) -> memoryview | None:
    """Return the payload of the first box found by walking down `path`, or nothing."""
    view = memoryview(data)
    for kind in path:
        for found in parse(view):
            if found.kind == kind:
                view = memoryview(found.payload)
                break
        else:
            return None
    return view


def required(data: Buffer, *path: str) -> memoryview:
    """Return what `child` does; a box that is missing is damage."""
    found = child(data, *path)
    if found is None:
        raise damaged(f"the MP4 has no `{'/'.join(path)}` box")
    return found


def unpack(layout: str, data: Buffer, offset: int = 0) -> tuple[int, ...]:
    """Unpack big-endian numbers at `offset`; a payload that is too short is damage."""
    try:
        return struct.unpack_from(">" + layout, data, offset)
    except struct.error:
        raise damaged("a box of the MP4 is shorter than its kind needs") from None


def scan(file: int) -> tuple[Place, ...]:
    """Return the places of the top-level boxes of an open file, reading headers only."""
    size = os.fstat(file).st_size
    places = []
    at = 0
    while at < size:
        kind, begin, end = _extent(read_at(file, at, min(16, size - at)), at, size)
        places.append(Place(kind, at, begin, end))
        at = end
    return tuple(places)


def read_at(file: int, offset: int, length: int) -> bytes:
    """Read exactly `length` bytes at `offset` of an open file; fewer are damage."""
    os.lseek(file, offset, os.SEEK_SET)
    parts = []
    while length:
        part = os.read(file, length)
        if not part:
            raise damaged("the MP4 ends too early")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _extent(head: bytes, at: int, limit: int) -> tuple[str, int, int]:
    """Read a box header that stands at `at`; return its kind, where its payload begins and where it ends."""
    if len(head) < 8:
        raise damaged("the MP4 ends inside the header of a box")
    length, name = struct.unpack_from(">I4s", head)
    kind, begin = name.decode("latin-1"), at + 8
    if length == 1 and len(head) >= 16:
        length, begin = struct.unpack_from(">Q", head, 8)[0], at + 16
    elif length == 0:  # to the end of what holds it
        length = limit - at
    end = at + length
    if not begin <= end <= limit:
        raise damaged(f"the `{kind}` box of the MP4 is longer than what holds it")
    return kind, begin, end
