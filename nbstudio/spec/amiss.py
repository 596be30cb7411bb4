"""Amiss: what may be written in place of a value that is wrong: the nearest word, the bounds, the form."""

from __future__ import annotations

import re
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from nbstudio.diagnostics import did_you_mean

_QUOTED = re.compile(r"'([^']+)'")
_BOUND = {"greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number"}
_FORMS = {
    "float_type": "write a number, without quotes.",
    "float_parsing": "write a number, without quotes.",
    "int_type": "write a whole number, without quotes.",
    "int_parsing": "write a whole number, without quotes.",
    "int_from_float": "write a whole number.",
}


def hint(found: ErrorDetails, field: FieldInfo | None) -> str | None:
    """Return what may be written in place of what was found, or nothing where only a description helps."""
    if found["type"] == "literal_error":
        words = _QUOTED.findall(found["msg"])
        value = found["input"]
        return _nearly(value, words) or did_you_mean(_plain(value), words) or f"one of {', '.join(words)}"
    first = _bounds(field) if found["type"] in _BOUND else _FORMS.get(found["type"], "")
    said = (field.description or "") if field else ""
    return " ".join(part for part in (first, said) if part) if first else None


def _plain(value: Any) -> str:
    return re.sub(r"[\s_]+", "-", str(value).strip().lower())


def _nearly(value: Any, words: list[str]) -> str | None:
    """Find a word that only its hyphens keep from being the one."""
    bare = _plain(value).replace("-", "")
    return next((f"did you mean `{word}`?" for word in words if word.replace("-", "") == bare), None)


def _bounds(field: FieldInfo | None) -> str:
    """Return the numbers between which a value lies, of a field that has such."""
    schema = f"{field.metadata} {field.annotation}" if field else ""
    found = dict(re.findall(r"\b(ge|gt|le|lt)=(-?[\d.]+)", schema))
    low, high = found.get("ge", found.get("gt")), found.get("le", found.get("lt"))
    if low and high and len(high) < len(str(2**32)):
        return f"from {low} to {high}."
    return f"not below {low}." if low else f"not above {high}." if high else ""
