"""All benchmarks, one after another: `python -m tests.benchmarks [NAME…] [ARGUMENT…]`; `--list` names them."""

from __future__ import annotations

import subprocess
import sys

NAMES = {
    "beats": "beats, bars, sections and joins beside the truth; takes a FOLDER of songs and their truths",
    "core": "the core beside ninja and plain doit, and the front door beside bare Python",
    "stills": "stills of eight styles as a build makes them, CPU seconds each",
    "segment": "a moving still, and one in layers, beside the encoder's own floor; memory; threads; jitter",
    "transitions": "every transition, per 1080p frame",
    "styles": "five shots in every style, side by side, and how far apart any two styles are",
    "sheets": "contact sheets of films in every style, to look at; takes --photo, --song, --out",
    "film": "a short film beside MoviePy and hand-written ffmpeg",
    "identity": "how often the score of two faces is wrong; takes a FOLDER of people",
    "songs": "make a set of songs with their truth; takes the FOLDER to make",
    "cutting": "where a storyboard's joins fall in songs, by energy and style; takes a folder of songs",
    "captions": "what captions cost a frame, and how they keep to the safe area",
    "words": "words in time: spoken and sung over music, against known starts",
    "voices": "the voices read back by a recogniser (needs the extra asr)",
    "mix": "loudness, true peak, ducking and joins of built films by independent meters; eight tracks beside ffmpeg",
    "join": "the MP4 joiner beside cat and ffmpeg's concat demuxer",
}


def main() -> None:
    """Run those that are named, or all."""
    if "--list" in sys.argv:
        for name, about in NAMES.items():
            print(f"{name:12} {about}")
        return
    words = sys.argv[1:]
    more = words[1:] if words and words[0] in NAMES and any(word not in NAMES for word in words) else []
    for name in words[:1] if more else words or NAMES:
        print(f"\n== {name}: {NAMES[name]}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", *more], check=True)


if __name__ == "__main__":
    main()
