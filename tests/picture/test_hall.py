"""Halls: a box seen down its length is where its numbers say; windows are told from what stands before them."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.picture import compose
from nbstudio.picture.astir import Air, moving
from nbstudio.picture.closer.near import parted
from nbstudio.picture.look import Look
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, LEFT, RIGHT, Hall, Lamp, falling, panel
from nbstudio.picture.scenery.scene import Scene, paint
from nbstudio.picture.shining import Passing

HALL = Hall(90, 160, 2.0, 3.0, 1.5, 1.5, 12.0, 0.4, 0.5, 0.8)


@pytest.mark.parametrize(
    ("at", "face"),
    [((-2.0, 1.5, 4.0), LEFT), ((3.0, 2.0, 5.0), RIGHT), ((0.5, 0.0, 6.0), FLOOR), ((0.5, 3.0, 6.0), CEILING)],
)
def test_a_point_of_a_wall_shows_where_the_wall_is_seen_that_deep(at: tuple[float, float, float], face: int) -> None:
    x, y = HALL.seen(at)
    # A little nearer to the vanishing point the same wall is a little farther away.
    row, column = int(y), int(x)
    assert HALL.face[row, column] == face
    assert HALL.depth[row, column] == pytest.approx(at[2], rel=0.12)
    assert HALL.up[row, column] == pytest.approx(at[1], abs=0.25)
    assert HALL.across[row, column] == pytest.approx(at[0], abs=0.25)


def test_the_end_is_where_the_eye_goes_and_nothing_is_deeper() -> None:
    assert HALL.face[45, 64] == END
    assert HALL.depth.max() <= 12.0


def test_light_falls_off_and_a_floor_mirrors_the_wall_over_it() -> None:
    lamp = Lamp((0.0, 2.0, 4.0), np.ones(3, np.float32))
    near, far = (falling((0.0, 0.0, z), [lamp], np.zeros(3, np.float32)) for z in (4.0, 10.0))
    assert near[0] > 4 * far[0]
    picture = np.zeros((90, 160, 3), np.float32)
    picture[(HALL.face == RIGHT) & (HALL.up > 1.5)] = 1
    before = picture.copy()
    HALL.mirrored(picture, 0.8, 0.0)
    on = HALL.face == FLOOR
    assert (picture[on] - before[on]).max() > 0.3
    assert np.array_equal(picture[~on], before[~on])


def test_a_panel_is_drawn_inside_its_corners_only() -> None:
    picture = np.zeros((40, 60, 3), np.float32)
    panel(picture, [(10, 10), (30, 10), (30, 20), (10, 20)], np.ones(3, np.float32), np.zeros(3, np.float32))
    assert picture[11, 20, 0] > picture[19, 20, 0] > 0
    assert picture[25:].max() == 0
    panel(picture, [(-500, -500), (-400, -500), (-400, -400)], np.ones(3, np.float32))


@pytest.mark.parametrize(("place", "seed"), [("car", 2), ("car", 5), ("train", 2)])
def test_a_window_moves_less_than_what_is_before_it(place: str, seed: int) -> None:
    scene = paint(Scene(place, "night", seed=seed, sharp=True), 320, 180, still=False)
    thing = parted(scene)
    assert thing is not None
    assert thing.front is not None
    cover = thing.front[..., 3]
    assert 0.15 < cover.mean() < 0.9
    still = compose.scene(scene, Look(), size="wide", seed=1, place_name=place)
    assert [layer.share > still.depth.share for layer in still.depth.layers] == [True]


def test_what_is_out_of_focus_has_no_window_apart() -> None:
    assert parted(paint(Scene("car", "night", seed=2), 160, 90, still=False)) is None
    assert parted(paint(Scene("sea", "night", seed=2, sharp=True), 160, 90, still=False)) is None


def kinds(place: str, time: str) -> list[str]:
    """Return what moves in a room at a calm hour."""
    colour = np.full(3, 0.5, np.float32)
    told = moving(place, time, "clear", "calm", indoors=True, horizon=0.5, colour=colour, key=(1, 1, 1), seed=1)
    return [str(one["kind"]) for one in told]


def test_rooms_move_by_their_own_lamps_and_by_those_that_pass() -> None:
    assert kinds("train", "night") == ["lights", "passing"]
    assert kinds("car", "day") == ["passing"]
    assert kinds("church", "day") == ["lights", "dust"]
    assert kinds("bedroom", "night") == []


def test_lamps_pass_and_are_gone() -> None:
    entry = {"kind": "passing", "colour": [0.6, 0.8, 1.0], "power": 1.0, "seed": 3}
    passing = Passing(Air.of(entry, (160, 90), 30.0, 7), None)  # type: ignore[arg-type]
    levels = []
    for frame in range(0, 240, 3):
        planes = tuple(np.full(shape, 60, np.uint8) for shape in ((90, 160), (45, 80), (45, 80)))
        passing.draw(planes, frame, None)  # type: ignore[arg-type]
        levels.append(float(planes[0].mean()))
    assert min(levels) == 60
    assert max(levels) > 63
