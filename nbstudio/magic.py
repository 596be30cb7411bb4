"""Magic: what a file is, by its first bytes and never by its name."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path

from nbstudio.errors import InputError

HEAD = 512


class Kind(StrEnum):
    """What a file is, by its first bytes."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    HEIC = "heic"
    AVIF = "avif"
    MP3 = "mp3"
    WAV = "wav"
    FLAC = "flac"
    OGG = "ogg"
    M4A = "m4a"
    AAC = "aac"
    AIFF = "aiff"
    MP4 = "mp4"
    MATROSKA = "matroska"
    AVI = "avi"
    OTHER = "other"

    @property
    def is_image(self) -> bool:
        """Tell whether this is a kind of picture."""
        return self in IMAGES

    @property
    def is_sound(self) -> bool:
        """Tell whether this is a kind of sound."""
        return self in SOUNDS

    @property
    def is_video(self) -> bool:
        """Tell whether this is a kind of film (which may hold sound as well)."""
        return self in VIDEOS


IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF, Kind.TIFF, Kind.BMP, Kind.HEIC, Kind.AVIF})
SOUNDS = frozenset({Kind.MP3, Kind.WAV, Kind.FLAC, Kind.OGG, Kind.M4A, Kind.AAC, Kind.AIFF})
VIDEOS = frozenset({Kind.MP4, Kind.MATROSKA, Kind.AVI})

NAMES = {
    Kind.PNG: "a PNG picture",
    Kind.JPEG: "a JPEG picture",
    Kind.WEBP: "a WebP picture",
    Kind.GIF: "a GIF picture",
    Kind.TIFF: "a TIFF picture",
    Kind.BMP: "a BMP picture",
    Kind.HEIC: "a HEIC picture",
    Kind.AVIF: "an AVIF picture",
    Kind.MP3: "an MP3 file",
    Kind.WAV: "a WAV file",
    Kind.FLAC: "a FLAC file",
    Kind.OGG: "an Ogg file",
    Kind.M4A: "an M4A file",
    Kind.AAC: "an AAC stream",
    Kind.AIFF: "an AIFF file",
    Kind.MP4: "an MP4 film",
    Kind.MATROSKA: "a Matroska film",
    Kind.AVI: "an AVI film",
    Kind.OTHER: "of no kind that is known here",
}

STARTS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"fLaC", Kind.FLAC),
    (b"OggS", Kind.OGG),
    (b"\x1aE\xdf\xa3", Kind.MATROSKA),
)
FORMS = {
    b"WEBP": Kind.WEBP,
    b"WAVE": Kind.WAV,
    b"AVI ": Kind.AVI,
    b"AIFF": Kind.AIFF,
    b"AIFC": Kind.AIFF,
}
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})


def kind_of(path: Path) -> Kind:
    """Return what the file at `path` is.

    Raises InputError (unreadable-file, empty-file).
    """
    return identify(path, read_head(path))


def read_head(path: Path) -> bytes:
    """Read a file's first bytes, at most HEAD; refuse what is no file, such as a pipe that never answers."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise InputError(f"{path.name} is not a file", code="unreadable-file", hint="give the path of a file")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InputError(
            f"{path.name} can't be opened: {error.strerror}",
            code="unreadable-file",
            hint="see that it is still there, and that you have the right to read it",
        ) from error
    if not head:
        raise InputError(f"{path.name} is empty", code="empty-file", hint="the file has no bytes; copy it again")
    return head


def identify(path: Path, head: bytes) -> Kind:
    """Return what a file is whose first bytes are `head`; further on it is read only behind an ID3 tag."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return Kind.BMP
    if head[:4] in {b"RIFF", b"RF64", b"FORM"}:
        return FORMS.get(head[8:12], Kind.OTHER)
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head[:3] == b"ID3" and len(head) >= 10:
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        with path.open("rb") as file:
            file.seek(10 + length)
            after = file.read(HEAD)
        return Kind.FLAC if after[:4] == b"fLaC" else Kind.AAC if _is_adts(after) else Kind.MP3
    if _is_adts(head):
        return Kind.AAC
    is_frame = head[0] == 0xFF and len(head) > 3 and head[1] & 0xE0 == 0xE0
    if is_frame and head[1] & 0x06 and head[1] & 0x18 != 0x08 and head[2] < 0xF0 and head[2] & 0x0C != 0x0C:
        return Kind.MP3
    return Kind.OTHER


def _is_adts(head: bytes) -> bool:
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0 and head[2] & 0x3C < 0x34


def _by_brands(head: bytes) -> Kind:
    """Tell photos, sound and film apart among files of boxes (ISO/IEC 14496-12)."""
    end = min(len(head), int.from_bytes(head[:4], "big"))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    if brands & AVIF_BRANDS:
        return Kind.AVIF
    if brands & HEIC_BRANDS:
        return Kind.HEIC
    return Kind.M4A if head[8:11] in {b"M4A", b"M4B", b"F4A"} else Kind.MP4
