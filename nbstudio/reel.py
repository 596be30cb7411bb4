"""Reel: a person's own moving pictures, looked at and decoded safely, frame by frame.

The problem: a camera's frames come at any rate, or at none, on their side, cut off, or in a file that is something
else; a film wants exactly one picture for each of its own frames. So a moment is asked for, and what the reel shows
at that moment is given: the last frame that began before it. Only one frame and the one after it are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbstudio.errors import InputError
from nbstudio.magic import NAMES, Kind, kind_of

if TYPE_CHECKING:
    from av.container import InputContainer

DEMUXERS = {  # the one format that FFmpeg may read a kind as
    Kind.MP4: "mov",
    Kind.M4A: "mov",
    Kind.MATROSKA: "matroska",
    Kind.AVI: "avi",
    Kind.GIF: "gif",
    Kind.PNG: "apng",
}
MAX_SIDE = 8192
"""Pixels; eight thousand lines of video are more than any phone's."""
HELD = Fraction(1, 2)
"""Seconds for which a reel's last frame may stand: cameras leave that much out at the end, and no more."""
TICK = Fraction(1, 2000)
"""Seconds that a frame may come late and be in time: some files count in thousandths."""
ENDS = {Kind.GIF: b";", Kind.PNG: b"IEND"}
"""What the last bytes of animations are; programs leave a few more behind them."""
TAIL = 16
CHUNKS = 200
"""Of a PNG that are looked through for its animation."""
FAR = 1
"""Seconds from which it is quicker to look for a moment than to play up to it."""
TAUGHT = "give an MP4, MOV, MKV, WebM or AVI file, or an animated GIF or PNG"


@dataclass(frozen=True, slots=True)
class ReelInfo:
    """A reel as it is to be seen: width and height in square pixels, upright; its length; `codec` by FFmpeg's name."""

    width: int
    height: int
    seconds: float
    codec: str


def info(path: Path) -> ReelInfo:
    """Read what a reel is, from its headers and its first frame.

    Raises InputError (not-a-video, no-picture, truncated-video, video-too-large, empty-file, unreadable-file).
    """
    with _opened(path) as (container, stream):
        first = next(container.decode(stream), None)
        if first is None:
            raise _damaged(path, "nothing in it can be decoded")
        width, height = upright(first, ratio(stream))
        seconds = _seconds(container, stream)
        if seconds is None:
            seconds = float(_last(container, stream))
        _whole(path, stream)
        return ReelInfo(width, height, seconds, stream.codec_context.codec.canonical_name)


def frames(path: Path, moments: Iterator[Fraction]) -> Iterator[tuple[Any, Fraction]]:
    """Yield what a reel shows at each of the moments, in seconds from its beginning: FFmpeg's frames, as stored.

    Beside each stands how much wider than high its pixels are. Moments that go back are looked for anew. What is
    shown depends on the moment alone.

    Raises InputError, as `info` does, and truncated-video where there is nothing to be seen any more.
    """
    with _opened(path) as (container, stream):
        film, pixel = _Film(path, container, stream), ratio(stream)
        for moment in moments:
            yield film.at(moment), pixel


def ratio(stream: Any) -> Fraction:
    """Return how much wider than high a stored pixel is."""
    found = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    return Fraction(found) if found and Fraction(1, 8) < found < 8 else Fraction(1)


def upright(frame: Any, pixel: Fraction = Fraction(1)) -> tuple[int, int]:
    """Return a frame's width and height in square pixels, once it is turned upright."""
    wide, high = max(1, round(frame.width * pixel)), int(frame.height)
    return (high, wide) if turns(frame) % 2 else (wide, high)


def turns(frame: Any) -> int:
    """Return how many quarter turns to the left make a frame upright."""
    return int(round(frame.rotation / 90) % 4)


class _Film:
    """An opened reel, played forwards, and wound back when it has to be."""

    def __init__(self, path: Path, container: Any, stream: Any) -> None:
        self.path, self.container, self.stream = path, container, stream
        self.begin = Fraction(0)
        self.step = 1 / Fraction(stream.average_rate or 25)
        self.now: Any = None
        self.next: Any = None
        self._wind(None)
        # What the headers say of the beginning is not always so.
        self.begin = self.now[0] if self.now else self.begin
        self._wind(Fraction(0))

    def at(self, moment: Fraction) -> Any:
        """Return the frame that is seen at a moment."""
        moment += TICK
        if self.now is None or moment < self.now[0] or moment > self.now[0] + FAR:
            self._wind(moment)
        while self.next is not None and self.next[0] <= moment:
            self.now, self.next = self.next, self._read()
        if self.now is None:
            raise _damaged(self.path, "nothing in it can be decoded")
        if self.next is None and moment > self.now[0] + self.step + HELD:
            raise truncated(self.path, f"its last frame is seen at {float(self.now[0]):.2f} seconds")
        return self.now[1]

    def _wind(self, moment: Fraction | None) -> None:
        """Go to the last frame that stands for itself before a moment; without one, to the beginning."""
        ticks = 0
        if moment is not None and moment > 0:
            ticks = int((self.begin + moment) / Fraction(self.stream.time_base))
        if moment is not None:
            self.container.seek(ticks if moment > 0 else int(self.stream.start_time or 0), stream=self.stream)
        self.decoding = self.container.decode(self.stream)
        self.now, self.next = self._read(), None
        if self.now is not None and moment is not None and self.now[0] > max(moment, Fraction(0)) and moment > 0:
            # The index of some reels is wrong: then everything is looked at from the beginning.
            self._wind(Fraction(0))
            return
        self.next = self._read()

    def _read(self) -> tuple[Fraction, Any] | None:
        """Return the next frame and when it begins, or nothing at the end."""
        frame = next(self.decoding, None)
        if frame is None:
            return None
        ticks = frame.pts if frame.pts is not None else frame.dts
        if ticks is not None:
            return Fraction(ticks) * Fraction(frame.time_base) - self.begin, frame
        return (self.now[0] + self.step if self.now else Fraction(0)), frame


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, Any]]:
    """Open a reel at its first stream of pictures; turn whatever FFmpeg raises into InputError."""
    import av

    kind = kind_of(path)
    if kind not in DEMUXERS or not _moves(path, kind):
        raise _still(path, kind)
    if kind in ENDS:
        with path.open("rb") as tail:
            tail.seek(max(0, path.stat().st_size - TAIL))
            if ENDS[kind] not in tail.read():
                raise truncated(path, "its end is missing")
    # A file object, one demuxer and no protocols: nothing in the file can make FFmpeg open another.
    options = {"protocol_whitelist": "pipe"}
    begun = False
    try:
        with (
            path.open("rb") as file,
            av.open(file, "r", format=DEMUXERS[kind], options=options, metadata_errors="ignore") as container,
        ):
            pictures = [one for one in container.streams.video if not one.disposition & one.disposition.attached_pic]
            if not pictures:
                raise InputError(f"{path.name} holds no moving picture", code="no-picture", hint=TAUGHT)
            stream = pictures[0]
            context = stream.codec_context
            if max(context.width, context.height) > MAX_SIDE:
                raise InputError(
                    f"{path.name} is too large: {context.width} × {context.height} pixels",
                    code="video-too-large",
                    notes=[f"at most {MAX_SIDE} pixels a side are read"],
                    hint="save it smaller; twice the film's width is enough",
                )
            context.thread_count = 1
            begun = True
            yield container, stream
    except InputError:
        raise
    except FileNotFoundError:
        raise
    except av.InvalidDataError as error:
        if not begun and kind in {Kind.MP4, Kind.M4A}:  # its index stands at the end, and is what a broken copy lacks
            raise truncated(path, "its index is missing or damaged") from error
        raise _damaged(path, str(error)) from error
    except Exception as error:  # whatever a demuxer or decoder thinks of a hostile file
        raise _damaged(path, str(error)) from error


def _moves(path: Path, kind: Kind) -> bool:
    """Tell whether a file of a kind that may move does: a PNG has an `acTL` before its pixels (PNG-3, 11.3.6.1)."""
    if kind is not Kind.PNG:
        return True
    with path.open("rb") as file:
        file.seek(8)
        for _ in range(CHUNKS):
            head = file.read(8)
            if len(head) < 8 or head[4:] == b"IDAT":
                return False
            if head[4:] == b"acTL":
                return True
            file.seek(int.from_bytes(head[:4], "big") + 4, 1)
    return False


def _still(path: Path, kind: Kind) -> InputError:
    """Return the error of a file that is no footage: a picture is told how pictures are shown."""
    hint = TAUGHT
    if kind is Kind.WEBP:
        hint = "save an animated WebP as GIF, PNG or MP4; a picture is shown by `still: …`"
    elif kind.is_image:
        hint = "a picture is shown by `still: …`, and moved by `motion: …`"
    return InputError(f"{path.name} is not a video", code="not-a-video", notes=[f"it is {NAMES[kind]}"], hint=hint)


def _seconds(container: Any, stream: Any) -> float | None:
    """Return how long the pictures last by the headers."""
    import av

    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _last(container: Any, stream: Any) -> Fraction:
    """Return how long a reel lasts whose headers don't say, from its packets."""
    container.seek(int(stream.start_time or 0), stream=stream)
    begin, end = stream.start_time or 0, 0
    for packet in container.demux(stream):
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0))
    return Fraction(end - begin) * Fraction(stream.time_base)


def _whole(path: Path, stream: Any) -> None:
    """Hold the index of a reel against the file: a copy that was broken off has a whole index and half its frames."""
    entries = stream.index_entries
    if len(entries):
        last = max((entries[i] for i in range(max(0, len(entries) - 64), len(entries))), key=lambda entry: entry.pos)
        size = path.stat().st_size
        if last.pos + last.size > size:
            raise truncated(path, f"its index reaches to byte {last.pos + last.size}, and it has {size}")


def truncated(path: Path, reason: str) -> InputError:
    """Return the error of a reel that was cut off."""
    return InputError(
        f"{path.name} is cut off", code="truncated-video", notes=[reason], hint="copy or download it again"
    )


def _damaged(path: Path, reason: str) -> InputError:
    return InputError(
        f"{path.name} can't be read",
        code="unreadable-file",
        notes=[" ".join(reason.split())[:200] or "it is damaged"],
        hint="the file may be damaged; open it in another program and save it again",
    )
