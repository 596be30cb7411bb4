"""Audio: what a spec says of the mix: its tracks, what steps back for what, and how loud the film is.

Levels have their units: gain in `dB`, loudness in `LUFS`, true peaks in `dBTP`; a plain number is meant in
the unit of its key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from nbstudio.spec import moment
from nbstudio.spec.moment import At, Moment
from nbstudio.spec.parts import File, Id, Part
from nbstudio.spec.time import Duration, Time
from nbstudio.spec.voice import Narration

Role = Literal["music", "voice", "effect", "ambience"]
ROLES = get_args(Role)
MUSIC = "music"
"""As a source: the film's song."""

_LEVEL = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([A-Za-z]*)")


def _level(units: tuple[str, ...], least: float, most: float) -> Callable[[Any], float]:
    """Return what reads a level in one of `units`, the first of which is the proper one."""

    def read(value: Any) -> float:
        example = f"`{max(least, min(most, -14.0)):g}{units[0]}`"
        if isinstance(value, str):
            match = _LEVEL.fullmatch(value.strip())
            if not match:
                raise ValueError(f"`{value}` is not a level: write one like {example}")
            if match[2] and match[2].lower() not in {unit.lower() for unit in units}:
                raise ValueError(f"`{match[2]}` is not its unit: write it in {units[0]}, like {example}")
            value = float(match[1])
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"`{value}` is not a level: write one like {example}")
        if not least <= value <= most:
            raise ValueError(f"is from {least:g} to {most:g} {units[0]}, not {value:g}")
        return float(value)

    return read


def _levelled(units: tuple[str, ...], least: float, most: float) -> tuple[Any, ...]:
    pattern = rf"^[+-]?\d+(\.\d+)?\s*({'|'.join(units)})?$"
    number = {"type": "number", "minimum": least, "maximum": most}
    schema = {"anyOf": [number, {"type": "string", "pattern": pattern}]}
    return PlainValidator(_level(units, least, most)), WithJsonSchema(schema)


_QUIETEST, _LOUDEST = -120.0, 40.0
_gain = _level(("dB",), _QUIETEST, _LOUDEST)
Target = Annotated[float, *_levelled(("LUFS", "LKFS"), -40, -5)]
Peak = Annotated[float, *_levelled(("dBTP", "dB"), -20, 0)]
Depth = Annotated[float, *_levelled(("dB",), 0, 60)]
Threshold = Annotated[float, *_levelled(("dB", "dBFS"), -100, 0)]

Points = tuple[tuple[Moment, float], ...]


def _gains(value: Any) -> float | Points:
    """Read a gain, or how it changes from moment to moment."""
    if not isinstance(value, Mapping):
        return _gain(value)
    if not value:
        raise ValueError("a gain that changes is given at moments: `{0s: -12dB, chorus.1: 0dB}`")
    return tuple((moment.parse(at), _gain(level)) for at, level in value.items())


_DECIBELS = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?\s*(dB)?$"}]}
Gain = Annotated[
    float | Points,
    PlainValidator(_gains),
    WithJsonSchema({"anyOf": [*_DECIBELS["anyOf"], {"type": "object", "additionalProperties": _DECIBELS}]}),
]


def _length(value: Duration) -> Duration:
    if value.unit == "shares":
        raise ValueError("is a length of its own here, as `4s` or `2bars`: there is nothing to share")
    return value


Length = Annotated[Time, AfterValidator(_length)]
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    Field(min_length=1),
]


class Track(Narration):
    """A lane of the mix."""

    id: Id
    role: Annotated[Role | None, Field(description="What it is, for ducking; `music` where it is the song.")] = None
    source: Annotated[File | None, Field(description="`music`, the film's song, or a file with sound.")] = None
    at: Annotated[At | None, Field(description="When it begins in the film.")] = None
    in_: Annotated[At | None, Field(alias="in", description="Where in its source it begins.")] = None
    out: Annotated[At | None, Field(description="Where in its source it ends.")] = None
    duration: Annotated[Length | None, Field(description="How long it is heard at most.")] = None
    gain: Annotated[Gain, Field(description="dB, as -18dB, or how it changes: {0s: -12dB, chorus.1: 0dB}.")] = 0.0
    pan: Annotated[float, Field(ge=-1, le=1, description="-1 left, 0 middle, 1 right; of equal power.")] = 0.0
    fade_in: Annotated[Length | None, Field(description="How long it takes to be there.")] = None
    fade_out: Annotated[Length | None, Field(description="How long it takes to go.")] = None
    loop: Annotated[bool, Field(description="Again and again, for its `duration` or to the film's end.")] = False
    crossfade: Annotated[Length | None, Field(description="Of a loop into itself; at most a quarter of it.")] = None
    mute: Annotated[bool, Field(description="It is left out.")] = False
    solo: Annotated[bool, Field(description="Only tracks with it are heard.")] = False

    @property
    def kind(self) -> str:
        """Return its role, or the one that follows from what it is."""
        return self.role or ("music" if self.source == MUSIC else "voice" if self.say else "effect")


class Ducking(Part):
    """Tracks that step back while others are heard."""

    under: Annotated[Names, Field(description="Roles or ids of what is listened for.")] = ("voice",)
    duck: Annotated[Names, Field(description="Roles or ids of what steps back.")] = ("music", "ambience")
    by: Annotated[Depth, Field(description="How far, as 9dB.")] = 9.0
    attack: Annotated[Length | None, Field(description="How long it takes; it is done when a voice begins.")] = None
    hold: Annotated[Length | None, Field(description="How long after a voice it stays so.")] = None
    release: Annotated[Length | None, Field(description="How long the way back takes.")] = None
    threshold: Annotated[
        Threshold | None, Field(description="What is heard, as -40dB; found from the voice where it isn't given.")
    ] = None


class Loudness(Part):
    """How loud the film is (ITU-R BS.1770-4)."""

    target: Annotated[Target | None, Field(description="LUFS, as -14LUFS or -14.")] = None
    true_peak: Annotated[Peak | None, Field(description="dBTP, as -1dBTP or -1.")] = None


class Audio(Part):
    """The mix."""

    tracks: Annotated[tuple[Track, ...], Field(description="Its lanes; without them the song is the only one.")] = ()
    ducking: Annotated[
        tuple[Ducking, ...],
        BeforeValidator(lambda value: [value] if isinstance(value, Mapping) else value),
        Field(description="One rule, or a list of them; the one that asks for most counts."),
    ] = ()
    loudness: Annotated[Loudness, Field(description="How loud the film is.")] = Loudness()
