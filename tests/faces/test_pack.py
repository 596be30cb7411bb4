from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from nbstudio.errors import InputError
from nbstudio.faces import identity, pack
from nbstudio.picture import matte
from nbstudio.picture.enlarge import enlarged


@pytest.fixture(scope="module")
def collins(person):
    return pack.make(person("collins"), matte.alpha, matte.cutout)


def test_holds_what_a_picture_needs(collins):
    assert collins.photo.shape == collins.cutout.shape == (*collins.alpha.shape, 3)
    assert collins.size == (512, 512)
    assert len(collins.faces) == 1
    assert np.linalg.norm(collins.embedding) == pytest.approx(1, abs=1e-5)
    x, y, w, h = (round(v) for v in collins.face.box)
    assert collins.alpha[y : y + h, x + w // 5 : x + w - w // 5].min() > 230
    assert collins.sharpness > 8


def test_the_same_bytes_and_back(collins, person, tmp_path):
    again = pack.make(person("collins"), matte.alpha, matte.cutout)
    pack.save(collins, tmp_path / "a.npz")
    pack.save(again, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    loaded = pack.load(tmp_path / "a.npz")
    assert loaded.faces == collins.faces
    assert (loaded.size, loaded.sharpness) == (collins.size, collins.sharpness)
    for name in ("photo", "alpha", "cutout", "embedding"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(collins, name))


def test_a_small_face_gets_more_pixels_and_stays_the_same(collins, person, tmp_path):
    larger = pack.make(person("collins"), matte.alpha, matte.cutout, enlarge=enlarged)
    times = larger.magnified
    assert times == pytest.approx(pack.SIDE / 512)
    assert larger.photo.shape == larger.cutout.shape == (*larger.alpha.shape, 3) == (pack.SIDE, pack.SIDE, 3)
    assert larger.face.box == pytest.approx([times * value for value in collins.face.box])
    # The photograph tells who it is and how good it is, not what was drawn into it.
    np.testing.assert_array_equal(larger.embedding, collins.embedding)
    assert larger.anchor.quality == collins.anchor.quality
    assert identity.resemblance(larger.photo, collins.embedding).raw > 0.93
    pack.save(larger, tmp_path / "a.npz")
    assert pack.load(tmp_path / "a.npz").magnified == times
    assert collins.magnified == 1


def test_a_face_of_enough_pixels_or_of_none_that_are_sharp_is_left(person):
    def never(*_):
        raise AssertionError

    large = cv2.resize(person("collins"), None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    assert pack.make(large, matte.alpha, matte.cutout, enlarge=never).magnified == 1
    blurred = cv2.GaussianBlur(person("collins"), (0, 0), 4)
    assert pack.make(blurred, matte.alpha, matte.cutout, enlarge=never).magnified == 1


def test_the_same_in_threads(collins, person):
    def make(_):
        return pack.make(person("collins"), matte.alpha, matte.cutout)

    with ThreadPoolExecutor(3) as pool:
        for made in pool.map(make, range(3)):
            np.testing.assert_array_equal(made.alpha, collins.alpha)
            np.testing.assert_array_equal(made.embedding, collins.embedding)


def test_a_large_photo_is_cropped_to_the_person(person):
    canvas = np.full((2600, 3400, 3), 170, np.uint8)
    canvas[2088:2600, 1500:2012] = person("collins")
    canvas[1000:1400, 100:600] = (40, 90, 30)
    made = pack.make(canvas, matte.alpha, matte.cutout)
    assert made.size == (3400, 2600)
    assert max(made.photo.shape[:2]) <= pack.SIDE
    assert len(made.faces) == 1
    assert identity.resemblance(made.photo, made.embedding).raw > 0.9
    assert made.face.box[3] > 90
    assert made.photo.shape[0] > 450


def test_nobody_and_two(person):
    empty = pack.make(np.full((300, 400, 3), 120, np.uint8), matte.alpha, matte.cutout)
    assert (empty.faces, empty.face, empty.embedding.size) == ((), None, 0)
    both = [cv2.resize(person(name), (240, 240)) for name in ("obama-2012", "biden-2010")]
    two = pack.make(np.hstack(both), matte.alpha, matte.cutout)
    assert len(two.faces) == 2


def test_blur_shows_in_sharpness(person, collins):
    blurred = cv2.GaussianBlur(person("collins"), (0, 0), 4)
    assert pack.make(blurred, matte.alpha, matte.cutout).sharpness < collins.sharpness / 4


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 truncated", b"\x93NUMPY nonsense"])
def test_a_damaged_file_is_an_input_error(tmp_path, content):
    path = tmp_path / "face.npz"
    path.write_bytes(content)
    with pytest.raises(InputError):
        pack.load(path)


def test_several_photos_make_one_person(person):
    photos = [person("obama-2009"), person("obama-2010"), person("obama-2012")]
    made = pack.make(photos, matte.alpha, matte.cutout)
    assert sorted(view.number for view in made.views) == [0, 1, 2]
    assert made.anchor.quality.score == max(view.quality.score for view in made.views)
    for view in made.views:
        assert identity.compare(view.embedding, made.embedding).raw >= made.spread - 1e-4
    alone = [identity.compare(made.views[0].embedding, view.embedding).raw for view in made.views[1:]]
    assert made.spread > min(alone)  # the mean is nearer to all than one photo is
    shown = [made.seen(n).number for n in range(6)]
    assert sorted(set(shown)) == [0, 1, 2]  # all three are good enough, so each is shown as often
    assert shown == [0, 1, 2, 0, 1, 2]
    turns = {view.number: abs(view.face.turn) for view in made.views if view.face}
    assert turns[made.frontal().number] == min(turns.values())


def test_photos_of_two_people_are_refused(person):
    with pytest.raises(InputError) as found:
        pack.make([person("obama-2012"), person("biden-2010")], matte.alpha, matte.cutout)
    assert found.value.code == "photos-differ"


def test_the_face_that_is_meant(person):
    both = np.hstack([cv2.resize(person(name), (240, 240)) for name in ("obama-2012", "biden-2010")])
    for choose, name in (("left", "obama-2012"), ("right", "biden-2010"), ("2", "biden-2010"), ("1", "obama-2012")):
        made = pack.make(both, matte.alpha, matte.cutout, choose=choose)
        assert identity.resemblance(person(name), made.embedding).value > 0.85
    with pytest.raises(InputError) as found:
        pack.make(both, matte.alpha, matte.cutout, choose="3")
    assert found.value.code == "no-such-face"


def test_faults_are_named(person):
    from nbstudio.faces.report import refused

    blurred = cv2.GaussianBlur(person("collins"), (0, 0), 9)
    assert refused(pack.make(blurred, matte.alpha, matte.cutout), "eileen").code == "too-blurred"
    tiny = np.full((400, 400, 3), 120, np.uint8)
    tiny[100:200, 100:200] = cv2.resize(person("collins"), (100, 100), interpolation=cv2.INTER_AREA)
    assert refused(pack.make(tiny, matte.alpha, matte.cutout), "eileen").code == "too-small"
    assert refused(pack.make(person("collins"), matte.alpha, matte.cutout), "eileen") is None
