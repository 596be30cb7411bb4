"""Phones: one alphabet of sounds into another.

The voice reads the letters of its own dictionaries (IPA, with one letter for each diphthong); CMUdict and the
spelling rules speak ARPAbet, people write IPA.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbstudio.errors import StepError
from nbstudio.sound.voice.letters import VOWELS

STRESSES = "ˈˌ"
SPOKEN_VOWELS = frozenset("AIOQWYaiuæɑɐɒɔəɚɛɜɪʊʌᵊᵻ")
CONSONANTS = {
    "B": "b", "CH": "ʧ", "D": "d", "DH": "ð", "F": "f", "G": "ɡ", "HH": "h", "JH": "ʤ", "K": "k", "L": "l", "M": "m",
    "N": "n", "NG": "ŋ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "V": "v", "W": "w", "Y": "j",
    "Z": "z", "ZH": "ʒ",
}  # fmt: skip
AMERICAN = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "IH": "ɪ",
    "IY": "i", "OW": "O", "OY": "Y", "UH": "ʊ", "UW": "u",
}  # fmt: skip
BRITISH = {
    **AMERICAN, "AA": "ɒ", "AE": "a", "AO": "ɔː", "ER": "ɜː", "IY": "iː", "OW": "Q", "UW": "uː",
}  # fmt: skip
WEAK = {"us": {"AH": "ə", "ER": "əɹ"}, "gb": {"AH": "ə", "ER": "ə", "IY": "i"}}
STRONG = {"us": AMERICAN, "gb": BRITISH}
IPA = (
    ("d͡ʒ", "ʤ"), ("t͡ʃ", "ʧ"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("eɪ", "A"), ("aɪ", "I"), ("oʊ", "O"), ("əʊ", "Q"),
    ("aʊ", "W"), ("ɔɪ", "Y"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("g", "ɡ"), ("r", "ɹ"), ("'", "ˈ"), ("ɫ", "l"), ("ʍ", "w"),
    (".", ""), ("‿", ""), ("-", ""),
)  # fmt: skip
KNOWN = frozenset("AIOQWYabdefhijklmnoprstuvwxyzæçðŋøœɐɑɒɔəɚɛɜɡɣɪɲɹɾʁʃʊʌʎʒʔʤʧβθχᵊᵻˈˌː ")


def from_arpabet(phones: Sequence[str], accent: str) -> str:
    """Return the voice's letters for ARPAbet without stress; the first full vowel takes it."""
    strong, weak = STRONG[accent], WEAK[accent]
    vowels = [i for i, phone in enumerate(phones) if phone in VOWELS]
    stressed = next((i for i in vowels if phones[i] not in weak), vowels[0] if vowels else -1)
    out = []
    for i, phone in enumerate(phones):
        if phone in VOWELS:
            out.append(f"ˈ{strong[phone]}" if i == stressed else weak.get(phone, strong[phone]))
        elif phone == "R" and accent == "gb" and not (i + 1 < len(phones) and phones[i + 1] in VOWELS):
            if out and out[-1][-1] in "ɒa":
                out[-1] = out[-1].replace("ɒ", "ɑː")
        else:
            out.append(CONSONANTS[phone])
    return "".join(out)


def from_ipa(text: str) -> str:
    """Return the voice's letters for IPA as people write it.

    Raises StepError (bad-pronunciation) for a sign that the voice has no sound for.
    """
    said = text.strip().strip("/[]").strip()
    for written, letter in IPA:
        said = said.replace(written, letter)
    unknown = sorted(set(said) - KNOWN)
    if unknown or not said:
        what = f"`{unknown[0]}` in `{text}` is no sound that the voice knows" if unknown else f"`{text}` has no sound"
        raise StepError(what, code="bad-pronunciation", hint="write English IPA between slashes, or respell the word")
    return said


def starts_with_vowel(phonemes: str) -> bool:
    """Return whether a word begins with a vowel's sound."""
    return bool(re.match(rf"[{STRESSES}]?[{''.join(sorted(SPOKEN_VOWELS))}]", phonemes))
