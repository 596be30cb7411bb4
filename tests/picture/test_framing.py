from itertools import pairwise

import numpy as np
import pytest

from nbstudio.picture import framing

FACE, PHOTO, FRAME = (178.0, 63.0, 90.0, 113.0), (512, 512), (2304, 1296)


@pytest.mark.parametrize("size", framing.SIZES)
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("angle", framing.ANGLES)
def test_a_cut_body_never_floats(size, seed, angle):
    placed = framing.frame(size, FACE, PHOTO, FRAME, angle=angle, seed=seed)
    bottom = placed.at(0, PHOTO[1])[1]
    if placed.ground is None:
        assert bottom >= FRAME[1]
    else:
        assert placed.ground < bottom
        assert placed.ground < FRAME[1] * 0.9


@pytest.mark.parametrize("size", framing.SIZES)
@pytest.mark.parametrize("seed", range(8))
def test_the_face_is_in_the_frame(size, seed):
    placed = framing.frame(size, FACE, PHOTO, FRAME, seed=seed, limit=9)
    x, y = placed.at(FACE[0] + FACE[2] / 2, FACE[1] + FACE[3] / 2)
    assert 0.1 * FRAME[0] < x < 0.9 * FRAME[0]
    assert 0.15 * FRAME[1] < y < 0.8 * FRAME[1]


def test_sizes_are_ordered_and_as_large_as_they_say():
    order = ["extreme-close-up", "close-up", "medium-close-up", "medium", "cowboy", "wide", "extreme-wide"]
    scales = [framing.frame(size, FACE, PHOTO, FRAME, limit=99).scale for size in order]
    assert scales == sorted(scales, reverse=True)
    assert scales[1] * FACE[3] == pytest.approx(0.48 * FRAME[1])


@pytest.mark.parametrize("limit", [1.5, 2.6, 4.0, 6.0])
@pytest.mark.parametrize("size", [s for s in framing.SIZES if s not in ("silhouette", "double-exposure", "detail")])
def test_never_enlarged_beyond_the_limit(size, limit):
    granted, scale = framing.fitting(size, FACE[3], FRAME[1], limit)
    assert scale <= limit + 1e-9
    assert granted in framing.SIZES


def test_a_size_that_fits_is_granted_and_one_that_does_not_is_the_nearest():
    assert framing.fitting("close-up", 300, 1296)[0] == "close-up"
    assert framing.fitting("close-up", 113, 1296, 4.0)[0] == "medium-close-up"
    assert framing.fitting("extreme-close-up", 20, 1296, 4.0)[0] == "extreme-wide"
    assert framing.fitting("no such word", 300, 1296)[0] == "medium"


def test_look_room():
    for seed in range(6):
        assert framing.frame("medium", FACE, PHOTO, FRAME, turn=0.5, seed=seed).side == (-1, 0)[seed % 2]
        assert framing.frame("medium", FACE, PHOTO, FRAME, turn=-0.5, seed=seed).side == (1, 0)[seed % 2]


def test_seeds_that_follow_each_other_place_a_person_elsewhere():
    for turn in (0.0, 0.5, -0.5):
        sides = [framing.frame("medium", FACE, PHOTO, FRAME, turn=turn, seed=seed).side for seed in range(13)]
        assert all(one != other for one, other in pairwise(sides))


def test_seeds_vary_and_repeat():
    sides = [framing.frame("medium", FACE, PHOTO, FRAME, seed=seed).side for seed in range(40)]
    assert set(sides) == {-1, 0, 1}
    assert framing.frame("wide", FACE, PHOTO, FRAME, seed=3) == framing.frame("wide", FACE, PHOTO, FRAME, seed=3)


def test_a_portrait_frame():
    placed = framing.frame("medium", FACE, PHOTO, (1296, 2304), seed=1)
    assert np.isfinite([placed.scale, placed.x, placed.y]).all()
    assert placed.at(0, PHOTO[1])[1] >= 2304


@pytest.mark.parametrize("size", framing.RISING)
def test_where_nothing_stands_before_the_person_the_frame_cuts_the_body(size):
    for seed in range(6):
        placed = framing.frame(size, FACE, PHOTO, FRAME, seed=seed, rising=False)
        assert placed.ground is None
        assert placed.at(0, PHOTO[1])[1] >= FRAME[1]


@pytest.mark.parametrize("size", ["cowboy", "medium", "wide", "extreme-wide"])
@pytest.mark.parametrize("rising", [True, False])
def test_a_photo_that_ends_at_the_chest_puts_no_head_on_the_lower_edge(size, rising):
    for seed in range(6):
        placed = framing.frame(size, (180, 120, 150, 190), (512, 600), FRAME, seed=seed, rising=rising, limit=5)
        eyes = placed.at(0, 120 + 0.38 * 190)[1]
        assert eyes < 0.75 * FRAME[1]


@pytest.mark.parametrize("size", ["close-up", "double-exposure", "medium-close-up", "silhouette"])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("frame", [FRAME, (2304, 988), (988, 2304)])
def test_a_hat_is_in_the_frame(size, seed, frame):
    face, crown = (178.0, 133.0, 90.0, 113.0), 63.0
    placed = framing.frame(size, face, (512, 582), frame, seed=seed, crown=crown)
    assert placed.at(0, crown)[1] >= 0.08 * frame[1]
    assert placed.at(0, 582)[1] >= frame[1]
    assert placed.at(0, face[1] + face[3])[1] < 0.9 * frame[1]


@pytest.mark.parametrize("size", ["medium", "cowboy", "medium-close-up", "close-up", "extreme-close-up", "silhouette"])
@pytest.mark.parametrize("seed", range(4))
def test_a_head_that_the_photo_cuts_is_cut_by_the_frame(size, seed):
    """Face of 240 in a photo of 800 x 530 whose upper and left edges cut the hair."""
    made = framing.frame(size, (90, 80, 190, 240), (800, 530), (1920, 1080), seed=seed, cut=(True, True, False))
    assert made.y <= 0
    assert made.x <= 0
    assert made.roll == 0
    assert made.y + made.scale * 530 >= 1080
    assert made.size in {"close-up", "extreme-close-up", "silhouette"}


def test_a_head_that_nothing_cuts_is_framed_as_ever():
    box, photo = (90, 80, 190, 240), (800, 530)
    assert framing.frame("medium", box, photo, (1920, 1080), seed=1) == framing.frame(
        "medium", box, photo, (1920, 1080), seed=1, cut=(False, False, False)
    )


def test_a_photo_too_short_for_a_medium_shot_has_close_ups_that_are_nearer_still():
    face, photo = (120.0, 130.0, 190.0, 240.0), (444, 520)
    medium = framing.frame("medium", face, photo, FRAME, crown=60.0)
    close = framing.frame("close-up", face, photo, FRAME, crown=60.0)
    assert medium.size == "close-up"
    assert close.scale >= 1.25 * medium.scale
    assert close.at(0, face[1] + face[3])[1] < 0.95 * FRAME[1]


def test_a_photo_that_holds_a_medium_shot_has_the_close_up_that_was_asked():
    close = framing.frame("close-up", (120.0, 130.0, 190.0, 240.0), (444, 1200), FRAME)
    assert close.scale == pytest.approx(framing.SHARES["close-up"] * FRAME[1] / 240)
