"""Cuts follow sections, bars and energy."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nbstudio.words.cutting import Pace, passages
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
