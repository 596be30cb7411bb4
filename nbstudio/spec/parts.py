"""Parts: what all parts of the language are made of."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

NOT_YET = "not-yet"
Later = Annotated[Any, Field(json_schema_extra={NOT_YET: True})]
"""A key of the language that this version does not honour."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"`{value}` is no id: use letters, digits, `-` and `_`, and begin with a letter or digit")
    return value


def _words(value: str) -> str:
    if len(value) > 20_000:
        raise ValueError(f"has {len(value)} characters; 20 000 are the most")
    return value.strip()


Id = Annotated[str, AfterValidator(_id)]
Words = Annotated[str, AfterValidator(_words)]
Number = Annotated[float, Field(strict=True)]
"""A number that is written as one: neither `true` nor text."""
File = Annotated[str, Field(min_length=1, max_length=4096, json_schema_extra={"file": True})]
"""A path, relative to the spec's own file, that stays inside the project."""


def short(key: str) -> BeforeValidator:
    """Let a plain text stand for a mapping with one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


class Part(BaseModel):
    """What all parts of a spec share: they never change, and know their keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, protected_namespaces=())
