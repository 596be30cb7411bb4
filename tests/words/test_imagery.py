"""What a line of the song names plainly is what its shot shows, and nothing else of it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nbstudio.words import lexicon, storyboard
from nbstudio.words.imagery import NOTHING, Image, image, shown
from nbstudio.words.music import Music
from tests.words.songs import song

PROMPT = "A singer walks through a neon city at night."


@pytest.mark.parametrize(
    ("line", "place", "weather"),
    [
        ("Take me down to the ocean", "sea", None),
        ("We were lost in the forest in the rain", "forest", "rain"),
        ("I never said that I was sorry", None, None),
        ("No rain, no rain", None, "clear"),
        ("愛してる", None, None),
    ],
)
def test_only_plain_pictures_count(line: str, place: str | None, weather: str | None) -> None:
    found = image(line)
    assert (found.place, found.weather) == (place, weather)


def test_a_name_of_the_cast_is_nobodys_weather() -> None:
    assert image("Misty, come home", ["misty"]).weather is None


def test_a_shot_shows_the_line_that_is_mostly_sung_during_it() -> None:
    music = Music(20.0, lines=((1.0, 3.0), (3.0, 5.0)), texts=("deep in the forest", "out to the ocean"))
    assert shown(music, 0.0, 2.5).place == "forest"
    assert shown(music, 2.5, 6.0).place == "sea"
    assert shown(music, 5.0, 9.0) == NOTHING
    assert shown(Music(20.0), 0.0, 9.0) == Image()


def test_shots_without_people_show_what_is_sung() -> None:
    heard = song(120.0)
    brief = storyboard.Brief(PROMPT, ("mira",))
    plain = storyboard.write(brief, heard)
    starts = [shot.start for scene in plain for shot in scene.shots]
    quiet = replace(heard, lines=tuple((at + 0.2, at + 0.9) for at in starts), texts=("hold me now",) * len(starts))
    sea = replace(quiet, texts=("the waves of the ocean",) * len(starts))

    def places(music: Music) -> tuple[int, int]:
        """Return how many shots show nobody, and how many of those the sea."""
        shots = [(scene, shot) for scene in storyboard.write(brief, music) for shot in scene.shots if not shot.cast]
        seen = [
            lexicon.read(shot.still, default=lexicon.read(scene.location), names=["mira"]).place
            for scene, shot in shots
        ]
        return len(seen), seen.count("sea")

    nobody, before = places(quiet)
    away, after = places(sea)
    assert before <= 0.2 * nobody
    assert after >= 0.6 * away
    people = [shot.cast for scene in storyboard.write(brief, sea) for shot in scene.shots]
    assert sum(map(bool, people)) >= 0.5 * len(people), "who sings is still seen"


def test_lines_that_show_nothing_leave_the_pictures_alone() -> None:
    heard = song(60.0)
    quiet = replace(heard, lines=((10.0, 12.0),), texts=("hold me now",))
    stills = [
        [(shot.still, shot.cast) for scene in storyboard.write(storyboard.Brief(PROMPT, ("mira",)), music)
         for shot in scene.shots]
        for music in (quiet, replace(quiet, texts=("let me go",)))
    ]  # fmt: skip
    assert stills[0] == stills[1]
