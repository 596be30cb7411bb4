"""Whereabouts: locations that the embedded art director has no place for, told before anything is made.

A service that makes pictures from sentences knows every place; what is built in knows some thirty, and paints the
film's own, or shapes and colours, where it knows none. That is allowed, and better known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbstudio.diagnostics import Diagnostic
from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Setup
from nbstudio.words import lexicon


def doubts(desk: Desk, setups: Sequence[Setup]) -> Iterator[Diagnostic]:
    """Name the written locations that lead to no place, each at the first shot that has it."""
    if desk.brief.setups is None or desk.rule("still").extra.get("provider") != "embedded":
        return
    told: set[str] = set()
    for setup in setups:
        location = setup.location.strip()
        if not location or location in told or setup.picture or setup.footage or setup.make or setup.is_card:
            continue
        names = list(setup.people)
        if lexicon.located(location, names) or lexicon.located(setup.still, names):
            continue
        told.add(location)
        instead = lexicon.read(desk.brief.prompt, names=names).place
        how = "in shapes and colours" if instead == "abstract" else f"in the film's own place ({instead})"
        at = desk.brief.place(*setup.path, "location", value=True)
        if at == desk.brief.place(*setup.path, value=True):
            at = desk.brief.place(*setup.path[:2], "location", value=True)
        yield Diagnostic(
            "unknown-place",
            f"`{location}` names no place that can be painted offline, so `{setup.id}` is seen {how}",
            at,
            hint="say what it is like in a plainer word (a room, a street, a forest, a beach, a church, …)",
            severity="warning",
        )
