"""Finish: the mix of all tracks, and the film that is joined from everything."""

from __future__ import annotations

from collections.abc import Sequence

from nbstudio.plan import mixing, steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.moments import Music, Sung
from nbstudio.plan.step import Step
from nbstudio.plan.stretch import Stretch

SAMPLE_RATE = 48_000


def finish(desk: Desk, shots: Sequence[Step], stretch: Stretch, words: Sung = ()) -> tuple[Step, ...]:
    """Return what is made of all shots: the tracks and the mix first, the film last.

    `stretch` is what they cover of the song, and `words` are when its lyrics are sung.
    """
    rate = desk.brief.frame.rate
    total = sum(int(step.params["count"]) for step in shots)
    samples = int(total * SAMPLE_RATE / rate)
    rule = desk.rulebook.rules["mix"]
    asked = {name: desk.brief.loudness.get(name) for name in rule.params}
    params = {name: rule.params[name].default if value is None else value for name, value in asked.items()}
    tracks = mixing.tracks(desk, Music(stretch.whole, rate, words), samples, stretch.sample(SAMPLE_RATE))
    mix = steps.make(
        desk.rule("mix"),
        "mix",
        "mix/mix",
        {**params, "samples": samples},
        (("tracks", tuple(step.target for step in tracks if step.kind == "track")),),
        path=("audio",),
        work=(stretch.end - stretch.start) / 60,
        says="mastering the mix",
    )
    film = steps.make(
        desk.rule("film"),
        "film",
        f"film/{desk.brief.name}",
        {"rate": str(rate), "frames": total, "samples": samples},
        (("segments", tuple(step.target for step in shots)), ("mix", ("mix/mix",))),
        says="joining the film",
    )
    return *tracks, mix, film
