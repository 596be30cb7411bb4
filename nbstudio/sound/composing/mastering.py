"""Mastering: the sum held together, balanced, and brought to a level, the same bits every time.

A slow compressor ties the players together; a linear-phase equaliser leads the long-term spectrum a little
way towards that of records; a soft ceiling and the mix's own limiter keep the peaks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from nbstudio.sound import limiter, loudness

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 48_000
BLOCK = 64  # samples that share one gain of the compressor
THRESHOLD, RATIO, KNEE = -19.0, 2.0, 8.0  # dB of the sum's RMS, which stands at -18 before
ATTACK, RELEASE = 0.03, 0.22
CENTRES = (32.0, 63.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0)
TARGET = (-9.0, -1.0, 0.0, -3.0, -5.5, -8.0, -11.0, -14.5, -19.0, -27.0)
"""dB in each octave of a record, beside the 125 Hz one."""
AMOUNT, MOST = 0.5, 5.0  # how far towards it, and dB at most in any octave
TAPS = 2047
LEVEL = -14.0  # LUFS
CEILING = -1.0  # dBTP
FADE_IN = 0.004


def master(mix: Floats, *, bright: float = 0.0, drive: float = 0.0, ring: float = 3.0) -> Floats:
    """Return a song's sum, (2, samples), mastered; `ring` is how many seconds its last chord has to die away."""
    out = _highpass(mix)
    out = out * np.float32(10 ** ((-18 - _rms(out)) / 20))
    out = _balanced(out, bright)
    out = out * _glue(out)
    warm = np.float32(1.0 + 1.5 * drive)
    out = (np.tanh(out * warm * np.float32(1.15)) / (warm * np.float32(1.15))).astype(np.float32)
    out = _faded(out, ring)
    return _limited(out)


def _highpass(mix: Floats) -> Floats:
    sos = signal.butter(2, 28, "highpass", fs=RATE, output="sos")
    return np.asarray(signal.sosfilt(sos, mix, axis=1), np.float32)


def _rms(mix: Floats) -> float:
    """Return the RMS in dB of what is loud enough to count."""
    blocks = mix[:, : mix.shape[1] // 4800 * 4800].reshape(2, -1, 4800).astype(np.float64)
    power = (blocks**2).mean(axis=(0, 2))
    loud = power[power > power.max(initial=1e-12) * 0.02]
    return float(10 * np.log10(max(1e-12, loud.mean() if len(loud) else 1e-12)))


def octaves(mix: Floats) -> Doubles:
    """Return the mean power in each octave of CENTRES, in dB beside the 125 Hz one."""
    hz, power = signal.welch(mix.mean(axis=0), RATE, nperseg=8192)
    found = [10 * np.log10(power[(hz >= c / 2**0.5) & (hz < c * 2**0.5)].sum() + 1e-15) for c in CENTRES]
    beside: Doubles = np.array(found) - found[2]
    return beside


def _balanced(mix: Floats, bright: float) -> Floats:
    """Return the mix led towards the target; nothing is raised that is hardly there, for it would be hiss."""
    heard = octaves(mix)
    wanted = np.array(TARGET) + np.interp(np.log2(CENTRES), np.log2([500.0, 8000.0]), [0.0, bright])
    heard = heard - (heard[2:8] - wanted[2:8]).mean()
    change = np.clip((wanted - heard) * AMOUNT, -MOST, MOST)
    change = np.where(wanted - heard > 16, np.minimum(change, 1.5), change)
    grid = np.linspace(0, RATE / 2, 513)
    curve = np.interp(np.log2(np.maximum(grid, 20.0)), np.log2(CENTRES), change)
    taps = signal.firwin2(TAPS, grid, 10 ** (curve / 20), fs=RATE)
    out = signal.oaconvolve(mix, taps[None, :].astype(np.float32), axes=1)[:, TAPS // 2 :][:, : mix.shape[1]]
    return np.asarray(out, np.float32)


def _glue(mix: Floats) -> Floats:
    """Return the compressor's gain for every sample."""
    count = -(-mix.shape[1] // BLOCK)
    padded = np.zeros((2, count * BLOCK), np.float32)
    padded[:, : mix.shape[1]] = mix
    level = 10 * np.log10((padded.reshape(2, count, BLOCK).astype(np.float64) ** 2).mean(axis=(0, 2)) + 1e-12)
    over = level - THRESHOLD
    asked = np.where(over > KNEE / 2, over, np.where(over > -KNEE / 2, (over + KNEE / 2) ** 2 / (2 * KNEE), 0.0))
    asked = asked * (1 - 1 / RATIO)
    rise, fall = 1 - np.exp(-BLOCK / RATE / ATTACK), 1 - np.exp(-BLOCK / RATE / RELEASE)
    held = np.empty(count)
    now = 0.0
    for i, want in enumerate(asked.tolist()):
        now += (want - now) * (rise if want > now else fall)
        held[i] = now
    at = (np.arange(count) + 0.5) * BLOCK
    gain = np.interp(np.arange(mix.shape[1]), at, -held)
    return (10 ** (gain / 20)).astype(np.float32)


def _faded(mix: Floats, ring: float) -> Floats:
    out = mix.copy()
    rise = int(FADE_IN * RATE)
    out[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    fall = min(out.shape[1], max(1, int(max(0.3, ring * 0.75) * RATE)))
    out[:, -fall:] *= (np.cos(np.linspace(0, np.pi / 2, fall)) ** 1.5).astype(np.float32)
    return out


def _limited(mix: Floats) -> Floats:
    """Return the mix at LEVEL, its true peaks under CEILING."""
    block = 10 * RATE
    profile = loudness.measure(_blocks(mix, block))
    gain = limiter.gain_for(profile, LEVEL, CEILING)
    factors = limiter.curve(profile, gain, CEILING)
    out = np.empty_like(mix)
    for start in range(0, mix.shape[1], block):
        out[:, start : start + block] = limiter.apply(mix[:, start : start + block].T, start, factors).T
    return out


def _blocks(mix: Floats, block: int) -> Iterator[Floats]:
    for start in range(0, mix.shape[1], block):
        yield np.ascontiguousarray(mix[:, start : start + block].T)
