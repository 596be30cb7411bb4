"""Pronounce: English text as the phonemes that the voice reads.

Words come from misaki's dictionaries (American and British, with the parts of speech that change a sound), then
from what is known of their stems, from CMUdict, from two known words written as one, and at last from their
spelling. Overrides of the spec come before all. Nothing here is a model: the same text, the same phonemes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nbstudio.sound.voice import letters, phones
from nbstudio.sound.voice.cmudict import dictionary
from nbstudio.sound.voice.normalise import normalise

MARKS = ".,!?;:—…"
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|[.,!?;:—…]")
VOICELESS, SIBILANT = frozenset("ptkfθ"), frozenset("szʃʒʧʤ")
BEFORE_VERB = frozenset(
    [
        "to",
        "will",
        "would",
        "can",
        "could",
        "should",
        "shall",
        "may",
        "might",
        "must",
        "do",
        "does",
        "did",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "won't",
        "i",
        "you",
        "we",
        "they",
        "not",
        "let's",
        "who",
    ]
)
BEFORE_NOUN = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "some",
        "no",
        "of",
    ]
)
BEFORE_PARTICIPLE = frozenset(
    [
        "has",
        "have",
        "had",
        "been",
        "be",
        "was",
        "were",
        "is",
        "are",
        "having",
        "being",
        "i've",
        "we've",
        "you've",
        "they've",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its phonemes, where an override has said them, or a mark of punctuation."""

    text: str
    phonemes: str = ""

    @property
    def mark(self) -> bool:
        """Return whether it is punctuation."""
        return self.text in MARKS


def phonemes(text: str, accent: str = "us", overrides: Mapping[str, str] | None = None) -> str:
    """Return the phonemes of `text`: words apart by spaces, punctuation kept for the voice's melody.

    `accent` is `us` or `gb`. An override's key is a word or phrase, its value other words that are said in its
    place, or IPA between slashes.

    Raises StepError (bad-pronunciation).
    """
    tokens = _tokens(text, overrides or {})
    out: list[str] = []
    sounds = [token.phonemes or ("" if token.mark else _word(tokens, i, accent)) for i, token in enumerate(tokens)]
    for i, token in enumerate(tokens):
        if token.mark:
            if out and out[-1] not in MARKS:
                out.append(token.text)
            continue
        following = next((s for t, s in zip(tokens[i + 1 :], sounds[i + 1 :], strict=True) if not t.mark), "")
        said = token.phonemes or _in_context(token.text, sounds[i], following)
        if said:
            out.append(f" {said}" if out else said)
    return "".join(out).strip()


def _tokens(text: str, overrides: Mapping[str, str]) -> list[Token]:
    """Return words and marks, what is overridden already in its place."""
    by_key = {key.lower(): value for key, value in overrides.items()}
    if not by_key:
        return [Token(word) for word in TOKEN.findall(normalise(text))]
    keys = "|".join(re.escape(key) for key in sorted(by_key, key=len, reverse=True))
    tokens: list[Token] = []
    for n, part in enumerate(re.split(rf"(?<!\w)({keys})(?!\w)", text, flags=re.IGNORECASE)):
        if n % 2 and by_key[part.lower()].strip().startswith("/"):
            tokens.append(Token(part, phones.from_ipa(by_key[part.lower()])))
        else:
            said = by_key[part.lower()] if n % 2 else part
            tokens += [Token(word) for word in TOKEN.findall(normalise(said))]
    return tokens


def _word(tokens: list[Token], i: int, accent: str) -> str:
    """Return how the word at `i` sounds by itself, its part of speech guessed from the word before."""
    word = tokens[i].text
    before = tokens[i - 1].text.lower() if i else ""
    if word == "A" and i + 1 < len(tokens) and not tokens[i + 1].mark and not _letter(tokens[i + 1].text):
        return "ɐ"
    if _letter(word) and word != "I":
        return _named(word.lower(), accent)
    if word.isupper() and 1 < len(word) <= 5 and _entry(word, accent, exact=True) is None and _spelt(word, accent):
        return " ".join(_named(letter, accent) for letter in word.lower())
    found = _known(word, accent, _part(before))
    if found is None:
        plain = re.sub(r"[^a-z']", "", unicodedata.normalize("NFKD", word).lower())
        if not plain:
            return ""
        known = dictionary().get(plain)
        found = phones.from_arpabet(known, accent) if known else None
        found = found or _compound(plain, accent) or phones.from_arpabet(letters.sounds(plain), accent)
    return found


def _letter(text: str) -> bool:
    return len(text) == 1 and text.isupper()


def _named(letter: str, accent: str) -> str:
    name = letters.NAMES.get(letter)
    return phones.from_arpabet(name.split(), accent) if name else ""


def _spelt(word: str, accent: str) -> bool:
    """Return whether capitals are said letter by letter: short, and no word of the dictionary."""
    return not re.search(r"[AEIOUY]", word) or (len(word) <= 3 and _entry(word.lower(), accent) is None)


def _part(before: str) -> str:
    if before in BEFORE_VERB:
        return "VERB"
    if before in BEFORE_NOUN:
        return "NOUN"
    return "VBN" if before in BEFORE_PARTICIPLE else "DEFAULT"


def _known(word: str, accent: str, part: str = "DEFAULT") -> str | None:
    """Return a word of the dictionary, or one made from it by an ending."""
    entry = _entry(word, accent)
    if entry is not None:
        if isinstance(entry, str):
            return entry
        said = entry.get(part) or (entry.get("VERB") if part == "VBP" else None) or entry.get("DEFAULT")
        return said or next((value for value in entry.values() if value), None)
    lower = word.lower()
    if lower.endswith(("'s", "s'", "'")):
        stem = _known(re.sub(r"'s?$|(?<=s)'$", "", lower), accent)
        return stem and (_plural(stem, accent) if lower.endswith("'s") else stem)
    if lower.endswith("in'"):
        return _known(lower[:-1] + "g", accent)
    for ending, join in ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 2:
            for stem in _stems(lower[: -len(ending)], ending):
                found = _known(stem, accent) if len(stem) > 2 else None
                if found:
                    return join(found, accent) if callable(join) else found + join
    for start, sound in (("un", "ʌn"), ("re", "ɹi"), ("over", "ˌOvəɹ"), ("non", "nˌɑn"), ("pre", "pɹi")):
        rest = _entry(lower.removeprefix(start), accent) if lower.startswith(start) and len(lower) > 5 else None
        if isinstance(rest, str):
            return sound + rest
    return None


def _stems(stem: str, ending: str) -> list[str]:
    found = [stem, stem + "e"]
    if stem.endswith("i"):
        found.insert(0, stem[:-1] + "y")
    if ending[0] in "aei" and len(stem) > 3 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    return found


def _plural(stem: str, accent: str) -> str:
    if stem[-1] in SIBILANT:
        return stem + ("ᵻz" if accent == "us" else "ɪz")
    return stem + ("s" if stem[-1] in VOICELESS else "z")


def _past(stem: str, accent: str) -> str:
    if stem[-1] in "td":
        return stem + ("ᵻd" if accent == "us" else "ɪd")
    return stem + ("t" if stem[-1] in VOICELESS or stem[-1] in "sʃʧ" else "d")


def _present(stem: str, _: str) -> str:
    return stem + "ɪŋ"


def _more(stem: str, accent: str) -> str:
    return stem + ("əɹ" if accent == "us" else "ə")


ENDINGS = (
    ("es", _plural), ("s", _plural), ("ed", _past), ("ing", _present), ("er", _more), ("est", "ɪst"), ("ly", "li"),
    ("ness", "nəs"), ("less", "ləs"), ("ful", "fəl"), ("ment", "mənt"), ("able", "əbəl"), ("ish", "ɪʃ"),
)  # fmt: skip


def _compound(word: str, accent: str) -> str | None:
    """Return two known words that are written as one, the first as long as may be."""
    for cut in range(len(word) - 3, 2, -1):
        first, second = _entry(word[:cut], accent), _entry(word[cut:], accent)
        if isinstance(first, str) and isinstance(second, str) and "ˈ" in first:
            return first + second.replace("ˈ", "ˌ")
    return None


def _in_context(word: str, said: str, following: str) -> str:
    """Return small words as they are said before the next one."""
    vowel = phones.starts_with_vowel(following)
    match word.lower():
        case "the":
            return "ði" if vowel else "ðə"
        case "a" if word == "a":
            return "ɐ"
        case "an":
            return "ɐn"
        case "to" if following:
            return "tʊ" if vowel else "tə"
        case "i":
            return "ˌI"
    return said


@lru_cache(4)
def _dictionary(name: str) -> dict[str, Any]:
    spec = find_spec("misaki")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    words = json.loads((Path(spec.submodule_search_locations[0]) / "data" / f"{name}.json").read_text("utf-8"))
    assert isinstance(words, dict)
    return words


def _entry(word: str, accent: str, *, exact: bool = False) -> str | dict[str, str | None] | None:
    for name in (f"{accent}_gold", f"{accent}_silver"):
        for form in (word,) if exact else (word, word.lower(), word.capitalize()):
            found: str | dict[str, str | None] | None = _dictionary(name).get(form)
            if found:
                return found
    return None
