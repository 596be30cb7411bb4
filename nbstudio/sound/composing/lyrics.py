"""Lyrics: plain lines on what the song is about, laid on the phrases of its tune.

A verse tells what is seen, the chorus says one thing twice. Lines are built from the prompt's own words and
from turns of speech by mood; they are meant to be sung over or replaced, and carry exact times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.score import BEATS_PER_BAR, Line, Note, Passage

PHRASE = 2 * BEATS_PER_BAR
SMALL = frozenset({
    "a", "an", "the", "about", "of", "in", "on", "at", "by", "for", "with", "and", "or", "to", "from", "into",
    "over", "under", "through", "is", "are", "be", "it", "its", "this", "that", "my", "your", "our", "their",
    "some", "song", "music", "track", "tune", "ballad", "beat", "bpm", "minutes", "minute", "seconds", "long",
    "minor", "major", "key",
})  # fmt: skip
VERSES = (
    ("{subject} and nobody near", "I hear it all, I hear it clear"),
    ("I know this road, I know this light", "{subject} again tonight"),
    ("The hours are slow, the sky is wide", "{subject}, and you by my side"),
    ("We leave the noise, we leave the day", "{subject} a thousand miles away"),
    ("A window lit, a radio low", "{subject}, and nowhere to go"),
)
CHORUSES = {
    "dark": (
        "Hold on, hold on till the morning",
        "{subject}, no warning",
        "Hold on, hold on, we are falling",
        "And nobody is calling",
    ),
    "bright": (
        "Oh, this is where we come alive",
        "{subject}, you and I",
        "Oh, this is all we need tonight",
        "Turn it up and hold on tight",
    ),
    "slow": (
        "Stay a little longer here with me",
        "{subject}, let it be",
        "Stay until there's nothing left to see",
        "Stay, and set me free",
    ),
}
BRIDGES = (
    ("And if the lights go out", "I'll find you in the sound"),
    ("Let it go, let it go", "All the things that we know"),
)


def subject(prompt: str) -> str:
    """Return what a prompt says the song is about, as a short phrase."""
    about = re.search(r"\babout\s+(.+)", prompt, re.IGNORECASE)
    words = re.findall(r"[\w'’-]+", about[1] if about else prompt)
    kept: list[str] = []
    for word in words:
        if word.lower() in {"with", "without", "in", "no"} and len(kept) >= 2 and about is None:
            break
        kept.append(word)
        if len(kept) == 5:
            break
    while kept and kept[-1].lower() in SMALL:
        kept.pop()
    return " ".join(kept).capitalize() or "The night"


def write(
    prompt: str, moods: Sequence[str], passages: Sequence[Passage], tune: Sequence[Note], dice: Dice
) -> tuple[Line, ...]:
    """Return the lines, one for each phrase that is sung, in order."""
    told = subject(prompt)
    if {"sad", "dark"} & set(moods):
        temper = "dark"
    else:
        temper = "slow" if {"calm", "romantic", "dreamy"} & set(moods) else "bright"
    pairs = list(VERSES)
    chorus = CHORUSES[temper]
    found: list[Line] = []
    for part in passages:
        if part.label not in {"verse", "chorus", "bridge"}:
            continue
        start = part.bar * BEATS_PER_BAR
        phrases = part.bars * BEATS_PER_BAR // PHRASE
        texts: list[str] = []
        while len(texts) < phrases:
            if part.label == "chorus":
                texts += chorus
            elif part.label == "bridge":
                texts += dice.one(BRIDGES)
            else:
                pairs = pairs or list(VERSES)
                texts += pairs.pop(int(dice.unit() * len(pairs)))
        for place in range(phrases):
            begin = start + place * PHRASE
            sung = [note for note in tune if begin <= note.beat < begin + PHRASE]
            if sung:
                end = sung[-1].beat + sung[-1].length
                found.append(Line(sung[0].beat, end - sung[0].beat, texts[place].format(subject=told)))
    return tuple(found)
