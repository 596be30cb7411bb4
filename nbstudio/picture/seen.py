"""Seen: a scene as somebody comes to stand in it: its setting with something changed, by lens, landmark or company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbstudio.picture.person import Float, Setting


@dataclass(frozen=True, slots=True)
class Seen:
    """A setting, whoever painted it; see `picture.scenery` for what each means."""

    back: Float
    front: Float | None
    lamp: tuple[float, float]
    key: tuple[float, float, float]
    ambient: tuple[float, float, float]
    horizon: float
    haze: float


FIELDS = tuple(Seen.__dataclass_fields__)


def changed(setting: Setting, **changes: Any) -> Seen:
    """Return a setting with some of its fields changed."""
    return Seen(**{name: getattr(setting, name) for name in FIELDS} | changes)
