"""Spots: what is said of one place: the shape of the phrases that a storyboard is written of."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """The phrases of one place, the places that belong to its world, and its contrast."""

    locations: tuple[str, ...]
    spots: tuple[str, ...]
    views: tuple[str, ...]
    details: tuple[str, ...]
    near: tuple[str, ...]
    dream: str


INSIDE = frozenset({"interior", "cabin", "train", "car", "bar", "bedroom", "kitchen", "booth", "studio"})
"""Rooms so small that nobody is far away in them."""
CRAMPED = frozenset({"train", "car"})
"""Places in which nobody can be seen from head to foot."""
GLAZED = frozenset({"interior", "train", "car", "bar", "bedroom", "kitchen", "airport", "church", "library"})
"""Places that see the weather through a window."""
WITHOUT_WEATHER = frozenset({"space", "orbit", "cabin", "stage", "abstract", "booth", "studio", "subway", "corridor"})
DARK = frozenset({"space", "orbit", "cabin", "stage", "abstract", "bar", "booth", "subway"})
"""Places seen by their own lights, so at night where nothing else is said."""
