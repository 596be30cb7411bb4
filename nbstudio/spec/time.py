"""Time as specs write it: `4s 500ms 96f 00:01:12.500 8beats 2bars 1fr auto`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

UNITS = {
    "s": ("seconds", 1.0),
    "ms": ("seconds", 0.001),
    "min": ("seconds", 60.0),
    "f": ("frames", 1.0),
    "beat": ("beats", 1.0),
    "beats": ("beats", 1.0),
    "bar": ("bars", 1.0),
    "bars": ("bars", 1.0),
    "fr": ("shares", 1.0),
}
FORM = r"^(auto|\d+(\.\d+)?\s*(s|ms|min|f|beats?|bars?|fr)|(\d+:)?\d{1,2}:\d{2}(\.\d+)?)$"
LONGEST = 24 * 3600.0
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: an amount of seconds, frames, beats, bars, or shares of what is left (`1fr`, `auto`)."""

    amount: float
    unit: str

    def __str__(self) -> str:
        short = {"seconds": "s", "frames": "f", "beats": "beats", "bars": "bars", "shares": "fr"}[self.unit]
        return f"{self.amount:g}{short}"


def parse(value: Any) -> Duration:
    """Read a duration.

    Raises ValueError that says what one looks like.
    """
    if isinstance(value, Duration):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(f"a duration has a unit: `{value}s`, `{value}beats`, `{value}bars` or `{value}f`")
    if not isinstance(value, str):
        raise ValueError("a duration is like `4s`, `500ms`, `96f`, `00:01:12.500`, `8beats`, `2bars`, `1fr` or `auto`")
    text = value.strip().lower()
    if text == "auto":
        return Duration(1.0, "shares")
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        found = Duration(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds), "seconds")
    else:
        match = _AMOUNT.fullmatch(text)
        if not match or match[2] not in UNITS:
            raise ValueError(
                f"`{value}` is not a duration: write `4s`, `500ms`, `96f`, `00:01:12.500`, `8beats`, `2bars`, `1fr`"
                " or `auto`"
            )
        unit, factor = UNITS[match[2]]
        found = Duration(float(match[1]) * factor, unit)
    if not 0 < found.amount <= LONGEST * 1000:
        raise ValueError(f"a duration is longer than nothing and shorter than a day, not `{value}`")
    return found


Time = Annotated[
    Duration,
    PlainValidator(parse),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": FORM, "examples": ["4s", "8beats", "2bars", "1fr", "auto"]}),
]


def told(value: Any) -> Duration:
    """Read a length of something that has no others beside it, so that shares mean nothing.

    Raises ValueError that says what one looks like.
    """
    found = parse(value)
    if found.unit == "shares":
        raise ValueError(f"`{value}` is a share of what is left, and here is nothing to share: write `1s` or `2beats`")
    return found


Told = Annotated[
    Duration,
    PlainValidator(told),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": FORM, "examples": ["1s", "2beats", "12f"]}),
]


def seconds(value: Any) -> float:
    """Read a place in a recording, in seconds from its beginning.

    Raises ValueError that says what one looks like.
    """
    if isinstance(value, float):
        return value
    if isinstance(value, str) and re.fullmatch(r"0+(\.0+)?\s*(s|ms|min)|(00?:)?00?:00(\.0+)?", value.strip()):
        return 0.0
    found = parse(value)
    if found.unit != "seconds":
        raise ValueError(f"a place in a recording is a time, as `3.2s` or `00:01:12.500`, not `{value}`")
    return found.amount


Seconds = Annotated[
    float,
    PlainValidator(seconds),
    PlainSerializer(lambda value: f"{value:g}s"),
    WithJsonSchema({"type": "string", "examples": ["3.2s", "00:01:12.500"]}),
]
