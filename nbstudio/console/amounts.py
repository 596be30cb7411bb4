"""Amounts: durations, sizes and counts as people say them."""

from __future__ import annotations


def span(seconds: float) -> str:
    """Return a duration as people say it: `4 s`, `1 min 20 s`, `2 h 5 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def roughly(seconds: float) -> str:
    """Return a time left without false exactness: `about 1 min 20 s left`."""
    if seconds < 5:
        return "a few seconds left"
    step = 5 if seconds < 60 else 10 if seconds < 600 else 60
    return f"about {span(max(step, round(seconds / step) * step))} left"


def size(count: float) -> str:
    """Return bytes as people say them."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def plural(count: int, word: str) -> str:
    """Return `1 shot`, `2 shots`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
