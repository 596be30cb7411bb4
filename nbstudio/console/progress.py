"""Progress: the listener that suits where a build is watched."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nbstudio.console.lines import Lines

if TYPE_CHECKING:
    from nbstudio.console.live import Display


def listener(name: str, jobs: int) -> Lines | Display:
    """Return what shows the build `name`: a live picture on a terminal, lines elsewhere."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from nbstudio.console.live import display  # rich: only where it is seen

        return display(name, jobs)
    return Lines(name, jobs)
