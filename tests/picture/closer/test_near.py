import numpy as np
import pytest

from nbstudio.picture import compose
from nbstudio.picture.closer.near import THINGS, near
from nbstudio.picture.look import Look
from nbstudio.picture.scenery.scene import Scene, paint
from nbstudio.words import phrases

WIDTH, HEIGHT = 320, 180
ASKED = [(place, wanted) for place, things in THINGS.items() for wanted, _, _ in things]


def setting(place):
    return paint(Scene(place, "dusk", seed=4), WIDTH, HEIGHT, still=False)


@pytest.mark.parametrize(("place", "wanted"), ASKED)
def test_every_thing_is_drawn_whole_and_the_same_twice(place, wanted):
    scene = setting(place)
    one, other = (near(place, wanted, scene, 7) for _ in range(2))
    assert one is not None
    assert one.back.shape == (HEIGHT, WIDTH, 3)
    assert np.isfinite(one.back).all()
    assert np.array_equal(one.back, other.back)
    if one.front is not None:
        assert np.array_equal(one.front, other.front)
        assert one.front[..., 3].max() > 0.9
        assert one.front[..., 3].min() == 0
        assert (one.front[..., :3] <= one.front[..., 3:] + 0.02).all()


def test_a_storyboards_details_of_the_open_places_are_things():
    for place in ("city", "street", "field", "forest", "sea", "desert", "sky", "mountains"):
        scene = setting(place)
        details = phrases.PLACES[place].details
        if place == "sky":  # a cloud's edge is the sky itself: birds before it twice running would be one picture
            details = tuple(words for words in details if "birds" in words)
        assert all(near(place, words, scene, 1) is not None for words in details)


def test_a_thing_stands_before_its_place_as_a_layer():
    still = compose.scene(setting("stage"), Look(), size="detail", seed=2, place_name="stage", words="a microphone")
    assert len(still.depth.layers) == 1
    assert still.depth.layers[0].share > 1


def test_a_word_asks_with_its_beginning():
    scene = setting("train")
    wires, drops = near("train", "wires passing the train window", scene, 1), near("train", "raindrops", scene, 1)
    assert wires is not None
    assert wires.front is not None
    assert drops is not None
    assert drops.front is None


def test_a_letters_shadow_does_not_fall_on_the_ceiling():
    scene = setting("kitchen")
    one = near("kitchen", "a letter on the kitchen table", scene, 3)
    assert one is not None
    assert one.front is not None
    assert one.front[: HEIGHT // 3, :, 3].max() == 0
    assert one.back[0].mean() > 0.9 * one.back[3].mean()


def test_what_is_no_thing_is_the_place_itself():
    assert near("space", "stars wheeling", setting("space"), 1) is None
    assert near("no such place", "", setting("abstract"), 1) is None
