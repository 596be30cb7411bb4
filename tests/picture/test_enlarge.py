"""Enlarge: more pixels with more detail, wherever a picture is cut into tiles."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.picture import enlarge

PHOTO = Path(__file__).parents[2] / "specs" / "assets" / "astronaut.png"


@pytest.fixture(scope="module")
def face() -> np.ndarray:
    picture = cv2.imread(str(PHOTO))
    assert picture is not None
    return np.ascontiguousarray(picture[60:220, 150:310])


def error(one: np.ndarray, other: np.ndarray) -> float:
    """Return the root mean square difference in grey levels."""
    return float(np.sqrt(np.mean((one.astype(float) - other) ** 2)))


def test_nearer_to_the_photo_than_interpolation(face: np.ndarray) -> None:
    small = cv2.resize(face, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    cubic = cv2.resize(small, (160, 160), interpolation=cv2.INTER_CUBIC)
    assert error(enlarge.enlarged(small, 4), face) < 0.95 * error(cubic, face)


def test_tiles_leave_no_seam(face: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = enlarge.enlarged(face, 4)
    monkeypatch.setattr(enlarge, "TILE", 64)
    assert np.abs(enlarge.enlarged(face, 4).astype(int) - whole).max() <= 2


@pytest.mark.parametrize("scale", [1.7, 3.125, 4.0])
def test_a_region_is_joined_where_it_belongs(face: np.ndarray, scale: float) -> None:
    box = (40.0, 48.0, 80.5, 72.0)
    made, whole = enlarge.enlarged(face, scale, box), enlarge.enlarged(face, scale)
    cubic = cv2.resize(face, (made.shape[1], made.shape[0]), interpolation=cv2.INTER_CUBIC)
    assert made.shape == whole.shape
    x0, y0, x1, y1 = (int(value * scale) for value in (40, 48, 121, 120))
    np.testing.assert_array_equal(made[: y0 - 1], cubic[: y0 - 1])
    np.testing.assert_array_equal(made[:, : x0 - 1], cubic[:, : x0 - 1])
    np.testing.assert_array_equal(made[y1 + 2 :], cubic[y1 + 2 :])
    inner = np.s_[y0 + 20 : y1 - 20, x0 + 20 : x1 - 20]
    shift, _ = cv2.phaseCorrelate(*(cv2.cvtColor(p[inner], cv2.COLOR_BGR2GRAY).astype(float) for p in (made, whole)))
    assert np.hypot(*shift) < 0.1
    assert error(made[inner], whole[inner]) < error(cubic[inner], whole[inner])


def test_a_region_outside_is_no_fault(face: np.ndarray) -> None:
    assert enlarge.enlarged(face, 2, (500, 500, 20, 20)).shape == (320, 320, 3)


def test_blocks_are_seen_wherever_they_begin(face: np.ndarray) -> None:
    assert enlarge.blocking(face) < 0.3
    blocky = cv2.imdecode(cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR)
    assert blocky is not None
    assert enlarge.blocking(blocky) > 1
    assert enlarge.blocking(np.ascontiguousarray(blocky[3:, 5:])) > 1
    assert enlarge.blocking(face[:20]) == 0


def test_blocks_are_not_drawn(face: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    blocky = cv2.imdecode(cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR)
    assert blocky is not None
    clean = enlarge.enlarged(face, 2)
    calm = error(enlarge.enlarged(blocky, 2), clean)
    monkeypatch.setattr(enlarge, "CALMED", 0.01)
    assert calm < error(enlarge.enlarged(blocky, 2), clean)
