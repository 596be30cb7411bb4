"""Matching: a recogniser's words held against the text that is known, and the text's words timed by them.

The recogniser mishears, and above all in music; what it has in common with the text, in the same order, is
nearly always right. Words in between share out the time between those on both sides by their syllables.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from nbstudio.sound import spread
from nbstudio.sound.phonetic import Found
from nbstudio.sound.transcribe import Heard
from nbstudio.sound.voice.normalise import spoken

LEAST = 0.25
"""Share of the text that has to be heard for its times to be worth more than an even spread."""
LONGEST_SYLLABLE = 0.5
"""Seconds that an unheard word has at most for each syllable."""


def match(words: Sequence[str], heard: Sequence[Heard]) -> tuple[list[Found], list[float]] | None:
    """Return the time of each of `words` (plain, lower case) and how sure it is; nothing if too few were heard."""
    said = [(plain, word) for word in heard for plain in spoken(word.text)]
    found: list[Found | None] = [None] * len(words)
    sure = [0.2] * len(words)
    for a, b, size in SequenceMatcher(
        None, list(words), [plain for plain, _ in said], autojunk=False
    ).get_matching_blocks():
        for n in range(size):
            word = said[b + n][1]
            found[a + n] = Found(word.start, word.end)
            sure[a + n] = 0.3 + 0.4 * word.probability
    if sum(one is not None for one in found) < max(1, LEAST * len(words)):
        return None
    return _between(found, words), sure


def _between(found: Sequence[Found | None], words: Sequence[str]) -> list[Found]:
    """Return all times, those of words that were not heard filled in."""
    out = list(found)
    for i, j in spread.gaps(found):
        most = LONGEST_SYLLABLE * sum(spread.syllables(word) for word in words[i:j])
        before, after = out[i - 1] if i else None, out[j] if j < len(out) else None
        start = before.end if before else max(0.0, (after.start if after else most) - most)
        end = min(after.start, start + most) if after else start + most
        for n, (a, b) in enumerate(spread.over(start, max(start, end), words[i:j])):
            out[i + n] = Found(a, b)
    return [one for one in out if one is not None]
