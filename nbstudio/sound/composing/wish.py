"""Wish: what a sentence asks of a song.

"A dreamy synthwave ballad at 96 bpm in A minor, 90 seconds, with piano, no drums": genre, mood, tempo, key,
length, and who plays, are read from the words; what they leave open, the preset decides. The first genre
named is the song's; a second one ("ballad") is heard as a mood where it can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbstudio.sound.composing.order import key_of

LONGEST = 4000  # characters; what comes after is a novel
MOODS: Mapping[str, tuple[str, ...]] = {
    "calm": ("calm", "gentle", "soft", "peaceful", "quiet", "slow", "relaxed", "relaxing", "soothing", "ballad"),
    "sad": ("sad", "melancholic", "melancholy", "lonely", "tearful", "heartbreak", "heartbroken", "mournful", "blue"),
    "dark": ("dark", "tense", "ominous", "sinister", "menacing", "gritty", "moody", "brooding", "haunting"),
    "happy": ("happy", "joyful", "cheerful", "uplifting", "sunny", "bright", "hopeful", "playful", "feel-good", "fun"),
    "energetic": ("energetic", "fast", "intense", "powerful", "aggressive", "pumping", "wild", "hard"),
    "dreamy": ("dreamy", "dreamlike", "hazy", "floating", "ethereal", "nostalgic", "wistful", "misty"),
    "epic": ("epic", "heroic", "triumphant", "majestic", "huge"),
    "romantic": ("romantic", "tender", "love", "loving", "warm", "intimate"),
}
FALLBACK = {
    "calm": "ambient",
    "sad": "ballad",
    "dark": "cinematic",
    "happy": "pop",
    "energetic": "rock",
    "dreamy": "synthwave",
    "epic": "cinematic",
    "romantic": "ballad",
}
"""The genre that a mood suggests where none is named."""
TEMPOS = {"very slow": 62.0, "very fast": 160.0}
PARTS = {
    "drums": ("drums", "drum", "percussion", "beat", "beats", "drumming"),
    "bass": ("bass", "bassline"),
    "lead": ("melody", "lead", "tune", "vocals", "singing"),
    "pad": ("pads",),
    "arp": ("arpeggio", "arpeggios", "arp"),
    "effects": ("effects", "risers"),
}
NEGATION = r"(?:no|without|not any|minus|never any|free of)"
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "half": 0.5, "a": 1, "an": 1}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was found in the words; nothing where they don't tell."""

    genre: str | None = None
    bpm: float | None = None
    key: str | None = None
    seconds: float | None = None
    moods: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def read(sentence: str, presets: Mapping[str, Any], instruments: Mapping[str, Any]) -> Wish:
    """Return what a sentence asks for. Reads any text."""
    text = " ".join(sentence[:LONGEST].lower().replace("’", "'").split())
    barred, rest = _without(text, instruments)
    rest = re.split(r"\babout\b", rest)[0] or rest  # what a song tells of is not how it sounds
    moods = tuple(
        sorted(
            (mood for mood, words in MOODS.items() if any(_at(rest, word) is not None for word in words)),
            key=lambda mood: min(at for word in MOODS[mood] if (at := _at(rest, word)) is not None),
        )
    )
    return Wish(
        genre=_genre(rest, presets),
        bpm=_bpm(text),
        key=_key(sentence[:LONGEST]),
        seconds=_seconds(text),
        moods=moods,
        adds=tuple(name for name in _named(rest, instruments) if name not in barred),
        without=barred,
    )


def genre_for(moods: tuple[str, ...], presets: Mapping[str, Any]) -> str:
    """Return the genre that moods suggest, of those there are."""
    for mood in moods:
        if FALLBACK[mood] in presets:
            return FALLBACK[mood]
    return "pop" if "pop" in presets else next(iter(presets))


def _at(text: str, phrase: str) -> int | None:
    """Return where a phrase stands in a text as whole words."""
    found = re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", text)
    return found.start() if found else None


def _genre(text: str, presets: Mapping[str, Any]) -> str | None:
    """Return the genre whose word comes first; of words at the same place the longest."""
    found = []
    for name, preset in presets.items():
        for word in (name, *preset.get("words", ())):
            at = _at(text, str(word).lower())
            if at is not None:
                found.append((at, -len(str(word)), name))
    return min(found)[2] if found else None


def _bpm(text: str) -> float | None:
    found = re.search(r"(\d{2,3}(?:\.\d+)?)\s*(?:-\s*)?(?:bpm|beats (?:a|per) minute)", text)
    if found and 20 < float(found[1]) < 400:
        return float(found[1])
    return next((tempo for words, tempo in TEMPOS.items() if _at(text, words) is not None), None)


def _key(text: str) -> str | None:
    mode = r"(major|minor|dorian|mixolydian|lydian|phrygian)"
    found = re.search(rf"\b([A-Ga-g])\s?(#|♯|b|♭|-?\s?sharp|-?\s?flat)?\s+{mode}\b", text)
    if found is None:
        found = re.search(r"\bin\s+([A-G])(#|♯|b|♭|-?\s?sharp|-?\s?flat)?()(?![\w'])", text)
        if found is None:
            return None
    sign = (found[2] or "").strip(" -")
    sign = {"sharp": "#", "♯": "#", "flat": "b", "♭": "b"}.get(sign, sign)
    return str(key_of(f"{found[1].upper()}{sign} {found[3] or 'major'}"))


def _seconds(text: str) -> float | None:
    clock = re.search(r"\b(\d{1,2}):([0-5]\d)\b", text)
    if clock:
        return int(clock[1]) * 60.0 + int(clock[2])
    total = 0.0
    number = rf"(\d+(?:\.\d+)?|{'|'.join(NUMBERS)})"
    for amount, unit in re.findall(rf"\b{number}(?: and a half)?[\s-]*(minutes?|mins?|seconds?|secs?|s)\b", text):
        value = NUMBERS.get(amount) if amount in NUMBERS else float(amount)
        total += float(value or 0) * (60.0 if unit.startswith("m") else 1.0)
    if re.search(r"and a half[\s-]*minutes?", text):
        total += 30.0
    return total or None


def _named(text: str, instruments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the instruments that are named, the longest name taking its words."""
    found: list[tuple[int, str]] = []
    names = [(str(word), name) for name, voice in instruments.items() for word in voice.get("words", ())]
    for word, name in sorted(names, key=lambda pair: (-len(pair[0]), pair[1])):
        at = _at(text, word)
        if at is not None:
            found.append((at, name))
            text = text[:at] + "\0" * len(word) + text[at + len(word) :]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _without(text: str, instruments: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Return what must not play, and the text without the words that said so."""
    barred: list[str] = []
    rest = text
    joint = r"(?:,? (?:or|and|nor) )"
    for found in re.finditer(rf"\b{NEGATION} ([\w' -]+?(?:{joint}[\w' -]+?)*)(?=[,.;!?]|\bbut\b|\bwith\b|$)", text):
        named = _silenced(found[1], instruments)
        if named:
            barred += named
            rest = rest.replace(found[0], " ")
    return tuple(dict.fromkeys(barred)), rest


def _silenced(words: str, instruments: Mapping[str, Any]) -> list[str]:
    found = [part for part, names in PARTS.items() if any(_at(words, name) is not None for name in names)]
    families = {family for voice in instruments.values() for family in voice.get("families", ())}
    found += [
        family for family in sorted(families) if _at(words, family) is not None or _at(words, f"{family}s") is not None
    ]
    return [*found, *_named(words, instruments)]
