"""The timeline: exact frames, whatever is asked."""

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.plan.grid import Grid, phrases
from nbstudio.plan.timeline import Ask, Length, frame_at, frames, lay, starts

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60000, 1001), Fraction(60)]


def grid(seconds: float, bpm: float = 120.0, offset: float = 0.2, sway: float = 0.0) -> Grid:
    """Return the grid of a song of even bars; `sway` slows it down and hurries it up again, as players do."""
    beats, now = [], offset
    while now < seconds:
        beats.append(now)
        now += 60 / bpm * (1 + sway * math.sin(len(beats) / 23))
    return Grid(seconds, tuple(beats), tuple(beats[::4]), 4)


def begun(asks: list[Ask], song: Grid, rate: Fraction = Fraction(30)) -> list[float]:
    begins, wrong = starts(asks, song, rate)
    assert not wrong
    return begins


def test_bars_fall_on_downbeats() -> None:
    song = grid(60)
    begins = begun([Ask(Length(2, "bars"), "downbeat")] * 5, song)
    assert begins[0] == 0.0
    for begin in begins[1:]:
        assert min(abs(begin - down) for down in song.downbeats) < 1e-9


def test_shares_divide_what_is_left() -> None:
    assert begun([Ask(Length(10, "seconds")), Ask(), Ask(Length(2, "shares"))], Grid(40.0)) == [0.0, 10.0, 20.0]


def test_shares_end_where_they_have_to_in_a_song_that_sways() -> None:
    """Two bars after a share begin two bars before the pin, however the tempo changes on the way."""
    song = grid(120, sway=0.2)
    pin = song.downbeats[40]
    asks = [Ask(), Ask(Length(2, "bars")), Ask(Length(3, "seconds"), start=pin)]
    assert begun(asks, song)[1] == pytest.approx(song.downbeats[38], abs=1e-6)


def test_seconds_are_added_up_as_asked() -> None:
    """Snapping each join must not make the film longer: four seconds forty times are 160."""
    song = grid(200, bpm=117.454)
    begins = begun([Ask(Length(4, "seconds"), "beat")] * 40, song)
    for i, begin in enumerate(begins[1:], 1):
        assert abs(begin - 4 * i) <= 0.5 * 60 / 117.454 + 1e-6
        assert min(abs(begin - beat) for beat in song.beats) < 1e-9


def test_no_join_on_a_beat_that_nobody_hears() -> None:
    song = Grid(60.0, tuple(1.0 + 0.5 * n for n in (*range(20), *range(80, 110))))
    assert song.snapped(5.2, "beat") == 5.0
    assert song.snapped(25.3, "beat") == 25.3
    assert song.snapped(12.0, "beat") == 12.0


def test_phrases_are_counted_from_sections() -> None:
    bars = tuple(2.0 * n for n in range(32))
    assert phrases(bars, ()) == bars[::4]
    assert phrases(bars, (0.0, 12.1, 29.5)) == tuple(2.0 * n for n in (0, 4, 6, 10, 15, 19, 23, 27))


def test_onsets_are_a_grid_too() -> None:
    song = Grid(20.0, onsets=(1.0, 3.2, 9.0))
    assert song.snapped(3.0, "onset") == 3.2
    assert song.snapped(6.0, "onset") == 6.0


LENGTHS = st.one_of(
    st.builds(Length, st.sampled_from([0.5, 1.0, 2.0, 3.0]), st.just("bars")),
    st.builds(Length, st.integers(1, 12).map(float), st.just("beats")),
    st.builds(Length, st.floats(0.3, 9.0), st.just("seconds")),
)
SNAPS = st.sampled_from(["beat", "downbeat", "bar", "phrase", "section", "free"])


@given(st.lists(st.tuples(LENGTHS, SNAPS), min_size=2, max_size=40), st.floats(60, 190), st.floats(0, 0.1), st.data())
def test_joins_depend_on_what_precedes_them_alone(
    shots: list[tuple[Length, str]], bpm: float, sway: float, data: st.DataObject
) -> None:
    song = grid(1200, bpm, sway=sway)
    asks = [Ask(length, snap) for length, snap in shots]
    begins = begun(asks, song)
    assert all(a < b for a, b in itertools.pairwise(begins))
    at = data.draw(st.integers(1, len(asks)))
    length, snap = data.draw(st.tuples(LENGTHS, SNAPS))
    changed = begun([*asks[:at], Ask(length, snap), *asks[at:]], song)
    assert changed[:at] == begins[:at]
    for rate in RATES:
        assert begun(asks, song, rate) == begins, "seconds of the song have no frames"
    longer = replace(song, seconds=song.seconds + 30)
    assert begun(asks, longer) == begins


@given(st.lists(st.tuples(LENGTHS, SNAPS), min_size=2, max_size=20), st.floats(60, 190), st.data())
def test_pins_keep_both_sides_apart(shots: list[tuple[Length, str]], bpm: float, data: st.DataObject) -> None:
    song = grid(1200, bpm)
    at = data.draw(st.integers(1, len(shots) - 1))
    asks = [Ask(length, snap, 500.0 if i == at else None) for i, (length, snap) in enumerate(shots)]
    begins = begun(asks, song)
    assert begins[at] == 500.0
    i = data.draw(st.integers(0, len(shots) - 1))
    asks[i] = replace(asks[i], length=Length(1.0, "seconds"))
    changed = begun(asks, song)
    assert (changed[at:] if i < at else changed[:at]) == (begins[at:] if i < at else begins[:at])


@given(
    st.sampled_from(RATES),
    st.lists(st.floats(0.01, 20), min_size=1, max_size=60),
    st.data(),
)
def test_frames_are_exact_and_cover_the_song(rate: Fraction, lengths: list[float], data: st.DataObject) -> None:
    begins, now = [], 0.0
    for length in lengths:
        begins.append(now)
        now += length
    total = frame_at(now, rate)
    if total < len(begins):
        return
    at = frames(begins, now, rate)
    assert at[0] == 0
    assert at[-1] == total
    assert all(a < b for a, b in itertools.pairwise(at))
    overlaps = [
        (data.draw(st.integers(0, 90)), data.draw(st.sampled_from(["middle", "start", "end"])))
        for _ in range(len(at) - 2)
    ]
    clips, joins = lay(at, overlaps)
    covered = 0
    for i, clip in enumerate(clips):
        assert clip.body_last > clip.body_first, "a shot is never without a frame of its own"
        assert clip.body_first == covered
        covered = clip.body_last
        assert clip.first <= clip.body_first
        assert clip.last >= clip.body_last
        if i < len(joins):
            if joins[i].count:
                assert joins[i].start == covered
            covered += joins[i].count
            assert joins[i].count <= max(overlaps[i][0], 0)
    assert covered == total


def test_what_of_a_transition_falls_on_the_join() -> None:
    for align, start in (("middle", 95), ("start", 100), ("end", 90)):
        clips, joins = lay([0, 100, 200], [(10, align)])
        assert (joins[0].start, joins[0].count) == (start, 10)
        assert (clips[0].body_last, clips[1].body_first) == (start, start + 10)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("unit", ["bars", "seconds"])
def test_no_drift_after_a_thousand_joins(rate: Fraction, unit: str) -> None:
    beat = 60 / 117.454
    song = grid(1200 * 4 * beat + 5.003, bpm=117.454)
    asks = [Ask(Length(1 if unit == "bars" else 4 * beat, unit), "downbeat")] * 1200
    begins = begun(asks, song, rate)
    at = frames(begins, song.seconds, rate)
    assert at[-1] == round(Fraction(song.seconds) * rate)
    for index, (begin, frame) in enumerate(zip(begins, at, strict=False)):
        assert abs(frame / rate - Fraction(begin)) <= 1 / (2 * rate) + Fraction(1, 10**6)
        if index > 1:
            assert abs(begin - song.downbeats[index]) < 1e-6


@pytest.mark.parametrize("rate", RATES)
def test_after_forty_shots_a_join_is_within_a_frame_of_its_beat(rate: Fraction) -> None:
    song = grid(400, bpm=97.3, offset=0.731, sway=0.05)
    asks = [Ask(Length(3 + i % 3, "seconds"), "beat") for i in range(60)]
    at = frames(begun(asks, song, rate), song.seconds, rate)
    for frame in at[40:-1]:
        assert min(abs(float(frame / rate) - beat) for beat in song.beats) <= float(1 / rate)
