"""Near: which thing a detail of a place shows, and the picture of it.

A place seen a little larger is not a detail: a detail is one thing, near the lens and sharp, before the place as a
lens that is focused so near sees it. Each thing is drawn in the light of the scene that is painted behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nbstudio.picture import foreground, lens
from nbstudio.picture.closer import glows, grounds, growths, letter, objects, tabletop
from nbstudio.picture.person import Float, Setting
from nbstudio.picture.scenery.scene import Backdrop


class Near(NamedTuple):
    """A picture of the whole frame, and what stands before it (premultiplied BGRA) if anything does."""

    back: Float
    front: Float | None = None


Draw = Callable[[Float, Setting, np.random.Generator], "Float | tuple[Float, Float]"]

# place: (words that ask for it, how far the place is out of focus in a frame 1296 high, who draws it), first match.
THINGS: dict[str, tuple[tuple[str, float, Draw], ...]] = {
    "city": (
        ("rain glass wet", 30, glows.glass),
        ("window tower", 5, glows.facade),
        ("antenna roof snow", 16, objects.aerial),
        ("", 26, glows.lights),
    ),
    "street": (
        ("puddle wet kerb asphalt", 14, grounds.puddle),
        ("wire", 14, objects.wires),
        ("", 26, glows.lights),
    ),
    "interior": (
        ("letter", 16, letter.letter),
        ("rain", 24, glows.glass),
        ("chair jacket", 5, objects.chair),
        ("lamp bulb mirror", 14, objects.bulb),
    ),
    "stage": (("microphone drum", 20, objects.microphone), ("warming light", 22, glows.lights)),
    "field": (
        ("wheat", 20, growths.wheat),
        ("fence", 12, objects.fence),
        ("flower seed", 22, growths.flowers),
        ("", 20, growths.grass),
    ),
    "forest": (("fern moss", 20, growths.fern), ("", 18, growths.twigs)),
    "mountains": (("grass snow", 12, growths.grass), ("", 12, growths.twigs)),
    "sea": (("rope", 14, objects.wires), ("foam wave line", 6, grounds.strand), ("", 6, grounds.glitter)),
    "desert": (("tumble", 12, growths.grass), ("", 8, grounds.sand)),
    "sky": (("bird", 0, objects.birds),),
    "train": (("raindrop rain", 20, glows.glass), ("wire", 8, objects.wires)),
    "car": (("rain", 22, glows.glass), ("lights windscreen", 26, glows.lights)),
    "highway": (("asphalt puddle wet", 14, grounds.puddle), ("fence", 12, objects.fence), ("", 18, growths.grass)),
    "airport": (("rain", 22, glows.glass), ("light lamp runway", 26, glows.lights), ("chair seat", 8, objects.chair)),
    "bar": (
        ("letter", 16, letter.letter),
        ("bulb lamp", 18, objects.bulb),
        ("rain", 24, glows.glass),
        ("glass whisk drink counter", 20, tabletop.glass),
    ),
    "church": (("candle altar", 16, tabletop.candles),),
    "corridor": (("lamp bulb", 14, objects.bulb), ("chair", 5, objects.chair)),
    "subway": (("light tunnel", 22, glows.lights),),
    "library": (("letter", 16, letter.letter), ("book page", 16, tabletop.book), ("bulb lamp", 14, objects.bulb)),
    "motel": (("puddle asphalt wet", 14, grounds.puddle), ("", 24, glows.lights)),
    "bedroom": (
        ("letter", 16, letter.letter),
        ("rain", 24, glows.glass),
        ("bulb lamp", 14, objects.bulb),
        ("chair", 5, objects.chair),
    ),
    "kitchen": (
        ("letter", 16, letter.letter),
        ("rain", 24, glows.glass),
        ("cup coffee tea", 14, tabletop.cup),
        ("bulb lamp", 14, objects.bulb),
        ("chair", 5, objects.chair),
    ),
    "booth": (("microphone", 18, objects.microphone), ("bulb lamp", 14, objects.bulb)),
    "studio": (("microphone", 18, objects.microphone), ("bulb lamp", 14, objects.bulb), ("chair", 5, objects.chair)),
    "harbour": (("rope mast", 14, objects.wires), ("lamp light", 24, glows.lights), ("", 6, grounds.glitter)),
    "bridge": (("lamp light", 24, glows.lights), ("", 12, objects.wires)),
    "cemetery": (("twig branch", 14, growths.twigs), ("", 14, growths.grass)),
    "playground": (("chain swing", 14, objects.chains), ("twig", 14, growths.twigs), ("", 16, growths.grass)),
    "rooftop": (("bulb", 18, objects.bulb), ("wire", 14, objects.wires), ("", 16, objects.aerial)),
}


def near(place: str, words: str, setting: Setting, seed: int) -> Near | None:
    """Return a detail of a place as its words ask for; nothing where the place itself is the best that there is."""
    # What follows a comma is the hour, the weather and the light. A word asks with its beginning: rain is not in train.
    told = tuple(re.findall(r"[a-z]+", words.lower().split(",")[0]))
    found = next(
        (
            (radius, draw)
            for wanted, radius, draw in THINGS.get(place, ())
            if not wanted or any(word.startswith(part) for word in told for part in wanted.split())
        ),
        None,
    )
    if found is None:
        return None
    radius, draw = found
    height = setting.back.shape[0]
    rng = np.random.default_rng([seed, 37])
    back = setting.back
    if radius:
        back, _ = lens.pulled(back, 1.2, (float(rng.uniform(0.3, 0.7)), setting.horizon - 0.05))
        back = lens.defocused(back, radius * height / 1296)
    made = draw(np.asarray(back, np.float32), setting, rng)
    if isinstance(made, tuple):
        return Near(*(np.asarray(part, np.float32) for part in made))
    return Near(np.asarray(made, np.float32))


def parted(setting: Setting) -> Near | None:
    """Return a view through a window and, before it, all that is on this side of the glass; nothing without one."""
    if not isinstance(setting, Backdrop) or setting.beyond is None or setting.near is None:
        return None
    cover = np.clip(setting.near, 0, 1)[..., None]
    return Near(setting.beyond, np.asarray(np.concatenate([setting.back * cover, cover], axis=2), np.float32))


FRINGED = frozenset({"cowboy", "medium", "medium-close-up"})
"""Sizes of portraits before which something may stand, low and out of focus."""


def fringe(place: str, size: str, picture: Float, setting: Setting, seed: int) -> Float | None:
    """Return what stands low before a person, near the lens (premultiplied BGRA); nothing in every third shot.

    `picture` is what it will be laid over. Grass where grass grows, the audience before a stage.
    """
    import cv2

    if size not in FRINGED or seed % 3 == 0:
        return None
    height, width = picture.shape[:2]
    if place in ("field", "forest", "mountains", "cemetery", "highway"):
        return growths.verge(picture, setting, np.random.default_rng([seed, 41]))
    if place == "stage":
        heads = foreground.draw("stage", 0.93 * height, picture, setting, seed)
        quarter = cv2.resize(heads, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(cv2.GaussianBlur(quarter, (0, 0), height / 480), (width, height)), np.float32)
    return None
