"""Order: everything that a song is composed from, as one plain value.

It holds the genre's preset and the instruments by value, so that whoever keeps it can tell whether anything
that matters has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nbstudio.sound.composing.theory import Key, tonic


@dataclass(frozen=True)
class Order:
    """What is asked for. `bpm`, `key` and `seconds` are nothing where the composer may choose."""

    genre: str
    preset: Mapping[str, Any]
    instruments: Mapping[str, Mapping[str, Any]]
    bpm: float | None = None
    key: str | None = None
    """As `A minor`."""
    seconds: float | None = None
    seed: int = 0
    moods: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    """Instruments wanted beside the preset's own."""
    without: tuple[str, ...] = ()
    """Roles and instruments that must not play."""
    lyrics: bool = False
    prompt: str = ""
    """The words, where lyrics are to be written about them."""

    def to_params(self) -> dict[str, Any]:
        """Return it as plain values."""
        data = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    @staticmethod
    def from_params(params: Mapping[str, Any]) -> Order:
        """Return the order that `to_params` made."""
        data = dict(params)
        for key in ("moods", "adds", "without"):
            data[key] = tuple(data.get(key) or ())
        return Order(**data)


def key_of(text: str) -> Key:
    """Return the key that a text as `F# minor`, `Bb` or `d dorian` names.

    Raises ValueError for what is none.
    """
    from nbstudio.sound.composing.theory import SCALES

    words = text.replace("-", " ").split()
    if (words and words[-1] in {"sharp", "flat"}) or (len(words) > 1 and words[1].lower() in {"sharp", "flat"}):
        words = [words[0] + ("#" if "sharp" in (word.lower() for word in words) else "b"), *words[2:]]
    if not words or len(words) > 2:
        raise ValueError(f"`{text}` is no key")
    name, mode = words[0], (words[1].lower() if len(words) == 2 else "major")
    if len(name) > 1 and name.endswith("m") and len(words) == 1:
        name, mode = name[:-1], "minor"
    mode = {"maj": "major", "min": "minor", "aeolian": "minor", "ionian": "major"}.get(mode, mode)
    if mode not in SCALES:
        raise ValueError(f"`{text}` is no key: modes are {', '.join(SCALES)}")
    return Key(tonic(name), mode)
