"""Letters: how an unknown English word probably sounds, from its spelling, in ARPAbet.

The problem: names and coined words are in no dictionary, and a voice or an aligner must still have sounds for
them. Rules read the word from left to right; the longest spelling that fits where it stands wins. A rule is a
spelling, what must stand before and after it (regular expressions over the word), and its sounds. It needs to
be near enough to be understood, not to win a spelling bee.
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])
NAMES = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S",
    "y": "W AY", "z": "Z IY",
}  # fmt: skip
RULES = """
|augh|t|AO
|eigh||EY
|ough|t|AO
|ough|$|OW
|tion||SH AH N
|ssion||SH AH N
[aeiou]|sion||ZH AH N
|sion||SH AH N
|cian||SH AH N
|cious||SH AH S
|tious||SH AH S
|tial||SH AH L
|cial||SH AH L
|ture|$|CH ER
|sure|$|ZH ER
|igh||AY
|sch||S K
|tch||CH
|dge||JH
|chr||K R
|ch||CH
|sh||SH
|ph||F
^|wh||W
|wh||W
|th||TH
^|gh||G
|gh||
|ck||K
|ng|[aou]|NG G
|ng||NG
|nk||NG K
^|kn||N
^|gn||N
^|wr||R
^|ps||S
^|pn||N
|mb|$|M
|qu||K W
|que|$|K
|gue|$|G
|sc|[eiy]|S
|cc|[eiy]|K S
^|x||Z
|x||K S
|ious|$|IY AH S
|ous|$|AH S
[^aeiou]|le|$|AH L
[^aeiou]|les|$|AH L Z
[^aeiou]|re|$|ER
[td]|ed|$|IH D
[pkfsxc]|ed|$|T
[^aeiou].*|ed|$|D
[aeiou].*[szx]|es|$|IH Z
[aeiou].*[cs]h|es|$|IH Z
[aeiou].*[^aeiou]|e|$|
[aeiou].*[^aeious]|es|$|Z
|ee||IY
|ea|d$|EH
|ea||IY
|ei||IY
|eu||UW
|ew||UW
|ey|$|IY
|ai||EY
|ay||EY
|au||AO
|aw||AO
|oo|k|UH
|oo||UW
|ou||AW
|ow|$|OW
|ow||AW
|oi||OY
|oy||OY
|oa||OW
|oe|$|OW
|ie|$|IY
|ie||IY
|ue|$|UW
|ui||UW
|air||EH R
|are|$|EH R
|ar||AA R
|ear||IH R
|eer||IH R
|ere|$|IH R
|er||ER
|ir||ER
|or||AO R
|ur||ER
|yr||ER
|a|ge$|IH
|a|[bcdfgklmnprstvz]e$|EY
|e|[bcdfgklmnprstvz]e$|IY
|i|[bcdfgklmnprstvz]e$|AY
|o|[bcdfgklmnprstvz]e$|OW
|u|[bcdfgklmnprstvz]e$|UW
|a|[bcdfgklmnprstvz]ing$|EY
|i|[bcdfgklmnprstvz]ing$|AY
|o|[bcdfgklmnprstvz]ing$|OW
|i|nd$|AY
|o|ld$|OW
|o|ll$|OW
|a|ll|AO
|a|$|AH
|e|$|IY
|i|$|IY
|o|$|OW
|u|$|UW
^|y|[aeiou]|Y
[bcdfghjklmnpqrstvwxz]|y|$|IY
|y|[aeiou]|Y
|y||IH
|i|[aou]|IY
|a||AE
|e||EH
|i||IH
|o||AA
|u||AH
|bb||B
|cc||K
|dd||D
|ff||F
|gg||G
|kk||K
|ll||L
|mm||M
|nn||N
|pp||P
|rr||R
|ss||S
|tt||T
|zz||Z
|c|[eiy]|S
|c||K
|g|[eiy]|JH
|b||B
|d||D
|f||F
|g||G
^|h||HH
[^aeiou]|h||HH
|h|[aeiouy]|HH
|h||
|j||JH
|k||K
|l||L
|m||M
|n||N
|p||P
|q||K
|r||R
[aeiou]|s|e$|Z
[aeioudbgnmlrvw]|s|$|Z
|s||S
|t||T
|v||V
|w|[aeiouy]|W
|w||
|z||Z
"""


@lru_cache(1)
def _rules() -> dict[str, list[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, tuple[str, ...]]]]:
    """Return the rules by first letter, longest spelling first, in the order written."""
    table: dict[str, list[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, tuple[str, ...]]]] = {}
    for line in RULES.strip().split("\n"):
        before, spelling, after, sounds = line.split("|")
        entry = (
            spelling,
            re.compile(f"(?:{before})$") if before else None,
            re.compile(after) if after else None,
            tuple(sounds.split()),
        )
        table.setdefault(spelling[0], []).append(entry)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@lru_cache(4096)
def sounds(word: str) -> tuple[str, ...]:
    """Return the ARPAbet phones of a lower-case word of a to z; letters alone, or without vowels, by their names."""
    letters = re.sub(r"[^a-z]", "", word)
    if len(letters) == 1 or (letters and not re.search(r"[aeiouy]", letters)):
        return tuple(" ".join(NAMES[letter] for letter in letters).split())
    found: list[str] = []
    at = 0
    while at < len(letters):
        for spelling, before, after, phones in _rules().get(letters[at], ()):
            end = at + len(spelling)
            fits = letters.startswith(spelling, at) and (before is None or before.search(letters[:at]))
            if fits and (after is None or after.match(letters[end:])):
                found += phones
                at = end
                break
        else:
            at += 1
    if not VOWELS.intersection(found):
        found.append("AH")
    return tuple(found)
