"""Phrases: the rhythms that melodies are made of, two bars each, by the way a genre sings.

Written as in rhythm.py. They breathe: nearly all leave a rest before the next phrase begins. `verse` talks,
`chorus` sings out, `bridge` holds.
"""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "straight": {
        "verse": (
            "x-x-x---x-x-x---|x-x-x-------....",
            "....x-x-x-x-x---|x-x-x-----......",
            "x---x-x-x---x---|x-x-x-------....",
            "x-----x-x-x-x---|x---x-------....",
        ),
        "chorus": (
            "x-----x-x---x---|x---------x-x-..",
            "x---x---x-----x-|x-------x---....",
            "x-------x---x-x-|x-----------....",
            "x---x-x-x-------|x---x-x-x---....",
        ),
        "bridge": (
            "x-------x-------|x-------x---....",
            "x-----------x---|x-----------....",
        ),
    },
    "syncopated": {
        "verse": (
            "..x-x-x-..x-x---|..x-x-x-----....",
            "x-x--x--x-x-x---|..x-x-----......",
            "..x-x--x--x-x-x-|x-------........",
            "x--x--x-x-x-....|x--x--x---......",
        ),
        "chorus": (
            "x-----x--x--x---|..x-x--x--x-----",
            "x--x--x-----x-x-|x--x--x---------",
            "x---x--x--x-----|x---x--x-----...",
            "x-x---x---x-x---|--x-x---x-----..",
        ),
        "bridge": (
            "x-----------x-x-|x-----------....",
            "..x-----x-----x-|x-----------....",
        ),
    },
    "swung": {
        "verse": (
            "..x-x-x---x-x-x-|x---..x-x-......",
            "x-x-..x-x---x-x-|..x-x---........",
            "....x-x-x-x-..x-|x-----x-........",
        ),
        "chorus": (
            "x---..x-x---x-x-|x-----x-x---....",
            "x-x-x---..x-x---|x-x-x-------....",
            "..x-x---x-x-x---|..x-x-------....",
        ),
        "bridge": (
            "x-------..x-x---|x-----------....",
            "x---x-x-x-------|..x-x-------....",
        ),
    },
    "long": {
        "verse": (
            "x---------------|....x-------....",
            "........x-------|x-----------....",
        ),
        "chorus": (
            "x-------x-------|x-----------....",
            "x-----------x---|x-----------....",
        ),
        "bridge": (
            "x---------------|x---------------",
            "........x-------|x---------------",
        ),
    },
    "sparse": {
        "verse": (
            "x--x--..........|x--x--x---......",
            "..x-x-..x---....|................",
            "x-----x---......|..x-x---........",
        ),
        "chorus": (
            "x--x--x---x-....|x--x--x-------..",
            "x---x--x--..x-x-|x-------........",
            "x--x--x--x--x-x-|x-----..........",
        ),
        "bridge": (
            "x-----------....|x-----------....",
            "x-----x---------|................",
        ),
    },
}

SHAPES: tuple[tuple[int, ...], ...] = (
    (0, 0, 1, 0),
    (0, 1, 0, 2),
    (0, 0, 0, 1),
    (0, 1, 0, 1),
)
"""Which of its phrases a section sings in each of four places; the same number is the same phrase varied."""

LIFTS: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "verse": ((0, 1, 2, 0), (0, -1, 1, -1), (1, 0, 2, -1)),
    "chorus": ((0, 2, 4, 1), (2, 3, 1, 0), (0, 2, 3, 0)),
    "bridge": ((2, 3, 4, 5), (-1, 1, 3, 4)),
}
"""How high, in semitones from the middle, each of the four phrases aims."""
