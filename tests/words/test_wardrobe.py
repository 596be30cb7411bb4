"""What a sentence tells of how somebody far away stands and is dressed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.picture.figure import outfit, stance
from nbstudio.words.vocabulary import table
from nbstudio.words.wardrobe import COLOURS, NOTHING, Wardrobe, read, tells


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("she walks along the shore in a long red dress", Wardrobe(pose="walk", garment="gown", colour="red")),
        ("a man in a black trench coat waits under an umbrella", Wardrobe("wait", "coat", None, "umbrella", "black")),
        ("arms open, above the clouds", Wardrobe("open")),
        ("the guitarist looks up at the stars", Wardrobe("look-up", prop="guitar")),
        ("an astronaut with helmet sits on the rock", Wardrobe("sit", "spacesuit", "helmet")),
        ("she sings on stage in a yellow raincoat", Wardrobe("sing", "raincoat", colour="yellow")),
        ("a hiker runs, without a backpack, no hat", Wardrobe("run", prop="backpack")),
        ("he leans against a lamppost in a hoodie, hood up", Wardrobe("lean", "hoodie", "hood")),
        ("she waits, long red hair in the wind", Wardrobe("wait", hair="long", hair_colour="red")),
        ("a bald man in a grey suit", Wardrobe(None, "suit", colour="grey", hair="bald")),
        ("her blonde hair in a ponytail", Wardrobe(hair="ponytail", hair_colour="blond")),
        ("an empty dance floor in a hotel suite", NOTHING),
        ("snow capped mountains beyond the coast", NOTHING),
        ("dressed in a white kimono, dancing", Wardrobe("dance", "robe", colour="white")),
    ],
)
def test_words_tell(words: str, told: Wardrobe) -> None:
    assert read(words) == told


def test_a_shots_own_words_come_before_those_of_the_person_and_the_film() -> None:
    told = read("she walks in a green coat", "always in a red dress, with a hat", "an astronaut runs")
    assert told == Wardrobe("walk", "coat", "hat", None, "green")
    assert read("she is there", "a red dress", "an astronaut runs") == Wardrobe(garment="dress", colour="red")
    assert read("", "", "an astronaut runs") == Wardrobe(garment="spacesuit")


def test_a_name_is_nobodys_clothes() -> None:
    assert read("Coat walks home", names=["Coat"]) == Wardrobe("walk")
    assert read("Rob walks home") == Wardrobe("walk")
    assert read("the astronaut waits", "astronaut", names=["astronaut"]) == Wardrobe("wait", "spacesuit")


def test_only_notes_of_clothes_tell() -> None:
    assert tells("wears a long red coat")
    assert tells("always with a guitar")
    assert not tells("the best voice of Lyon, who walks a lot")
    assert not tells("")


def test_every_value_that_can_be_told_can_be_drawn() -> None:
    effects, _ = table("wardrobe")
    said = {(field, value) for row in effects.values() for field, value, _ in row if value != "none"}
    drawn = {"pose": stance.POSES, "garment": outfit.GARMENTS, "headwear": outfit.HEADWEAR, "prop": outfit.PROPS}
    drawn |= {"hair": outfit.HAIR, "hair_colour": outfit.HAIR_COLOURS}
    assert said == {(field, value) for field, values in drawn.items() for value in values}
    assert set(outfit.COLOURS) == COLOURS


@given(st.text(max_size=200), st.text(max_size=60))
@settings(deadline=None, max_examples=40)
def test_any_text_is_read(words: str, about: str) -> None:
    assert read(words, about, words) == read(words, about, words)
