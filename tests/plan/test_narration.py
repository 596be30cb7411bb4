"""What a track says as captions: which words are shown where, and what an edit of a sentence makes again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbstudio.errors import SpecError
from nbstudio.plan import captions
from nbstudio.plan.step import Plan
from nbstudio.words.lyrics.line import Line, Word
from tests.plan.test_captions import SONG, changed, karaoke, planner, shown

VOICE = """audio:
  tracks:
    - {id: song, source: music}
    - {id: vo, say: "One goes. Two stays.", at: 6s}
    - {id: other, say: Three is here., at: chorus.1+2s, mute: MUTE}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    for name in ("song.mp3", "song.lrc"):
        (folder / name).write_text("[00:01.00]word\n")
    return folder / "film.yaml"


def text(*, lyrics: bool = False, source: str = "", mute: bool = True, cut: str = "") -> str:
    spec = karaoke().replace("outputs:", VOICE.replace("MUTE", str(mute).lower()) + "outputs:")
    spec = spec.replace("chorus.1+2s", "20s").replace("preset: preview", f"preset: preview{cut}")
    spec = spec if lyrics else spec.replace(", lyrics: song.lrc", "")
    return spec.replace("mode: karaoke", f"mode: karaoke, source: {source}") if source else spec


def said(*lines: tuple[str, float]) -> str:
    made = [Line(words, at, at + 1, (Word(words, at, at + 1),)) for words, at in lines]
    return json.dumps({"lines": [line.as_json() for line in made]})


def plan(path: Path, spec: str, vo: str = said(("One goes.", 0.1), ("Two stays.", 3.0))) -> Plan:
    found = {"analysis/song": SONG.to_json(), "lyrics/vo.said": vo, "lyrics/other.said": said(("Three is here.", 0.0))}
    found[captions.LINES] = said(("sung", 1.0))
    return planner(path, spec).shoot(found)


def moments(made: Plan) -> dict[str, float]:
    """Return when each caption's first word is coloured, in seconds of the film."""
    at, found = 0, {}
    for step in made.steps:
        if step.kind in {"segment", "transition"}:
            for event in step.params.get("captions", {}).get("events", []):
                found[event["parts"][0][0]] = (100 * at + event["parts"][0][1]) / 3000
            at += int(step.params["count"])
    return found


@pytest.mark.row("GAP-010")
def test_without_lyrics_captions_show_what_is_said_where_it_is_heard(place: Path) -> None:
    assert moments(plan(place, text())) == pytest.approx({"One goes.": 6.1, "Two stays.": 9.0}, abs=0.01)
    both = moments(plan(place, text(mute=False)))
    assert both == pytest.approx({"One goes.": 6.1, "Two stays.": 9.0, "Three is here.": 20.0}, abs=0.01)


def test_lyrics_come_first_and_a_track_may_be_named_by_id_or_role(place: Path) -> None:
    assert set(moments(plan(place, text(lyrics=True)))) == {"sung"}
    assert set(moments(plan(place, text(lyrics=True, source="vo")))) == {"One goes.", "Two stays."}
    assert set(moments(plan(place, text(lyrics=True, source="voice")))) == {"One goes.", "Two stays."}


def test_a_voice_at_a_moment_of_the_song_moves_with_the_films_part_of_it(place: Path) -> None:
    spec = text(mute=False).replace("at: 20s", "at: bar:11")  # two seconds a bar: 20 s of the song
    assert moments(plan(place, spec))["Three is here."] == pytest.approx(20.0, abs=0.01)
    cut = spec.replace("preset: preview", "preset: preview, range: 8s..32s")
    found = moments(plan(place, cut))
    assert found["Three is here."] == pytest.approx(12.0, abs=0.01)
    assert found["One goes."] == pytest.approx(6.1, abs=0.01)  # a time is the film's own


def test_points_and_lengths_of_the_track_cut_its_words(place: Path) -> None:
    assert set(moments(plan(place, text().replace("at: 6s", "at: 6s, duration: 2s")))) == {"One goes."}
    late = moments(plan(place, text().replace("at: 6s", "at: 6s, in: 2s")))
    assert late == pytest.approx({"Two stays.": 7.0}, abs=0.01)


def test_an_edited_sentence_of_one_length_changes_only_what_shows_it(place: Path) -> None:
    spec = text()
    before = plan(place, spec)
    after = plan(place, spec.replace("One goes", "One waits"), said(("One waits.", 0.1), ("Two stays.", 3.0)))
    assert changed(before, after) == {name for name in shown(before) if "One goes." in str(shown(before)[name])}
    assert len(changed(before, after)) < len(shown(before))


def test_sentences_are_spoken_once_and_sidecars_know_their_place(place: Path) -> None:
    made = plan(place, text())
    targets = [step.target for step in made.steps]
    assert len(targets) == len(set(targets))
    assert dict(made.by_target["track/vo"].inputs)["source"] == ("voice/vo.1", "voice/vo.2")
    # Captions and sound rest alike, before the second sentence and not before the first.
    assert made.by_target["track/vo"].params["pauses"] == [0, 16_800]
    assert made.by_target["lyrics/vo.said"].params["pauses"] == [0, 16_800]
    beside = made.by_target["captions/film.srt"]
    assert beside.inputs == (("lines", ("lyrics/vo.said",)),)
    assert beside.params["placed"] == [[0.0, 34.0, 6.0]]


@pytest.mark.parametrize(
    ("source", "code"),
    [("v0", "unknown-track"), ("song", "no-lyrics"), ("other", "no-lyrics"), ("lyrics", "no-lyrics")],
)
def test_words_that_nobody_says_are_refused(place: Path, source: str, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        plan(place, text(source=source))
    assert [one.code for one in caught.value.diagnostics] == [code]
    assert caught.value.diagnostics[0].span


def test_a_voice_begins_with_a_word_of_the_lyrics(place: Path) -> None:
    spec = text(lyrics=True, source="voice", mute=False).replace("at: 20s", "at: 'lyric:sung'")
    made = plan(place, spec)
    assert moments(made)["Three is here."] == pytest.approx(1.0, abs=0.01)
    assert next(step for step in made.steps if step.target == "track/other").params["take"]["at"] == 48_000
