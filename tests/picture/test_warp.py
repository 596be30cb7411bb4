"""Warp: every sample is what linear interpolation of the four around its place gives, on any size and lean."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nbstudio.picture import warp
from nbstudio.picture.colour import Plane
from nbstudio.picture.warp import move

Affine = NDArray[np.float64]


@pytest.fixture(scope="module")
def plane() -> Plane:
    noise = np.random.default_rng(1).integers(0, 256, (300, 420), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.2), np.uint8)


def turned(scale: float, degrees: float, x: float, y: float) -> Affine:
    cos, sin = scale * np.cos(np.radians(degrees)), scale * np.sin(np.radians(degrees))
    return np.array([[cos, -sin, x], [sin, cos, y]])


def wanted(plane: Plane, matrix: Affine, shape: tuple[int, int]) -> NDArray[np.float64]:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    x = np.clip(matrix[0, 0] * columns + matrix[0, 1] * rows + matrix[0, 2], 0, plane.shape[1] - 1)
    y = np.clip(matrix[1, 0] * columns + matrix[1, 1] * rows + matrix[1, 2], 0, plane.shape[0] - 1)
    i, j = np.minimum(x.astype(int), plane.shape[1] - 2), np.minimum(y.astype(int), plane.shape[0] - 2)
    f, g = x - i, y - j
    upper = plane[j, i] * (1 - f) + plane[j, i + 1] * f
    return np.asarray(upper * (1 - g) + (plane[j + 1, i] * (1 - f) + plane[j + 1, i + 1] * f) * g, np.float64)


@pytest.mark.parametrize(
    ("matrix", "shape"),
    [
        (turned(1, 0, 0, 0), (300, 420)),
        (turned(1.07, 0, 20.3, 7.8), (260, 300)),
        (turned(0.4, 0, 33.37, 41.9), (257, 33)),
        (turned(1.3, 0, -40.6, -31.2), (280, 400)),
        (turned(1.0, 0, 380.2, 280.4), (90, 100)),
        (turned(1.0, 0, -900, 900), (40, 50)),
        (turned(1.1, 0, 5.5, 5.5), (5, 7)),
        (turned(1.1, 0, 5.5, 5.5), (1, 1)),
        (turned(1.0, 0.35, 30, 20), (230, 350)),
        (turned(0.9, -2.5, 15, 40), (200, 300)),
        (turned(0.8, 7.0, 60, 20), (300, 31)),
        (turned(0.5, 80.0, 290, 50), (120, 90)),
        (np.array([[0.9, 0.004, 8.2], [0.0, 0.91, -7.5]]), (330, 300)),
    ],
)
def test_samples_are_interpolated(plane: Plane, matrix: Affine, shape: tuple[int, int]) -> None:
    around = np.full((shape[0] + 2, shape[1] + 2), 7, np.uint8)
    out = around[1:-1, 1:-1]
    move(plane, matrix, out)
    away = np.abs(wanted(plane, matrix, shape) - out)
    assert away.max() < 2.5, "of 255, where neighbours differ by a hundred: places are kept to a hundredth"
    assert away.mean() < 0.3 or out.size < 100
    around[1:-1, 1:-1] = 7
    assert (around == 7).all(), "nothing beside the plane is touched"


def test_a_picture_at_its_own_place_is_itself(plane: Plane) -> None:
    out = np.empty_like(plane)
    move(plane, turned(1, 0, 0, 0), out)
    assert np.array_equal(out, plane)


def test_white_stays_white() -> None:
    out = np.empty((200, 300), np.uint8)
    move(np.full((300, 400), 255, np.uint8), turned(1.03, 0.4, 20.7, 20.3), out)
    assert out.min() == 255


def test_a_part_is_the_same_as_the_whole(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands, and layers that are moved within a rectangle, show no seam."""
    matrix = np.array([[1.02, 0.0, 11.3], [0.0, 0.97, 5.1]])
    whole, banded = np.empty((290, 380), np.uint8), np.empty((290, 380), np.uint8)
    move(plane, matrix, whole)
    monkeypatch.setattr(warp, "BAND", 48)
    move(plane, matrix, banded)
    assert np.array_equal(whole, banded)
    part = np.empty((100, 120), np.uint8)
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ (40, 60)
    move(plane, moved, part)
    assert np.abs(whole[60:160, 40:160].astype(int) - part).max() <= 1


def test_threads_do_not_meet(plane: Plane) -> None:
    def one(n: int) -> list[bytes]:
        found = []
        for k in range(8):
            out = np.empty((280, 390), np.uint8)
            move(plane, turned(1.01 + 0.001 * k, 0.2 * (n % 2), 6.0, 5.0), out)
            found.append(out.tobytes())
        return found

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(one, range(8)))
    assert all(found == made[n % 2] for n, found in enumerate(made))


def test_machine_code_stays_while_it_runs() -> None:
    """Workers that want a loop at one moment make it twice, and one of the two is forgotten while it runs."""
    program = (
        "import threading, numpy as np; from nbstudio.picture import lerp, warp;"
        "plane = np.zeros((3000, 3000), np.uint8); still = np.eye(3)[:2] + 0.001; over = threading.Event();"
        "out = [np.zeros((3000, 3000), np.uint8) for _ in range(2)];"
        "work = lambda n: [warp.move(plane, still, out[n]) for _ in range(60)];"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]; [t.start() for t in threads]\n"
        "while any(t.is_alive() for t in threads): lerp._code.cache_clear(); over.wait(0.06)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=120).returncode == 0
