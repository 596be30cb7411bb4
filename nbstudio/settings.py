"""Settings: how a build runs on this machine. None of them is part of what a step is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nbstudio.errors import UsageError

MOST_JOBS = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """Flags over environment (NBSTUDIO_CACHE, NBSTUDIO_JOBS) over defaults."""

    cache: Path | None = None
    """The cache's folder; nothing means the project's own `cache/`."""
    jobs: int = 1
    draft: bool = False
    """Make it small and quick, to look at."""
    profile: str = "standard"
    frozen: bool = False
    """Fail rather than make anything that is paid for or would not come out the same."""

    @property
    def pools(self) -> Mapping[str, int]:
        """Return how many steps of each pool may run at once."""
        return MappingProxyType({"cpu": self.jobs, "io": 2, "gpu": 1, "remote": 8, "paid": 4})

    def folder(self, root: Path) -> Path:
        """Return the cache of the project at `root`."""
        return self.cache or root / "cache"

    @classmethod
    def load(
        cls, *, cache: Path | None = None, jobs: int | None = None, draft: bool = False, frozen: bool = False
    ) -> Settings:
        """Return what holds for this command; raises UsageError for a number of jobs that is none."""
        named = os.environ.get("NBSTUDIO_CACHE")
        if cache is None and named:
            cache = Path(named)
        if jobs is None:
            jobs = _number(os.environ.get("NBSTUDIO_JOBS")) or usable_cpus()
        if not 1 <= jobs <= MOST_JOBS:
            raise UsageError(f"{jobs} is not a number of jobs", hint=f"it is from 1 to {MOST_JOBS}")
        return cls(cache.absolute() if cache else None, jobs, draft, "draft" if draft else "standard", frozen)


def usable_cpus() -> int:
    """Return how many processors this process may use, which in a container is not all there are."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _number(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise UsageError(f"NBSTUDIO_JOBS is `{text}`, which is not a number") from error
