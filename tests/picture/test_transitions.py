"""Transitions: no jump at either end, no frame without a picture, the same by the same seed, each its own."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture import ease
from nbstudio.picture.blend import around, moved
from nbstudio.picture.colour import Planes, planes
from nbstudio.picture.mattes import matte, weight
from nbstudio.picture.outlines import OUTLINES
from nbstudio.picture.transition import Stage, families, mixer
from nbstudio.picture.warp import Window, seen

CATALOG = Path(__file__).parents[2] / "rules" / "catalog" / "transitions.yaml"
ENTRIES: dict[str, dict[str, Any]] = YAML(typ="safe").load(CATALOG.read_text("utf-8"))
NAMES = sorted(set(ENTRIES) - {"cut"})
SIZES = [(256, 144), (144, 256), (130, 130)]
AWAY = {"dip", "shutter", "flash"}
"""Families that leave both pictures for a colour."""


def picture(seed: int, size: tuple[int, int] = SIZES[0]) -> Planes:
    """Return a picture neither dark nor bright, with detail; two seeds have two hues."""
    noise = np.random.default_rng(seed).random((9, 15, 3)).astype(np.float32)
    tint = np.array([90, 60, 30] if seed % 2 else [20, 60, 100], np.float32)
    return planes((cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC) * 110 + tint).clip(0, 255).astype(np.uint8))


def psnr(a: Planes, b: Planes) -> float:
    error = np.mean([np.mean((p.astype(float) - q.astype(float)) ** 2) for p, q in zip(a.all(), b.all(), strict=True)])
    return 99.0 if error < 1e-3 else float(10 * np.log10(255**2 / error))


def test_the_catalog_is_rich_and_every_family_is_used() -> None:
    assert len(ENTRIES) >= 36
    assert {entry["family"] for entry in ENTRIES.values()} == set(families())
    for entry in ENTRIES.values():
        assert entry["about"].endswith(".")
        assert 0 <= entry["beats"] <= 4
        assert entry.get("align", "middle") in {"middle", "start", "end"}
        assert entry.get("ease", "linear") in ease.CURVES


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_it_begins_as_the_first_picture_and_ends_as_the_second(name: str, size: tuple[int, int]) -> None:
    a, b = picture(1, size), picture(2, size)
    untouched = [plane.copy() for plane in (*a.all(), *b.all())]
    faces = lambda t: ((0.2 + 0.1 * t, 0.2, 0.2, 0.3), (0.5, 0.3, 0.1, 0.15))  # noqa: E731
    mix = mixer(ENTRIES[name], Stage(*size, seed=3, faces=faces))
    for t, wanted in ((1e-4, a), (1 - 1e-4, b)):
        found = mix(a, b, t)
        for plane, like in zip(found.all(), wanted.all(), strict=True):
            assert plane.shape == like.shape
            assert plane.dtype == np.uint8
        assert psnr(found, wanted) > 38, f"{name} is not at rest at {t}"
    mix(a, b, 0.5)
    assert all(np.array_equal(p, q) for p, q in zip(untouched, (*a.all(), *b.all()), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_from_one_to_the_other_and_never_stands_still(name: str) -> None:
    a, b = picture(1), picture(2)
    mix = mixer(ENTRIES[name], Stage(*SIZES[0], seed=3))
    frames = [mix(a, b, (n + 1) / 16) for n in range(15)]
    for one, other in itertools.combinations(frames[1::4], 2):
        assert psnr(one, other) < 45, f"{name} stands still"
    if ENTRIES[name]["family"] not in AWAY:
        for frame in frames:
            assert 40 < frame.y.mean() < 225, f"{name} leaves the pictures"
            assert frame.y.std() > 4
    # Nearer to the first picture at the start, to the second at the end.
    assert psnr(frames[0], a) > psnr(frames[-1], a)
    assert psnr(frames[-1], b) > psnr(frames[0], b)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_frames(name: str) -> None:
    a, b = picture(1), picture(2)
    made = [mixer(ENTRIES[name], Stage(*SIZES[0], seed=5)) for _ in range(2)]
    for t in (0.2, 0.5, 0.8):
        one, other = (mix(a, b, t) for mix in made)
        assert all(np.array_equal(p, q) for p, q in zip(one.all(), other.all(), strict=True))


def test_no_two_of_a_family_are_the_same() -> None:
    a, b = picture(1), picture(2)
    made = {name: [mixer(ENTRIES[name], Stage(*SIZES[0], seed=5))(a, b, t) for t in (0.3, 0.6)] for name in NAMES}
    for one, other in itertools.combinations(NAMES, 2):
        if {one, other} == {"whip-pan", "whip-pan-right"}:
            continue  # one is the other's short name
        likeness = min(psnr(p, q) for p, q in zip(made[one], made[other], strict=True))
        assert likeness < 45, f"{one} and {other} look the same"


def test_faces_lie_on_one_another_half_way() -> None:
    """Two bright dots, where the faces are, come to be one."""
    dots = []
    for x, y in ((60, 40), (180, 90)):
        bgr = np.full((144, 256, 3), 60, np.uint8)
        cv2.circle(bgr, (x, y), 8, (255, 255, 255), -1)
        dots.append(planes(bgr))
    boxes = tuple(((x - 8) / 256, (y - 8) / 144, 16 / 256, 16 / 144) for x, y in ((60, 40), (180, 90)))
    frame = mixer({"family": "match"}, Stage(256, 144, faces=lambda _: boxes))(dots[0], dots[1], 0.5)
    rows, columns = np.nonzero(frame.y > 180)
    assert abs(columns.mean() - 120) < 1.5
    assert abs(rows.mean() - 65) < 1.5
    assert np.ptp(columns) <= 20, "one dot, not two"


def test_a_face_is_found_where_the_window_shows_it() -> None:
    assert seen((0.4, 0.4, 0.2, 0.2), Window(0.5, 0.5, 1.0)) == pytest.approx((0.4, 0.4, 0.2, 0.2))
    assert seen((0.4, 0.4, 0.2, 0.2), Window(0.5, 0.5, 2.0)) == pytest.approx((0.3, 0.3, 0.4, 0.4))


def test_moving_keeps_luma_and_chroma_together() -> None:
    """An edge of both, moved by fractions of a pixel, stays one edge."""
    bgr = np.zeros((64, 64, 3), np.uint8)
    bgr[:, 32:] = (0, 0, 255)
    turned = moved(planes(bgr), around((31.5, 31.5), 1.7))
    edge_y = np.interp(40, turned.y[32].astype(float), np.arange(64))
    edge_v = np.interp(184, turned.v[16].astype(float), 2 * np.arange(32) + 0.5)
    assert abs(edge_y - edge_v) < 1.5


def test_mattes_run_from_nought_to_one() -> None:
    for entry in ENTRIES.values():
        if entry["family"] == "matte" and entry["shape"] != "light":
            field = matte(entry, 72, 128, 1)
            assert field.min() == 0
            assert field.max() == pytest.approx(1)
            assert weight(field, 0.0, 0.05).max() == 0
            assert weight(field, 1.0, 0.05).min() == pytest.approx(1, abs=1e-4)


def test_outlines_close() -> None:
    for outline in OUTLINES.values():
        ends = outline(np.array([0.0, 2 * np.pi - 1e-6], np.float32))
        assert abs(ends[0] - ends[1]) < 0.03
        assert 0.8 < outline(np.linspace(0, 2 * np.pi, 720, dtype=np.float32)).mean() < 1.3


@pytest.mark.parametrize("name", ease.CURVES)
def test_an_easing_goes_from_nought_to_one_and_never_back(name: str) -> None:
    curve = ease.CURVES[name]
    steps = [curve(n / 100) for n in range(101)]
    assert steps[0] == 0
    assert steps[-1] == pytest.approx(1)
    assert all(one <= other for one, other in itertools.pairwise(steps))


def test_what_is_unknown_is_refused() -> None:
    for params, said in (
        ({"family": "magic"}, "magic"),
        ({"family": "mix", "ease": "bouncy"}, "bouncy"),
        ({"family": "mix", "way": "sideways"}, "sideways"),
        ({"family": "matte", "shape": "duck"}, "duck"),
    ):
        with pytest.raises(ValueError, match=said):
            mixer(params, Stage(64, 64))
