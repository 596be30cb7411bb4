"""Motion: the preset that a sentence about movement asks for.

An exact name wins; else the sentence's verb of the camera (dolly, track, crane …) and its direction are
read; else what the person does. A camera that tracks *from* the left drifts to the right. Words that are neither
read nor small talk beside what is read can be named (`unread`), so that nobody waits for what won't come.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nbstudio.words.vocabulary import raw, stem, table, tokens

PRESETS = (
    "hold", "push-in", "pull-out", "pan-left", "pan-right", "tilt-up", "tilt-down", "drift-left", "drift-right",
    "rise", "handheld", "orbit", "punch-in", "breathe", "subtle", "talking", "dancing", "walking",
)  # fmt: skip

LONGEST = 2000
"""Characters that are read."""
LEADING = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "hers", "him", "their", "them", "its", "my",
    "our", "your", "some", "all", "each", "every", "of", "to", "in", "on", "at", "by", "for", "from", "into", "onto",
    "over", "under", "through", "along", "across", "past", "near", "behind", "before", "beside", "between", "above",
    "below", "up", "down", "off", "out", "toward", "towards", "against", "with", "without", "around", "after",
    "during", "until", "till",
})  # fmt: skip
"""Words after which a movement's object stands: the tower, over the crowd."""
SMALL = LEADING | {
    "i", "you", "he", "she", "it", "we", "they", "who", "and", "or", "but", "as", "while", "then", "when", "where",
    "there", "here", "so", "is", "are", "be", "been", "being", "was", "were", "does", "do", "has", "have", "no",
    "not", "never", "camera", "shot", "frame", "picture", "person", "singer", "one", "very", "more", "less", "most",
    "much", "little", "bit", "again", "slow", "slowly", "slower", "fast", "faster", "quick", "quickly", "rapid",
    "rapidly", "smooth", "smoothly", "soft", "softly", "steady", "steadily", "long", "short",
}  # fmt: skip
"""Words that nobody expects to see for themselves; how much of a motion is seen is for the music to say."""


def preset(sentence: str, names: Collection[str] = PRESETS) -> str | None:
    """Return the motion, of those in `names`, that a name or sentence asks for; None where it asks for none.

    Of several the strongest wins; equals fall to the one said first. Reads any text.
    """
    words = tokens(sentence[:LONGEST])
    exact = "-".join(words)
    if exact in names:
        return exact
    if sentence.strip() in names:
        return sentence.strip()
    effects, _ = table("movements")
    votes: dict[str, tuple[float, int]] = {}
    for at, phrase in _phrases(words):
        if phrase in effects:
            _, name, weight = max(effects[phrase], key=lambda effect: effect[2])
            total, first = votes.get(name, (0.0, at))
            votes[name] = (total + weight, first)
    able = [name for name in votes if name in names]
    return min(able, key=lambda name: (-votes[name][0], votes[name][1]), default=None)


def unread(sentence: str, names: Collection[str] = PRESETS, cast: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words that say nothing of how the camera moves, each once, in the sentence's order.

    Small words are not among them, nor the names in `cast`, nor, beside a movement, what it goes to or past.
    Reads any text.
    """
    if "-".join(tokens(sentence[:LONGEST])) in names or sentence.strip() in names:
        return ()
    effects, _ = table("movements")
    people = {word for name in cast for word in tokens(name)}
    found: dict[str, None] = {}
    for clause in re.split(r"[,;:.!?\n–—]+", sentence[:LONGEST]):
        words = tokens(clause)
        phrases = list(_phrases(words))
        moves = any(phrase in effects for _, phrase in phrases)
        led = False
        for at, phrase in phrases:
            led = phrase not in effects and (led or (moves and words[at] in LEADING))
            if phrase not in effects and not led and words[at] not in SMALL and words[at] not in people:
                found[words[at]] = None
    return tuple(found)


def vocabulary(names: Collection[str] = PRESETS) -> frozenset[str]:
    """Return all words that may stand for a motion, for suggestions: presets and the words of phrases."""
    return frozenset(names) | raw("movements")


def _phrases(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the stems of every known phrase, the longest first, and of each word between; and where it begins."""
    effects, longest = table("movements")
    stems = tuple(map(stem, words))
    at = 0
    while at < len(stems):
        length = next((size for size in range(longest, 0, -1) if stems[at : at + size] in effects), 1)
        yield at, stems[at : at + length]
        at += length
