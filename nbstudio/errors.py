"""The one tree of errors; it imports nothing of the program.

::

    StudioError                 message, notes, hint; what the user can do about it
    ├── SpecError               the text is wrong                          exit 1
    ├── UsageError              the command line is wrong                  exit 2
    └── StepError               a step failed                              exit 3
        ├── InputError          a photo, song or own picture can't be used
        ├── ToolError           a program that we ran failed
        └── StoreError          the cache can't be read or written

Anything else that escapes is a bug (exit 4); Ctrl-C is 130. Only `cli` turns these into exit codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbstudio.diagnostics import Diagnostic


class StudioError(Exception):
    """Something the user can understand and act upon.

    `code` is kebab-case, unique and stable; the message says what is wrong, in the present tense;
    a note is a fact; a hint is something to do.
    """

    code = "error"

    def __init__(
        self, message: str, *, code: str | None = None, notes: Sequence[str] = (), hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.notes = tuple(notes)
        self.hint = hint


class SpecError(StudioError):
    """The text is wrong; carries every diagnostic of the stage that failed."""

    code = "spec"

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        first = diagnostics[0].message if diagnostics else "the spec is wrong"
        super().__init__(first)
        self.diagnostics = tuple(diagnostics)


class UsageError(StudioError):
    """The command line is wrong."""

    code = "usage"


class StepError(StudioError):
    """A step failed; nothing made so far is lost."""

    code = "step-failed"


class InputError(StepError):
    """A photo, song or own picture can't be used as what it is given for."""

    code = "unusable-input"


class ToolError(StepError):
    """A program that we ran failed, timed out or was not found."""

    code = "tool-failed"


class StoreError(StepError):
    """The cache can't be read or written."""

    code = "cache"
