"""Motion: the preset that a sentence about movement asks for.

An exact name wins; else the sentence's verb of the camera (dolly, track, crane …) and its direction are
read; else what the person does. A camera that tracks *from* the left drifts to the right.
"""

from __future__ import annotations

from collections.abc import Collection

from nbstudio.words.vocabulary import stem, table, tokens

PRESETS = (
    "hold", "push-in", "pull-out", "pan-left", "pan-right", "tilt-up", "tilt-down", "drift-left", "drift-right",
    "rise", "handheld", "orbit", "punch-in", "breathe", "subtle", "talking", "dancing", "walking",
)  # fmt: skip


def preset(sentence: str, names: Collection[str] = PRESETS) -> str | None:
    """Return the motion, of those in `names`, that a name or sentence asks for; None where it asks for none.

    Of several the strongest wins; equals fall to the one said first. Reads any text.
    """
    words = tokens(sentence[:2000])
    exact = "-".join(words)
    if exact in names:
        return exact
    if sentence.strip() in names:
        return sentence.strip()
    effects, longest = table("movements")
    stems = tuple(map(stem, words))
    votes: dict[str, tuple[float, int]] = {}
    at = 0
    while at < len(words):
        length = next((size for size in range(longest, 0, -1) if stems[at : at + size] in effects), 0)
        if length:
            _, name, weight = max(effects[stems[at : at + length]], key=lambda effect: effect[2])
            total, first = votes.get(name, (0.0, at))
            votes[name] = (total + weight, first)
        at += max(length, 1)
    able = [name for name in votes if name in names]
    return min(able, key=lambda name: (-votes[name][0], votes[name][1]), default=None)
