import numpy as np
import pytest

from nbstudio.picture.paint import paint


@pytest.fixture(scope="module")
def picture():
    yy, xx = np.mgrid[0:1:144j, 0:1:256j]
    out = np.dstack([xx, yy, 0.5 + 0.5 * np.sin(20 * xx)]) * 255
    return out.astype(np.uint8)


def test_strength_mixes(picture):
    full, half = paint(picture, 12, 1.0), paint(picture, 12, 0.5)
    assert full.shape == picture.shape
    assert full.dtype == np.uint8
    apart = np.abs(full.astype(int) - picture).mean()
    assert apart > 12
    assert np.abs(half.astype(int) - picture).mean() == pytest.approx(apart / 2, rel=0.15)
    np.testing.assert_array_equal(paint(picture, 12, 0.0), picture)


def test_deterministic_and_styles_differ(picture):
    np.testing.assert_array_equal(paint(picture, 12, 0.8), paint(picture, 12, 0.8))
    assert np.abs(paint(picture, 12, 1.0).astype(int) - paint(picture, 22, 1.0)).mean() > 5


def test_the_face_holds_back_until_the_gate_is_content(picture):
    face = (0.4, 0.3, 0.2, 0.4)
    seen = []

    def gate(candidate):
        seen.append(np.abs(candidate[60:84, 116:140].astype(int) - picture[60:84, 116:140]).mean())
        return len(seen) == 3

    out = paint(picture, 12, 1.0, faces=[(face, gate)])
    full = paint(picture, 12, 1.0)
    assert seen[0] > seen[1] > seen[2] > 0
    np.testing.assert_array_equal(out[:, :40], full[:, :40])


def test_a_face_that_never_passes_is_left_alone(picture):
    out = paint(picture, 12, 1.0, faces=[((0.4, 0.3, 0.2, 0.4), lambda _: False)])
    assert np.abs(out[66:78, 122:134].astype(int) - picture[66:78, 122:134]).mean() < 6


@pytest.mark.parametrize("style", [-1, 26])
def test_a_style_that_is_none(picture, style):
    with pytest.raises(ValueError, match="style"):
        paint(picture, style, 1.0)


@pytest.mark.parametrize("shape", [(1, 1), (33, 7), (50, 301)])
def test_any_shape(shape):
    assert paint(np.full((*shape, 3), 99, np.uint8), 5, 0.5).shape == (*shape, 3)


def test_each_of_two_faces_holds_back_as_far_as_it_must(picture):
    """Neighbours are judged one after the other, and what one was granted the other does not take back."""
    left, right = (0.15, 0.3, 0.2, 0.4), (0.6, 0.3, 0.2, 0.4)
    one = paint(picture, 12, 1.0, faces=[(left, lambda _: False), (right, lambda _: True)])
    mid = picture.shape[0] // 2
    columns = [round((x + w / 2) * picture.shape[1]) for x, _, w, _ in (left, right)]
    moved = [
        np.abs(one[mid - 4 : mid + 4, c - 4 : c + 4].astype(int) - picture[mid - 4 : mid + 4, c - 4 : c + 4]).mean()
        for c in columns
    ]
    assert moved[0] < 6
    assert moved[1] > 1.5 * moved[0]
