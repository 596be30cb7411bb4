"""Things that a prompt tells of are seen from near."""

import pytest

from nbstudio.words import lexicon, things
from nbstudio.words.storyboard import Brief, write
from tests.words.songs import song

LETTER = "A love letter read in a kitchen at dawn."


@pytest.mark.parametrize(("thing", "place"), [(thing, place) for thing, at in things.THINGS.items() for place in at])
def test_a_thing_is_where_its_phrase_says(thing: str, place: str) -> None:
    assert lexicon.read(things.THINGS[thing][place]).place == place


def test_a_prompt_without_things_has_the_places_own() -> None:
    usual = ("a cup", "a bulb")
    assert things.details("kitchen", usual, "clear", "She sings in a kitchen.") == usual
    assert things.details("kitchen", usual, "clear", LETTER)[0] == things.THINGS["letter"]["kitchen"]


def test_a_film_about_a_letter_shows_it() -> None:
    films = [write(Brief(LETTER, ("mira",), seed=seed), song(120.0)) for seed in range(6)]
    shown = [any("a letter" in shot.still for scene in film for shot in scene.shots) for film in films]
    assert all(shown)


def test_who_drives_is_seen_in_a_car() -> None:
    told = lexicon.told("Mira drives by night out of town towards the sea.", "place", ("mira",), least=3.0)
    assert {"car", "sea"} <= set(told)
    assert lexicon.read("Mira drives through the desert.", names=("mira",)).place == "desert"
