"""Footage as a shot: the film's rate, frame and look, and nothing kept of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nbstudio.picture.footage import Roll, Screen
from nbstudio.picture.segment import Format, Shot, render_body, render_transition
from nbstudio.picture.still import Still, save
from tests import footage

FORM = Format(128, 72, Fraction(30), "standard")
PLAIN: dict[str, Any] = {"grade": {}}


def roll(path: Path, start: str = "0", first: int = 0, style: dict[str, Any] = PLAIN, **more: Any) -> Roll:
    return Roll(path, Fraction(start), first, style, 7, **more)


def shown(side: Roll, count: int, size: tuple[int, int] = (128, 72), rate: int = 30) -> list[tuple[np.ndarray, ...]]:
    screen = Screen(side, size, Fraction(rate))
    found = []
    for index in range(count):
        planes = tuple(np.zeros((size[1] // n, size[0] // n), np.uint8) for n in (1, 2, 2))
        screen.show(index, planes)  # type: ignore[arg-type]
        found.append(planes)
    return found


def numbers(side: Roll, count: int, rate: int = 30) -> list[int]:
    """Return which counted frame each frame of the film shows: luma 20 + 3 n."""
    return [round((float(y.mean()) - 20) / 3) for y, _, _ in shown(side, count, rate=rate)]


@pytest.mark.parametrize(("own", "film"), [(24, 30), (30, 24), (30, 30), (25, 24), (12, 30)])
def test_every_frame_of_the_film_shows_what_the_footage_shows_in_its_middle(tmp_path: Path, own: int, film: int):
    path = footage.counted(tmp_path / "a.mp4", rate=own, size="128x72")
    count = int(1.8 * film)
    assert numbers(roll(path), count, film) == [int((k + Fraction(1, 2)) * own / film) for k in range(count)]


def test_it_begins_where_it_is_told_and_goes_on_over_a_join(tmp_path: Path):
    path = footage.counted(tmp_path / "a.mp4", rate=30, size="128x72")
    assert numbers(roll(path, "0.5"), 3) == [15, 16, 17]
    whole = shown(roll(path, "0.5", style={"grade": {"grain": 0.6, "vignette": 0.4}}), 12)
    later = shown(roll(path, "0.5", 8, style={"grade": {"grain": 0.6, "vignette": 0.4}}), 4)
    for one, other in zip(whole[8:], later, strict=True):
        for plane, same in zip(one, other, strict=True):
            assert np.array_equal(plane, same), "a frame is the same whichever segment it lands in"


def test_footage_that_is_too_short_begins_anew_where_it_is_asked_to(tmp_path: Path):
    path = footage.counted(tmp_path / "a.mp4", rate=30, seconds=1, size="128x72")
    assert numbers(roll(path, "0.8", until=Fraction(1)), 15) == [24, 25, 26, 27, 28, 29] * 2 + [24, 25, 26]


@pytest.mark.parametrize("size", ["640x360", "1280x720"])
def test_colours_are_the_cameras_whatever_matrix_they_were_written_by(tmp_path: Path, size: str):
    """Here SD is BT.601 and HD is BT.709; the film is BT.709."""
    matrix = "bt709" if size == "1280x720" else "bt601"
    source = f"color=red:size={size}:rate=25:duration=1,format=rgb24,scale=out_color_matrix={matrix}:out_range=tv"
    source += ",format=yuv420p"
    y, u, v = shown(roll(footage.film(tmp_path / "a.mp4", source)), 1)[0]
    assert abs(float(y.mean()) - 63) <= 2
    assert abs(float(u.mean()) - 102) <= 2
    assert abs(float(v.mean()) - 240) <= 2


def bars(path: Path, size: str = "180x320", words: tuple[str, ...] = ()) -> Path:
    """Leave a film whose upper half is white and whose lower half is black."""
    return footage.film(
        path, f"color=black:size={size}:rate=30:duration=1,drawbox=w=iw:h=ih/2:color=white:t=fill", *words
    )


def test_a_telephone_held_on_its_side_gives_an_upright_picture(tmp_path: Path):
    lying = footage.film(
        tmp_path / "a.mp4", "color=black:size=320x180:rate=30:duration=1,drawbox=w=iw/2:h=ih:color=white:t=fill"
    )
    for degrees, above in ((90, 16), (-90, 235)):
        y, _, _ = shown(roll(footage.turned(tmp_path / f"{degrees}.mov", lying, degrees)), 1, (72, 128))[0]
        below = 251 - above
        assert abs(float(y[:56].mean()) - above) < 3
        assert abs(float(y[72:].mean()) - below) < 3


@pytest.mark.parametrize("name", ["a.gif", "a.png"])
def test_what_is_transparent_stands_on_neutral_grey(tmp_path: Path, name: str):
    path = footage.animation(tmp_path / name, size=(128, 72), frames=15)
    for index, (y, u, v) in enumerate(shown(roll(path), 30)):
        grey = (20 + 10 * (index // 3)) * 219 / 255 + 16
        assert abs(float(y[:, :60].mean()) - grey) < 2
        assert abs(float(y[:, 68:].mean()) - 126) < 2
        assert max(abs(float(u.mean()) - 128), abs(float(v.mean()) - 128)) < 1


def test_footage_of_another_shape_fills_the_frame_or_stands_whole_in_it(tmp_path: Path):
    path = footage.film(tmp_path / "a.mp4", "color=white:size=180x320:rate=30:duration=1")
    cover = shown(roll(path), 1)[0][0]
    assert int(cover.min()) > 230, "it is white to every edge"
    whole = shown(roll(path, fit="contain"), 1)[0][0]
    assert int(whole[:, 46:82].min()) > 225, "all of it is seen, in the middle"
    assert int(whole[:, :36].max()) < 130, "before a darker copy of itself"


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path):
    """A film of 90 columns whose pixels are twice as wide as high is 180 wide: a square in it stays one."""
    source = "color=black:size=64x72:rate=30:duration=1,drawbox=x=16:y=18:w=18:h=36:color=white:t=fill,setsar=2"
    y = shown(roll(footage.film(tmp_path / "a.mp4", source)), 1)[0][0]
    rows, columns = np.nonzero(y > 128)
    assert abs((rows.max() - rows.min()) - (columns.max() - columns.min())) <= 2


def test_footage_has_the_looks_colours_and_a_grain_that_lives(tmp_path: Path):
    path = footage.film(tmp_path / "a.mp4", "testsrc=size=256x144:rate=30:duration=1")
    two = {"grade": {"duotone": ["#000000", "#ffffff"]}}
    _, u, v = shown(roll(path, style=two), 1)[0]
    assert max(np.abs(u.astype(int) - 128).max(), np.abs(v.astype(int) - 128).max()) <= 2, "no colour is left"
    dark = shown(roll(path, style={"grade": {}, "changes": {"exposure": -2}}), 1)[0][0]
    assert dark.mean() < shown(roll(path), 1)[0][0].mean() - 20
    still = footage.film(tmp_path / "b.mp4", "color=gray:size=128x72:rate=2:duration=1")
    one, other = shown(roll(still, style={"grade": {"grain": 1.0}}), 2)
    assert one[0].std() > 1
    assert np.abs(one[0].astype(int) - other[0]).mean() > 0.5, "one frame is held, and its grain is not"


def test_a_table_of_colours_is_applied(tmp_path: Path):
    path = footage.film(tmp_path / "a.mp4", "color=white:size=128x72:rate=30:duration=1")
    table = tmp_path / "night.cube"
    table.write_text("LUT_1D_SIZE 2\n0 0 0\n0 0 0.5\n")
    y, u, _ = shown(roll(path, lut=table), 1)[0]
    assert y.mean() < 40
    assert u.mean() > 160


def test_the_painter_paints_footage(tmp_path: Path):
    path = footage.film(tmp_path / "a.mp4", "testsrc2=size=256x144:rate=30:duration=1")
    painted = shown(roll(path, style={"grade": {}, "paint": {"style": 0, "strength": 0.9}}), 1)[0][0]
    assert np.abs(painted.astype(int) - shown(roll(path), 1)[0][0]).mean() > 5


def test_the_same_footage_is_the_same_bytes_on_any_number_of_workers(tmp_path: Path):
    path = footage.film(tmp_path / "a.mp4", "testsrc2=size=256x144:rate=25:duration=1")
    style = {"grade": {"grain": 0.5, "bloom": 0.4, "contrast": 0.3}}

    def segment(number: int) -> bytes:
        out = tmp_path / f"{number}.mp4"
        render_body(roll(path, "0.2", 3, style), 12, FORM, out)
        return out.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(segment, range(4)))) == 1


@pytest.mark.parametrize("name", ["dissolve", "match"])
def test_footage_and_stills_are_joined(tmp_path: Path, name: str):
    way = {"family": "mix"} if name == "dissolve" else {"family": "match"}
    filmed = roll(footage.film(tmp_path / "a.mp4", "color=white:size=128x72:rate=30:duration=1"), "0", 4)
    save(Still(np.zeros((98, 172, 3), np.uint8)), tmp_path / "black.png")
    black = Shot(tmp_path / "black.png", {}, 20, 0)
    for before, after, rises in ((black, filmed, True), (filmed, black, False)):
        out = tmp_path / "join.mp4"
        render_transition(before, after, way, 8, FORM, out)
        with av.open(str(out)) as container:
            light = [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]
        assert len(light) == 8
        assert (light == sorted(light)) is rises
        assert abs(light[0] - light[-1]) > 120
