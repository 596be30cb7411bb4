"""A set of songs with their truth, from MIDI that Debian packs: `python -m tests.benchmarks songs OUT [FOLDER…]`.

Nothing of it may be kept here (GPL-2 and the like), so it is made where it is needed:

    apt-get install openttd-openmsx simutrans-data freedink-data planetblupi-music-midi

Every MIDI file of a folder (theirs, where none is named) is played by the SoundFont that comes with the install and
written as OUT/tune/NAME.mp3 or OUT/kept/NAME.mp3, the truth of its tempo map beside it as `beats` reads it. One half
is for tuning, the other is kept apart: which one a piece goes to is told by a digest of its name. The pieces of the
development set are left out of both, and so are those whose tempo map does not tell the beat: too short, or with so
few of their notes on it that they were played freely. A tempo map may still be an octave from what a foot taps, or
begin its bars elsewhere than the music does; no file was left out for what was heard in it.

Measured in November 2026, F of beats and downbeats (the median in brackets): tune, 38 songs, 0.889 (0.996) and 0.638
(0.957); kept, 39 songs, looked at once, 0.816 (0.996) and 0.679 (0.989).
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.composing import font

PACKED = ("games/openttd/baseset/openmsx", "games/simutrans/music", "games/dink/dink/Sound", "planetblupi/music")
HALVES = ("tune", "kept")
DEVELOPMENT = frozenset(
    {
        "careless_perc_redfarn",
        "chemistry_lab",
        "city_blues_redfarn",
        "harp_harmony",
        "keep_on_rolling",
        "linns_basket",
        "moo_redfarn",
        "mosey_along_redfarn",
        "no_work_song_redfarn",
        "run_for_your_life",
        "ultimate_run",
    }
)
SHORTEST, LONGEST = 40.0, 75.0  # seconds
ON, FEWEST_ON = 0.06, 0.25  # of a beat; share of notes that begin so near to one: by chance it is 0.12


def truth(path: Path) -> dict[str, object] | None:
    """Return the truth about a MIDI file, or nothing where its tempo map does not tell it."""
    import pretty_midi

    try:
        piece = pretty_midi.PrettyMIDI(str(path))
    except Exception:  # the parser has no error of its own
        return None
    starts = np.array(sorted(note.start for part in piece.instruments for note in part.notes))
    if len(starts) < 100 or starts[-1] - starts[0] < SHORTEST:
        return None
    beats = piece.get_beats()
    at = np.clip(np.searchsorted(beats, starts, "right") - 1, 0, len(beats) - 2)
    place = (starts - beats[at]) / (beats[at + 1] - beats[at])
    if np.mean(np.abs(place - np.round(place)) < ON) < FEWEST_ON:
        return None
    end = float(min(LONGEST, piece.get_end_time()))

    def heard(times: NDArray[np.float64]) -> list[float]:
        return [round(float(time), 6) for time in times if starts[0] - 0.05 <= time <= end]

    return {"beats": heard(beats), "downbeats": heard(piece.get_downbeats()), "end": end}


def render(path: Path, out: Path, end: float) -> None:
    """Play the beginning of a MIDI file."""
    import imageio_ffmpeg
    import midirenderer

    sound = bytes(midirenderer.render_wave_from(font.bundled().read_bytes(), path.read_bytes()))
    with tempfile.NamedTemporaryFile(suffix=".wav") as played:
        played.write(io.BytesIO(sound).getbuffer())
        played.flush()
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", played.name, "-t", str(end)]
        subprocess.run([*command, "-b:a", "192k", str(out)], check=True)


def main(arguments: list[str]) -> int:
    """Make the set; say what became of each file."""
    if not arguments:
        print(__doc__)
        return 0
    out = Path(arguments[0])
    folders = [Path(name) for name in arguments[1:]] or [Path("/usr/share") / name for name in PACKED]
    files = sorted(path for folder in folders if folder.is_dir() for path in folder.glob("*.mid"))
    if not files:
        print("no MIDI files: apt-get install openttd-openmsx simutrans-data freedink-data planetblupi-music-midi")
        return 2
    made = dict.fromkeys(HALVES, 0)
    for path in files:
        told = truth(path) if path.stem not in DEVELOPMENT else None
        if told is None:
            print(f"{path.stem}: left out")
            continue
        half = HALVES[hashlib.sha256(path.stem.encode()).digest()[0] % 2]
        song = out / half / f"{path.stem}.mp3"
        song.parent.mkdir(parents=True, exist_ok=True)
        if not song.with_suffix(".json").exists():
            render(path, song, float(str(told["end"])))
            song.with_suffix(".json").write_text(json.dumps(told), "utf-8")
        made[half] += 1
    print(", ".join(f"{count} in {out / half}" for half, count in made.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
