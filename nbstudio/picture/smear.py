"""Smear: the motion blur of a camera that turns or zooms, by three warps in place of eight.

Averaging a picture with itself moved by d, then by 2d, then by 4d is the average of eight positions. It is done
at half the size, where what is blurred has nothing to lose.
"""

from __future__ import annotations

from nbstudio.picture.blend import around, mixed, moved, resized
from nbstudio.picture.colour import Planes

LEAST = 0.02
"""Below this much blur a picture is left sharp, up to twice of it mixed, so that nothing jumps."""


def smeared(a: Planes, zoom: float, turn: float, amount: float) -> Planes:
    """Return a picture blurred along the way from where it is to `zoom` times as large and turned by `turn` degrees.

    `amount` says how visible that is, 0 to 1: it only decides how much of the sharp picture stays.
    """
    if amount <= LEAST:
        return a
    rows, columns = a.y.shape
    small = resized(a, (rows // 4 * 2, columns // 4 * 2))
    centre = (small.y.shape[1] / 2 - 0.5, small.y.shape[0] / 2 - 0.5)
    for n in (4, 2, 1):
        share = n / 8
        small = mixed(small, moved(small, around(centre, zoom**share, turn * share)), 0.5)
    return mixed(a, resized(small, (rows, columns)), min(1.0, (amount - LEAST) / LEAST))
