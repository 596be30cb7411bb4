"""Writing: lines with times as SRT, WebVTT, enhanced LRC."""

from __future__ import annotations

from collections.abc import Sequence

from nbstudio.words.lyrics.line import Line

FORMATS = ("srt", "vtt", "lrc", "ass")
"""What sidecars there are; ASS needs a layout and is written by `words.lyrics.ass`."""


def text(lines: Sequence[Line], form: str) -> str:
    """Return lines, all with times, as a sidecar's text; `form` is srt, vtt or lrc.

    Raises ValueError for another.
    """
    if form == "lrc":
        return _lrc(lines)
    if form not in {"srt", "vtt"}:
        raise ValueError(f"there is no sidecar called `{form}`")
    import pysubs2

    made = pysubs2.SSAFile()
    for line in lines:
        made.append(
            pysubs2.SSAEvent(
                start=milliseconds(line.start),
                end=max(milliseconds(line.end), milliseconds(line.start) + 1),
                text="\\N".join(shown(part, form) for part in (line.text, *line.under)),
            )
        )
    return str(made.to_string(form))


def shown(part: str, form: str) -> str:
    """Return a text as a format needs it: it has no markup left, and WebVTT writes `&` in full."""
    return part.replace("&", "&amp;") if form == "vtt" else part


def milliseconds(moment: float | None) -> int:
    """Return seconds as whole milliseconds."""
    return round(1000 * (moment or 0.0))


def _lrc(lines: Sequence[Line]) -> str:
    rows = []
    for i, line in enumerate(lines):
        words = "".join(f"<{_clock(word.start)}>{word.text}" for word in line.words) or line.text
        tail = f"<{_clock(line.words[-1].end)}>" if line.words else ""
        rows.append(f"[{_clock(line.start)}]{words}{tail}")
        rows += [f"[{_clock(line.start)}]{other}" for other in line.under]
        after = lines[i + 1].start if i + 1 < len(lines) else None
        if line.end is not None and (after is None or after - line.end > 0.5):
            rows.append(f"[{_clock(line.end)}]")
    return "\n".join(rows) + "\n"


def _clock(moment: float | None) -> str:
    whole = round(100 * (moment or 0.0))
    return f"{whole // 6000:02}:{whole // 100 % 60:02}.{whole % 100:02}"
