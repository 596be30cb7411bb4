"""Music is told and read, and its loudness is relative to itself."""

from __future__ import annotations

from nbstudio.words.music import Loudness, Music, Section, moments

from .songs import song


def test_the_usual_beat() -> None:
    assert abs(song(bpm=120).beat - 0.5) < 1e-3
    assert Music(10.0).beat == 0.5
    assert Music(10.0, beats=(0.0, 0.4, 0.8, 5.0)).beat == 0.4


def test_moments_are_clean() -> None:
    assert moments((3.0, float("nan"), 1.0, 1.0, -1.0, float("inf"), 9.0), 5.0) == (1.0, 3.0)


def test_loudness_is_relative_to_the_song() -> None:
    quiet = Music(8.0, beats=(0.0, 2.0, 4.0, 6.0), energy=(0.1, 0.1, 0.3, 0.3))
    loud = Loudness.of(quiet)
    assert loud.between(0.0, 2.5) == 0.0
    assert loud.between(4.0, 7.0) == 1.0
    assert loud.between(4.5, 4.6) == 1.0  # between two beats the earlier one is heard
    assert Loudness.of(Music(8.0, beats=(0.0, 2.0), energy=(0.5, 0.5))).between(0.0, 3.0) == 0.5
    assert Loudness.of(Music(8.0)).between(0.0, 3.0) == 0.5
    by_section = Music(8.0, sections=(Section("a", 0, 4, 0.2), Section("b", 4, 8, 0.8)))
    assert Loudness.of(by_section).between(4.0, 7.9) == 1.0


def test_foreign_keys_are_left_alone() -> None:
    data = {**song().to_json(), "bpm": 110, "key": "A minor"}
    assert Music.from_json(data) == song()
    assert Music.from_json({"seconds": 3}) == Music(3.0)
