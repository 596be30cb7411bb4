"""A track's file is read as it was written, by us and by others, whatever its length and place."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest

from nbstudio.errors import StepError
from nbstudio.sound import decode, wave
from tests.sound import music


def blocks(sound: np.ndarray, size: int = 777) -> list[np.ndarray]:
    return [sound[at : at + size].astype(np.float32) for at in range(0, len(sound), size)]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    sound = music.noise(0.5).astype(np.float32) * 3  # above full scale, and kept
    path = tmp_path / "a.wav"
    assert wave.write(path, blocks(sound), offset=12_345) == len(sound)
    track = wave.read(path)
    assert (track.offset, track.samples, track.end) == (12_345, len(sound), 12_345 + len(sound))
    assert np.array_equal(np.concatenate(list(track.blocks(1000))), sound)
    around = track.between(12_345 - 10, track.end + 5)
    assert np.array_equal(around[10:-5], sound)
    assert not around[:10].any()
    assert not around[-5:].any()
    assert not track.between(0, 12_345).any()
    assert np.array_equal(track.between(12_400, 12_500), sound[55:155])


def test_others_read_it(tmp_path: Path) -> None:
    sound = music.noise(0.5).astype(np.float32)
    path = tmp_path / "a.wav"
    wave.write(path, blocks(sound), offset=480_000)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.duration) == ("pcm_f32le", 48_000, len(sound))
        assert container.metadata["time_reference"] == "480000"
    assert np.array_equal(decode.decode(path), sound)


def test_the_same_sound_is_the_same_bytes_however_it_came(tmp_path: Path) -> None:
    sound = music.noise(0.2)
    for name, size in (("a", 100), ("b", 9_600)):
        wave.write(tmp_path / name, blocks(sound, size))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_it_may_be_longer_than_four_gigabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = music.noise(0.1).astype(np.float32)
    path = tmp_path / "long.wav"
    small = tmp_path / "small.wav"
    wave.write(small, [sound], offset=1 << 33)
    monkeypatch.setattr(wave, "LARGEST", 1000)
    wave.write(path, [sound], offset=1 << 33)
    monkeypatch.undo()
    data = bytearray(path.read_bytes())
    assert data[:4] == b"RF64"
    assert len(data) == small.stat().st_size
    for at in (4, data.index(b"data") + 4):
        struct.pack_into("<I", data, at, 0xFFFFFFFF)
    path.write_bytes(data)
    assert wave.read(path).samples == len(sound)
    assert wave.read(path).offset == wave.read(small).offset == 1 << 33
    assert np.array_equal(np.concatenate(list(wave.read(path).blocks())), sound)
    assert np.array_equal(decode.decode(path), sound)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF\0\0\0\0WAVE", b"ID3" + bytes(40), b"RIFF\0\0\0\0WAVEdata\xff\xff\xff\xff"]
)
def test_what_is_no_track_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(StepError, match="not a track"):
        wave.read(path)


def test_a_wave_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StepError):
        wave.read(music.write(tmp_path / "a.wav", music.noise(0.1)))
