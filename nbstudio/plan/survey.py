"""Survey: what must be known before the shots can be.

What the song is, when its words are sung (and, where captions show them, said), and where nobody wrote scenes,
a storyboard.
"""

from __future__ import annotations

from nbstudio.plan import captions, narration, steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.scoring import composed
from nbstudio.plan.step import Step

SONG = "analysis/song"
BOARD = "storyboard/board"


def survey(desk: Desk) -> tuple[Step, ...]:
    """Return every step whose result the shots are planned from, inputs before what takes them."""
    first = [*composed(desk, SONG)] if desk.brief.generate is not None else [_analysis(desk)]
    first += captions.lyrics(desk, SONG)
    if desk.brief.setups is None:
        first.append(_storyboard(desk))
    return (*first, *narration.survey(desk))


def _analysis(desk: Desk) -> Step:
    params = {key: value for key, value in desk.brief.music_params.items() if value is not None}
    edit = (("edit", (desk.brief.edit,)),) if desk.brief.edit else ()
    return steps.make(
        desk.rule("analysis"),
        "analysis",
        SONG,
        params,
        (("song", (desk.brief.music,)), *edit),
        path=("music",),
        says="listening to the song",
    )


def _storyboard(desk: Desk) -> Step:
    habits = {
        key: desk.style.get(key)
        for key in ("pace", "transitions", "motions", "places", "hour", "directing")
        if key in desk.style
    }
    params = {
        "prompt": desk.brief.prompt,
        "cast": list(desk.brief.people),
        "style": habits,
        "seed": desk.brief.seed,
    }
    # What is sung is known where somebody wrote it down; what a recogniser hears would decide what is seen.
    known = desk.brief.lyrics is not None and not desk.brief.lyrics.heard
    return steps.make(
        desk.rule("storyboard"),
        "storyboard",
        BOARD,
        params,
        (("song", (SONG,)), *((("lines", (captions.LINES,)),) if known else ())),
        path=("prompt",),
        says="writing the storyboard",
    )
