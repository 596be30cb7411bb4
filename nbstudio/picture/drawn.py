"""Drawn: the graphic looks, cel shading with ink lines and halftone printing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


def cel(picture: Float, levels: int, ink: float, tall: int | None = None) -> Float:
    """Flatten a BGR picture to `levels` tones and draw its outlines with `ink`, 0 to 1.

    `tall` is the height of the frame that it is a part of: lines are as wide in a part as in the whole.

    Lines are an extended difference of Gaussians (Winnemoeller, XDoG, Computers & Graphics 2012).
    """
    import cv2

    height, width = picture.shape[:2]
    half = (max(2, width // 2), max(2, height // 2))
    small = cv2.resize(np.clip(picture, 0, 1), half, interpolation=cv2.INTER_AREA)
    grey = cv2.transform(small, LUMA[None])
    for _ in range(2):
        small = cv2.bilateralFilter(small, 7, 0.09, 4.0)
    if levels:
        value = cv2.transform(small, LUMA[None])
        step = np.float32(levels)
        # A soft stair: hard steps would crawl and alias.
        scaled = np.clip(value, 0, 1) * step
        floor = np.floor(scaled)
        stair = (floor + 0.5 + 0.5 * np.tanh((scaled - floor - 0.5) * 9)) / step
        small = small * (np.maximum(stair, 0.02) / np.maximum(value, 0.02))[..., None]
    if ink:
        sigma = (tall or height) / 1080
        edge = 1.9 * cv2.GaussianBlur(grey, (0, 0), sigma) - 0.9 * cv2.GaussianBlur(grey, (0, 0), 1.6 * sigma)
        base = cv2.GaussianBlur(grey, (0, 0), 3 * sigma)
        line = np.clip(1 + np.tanh((edge - base + 0.012) * 38), 0, 1)
        small = small * (1 - np.float32(ink) * (1 - line))[..., None]
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def halftone(picture: Float, strength: float, tall: int | None = None, corner: tuple[int, int] = (0, 0)) -> Float:
    """Print a BGR picture's tones as a screen of dots at 30 degrees, mixed in by `strength`.

    A part of a frame `tall` pixels high has its upper left at `corner`, so that the screen goes on in it.
    """
    import cv2

    height, width = picture.shape[:2]
    pitch = (tall or height) / 108
    rows, columns = slice(corner[1], corner[1] + height), slice(corner[0], corner[0] + width)
    yy, xx = np.mgrid[rows, columns].astype(np.float32) * np.float32(2 * np.pi / pitch)
    u, v = xx * np.float32(0.866) + yy * np.float32(0.5), yy * np.float32(0.866) - xx * np.float32(0.5)
    screen = (np.cos(u) * np.cos(v) + 1) * np.float32(0.5)
    luma = cv2.GaussianBlur(cv2.transform(picture, LUMA[None]), (0, 0), pitch / 3)
    dots = np.clip((luma - screen * np.float32(0.85) + np.float32(0.10)) * np.float32(5), 0, 1)
    light = np.clip(picture * np.float32(1.25) + np.float32(0.05), 0, 1)
    printed = light * (np.float32(0.25) + np.float32(0.75) * dots)[..., None]
    return np.asarray(picture + (printed - picture) * np.float32(strength), np.float32)
