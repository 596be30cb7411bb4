"""Hall: a long room seen down its length: which wall, floor or ceiling each pixel shows, and what light falls there.

A corridor, a nave, a platform and the inside of a tunnel are one box with other surfaces. The box has one vanishing
point, so every pixel's ray meets one of five planes at a depth that is a division; what is painted on a plane is then
a lookup by metres along and across it, and what stands in the box is projected by the same two numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, resized, shafts
from nbstudio.picture.scenery.noise import Float, Values
from nbstudio.picture.scenery.tone import LUMA

FLOOR, CEILING, LEFT, RIGHT, END = range(5)
Point = tuple[float, float, float]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp in a hall: where (metres right of the eye, above the floor, ahead), its light (3,) at one metre."""

    at: Point
    colour: Float


@dataclass(frozen=True, slots=True)
class Hall:
    """A box around the eye, in metres: `left` and `right` of it, `floor` below, `ceiling` above, `length` ahead.

    `x`, `y`: the vanishing point, fractions of the frame; `lens`: focal length in frame heights.
    `height`, `width`: of the frame in pixels.
    """

    height: int
    width: int
    left: float
    right: float
    floor: float
    ceiling: float
    length: float
    x: float = 0.5
    y: float = 0.5
    lens: float = 0.8
    _made: dict[str, Values] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def room(
        cls, size: tuple[int, int], rng: np.random.Generator, eye: float, tall: float, *,
        aside: Span, long: Span, x: Span, y: Span, lens: Span,
    ) -> Hall:  # fmt: skip
        """Return a room for a frame (height, width), its walls `aside` of the eye, each measure within its span."""

        def among(span: Span) -> float:
            return float(rng.uniform(*span))

        return cls(*size, among(aside), among(aside), eye, tall - eye, among(long), among(x), among(y), among(lens))

    def _rays(self) -> tuple[Float, Float]:
        xx = (np.arange(self.width, dtype=np.float32)[None, :] + 0.5 - self.x * self.width) / (self.height * self.lens)
        yy = (self.y * self.height - np.arange(self.height, dtype=np.float32)[:, None] - 0.5) / (
            self.height * self.lens
        )
        return np.asarray(xx, np.float32), np.asarray(yy, np.float32)

    @property
    def depth(self) -> Float:
        """Return how far ahead what each pixel shows is, metres (height, width)."""
        if "depth" not in self._made:
            xx, yy = self._rays()
            tiny = np.float32(1e-4)
            side = np.where(xx < 0, self.left / np.maximum(-xx, tiny), self.right / np.maximum(xx, tiny))
            flat = np.where(yy < 0, self.floor / np.maximum(-yy, tiny), self.ceiling / np.maximum(yy, tiny))
            depth = np.minimum(np.minimum(side, flat), np.float32(self.length))
            face = np.where(side < flat, np.where(xx < 0, LEFT, RIGHT), np.where(yy < 0, FLOOR, CEILING))
            self._made["depth"] = np.asarray(depth, np.float32)
            self._made["face"] = np.where(depth >= self.length, END, face).astype(np.uint8)
        return np.asarray(self._made["depth"], np.float32)

    @property
    def face(self) -> NDArray[np.uint8]:
        """Return which of the five planes each pixel shows."""
        if "face" not in self._made:
            _ = self.depth
        return np.asarray(self._made["face"], np.uint8)

    @property
    def across(self) -> Float:
        """Return how far to the right of the eye each pixel's spot is, metres."""
        return np.asarray(self._rays()[0] * self.depth, np.float32)

    @property
    def up(self) -> Float:
        """Return how far above the floor each pixel's spot is, metres."""
        return np.asarray(self._rays()[1] * self.depth + np.float32(self.floor), np.float32)

    def seen(self, at: Point) -> tuple[float, float]:
        """Return where a point (metres right of the eye, above the floor, ahead) shows, in pixels."""
        scale = self.height * self.lens / max(at[2], 0.05)
        return self.x * self.width + at[0] * scale, self.y * self.height - (at[1] - self.floor) * scale

    def size(self, ahead: float) -> float:
        """Return how many pixels a metre has at a depth."""
        return self.height * self.lens / max(ahead, 0.05)

    def lit(self, lamps: Sequence[Lamp], ambient: Float, soft: float = 0.6) -> Float:
        """Return the light that falls on every pixel's spot (height, width, 3), made at a quarter of the size.

        `soft`: metres under which a lamp is no brighter; its light falls off with the square of the distance.
        """
        step = 4
        depth = np.ascontiguousarray(self.depth[::step, ::step])
        xx, yy = self._rays()
        x, y = xx[:, ::step] * depth, yy[::step] * depth
        out = np.empty((*depth.shape, 3), np.float32)
        out[:] = ambient
        for lamp in lamps:
            dx, dy, dz = x - lamp.at[0], y - (lamp.at[1] - self.floor), depth - lamp.at[2]
            power = 1 / (dx * dx + dy * dy + dz * dz + np.float32(soft * soft))
            out += power[..., None] * lamp.colour
        return resized(out, self.width, self.height)

    def hazed(self, picture: Float, air: Float, thickness: float) -> Float:
        """Return the picture with air of a colour before it, `thickness` a metre; changes the picture."""
        clear = np.exp(-np.float32(thickness) * self.depth)[..., None]
        picture *= clear
        picture += air * (1 - clear)
        return picture

    def mirrored(self, picture: Float, share: float, rough: float) -> Float:
        """Lay the floor's mirror image over it, exact for what stands in the box; changes the picture.

        `share`: of the light that the floor gives back; `rough`: how far it is drawn out, in frame heights.
        """
        import cv2

        xx, _ = self._rays()
        side = np.where(xx < 0, self.left / np.maximum(-xx, 1e-4), self.right / np.maximum(xx, 1e-4))
        wall = np.minimum(side, self.length)[0]
        joint = self.y * self.height + self.floor / wall * (self.height * self.lens)
        top = max(0, int(joint.min()))
        rows = np.arange(top, self.height, dtype=np.float32)[:, None]
        source = np.clip(2 * joint[None, :] - rows, 0, self.height - 1).astype(np.float32)
        columns = np.broadcast_to(np.arange(self.width, dtype=np.float32)[None, :], source.shape)
        image = cv2.remap(picture, np.ascontiguousarray(columns), source, cv2.INTER_LINEAR)
        tall = max(3, round(rough * self.height)) | 1
        image = cv2.blur(image, (max(3, tall // 4) | 1, tall))
        on = (self.face[top:] == FLOOR).astype(np.float32)
        # A floor mirrors most where one looks along it.
        grazing = np.clip(1 - (rows - joint[None, :]) / (0.75 * self.height), 0.25, 1)
        cover = (on * grazing * np.float32(share))[..., None]
        picture[top:] += image * cover - picture[top:] * (0.35 * cover)
        return picture

    def worn(self, texture: Float, metres: float) -> Float:
        """Return a seamless texture (size, size) laid over every plane, once in so many metres (height, width).

        It fades where it is too small to be seen.
        """
        import cv2

        size = texture.shape[0]
        walls = (self.face == LEFT) | (self.face == RIGHT)
        u = np.where(walls, self.depth, self.across) * np.float32(size / metres)
        v = np.where((self.face == FLOOR) | (self.face == CEILING), self.depth, self.up) * np.float32(size / metres)
        found = cv2.remap(
            texture,
            np.mod(u, size).astype(np.float32),
            np.mod(v, size).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_WRAP,
        )
        return np.asarray(found * np.exp(-self.depth * np.float32(0.5 / metres)), np.float32)


def panel(picture: Float, corners: Sequence[tuple[float, float]], colour: Values, foot: Values | None = None) -> None:
    """Fill a polygon (corners in pixels) with a colour, or from `colour` above to `foot` below; changes the picture."""
    import cv2

    points = np.asarray(corners, np.float64)
    height, width = picture.shape[:2]
    x0, y0 = np.floor(points.min(axis=0)).astype(int) - 1
    x1, y1 = np.ceil(points.max(axis=0)).astype(int) + 2
    a, b, c, d = max(0, int(x0)), min(width, int(x1)), max(0, int(y0)), min(height, int(y1))
    if a >= b or c >= d or x1 - x0 > 40 * width or y1 - y0 > 40 * height:
        return
    mask = np.zeros((d - c, b - a), np.uint8)
    cv2.fillPoly(mask, [np.round((points - (a, c)) * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    cover = (mask.astype(np.float32) / np.float32(255))[..., None]
    part = picture[c:d, a:b]
    if foot is None:
        part += (colour - part) * cover
    else:
        share = np.clip((np.arange(c, d, dtype=np.float32) - y0) / max(1, y1 - y0), 0, 1)[:, None, None]
        part += (colour + (foot - colour) * share - part) * cover


def block(
    picture: Float,
    hall: Hall,
    low: Point,
    high: Point,
    front: Values,
    *,
    side: Values | None = None,
    top: Values | None = None,
    foot: Values | None = None,
) -> None:
    """Stand a box in a hall: its face to the eye, the side that shows, and the top where one looks down on it.

    `low`, `high`: its corners, metres right of the eye, above the floor, ahead. `front`, `side`, `top`: colours;
    `foot`: the front's own at its foot. Changes the picture.
    """
    (x0, y0, z0), (x1, y1, z1) = low, high
    if z1 <= 0.12:
        return
    z0 = max(z0, 0.12)
    if side is not None:
        x = x0 if x0 > 0 else x1
        if x0 > 0 or x1 < 0:
            panel(picture, [hall.seen((x, y, z)) for y, z in ((y0, z0), (y1, z0), (y1, z1), (y0, z1))], side, foot)
    if top is not None and y1 < hall.floor:
        panel(picture, [hall.seen((x, y1, z)) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))], top)
    if top is not None and y0 > hall.floor:
        panel(picture, [hall.seen((x, y0, z)) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))], top)
    panel(picture, [hall.seen((x, y, z0)) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))], front, foot)


def glowing(picture: Float, hall: Hall, corners: Sequence[Point], colour: Float) -> None:
    """Put a lit panel into a hall: corners in metres; changes the picture. Its glow is the developer's."""
    panel(picture, [hall.seen(corner) for corner in corners], colour)


def bright(colour: Float, luma: float) -> Float:
    """Return a colour of light at a given brightness."""
    return np.asarray(colour * np.float32(luma / max(float(colour @ LUMA), 1e-6)), np.float32)


def falling(at: Point, lamps: Sequence[Lamp], ambient: Float, soft: float = 0.6) -> Float:
    """Return the light, (3,), that falls on a thing standing at a point (metres right, above the floor, ahead)."""
    out = np.array(ambient, np.float32)
    for lamp in lamps:
        away = (at[0] - lamp.at[0], at[1] - lamp.at[1], at[2] - lamp.at[2])
        out += lamp.colour / np.float32(sum(a * a for a in away) + soft * soft)
    return out


def shafts_from(picture: Float, bright_parts: Float, x: float, y: float, strength: float, reach: float = 0.8) -> Float:
    """Add the light that bright parts throw through dusty air, away from a point (fractions); changes the picture."""
    height, width = picture.shape[:2]
    small = resized(np.minimum(bright_parts, np.float32(2.0)), width // 4, height // 4)
    beams = blurred(shafts(small, x, y, reach=reach, passes=6), height / 260)
    picture += resized(beams, width, height) * np.float32(strength)
    return picture
