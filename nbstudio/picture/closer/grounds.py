"""Grounds: what lies before the lens on the ground: sand, water, foam, wet asphalt."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.person import Float, Setting
from nbstudio.picture.scenery.noise import field


def _plane(back: Float, rng: np.random.Generator, line: float, stretch: float, detail: float) -> tuple[Float, Float]:
    """Return (height, depth) of ground below `line`: noise laid flat, seen from low above; depth is 1 near."""
    import cv2

    height, width = back.shape[:2]
    rows = np.arange(height, dtype=np.float32)[:, None]
    depth = np.clip((rows - line * height) / ((1 - line) * height), 0, 1)
    texture = np.asarray(field(rng, 512, 512, detail, 6, 0.55, stretch), np.float32)
    far = 1 / np.maximum(depth, 0.02)
    across = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * 1.3
    # The texture is folded back and forth, so that it has no seams, and its folds are no straight lines ahead.
    bend = 14 * np.sin(far * 1.3 + float(rng.uniform(0, 6)))
    xx = _folded(across * far * 150 + float(rng.uniform(120, 390)) + bend)
    yy = np.repeat(_folded(far * 210 + float(rng.uniform(0, 511))), width, axis=1)
    found = cv2.remap(texture, xx.astype(np.float32), yy.astype(np.float32), cv2.INTER_LINEAR)
    return np.asarray(found, np.float32), np.asarray(np.repeat(depth, width, axis=1), np.float32)


def _wide(picture: Float, blur: float) -> Float:
    """Return a picture blurred widely, at a quarter of its size."""
    import cv2

    height, width = picture.shape[:2]
    quarter = cv2.resize(picture, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(quarter, (0, 0), blur / 4), (width, height)), np.float32)


def _folded(values: Float) -> Float:
    """Return places in a texture of 512, there and back again."""
    return np.asarray(np.abs(np.mod(values, 1022) - 511), np.float32)


def _focused(picture: Float, depth: Float) -> Float:
    """Return the ground sharp where it is half near, soft before and behind."""
    height = picture.shape[0]
    soft = _wide(picture, height / 110)
    sharp = np.exp(-(((depth - 0.35) / 0.24) ** 2))[..., None]
    return np.asarray(soft + (picture - soft) * sharp, np.float32)


def sand(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return ripples of sand from the lens to the place behind."""
    import cv2

    height, width = back.shape[:2]
    line = 0.3
    rough, depth = _plane(back, rng, line, 1.0, 2.0)
    across = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * width / height
    far = 1 / np.maximum(depth, 0.03)
    phase = 9.5 * far + 1.9 * rough + 1.4 * across * far * float(rng.choice([-1.0, 1.0]))
    wave = np.sin(phase) + 0.35 * np.sin(2 * phase + 0.8)
    toward = 1.0 if setting.lamp[0] > 0.5 else -1.0
    slope = np.gradient(wave, axis=0) * far + toward * np.gradient(wave, axis=1) * far
    light = np.clip(0.5 + 1.5 * np.tanh(-slope * 2.2) * 0.32 + 0.1 * wave, 0, 1.3)
    grain = rng.normal(0, 0.025, (height, width)).astype(np.float32)
    own = cv2.resize(setting.back[int(0.7 * height) :], (8, 8), interpolation=cv2.INTER_AREA).mean(axis=(0, 1))
    key = np.array(setting.key, np.float32)
    lit = 0.35 * own + 0.65 * own * key / max(0.2, float(key.max())) * 1.5
    ground = own * 0.42 + (lit - own * 0.42) * (light + grain)[..., None]
    ground = _focused(np.asarray(ground, np.float32), depth)
    cover = np.clip(depth * 26, 0, 1)[..., None]
    veil = back[max(1, int(line * height)) - 1][None]
    ground += (veil - ground) * np.exp(-depth * 9)[..., None]
    return np.asarray(np.clip(back + (ground - back) * cover, 0, 1), np.float32)


def glitter(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return water close to the lens: swell that mirrors the sky, and sparks where it mirrors the lamp."""
    import cv2

    height, width = back.shape[:2]
    line = 0.16
    swell, depth = _plane(back, rng, line, 3.5, 2.2)
    small, _ = _plane(back, rng, line, 2.0, 1.2)
    slope = np.gradient(cv2.GaussianBlur(swell + 0.4 * small, (0, 0), height / 500), axis=0)
    slope /= max(1e-4, float(np.std(slope)))
    sky = cv2.resize(setting.back[: max(2, int(setting.horizon * height))], (4, 4), interpolation=cv2.INTER_AREA)
    top, low = sky[0].mean(axis=0), sky[-1].mean(axis=0)
    mirror = np.clip(0.5 + 0.3 * slope, 0, 1)[..., None]
    deep = 0.25 * np.array(setting.ambient, np.float32) * float(top.mean() + 0.2)
    water = deep * (1 - 0.75 * mirror) + (0.55 * low + 0.45 * top) * mirror * 0.85
    lamp = float(np.clip(setting.lamp[0], 0.1, 0.9))
    across = np.arange(width, dtype=np.float32)[None, :] / width
    path = np.exp(-(((across - lamp) / (0.08 + 0.2 * depth)) ** 2))
    sparks = np.clip(slope - 1.35 + 0.8 * path, 0, 1.5) * (0.15 + path)
    bright = cv2.GaussianBlur(sparks, (0, 0), height / 900) + 0.8 * _wide(sparks, height / 90)
    water += (bright * 1.1)[..., None] * np.array(setting.key, np.float32)
    water = _focused(np.asarray(water, np.float32), depth)
    cover = np.clip(depth * 18, 0, 1)[..., None]
    return np.asarray(np.clip(back + (water - back) * cover, 0, 1), np.float32)


def strand(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return the edge of a wave running out over wet sand, foam along it."""
    import cv2

    height, width = back.shape[:2]
    water = glitter(back, setting, rng)
    rough, _ = _plane(back, rng, 0.16, 1.0, 2.2)
    columns = np.linspace(0, 1, width, dtype=np.float32)
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    foam: Float = np.zeros((height, width), np.float32)
    out = water
    own = cv2.resize(setting.back[int(0.75 * height) :], (8, 8), interpolation=cv2.INTER_AREA).mean(axis=(0, 1))
    for level, (base, keep) in enumerate(((0.5, 0.55), (0.74, 1.0))):
        shift = rng.uniform(0, 6.28, 3)
        edge = base + sum(
            size * np.sin(6.28 * pace * columns + s)
            for size, pace, s in zip((0.05, 0.022, 0.01), (0.8, 2.1, 5.3), shift, strict=True)
        )
        away = rows - edge[None, :] + 0.012 * rough
        lace = np.exp(-np.clip(-away, 0, 1) * 11) * (away < 0) * np.clip(0.35 + 1.5 * rough, 0, 1)
        rim = np.exp(-((away / 0.008) ** 2))
        foam = np.maximum(foam * (away < 0), np.clip(lace + rim, 0, 1) * keep)
        if level == 1:
            wet = (0.5 * own + 0.5 * back[::-1] * 0.7) * np.float32(0.55)
            out = out + (wet - out) * np.clip(away * 160, 0, 1)[..., None]
            out = out * (1 - 0.35 * np.exp(-np.clip(away, 0, 1) * 45) * (away > 0))[..., None]
    foam = np.asarray(cv2.GaussianBlur(foam, (0, 0), height / 800), np.float32)
    sky = cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).max(axis=(0, 1))
    white = np.clip(0.35 + 0.75 * sky, 0, 1) * (0.5 + 0.5 * np.array(setting.key, np.float32))
    return np.asarray(np.clip(out + (white - out) * (0.85 * foam)[..., None], 0, 1), np.float32)


def puddle(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return wet asphalt up close, the lights of the street standing on their heads in it."""
    import cv2

    height, width = back.shape[:2]
    line = 0.34
    rough, depth = _plane(back, rng, line, 1.0, 1.4)
    start = round(line * height)
    mirrored = np.asarray(cv2.resize(setting.back, (width, height)), np.float32)
    rows = np.arange(height, dtype=np.float32)
    source = np.clip(setting.horizon * height - 0.9 * (rows - start), 0, height - 1)
    xx = np.arange(width, dtype=np.float32)[None, :] + rough * depth * 0.012 * width
    yy = np.repeat(source[:, None], width, axis=1) + rough * depth * 0.05 * height
    mode = cv2.BORDER_REFLECT
    seen = cv2.remap(mirrored, xx.astype(np.float32), yy.astype(np.float32), cv2.INTER_LINEAR, borderMode=mode)
    dry = cv2.blur(seen, (3, max(3, height // 6)))
    seen = cv2.blur(seen, (3, max(3, height // 26)))
    pool = np.clip(1.9 * _wide(rough, height / 40) + 0.35, 0, 1)
    pool = np.asarray(pool * pool * (3 - 2 * pool), np.float32)[..., None]
    ambient = np.array(setting.ambient, np.float32)
    speck = np.clip(0.5 + 0.7 * rough + rng.normal(0, 0.22, rough.shape), 0, 1).astype(np.float32)[..., None]
    stone = (0.07 * ambient + 0.75 * dry) * (0.25 + 0.6 * speck)
    ground = stone + (seen * 0.72 - stone) * pool
    ground = _focused(np.asarray(ground, np.float32), depth)
    cover = np.clip(depth * 40, 0, 1)[..., None]
    return np.asarray(np.clip(back * 0.85 + (ground - back * 0.85) * cover, 0, 1), np.float32)
