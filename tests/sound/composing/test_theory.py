"""Keys and chords are what musicians mean by them."""

from __future__ import annotations

import pytest

from nbstudio.sound.composing.order import key_of
from nbstudio.sound.composing.theory import Key, nearest


@pytest.mark.parametrize(
    ("key", "numeral", "symbol"),
    [
        ("C major", "vi7", "Am7"),
        ("A minor", "VII", "G"),
        ("A minor", "V7", "E7"),
        ("Eb major", "IV", "Ab"),
        ("D dorian", "IV", "G"),
        ("C major", "bVII", "Bb"),
        ("C minor", "iim7b5", "Dm7b5"),
        ("F# minor", "i9", "F#m9"),
    ],
)
def test_a_numeral_is_a_chord(key: str, numeral: str, symbol: str) -> None:
    found = key_of(key)
    flat = found.flat or "b" in symbol[1:2]
    assert found.chord(numeral).symbol(flat) == symbol


@pytest.mark.parametrize("text", ["H minor", "A locrian", "", "A minor please", "ii"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        key_of(text)


@pytest.mark.parametrize(
    ("text", "key"), [("Am", "A minor"), ("f sharp minor", "F# minor"), ("B-flat major", "Bb major")]
)
def test_keys_are_read_as_people_write_them(text: str, key: str) -> None:
    assert str(key_of(text)) == key


def test_what_is_no_chord_is_refused() -> None:
    with pytest.raises(ValueError, match="no chord"):
        Key(0, "major").chord("VIII")


def test_the_nearest_pitch_of_a_class() -> None:
    assert nearest(0, 60) == 60
    assert nearest(11, 60) == 59
    assert nearest(5, 71) == 65 or nearest(5, 71) == 77
