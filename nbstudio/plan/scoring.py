"""Scoring: the steps of a song that is composed instead of given.

Who plans the survey asks here once; from then on the song is a target like any other.
"""

from __future__ import annotations

from nbstudio.plan import steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.step import Step

COMPOSITION, MUSIC = "composition/song", "music/song"


def composed(desk: Desk, analysis: str) -> tuple[Step, ...]:
    """Return the composition, the music that is played from it, and the analysis that follows from it."""
    params = dict(desk.brief.generate or {})
    path = ("music", "generate")
    minutes = float(params.get("seconds") or 150.0) / 60
    rule = desk.rule("music")
    own = (("program", tuple(f"{rule.folder.name}/{name}" for name in rule.files)),) if rule.files else ()
    return (
        steps.make(
            desk.rule("composition"),
            "composition",
            COMPOSITION,
            params,
            (),
            path=path,
            says=f"composing {params.get('genre')}",
        ),
        steps.make(
            rule,
            "music",
            MUSIC,
            {},
            (("composition", (COMPOSITION,)), *own),
            path=path,
            work=minutes,
            says="playing the song",
        ),
        steps.make(
            desk.rule("score"),
            "analysis",
            analysis,
            {},
            (("composition", (COMPOSITION,)),),
            path=path,
            says="reading the beats from the score",
        ),
    )
