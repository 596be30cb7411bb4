"""Several: the outputs of one spec as one plan, so that what they share is made once.

Every output is planned by itself, for its own frame, rate, loudness and part of the song; then the plans are laid on
one another. A step that is the same in two of them is one target; one that is not is called `TARGET@OUTPUT`. Stills
are composed for each shape of frame, so that nobody's head is cut off, and shared by outputs of one size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nbstudio.plan.desk import Desk
from nbstudio.plan.lower import Planner
from nbstudio.plan.step import Plan


class Several:
    """Turns the briefs of a spec's outputs into one plan; pure."""

    def __init__(self, planners: Mapping[str, Planner]) -> None:
        """Plan by `planners`, one for each output, by its name; the first is the chief one."""
        self.planners = planners
        self.chief = next(iter(planners.values()))

    @property
    def desk(self) -> Desk:
        """Return what is at hand for the first output."""
        return self.chief.desk

    def survey(self) -> Plan:
        """Return the plan of what must be known before the shots are: no output changes any of it."""
        return self.chief.survey()

    def shoot(self, found: Mapping[str, str]) -> Plan:
        """Return the whole plan, given the text of every survey target that is data.

        Raises SpecError where the shots don't fit an output's part of the song.
        """
        plans = {name: planner.shoot(found) for name, planner in self.planners.items()}
        first, *rest = plans.items()
        whole = first[1]
        for name, plan in rest:
            whole = _laid(whole, plan, name)
        return whole


def _laid(whole: Plan, plan: Plan, name: str) -> Plan:
    """Return a plan with another one's targets among its own; `name` is the output that they are for."""
    steps = dict(whole.by_target)
    called: dict[str, str] = {}
    for step in plan.steps:
        inputs = tuple((port, tuple(called.get(source, source) for source in names)) for port, names in step.inputs)
        moved = replace(step, inputs=inputs)
        there = steps.get(step.target)
        if there is not None and there != moved:
            moved = replace(moved, target=f"{step.target}@{name}")
        steps.setdefault(moved.target, moved)
        called[step.target] = moved.target
    also = dict.fromkeys((*whole.also, *(called[target] for target in plan.goals)))
    return replace(
        whole,
        steps=tuple(steps.values()),
        leaves={**whole.leaves, **plan.leaves},
        also=tuple(also),
        warnings=tuple(dict.fromkeys((*whole.warnings, *plan.warnings))),
    )
