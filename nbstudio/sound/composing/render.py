"""Render: a score as sound.

Every part is played on its own, by our voices or by the SoundFont, brought to its place in the mix by its
measured loudness (so that no instrument is too loud because a font recorded it so), put into the room, and
summed; then the sum is mastered. One thread, no clock, no chance: the same score and font give the same samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from nbstudio.sound import loudness
from nbstudio.sound.composing import font as fonts
from nbstudio.sound.composing import mastering, percussion, space, voices
from nbstudio.sound.composing.midi import DRUM_NOTES
from nbstudio.sound.composing.score import RATE, Note, Part, Score

Floats = NDArray[np.float32]

REFERENCE = -20.0  # LUFS of a part whose level is 0
EFFECTS = {"riser": -17.0, "swell": -19.0, "impact": -12.0, "fall": -18.0}  # dB of full scale at their loudest
HIGH_PASS = {"chords": 130.0, "pad": 150.0, "arp": 170.0, "lead": 200.0, "harmony": 200.0, "counter": 140.0}
TRIM = {"bass": -2.5}  # LU; the measure hears little below 100 Hz, and would let a bass be too much of it
CRACKLE = -47.0  # dB of a record's surface
PUMP = 0.55  # beats until a pumped part is back


def render(score: Score, font: bytes, progress: Callable[[float], None] = lambda _: None) -> Floats:
    """Return the song mastered, (samples, 2) float32 at 48 kHz, exactly as long as the score says."""
    mix = np.zeros((2, score.samples), np.float32)
    send = np.zeros_like(mix)
    late = np.zeros_like(mix)
    pump = _pump(score)
    for at, part in enumerate(score.parts):
        progress(0.85 * at / len(score.parts))
        stem = placed(part, stemmed(part, score, font), pump)
        mix += stem
        send += stem * np.float32(part.voice.get("send", 0.2))
        if part.voice.get("delay"):
            late += stem * np.float32(part.voice["delay"])
    told = score.mix
    if late.any():
        beat = 60.0 / score.bpm
        echoes = space.echo(late, 0.75 * beat if beat < 0.75 else 0.5 * beat)
        mix += echoes
        send += echoes * np.float32(0.3)
    progress(0.88)
    mix += space.reverb(send, float(told.get("room", 1.6))) * np.float32(0.75)
    mix = _wide(mix, float(told.get("width", 1.0)))
    if told.get("wow"):
        mix = _wow(mix, float(told["wow"]))
    if any(part.voice.get("vinyl") for part in score.parts):
        mix += _crackle(score.samples)
    progress(0.92)
    ring = score.seconds - score.time(score.bars * 4)
    out = mastering.master(mix, bright=float(told.get("bright", 0.0)), drive=float(told.get("drive", 0.0)), ring=ring)
    progress(1.0)
    return np.ascontiguousarray(out.T)


def stemmed(part: Part, score: Score, font: bytes) -> Floats:
    """Return a part as it is played, (2, samples), dry and as loud as it comes."""
    voice = part.voice
    if part.role == "effects":
        return _effects(part, score)
    if part.role == "drums" and voice.get("kit") != "sampled":
        return _machine(part, score)
    if "synth" in voice:
        return _synthesised(part, score)
    drums = part.role == "drums"
    notes = [
        (*_times(note, score), DRUM_NOTES[note.pitch] if isinstance(note.pitch, str) else note.pitch, note.velocity)
        for note in part.notes
    ]
    return fonts.play(font, notes, int(voice["gm"]), drums=drums, samples=score.samples)


def placed(part: Part, stem: Floats, pump: Floats) -> Floats:
    """Return a part's sound at its level and place: shaped, panned, and ducked under the kick where it pumps."""
    voice = part.voice
    tone = voice.get("tone") or {}
    if part.role == "effects":
        return stem
    out = stem
    low = float(tone.get("high_pass") or HIGH_PASS.get(part.role, 0.0))
    if low:
        out = signal.sosfilt(signal.butter(2, low, "highpass", fs=RATE, output="sos"), out, axis=1)
    if tone.get("drive"):
        peak = float(np.abs(out).max()) or 1.0
        hard = 1.0 + 6.0 * float(tone["drive"])
        out = np.tanh(out / peak * hard)
    if tone.get("low_pass"):
        out = signal.sosfilt(signal.butter(2, float(tone["low_pass"]), "lowpass", fs=RATE, output="sos"), out, axis=1)
    out = np.asarray(out, np.float32)
    heard = _loudness(out)
    if not np.isfinite(heard):
        return np.zeros_like(out)
    wanted = REFERENCE + float(voice.get("level", -6.0)) + TRIM.get(part.role, 0.0)
    gain = 10 ** ((wanted - heard) / 20)
    side = float(voice.get("pan", 0.0))
    out = out * np.array([[np.sqrt(1 - side)], [np.sqrt(1 + side)]], np.float32) * np.float32(gain)
    if voice.get("pump"):
        out = out * (1 - np.float32(voice["pump"]) * pump)
    return out


def _loudness(stem: Floats) -> float:
    """Return the integrated loudness of a part; true peaks, which take longest to find, are of no interest here."""
    weighted = signal.sosfilt(loudness.K_WEIGHTING, stem, axis=1)
    cells = weighted[:, : weighted.shape[1] // loudness.CELL * loudness.CELL].reshape(2, -1, loudness.CELL)
    return loudness.integrated((cells**2).sum(axis=2).sum(axis=0))


def _times(note: Note, score: Score) -> tuple[float, float]:
    start = max(0.0, score.time(note.beat) + note.shift)
    return start, start + max(0.03, score.time(note.length))


def _synthesised(part: Part, score: Score) -> Floats:
    """Return a part played by a voice of ours; notes alike are made once."""
    out = np.zeros((2, score.samples), np.float32)
    made: dict[tuple[int, int, int], Floats] = {}
    for note in part.notes:
        start, end = _times(note, score)
        key = (int(note.pitch), round((end - start) * 200), round(note.velocity / 5) * 5)
        if key not in made:
            made[key] = voices.sound(part.voice, key[0], key[1] / 200, max(1, key[2]))
        _add(out, made[key], start, 1.0)
    return out


def _machine(part: Part, score: Score) -> Floats:
    """Return drums of ours; an open hat is closed by the next one."""
    out = np.zeros((2, score.samples), np.float32)
    kit = str(part.voice["kit"])
    tune = 2.0 ** (((score.tonic - 2 + 6) % 12 - 6) / 12)
    hats = sorted(_times(note, score)[0] for note in part.notes if str(note.pitch).startswith("hat"))
    for note in part.notes:
        start, _ = _times(note, score)
        sound = percussion.stroke(kit, str(note.pitch), tune)
        if note.pitch == "hat-open":
            closing = next((time for time in hats if time > start + 0.01), None)
            if closing is not None:
                sound = _choked(sound, closing - start)
        if note.pitch == "cymbal-swell":
            start = max(0.0, start + score.time(2.0) - sound.shape[1] / RATE)
        _add(out, sound, start, (note.velocity / 127.0) ** 1.5)
    return out


def _choked(sound: Floats, seconds: float) -> Floats:
    at = int(seconds * RATE)
    if at >= sound.shape[1]:
        return sound
    fade = min(480, sound.shape[1] - at)
    out = sound[:, : at + fade].copy()
    out[:, at:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return out


def _effects(part: Part, score: Score) -> Floats:
    out = np.zeros((2, score.samples), np.float32)
    for note in part.notes:
        start, end = _times(note, score)
        name = str(note.pitch)
        sound = percussion.effect(name, end - start)
        _add(out, sound, start, 10 ** (EFFECTS[name] / 20) * note.velocity / 100)
    return out


def _add(out: Floats, sound: Floats, start: float, gain: float) -> None:
    at = round(start * RATE)
    count = min(sound.shape[1], out.shape[1] - at)
    if count > 0:
        out[:, at : at + count] += sound[:, :count] * np.float32(gain)


def _pump(score: Score) -> Floats:
    """Return how far what pumps is down for every sample, 0 to 1: at once with the kick, back within half a beat."""
    down = np.zeros(score.samples, np.float32)
    length = int(score.time(PUMP) * RATE)
    curve = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, length))).astype(np.float32)
    curve[: min(240, length)] *= np.linspace(0, 1, min(240, length), dtype=np.float32)
    for part in score.parts:
        for note in part.notes if part.role == "drums" else ():
            if note.pitch == "kick":
                at = round(_times(note, score)[0] * RATE)
                count = min(length, score.samples - at)
                if count > 0:
                    down[at : at + count] = np.maximum(down[at : at + count], curve[:count])
    return down


def _wide(mix: Floats, width: float) -> Floats:
    """Return the mix with its sides wider or narrower; below 120 Hz it stays in the middle."""
    middle, side = (mix[0] + mix[1]) / 2, (mix[0] - mix[1]) / 2
    sos = signal.butter(2, 120, "highpass", fs=RATE, output="sos")
    side = signal.sosfilt(sos, side).astype(np.float32) * np.float32(width)
    return np.stack([middle + side, middle - side]).astype(np.float32)


def _wow(mix: Floats, depth: float) -> Floats:
    """Return the mix as from a tape that does not run quite evenly; it is never more than a millisecond off."""
    count = mix.shape[1]
    t = np.arange(count) / RATE
    off = depth * RATE * (0.6 * np.sin(2 * np.pi * 0.55 * t) + 0.12 * np.sin(2 * np.pi * 5.1 * t))
    at = np.clip(np.arange(count) + off, 0, count - 1)
    return np.stack([np.interp(at, np.arange(count), channel) for channel in mix]).astype(np.float32)


def _crackle(count: int) -> Floats:
    """Return the surface of a record: hiss, and ticks now and then."""
    hiss = percussion.noise(count, 83)
    ticks = np.where(percussion.noise(count, 89, 1)[0] > 0.9998, percussion.noise(count, 91, 1)[0], 0.0)
    sos = signal.butter(1, (900, 7000), "bandpass", fs=RATE, output="sos")
    made = signal.sosfilt(sos, hiss * 0.12 + np.stack([ticks, ticks]) * 6.0, axis=1)
    return np.asarray(made * 10 ** (CRACKLE / 20) * 3.0, np.float32)


def programs(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of the parts that the SoundFont plays."""
    return tuple(p.name for p in parts if "gm" in p.voice and p.voice.get("kit", "sampled") == "sampled")
