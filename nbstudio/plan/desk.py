"""Desk: what every part of planning has at hand, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from nbstudio.diagnostics import Diagnostic
from nbstudio.digest import text_digest
from nbstudio.errors import SpecError
from nbstudio.plan.brief import Brief
from nbstudio.plan.setup import Setup
from nbstudio.rulebook import Rule, Rulebook


@dataclass(frozen=True)
class Desk:
    """A brief, the rulebook it is planned by, and the digests of its files."""

    brief: Brief
    rulebook: Rulebook
    leaves: Mapping[str, str]
    style: Mapping[str, Any] = field(init=False)
    """The style's entry of the catalog."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "style", self.rulebook.catalog("styles")[self.brief.style])

    def rule(self, name: str) -> Rule:
        """Return a rule that the library has."""
        return self.rulebook.rules[name]

    def seed(self, setup: Setup) -> int:
        """Return the shot's own seed, or one that follows from what it shows: never from where it stands."""
        if setup.seed is not None:
            return setup.seed
        told = f"{self.brief.seed}|{setup.still}|{setup.picture}|{setup.location}|{setup.size}|{setup.angle}"
        if setup.footage:
            told += f"|{setup.footage.leaf}"
        return int(text_digest(told)[:8], 16)

    def refuse(self, path: tuple[str | int, ...], code: str, message: str, hint: str) -> NoReturn:
        """Refuse what the spec asks for at `path`, by a SpecError."""
        raise SpecError([Diagnostic(code, message, self.brief.place(*path), hint=hint)])
