import threading

import cv2
import numpy as np
import pytest

from nbstudio.faces.detect import detect


@pytest.mark.parametrize("name", ["collins", "hopper", "obama-2009", "obama-2010", "obama-2012", "biden-2010"])
def test_one_face_with_its_points_in_the_box(person, name):
    faces = detect(person(name))
    assert len(faces) == (2 if name == "obama-2009" else 1)  # somebody sits behind
    x, y, w, h = faces[0].box
    left, right, nose, *mouth = faces[0].points
    assert left[0] < nose[0] < right[0]
    assert all(eye[1] < nose[1] < corner[1] for eye in (left, right) for corner in mouth)
    assert all(x <= px <= x + w and y <= py <= y + h for px, py in faces[0].points)


def test_largest_first_and_scaled_back(person):
    one = person("collins")
    small = cv2.resize(one, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    canvas = np.zeros((512, 820, 3), np.uint8)
    canvas[: small.shape[0], : small.shape[1]] = small
    canvas[:, 308:] = one
    faces = detect(canvas)
    assert len(faces) == 2
    assert faces[0].area > faces[1].area
    assert faces[0].box[0] == pytest.approx(detect(one)[0].box[0] + 308, abs=6)


@pytest.mark.parametrize("shape", [(1, 1), (8, 300), (200, 200), (16, 16), (3000, 20)])
def test_nothing_in_an_empty_picture(shape):
    assert detect(np.full((*shape, 3), 90, np.uint8)) == ()


def test_nothing_in_a_tiny_picture_after_a_large_one(person):
    """OpenCV once left a large picture's memory in a tiny one's answer."""
    for _ in range(12):
        detect(person("collins"))
        assert detect(np.full((16, 16, 3), 90, np.uint8)) == ()


def test_turn_tells_the_side(person):
    picture = person("obama-2009")
    turn = detect(picture)[0].turn
    assert turn < -0.2
    assert detect(np.ascontiguousarray(picture[:, ::-1]))[0].turn == pytest.approx(-turn, abs=0.15)


def test_the_same_in_every_thread(person):
    picture = person("hopper")
    found = []

    def look():
        found.extend([detect(picture), detect(picture), detect(picture)])

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [detect(picture)] * 9
