"""Motion: no shot stands, nothing jolts but on accents, and what is looked at stays in the picture."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture.motion import Motion, Path
from nbstudio.project import stdlib

CATALOG = YAML(typ="safe").load((stdlib() / "rules" / "catalog" / "motions.yaml").read_text("utf-8"))
FACE = (0.28, 0.25, 0.14, 0.3)
RATE = Fraction(30)
BEATS = tuple(range(-15, 140, 15))
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9), (0.35, 0.4))


def way(name: str, total: int = 120, **more: object) -> Path:
    motion = Motion.from_params({key: value for key, value in CATALOG[name].items() if key != "about"})
    return Path(motion, total, RATE, 16 / 9, FACE, 5, beats=BEATS, **more)  # type: ignore[arg-type]


def track(path: Path, share: float = 1.0, points: tuple[tuple[float, float], ...] = CORNERS) -> np.ndarray:
    """Return where points of the still are in each frame, as shares of its width: (frame, point, 2)."""
    windows = [path.window(frame, share) for frame in range(path.total)]
    return np.array([[((x - w.x) * w.zoom, (y - w.y) * w.zoom * 9 / 16) for x, y in points] for w in windows])


def speeds(path: Path, share: float = 1.0) -> np.ndarray:
    """Return how far the fastest of some points moves from each frame to the next."""
    return np.asarray(np.linalg.norm(np.diff(track(path, share), axis=0), axis=-1).max(axis=1))


@pytest.mark.parametrize("amount", [0.55, 1.0, 1.5])
@pytest.mark.parametrize("name", [name for name in CATALOG if name != "hold"])
def test_no_camera_stands_where_the_shot_is_cut(name: str, amount: float) -> None:
    """The nearest or the farthest layer moves by a twentieth of a pixel of 1920 and more, in every frame."""
    found = np.maximum(speeds(way(name, amount=amount)), speeds(way(name, amount=amount), 0.5))
    assert found.min() * 1920 > 0.05
    ends = (found[:8].mean() + found[-8:].mean()) / 2
    assert ends > 0.08 * np.median(found)


@pytest.mark.parametrize("name", list(CATALOG))
def test_nothing_jolts_but_on_accents(name: str) -> None:
    """Speeds change by less than a pixel and a half of 1920 from frame to frame; an accent is at once."""
    calm = np.abs(np.diff(track(way(name, amount=1.5)), 2, axis=0)).max(axis=(1, 2)) * 1920
    limit = {"whip": 12.0, "dancing": 6.0, "walking": 3.0}.get(name, 1.5)
    assert calm.max() < limit
    struck = np.abs(np.diff(track(way(name, accents=(60,))), 2, axis=0)).max(axis=(1, 2)) * 1920
    assert struck[58] > 8
    assert np.abs(np.delete(struck, slice(57, 72))).max() < limit


@pytest.mark.parametrize("name", [name for name in CATALOG if name != "hold"])
def test_layers_part_enough_to_be_seen(name: str) -> None:
    """What is around the face moves against what is behind it by 1.5 % of the width, and by a third at the most."""
    around = ((0.25, 0.4), (0.45, 0.4), (0.35, 0.2), (0.35, 0.7))
    path = way(name)
    apart = np.ptp(track(path, 1.0, around) - track(path, 0.5, around), axis=0).max()
    assert 0.0149 < apart < 0.33
    assert apart > 0.03 or not name.startswith(("dolly-left", "dolly-right", "orbit", "crane"))


@pytest.mark.parametrize("name", ["dolly-left", "dolly-right", "orbit", "orbit-left"])
def test_a_camera_that_trucks_pans_over_a_flat_picture(name: str) -> None:
    """A photograph without layers has nothing that parts: it is not left standing."""
    middle = ((0.5, 0.5),)
    layered, flat = track(way(name), 1.0, middle), track(way(name, parts=0.0), 1.0, middle)
    assert np.ptp(flat[:, 0, 0]) > np.ptp(layered[:, 0, 0]) + 0.02


@pytest.mark.parametrize("amount", [0.55, 1.0, 1.5])
@pytest.mark.parametrize("name", list(CATALOG))
def test_the_window_stays_in_the_still_and_the_face_in_the_window(name: str, amount: float) -> None:
    for share in (1.0, 0.5, 1.3):
        for frame in range(120):
            window = way(name, amount=amount).window(frame, share)
            half = 0.5 / window.zoom
            assert half - 1e-9 <= window.x <= 1 - half + 1e-9
            assert half - 1e-9 <= window.y <= 1 - half + 1e-9
    x, y, w, h = FACE
    for frame in range(120):
        window = way(name, amount=amount).window(frame)
        left, right = ((side - window.x) * window.zoom + 0.5 for side in (x, x + w))
        top, bottom = ((side - window.y) * window.zoom + 0.5 for side in (y, y + h))
        assert min(left, top) > -0.02
        assert max(right, bottom) < 1.02


def test_more_of_a_motion_is_more_of_all_of_it() -> None:
    for name in ("pan-left", "tilt-up", "drift-right", "push-in", "dolly-left"):
        less, more = (np.ptp(track(way(name, amount=amount), 0.5), axis=0).max() for amount in (0.75, 1.3))
        assert more > 1.15 * less


def test_a_loud_push_in_does_not_wait_for_the_edge_of_the_still() -> None:
    zooms = [way("push-in", amount=1.5).window(frame).zoom for frame in range(120)]
    assert all(after > before for before, after in pairwise(zooms))
