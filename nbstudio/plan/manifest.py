"""Identity: everything that makes a step what it is, told once and written twice.

The same walk feeds a digest (identity, fingerprint) and a listing (`nbstudio why`), so that what decides
and what explains can't drift apart. Identity is over the identities of the inputs: static, known before
anything runs. Fingerprint is over the digests of the inputs' content: an input that came out the same
stops the work there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import xxhash

from nbstudio.params import canonical
from nbstudio.plan.step import Plan, Step

SCHEMA = "1"
"""Raised when a step is told differently, so that nothing made before is mistaken for it."""


class Manifest(Protocol):
    """Receives, in order, everything that makes a step what it is."""

    def entry(self, name: str, *values: str) -> None:
        """Take one fact; names repeat only where the rule's order makes them."""
        ...


class Digest:
    """A manifest that is hashed: XXH3-128 of its entries, each with its length before it."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def entry(self, name: str, *values: str) -> None:
        """Take one fact; no two different lists of facts give the same text."""
        self.parts.append(f"{len(name)}:{name}{len(values)}")
        for value in values:
            self.parts.append(f"{len(value)}:{value}")

    def hexdigest(self) -> str:
        """Return the 32 hexadecimal digits."""
        return xxhash.xxh3_128_hexdigest("".join(self.parts).encode())


class Listing:
    """A manifest that is read: name to value, in order."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def entry(self, name: str, *values: str) -> None:
        """Take one fact."""
        self.entries[name] = "\n".join(values)


def describe(step: Step, digests: Mapping[str, str], manifest: Manifest) -> None:
    """Tell `manifest` all that must change for `step` to be made again."""
    manifest.entry("schema", SCHEMA)
    manifest.entry("rule", f"{step.rule}@{step.version}")
    manifest.entry("action", f"{step.action}@{step.action_version}")
    for name, value in step.made_by:
        manifest.entry(name, value)
    for name in sorted(step.extra):
        manifest.entry(f"with {name}", canonical(step.extra[name]))
    for name in sorted(step.params):
        manifest.entry(f"param {name}", canonical(step.params[name]))
    for port, sources in step.inputs:
        manifest.entry(f"input {port}", *(digests[source] for source in sources))


def fingerprint(step: Step, digests: Mapping[str, str]) -> str:
    """Return the digest of `step` over the given digests of its inputs."""
    manifest = Digest()
    describe(step, digests, manifest)
    return manifest.hexdigest()


def listing(step: Step, digests: Mapping[str, str]) -> dict[str, str]:
    """Return what `step` is, as names and values, for people and for `why`."""
    manifest = Listing()
    describe(step, digests, manifest)
    return manifest.entries


def identities(plan: Plan) -> dict[str, str]:
    """Return the identity of every target, and the digest of every leaf."""
    known = dict(plan.leaves)
    for step in plan.steps:
        known[step.target] = fingerprint(step, known)
    return known
