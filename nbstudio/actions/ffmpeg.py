"""Ffmpeg: one of ffmpeg's filters makes an image from an image.

Only the rule's own text enters the filter graph, with params that are numbers or choices put into it; a
spec's text never does.
"""

from __future__ import annotations

from nbstudio.action import Job, fill, plain
from nbstudio.errors import StepError
from nbstudio.process import ffmpeg
from nbstudio.process import run as spawn

VERSION = 1


def run(job: Job) -> None:
    """Leave the filtered picture."""
    filters = job.extra.get("filter")
    if not isinstance(filters, list) or not filters:
        raise StepError("the rule has no `with: {filter: [...]}`", code="bad-rule")
    params = {}
    for name, value in job.params.items():
        text = plain(value)
        if not all(c.isalnum() or c in "+-._" for c in text):
            raise StepError(f"the param `{name}` can't stand in a filter: `{text}`", code="bad-param")
        params[name] = text
    source = next(iter(files[0] for port, files in job.inputs.items() if files))
    graph = ",".join(fill(str(part), params) for part in filters)
    spawn(
        [
            ffmpeg(),
            *("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe"),
            *("-f", "png_pipe", "-i", f"file:{source}"),
            *("-vf", graph, "-frames:v", "1", "-pix_fmt", "rgb24", "-flags", "+bitexact", "-y", f"file:{job.out}"),
        ],
        cwd=job.scratch,
        timeout=120,
    )
