from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces import identity, pack
from nbstudio.picture import compose, matte, relief, relight
from nbstudio.picture.framing import frame
from nbstudio.picture.look import Look
from nbstudio.picture.person import place
from tests.picture.test_compose import Set as Common

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
WIDTH, HEIGHT = 960, 540


@dataclass(frozen=True)
class Set(Common):
    ambient: tuple[float, float, float] = (0.2, 0.2, 0.2)
    haze: float = 0.1


def flat(level=0.3, **more):
    return Set(np.full((HEIGHT, WIDTH, 3), level, np.float32), **more)


@pytest.fixture(scope="module")
def collins():
    return pack.make(cv2.imread(str(ASSETS / "astronaut.png")), matte.alpha, matte.cutout).anchor


@pytest.fixture(scope="module")
def placed(collins):
    shape = (collins.alpha.shape[1], collins.alpha.shape[0])
    return place(collins, frame("close-up", collins.face.box, shape, (WIDTH, HEIGHT), seed=2), WIDTH, HEIGHT)


def cheeks(placed, picture):
    """Return the mean luma of a lit window at the left and the right cheek."""
    grey = picture @ relight.LUMA
    found = []
    for point in (50, 280):
        x, y = np.round(placed.mesh[point, :2] - placed.corner).astype(int)
        found.append(float(grey[y - 8 : y + 9, x - 8 : x + 9].mean()))
    return found


def test_a_rounded_figure_faces_outwards_at_its_outline():
    yy, xx = np.mgrid[0:200, 0:200]
    disc = (np.hypot(xx - 100, yy - 100) < 70).astype(np.float32)
    normal, sure = relief.normals(disc, (50, 50, 100, 100))
    assert normal[100, 35, 0] < -0.6
    assert normal[100, 165, 0] > 0.6
    assert normal[100, 100, 2] > 0.95
    assert sure.max() == 0
    np.testing.assert_allclose((normal**2).sum(axis=-1), 1, atol=1e-4)


def test_a_nose_stands_out(placed):
    normal, sure = relief.normals(placed.alpha, (0, 0, *placed.face[2:]), placed.mesh - [*placed.corner, 0])
    left, right = (np.round(placed.mesh[i, :2] - placed.corner).astype(int) for i in (50, 280))
    assert sure[left[1], left[0]] > 0.5
    assert normal[left[1], left[0], 0] < -0.15 < 0.15 < normal[right[1], right[0], 0]


@pytest.mark.parametrize("lamp", [(-0.2, 0.3), (1.2, 0.3)])
def test_the_far_side_is_darker_whatever_the_photo_had(placed, lamp):
    left, right = cheeks(placed, relight.lit(placed, flat(lamp=lamp)))
    near, far = (left, right) if lamp[0] < 0 else (right, left)
    assert near > 1.2 * far


def test_light_from_behind_darkens_the_front(placed):
    before = relight.lit(placed, flat(lamp=(-0.3, 0.4)), rim=0)
    behind = relight.lit(placed, flat(lamp=(0.2, 0.4)), rim=0)
    assert relight.towards((0.2, 0.4), placed).behind == 1
    assert relight.towards((-0.3, 0.4), placed).behind == 0
    x, y = np.round(placed.mesh[9, :2] - placed.corner).astype(int)
    front = [float((out[y - 8 : y + 9, x - 8 : x + 9] @ relight.LUMA).mean()) for out in (before, behind)]
    assert front[1] < 0.93 * front[0]


def test_a_rim_only_where_a_lamp_behind_reaches(placed):
    def rim(lamp):
        return relight.lit(placed, flat(lamp=lamp)) - relight.lit(placed, flat(lamp=lamp), rim=0)

    x = round(placed.face[0] + placed.face[2] / 2) - placed.corner[0]
    edge = rim((0.98, 0.4)).clip(0)
    assert edge[:, x:].sum() > 8 * edge[:, :x].sum()
    assert rim((1.5, 0.4)).clip(0).sum() < 0.3 * edge.sum()


def test_a_coloured_side_colours_that_side(placed):
    back = np.full((HEIGHT, WIDTH, 3), 0.1, np.float32)
    back[:, : WIDTH // 5] = (0.05, 0.4, 1.0)
    back[:, -WIDTH // 5 :] = (1.0, 0.4, 0.05)
    out = relight.lit(placed, Set(back, lamp=(0.5, -0.5), key=(0.3, 0.3, 0.3)), rim=0)
    tones = []
    for point in (50, 280):
        x, y = np.round(placed.mesh[point, :2] - placed.corner).astype(int)
        part = out[y - 8 : y + 9, x - 8 : x + 9].mean(axis=(0, 1))
        tones.append(float(part[2] / part[0]))
    assert tones[0] > 1.3 * tones[1]


def test_fine_detail_is_the_photos(placed):
    """The light is slow: what it multiplies the photo by has no detail of its own."""
    out = relight.lit(placed, flat(lamp=(-0.3, 0.2)), rim=0)
    squared = out * out
    linear = squared / (1 - 0.35 * squared)  # the shoulder undone
    inner = cv2.erode((placed.alpha > 0.99).astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    light = (linear / (placed.fore**2 + 1e-3))[..., 1]
    bright = inner & (placed.fore.min(axis=-1) > 0.2)
    apart = np.abs(light - cv2.blur(light, (5, 5))) / (light + 1e-3)
    assert np.median(apart[bright]) < 0.02


@pytest.mark.parametrize("lamp", [(-0.3, 0.2), (0.8, 0.6), (0.5, -0.2)])
@pytest.mark.parametrize("drama", [0.5, 1.9])
def test_it_stays_the_person(collins, lamp, drama):
    setting = flat(0.12, lamp=lamp, key=(1.0, 0.5, 0.2))
    still = compose.compose(collins, setting, Look(drama=drama), size="close-up", seed=2)
    score = identity.resemblance(still.bgr, collins.embedding)
    assert score is not None
    assert score.value >= identity.PASS


def test_no_line_stands_round_a_person(collins):
    """The two pixels at the outline are no brighter than what is inside or outside, on a dark and a light backdrop."""
    for level in (0.08, 0.75):
        still = compose.compose(collins, flat(level, lamp=(-0.5, 0.2)), Look(), size="medium", seed=2)
        layer = still.depth.layers[0]
        cover = np.zeros((HEIGHT, WIDTH), np.float32)
        cover[layer.window] = layer.alpha / np.float32(255)
        soft = cv2.GaussianBlur(cover, (0, 0), 2)
        grey = cv2.cvtColor(still.bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)
        near = (soft > 0.3) & (soft < 0.7)
        near[:, :8] = near[:, -8:] = near[-8:] = False
        solid = (cover > 0.5).astype(np.uint8)
        inside, outside = cv2.distanceTransform(solid, cv2.DIST_L2, 5), cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5)
        ring = [np.asarray((d > 4) & (d < 9), np.float32) for d in (inside, outside)]
        means = [cv2.blur(grey * m, (31, 31)) / (cv2.blur(m, (31, 31)) + 1e-3) for m in ring]
        over = cv2.blur(grey * near, (9, 9)) / (cv2.blur(near.astype(np.float32), (9, 9)) + 1e-3)
        bright = np.maximum(over - np.maximum(*means), 0)[near]
        assert bright.mean() < 2.5, level
