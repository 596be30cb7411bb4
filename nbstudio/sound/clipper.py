"""Clipper: peaks rounded off, where a limiter alone would have to flatten a whole mix for them.

The problem: pops, smacks and hard pulses stand twenty and more dB above the voice that they belong to. A gain
that ducks under each of them, however fast, lowers the voice with it, so that no gain makes it as loud as is
asked. Rounded off sample by sample, as tape and valves do it, they lose their height and keep their place; what
is lower than the knee is left as it is, bit by bit. It is done only where a limiter would be strained, and
from as high a knee as will do.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound import limiter
from nbstudio.sound.loudness import Profile, decibels

Floats = NDArray[np.float32]

STRAINED = 6.0  # dB that a limiter may take of the loudness of a mix
STEP = 3.0  # dB by which the knee is lowered
ROOM = 6.0  # dB above the knee that nothing passes
LOWEST = 48.0  # dB below the highest peak


def knee_for(heard: Callable[[float], Profile], plain: Profile, target: float, ceiling: float) -> tuple[float, Profile]:
    """Return the knee (an amplitude, inf for none) from which a mix is rounded off to be `target` LUFS loud.

    `heard` measures the mix as it is with a knee, `plain` is what it is without; the one that counts is returned.
    """
    if strain(plain, target, ceiling) <= STRAINED:
        return math.inf, plain
    top = decibels(float(plain.peak.max()))
    best = (math.inf, math.inf, plain)
    under = ROOM
    while under <= LOWEST:
        knee = 10 ** ((top - under) / 20)
        profile = heard(knee)
        strained = strain(profile, target, ceiling)
        if strained <= best[0]:
            best = (strained, knee, profile)
        if strained <= STRAINED:
            break
        under += STEP
    return best[1], best[2]


def strain(profile: Profile, target: float, ceiling: float) -> float:
    """Return how many dB of loudness a limiter would take on the way to `target`, inf where it is not reached."""
    gain = limiter.gain_for(profile, target, ceiling)
    reached = limiter.loudness(profile, limiter.curve(profile, gain, ceiling))
    if math.isinf(reached):
        return 0.0
    return gain - (target - profile.loudness) if abs(reached - target) < limiter.NEAR else math.inf


def rounded(block: Floats, knee: float) -> Floats:
    """Return a block whose samples are rounded off above the knee; nothing changes for an endless one."""
    height = np.abs(block)
    if not height.max(initial=0.0) > knee:
        return block
    room = knee * (10 ** (ROOM / 20) - 1)
    over = np.maximum(height - knee, 0) / room
    found: Floats = np.where(over > 0, np.copysign(knee + room * np.tanh(over), block), block).astype(np.float32)
    return found
