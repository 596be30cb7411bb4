"""Discovery: a collection is a folder, and what it holds is found by name.

No registry, no list to edit: `actions/lip_sync.py` is the action `lip-sync`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


def names(package: str) -> tuple[str, ...]:
    """Return the kebab-case names of all that the collection `package` holds."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(path)))


@cache
def find(package: str, name: str) -> ModuleType | None:
    """Return the module called `name` (kebab-case) of the collection, or nothing where there is none."""
    if not name.replace("-", "").replace("_", "").isalnum():
        return None
    module = f"{package}.{name.replace('-', '_')}"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            return None
        raise
