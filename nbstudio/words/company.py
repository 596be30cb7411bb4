"""Company: who is in each shot of a film of several people.

A duet is two people who are met apart and come together: verses are told by one at a time, choruses bring them into
one frame, and whoever has been seen least is seen next. Not every shot of a chorus has all of them, for a face alone
is nearer than any group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nbstudio.words.dice import Dice

MOST = 4
"""People in one shot."""
TOGETHER = {"chorus": 0.5, "bridge": 0.4, "intro": 0.15, "outro": 0.4}
"""How often a shot of each kind of section has several people, of those that have any; elsewhere OTHERWISE."""
OTHERWISE = 0.16
AGAIN = 0.35
"""How much less often right after another such shot."""
ALL = 0.6
"""Of the shots of several out of more than two, how many have as many as a shot holds."""


@dataclass(slots=True)
class Company:
    """The cast, the lead first, and how often each has been seen alone."""

    cast: tuple[str, ...]
    alone: dict[str, int] = field(default_factory=dict)
    crowded: bool = False
    """Whether the last shot of people had several."""

    def lead(self) -> tuple[str, ...]:
        """Return the lead alone, as a chorus of one begins."""
        return self.cast[:1]

    def everybody(self) -> tuple[str, ...]:
        """Return as many as a shot holds, the lead nearest: what a film comes back to."""
        self.crowded = len(self.cast) > 1
        return self.cast[:MOST]

    def next(self, kind: str, dice: Dice) -> tuple[str, ...]:
        """Return who is seen next in a section of that kind."""
        if len(self.cast) < 2:
            return self.cast
        chance = TOGETHER.get(kind, OTHERWISE) * (AGAIN if self.crowded else 1.0)
        self.crowded = any(self.alone.values()) and dice.unit("together") < chance
        if self.crowded:
            return self._several(dice)
        return (self._one(self.cast, dice),)

    def dreaming(self, people: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
        """Return who is in a double exposure: somebody, and mostly whom he or she dreams of."""
        others = [name for name in self.cast if name != people[0]]
        if not others or dice.unit("dreams") > 0.75:
            return people[:1]
        return people[0], people[1] if len(people) > 1 else dice.one("of", others)

    def _one(self, people: Sequence[str], dice: Dice) -> str:
        """Return whoever was seen alone least, mostly."""
        least = min(self.alone.get(name, 0) for name in people)
        able = [name for name in people if self.alone.get(name, 0) == least]
        chosen = able[0] if not self.alone or dice.unit("turn") < 0.75 else dice.one("who", able)
        self.alone[chosen] = self.alone.get(chosen, 0) + 1
        return chosen

    def _several(self, dice: Dice) -> tuple[str, ...]:
        people = list(self.cast)
        if len(people) > 2 and dice.unit("all") >= ALL:
            first = dice.one("one", people)
            return first, dice.one("other", [name for name in people if name != first])
        # Somebody else steps forward now and then.
        if dice.unit("nearest") < 0.4:
            near = dice.one("near", people[1:])
            people = [near, *(name for name in people if name != near)]
        return tuple(people[:MOST])
