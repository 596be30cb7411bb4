"""A track is its source at its place to the sample, at its level, and clicks nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nbstudio.errors import InputError
from nbstudio.sound import ducking, source, track, wave
from nbstudio.sound.track import Duck, Level, Take
from tests.sound import clicks, music

RATE = wave.RATE
WHOLE, UNCHANGED = Take(), Level()


def file(folder: Path, sound: np.ndarray, name: str = "source.wav") -> Path:
    wave.write(folder / name, [sound.astype(np.float32)])
    return folder / name


def render(
    folder: Path,
    sound: np.ndarray,
    take: Take = WHOLE,
    level: Level = UNCHANGED,
    film: int = 10 * RATE,
    ducks: Sequence[Duck] = (),
) -> tuple[wave.Sound, np.ndarray]:
    made = track.render(folder / "track.wav", [(file(folder, sound), 0)], take, level, film=film, ducks=ducks)
    return made, np.concatenate(list(made.blocks()))


def jumps(sound: np.ndarray) -> float:
    """Return the largest step, out of silence and into it included."""
    return float(np.abs(np.diff(np.pad(sound, ((1, 1), (0, 0))), axis=0)).max())


def test_what_is_not_changed_is_the_same_bits(tmp_path: Path) -> None:
    sound = music.noise(2.0).astype(np.float32)
    sound[0] = sound[-1] = 0
    made, heard = render(tmp_path, sound, Take(at=33_333))
    assert made.offset == 33_333
    assert np.array_equal(heard, sound)


def test_the_film_is_not_outlasted(tmp_path: Path) -> None:
    made, heard = render(tmp_path, music.sine(3.0), Take(at=RATE), film=3 * RATE)
    assert made.end == 3 * RATE
    assert np.abs(heard[-100:]).max() < 0.001
    assert np.abs(heard[-RATE // 2 - 2_000 : -RATE // 2]).max() == pytest.approx(0.1, rel=0.01)


def test_in_and_out_points_are_exact(tmp_path: Path) -> None:
    sound = music.noise(3.0)
    made, heard = render(tmp_path, sound, Take(at=7, first=10_001, last=90_003))
    assert (made.offset, made.samples) == (7, 80_002)
    assert np.array_equal(heard[500:-500], sound.astype(np.float32)[10_501:89_503])
    made, heard = render(tmp_path, sound, Take(first=10_001, length=4_800))
    assert np.array_equal(heard[500:-500], sound.astype(np.float32)[10_501:14_301])


@pytest.mark.parametrize("frequency", [60.0, 100.0, 440.0, 3000.0])
@pytest.mark.parametrize(
    "take",
    [
        Take(at=5, first=30_011),
        Take(last=50_017),
        Take(length=50_017),
        Take(at=100),
        Take(loop=True, length=7 * RATE, crossfade=4_800),
        Take(loop=True, first=1_234, last=40_321, crossfade=2_000),
        Take(at=9 * RATE),
    ],
    ids=["in", "out", "duration", "whole", "loop", "loop of a part", "film's end"],
)
def test_nothing_clicks(tmp_path: Path, frequency: float, take: Take) -> None:
    sound = music.sine(1.5, frequency, -6.0, phase=1.3)
    _, heard = render(tmp_path, sound, take)
    usual = float(np.abs(np.diff(sound, axis=0)).max())
    assert jumps(heard) <= usual * 1.01


def cut(folder: Path, sound: np.ndarray, name: str) -> float:
    """Return the largest step at the joins of a take, in the material's own (see `clicks`)."""
    take = clicks.CUTS[name]
    _, heard = render(folder, sound, take, film=7 * RATE)
    return clicks.worst(sound, heard, take)


@pytest.mark.parametrize("name", clicks.CUTS)
@pytest.mark.parametrize("material", ["bass", "tone", "two tones", "band"])
def test_no_join_steps_higher_than_the_material_around_it(tmp_path: Path, material: str, name: str) -> None:
    if material == "band":
        mono, _ = music.band((("plain", 2),), 120.0)
        sound = np.stack([mono, np.roll(mono, 300)], axis=1)[: 4 * RATE]
    else:
        sound = music.sine(4.0, 60.0 if material == "bass" else 997.0, -6.0, phase=1.3)
        sound += music.sine(4.0, 1_511.0, -9.0) if material == "two tones" else 0
    assert cut(tmp_path, sound, name) <= 1.01


@pytest.mark.parametrize("name", ["in", "out", "duration", "film's end", "loop"])
def test_what_measures_clicks_finds_them(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = music.sine(4.0, 60.0, -6.0, phase=1.3)
    for length in ("EDGE", "DYING"):
        monkeypatch.setattr(track, length, 1)
    if name == "loop":  # as it was before likeness was told: a crossfade that swells by 3 dB
        monkeypatch.setattr(source, "crossfaded", lambda going, coming: equal_power(len(coming)))
    assert cut(tmp_path, sound, name) > 1.2


def equal_power(count: int) -> tuple[np.ndarray, np.ndarray]:
    angle = (np.arange(count) + 0.5) / count * (np.pi / 2)
    return np.sin(angle).astype(np.float32)[:, None], np.cos(angle).astype(np.float32)[:, None]


@pytest.mark.parametrize("alike", [1.0, 0.5, 0.0])
def test_a_crossfade_keeps_its_power_however_alike_its_sides_are(alike: float) -> None:
    going, other = music.noise(4.0, 0.1, seed=1), music.noise(4.0, 0.1, seed=2)
    coming = alike * going + np.sqrt(1 - alike**2) * other
    rising, falling = source.crossfaded(going.astype(np.float32), coming.astype(np.float32))
    power = np.square(coming * rising + going * falling).reshape(20, -1).mean(axis=1)
    assert 10 * np.log10(power / 0.01) == pytest.approx(0.0, abs=0.3)
    assert (np.square(rising) + np.square(falling)).max() <= 1.0001


def test_an_attack_is_no_click(tmp_path: Path) -> None:
    time = np.arange(RATE) / RATE
    drum = np.sin(2 * np.pi * 3000 * time + 0.3) * np.exp(-time * 20)
    _, heard = render(tmp_path, np.stack([drum, drum], axis=1))
    assert np.array_equal(heard[:100, 0], drum[:100].astype(np.float32))


def test_a_loop_has_even_power_and_never_drifts(tmp_path: Path) -> None:
    sound = music.noise(2.0, 0.1)
    made, heard = render(tmp_path, sound, Take(loop=True, crossfade=RATE // 4), film=30 * RATE)
    assert made.samples == 30 * RATE
    power = 10 * np.log10(np.square(heard[: 29 * RATE]).reshape(-1, 4_800, 2).mean(axis=(1, 2)))
    assert power.max() - power.min() < 1.0
    period = 2 * RATE - RATE // 4
    for number in range(16):  # what is not crossfaded is the source, sample by sample
        part = slice(number * period + RATE // 4, min((number + 1) * period, 29 * RATE))
        expected = sound.astype(np.float32)[RATE // 4 :][: part.stop - part.start]
        assert np.array_equal(heard[part], expected)


def test_a_source_that_does_not_fit_memory_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Take(loop=True, first=100, last=60_000, crossfade=5_000)
    _, kept = render(tmp_path, music.noise(2.0), take)
    monkeypatch.setattr(source, "KEPT", 10)
    _, anew = render(tmp_path, music.noise(2.0), take)
    assert np.array_equal(kept, anew)


def test_pieces_follow_each_other_with_their_pauses(tmp_path: Path) -> None:
    one, two = music.sine(0.5), music.sine(0.25, 500.0)
    pieces = [(file(tmp_path, one, "1.wav"), 100), (file(tmp_path, two, "2.wav"), 4_800)]
    made = track.render(tmp_path / "track.wav", pieces, Take(), Level(), film=10 * RATE)
    heard = np.concatenate(list(made.blocks()))
    assert not heard[:100].any()
    assert np.array_equal(heard[100:24_100], one.astype(np.float32))
    assert not heard[24_100:28_900].any()
    assert np.array_equal(heard[28_900:40_900], two.astype(np.float32))
    assert len(heard) == 40_900


@pytest.mark.parametrize("pan", [-1.0, -0.5, 0.0, 0.3, 1.0])
def test_pan_keeps_power(tmp_path: Path, pan: float) -> None:
    sound = music.sine(1.0)
    _, heard = render(tmp_path, sound, level=Level(pan=pan))
    assert np.square(heard, dtype=np.float64).sum() == pytest.approx(np.square(sound).sum(), rel=1e-4)
    left, right = np.abs(heard).max(axis=0)
    assert (left > right) == (pan < 0) or pan == 0
    if abs(pan) == 1:
        assert min(left, right) < 1e-8


def test_gain_is_what_it_says(tmp_path: Path) -> None:
    sound = np.full((4 * RATE, 2), 0.1)
    _, heard = render(tmp_path, sound, Take(at=RATE), Level(gain=((0, -6.0),)))
    assert 20 * np.log10(heard[RATE, 0] / 0.1) == pytest.approx(-6.0, abs=1e-3)
    points = ((2 * RATE, -20.0), (3 * RATE, 0.0))
    _, heard = render(tmp_path, sound, Take(at=RATE), Level(gain=points))
    told = 20 * np.log10(heard[:, 0] / 0.1)
    assert told[[RATE // 2, RATE, 3 * RATE // 2, 2 * RATE, 3 * RATE]] == pytest.approx([-20, -20, -10, 0, 0], abs=1e-3)


def test_fades_are_of_equal_power(tmp_path: Path) -> None:
    sound = np.full((4 * RATE, 2), 0.5)
    _, heard = render(tmp_path, sound, level=Level(fade_in=RATE, fade_out=RATE))
    coming, going = heard[:RATE, 0].astype(np.float64), heard[-RATE:, 0].astype(np.float64)
    assert np.square(coming) + np.square(going) == pytest.approx(0.25, abs=1e-6)
    assert jumps(heard) < 0.001


def test_a_track_is_ducked_by_what_is_asked(tmp_path: Path) -> None:
    voice = np.zeros((2 * RATE, 2))
    voice[RATE // 2 : RATE] = music.noise(0.5, 0.1)
    wave.write(tmp_path / "voice.wav", [voice.astype(np.float32)], offset=3 * RATE)
    sound = music.sine(8.0, 440.0)
    ducks = [Duck(ducking.Rule(by, 0.1, 0.1, 0.2), (tmp_path / "voice.wav",)) for by in (4.0, 9.0)]
    made, heard = render(tmp_path, sound, level=Level(gain=((0, 0.0),)), ducks=ducks)
    assert made.samples == 8 * RATE
    ratio = 20 * np.log10(
        np.abs(heard[:, 0]).reshape(-1, 4_800).max(axis=1) / np.abs(sound[:, 0]).reshape(-1, 4_800).max(axis=1)
    )
    assert ratio[35:40] == pytest.approx(-9.0, abs=0.01)  # the deepest rule counts, and they don't add up
    assert ratio[:33] == pytest.approx(0.0, abs=0.01)
    assert ratio[44:] == pytest.approx(0.0, abs=0.01)


def test_points_that_leave_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to hear") as caught:
        render(tmp_path, music.sine(1.0), Take(first=2 * RATE))
    assert "1.000 s" in caught.value.notes[0]


def test_the_same_track_is_the_same_bytes(tmp_path: Path) -> None:
    bytes_of = []
    for _ in range(2):
        made, _ = render(
            tmp_path, music.noise(2.0), Take(loop=True), Level(gain=((0, -3.0),), pan=0.4, fade_in=999, fade_out=5_000)
        )
        bytes_of.append(made.path.read_bytes())
    assert bytes_of[0] == bytes_of[1]
