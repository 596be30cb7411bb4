"""A song is kept as text and comes back the same; moments of it are found."""

from __future__ import annotations

import json

import pytest

from nbstudio.sound.song import Section, Song

SONG = Song(
    seconds=10.0,
    samples=480_000,
    rate=48_000,
    bpm=120.0,
    confidence=0.75,
    beats=(0.5, 1.0, 1.5, 2.0),
    downbeats=(0.5,),
    beats_per_bar=4,
    energy=(0.1, 0.2, 0.3, 0.4),
    sections=(Section(0.0, 4.0, "verse", 0.3), Section(4.0, 10.0, "chorus", 0.9)),
)
BARE = Song(10.0, 480_000, 48_000, 0.0, 0.0, (), (), 4, (), SONG.sections)


def test_a_song_comes_back_from_its_text() -> None:
    assert Song.from_json(SONG.to_json()) == SONG
    assert Song.from_json(BARE.to_json()) == BARE


def test_the_text_is_stable_and_to_a_millionth() -> None:
    fine = Song(1 / 3, 16_000, 48_000, -0.0, 0.0, (1 / 7,), (), 4, (0.5,), (Section(0.0, 1 / 3, "verse", -0.0),))
    data = json.loads(fine.to_json())
    assert data["seconds"] == 0.333333
    assert "-0.0" not in fine.to_json()
    assert list(data) == sorted(data)
    assert Song.from_json(fine.to_json()).to_json() == fine.to_json()


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema": 99}', '{"schema": 1}', '{"schema": 1, "seconds": null}'])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="analysis"):
        Song.from_json(text)


def test_the_nearest_moments() -> None:
    assert SONG.nearest_beat(-5) == 0.5
    assert SONG.nearest_beat(1.2) == 1.0
    assert SONG.nearest_beat(1.75) == 1.5
    assert SONG.nearest_beat(99) == 2.0
    assert SONG.nearest_downbeat(3) == 0.5
    assert BARE.nearest_beat(1) is None


def test_energy_and_sections_at_a_moment() -> None:
    assert SONG.energy_at(0.0) == 0.1
    assert SONG.energy_at(1.0) == 0.2
    assert SONG.energy_at(9.0) == 0.4
    assert BARE.energy_at(5.0) == 0.9
    assert [SONG.section_at(time).label for time in (-1, 0, 3.9, 4.0, 10.0, 50)] == ["verse"] * 3 + ["chorus"] * 3
