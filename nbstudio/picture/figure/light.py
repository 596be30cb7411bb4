"""Light: a drawn figure in a scene's light, which comes from behind it and from the sky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.figure.canvas import Drawn
from nbstudio.picture.person import Float


@dataclass(frozen=True, slots=True)
class Light:
    """Light on a figure, BGR 0 to 1 as displayed: the lamp's, the sky's, the ground's, and where the lamp is.

    `toward` is the direction of the lamp in the picture, y down, of length 1 or less: shorter, the more it is
    behind the figure. `level` scales all.
    """

    key: Float
    sky: Float
    ground: Float
    toward: tuple[float, float]
    level: float


def lit(figure: Drawn, light: Light) -> Float:
    """Return a figure's colours, BGR 0 to 1: dark where it turns its back to the lamp, bright along its edges."""
    nx, ny = figure.facing[..., 0], figure.facing[..., 1]
    up = np.clip(0.5 - 0.5 * ny, 0, 1)[..., None]
    around = light.ground**2 * (1 - up) + light.sky**2 * up
    across = nx * light.toward[0] + ny * light.toward[1]
    edge = np.clip(np.hypot(nx, ny) * 1.25 - 0.32, 0, 1)
    behind = float(np.sqrt(max(0.0, 1 - light.toward[0] ** 2 - light.toward[1] ** 2)))
    side = np.clip(across * 1.3 - 0.1, 0, 1)
    rim = edge**3 * np.clip(1.6 * across + 0.7 * behind - 0.25, 0, 1)
    key = light.key**2
    cloth = figure.colour**2
    shine = (
        cloth * (np.float32(0.72) * around + key * (0.85 * side)[..., None])
        + (0.25 * cloth + 0.07) * key * (1.5 * rim)[..., None]
    )
    return np.asarray(np.sqrt(np.clip(shine * np.float32(light.level), 0, 1)), np.float32)
