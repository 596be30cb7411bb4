"""What captions cost: `python -m tests.benchmarks.captions`.

The same shot at 1080p without captions, with a whole line and with a karaoke sweep over every frame, in CPU
milliseconds a frame, interleaved; then what setting one line costs once. At last the safe area: how near the ink
of the longest line comes to its edges in every aspect.
"""

from __future__ import annotations

import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from nbstudio.picture.captions.area import safe
from nbstudio.picture.captions.overlay import Overlay
from nbstudio.picture.segment import Format, Shot, render_body
from tests.benchmarks.segment import MOTION, SIZE, cpu, picture
from tests.picture.captions.test_overlay import LONGEST, event, frame, ink, params

FRAMES = 90
ASPECTS = {"16:9": (1920, 1080), "1:1": (1080, 1080), "4:5": (1080, 1350), "9:16": (1080, 1920)}
TEXT = "First light, over the edge of the world"


def main() -> None:
    """Print the costs and the margins."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        still = picture(folder / "still.png", 1)
        shot = Shot(still, MOTION, FRAMES, 0)
        form = Format(*SIZE, Fraction(30), "standard")
        kinds: dict[str, Any] = {"none": None}
        kinds |= {mode: params(event(TEXT, 0, FRAMES), mode=mode) for mode in ("line", "karaoke")}
        best = dict.fromkeys(kinds, float("inf"))
        for _ in range(3):
            for kind, captions in kinds.items():

                def work(captions: Any = captions) -> None:
                    render_body(shot, FRAMES, form, folder / "a.mp4", captions=captions)

                best[kind] = min(best[kind], cpu(work) / FRAMES)
        for kind, spent in best.items():
            print(f"{kind:8} {spent:6.2f} ms a frame, {spent / best['none']:.3f} of the same without captions")
    planes = frame(*SIZE)
    for mode in ("line", "karaoke"):
        overlay = Overlay(params(event(TEXT), mode=mode), *SIZE)
        start = time.thread_time()
        overlay.lay(planes, 0)
        set_once = 1000 * (time.thread_time() - start)
        each = cpu(lambda overlay=overlay: [overlay.lay(planes, n) for n in range(FRAMES)]) / FRAMES
        print(f"{mode:8} laid over a frame: {each:.2f} ms, and {set_once:.0f} ms once for the line")
    for aspect, (width, height) in ASPECTS.items():
        here, area = frame(width, height), safe(width, height)
        Overlay(params(event(LONGEST)), width, height).lay(here, 0)
        rows, columns = np.nonzero(ink(here))
        margins = columns.min() - area.left, area.right - 1 - columns.max(), area.bottom - 1 - rows.max()
        print(
            f"{aspect:5} ink inside the safe area by {margins[0]}, {margins[1]} (sides) and {margins[2]} (below) pixels"
        )


if __name__ == "__main__":
    main()
