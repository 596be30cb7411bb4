"""Compose: a person, a backdrop and what stands in front of both, into one still that keeps its layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import foreground, lens
from nbstudio.picture.double import doubled
from nbstudio.picture.framing import RISING, Framing, frame
from nbstudio.picture.layers import Depth, Layer, cut
from nbstudio.picture.look import Look, grade
from nbstudio.picture.person import Float, Placed, Portrait, Setting, lit, place, wrapped
from nbstudio.picture.still import Still
from nbstudio.picture.strips import strips

# How far the backdrop is out of focus (pixels of radius in a frame 1296 high) and how near it is pulled.
CLOSE = ("extreme-close-up", "close-up", "medium-close-up", "medium", "silhouette")
DEPTH = {
    "extreme-close-up": (26.0, 1.35),
    "close-up": (20.0, 1.28),
    "medium-close-up": (13.0, 1.2),
    "medium": (7.0, 1.1),
    "cowboy": (3.5, 1.05),
    "silhouette": (4.0, 1.1),
    "detail": (2.0, 1.35),
}
# How much the backdrop moves when the person moves by one: a long way off, and the nearer the lens the less.
SHARES = {
    "extreme-close-up": 0.42,
    "close-up": 0.42,
    "medium-close-up": 0.45,
    "medium": 0.5,
    "cowboy": 0.54,
    "wide": 0.6,
    "extreme-wide": 0.66,
    "silhouette": 0.5,
    "detail": 0.8,
}
GROUND = 1.25
NEAR = 1.3
"""How much what stands before the person moves, and somebody near the lens."""


def compose(
    portrait: Portrait | None,
    setting: Setting,
    look: Look,
    *,
    size: str = "medium",
    angle: str = "eye-level",
    place_name: str = "",
    seed: int = 0,
) -> Still:
    """Return the still of a person in a scene (or of the scene alone), ungraded edges nowhere.

    The frame is as large as `setting.back`. `size` is a word of `framing.SIZES`; `place_name` (the place's
    word) chooses what hides the body where it must be hidden.
    """
    if portrait is None:
        return scene(setting, look, size=size, seed=seed)
    height, width = setting.back.shape[:2]
    framing = framed(portrait, (width, height), look, size=size, angle=angle, place_name=place_name, seed=seed)
    seen = _seen(setting, framing, look, seed)
    placed = place(portrait, framing, width, height)
    joined = _joined(placed, seen, framing, look)
    picture, layers = joined.picture, _Layers((width, height))
    glow = None
    if framing.size in CLOSE and foreground.kind(place_name) in ("crowd", "parapet"):
        glow = foreground.sparkle((width, height), seen, placed.face, seed)
    if joined.cover is not None:
        layers.add(joined.cover, joined.corner, joined.under, NEAR if framing.size == "detail" else 1.0)
    if framing.ground is not None:
        ground = foreground.draw(place_name, framing.ground, picture, seen, seed)
        layers.add(ground[..., 3], (0, 0), picture, GROUND)
        picture = _over(picture, ground)
    if setting.front is not None:
        front = setting.front, 0.55 if framing.size not in RISING else 1.0
        picture = _over(picture, *front)
        layers.each(lambda under, window: _over(under, front[0][window], front[1]))
    if glow is not None:
        picture = lens.screened(picture, glow)
        layers.each(lambda under, window: lens.screened(under, glow[window]))
    if look.dots:
        # Dots as large as eyes leave nobody: a small face is printed more finely.
        look = replace(look, dots=look.dots * float(np.clip(placed.face[3] / height / 0.3, 0.1, 1)))
    kept = layers.graded(picture, look, seed)
    depth = Depth(kept, SHARES.get(framing.size, 1.0) if kept else 1.0)
    return Still(_bytes(grade(picture, look, seed)), _focus(placed, framing, width, height), depth)


class _Layers:
    """Collects the layers of a picture while it is being put together, ungraded, from back to front."""

    def __init__(self, frame: tuple[int, int]) -> None:
        self.frame = frame
        self._found: list[tuple[NDArray[np.uint8], tuple[slice, slice], Float, float]] = []

    def add(self, cover: Float, corner: tuple[int, int], under: Float, share: float) -> None:
        """Add what covers a picture (`under`, of the whole frame) in a window at `corner`."""
        alpha, window = cut(cover, corner, self.frame)
        if alpha.any():
            self._found.append((alpha, window, under[window].copy(), share))

    def each(self, change: Callable[[Float, tuple[slice, slice]], Float]) -> None:
        """Let something lie over all that is under a layer too."""
        self._found = [(alpha, window, change(under, window), share) for alpha, window, under, share in self._found]

    def graded(self, picture: Float, look: Look, seed: int) -> tuple[Layer, ...]:
        """Return the layers, what is under them graded as the whole is."""
        out = []
        for alpha, window, under, share in self._found:
            whole = picture.copy()
            whole[window] = under
            corner = (window[1].start, window[0].start)
            out.append(Layer(corner, alpha, _bytes(grade(whole, look, seed, window)), share))
        return tuple(out)


def framed(
    portrait: Portrait,
    frame_size: tuple[int, int],
    look: Look,
    *,
    size: str = "medium",
    angle: str = "eye-level",
    place_name: str = "",
    seed: int = 0,
) -> Framing:
    """Return where `compose` puts the person in a frame (width, height), and which size the photo grants."""
    box = portrait.face.box if portrait.face else None
    shape = (portrait.alpha.shape[1], portrait.alpha.shape[0])
    return frame(
        size,
        box or (0.35 * shape[0], 0.15 * shape[1], 0.3 * shape[0], 0.36 * shape[1]),
        shape,
        frame_size,
        turn=portrait.face.turn if portrait.face else 0.0,
        angle=angle,
        seed=seed,
        limit=look.reach,
        rising=foreground.kind(place_name) not in ("haze", "water"),
    )


def scene(setting: Setting, look: Look, *, size: str = "wide", seed: int = 0) -> Still:
    """Return the still of a scene without anybody, focused on its brightest place."""
    picture = setting.back
    if size in ("detail", "close-up", "extreme-close-up"):
        rng = np.random.default_rng([seed, 5])
        picture, _ = lens.pulled(picture, 1.45, (float(rng.uniform(0.2, 0.8)), setting.horizon))
    picture = _lifted(_anchored(picture, look))
    if setting.front is not None:
        picture = _over(picture, setting.front)
    focus = salient(picture)
    return Still(_bytes(grade(picture, look, seed)), focus)


def covers(image: NDArray[np.uint8], width: int, height: int) -> bool:
    """Tell whether enough of a picture is left when it is cropped to fill a frame."""
    shape, frame_shape = image.shape[1] / image.shape[0], width / height
    return bool(min(shape / frame_shape, frame_shape / shape) >= 0.55)


def own(
    image: NDArray[np.uint8],
    width: int,
    height: int,
    look: Look,
    seed: int = 0,
    face: tuple[float, float, float, float] | None = None,
) -> Still:
    """Return a user's own picture as a still of `width` x `height`, graded like the rest.

    Cropped to the frame's shape around the face (pixels of `image`) or what stands out; where cropping would
    take more than 45 % of it, the picture stands whole before a blurred, darkened copy of itself.
    """
    import cv2

    tall, wide = image.shape[:2]
    if face is not None:
        target = (face[0] / wide, face[1] / tall, face[2] / wide, face[3] / tall)
    else:
        target = salient(np.asarray(image, np.float32) / np.float32(255))
    cx, cy = target[0] + target[2] / 2, target[1] + target[3] / 2
    if covers(image, width, height):
        picture, corner, scale = _covering(image, width, height, cx, cy)
    else:
        behind, _, _ = _covering(image, width, height, cx, cy)
        small = cv2.resize(behind, (max(2, width // 16), max(2, height // 16)), interpolation=cv2.INTER_AREA)
        behind = cv2.resize(cv2.GaussianBlur(small, (0, 0), 4), (width, height), interpolation=cv2.INTER_CUBIC) * 0.42
        scale = min(width / wide, height / tall)
        fit = _resized(image, round(wide * scale), round(tall * scale))
        left, top = (width - fit.shape[1]) // 2, (height - fit.shape[0]) // 2
        picture = np.clip(behind, 0, 1).astype(np.float32)
        shadow = np.zeros((max(2, height // 8), max(2, width // 8)), np.float32)
        cv2.rectangle(shadow, (left // 8, top // 8), ((left + fit.shape[1]) // 8, (top + fit.shape[0]) // 8), 0.55, -1)
        soft = cv2.resize(cv2.GaussianBlur(shadow, (0, 0), max(1.0, height / 200)), (width, height))
        picture *= 1 - soft[..., None]
        picture[top : top + fit.shape[0], left : left + fit.shape[1]] = fit
        corner = (-left, -top)
    focus = (
        (target[0] * wide * scale - corner[0]) / width,
        (target[1] * tall * scale - corner[1]) / height,
        target[2] * wide * scale / width,
        target[3] * tall * scale / height,
    )
    return Still(_bytes(grade(np.asarray(picture, np.float32), look, seed)), _clipped(focus))


def salient(picture: Float) -> tuple[float, float, float, float]:
    """Return where a picture without a face wants to be looked at, in fractions: light, contrast and colour."""
    import cv2

    small = cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(np.clip(small, 0, 1), cv2.COLOR_BGR2LAB), np.float32)
    lab -= lab.mean(axis=(0, 1))
    lab[..., 0] *= 0.6
    apart = np.sqrt((lab**2).sum(axis=-1)) + 0.35 * np.maximum(lab[..., 0], 0)
    yy, xx = np.mgrid[0:36, 0:64].astype(np.float32)
    centre = np.exp(-(((xx - 31.5) / 34) ** 2 + ((yy - 16) / 17) ** 2))
    interest = cv2.GaussianBlur(apart * centre, (0, 0), 3.5)
    y, x = np.unravel_index(int(np.argmax(interest)), interest.shape)
    return _clipped((float(x) / 64 - 0.11, float(y) / 36 - 0.11, 0.22, 0.22))


@dataclass(frozen=True, slots=True)
class Seen:
    """A setting as the lens of this shot sees it; the same fields."""

    back: Float
    front: Float | None
    lamp: tuple[float, float]
    key: tuple[float, float, float]
    ambient: tuple[float, float, float]
    horizon: float
    haze: float


def _seen(setting: Setting, framing: Framing, look: Look, seed: int) -> Seen:
    """Return the setting nearer and out of focus, as tight framing has it, with its black where black is."""
    radius, pull = DEPTH.get(framing.size, (0.0, 1.0))
    back, lamp = setting.back, setting.lamp
    height = back.shape[0]
    rng = np.random.default_rng([seed, 3])
    if pull > 1:
        across = 0.5 - 0.25 * framing.side + float(rng.uniform(-0.2, 0.2))
        tilt = framing.roll if abs(framing.roll) > 2 else 0.0
        centre = (across, min(0.75, max(0.25, setting.horizon - 0.08)))
        back, lamp = lens.pulled(back, pull + 0.02 * abs(tilt), centre, tilt, lamp)
    if radius:
        back = lens.defocused(back, radius * height / 1296)
    back = _anchored(back, look)
    return Seen(back, setting.front, lamp, setting.key, setting.ambient, setting.horizon, setting.haze)


def _anchored(back: Float, look: Look) -> Float:
    """Return a new picture whose darkest part is nearly black, unless the look or the air wants it veiled."""
    import cv2

    small = cv2.resize(back, (64, 36), interpolation=cv2.INTER_AREA)
    floor = float(np.percentile(small.max(axis=-1), 2)) - 0.03
    cut = float(np.clip(floor * (0.5 + 0.6 * look.contrast), 0, 0.14))
    anchored = np.empty_like(back)
    for strip in strips(len(back)):
        part = np.subtract(back[strip], np.float32(cut), out=anchored[strip])
        part *= np.float32(1 / (1 - cut))
        np.maximum(part, np.float32(0), out=part)
    return anchored


def _lifted(picture: Float) -> Float:
    """Return a picture whose lights are lights: a night without anybody in it must not be a grey sheet."""
    import cv2

    small = cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA)
    top = float(np.percentile(small.max(axis=-1), 96))
    return np.asarray(picture * np.float32(np.clip(0.58 / max(top, 0.05), 1.0, 1.22)), np.float32)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A backdrop with the person in it, the backdrop alone, and the person's coverage, a window at `corner`."""

    picture: Float
    under: Float
    cover: Float | None
    corner: tuple[int, int]


def _joined(placed: Placed, seen: Seen, framing: Framing, look: Look) -> _Joined:
    """Return the backdrop with the person in it."""
    import cv2

    rows, columns = placed.window
    if framing.size == "double-exposure":
        both = doubled(placed, lit(placed, seen, exposure=1.25, rim=0, drama=1.3 * look.drama), seen)
        return _Joined(both, both, None, placed.corner)
    under = _parted(seen.back, placed)
    behind, alpha = under[rows, columns], placed.alpha
    if framing.size == "detail":
        # Somebody near the lens: out of focus, in shadow, the scene beyond is what is sharp.
        fore = lit(placed, seen, exposure=0.6, rim=1.2, shadow=0.88)
        radius = placed.frame[1] / 90
        alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), radius), np.float32)
        held = cv2.GaussianBlur(fore * placed.alpha[..., None], (0, 0), radius)
        fore = np.asarray(held / (alpha[..., None] + np.float32(1e-3)), np.float32)
    else:
        shadow = {"silhouette": 0.985, "extreme-wide": 0.75, "wide": 0.25}.get(framing.size, 0.0)
        rims = {
            "silhouette": 1.5,
            "extreme-wide": 1.3,
            "wide": 1.2,
            "extreme-close-up": 0.35,
            "close-up": 0.4,
            "medium-close-up": 0.65,
        }
        fore = lit(placed, seen, rim=rims.get(framing.size, 0.9), shadow=shadow, drama=look.drama)
        fore = wrapped(fore, alpha, behind, 0.4 if shadow < 0.5 else 0.3)
    if framing.size in RISING:
        air = seen.haze * (0.25 if framing.size == "wide" else 0.45)
        colour = cv2.resize(under, (8, 8), interpolation=cv2.INTER_AREA)[3:6].mean(axis=(0, 1))
        fore += (colour - fore) * np.float32(air)
    picture = under.copy()
    for strip in strips(len(alpha)):
        below, cover = behind[strip], alpha[strip]
        picture[rows, columns][strip] = below + (fore[strip] - below) * cv2.merge([cover, cover, cover])
    glow = lens.veil(under.shape[:2], seen)
    under[rows, columns] = lens.screened(under[rows, columns], glow[rows, columns])
    return _Joined(lens.screened(picture, glow), under, alpha, placed.corner)


def _parted(back: Float, placed: Placed) -> Float:
    """Return a new backdrop, darker behind the person: a figure must not drown in a busy scene."""
    import cv2

    height, width = back.shape[:2]
    small = np.zeros((max(2, height // 16), max(2, width // 16)), np.float32)
    x, y, w, h = (value / 16 for value in placed.face)
    centre = (round(x + w / 2), round(y + 0.75 * h))
    cv2.ellipse(small, centre, (max(1, round(1.5 * w)), max(1, round(1.6 * h))), 0, 0, 360, 1.0, -1)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), max(1.0, 0.9 * h)), np.float32)
    thumb = cv2.resize(back, (32, 18), interpolation=cv2.INTER_AREA)
    # A bright, quiet scene parts by itself; a dark or a busy one is where figures drown.
    strength = np.float32(np.clip(0.18 + 1.6 * float(thumb.std()) - 0.35 * float(thumb.mean()), 0, 0.38))
    shade = cv2.resize(1 - strength * small, (width, height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(back)
    for strip in strips(height):
        part = shade[strip]
        cv2.multiply(back[strip], cv2.merge([part, part, part]), dst=out[strip])
    return out


def _over(picture: Float, layer: Float, strength: float = 1.0) -> Float:
    """Lay a premultiplied BGRA layer over a picture."""
    import cv2

    out = np.empty_like(picture)
    for strip in strips(len(out)):
        part = layer[strip]
        cover = 1 - np.float32(strength) * part[..., 3]
        np.multiply(picture[strip], cv2.merge([cover, cover, cover]), out=out[strip])
        out[strip] += part[..., :3] * np.float32(strength)
    return out


def _focus(placed: Placed, framing: Framing, width: int, height: int) -> tuple[float, float, float, float]:
    if framing.size == "detail":
        return _clipped((0.5 - 0.25 * framing.side - 0.12, 0.36, 0.24, 0.24))
    x, y, w, h = placed.face
    if framing.roll:
        # A roll of a few degrees about the middle; the box stays upright around the turned centre.
        angle = -np.radians(framing.roll)
        cx, cy = x + w / 2 - width / 2, y + h / 2 - height / 2
        x = width / 2 + cx * float(np.cos(angle)) - cy * float(np.sin(angle)) - w / 2
        y = height / 2 + cx * float(np.sin(angle)) + cy * float(np.cos(angle)) - h / 2
    return _clipped((x / width, y / height, w / width, h / height))


def _clipped(rect: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top = min(0.98, max(0.0, rect[0])), min(0.98, max(0.0, rect[1]))
    right, bottom = min(1.0, max(left + 0.02, rect[0] + rect[2])), min(1.0, max(top + 0.02, rect[1] + rect[3]))
    return round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5)


def _covering(
    image: NDArray[np.uint8], width: int, height: int, cx: float, cy: float
) -> tuple[Float, tuple[int, int], float]:
    """Scale a picture to cover the frame; return it cropped around a point, the corner, and the scale."""
    tall, wide = image.shape[:2]
    scale = max(width / wide, height / tall)
    big = _resized(image, max(width, round(wide * scale)), max(height, round(tall * scale)))
    left = int(np.clip(cx * big.shape[1] - width / 2, 0, big.shape[1] - width))
    # Eyes want to stand above the middle.
    top = int(np.clip(cy * big.shape[0] - 0.42 * height, 0, big.shape[0] - height))
    return big[top : top + height, left : left + width], (left, top), scale


def _resized(image: NDArray[np.uint8], width: int, height: int) -> Float:
    import cv2

    size = (max(1, width), max(1, height))
    shrinking = size[0] < image.shape[1]
    out = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    return np.asarray(out, np.float32) / np.float32(255)


def _bytes(picture: Float) -> NDArray[np.uint8]:
    import cv2

    out = np.empty(picture.shape, np.uint8)
    for strip in strips(len(out)):
        cv2.convertScaleAbs(np.clip(picture[strip], 0, 1), alpha=255, dst=out[strip])
    return out
