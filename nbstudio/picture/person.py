"""Person: put a cut-out into the frame, at its size and with the frame's sharpness; `relight` lights it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.framing import Framing

Float = NDArray[np.float32]
Bytes = NDArray[np.uint8]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


class FaceLike(Protocol):
    """A face in a portrait's pixels: box (x, y, width, height) and where the head points, -1 to 1."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where it is."""
        ...

    @property
    def turn(self) -> float:
        """Where it points."""
        ...


class Portrait(Protocol):
    """A person cut out: colours (BGR) and coverage of one size, the face if there is one, and how much was drawn."""

    @property
    def cutout(self) -> Bytes:
        """The person's own colours."""
        ...

    @property
    def alpha(self) -> Bytes:
        """The coverage, 0 to 255."""
        ...

    @property
    def face(self) -> FaceLike | None:
        """The face, if there is one."""
        ...

    @property
    def magnified(self) -> float:
        """How many times larger than in its photograph it is, by a network that draws detail."""
        ...

    @property
    def mesh(self) -> NDArray[np.float32] | None:
        """Its 468 points, x, y and z in the portrait's pixels, if they were found."""
        ...


class Setting(Protocol):
    """A scene to stand in: see `picture.scenery` for what each means."""

    @property
    def back(self) -> Float:
        """What is behind, BGR 0 to 1, of the frame's size."""
        ...

    @property
    def front(self) -> Float | None:
        """What is before, premultiplied BGRA."""
        ...

    @property
    def lamp(self) -> tuple[float, float]:
        """Where the light is, in fractions of the frame."""
        ...

    @property
    def key(self) -> tuple[float, float, float]:
        """Its colour, BGR 0 to 1."""
        ...

    @property
    def ambient(self) -> tuple[float, float, float]:
        """The colour of the shade."""
        ...

    @property
    def horizon(self) -> float:
        """Where the ground begins, in fractions from the top."""
        ...

    @property
    def haze(self) -> float:
        """How thick the air is, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A person in the frame: colours float BGR 0 to 1 and coverage float 0 to 1 of the window that holds it.

    `alpha` has edges as a lens gives them, `fine` as the photo has them: softer, where it is enlarged. `corner` is
    the window's upper left, `face` the face's box, `mesh` the face's points (468, 3), all in frame pixels; `frame` is
    the frame's width and height.
    """

    fore: Float
    alpha: Float
    fine: Float
    corner: tuple[int, int]
    face: tuple[float, float, float, float]
    frame: tuple[int, int]
    mesh: Float | None = None

    @property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of the frame that the window is."""
        (x, y), (h, w) = self.corner, self.alpha.shape
        return slice(y, y + h), slice(x, x + w)


def place(portrait: Portrait, framing: Framing, width: int, height: int) -> Placed:
    """Resample a portrait into the frame, holding detail where it is enlarged."""
    import cv2

    matrix = np.array([[framing.scale, 0, framing.x], [0, framing.scale, framing.y]], np.float64)
    if framing.roll:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), framing.roll, 1.0)
        matrix = turn @ np.vstack([matrix, [0, 0, 1]])
    mesh = _moved(portrait.mesh, matrix, framing.scale)
    # Pixel centres, not corners, are what warpAffine maps.
    matrix[:, 2] += matrix[:, :2] @ np.array([0.5, 0.5]) - 0.5
    ends = framing.x, framing.x + framing.scale * portrait.alpha.shape[1]
    source, cover, added = _widened(portrait, ends[0] > 0, ends[1] < width)
    if portrait.face:
        cover = _faded(cover, portrait, added, ends[0] > 0, ends[1] < width)
    matrix[:, 2] -= matrix[:, :2] @ np.array([added, 0.0])
    box = portrait.face.box if portrait.face else _middle(portrait.alpha)
    (fx, fy), (wide, tall) = framing.at(box[0], box[1]), (box[2] * framing.scale, box[3] * framing.scale)
    left, top, right, bottom = _window(cover, matrix, width, height)
    matrix[:, 2] -= (left, top)
    if framing.scale < 0.6:
        # Shrinking by bilinear taps alone would alias: first shrink by area.
        half = framing.scale * 1.2
        size = (max(2, round(source.shape[1] * half)), max(2, round(source.shape[0] * half)))
        matrix[:, :2] = matrix[:, :2] @ np.diag([source.shape[1] / size[0], source.shape[0] / size[1]])
        source = np.asarray(cv2.resize(source, size, interpolation=cv2.INTER_AREA), np.uint8)
        cover = np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_AREA), np.uint8)
    size = (right - left, bottom - top)
    fore = _enlarged(source, matrix, size, framing.scale)
    alpha = _float(cv2.warpAffine(cover, matrix, size, flags=cv2.INTER_CUBIC))
    fine = alpha
    grown = framing.scale * portrait.magnified
    if grown > 1.3:
        # An enlarged edge is as soft as it is large; steepen it to one that a lens would give, but for hair.
        steep = min(2.4, 0.6 + 0.45 * grown)
        smooth = cv2.GaussianBlur(alpha, (0, 0), min(3.0, 0.5 * grown))
        hard = np.clip((smooth - 0.5) * (1.5 * steep) + 0.48, 0, 1)
        soft = np.clip((alpha - 0.5) * min(1.3, steep) + 0.5, 0, 1)
        alpha, fine = np.asarray(hard, np.float32), np.asarray(soft, np.float32)
    return Placed(fore, alpha, fine, (left, top), (fx, fy, wide, tall), (width, height), mesh)


def severed(portrait: Portrait) -> tuple[bool, bool, bool]:
    """Return whether a photo's edge cuts the head: above, at its left, at its right."""
    if portrait.face is None:
        return False, False, False
    x, y, w, h = portrait.face.box
    head = portrait.alpha[: max(1, round(y + 0.8 * h))] > 128
    middle = slice(max(0, round(x)), max(1, round(x + w)))
    enough = 0.12 * h
    sides = bool(head[:, :2].all(axis=1).sum() > enough), bool(head[:, -2:].all(axis=1).sum() > enough)
    return bool(head[:2, middle].all(axis=0).sum() > 0.2 * w), *sides


def _enlarged(source: Bytes, matrix: NDArray[np.float64], size: tuple[int, int], scale: float) -> Float:
    import cv2

    border = cv2.BORDER_REPLICATE
    if scale <= 1.15:
        return _float(cv2.warpAffine(source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border))
    calm = cv2.bilateralFilter(source, 5, 14, 1.6) if scale > 2 else source
    big = cv2.warpAffine(calm, matrix, size, flags=cv2.INTER_CUBIC, borderMode=border)
    soft = cv2.GaussianBlur(big, (0, 0), 0.75 * scale)
    # A small photo enlarged much has no edges to find any more: what sharpening finds there is blocks.
    gain = 1.5 if scale < 2.5 else 0.9
    sharp = cv2.addWeighted(big, 1 + gain, soft, -gain, 0)
    # Edges may get steeper but never brighter or darker than what the photo has beside them: no ringing.
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    low = cv2.warpAffine(cv2.erode(calm, disc), matrix, size, flags=cv2.INTER_LINEAR, borderMode=border)
    high = cv2.warpAffine(cv2.dilate(calm, disc), matrix, size, flags=cv2.INTER_LINEAR, borderMode=border)
    return _float(cv2.min(cv2.max(sharp, low), high))


def _moved(mesh: NDArray[np.float32] | None, matrix: NDArray[np.float64], scale: float) -> Float | None:
    """Return a mesh's points where a map takes them."""
    if mesh is None or not len(mesh):
        return None
    flat = mesh[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(np.column_stack([flat, mesh[:, 2] * scale]), np.float32)


def _float(picture: NDArray[Any]) -> Float:
    """Return bytes as 0 to 1."""
    return np.asarray(np.multiply(picture, np.float32(1 / 255), dtype=np.float32))


def _widened(portrait: Portrait, left: bool, right: bool) -> tuple[Bytes, Bytes, int]:
    """Return colours, coverage and the columns added on the left: shoulders go on where a photo cuts them at a side.

    A head does not. `left` and `right` tell which side is in the frame.
    """
    import cv2

    cutout, alpha = portrait.cutout, portrait.alpha
    height, width = alpha.shape
    x, y, w, h = portrait.face.box if portrait.face else _middle(alpha)
    chin = max(0, round(y + 0.65 * h))
    added = 0
    for side, seen in ((0, left), (1, right)):
        facing = alpha if side == 0 else alpha[:, ::-1]
        covered = facing[:, min(2, width - 1)] > 128
        covered[:chin] = False
        if not seen or covered.sum() <= 0.03 * height:
            continue
        start = int(np.argmax(covered))
        inner = x + w / 2 if side == 0 else width - x - w / 2
        # As broad as shoulders are, or a little rounder than a cut.
        reach = round(float(np.clip(1.75 * w - inner, 0.3 * w, 1.1 * w)))
        out = np.arange(reach, dtype=np.float32)[None, :] / reach
        top = start + reach * (0.3 * out + 1.5 * (1 - np.sqrt(1 - out * out)))
        down = np.arange(height, dtype=np.float32)[:, None]
        soft = max(1.5, 0.02 * w)
        cover = np.clip((down - top) / soft + 0.5, 0, 1) * np.clip((1 - out) * reach / soft, 0, 1)
        end = start + int(np.argmin(covered[start:])) if not covered[start:].all() else height
        if end < 0.97 * height:
            # An elbow: it closes below as it does above.
            cover *= np.clip((end - 1.2 * reach * (1 - np.sqrt(1 - out * out)) - down) / soft + 0.5, 0, 1)
        edge = np.asarray(facing[:, 2 : max(4, round(0.1 * w))], np.float32)
        colours = cutout if side == 0 else cutout[:, ::-1]
        weight = edge[..., None] / 255 + np.float32(1e-3)
        near = np.asarray(colours[:, 2 : max(4, round(0.1 * w))], np.float32)
        mean = (near * weight).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
        mean[:start] = mean[min(start + round(0.1 * w), height - 1)]
        mean = cv2.GaussianBlur(mean.reshape(height, 1, 3), (0, 0), max(1.0, 0.12 * w)).reshape(height, 1, 3)
        # Its weave is that of what lies inside, mirrored; a fold would be seen to be a copy.
        inward = np.minimum(np.arange(reach) + 2, max(2, min(width - 1, round(inner - 0.6 * w))))
        weave = colours[:, inward].astype(np.float32)
        weave -= cv2.GaussianBlur(weave, (0, 0), max(1.0, 0.012 * w))
        weave *= cv2.erode(facing[:, inward], np.ones((9, 9), np.uint8))[..., None] > 250
        # A photo's outermost columns may be a border's.
        trim = min(width - 1, max(2, round(0.012 * w)))
        colours = colours.copy()
        colours[:, :trim] = colours[:, trim : trim + 1]
        cutout = colours if side == 0 else colours[:, ::-1]
        cloth = np.asarray(np.clip((mean + np.clip(weave, -12, 12)) * (1 - 0.45 * out[..., None]), 0, 255), np.uint8)
        more = np.asarray(cover * 255, np.uint8)
        if side == 0:
            cutout, alpha = np.hstack([cloth[:, ::-1], cutout]), np.hstack([more[:, ::-1], alpha])
            added, width, x = reach, width + reach, x + reach
        else:
            cutout, alpha = np.hstack([cutout, cloth]), np.hstack([alpha, more])
    return np.ascontiguousarray(cutout), np.ascontiguousarray(alpha), added


def _faded(cover: Bytes, portrait: Portrait, added: int, left: bool, right: bool) -> Bytes:
    """Return coverage that fades where a side of the photo (`left`, `right`) cuts the head and is in the frame.

    `added` columns on the left are no part of the photo.
    """
    if portrait.face is None:
        return cover
    _, y, w, h = portrait.face.box
    head = portrait.alpha[: max(1, round(y + 0.8 * h))] > 128
    reach = max(4, min(round(0.3 * w), head.shape[1] // 3))
    ramp = np.linspace(0, 1, reach, dtype=np.float32)
    ramp = ramp * ramp * (3 - 2 * ramp)
    out, end = cover.astype(np.float32), added + head.shape[1]
    if left and head[:, :2].all(axis=1).sum() > 0.12 * h:
        out[:, added : added + reach] *= ramp
        out[:, :added] = 0
    if right and head[:, -2:].all(axis=1).sum() > 0.12 * h:
        out[:, end - reach : end] *= ramp[::-1]
        out[:, end:] = 0
    return np.asarray(out, np.uint8)


def _middle(alpha: Bytes) -> tuple[float, float, float, float]:
    """Return where a head would be in a picture without a face."""
    height, width = alpha.shape
    rows = np.flatnonzero((alpha > 128).any(axis=1))
    top = float(rows[0]) if rows.size else 0.1 * height
    side = 0.25 * min(height, width)
    columns = np.flatnonzero(alpha[min(height - 1, int(top + side / 2))] > 128)
    centre = float(columns.mean()) if columns.size else width / 2
    return centre - side / 2, top + 0.3 * side, side, 1.2 * side


def _window(cover: Bytes, matrix: NDArray[np.float64], width: int, height: int) -> tuple[int, int, int, int]:
    """Return the part of the frame that the person can touch, with room for blur: left, top, right, bottom."""
    import cv2

    x, y, w, h = cv2.boundingRect(cover)
    corners = np.array([[x, y, 1], [x + w, y, 1], [x, y + h, 1], [x + w, y + h, 1]], np.float64) @ matrix.T
    room = height / 16
    left, top = np.floor(corners.min(axis=0) - room).astype(int)
    right, bottom = np.ceil(corners.max(axis=0) + room).astype(int)
    left, top = min(max(0, int(left)), width - 16), min(max(0, int(top)), height - 16)
    return left, top, max(left + 16, min(width, int(right))), max(top + 16, min(height, int(bottom)))
