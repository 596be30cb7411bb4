"""Style: how captions look, in numbers; rules/catalog/captions.yaml names such looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

CASES = ("as-written", "upper", "lower")
ENTERS = ("fade", "rise", "none")
POSITIONS = ("bottom", "middle", "top")


@dataclass(frozen=True, slots=True)
class Style:
    """Lengths are in em of the text, times in seconds, `size` in percent of the mean of the frame's sides."""

    family: str = "Inter"
    weight: int = 700
    size: float = 5.0
    case: str = "as-written"
    spacing: float = 0.0
    """Added between letters."""
    leading: float = 1.18
    """From baseline to baseline."""
    fill: str = "#ffffff"
    accent: str = "#ffd24a"
    """What is sung, or being sung."""
    outline: str = "#000000"
    outline_width: float = 0.07
    shadow: str = "#000000"
    shadow_opacity: float = 0.6
    shadow_blur: float = 0.16
    shadow_drop: float = 0.05
    enter: str = "fade"
    fade: float = 0.2
    reveal: bool = False
    """Whether words appear only when they are sung (mode `word`)."""

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Style:
        """Read a style as a catalog's entry or a step's params have it; other keys are not looked at."""
        known = {field.name for field in fields(cls)}
        named = {str(key).replace("-", "_"): value for key, value in params.items()}
        return cls(**{key: value for key, value in named.items() if key in known})


def colour(text: str) -> tuple[float, float, float]:
    """Return `#rrggbb` as blue, green, red from 0 to 1."""
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return blue, green, red
