"""Develop: one of FFmpeg's frames, as a camera or a program stored it, as a picture to be looked at.

The problem: frames are stored on their side, two moments in one (`fields`), by one of several matrices, in ranges,
for brighter and more colourful screens (`tonemap`), on transparent ground. What comes out is BGR as screens of BT.709
show it, upright and opaque.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import reel
from nbstudio.media import NEUTRAL
from nbstudio.picture import colour
from nbstudio.picture.fields import progressive
from nbstudio.picture.tonemap import BT2020, light_of, table

Bytes = NDArray[np.uint8]

LIMITED, FULL = 1, 2
"""Ranges by FFmpeg's numbers."""
BT709, BT601 = 1, 5
WEIGHTS = {BT709: (0.2126, 0.0722), 4: (0.30, 0.11), BT601: (0.299, 0.114), 6: (0.299, 0.114), BT2020: (0.2627, 0.0593)}
"""Of red and blue in luma, by the number of a matrix (ITU-T H.273, table 4)."""
CONSTANT = 10
"""BT.2020 of constant luminance, which nobody writes; it is read as the other one."""
HIGH = 720
"""Lines from which a picture that does not tell its matrix is taken for BT.709."""


def developed(frame: Any, wide: int, high: int, least: tuple[int, int]) -> Bytes:
    """Return a frame as BGR, upright, of about that size and not less than `least`."""
    import cv2
    from av.video.reformatter import Interpolation

    wide, high = max(wide, least[0]), max(high, least[1])
    turns = reel.turns(frame)
    stored = (high, wide) if turns % 2 else (wide, high)
    frame = progressive(_opaque(frame))
    light = light_of(frame)
    # Bits that are the same on every processor.
    exact = Interpolation.BITEXACT | Interpolation.ACCURATE_RND
    way = int((Interpolation.AREA if stored[0] < frame.width else Interpolation.BICUBIC) | exact)
    if light and not frame.format.is_rgb:
        picture = _mapped(frame, stored, way, light)
    elif frame.format.is_rgb:
        picture = np.asarray(frame.reformat(*stored, "bgr24", interpolation=way, threads=1).to_ndarray(), np.uint8)
    else:
        planes = _planes(frame, stored, way, "yuv444p")
        # FFmpeg's own way to BGR is two steps of 255 too dark.
        picture = np.asarray(cv2.transform(cv2.merge(list(planes)), colour.screen(*WEIGHTS[matrix_of(frame)])))
    quarter = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}
    return np.asarray(cv2.rotate(picture, quarter[turns]), np.uint8) if turns else picture


def treated(frame: Any) -> Iterator[str]:
    """Yield what is done to a frame to be seen, in words: what a maker of it would want to know."""
    light = light_of(frame) if not frame.format.is_rgb else None
    if light:
        yield "BT.2020 as BT.709" if light == "BT.2020" else f"{light} (HDR, BT.2020) tone-mapped to BT.709 (SDR)"
    if frame.interlaced_frame:
        yield "interlaced, as its upper fields' moments"
    if any(part.is_alpha for part in frame.format.components):
        yield "transparent parts on neutral grey"


def _planes(frame: Any, size: tuple[int, int], way: int, form: str) -> NDArray[Any]:
    """Return a frame's planes in a form of whole chroma, by its own matrix, of limited range."""
    matrix = matrix_of(frame)
    made = frame.reformat(
        *size,
        form,
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=FULL if frame.color_range == FULL else LIMITED,
        dst_color_range=LIMITED,
        interpolation=way,
        threads=1,
    )
    return np.asarray(made.to_ndarray())


def _mapped(frame: Any, size: tuple[int, int], way: int, light: str) -> Bytes:
    """Return a frame of a wider range or gamut as BGR of BT.709; all of its bits are looked at."""
    import cv2

    planes = _planes(frame, size, way, "yuv444p16le")
    deep = planes.astype(np.float32) / np.float32(256)
    signal = cv2.transform(deep, colour.screen(*WEIGHTS[matrix_of(frame)])) / np.float32(255)
    return np.asarray(table(light).apply(np.asarray(signal, np.float32)) * 255 + np.float32(0.5), np.uint8)


def matrix_of(frame: Any) -> int:
    """Return the matrix by which a frame was written, guessed by its size where it does not say."""
    told = int(frame.colorspace)
    if told in WEIGHTS:
        return told
    if told == CONSTANT or light_of(frame):
        return BT2020
    return BT709 if min(frame.width, frame.height) >= HIGH else BT601


def _opaque(frame: Any) -> Any:
    """Return a frame whose transparent parts stand on neutral grey, as those of pictures do; an opaque one itself."""
    if not any(part.is_alpha for part in frame.format.components):
        return frame
    import av
    from av.video.reformatter import Interpolation

    matrix = matrix_of(frame)
    told: dict[str, Any] = {}
    if not frame.format.is_rgb:
        told = {"src_colorspace": matrix, "src_color_range": FULL if frame.color_range == FULL else LIMITED}
    way = int(Interpolation.BICUBIC | Interpolation.BITEXACT | Interpolation.ACCURATE_RND)
    whole = frame.reformat(format="bgra", interpolation=way, threads=1, **told).to_ndarray().astype(np.uint16)
    cover = whole[..., 3:]
    mixed = (whole[..., :3] * cover + np.array(NEUTRAL, np.uint16) * (255 - cover) + 127) // 255
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(mixed, np.uint8), format="bgr24")
