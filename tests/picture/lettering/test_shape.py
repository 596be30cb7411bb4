"""Shape and fonts: every letter has a picture, from fonts that come with the install, in its place."""

from __future__ import annotations

import pytest

from nbstudio.errors import InputError, StepError
from nbstudio.picture.lettering import fonts
from nbstudio.picture.lettering.shape import clusters, shape

WORLD = [
    "Hold me in the first light",
    "Zażółć gęślą jaźń, ő, ß, Ünïcode",
    "Привет, Γειά σου",
    "مرحبا بالعالم",
    "שלום עולם",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "ひかりの中で",
    "你好世界",
    "안녕하세요",
    "გამარჯობა Բարեւ ሰላም",
    "❤️🔥👩‍🎤🇯🇵",
]


@pytest.mark.parametrize("family", sorted(fonts.FAMILIES))
def test_every_family_is_there_and_sets_latin(family: str) -> None:
    face = fonts.family(family, 700)
    assert all(face.has(letter) for letter in "abcXYZ0189.,!?'")
    assert shape("Hold me", [face]).width > 1


@pytest.mark.parametrize("text", WORLD)
def test_no_letter_is_an_empty_box(text: str) -> None:
    row = shape(text, fonts.chain("Bebas Neue", 700, text))
    assert row.glyphs
    assert all(glyph.id != 0 for glyph in row.glyphs)
    assert fonts.missing(text) == ()


def test_letters_come_from_packages_never_from_the_system() -> None:
    for text in WORLD:
        for glyph in shape(text, fonts.chain("Inter", 400, text)).glyphs:
            assert "site-packages" in str(glyph.face.path) or "dist-packages" in str(glyph.face.path)


def test_a_letter_that_no_font_has_is_refused_with_its_place() -> None:
    with pytest.raises(InputError) as caught:
        fonts.demand("Hold \U00013000 me", "song.lrc", 12)
    assert caught.value.code == "missing-glyph"
    assert "song.lrc:12" in caught.value.notes[0]
    assert caught.value.hint


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(StepError, match="no font called"):
        fonts.family("Comic Sans MS")


def test_weight_is_real() -> None:
    thin, fat = (shape("morning", fonts.chain("Montserrat", weight, "morning")).width for weight in (400, 800))
    assert fat > 1.03 * thin


def test_arabic_letters_are_joined_and_run_to_the_left() -> None:
    faces = fonts.chain("Inter", 400, "ببب")
    row = shape("ببب", faces)
    alone = shape("ب", faces)
    assert {glyph.id for glyph in row.glyphs} - {glyph.id for glyph in alone.glyphs}
    assert [glyph.at for glyph in row.glyphs] == sorted((glyph.at for glyph in row.glyphs), reverse=True)
    assert all(glyph.leftward for glyph in row.glyphs)


def test_kerning_and_marks() -> None:
    faces = fonts.chain("Montserrat", 400, "AV")
    assert shape("AV", faces).width < shape("A", faces).width + shape("V", faces).width
    assert clusters("e\u0301👩\u200d🎤x") == [(0, 2), (2, 5), (5, 6)]


def test_han_letters_are_those_of_the_language() -> None:
    assert fonts.chain("Inter", 400, "直ひ")[2].index == fonts.JAPANESE
    assert fonts.chain("Inter", 400, "直한")[2].index == fonts.KOREAN
    assert fonts.chain("Inter", 400, "直")[2].index == fonts.CHINESE
