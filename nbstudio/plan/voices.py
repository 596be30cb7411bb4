"""Voices: a track that speaks, as one step a sentence, so that an edit re-speaks one sentence.

A sentence is told its words, its voice and how it is said, and of the pronunciations only those of words that
it has. Where it stands in the text and what it is called change nothing, so sentences may be moved for free.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from nbstudio import models
from nbstudio.plan import steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.step import Step
from nbstudio.sound.voice import MODEL, READING
from nbstudio.sound.voice.script import Pauses, sentences
from nbstudio.spec import voice as spec
from nbstudio.spec.time import Duration

Place = tuple[str | int, ...]
DICTIONARY = "misaki"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken track: its steps, and its sentences in order, each a target with the seconds of silence before it."""

    steps: tuple[Step, ...]
    parts: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    """The targets with the times of each sentence's words, counted from the sentence's own beginning."""


def spoken(desk: Desk, track: str, narration: spec.Narration, text: str, path: Place) -> Spoken:
    """Return how `text` is spoken on `track`; `path` is where the spec has the track.

    Raises SpecError for a text without words.
    """
    entry = desk.rulebook.catalog("voices")[narration.voice]
    found = sentences(text, _pauses(narration.pauses))
    if not found:
        message, hint = f"the track `{track}` has nothing to say", "write words after `say:`"
        desk.refuse((*path, "say"), "unspeakable", message, hint)
    made: list[Step] = []
    parts: list[tuple[str, float]] = []
    for number, sentence in enumerate(found, 1):
        voice = _voice(desk, f"voice/{track}.{number}", sentence.text, narration, entry, (*path, "say"))
        made += [voice, _words(desk, f"words/{track}.{number}", sentence.text, voice.target, (*path, "say"))]
        parts.append((voice.target, sentence.pause))
    return Spoken(tuple(made), tuple(parts), tuple(step.target for step in made[1::2]))


def _voice(
    desk: Desk, target: str, text: str, narration: spec.Narration, entry: Mapping[str, Any], path: Place
) -> Step:
    params: dict[str, Any] = {
        "text": text,
        "voice": str(entry.get("voice", narration.voice)),
        "accent": str(entry.get("accent", "us")),
        "gain": float(entry.get("gain", 0.0)),
        "speed": narration.speed,
    }
    said = {key: value for key, value in narration.pronounce.items() if _in(key, text)}
    if said:
        params["pronounce"] = said
    rule = desk.rule("voice")
    step = steps.make(rule, "voice", target, params, (), path=path, work=1 + len(text) / 20, says=f"saying: {text}")
    if rule.extra.get("provider") != "embedded":
        return step
    # What the provider draws with is no part of how it speaks.
    return replace(step, made_by=_speakers(params["voice"]))


def _speakers(voice: str) -> tuple[tuple[str, str], ...]:
    weights = models.DIGESTS.get(f"kokoro_{voice}.bin", "none")
    try:
        dictionary = version(DICTIONARY)
    except PackageNotFoundError:
        dictionary = "none"
    return (
        ("provider", f"embedded speech@{READING}"),
        ("model speech", MODEL),
        ("model voice", weights),
        ("dictionary", f"{DICTIONARY} {dictionary}"),
    )


def _words(desk: Desk, target: str, text: str, voice: str, path: Place) -> Step:
    inputs = (("voice", (voice,)),)
    says = f"finding the words of: {text}"
    return steps.make(desk.rule("words"), "words", target, {"text": text}, inputs, path=path, says=says)


def _in(key: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text, re.IGNORECASE) is not None


def _pauses(asked: spec.Pauses) -> Pauses:
    usual = Pauses()
    return Pauses(_seconds(asked.sentence, usual.sentence), _seconds(asked.paragraph, usual.paragraph))


def _seconds(length: Duration | None, usual: float) -> float:
    return usual if length is None else float(length.amount)
