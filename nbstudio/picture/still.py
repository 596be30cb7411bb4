"""Stills on disk: a PNG that also says where the eye should go, and what in it is near and what is far."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.picture.layers import TAIL, Depth, packed, unpacked

KEYWORD = b"nbstudio:focus"
PNG = (
    ("IMWRITE_PNG_COMPRESSION", 1),
    ("IMWRITE_PNG_STRATEGY", 2),  # Huffman codes only
    ("IMWRITE_PNG_FILTER", 16),  # differences along the row
)
"""Half the time of the library's own choice and 5 % more bytes, on stills with film grain."""
HEADER = 33
"""Bytes of a PNG's signature and its first chunk, behind which text may stand."""


FLAT = Depth()


@dataclass(frozen=True, slots=True)
class Still:
    """A picture, BGR, its focus and its depth.

    `focus` is x, y, width and height as fractions of it (a face, or what stands out); `depth` its layers and
    what moves in it, if it was taken apart. `faces` are where people's faces were put, the nearest first, as
    fractions too; they are for whoever draws it and are not kept on disk.
    """

    bgr: NDArray[np.uint8]
    focus: tuple[float, float, float, float] | None = None
    depth: Depth = FLAT
    faces: tuple[tuple[float, float, float, float], ...] = ()


def save(still: Still, path: Path) -> None:
    """Write a still: the same bytes for the same picture."""
    import cv2

    ok, data = cv2.imencode(".png", still.bgr, [word for pair in PNG for word in (getattr(cv2, pair[0]), pair[1])])
    if not ok:
        raise InputError("the picture can't be written as PNG", code="unusable-image")
    png = data.tobytes()
    if still.focus:
        told = KEYWORD + b"\0" + " ".join(f"{value:.5f}" for value in still.focus).encode()
        chunk = struct.pack(">I", len(told)) + b"tEXt" + told + struct.pack(">I", zlib.crc32(b"tEXt" + told))
        png = png[:HEADER] + chunk + png[HEADER:]
    if still.depth:
        png = png[:-TAIL] + packed(still.depth) + png[-TAIL:]
    path.write_bytes(png)


def load(path: Path) -> Still:
    """Read a still that `save` or a rule's own program has written.

    Raises InputError for what is not a picture, or one whose layers are damaged.
    """
    import cv2

    data = path.read_bytes()
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise InputError(f"`{path.name}` is not a picture", code="not-an-image")
    return Still(np.asarray(bgr, np.uint8), _focus(data), unpacked(data, (bgr.shape[1], bgr.shape[0])))


def _focus(data: bytes) -> tuple[float, float, float, float] | None:
    at = data.find(b"tEXt" + KEYWORD, HEADER, 4096)
    if at < 0:
        return None
    length = struct.unpack(">I", data[at - 4 : at])[0]
    words = data[at + 4 + len(KEYWORD) + 1 : at + 4 + length].split()
    if len(words) != 4:
        return None
    x, y, width, height = map(float, words)
    return x, y, width, height
