from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces.detect import detect
from nbstudio.picture import matte

ASSETS = Path(__file__).parents[2] / "specs" / "assets"


@pytest.fixture(scope="module")
def collins():
    photo = cv2.imread(str(ASSETS / "astronaut.png"))
    alpha = matte.alpha(photo, detect(photo)[0].box)
    return photo, alpha, matte.cutout(photo, alpha)


def test_the_person_is_in_and_the_room_is_out(collins):
    _, alpha, _ = collins
    assert alpha.dtype == np.uint8
    assert alpha[70:170, 195:255].min() > 250, "face"
    assert alpha[380:500, 100:240].min() > 245, "chest"
    assert alpha[:240, :36].max() < 8, "flag"
    assert alpha[20:290, 370:].max() < 8, "shuttle"
    assert alpha[:10].max() < 8, "above the hair"


def test_no_ghosts_between_in_and_out(collins):
    """Half coverage is for edges: it covers a small share, and all of it lies beside an edge."""
    _, alpha, _ = collins
    half = (alpha > 25) & (alpha < 230)
    assert half.mean() < 0.03
    solid = (alpha > 127).astype(np.uint8)
    edge = cv2.dilate(solid, np.ones((3, 3))) - cv2.erode(solid, np.ones((3, 3)))
    distance = cv2.distanceTransform(1 - edge, cv2.DIST_L2, 5)
    assert distance[half].max() < 16


def test_one_piece(collins):
    _, alpha, _ = collins
    count, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 60).astype(np.uint8))
    areas = sorted(stats[1:count, cv2.CC_STAT_AREA], reverse=True)
    assert areas[0] > 0.3 * alpha.size
    assert sum(areas[1:]) < 0.003 * alpha.size


def test_edges_lose_the_colour_behind_them():
    """A red disc with a soft edge on blue: over black, no blue may be left."""
    yy, xx = np.mgrid[0:200, 0:200]
    cover = np.clip((70 - np.hypot(yy - 100, xx - 100)) / 8 + 0.5, 0, 1)
    photo = cover[..., None] * np.array([20, 30, 220]) + (1 - cover[..., None]) * np.array([230, 60, 20])
    clean = matte.cutout(photo.astype(np.uint8), (cover * 255).astype(np.uint8))
    edge = (cover > 0.15) & (cover < 0.85)
    assert photo[edge][:, 0].mean() > 90
    assert clean[edge][:, 0].mean() < 45
    assert clean[edge][:, 2].mean() > 190


@pytest.mark.parametrize("shape", [(1, 1), (2, 90), (70, 3), (333, 41)])
def test_any_shape_gives_its_own_shape(shape):
    photo = np.random.default_rng(1).integers(0, 255, (*shape, 3)).astype(np.uint8)
    alpha = matte.alpha(photo)
    assert alpha.shape == shape
    assert matte.cutout(photo, alpha).shape == photo.shape


def test_deterministic(collins):
    photo, alpha, _ = collins
    np.testing.assert_array_equal(matte.alpha(photo, detect(photo)[0].box), alpha)
