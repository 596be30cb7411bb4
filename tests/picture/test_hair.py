from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces import pack
from nbstudio.picture import matte
from nbstudio.picture.framing import frame
from nbstudio.picture.hair import haired
from nbstudio.picture.person import place

ASSETS = Path(__file__).parents[2] / "specs" / "assets"


@pytest.fixture(scope="module")
def collins():
    made = pack.make(cv2.imread(str(ASSETS / "astronaut.png")), matte.alpha, matte.cutout)
    view = made.anchor
    shape = (view.alpha.shape[1], view.alpha.shape[0])
    return place(view, frame("close-up", view.face.box, shape, (960, 540), seed=1), 960, 540)


def painted(placed, colour):
    """Return the same person with all that is above the brows in another colour."""
    fore = placed.fore.copy()
    brow = round(float(placed.mesh[10, 1])) - placed.corner[1]
    fore[:brow] = colour
    return type(placed)(fore, placed.alpha, placed.fine, placed.corner, placed.face, placed.frame, placed.mesh)


def fringed(before, after):
    """Return how much was drawn outside the old outline, in all and below the chin."""
    outside = (after.alpha - before.alpha) * (before.alpha < 0.02)
    chin = round(float(before.mesh[152, 1])) - before.corner[1]
    return float(np.maximum(outside, 0).sum()), float(np.abs(after.alpha - before.alpha)[chin:].max())


def test_an_outline_of_hair_ends_in_hairs_and_cloth_does_not(collins):
    drawn, below = fringed(collins, haired(collins))
    assert drawn > 40
    assert below < 1e-6


def test_the_inside_stays_the_photo(collins):
    after = haired(collins)
    inner = cv2.erode((collins.alpha > 0.99).astype(np.uint8), np.ones((41, 41), np.uint8)) > 0
    np.testing.assert_allclose(after.fore[inner], collins.fore[inner], atol=1 / 255)
    np.testing.assert_array_equal(after.alpha[inner], collins.alpha[inner])


def test_same_dice_same_hair(collins):
    np.testing.assert_array_equal(haired(collins).alpha, haired(collins).alpha)
    assert not np.array_equal(haired(collins, 1).alpha, haired(collins, 2).alpha)


@pytest.mark.parametrize("what", ["bald", "cap", "dyed"])
def test_skin_and_hats_have_no_hair(collins, what):
    cheek = collins.mesh[50, :2] - collins.corner
    skin = collins.fore[round(float(cheek[1])), round(float(cheek[0]))]
    colour = {"bald": skin, "cap": (0.08, 0.08, 0.08), "dyed": (0.9, 0.2, 0.1)}[what]
    head = painted(collins, colour)
    after = haired(head)
    top = round(float(collins.mesh[10, 1])) - collins.corner[1]
    assert np.abs(after.alpha - head.alpha)[:top].mean() < 2e-4


def test_a_face_too_small_for_hairs_is_left_alone(collins):
    small = type(collins)(collins.fore, collins.alpha, collins.fine, collins.corner, (0, 0, 20, 24), collins.frame)
    assert haired(small) is small
