"""Portrait: one picture of a song: its waveform, beats, downbeats, sections and energy over time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.song import Song

WIDTH, HEIGHT, EDGE = 1920, 480, 24
TOP, BOTTOM = 70, 400
GROUND, WAVE, BEAT, DOWNBEAT, LINE, TEXT = "#16171b", "#7fb2ff", "#565a66", "#f2f3f7", "#ffb454", "#e8e9ee"
TINTS = {
    "intro": "#26324a", "verse": "#233d3a", "chorus": "#4a2836", "drop": "#5a2430", "bridge": "#3a2f52",
    "outro": "#2c2f38",
}  # fmt: skip


def draw(song: Song, samples: NDArray[np.float32], out: Path) -> None:
    """Write the picture as PNG; `samples` is the song in mono, at any rate."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(17)
    span = WIDTH - 2 * EDGE

    def x(seconds: float) -> float:
        return EDGE + span * seconds / song.seconds

    for part in song.sections:
        pen.rectangle((x(part.start), TOP, x(part.end) - 2, BOTTOM), TINTS.get(part.label, "#2c2f38"))
        pen.text((x(part.start) + 6, TOP + 6), f"{part.label} {part.confidence:.2f}", TEXT, font)
    middle, reach = (TOP + BOTTOM) / 2 + 16, (BOTTOM - TOP) / 2 - 24
    edges = np.linspace(0, len(samples), span + 1).astype(np.int64)
    loudest = max(1e-6, float(np.abs(samples).max(initial=0.0)))
    for column in range(span):
        piece = samples[edges[column] : max(edges[column] + 1, edges[column + 1])] / loudest
        low, high = middle - reach * float(piece.max(initial=0.0)), middle - reach * float(piece.min(initial=0.0))
        pen.line((EDGE + column, low, EDGE + column, max(high, low + 1)), WAVE)
    for beat in song.beats:
        pen.line((x(beat), BOTTOM + 4, x(beat), BOTTOM + 14), BEAT)
    for downbeat in song.downbeats:
        pen.line((x(downbeat), BOTTOM + 4, x(downbeat), BOTTOM + 26), DOWNBEAT, 2)
    curve = [
        (x(beat), BOTTOM - 6 - (BOTTOM - TOP - 60) * energy)
        for beat, energy in zip(song.beats, song.energy, strict=False)
    ]
    if len(curve) > 1:
        pen.line(curve, LINE, 2)
    for second in range(0, int(song.seconds) + 1, 10):
        pen.text((x(second) + 2, BOTTOM + 34), f"{second // 60}:{second % 60:02}", TEXT, font)
    bars = f"{song.bpm:.1f} bpm, {song.beats_per_bar} beats a bar" if song.beats else "no beats"
    level = f"{song.loudness.integrated:.1f} LUFS"
    said = f"{bars}, confidence {song.confidence:.2f}    {song.key.name or 'no key'}    {level}"
    pen.text((EDGE, 24), said, TEXT, ImageFont.load_default(24))
    picture.save(out, format="PNG")
