"""Scenery: every place at every hour is a picture, the same for the same seed, another for another."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nbstudio.picture.scenery.noise import ridges, tile
from nbstudio.picture.scenery.scene import Backdrop, Scene, paint, places
from nbstudio.picture.scenery.tone import MOODS, PALETTES, WEATHERS
from nbstudio.words import lexicon

SIZE = (160, 90)
PLACES = places()


def digest(backdrop: Backdrop) -> str:
    front = b"" if backdrop.front is None else backdrop.front.tobytes()
    return hashlib.sha256(backdrop.back.tobytes() + front).hexdigest()


def sound(backdrop: Backdrop, width: int, height: int) -> None:
    back, front = backdrop.back, backdrop.front
    assert back.shape == (height, width, 3)
    assert back.dtype == np.float32
    assert np.isfinite(back).all()
    assert back.min() >= 0
    assert back.max() <= 1
    if front is not None:
        assert front.shape == (height, width, 4)
        assert front.dtype == np.float32
        assert np.isfinite(front).all()
        assert front.min() >= 0
        assert front.max() <= 1
    assert np.hypot(*backdrop.light) == pytest.approx(1)
    assert 0 <= backdrop.horizon <= 1
    assert 0 <= backdrop.haze <= 1
    assert all(0 <= c <= 1 for c in (*backdrop.key, *backdrop.ambient))


def test_a_street_that_is_looked_at_is_never_out_of_focus() -> None:
    def edges(seed: int, *, sharp: bool) -> float:
        back = paint(Scene("street", "night", seed=seed, sharp=sharp), 320, 180, still=False).back
        return float(np.abs(np.diff(back, axis=1)).mean())

    soft = [edges(seed, sharp=False) for seed in range(8)]
    clear = [edges(seed, sharp=True) for seed in range(8)]
    assert min(soft) < 0.6 * min(clear)
    assert max(clear) == max(soft)


def test_every_place_of_the_words_is_there() -> None:
    assert set(lexicon.PLACES) == set(PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_painted_in_every_weather_and_at_every_hour(place: str) -> None:
    hours = list(PALETTES)
    for seed, weather in enumerate(WEATHERS):
        time = hours[(seed + PLACES.index(place)) % len(hours)]
        backdrop = paint(Scene(place, time, weather, list(MOODS)[seed], 40 + seed), *SIZE)
        sound(backdrop, *SIZE)
        assert backdrop.back.std() > 0.01, "nothing is to be seen"
        assert 0.012 < backdrop.back.mean() < 0.95


def test_a_mountain_in_fog_is_no_empty_sheet() -> None:
    for seed in range(4):
        back = paint(Scene("mountains", "day", "fog", seed=seed), 320, 180, still=False).back.mean(axis=2)
        lower = back[round(0.55 * len(back)) :]
        # Ridge before ridge: rows differ, and so does every row in itself where trees stand on a crest.
        assert lower.mean(axis=1).std() > 0.03
        assert np.abs(np.diff(lower, axis=1)).max() > 0.05


def test_a_towns_windows_are_lit_in_storeys_and_strips_not_at_random() -> None:
    from nbstudio.picture.scenery.towers import Light, tower

    grey = np.full(3, 0.01, np.float32)
    for seed in range(12):
        colour, cover = np.zeros((300, 80, 3), np.float32), np.zeros((300, 80), np.float32)
        tower(np.random.default_rng(seed), colour, cover, (10, 70, 20), (6, 8), Light(grey, grey, grey, 0.4, 0.9))
        assert np.isfinite(colour).all()
        assert (cover[250:, 12:68] == 1).all()
        lit = (colour.max(axis=2) > 0.1)[60:, 12:68]
        if lit.sum() > 400:
            # A lit pixel's neighbour along its storey or its strip is lit far oftener than chance would have it.
            along = max((lit[:, 1:] & lit[:, :-1]).sum(), (lit[1:] & lit[:-1]).sum()) / lit.sum()
            assert along > 1.3 * lit.mean()


@pytest.mark.parametrize("place", PLACES)
def test_the_same_scene_is_the_same_bytes_in_any_thread(place: str) -> None:
    scenes = [Scene(place, "dusk", "rain", "calm", seed) for seed in (3, 3, 4, 3)]
    with ThreadPoolExecutor(2) as pool:
        one, two, other, three = (digest(b) for b in pool.map(lambda s: paint(s, *SIZE), scenes))
    assert one == two == three
    assert one != other


@pytest.mark.parametrize("place", PLACES)
def test_seeds_are_different_compositions(place: str) -> None:
    smalls = [
        paint(Scene(place, "dusk", "clear", "calm", seed), 96, 54).back.reshape(9, 6, 16, 6, 3).mean(axis=(1, 3))
        for seed in range(5)
    ]
    for i, one in enumerate(smalls):
        for other in smalls[i + 1 :]:
            assert np.abs(one - other).mean() > 0.008


def test_mood_and_hour_change_the_light() -> None:
    day, night = (float(paint(Scene("sea", time, seed=1), *SIZE).back.mean()) for time in ("day", "night"))
    joy, dark = (float(paint(Scene("sea", "day", "clear", mood, 1), *SIZE).back.mean()) for mood in ("joyful", "dark"))
    assert day > night + 0.15
    assert joy > dark + 0.05


@pytest.mark.parametrize(("weather", "some"), [("rain", True), ("snow", True), ("fog", True), ("clear", False)])
def test_weather_comes_before_the_person(weather: str, some: bool) -> None:
    front = paint(Scene("field", "day", weather, "calm", 5), *SIZE).front
    assert (front is not None) is some
    if front is not None:
        assert front[..., 3].max() > 0.05
        assert (front[..., :3] <= front[..., 3:] + 1e-4).all(), "premultiplied"


def test_no_weather_indoors() -> None:
    assert paint(Scene("stage", "night", "rain", "calm", 5), *SIZE).front is None


@pytest.mark.parametrize("place", PLACES)
def test_any_shape_of_frame(place: str) -> None:
    for size in ((48, 27), (27, 48), (161, 91)):
        sound(paint(Scene(place, "night", "storm", "tense", 8), *size), *size)


def test_slow_gradients_carry_grain_against_bands() -> None:
    back = paint(Scene("studio", "day", "clear", "tender", 1), 320, 180).back
    eight = np.round(back * 255)
    # Without grain neighbours in a slow gradient are equal for many pixels on end.
    assert (np.diff(eight[:, :, 1], axis=1) == 0).mean() < 0.75


def test_words_that_are_not_known_are_still_painted() -> None:
    sound(paint(Scene("../evil", "later", "frogs", "moody", -7), *SIZE), *SIZE)
    sound(paint(Scene("atlantis", "", "", "", 2**70), *SIZE), *SIZE)


@pytest.mark.parametrize("cells", [2, 3, 4, 5])
def test_tiles_have_no_seam(cells: int) -> None:
    for made in (tile(np.random.default_rng(1), 480, cells), ridges(np.random.default_rng(2), 480, cells)):
        inner = np.abs(np.diff(made, axis=1)).max(axis=0)
        assert np.abs(made[:, 0] - made[:, -1]).max() <= inner.max() * 1.05
        assert np.abs(made[0] - made[-1]).max() <= np.abs(np.diff(made, axis=0)).max() * 1.05


def test_scenes_that_share_their_light_have_one_palette() -> None:
    skies = [paint(Scene("sea", "dusk", seed=seed, light=5), *SIZE).ambient for seed in range(6)]
    alone = [paint(Scene("sea", "dusk", seed=seed), *SIZE).ambient for seed in range(6)]
    assert np.std(skies, axis=0).max() < 1e-6
    assert np.std(alone, axis=0).max() > 0.01


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_first_light_comes_over_the_planet(seed: int) -> None:
    night, dawn, day = (paint(Scene("orbit", time, seed=seed), *SIZE).back for time in ("night", "dawn", "day"))
    assert night.mean() + 0.04 < dawn.mean()
    blue = [float((back[-20:, :, 0] - back[-20:, :, 2]).mean()) for back in (dawn, day)]
    assert blue[0] < blue[1], "the sea is seen by day"
