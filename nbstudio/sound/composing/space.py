"""Space: the room that all players share, and the echo between the speakers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 48_000
BANDS = ((0.0, 500.0, 1.0), (500.0, 3000.0, 0.85), (3000.0, 12000.0, 0.42))
"""Hz from and to, and how much of the room's time each part of the spectrum rings."""
PREDELAY = 0.018  # seconds
EARLY = ((0.011, 0.30), (0.017, -0.24), (0.023, 0.20), (0.031, -0.16), (0.041, 0.12))
FEEDBACK = 0.38
ECHOES = 6


def impulse(seconds: float) -> Floats:
    """Return how a room answers: dense noise that dies by 60 dB in `seconds`, its highs sooner; (2, samples)."""
    count = int((seconds * 1.1 + PREDELAY) * RATE)
    t = np.arange(count) / RATE
    made = np.random.Generator(np.random.PCG64(97)).random((2, count)) * 2 - 1
    out = np.zeros((2, count))
    for low, high, share in BANDS:
        kind, edge = ("lowpass", high) if low == 0 else ("bandpass", (low, high))
        sos = signal.butter(2, edge, kind, fs=RATE, output="sos")
        out += signal.sosfilt(sos, made, axis=1) * 10 ** (-3 * t / (seconds * share))
    out *= 1 - np.exp(-t / 0.012)
    shift = int(PREDELAY * RATE)
    out = np.concatenate([np.zeros((2, shift)), out], axis=1)[:, :count]
    out /= np.sqrt((out**2).sum(axis=1, keepdims=True))
    for at, gain in EARLY:
        out[0, int(at * RATE)] += gain
        out[1, int(at * 1.13 * RATE)] += gain
    return out.astype(np.float32)


def reverb(send: Floats, seconds: float) -> Floats:
    """Return the room's answer to what is sent into it, without rumble."""
    sos = signal.butter(2, 200, "highpass", fs=RATE, output="sos")
    dry = signal.sosfilt(sos, send, axis=1).astype(np.float32)
    wet = signal.oaconvolve(dry, impulse(seconds), axes=1)[:, : send.shape[1]]
    return np.asarray(wet, np.float32)


def echo(send: Floats, seconds: float) -> Floats:
    """Return a delay that goes from side to side, darker with each turn."""
    step = int(seconds * RATE)
    out = np.zeros_like(send)
    mono = send.mean(axis=0)
    sos = signal.butter(1, (250, 3800), "bandpass", fs=RATE, output="sos")
    for turn in range(1, ECHOES):
        mono = signal.sosfilt(sos, mono).astype(np.float32)
        at = step * turn
        if at >= send.shape[1]:
            break
        gain = np.float32(FEEDBACK ** (turn - 1))
        out[(turn + 1) % 2, at:] += mono[: send.shape[1] - at] * gain
        out[turn % 2, at:] += mono[: send.shape[1] - at] * gain * np.float32(0.25)
    return out
