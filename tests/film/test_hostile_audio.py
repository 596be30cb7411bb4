"""Songs of every kind, make and damage through the real build and analysis: each works, or is told of in words.

One row a file: what is done to six seconds of a song, and what comes of it: nothing (it works), or the code of a
diagnostic, an error's (`!`) or a warning's (`?`, and it works all the same).
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from nbstudio import cli, process
from tests.sound import music

pytestmark = pytest.mark.slow
SECONDS = 6.5
SPEC = "nbstudio: 1\ntitle: Hostile\nprompt: the sea\nmusic: assets/{name}\noutputs: {{o: {{size: 64x36}}}}\n"
LINE, COLUMN = 4, 1
"""Where SPEC names the song."""
Make = Callable[[Path, Path], None]


def ffmpeg(source: Path, out: Path, *options: str) -> None:
    words = [process.ffmpeg(), "-v", "error", "-y", "-i", source, *options]
    process.run(
        [*words, *(() if "-f" in options else ("-f", FORMATS.get(out.suffix, out.suffix[1:]))), out], timeout=60
    )


FORMATS = {".m4a": "ipod", ".mka": "matroska", ".aac": "adts"}


def coded(*options: str) -> Make:
    return lambda source, out: ffmpeg(source, out, *options)


def covered(source: Path, out: Path) -> None:
    cover = out.with_name("cover.png")
    process.run(
        [process.ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc=s=900x900", "-frames:v", "1", cover], timeout=60
    )
    ffmpeg(source, out, "-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-metadata", "title=\x1b[31m")
    cover.unlink()


def cut(share: float, *options: str) -> Make:
    def make(source: Path, out: Path) -> None:
        ffmpeg(source, out, *options)
        data = out.read_bytes()
        out.write_bytes(data[: int(len(data) * share)])

    return make


def head(size: int, *options: str) -> Make:
    def make(source: Path, out: Path) -> None:
        ffmpeg(source, out, *options)
        out.write_bytes(out.read_bytes()[:size])

    return make


def of(data: bytes) -> Make:
    def make(_: Path, out: Path) -> None:
        out.write_bytes(data)

    return make


def film(source: Path, out: Path, sound: bool = True) -> None:
    words = [process.ffmpeg(), "-v", "error", "-f", "lavfi", "-i", f"testsrc=s=64x64:d={SECONDS}"]
    words += ["-i", str(source)] if sound else []
    process.run([*words, "-f", "mp4", out], timeout=60)


def floats(change: Callable[[np.ndarray], None]) -> Make:
    """Write a float WAV whose samples are changed in a way that no encoder would."""

    def make(source: Path, out: Path) -> None:
        ffmpeg(source, out, "-c:a", "pcm_f32le")
        data = bytearray(out.read_bytes())
        begin = data.index(b"data") + 8
        change(np.frombuffer(data, np.float32, offset=begin))
        out.write_bytes(data)

    return make


def spoilt(value: float, sound: np.ndarray) -> None:
    sound[100_000:110_000] = value


def silent(sound: np.ndarray) -> None:
    sound[:] = 0


def one_dead(sound: np.ndarray) -> None:
    sound[1::2] = 0


def endless(source: Path, out: Path) -> None:
    """Write a WAV as a pipe leaves it: nobody came back to fill in its sizes."""
    ffmpeg(source, out)
    data = bytearray(out.read_bytes())
    begin = data.index(b"data") + 4
    data[4:8] = data[begin : begin + 4] = b"\xff\xff\xff\xff"
    out.write_bytes(data)


def lying(source: Path, out: Path) -> None:
    """Write a WAV that claims a rate of 0."""
    ffmpeg(source, out)
    data = bytearray(out.read_bytes())
    at = data.index(b"fmt ") + 12
    data[at : at + 4] = struct.pack("<I", 0)
    out.write_bytes(data)


TABLE: dict[str, tuple[Make, str]] = {
    "cbr.mp3": (coded("-b:a", "128k"), ""),
    "no-xing.mp3": (coded("-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0"), ""),
    "vbr.mp3": (coded("-q:a", "5"), ""),
    "vbr-no-xing.mp3": (coded("-q:a", "5", "-write_xing", "0"), ""),
    "mono.mp3": (coded("-ac", "1"), ""),
    "8k.mp3": (coded("-ar", "8000", "-ac", "1"), ""),
    "cover.mp3": (covered, ""),
    "8k.wav": (coded("-ar", "8000", "-ac", "1"), ""),
    "96k.wav": (coded("-ar", "96000"), ""),
    "192k.wav": (coded("-ar", "192000", "-c:a", "pcm_s24le"), ""),
    "float.wav": (coded("-c:a", "pcm_f32le"), ""),
    "double.wav": (coded("-c:a", "pcm_f64le"), ""),
    "24-bit.wav": (coded("-c:a", "pcm_s24le"), ""),
    "8-bit.wav": (coded("-c:a", "pcm_u8"), ""),
    "a-law.wav": (coded("-c:a", "pcm_alaw"), ""),
    "surround.wav": (coded("-ac", "6"), ""),
    "surround.flac": (coded("-ac", "6"), ""),
    "piped.wav": (endless, ""),
    "one-dead.wav": (floats(one_dead), ""),
    "a.ogg": (coded("-c:a", "libvorbis"), ""),
    "a.opus": (coded("-c:a", "libopus"), ""),
    "a.flac": (coded(), ""),
    "a.m4a": (coded(), ""),
    "a.aac": (coded(), ""),
    "a.aiff": (coded(), ""),
    "a.mka": (coded("-c:a", "flac"), ""),
    "film.mp3": (film, ""),
    "no-suffix": (coded("-f", "mp3"), ""),
    "cut.mp3": (cut(0.6, "-b:a", "128k"), "?truncated-song"),
    "cut-vbr.mp3": (cut(0.6, "-q:a", "5"), "?truncated-song"),
    "cut-no-xing.mp3": (cut(0.6, "-b:a", "128k", "-write_xing", "0"), ""),  # nothing tells how long it was
    "cut.wav": (cut(0.6), "?truncated-song"),
    "cut-24-bit.wav": (cut(0.601, "-c:a", "pcm_s24le"), "?truncated-song"),
    "cut.aiff": (cut(0.6), "!truncated-song"),
    "cut.flac": (cut(0.6), "!truncated-song"),
    "cut.m4a": (cut(0.6), "!unreadable-file"),
    "cut-front.m4a": (cut(0.6, "-movflags", "+faststart"), "!truncated-song"),
    "cut.ogg": (cut(0.6, "-c:a", "libvorbis"), "?truncated-song"),
    "cut.opus": (cut(0.6, "-c:a", "libopus"), "?truncated-song"),
    "head.wav": (head(44), "!unreadable-file"),
    "head.mp3": (head(300), "!unreadable-file"),
    "head.flac": (head(60), "!unreadable-file"),
    "head.ogg": (head(58, "-c:a", "libvorbis"), "!unreadable-file"),
    "head.m4a": (head(40), "!unreadable-file"),
    "rate-0.wav": (lying, "!unreadable-file"),
    "empty.mp3": (of(b""), "!empty-file"),
    "words.mp3": (of(b"these are words, no music\n" * 50), "!not-a-song"),
    "zeros.wav": (of(bytes(9000)), "!not-a-song"),
    "script.wav": (of(b"#!/bin/sh\nrm -rf /\n"), "!not-a-song"),
    "no-sound.mp3": (partial(film, sound=False), "!not-a-song"),
    "silent.wav": (floats(silent), "?mix-silent"),
    "nan.wav": (floats(partial(spoilt, np.nan)), "?broken-samples"),
    "infinite.wav": (floats(partial(spoilt, -np.inf)), "?broken-samples"),
    "enormous.wav": (floats(partial(spoilt, 3e38)), "?broken-samples"),
    "short.wav": (head(44 + 4 * 480), "!song-too-short"),
}


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound, _ = music.band((("plain", 1), ("full", 2)), 120.0)
    return music.write(tmp_path_factory.mktemp("song") / "song.wav", np.stack([sound, np.roll(sound, 300)], axis=1))


@pytest.mark.parametrize("name", TABLE)
def test_a_song_works_or_is_told_of(
    song: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, expected = TABLE[name]
    path = tmp_path / "specs/assets" / name
    path.parent.mkdir(parents=True)
    make(song, path)
    (tmp_path / "specs/film.yaml").write_text(SPEC.format(name=name))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBSTUDIO_CACHE", str(tmp_path / "cache"))
    fails, code = expected.startswith("!"), expected[1:]

    assert cli.main(["build", "film", "--until", "mix", "--json"]) == (3 if fails else 0)
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert "Traceback" not in said.err
    assert all(sign.isprintable() or sign == "\n" for sign in said.err)
    told = report["failed"] if fails else [one for one in report["diagnostics"] if one["code"] == code]
    if fails or code:
        (one,) = told
        assert one["code"] == code
        assert name in one["message"] or code == "mix-silent"
        assert one["hint"]
        assert one["at"]["path"] == "specs/film.yaml"
        if code != "mix-silent":
            assert (one["at"]["line"], one["at"]["column"]) == (LINE, COLUMN)
            assert f"specs/film.yaml:{LINE}:{COLUMN}" in said.err
    else:
        assert report["diagnostics"] == []
    if not fails:
        assert report["mix"]["made"] == 1
        assert (tmp_path / "cache/builds/film/mix.m4a").stat().st_size

    assert cli.main(["analyze", str(path), "--json"]) == (3 if fails else 0)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if fails:
        assert f"error[{code}]" in said.err
        assert "hint" in said.err
    else:
        heard = json.loads(said.out)["seconds"]
        slack = 1.0 if name in {"cut.ogg", "cut.opus"} else 0.15  # a page of Ogg counts whole or not at all
        assert heard == pytest.approx(SECONDS * (0.6 if name.startswith("cut") else 1), abs=slack)
        assert ("warning[" in said.err) == (code not in {"", "mix-silent"})
        assert code in said.err or code == "mix-silent"


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "unreadable", "loop"])
def test_what_is_no_file_is_told_of_in_the_text(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "specs/assets/song.mp3"
    path.parent.mkdir(parents=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "unreadable":
        if os.geteuid() == 0:
            pytest.skip("root may read everything")
        path.write_bytes(b"x")
        path.chmod(0)
    (tmp_path / "specs/film.yaml").write_text(SPEC.format(name="song.mp3"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBSTUDIO_CACHE", str(tmp_path / "cache"))
    assert cli.main(["build", "film", "--json"]) == 1
    said = capsys.readouterr()
    (one,) = json.loads(said.out)["diagnostics"]
    assert one["code"] in {"missing-file", "unreadable-file"}
    assert (one["at"]["line"], one["at"]["column"]) == (LINE, 8)
    assert one["hint"]
    assert cli.main(["analyze", str(path)]) in {2, 3}
    said = capsys.readouterr()
    assert "hint" in said.err
    assert "Traceback" not in said.err


def test_a_damaged_track_is_told_of_at_the_track(
    song: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assets = tmp_path / "specs/assets"
    assets.mkdir(parents=True)
    ffmpeg(song, assets / "song.mp3")
    cut(0.5)(song, assets / "rain.wav")
    (assets / "voice.wav").write_bytes(b"words\n" * 99)
    tracks = "    - {id: song, source: music}\n    - {id: rain, role: ambience, source: assets/rain.wav}\n"
    text = f"{SPEC.format(name='song.mp3')}audio:\n  tracks:\n{tracks}"
    (tmp_path / "specs/film.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBSTUDIO_CACHE", str(tmp_path / "cache"))
    for time in range(2):  # what is kept is doubted still
        assert cli.main(["build", "film", "--until", "mix", "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        (one,) = report["diagnostics"]
        assert (one["code"], one["severity"], one["at"]["line"]) == ("truncated-song", "warning", 9)
        assert "3.3 seconds are missing" in one["message"]
        assert report["track"]["made"] == (0 if time else 2)
    (tmp_path / "specs/film.yaml").write_text(text + "    - {id: vo, role: voice, source: assets/voice.wav}\n")
    assert cli.main(["build", "film", "--until", "mix", "--json"]) == 3
    (failed,) = json.loads(capsys.readouterr().out)["failed"]
    assert (failed["target"], failed["code"], failed["at"]["line"]) == ("track/vo", "not-a-song", 10)
