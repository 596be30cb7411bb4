"""Tone map: pictures of a high dynamic range and a wide gamut (PQ, HLG, BT.2020) as a BT.709 screen shows them.

The problem: read as if they were BT.709, pictures in PQ or HLG are grey and pale. So their signal is made light
(SMPTE ST 2084; ITU-R BT.2100-2, tables 4 and 5), light is brought under a screen's white by the roll-off of
ITU-R BT.2390-11, section 5.4.1 (below its knee nothing changes; highlights keep their shape), and the primaries are
turned (from the chromaticities of BT.2020 and BT.709). What lies outside of the gamut pales by half of what it would
have to, the rest is clipped, and the light is made a signal of BT.1886. All of it is one table of colours, made once
and looked up in every pixel.

White of a screen is 203 nits, HDR's own reference white (BT.2408-7); a master is taken to reach 1000 nits, for which
phones and most masters are made, whatever its metadata say: players differ in whether they believe them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.lut import Lut

Wide = NDArray[np.float64]

PQ, HLG = 16, 18
"""Transfers by FFmpeg's numbers (ITU-T H.273, table 3)."""
BT2020 = 9
"""Primaries, and the matrix, by the same (tables 2 and 4)."""
NAMES = {PQ: "PQ", HLG: "HLG"}
WHITE, PEAK = 203.0, 1000.0
"""Nits of a screen's white, and of what masters reach."""
POINTS = 65
"""To a side of the table: against the formulas it is off by 0.4 of 255 at most on greys, by 3 on 96 of 100 colours
of BT.2020; the others are outside of BT.709 and nearly without one of its lights."""
GAMMA = 2.4
"""Of a screen (ITU-R BT.1886)."""
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
LUMA_709 = np.array([0.2126, 0.7152, 0.0722])
M1, M2 = 2610 / 16384, 2523 / 4096 * 128
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
"""Of ST 2084."""
A, B, C = 0.17883277, 0.28466892, 0.55991073
"""Of HLG."""


def light_of(frame: Any) -> str | None:
    """Return what has to be mapped of one of FFmpeg's frames, in words, or nothing: `PQ`, `HLG` or `BT.2020`."""
    if int(frame.color_trc) in NAMES:
        return NAMES[int(frame.color_trc)]
    return "BT.2020" if int(frame.color_primaries) == BT2020 else None


@cache
def table(light: str) -> Lut:
    """Return the table that maps signals of `light` in BT.2020 to those of BT.709."""
    steps = np.linspace(0, 1, POINTS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    mapped = shown(np.stack([red, green, blue], axis=-1), light)
    return Lut(np.asarray(mapped, np.float32))


def shown(signal: Wide, light: str) -> Wide:
    """Return signals (red, green, blue; 0 to 1; BT.2020) as BT.709 has them; `light` is as `light_of` tells."""
    if light == "BT.2020":
        linear = np.clip(signal, 0, 1) ** GAMMA
    else:
        nits = pq_light(signal) if light == "PQ" else hlg_light(signal)
        most = nits.max(axis=-1, keepdims=True)
        linear = nits * (rolled(most) / np.maximum(most, 1e-6)) / WHITE
    inside = _within(linear @ _turned().T)
    return np.asarray(np.clip(inside, 0, 1) ** (1 / GAMMA))


def pq_light(signal: Wide) -> Wide:
    """Return the nits of PQ signals."""
    power = np.clip(signal, 0, 1) ** (1 / M2)
    return np.asarray(10000 * (np.maximum(power - C1, 0) / (C2 - C3 * power)) ** (1 / M1))


def pq_signal(nits: Wide) -> Wide:
    """Return the PQ signals of nits."""
    power = (np.maximum(nits, 0) / 10000) ** M1
    return np.asarray(((C1 + C2 * power) / (1 + C3 * power)) ** M2)


def hlg_light(signal: Wide) -> Wide:
    """Return the nits of HLG signals on a screen of 1000 nits, whose system gamma is 1.2."""
    told = np.clip(signal, 0, 1)
    scene = np.where(told <= 0.5, told**2 / 3, (np.exp((told - C) / A) + B) / 12)
    luma = (scene @ LUMA_2020)[..., None]
    return np.asarray(PEAK * np.maximum(luma, 1e-9) ** 0.2 * scene)


def rolled(nits: Wide) -> Wide:
    """Return nits up to PEAK brought under WHITE: as they are below the knee, then along a Hermite spline."""
    top = float(pq_signal(np.array(PEAK)))
    told, goal = np.clip(pq_signal(nits) / top, 0, 1), float(pq_signal(np.array(WHITE))) / top
    knee = 1.5 * goal - 0.5
    t = np.clip((told - knee) / (1 - knee), 0, 1)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * goal
    return pq_light(np.where(told < knee, told, spline) * top)


@cache
def _turned() -> Wide:
    """Return the matrix from light in BT.2020's primaries to light in BT.709's, both with D65 for white."""
    wide = _xyz((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
    narrow = _xyz((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
    return np.asarray(np.linalg.solve(narrow, wide))


def _xyz(*primaries: tuple[float, float]) -> Wide:
    """Return the matrix from light in primaries (x, y) to CIE XYZ."""
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]).T
    x, y = 0.3127, 0.3290
    white = np.array([x / y, 1.0, (1 - x - y) / y])
    return np.asarray(columns * np.linalg.solve(columns, white))


def _within(linear: Wide) -> Wide:
    """Return light nearer to the gamut: what lies outside goes half of the way towards the grey of its luminance."""
    grey = np.clip((linear @ LUMA_709)[..., None], 0, 1)
    away = linear - grey
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(away > 0, (1 - grey) / away, np.where(away < 0, -grey / away, np.inf))
    share = np.clip(room.min(axis=-1, keepdims=True), 0, 1)
    return np.asarray(grey + (1 + share) / 2 * away)
