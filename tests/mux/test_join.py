"""Joins, measured by decoders that are not ours: every frame in its place, every bit and every click."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from fractions import Fraction
from io import FileIO
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray

from nbstudio.errors import StepError
from nbstudio.mux import payload, track
from nbstudio.mux.boxes import child, required, unpack
from nbstudio.mux.inspect import faults, inspect
from nbstudio.mux.join import Layout, join, layout
from tests.mux.reels import HEIGHT, SOUND_RATE, WIDTH, clicks, mix, number_of, segment, segments

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)]


def lengths(seed: int, count: int) -> list[int]:
    """Return segment lengths from 1 to 13 frames, the shortest ones often and side by side."""
    dice = random.Random(seed)
    return [dice.choice([1, 1, 2, 3, dice.randint(4, 13)]) for _ in range(count)]


def sample_of(frame: int, rate: Fraction) -> int:
    return int(frame / rate * SOUND_RATE)


def framemd5(path: Path) -> list[list[str]]:
    """Decode strictly by the ffmpeg program; return its rows: stream, dts, pts, duration, size, digest."""
    strictly = ["-v", "warning", "-xerror", "-err_detect", "explode", "-threads", "1"]
    as_stored = ["-map", "0:v", "-fps_mode", "passthrough", "-enc_time_base", "demux", "-f", "framemd5", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *strictly, "-i", str(path), *as_stored]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == "", "the decoder warns"
    return [[part.strip() for part in row.split(",")] for row in done.stdout.splitlines() if not row.startswith("#")]


def pictures(path: Path) -> list[tuple[Fraction, NDArray[np.uint8]]]:
    """Decode by PyAV; return each frame's time and planes."""
    with av.open(str(path)) as container:
        return [(frame.pts * frame.time_base, frame.to_ndarray()) for frame in container.decode(video=0)]


def sound(path: Path, *, ignore_edits: bool) -> NDArray[np.float32]:
    """Decode by PyAV; return (channels, samples), placed by time stamps."""
    options = {"ignore_editlist": "1"} if ignore_edits else {}
    with av.open(str(path), options=options) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].pts == 0
    return np.concatenate([frame.to_ndarray() for frame in frames], 1)


def made(folder: Path, rate: Fraction, parts: list[int], suffix: str = ".m4a") -> tuple[Path, list[Path], list[int]]:
    """Join numbered segments with clicks at every cut; return film, segments and the clicks' samples."""
    pieces = segments(folder, parts, rate)
    cuts = [sample_of(int(cut), rate) for cut in np.cumsum(parts)[:-1]]
    total = sample_of(sum(parts), rate)
    song = mix(folder / f"mix{suffix}", clicks(cuts, total))
    film = folder / "film.mp4"
    done = join(pieces, song, film, rate=rate, samples=total)
    assert (done.frames, done.seconds, done.bytes) == (sum(parts), sum(parts) / rate, film.stat().st_size)
    return film, pieces, cuts


def check_film(film: Path, pieces: list[Path], cuts: list[int], parts: list[int], rate: Fraction) -> None:
    """Check all that a film promises."""
    total = sum(parts)
    told = inspect(film)
    assert faults(told, frames=total, rate=rate, samples=sample_of(total, rate)) == ()
    assert told.order == ("ftyp", "moov", "mdat")
    assert not told.has_edit_list
    assert not told.has_bitrate_box
    assert b"edts" not in film.read_bytes()

    shown = pictures(film)
    assert [number_of(planes[:HEIGHT]) for _, planes in shown] == list(range(total))
    assert [time for time, _ in shown] == [index / rate for index in range(total)]
    own = [planes for piece in pieces for _, planes in pictures(piece)]
    assert all(np.array_equal(planes, before) for (_, planes), before in zip(shown, own, strict=True))

    rows = framemd5(film)
    assert [row[5] for row in rows] == [hashlib.md5(planes.tobytes()).hexdigest() for planes in own]
    steps = {int(after[2]) - int(before[2]) for before, after in pairwise(rows)}
    assert len(steps) <= 1
    assert int(rows[0][2]) == 0

    for ignore in (False, True):
        heard = sound(film, ignore_edits=ignore)[0]
        for cut in cuts:
            if 2048 < cut < len(heard) - 2048:  # the first packet fades in: it has no predecessor to overlap with
                around = heard[cut - 300 : cut + 300]
                nearest = 300 + min((other - cut for other in cuts), key=abs)
                assert int(np.abs(around[nearest - 8 : nearest + 9]).argmax()) == 8, f"the click at {cut} moved"


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_film_is_its_segments_in_order_with_sound_at_every_cut(tmp_path: Path, rate: Fraction) -> None:
    parts = lengths(int(rate * 7), 40)
    film, pieces, cuts = made(tmp_path, rate, parts)
    check_film(film, pieces, cuts, parts, rate)


@pytest.mark.slow
def test_a_thousand_cuts_are_exact(tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    parts = lengths(1001, 1001)
    film, pieces, cuts = made(tmp_path, rate, parts)
    check_film(film, pieces, cuts, parts, rate)


def test_segments_of_one_frame_make_a_film(tmp_path: Path) -> None:
    film, pieces, cuts = made(tmp_path, Fraction(30), [1] * 12, ".aac")
    check_film(film, pieces, cuts, [1] * 12, Fraction(30))


def test_one_segment_without_sound_is_a_film(tmp_path: Path) -> None:
    rate = Fraction(25)
    pieces = segments(tmp_path, [7], rate)
    done = join(pieces, None, tmp_path / "film.mp4", rate=rate)
    assert done.seconds == Fraction(7, 25)
    told = inspect(tmp_path / "film.mp4")
    assert faults(told, frames=7, rate=rate) == ()
    assert (told.sound_rate, told.sound_samples) == (None, None)
    assert len(framemd5(tmp_path / "film.mp4")) == 7


def test_the_same_segments_give_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made(tmp_path / name, Fraction(30), lengths(5, 12))
    assert (tmp_path / "one/film.mp4").read_bytes() == (tmp_path / "two/film.mp4").read_bytes()


def test_samples_cross_blocks_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, pieces, _ = made(tmp_path, Fraction(30), lengths(6, 9))
    monkeypatch.setattr(payload, "BLOCK", 97)
    again = tmp_path / "again.mp4"
    join(pieces, tmp_path / "mix.m4a", again, rate=Fraction(30), samples=sample_of(sum(lengths(6, 9)), Fraction(30)))
    assert again.read_bytes() == film.read_bytes()


def test_a_segment_that_leans_on_another_is_refused(tmp_path: Path) -> None:
    piece = segment(tmp_path / "one.mp4", 0, 9, Fraction(30))
    data = piece.read_bytes()
    key = data.index(b"stss") + 12
    assert int.from_bytes(data[key : key + 4], "big") == 1
    piece.write_bytes(data[:key] + (2).to_bytes(4, "big") + data[key + 4 :])
    with pytest.raises(StepError) as error:
        join([piece], None, tmp_path / "film.mp4", rate=Fraction(30))
    assert error.value.code == "segment-unusable"


def test_the_range_of_composition_shifts_is_told(tmp_path: Path) -> None:
    """QuickTime asks for `cslg` where shifts are negative: lowest shift, greatest, first and last time shown."""
    pieces = segments(tmp_path, [9, 1], Fraction(30))
    join(pieces, None, tmp_path / "film.mp4", rate=Fraction(30))
    video = track.read(tmp_path / "film.mp4").tracks[0]
    moov = required((tmp_path / "film.mp4").read_bytes(), "moov", "trak", "mdia", "minf", "stbl")
    least, greatest = int(video.shifts.min()), int(video.shifts.max())
    assert least < 0 < greatest
    assert unpack("5i", required(moov, "cslg"), 4) == (-least, least, greatest, 0, 10 * video.timescale // 30)
    assert required(moov, "ctts")[0] == 1


def test_a_segment_that_shrinks_meanwhile_is_an_error(tmp_path: Path) -> None:
    piece = segment(tmp_path / "one.mp4", 0, 9, Fraction(30))
    movie = track.read(piece)
    video = movie.tracks[0]
    piece.write_bytes(piece.read_bytes()[:60])
    reel = payload.Reel([payload.Samples(piece, video.offsets, video.sizes)])
    with reel, FileIO(tmp_path / "film.mp4", "w") as film, pytest.raises(StepError) as error:
        reel.copy(0, 9, payload.Spool(film))
    assert error.value.code == "mp4-damaged"


def test_a_film_that_cannot_be_written_is_a_step_error(tmp_path: Path) -> None:
    piece = segment(tmp_path / "one.mp4", 0, 3, Fraction(30))
    for out in (tmp_path, Path("/dev/full")):
        with pytest.raises(StepError) as error:
            join([piece], None, out, rate=Fraction(30))
        assert error.value.code == "film-unwritten"


def test_the_sound_is_exactly_as_long_as_asked(tmp_path: Path) -> None:
    rate = Fraction(30)
    pieces = segments(tmp_path, [30], rate)
    song = mix(tmp_path / "mix.m4a", np.zeros((2, 50_000), np.float32))
    for samples in (1, 1024, 1025, 47_999, 48_000, 50_000):
        join(pieces, song, tmp_path / "film.mp4", rate=rate, samples=samples)
        told = inspect(tmp_path / "film.mp4")
        assert (told.sound_samples, told.sound_packets) == (samples, -(-samples // 1024))
    join(pieces, song, tmp_path / "film.mp4", rate=rate)
    assert inspect(tmp_path / "film.mp4").sound_samples == 50_000
    with pytest.raises(StepError) as error:
        join(pieces, song, tmp_path / "film.mp4", rate=rate, samples=60_000)
    assert error.value.code == "mix-short"


@pytest.mark.parametrize("change", [{"preset": "medium"}, {"crf": "33"}])
def test_segments_of_different_encoders_are_refused(tmp_path: Path, change: dict[str, str]) -> None:
    rate = Fraction(30)
    pieces = [segment(tmp_path / "a.mp4", 0, 4, rate), segment(tmp_path / "b.mp4", 4, 4, rate, **change)]
    with pytest.raises(StepError) as error:
        join(pieces, None, tmp_path / "film.mp4", rate=rate)
    assert error.value.code == "segments-differ"
    assert not (tmp_path / "film.mp4").exists()


def test_what_is_no_segment_is_refused(tmp_path: Path) -> None:
    rate = Fraction(30)
    good = segment(tmp_path / "good.mp4", 0, 4, rate)
    whole = good.read_bytes()
    cases = {
        "empty.mp4": b"",
        "text.mp4": b"this is no film at all, but it is long enough",
        "cut.mp4": whole[: len(whole) // 2],
        "song.mp4": mix(tmp_path / "mix.m4a", np.zeros((2, 4000), np.float32)).read_bytes(),
    }
    for name, data in cases.items():
        bad = tmp_path / name
        bad.write_bytes(data)
        with pytest.raises(StepError) as error:
            join([good, bad], None, tmp_path / "film.mp4", rate=rate)
        assert error.value.code in {"mp4-damaged", "segment-unusable"}
    with pytest.raises(StepError) as error:
        join([good, tmp_path / "none.mp4"], None, tmp_path / "film.mp4", rate=rate)
    assert error.value.code == "segment-missing"
    with pytest.raises(StepError) as error:
        join([good], tmp_path / "text.mp4", tmp_path / "film.mp4", rate=rate)
    assert error.value.code == "mix-unusable"
    with pytest.raises(StepError) as error:
        join([], None, tmp_path / "film.mp4", rate=rate)
    assert error.value.code == "segment-unusable"


@pytest.mark.parametrize("seed", range(40))
def test_damage_raises_step_errors_only(tmp_path: Path, seed: int) -> None:
    rate = Fraction(30)
    good = segment(tmp_path / "good.mp4", 0, 5, rate)
    data = bytearray(good.read_bytes())
    dice = random.Random(seed)
    tables = data.index(b"moov")
    for _ in range(6):
        data[dice.randrange(tables, len(data))] = dice.randrange(256)
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(data)
    try:
        join([bad, good], None, tmp_path / "film.mp4", rate=rate)
        inspect(tmp_path / "film.mp4")
    except StepError as error:
        assert error.code  # noqa: PT017


def test_pictures_and_sound_alternate_by_the_second(tmp_path: Path) -> None:
    plan = layout(100, Fraction(30), 157, SOUND_RATE)
    assert plan.frames.tolist() == [0, 30, 60, 90, 100]
    assert plan.packets.tolist() == [0, 47, 94, 141, 157]
    longer = layout(10, Fraction(30), 100, SOUND_RATE)
    assert longer.frames[-1] == 10
    assert longer.packets[-1] == 100
    assert isinstance(longer, Layout)


def test_films_beyond_four_gigabytes_get_long_offsets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rate = Fraction(30)
    pieces = segments(tmp_path, [9, 4], rate)
    join(pieces, None, tmp_path / "small.mp4", rate=rate)
    monkeypatch.setattr("nbstudio.mux.join.OFFSET_LIMIT", 100)
    join(pieces, None, tmp_path / "large.mp4", rate=rate)
    data = (tmp_path / "large.mp4").read_bytes()
    moov = child(data, "moov", "trak", "mdia", "minf", "stbl")
    assert moov is not None
    assert child(moov, "co64") is not None
    assert framemd5(tmp_path / "large.mp4") == framemd5(tmp_path / "small.mp4")


def test_the_picture_is_described_as_bt709_with_square_pixels(tmp_path: Path) -> None:
    pieces = segments(tmp_path, [3], Fraction(30))
    join(pieces, None, tmp_path / "film.mp4", rate=Fraction(30))
    told = inspect(tmp_path / "film.mp4")
    assert (told.width, told.height) == (WIDTH, HEIGHT)
    assert told.colour == told.coded_colour == (1, 1, 1, False)
    assert told.pixel_aspect == (1, 1)
    with av.open(str(tmp_path / "film.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert container.streams.video[0].average_rate == 30


def test_libavformats_own_files_show_what_is_wrong_with_them(tmp_path: Path) -> None:
    """The inspector can see every fault: a default MP4 has an edit list and its tables last."""
    piece = segment(tmp_path / "one.mp4", 0, 9, Fraction(30))
    found = " ".join(faults(inspect(piece), frames=10, rate=Fraction(25), samples=5))
    for word in ("9 frames", "n / 25", "0.333 s", "None samples", "edit list", "tables"):
        assert word in found


def test_nothing_stays_open(tmp_path: Path) -> None:
    pieces = segments(tmp_path, [2, 3], Fraction(30))
    before = len(os.listdir("/proc/self/fd"))
    join(pieces, None, tmp_path / "film.mp4", rate=Fraction(30))
    inspect(tmp_path / "film.mp4")
    assert len(os.listdir("/proc/self/fd")) == before
