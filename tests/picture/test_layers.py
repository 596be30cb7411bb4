"""Layers: kept in an ordinary PNG, laid over each other without holes, haloes or jumps, and moving by themselves."""

from __future__ import annotations

import itertools
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from nbstudio.errors import InputError
from nbstudio.picture.astir import moving
from nbstudio.picture.camera import Camera, Shot
from nbstudio.picture.colour import Planes, planes
from nbstudio.picture.elements import Elements
from nbstudio.picture.layers import CHUNK, Alive, Depth, Layer, cut
from nbstudio.picture.stack import Stack
from nbstudio.picture.still import Still, load, save
from nbstudio.picture.warp import Window
from tests import jitter

SIZE = (384, 216)
FRAME = (320, 180)
KINDS = ("rain", "snow", "dust", "embers", "fog", "clouds", "lights", "stars", "beams", "lightning", "water")


def empty(width: int = FRAME[0], height: int = FRAME[1]) -> Planes:
    half = (height // 2, width // 2)
    return Planes(np.zeros((height, width), np.uint8), np.zeros(half, np.uint8), np.zeros(half, np.uint8))


def scene(seed: int = 1) -> np.ndarray:
    noise = np.random.default_rng(seed).random((12, 20, 3)).astype(np.float32)
    return cv2.resize(noise, SIZE, interpolation=cv2.INTER_CUBIC).clip(0, 1)


def layered(moving: tuple[dict[str, Any], ...] = ()) -> Still:
    """Return a bright figure that ends at the lower edge, before a dim scene, with half a ground before it."""
    back = scene() * 0.4
    figure = np.zeros(SIZE[::-1], np.uint8)
    cv2.ellipse(figure, (200, 110), (40, 60), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.rectangle(figure, (150, 150), (250, 216), 255, -1)
    alpha = cv2.GaussianBlur(figure, (0, 0), 1.2).astype(np.float32) / 255
    one = back + (0.9 - back) * alpha[..., None]
    ground = np.zeros(SIZE[::-1], np.float32)
    ground[195:] = 1
    two = one + (0.1 - one) * ground[..., None]
    found = []
    for cover, under, share in ((alpha, back, 1.0), (ground, one, 1.3)):
        kept, window = cut(cover, (0, 0), SIZE)
        below = np.round(255 * under[window]).astype(np.uint8)
        found.append(Layer((window[1].start, window[0].start), kept, below, share))
    return Still(np.round(255 * two).astype(np.uint8), (0.4, 0.3, 0.2, 0.3), Depth(tuple(found), 0.5, moving))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("still") / "still.png"
    save(layered(({"kind": "snow", "seed": 3}, {"kind": "rain", "behind": True})), out)
    return out


def test_a_layered_still_is_a_picture_for_everybody(path: Path, tmp_path: Path) -> None:
    still = layered()
    assert np.array_equal(cv2.imread(str(path)), still.bgr)
    read = load(path)
    assert [layer.share for layer in read.depth.layers] == [1.0, 1.3]
    assert np.array_equal(read.depth.layers[0].alpha, still.depth.layers[0].alpha)
    assert [entry["kind"] for entry in read.depth.moving] == ["snow", "rain"]
    save(read, tmp_path / "again.png")
    assert load(tmp_path / "again.png").depth.layers[1].corner == still.depth.layers[1].corner


def test_a_mesh_is_kept(tmp_path: Path) -> None:
    mesh = np.random.default_rng(1).uniform(-50, 900, (468, 3)).astype(np.float32)
    save(Still(layered().bgr, None, Depth(alive=(Alive(mesh),))), tmp_path / "m.png")
    assert np.abs(load(tmp_path / "m.png").depth.alive[0].mesh - mesh).max() <= 1 / 32 + 1e-4


@pytest.mark.parametrize("change", ["outside", "short", "text", "sizes"])
def test_damaged_layers_are_told(path: Path, tmp_path: Path, change: str) -> None:
    data = path.read_bytes()
    at = data.index(CHUNK)
    length = struct.unpack(">I", data[at - 4 : at])[0]
    body = data[at + 4 : at + 4 + length]
    body = {
        "outside": body.replace(b'"at": [', b'"at": [9'),
        "short": body[: length // 2],
        "text": body.replace(b'"format"', b'"format}', 1),
        "sizes": body.replace(b'"sizes": [', b'"sizes": [1'),
    }[change]
    # A chunk one byte longer moves the text's end too.
    if change in {"outside", "sizes"}:
        told = struct.unpack(">I", body[:4])[0]
        body = struct.pack(">I", told + 1 * (2 if change == "outside" else 1)) + body[4:]
    made = data[: at - 4] + struct.pack(">I", len(body)) + CHUNK + body
    made += struct.pack(">I", zlib.crc32(CHUNK + body)) + data[-12:]
    (tmp_path / "bad.png").write_bytes(made)
    with pytest.raises(InputError):
        load(tmp_path / "bad.png")


def test_at_rest_the_stack_is_the_still() -> None:
    still = layered()
    out = empty(*SIZE)
    Stack(still).show(lambda _: Window(0.5, 0.5, 1.0), out.all())
    for found, wanted in zip(out.all(), planes(still.bgr).all(), strict=True):
        assert np.abs(found.astype(int) - wanted).max() <= 2


def test_layers_part_without_holes_or_haloes() -> None:
    """Beside the figure there is only what is behind it: nothing brighter, nothing darker, nothing of the figure."""
    still = layered()
    stack = Stack(still)
    shifts = {0.5: 0.45, 1.0: 0.55, 1.3: 0.55}
    out, alone = empty(), empty()
    stack.show(lambda share: Window(shifts[share], 0.5, 1.15), out.all())
    stack.cards = ()
    stack.show(lambda share: Window(shifts[share], 0.5, 1.15), alone.all())
    behind = planes(np.round(255 * scene() * 0.4).astype(np.uint8))
    assert alone.y.max() <= behind.y.max() + 3, "nothing of the figure is left behind it"
    row = out.y[90].astype(int)
    assert row.min() >= alone.y[90].min() - 2
    inside = np.flatnonzero(row > 200)
    edge = out.y[90, inside[0] - 12 : inside[0]].astype(int)
    assert (np.diff(edge) >= -6).all(), "the edge only rises"
    assert out.y[150:].min() >= 16, "no hole under the ground"


def test_the_near_moves_more(path: Path) -> None:
    camera = Camera(Shot(path, {"zoom": 1.15, "truck": [-0.04, 0.04]}, 60, 0), FRAME, Fraction(30))
    moved = {share: [camera.way.window(frame, share).x for frame in (0, 59)] for share in (0.5, 1.0, 1.3)}
    span = {share: ends[1] - ends[0] for share, ends in moved.items()}
    assert span[0.5] < -0.02 < abs(span[1.0]) + 0.02
    assert span[1.3] > 0.01


def test_a_frame_is_the_same_whoever_asks(path: Path) -> None:
    """Frames of a body and of a transition that begin elsewhere agree to the byte."""
    shot = {"zoom": [1.05, 1.2], "sway": 0.01, "truck": [-0.02, 0.02]}
    one = Camera(Shot(path, shot, 60, 0, 5, (20,), (), 1.1), FRAME, Fraction(30))
    other = Camera(Shot(path, shot, 60, 18, 5, (20,), (), 1.1), FRAME, Fraction(30))
    for index in range(8):
        a, b = empty(), empty()
        one.show(18 + index, a.all())
        other.show(index, b.all())
        for found, wanted in zip(a.all(), b.all(), strict=True):
            assert np.array_equal(found, wanted)


def test_frames_are_the_same_on_any_thread(path: Path) -> None:
    def frames(_: int) -> bytes:
        camera = Camera(Shot(path, {"zoom": [1.05, 1.2]}, 20, 0, 5), FRAME, Fraction(30))
        out = empty()
        found = b""
        for index in range(6):
            camera.show(index, out.all())
            found += b"".join(plane.tobytes() for plane in out.all())
        return found

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(frames, range(4)))) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("behind", [False, True])
def test_every_element_moves_and_stays_within_the_picture(tmp_path: Path, kind: str, behind: bool) -> None:
    still = layered(({"kind": kind, "behind": behind, "horizon": 0.5, "colour": [0.8, 0.9, 0.7]},))
    bgr = still.bgr.copy()
    for x in range(30, 330, 24):
        bgr[20:32, x : x + 8] = 255  # lights
    save(Still(bgr, still.focus, still.depth), tmp_path / "s.png")
    camera = Camera(Shot(tmp_path / "s.png", {"zoom": 1.05}, 120, 0, 5), FRAME, Fraction(30))
    found = []
    for index in range(0, 120, 1 if kind == "lightning" else 10):
        out = empty()
        camera.show(index, out.all())
        assert out.y.min() >= 16
        assert out.y.max() <= 235
        found.append(np.concatenate([plane.ravel() for plane in out.all()]).astype(int))
    changes = [np.abs(b - a).mean() for a, b in itertools.pairwise(found)]
    assert max(changes) > 0.02
    if kind != "lightning":
        assert min(changes) > 0.005, "it never stands still"
        assert max(changes) < 9, "nor flashes"


def test_words_set_the_right_things_in_motion() -> None:
    def kinds(place: str, time: str = "day", weather: str = "clear", mood: str = "calm", **more: Any) -> set[str]:
        entries = moving(
            place, time, weather, mood, indoors=False, horizon=0.6, colour=np.ones(3), key=(1, 1, 1), seed=1, **more
        )
        return {entry["kind"] for entry in entries}

    assert "rain" in kinds("city", weather="rain")
    assert kinds("street", "night") == {"lights"}
    assert "lightning" in kinds("field", weather="storm")
    assert "water" in kinds("sea")
    assert "stars" in kinds("desert", "night")
    assert kinds("forest", weather="fog") == {"fog"}
    assert kinds("forest") == {"dust"}
    assert "embers" in kinds("forest", "night", fire=True)
    assert "embers" not in kinds("forest", "night", "rain", fire=True)
    assert "snow" in kinds("mountains", weather="snow")


@pytest.mark.parametrize("share", [0.5, 1.0, 1.3])
def test_a_layer_keeps_to_its_path(tmp_path: Path, share: float) -> None:
    """Phases against a spline on the same path: no more than a hundredth of a pixel, RMS, at any depth."""
    grey = jitter.texture((1152, 648), 5)
    picture = np.repeat(grey[..., None], 3, axis=2)
    layer = Layer((0, 0), np.full((648, 1152), 255, np.uint8), np.zeros_like(picture), share)
    save(Still(picture, (0.4, 0.4, 0.2, 0.2), Depth((layer,), 0.4)), tmp_path / "s.png")
    size, motion = (960, 540), {"zoom": [1.1, 1.16], "pan": [-0.9, 0.9], "truck": [-0.03, 0.03], "sway": 0.004}
    camera = Camera(Shot(tmp_path / "s.png", motion, 90, 0, 3), size, Fraction(30))
    luma_of_grey = planes(picture).y
    assert jitter.rms(camera, luma_of_grey, share, range(0, 90, 6), size) < 0.01


def test_edges_of_layers_do_not_pop(path: Path) -> None:
    """Under a slow camera the figure's edge goes by steps as small as the picture's own."""
    still = load(path)
    camera = Camera(Shot(path, {"zoom": 1.1, "truck": [-0.03, 0.03]}, 60, 0, 5), FRAME, Fraction(30))
    camera.elements = Elements((), ())
    out, seen = empty(), []
    for index in range(60):
        camera.show(index, out.all())
        seen.append(out.y.astype(int))
    assert still.depth.layers
    changes = [np.abs(b - a) for a, b in itertools.pairwise(seen)]
    worst = np.array([np.percentile(change, 99.9) for change in changes])
    assert worst.max() < 2.2 * np.median(worst) + 2


@pytest.mark.parametrize("high", [216, 360, 720])
def test_what_is_under_a_layer_ends_softly_within_its_window(high: int) -> None:
    """What is under it is graded otherwise than the picture: its window must not be seen as a box."""
    size = (high * 16 // 9, high)
    figure = np.zeros((high, size[0]), np.float32)
    cv2.circle(figure, (size[0] // 2, high // 2), high // 5, 1.0, -1)
    kept, window = cut(figure, (0, 0), size)
    picture = np.full((high, size[0], 3), 90, np.uint8)
    under = np.full((*kept.shape, 3), 130, np.uint8)
    layer = Layer((window[1].start, window[0].start), kept, under, 1.0)
    plate = Stack(Still(picture, (0.4, 0.3, 0.2, 0.3), Depth((layer,), 0.5))).plate.y.astype(int)
    assert plate.max() > plate.min() + 30  # it is there
    for line in (plate[high // 2], plate[:, size[0] // 2]):
        assert np.abs(np.diff(line)).max() <= 6
