"""Outfit: what somebody far away wears, carries and does, from the words, else from the photograph and chance.

Words come first. What they leave open the photograph tells, as far as colours go, and chance by who it is: so
somebody wears the same thing in all of a film. Nobody is dressed by what sex the photograph seems to show.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from nbstudio.picture.figure.likeness import Likeness
from nbstudio.picture.person import Float

GARMENTS = (
    "jacket", "suit", "coat", "raincoat", "hoodie", "sweater", "tee", "shorts", "dress", "gown", "skirt", "robe",
    "spacesuit",
)  # fmt: skip
HEADWEAR = ("hat", "cap", "beanie", "hood", "helmet")
HAIR = ("long", "short", "bald", "bun", "ponytail")
PROPS = ("umbrella", "guitar", "backpack")
ORDINARY = ("jacket", "coat", "hoodie", "sweater")
"""What anybody may wear of whom nothing is told."""
LIGHT = ("tee", "sweater", "jacket")
HOT = frozenset({"desert", "field", "sea"})
BARE = frozenset({"tee", "shorts", "dress", "gown", "skirt"})
"""Garments that leave the forearms bare."""
WET = {"jacket": "hoodie", "tee": "hoodie", "sweater": "coat"}
COLD = {"tee": "coat", "sweater": "coat", "shorts": "coat", "jacket": "coat"}
TROUSERS = ((0.16, 0.13, 0.11), (0.11, 0.11, 0.12), (0.27, 0.19, 0.13), (0.2, 0.24, 0.29))
"""BGR: charcoal, black, denim, khaki."""
SHOES = ((0.07, 0.08, 0.1), (0.12, 0.16, 0.22), (0.55, 0.56, 0.58))
CLOTHES = ((0.3, 0.2, 0.16), (0.16, 0.16, 0.2), (0.26, 0.3, 0.34), (0.2, 0.14, 0.36), (0.24, 0.28, 0.2))
SUNG_IN = frozenset({"stage", "interior", "abstract"})
"""Places in which a microphone stands."""
WILD = frozenset({"space", "orbit", "sky", "mountains", "desert"})
"""Places without benches and posts."""
USUAL = ("stand", "wait", "walk", "stand", "look-up", "walk")
"""What somebody does of whom nothing is told."""
SUIT = (0.74, 0.74, 0.73)
COLOURS = {
    "red": (0.12, 0.1, 0.62), "scarlet": (0.1, 0.1, 0.68), "crimson": (0.16, 0.06, 0.5), "blue": (0.52, 0.26, 0.14),
    "navy": (0.28, 0.15, 0.1), "green": (0.2, 0.36, 0.14), "yellow": (0.12, 0.66, 0.82), "golden": (0.2, 0.55, 0.75),
    "gold": (0.2, 0.55, 0.75), "orange": (0.08, 0.36, 0.82), "pink": (0.6, 0.45, 0.85), "purple": (0.42, 0.16, 0.36),
    "violet": (0.5, 0.2, 0.4), "white": (0.82, 0.83, 0.84), "black": (0.07, 0.065, 0.065), "grey": (0.36, 0.35, 0.34),
    "gray": (0.36, 0.35, 0.34), "silver": (0.68, 0.67, 0.66), "brown": (0.14, 0.22, 0.34), "beige": (0.5, 0.6, 0.68),
    "tan": (0.34, 0.46, 0.58), "khaki": (0.3, 0.4, 0.46), "cream": (0.66, 0.76, 0.82), "turquoise": (0.58, 0.56, 0.2),
    "teal": (0.42, 0.38, 0.12), "denim": (0.36, 0.24, 0.16), "leather": (0.07, 0.07, 0.09),
    "burgundy": (0.14, 0.06, 0.32),
}  # fmt: skip
"""BGR, of cloth in plain light."""


HAIR_COLOURS = {
    "black": (0.05, 0.05, 0.055), "brown": (0.1, 0.17, 0.26), "blond": (0.28, 0.5, 0.66), "red": (0.08, 0.2, 0.5),
    "grey": (0.5, 0.5, 0.5), "white": (0.74, 0.75, 0.76), "pink": (0.5, 0.35, 0.78), "blue": (0.5, 0.28, 0.14),
    "green": (0.22, 0.42, 0.2), "purple": (0.45, 0.2, 0.4),
}  # fmt: skip
"""BGR."""


@dataclass(frozen=True, slots=True)
class Guise:
    """What the words tell of a figure; nothing where they don't say.

    `pose` is one of `stance.POSES`, `garment` of `GARMENTS`, `headwear` of `HEADWEAR`, `prop` of `PROPS`, `colour`
    of `COLOURS`: that of the garment, `hair` of `HAIR`, `hair_colour` of `HAIR_COLOURS`. `weather` is what one
    dresses for; `who` is the same number in all of a film for one person.
    """

    pose: str | None = None
    garment: str | None = None
    headwear: str | None = None
    prop: str | None = None
    colour: str | None = None
    hair: str | None = None
    hair_colour: str | None = None
    weather: str = "clear"
    who: int = 0


@dataclass(frozen=True, slots=True)
class Outfit:
    """What is drawn: garments by name, colours BGR 0 to 1, how broad the body is, and the wind (heads of hem)."""

    pose: str
    turn: int
    garment: str
    headwear: str
    prop: str
    top: Float
    bottom: Float
    shoes: Float
    broad: float
    wind: float
    tied: str = ""
    """A way to wear hair up: bun, ponytail."""


def outfit(guise: Guise, who: Likeness, place: str, rng: np.random.Generator) -> Outfit:
    """Return what somebody wears in a place; `rng` is the shot's, `guise.who` the person's chance."""
    weather = guise.weather
    own = np.random.default_rng([guise.who, zlib.crc32(b"outfit")])
    garment = guise.garment or _ordinary(own, place, weather)
    top = who.cloth
    if guise.colour:
        top = np.array(COLOURS[guise.colour], np.float32)
    elif garment == "spacesuit" and not who.vivid:
        top = np.array(SUIT, np.float32)
    elif garment == "raincoat":
        top = np.array(COLOURS["yellow"], np.float32)
    elif not who.vivid and garment in {"dress", "gown", "robe", "tee", "hoodie", "skirt", "shorts"}:
        top = np.array(CLOTHES[int(own.integers(len(CLOTHES)))], np.float32)
    bottom = np.array(TROUSERS[int(own.integers(len(TROUSERS)))], np.float32)
    if garment == "suit":
        bottom = top * np.float32(0.92)
    shoes = np.array(SHOES[int(own.integers(len(SHOES)))], np.float32)
    broad = float(own.uniform(0.93, 1.05))
    headwear, prop = guise.headwear or "", guise.prop or ""
    if not headwear and weather in {"rain", "snow", "storm"} and garment in {"hoodie", "raincoat"} and not prop:
        headwear = "hood"
    if not headwear and not guise.garment and weather == "snow":
        headwear = "beanie"
    if not headwear and garment == "spacesuit":
        headwear = "helmet"
    usual = ("sing", "sing", "open", "stand", "dance", "sing") if place == "stage" else USUAL
    pose = guise.pose or usual[int(rng.integers(6))]
    if pose == "sing" and place not in SUNG_IN:
        pose = ("open", "stand", "look-up")[int(rng.integers(3))]
    if pose == "lean" and place in WILD:
        pose = "wait"
    if headwear == "helmet" and (garment != "spacesuit" or place in {"cabin", "interior"}):
        headwear = ""
    if prop == "umbrella" and pose not in {"stand", "walk", "wait", "look-up", "lean"}:
        prop = ""
    windy = 0.45 if place in {"sea", "mountains", "desert", "field", "sky", "city"} else 0.12
    wind = windy * float(rng.uniform(0.5, 1.2)) * (1 if rng.random() < 0.5 else -1)
    turn = int(rng.integers(1024))
    if pose == "sit" and place in WILD:
        turn = 0
    elif pose == "sit" and weather in {"rain", "storm"}:
        turn = 1
    tied = guise.hair if guise.hair in {"bun", "ponytail"} else ""
    return Outfit(pose, turn, garment, headwear, prop, np.asarray(top, np.float32), bottom, shoes, broad, wind, tied)


def told(guise: Guise, who: Likeness) -> Likeness:
    """Return somebody whose hair is as the words tell, whatever the photograph shows."""
    if guise.hair:
        who = replace(who, long=guise.hair == "long", bald=guise.hair == "bald")
    if guise.hair_colour:
        who = replace(who, hair=np.array(HAIR_COLOURS[guise.hair_colour], np.float32), bald=False)
    return who


def _ordinary(own: np.random.Generator, place: str, weather: str) -> str:
    """Return what somebody wears of whom nothing is told, who puts on more where it is wet or cold."""
    usual, light = ORDINARY[int(own.integers(len(ORDINARY)))], LIGHT[int(own.integers(len(LIGHT)))]
    if weather in {"rain", "storm"}:
        return WET.get(usual, usual)
    if weather == "snow":
        return COLD.get(usual, usual)
    return light if place in HOT else usual
