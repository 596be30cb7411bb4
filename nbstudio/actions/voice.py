"""Voice: one sentence spoken, by whichever provider the rule names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio import provider
from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the sentence as a sound, and the provider's facts about it."""
    name = str(job.extra.get("provider", "embedded"))
    found = provider.find(name)
    if found is None or "speech" not in found.CAPABILITIES:
        raise StepError(f"there is no provider called `{name}` that speaks", code="unknown-provider")
    take = found.render(provider.Request("speech", job.params, job.inputs, job.out))
    return {"provider": name, **take.facts}
