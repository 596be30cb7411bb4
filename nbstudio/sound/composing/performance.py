"""Performance: a composition, composed or arranged from a recording, as a file of sound.

What is left is WAV at 48 kHz, stereo, 24 bits: lossless, and read alike by everything.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import ToolError
from nbstudio.sound.composing import font as fonts
from nbstudio.sound.composing.library import Arranged
from nbstudio.sound.composing.score import RATE, Score

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(text: str) -> Score | Arranged:
    """Return the composition that a text is.

    Raises ValueError where it is none.
    """
    return Arranged.from_json(text) if '"library"' in text[:200] else Score.from_json(text)


def perform(
    composition: Path,
    out: Path,
    *,
    own: Path | None = None,
    digest: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Mapping[str, Any]:
    """Leave the composition's sound at `out`, and return facts about it; `own` is a SoundFont of the person's.

    Raises ToolError (no-soundfont) where the installed font is another than `digest` says.
    """
    piece = read(composition.read_text("utf-8"))
    facts: dict[str, Any] = dict(piece.facts())
    if isinstance(piece, Arranged):
        from nbstudio.sound.composing import library

        sound = library.render(piece)
    else:
        from nbstudio.sound.composing.render import render

        data = font(own, digest)
        sound = render(piece, data, progress)
        facts["soundfont"] = own.name if own else f"{fonts.bundled().name} (GPL-2.0)"
    save(sound, out)
    return facts


def font(own: Path | None, digest: str | None) -> bytes:
    """Return the SoundFont's bytes: the person's own, or the installed one, which must be the one expected."""
    if own is not None:
        return own.read_bytes()
    path = fonts.bundled()
    data = path.read_bytes()
    if digest and hashlib.sha256(data).hexdigest() != digest:
        raise ToolError(
            f"{path.name} is another SoundFont than the one that the rule `music` names",
            code="no-soundfont",
            hint="install nbstudio again, or copy rules/music.yaml and name yours in its `files`",
        )
    return data


def save(sound: NDArray[np.float32], out: Path) -> None:
    """Write (samples, 2) float32 at RATE as a WAV file of 24 bits."""
    whole = np.clip(np.rint(sound.astype(np.float64) * 8388607.0), -8388608, 8388607).astype("<i4")
    data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    width = 2 * 3
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, RATE, RATE * width, width, 24)
    head = struct.pack("<4sI4s", b"RIFF", 4 + len(form) + 8 + len(data), b"WAVE")
    out.write_bytes(head + form + struct.pack("<4sI", b"data", len(data)) + data)
