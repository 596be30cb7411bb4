"""Align: when each line and word of a known text is said or sung in a recording.

The text is truth and only its times are looked for. A long song is taken in blocks of lines wherever rough
times are known, otherwise whole. Each block is heard by three ears: as it is, with the voice brought
forward (see `emphasis`), and with a quarter of the music left. The middle of their three times is the word's, and
how near the three are is its quality: where they agree to some hundredths of a second nearly all words are right.
Where nothing is found, a recogniser's words may be held against the text; what is left, and lines in another
script, are spread by their syllables. Each line says how it was placed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound import emphasis, phonetic, rising, spread
from nbstudio.sound.alignment import Alignment, Line, Word
from nbstudio.sound.phonetic import Found
from nbstudio.sound.voice.normalise import spoken

__all__ = ["Alignment", "Line", "Word", "align"]

Floats = NDArray[np.float32]
Span = tuple[float, float]

RATE = phonetic.RATE
PAD = 1.0  # seconds by which a rough time may be wrong
APART = 4.0  # seconds without words that end a block
BLOCK = 40.0  # seconds of a block from which it ends at the next line
AGREE, DOUBT = 0.05, 0.6  # seconds between the ears: sure up to the first, doubtful from the second
SURE, HALF, LOST = 0.8, 0.4, 0.25  # qualities of words: sure from the first on, not known at all below the last
LEFT = 0.25  # of the music, for the ear between the two
ALONE = 0.5  # quality of a word that one ear alone has found
HELD = 4.0  # seconds: the longest that a word is shown
SPREAD = 0.2  # quality of a word that nobody has heard


@dataclass(frozen=True, slots=True)
class Text:
    """A line taken apart: its words as written, and what is said for each; phonetic if a model knows the sounds."""

    line: str
    tokens: tuple[str, ...]
    said: tuple[tuple[str, ...], ...]

    @property
    def phonetic(self) -> bool:
        """Return whether all that is said is written in the letters that the model's rules read."""
        return bool(self.tokens) and all(re.fullmatch(r"[a-z']*[a-z][a-z']*", word) for word in self.words)

    @property
    def words(self) -> list[str]:
        """Return all that is said, word by word."""
        return [word for said in self.said for word in said]

    @property
    def weight(self) -> int:
        """Return its syllables."""
        return sum(spread.syllables(token) for token in self.tokens)


def align(
    samples: Floats | Path,
    lines: Sequence[str],
    *,
    spans: Sequence[Span | None] | None = None,
    music: bool = True,
    recognise: bool = False,
) -> Alignment:
    """Return when the words of `lines` are heard in `samples` (float32, mono, 16 kHz, or a file).

    `spans` are rough times of each line, in seconds, where they are known; a start known to about a second
    helps, a wrong one misleads. Without `music` behind the voice, one ear is enough. With `recognise`, blocks that
    can't be found are tried with the recogniser of the extra `asr`; it is off by default, for what is installed
    must not decide by itself what is made.

    Raises InputError for a file that can't be decoded, ValueError if `spans` are not one for each line, StepError
    (needs-extra) where a recogniser is asked for, needed and not there.
    """
    if isinstance(samples, Path):
        from nbstudio.sound.decode import decode

        samples = decode(samples, rate=RATE, channels=1)[:, 0]
    if spans is not None and len(spans) != len(lines):
        raise ValueError(f"{len(spans)} spans for {len(lines)} lines")
    known = list(spans) if spans is not None else [None] * len(lines)
    texts = [_text(line) for line in lines]
    voice = emphasis.voice(samples) if music else samples
    placed: list[Line | None] = [None] * len(lines)
    for block in _blocks(texts, known, len(samples) / RATE):
        ears = (samples, LEFT * samples + (1 - LEFT) * voice, voice) if music else (samples,)
        for index, line in zip(
            block.lines, _heard(ears, block, [texts[i] for i in block.lines], recognise), strict=True
        ):
            placed[index] = line
    return Alignment(_tidy(_filled(placed, texts, known, voice), len(samples) / RATE))


# Text


def _text(line: str) -> Text:
    """Take a line apart; marks that nobody says belong to the word before them."""
    tokens: list[str] = []
    said: list[tuple[str, ...]] = []
    for part in line.split():
        for token in _signs(part):
            words = spoken(token)
            if words:
                head = f"{tokens.pop()} " if tokens and not said[-1] else ""
                if head:
                    said.pop()
                tokens.append(head + token)
                said.append(words)
            elif tokens:
                tokens[-1] += f" {token}"
            else:
                tokens.append(token)
                said.append(())
    if said and not said[0]:
        return Text(line, (), ())
    return Text(line, tuple(tokens), tuple(said))


def _signs(part: str) -> list[str]:
    """Split what is written without spaces into its signs, marks staying with the sign before."""
    if not any(spread.wide(sign) for sign in part):
        return [part]
    return re.findall(r"[^\W\d_a-zA-Z][^\w]*|[\w]+[^\w]*|[^\w]+", part)


# Blocks


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are looked for together, and where."""

    lines: tuple[int, ...]
    start: float
    end: float


def _blocks(texts: Sequence[Text], spans: Sequence[Span | None], seconds: float) -> list[Block]:
    """Return the blocks of lines that can be heard, each with the part of the recording that holds it."""
    groups: list[list[int]] = []
    begun = 0.0
    for i, text in enumerate(texts):
        span = spans[i]
        if not text.phonetic:
            continue
        before = spans[groups[-1][-1]] if groups else None
        rest = span is not None and before is not None and span[0] - before[1] > APART
        full = span is not None and bool(groups) and span[0] - begun > BLOCK
        if not groups or rest or full:
            groups.append([])
            begun = span[0] if span else begun
        groups[-1].append(i)
    blocks = []
    for n, group in enumerate(groups):
        first, last = spans[group[0]], spans[group[-1]]
        start = max(0.0, first[0] - PAD) if first else 0.0
        following = spans[groups[n + 1][0]] if n + 1 < len(groups) else None
        end = seconds
        if last:
            end = min(seconds, last[1] + PAD)
        elif following:
            end = min(seconds, following[0])
        if end - start > 0.1:
            blocks.append(Block(tuple(group), start, end))
    return blocks


def _heard(ears: Sequence[Floats], block: Block, texts: Sequence[Text], recognise: bool) -> list[Line | None]:
    """Return the block's lines as the ears agree on them, or nothing where none finds them."""
    words = [word for text in texts for word in text.words]
    cut = slice(round(block.start * RATE), round(block.end * RATE))
    found = [places for ear in ears if (places := phonetic.place(ear[cut], words)) is not None]
    method = "phonetic" if found else "recognised"
    matched = _recognised(ears[0][cut], words) if recognise and not found else None
    if not found and matched is None:
        return [None] * len(texts)
    best = _middle(found)
    if matched:
        best, sure = matched
    elif len(ears) == 1:
        sure = [1.0] * len(words)
    elif len(found) == 1:
        sure = [ALONE] * len(words)
    else:
        sure = [_trust(float(np.ptp([one.start for one in places]))) for places in zip(*found, strict=True)]
        if len(found) == len(ears):
            best = _doubted(ears, found, sure)
    lines: list[Line | None] = []
    at = 0
    for text in texts:
        count = len(text.words)
        line = _line(text, best[at : at + count], sure[at : at + count], block.start)
        lines.append(replace(line, method=method))
        at += count
    return lines


def _middle(found: Sequence[Sequence[Found]]) -> list[Found]:
    """Return the middle of three ears' times; of fewer, what the one hears that is nearest to the voice."""
    if len(found) < 3:
        return list(found[-1]) if found else []
    return [
        Found(float(np.median([one.start for one in places])), float(np.median([one.end for one in places])))
        for places in zip(*found, strict=True)
    ]


def _doubted(ears: Sequence[Floats], found: Sequence[Sequence[Found]], sure: Sequence[float]) -> list[Found]:
    """Return the middle of the ears' times, the doubtful of them looked at again.

    What brings a voice forward takes some of its beginnings away, so where the ears differ somewhat a word moves
    half the way to where it is heard as it is; and where they don't differ wildly, it begins where the voice rises
    (see `rising`). Of words said one by one at +5 dB, that brings the worst tenth of three voices from 139, 124 and
    94 ms to about 105, of sung ones from 103 to 94, and leaves fluent speech as it is.
    """
    best = _middle(found)
    moved = [
        Found((one.start + plain.start) / 2, (one.end + plain.end) / 2) if HALF <= trust < SURE else one
        for one, plain, trust in zip(best, found[0], sure, strict=True)
    ]
    starts = [-1.0, *(one.start for one in moved), len(ears[0]) / RATE]
    out = []
    for at, (one, trust) in enumerate(zip(moved, sure, strict=True), 1):
        start = one.start
        if LOST <= trust < SURE:
            start = rising.begin(ears[-1], start, starts[at - 1], starts[at + 1])
        out.append(Found(start, max(start, one.end)))
    return out


def _recognised(samples: Floats, words: Sequence[str]) -> tuple[list[Found], list[float]] | None:
    from nbstudio.sound import matching, transcribe

    return matching.match(words, transcribe.words(samples))


def _trust(apart: float) -> float:
    """Return how far to trust a word whose starts, as the ears hear them, are so many seconds apart."""
    return float(np.interp(np.log(max(abs(apart), 1e-3)), np.log([AGREE, DOUBT]), [1.0, 0.1]))


def _line(text: Text, found: Sequence[Found], sure: Sequence[float], offset: float) -> Line:
    words = []
    at = 0
    for token, said in zip(text.tokens, text.said, strict=True):
        first, last = found[at], found[at + len(said) - 1]
        quality = float(np.mean(sure[at : at + len(said)]))
        words.append(Word(token, offset + first.start, offset + last.end, quality))
        at += len(said)
    quality = float(np.mean([word.quality for word in words]))
    return Line(text.line, words[0].start, words[-1].end, quality, "phonetic", tuple(words))


# What nobody heard


def _filled(
    placed: Sequence[Line | None], texts: Sequence[Text], spans: Sequence[Span | None], voice: Floats
) -> list[Line]:
    """Return all lines, those that were not heard spread over the time that they were given, or that is left."""
    seconds = len(voice) / RATE
    out = list(placed)
    for i, j in spread.gaps(placed):
        before = out[i - 1].end if i else 0.0  # type: ignore[union-attr]
        after = out[j].start if j < len(out) else seconds  # type: ignore[union-attr]
        weights = [max(text.weight, 1) if text.tokens else 0 for text in texts[i:j]]
        times = spread.lines(voice, RATE, min(before, after), after, weights)
        for n in range(i, j):
            out[n] = _spread(texts[n], spans[n] or times[n - i])
    return [line for line in out if line is not None]


def _spread(text: Text, span: Span) -> Line:
    if not text.tokens:
        return Line(text.line, span[0], span[0], 0.0, "empty", ())
    times = spread.over(*span, text.tokens)
    words = tuple(Word(token, a, b, SPREAD) for token, (a, b) in zip(text.tokens, times, strict=True))
    return Line(text.line, span[0], span[1], SPREAD, "spread", words)


def _tidy(lines: Sequence[Line], seconds: float) -> tuple[Line, ...]:
    """Return the lines with times to the millisecond that never run backwards or past the end."""
    tidy: list[Line] = []
    starts = [word.start for line in lines for word in line.words] + [seconds]
    at, now = 0, 0.0
    for line in lines:
        words = []
        for word in line.words:
            start = min(max(now, word.start), seconds)
            following = max(start, min(starts[at + 1], seconds))
            end = max(start, min(word.end, following, start + HELD))
            words.append(replace(word, start=round(start, 3), end=round(end, 3), quality=round(word.quality, 3)))
            now, at = start, at + 1
        start = words[0].start if words else round(now, 3)
        end = words[-1].end if words else start
        tidy.append(replace(line, start=start, end=end, quality=round(line.quality, 3), words=tuple(words)))
    return tuple(tidy)
