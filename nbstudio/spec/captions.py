"""Captions: the words of the song in a spec, and how they are shown on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from nbstudio.spec import time
from nbstudio.spec.parts import File, Part, Words, short


def _seconds(value: Any) -> float:
    """Read a moment or an offset: `42.1s`, `0:42.1`, `-120ms`, or a number of seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("a time is like `42.1s`, `0:42.1` or `120ms`")
    if isinstance(value, (int, float)):
        found = float(value)
    else:
        sign = -1.0 if value.strip().startswith("-") else 1.0
        bare = value.strip().lstrip("+-").strip()
        read = None if re.fullmatch(r"(0+:)*0+(\.0+)?\s*(s|ms|min)?", bare) else time.parse(bare)
        if read is not None and read.unit != "seconds":
            raise ValueError(f"`{value}` is not in seconds: write `42.1s`, `0:42.1` or `120ms`")
        found = sign * read.amount if read else 0.0
    if not abs(found) <= time.LONGEST:
        raise ValueError(f"`{value}` is longer than a day")
    return found


Seconds = Annotated[
    float,
    PlainValidator(_seconds),
    PlainSerializer(lambda value: f"{value:g}s"),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}], "examples": ["42.1s", "0:42.1", "120ms"]}),
]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$", description="As #rrggbb.")]


class Fix(Part):
    """What is corrected of one line of the lyrics."""

    start: Annotated[Seconds | None, Field(description="When it begins.")] = None
    end: Annotated[Seconds | None, Field(description="When it ends.")] = None
    text: Annotated[Words | None, Field(description="What it says.")] = None
    drop: Annotated[bool, Field(description="Leave it out.")] = False


def _fix(value: Any) -> Any:
    if value == "off":
        return {"drop": True}
    return value if isinstance(value, (Mapping, Fix)) else {"start": value}


class Lyrics(Part):
    """The words of the song: a file, or the lines themselves."""

    file: Annotated[File | None, Field(description="LRC, SRT, WebVTT, or plain text.")] = None
    lines: Annotated[tuple[Words, ...], Field(max_length=5000, description="The lines, without times.")] = ()
    offset: Annotated[Seconds, Field(description="How much later they are sung than the file says.")] = 0.0
    fix: dict[Annotated[int, Field(ge=1)], Annotated[Fix, BeforeValidator(_fix)]] = Field(
        default_factory=dict,
        description="Corrections by the line's number (`nbstudio lyrics` counts them): a time, or start, end, text.",
    )


def spelled(value: Any) -> Any:
    """Let a path stand for a file, and a list for lines."""
    if isinstance(value, str):
        return {"file": value}
    return {"lines": value} if isinstance(value, (list, tuple)) else value


def _percent(value: Any) -> Any:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", value) if isinstance(value, str) else None
    return float(match[1]) if match else value


class Font(Part):
    """What is changed of the captions' letters."""

    family: Annotated[str | None, Field(description="A family that comes with nbstudio, as Inter.")] = None
    weight: Annotated[int | None, Field(ge=100, le=900, description="400 is regular, 700 bold.")] = None
    size: Annotated[
        float | None,
        BeforeValidator(_percent),
        Field(ge=1, le=20, description="Percent of the mean of the frame's sides, as 5%."),
    ] = None
    colour: Colour | None = None
    accent: Annotated[Colour | None, Field(description="What is sung.")] = None


LYRICS, TRANSCRIBE = "lyrics", "transcribe"
"""As a source of captions: the song's words as somebody wrote them, and as a recogniser hears them."""


class Captions(Part):
    """Words on the screen."""

    source: Annotated[
        str | None,
        Field(
            description="Which words: `lyrics`, the song's; `transcribe`, what is heard in it (needs the extra `asr`); "
            "or a track that says something, by its id or role. Without it, the lyrics, and where there are none, "
            "all that is said."
        ),
    ] = None
    mode: Annotated[
        Literal["line", "word", "karaoke", "off"],
        Field(description="Whole lines; the word that is sung in colour; a sweep of colour; nothing."),
    ] = "line"
    style: Annotated[str | None, Field(description="A name of rules/catalog/captions.yaml; else the style's own.")] = (
        None
    )
    font: Annotated[Font, short("family")] = Font()
    position: Annotated[Literal["bottom", "middle", "top"], Field(description="Where in the safe area.")] = "bottom"
    safe_area: Annotated[Literal["title", "action"], Field(description="SMPTE ST 2046-1: 90 or 93 %.")] = "title"
    burn: Annotated[bool, Field(description="Whether they are part of the picture.")] = True
    sidecar: Annotated[
        tuple[Literal["srt", "vtt", "lrc", "ass"], ...],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        Field(description="Files beside the film."),
    ] = ()
