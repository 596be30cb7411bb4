"""Tones: what all media draw with: greys, their spread, colours between two, chance, outlines, lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


def levelled(luma: Float) -> Float:
    """Return luma with paper white in it, however dark the scene: a draughtsman leaves most of a sheet bare."""
    import cv2

    small = cv2.resize(luma, (64, 36), interpolation=cv2.INTER_AREA)
    low, middle, high = (float(v) for v in np.percentile(small, (2, 50, 98)))
    spread = np.clip((luma - low) / max(0.15, high - low), 0, 1)
    at = min(0.9, max(0.05, (middle - low) / max(0.15, high - low)))
    power = float(np.clip(np.log(0.52) / np.log(at), 0.42, 1.15))
    return np.asarray(spread ** np.float32(power), np.float32)


def luma(picture: Float) -> Float:
    """Return a BGR picture's greys."""
    import cv2

    return np.asarray(cv2.transform(np.ascontiguousarray(picture), LUMA[None]), np.float32)


def colour(text: str) -> Float:
    """Return #rrggbb as BGR, 0 to 1."""
    value = int(text.lstrip("#"), 16)
    return np.array([value & 255, value >> 8 & 255, value >> 16 & 255], np.float32) / np.float32(255)


def between(dark: str, light: str, share: Float) -> Float:
    """Return a plane of shares as a BGR picture from one colour (#rrggbb) to another."""
    low, high = colour(dark), colour(light)
    return np.asarray(low + (high - low) * share[..., None], np.float32)


def blurred(plane: Float, radius: float) -> Float:
    """Return a plane or picture blurred by a Gaussian of so many pixels."""
    import cv2

    return np.asarray(cv2.GaussianBlur(plane, (0, 0), max(0.3, radius)), np.float32)


def noise(shape: tuple[int, int], seed: int, cell: float = 1.0) -> Float:
    """Return normal noise whose grains are `cell` pixels wide."""
    import cv2

    rng = np.random.default_rng([seed, 77])
    size = (max(2, round(shape[0] / cell)), max(2, round(shape[1] / cell)))
    grains = rng.standard_normal(size, np.float32)
    return np.asarray(cv2.resize(grains, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def edges(luma: Float, height: int) -> Float:
    """Return how much of an outline each point is, 0 to 1: a difference of Gaussians, as a hand would draw it."""
    fine, coarse = blurred(luma, height / 700), blurred(luma, height / 340)
    return np.asarray(np.clip((coarse * 0.985 - fine) * 26, 0, 1), np.float32)


def stripes(shape: tuple[int, int], pitch: float, angle: float, bend: Float | None = None) -> Float:
    """Return parallel waves from 0 to 1; `bend` moves each by so many pitches."""
    height, width = shape
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (xx * np.float32(np.sin(angle)) + yy * np.float32(np.cos(angle))) / np.float32(pitch)
    phase = along if bend is None else along + bend
    return np.asarray(0.5 + 0.5 * np.cos(2 * np.pi * phase), np.float32)
