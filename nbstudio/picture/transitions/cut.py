"""Cut: one frame after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.transition import Mixer, Stage


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the first picture for the first half, the second for the rest."""
    del params, stage
    return lambda a, b, t: a if t < 0.5 else b
