"""`nbstudio analyze` hears any file with sound, says what it can't hear, and believes what a person wrote."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from ruamel.yaml import YAML

from nbstudio import cli, process
from nbstudio.sound import analysis
from tests.sound import music


def run(*argv: str | Path) -> int:
    return cli.main(list(map(str, argv)))


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = np.repeat(music.band((("plain", 4), ("full", 4)), 120.0)[0][:, None], 2, axis=1)
    return music.write(tmp_path_factory.mktemp("song") / "song.wav", sound)


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    Image.new("RGB", (300, 300), "red").save(tmp_path / "cover.png")
    return tmp_path / "cover.png"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("cbr.mp3", ["-b:a", "128k"]),
        ("untagged.mp3", ["-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0"]),
        ("vbr.mp3", ["-q:a", "4"]),
        ("mono.mp3", ["-ac", "1", "-ar", "22050"]),
        ("telephone.wav", ["-ar", "8000", "-ac", "1"]),
        ("studio.wav", ["-ar", "192000"]),
        ("float.wav", ["-c:a", "pcm_f32le"]),
        ("a.flac", []),
        ("a.ogg", ["-c:a", "libvorbis"]),
        ("a.opus", []),
        ("a.m4a", []),
    ],
)
def test_every_kind_of_song_is_heard(
    wav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str]
) -> None:
    path = tmp_path / name
    process.run([process.ffmpeg(), "-v", "error", "-i", wav, *options, path], timeout=60)
    assert run("analyze", path, "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["bpm"] == pytest.approx(120, rel=0.01)
    assert value["seconds"] == pytest.approx(16.5, abs=0.1)
    assert len(value["beats"]) == pytest.approx(33, abs=2)
    assert {"start", "end", "label", "confidence", "energy"} <= set(value["sections"][0])
    assert {"downbeats", "confidence", "beats_per_bar", "tempo", "onsets", "energy", "loudness", "key"} <= set(value)


def test_pictures_in_a_song_don_t_matter(
    wav: Path, tmp_path: Path, cover: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "covered.mp3"
    command = [process.ffmpeg(), "-v", "error", "-i", wav, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", path]
    process.run(command, timeout=60)
    assert run("analyze", path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["bpm"] == pytest.approx(120, rel=0.01)


def test_what_is_no_song_is_refused_in_words(wav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mp3 = tmp_path / "whole.mp3"
    process.run([process.ffmpeg(), "-v", "error", "-i", wav, mp3], timeout=60)
    m4a = tmp_path / "whole.m4a"
    process.run([process.ffmpeg(), "-v", "error", "-i", wav, m4a], timeout=60)
    flac = tmp_path / "whole.flac"
    process.run([process.ffmpeg(), "-v", "error", "-i", wav, flac], timeout=60)
    for name, content, codes in (
        ("empty.mp3", b"", {"empty-file"}),
        ("words.mp3", b"these are words, no music\n" * 50, {"not-a-song"}),
        ("zeros.mp3", bytes(4000), {"not-a-song", "unreadable-file"}),
        ("cut.m4a", m4a.read_bytes()[:20_000], {"unreadable-file", "truncated-song"}),
        ("cut.flac", flac.read_bytes()[: flac.stat().st_size // 2], {"truncated-song"}),
        ("short.wav", b"", {"song-too-short"}),
    ):
        path = tmp_path / name
        if name == "short.wav":
            music.write(path, music.sine(0.01))
        else:
            path.write_bytes(content)
        assert run("analyze", path, "--json") == 3, name
        said = capsys.readouterr()
        assert said.out == ""
        assert any(f"error[{code}]" in said.err for code in codes), (name, said.err)
        assert "hint" in said.err, name
    for missing in (tmp_path / "none.mp3", tmp_path):
        assert run("analyze", missing) == 2
        assert "error[missing-file]" in capsys.readouterr().err


def test_an_mp3_that_ends_early_is_heard_or_told(wav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mp3 = tmp_path / "whole.mp3"
    process.run([process.ffmpeg(), "-v", "error", "-i", wav, "-write_xing", "0", mp3], timeout=60)
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(mp3.read_bytes()[: mp3.stat().st_size * 2 // 3])
    code = run("analyze", cut, "--json")
    said = capsys.readouterr()
    assert code == 0 or "error[" in said.err  # without a tag nothing tells that it was longer
    assert code in {0, 3}


def test_a_song_without_a_pulse_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = music.write(tmp_path / "rain.wav", music.noise(12.0))
    assert run("analyze", path, "--write", "--picture") == 0
    out = capsys.readouterr().out
    assert "no pulse is felt" in out
    assert "sure: 0.0" in out
    text = (tmp_path / "rain.analysis.yaml").read_text()
    assert "bpm: 96" in text
    assert set(YAML(typ="safe").load(text)) == {"sections"}
    assert (tmp_path / "rain.analysis.png").is_file()
    assert run("analyze", path) == 0


def test_what_is_written_is_believed_and_kept(wav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = tmp_path / "song.wav"
    song.write_bytes(wav.read_bytes())
    before = analysis.analyse(song)
    assert run("analyze", song, "--write", "--picture") == 0
    out = capsys.readouterr().out
    assert "120.0" in out
    assert "sections" in out
    with Image.open(tmp_path / "song.analysis.png") as picture:
        assert picture.size == (2400, 1080)
    text = tmp_path / "song.analysis.yaml"
    assert run("analyze", song, "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert again["edited"]
    assert again["beats"] == pytest.approx(before.beats, abs=0.0006)
    assert again["downbeats"] == pytest.approx(before.downbeats, abs=0.0006)
    assert [part["label"] for part in again["sections"]] == [part.label for part in before.sections]

    assert run("analyze", song, "--write") == 3
    assert "error[file-exists]" in capsys.readouterr().err
    assert run("analyze", song, "--write", "--force", "--into", tmp_path / "new") == 0
    assert run("analyze", "--picture", song) == 0
    assert run("analyze", song, "--json", "--picture", tmp_path / "mine.png") == 0
    assert (tmp_path / "mine.png").is_file()
    assert run("analyze") == 2
    capsys.readouterr()
    text.write_text("sections: [{start: 0, label: intro}, {start: 'bar:4', label: drop}]\n")
    assert run("analyze", song, "--json") == 0
    edited = json.loads(capsys.readouterr().out)
    assert [part["label"] for part in edited["sections"]] == ["intro", "drop"]
    assert edited["sections"][1]["start"] == pytest.approx(before.downbeats[3], abs=1e-3)
    text.write_text("bpm: 120\nbmp: 3\n")
    assert run("analyze", song) == 1
    said = capsys.readouterr().err
    assert "song.analysis.yaml:2:1" in said
    assert "did you mean `bpm`" in said


def test_the_song_of_a_spec_is_heard_by_the_build_s_own_step(
    wav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = tmp_path / "specs" / "assets"
    assets.mkdir(parents=True)
    (assets / "song.wav").write_bytes(wav.read_bytes())
    spec = tmp_path / "specs" / "film.yaml"
    spec.write_text(
        "nbstudio: 1\ntitle: F\nmusic: {file: assets/song.wav, sections: {drop: 'bar:5'}}\nprompt: the sea at dusk\n"
    )
    monkeypatch.chdir(tmp_path)
    assert run("analyze", "film", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["sections"][-1]["label"] == "drop"
    assert value["sections"][-1]["start"] == pytest.approx(value["downbeats"][4], abs=1e-3)
    assert value["joins"]
    assert all(
        any(abs(join[0] - beat) < 1 / 30 for beat in value["beats"]) for join in value["joins"] if join[0] == join[1]
    )
    assert run("plan", "film", "--json") == 0
    assert "analysis/song" not in [step["target"] for step in json.loads(capsys.readouterr().out)["steps"]]

    edit = tmp_path / "specs" / "film.analysis.yaml"
    edit.write_text("beats: [0.25, 0.75, 1.25, 1.75, 2.25]\n")
    assert run("plan", "film", "--json") == 0
    (step,) = [s for s in json.loads(capsys.readouterr().out)["steps"] if s["target"] == "analysis/song"]
    assert "edit" in step["why"]
    edit.write_text("beats: [0.25, 0.75, 0.5, 1.75]\n")
    assert run("check", "film") == 1
    assert "specs/film.analysis.yaml:1:21" in capsys.readouterr().err
