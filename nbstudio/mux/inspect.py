"""Inspect: what a film is, read from its tables alone, and whether that is what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from nbstudio.mux import sps, track
from nbstudio.mux.boxes import damaged, unpack
from nbstudio.mux.sps import Colour

BT709: Colour = (1, 1, 1, False)


@dataclass(frozen=True, slots=True)
class Film:
    """A film's facts; times are exact, in seconds, as a player sees them that ignores edit lists."""

    frames: int
    rate: Fraction  # of the first frame's duration; `steady` tells whether all are equal
    steady: bool
    seconds: Fraction
    width: int
    height: int
    order: tuple[str, ...]  # kinds of the top-level boxes
    has_edit_list: bool
    first: Fraction
    last: Fraction
    monotonic: bool  # every frame is shown at exactly its number / rate
    keys: int
    avcc: bytes
    colour: Colour | None  # as the file says: primaries, transfer, matrix, full range
    coded_colour: Colour | None  # as the pictures themselves say
    pixel_aspect: tuple[int, int] | None
    has_bitrate_box: bool
    sound_rate: int | None
    sound_samples: int | None
    sound_packets: int
    bytes: int


def inspect(path: Path) -> Film:
    """Read what the film at `path` is.

    Raises StepError (mp4-damaged) where it can't be read or holds no pictures.
    """
    movie = track.read(path)
    video, sound = movie.only("vide"), movie.only("soun")
    if video is None or not len(video.sizes) or not video.durations[0]:
        raise damaged(f"{path.name} holds no pictures")
    step = int(video.durations[0])
    times = np.sort(video.times)
    count = len(times)
    colour = video.description("colr")
    config = video.description("avcC") or b""
    aspect = video.description("pasp")
    width, height = video.picture_size
    return Film(
        frames=count,
        rate=Fraction(video.timescale, step),
        steady=bool((video.durations == step).all()),
        seconds=Fraction(video.duration, video.timescale),
        width=width,
        height=height,
        order=tuple(place.kind for place in movie.places),
        has_edit_list=any(part.edits for part in movie.tracks),
        first=Fraction(int(times[0]), video.timescale),
        last=Fraction(int(times[-1]), video.timescale),
        monotonic=bool((times == np.arange(count) * step).all()),
        keys=int(video.sync.sum()),
        avcc=config,
        colour=_colour(colour) if colour else None,
        coded_colour=sps.colour(config) if config else None,
        pixel_aspect=(unpack("I", aspect)[0], unpack("I", aspect, 4)[0]) if aspect else None,
        has_bitrate_box=video.description("btrt") is not None,
        sound_rate=sound.timescale if sound else None,
        sound_samples=int(sound.durations.sum()) if sound else None,
        sound_packets=len(sound.sizes) if sound else 0,
        bytes=movie.size,
    )


def faults(film: Film, *, frames: int, rate: Fraction, samples: int | None = None) -> tuple[str, ...]:
    """Say, a sentence each, in what `film` is not what was planned; nothing where it is."""
    found = []
    if film.frames != frames:
        found.append(f"the film has {film.frames} frames where {frames} were planned")
    if film.rate != rate or not film.steady or not film.monotonic:
        found.append(f"the frames don't stand at exactly n / {rate} seconds")
    if film.seconds != frames / rate:
        found.append(f"the film lasts {float(film.seconds):.3f} s where {float(frames / rate):.3f} s were planned")
    if film.sound_samples != samples:
        found.append(f"the sound has {film.sound_samples} samples where {samples} were planned")
    if film.has_edit_list:
        found.append("the film has an edit list, which upload sites refuse")
    if "mdat" in film.order[: film.order.index("moov")]:
        found.append("the film's tables don't come first, so that it can't stream")
    if film.colour != BT709:
        found.append("the film isn't marked as BT.709, limited range")
    if film.coded_colour != BT709:
        found.append("the pictures themselves aren't marked as BT.709, limited range")
    return tuple(found)


def _colour(data: bytes) -> Colour | None:
    if data[:4] != b"nclx":
        return None
    primaries, transfer, matrix, full = unpack("HHHB", data, 4)
    return primaries, transfer, matrix, bool(full & 0x80)
