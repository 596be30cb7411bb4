from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces import identity, pack
from nbstudio.picture import compose, foreground, framing, given, matte
from nbstudio.picture.figure.outfit import Guise
from nbstudio.picture.look import Look

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
WIDTH, HEIGHT = 960, 540


@dataclass(frozen=True)
class Set:
    back: np.ndarray
    front: np.ndarray | None = None
    lamp: tuple[float, float] = (0.2, 0.3)
    key: tuple[float, float, float] = (0.6, 0.8, 1.0)
    ambient: tuple[float, float, float] = (0.5, 0.4, 0.35)
    horizon: float = 0.6
    haze: float = 0.3


def backdrop(level: float = 0.4, **more) -> Set:
    back = np.full((HEIGHT, WIDTH, 3), level, np.float32)
    back[..., 0] += np.linspace(0, 0.2, WIDTH, dtype=np.float32)
    return Set(back, **more)


@pytest.fixture(scope="module")
def collins():
    return pack.make(cv2.imread(str(ASSETS / "astronaut.png")), matte.alpha, matte.cutout)


@pytest.mark.parametrize("size", framing.SIZES)
def test_every_size_makes_a_still_of_the_frame(collins, size):
    still = compose.compose(collins, backdrop(), Look(), size=size, seed=2)
    assert still.bgr.shape == (HEIGHT, WIDTH, 3)
    assert still.bgr.dtype == np.uint8
    x, y, w, h = still.focus
    assert 0 <= x < x + w <= 1
    assert 0 <= y < y + h <= 1


@pytest.mark.parametrize("size", ["close-up", "medium-close-up", "medium", "cowboy"])
def test_the_person_is_still_the_person(collins, size):
    for setting in (backdrop(0.1), backdrop(0.7), backdrop(0.2, key=(1.0, 0.2, 0.9), ambient=(0.3, 0.1, 0.2))):
        still = compose.compose(collins, setting, Look(), size=size, seed=5)
        score = identity.resemblance(still.bgr, collins.embedding)
        assert score is not None
        assert score.value >= identity.PASS


def test_the_focus_is_the_face(collins):
    still = compose.compose(collins, backdrop(), Look(), size="medium", seed=1)
    from nbstudio.faces.detect import detect

    found = detect(still.bgr)[0].box
    x, y, w, _ = still.focus
    assert x * WIDTH == pytest.approx(found[0], abs=0.25 * found[2])
    assert y * HEIGHT == pytest.approx(found[1], abs=0.25 * found[3])
    assert w * WIDTH == pytest.approx(found[2], rel=0.2)


def test_nothing_of_the_old_room_is_left(collins):
    """Where the flag and the shuttle were, the backdrop stands untouched."""
    still = compose.compose(collins, backdrop(0.4), Look(), size="cowboy", seed=1)
    corner = still.bgr[:60, :200].astype(np.float32)
    assert np.abs(corner - cv2.GaussianBlur(corner, (0, 0), 6)).max() < 6


def test_the_light_side_is_brighter(collins):
    def sides(light):
        still = compose.compose(collins, backdrop(0.25, lamp=light), Look(), size="medium-close-up", seed=1)
        x, y, w, h = still.focus
        face = still.bgr[int(y * HEIGHT) : int((y + h) * HEIGHT), int(x * WIDTH) : int((x + w) * WIDTH)]
        grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY).astype(float)
        half = grey.shape[1] // 2
        return grey[:, :half].mean() / grey[:, half:].mean()

    assert sides((0.0, 0.3)) > 1.15 * sides((1.0, 0.3))


def test_the_lights_colour_falls_on_the_person(collins):
    def blue(key):
        setting = backdrop(0.2, key=key, ambient=key)
        still = compose.compose(collins, setting, Look(), size="medium-close-up", seed=1)
        x, y, w, h = still.focus
        face = still.bgr[int(y * HEIGHT) : int((y + h) * HEIGHT), int(x * WIDTH) : int((x + w) * WIDTH)]
        return face[..., 0].mean() / face[..., 2].mean()

    assert blue((1.0, 0.6, 0.3)) > 1.5 * blue((0.3, 0.6, 1.0))


def test_a_silhouette_is_dark(collins):
    still = compose.compose(collins, backdrop(0.6), Look(), size="silhouette", seed=1)
    x, y, w, h = still.focus
    middle = still.bgr[int((y + h / 2) * HEIGHT), int((x + w / 2) * WIDTH)]
    assert middle.max() < 70


def test_same_words_same_bytes_and_seeds_differ(collins):
    one, same, other = (
        compose.compose(collins, backdrop(), Look(grain=1), size="medium", seed=seed).bgr for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_front_layer_is_in_front(collins):
    front = np.zeros((HEIGHT, WIDTH, 4), np.float32)
    front[400:, :, 2:] = 1.0
    still = compose.compose(collins, backdrop(front=front), Look(), size="wide", seed=1)
    assert still.bgr[500, WIDTH // 2, 2] > 240


def test_a_scene_without_anybody_looks_at_its_light():
    setting = backdrop(0.1)
    cv2.circle(setting.back, (700, 200), 40, (0.9, 1.0, 1.0), -1)
    still = compose.compose(None, setting, Look(), size="wide")
    x, y, w, h = still.focus
    assert x < 700 / WIDTH < x + w
    assert y < 200 / HEIGHT < y + h


@pytest.mark.parametrize("place", ["stage", "neon street", "mountains", "sea", "space", "", "nowhere at all"])
def test_a_foreground_is_opaque_below_its_line(place):
    setting = Set(np.full((180, 320, 3), 0.4, np.float32))
    layer = foreground.draw(place, 140.0, setting.back, setting, 3)
    assert layer.shape == (180, 320, 4)
    assert layer[172:, :, 3].min() > 0.97
    assert layer[:70, :, 3].max() < 0.05
    assert (layer[..., :3].max(axis=-1) <= layer[..., 3] * 1.6 + 0.02).all()
    np.testing.assert_array_equal(layer, foreground.draw(place, 140.0, setting.back, setting, 3))


@pytest.mark.parametrize("shape", [(600, 512), (1080, 1920), (900, 300), (300, 2000), (40, 30), (1, 1)])
def test_own_pictures_fill_the_frame(shape):
    image = np.random.default_rng(3).integers(60, 200, (*shape, 3)).astype(np.uint8)
    still = given.own(image, WIDTH, HEIGHT, Look(), 1)
    assert still.bgr.shape == (HEIGHT, WIDTH, 3)
    x, y, w, h = still.focus
    assert 0 <= x < x + w <= 1.0001
    assert 0 <= y < y + h <= 1.0001


def test_a_tall_picture_stands_whole_before_its_own_blur():
    image = np.full((900, 300, 3), 40, np.uint8)
    image[:30] = (0, 0, 255)
    image[-30:] = (0, 255, 0)
    still = given.own(image, WIDTH, HEIGHT, Look())
    assert still.bgr[4, WIDTH // 2, 2] > 200
    assert still.bgr[-4, WIDTH // 2, 1] > 200


def test_a_crop_keeps_the_face():
    image = cv2.imread(str(ASSETS / "astronaut.png"))
    from nbstudio.faces.detect import detect

    still = given.own(image, WIDTH, HEIGHT, Look(), face=detect(image)[0].box)
    found = detect(still.bgr)
    assert len(found) == 1
    assert still.focus[0] * WIDTH == pytest.approx(found[0].box[0], abs=12)


def test_arms_that_are_spread_stay_in_an_upright_frame(collins):
    """The seed places the figure near an edge, where a wide pose would lose a hand."""
    from nbstudio.picture import standing

    upright = Set(np.full((WIDTH, HEIGHT, 3), 0.5, np.float32))
    for seed in range(6):
        stood = standing.stand(collins, upright, "wide", "street", Guise("open", "spacesuit"), seed)
        assert not (stood.cover[:, [0, -1]] > 0.5).any()


@pytest.mark.parametrize("size", ["wide", "extreme-wide"])
@pytest.mark.parametrize("place", ["city", "street", "sea", "forest", "space"])
def test_a_figure_far_away_is_whole_and_in_the_frame(collins, size, place):
    from nbstudio.picture import standing

    for seed in range(5):
        stood = standing.stand(collins, backdrop(0.5), size, place, Guise("walk"), seed)
        x, y, w, h = stood.head
        assert 0 < x < x + w < WIDTH
        assert 0.2 * HEIGHT < y < y + h < 0.9 * HEIGHT
        assert stood.cover[round(y + 0.5 * h), round(x + 0.5 * w)] > 0.9
