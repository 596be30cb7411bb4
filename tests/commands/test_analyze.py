"""`nbstudio analyze` as a person uses it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import pytest

from tests.commands.studio import Studio

SONG = Path(__file__).parents[2] / "specs" / "assets" / "first-light.mp3"


def test_a_song_is_told_drawn_and_written(plain: Studio, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    shutil.copy(SONG, song)
    code, out, _ = plain.run("analyze", str(song), "--json", "--picture", str(tmp_path / "song.png"))
    assert code == 0
    told = json.loads(out)
    assert told["bpm"] == pytest.approx(123, abs=1)
    assert {"beats", "downbeats", "sections", "confidence", "key", "loudness", "onsets"} <= set(told)
    assert all({"start", "end", "label", "confidence"} <= set(part) for part in told["sections"])
    assert cv2.imread(str(tmp_path / "song.png")).std() > 10
    assert plain.run("analyze", str(song), "--write")[0] == 0
    assert plain.run("analyze", str(song), "--write")[0] == 3, "nobody's edits are written over"


def test_what_is_edited_is_believed(plain: Studio, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    shutil.copy(SONG, song)
    (tmp_path / "song.analysis.yaml").write_text(
        "sections:\n  - {start: 0, label: intro}\n  - {start: 9, label: drop}\n"
    )
    told = json.loads(plain.run("analyze", str(song), "--json")[1])
    assert [part["label"] for part in told["sections"]] == ["intro", "drop"]


def test_what_is_no_song(plain: Studio, tmp_path: Path) -> None:
    words = tmp_path / "words.mp3"
    words.write_text("no song")
    code, _, err = plain.run("analyze", str(words))
    assert code == 3
    assert "not-a-song" in err
