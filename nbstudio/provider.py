"""Providers: who can make a picture, a clip, a voice. The protocol, and how one is found.

The embedded provider serves every capability without keys or network. A provider out of tree is an entry
point of the group `nbstudio.providers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, cast

from nbstudio import discovery

PACKAGE = "nbstudio.providers"
GROUP = "nbstudio.providers"


@dataclass(frozen=True, slots=True)
class Request:
    """What a provider is asked for: a capability, its params, its input files, and where to leave the result."""

    capability: str
    params: Mapping[str, Any]
    inputs: Mapping[str, tuple[Path, ...]]
    out: Path


@dataclass(frozen=True, slots=True)
class Take:
    """One generated attempt: facts about it (scores, what was changed and why), kept beside the artifact."""

    facts: Mapping[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    """A module of `providers/`.

    `CAPABILITIES` are what it can make (`image`); `KEY` names the environment variable with its key, or None;
    `VERSION` and `MODELS` enter the fingerprint, so that a changed provider or model makes anew.
    """

    CAPABILITIES: frozenset[str]
    KEY: str | None
    VERSION: int
    MODELS: tuple[tuple[str, str], ...]

    def render(self, request: Request) -> Take:
        """Leave the result at `request.out`."""
        ...


def find(name: str) -> Provider | None:
    """Return the provider called `name`: our own, else an installed entry point, else nothing."""
    own = discovery.find(PACKAGE, name)
    if own is not None:
        return cast("Provider", own)
    for point in entry_points(group=GROUP, name=name):
        return cast("Provider", point.load())
    return None


def names() -> tuple[str, ...]:
    """Return the names of all providers that can be found."""
    return tuple(sorted({*discovery.names(PACKAGE), *(point.name for point in entry_points(group=GROUP))}))
