"""Encode: frames into one segment, in this process, by x264 through PyAV.

A segment is a small MP4 with one track, closed at both ends; the film's own timestamps are computed when
segments are joined. Nothing in the file tells when or where it was made.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

from nbstudio.picture.profile import PROFILES


class Encoder:
    """Takes frames in order and leaves a segment at `path`."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction, profile: str) -> None:
        import av
        from av.codec.context import Flags

        self._container = av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"})
        stream: Any = self._container.add_stream("libx264", rate=rate, options=PROFILES[profile].options(rate))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / rate
        context.thread_count = 1
        context.flags |= Flags.bitexact
        context.color_range = 1  # limited ("MPEG")
        context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709 (ITU-T H.273)
        self._stream = stream
        self._rate = rate
        self._count = 0
        self.width, self.height = width, height

    def frame(self) -> Any:
        """Return a new frame, to be filled and given to `add`."""
        import av

        return av.VideoFrame(self.width, self.height, "yuv420p")

    def add(self, frame: Any) -> None:
        """Encode the next frame."""
        frame.pts = self._count
        frame.time_base = 1 / self._rate
        frame.color_range, frame.colorspace = 1, 1
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()


def views(frame: Any) -> tuple[Any, Any, Any]:
    """Return the three planes of a frame as arrays over its own memory, padding left out."""
    import numpy as np

    found = []
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        found.append(rows[: plane.height, : plane.width])
    return found[0], found[1], found[2]
