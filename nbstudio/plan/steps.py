"""Steps from rules: what a rule says of every step that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio import action, provider
from nbstudio.plan.step import Step
from nbstudio.rulebook import Rule

Inputs = tuple[tuple[str, tuple[str, ...]], ...]


def make(
    rule: Rule,
    kind: str,
    target: str,
    params: Mapping[str, Any],
    inputs: Inputs,
    *,
    path: tuple[str | int, ...] = (),
    work: float = 1.0,
    says: str = "",
) -> Step:
    """Return the step that makes `target` by a rule; `work` is how many times the rule's usual work it is."""
    return Step(
        kind=kind,
        target=target,
        rule=rule.name,
        version=rule.version,
        action=rule.action,
        action_version=_version(rule.action),
        params=params,
        inputs=inputs,
        made_by=_makers(rule),
        extra=rule.extra,
        suffix=rule.suffix,
        pool=rule.pool,
        seconds=rule.seconds * work,
        path=path,
        says=says,
    )


def _version(name: str) -> int:
    found = action.find(name)
    return found.VERSION if found else 0


def _makers(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the provider that a rule names, with its version and models."""
    name = rule.extra.get("provider")
    found = provider.find(str(name)) if name else None
    if found is None:
        return ()
    return (("provider", f"{name}@{found.VERSION}"), *found.MODELS)
