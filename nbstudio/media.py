"""Media: photos and songs that people give, looked at and opened safely.

The problem: a file's suffix lies, a header can ask for gigabytes, and a text that pretends to be a film can make a
library open other files. So a file is known by its first bytes only, its size is read before any pixel, and each
library is told the one format it may read.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from nbstudio.doubts import doubt
from nbstudio.errors import InputError
from nbstudio.magic import NAMES, Kind, identify, kind_of, read_head

if TYPE_CHECKING:
    import numpy as np
    from av.audio.stream import AudioStream
    from av.packet import Packet
    from numpy.typing import NDArray
    from PIL import Image

MAX_PIXELS = 64_000_000
MAX_SIDE = 32_000
NEUTRAL = (128, 128, 128)  # what stands behind transparent pixels
ORIENTATION = 0x0112  # EXIF tag
_QUIET = threading.Lock()


DEMUXERS = {  # the one format that FFmpeg may read a kind as
    Kind.MP3: "mp3",
    Kind.WAV: "wav",
    Kind.FLAC: "flac",
    Kind.OGG: "ogg",
    Kind.M4A: "mov",
    Kind.AAC: "aac",
    Kind.AIFF: "aiff",
    Kind.MP4: "mov",
    Kind.MATROSKA: "matroska",
    Kind.AVI: "avi",
}

MOVING = frozenset({Kind.GIF, Kind.PNG, Kind.WEBP})  # pictures whose other frames are meant to be seen in turn
GUESSED = frozenset({Kind.MP3, Kind.AAC})  # whose headers don't tell the length for certain


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """A picture as it is to be seen: width and height in pixels after EXIF rotation."""

    width: int
    height: int
    format: Kind
    animated: bool


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """A sound's length and shape; `codec` by FFmpeg's name."""

    seconds: float
    rate: int
    channels: int
    codec: str


def image_info(path: Path, *, max_pixels: int = MAX_PIXELS) -> ImageInfo:
    """Read what a picture is from its header; no pixel is decoded.

    Raises InputError (not-an-image, empty-file, unreadable-file, image-too-large).
    """
    with _opened(path, max_pixels) as (kind, picture):
        width, height = picture.size
        if _orientation(picture) in {5, 6, 7, 8}:
            width, height = height, width
        return ImageInfo(width, height, kind, bool(getattr(picture, "is_animated", False)))


def load_image(path: Path, *, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Decode a picture, upright and in sRGB, to BGR, uint8, (height, width, 3).

    Transparent pixels stand on neutral grey; of an animation the first frame is taken, and a doubt tells so.

    Raises InputError (not-an-image, empty-file, unreadable-file, image-too-large).
    """
    import numpy as np
    from PIL import Image

    with _opened(path, max_pixels) as (kind, picture):
        if kind in MOVING and getattr(picture, "is_animated", False):
            count = getattr(picture, "n_frames", 2)
            doubt(
                f"{path.name} moves, and the first of its {count} frames is shown",
                code="first-frame",
                hint="`video: …` shows all of them" if kind is not Kind.WEBP else "as GIF or PNG, `video: …` shows all",
            )
        picture.load()
        turn = _orientation(picture)
        flat = _on_neutral(_in_srgb(_eight_bits(picture), picture.info.get("icc_profile")))
        steps = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_270,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_90,
        }
        if turn in steps:
            flat = flat.transpose(steps[turn])
        return np.ascontiguousarray(np.asarray(flat, np.uint8)[:, :, ::-1])


def sound_info(path: Path) -> SoundInfo:
    """Read what a sound is; of a film, its sound. Cover art is not looked at.

    Raises InputError (not-a-song, empty-file, unreadable-file).
    """
    import av

    kind = kind_of(path)
    if kind not in DEMUXERS:
        raise InputError(
            f"{path.name} is not a song",
            code="not-a-song",
            notes=[f"it is {NAMES[kind]}"],
            hint="give an MP3, WAV, FLAC, OGG, M4A or AIFF file",
        )
    told = decoded = 0.0
    ticks = 0
    try:
        # A file object, one demuxer and no protocols: nothing in the file can make FFmpeg open another.
        options = {"protocol_whitelist": "pipe", "max_pixels": "1000000"}
        with (
            path.open("rb") as file,
            av.open(file, "r", format=DEMUXERS[kind], options=options, metadata_errors="ignore") as container,
        ):
            if not container.streams.audio:
                raise InputError(f"{path.name} holds no sound", code="not-a-song", hint="give a file with sound")
            stream = container.streams.audio[0]
            if stream.duration and stream.time_base and kind not in GUESSED:
                told = float(stream.duration * stream.time_base)
            for packet in container.demux(stream):
                ticks += packet.duration or 0
                decoded = decoded or _heard(packet)
                if told and decoded:
                    break
            context = stream.codec_context
            rate, channels, codec = context.sample_rate, context.channels, context.codec.canonical_name
            summed = float(ticks * stream.time_base) if stream.time_base else 0.0
    except InputError:
        raise
    except Exception as error:  # whatever a demuxer or decoder thinks of a hostile file
        raise _unreadable(path, str(error)) from error
    if not decoded or not (told or summed) or rate <= 0 or channels <= 0:
        raise _unreadable(path, "nothing in it can be decoded")
    return SoundInfo(told or summed, rate, channels, codec)


def _heard(packet: Packet[AudioStream]) -> float:
    """Decode a packet; return the seconds it gave, none where it is damaged."""
    import av

    try:
        return sum(frame.samples / frame.sample_rate for frame in packet.decode() if isinstance(frame, av.AudioFrame))
    except av.InvalidDataError:  # an MP3 may begin in the middle of something; what follows counts
        return 0.0


@contextmanager
def _opened(path: Path, max_pixels: int) -> Iterator[tuple[Kind, Image.Image]]:
    """Open a picture, its header read and its size allowed; turn whatever a decoder raises into InputError."""
    head = read_head(path)
    kind = identify(path, head)
    if not kind.is_image:
        raise InputError(
            f"{path.name} is not a picture",
            code="not-an-image",
            notes=[f"it is {NAMES[kind]}"],
            hint="give a PNG, JPEG, WebP, GIF, TIFF or BMP file",
        )
    if kind is Kind.WEBP:  # Pillow makes its canvas while it opens the file
        _check_size(path, _webp_size(head), max_pixels)
    opener = _opener(kind)
    if opener is None:
        raise InputError(
            f"{path.name} is {NAMES[kind]}, which can't be read here",
            code="unreadable-file",
            hint="pip install 'nbstudio[heic]', or save it as JPEG or PNG",
        )
    try:
        # Not Image.open: that guesses among formats, and warns of large pictures instead of refusing them.
        with path.open("rb") as file, opener(file, path.name) as picture:
            _check_size(path, picture.size, max_pixels)
            yield kind, picture
    except InputError:
        raise
    except Exception as error:  # whatever a decoder thinks of a hostile file
        raise _unreadable(path, str(error)) from error


def _opener(kind: Kind) -> Callable[[BinaryIO, str], Image.Image] | None:
    """Return what opens pictures of a kind, None where nothing that is installed does.

    Phones write HEIC, which Pillow can't read; `pi-heif`, an extra, is a decoder alone (no encoder, so no x265).
    """
    from PIL import Image

    Image.init()
    if kind is Kind.HEIC and find_spec("pi_heif") is not None:
        from pi_heif import HeifImageFile

        return cast("Callable[[BinaryIO, str], Image.Image]", HeifImageFile)
    found = Image.OPEN.get(kind.upper())
    return cast("Callable[[BinaryIO, str], Image.Image]", found[0]) if found else None


def _check_size(path: Path, size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise _unreadable(path, "it has no pixels")
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        raise InputError(
            f"{path.name} is too large: {width} × {height} pixels",
            code="image-too-large",
            notes=[f"at most {max_pixels // 1_000_000} million pixels and {MAX_SIDE} a side are read"],
            hint="save it smaller; twice the film's width is enough",
        )


def _unreadable(path: Path, reason: str) -> InputError:
    return InputError(
        f"{path.name} can't be read",
        code="unreadable-file",
        notes=[" ".join(reason.split())[:200] or "it is damaged"],
        hint="the file may be damaged or cut off; open it in another program and save it again",
    )


def _orientation(picture: Image.Image) -> int:
    """Return the EXIF orientation, 1 (upright) where there is none to be read."""
    with _QUIET, warnings.catch_warnings():  # of damaged EXIF data Pillow warns; the lock keeps threads apart
        warnings.simplefilter("ignore")
        try:
            return int(picture.getexif().get(ORIENTATION, 1))
        except Exception:  # damaged EXIF data make no picture unusable
            return 1


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring any of Pillow's modes to L, LA, RGB, RGBA or CMYK."""
    import numpy as np
    from PIL import Image

    mode = picture.mode
    if mode.startswith("I") or mode == "F":
        values = np.asarray(picture)
        top = float(np.nanmax(values, initial=0))
        if mode.startswith("I;16") or (mode == "I" and top > 255):
            values = np.clip(values, 0, 65535) >> 8
        elif mode == "F":
            scale = 255.0 if top <= 1.0 else min(1.0, 255.0 / top)
            values = np.nan_to_num(values, nan=0.0, posinf=255.0, neginf=0.0) * np.float32(scale)
        return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if "transparency" in picture.info or mode in {"PA", "RGBa"}:
        return picture.convert("RGBA")
    if mode == "La":
        return picture.convert("LA")
    if mode == "1":
        return picture.convert("L")
    if mode == "LAB":
        return _from_lab(picture)
    return picture if mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else picture.convert("RGB")


def _from_lab(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms

    flat = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return flat or picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the picture's own colour profile; one that is damaged or of another kind is not followed."""
    from PIL import ImageCms

    mode = "RGBA" if picture.mode in {"LA", "RGBA"} else "RGB"
    if not profile or picture.mode == "LA":
        return picture.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return picture.convert(mode)
        flat = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert(mode)
    return flat or picture.convert(mode)


def _on_neutral(picture: Image.Image) -> Image.Image:
    """Put what is transparent on neutral grey."""
    from PIL import Image

    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, (*NEUTRAL, 255))
    return Image.alpha_composite(ground, picture).convert("RGB")


def _webp_size(head: bytes) -> tuple[int, int]:
    """Return the size of a WebP's canvas (RFC 9649, sections 2.4 to 2.7)."""
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
