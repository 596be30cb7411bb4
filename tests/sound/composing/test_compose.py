"""Songs are songs: in time, in key, in form, with a hook that comes back; and the same for the same order."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from nbstudio.sound.composing.compose import compose
from nbstudio.sound.composing.harmony import voiced
from nbstudio.sound.composing.order import key_of
from nbstudio.sound.composing.score import BEATS_PER_BAR, Note, Score
from nbstudio.sound.song import Song
from tests.sound.composing.orders import GENRES, order, presets


def part(score: Score, role: str) -> tuple[Note, ...]:
    return next(p.notes for p in score.parts if p.role == role)


def test_there_are_genres_enough() -> None:
    assert len(GENRES) >= 12


@pytest.mark.parametrize("genre", GENRES)
def test_the_same_order_is_the_same_song_and_another_seed_another(genre: str) -> None:
    first, again, other = (compose(order(genre, seconds=60, seed=seed)).to_json() for seed in (4, 4, 5))
    assert first == again
    assert first != other
    assert Score.from_json(first).to_json() == first


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("seconds", [12.0, 31.7, 75.0, 200.0, 601.0])
def test_a_song_is_exactly_as_long_as_was_ordered(genre: str, seconds: float) -> None:
    score = compose(order(genre, seconds=seconds, seed=2))
    assert score.samples == round(seconds * 48_000)
    assert sum(p.bars for p in score.passages) == score.bars
    ring = score.seconds - score.time(score.bars * BEATS_PER_BAR)
    assert 0.4 <= ring <= 12.0
    low, _, high = presets()[genre]["tempo"]
    assert low <= score.bpm <= high
    assert max(n.beat for p in score.parts for n in p.notes) <= score.bars * BEATS_PER_BAR


@pytest.mark.parametrize("genre", GENRES)
def test_a_tempo_and_a_key_that_were_asked_for_are_kept(genre: str) -> None:
    score = compose(order(genre, seconds=64, bpm=96.0, key="A minor"))
    assert score.bpm == 96.0
    assert score.key == "A minor"
    assert score.beats[96] == pytest.approx(60.0)
    assert score.downbeats == score.beats[::4]


def test_a_score_tells_all_that_an_analysis_would_but_how_loud_it_plays() -> None:
    song = compose(order("pop", seconds=64, bpm=96.0, key="A minor")).song()
    assert song.tempo == (96.0,) * len(song.beats)
    assert (song.key.name, song.key.confidence) == ("A minor", 1.0)
    assert {section.confidence for section in song.sections} == {1.0}


@pytest.mark.parametrize("genre", GENRES)
def test_songs_have_a_form_that_grows_to_its_chorus(genre: str) -> None:
    score = compose(order(genre, seconds=180, seed=1))
    labels = [p.label for p in score.passages]
    assert labels[0] == "intro"
    assert labels[-1] == "outro"
    assert labels.count("chorus") >= 2
    energy = {p.label: p.energy for p in score.passages}
    assert energy["chorus"] == max(energy.values())
    song = score.song()
    assert song.sections[0].start == 0.0
    assert song.sections[-1].end == pytest.approx(180)
    assert all(a.end == b.start for a, b in zip(song.sections, song.sections[1:], strict=False))
    assert all(s.start in song.downbeats for s in song.sections)


@pytest.mark.parametrize("genre", GENRES)
def test_the_beat_map_is_where_the_notes_are(genre: str) -> None:
    score = compose(order(genre, seconds=90, seed=3))
    struck = sorted(score.time(n.beat) + n.shift for p in score.parts for n in p.notes)
    near = [min(abs(beat - s) for s in struck) for beat in score.downbeats]
    assert sorted(near)[len(near) * 9 // 10] < 0.03
    kicks = [n for p in score.parts if p.role == "drums" for n in p.notes if n.pitch == "kick" and n.beat % 1 == 0]
    assert all(n.shift == 0 for n in kicks)
    assert all(-0.06 < n.shift < 0.25 for p in score.parts for n in p.notes)


@pytest.mark.parametrize("genre", GENRES)
def test_tunes_are_singable_and_end_at_home(genre: str) -> None:
    score = compose(order(genre, seconds=120, seed=6))
    notes = part(score, "lead")
    low, high = presets()[genre]["melody"]["range"]
    pitches = [int(n.pitch) for n in notes]
    assert all(low - 12 <= p <= high + 12 for p in pitches)
    leaps = [abs(b - a) for a, b in pairwise(pitches)]
    assert sum(leap <= 4 for leap in leaps) / len(leaps) > 0.7
    assert sum(leap == 6 for leap in leaps) / len(leaps) < 0.05
    assert pitches[-1] % 12 == score.changes[-1].root
    assert len(set(pitches)) >= 5


@pytest.mark.parametrize("genre", GENRES)
def test_long_notes_agree_with_the_chord_under_them(genre: str) -> None:
    from nbstudio.sound.composing.harmony import at

    score = compose(order(genre, seconds=120, seed=8))
    long = [n for n in part(score, "lead") if n.length >= 1.4]
    inside = [int(n.pitch) % 12 in at(score.changes, n.beat).tones for n in long]
    assert sum(inside) / len(inside) > 0.8


def test_the_hook_comes_back_in_every_chorus() -> None:
    score = compose(order("pop", seconds=150, seed=2))
    tune = part(score, "lead")
    heard = []
    for passage in (p for p in score.passages if p.label == "chorus"):
        start = passage.bar * BEATS_PER_BAR
        heard.append([(round(n.beat - start, 2), n.pitch) for n in tune if start <= n.beat < start + 8])
    assert len(heard) >= 2
    for other in heard[1:]:
        same = Counter(heard[0]) & Counter(other)
        assert sum(same.values()) / len(heard[0]) > 0.7


@pytest.mark.parametrize("genre", GENRES)
def test_chords_are_led_by_small_steps(genre: str) -> None:
    score = compose(order(genre, seconds=120, seed=1))
    laid = voiced(score.changes, 53, 77, 4)
    assert all(53 <= p <= 77 for chord in laid for p in chord)
    moves = [abs(b - a) for x, y in pairwise(laid) for a, b in zip(x, y, strict=False)]
    assert sum(moves) / len(moves) < 2.6
    assert max(moves) <= 9


def test_drums_fill_before_a_section_and_mark_where_it_begins() -> None:
    score = compose(order("rock", seconds=140, seed=1))
    drums = part(score, "drums")
    for before, after in zip(score.passages[1:], score.passages[2:], strict=False):
        start = after.bar * BEATS_PER_BAR
        toms = [n for n in drums if start - 2 <= n.beat < start and str(n.pitch).startswith(("tom", "snare"))]
        assert len(toms) >= 2, (before.label, after.label)
        if after.label == "chorus":
            assert any(n.pitch == "crash" and n.beat == start for n in drums)


def test_who_is_not_wanted_does_not_play_and_who_is_asked_for_does() -> None:
    plain = compose(order("pop", seconds=60))
    score = compose(order("pop", seconds=60, without=("drums", "bass"), adds=("cello",)))
    assert {"drums", "bass"} <= {p.role for p in plain.parts}
    assert not {"drums", "bass"} & {p.role for p in score.parts}
    assert any(p.voice.get("name") == "cello" for p in score.parts)
    assert not any(p.voice.get("name") == "cello" for p in plain.parts)


def test_moods_change_the_song() -> None:
    calm = compose(order("pop", moods=("calm", "sad")))
    happy = compose(order("pop", moods=("happy", "energetic")))
    assert calm.bpm < happy.bpm
    assert key_of(calm.key).minor
    assert not key_of(happy.key).minor


def test_lyrics_are_lines_with_times_on_the_tune() -> None:
    score = compose(order("synthwave", seconds=120, lyrics=True, prompt="a dreamy ballad about driving at night"))
    assert len(score.lyrics) >= 8
    assert any("driving at night" in line.text.lower() for line in score.lyrics)
    starts = [line.beat for line in score.lyrics]
    assert starts == sorted(starts)
    sung = {n.beat for n in part(score, "lead")}
    assert all(line.beat in sung for line in score.lyrics)
    assert compose(order("synthwave", seconds=120)).lyrics == ()


def test_the_song_is_an_analysis_that_is_certain() -> None:
    song = compose(order("house", seconds=60)).song()
    assert Song.from_json(song.to_json()).confidence == 1.0
    assert all(section.confidence == 1.0 for section in song.sections)
    assert len(song.energy) == len(song.beats)
    assert song.seconds == pytest.approx(60)
    chorus = next(s for s in song.sections if s.label == "chorus")
    assert song.energy_at(chorus.start + 1) > song.energy_at(1.0)


def test_what_is_no_composition_is_refused() -> None:
    for text in ("{}", '{"schema": 1, "passages": []}', "[]"):
        with pytest.raises(ValueError, match="composition"):
            Score.from_json(text)
