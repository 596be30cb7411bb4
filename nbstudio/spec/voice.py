"""Voice: what a spec says of a text that is spoken; a track of the mix has these keys beside its own."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from nbstudio.spec.parts import Part
from nbstudio.spec.time import Duration, Time

SLOWEST, FASTEST = 0.5, 2.0


class Pauses(Part):
    """Silence between what is spoken."""

    sentence: Annotated[Time | None, Field(description="Between sentences, as 350ms.")] = None
    paragraph: Annotated[Time | None, Field(description="Between paragraphs, as 1s.")] = None

    @field_validator("sentence", "paragraph")
    @classmethod
    def _seconds(cls, value: Duration | None) -> Duration | None:
        if value is not None and value.unit != "seconds":
            raise ValueError("a rest of a voice is given in seconds, as `350ms`")
        return value


def _said(value: Any) -> Any:
    if isinstance(value, dict) and any(not str(key).strip() for key in value):
        raise ValueError("a word that is said otherwise has letters")
    return value


class Narration(Part):
    """A text that is spoken, and how."""

    say: Annotated[
        str | None,
        Field(min_length=1, max_length=200_000, description="What is spoken: words, or a text file's path."),
    ] = None
    voice: Annotated[str, Field(description="A name of rules/catalog/voices.yaml.")] = "af_heart"
    speed: Annotated[float, Field(ge=SLOWEST, le=FASTEST, description="1 is the voice's own; 1.2 is faster.")] = 1.0
    pauses: Annotated[
        Pauses, BeforeValidator(lambda value: {"sentence": value} if isinstance(value, str) else value),
        Field(description="Silence between sentences, or {sentence: 350ms, paragraph: 1s}."),
    ] = Pauses()  # fmt: skip
    pronounce: Annotated[
        dict[str, str],
        BeforeValidator(_said),
        Field(description="How words are said instead: other words, or IPA between slashes."),
    ] = Field(default_factory=dict)
