"""A storyboard holds an editor's promises for any song, and is the same every time."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from nbstudio.words import lexicon
from nbstudio.words.directing import HIDING, direction
from nbstudio.words.music import Music, Section, moments
from nbstudio.words.storyboard import Brief, Scene, Shot, from_json, to_json, write

from .songs import ASTRONAUT, NEON, briefs, song, songs

quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def shots(scenes: tuple[Scene, ...]) -> list[Shot]:
    return [shot for scene in scenes for shot in scene.shots]


@given(briefs(), songs())
@quick
def test_the_film_is_covered_by_shots_of_a_fair_length(brief: Brief, music: Music) -> None:
    scenes = write(brief, music)
    found = shots(scenes)
    starts = [shot.start for shot in found]
    assert starts[0] == 0.0
    assert all(scene.shots for scene in scenes)
    lengths = [after - before for before, after in pairwise([*starts, music.seconds])]
    assert min(lengths) >= min(0.4, music.seconds)
    for before, shot, length in zip([0.0, *lengths], found, lengths, strict=False):
        if shot.transition.type == "cut":
            assert shot.transition.beats == 0
        else:
            assert 0 < shot.transition.beats * music.beat <= 0.41 * min(before, length)
    assert found[0].transition.type == "cut"
    ids = [shot.id for shot in found] + [scene.id for scene in scenes]
    assert len({shot.id for shot in found}) == len(found)
    assert len({scene.id for scene in scenes}) == len(scenes)
    assert all(name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in ids)


@given(briefs(), songs())
@quick
def test_cuts_are_on_the_grid(brief: Brief, music: Music) -> None:
    beats = moments(music.beats, music.seconds)
    grid = {0.0, *beats, *moments(music.downbeats, music.seconds), *(part.start for part in music.sections)}
    for shot in shots(write(brief, music)):
        around = [beat for beat in beats if abs(beat - shot.start) < 1.5]
        assert shot.start in grid or len(around) < 2, f"{shot.start} is on no beat"


@given(briefs(), songs())
@quick
def test_nothing_is_shown_twice_in_a_row(brief: Brief, music: Music) -> None:
    found = shots(write(brief, music))
    for before, shot in pairwise(found):
        assert before.size != shot.size
        assert direction(before.motion) != direction(shot.motion)
        assert before.still.partition(": ")[2] != shot.still.partition(": ")[2]
        assert shot.angle == "eye" or before.angle != shot.angle
    allowed = {"cut", *brief.transitions}
    assert all(shot.transition.type in allowed and shot.motion in brief.motions for shot in found)


@given(briefs(), songs())
@quick
def test_a_face_is_seen_before_it_is_hidden_again(brief: Brief, music: Music) -> None:
    found = shots(write(brief, music))
    people = [shot for shot in found if shot.cast]
    if len(found) > 1 and people and people[0] is not found[0]:
        assert people[0].size not in HIDING
    for before, shot in pairwise(people[:-1]):  # the last lets go
        assert not {before.size, shot.size} <= HIDING
    if brief.cast and len(found) > 2:
        assert any(shot.size not in HIDING for shot in people)


@given(briefs(), songs())
@quick
def test_sentences_are_read_back_as_they_are_meant(brief: Brief, music: Music) -> None:
    prompt = lexicon.read(brief.prompt, names=brief.cast)
    for scene in write(brief, music):
        location = lexicon.read(scene.location, default=prompt)
        for shot in scene.shots:
            sight = lexicon.read(shot.still, default=location, names=brief.cast)
            assert sight.subject is bool(shot.cast), shot.still
            assert sight.size == shot.size, shot.still
            assert (sight.angle or "eye") == shot.angle, shot.still
            assert set(shot.cast) <= set(brief.cast)
            assert sight.time == location.time, (shot.still, scene.location)
            assert sight.weather == location.weather, (shot.still, scene.location)
            if shot.cast:
                assert sight.place == location.place, (shot.still, scene.location)


@given(briefs(), songs())
@quick
def test_the_same_brief_is_the_same_film(brief: Brief, music: Music) -> None:
    scenes = write(brief, music)
    assert scenes == write(brief, music)
    assert scenes == write(replace(brief, title=brief.title + "!"), music)
    assert scenes == from_json(json.loads(json.dumps(to_json(scenes))))
    assert brief == Brief.from_json(json.loads(json.dumps(brief.to_json())))
    assert music == Music.from_json(json.loads(json.dumps(music.to_json())))


@pytest.mark.parametrize("bpm", [70, 90, 110, 128, 150, 174])
@pytest.mark.parametrize("prompt", [ASTRONAUT, NEON])
def test_pace_and_breath(bpm: float, prompt: str) -> None:
    for seconds, low, high in ((60.0, 14, 26), (180.0, 48, 70)):
        found = shots(write(Brief(prompt, ("mira",)), song(seconds, bpm)))
        assert low <= len(found) <= high
        away = sum(not shot.cast for shot in found) / len(found)
        assert 0.3 <= away <= 0.45


def test_loud_is_faster_and_closer() -> None:
    music = song(180.0)
    spans: dict[str, list[float]] = {"verse": [], "chorus": []}
    close: dict[str, list[bool]] = {"verse": [], "chorus": []}
    for seed in range(5):
        scenes = write(Brief(NEON, ("mira",), seed=seed), music)
        found = shots(scenes)
        ends = {shot.id: after for shot, after in zip(found, [*(s.start for s in found[1:]), 180.0], strict=True)}
        for scene in scenes:
            kind = scene.section.partition(".")[0]
            for shot in scene.shots if kind in spans else ():
                spans[kind].append(ends[shot.id] - shot.start)
                if shot.cast:
                    close[kind].append("close-up" in shot.size)
    assert sum(spans["chorus"]) / len(spans["chorus"]) < 0.8 * sum(spans["verse"]) / len(spans["verse"])
    assert sum(close["chorus"]) / len(close["chorus"]) > 1.15 * sum(close["verse"]) / len(close["verse"])


@pytest.mark.parametrize("seed", range(12))
def test_a_film_opens_returns_and_lets_go(seed: int) -> None:
    scenes = write(Brief(NEON, ("mira",), seed=seed), song())
    found = shots(scenes)
    assert found[0].size in {"wide", "extreme-wide"}
    assert not found[0].cast
    assert found[-1].size in {"wide", "extreme-wide"}
    assert found[-1].cast == ("mira",)
    assert found[-1].motion in {"pull-out", "rise", "tilt-up"}
    choruses = [scene.shots[0] for scene in scenes if scene.section.startswith("chorus")]
    assert len({shot.seed for shot in choruses}) == 1
    assert len({shot.still.partition(": ")[2].partition(",")[0] for shot in choruses}) == 1
    assert all(shot.transition.type != "cut" for shot in choruses)
    assert {shot.seed for shot in found} != {found[0].seed}


def test_the_world_is_the_prompts_and_its_day_moves_on() -> None:
    places = [lexicon.read(scene.location) for scene in write(Brief(NEON, ("mira",)), song())]
    assert {sight.place for sight in places} <= {"city", "street", "rooftop", "interior", "sky"}
    assert [sight.place for sight in places].count("city") >= 3
    assert {sight.weather for sight in places[:-1]} == {"rain"}
    times = [lexicon.read(scene.location).time for scene in write(Brief(ASTRONAUT, ("mira",)), song())]
    order = [name for before, name in zip(["", *times], times, strict=False) if name != before]
    assert order == ["night", "dawn", "day"]
    till = [lexicon.read(s.location).time for s in write(Brief("dancing from dusk till dawn in a city"), song())]
    assert (till[0], till[-1]) == ("dusk", "dawn")


def test_a_bridge_may_dream_once() -> None:
    plan = (("verse", 6, 0.4), ("bridge", 4, 0.3), ("chorus", 6, 0.9), ("bridge", 4, 0.3), ("chorus", 6, 0.9))
    places = [lexicon.read(scene.location).place for scene in write(Brief(NEON), song(90.0, plan=plan))]
    assert places.count("field") == 1


def test_seeds_differ_and_one_changed_word_of_the_title_does_nothing() -> None:
    music = song()
    assert write(Brief(NEON, ("mira",), seed=1), music) != write(Brief(NEON, ("mira",), seed=2), music)
    assert write(Brief(NEON, ("mira",), title="A"), music) == write(Brief(NEON, ("mira",), title="B"), music)


@pytest.mark.parametrize("seconds", [0.04, 1.0, 2.0])
def test_a_tiny_song_is_one_shot(seconds: float) -> None:
    (scene,) = write(Brief(NEON, ("mira",)), Music(seconds, beats=(0.1, 0.6), sections=(Section("a", 0, 1, 0.5),)))
    (shot,) = scene.shots
    assert (shot.start, shot.cast) == (0.0, ("mira",))


def test_a_song_without_beats_is_cut_in_phrases() -> None:
    found = shots(write(Brief(NEON), Music(60.0)))
    lengths = [after.start - before.start for before, after in pairwise(found)]
    assert 10 <= len(found) <= 16
    assert all(3.5 < length < 6.5 for length in lengths)


def test_three_hours_are_written_quickly() -> None:
    music = song(10_800.0, 120.0)
    before = time.process_time()
    found = shots(write(Brief(NEON, ("mira",)), music))
    assert len(found) > 2000
    assert time.process_time() - before < 8


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_no_song_no_shots(seconds: float) -> None:
    with pytest.raises(ValueError, match="has no shots"):
        write(Brief(NEON), Music(seconds))


def test_first_light_is_told_from_orbit_and_cabin_and_never_from_a_bedroom() -> None:
    scenes = write(Brief(ASTRONAUT, ("eileen",)), song(60.0))
    found = shots(scenes)
    sights = [lexicon.read(shot.still, names=("eileen",)) for shot in found]
    assert sights[0].place == "orbit"
    assert sights[0].time == "night"
    assert sights[-1].place == "orbit"
    assert sights[-1].time == "day"
    assert "cabin" in {sight.place for sight in sights}
    assert not {"interior", "sky"} & {lexicon.read(scene.location).place for scene in scenes}


def test_accents_are_few_and_apart() -> None:
    found = shots(write(Brief(NEON, ("mira",)), song(180.0)))
    at = [index for index, shot in enumerate(found) if shot.size in {"silhouette", "double-exposure"}]
    assert 2 <= len(at) <= len(found) / 6
    assert all(later - earlier >= 6 for earlier, later in pairwise(at))
    assert all(found[index].cast for index in at)


@pytest.mark.parametrize(
    ("prompt", "hour", "expected"),
    [
        ("A lighthouse keeper writes letters nobody answers.", "night", "night"),
        ("A lighthouse keeper writes letters nobody answers.", None, "day"),
        ("A lighthouse keeper writes letters at noon.", "night", "day"),
    ],
)
def test_a_style_gives_the_hour_where_the_words_do_not(prompt: str, hour: str | None, expected: str) -> None:
    times = [lexicon.read(scene.location).time for scene in write(Brief(prompt, ("mira",), hour=hour), song())]
    assert max(set(times), key=times.count) == expected


DUET = "Two lovers part and meet again in a rain-soaked neon city."


@pytest.mark.parametrize("seed", range(8))
def test_a_film_of_two_shows_each_alone_and_both_together(seed: int) -> None:
    scenes = write(Brief(DUET, ("mira", "tom"), seed=seed), song(180.0))
    found = shots(scenes)
    alone = [shot.cast[0] for shot in found if len(shot.cast) == 1]
    assert alone[0] == "mira"
    assert 0.5 < alone.count("mira") / alone.count("tom") < 2
    both = [shot for shot in found if len(shot.cast) == 2]
    assert 0.15 < len(both) / (len(alone) + len(both)) < 0.6
    assert {frozenset(shot.cast) for shot in both} == {frozenset({"mira", "tom"})}
    assert "extreme-close-up" not in {shot.size for shot in both}
    share: dict[str, list[bool]] = {"verse": [], "chorus": []}
    for scene in scenes:
        share.get(scene.section.partition(".")[0], []).extend(len(shot.cast) == 2 for shot in scene.shots if shot.cast)
    assert sum(share["chorus"]) / len(share["chorus"]) > 1.5 * sum(share["verse"]) / len(share["verse"])
    choruses = [scene.shots[0] for scene in scenes if scene.section.startswith("chorus")]
    assert {shot.cast for shot in choruses} == {("mira", "tom")}
    assert len({shot.seed for shot in choruses}) == 1
    assert " sing" in choruses[0].still
    assert " sings" not in choruses[0].still
    assert found[-1].cast == ("mira", "tom")
    for before, shot in pairwise([shot for shot in found if shot.cast]):
        assert (before.size, before.cast, before.seed % 2) != (shot.size, shot.cast, shot.seed % 2)


@pytest.mark.parametrize("count", [3, 4, 6])
def test_a_band_is_seen_whole_in_pairs_and_one_by_one(count: int) -> None:
    cast = ("ana", "ben", "cleo", "dan", "eve", "finn")[:count]
    found = shots(write(Brief("A band plays on a stage.", cast), song(180.0)))
    sizes = [len(shot.cast) for shot in found if shot.cast]
    assert max(sizes) == min(count, 4)
    assert {1, 2} <= set(sizes)
    assert {name for shot in found for name in shot.cast if len(shot.cast) == 1} == set(cast)
    whole = next(shot for shot in found if len(shot.cast) == min(count, 4))
    assert "Ana, Ben" in whole.still
    assert f" and {'Cleo' if count == 3 else 'Dan'}" in whole.still


def test_a_double_exposure_of_a_film_of_two_is_mostly_of_both() -> None:
    found = [shot for seed in range(6) for shot in shots(write(Brief(DUET, ("mira", "tom"), seed=seed), song(180.0)))]
    dreams = [shot for shot in found if shot.size == "double-exposure"]
    assert sum(len(shot.cast) == 2 for shot in dreams) > len(dreams) / 2
