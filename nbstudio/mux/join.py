"""Join: segments and a mix become one film, by moving bytes.

The problem: a film of sixty segments changes in one of them, and concatenating through FFmpeg probes every
file, warns of decode times and writes edit lists. Segments begin with a sync sample and never refer
to each other, so that a film is their samples in a row under tables of our own (see tables.py): frame i is shown
at exactly i / rate, sound starts at sample 0, `moov` comes first, and the same segments give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import FileIO
from itertools import pairwise
from pathlib import Path

import numpy as np

from nbstudio.errors import StepError
from nbstudio.mux import audio as aac
from nbstudio.mux import boxes, tables, track
from nbstudio.mux.audio import FRAME
from nbstudio.mux.boxes import damaged
from nbstudio.mux.payload import Reel, Samples, Spool
from nbstudio.mux.tables import Chunks, Pictures, Sound
from nbstudio.mux.track import Movie, Numbers, Track

MOVIE_SCALE = 48_000  # where there is no sound; with libavformat's 1000 players would cut up to 1 ms off
OFFSET_LIMIT = boxes.LARGEST  # of chunk offsets with 32 bits
CHUNK = Fraction(1)  # seconds of one track in a row: what a player must hold of the other


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join made."""

    frames: int
    seconds: Fraction
    bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How samples alternate in the file: the bounds of chunk n are rows n and n + 1, in samples."""

    frames: Numbers
    packets: Numbers


def join(
    segments: Sequence[Path], audio: Path | None, out: Path, *, rate: Fraction, samples: int | None = None
) -> Joined:
    """Write the film of `segments`, in their order, with the AAC of `audio` to `out`.

    `samples` is the exact length of the sound; without it the sound is as long as the mix tells.

    Raises StepError: segments-differ, segment-unusable, mix-unusable, mix-short, mp4-damaged,
    segment-missing, film-unwritten.
    """
    if not segments:
        raise StepError("a film has at least one segment", code="segment-unusable")
    movies = [track.read(path) for path in segments]
    videos = [_video(movie) for movie in movies]
    pictures = _pictures(segments, videos, rate)
    frames = len(pictures.sizes)
    packets, sound = _sound(audio, samples) if audio else (None, None)
    plan = layout(frames, rate, len(sound.sizes) if sound else 0, sound.rate if sound else MOVIE_SCALE)
    front, total = _front(pictures, sound, plan)
    parts = [Samples(movie.path, video.offsets, video.sizes) for movie, video in zip(movies, videos, strict=True)]
    try:
        with (
            Reel(parts) as shown,
            Reel([packets] if packets else []) as heard,
            FileIO(out, "w") as file,
        ):
            file.write(front)
            spool = Spool(file)
            for row, after in pairwise(range(len(plan.frames))):
                shown.copy(int(plan.frames[row]), int(plan.frames[after]), spool)
                heard.copy(int(plan.packets[row]), int(plan.packets[after]), spool)
            spool.flush()
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise StepError(f"the film can't be joined: {error.strerror}", code="film-unwritten") from error
    if size != total:
        raise damaged(f"{out.name} has {size} bytes where {total} were meant")
    return Joined(frames, frames / rate, size)


def layout(frames: int, rate: Fraction, packets: int, sample_rate: int) -> Layout:
    """Alternate pictures and sound by the second, so that a player that streams has both at hand."""
    step = max(1, round(rate * CHUNK))
    heard_for = Fraction(packets * FRAME, sample_rate)  # may be longer than the pictures
    count = max(1, -(-frames // step), -(-heard_for * rate // step))
    rows = np.arange(count + 1)
    heard = [-(-(Fraction(int(row) * step) / rate * sample_rate) // FRAME) for row in rows]
    return Layout(np.minimum(rows * step, frames), np.minimum(np.array(heard, np.int64), packets))


def _video(movie: Movie) -> Track:
    """Return the one video track of a segment, if it can stand in a film."""
    video = movie.only("vide")
    if video is None or not len(video.sizes):
        raise StepError(f"segment {movie.path.name} holds no pictures", code="segment-unusable")
    if video.format != "avc1" or video.description("avcC") is None:
        raise StepError(f"segment {movie.path.name} is not H.264 (`{video.format}`)", code="segment-unusable")
    if not video.sync[0] or video.ranks[0] != 0:
        raise StepError(
            f"segment {movie.path.name} doesn't begin with a picture of its own",
            code="segment-unusable",
            hint="segments are encoded with closed groups of pictures",
        )
    return video


def _pictures(segments: Sequence[Path], videos: Sequence[Track], rate: Fraction) -> Pictures:
    """Gather the video track; every segment must be decodable under the first one's description."""
    config = videos[0].description("avcC") or b""
    width, height = videos[0].picture_size
    for path, video in zip(segments, videos, strict=True):
        if video.description("avcC") != config or video.picture_size != (width, height):
            other = "x".join(map(str, video.picture_size))
            raise StepError(
                f"segments {segments[0].name} and {path.name} were encoded with different settings",
                code="segments-differ",
                notes=[
                    f"the first is {width}x{height}, the other {other}; their decoder settings (avcC) must be equal"
                ],
                hint="make all segments with one encoder profile; `nbstudio clean` makes them anew",
            )
    firsts = np.cumsum([0, *(len(video.sizes) for video in videos)])
    ranks = [video.ranks + first for video, first in zip(videos, firsts, strict=False)]
    return Pictures(
        rate=rate,
        width=width,
        height=height,
        config=config,
        sizes=np.concatenate([video.sizes for video in videos]),
        ranks=np.concatenate(ranks),
        sync=np.concatenate([video.sync for video in videos]),
    )


def _sound(path: Path, samples: int | None) -> tuple[Samples, Sound]:
    """Drop the packets of priming, and those after the last sample."""
    packets = aac.read(path)
    if packets.priming % FRAME:
        raise StepError(
            f"the priming of {path.name} is {packets.priming} samples, not whole packets",
            code="mix-unusable",
            hint="encode the mix with FFmpeg's own AAC encoder",
        )
    first = packets.priming // FRAME
    wanted = packets.samples if samples is None else samples
    count = -(-wanted // FRAME)
    if wanted < 1 or first + count > len(packets.sizes):
        held = max(0, len(packets.sizes) - first) * FRAME
        raise StepError(f"the mix holds {held} samples of the {wanted} that the film lasts", code="mix-short")
    sizes, offsets = packets.sizes[first : first + count], packets.offsets[first : first + count]
    return Samples(path, offsets, sizes), Sound(packets.rate, packets.channels, packets.config, sizes, wanted)


def _front(pictures: Pictures, sound: Sound | None, plan: Layout) -> tuple[bytes, int]:
    """Build all that stands before the samples; return it with the size of the whole film."""
    scale = sound.rate if sound else MOVIE_SCALE
    payload = int(pictures.sizes.sum()) + (int(sound.sizes.sum()) if sound else 0)
    mdat = boxes.header("mdat", payload)
    start, wide = 0, False
    while True:  # once to learn how long `moov` is, once to place what follows it; again for long offsets
        moov = tables.moov(pictures, sound, scale, *_chunks(plan, pictures, sound, start), wide=wide)
        before = len(tables.FTYP) + len(moov) + len(mdat)
        if before + payload > OFFSET_LIMIT and not wide:
            wide = True
        elif before == start:
            return tables.FTYP + moov + mdat, before + payload
        start = before


def _chunks(plan: Layout, pictures: Pictures, sound: Sound | None, start: int) -> tuple[Chunks, Chunks | None]:
    """Place the chunks of both tracks, the payload beginning at byte `start`."""
    picture_bytes = np.append(0, np.cumsum(pictures.sizes))[plan.frames]
    sound_bytes = np.append(0, np.cumsum(sound.sizes))[plan.packets] if sound else np.zeros_like(picture_bytes)
    shown = np.diff(plan.frames)
    heard = np.diff(plan.packets)
    at = start + picture_bytes[:-1] + sound_bytes[:-1]
    after = start + picture_bytes[1:] + sound_bytes[:-1]
    video = Chunks(at[shown > 0], shown[shown > 0])
    return video, Chunks(after[heard > 0], heard[heard > 0]) if sound else None
