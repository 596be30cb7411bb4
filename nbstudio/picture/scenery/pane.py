"""Pane: a window seen from inside: the weather outside it, and on its glass what that leaves there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nbstudio.picture.scenery.air import blurred, resized
from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import Float, field
from nbstudio.picture.scenery.tone import mix


def outside(canvas: Canvas, place: str, share: float = 0.5, soft: float = 0.003, *, sped: float = 0.0) -> Float:
    """Return what is to be seen through a window: another place, of the canvas's size, in light.

    `share` of the working size is what it is painted at; `soft` is how far it is out of focus, and `sped` how far it
    passes while the shutter is open, both in frame heights.
    """
    import cv2

    from nbstudio import discovery

    found = discovery.find("nbstudio.picture.scenery.places", place)
    if found is None:
        raise ModuleNotFoundError(f"no place {place!r} to look out at")
    small = replace(canvas, width=max(64, round(canvas.width * share)), height=max(36, round(canvas.height * share)))
    # A plain of lamps seen from a hill is nothing that a window beside a street or a track looks at.
    painted = found.draw(small, "roofs") if place == "city" else found.draw(small)
    view = np.minimum(np.asarray(painted.picture, np.float32), np.float32(4))
    if sped:
        view = np.asarray(cv2.blur(view, (max(3, round(sped * small.height)) | 1, 1)), np.float32)
    return blurred(resized(view, canvas.width, canvas.height), soft * canvas.height)


def before(picture: Float, view: Float) -> Float:
    """Return how much of a view (height, width) a picture that was painted over it covers."""
    import cv2

    same = np.abs(picture - view).max(axis=2) < np.float32(0.003) * view.max(axis=2) + np.float32(1e-5)
    size = max(3, len(view) // 120) | 1
    clear = cv2.morphologyEx(same.astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    count, labels, about, _ = cv2.connectedComponentsWithStats(clear, connectivity=4)
    # Dark may look like dark: what is small and alone is no window.
    large = np.array([i > 0 and about[i, cv2.CC_STAT_AREA] > 0.015 * clear.size for i in range(count)], bool)
    return blurred(1 - large[labels].astype(np.float32), 0.7)


def glazed(canvas: Canvas, view: Float) -> Float:
    """Return a view through its glass: drops and runs in rain, rime in snow, breath in fog; changes the view."""
    import cv2

    height, width = view.shape[:2]
    if canvas.weather in ("fog", "snow"):
        patch = resized(field(canvas.dice("breath"), 36, 64, 2, 4, 0.55), width, height)
        low = np.linspace(-0.6, 0.9, height, dtype=np.float32)[:, None]
        share = np.clip(0.18 + 0.22 * (0.5 * np.tanh(patch) + low), 0, 0.6)[..., None]
        pale = mix(canvas.tone.horizon, canvas.tone.middle, 0.6) * np.float32(0.8)
        return np.asarray(view + (pale - view) * share, np.float32)
    if not canvas.wet:
        return view
    rng = canvas.dice("drops")
    turned = np.ascontiguousarray(blurred(view, height / 60)[::-1])
    drops = np.zeros((height, width), np.uint8)
    for x, y, r in zip(rng.random(900), rng.random(900), rng.gamma(1.4, 0.0016, 900), strict=True):
        centre = (round(float(x) * width * 8), round(float(y) * height * 8))
        cv2.circle(drops, centre, round(max(0.7, float(r) * height) * 8), 255, -1, cv2.LINE_AA, 3)
    for _ in range(26):
        x, y, end = float(rng.random()), float(rng.uniform(-0.1, 0.6)), float(rng.uniform(0.2, 1.0))
        points = []
        while y < end:
            points.append((x * width, y * height))
            x, y = x + float(rng.normal(0, 0.0016)), y + 0.02
        if len(points) > 1:
            run = np.round(np.array(points) * 8).astype(np.int32)[:, None]
            cv2.polylines(drops, [run], False, 200, max(1, height // 320), cv2.LINE_AA, 3)
    cover = (drops.astype(np.float32) / np.float32(255))[..., None]
    # Each drop holds the view upside down, with a dark upper rim and a spark below.
    rim = np.clip(np.roll(cover, max(1, height // 400), axis=0) - cover, 0, 1)
    seen = view + (turned * np.float32(1.15) - view) * cover * np.float32(0.75)
    return np.asarray(seen * (1 - 0.5 * rim) + turned.max(axis=2, keepdims=True) * rim * np.float32(0.35), np.float32)
