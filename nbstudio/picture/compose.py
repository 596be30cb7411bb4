"""Compose: a person, a backdrop and what stands in front of both, into one still that keeps its layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import foreground, lens
from nbstudio.picture.anchor import anchored, lifted
from nbstudio.picture.closer.near import Near, fringe, near, parted
from nbstudio.picture.double import doubled
from nbstudio.picture.figure.outfit import Guise
from nbstudio.picture.framing import Framing, frame, reach
from nbstudio.picture.hair import haired
from nbstudio.picture.layers import Depth, Layer, cut
from nbstudio.picture.look import Look, grade, metered
from nbstudio.picture.person import Float, Placed, Portrait, Setting, place, severed
from nbstudio.picture.relight import lit, wrapped
from nbstudio.picture.sitter import Sitter
from nbstudio.picture.standing import TALL, stand
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
PLAIN = Guise()
UNMETERED = ("silhouette", "double-exposure", "detail")
"""Sizes of shots whose face is black, see-through or a shape near the lens."""
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
    guise: Guise = PLAIN,
    words: str = "",
    seed: int = 0,
) -> Still:
    """Return the still of a person in a scene (or of the scene alone), ungraded edges nowhere.

    The frame is as large as `setting.back`. `size` is a word of `framing.SIZES`; `place_name` is the place's
    word, `guise` how a figure far away stands and is dressed, `words` what a detail is of.
    """
    if portrait is None:
        return scene(setting, look, size=size, seed=seed, place_name=place_name, words=words)
    height, width = setting.back.shape[:2]
    framing = framed(portrait, (width, height), look, size=size, angle=angle, place_name=place_name, seed=seed)
    if framing.size in TALL:
        return _afar(portrait, setting, look, size=framing.size, place_name=place_name, guise=guise, seed=seed)
    seen = _seen(setting, framing, look, seed)
    placed = haired(place(portrait, framing, width, height))
    joined = _joined(placed, seen, framing, look)
    picture, layers = joined.picture, _Layers((width, height))
    glow = None
    if framing.size in CLOSE and foreground.kind(place_name) in ("crowd", "parapet"):
        glow = foreground.sparkle((width, height), seen, placed.face, seed)
    if joined.cover is not None:
        layers.add(joined.cover, joined.corner, joined.under, NEAR if framing.size == "detail" else 1.0)
    verge = fringe(place_name, framing.size, picture, seen, seed)
    if verge is not None:
        layers.add(verge[..., 3], (0, 0), picture, NEAR)
        picture = _over(picture, verge)
    if setting.front is not None:
        front = setting.front, 0.55
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
    if joined.cover is not None and framing.size not in UNMETERED:
        look = metered(look, picture, _whole(joined.cover, joined.corner, (width, height)), placed.face)
    return Still(bytes_of(grade(picture, look, seed)), _focus(placed, framing, width, height), depth)


def _whole(cover: Float, corner: tuple[int, int], frame: tuple[int, int]) -> Float:
    """Return coverage over the frame (width, height) of what covers a window of it at `corner`."""
    whole = np.zeros((frame[1], frame[0]), np.float32)
    whole[corner[1] : corner[1] + cover.shape[0], corner[0] : corner[0] + cover.shape[1]] = cover
    return whole


def _afar(
    portrait: Portrait, setting: Setting, look: Look, *, size: str, place_name: str, guise: Guise, seed: int
) -> Still:
    """Return the still of a whole figure, small in its place."""
    height, width = setting.back.shape[:2]
    back = anchored(setting.back, look)
    front, lamp, key, ambient = setting.front, setting.lamp, setting.key, setting.ambient
    seen = Seen(back, front, lamp, key, ambient, setting.horizon, setting.haze)
    stood = stand(portrait, seen, size, place_name, guise, seed)
    picture, layers = stood.picture, _Layers((width, height))
    layers.add(stood.cover, (0, 0), stood.under, 1.0)
    if setting.front is not None:
        veil = setting.front
        picture = _over(picture, veil)
        layers.each(lambda under, window: _over(under, veil[window]))
    kept = layers.graded(picture, look, seed)
    x, y, w, h = stood.head
    focus = clipped((x / width, y / height, w / width, 2.2 * h / height))
    # Feet must not slide over a floor that is the scene's own.
    share = (0.97 if stood.floored else SHARES[size]) if kept else 1.0
    sitting = replace(look, sitter=Sitter(stood.cover, stood.head))
    return Still(bytes_of(grade(picture, sitting, seed)), focus, Depth(kept, share))


def _close(thing: Near, setting: Setting, look: Look, seed: int) -> Still:
    """Return the still of a thing near the lens."""
    height, width = setting.back.shape[:2]
    picture, layers = lifted(anchored(thing.back, look)), _Layers((width, height))
    if thing.front is not None:
        layers.add(thing.front[..., 3], (0, 0), picture, NEAR)
        picture = _over(picture, thing.front)
    kept = layers.graded(picture, look, seed)
    depth = Depth(kept, SHARES["detail"] if kept else 1.0)
    return Still(bytes_of(grade(picture, look, seed)), salient(picture), depth)


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
            out.append(Layer(corner, alpha, bytes_of(grade(whole, look, seed, window)), share))
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
        limit=reach(look.reach, portrait.magnified),
        rising=foreground.kind(place_name) not in ("haze", "water"),
        crown=crown(portrait),
        cut=severed(portrait),
    )


def crown(portrait: Portrait) -> float | None:
    """Return the photo's row where the person begins, or nothing where the photo itself cuts the head."""
    rows = np.flatnonzero((portrait.alpha > 0.5).sum(1) > 0.02 * portrait.alpha.shape[1])
    return float(rows[0]) if len(rows) and rows[0] > 1 else None


def scene(
    setting: Setting, look: Look, *, size: str = "wide", seed: int = 0, place_name: str = "", words: str = ""
) -> Still:
    """Return the still of a scene without anybody, focused on its brightest place, or of a thing that is in it."""
    picture = setting.back
    thing = near(place_name, words, setting, seed) if size == "detail" or "birds" in words else None
    if thing is None and size in ("wide", "extreme-wide", "full"):
        thing = parted(setting)
    if thing is not None:
        return _close(thing, setting, look, seed)
    if size in ("detail", "close-up", "extreme-close-up"):
        rng = np.random.default_rng([seed, 5])
        picture, _ = lens.pulled(picture, 1.45, (float(rng.uniform(0.2, 0.8)), setting.horizon))
    picture = lifted(anchored(picture, look))
    if setting.front is not None:
        picture = _over(picture, setting.front)
    focus = salient(picture)
    return Still(bytes_of(grade(picture, look, seed)), focus)


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
    return clipped((float(x) / 64 - 0.11, float(y) / 36 - 0.11, 0.22, 0.22))


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
    if radius * look.focus * height / 1296 >= 1:
        back = lens.defocused(back, radius * look.focus * height / 1296)
    back = anchored(back, look)
    return Seen(back, setting.front, lamp, setting.key, setting.ambient, setting.horizon, setting.haze)


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
        both = doubled(placed, lit(placed, seen, exposure=1.6, rim=0, drama=0.5 * look.drama), seen)
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
        # In a silhouette nothing of a face may be guessed at: a style's lines would find it.
        shadow = 1.0 if framing.size == "silhouette" else 0.0
        rims = {
            "silhouette": 1.5,
            "extreme-close-up": 0.7,
            "close-up": 0.8,
            "medium-close-up": 0.9,
        }
        fore = lit(placed, seen, rim=rims.get(framing.size, 1.0), shadow=shadow, drama=look.drama)
        fore = wrapped(fore, alpha, behind, 0.28 if shadow < 0.5 else 0.2)
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
        return clipped((0.5 - 0.25 * framing.side - 0.12, 0.36, 0.24, 0.24))
    x, y, w, h = placed.face
    if framing.roll:
        # A roll of a few degrees about the middle; the box stays upright around the turned centre.
        angle = -np.radians(framing.roll)
        cx, cy = x + w / 2 - width / 2, y + h / 2 - height / 2
        x = width / 2 + cx * float(np.cos(angle)) - cy * float(np.sin(angle)) - w / 2
        y = height / 2 + cx * float(np.sin(angle)) + cy * float(np.cos(angle)) - h / 2
    return clipped((x / width, y / height, w / width, h / height))


def clipped(rect: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the part of a box, in fractions, that is in the frame."""
    left, top = min(0.98, max(0.0, rect[0])), min(0.98, max(0.0, rect[1]))
    right, bottom = min(1.0, max(left + 0.02, rect[0] + rect[2])), min(1.0, max(top + 0.02, rect[1] + rect[3]))
    return round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5)


def bytes_of(picture: Float) -> NDArray[np.uint8]:
    """Return colours 0 to 1 as bytes."""
    import cv2

    out = np.empty(picture.shape, np.uint8)
    for strip in strips(len(out)):
        cv2.convertScaleAbs(np.clip(picture[strip], 0, 1), alpha=255, dst=out[strip])
    return out
