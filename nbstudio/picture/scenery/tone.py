"""Tone: the colours that a time of day, a weather and a mood give to everything in a picture.

Colours are written as people pick them (display hex) and held as light: display value squared, BGR. Each time of
day has several palettes; the seed chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


@dataclass(frozen=True, slots=True)
class Tone:
    """Light by which a place is painted; every colour (3,) BGR light.

    `zenith`, `middle`, `horizon`: the sky from top to bottom; `sun`: the key light, at its strength; `shade`: what
    lights the shadows; `cover`: how much of the sky is cloud, 0 to 1; `haze`: how thick the air is, 0 to 1;
    `height`: of the sun above the horizon, 0 to 1; `dark`: it is night and lamps are lit.
    """

    zenith: Float
    middle: Float
    horizon: Float
    sun: Float
    shade: Float
    cover: float
    haze: float
    height: float
    dark: bool
    exposure: float = 1.0


def light(colour: str, strength: float = 1.0) -> Float:
    """Return the light of a display colour "rrggbb", (3,) BGR."""
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (4, 2, 0)], np.float32)
    return np.asarray(value * value * np.float32(strength), np.float32)


def mix(a: Float, b: Float, share: float) -> Float:
    """Return a colour `share` of the way from `a` to `b`."""
    return np.asarray(a + (b - a) * np.float32(share), np.float32)


# zenith, middle, horizon, sun, its strength, shade
PALETTES: dict[str, tuple[tuple[str, str, str, str, float, str], ...]] = {
    "dawn": (
        ("3a5a8c", "b59ab0", "ffc79a", "ffb46e", 5.0, "6a7aa6"),
        ("2b4a78", "6f9ab8", "ffd9a6", "ffc070", 5.0, "55759c"),
        ("5a4f86", "d58f9f", "ffbf8f", "ff9c68", 4.5, "7d6c9a"),
        ("6f93ab", "c9cfc6", "ffe4b8", "ffd08a", 5.0, "8499ad"),
        ("1f2f55", "6b5f8d", "ff9f74", "ff8a50", 4.5, "4a5480"),
    ),
    "day": (
        ("2f6aa8", "7aaed6", "d8e8ee", "fff0d6", 4.2, "7fa2c4"),
        ("3c7f9f", "8fc0cb", "e6ebdf", "fff1d0", 4.2, "86a9b8"),
        ("4a78b5", "9dbfe0", "efe8dc", "ffeccb", 4.2, "8ea7c9"),
        ("28567f", "6fa0bd", "f0dfc2", "ffe6b4", 4.4, "7393ae"),
    ),
    "dusk": (
        ("22305c", "8c5a85", "ff8f5a", "ff7a3c", 4.6, "4d4a7c"),
        ("1c2550", "5d4a86", "f2709a", "ff8d68", 4.2, "3f4078"),
        ("27415f", "7f7f96", "ffb168", "ff9a44", 4.8, "4b6080"),
        ("30234f", "a04c6f", "ffa05c", "ff6d3a", 4.6, "584070"),
        ("183049", "3f7285", "f3c08c", "ffab62", 4.4, "3a5f78"),
    ),
    "night": (
        ("060b1a", "0f1d3a", "27406a", "a9c4ee", 0.55, "182a4c"),
        ("07101c", "10283a", "2b5563", "a8d4e0", 0.52, "163440"),
        ("0c0a20", "1e1a44", "4a3a72", "c0b6f0", 0.52, "262250"),
        ("05080f", "101a26", "2a3c4c", "c4d2dc", 0.55, "1a2630"),
    ),
}

# cover, haze, how grey (0 to 1), exposure, sun's strength
WEATHERS: dict[str, tuple[float, float, float, float, float]] = {
    "clear": (0.38, 0.22, 0.0, 1.0, 1.0),
    "rain": (0.86, 0.5, 0.55, 0.86, 0.22),
    "snow": (0.8, 0.55, 0.5, 1.0, 0.3),
    "fog": (0.45, 0.95, 0.4, 0.95, 0.45),
    "storm": (0.95, 0.42, 0.55, 0.74, 0.3),
}

# saturation, exposure, shadows' tint, highlights' tint, strength of both, contrast
MOODS: dict[str, tuple[float, float, str, str, float, float]] = {
    "calm": (0.92, 1.0, "6c8296", "fff2e2", 0.35, 0.96),
    "tender": (0.94, 1.08, "96808c", "ffe4d6", 0.5, 0.92),
    "joyful": (1.1, 1.14, "8a8294", "fff0cc", 0.4, 1.02),
    "tense": (0.8, 0.86, "52706e", "f2ecd8", 0.6, 1.16),
    "dark": (0.82, 0.72, "46587a", "efe6da", 0.55, 1.18),
    "dreamy": (0.98, 1.1, "8a78a8", "ffe2ea", 0.6, 0.86),
    "energetic": (1.16, 1.04, "4a6c8c", "ffe6c4", 0.5, 1.14),
}


def tone(rng: np.random.Generator, time: str, weather: str, mood: str) -> Tone:
    """Return the light of a time, a weather and a mood; a word that is not known counts as the plainest."""
    palette = PALETTES.get(time, PALETTES["day"])
    zenith, middle, horizon, sun, strength, shade = palette[int(rng.integers(len(palette)))]
    cover, haze, grey, exposure, power = WEATHERS.get(weather, WEATHERS["clear"])
    dark = time == "night"
    height = {"dawn": 0.1, "day": 0.75, "dusk": 0.07, "night": 0.6}.get(time, 0.75) + float(rng.uniform(-0.04, 0.08))
    made = Tone(
        light(zenith),
        light(middle),
        light(horizon),
        light(sun, strength * power),
        light(shade),
        float(np.clip(cover + rng.uniform(-0.2, 0.2) * (1 - abs(2 * cover - 1)), 0, 1)),
        float(np.clip(haze + rng.uniform(-0.08, 0.1), 0.05, 1)),
        height,
        dark,
        exposure * MOODS.get(mood, MOODS["calm"])[1] * (1.45 if dark else 1.0),
    )
    return _greyed(made, grey, weather) if grey else made


def _greyed(tone: Tone, grey: float, weather: str) -> Tone:
    """Return the tone under a closed sky: less colour, the horizon no brighter than the clouds let through."""

    def dull(colour: Float) -> Float:
        luma = float(colour @ LUMA)
        cool = np.array([1.14, 1.0, 0.9], np.float32) if weather in ("rain", "storm") else np.ones(3, np.float32)
        return np.asarray(mix(colour, cool * np.float32(luma), grey), np.float32)

    return replace(
        tone,
        zenith=mix(dull(tone.zenith), dull(tone.middle), 0.5 if weather != "storm" else 0.15),
        middle=dull(tone.middle),
        horizon=mix(dull(tone.horizon), tone.horizon, 0.25),
        sun=mix(tone.sun, np.float32(float(tone.sun @ LUMA)) * np.ones(3, np.float32), 0.5 * grey),
        shade=dull(tone.shade),
    )
