"""Normalise: written English as it is said: numbers, dates, money, times, abbreviations, signs.

The problem: a voice knows words, and a text has `$4.50`, `Dr.`, `10:30` and `1984`. Each pass turns one
form into words, the longest and most particular first; what is left are words and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from nbstudio.sound.voice.numerals import cardinal, decimal, digits, ordinal, plural, year

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTH = "|".join([*MONTHS, *(name[:3] + r"\." for name in MONTHS if name != "May")])
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:\s?(hundred|thousand|million|billion|trillion|k|m|bn)\b)?"
SCALES = {"k": "thousand", "m": "million", "bn": "billion"}
MONEY = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
}
UNITS = {
    "km/h": "kilometres per hour", "mph": "miles per hour", "km": "kilometres", "cm": "centimetres",
    "mm": "millimetres", "kg": "kilograms", "g": "grams", "mg": "milligrams", "lb": "pounds", "lbs": "pounds",
    "oz": "ounces", "ft": "feet", "ml": "millilitres", "kHz": "kilohertz", "Hz": "hertz", "MHz": "megahertz",
    "GHz": "gigahertz", "dB": "decibels", "kB": "kilobytes", "MB": "megabytes", "GB": "gigabytes",
    "TB": "terabytes", "ms": "milliseconds", "min": "minutes", "hrs": "hours", "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit", "°": "degrees", "%": "percent", "bpm": "beats per minute", "fps": "frames per second",
}  # fmt: skip
SINGULAR = {"feet": "foot", "hertz": "hertz", "percent": "percent", "kilohertz": "kilohertz"}
ABBREVIATIONS = {
    "Mr": "mister", "Mrs": "missus", "Ms": "miz", "Dr": "doctor", "Prof": "professor", "Jr": "junior",
    "Sr": "senior", "vs": "versus", "etc": "et cetera", "approx": "approximately", "Gen": "general",
    "Capt": "captain", "Sgt": "sergeant", "Lt": "lieutenant", "Col": "colonel", "Rev": "reverend", "Mt": "mount",
    "Ave": "avenue", "Blvd": "boulevard", "Rd": "road", "dept": "department", "feat": "featuring", "ft": "featuring",
}  # fmt: skip
SIGNS = {"&": " and ", "+": " plus ", "=": " equals ", "@": " at ", "#": " number ", "/": " slash ", "~": " about "}
DOTLESS = re.compile(r"\b((?:[A-Za-z]\.){2,})(?=\W|$)")
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "—", "…": "…", "\u00a0": " "})


def normalise(text: str) -> str:
    """Return `text` as words and punctuation, on one line; what is no English is left as it stands."""
    text = unicodedata.normalize("NFC", text).translate(QUOTES)
    for pattern, said in PASSES:
        text = pattern.sub(said, text)
    return re.sub(r"\s+", " ", text).strip()


def spoken(token: str) -> tuple[str, ...]:
    """Return the plain lower-case words that one written word is said as; empty for mere punctuation."""
    said = normalise(token.strip('.,;:!?"()[]{}…—-“”'))
    folded = unicodedata.normalize("NFKD", said)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    return tuple(
        word for word in (found.strip("'") for found in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*'?", plain)) if word
    )


def _money(match: re.Match[str]) -> str:
    sign, amount, scale = match[1], match[2], match[3]
    one, many, cent, cents = MONEY[sign]
    if scale:
        return f"{decimal(amount)} {SCALES.get(scale, scale)} {many}"
    whole, _, part = amount.replace(",", "").partition(".")
    if len(part) != 2:
        return f"{decimal(amount)} {one if amount == '1' else many}"
    pieces = [f"{cardinal(int(whole))} {one if int(whole) == 1 else many}"] if int(whole) else []
    if int(part):
        pieces.append(f"{cardinal(int(part))} {cent if int(part) == 1 else cents}")
    return " and ".join(pieces) or f"zero {many}"


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), match[3]
    if hour > 24 or minute > 59:
        return match[0]
    said = cardinal(hour)
    if minute:
        said += f" {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    elif not half:
        said += " o'clock" if hour <= 12 else " hundred"
    return f"{said} {' '.join(half.replace('.', '').upper())}" if half else said


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name.rstrip(".")[:3]))


def _day_first(match: re.Match[str]) -> str:
    said = f"the {ordinal(int(match[1]))} of {_month(match[2])}"
    return f"{said} {year(int(match[3]))}" if match[3] else said


def _month_first(match: re.Match[str]) -> str:
    said = f"{_month(match[1])} {ordinal(int(match[2]))}"
    return f"{said}, {year(int(match[3]))}" if match[3] else said


def _iso(match: re.Match[str]) -> str:
    month, day = int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match[1]))}"


def _unit(match: re.Match[str]) -> str:
    many = UNITS[match[2]]
    if match[1] == "1":
        head, _, rest = many.partition(" ")
        many = f"{SINGULAR.get(head, head.removesuffix('s'))} {rest}".strip()
    return f"{decimal(match[1])} {many}"


def _fraction(match: re.Match[str]) -> str:
    over, under = int(match[1]), int(match[2])
    if not 0 < over < under or under > 20:
        return f"{cardinal(over)} over {cardinal(under)}"
    name = {2: "half", 4: "quarter"}.get(under, ordinal(under))
    return f"{cardinal(over)} {name if over == 1 else ('halves' if under == 2 else name + 's')}"


def _plain(match: re.Match[str]) -> str:
    text = match[0]
    if re.fullmatch(r"(1[1-9]|20)\d\d", text):
        return year(int(text))
    if re.fullmatch(r"0\d+", text):
        return digits(text)
    return decimal(text)


def _scaled(match: re.Match[str]) -> str:
    return f"{decimal(match[1])} {match[2]}"


def _decade(match: re.Match[str]) -> str:
    text = match[1]
    return plural(year(int(text)) if len(text) == 4 else cardinal(int(text)))


Said = str | Callable[[re.Match[str]], str]
PASSES: tuple[tuple[re.Pattern[str], Said], ...] = (
    (re.compile(r"https?://(?:www\.)?"), ""),
    (re.compile(r"(?<=\w)\.(com|org|net|io|tv)\b"), r" dot \1"),
    (re.compile(r"\be\.g\.,?"), "for example,"),
    (re.compile(r"\bi\.e\.,?"), "that is,"),
    (re.compile(r"\b(a|p)\.m\."), r"\1m"),
    (DOTLESS, lambda m: m[1].replace(".", " ").strip().upper()),
    (re.compile(r"\bNo\.\s?(?=\d)"), "number "),
    (re.compile(r"\bSt\.(?=\s[A-Z])"), "saint"),
    (re.compile(r"\bSt\."), "street"),
    (re.compile(r"\b(" + "|".join(ABBREVIATIONS) + r")\.(?=\s|,|$)"), lambda m: ABBREVIATIONS[m[1]]),
    (re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), _iso),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({MONTH})(?:,?\s(\d{{4}}))?\b"), _day_first),
    (re.compile(rf"\b({MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(\d{{4}}))?\b(?!:)"), _month_first),
    (re.compile(r"\b(\d{1,2}):(\d\d)(?:\s?([ap]\.?m\.?|[AP]M)\b)?"), _time),
    (re.compile(r"\b(\d{1,2})\s?([ap]m|[AP]M)\b"), lambda m: f"{cardinal(int(m[1]))} {' '.join(m[2].upper())}"),
    (re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)"), " to "),
    (re.compile(r"(?<![\w.])[-−](?=\d)"), "minus "),
    (re.compile(rf"([$£€¥])\s?({NUMBER}){SCALE}"), _money),
    (re.compile(r"'?\b(\d{4}|\d0)'?s\b"), _decade),
    (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b"), lambda m: ordinal(int(m[1])) if len(m[1]) < 16 else digits(m[1])),
    (re.compile(rf"\b({NUMBER})\s?({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![\w°])"), _unit),
    (re.compile(rf"\b({NUMBER})\s(million|billion|trillion|thousand|hundred)\b"), _scaled),
    (re.compile(r"\b(\d+)/(\d+)\b"), _fraction),
    (re.compile(NUMBER), _plain),
    (re.compile(r"\b24/7\b"), "twenty four seven"),
    (re.compile(r"[&+=@#~/]"), lambda m: SIGNS[m[0]]),
    (re.compile(r"[*_^`<>|\\\[\]{}]"), " "),
    (re.compile(r"(?<=\w)-(?=\w)"), " "),
    (re.compile(r"\s-+\s"), " — "),
)
