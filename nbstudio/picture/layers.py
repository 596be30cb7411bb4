"""Layers: a still taken apart, so that what is near can move before what is far.

A layered still is kept as the finished picture and, for every layer that stands before the rest, its coverage
and the picture that is *under* it, both cropped to where the layer is. The layer's own colours need no room:
they are what the finished picture has and the picture under it has not. So a still stays an ordinary PNG for
everybody else, and its layers travel in one private chunk of the same file.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError

CHUNK = b"nbLY"
"""Ancillary, private, and not to be kept by a program that changes the picture (PNG, section 5.4)."""
FORMAT = 2
QUALITY = 94
"""Of what lies under a layer: little of it is ever seen, at edges, in motion."""
FAINT = 3
"""Coverage (of 255) below which a layer is not there."""
ROOM = 28
"""Pixels around a layer, at the least: what is under it differs from the picture, and ends softly within them."""
SIGNATURE = 8
TAIL = 12
"""Bytes of a PNG's last chunk, before which ours stands."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its coverage and what is under it, BGR, both of one even size, at an even corner of the still.

    `share` is how much it moves when the camera does: 1 as the subject, less what is far, more what is near.
    """

    corner: tuple[int, int]
    alpha: Bytes
    under: Bytes
    share: float = 1.0

    @property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of the still that the layer touches."""
        (x, y), (h, w) = self.corner, self.alpha.shape
        return slice(y, y + h), slice(x, x + w)


@dataclass(frozen=True, slots=True)
class Alive:
    """A face that lives: its 468 points (x, y and z in pixels of the still), and the number of the layer that it is on.

    Without layers it is on the plate. `who` counts the people of the still, the first named being 0.
    """

    mesh: NDArray[np.float32]
    layer: int = 0
    who: int = 0


@dataclass(frozen=True, slots=True)
class Depth:
    """All of a still that is more than its picture.

    `layers` from back to front. `share`: how much what is behind all of them moves. `moving`: what moves by
    itself, one mapping each (see `elements`). `alive`: the faces that live.
    """

    layers: tuple[Layer, ...] = ()
    share: float = 1.0
    moving: tuple[Mapping[str, Any], ...] = ()
    alive: tuple[Alive, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.layers or self.moving or self.alive)


def cut(alpha: NDArray[Any], corner: tuple[int, int], frame: tuple[int, int]) -> tuple[Bytes, tuple[slice, slice]]:
    """Return coverage (0 to 1, a window at `corner` of a frame, width and height) as bytes, and where it is.

    The window shrinks to what is covered, with room for soft edges, on even rows and columns.
    """
    import cv2

    covered = np.asarray(cv2.convertScaleAbs(np.clip(alpha, 0, 1), alpha=255), np.uint8)
    covered[covered < FAINT] = 0
    x, y, w, h = cv2.boundingRect(covered)
    room = max(ROOM, frame[1] // 40)
    left, top = corner[0] + x - room, corner[1] + y - room
    right, bottom = corner[0] + x + w + room, corner[1] + y + h + room
    left, top = max(0, left - left % 2), max(0, top - top % 2)
    right, bottom = min(frame[0] - frame[0] % 2, right + right % 2), min(frame[1] - frame[1] % 2, bottom + bottom % 2)
    out = np.zeros((max(2, bottom - top), max(2, right - left)), np.uint8)
    rows, columns = slice(top, top + out.shape[0]), slice(left, left + out.shape[1])
    y0, x0 = max(top, corner[1]), max(left, corner[0])
    y1, x1 = min(rows.stop, corner[1] + alpha.shape[0]), min(columns.stop, corner[0] + alpha.shape[1])
    if y1 > y0 and x1 > x0:
        part = covered[y0 - corner[1] : y1 - corner[1], x0 - corner[0] : x1 - corner[0]]
        out[y0 - top : y1 - top, x0 - left : x1 - left] = part
    return out, (rows, columns)


def packed(depth: Depth) -> bytes:
    """Return the chunk that carries what `depth` holds."""
    import cv2

    blobs: list[bytes] = []
    about: dict[str, Any] = {"format": FORMAT, "share": round(depth.share, 4), "layers": []}
    for layer in depth.layers:
        _, alpha = cv2.imencode(".png", layer.alpha, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        _, under = cv2.imencode(".jpg", layer.under, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        blobs += [alpha.tobytes(), under.tobytes()]
        height, width = layer.alpha.shape
        about["layers"].append({"at": [*layer.corner, width, height], "share": round(layer.share, 4)})
    for face in depth.alive:
        blobs.append(np.round(face.mesh * 16).astype("<i4").tobytes())
    about["alive"] = [[len(face.mesh), face.layer, face.who] for face in depth.alive]
    about["moving"] = [dict(item) for item in depth.moving]
    about["sizes"] = [len(blob) for blob in blobs]
    told = json.dumps(about, sort_keys=True).encode()
    body = struct.pack(">I", len(told)) + told + b"".join(blobs)
    return struct.pack(">I", len(body)) + CHUNK + body + struct.pack(">I", zlib.crc32(CHUNK + body))


def unpacked(png: bytes, size: tuple[int, int]) -> Depth:
    """Return what a PNG of `size` (width, height) carries; nothing where it carries none.

    Raises InputError for a chunk that was damaged.
    """
    body = _chunk(png)
    if body is None:
        return Depth()
    try:
        length = struct.unpack(">I", body[:4])[0]
        about = json.loads(body[4 : 4 + length])
        if about["format"] != FORMAT:
            return Depth()
        blobs, at = [], 4 + length
        for count in about["sizes"]:
            blobs.append(body[at : at + int(count)])
            if not blobs[-1]:
                raise ValueError("a layer is missing")
            at += int(count)
        layers = tuple(_layer(entry, blobs[2 * i : 2 * i + 2], size) for i, entry in enumerate(about["layers"]))
        alive = []
        for (count, layer, who), blob in zip(about["alive"], blobs[2 * len(layers) :], strict=True):
            points = np.frombuffer(blob, "<i4").reshape(int(count), 3)
            alive.append(Alive(np.asarray(points / 16, np.float32), int(layer), int(who)))
        return Depth(layers, float(about["share"]), tuple(about["moving"]), tuple(alive))
    except (KeyError, IndexError, TypeError, ValueError, struct.error) as error:
        raise InputError("the still's layers are damaged", code="not-an-image", notes=[str(error)]) from error


def _layer(entry: Mapping[str, Any], blobs: Sequence[bytes], size: tuple[int, int]) -> Layer:
    import cv2

    x, y, width, height = (int(value) for value in entry["at"])
    if not (0 <= x < x + width <= size[0] and 0 <= y < y + height <= size[1]):
        raise ValueError("a layer lies outside the still")
    alpha = cv2.imdecode(np.frombuffer(blobs[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    under = cv2.imdecode(np.frombuffer(blobs[1], np.uint8), cv2.IMREAD_COLOR)
    if alpha is None or under is None or alpha.shape != (height, width) or under.shape != (height, width, 3):
        raise ValueError("a layer is not of its size")
    return Layer((x, y), np.asarray(alpha, np.uint8), np.asarray(under, np.uint8), float(entry["share"]))


def _chunk(png: bytes) -> bytes | None:
    at = SIGNATURE
    while at + TAIL <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == CHUNK:
            return png[at + 8 : at + 8 + length]
        at += length + TAIL
    return None
