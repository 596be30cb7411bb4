"""Vocabulary: the English that this craft knows, from the tables beside it, matched by stems.

A row of a table reads `FIELD VALUE WEIGHT: phrase, phrase, …`: these phrases speak for this value of this
field, this strongly. A phrase becomes the stems of its words, so that `walks` and `walking` are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

WHOLE = """
    alps always andes anything awake bare bared barred barring bed bring building bus cape capped care cared carer
    cares caring ceiling clearing curtains deserted dressed dressing drums during evening everything eyes gas gloaming
    hands his hundred is king lane leaves less lightning lips morning nothing perhaps plain plane red ring robe
    sacred shed sling something spring stairs still string suite thing this trained training us was wedding wing
    woods
"""
UNSTEMMED = frozenset(WHOLE.split())
Effects = tuple[tuple[str, str, float], ...]  # field, value, weight


@cache
def table(name: str) -> tuple[dict[tuple[str, ...], Effects], int]:
    """Return a table's effects by the stems of the phrase, and its longest phrase's length in words."""
    text = resources.files("nbstudio.words").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    found: dict[tuple[str, ...], dict[tuple[str, str], float]] = {}
    for line in text.splitlines():
        head, colon, phrases = line.partition(":")
        if line.startswith("#") or not colon:
            continue
        field, value, weight = head.split()
        for phrase in phrases.split(","):
            effects = found.setdefault(tuple(map(stem, tokens(phrase))), {})
            effects[field, value] = max(float(weight), effects.get((field, value), 0.0))
    effects_of = {key: tuple((*what, weight) for what, weight in of.items()) for key, of in found.items()}
    return effects_of, max(map(len, effects_of))


@cache
def raw(name: str) -> frozenset[str]:
    """Return every word of a table's phrases as it is written."""
    text = resources.files("nbstudio.words").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.partition(":")[2] for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for row in rows for word in tokens(row))


def tokens(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, without accents and possessives; hyphens separate."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = re.sub(r"['’]s\b", "", plain)  # "Mira's face" names Mira
    plain = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’")
    return tuple(re.findall(r"[^\W_]+", plain))


def stem(word: str) -> str:
    """Return a word without its English endings (a light stemmer: plural, -ing, -ed, final e)."""
    if word in UNSTEMMED or len(word) < 4 or len(word) > 30:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "ls" else base
            break
    return word.removesuffix("e") if len(word) > 3 else word
