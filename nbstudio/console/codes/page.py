"""Page: what `nbstudio explain` shows of one code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """What a code means and what to do about it; an example where one says more."""

    about: str
    example: str = ""
