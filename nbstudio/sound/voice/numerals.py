"""Numerals: numbers as English says them."""

from __future__ import annotations

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
LARGEST = 10**15
IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(number: int) -> str:
    """Return a whole number in words; one of sixteen digits or more is read digit by digit."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= LARGEST:
        return digits(str(number))
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return TENS[tens] + (f" {ONES[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{ONES[hundreds]} hundred" + (f" and {cardinal(rest)}" if rest else "")
    for scale, name in SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            link = " and " if rest < 100 else " "
            return f"{cardinal(many)} {name}" + (f"{link}{cardinal(rest)}" if rest else "")
    raise AssertionError(number)


def ordinal(number: int) -> str:
    """Return first, second, third and so on."""
    head, _, last = cardinal(number).rpartition(" ")
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head} {last}".strip()


def year(number: int) -> str:
    """Return a year: nineteen eighty four, two thousand and seven, twenty twenty six."""
    century, rest = divmod(number, 100)
    if not 1100 <= number <= 2099 or (century == 20 and rest < 10):
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(text: str) -> str:
    """Return every digit by its name."""
    return " ".join(ONES[int(digit)] for digit in text)


def decimal(text: str) -> str:
    """Return a number as written, such as 12, 1,250 or 3.14, in words."""
    whole, _, part = text.replace(",", "").partition(".")
    said = cardinal(int(whole or 0))
    return f"{said} point {digits(part)}" if part else said


def plural(words: str) -> str:
    """Return the plural of a numeral, as decades have it: the nineties."""
    return words[:-1] + "ies" if words.endswith("y") else words + ("es" if words.endswith("x") else "s")
