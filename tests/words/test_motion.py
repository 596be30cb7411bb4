"""A sentence about movement asks for a preset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.words.motion import PRESETS, preset, unread

SENTENCES = [
    ("slow dolly in, rain falling", "push-in"),
    ("slow dolly in", "push-in"),
    ("Dolly out to reveal the city", "pull-out"),
    ("the camera pulls back", "pull-out"),
    ("tracking shot from the left, coat flying", "drift-right"),
    ("tracking shot from the right", "drift-left"),
    ("tracking left along the wall", "drift-left"),
    ("pan to the right", "pan-right"),
    ("slowly panning left", "pan-left"),
    ("tilt up the tower", "tilt-up"),
    ("camera tilts down to her boots", "tilt-down"),
    ("crane up over the crowd", "rise"),
    ("drone rises", "rise"),
    ("crane down", "tilt-down"),
    ("hand-held, nervous", "handheld"),
    ("the camera circles around her", "orbit"),
    ("crash zoom on the beat", "punch-in"),
    ("locked off on a tripod", "hold"),
    ("barely moves", "subtle"),
    ("the picture breathes", "breathe"),
    ("she turns to camera and sings", "talking"),
    ("dancing wildly", "dancing"),
    ("he walks along the pier", "walking"),
    ("static", "hold"),
    ("zoom out", "pull-out"),
    ("Ken Burns", "push-in"),
    ("", None),
    ("purple", None),
]


@pytest.mark.parametrize(("sentence", "name"), SENTENCES)
def test_sentence(sentence: str, name: str | None) -> None:
    assert preset(sentence, PRESETS) == name


@pytest.mark.parametrize("name", PRESETS)
def test_a_name_means_itself(name: str) -> None:
    assert preset(name, PRESETS) == name
    assert preset(name.replace("-", " ").upper(), PRESETS) == name


def test_only_what_is_known_is_answered() -> None:
    assert preset("slow dolly in", ("hold",)) is None
    assert preset("My-Own_Move", ("My-Own_Move",)) == "My-Own_Move"
    assert preset("dancing, the camera pulls back", ("dancing", "hold")) == "dancing"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("flibber", ["flibber"]),
        ("slow dolli in", ["dolli"]),
        ("purple haze around", ["purple", "haze"]),
        ("slow dolly in, rain falling", ["rain"]),
        ("tracking shot from the left, coat flying", ["coat", "flying"]),
        ("crane up over the old harbour", []),
        ("Mira Vale walks slowly past the lamps", []),
        ("camera tilts down to her boots", []),
        ("push-in", []),
        ("Push In", []),
        ("", []),
        ("a camera", []),
    ],
)
def test_words_that_say_nothing_of_a_movement(sentence: str, words: list[str]) -> None:
    assert list(unread(sentence, PRESETS, ["mira-vale"])) == words


@pytest.mark.parametrize(("sentence", "name"), SENTENCES)
def test_most_sentences_are_read_whole(sentence: str, name: str | None) -> None:
    assert (name is not None) or sentence in {"", "purple"}
    assert len(unread(sentence)) <= 2


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert preset(text, PRESETS) in (*PRESETS, None)
    assert all(word and word == word.lower() for word in unread(text))
