"""All benchmarks, one after another: `python -m tests.benchmarks [NAME…]`; `--list` names them."""

from __future__ import annotations

import subprocess
import sys

NAMES = {
    "core": "the core beside ninja and plain doit, and the front door beside bare Python",
    "segment": "a moving still beside the encoder's own floor; threads; jitter",
    "film": "a short film beside MoviePy and hand-written ffmpeg",
    "join": "the MP4 joiner beside cat and ffmpeg's concat demuxer",
}


def main() -> None:
    """Run those that are named, or all."""
    if "--list" in sys.argv:
        for name, about in NAMES.items():
            print(f"{name:8} {about}")
        return
    for name in sys.argv[1:] or NAMES:
        print(f"\n== {name}: {NAMES[name]}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
