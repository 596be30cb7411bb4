"""Wave: the sound of a track in a file that knows where it belongs in the film.

Samples are 32-bit floats, 48 kHz, stereo, so that nothing clips or is rounded before the sum. Where the
first of them is heard stands in a Broadcast Wave chunk (EBU Tech 3285, the time reference), which editors
follow when a person drops the file into one; so silence before a late effect takes no room. Past 4 GB the
same layout is an RF64 (EBU Tech 3306): room for its sizes is kept in every file. No clock and no machine is
written, so the same samples are the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import StepError

Floats = NDArray[np.float32]

RATE = 48_000
CHANNELS = 2
WIDTH = 4 * CHANNELS  # bytes of a sample in all channels
LARGEST = 0xFFFFFFFF
FLOAT = 3  # WAVE_FORMAT_IEEE_FLOAT
SIZES = 28  # bytes of a ds64 chunk
BEXT = 602
TIME_REFERENCE = 338  # where it stands in a bext chunk


@dataclass(frozen=True, slots=True)
class Sound:
    """A track's file: its first sample is heard at sample `offset` of the film."""

    path: Path
    offset: int
    samples: int
    start: int
    """Where in the file the samples begin, in bytes."""

    @property
    def end(self) -> int:
        """Return the sample of the film at which it is over."""
        return self.offset + self.samples

    def between(self, first: int, last: int) -> Floats:
        """Return the samples heard from `first` to before `last` of the film, (samples, 2), silence around them."""
        begin, end = (min(max(at, self.offset), self.end) for at in (first, last))
        if begin == first and end == last:
            return self._read(begin, end)
        found = np.zeros((last - first, CHANNELS), np.float32)
        if end > begin:
            found[begin - first : end - first] = self._read(begin, end)
        return found

    def blocks(self, size: int = 10 * RATE) -> Iterator[Floats]:
        """Yield its own samples in blocks of `size`."""
        for at in range(self.offset, self.end, size):
            yield self._read(at, min(at + size, self.end))

    def _read(self, begin: int, end: int) -> Floats:
        at = self.start + (begin - self.offset) * WIDTH
        values = np.fromfile(self.path, "<f4", (end - begin) * CHANNELS, offset=at)
        return values.reshape(-1, CHANNELS)


def write(path: Path, blocks: Iterable[Floats], *, offset: int = 0) -> int:
    """Write blocks of (samples, 2) to `path`, to be heard from sample `offset` of the film; return how many."""
    samples = 0
    with path.open("wb") as file:
        file.write(_head(0, offset))
        for block in blocks:
            file.write(np.ascontiguousarray(block, "<f4").data)
            samples += len(block)
        file.seek(0)
        file.write(_head(samples, offset))
    return samples


def read(path: Path) -> Sound:
    """Read where the samples of a file that `write` left begin, and where they belong.

    Raises StepError (not-a-track) for any other file.
    """
    offset = 0
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] not in {b"RIFF", b"RF64"} or head[8:] != b"WAVE":
            raise _strange(path)
        long = -1
        form = b""
        while len(chunk := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", chunk)
            if name == b"data":
                size = long if size == LARGEST and long >= 0 else size
                if form[:8] != struct.pack("<HHI", FLOAT, CHANNELS, RATE):
                    raise _strange(path)
                return Sound(path, offset, size // WIDTH, file.tell())
            if size > 1 << 20:
                raise _strange(path)
            data = file.read(size + size % 2)
            if name == b"ds64":
                long = struct.unpack_from("<Q", data, 8)[0]
            elif name == b"bext":
                offset = struct.unpack_from("<Q", data, TIME_REFERENCE)[0]
            elif name == b"fmt ":
                form = data
    raise _strange(path)


def _head(samples: int, offset: int) -> bytes:
    """Return all that stands before the samples; it has the same length whatever it says."""
    size = samples * WIDTH
    form = struct.pack("<HHIIHHH", FLOAT, CHANNELS, RATE, RATE * WIDTH, WIDTH, 32, 0)
    bext = bytearray(BEXT)
    struct.pack_into("<Q", bext, TIME_REFERENCE, offset)
    rest = b"bext" + struct.pack("<I", BEXT) + bytes(bext)
    rest += b"fmt " + struct.pack("<I", len(form)) + form
    rest += b"fact" + struct.pack("<II", 4, min(samples, LARGEST))
    whole = 4 + 8 + SIZES + len(rest) + 8 + size
    if whole > LARGEST:
        sizes = b"ds64" + struct.pack("<IQQQI", SIZES, whole, size, samples, 0)
        return b"RF64" + struct.pack("<I", LARGEST) + b"WAVE" + sizes + rest + b"data" + struct.pack("<I", LARGEST)
    room = b"JUNK" + struct.pack("<I", SIZES) + bytes(SIZES)
    return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + room + rest + b"data" + struct.pack("<I", size)


def _strange(path: Path) -> StepError:
    return StepError(f"{path.name} is not a track", code="not-a-track", hint="a track is a stereo float WAV of 48 kHz")
