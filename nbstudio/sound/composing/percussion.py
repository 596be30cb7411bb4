"""Percussion: drums and effects made of sines and noise, as drum machines make them.

Every stroke is (2, samples) float32 with its loudest near 1; the same drum and velocity are the same samples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 48_000
METAL = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)  # Hz, the six oscillators of a machine's cymbals


def _time(seconds: float) -> Doubles:
    return np.arange(int(seconds * RATE)) / RATE


def noise(count: int, seed: int, channels: int = 2) -> Doubles:
    """Return white noise between -1 and 1; channels differ."""
    made: Doubles = np.random.Generator(np.random.PCG64(seed)).random((channels, count)) * 2 - 1
    return made


def _band(x: Doubles, low: float, high: float | None, order: int = 2) -> Doubles:
    if high is None:
        sos = signal.butter(order, low, "highpass", fs=RATE, output="sos")
    elif low <= 0:
        sos = signal.butter(order, high, "lowpass", fs=RATE, output="sos")
    else:
        sos = signal.butter(order, (low, high), "bandpass", fs=RATE, output="sos")
    out: Doubles = signal.sosfilt(sos, x, axis=-1)
    return out


def _both(x: Doubles) -> Doubles:
    return np.stack([x, x])


def kick(
    *,
    start: float = 180,
    end: float = 48,
    sweep: float = 0.035,
    length: float = 0.35,
    click: float = 0.3,
    drive: float = 0.6,
) -> Doubles:
    """Return a falling sine with a click, driven."""
    t = _time(length * 2.2)
    hz = end + (start - end) * np.exp(-t / sweep) + start * 2.2 * np.exp(-t / 0.004) * click
    body = np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.exp(-((t / length) ** 1.4) * 2.2)
    snap = _band(noise(len(t), 11, 1), 2500, None)[0] * np.exp(-t / 0.004) * click * 0.5
    return _both(np.tanh((body + snap) * (1 + 2 * drive)) / np.tanh(1 + 2 * drive))


def snare(
    *,
    tone: float = 190,
    body: float = 0.6,
    length: float = 0.16,
    low: float = 1400,
    high: float = 9500,
    gate: float = 0.0,
) -> Doubles:
    """Return two drum modes under wires of noise; `gate` seconds of a room that is cut off make it of its decade."""
    t = _time(max(length * 4, gate + 0.08))
    fall = np.exp(-t / 0.011)
    drum = np.sin(2 * np.pi * np.cumsum(tone * (1 + 0.6 * fall)) / RATE) * np.exp(-t / (length * 0.55))
    drum += 0.6 * np.sin(2 * np.pi * np.cumsum(tone * 1.78 * (1 + 0.3 * fall)) / RATE) * np.exp(-t / (length * 0.35))
    wires = _band(noise(len(t), 23), low, high) * np.exp(-t / length)
    snap = _band(noise(len(t), 29, 1), 3500, None)[0] * np.exp(-t / 0.006)
    out = _both(drum * body + snap * 0.5) + wires * 0.95
    if gate:
        room = _band(noise(len(t), 31), 350, 7000) * np.where(
            t < gate, np.exp(-t / (gate * 1.4)), np.exp(-(t - gate) / 0.012) * 0.49
        )
        out = out + room * 0.55
    return np.tanh(out * 1.3)


def clap(*, length: float = 0.13, low: float = 900, high: float = 5200) -> Doubles:
    """Return several hands, not quite together."""
    t = _time(length * 5)
    hands = sum(np.where(t >= at, np.exp(-np.maximum(t - at, 0) / 0.007), 0) for at in (0.0, 0.011, 0.021))
    tail = np.where(t >= 0.03, np.exp(-np.maximum(t - 0.03, 0) / length), 0)
    return np.tanh(_band(noise(len(t), 37), low, high) * (hands * 0.8 + tail) * 1.9)


def metal(
    *, length: float = 0.05, low: float = 7000, ring: float = 0.6, tune: float = 1.0, attack: float = 0.0
) -> Doubles:
    """Return a cymbal: six square waves out of tune, and noise, without their lows."""
    t = _time(min(4.0, max(0.12, length * 6)))
    squares = sum(np.sign(np.sin(2 * np.pi * hz * tune * 3.1 * t + i)) for i, hz in enumerate(METAL)) / len(METAL)
    hiss = noise(len(t), 41)
    decay = np.exp(-t / length) + 0.35 * np.exp(-t / (length * 0.25))
    if attack:
        decay *= 1 - np.exp(-t / attack)
    out: Doubles = _band(_both(np.asarray(squares)) * ring + hiss * (1.05 - ring), low, None, 3) * decay
    return out


def tom(*, hz: float = 120, length: float = 0.3, noise_share: float = 0.12, bend: float = 0.45) -> Doubles:
    """Return a drum with a pitch."""
    t = _time(length * 3.5)
    body = np.sin(2 * np.pi * np.cumsum(hz * (1 + bend * np.exp(-t / 0.03))) / RATE) * np.exp(-t / length)
    over = (
        0.3
        * np.sin(2 * np.pi * np.cumsum(hz * 1.59 * (1 + bend * np.exp(-t / 0.02))) / RATE)
        * np.exp(-t / (length * 0.4))
    )
    skin = _band(noise(len(t), 43), 300, 5000) * np.exp(-t / 0.02) * noise_share * 2
    return np.tanh(_both(body + over) * 1.4 + skin)


def shaker(*, length: float = 0.05, low: float = 4500) -> Doubles:
    """Return beads that swing against a wall."""
    t = _time(length * 4)
    out: Doubles = _band(noise(len(t), 47), low, 15000) * (1 - np.exp(-t / 0.012)) * np.exp(-t / length) * 2.2
    return out


def rim(*, hz: float = 1650, length: float = 0.018) -> Doubles:
    """Return a stick on the rim."""
    t = _time(0.12)
    wood = np.sin(2 * np.pi * hz * t) + 0.7 * np.sin(2 * np.pi * hz * 0.485 * t)
    return np.tanh(
        (_both(wood) * np.exp(-t / length) + _band(noise(len(t), 53), 2000, 9000) * np.exp(-t / 0.004)) * 1.2
    )


def timpani(*, hz: float = 73.4, length: float = 0.9) -> Doubles:
    """Return a kettledrum: its five preferred modes, and the stick."""
    t = _time(length * 3)
    modes = ((1.0, 1.0, 1.0), (1.5, 0.7, 0.8), (1.99, 0.5, 0.6), (2.44, 0.3, 0.45), (2.89, 0.2, 0.35))
    body = sum(
        gain * np.sin(2 * np.pi * hz * ratio * t) * np.exp(-t / (length * decay)) for ratio, gain, decay in modes
    )
    stick = _band(noise(len(t), 59), 150, 1800) * np.exp(-t / 0.018)
    return np.tanh(_both(np.asarray(body)) * 0.6 + stick * 0.6)


def crash(*, length: float = 1.1, low: float = 3200) -> Doubles:
    """Return a crash cymbal."""
    t = _time(3.6)
    bright = metal(length=length, low=low, ring=0.35, tune=1.31)
    t = t[: bright.shape[1]]
    wash = _band(noise(len(t), 61), 2200, 12000) * np.exp(-t / (length * 0.8))
    out: Doubles = (bright[:, : len(t)] + wash * 0.5) * (1 - np.exp(-t / 0.002))
    return out


Maker = Callable[..., Doubles]
SHARED: Mapping[str, tuple[Maker, Mapping[str, Any]]] = {
    "kick": (kick, {}),
    "snare": (snare, {}),
    "clap": (clap, {}),
    "rim": (rim, {}),
    "hat": (metal, {"length": 0.035}),
    "hat-open": (metal, {"length": 0.22, "low": 6500}),
    "hat-pedal": (metal, {"length": 0.03, "low": 6000}),
    "ride": (metal, {"length": 0.45, "low": 5200, "ring": 0.75, "tune": 1.17}),
    "crash": (crash, {}),
    "shaker": (shaker, {}),
    "tambourine": (metal, {"length": 0.09, "low": 6000, "tune": 1.6}),
    "perc": (tom, {"hz": 420, "length": 0.06, "noise_share": 0.02, "bend": 0.2}),
    "tom-high": (tom, {"hz": 190, "length": 0.2}),
    "tom-mid": (tom, {"hz": 140, "length": 0.26}),
    "tom-low": (tom, {"hz": 95, "length": 0.34}),
    "conga-high": (tom, {"hz": 330, "length": 0.12, "noise_share": 0.2, "bend": 0.12}),
    "conga-low": (tom, {"hz": 205, "length": 0.18, "noise_share": 0.2, "bend": 0.12}),
    "taiko": (tom, {"hz": 72, "length": 0.5, "noise_share": 0.35, "bend": 0.6}),
    "taiko-low": (tom, {"hz": 50, "length": 0.7, "noise_share": 0.25, "bend": 0.7}),
    "timpani": (timpani, {}),
    "cymbal-swell": (crash, {"length": 0.9}),
}
KITS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "pop": {
        "kick": {"start": 170, "end": 52, "length": 0.24, "click": 0.45},
        "snare": {"tone": 205, "length": 0.14, "body": 0.7},
        "clap": {"length": 0.11},
    },
    "eighties": {
        "kick": {"start": 200, "end": 55, "length": 0.22, "click": 0.5, "drive": 0.8},
        "snare": {"tone": 180, "length": 0.2, "body": 0.75, "gate": 0.24},
        "tom-high": {"hz": 230, "length": 0.3, "bend": 0.9},
        "tom-mid": {"hz": 165, "length": 0.36, "bend": 0.9},
        "tom-low": {"hz": 110, "length": 0.42, "bend": 0.9},
    },
    "house": {
        "kick": {"start": 210, "end": 49, "sweep": 0.03, "length": 0.3, "click": 0.35, "drive": 0.9},
        "clap": {"length": 0.15, "low": 1000, "high": 6500},
        "hat-open": {"length": 0.16},
    },
    "trap": {
        "kick": {"start": 260, "end": 46, "sweep": 0.022, "length": 0.22, "click": 0.5, "drive": 1.0},
        "snare": {"tone": 230, "length": 0.12, "body": 0.5, "high": 12000},
        "hat": {"length": 0.022, "low": 8500},
        "clap": {"length": 0.16, "low": 1100, "high": 7500},
    },
    "dusty": {
        "kick": {"start": 130, "end": 55, "length": 0.2, "click": 0.15, "drive": 0.4},
        "snare": {"tone": 175, "length": 0.12, "body": 0.8, "low": 900, "high": 6000},
        "hat": {"length": 0.028, "low": 5500, "ring": 0.4},
        "hat-open": {"length": 0.14, "low": 5000, "ring": 0.4},
    },
    "latin": {
        "kick": {"start": 190, "end": 52, "length": 0.24, "click": 0.4, "drive": 0.8},
        "snare": {"tone": 270, "length": 0.08, "body": 0.6, "high": 11000},
        "hat": {"length": 0.025},
    },
    "hands": {
        "kick": {"start": 95, "end": 62, "length": 0.16, "click": 0.1, "drive": 0.2},
        "shaker": {"length": 0.06},
        "clap": {"length": 0.07, "low": 1100, "high": 4200},
    },
    "orchestra": {
        "kick": {"start": 80, "end": 38, "length": 0.6, "click": 0.05, "drive": 0.2},
        "snare": {"tone": 200, "length": 0.11, "body": 0.35},
        "crash": {"length": 1.6, "low": 2600},
    },
}
TRIM = {  # dB of each drum beside the kick
    "snare": -2.0, "clap": -4.5, "rim": -7.0, "hat": -13.0, "hat-open": -13.0, "hat-pedal": -15.0, "ride": -15.0,
    "crash": -9.0, "shaker": -15.0, "tambourine": -13.0, "perc": -11.0, "conga-high": -7.0, "conga-low": -7.0,
    "tom-high": -4.0, "tom-mid": -3.5, "tom-low": -3.0, "cymbal-swell": -10.0,
}  # fmt: skip
PLACES = {  # where in the picture a drum stands, -1 to 1
    "hat": 0.22, "hat-open": 0.22, "hat-pedal": 0.22, "ride": -0.32, "crash": -0.28, "shaker": -0.38, "tom-high": 0.3,
    "tom-mid": 0.0, "tom-low": -0.3, "conga-high": 0.34, "conga-low": -0.2, "tambourine": 0.3, "perc": -0.4,
    "taiko": -0.15, "taiko-low": 0.2,
}  # fmt: skip


@lru_cache(maxsize=256)
def stroke(kit: str, drum: str, tune: float = 1.0) -> Floats:
    """Return a stroke of a kit's drum, its peak at 1 before its trim; `tune` moves the pitch of kettledrums."""
    maker, usual = SHARED[drum]
    told = {**usual, **KITS.get(kit, {}).get(drum, {})}
    if drum == "timpani":
        told["hz"] = 73.4 * tune
    made = maker(**told)
    if drum == "cymbal-swell":
        made = made[:, : int(1.0 * RATE)][:, ::-1] * np.linspace(0, 1, int(1.0 * RATE)) ** 2
    if kit == "dusty":
        made = np.tanh(_band(made, 0, 9000) * 1.3)
    made = made / max(1e-9, float(np.abs(made).max()))
    side = PLACES.get(drum, 0.0)
    gain = 10 ** (TRIM.get(drum, 0.0) / 20)
    out = made * np.array([[np.sqrt(1 - side)], [np.sqrt(1 + side)]]) * gain
    fade = min(out.shape[1], 480)
    out[:, -fade:] *= np.linspace(1, 0, fade)
    return np.asarray(out, np.float32)


def effect(name: str, seconds: float) -> Floats:
    """Return a riser, a swell, an impact or a fall of that length (an impact rings as long as it does)."""
    t = _time(seconds if name in {"riser", "swell"} else 4.0)
    share = t / t[-1]
    if name == "riser":
        made = _swept(noise(len(t), 67), 300 * 2 ** (share * 5)) * share**1.6
        tone = np.sin(2 * np.pi * np.cumsum(110 * 2 ** (share * 2)) / RATE) * share**2 * 0.12
        made = made + _both(tone)
    elif name == "swell":
        made = _band(noise(len(t), 71), 2500, None) * share**3 * 0.7
    elif name == "impact":
        boom = np.sin(2 * np.pi * np.cumsum(38 + 60 * np.exp(-t / 0.08)) / RATE) * np.exp(-t / 0.7)
        made = _both(boom) + _band(noise(len(t), 73), 500, 9000) * np.exp(-t / 0.8) * 0.3
    else:
        made = _swept(noise(len(t), 79), 9000 * 2 ** (-share * 5)) * np.exp(-t / 1.3)
    made = made / max(1e-9, float(np.abs(made).max()))
    edge = 240
    made[:, -edge:] *= np.linspace(1, 0, edge)
    return np.asarray(made, np.float32)


def _swept(x: Doubles, cutoff: Doubles) -> Doubles:
    """Return noise through a band-pass that moves: blocks of it, overlapping, each filtered on its own."""
    block, hop = 4096, 2048
    window = np.hanning(block)
    out = np.zeros((2, x.shape[1] + block))
    padded = np.pad(x, ((0, 0), (0, block)))
    for start in range(0, x.shape[1], hop):
        centre = float(np.clip(cutoff[min(start + hop, len(cutoff) - 1)], 80, 14000))
        piece = padded[:, start : start + block] * window
        spectrum = np.fft.rfft(piece, axis=1)
        hz = np.fft.rfftfreq(block, 1 / RATE)
        gain = np.exp(-(np.log2(np.maximum(hz, 1) / centre) ** 2) / 0.9)
        out[:, start : start + block] += np.fft.irfft(spectrum * gain, block, axis=1)
    return out[:, : x.shape[1]]
