"""Sequence parameter set: what H.264 pictures say of themselves (ITU-T H.264, 7.3.2.1.1 and E.1.1).

Players believe it before the file's `colr` box, so that both must tell the same.
"""

from __future__ import annotations

from nbstudio.mux.boxes import damaged

WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})  # profiles
ANY_ASPECT = 255
UNSPECIFIED = 2

Colour = tuple[int, int, int, bool]  # primaries, transfer, matrix (ITU-T H.273); full range


class Bits:
    """The bits of a NAL unit's payload, read from first to last, emulation prevention taken out."""

    def __init__(self, data: bytes) -> None:
        plain = data.replace(b"\0\0\3", b"\0\0")
        self._value = int.from_bytes(plain, "big")
        self._left = len(plain) * 8

    def take(self, count: int) -> int:
        """Return the next `count` bits as an unsigned number."""
        self._left -= count
        if self._left < 0:
            raise damaged("a sequence parameter set ends too early")
        return self._value >> self._left & ((1 << count) - 1)

    def golomb(self) -> int:
        """Return the next Exp-Golomb coded number (9.1), not signed."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """Return the next signed Exp-Golomb coded number (9.1.1)."""
        code = self.golomb()
        return (code + 1) // 2 if code & 1 else -(code // 2)


def colour(avcc: bytes) -> Colour | None:
    """Return what the first parameter set of an `avcC` says of colour; nothing where it is silent.

    Raises StepError (mp4-damaged).
    """
    if len(avcc) < 9 or not avcc[5] & 31:
        raise damaged("the decoder settings hold no sequence parameter set")
    bits = Bits(avcc[9 : 8 + int.from_bytes(avcc[6:8], "big")])
    _skip_to_vui(bits)
    if not bits.take(1):
        return None
    if bits.take(1) and bits.take(8) == ANY_ASPECT:
        bits.take(32)
    if bits.take(1):  # overscan
        bits.take(1)
    if not bits.take(1):
        return None
    bits.take(3)  # video format
    full = bool(bits.take(1))
    if not bits.take(1):
        return UNSPECIFIED, UNSPECIFIED, UNSPECIFIED, full
    return bits.take(8), bits.take(8), bits.take(8), full


def _skip_to_vui(bits: Bits) -> None:
    """Read past all that stands before the usability information."""
    profile = bits.take(8)
    bits.take(16)  # constraints, level
    bits.golomb()
    if profile in WITH_CHROMA:
        chroma = bits.golomb()
        if chroma == 3:
            bits.take(1)
        bits.golomb()
        bits.golomb()
        bits.take(1)
        if bits.take(1):
            for matrix in range(8 if chroma != 3 else 12):
                if bits.take(1):
                    _skip_scaling(bits, 16 if matrix < 6 else 64)
    bits.golomb()
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        bits.golomb()
        bits.golomb()
        for _ in range(bits.golomb()):
            bits.golomb()
    bits.golomb()  # reference frames
    bits.take(1)
    bits.golomb()  # width and height in macroblocks
    bits.golomb()
    if not bits.take(1):  # fields
        bits.take(1)
    bits.take(1)
    if bits.take(1):  # cropping
        for _ in range(4):
            bits.golomb()


def _skip_scaling(bits: Bits, size: int) -> None:
    """Read past a scaling list (7.3.2.1.1.1)."""
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last
