"""Track: what one track of an MP4 file holds, read from its sample tables.

Times stand here as the file tells them. The joiner uses their *order* only: x264 gives a segment of one
or two frames no B-frame delay, so that decode times of neighbouring segments don't agree.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import StepError
from nbstudio.mux import boxes
from nbstudio.mux.boxes import child, damaged, required, unpack

Numbers = NDArray[np.int64]

ENTRY_BASE = {"vide": 78, "soun": 28}  # bytes of a sample entry before its child boxes


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of an edit list: how long (movie timescale), from where in the media (-1: a pause)."""

    duration: int
    media_time: int


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A track's sample tables, one row a sample in decode order; times count in `timescale`."""

    handler: str
    timescale: int
    duration: int
    format: str
    entry: bytes  # payload of the sample description
    sizes: Numbers
    offsets: Numbers
    durations: Numbers
    shifts: Numbers  # composition offsets; may be negative
    sync: NDArray[np.bool_]
    edits: tuple[Edit, ...]
    chunks: int

    @property
    def decode_times(self) -> Numbers:
        """Return when each sample is decoded, from 0."""
        return np.cumsum(self.durations) - self.durations

    @property
    def times(self) -> Numbers:
        """Return when each sample is shown, edit lists not applied."""
        return self.decode_times + self.shifts

    @property
    def ranks(self) -> Numbers:
        """Return each sample's place in the order of showing, 0 the first."""
        ranks = np.empty(len(self.sizes), np.int64)
        ranks[np.argsort(self.times, kind="stable")] = np.arange(len(self.sizes))
        return ranks

    def description(self, kind: str) -> bytes | None:
        """Return the payload of a box inside the sample description, such as `avcC`."""
        found = child(self.entry[ENTRY_BASE.get(self.handler, len(self.entry)) :], kind)
        return None if found is None else bytes(found)

    @property
    def picture_size(self) -> tuple[int, int]:
        """Return width and height of a video track in pixels."""
        width, height = unpack("HH", self.entry, 24)
        return width, height


@dataclass(frozen=True, slots=True, eq=False)
class Movie:
    """An MP4 file's tracks, its movie timescale, and the places of its top-level boxes."""

    path: Path
    timescale: int
    duration: int
    places: tuple[boxes.Place, ...]
    tracks: tuple[Track, ...]
    size: int

    def only(self, handler: str) -> Track | None:
        """Return the first track of a handler (`vide`, `soun`), or nothing."""
        return next((track for track in self.tracks if track.handler == handler), None)


def read(path: Path) -> Movie:
    """Read the sample tables of an MP4 file that is not fragmented.

    Raises StepError (mp4-damaged, segment-missing).
    """
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise StepError(f"{path.name} can't be opened: {error.strerror}", code="segment-missing") from error
    try:
        places = boxes.scan(file)
        size = os.fstat(file).st_size
        moov = next((place for place in places if place.kind == "moov"), None)
        if moov is None or moov.end - moov.payload > boxes.MOOV_LIMIT:
            raise damaged(f"{path.name} has no usable `moov` box")
        data = memoryview(boxes.read_at(file, moov.payload, moov.end - moov.payload))
    finally:
        os.close(file)
    header = required(data, "mvhd")
    version = unpack("B", header)[0]
    timescale, duration = unpack("IQ" if version else "II", header, 20 if version else 12)
    tracks = tuple(_track(part.payload, size) for part in boxes.parse(data) if part.kind == "trak")
    return Movie(path, timescale, duration, places, tracks, size)


def _track(data: boxes.Buffer, size: int) -> Track:
    media = required(data, "mdia")
    header = required(media, "mdhd")
    version = unpack("B", header)[0]
    timescale, duration = unpack("IQ" if version else "II", header, 20 if version else 12)
    handler = bytes(required(media, "hdlr")[8:12]).decode("latin-1")
    table = {part.kind: memoryview(part.payload) for part in boxes.parse(required(media, "minf", "stbl"))}
    entries = boxes.parse(table["stsd"][8:]) if "stsd" in table else ()
    if len(entries) != 1:
        raise damaged("a track of the MP4 has more or fewer than one sample description")
    sizes = _sizes(table, size)
    count = len(sizes)
    durations = _runs(table, "stts", count, signed=False)
    sync = np.ones(count, np.bool_)
    if "stss" in table:
        sync[:] = False
        numbers = _numbers(table, "stss", 4, 1, ">u4") - 1
        if len(numbers) and not 0 <= numbers.min() <= numbers.max() < count:
            raise damaged("the MP4 names a sync sample that it doesn't have")
        sync[numbers] = True
    offsets, chunks = _offsets(table, sizes)
    if count and (offsets.min() < 0 or (offsets + sizes).max() > size):
        raise damaged("the MP4 is truncated: samples lie beyond its end")
    return Track(
        handler=handler,
        timescale=max(1, timescale),
        duration=duration,
        format=entries[0].kind,
        entry=bytes(entries[0].payload),
        sizes=sizes,
        offsets=offsets,
        durations=durations,
        shifts=_runs(table, "ctts", count, signed=True) if "ctts" in table else np.zeros(count, np.int64),
        sync=sync,
        edits=_edits(data),
        chunks=chunks,
    )


def _sizes(table: dict[str, memoryview], limit: int) -> Numbers:
    if "stsz" not in table:
        raise damaged("the MP4 has no table of sample sizes; it may be fragmented")
    one, count = unpack("II", table["stsz"], 4)
    if one:
        if one * count > limit:
            raise damaged("the samples of the MP4 are larger than the file")
        return np.full(count, one, np.int64)
    return _numbers(table, "stsz", 8, 1, ">u4")


def _numbers(table: dict[str, memoryview], kind: str, at: int, width: int, dtype: str) -> Numbers:
    """Return the rows of a table whose row count stands at byte `at`, as int64 (rows,) or (rows, width)."""
    if kind not in table:
        raise damaged(f"the MP4 has no `{kind}` table")
    data = table[kind]
    count = unpack("I", data, at)[0]
    item = np.dtype(dtype)
    if at + 4 + count * width * item.itemsize > len(data):
        raise damaged(f"the `{kind}` table of the MP4 is cut off")
    rows = np.frombuffer(data, item, count * width, at + 4).astype(np.int64)
    return rows if width == 1 else rows.reshape(-1, width)


def _runs(table: dict[str, memoryview], kind: str, count: int, *, signed: bool) -> Numbers:
    """Expand a run-length table (`stts`, `ctts`) to one value a sample."""
    rows = _numbers(table, kind, 4, 2, ">i4" if signed else ">u4")
    if int(rows[:, 0].sum()) != count or (count and rows[:, 0].min() < 0):
        raise damaged(f"the `{kind}` table of the MP4 tells of another number of samples")
    return np.repeat(rows[:, 1], rows[:, 0])


def _offsets(table: dict[str, memoryview], sizes: Numbers) -> tuple[Numbers, int]:
    """Return where each sample lies in the file, and the number of chunks."""
    chunks = _numbers(table, "co64", 4, 1, ">i8") if "co64" in table else _numbers(table, "stco", 4, 1, ">u4")
    runs = _numbers(table, "stsc", 4, 3, ">u4")
    if not len(sizes):
        return np.zeros(0, np.int64), len(chunks)
    firsts = runs[:, 0] - 1
    if not len(runs) or firsts[0] != 0 or (np.diff(firsts) <= 0).any() or firsts[-1] >= len(chunks):
        raise damaged("the `stsc` table of the MP4 is not in order")
    counts = np.repeat(runs[:, 1], np.diff(np.append(firsts, len(chunks))))
    if int(counts.sum()) != len(sizes) or counts.min() < 1:
        raise damaged("the chunks of the MP4 hold another number of samples")
    ends = np.cumsum(sizes)
    before = ends - sizes  # bytes of all samples before this one, were they contiguous
    starts = np.cumsum(counts) - counts  # first sample of each chunk
    return np.repeat(chunks - before[starts], counts) + before, len(chunks)


def _edits(data: boxes.Buffer) -> tuple[Edit, ...]:
    table = child(data, "edts", "elst")
    if table is None:
        return ()
    version, count = unpack("B", table)[0], unpack("I", table, 4)[0]
    layout, width = ("qq", 20) if version else ("Ii", 12)
    return tuple(Edit(*unpack(layout, table, 8 + row * width)) for row in range(min(count, len(table) // width)))
