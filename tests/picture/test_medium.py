"""What pictures are made on."""

import cv2
import numpy as np
import pytest

from nbstudio.picture.look import Look, calmer, grade
from nbstudio.picture.medium import MEDIA, draw


@pytest.fixture(scope="module")
def scene():
    rng = np.random.default_rng(3)
    small = rng.random((9, 16, 3), np.float32)
    return np.clip(cv2.resize(small, (640, 360), interpolation=cv2.INTER_CUBIC), 0, 1)


@pytest.mark.parametrize("medium", MEDIA)
def test_a_medium_changes_a_picture_the_same_way_every_time(scene, medium):
    made = draw(scene, medium, 1.0, 5)
    assert made.shape == scene.shape
    assert made.dtype == np.float32
    assert 0 <= made.min() < made.max() <= 1
    assert np.abs(made - scene).mean() > 0.02
    np.testing.assert_array_equal(made, draw(scene, medium, 1.0, 5))
    np.testing.assert_allclose(draw(scene, medium, 0.0, 5), scene, atol=1e-6)


@pytest.mark.parametrize("medium", MEDIA)
def test_a_medium_looks_alike_at_every_size(scene, medium):
    large = draw(cv2.resize(scene, (1280, 720), interpolation=cv2.INTER_CUBIC), medium, 1.0, 5)
    small = draw(scene, medium, 1.0, 5)
    tones = [cv2.resize(made, (8, 5), interpolation=cv2.INTER_AREA) for made in (large, small)]
    assert np.abs(tones[0] - tones[1]).mean() < 0.05


@pytest.mark.parametrize("medium", sorted(set(MEDIA) - {"infrared", "cyanotype"}))
def test_a_calmer_look_keeps_more_of_the_picture(scene, medium):
    def lines(look):
        luma = cv2.cvtColor(np.uint8(255 * grade(scene, look, 2)), cv2.COLOR_BGR2GRAY)
        return cv2.Laplacian(luma, cv2.CV_32F).std()

    look = Look(medium=medium)
    assert lines(calmer(look)) < lines(look) + (1.0 if medium == "heat" else 0.0)


def test_an_unknown_medium_is_refused():
    with pytest.raises(ValueError, match="no medium"):
        Look.of({"medium": "marble"})
