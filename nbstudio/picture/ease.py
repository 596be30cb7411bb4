"""Easing: how far something has come by a share of its time, both from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Curve = Callable[[float], float]


def smooth(t: float) -> float:
    """Return `t` (0 to 1) with a soft start and a soft end (the cubic Hermite curve)."""
    return t * t * (3 - 2 * t)


def part(t: float, begin: float, end: float) -> float:
    """Return how much of the time from `begin` to `end` has passed at `t`, softly, 0 before and 1 after."""
    return smooth(min(1.0, max(0.0, (t - begin) / (end - begin))))


def hill(t: float) -> float:
    """Return 0 at both ends and 1 in the middle, level at all three."""
    return smooth(1 - abs(2 * t - 1))


CURVES: Mapping[str, Curve] = {
    "linear": lambda t: t,
    "in-out": smooth,
    "in": lambda t: t * t * t,
    "out": lambda t: 1 - (1 - t) ** 3,
    "swift": lambda t: t * t * t * (t * (6 * t - 15) + 10),
}
"""`swift` is the quintic curve: it leaves and arrives without any acceleration."""


def speed(curve: Curve, t: float) -> float:
    """Return how fast a curve goes at `t`: 1 is the pace of `linear`."""
    step = 1e-3
    return (curve(min(1.0, t + step)) - curve(max(0.0, t - step))) / (min(1.0, t + step) - max(0.0, t - step))
