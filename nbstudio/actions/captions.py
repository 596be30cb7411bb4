"""Captions: the words of a film beside it, for players, platforms and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nbstudio.action import Job
from nbstudio.words.lyrics.line import Line, placed, within

VERSION = 1


def run(job: Job) -> None:
    """Leave the lines in the format that is asked for."""
    from nbstudio.words.lyrics import writing

    groups = [
        [Line.from_json(line) for line in json.loads(path.read_text("utf-8"))["lines"]] for path in job.inputs["lines"]
    ]
    lines = groups[0]
    if job.params.get("placed"):
        lines = list(placed(groups, job.params["placed"]))
    elif job.params.get("within"):
        lines = list(within(lines, *job.params["within"]))
    form = str(job.params["form"])
    made = _ass(job, lines) if form == "ass" else writing.text(lines, form)
    job.out.write_text(made, "utf-8", newline="\n")


def _ass(job: Job, lines: Sequence[Line]) -> str:
    """Return the lines as ASS, in the rows and sizes in which they are burned in."""
    from nbstudio.picture.captions.layout import Part, Setting, cased, place
    from nbstudio.picture.lettering import fonts
    from nbstudio.words.lyrics import ass

    p = job.params["setting"]
    setting = Setting.from_params(p, int(p["width"]), int(p["height"]))
    style, area = setting.style, setting.area
    whole = fonts.height(fonts.family(style.family, style.weight))
    sets = []
    for line in lines:
        parts = [Part(word.text) for word in line.words] or [Part(line.text)]
        caption = place(parts, line.under, setting)
        words = [(cased(w.text, style.case), w.start or 0.0, w.end or 0.0) for w in line.words]
        sets.append(
            ass.Set(
                tuple(row.row.text for row in caption.rows if not row.under),
                caption.size * whole,
                tuple(row.row.text for row in caption.rows if row.under),
                next((row.size * whole for row in caption.rows if row.under), 0.0),
                tuple(words) if p["mode"] != "line" else (),
            )
        )
    edge = setting.height - area.bottom if setting.position == "bottom" else area.top
    look = ass.Look(
        setting.width, setting.height, style.family, style.weight >= 600, style.fill, style.accent, style.outline,
        style.shadow, style.shadow_opacity, style.outline_width * setting.size, style.shadow_drop * setting.size,
        setting.position, (area.left, setting.width - area.right, edge),
    )  # fmt: skip
    return ass.text(lines, sets, look)
