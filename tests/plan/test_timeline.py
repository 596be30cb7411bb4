"""The timeline: exact frames, whatever is asked."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nbstudio.plan.grid import Grid
from nbstudio.plan.timeline import REST, Length, frame_at, frames, lay, starts

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60)]


def grid(seconds: float, bpm: float = 120.0, offset: float = 0.2) -> Grid:
    beat = 60 / bpm
    beats = tuple(offset + i * beat for i in range(int((seconds - offset) / beat)))
    return Grid(seconds, beats, beats[::4], 4)


def test_bars_fall_on_downbeats() -> None:
    song = grid(60)
    begins = starts([Length(2, "bars")] * 5, ["downbeat"] * 5, song, Fraction(30))
    assert begins[0] == 0.0
    for begin in begins[1:]:
        assert min(abs(begin - down) for down in song.downbeats) < 1e-9


def test_shares_divide_what_is_left() -> None:
    begins = starts([Length(10, "seconds"), REST, Length(2, "shares")], ["free"] * 3, Grid(40.0), Fraction(30))
    assert begins == [0.0, 10.0, 20.0]


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


def test_no_drift_after_a_thousand_joins() -> None:
    song = grid(1000 * 4 * 60 / 117.454 + 5, bpm=117.454)
    begins = starts([Length(1, "bars")] * 1000, ["downbeat"] * 1000, song, Fraction(30000, 1001))
    at = frames(begins, song.seconds, Fraction(30000, 1001))
    for begin, frame in zip(begins, at, strict=False):
        assert abs(frame / Fraction(30000, 1001) - Fraction(begin)) <= Fraction(1001, 60000) + Fraction(1, 10**6)
