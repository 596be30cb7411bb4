"""Segments: exact frames, the same bytes, no jump at a join."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture.colour import planes, solid
from nbstudio.picture.motion import Motion
from nbstudio.picture.motion import Path as Way
from nbstudio.picture.segment import Format, Shot, render_body, render_transition
from nbstudio.picture.still import Still, load, save

CATALOG = Path(__file__).parents[2] / "rules" / "catalog"
FORM = Format(192, 108, Fraction(30), "standard")


def entries(name: str) -> dict[str, dict[str, Any]]:
    return YAML(typ="safe").load((CATALOG / f"{name}.yaml").read_text())


def plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in {"about", "beats", "align"}}


@pytest.fixture
def still(tmp_path: Path) -> Path:
    return texture(tmp_path / "still.png", 1)


def texture(path: Path, seed: int) -> Path:
    noise = np.random.default_rng(seed).random((14, 24, 3)).astype(np.float32)
    bgr = (255 * cv2.resize(noise, (288, 162), interpolation=cv2.INTER_CUBIC).clip(0, 1)).astype(np.uint8)
    save(Still(bgr, (0.4, 0.3, 0.2, 0.3)), path)
    return path


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]


def test_a_still_keeps_its_focus(tmp_path: Path) -> None:
    path = texture(tmp_path / "a.png", 3)
    assert load(path).focus == (0.4, 0.3, 0.2, 0.3)
    assert cv2.imread(str(path)).shape == (162, 288, 3), "any other program reads it too"


@pytest.mark.parametrize(
    ("bgr", "yuv"),
    [
        ((0, 0, 255), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
    ],
)
def test_colours_are_bt709_limited(bgr: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    """Values of ITU-R BT.709-6 for the primaries, rounded."""
    found = planes(np.full((8, 8, 3), bgr, np.uint8))
    assert (found.y[4, 4], found.u[2, 2], found.v[2, 2]) == yuv
    assert solid(tuple(part / 255 for part in bgr)) == yuv


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_as_many_frames_as_asked_for(still: Path, tmp_path: Path, count: int) -> None:
    out = tmp_path / "out.mp4"
    render_body(Shot(still, {"zoom": [1.0, 1.2]}, 50, 5), count, FORM, out)
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert sum(1 for _ in container.decode(video=0)) == count
        context = stream.codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert context.pix_fmt == "yuv420p"


def test_the_same_bytes_on_any_thread(still: Path, tmp_path: Path) -> None:
    form = Format(192, 108, Fraction(30000, 1001), "standard", grain=0.5)

    def one(n: int) -> bytes:
        out = tmp_path / f"{n}.mp4"
        render_body(Shot(still, {"zoom": [1, 1.2], "sway": 0.01}, 30, 0, 7, (4, 9)), 30, form, out)
        return out.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1


def test_all_segments_share_their_parameter_sets(still: Path, tmp_path: Path) -> None:
    found = set()
    for n, motion in enumerate([{"zoom": 1.0}, {"zoom": [1, 1.3]}, {"sway": 0.01}]):
        out = tmp_path / f"{n}.mp4"
        render_body(Shot(still, motion, 90, 0), 1 + 20 * n, FORM, out)
        with av.open(str(out)) as container:
            found.add(bytes(container.streams.video[0].codec_context.extradata))
    assert len(found) == 1


@pytest.mark.parametrize("name", sorted(entries("motions")))
@pytest.mark.parametrize("accents", [(), (30, 60)])
@pytest.mark.parametrize("focus", [None, (0.0, 0.0, 0.1, 0.1), (0.7, 0.6, 0.3, 0.4)])
def test_no_motion_leaves_the_still_or_jumps(
    name: str, focus: tuple[float, float, float, float] | None, accents: tuple[int, ...]
) -> None:
    way = Way(Motion.from_params(plain(entries("motions")[name])), 120, Fraction(30), 16 / 9, focus, 5, accents)
    windows = [way.window(i) for i in range(120)]
    for window in windows:
        cos, sin = np.cos(np.radians(abs(window.turn))), np.sin(np.radians(abs(window.turn)))
        half_x, half_y = (cos + sin * 9 / 16) / 2 / window.zoom, (cos + sin * 16 / 9) / 2 / window.zoom
        assert half_x - 1e-9 <= window.x <= 1 - half_x + 1e-9
        assert half_y - 1e-9 <= window.y <= 1 - half_y + 1e-9
    steps = [abs(b.x - a.x) + abs(b.y - a.y) for a, b in itertools.pairwise(windows)]
    assert max(steps) < (0.04 if accents else 0.02)


@pytest.mark.parametrize("name", sorted(set(entries("transitions")) - {"cut"}))
def test_every_transition_joins_without_a_jump(name: str, still: Path, tmp_path: Path) -> None:
    """Its first frame is nearly the first shot's next one, its last nearly the second shot's one before."""
    other = texture(tmp_path / "other.png", 2)
    form = Format(192, 108, Fraction(30), "veryfast")
    hold = {"zoom": 1.1}
    count = 40
    out = tmp_path / "join.mp4"
    render_transition(
        Shot(still, hold, 90, 50), Shot(other, hold, 90, 0), plain(entries("transitions")[name]), count, form, out
    )
    frames = decoded(out)
    assert len(frames) == count
    for shot, frame in ((Shot(still, hold, 90, 50), frames[0]), (Shot(other, hold, 90, 39), frames[-1])):
        if name == "flash" and frame is frames[0]:
            continue  # a flash comes at once: that is what it is
        alone = tmp_path / "alone.mp4"
        render_body(shot, 1, form, alone)
        difference = np.abs(decoded(alone)[0].astype(int) - frame.astype(int))[:108].mean()
        assert difference < 12, f"{name} jumps by {difference:.1f}"


def test_a_transition_goes_on_with_both_paths(still: Path, tmp_path: Path) -> None:
    """A dissolve of a shot into itself is the shot: to the bit, so that nobody sees where segments meet."""
    side = Shot(still, {"zoom": [1.0, 1.3], "sway": 0.004}, 50, 20, 3, (24,))
    render_transition(side, side, {"family": "mix"}, 10, FORM, tmp_path / "t.mp4")
    render_body(side, 10, FORM, tmp_path / "b.mp4")
    for a, b in zip(decoded(tmp_path / "t.mp4"), decoded(tmp_path / "b.mp4"), strict=True):
        assert np.array_equal(a, b)


def test_a_gate_leaves_black_bars_and_the_picture_as_it_is_without(tmp_path):
    from dataclasses import replace

    whole = Format(128, 96, Fraction(30), "standard")
    assert whole.exposed == (128, 96)
    form = replace(whole, gate=(128, 64))
    planes = tuple(np.full(shape, 77, np.uint8) for shape in ((96, 128), (48, 64), (48, 64)))
    seen = form.opened(planes)
    assert seen[0].shape == (64, 128)
    assert (seen[0] == 77).all()
    assert (planes[0][:16] == 16).all()
    assert (planes[0][80:] == 16).all()
    assert (planes[1][:8] == 128).all()
    seen[0][:] = 200
    assert (planes[0][16:80] == 200).all()
    tall = replace(whole, gate=(64, 96)).opened(planes)
    assert tall[0].shape == (96, 64)
    assert (planes[0][:, :32] == 16).all()
