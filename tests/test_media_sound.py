"""Songs of every kind that people give, and of every kind that they shouldn't."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nbstudio.errors import InputError
from nbstudio.media import Kind, kind_of, sound_info
from tests.test_media import bomb, code_of, growth, picture


def tone(path: Path, *, seconds: float = 1.0, rate: int = 44_100, codec: str, layout: str = "stereo") -> Path:
    """Encode a sine with PyAV in the format that the suffix tells."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        total = round(seconds * rate)
        channels = stream.codec_context.channels
        wave_form = (np.sin(np.arange(total) * 0.06) * 0.4 * 32767).astype(np.int16)
        block = 1152 if codec == "libmp3lame" else 1024
        resampler = av.AudioResampler(stream.codec_context.format, layout, rate, frame_size=block)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave_form, channels)[None], format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("suffix", "codec", "kind"),
    [
        (".mp3", "libmp3lame", Kind.MP3),
        (".wav", "pcm_s16le", Kind.WAV),
        (".flac", "flac", Kind.FLAC),
        (".ogg", "libopus", Kind.OGG),
        (".m4a", "aac", Kind.M4A),
        (".aac", "aac", Kind.AAC),
        (".aiff", "pcm_s16be", Kind.AIFF),
        (".mkv", "flac", Kind.MATROSKA),
        (".mp4", "aac", Kind.MP4),
    ],
)
def test_a_sound_is_known_by_its_bytes(tmp_path: Path, suffix: str, codec: str, kind: Kind) -> None:
    made = tone(tmp_path / f"song{suffix}", seconds=2.0, rate=48_000, codec=codec)
    path = made.rename(tmp_path / "song.png")
    assert kind_of(path) is kind
    info = sound_info(path)
    assert info.seconds == pytest.approx(2.0, abs=0.06)
    assert (info.rate, info.channels) == (48_000, 2)
    assert info.codec == {"libopus": "opus", "libmp3lame": "mp3"}.get(codec, codec)


def test_cover_art_is_not_looked_at(tmp_path: Path) -> None:
    art = bomb(tmp_path / "art.png", 6_000, 6_000, 6_000).read_bytes()
    body = b"\0image/png\0\x03\0" + art
    frame = b"APIC" + struct.pack(">I", len(body)) + b"\0\0" + body
    tag = b"ID3\x03\0\0" + bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0)) + frame
    plain = tone(tmp_path / "plain.mp3", codec="libmp3lame", layout="mono").read_bytes()
    song = tmp_path / "song.mp3"
    song.write_bytes(tag + plain[plain.index(b"\xff\xfb") :])
    info = sound_info(song)
    assert info.seconds == pytest.approx(1.0, abs=0.06)
    assert info.channels == 1
    assert growth("sound_info", song) < 60  # decoded, the cover is 108 MB


def test_what_is_no_song_is_told(tmp_path: Path) -> None:
    photo = tmp_path / "photo.mp3"
    picture().save(photo, format="png")
    silent = tmp_path / "silent.mp3"
    with av.open(str(silent), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(64, 36, "yuv420p")))
        container.mux(stream.encode(None))
    text = tmp_path / "text.mp3"
    text.write_bytes(b"ffconcat version 1.0\nfile secret.wav\n")
    for path in (photo, silent, text):
        with pytest.raises(InputError) as error:
            sound_info(path)
        assert code_of(error) == "not-a-song"
    empty = tmp_path / "empty.mp3"
    empty.touch()
    with pytest.raises(InputError) as error:
        sound_info(empty)
    assert code_of(error) == "empty-file"


def test_a_broken_song_is_unreadable(tmp_path: Path) -> None:
    for name, data in {
        "a.flac": b"fLaC" + bytes(200),
        "a.ogg": b"OggS" + bytes(200),
        "a.mp3": b"ID3\x03\0\0\0\0\0\0" + bytes(3000),
        "a.wav": b"RIFF\0\0\0\0WAVEfmt ",
        "a.m4a": struct.pack(">I", 20) + b"ftypM4A " + bytes(8),
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError) as error:
            sound_info(path)
        assert code_of(error) == "unreadable-file"
