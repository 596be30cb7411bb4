"""Clauses: what a sentence about several people tells of each.

"Mira in a red coat and Tom with a guitar": what follows a name is that one's, up to the next name. Names that only a
comma or an "and" parts share what follows the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_JOINED = re.compile(r"[\s,&]*(?:and|with|und)?[\s,&]*", re.IGNORECASE)


def of_each(sentence: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return what is told of each of the people named; of those who are not, and where nobody is, the sentence."""
    found: list[tuple[int, int, int]] = []
    for n, name in enumerate(names):
        parts = [re.escape(part) for part in re.split(r"[\s_-]+", name) if part]
        form = re.compile(rf"\b{'[ _-]+'.join(parts)}\b", re.IGNORECASE) if parts else None
        match = form.search(sentence) if form else None
        if match:
            found.append((match.start(), match.end(), n))
    told = [sentence] * len(names)
    after = sentence
    limit: int | None = None
    for start, end, n in sorted(found, reverse=True):
        own = sentence[end:limit]
        if limit is None or not _JOINED.fullmatch(own):
            after = own
        told[n], limit = after, start
    return tuple(told)
