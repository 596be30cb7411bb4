import itertools

import cv2
import numpy as np
import pytest

from nbstudio import models
from nbstudio.digest import file_digest
from nbstudio.faces import alignment, backend, backends, identity
from nbstudio.faces.detect import detect


@pytest.fixture(scope="module")
def who(person):
    names = ["obama-2009", "obama-2010", "obama-2012", "biden-2010", "collins", "hopper"]
    return {name: identity.embed(person(name), detect(person(name))[0]) for name in names}


def test_photos_of_one_person_pass_and_strangers_do_not(who):
    for one, other in itertools.combinations(who, 2):
        score = identity.compare(who[one], who[other])
        same = one.split("-")[0] == other.split("-")[0]
        assert (score.value >= identity.PASS) == same, (one, other, score)
        assert score.raw > 0.55 if same else score.raw < 0.25


def test_the_score_is_calibrated():
    assert backends.find("mobilefacenet").calibrated(0.41) == pytest.approx(0.85, abs=0.01)
    assert backends.find("mobilefacenet").calibrated(0.1) < 0.05
    assert backends.find("mobilefacenet").calibrated(0.8) > 0.99


def test_a_score_names_what_measured_it(who):
    score = identity.compare(who["collins"], who["collins"])
    assert score.raw == pytest.approx(1, abs=1e-5)
    assert (score.backend, score.digest) == ("mobilefacenet", models.digest("fr_feature.onnx"))


def test_size_and_a_tilt_keep_the_person(person, who):
    picture = person("collins")
    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    large = cv2.resize(picture, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    tilted = cv2.warpAffine(picture, cv2.getRotationMatrix2D((256, 256), 12, 1), (512, 512))
    for changed in (half, large, tilted):
        assert identity.resemblance(changed, who["collins"]).raw > 0.85


def test_no_face_is_no_score(who):
    assert identity.resemblance(np.full((200, 200, 3), 128, np.uint8), who["collins"]) is None


def test_similarity_recovers_a_known_transform():
    points = backend.ARCFACE
    turn = np.deg2rad(20)
    rotation = 1.7 * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = points @ rotation.T + [30, -12]
    found = alignment.similarity(points, moved)
    np.testing.assert_allclose(found, np.hstack([rotation, [[30], [-12]]]), atol=1e-9)


def test_the_table_of_digests_is_the_files():
    for name, digest in models.DIGESTS.items():
        assert file_digest(models.path(name)) == digest
        assert digest in models.path(name).with_name("MODELS.md").read_text("utf-8")
    with pytest.raises(KeyError):
        models.path("../secret")


def test_of_two_faces_the_one_that_stands_where_it_should_is_asked(person, who):
    small, large = person("obama-2009"), person("biden-2010")
    tall = max(small.shape[0], large.shape[0])
    both = np.zeros((tall, small.shape[1] + large.shape[1], 3), np.uint8)
    both[: small.shape[0], : small.shape[1]] = small
    both[: large.shape[0], small.shape[1] :] = large
    for name, shift in (("obama-2009", 0), ("biden-2010", small.shape[1])):
        x, y, w, h = detect(person(name))[0].box
        # As roughly as a still tells it: the other face lies within reach too.
        wide = 4 * w
        near = ((x + shift + w / 2 - wide / 2) / both.shape[1], y / tall, wide / both.shape[1], h / tall)
        score = identity.resemblance(both, who[name], near)
        assert score is not None
        assert score.value >= identity.PASS
