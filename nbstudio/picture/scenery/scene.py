"""Scene: paint a place at a time of day, in a weather and a mood, by numbers alone.

The problem: offline there is no model that makes pictures, and a film needs somewhere to be. Every place is
painted in *light* (values that may exceed one, so that the sun is a sun), layer by layer from the sky to the lens,
and then *developed* as film would be: glow, shoulder, tint, grain. Random numbers come from the scene's seed
alone, so the same scene is the same bytes, and another seed is another composition.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio import discovery
from nbstudio.picture.scenery import weathers
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.finish import developed, grained
from nbstudio.picture.scenery.tone import tone

Float = NDArray[np.float32]
COLLECTION = "nbstudio.picture.scenery.places"
WORKING = 0.58  # of the asked size; what is softer than the lens needs no more pixels
LEAST = 1152  # pixels of width below which the asked size is the working size


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when: the words of a shot that its backdrop depends on, and the seed of its composition.

    `light`: the seed of the light's colours, for scenes that share one; the composition's where there is none.
    `sharp`: the place itself is what is looked at, so that it may not be out of focus.
    """

    place: str
    time: str = "day"
    weather: str = "clear"
    mood: str = "calm"
    seed: int = 0
    light: int | None = None
    sharp: bool = False


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A painted scene. Colours are display values (what a BT.709 screen is sent) 0 to 1, BGR.

    `back` (h, w, 3); `front` (h, w, 4) premultiplied BGRA, to be put before the person, or nothing. `light`: unit
    direction from the middle of the frame to where the key light comes from, x right, y up. `lamp`: the place of
    that light in fractions of the frame from the top left (it may lie outside). `key`, `ambient`: colours of the
    light and of the shadows. `horizon`: fraction from the top. `haze`: how much the air veils what is far, 0 to 1.
    `indoors`: no weather comes between. `beyond` (h, w, 3): what is behind a window, and `near` (h, w) how much of it
    is covered by what stands before; or nothing.
    """

    back: Float
    front: Float | None
    light: tuple[float, float]
    lamp: tuple[float, float]
    key: tuple[float, float, float]
    ambient: tuple[float, float, float]
    horizon: float
    haze: float
    indoors: bool = False
    beyond: Float | None = None
    near: Float | None = None


def places() -> tuple[str, ...]:
    """Return the places that can be painted."""
    return discovery.names(COLLECTION)


def paint(scene: Scene, width: int, height: int, *, still: bool = True) -> Backdrop:
    """Paint a scene `width` x `height` pixels; a place that is not known is painted as an abstract one.

    Without `still` nothing floats before the lens: weather that moves is drawn when the picture moves.
    """
    import cv2

    found = discovery.find(COLLECTION, scene.place) or discovery.find(COLLECTION, "abstract")
    if found is None:
        raise ModuleNotFoundError(f"no place {scene.place!r} in {COLLECTION}")
    seed = scene.seed & 0xFFFFFFFF
    words = (scene.time, scene.weather, scene.mood)
    light = tone(np.random.default_rng([seed if scene.light is None else scene.light & 0xFFFFFFFF, 1]), *words)
    share = float(getattr(found, "WORKING", WORKING))
    factor = min(1.0, max(share, LEAST / max(1, width)))
    canvas = Canvas(max(16, round(width * factor)), max(9, round(height * factor)), light, *words, seed, scene.sharp)
    painting: Painting = found.draw(canvas)

    def shown(picture: Float) -> Float:
        """Return light as the screen shows it, at the size that was asked for."""
        picture = developed(picture, scene.mood, light.exposure, painting.bloom)
        if picture.shape[:2] != (height, width):
            picture = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
        return grained(picture, np.random.default_rng([seed, 2]))

    back = shown(painting.picture)
    beyond, near = None, None
    if painting.beyond is not None and painting.near is not None and scene.sharp:
        beyond = shown(painting.beyond)
        near = np.asarray(cv2.resize(painting.near, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    front = painting.front if still else None
    if still and front is None and not painting.indoors:
        front = weathers.front(canvas, painting)
    return Backdrop(
        back,
        None if front is None else front.layer(width, height),
        _direction(painting.sun, width / height),
        painting.sun,
        _display(painting.key),
        _display(painting.ambient),
        painting.horizon,
        painting.haze,
        painting.indoors,
        beyond,
        near,
    )


def _direction(sun: tuple[float, float], aspect: float) -> tuple[float, float]:
    x, y = (sun[0] - 0.5) * aspect, 0.5 - sun[1]
    norm = float(np.hypot(x, y))
    return (x / norm, y / norm) if norm > 1e-6 else (0.0, 1.0)


def _display(colour: Float) -> tuple[float, float, float]:
    value = np.sqrt(colour / max(1.0, float(colour.max())))
    return float(value[0]), float(value[1]), float(value[2])
