"""CMUdict: the dictionary that comes with the recogniser's English model (BSD), in ARPAbet."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(1)
def dictionary() -> dict[str, tuple[str, ...]]:
    """Return the phones (ARPAbet, without stress) of the words of the model's own dictionary (CMUdict)."""
    import pocketsphinx

    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    entries: dict[str, tuple[str, ...]] = {}
    for line in path.read_text("utf-8").splitlines():
        word, _, phones = line.partition(" ")
        if not re.search(r"\(\d+\)$", word):
            entries[word] = tuple(phones.split())
    return entries
