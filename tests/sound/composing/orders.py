"""Orders for tests: the library's own presets."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nbstudio.sound.composing.order import Order

CATALOG = Path(__file__).parents[3] / "rules" / "catalog"


@cache
def presets() -> dict[str, Any]:
    return dict(YAML(typ="safe").load((CATALOG / "audio_presets.yaml").read_text("utf-8")))


@cache
def instruments() -> dict[str, Any]:
    found = YAML(typ="safe").load((CATALOG / "instruments.yaml").read_text("utf-8"))
    return {name: {"name": name, **voice} for name, voice in found.items()}


GENRES = tuple(presets())


def order(genre: str = "pop", **changes: Any) -> Order:
    return Order(genre, presets()[genre], instruments(), **changes)
