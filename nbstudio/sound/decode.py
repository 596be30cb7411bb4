"""Decode: any song as samples, by the one ffmpeg that everything uses.

The problem: two decoders disagree about where an MP3 begins (by 25 ms where it has no tag), so what was
heard on one clock would be cut on another. Analysis, mix and check all come through here.

A song is hostile until decoded: it is known by its first bytes (see `media`), ffmpeg is told the one format
to read it as, may open nothing else, and lives under limits of memory and time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nbstudio import media, process
from nbstudio.doubts import doubt
from nbstudio.errors import InputError, ToolError
from nbstudio.magic import NAMES, kind_of
from nbstudio.sound import promise

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 48_000
LONGEST = 12 * 3600  # seconds
PATIENCE = 120.0  # seconds for one block, on the busiest machine
MEMORY = 3 << 30  # bytes of address space, most of it the program itself
LOUDEST = 1e4  # 80 dB over full scale: no sample of a sound is so high, and its square would soon pass all bounds
NOTICED = 0.1  # seconds that a file lacks, from which on it is told
SHORT_OF = 0.95  # a song that gives less than this share of what its header promises is cut off


def blocks(path: Path, *, rate: int = RATE, channels: int = 2, seconds: float = 10.0) -> Iterator[NDArray[np.float32]]:
    """Yield a song in blocks of so many seconds: float32, (samples, channels), full scale 1.

    Mono is the mean of a stereo song's channels. Samples that are no numbers, or beyond all bounds, come as silence.

    Doubts of such samples (broken-samples), and of a file that plays and is cut off (truncated-song).

    Raises InputError (not-a-song, empty-file, unreadable-file, truncated-song, song-too-long), the last two at
    the end of what could be decoded.
    """
    promised = _promise(path)
    width = 4 * channels
    chunk = max(1, round(rate * seconds)) * width
    length = broken = 0
    try:
        for data in process.stream(
            arguments(path, rate, channels), timeout=PATIENCE, block=chunk, limits=process.Limits(memory=MEMORY)
        ):
            whole = len(data) // width
            if whole:
                length += whole
                if length > LONGEST * rate:
                    raise InputError(
                        f"{path.name} is longer than {LONGEST // 3600} hours",
                        code="song-too-long",
                        hint="cut it into parts, one film each",
                    )
                found = np.frombuffer(data, np.float32, whole * channels).reshape(whole, channels)
                wrong = ~(np.abs(found) <= LOUDEST)  # not-a-number is no larger and no smaller than anything
                if wrong.any():
                    broken += int(wrong.any(axis=1).sum())
                    found = np.where(wrong, np.float32(0), found)
                yield found
    except ToolError as error:
        raise InputError(
            f"{path.name} can't be decoded",
            code="unreadable-file",
            notes=error.notes[-2:],
            hint="the file may be damaged; open it in another program and save it again",
        ) from error
    if not length:
        raise InputError(f"{path.name} holds no sound", code="not-a-song", hint="give a file with sound")
    if length < SHORT_OF * promised * rate - rate / 4:
        raise InputError(
            f"{path.name} is cut off",
            code="truncated-song",
            notes=[f"it promises {promised:.1f} seconds and holds {length / rate:.1f}"],
            hint="copy or download it again",
        )
    _tell(path, length / rate, broken / rate)


def _tell(path: Path, seconds: float, broken: float) -> None:
    """Tell what is wrong with a song that plays all the same; `broken` seconds of it are no numbers."""
    lacking = promise.missing(path, kind_of(path))
    if lacking >= NOTICED:
        known = math.isfinite(lacking)
        told = (
            f"of the {seconds + lacking:.1f} that its header promises" if known else "and does not tell how many more"
        )
        doubt(
            f"{path.name} is cut off: {f'{lacking:.1f} seconds are' if known else 'its end is'} missing",
            code="truncated-song",
            notes=[f"it holds {seconds:.1f} seconds {told}"],
            hint="copy or download it again; what there is of it is used",
        )
    if broken:
        doubt(
            f"{path.name} holds samples that are no numbers, or far beyond full scale",
            code="broken-samples",
            notes=[f"{broken:.3g} of its {seconds:.1f} seconds are heard as silence"],
            hint="export it again from the program that made it",
        )


def decode(path: Path, *, rate: int = RATE, channels: int = 2) -> NDArray[np.float32]:
    """Return a whole song, float32, (samples, channels); for long ones use `blocks`.

    Raises InputError, as `blocks` does.
    """
    return np.concatenate(list(blocks(path, rate=rate, channels=channels)))


def arguments(path: Path, rate: int, channels: int) -> list[str]:
    """Return the command that writes the sound of `path` to its output as 32-bit floats.

    Raises InputError (not-a-song, empty-file, unreadable-file).
    """
    import ffmpeg

    kind = kind_of(path)
    if kind not in media.DEMUXERS:
        raise InputError(
            f"{path.name} is not a song",
            code="not-a-song",
            notes=[f"it is {NAMES[kind]}"],
            hint="give an MP3, WAV, FLAC, OGG, M4A or AIFF file",
        )
    source = ffmpeg.input(
        f"file:{path.absolute()}", f=media.DEMUXERS[kind], protocol_whitelist="file,pipe", threads=1, vn=None
    )
    sound = source["a:0"]
    out = ffmpeg.output(
        sound, "pipe:1", f="f32le", acodec="pcm_f32le", ar=rate, ac=channels, threads=1, rematrix_maxval=1
    )
    program, *rest = ffmpeg.compile(out, cmd=str(process.ffmpeg()))
    return [program, "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", *rest]


def _promise(path: Path) -> float:
    """Return the seconds that the file says it holds, 0 where only decoding can tell."""
    info = media.sound_info(path)
    return 0.0 if kind_of(path) in media.GUESSED else info.seconds
