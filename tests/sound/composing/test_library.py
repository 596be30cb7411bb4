"""Recorded tracks are chosen by what is asked, looped on their bars, and their beats follow by arithmetic."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from nbstudio.sound.composing import library
from nbstudio.sound.song import Section, Song
from tests.sound.composing.orders import order

NO_TRACKS = library.folder() is None


def song(bars: int = 12, bar: float = 2.0, first: float = 0.3) -> Song:
    downbeats = tuple(first + bar * i for i in range(bars))
    beats = tuple(first + bar / 4 * i for i in range(bars * 4))
    seconds = first + bars * bar + 0.7
    part = Section(0.0, seconds, "verse", 0.5)
    return Song(seconds, int(seconds * 48_000), 48_000, 120.0, 0.9, beats, downbeats, 4, (0.5,) * len(beats), (part,))


@pytest.mark.parametrize("seconds", [10.0, 25.0, 61.3, 180.0])
def test_pieces_fill_the_length_and_join_on_bars(seconds: float) -> None:
    heard = song()
    pieces = library.lay(heard, seconds)
    assert pieces[0].start == 0.0
    assert pieces[-1].at + pieces[-1].end - pieces[-1].start == pytest.approx(seconds, abs=2.1)
    for before, after in pairwise(pieces):
        assert after.at == pytest.approx(before.at + before.end - before.start)
        assert before.end in heard.downbeats
        assert after.start in heard.downbeats


def test_moods_kind_and_tempo_choose() -> None:
    known = {
        "happy/happy_acoustic_1.opus": 110.0,
        "happy/happy_electronic_1.opus": 123.0,
        "calm/calm_electronic_1.opus": 72.0,
        "energetic/energetic_electronic_2.opus": 150.0,
    }
    assert library.choose(order("house", moods=("happy",)), known) == "happy/happy_electronic_1.opus"
    assert library.choose(order("folk", moods=("happy",)), known) == "happy/happy_acoustic_1.opus"
    assert library.choose(order("house", bpm=150.0), known) == "energetic/energetic_electronic_2.opus"


@pytest.mark.skipif(NO_TRACKS, reason="the extra `library` is not installed")
def test_a_real_track_is_looped_without_a_seam() -> None:
    place = library.folder()
    assert place
    known = library.tracks(place)
    assert len(known) == 28
    assert all(bpm > 0 for bpm in known.values())
    arranged = library.arrange(order("house", seconds=70.0, moods=("energetic",)))
    assert library.Arranged.from_json(arranged.to_json()) == arranged
    sound = library.render(arranged)
    assert sound.shape == (70 * 48_000, 2)
    assert np.abs(sound).max() < 1.2
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    for piece in arranged.pieces[1:]:
        at = round(piece.at * 48_000)
        assert steps[at - 1000 : at + 1000].max() <= steps.max() * 0.9
    gaps = np.diff(arranged.beats)
    assert gaps.max() / gaps.min() < 1.25
    assert math.isclose(arranged.song().seconds, 70.0)
