from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces import identity, pack
from nbstudio.picture import layout, matte
from nbstudio.picture.look import Look
from nbstudio.picture.scenery.scene import Scene
from nbstudio.provider import Request
from nbstudio.providers import embedded

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
FRAME = (640, 360)
STREET = Scene("street", "night", "clear", "calm", 5)


@pytest.fixture(scope="module")
def collins():
    return pack.make(cv2.imread(str(ASSETS / "astronaut.png")), matte.alpha, matte.cutout)


def order(person, *, frame=FRAME, seed=3) -> layout.Order:
    return layout.Order((person.anchor,) if person else (), STREET, frame, seed)


def untouched(still, _calm, _who):
    return still


@pytest.mark.parametrize("make", [layout.split, layout.collage])
@pytest.mark.parametrize("frame", [(640, 360), (360, 640)])
def test_a_layout_fills_its_frame_and_shows_the_person_where_its_focus_is(collins, make, frame):
    still = make(order(collins, frame=frame), Look(), untouched)
    assert still.bgr.shape == (frame[1], frame[0], 3)
    assert still.focus is not None
    assert all(0 <= value <= 1 for value in still.focus)
    score = identity.resemblance(still.bgr, collins.embedding, still.focus)
    assert score is not None
    assert score.value >= identity.PASS


@pytest.mark.parametrize("make", [layout.split, layout.collage])
def test_a_layout_is_the_same_for_the_same_seed_and_another_for_another(collins, make):
    one, same, other = (make(order(collins, seed=seed), Look(), untouched).bgr for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert np.abs(one.astype(int) - other).mean() > 5


@pytest.mark.parametrize("make", [layout.split, layout.collage])
def test_a_layout_without_a_person_is_of_the_place_alone(make):
    still = make(order(None), Look(), untouched)
    assert still.bgr.std() > 20
    assert still.focus is not None


def test_panels_are_parted_by_dark_gutters(collins):
    picture = layout.split(order(collins), Look(), untouched).bgr.max(axis=2)
    for row in (10, 180, 350):
        run = np.convolve(picture[row] < 24, np.ones(2), "valid")
        assert (run == 2).any(), f"no gutter in row {row}"


def test_nothing_of_a_paper_figure_shades_the_top_of_the_sheet(collins):
    """A shadow that falls downwards must not come back in at the top, where figures are cut by the lower edge."""
    picture = layout.collage(order(collins), Look(), untouched).bgr.astype(int)
    picture = picture[:, : picture.shape[1] // 2]  # where the figure stands; beyond it a torn picture hangs high
    top, beneath = picture[:6].mean(axis=(0, 2)), picture[12:18].mean(axis=(0, 2))
    assert np.abs(top - beneath).mean() < 6


@pytest.mark.parametrize("words", ["A split screen of Mira and the street at night", "Mira in a collage of the city"])
def test_words_ask_for_a_layout(tmp_path, collins, words):
    face = tmp_path / "mira.pack"
    pack.save(collins, face)
    params = {
        "width": FRAME[0], "height": FRAME[1], "style": {"grade": {}}, "words": words, "prompt": "", "location": "",
        "size": None, "angle": None, "people": ["Mira"], "seed": 3,
    }  # fmt: skip
    facts = embedded.render(Request("image", params, {"face": (face,)}, tmp_path / "still.png")).facts
    assert facts["size"] == ("split-screen" if "split" in words else "collage")
    assert facts["identity"]["passed"]


def test_a_style_of_dots_keeps_the_face_of_a_collage(tmp_path, collins):
    face = tmp_path / "mira.pack"
    pack.save(collins, face)
    params = {
        "width": FRAME[0], "height": FRAME[1], "style": {"grade": {"medium": "ink"}}, "words": "Mira in the city",
        "prompt": "", "location": "", "size": "collage", "angle": None, "people": ["Mira"], "seed": 3,
    }  # fmt: skip
    found = embedded.render(Request("image", params, {"face": (face,)}, tmp_path / "still.png")).facts["identity"]
    assert found["graphic"], found
    assert found["passed"], found
