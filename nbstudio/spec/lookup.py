"""Look-ups: `${{ vars.x }}`, and nothing else. A spec has no logic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.spec.text import Path, Text

_MARK = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"\s*vars\.([A-Za-z_][\w-]*)\s*")


def resolved(text: Text, wrong: list[Diagnostic]) -> Any:
    """Return the text's value with every look-up replaced; what can't be is added to `wrong`."""
    value = text.value
    if not isinstance(value, Mapping):
        return value
    if "${{" not in text.source.text:
        return value
    given = value.get("vars")
    names = {str(k): v for k, v in given.items()} if isinstance(given, Mapping) else {}

    def fill(item: Any, path: Path) -> Any:
        if isinstance(item, str) and "${{" in item:
            return _fill(item, names, path, text, wrong)
        if isinstance(item, dict):
            return {key: fill(inner, (*path, str(key))) for key, inner in item.items()}
        if isinstance(item, list):
            return [fill(inner, (*path, i)) for i, inner in enumerate(item)]
        return item

    return {key: item if key == "vars" else fill(item, (str(key),)) for key, item in value.items()}


def _fill(item: str, names: Mapping[str, Any], path: Path, text: Text, wrong: list[Diagnostic]) -> str:
    def one(match: re.Match[str]) -> str:
        name = _NAME.fullmatch(match[1])
        span = text.place(*path, value=True)
        if not name:
            wrong.append(
                Diagnostic("bad-lookup", f"`{match[0]}` is not a look-up", span, hint="only `${{ vars.NAME }}` is one")
            )
            return ""
        if name[1] not in names:
            wrong.append(
                Diagnostic(
                    "unknown-variable",
                    f"there is no variable called `{name[1]}`",
                    span,
                    hint=did_you_mean(name[1], names) or "variables are given under `vars:`",
                )
            )
            return ""
        return str(names[name[1]])

    return _MARK.sub(one, item)


def lookups(value: str) -> Iterator[str]:
    """Yield the names that a text looks up."""
    for match in _MARK.finditer(value):
        name = _NAME.fullmatch(match[1])
        if name:
            yield name[1]
