"""Library: a recorded track of the extra `[library]`, chosen by mood and tempo and looped to any length.

The tracks (MIT) last half a minute. One is listened to once, its middle is repeated from downbeat to downbeat
with equal-power crossfades, and its own ending is kept. Where every beat falls then follows by arithmetic.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import StepError
from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.order import Order
from nbstudio.sound.song import Section, Song

PACKAGE = "immich_memories_music"
RATE = 48_000
FADE = 0.02  # seconds of each crossfade, around a downbeat
END = 2.5  # seconds faded where the song stops before the track does
MOODS: Mapping[str, tuple[str, ...]] = {
    "calm": ("calm",),
    "energetic": ("energetic",),
    "happy": ("happy",),
    "dreamy": ("nostalgic", "calm"),
    "sad": ("nostalgic", "tender"),
    "dark": ("nostalgic",),
    "epic": ("energetic",),
    "romantic": ("tender",),
}
TOLD = re.compile(r"([a-z]+_[a-z]+_\w+)\.opus\s+(\d{2,3}(?:\.\d+)?)\s*bpm", re.IGNORECASE)
"""How the library lists a track and its tempo."""
LIVELY = (100.0, 122.0)  # beats a minute from which a genre is happy, and energetic, where no mood is told
ACOUSTIC = frozenset({"folk", "ballad", "jazz", "cinematic", "rock"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the track: from and to, in seconds of the track, and where it begins in the song."""

    start: float
    end: float
    at: float


@dataclass(frozen=True, slots=True)
class Arranged:
    """A track laid out to a length: its name, the pieces in order, and the beats and downbeats that follow."""

    library: str
    bpm: float
    seconds: float
    pieces: tuple[Piece, ...]
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beats_per_bar: int
    energy: tuple[float, ...]
    confidence: float

    def song(self) -> Song:
        """Return what an analysis would tell; as certain as the track's own was."""
        from nbstudio.sound.beats import curve

        samples = round(self.seconds * RATE)
        ends = [piece.at for piece in self.pieces[1:]] + [samples / RATE]
        labels = ["intro", *(["verse", "chorus"] * len(self.pieces))][: len(self.pieces)]
        if len(labels) > 2:
            labels[-1] = "outro"
        starts = [0.0, *ends[:-1]]
        loud = [self._energy(start, end) for start, end in zip(starts, ends, strict=True)]
        sections = tuple(
            Section(start, end, label, level)
            for start, end, label, level in zip(starts, ends, labels, loud, strict=True)
        )
        return Song(
            samples / RATE,
            samples,
            RATE,
            self.bpm,
            self.confidence,
            self.beats,
            self.downbeats,
            self.beats_per_bar,
            self.energy,
            sections,
            tuple(curve(np.array(self.beats)).tolist()),
        )

    def _energy(self, start: float, end: float) -> float:
        inside = [e for beat, e in zip(self.beats, self.energy, strict=True) if start <= beat < end]
        return sum(inside) / len(inside) if inside else 0.5

    def facts(self) -> dict[str, Any]:
        """Return what anybody would want to know."""
        return {"source": "library", "track": self.library, "bpm": self.bpm, "licence": "MIT"}

    def to_json(self) -> str:
        """Return it as JSON text."""
        return json.dumps({"library": self.library, **asdict(self)}, separators=(",", ":")) + "\n"

    @staticmethod
    def from_json(text: str) -> Arranged:
        """Return what `to_json` wrote; raises ValueError for anything else."""
        try:
            data = json.loads(text)
            data["pieces"] = tuple(Piece(**piece) for piece in data["pieces"])
            for key in ("beats", "downbeats", "energy"):
                data[key] = tuple(data[key])
            return Arranged(**data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"this composition is incomplete: {error}") from error


def folder() -> Path | None:
    """Return the folder of the tracks, or nothing where the extra is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations or ()) if found else ():
        return Path(place)
    return None


def tracks(place: Path) -> dict[str, float]:
    """Return every track's path within the library, and the tempo that its list tells (0 where it tells none)."""
    listed = importlib.metadata.files(PACKAGE) or []
    text = "".join(file.read_text("utf-8") for file in listed if file.name.startswith("LICENSE-MUSIC"))
    told = {match[1]: float(match[2]) for match in TOLD.finditer(text)}
    return {str(path.relative_to(place)): told.get(path.stem, 0.0) for path in sorted(place.rglob("*.opus"))}


def choose(order: Order, known: Mapping[str, float]) -> str:
    """Return the track that suits the moods, the kind of genre and the tempo best; the seed settles what is left."""
    tempo = order.bpm or float(order.preset["tempo"][1])
    usual = "energetic" if tempo > LIVELY[1] else "happy" if tempo > LIVELY[0] else "calm"
    wanted = [mood for told in order.moods for mood in MOODS.get(told, ())] or [usual]
    kind = "acoustic" if order.genre in ACOUSTIC else "electronic"
    dice = Dice(order.seed, "library")

    def cost(path: str) -> tuple[float, float]:
        name = Path(path).stem
        mood = next((i for i, word in enumerate(wanted) if name.startswith(word)), 4)
        total = mood * 2.0 + (0.0 if kind in name else 1.5)
        bpm = known[path]
        if order.bpm and bpm:
            total += 12.0 * min(abs(np.log2(order.bpm / bpm * factor)) for factor in (0.5, 1.0, 2.0))
        return round(total, 3), dice.at(path).unit()

    return min(sorted(known), key=cost)


def arrange(order: Order) -> Arranged:
    """Return a track laid out to the length that was ordered (its own where none was).

    Raises StepError (no-library) where the extra is not installed.
    """
    from nbstudio.sound import analysis

    place = folder()
    if place is None:
        raise StepError(
            "the library of recorded music is not installed",
            code="no-library",
            hint="pip install 'nbstudio[library]', or write `source: compose`",
        )
    known = tracks(place)
    chosen = choose(order, known)
    song = analysis.analyse(place / chosen)
    seconds = order.seconds or song.seconds
    pieces = lay(song, seconds)
    beats, energy = _mapped(song.beats, pieces, seconds, song.energy)
    downbeats, _ = _mapped(song.downbeats, pieces, seconds)
    return Arranged(chosen, song.bpm, seconds, pieces, beats, downbeats, song.beats_per_bar, energy, song.confidence)


def lay(song: Song, seconds: float) -> tuple[Piece, ...]:
    """Return the pieces: the track to its last whole bars, its middle again and again, and its ending."""
    bars = song.downbeats
    if seconds <= song.seconds or len(bars) < 4:
        return (Piece(0.0, min(seconds, song.seconds), 0.0),)
    first = bars[1] if len(bars) > 8 else bars[0]
    whole = (len(bars) - 2) // 4 * 4 or len(bars) - 2
    last = bars[min(len(bars) - 1, bars.index(first) + whole)]
    pieces = [Piece(0.0, last, 0.0)]
    at = last
    while at + (last - first) + (song.seconds - last) < seconds:
        pieces.append(Piece(first, last, at))
        at += last - first
    left = seconds - at
    begin = max((bar for bar in bars if song.seconds - bar >= left), default=first)
    end = min(song.seconds, begin + left)
    pieces.append(Piece(begin, end, at))
    return tuple(pieces)


def _mapped(
    times: Sequence[float], pieces: Sequence[Piece], seconds: float, values: Sequence[float] = ()
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return where the times of the track fall in the song, and the values that go with them."""
    found: list[tuple[float, float]] = []
    for piece in pieces:
        for i, time in enumerate(times):
            at = piece.at + time - piece.start
            if (
                piece.start - 1e-3 <= time < piece.end - 1e-3
                and at < seconds
                and (not found or at > found[-1][0] + 0.1)
            ):
                found.append((round(at, 6), values[i] if values else 0.0))
    return tuple(at for at, _ in found), tuple(value for _, value in found)


def render(arranged: Arranged) -> NDArray[np.float32]:
    """Return the song as (samples, 2) float32 at 48 kHz."""
    from nbstudio.sound import decode

    place = folder()
    if place is None:
        raise StepError("the library of recorded music is not installed", code="no-library")
    whole = np.concatenate(list(decode.blocks(place / arranged.library, rate=RATE, channels=2)))
    samples = round(arranged.seconds * RATE)
    out = np.zeros((samples, 2), np.float32)
    half = int(FADE * RATE / 2)
    for i, piece in enumerate(arranged.pieces):
        lead = half if i else 0
        tail = half if i < len(arranged.pieces) - 1 else 0
        start = max(0, round(piece.start * RATE) - lead)
        sound = whole[start : round(piece.end * RATE) + tail].copy()
        lead = min(lead, round(piece.start * RATE) - start) * 2 if lead else 0
        if lead:
            sound[:lead] *= np.sin(np.linspace(0, np.pi / 2, lead))[:, None].astype(np.float32)
        if tail and len(sound) > 2 * tail:
            sound[-2 * tail :] *= np.cos(np.linspace(0, np.pi / 2, 2 * tail))[:, None].astype(np.float32)
        at = round(piece.at * RATE) - lead // 2
        count = min(len(sound), samples - at)
        if count > 0:
            out[at : at + count] += sound[:count]
    fade = min(samples, int(END * RATE))
    out[-fade:] *= (np.cos(np.linspace(0, np.pi / 2, fade)) ** 1.5)[:, None].astype(np.float32)
    return out
