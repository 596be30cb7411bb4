"""Chart: a song in one picture: waveform, beats and bars, sections, energy and loudness, and a film's joins."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.notes import clock, numbered, tempo
from nbstudio.sound.notes import loud as worded
from nbstudio.sound.song import Song

if TYPE_CHECKING:
    from PIL.Image import Image

Joins = Sequence[tuple[float, float]]
"""From when to when two shots are seen at once, in seconds; a cut begins and ends at once."""

WIDTH, HEIGHT = 2400, 1080
LEFT, RIGHT = 110, 2340
HEAD, PARTS, WAVE, RULER, LEVELS, TEMPO, AXIS = 30, 110, (180, 480), (490, 560), (600, 800), (850, 960), 990
GROUND, PANEL, FAINT, TEXT, DIM = "#12141a", "#191c24", "#2b303c", "#e8eaf0", "#8b93a5"
COLOURS = {
    "intro": "#5b7fa6",
    "verse": "#4f9d8b",
    "chorus": "#e0793f",
    "bridge": "#9b6fc3",
    "outro": "#6b7280",
    "drop": "#d9455f",
}
OTHER = "#b59b3b"
ENERGY, LOUD, SPEED, JOIN = "#f0b64a", "#6fb7ff", "#7fd18b", "#ff5d73"
QUIETEST, LOUDEST = -40.0, 0.0  # LUFS at the foot and the top of its curve
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800)  # seconds between two times that are written


def envelope(blocks: Iterable[NDArray[np.float32]], samples: int) -> NDArray[np.float32]:
    """Return lowest, highest and effective value of the song for each column of the picture, (3, columns)."""
    columns = RIGHT - LEFT
    lowest, highest, squares, counts = (np.zeros(columns) for _ in range(4))
    at = 0
    for block in blocks:
        mono = block.mean(axis=1)
        column = np.minimum((np.arange(at, at + len(mono)) * columns) // max(samples, 1), columns - 1)
        np.minimum.at(lowest, column, mono)
        np.maximum.at(highest, column, mono)
        squares += np.bincount(column, np.square(mono), columns)
        counts += np.bincount(column, minlength=columns)
        at += len(mono)
    return np.stack([lowest, highest, np.sqrt(squares / np.maximum(counts, 1))]).astype(np.float32)


def draw(song: Song, wave: NDArray[np.float32], title: str, joins: Joins = ()) -> Image:
    """Return the picture; `wave` is what `envelope` returned."""
    from PIL import Image

    canvas = _Canvas(Image.new("RGB", (WIDTH, HEIGHT), GROUND), song.seconds)
    canvas.head(song, title, len(joins))
    canvas.sections(song)
    canvas.wave(wave)
    canvas.beats(song)
    canvas.levels(song)
    canvas.speed(song)
    canvas.axis()
    canvas.joins(joins)
    return canvas.image


def png(image: Image) -> bytes:
    """Return the picture as a PNG file."""
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


class _Canvas:
    def __init__(self, image: Image, seconds: float) -> None:
        from PIL import ImageDraw

        self.image, self.seconds = image, max(seconds, 1e-3)
        self.pen = ImageDraw.Draw(image, "RGBA")
        for top, foot in (WAVE, RULER, LEVELS, TEMPO):
            self.pen.rectangle((LEFT, top, RIGHT, foot), PANEL)

    def x(self, time: float) -> float:
        return LEFT + (RIGHT - LEFT) * time / self.seconds

    def write(self, at: tuple[float, float], text: str, size: int = 22, colour: str = TEXT, anchor: str = "lm") -> None:
        self.pen.text(at, text, colour, _font(size), anchor)

    def wide(self, text: str, size: int = 22) -> float:
        return float(_font(size).getlength(text))

    def head(self, song: Song, title: str, joins: int) -> None:
        self.write((LEFT, HEAD + 14), title, 38)
        told = [clock(song.seconds)]
        if song.beats:
            told += [tempo(song), f"{song.beats_per_bar} in a bar", f"sure: {song.confidence:.2f}"]
        else:
            told.append(f"no pulse is felt (sure: {song.confidence:.2f})")
        told += [song.key.name] if song.key.name else []
        told.append(worded(song.loudness.integrated))
        told += [f"{joins} joins"] if joins else []
        self.write((RIGHT, HEAD + 18), "  ·  ".join(told), 24, DIM, "rm")

    def sections(self, song: Song) -> None:
        names = numbered([section.label for section in song.sections])
        for section, name in zip(song.sections, names, strict=True):
            left, right = self.x(section.start), self.x(section.end)
            colour = COLOURS.get(section.label, OTHER)
            for top, foot in (WAVE, RULER, LEVELS, TEMPO):
                self.pen.rectangle((left, top, right, foot), f"{colour}22")
            self.pen.rectangle((left + 1, PARTS, right - 2, PARTS + 54), colour)
            self.pen.line((left, PARTS, left, TEMPO[1]), f"{colour}aa", 2)
            room = right - left - 14
            shown = next((text for text in (name, section.label, section.label[:2]) if self.wide(text, 26) < room), "")
            self.write((left + 9, PARTS + 19), shown, 26, "#101216")
            sure = f"sure: {section.confidence:.2f}"
            if self.wide(sure, 16) < room:
                self.write((left + 9, PARTS + 43), sure, 16, "#101216")

    def wave(self, wave: NDArray[np.float32]) -> None:
        middle, half = sum(WAVE) / 2, (WAVE[1] - WAVE[0]) / 2 - 4
        scale = half / max(float(np.abs(wave[:2]).max()), 1e-3)
        for column, (low, high, level) in enumerate(wave.T.tolist()):
            x = LEFT + column
            self.pen.line((x, middle - high * scale, x, middle - low * scale), "#66718a")
            self.pen.line((x, middle - level * scale, x, middle + level * scale), "#c3cbe0")

    def beats(self, song: Song) -> None:
        top, foot = RULER
        bar = (RIGHT - LEFT) / max(1, len(song.downbeats))
        for time in song.beats if bar > 4 * song.beats_per_bar else ():
            self.pen.line((self.x(time), foot - 14, self.x(time), foot), DIM, 1)
        every = next(count for count in (1, 2, 4, 8, 16, 32, 64, 10**9) if bar * count > 44)
        for number, time in enumerate(song.downbeats):
            x = self.x(time)
            if number % every == 0:
                self.pen.line((x, WAVE[0], x, WAVE[1]), "#ffffff30", 1)
                self.write((x + 4, top + 16), str(number + 1), 18, DIM)
            if bar > 3:
                self.pen.line((x, foot - (42 if number % every == 0 else 28), x, foot), TEXT, 2)
        self.write((LEFT - 12, sum(RULER) / 2), "bars", 20, DIM, "rm")
        self.write((LEFT - 12, sum(WAVE) / 2), "wave", 20, DIM, "rm")

    def levels(self, song: Song) -> None:
        top, foot = LEVELS
        high = foot - top - 8
        by_beat = bool(song.beats and song.energy)
        times = song.beats if by_beat else tuple(section.start for section in song.sections)
        values = song.energy if by_beat else tuple(section.energy for section in song.sections)
        for begin, end, value in zip(times, (*times[1:], song.seconds), values, strict=True):
            self.pen.rectangle((self.x(begin), foot - high * value, self.x(end), foot), f"{ENERGY}66")
        curve = []
        for second, loud in enumerate(song.loudness.short_term):
            share = (min(max(loud, QUIETEST), LOUDEST) - QUIETEST) / (LOUDEST - QUIETEST)
            curve.append((self.x(min(second + 0.5, self.seconds)), foot - 4 - high * share))
        if len(curve) > 1:
            self.pen.line(curve, LOUD, 3, "curve")
        for level in (-30, -20, -10):
            y = foot - 4 - high * (level - QUIETEST) / (LOUDEST - QUIETEST)
            self.pen.line((LEFT, y, RIGHT, y), "#ffffff18", 1)
            self.write((RIGHT + 8, y), str(level), 16, LOUD)
        self.write((LEFT - 12, top + 70), "energy", 20, ENERGY, "rm")
        self.write((LEFT - 12, top + 110), "LUFS", 20, LOUD, "rm")

    def speed(self, song: Song) -> None:
        top, foot = TEMPO
        self.write((LEFT - 12, sum(TEMPO) / 2), "tempo", 20, SPEED, "rm")
        if not song.beats:
            self.write((LEFT + 20, sum(TEMPO) / 2), "no beats: a film is cut on the sections", 22, DIM)
            return
        curve = song.tempo or (song.bpm,) * len(song.beats)
        low, high = min(curve), max(curve)
        middle, half = (low + high) / 2, max((high - low) / 2, 0.05 * (low + high) / 2)
        places = [
            (self.x(time), (top + foot) / 2 - (value - middle) / half * (foot - top) * 0.38)
            for time, value in zip(song.beats, curve, strict=True)
        ]
        self.pen.line(places, SPEED, 3, "curve")
        for value in {round(low), round(high)}:
            y = (top + foot) / 2 - (value - middle) / half * (foot - top) * 0.38
            self.write((RIGHT + 8, min(max(y, top + 10), foot - 10)), str(value), 16, SPEED)

    def axis(self) -> None:
        step = next((step for step in STEPS if self.seconds / step <= 24), STEPS[-1])
        for time in np.arange(0, self.seconds, step).tolist():
            self.pen.line((self.x(time), AXIS - 14, self.x(time), AXIS - 4), DIM, 2)
            self.write((self.x(time), AXIS + 10), clock(time)[:-3], 20, DIM, "mm")

    def joins(self, joins: Joins) -> None:
        if not joins:
            return
        self.write((LEFT - 12, AXIS + 52), "joins", 20, JOIN, "rm")
        for begin, end in joins:
            left, right = self.x(begin), self.x(end)
            if end > begin:
                self.pen.rectangle((left, WAVE[0], right, WAVE[1]), f"{JOIN}40")
                self.pen.rectangle((left, AXIS + 40, right, AXIS + 64), f"{JOIN}aa")
            self.pen.line((left, WAVE[0], left, WAVE[1]), f"{JOIN}d0", 2)
            self.pen.line((left, AXIS + 36, left, AXIS + 68), JOIN, 3)


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
