"""Font: what the SoundFont plays.

The font that comes with the install is the one in `pretty_midi`'s wheel, found without importing it. A person
may name a better one in the settings.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import ToolError
from nbstudio.sound.composing.midi import Played, write

RATE = 48_000
TAIL = 3.0  # seconds after the end, for what still rings


def bundled() -> Path:
    """Return the SoundFont that comes with the install.

    Raises ToolError where the install is broken.
    """
    found = importlib.util.find_spec("pretty_midi")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for path in sorted(Path(folder).rglob("*.sf2")):
            return path
    raise ToolError("the SoundFont is missing", code="no-soundfont", hint="install nbstudio again")


def play(font: bytes, notes: Sequence[Played], program: int, *, drums: bool, samples: int) -> NDArray[np.float32]:
    """Return notes as the SoundFont's program plays them: (2, samples) at RATE."""
    import midirenderer
    from scipy import signal
    from scipy.io import wavfile

    made = midirenderer.render_wave_from(font, write(notes, program, drums=drums, seconds=samples / RATE + TAIL))
    rate, data = wavfile.read(io.BytesIO(bytes(made)))
    sound = data.astype(np.float32).T
    if data.dtype.kind == "i":
        sound /= np.float32(np.iinfo(data.dtype).max)
    if sound.ndim == 1:
        sound = np.stack([sound, sound])
    if rate != RATE:
        shared = np.gcd(int(rate), RATE)
        sound = signal.resample_poly(sound, RATE // shared, int(rate) // shared, axis=1).astype(np.float32)
    out = np.zeros((2, samples), np.float32)
    count = min(samples, sound.shape[1])
    out[:, :count] = sound[:, :count]
    return out
