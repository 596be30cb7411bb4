"""Choice: which face of several is meant: the largest, the one at left or right, or by number from the left."""

from __future__ import annotations

import re

from nbstudio.errors import InputError
from nbstudio.faces.detect import Face

WORDS = ("largest", "left", "right")
FORM = re.compile(r"largest|left|right|[1-9]\d?")


def chosen(faces: tuple[Face, ...], choose: str) -> tuple[Face, ...]:
    """Return `faces` (largest first) with the one that `choose` means at the front.

    Raises InputError (no-such-face) for a number that there is no face for.
    """
    if not faces or choose == "largest":
        return faces
    across = sorted(faces, key=lambda face: face.box[0] + face.box[2] / 2)
    if choose.isdigit() and int(choose) > len(across):
        raise InputError(
            f"there is no face {choose} in the photo",
            code="no-such-face",
            notes=[f"{len(across)} can be found, counted from the left"],
            hint="`nbstudio face PHOTO --sheet faces.png` shows them",
        )
    one = across[int(choose) - 1] if choose.isdigit() else across[0 if choose == "left" else -1]
    return (one, *(face for face in faces if face is not one))
