"""Codes: what `nbstudio explain` says of each code of a diagnostic or error.

A test finds every code that the sources use and wants its page here; the first sentence is the list's.
"""

from __future__ import annotations

from nbstudio.console.codes import inputs, making, spec
from nbstudio.console.codes.page import Page

PAGES: dict[str, Page] = {**spec.PAGES, **inputs.PAGES, **making.PAGES}
