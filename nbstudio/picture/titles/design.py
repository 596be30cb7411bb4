"""Design: how titles look, in numbers; rules/catalog/titles.yaml names such designs, and a style names one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

CASES = ("as-written", "upper", "lower")
PLACES = ("centre", "lower-left", "lower", "upper")
REVEALS = ("fade", "track", "wipe", "rise")


@dataclass(frozen=True, slots=True)
class Design:
    """Tracking is in em, sizes in percent of the mean of the frame's sides, times in seconds, shares 0 to 1."""

    family: str = "Montserrat"
    weight: int = 600
    case: str = "upper"
    tracking: float = 0.12
    """Added between letters."""
    size: float = 9.0
    """Of the title, where it fits."""
    leading: float = 1.12
    """From baseline to baseline, in em."""
    second_family: str = ""
    """Of the subtitle and the credits; the title's own where there is none."""
    second_weight: int = 400
    second_case: str = "upper"
    second_tracking: float = 0.18
    second_size: float = 0.30
    """Of the subtitle, as a share of the title's size."""
    fill: str = "#ffffff"
    accent: str = "#ffffff"
    """Colour of what is not the title."""
    place: str = "centre"
    over: str = "lower"
    """Its place where it lies over a picture, in whose middle there is mostly a face."""
    line: float = 0.0
    """A thin line between title and subtitle: its length as a share of the title's width."""
    scrim: float = 0.45
    """How much darker the picture is behind the letters."""
    shadow: float = 0.5
    glow: float = 0.0
    """Light of the accent's colour around the letters, as of a tube."""
    reveal: str = "fade"
    enter: float = 0.9
    leave: float = 0.6

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Design:
        """Read a design as a catalog's entry or a step's params have it; other keys are not looked at."""
        known = {field.name for field in fields(cls)}
        named = {str(key).replace("-", "_"): value for key, value in params.items()}
        return cls(**{key: value for key, value in named.items() if key in known})


def cased(text: str, case: str) -> str:
    """Return a text in capitals or without, as its design has it."""
    return {"upper": text.upper(), "lower": text.lower()}.get(case, text)
