"""Composition: a song written from what was ordered, or a recorded one laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 3


def run(job: Job) -> Mapping[str, Any]:
    """Leave the composition as JSON, and tell what anybody would want to know of it."""
    from nbstudio.sound.composing.compose import compose
    from nbstudio.sound.composing.order import Order

    params = dict(job.params)
    if params.pop("source") == "library":
        from nbstudio.sound.composing import library

        arranged = library.arrange(Order.from_params(params))
        job.out.write_text(arranged.to_json(), "utf-8")
        return arranged.facts()
    try:
        score = compose(Order.from_params(params))
    except (KeyError, TypeError, ValueError) as error:
        raise StepError(
            f"the preset `{params.get('genre')}` can't be composed from: {error}",
            code="bad-preset",
            hint="compare it with rules/catalog/audio_presets.yaml of the library",
        ) from error
    job.out.write_text(score.to_json(), "utf-8")
    return score.facts()
