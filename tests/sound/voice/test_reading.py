"""Text to what is said: figures, sentences, sounds."""

from __future__ import annotations

import pytest

from nbstudio.errors import StepError
from nbstudio.sound.voice import kokoro, numerals
from nbstudio.sound.voice.letters import sounds
from nbstudio.sound.voice.normalise import normalise, spoken
from nbstudio.sound.voice.pronounce import phonemes
from nbstudio.sound.voice.script import Pauses, sentences


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Dr. Lee paid $4.50.", "doctor Lee paid four dollars and fifty cents."),
        ("£1", "one pound"),
        ("$5 million", "five million dollars"),
        ("on May 1, 2024", "on May first, twenty twenty four"),
        ("3 March 1999", "the third of March nineteen ninety nine"),
        ("2026-11-25", "November twenty fifth, twenty twenty six"),
        ("10:30 pm", "ten thirty P M"),
        ("at 9:05", "at nine oh five"),
        ("the 1990s and the '80s", "the nineteen nineties and the eighties"),
        ("1,250 people", "one thousand two hundred and fifty people"),
        ("3.14", "three point one four"),
        ("5-10 km", "five to ten kilometres"),
        ("-3 °C", "minus three degrees Celsius"),
        ("1/2 cup, 50%", "one half cup, fifty percent"),
        ("the 21st take", "the twenty first take"),
        ("e.g. rain & wind", "for example, rain and wind"),
        ("rock-'n'-roll", "rock-'n'-roll"),
        ("120bpm", "one hundred and twenty beats per minute"),
        ("in 2007 or 2000", "in two thousand and seven or two thousand"),
        ("agent 007", "agent zero zero seven"),
    ],
)
def test_what_is_written_becomes_what_is_said(written: str, said: str) -> None:
    assert normalise(written) == said


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("Don't,", ("don't",)),
        ("1984!", ("nineteen", "eighty", "four")),
        ("“café”", ("cafe",)),
        ("—", ()),
        ("night-time", ("night", "time")),
    ],
)
def test_a_token_is_the_words_that_are_said_for_it(token: str, words: tuple[str, ...]) -> None:
    assert spoken(token) == words


@pytest.mark.parametrize("number", [0, 7, 13, 20, 99, 100, 101, 999, 1000, 10**6, 123_456_789, 10**15, -5])
def test_every_number_has_words(number: int) -> None:
    words = numerals.cardinal(number)
    assert words
    assert not any(sign.isdigit() for sign in words)


def test_numbers_of_many_digits_are_read_out() -> None:
    assert normalise("9" * 40).split() == ["nine"] * 40


def test_sentences_end_where_the_next_begins() -> None:
    text = "Mr. Lee waits at 3 p.m. in St. Louis. It rains! “Really?” she says. No. 5 is late."
    assert [one.text for one in sentences(text)] == [
        "Mr. Lee waits at 3 p.m. in St. Louis.",
        "It rains!",
        "“Really?” she says.",
        "No. 5 is late.",
    ]


def test_rests_are_as_asked() -> None:
    text = "[pause 1s] One. Two. [pause 250ms] Three.\n\nFour."
    found = sentences(text, Pauses(0.3, 0.9))
    assert [(one.text, one.pause) for one in found] == [("One.", 1.0), ("Two.", 0.3), ("Three.", 0.25), ("Four.", 0.9)]


def test_an_endless_sentence_is_read_in_pieces() -> None:
    found = sentences("and so on, " * 100)
    assert len(found) > 2
    assert max(len(one.text) for one in found) <= 300
    assert " ".join(one.text for one in found).replace(" ", "") == ("and so on, " * 100).strip().replace(" ", "")


def test_nothing_to_say_is_no_sentence() -> None:
    assert sentences(" … [pause 1s] \n\n — ") == ()


@pytest.mark.parametrize("word", ["nbstudio", "kokoro", "xzzq", "phở", "a", "rhythm", "zzz"])
def test_every_spelling_has_sounds(word: str) -> None:
    assert sounds(word.encode("ascii", "ignore").decode())


def test_small_words_hear_what_follows() -> None:
    assert phonemes("the apple, the pear") == "ði ˈæpᵊl, ðə pˈɛɹ"
    assert phonemes("A plan B") == "ɐ plˈæn bˈi"


def test_a_word_sounds_by_what_stands_before_it() -> None:
    assert phonemes("I live").endswith("lˈɪv")
    assert phonemes("a live").endswith("lˈIv")
    assert phonemes("has read").endswith("ɹˈɛd")
    assert phonemes("to read").endswith("ɹˈid")


def test_endings_follow_the_sound_before_them() -> None:
    assert phonemes("synthwaves").endswith("z")
    assert phonemes("moonwalks").endswith("s")


def test_american_and_british_differ() -> None:
    assert phonemes("water", "us") != phonemes("water", "gb")


def test_capitals_without_a_word_are_spelt() -> None:
    assert phonemes("NBS") == "ˈɛn bˈi ˈɛs"


def test_an_override_comes_before_all() -> None:
    said = phonemes("In nbstudio, in OSAKA.", overrides={"nbstudio": "N B studio", "Osaka": "/oʊˈsɑːkə/"})
    assert said == "ɪn ˈɛn bˈi stˈudiO, ɪn Oˈsɑːkə."


def test_a_sign_without_a_sound_is_named() -> None:
    with pytest.raises(StepError, match="`ɧ`") as caught:
        phonemes("sju", overrides={"sju": "/ɧʉː/"})
    assert caught.value.code == "bad-pronunciation"


@pytest.mark.parametrize("accent", ["us", "gb"])
def test_the_voice_knows_every_sign_that_it_is_given(accent: str) -> None:
    from nbstudio.sound.voice import phones, pronounce

    gold = pronounce._dictionary(f"{accent}_gold")
    signs = {
        sign
        for entry in gold.values()
        for said in ([entry] if isinstance(entry, str) else entry.values())
        for sign in said or ""
    }
    signs |= set("".join((*phones.STRONG[accent].values(), *phones.CONSONANTS.values(), *phones.WEAK[accent].values())))
    assert signs <= set(kokoro.SIGNS)
