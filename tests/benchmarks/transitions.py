"""What every transition costs: `python -m tests.benchmarks.transitions [NAME…]`.

CPU milliseconds per 1080p frame of mixing two pictures, in one thread, over the frames of a second; what is made
once for a transition counts with the frames. Encoding and the motion of both stills come on top, as they do for
any frame.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from ruamel.yaml import YAML

from nbstudio.picture.colour import Planes, planes
from nbstudio.picture.transition import Stage, mixer

CATALOG = Path(__file__).parents[2] / "rules" / "catalog" / "transitions.yaml"
SIZE = (1920, 1080)
FRAMES = 15


def picture(seed: int) -> Planes:
    """Return planes with detail at every scale."""
    noise = np.random.default_rng(seed)
    total = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for octave in range(8):
        grid = noise.random((3 * 2**octave, 5 * 2**octave, 3)).astype(np.float32)
        total += cv2.resize(grid, SIZE, interpolation=cv2.INTER_CUBIC) / 1.7**octave
    return planes((255 * (total - total.min()) / np.ptp(total)).astype(np.uint8))


def cost(entry: dict[str, Any], a: Planes, b: Planes) -> float:
    """Return the CPU milliseconds of a frame."""
    start = time.thread_time()
    mix = mixer(entry, Stage(*SIZE, seed=1))
    for n in range(FRAMES):
        mix(a, b, (n + 1) / (FRAMES + 1))
    return 1000 * (time.thread_time() - start) / FRAMES


def main() -> None:
    """Print the table, the dearest last."""
    cv2.setNumThreads(1)
    entries = YAML(typ="safe").load(CATALOG.read_text("utf-8"))
    a, b = picture(1), picture(2)
    names = sys.argv[1:] or list(entries)
    found = {name: min(cost(entries[name], a, b) for _ in range(3)) for name in names}
    for name, spent in sorted(found.items(), key=lambda item: item[1]):
        print(f"{name:18} {spent:6.2f} ms  {entries[name]['family']}")
    print(f"{len(found)} transitions: {np.mean(list(found.values())):.1f} ms on average")


if __name__ == "__main__":
    main()
