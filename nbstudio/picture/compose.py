"""Compose: a person, a backdrop and what stands in front of both, into one still that keeps its layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nbstudio.picture import foreground, lens
from nbstudio.picture.anchor import anchored, lifted
from nbstudio.picture.bust import lengthened
from nbstudio.picture.closer.near import Near, fringe, near, parted
from nbstudio.picture.figure.outfit import Guise
from nbstudio.picture.framing import LIMIT, Framing, frame, reach
from nbstudio.picture.grouping import Member, group
from nbstudio.picture.hair import haired
from nbstudio.picture.joining import Laid, joined
from nbstudio.picture.layering import Layering, bytes_of
from nbstudio.picture.layers import Depth
from nbstudio.picture.look import Look, grade, metered
from nbstudio.picture.matching import matched
from nbstudio.picture.person import Float, Placed, Portrait, Setting, place, severed
from nbstudio.picture.seen import Seen, changed
from nbstudio.picture.sitter import Sitter
from nbstudio.picture.standing import TALL, beside, stand
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
    people: Portrait | Sequence[Portrait] | None,
    setting: Setting,
    look: Look,
    *,
    size: str = "medium",
    angle: str = "eye-level",
    place_name: str = "",
    guise: Guise | Sequence[Guise] = PLAIN,
    words: str = "",
    seed: int = 0,
) -> Still:
    """Return the still of people in a scene (or of the scene alone), ungraded edges nowhere.

    The frame is as large as `setting.back`. Of several people the first is the nearest. `size` is a word of
    `framing.SIZES`; `place_name` is the place's word, `guise` how figures far away stand and are dressed (everybody
    alike, or each), `words` what a detail is of.
    """
    seated = listed(people)
    if not seated:
        return scene(setting, look, size=size, seed=seed, place_name=place_name, words=words)
    height, width = setting.back.shape[:2]
    frame_size = (width, height)
    framings = arranged(seated, frame_size, look, size=size, angle=angle, place_name=place_name, words=words, seed=seed)
    framing = framings[0]
    if framing.size in TALL:
        return _afar(seated, setting, look, size=framing.size, place_name=place_name, guise=guise, seed=seed)
    seen = _seen(setting, framing if len(seated) == 1 else replace(framing, side=0), look, seed)
    if framing.size == "detail":  # somebody near the lens
        seated, framings = seated[:1], framings[:1]
    placed = together(seated, framings, frame_size, seed)
    picture, laid = joined(placed, seen, framing, look)
    layers = Layering(frame_size)
    glow = None
    if framing.size in CLOSE and foreground.kind(place_name) in ("crowd", "parapet"):
        glow = foreground.sparkle(frame_size, seen, around([one.face for one in placed]), seed)
    for one in laid:
        layers.add(one.cover, one.corner, one.under, NEAR if framing.size == "detail" else one.share)
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
        look = replace(look, dots=look.dots * float(np.clip(placed[0].face[3] / height / 0.3, 0.1, 1)))
    kept = layers.graded(picture, look, seed)
    depth = Depth(kept, SHARES.get(framing.size, 1.0) if kept else 1.0)
    if laid and framing.size not in UNMETERED:
        # One window for all of them, metered on the nearest face.
        cover = _whole(laid[0], frame_size)
        for one in laid[1:]:
            cover = np.maximum(cover, _whole(one, frame_size))
        look = metered(look, picture, cover, placed[0].face)
    faces = tuple(_focus(one, to, width, height) for one, to in zip(placed, framings, strict=True))
    focus = faces[0] if len(faces) == 1 else clipped(around(faces))
    return Still(bytes_of(grade(picture, look, seed)), focus, depth, faces)


def listed(people: Portrait | Sequence[Portrait] | None) -> tuple[Portrait, ...]:
    """Return people, be they one, several or none."""
    if people is None:
        return ()
    return tuple(people) if isinstance(people, Sequence) else (people,)


def together(
    people: Sequence[Portrait], framings: Sequence[Framing], frame_size: tuple[int, int], seed: int
) -> tuple[Placed, ...]:
    """Return people in a frame (width, height), each where a framing says, matched to one another.

    In company everybody goes down to the lower edge.
    """
    width, height = frame_size
    found = []
    for portrait, framing in zip(people, framings, strict=True):
        shown = portrait
        if len(people) > 1:
            lean = abs(float(np.sin(np.radians(framing.roll)))) * width * 0.6 + 2
            missing = height + lean - framing.y - framing.scale * portrait.alpha.shape[0]
            shown = lengthened(portrait, int(np.ceil(missing / framing.scale)), 0.78 * sitter(portrait).head)
        found.append(haired(place(shown, framing, width, height)))
    return matched(found, seed)


def around(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """Return the box that holds all boxes."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _whole(laid: Laid, frame: tuple[int, int]) -> Float:
    """Return somebody's coverage over the frame (width, height)."""
    whole = np.zeros((frame[1], frame[0]), np.float32)
    (x, y), (h, w) = laid.corner, laid.cover.shape
    whole[y : y + h, x : x + w] = laid.cover
    return whole


def _afar(
    people: Sequence[Portrait],
    setting: Setting,
    look: Look,
    *,
    size: str,
    place_name: str,
    guise: Guise | Sequence[Guise],
    seed: int,
) -> Still:
    """Return the still of whole figures, small in their place."""
    height, width = setting.back.shape[:2]
    back = anchored(setting.back, look)
    seen = changed(setting, back=back)
    guises = [guise] * len(people) if isinstance(guise, Guise) else list(guise)
    stood = beside(
        len(people),
        seen,
        size,
        seed,
        lambda n, column: stand(people[n], seen, size, place_name, guises[n], seed, at=column, turn=n),
    )
    picture, layers = stood.picture, Layering((width, height))
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
    picture, layers = lifted(anchored(thing.back, look)), Layering((width, height))
    if thing.front is not None:
        layers.add(thing.front[..., 3], (0, 0), picture, NEAR)
        picture = _over(picture, thing.front)
    kept = layers.graded(picture, look, seed)
    depth = Depth(kept, SHARES["detail"] if kept else 1.0)
    return Still(bytes_of(grade(picture, look, seed)), salient(picture), depth)


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
    return frame(
        size,
        box(portrait),
        (portrait.alpha.shape[1], portrait.alpha.shape[0]),
        frame_size,
        turn=portrait.face.turn if portrait.face else 0.0,
        angle=angle,
        seed=seed,
        limit=reach(look.reach, portrait.magnified),
        rising=foreground.kind(place_name) not in ("haze", "water"),
        crown=crown(portrait),
        cut=severed(portrait),
    )


def arranged(
    people: Sequence[Portrait],
    frame_size: tuple[int, int],
    look: Look,
    *,
    size: str = "medium",
    angle: str = "eye-level",
    place_name: str = "",
    words: str = "",
    seed: int = 0,
) -> tuple[Framing, ...]:
    """Return where `compose` puts each of people in a frame (width, height), and which size their photos grant."""
    if len(people) == 1:
        return (framed(people[0], frame_size, look, size=size, angle=angle, place_name=place_name, seed=seed),)
    sitters = [sitter(one, look.reach) for one in people]
    apart = "back to back" in words.lower().replace("-", " ")
    return group(size, sitters, frame_size, angle=angle, seed=seed, apart=apart)


def sitter(portrait: Portrait, limit: float = LIMIT) -> Member:
    """Return somebody as a group's framing sees them; `limit` is how far a look has a photograph enlarged."""
    face = portrait.face
    photo = (portrait.alpha.shape[1], portrait.alpha.shape[0])
    turn, points = (face.turn, getattr(face, "points", ())) if face else (0.0, ())
    return Member.of(box(portrait), points, photo, crown(portrait), turn, reach(limit, portrait.magnified))


def box(portrait: Portrait) -> tuple[float, float, float, float]:
    """Return the face's box, or where one would be."""
    tall, wide = portrait.alpha.shape
    return portrait.face.box if portrait.face else (0.35 * wide, 0.15 * tall, 0.3 * wide, 0.36 * tall)


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
    return changed(setting, back=back, lamp=lamp)


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
