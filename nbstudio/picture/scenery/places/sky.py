"""Sky: above everything, or below nothing: clouds, and now and then a sea of them."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens
from nbstudio.picture.scenery.air import blurred, shafts
from nbstudio.picture.scenery.canvas import Canvas, Painting


def draw(canvas: Canvas) -> Painting:
    """Paint a sky that fills the frame, the horizon low or out of sight."""
    rng = canvas.dice("place")
    horizon = float(rng.choice([0.78, 0.92, 1.12]))
    sun = heavens.sun_at(canvas, horizon, rng)
    picture = heavens.sky(canvas, sun, horizon, detail=0.8)
    if not canvas.tone.dark:
        bright = np.maximum(blurred(picture[::4, ::4].copy(), 1.0) - 0.5, 0)
        import cv2

        rays = shafts(bright, *sun, reach=0.8)
        picture += cv2.resize(rays, (canvas.width, canvas.height)) * np.float32(0.35)
    return Painting(picture, sun, canvas.tone.sun, canvas.tone.shade, min(horizon, 1.0), canvas.tone.haze)
