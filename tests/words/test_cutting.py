"""Cuts follow sections, bars and energy."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from nbstudio.words.cutting import Pace, inside, passages
from nbstudio.words.dice import Dice
from nbstudio.words.music import Music, Section

from .songs import song


def test_passages_cover_the_song_and_are_numbered() -> None:
    found = passages(song(), Pace(), Dice(0))
    assert [part.label for part in found] == ["intro.1", "verse.1", "chorus.1", "verse.2", "chorus.2", "outro.1"]
    assert [part.kind for part in found] == ["intro", "verse", "chorus", "verse", "chorus", "outro"]
    cuts = [cut for part in found for cut in part.cuts]
    assert (cuts[0].start, cuts[-1].end) == (0.0, 64.0)
    assert all(before.end == after.start for before, after in pairwise(cuts))


def test_most_cuts_are_on_downbeats() -> None:
    music = song(180.0)
    cuts = [cut.start for part in passages(music, Pace(), Dice(0)) for cut in part.cuts]
    assert sum(start in music.downbeats for start in cuts) / len(cuts) > 0.9
    assert set(cuts) <= set(music.beats)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Chorus", "chorus"), ("chorus.2", "chorus"), ("Drop 1", "chorus"), ("pre-chorus", "verse"),
        ("Verse 3", "verse"), ("breakdown", "bridge"), ("Guitar Solo", "bridge"), ("Outro", "outro"),
    ],
)  # fmt: skip
def test_a_label_tells_what_a_section_is(label: str, kind: str) -> None:
    music = Music(20.0, sections=(Section("intro", 0, 8, 0.5), Section(label, 8, 20, 0.5)))
    assert passages(music, Pace(), Dice(0))[-1].kind == kind


def test_energy_tells_where_labels_do_not() -> None:
    parts = tuple(Section(name, 10.0 * at, 10.0 * at + 10, (0.1, 0.9)[at % 2]) for at, name in enumerate("ABAB"))
    assert [part.kind for part in passages(Music(40.0, sections=parts), Pace(), Dice(0))] == [
        "intro", "chorus", "verse", "chorus",
    ]  # fmt: skip


def test_a_section_near_a_beat_begins_on_it() -> None:
    even = song()
    parts = tuple(Section(part.label, part.start + 0.2, part.end, part.energy) for part in even.sections)
    moved = Music(even.seconds, even.beats, even.downbeats, 4, even.energy, parts)
    for part in passages(moved, Pace(), Dice(0)):
        assert part.cuts[0].start in even.beats


def test_a_style_may_be_slow_but_not_asleep() -> None:
    slow, fast = (
        [cut.end - cut.start for part in passages(song(180.0), bars, Dice(0)) for cut in part.cuts]
        for bars in (Pace(8, 4, 2), Pace(1, 1, 0.5))
    )
    assert len(slow) < 0.6 * len(fast)
    assert max(slow) < 10
    assert min(fast) >= 0.8


def test_a_long_section_is_several_scenes_of_one_section() -> None:
    found = passages(song(240.0, plan=(("verse", 100, 0.5),)), Pace(), Dice(0))
    assert len(found) >= 6
    assert [part.opens for part in found if part.label == "verse.1"] == [True] + [False] * (
        sum(part.label == "verse.1" for part in found) - 1
    )


def starts(music: Music, pace: Pace, seed: int = 0) -> list[float]:
    return [cut.start for part in passages(music, pace, Dice(seed)) for cut in part.cuts]


@pytest.mark.parametrize("seed", range(6))
def test_shots_end_with_phrases(seed: int) -> None:
    """Where a phrase of four bars begins, so does a shot: in a style that cuts by the bar nearly always."""
    music = song(180.0, plan=(("verse", 16, 0.5), ("chorus", 16, 0.9), ("verse", 16, 0.5), ("chorus", 16, 0.9)))
    bar = 4 * 60 / 110
    found = starts(music, Pace(2, 1.5, 1), seed)
    begins = [part.start + 4 * bar * n for part in music.sections[:4] for n in range(4)]
    assert sum(min(abs(begin - cut) for cut in found) < 0.01 for begin in begins) >= 0.9 * len(begins)


def test_it_is_no_metronome() -> None:
    lengths = [b - a for a, b in pairwise(starts(song(180.0), Pace(2, 1.5, 1)))]
    alike, longest = 1, 1
    for before, after in pairwise(lengths):
        alike = alike + 1 if abs(after - before) < 0.05 else 1
        longest = max(longest, alike)
    assert longest <= 6
    assert len({round(length, 1) for length in lengths}) >= 3


def test_it_hurries_into_a_chorus() -> None:
    """The four bars before a chorus are cut faster than the four before those, where the style likes that."""
    bar = 4 * 60 / 110
    music = song(180.0, plan=(("verse", 16, 0.6), ("chorus", 16, 0.9), ("verse", 16, 0.6), ("chorus", 16, 0.9)))
    early = late = 0
    for seed in range(8):
        found = starts(music, Pace(4, 2, 1, burst=1.0), seed)
        for chorus in (music.sections[1].start, music.sections[3].start):
            late += sum(chorus - 4 * bar < cut < chorus - 0.1 for cut in found)
            early += sum(chorus - 8 * bar < cut < chorus - 4 * bar - 0.1 for cut in found)
    assert late >= 1.3 * early


def test_a_quiet_passage_is_held() -> None:
    music = song(120.0, plan=(("verse", 16, 0.1), ("chorus", 16, 0.9)))
    cuts = [cut for part in passages(music, Pace(4, 2, 1), Dice(0)) for cut in part.cuts]
    quiet = [cut.end - cut.start for cut in cuts if cut.energy < 0.3]
    loud = [cut.end - cut.start for cut in cuts if cut.energy > 0.8]
    assert sum(quiet) / len(quiet) > 2 * sum(loud) / len(loud)


def test_a_drop_is_told() -> None:
    music = song(90.0, plan=(("verse", 12, 0.2), ("drop", 12, 0.95)))
    assert [part.drops for part in passages(music, Pace(), Dice(0)) if part.label == "drop.1"] == [True]
    even = song(90.0, plan=(("verse", 12, 0.85), ("chorus", 12, 0.95)))
    assert not any(part.drops for part in passages(even, Pace(), Dice(0)) if part.kind == "verse")


def test_joins_fall_on_accents_where_the_style_likes_it() -> None:
    music = song(180.0)
    felt = list(music.energy)
    for at in range(3, len(felt), 8):  # the fourth beat of every other bar is struck
        felt[at] = 1.0
    struck = replace(music, energy=tuple(felt))
    shy, bold = (
        [cut for seed in range(4) for cut in starts(struck, Pace(1, 1, 0.75, offbeat=offbeat), seed)]
        for offbeat in (0.0, 1.0)
    )
    off = [sum(cut not in music.downbeats for cut in cuts) / len(cuts) for cuts in (shy, bold)]
    assert off[0] < off[1] < 0.6
    assert set(bold) <= set(music.beats)


def test_a_line_is_sung_to_its_end() -> None:
    music = song(120.0)
    bar = 4 * 60 / 110
    lines = tuple((start + 0.1, start + 2 * bar - 0.1) for start in (2 * bar * n for n in range(25)))
    sung = replace(music, lines=lines)

    def broken(of: Music) -> int:
        cuts = [cut for seed in range(6) for cut in starts(of, Pace(2, 1.5, 1), seed)]
        return sum(any(start + 0.2 < cut < end - 0.2 for start, end in lines) for cut in cuts)

    assert broken(sung) <= 0.5 * broken(music)


def test_a_song_without_beats_is_cut_in_phrases_on_what_begins() -> None:
    onsets = tuple(0.7 * n for n in range(80))
    found = passages(Music(50.0, onsets=onsets), Pace(), Dice(0))
    cuts = [cut for part in found for cut in part.cuts]
    assert all(3.0 <= cut.end - cut.start <= 7.0 for cut in cuts)
    inner = [cut.start for part in found for cut in part.cuts[1:]]
    assert sum(min(abs(cut - onset) for onset in onsets) < 1e-6 for cut in inner) == len(inner)


def test_a_word_is_torn_less_than_a_line_and_the_pace_stays() -> None:
    """Lines that begin before each bar leave no bar whole: joins move to where nobody is in the middle of a word."""
    music = song(120.0)
    beat = 60 / 110
    lines = tuple((4 * beat * n - 1.5 * beat, 4 * beat * n + 2.3 * beat) for n in range(1, 54))
    words = tuple((start + beat, start + 2 * beat) for start, _ in lines)  # over each bar's first beat
    sung = replace(music, lines=lines, words=words)

    def torn(of: Music) -> tuple[int, int]:
        cuts = [cut for seed in range(6) for cut in starts(of, Pace(2, 1.5, 1, offbeat=0.6), seed)]
        return sum(inside(words, cut) for cut in cuts), len(cuts)

    (before, usual), (after, count) = torn(music), torn(sung)
    assert after < 0.8 * before
    assert 0.8 * usual < count < 1.2 * usual
