"""Songs are decoded to the sample, and what is no song is refused in words."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from nbstudio import doubts, process
from nbstudio.errors import InputError
from nbstudio.sound import decode, wave
from tests.sound import music

TEXT = "#EXTM3U\n#EXTINF:1,\nother.wav\n"


def encoded(source: Path, name: str, *options: str) -> Path:
    out = source.with_name(name)
    process.run([process.ffmpeg(), "-v", "error", "-y", "-i", source, *options, out], timeout=120)
    return out


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return music.write(tmp_path / "tone.wav", music.sine(2.0))


def test_samples_come_as_they_were(wav: Path) -> None:
    sound = decode.decode(wav)
    assert sound.shape == (96_000, 2)
    assert sound.dtype == np.float32
    assert np.abs(sound - music.sine(2.0)).max() < 1e-4


def test_blocks_are_the_whole_in_parts(wav: Path) -> None:
    parts = list(decode.blocks(wav, seconds=0.3))
    assert [len(part) for part in parts] == [14_400] * 6 + [9_600]
    assert np.array_equal(np.concatenate(parts), decode.decode(wav))


def test_mono_is_the_mean(tmp_path: Path) -> None:
    both = np.stack([np.full(48_000, 0.5), np.full(48_000, -0.1)], axis=1)
    mono = decode.decode(music.write(tmp_path / "a.wav", both), channels=1)
    assert np.abs(mono - 0.2).max() < 1e-3


@pytest.mark.parametrize("name", ["a.mp3", "a.flac", "a.ogg", "a.opus", "a.m4a", "a.aiff", "a.mka"])
def test_every_kind_is_decoded_in_time(wav: Path, name: str) -> None:
    click = music.sine(2.0) * 0
    click[48_000:48_400] = 0.5 * np.sin(np.arange(400) / 3)[:, None]
    music.write(wav, click)
    codec = ["-c:a", "libvorbis"] if name == "a.ogg" else []
    sound = decode.decode(encoded(wav, name, *codec))
    assert abs(len(sound) - 96_000) < 2_400
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.2)
    assert abs(int(loud[0]) - 48_000) < 120
    assert abs(int(loud[-1]) - 48_400) < 120


def test_a_song_with_a_cover_is_a_song(wav: Path) -> None:
    cover = wav.with_name("cover.png")
    process.run(
        [process.ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "color=s=64x64", "-frames:v", "1", cover], timeout=60
    )
    song = wav.with_name("covered.mp3")
    process.run(
        [process.ffmpeg(), "-v", "error", "-i", wav, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", song],
        timeout=60,
    )
    assert abs(len(decode.decode(song)) - 96_000) < 2_400


def test_a_film_gives_its_sound_or_is_refused(wav: Path) -> None:
    silent, sounding = wav.with_name("silent.mp4"), wav.with_name("film.mp4")
    picture = ["-f", "lavfi", "-i", "color=s=64x64:d=1"]
    process.run([process.ffmpeg(), "-v", "error", *picture, silent], timeout=60)
    process.run([process.ffmpeg(), "-v", "error", *picture, "-i", wav, sounding], timeout=60)
    assert len(decode.decode(sounding)) > 48_000
    with pytest.raises(InputError, match="holds no sound") as caught:
        decode.decode(silent)
    assert caught.value.code == "not-a-song"


def test_a_picture_with_a_song_s_name_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "song.mp3"
    with av.open(str(out), "w", format="image2", options={"update": "1"}) as container:
        stream = container.add_stream("png")
        stream.width = stream.height = 16
        stream.pix_fmt = "rgb24"
        frame = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(InputError, match=r"song\.mp3 is not a song") as caught:
        decode.decode(out)
    assert "PNG" in caught.value.notes[0]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"these are words, no music", "not-a-song"),
        (TEXT.encode(), "not-a-song"),
        (b"ffconcat version 1.0\nfile tone.wav\n", "not-a-song"),
        (b"ID3\x04\0\0\0\0\0\0" + bytes(4000), "unreadable-file"),
        (b"\xff\xfb\x90\x00" + b"\x55" * 5000, "unreadable-file"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt " + bytes(100), "unreadable-file"),
        (b"fLaC" + b"\x9c" * 3000, "unreadable-file"),
        (b"OggS" + b"\x9c" * 3000, "unreadable-file"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + bytes(500), "unreadable-file"),
    ],
)
@pytest.mark.parametrize("name", ["song.mp3", "song.mp4", "concat:x.wav", "a%d.mp3", "-y.wav"])
def test_what_is_no_song_is_refused_in_words(tmp_path: Path, wav: Path, content: bytes, code: str, name: str) -> None:
    path = wav.with_name(name)
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        decode.decode(path)
    assert caught.value.code == code


def test_names_are_only_names(wav: Path) -> None:
    for name in ("concat:a|b.wav", "a%d.wav", "-i.wav", "a'b,c;[d].wav", "höre ü.wav"):
        path = wav.with_name(name)
        path.write_bytes(wav.read_bytes())
        assert len(decode.decode(path)) == 96_000


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.mp3", tmp_path):
        with pytest.raises(InputError) as caught:
            decode.decode(path)
        assert caught.value.code == "unreadable-file"


@pytest.mark.parametrize(("name", "share"), [("a.flac", 0.5), ("a.m4a", 0.5)])
def test_a_song_that_is_cut_off_is_refused(tmp_path: Path, name: str, share: float) -> None:
    whole = encoded(music.write(tmp_path / "long.wav", music.noise(8.0)), name, "-movflags", "+faststart")
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError) as caught:
        decode.decode(whole)
    assert caught.value.code in {"truncated-song", "unreadable-file"}


def test_a_song_without_end_is_refused(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LONGEST", 1)
    with pytest.raises(InputError, match="longer than"):
        decode.decode(wav)


def test_ffmpeg_may_open_nothing_else(wav: Path) -> None:
    words = decode.arguments(wav, 48_000, 2)
    assert words[words.index("-protocol_whitelist") + 1] == "file,pipe"
    assert words[words.index("-i") - 6 :].count("-f") >= 1
    assert words[words.index("-f") + 1] == "wav"
    assert words[words.index("-i") + 1] == f"file:{wav}"
    assert "-nostdin" in words


@pytest.mark.parametrize(
    ("name", "options", "lacking"),
    [
        ("a.wav", (), 4.0),
        ("a.mp3", ("-b:a", "128k"), 4.0),
        ("vbr.mp3", ("-q:a", "4", "-ac", "1", "-ar", "22050"), 4.0),
        ("untagged.mp3", ("-b:a", "128k", "-write_xing", "0"), None),
        ("a.ogg", ("-c:a", "libvorbis"), "its end is missing"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, name: str, options: tuple[str, ...], lacking: float | str) -> None:
    source = music.write(tmp_path / "long.wav", music.noise(8.0))
    path = encoded(source, name if name != "a.wav" else "b.wav", *options)
    for share in (1.0, 0.5):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        with doubts.listening() as told:
            decode.decode(path)
        if share == 1.0 or lacking is None:
            assert told == []
            continue
        (one,) = told
        assert (one.code, one.severity) == ("truncated-song", "warning")
        if isinstance(lacking, str):
            assert lacking in one.message
        else:
            words = one.message.split()
            assert float(words[words.index("seconds") - 1]) == pytest.approx(lacking, abs=0.15)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_samples_that_are_no_numbers_are_silence_and_told(tmp_path: Path, value: float) -> None:
    sound = music.noise(1.0).astype(np.float32)
    sound[1_000:5_800, 1] = value
    wave.write(tmp_path / "a.wav", [sound])
    with doubts.listening() as told:
        heard = decode.decode(tmp_path / "a.wav")
    assert np.isfinite(heard).all()
    assert not heard[1_000:5_800, 1].any()
    assert np.array_equal(heard[:, 0], sound[:, 0])
    (one,) = told
    assert one.code == "broken-samples"
    assert "0.1 of its 1.0 seconds" in one.notes[0]
