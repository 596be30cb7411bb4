"""A sentence is read as its writer meant it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.sound.composing.wish import Wish, genre_for, read
from tests.sound.composing.orders import GENRES, instruments, presets


def wish(sentence: str) -> Wish:
    return read(sentence, presets(), instruments())


def test_the_sentence_of_the_brief() -> None:
    found = wish("a dreamy synthwave ballad at 96 bpm in A minor about driving at night")
    assert (found.genre, found.bpm, found.key) == ("synthwave", 96.0, "A minor")
    assert found.moods[0] == "dreamy"
    assert "energetic" not in found.moods  # driving is what it is about


@pytest.mark.parametrize(
    ("sentence", "seconds"),
    [
        ("pop, 90 seconds", 90.0),
        ("two minutes of lofi", 120.0),
        ("1:30 of house", 90.0),
        ("a 2-minute song", 120.0),
        ("1 minute 30 seconds", 90.0),
        ("one and a half minutes long", 90.0),
        ("rock", None),
    ],
)
def test_lengths(sentence: str, seconds: float | None) -> None:
    assert wish(sentence).seconds == seconds


@pytest.mark.parametrize(
    ("sentence", "genre"),
    [
        ("deep house for a party", "house"),
        ("chill lo-fi beats", "lofi"),
        ("a trap beat", "hip-hop"),
        ("epic orchestral trailer", "cinematic"),
        ("smoky jazz", "jazz"),
        ("reggaeton", "latin"),
        ("an acoustic folk song", "folk"),
        ("a song about a house", None),
        ("popcorn", None),
    ],
)
def test_genres(sentence: str, genre: str | None) -> None:
    assert wish(sentence).genre == genre


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_answers_to_its_name(genre: str) -> None:
    assert wish(f"some {genre} please").genre == genre


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("in F# minor", "F# minor"),
        ("in B flat major", "Bb major"),
        ("d dorian folk", "D dorian"),
        ("in G", "G major"),
        ("a minor delay", "A minor"),
        ("in a hurry", None),
    ],
)
def test_keys(sentence: str, key: str | None) -> None:
    assert wish(sentence).key == key


def test_instruments_wanted_and_not() -> None:
    found = wish("a folk song with piano and violin, no drums or bass, but with harmonica")
    assert set(found.adds) == {"grand-piano", "violin", "harmonica"}
    assert {"drums", "bass"} <= set(found.without)
    assert "guitar" in wish("lofi without guitars").without
    assert wish("pop with an acoustic guitar").adds == ("steel-guitar",)


def test_moods_suggest_a_genre_where_none_is_named() -> None:
    assert genre_for(wish("something epic").moods, presets()) == "cinematic"
    assert genre_for((), presets()) == "pop"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    wish(text)
