"""Script: a text to be read as sentences with the rests before them.

A sentence is what is spoken at once, made at once and, when the text is edited, made again. Names of people and
abbreviations end in a full stop, too, so a stop ends a sentence only where the next one begins. `[pause 500ms]`
rests where it stands; an empty line ends a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"\[\s*pause\s+(\d+(?:\.\d+)?)\s*(ms|s)\s*\]", re.IGNORECASE)
PARAGRAPH = re.compile(r"\n\s*\n")
STOP = re.compile(r"""(?<=[.!?…])["'”’)]*\s+(?=["'“‘(]*[A-Z0-9])""")
NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|No|vs|Capt|Gen|Lt|Sgt|Rev|Jr|Sr|e\.g|i\.e)|\b[A-Z])\.$")
LONGEST = 300
"""Characters of a sentence; a longer one is read clause by clause."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is spoken at once, and the seconds of silence before it."""

    text: str
    pause: float


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between sentences and between paragraphs."""

    sentence: float = 0.35
    paragraph: float = 0.8


def sentences(text: str, pauses: Pauses = Pauses()) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order; empty for a text with nothing to say.

    A rest that is asked for by a mark takes the place of the usual one.
    """
    found: list[Sentence] = []
    rest = 0.0
    asked = False
    for paragraph in PARAGRAPH.split(text.strip()):
        if found and not asked:
            rest = pauses.paragraph
        parts = MARK.split(paragraph)
        for n in range(0, len(parts), 3):
            for sentence in _split(parts[n]):
                found.append(Sentence(sentence, rest))
                rest, asked = pauses.sentence, False
            if n + 2 < len(parts):
                seconds = float(parts[n + 1]) / (1000 if parts[n + 2].lower() == "ms" else 1)
                rest = rest + seconds if asked else seconds
                asked = True
    return tuple(found)


def _split(text: str) -> list[str]:
    plain = " ".join(text.split())
    found: list[str] = []
    start = 0
    for stop in STOP.finditer(plain):
        if not NO_END.search(plain[: stop.start()].rstrip("\"'”’)")):
            found.append(plain[start : stop.end()].strip())
            start = stop.end()
    found.append(plain[start:].strip())
    return [part for sentence in found for part in _clauses(sentence) if re.search(r"\w", part)]


def _clauses(sentence: str) -> list[str]:
    """Return a sentence whole, or an endless one cut at the last comma or space that keeps the pieces short."""
    pieces = []
    while len(sentence) > LONGEST:
        head = sentence[:LONGEST]
        at = max(head.rfind(", "), head.rfind("; "), head.rfind(": "))
        at = at + 1 if at > LONGEST // 3 else head.rfind(" ")
        at = at if at > 0 else LONGEST
        pieces.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*pieces, sentence] if sentence else pieces
