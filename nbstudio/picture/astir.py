"""Astir: what a scene's words set in motion, and how each moving thing is told to a segment."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import solid

STARRY = frozenset({"sky", "desert", "mountains", "field", "sea", "highway", "harbour", "cemetery", "motel"})
LIT = frozenset({"city", "street", "rooftop", "motel", "harbour", "bridge", "playground", "highway"})
LAMPED = frozenset({"bar", "church", "corridor", "subway", "airport", "booth"})
"""Rooms with lamps of their own, one of which is never quite steady."""
DUSTY = frozenset({"cabin", "church", "library", "corridor"})
RIDDEN = frozenset({"train", "car"})
"""Places that move through others, whose light passes over whoever sits in them."""
OPEN = frozenset({"sky", "mountains", "desert", "field", "sea", "highway"})
BURNING = frozenset({"fire", "campfire", "bonfire", "embers", "sparks", "flames", "burning", "torches"})
"""Words of what sends sparks up."""
SPARK = [0.22, 0.55, 1.0]
SOFT = frozenset({"dreamy", "tender", "joyful"})


@dataclass(frozen=True, slots=True)
class Air:
    """One moving thing as a segment sees it.

    `size` is the frame's width and height, `rate` frames a second; `colour` in planes' values (Y, Cb, Cr);
    `power` 1 as usual; `lean` how far it slants to the right while it falls by one; `horizon` a fraction from
    the top.
    """

    size: tuple[int, int]
    rate: float
    seed: int
    behind: bool
    power: float
    lean: float
    horizon: float
    colour: tuple[int, int, int]

    @classmethod
    def of(cls, entry: Mapping[str, Any], size: tuple[int, int], rate: float, seed: int) -> Air:
        """Read what a still tells of one moving thing."""
        blue, green, red = (min(1.0, max(0.0, float(part))) for part in entry.get("colour", (0.8, 0.8, 0.8)))
        return cls(
            size,
            rate,
            (seed ^ int(entry.get("seed", 0))) & 0xFFFFFFFF,
            bool(entry.get("behind")),
            min(3.0, max(0.0, float(entry.get("power", 1.0)))),
            min(1.0, max(-1.0, float(entry.get("lean", 0.0)))),
            min(1.0, max(0.0, float(entry.get("horizon", 0.6)))),
            solid((blue, green, red)),
        )

    def dice(self, name: str) -> np.random.Generator:
        """Return the random numbers of one part of it."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def moving(
    place: str,
    time: str,
    weather: str,
    mood: str,
    *,
    indoors: bool,
    horizon: float,
    colour: NDArray[np.float32],
    key: tuple[float, float, float],
    seed: int,
    fire: bool = False,
) -> tuple[dict[str, Any], ...]:
    """Return what moves in a painted scene; `fire` tells whether something burns there.

    `colour` is what lit air looks like there, `key` the lamp's colour, both BGR display values 0 to 1.
    """
    rng = np.random.default_rng([seed & 0xFFFFFFFF, 71])
    tint, lamp = [round(float(part), 3) for part in colour], [round(float(part), 3) for part in key]
    lean = round(float(rng.uniform(-0.16, 0.16)), 3)
    base = {"horizon": round(horizon, 3), "lean": lean}
    found: list[dict[str, Any]] = []

    def add(kind: str, *, behind: bool = False, power: float = 1.0, light: list[float] = tint) -> None:
        found.append({"kind": kind, "behind": behind, "power": power, "colour": light, "seed": len(found), **base})

    dark = time in {"night", "dusk"}
    if place == "sea":
        add("water", behind=True)
    if place == "stage":
        add("beams", behind=True, light=lamp)
        add("dust", power=0.7, light=lamp)
    if place in {"space", "orbit"}:
        add("stars", behind=True)
        return tuple(found)
    if fire and weather in {"clear", "cloudy", "fog"}:
        add("embers", behind=True, light=SPARK)
        add("embers", power=0.8, light=SPARK)
    if indoors:
        if place in LAMPED or (place in RIDDEN and dark):
            add("lights", behind=True)
        if place in RIDDEN:
            add("passing", power=1.0 if dark else 0.45, light=lamp)
        if place in DUSTY or mood in SOFT:
            add("dust", light=lamp)
        return tuple(found)
    if place in LIT and dark:
        add("lights", behind=True)
    if place in STARRY and time == "night" and weather == "clear":
        add("stars", behind=True)
    if place in OPEN and weather in {"clear", "cloudy"} and not (time == "night" and weather == "clear"):
        add("clouds", behind=True, power=1.4 if weather == "cloudy" else 1.0)
    if weather in {"rain", "storm"}:
        power = 1.0 if weather == "rain" else 1.5
        if weather == "storm":
            add("lightning", behind=True)
        add("rain", behind=True, power=power)
        add("rain", power=power)
    elif weather == "snow":
        # Flakes are lighter than the air they fall through, at night too.
        white = [round(0.42 + 0.58 * float(part), 3) for part in colour]
        add("snow", behind=True, light=white)
        add("snow", light=white)
    elif weather == "fog":
        add("fog", behind=True)
        add("fog", power=0.55)
    elif mood in SOFT:
        add("dust", light=lamp)
    elif place in {"desert", "forest"} and not fire:
        add("dust", power=0.8)
    return tuple(found)


def lit_air(back: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what colour lit drops and flakes are before a picture: its own average, brighter."""
    height, width = back.shape[:2]
    mean = back[:: max(1, height // 40), :: max(1, width // 64)].mean(axis=(0, 1))
    return np.asarray(np.clip(0.22 + 1.1 * mean, 0, 0.95), np.float32)
