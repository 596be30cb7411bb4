"""Params: typed, bounded, described values of rules and templates, and their one canonical form.

The canonical form enters fingerprints, so it is pinned: sorted keys, no white space, integers for whole
floats (5 and 5.0 are one value), no NaN, no infinity, no negative zero.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

TYPES = ("integer", "number", "text", "choice", "boolean", "list", "mapping")


@dataclass(frozen=True, slots=True)
class Param:
    """One param of a rule or a template."""

    name: str
    type: str = "text"
    about: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    optional: bool = False

    @classmethod
    def from_mapping(cls, name: str, value: Mapping[str, Any]) -> Param:
        """Read a param as rules write it.

        Raises ValueError that says what is wrong with it.
        """
        known = {field.name for field in fields(cls)} - {"name"}
        for key in value:
            if key not in known:
                raise ValueError(f"`{key}` is not a key of a param")
        made = cls(name, **{**value, "choices": tuple(map(str, value.get("choices", ())))})
        if made.type not in TYPES:
            raise ValueError(f"`type` is one of {', '.join(TYPES)}, not `{made.type}`")
        if made.type == "choice" and not made.choices:
            raise ValueError("a choice has `choices`")
        return made if made.default is None else cls(**{**_fields(made), "default": made.check(made.default)})

    def check(self, value: Any) -> Any:
        """Return the value in its canonical type.

        Raises ValueError that says what it should be.
        """
        if self.type in {"integer", "number"}:
            return self._number(value)
        if self.type == "boolean":
            if not isinstance(value, bool):
                raise ValueError(f"is true or false, not `{value}`")
            return value
        if self.type == "choice":
            if str(value) not in self.choices:
                raise ValueError(f"is one of {', '.join(self.choices)}, not `{value}`")
            return str(value)
        kinds: dict[str, type] = {"list": list, "mapping": dict, "text": str}
        if type(value) is not kinds[self.type]:
            raise ValueError(f"is a {self.type}, not `{value}`")
        return value

    def _number(self, value: Any) -> int | float:
        unit = f" {self.unit}" if self.unit else ""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"is {'a whole number' if self.type == 'integer' else 'a number'}, not `{value}`")
        if self.type == "integer" and value != int(value):
            raise ValueError(f"is a whole number, not {value}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"is at least {self.minimum}{unit}, not {value}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"is at most {self.maximum}{unit}, not {value}")
        return int(value) if self.type == "integer" else float(value)


def _fields(param: Param) -> dict[str, Any]:
    return {field.name: getattr(param, field.name) for field in fields(param)}


def canonical(value: Any) -> str:
    """Return the one text of a value.

    Raises ValueError for NaN, infinity, and what is not plain data.
    """
    if type(value) is str:
        return json.dumps(value)
    if type(value) is int:
        return str(value)
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a number that can be told")
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise ValueError(f"{type(value).__name__} is not plain data")
