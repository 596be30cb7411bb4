"""Voices: our own synthesisers, for what a SoundFont can't do well: analogue basses, pads, leads, FM.

A subtractive voice is read from wavetables that were filtered beforehand: one table for each step of the
filter's way, none with a partial above hearing, so that nothing aliases and a sweep is a walk through tables.
Several detuned readers spread over the stereo field make it wide. Sounds are (2, samples) float32, the loudest
near 1 for a velocity of 127, and the same for the same note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE = 48_000
TABLE = 4096
STEPS = 10  # tables along the filter's way
HIGHEST = 18_000.0  # Hz of the highest partial
DRAWBARS = {1: 1.0, 2: 0.85, 3: 0.7, 4: 0.55, 6: 0.3, 8: 0.28}


def frequency(pitch: float) -> float:
    """Return the frequency in Hz of a MIDI pitch, at A4 = 440."""
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))


def sound(voice: Mapping[str, Any], pitch: int, seconds: float, velocity: int) -> Floats:
    """Return one note of a voice, with its release after `seconds`."""
    makers = {"subtractive": _subtractive, "fm": _fm, "sub": _sub}
    made = makers[str(voice["synth"])](voice, pitch, seconds, velocity)
    loud = (velocity / 127.0) ** 1.5
    return np.ascontiguousarray(made * np.float32(loud), np.float32)


def envelope(shape: Mapping[str, float], seconds: float, count: int) -> Floats:
    """Return attack, decay, sustain and release as `count` samples, released after `seconds`."""
    t = np.arange(count) / RATE
    attack, decay = max(shape["attack"], 1e-3), max(shape["decay"], 1e-3)
    sustain, release = shape["sustain"], max(shape["release"], 5e-3)
    level = np.minimum(t / attack, 1.0) * (sustain + (1 - sustain) * np.exp(-np.maximum(t - attack, 0) / (decay / 2.5)))
    level *= np.exp(-np.maximum(t - seconds, 0) / (release / 3.5))
    end = min(count, 256)
    level[-end:] *= np.linspace(1.0, 0.0, end)
    return level.astype(np.float32)


def _length(voice: Mapping[str, Any], seconds: float) -> int:
    return int((seconds + voice["envelope"]["release"] + 0.02) * RATE)


def _tables(voice: Mapping[str, Any], hz: float, velocity: int) -> Floats:
    """Return STEPS cycles of the wave, filtered from the lowest cutoff of its sweep to the highest."""
    count = max(1, int(HIGHEST / hz))
    h = np.arange(1, min(count, TABLE // 2 - 1) + 1)
    wave = str(voice["wave"])
    if wave == "saw":
        partials = 1.0 / h
    elif wave == "square":
        partials = np.where(h % 2, 1.0 / h, 0.0)
    elif wave == "pulse":
        partials = np.sin(np.pi * h * 0.28) / h
    elif wave == "triangle":
        partials = np.where(h % 2, 1.0 / h**2, 0.0) * np.where(h % 4 == 3, -1.0, 1.0)
    else:
        partials = np.array([DRAWBARS.get(int(n), 0.0) for n in h])
    sweep = voice.get("sweep") or {}
    octaves = float(sweep.get("amount", 0.0))
    low = float(voice["cutoff"]) * (hz / 220.0) ** 0.4 * 2.0 ** ((velocity - 96) / 50)
    tables = []
    for step in range(STEPS):
        cutoff = low * 2.0 ** (octaves * step / (STEPS - 1))
        ratio = h * hz / cutoff
        gain = 1.0 / np.sqrt(1.0 + ratio**6)
        gain = gain * (1.0 + 4.0 * float(voice.get("resonance", 0.0)) * np.exp(-(np.log2(ratio) ** 2) / 0.08))
        spectrum = np.zeros(TABLE // 2 + 1, complex)
        spectrum[h] = -1j * partials * gain
        tables.append(np.fft.irfft(spectrum, TABLE) * TABLE * 0.25)
    return np.asarray(tables, np.float32)


def _walk(voice: Mapping[str, Any], count: int) -> tuple[NDArray[np.int32], Floats]:
    """Return the lower table and the share of the upper one for every sample."""
    sweep = voice.get("sweep") or {}
    t = np.arange(count) / RATE
    rise = np.minimum(t / max(float(sweep.get("attack", 1e-3)), 1e-3), 1.0)
    fall = np.exp(-np.maximum(t - float(sweep.get("attack", 0.0)), 0) / max(float(sweep.get("decay", 0.3)), 1e-2))
    way = np.clip(rise * fall, 0, 1) * (STEPS - 1) * 0.999
    lower = way.astype(np.int32)
    return lower, (way - lower).astype(np.float32)


def _subtractive(voice: Mapping[str, Any], pitch: int, seconds: float, velocity: int) -> Floats:
    hz = frequency(pitch)
    count = _length(voice, seconds)
    tables = _tables(voice, hz, velocity).ravel()
    lower, share = _walk(voice, count)
    base = lower * TABLE
    unison = int(voice.get("unison", 1))
    detune, spread = float(voice.get("detune", 0.0)), float(voice.get("spread", 0.0))
    bend = _vibrato(voice, count)
    out = np.zeros((2, count), np.float32)
    for i in range(unison):
        place = 0.0 if unison == 1 else 2.0 * i / (unison - 1) - 1.0
        step = hz * 2.0 ** (detune * place / 1200) / RATE
        start = (pitch * 0.377 + i * 0.618) % 1.0 if unison > 1 else 0.0
        phase = start + (step * np.arange(count) if bend is None else np.cumsum(step * bend))
        at = ((phase % 1.0) * TABLE).astype(np.int32)
        wave = tables[base + at]
        wave += (tables[base + TABLE + at] - wave) * share if voice.get("sweep") else 0.0
        side = place * spread * (1 if i % 2 else -1)
        out[0] += wave * np.float32(np.sqrt((1 - side) / 2))
        out[1] += wave * np.float32(np.sqrt((1 + side) / 2))
    out *= np.float32(0.55 / np.sqrt(unison))
    if voice.get("sub"):
        sub = np.sin(2 * np.pi * hz * np.arange(count) / RATE) * float(voice["sub"])
        out += sub.astype(np.float32)
    if voice.get("air"):
        noise = np.random.Generator(np.random.PCG64(pitch)).random((2, count), dtype=np.float32) - np.float32(0.5)
        out += np.diff(noise, axis=1, prepend=0).astype(np.float32) * np.float32(voice["air"])
    return _finished(out, voice, seconds, count)


def _vibrato(voice: Mapping[str, Any], count: int) -> NDArray[np.float64] | None:
    """Return the factor on the frequency for every sample; vibrato sets in after its delay."""
    told = voice.get("vibrato")
    if not told:
        return None
    t = np.arange(count) / RATE
    depth = np.clip((t - told["delay"]) / 0.3, 0, 1) * told["cents"]
    bend: NDArray[np.float64] = 2.0 ** (depth * np.sin(2 * np.pi * told["rate"] * t) / 1200)
    return bend


def _fm(voice: Mapping[str, Any], pitch: int, seconds: float, velocity: int) -> Floats:
    """Return a tone whose phase another tone moves; brighter when struck harder, and mellowing as it rings."""
    hz = frequency(pitch)
    count = _length(voice, seconds)
    t = np.arange(count) / RATE
    hard = (velocity / 100.0) ** 1.2 * min(1.0, (400.0 / hz) ** 0.35)
    fade = np.exp(-t / (float(voice["envelope"]["decay"]) / 3.0))
    angle = 2 * np.pi * hz * t
    moved = hard * float(voice["index"]) * fade * np.sin(angle * float(voice["ratio"]))
    bite = voice.get("bite")
    if bite and hz * bite["ratio"] < HIGHEST:
        moved += hard * bite["index"] * np.exp(-t / bite["decay"]) * np.sin(angle * bite["ratio"])
    left = np.sin(angle * 0.9994 + moved)
    right = np.sin(angle * 1.0006 + moved)
    out = np.stack([left, right]).astype(np.float32) * np.float32(0.6)
    return _finished(out, voice, seconds, count)


def _sub(voice: Mapping[str, Any], pitch: int, seconds: float, velocity: int) -> Floats:
    """Return a sine that falls onto its pitch, and growls a little so that small speakers tell it."""
    count = _length(voice, seconds)
    t = np.arange(count) / RATE
    drop = voice["drop"]
    hz = frequency(pitch) * 2.0 ** (drop["semitones"] * np.exp(-t / drop["decay"]) / 12)
    wave = np.sin(2 * np.pi * np.cumsum(hz) / RATE)
    warm = float(voice.get("drive", 0.0))
    hard = 1 + 3 * warm * velocity / 100
    grown = np.tanh(wave * hard) * 0.75 + 0.12 * warm * np.sin(4 * np.pi * np.cumsum(hz) / RATE)
    out = np.stack([grown, grown]).astype(np.float32)
    return out * envelope(voice["envelope"], seconds, count)


def _finished(out: Floats, voice: Mapping[str, Any], seconds: float, count: int) -> Floats:
    drive = float(voice.get("drive", 0.0))
    if drive:
        out = np.tanh(out * np.float32(1 + 3 * drive)) / np.float32(1 + drive)
    out = out * envelope(voice["envelope"], seconds, count)
    told = voice.get("tremolo")
    if told:
        t = np.arange(count) / RATE
        sway = (0.5 * told["depth"] * np.sin(2 * np.pi * told["rate"] * t)).astype(np.float32)
        out = out * np.stack([1 + sway, 1 - sway])
    return np.asarray(out, np.float32)
