"""Sections that are told stand where they were told to, and the rest stays as it was heard."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nbstudio.errors import InputError
from nbstudio.sound import chart, notes, told
from nbstudio.sound.song import Section, Song
from nbstudio.source import Source
from nbstudio.spec import heard, moment

CLOCK = told.Clock(80.0, np.arange(0.5, 80.0, 0.5), np.arange(0.5, 80.0, 2.0), 4)
HEARD = tuple(
    Section(start, end, label, 0.5, 0.7)
    for start, end, label in ((0, 16.5, "verse"), (16.5, 32.5, "chorus"), (32.5, 48.5, "verse"), (48.5, 80, "chorus"))
)


def pinned(**pins: str) -> list[tuple[float, str]]:
    given = [(moment.parse(at), name.replace("_", ".")) for name, at in pins.items()]
    found = told.pinned(HEARD, given, CLOCK)
    assert found[0].start == 0
    assert found[-1].end == CLOCK.seconds
    assert all(one.end == other.start for one, other in pairwise(found))
    return [(section.start, section.label) for section in found]


def test_a_pin_moves_what_was_heard_near_it() -> None:
    assert pinned(chorus_1="bar:10") == [(0, "verse"), (18.5, "chorus"), (32.5, "verse"), (48.5, "chorus")]


def test_a_pin_away_from_all_is_a_section_of_its_own() -> None:
    assert pinned(drop="1:05") == [(0, "verse"), (16.5, "chorus"), (32.5, "verse"), (48.5, "chorus"), (65, "drop")]
    assert pinned(solo="bar:19 + 2beats")[3] == (37.5, "solo")


def test_a_number_is_kept_to() -> None:
    assert pinned(chorus_1="48.5s") == [(0, "verse"), (16.5, "verse"), (32.5, "verse"), (48.5, "chorus")]
    assert pinned(chorus_3="70s")[-1] == (70, "chorus")


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ({"chorus_3": "17s"}, "sections-disordered"),
        ({"chorus_2": "20s", "chorus_1": "50s"}, "sections-disordered"),
        ({"drop": "bar:90"}, "beyond-song"),
        ({"drop": "2:00"}, "beyond-song"),
    ],
)
def test_what_can_not_be_is_refused(pins: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        pinned(**pins)
    assert caught.value.code == code
    assert caught.value.hint or caught.value.notes


def test_bars_need_beats() -> None:
    silent = told.Clock(80.0, np.zeros(0), np.zeros(0), 4)
    with pytest.raises(InputError) as caught:
        told.pinned(HEARD, [(moment.parse("bar:3"), "drop")], silent)
    assert caught.value.code == "beats-needed"
    assert [part.start for part in told.pinned(HEARD, [(moment.parse("20s"), "drop")], silent)] == [0, 20, 32.5, 48.5]


def test_listed_sections_are_all_there_are() -> None:
    found = told.listed([(moment.parse("8.5s"), "verse"), (moment.parse("bar:20"), "outro")], CLOCK)
    assert [(section.start, section.label) for section in found] == [(0, "intro"), (8.5, "verse"), (38.5, "outro")]
    with pytest.raises(InputError):
        told.listed([(moment.parse("20s"), "verse"), (moment.parse("10s"), "outro")], CLOCK)


def test_a_song_that_was_composed_is_drawn_and_written_without_a_curve() -> None:
    beats = tuple(CLOCK.beats.tolist())
    song = Song(80.0, 3_840_000, 48_000, 120.0, 1.0, beats, beats[::4], 4, (), HEARD)
    wave = np.zeros((3, chart.RIGHT - chart.LEFT), np.float32)
    assert chart.png(chart.draw(song, wave, "composed", ((10.0, 10.0), (20.0, 21.0)))).startswith(b"\x89PNG")
    assert "120.00 beats a minute throughout" in notes.text(song, "composed")
    assert heard.parse(Source("a", notes.text(song, "composed"))).beats == pytest.approx(beats, abs=0.001)
