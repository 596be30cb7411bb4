"""Compose: a composition as sound, from whichever provider the rule names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio import provider
from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the song as WAV, 48 kHz stereo of 24 bits, and the provider's facts about it."""
    name = str(job.extra.get("provider", "embedded"))
    found = provider.find(name)
    if found is None or "music" not in found.CAPABILITIES:
        raise StepError(f"there is no provider called `{name}` that makes music", code="unknown-provider")
    params = {**job.params, "soundfont": job.extra.get("soundfont")}
    take = found.render(provider.Request("music", params, job.inputs, job.out))
    return {"provider": name, **take.facts}
