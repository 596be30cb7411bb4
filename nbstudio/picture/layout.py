"""Layout: several views in one frame, as a sleeve or a poster has them: split screens and collages.

The panels of a split screen are stills of their own, each framed for its shape; slanted gutters part them. A collage
sets the person, cut out with scissors, on paper among torn pieces of the scene.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.compose import around, arranged, box, compose, together
from nbstudio.picture.framing import Framing, frame, reach
from nbstudio.picture.look import Look, calmer, grade, metered
from nbstudio.picture.person import Float, Portrait, Setting
from nbstudio.picture.relight import lit
from nbstudio.picture.scenery.scene import Scene, paint
from nbstudio.picture.still import Still

Kept = Callable[[Still, Callable[[], Still], Sequence[int]], Still]
"""Gives back a still, or one on whose faces the calmer still that it may ask for is seen: a face stays a face.

The last argument tells who is in it, by number.
"""

SPLITS: tuple[tuple[str, ...], ...] = (
    ("close-up", "scenery", "medium"),
    ("extreme-close-up", "medium"),
    ("scenery", "close-up", "scenery"),
)
PALE = 0.5
"""How much lighter the person of a collage is wanted."""
PAIRS: tuple[tuple[str, str], ...] = (("close-up", "medium-close-up"), ("medium-close-up", "close-up"))
"""Of several people, who have one panel each."""
MIDDLE = (0.25, 0.25, 0.5, 0.5)
Box = tuple[float, float, float, float]
VIEWS = ("wide", "detail", "wide")
"""Of a place, in the panels that have nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a layout is made of: who (the first named first), where, the frame (width, height) and the seed."""

    people: tuple[Portrait, ...]
    scene: Scene
    frame: tuple[int, int]
    seed: int


@dataclass(frozen=True, slots=True)
class Cut:
    """How a frame is parted: the panels' edges, from first to last, and every pixel's place between them, in pixels.

    `slant` is how far an edge leans over its whole length.
    """

    edges: Float
    lean: Float
    slant: float
    upright: bool


def split(order: Order, look: Look, kept: Kept) -> Still:
    """Return a frame parted into two or three panels by slanted gutters; its focus is the largest face's."""
    width, height = order.frame
    rng = np.random.default_rng([order.seed, 61])
    who, sizes = _panels(order, rng)
    across, along = (width, height) if width >= height else (height, width)
    slant = float(rng.choice([-1.0, 1.0])) * along * float(rng.uniform(0.05, 0.11))
    shares = rng.uniform(0.85, 1.2, len(sizes)) * np.array([1.0 if size == "scenery" else 1.25 for size in sizes])
    edges = np.concatenate([[0.0], np.cumsum(shares) / shares.sum()]) * across
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    one, other = (xx, yy) if width >= height else (yy, xx)
    lean = one + np.float32(slant) * (other / np.float32(along) - np.float32(0.5))
    cut = Cut(np.asarray(edges, np.float32), np.asarray(lean, np.float32), abs(slant), width >= height)

    def seen(look: Look, kept: Kept) -> Still:
        return _assembled(cut, sizes, who, lambda size, shape, n: _panel(order, look, kept, size, shape, n, who[n]))

    # A face that is known in its panel may not be in the frame, where it is looked for among more and seen smaller.
    everybody = range(len(order.people))
    return kept(seen(look, kept), lambda: seen(calmer(look), lambda still, _calm, _who: still), everybody)


def _panels(order: Order, rng: np.random.Generator) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
    """Return who is in each panel, from first to last, and in which size of shot: several people have one each."""
    count = len(order.people)
    if count > 1:
        sizes = PAIRS[int(rng.integers(len(PAIRS)))]
        ranked = list(range(count))
        return tuple(ranked[::-1] if order.seed % 2 else ranked), tuple(sizes[n % 2] for n in range(count))
    sizes_ = SPLITS[int(rng.integers(len(SPLITS)))]
    if not count:
        return (None,) * len(sizes_), ("scenery",) * len(sizes_)
    return tuple(None if size == "scenery" else 0 for size in sizes_), sizes_


def _panel(
    order: Order, look: Look, kept: Kept, size: str, shape: tuple[int, int], number: int, who: int | None
) -> Still:
    """Return one panel: somebody in a size of shot, or the place alone."""
    scene = paint(replace(order.scene, seed=(order.scene.seed + 7919 * number) % 2**32), *shape)
    seed = order.seed + number
    if who is None:
        return compose(None, scene, look, size=VIEWS[number], seed=seed)
    place_name, portrait = order.scene.place, order.people[who]
    made = compose(portrait, scene, look, size=size, place_name=place_name, seed=seed)
    calm = calmer(look)
    return kept(made, lambda: compose(portrait, scene, calm, size=size, place_name=place_name, seed=seed), (who,))


def _assembled(
    cut: Cut, sizes: Sequence[str], who: Sequence[int | None], panel: Callable[[str, tuple[int, int], int], Still]
) -> Still:
    """Return the panels side by side, or one above the other where the cut is not upright."""
    height, width = cut.lean.shape
    whole = width if cut.upright else height
    gutter = max(2.0, 0.006 * min(width, height))
    out = np.full((height, width, 3), 10, np.float32)
    focus, largest = None, 0.0
    faces: dict[int, Box] = {}
    for n, size in enumerate(sizes):
        # Even sides, and room for the lean at both edges.
        start = max(0, int(cut.edges[n] - cut.slant / 2))
        across = max(16, min(whole, int(cut.edges[n + 1] + cut.slant / 2) + 1) - start)
        made = panel(size, (across, height) if cut.upright else (width, across), n)
        along = slice(start, start + across)
        window = (slice(0, height), along) if cut.upright else (along, slice(0, width))
        part, picture = cut.lean[window], made.bgr.astype(np.float32)
        before = cut.edges[n] + gutter / 2 if n else -np.inf
        after = cut.edges[n + 1] - gutter / 2 if n + 1 < len(sizes) else np.inf
        cover = np.clip(part - np.float32(before), 0, 1) * np.clip(np.float32(after) - part, 0, 1)
        out[window] += (picture[: part.shape[0], : part.shape[1]] - out[window]) * cover[..., None]
        corner = window[0].start, window[1].start
        one = who[n]
        if one is not None and made.focus:
            spot = _placed(made.focus, part.shape, corner, (height, width))
            if one not in faces or spot[3] > faces[one][3]:
                faces[one] = spot
        tall = made.focus[3] * part.shape[0] if made.focus else 0.0
        if made.focus and (focus is None or (size != "scenery" and tall > largest)):
            largest = tall if size != "scenery" else 0.0
            focus = _placed(made.focus, part.shape, corner, (height, width))
    sheet = np.asarray(np.clip(out + 0.5, 0, 255), np.uint8)
    if len(faces) > 1:
        # A camera that aims at one of several panels leaves the others: it aims at the middle of all.
        return Still(sheet, MIDDLE, faces=tuple(faces[one] for one in sorted(faces)))
    return Still(sheet, focus)


def _placed(
    focus: tuple[float, float, float, float],
    panel: tuple[int, ...],
    corner: tuple[int, int],
    whole: tuple[int, int],
) -> tuple[float, float, float, float]:
    """Return a panel's focus in fractions of the frame; sizes and the corner are (rows, columns)."""
    x, y, w, h = focus
    tall, wide = panel[0] / whole[0], panel[1] / whole[1]
    return corner[1] / whole[1] + x * wide, corner[0] / whole[0] + y * tall, w * wide, h * tall


def collage(order: Order, look: Look, kept: Kept) -> Still:
    """Return people, cut out with a white edge, on paper with torn pieces of the scene; graded."""
    width, height = order.frame
    seed = order.seed
    setting = paint(order.scene, width, height)
    rng = np.random.default_rng([seed, 62])
    picture = _paper(setting, width, height, rng)
    if not order.people:
        for n in range(4):
            _torn(picture, setting.back, n % 3, 0, rng)
        return Still(_bytes(grade(picture, look, seed)), (0.3, 0.3, 0.4, 0.4))
    size = "medium-close-up" if width >= height else "medium"
    framings: tuple[Framing, ...]
    if len(order.people) > 1:
        framings = arranged(order.people, (width, height), look, size=size, seed=seed)
    else:
        one = order.people[0]
        shape = one.alpha.shape[1], one.alpha.shape[0]
        framings = (
            frame(
                size,
                box(one),
                shape,
                order.frame,
                seed=seed,
                limit=reach(look.reach, one.magnified),
                rising=False,
            ),
        )
    placed = together(order.people, framings, (width, height), seed)
    for n in range(3):
        _torn(picture, setting.back, n, framings[0].side if len(placed) == 1 else 0, rng)
    x, y, w, h = placed[0].face
    _disc(picture, setting, (x + w / 2, y + 0.5 * h), h, rng)
    for cut_out in reversed(placed):
        fore = lit(cut_out, setting, rim=0.0, drama=look.drama, exposure=1.15)
        _pasted(picture[cut_out.window], fore, cut_out.alpha, height)
    if look.dots:
        # Dots as large as eyes leave nobody: a small face is printed more finely.
        look = replace(look, dots=look.dots * float(np.clip(h / height / 0.3, 0.1, 1)))
    cover = np.zeros((height, width), np.float32)
    for cut_out in placed:
        part = cover[cut_out.window]
        np.maximum(part, cut_out.alpha, out=part)
    # On a pale sheet a face of middle tones is a dark one.
    look = metered(replace(look, key=look.key + PALE), picture, cover, placed[0].face)
    faces = tuple(_within(cut_out.face, width, height) for cut_out in placed)
    focus = faces[0] if len(faces) == 1 else around(faces)
    made = Still(_bytes(grade(picture, look, seed)), focus, faces=faces)
    everybody = range(len(faces))
    return kept(made, lambda: replace(made, bgr=_bytes(grade(picture, calmer(look), seed))), everybody)


def _within(face: Box, width: int, height: int) -> Box:
    """Return a face's box in fractions, what of it is in the frame."""
    x, y, w, h = face
    left, top = max(0.0, x / width), max(0.0, y / height)
    return left, top, min(1.0 - left, w / width), min(1.0 - top, h / height)


def _bytes(picture: Float) -> NDArray[np.uint8]:
    return np.asarray(np.clip(picture * 255 + 0.5, 0, 255), np.uint8)


def _paper(setting: Setting, width: int, height: int, rng: np.random.Generator) -> Float:
    """Return a sheet in the scene's lightest colour, with fibres and a soft fall of light."""
    import cv2

    thumb = cv2.resize(setting.back, (24, 14), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    tint = thumb[thumb.sum(axis=1) >= np.quantile(thumb.sum(axis=1), 0.7)].mean(axis=0)
    colour = 0.80 + 0.16 * (tint / max(0.05, float(tint.max())))
    fibre = cv2.resize(rng.standard_normal((height // 2, width // 2), np.float32), (width, height))
    wash = cv2.resize(rng.standard_normal((5, 8), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    tone = 1 + 0.012 * fibre + 0.02 * wash
    return np.asarray(np.clip(colour[None, None] * tone[..., None], 0, 1), np.float32)


def _torn(picture: Float, back: Float, n: int, side: int, rng: np.random.Generator) -> None:
    """Lay a torn piece of the scene on the sheet."""
    import cv2

    height, width = picture.shape[:2]
    upright = width < height
    tall = min(height, 0.9 * width) * float(rng.uniform(0.5, 0.8))
    wide = tall * float(rng.uniform(0.8, 1.5))
    along, across = (0.24, 0.76, 0.5)[n] + float(rng.uniform(-0.06, 0.06)), 0.5 + float(rng.uniform(-0.16, 0.16))
    # Beside the person in a wide frame, above and below in a high one.
    cx = width * (across if upright else along - 0.05 * side)
    cy = height * ((0.12, 0.62, 0.34)[n] + 0.5 * (along - (0.24, 0.76, 0.5)[n]) if upright else across)
    angle = float(rng.uniform(-13, 13))
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    c, s = np.float32(np.cos(np.radians(angle))), np.float32(np.sin(np.radians(angle)))
    u, v = (xx - cx) * c + (yy - cy) * s, (yy - cy) * c - (xx - cx) * s
    ragged = cv2.resize(rng.standard_normal((height // 14 + 2, width // 14 + 2), np.float32), (width, height))
    fine = cv2.resize(rng.standard_normal((height // 4 + 2, width // 4 + 2), np.float32), (width, height))
    rough = np.float32(height / 150) * ragged + np.float32(height / 420) * fine
    inside = np.minimum(wide / 2 - np.abs(u), tall / 2 - np.abs(v)) + rough
    rim = np.clip(inside + height / 90, 0, 1)
    printed = np.clip(inside + 0.4 * rough, 0, 1)
    crop = float(rng.uniform(1.0, 1.35))
    x0, y0 = float(rng.uniform(-0.12, 0.12)) * width, float(rng.uniform(-0.06, 0.06)) * height
    matrix = np.array([[crop * c, -crop * s, 0], [crop * s, crop * c, 0]], np.float64)
    matrix[:, 2] = [cx, cy] - matrix[:, :2] @ np.array([width / 2 + x0, height / 2 + y0])
    photo = cv2.warpAffine(back, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    shadow = cv2.GaussianBlur(_moved(rim, 0, height // 120), (0, 0), height / 110)
    picture *= (1 - 0.42 * shadow * (1 - rim))[..., None]
    picture += (np.float32(0.95) - picture) * rim[..., None]
    picture += (photo - picture) * printed[..., None]


def _disc(picture: Float, setting: Setting, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Print a flat disc behind the head, in the colour of the scene's light."""
    height, width = picture.shape[:2]
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    radius = min(size * float(rng.uniform(1.5, 1.9)), 0.44 * width)
    disc = np.clip(radius - np.hypot(xx - at[0], yy - at[1]), 0, 1)
    key = np.array(setting.key, np.float32)
    colour = 0.15 + 0.85 * key / max(0.1, float(key.max()))
    picture += (colour - picture) * (0.9 * disc)[..., None]


def _pasted(target: Float, fore: Float, alpha: Float, height: int) -> None:
    """Paste the person as a paper figure: a white edge, and a shadow on what is below."""
    import cv2

    reach = max(1, round(height / 130))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    solid = np.asarray(np.clip((cv2.GaussianBlur(alpha, (0, 0), height / 300) - 0.4) * 5, 0, 1), np.float32)
    edge = np.asarray(cv2.GaussianBlur(cv2.dilate(solid, disc), (0, 0), 1.0), np.float32)
    shadow = cv2.GaussianBlur(_moved(edge, height // 120, height // 90), (0, 0), height / 70)
    target *= (1 - 0.5 * shadow)[..., None]
    target += (np.float32(0.97) - target) * edge[..., None]
    target += (fore - target) * (alpha * np.clip(solid + 0.2, 0, 1))[..., None]


def _moved(cover: Float, right: int, down: int) -> Float:
    """Return a coverage moved by whole pixels, its last rows and columns going on."""
    height, width = cover.shape
    moved = np.pad(np.asarray(cover, np.float32), ((down, 0), (right, 0)), mode="edge")
    return np.asarray(moved[:height, :width], np.float32)
