"""Footage that tests make up, by ffmpeg's own test sources."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from PIL import Image

from nbstudio import process


def film(path: Path, source: str, *words: str, before: tuple[str, ...] = ()) -> Path:
    """Encode a source of lavfi; `words` are what ffmpeg is told of the output, `before` of the source."""
    codec = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-threads", "1")
    _run(*before, "-f", "lavfi", "-i", source, *codec, *words, str(path))
    return path


def counted(
    path: Path, *, rate: int = 24, seconds: float = 2, size: str = "64x48", words: tuple[str, ...] = ()
) -> Path:
    """Encode frames each of which is as bright as its number: luma 20 + 3 n."""
    source = f"color=black:size={size}:rate={rate}:duration={seconds},geq=lum='20+3*N':cb=128:cr=128"
    return film(path, source, "-crf", "4", *words)


def turned(path: Path, source: Path, degrees: int) -> Path:
    """Copy a film with the flag that a telephone sets that was held on its side."""
    _run("-display_rotation", str(degrees), "-i", str(source), "-c", "copy", str(path))
    return path


def sound(path: Path) -> Path:
    """Leave an MP4 that holds nothing but a tone."""
    _run("-f", "lavfi", "-i", "sine=440:duration=1", "-c:a", "aac", str(path))
    return path


def animation(path: Path, *, rate: int = 10, frames: int = 10, size: tuple[int, int] = (64, 48)) -> Path:
    """Leave a GIF, PNG or WebP of grey frames, each as bright as its number (20 + 10 n), on the left half alone."""
    pictures = []
    for n in range(frames):
        picture = Image.new("RGBA", size)
        picture.paste((20 + 10 * n,) * 3 + (255,), (0, 0, size[0] // 2, size[1]))
        pictures.append(picture)
    form: dict[str, Any] = {"lossless": True} if path.suffix == ".webp" else {}
    disposal = 2 if path.suffix == ".gif" else 1
    more = {"append_images": pictures[1:], "duration": 1000 // rate, "disposal": disposal, "loop": 0, **form}
    pictures[0].save(path, save_all=True, **more)
    return path


def with_sound(path: Path, source: Path) -> Path:
    """Copy a film and put a tone beside its pictures."""
    _run(
        "-i",
        str(source),
        "-f",
        "lavfi",
        "-i",
        "sine=440:duration=3",
        "-c:v",
        "copy",
        "-c:a",
        "aac",
        "-shortest",
        str(path),
    )
    return path


def interlaced(path: Path, source: str) -> Path:
    """Encode a source of twice the rate as fields, the upper one first."""
    return film(
        path,
        f"{source},tinterlace=interleave_top,setfield=tff",
        "-flags",
        "+ilme+ildct",
        "-qp",
        "0",
        "-x264-params",
        "tff=1",
    )


def _run(*words: str) -> None:
    subprocess.run([str(process.ffmpeg()), "-y", "-loglevel", "error", *words], check=True, timeout=60)
