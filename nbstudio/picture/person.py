"""Person: put a cut-out into a scene's light, so that it was there when the picture was taken.

What tells a pasted figure from a photographed one is, in this order: exposure against the backdrop, the
colour of the light, a bright edge towards the light, the scene's glow creeping around the outline, and haze
where it meets the ground. All of it is done in (nearly) linear light; maps that vary slowly are made at a
quarter of the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.framing import Framing
from nbstudio.picture.strips import strips

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

    `corner` is the window's upper left in frame pixels, `face` the face's box in frame pixels, `frame` the
    frame's width and height.
    """

    fore: Float
    alpha: Float
    corner: tuple[int, int]
    face: tuple[float, float, float, float]
    frame: tuple[int, int]

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
    # Pixel centres, not corners, are what warpAffine maps.
    matrix[:, 2] += matrix[:, :2] @ np.array([0.5, 0.5]) - 0.5
    ends = framing.x, framing.x + framing.scale * portrait.alpha.shape[1]
    source, cover, added = _widened(portrait, ends[0] > 0, ends[1] < width)
    matrix[:, 2] -= matrix[:, :2] @ np.array([added, 0.0])
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
    if framing.scale > 1.3:
        # An enlarged edge is as soft as it is large; steepen it to one that a lens would give.
        steep = min(2.4, 0.6 + 0.45 * framing.scale)
        alpha = np.asarray(np.clip((alpha - 0.5) * steep + 0.47, 0, 1), np.float32)
    box = portrait.face.box if portrait.face else _middle(portrait.alpha)
    fx, fy = framing.at(box[0], box[1])
    return Placed(fore, alpha, (left, top), (fx, fy, box[2] * framing.scale, box[3] * framing.scale), (width, height))


def lit(
    placed: Placed,
    setting: Setting,
    *,
    exposure: float = 1.0,
    rim: float = 1.0,
    shadow: float = 0.0,
    drama: float = 1.0,
) -> Float:
    """Return the person's colours in the scene's light, float BGR 0 to 1.

    `exposure` scales what the backdrop asks for; `rim` the bright edge; `shadow` (0 to 1) turns the person into
    a silhouette; `drama` is how hard the lamp models a face, 0 not at all.
    """
    import cv2

    height, width = placed.alpha.shape
    small = (max(2, width // 4), max(2, height // 4))
    alpha = np.asarray(cv2.resize(placed.alpha, small, interpolation=cv2.INTER_AREA), np.float32)
    fore = np.asarray(cv2.resize(placed.fore, small, interpolation=cv2.INTER_AREA), np.float32)
    x, y = (placed.face[0] - placed.corner[0]) / 4, (placed.face[1] - placed.corner[1]) / 4
    w, h = placed.face[2] / 4, placed.face[3] / 4
    direction = _direction(setting.lamp, placed)
    shade = np.clip(0.52 + drama * (_shade(alpha, (x, y, w, h), direction) - 0.5), 0, 1)
    key, ambient = _tint(setting.key), _tint(setting.ambient)
    level = _exposed(fore, (x, y, w, h), setting) * exposure
    light = ambient * ((0.5 - 0.1 * drama) * (1 - shade[..., None])) + key * (0.12 + 1.42 * shade[..., None])
    light *= np.float32(level * level * (1 - shadow))
    # A lamp falls off: the body below the chest is not what is looked at.
    depth = np.clip((np.arange(small[1], dtype=np.float32) - (y + 1.6 * h)) / (3.5 * h), 0, 1)[:, None, None]
    dark = 1 - float(np.clip(np.mean(cv2.resize(setting.back, (32, 18), interpolation=cv2.INTER_AREA)) / 0.45, 0, 1))
    light *= 1 - (0.5 + 0.3 * dark) * depth
    full = cv2.resize(light.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    colour = np.array(setting.key, np.float32) ** 2
    colour *= 1.9 / max(float(colour.max()), 1e-3) * (0.35 + 0.65 * float(np.max(setting.key)))
    edge = _rim(placed.alpha, direction, max(2.0, placed.face[2] / 38)) if rim > 0 else None
    out = np.empty_like(placed.fore)
    for strip in strips(height):
        own = placed.fore[strip]
        part = cv2.multiply(cv2.multiply(own, own), full[strip])
        if edge is not None:
            part = cv2.add(part, cv2.merge([edge[strip] * np.float32(rim * c) for c in colour]))
        # A soft shoulder: nothing on a person clips to paper white.
        part = np.maximum(part, np.float32(0))
        cv2.sqrt(part / (1 + np.float32(0.35) * part), dst=out[strip])
    return out


def wrapped(fore: Float, alpha: Float, back: Float, strength: float = 0.45) -> Float:
    """Let the glow of what is behind creep over the person's outline (`fore` is changed and returned)."""
    import cv2

    height, width = alpha.shape
    small = (max(2, width // 8), max(2, height // 8))
    glow = cv2.GaussianBlur(cv2.resize(back, small, interpolation=cv2.INTER_AREA), (0, 0), small[1] / 40)
    cover = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA)
    reach = 1 - cv2.GaussianBlur(cover, (0, 0), small[1] / 60)
    spill = glow * glow * np.clip(reach * 1.6 - 0.15, 0, 1)[..., None] * strength
    creeping = cv2.resize(spill.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    for strip in strips(height):
        fore[strip] += (1 - fore[strip]) * creeping[strip]
    return fore


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


def _float(picture: NDArray[Any]) -> Float:
    """Return bytes as 0 to 1."""
    return np.asarray(np.multiply(picture, np.float32(1 / 255), dtype=np.float32))


def _widened(portrait: Portrait, left: bool, right: bool) -> tuple[Bytes, Bytes, int]:
    """Return colours, coverage and the columns added on the left: shoulders go on where a side of the photo cuts them.

    `left` and `right` tell which side is in the frame.
    """
    import cv2

    cutout, alpha = portrait.cutout, portrait.alpha
    height, width = alpha.shape
    x, _, w, _ = portrait.face.box if portrait.face else _middle(alpha)
    added = 0
    for side, seen in ((0, left), (1, right)):
        facing = alpha if side == 0 else alpha[:, ::-1]
        covered = facing[:, min(2, width - 1)] > 128
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
        cloth = np.asarray(np.clip(mean * (1 - 0.45 * out[..., None]), 0, 255), np.uint8)
        more = np.asarray(cover * 255, np.uint8)
        if side == 0:
            cutout, alpha = np.hstack([cloth[:, ::-1], cutout]), np.hstack([more[:, ::-1], alpha])
            added, width, x = reach, width + reach, x + reach
        else:
            cutout, alpha = np.hstack([cutout, cloth]), np.hstack([alpha, more])
    return np.ascontiguousarray(cutout), np.ascontiguousarray(alpha), added


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


def _direction(lamp: tuple[float, float], placed: Placed) -> tuple[float, float]:
    """Return where the light comes from as seen from the face, x right, y down, of length one."""
    x, y, w, h = placed.face
    dx, dy = lamp[0] * placed.frame[0] - x - w / 2, lamp[1] * placed.frame[1] - y - h / 2
    norm = max(1e-3, float(np.hypot(dx, dy)))
    # A light straight above or behind would leave a face flat: it leans to one side, as a lamp is set.
    dx, dy = dx / norm, dy / norm
    dx = float(np.copysign(max(abs(dx), 0.55), dx))
    norm = float(np.hypot(dx, dy))
    return dx / norm, dy / norm


def _shade(alpha: Float, face: tuple[float, float, float, float], direction: tuple[float, float]) -> Float:
    """Return how much of the key light each point of a rounded figure gets, 0 to 1."""
    import cv2

    x, y, w, h = face
    height, width = alpha.shape
    bump = cv2.GaussianBlur(alpha, (0, 0), max(2.0, 0.55 * w))
    gx, gy = cv2.Sobel(bump, cv2.CV_32F, 1, 0, scale=w / 8), cv2.Sobel(bump, cv2.CV_32F, 0, 1, scale=w / 8)
    body = -(gx * direction[0] + gy * direction[1])
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (xx - (x + w / 2)) / max(w, 1), (yy - (y + h / 2)) / max(h, 1)
    head = (u * direction[0] + 0.7 * v * direction[1]) * np.exp(-0.9 * (u * u + v * v))
    return np.asarray(np.clip(0.50 + 0.75 * body + 1.0 * head, 0, 1), np.float32)


def _rim(alpha: Float, direction: tuple[float, float], reach: float) -> Float:
    """Return the band of the figure that faces the light, 0 to 1."""
    import cv2

    height, width = alpha.shape
    size = (max(2, width // 2), max(2, height // 2))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    step = reach / 2
    shift = np.array([[1, 0, -direction[0] * step], [0, 1, -direction[1] * step]], np.float64)
    moved = cv2.warpAffine(cv2.GaussianBlur(small, (0, 0), 0.7 * step), shift, size, borderMode=cv2.BORDER_REPLICATE)
    band = cv2.GaussianBlur(np.clip(small - moved, 0, 1), (0, 0), max(0.6, 0.25 * step))
    edge = cv2.resize(band, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(edge * alpha, np.float32)


def _tint(colour: tuple[float, float, float]) -> Float:
    """Return a light's colour at luma one, half adapted to as an eye (or a colourist) would."""
    value = np.maximum(np.array(colour, np.float32), 0.02)
    value = value / float(value @ LUMA)
    return np.asarray(np.clip(value, 0.25, 3.0) ** 0.72, np.float32)


def _exposed(fore: Float, face: tuple[float, float, float, float], setting: Setting) -> float:
    """Return the gain that brings the face to what the backdrop's brightness asks for."""
    import cv2

    x, y, w, h = (round(v) for v in face)
    part = fore[max(0, y) : max(1, y + h), max(0, x) : max(1, x + w)]
    if not part.size:
        part = fore
    now = float(np.median(part @ LUMA))
    behind = cv2.resize(setting.back, (32, 18), interpolation=cv2.INTER_AREA)
    bright = float(np.mean(behind @ LUMA))
    target = 0.33 + 0.39 * bright
    return float(np.clip(target / max(now, 0.08), 0.35, 1.5))
