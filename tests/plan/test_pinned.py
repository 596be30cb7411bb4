"""Times are snapped once: `NAME.analysis.yaml`, once it is in the project, is the lock of every time they snap to.

Another version of what listens (here: one that hears every beat somewhat later) moves the joins of a film whose
song has no such file, and none of a film whose song has one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nbstudio.plan.timing import begun
from nbstudio.sound import analysis, beats, notes, onsets
from nbstudio.sound.song import Song
from nbstudio.spec import heard
from nbstudio.words import storyboard
from tests.plan.film import frames, planned
from tests.plan.test_captions import SONG, SPEC, planner
from tests.sound import music

SCENES = """  - id: all
    shots:
      - {id: a, still: the sea, duration: 2bars}
      - {id: b, still: the sea, duration: 5beats, cut_on: beat, transition: dissolve}
      - {id: c, still: the sea, cut_on: downbeat}
      - {id: d, still: the sea, at: "bar:7"}
"""
LATER = 0.037
"""Seconds: about one frame, more than which two good trackers disagree."""


def film(folder: Path, song: Song) -> dict[str, tuple[int, int]]:
    return frames(planned(folder, SCENES, song, output="rate: 60"))


def board(song: Song) -> list[float]:
    brief = storyboard.Brief("A singer walks through a city at night.", ("mira",))
    written = storyboard.write(brief, storyboard.Music.from_json(json.loads(song.to_json())))
    return [shot.start for scene in written for shot in scene.shots]


@pytest.mark.row("GAP-007")
def test_a_song_whose_analysis_is_committed_is_cut_alike_by_whatever_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = music.write(tmp_path / "song.wav", music.band((("plain", 4), ("full", 4)), 112.0, 0.4)[0])
    lock = tmp_path / "song.analysis.yaml"
    lock.write_text(notes.text(analysis.analyse(path), "song"))

    def listened() -> tuple[Song, Song]:
        return analysis.analyse(path), analysis.analyse(path, heard.read(lock, "song.analysis.yaml"))

    free, locked = listened()
    track, events = beats.track, onsets.events

    def other(*given: Any, **asked: Any) -> Any:
        found = track(*given, **asked)
        return replace(found, times=found.times + LATER * (1 + 0.2 * np.sin(np.arange(len(found.times)))))

    monkeypatch.setattr(beats, "track", other)
    monkeypatch.setattr(onsets, "events", lambda strengths: events(strengths)[::2])
    moved, kept = listened()
    assert film(tmp_path, moved) != film(tmp_path, free), "another tracker moves what is not locked"
    assert board(moved) != board(free)
    assert film(tmp_path, kept) == film(tmp_path, locked)
    assert board(kept) == board(locked)
    assert film(tmp_path, locked) == film(tmp_path, free), "and writing it down moves nothing"


def test_a_join_that_is_snapped_is_never_snapped_anew(tmp_path: Path) -> None:
    """Shots that know when they begin keep it, on whatever grid they are laid next."""
    folder = tmp_path / "specs"
    folder.mkdir()
    for name in ("song.mp3", "song.lrc"):
        (folder / name).write_text("[00:01.00]word\n")
    desk = planner(folder / "film.yaml", SPEC.replace("MODE", "line").replace("cut_on: free", "cut_on: beat")).desk
    assert desk.brief.setups
    once = begun(desk, desk.brief.setups, SONG)
    other = replace(SONG, beats=tuple(beat + LATER for beat in SONG.beats))
    assert begun(desk, once, other) == once
    assert begun(desk, desk.brief.setups, other) != once
