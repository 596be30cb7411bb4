"""Several people in one still: framed together, matched, each a layer, each still the person."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from nbstudio.faces import backends, pack
from nbstudio.faces.assigning import assigned
from nbstudio.picture import compose as composing
from nbstudio.picture import grouping, joining, layout, matte
from nbstudio.picture.camera import Camera, Shot
from nbstudio.picture.grouping import Member, group, seats
from nbstudio.picture.look import Look
from nbstudio.picture.person import Placed
from nbstudio.picture.scenery.scene import Scene, paint
from nbstudio.picture.sizes import LADDER, SHARES, held
from nbstudio.picture.still import load
from nbstudio.provider import Request
from nbstudio.providers import embedded
from tests.picture.test_compose import HEIGHT, WIDTH, backdrop

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
PEOPLE = Path(__file__).parents[1] / "faces" / "people"
PHOTOS = {
    "collins": ASSETS / "astronaut.png",
    "hopper": ASSETS / "grace_hopper.jpg",
    "obama": PEOPLE / "obama-2012.jpg",
    "biden": PEOPLE / "biden-2010.jpg",
}
BY = backends.find(backends.DEFAULT)
WIDE, UPRIGHT = 16 / 9, 9 / 16


@pytest.fixture(scope="module")
def packs() -> dict[str, pack.Pack]:
    return {name: pack.make(cv2.imread(str(path)), matte.alpha, matte.cutout) for name, path in PHOTOS.items()}


@pytest.fixture(scope="module")
def files(packs: dict[str, pack.Pack], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packs")
    for name, one in packs.items():
        pack.save(one, folder / name)
    return {name: folder / name for name in packs}


def drawn(files: dict[str, Path], out: Path, names: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """Leave a still of people at `out`; return its facts."""
    params = {
        "width": 640, "height": 360, "style": {"grade": {}}, "words": "on a street at night", "prompt": "",
        "location": "", "size": "medium-close-up", "angle": None, "people": list(names), "seed": 3, **changes,
    }  # fmt: skip
    request = Request("image", params, {"face": tuple(files[name] for name in names)}, out)
    return dict(embedded.render(request).facts)


def sitter(head: float = 100.0, *, turn: float = 0.0, below: float = 4.0, crown: float | None = 20.0) -> Member:
    return Member(head, 80.0, 150.0, (300, round(80 + below * head)), crown, turn)


# Sizes and places


@pytest.mark.parametrize(
    ("size", "count", "aspect", "granted"),
    [
        ("close-up", 1, WIDE, "close-up"),
        ("extreme-close-up", 2, WIDE, "close-up"),
        ("close-up", 2, WIDE, "close-up"),
        ("close-up", 3, WIDE, "medium-close-up"),
        ("close-up", 4, WIDE, "medium-close-up"),
        ("close-up", 2, UPRIGHT, "medium"),
        ("medium", 3, UPRIGHT, "cowboy"),
        ("close-up", 2, 1.0, "medium-close-up"),
        ("medium", 4, WIDE, "medium"),
        ("wide", 4, UPRIGHT, "wide"),
        ("silhouette", 4, UPRIGHT, "silhouette"),
    ],
)
def test_a_size_too_near_is_the_nearest_that_holds_all(size: str, count: int, aspect: float, granted: str) -> None:
    assert held(size, count, aspect) == granted


def test_more_people_are_never_seen_from_nearer() -> None:
    for aspect in (UPRIGHT, 4 / 5, 1.0, WIDE, 2.39):
        for size in LADDER:
            steps = [LADDER.index(held(size, count, aspect)) for count in (1, 2, 3, 4)]
            assert steps == sorted(steps)


@pytest.mark.parametrize("frame", [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)])
@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("size", ["close-up", "medium-close-up", "medium", "cowboy"])
def test_heads_are_alike_eyes_near_one_line_and_nobody_is_cut(frame: tuple[int, int], count: int, size: str) -> None:
    photos = [sitter(80.0), sitter(140.0), sitter(60.0, crown=0.5), sitter(100.0)][:count]
    for seed in range(12):
        found = group(size, photos, frame, seed=seed)
        assert len({framing.size for framing in found}) == 1
        heads = [framing.scale * one.head for framing, one in zip(found, photos, strict=True)]
        assert max(heads) == heads[0]
        assert min(heads) > 0.85 * heads[0]
        eyes = [framing.y + framing.scale * one.eyes for framing, one in zip(found, photos, strict=True)]
        assert max(eyes) - min(eyes) < 0.2 * heads[0]
        middles = sorted(framing.x + framing.scale * one.middle for framing, one in zip(found, photos, strict=True))
        assert middles[0] > 0.35 * heads[0]
        assert middles[-1] < frame[0] - 0.35 * heads[0]
        assert all(after - before > 0.75 * heads[0] for before, after in pairwise(middles))


def test_the_smallest_photo_decides_for_all() -> None:
    (one, other) = group("close-up", [sitter(200.0), sitter(40.0)], (1920, 1080))
    assert one.size == other.size == "cowboy"


def test_who_looks_to_a_side_looks_inward() -> None:
    for seed in range(6):
        left, right = seats([sitter(turn=-0.4), sitter(turn=0.4)], seed)
        assert (left, right) == (1, 0)
        assert seats([sitter(turn=-0.4), sitter(turn=0.4)], seed, apart=True) == (0, 1)


def test_seeds_that_follow_each_other_change_sides() -> None:
    assert {seats([sitter(), sitter()], seed) for seed in (4, 5)} == {(0, 1), (1, 0)}


def test_the_first_named_stands_in_the_middle_of_a_row() -> None:
    for seed in range(6):
        assert seats([sitter()] * 3, seed)[0] == 1
        assert seats([sitter()] * 4, seed)[0] in (1, 2)
        assert sorted(seats([sitter(turn=0.5), sitter(), sitter(turn=-0.3), sitter()], seed)) == [0, 1, 2, 3]


def test_light_comes_from_the_same_side_for_all() -> None:
    from nbstudio.picture import relight

    setting = backdrop(lamp=(0.5, 0.3))
    faces = [(100.0, 200.0, 60.0, 80.0), (700.0, 210.0, 60.0, 80.0)]
    people = [
        Placed(np.zeros((4, 4, 3), np.float32), *2 * (np.zeros((4, 4), np.float32),), (0, 0), face, (WIDTH, HEIGHT))
        for face in faces
    ]
    sides = [np.sign(relight.towards(joining._shared(setting, people, one).lamp, one).towards[0]) for one in people]
    assert sides[0] == sides[1]


# Stills


@pytest.mark.parametrize("size", ["close-up", "medium-close-up", "medium"])
@pytest.mark.parametrize("names", [("collins", "obama"), ("biden", "hopper"), ("hopper", "collins", "biden")])
def test_everybody_is_the_person_and_stands_where_it_is_told(
    packs: dict[str, pack.Pack], names: tuple[str, ...], size: str
) -> None:
    people = [packs[name] for name in names]
    still = composing.compose(people, backdrop(), Look(), size=size, seed=4)
    scores = assigned(still.bgr, [(one.embedding, BY) for one in people], still.faces)
    assert all(score is not None and score.value >= 0.85 for score in scores), scores
    for one, face in zip(people, still.faces, strict=True):
        alone = assigned(still.bgr, [(one.embedding, BY)], (face,))[0]
        assert alone is not None
        assert alone.value >= 0.85
    x, y, w, h = still.focus
    assert all(x <= face[0] + 1e-4 and face[0] + face[2] <= x + w + 1e-4 for face in still.faces)
    assert all(y <= face[1] + 1e-4 and face[1] + face[3] <= y + h + 1e-4 for face in still.faces)


def test_each_is_a_layer_and_the_nearest_moves_most(packs: dict[str, pack.Pack]) -> None:
    still = composing.compose([packs["collins"], packs["obama"]], backdrop(), Look(), size="medium", seed=4)
    behind, before = still.depth.layers[:2]
    assert before.share > behind.share > still.depth.share
    for layer, (x, y, w, h) in zip((before, behind), still.faces, strict=True):
        column, row = round((x + w / 2) * WIDTH) - layer.corner[0], round((y + h / 2) * HEIGHT) - layer.corner[1]
        assert layer.alpha[row, column] > 250
    # Under the nearest one stands the other: the first's layer alone shows nobody.
    assert assigned(still.bgr, [(packs["obama"].embedding, BY)])[0] is not None


def test_one_in_a_list_is_one(packs: dict[str, pack.Pack]) -> None:
    one, same = (composing.compose(who, backdrop(), Look(), seed=4).bgr for who in (packs["obama"], [packs["obama"]]))
    assert np.array_equal(one, same)


def test_two_are_the_same_bytes_again_and_others_for_another_seed(packs: dict[str, pack.Pack]) -> None:
    both = [packs["obama"], packs["hopper"]]
    one, same, other = (composing.compose(both, backdrop(), Look(), seed=seed).bgr for seed in (4, 4, 5))
    assert np.array_equal(one, same)
    assert np.abs(one.astype(int) - other).mean() > 5


@pytest.mark.parametrize("size", ["wide", "extreme-wide"])
def test_two_far_away_are_two_figures(packs: dict[str, pack.Pack], size: str) -> None:
    setting = replace_back(0.75)
    alone = composing.compose(packs["obama"], setting, Look(), size=size, place_name="stage", seed=4)
    both = composing.compose([packs["obama"], packs["hopper"]], setting, Look(), size=size, place_name="stage", seed=4)
    assert len(figures(alone)) == 1
    assert len(figures(both)) == 2


def replace_back(level: float) -> Any:
    return replace(backdrop(level), haze=0.0)


def figures(still: Any) -> list[int]:
    """Return the widths of what is covered, from left to right."""
    (layer,) = still.depth.layers
    covered = (layer.alpha[: layer.alpha.shape[0] // 2] > 128).any(axis=0).astype(int)
    edges = np.diff(np.concatenate([[0], covered, [0]]))
    return [int(w) for w in np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1) if w > 3]


def test_silhouettes_of_two_are_black_and_two(packs: dict[str, pack.Pack]) -> None:
    still = composing.compose(
        [packs["collins"], packs["biden"]], backdrop(0.8), Look(), size="silhouette", place_name="sky", seed=4
    )
    assert assigned(still.bgr, [(packs["collins"].embedding, BY)])[0] is None
    for x, y, w, h in still.faces:
        part = still.bgr[round(y * HEIGHT) : round((y + h) * HEIGHT), round(x * WIDTH) : round((x + w) * WIDTH)]
        assert np.median(part) < 30


def test_one_dreams_of_the_other(packs: dict[str, pack.Pack]) -> None:
    both = composing.compose(
        [packs["obama"], packs["hopper"]], backdrop(0.3), Look(), size="double-exposure", seed=4
    ).bgr
    alone = composing.compose(packs["obama"], backdrop(0.3), Look(), size="double-exposure", seed=4).bgr
    found = assigned(both, [(packs["obama"].embedding, BY), (packs["hopper"].embedding, BY)])
    assert found[1] is not None
    assert found[1].value > 0.85
    assert assigned(alone, [(packs["hopper"].embedding, BY)])[0] is None or found[1].value > 0.85


# The provider


def test_facts_name_everybody(files: dict[str, Path], tmp_path: Path) -> None:
    facts = drawn(files, tmp_path / "s.png", ("collins", "obama"), size="extreme-close-up")
    assert (facts["asked"], facts["size"]) == ("extreme-close-up", "close-up")
    identity = facts["identity"]
    assert identity["passed"] is True
    assert identity["missing"] == []
    assert list(identity["people"]) == ["collins", "obama"]
    for one in identity["people"].values():
        assert set(one) == {"score", "raw", "backend", "digest", "passed"}
        assert one["score"] >= 0.85
        assert one["digest"] == BY.digest
    assert identity["score"] == min(one["score"] for one in identity["people"].values())


def test_one_whose_photo_is_another_is_told(files: dict[str, Path], packs: Any, tmp_path: Path) -> None:
    """The gate is everybody's own: a wrong face fails by its name, and the right one passes beside it."""
    wrong = replace(packs["obama"], embedding=packs["biden"].embedding)
    pack.save(wrong, tmp_path / "wrong")
    facts = drawn({**files, "wrong": tmp_path / "wrong"}, tmp_path / "s.png", ("collins", "wrong"))["identity"]
    assert facts["passed"] is False
    assert facts["people"]["collins"]["passed"] is True
    assert facts["people"]["wrong"]["passed"] is False


@pytest.mark.parametrize(
    "style",
    [
        {"grade": {"levels": 5, "ink": 0.9}},
        {"grade": {"medium": "ink"}},
        {"paint": {"style": 3, "strength": 0.9}},
    ],
)
def test_graphic_styles_keep_both_faces(files: dict[str, Path], tmp_path: Path, style: dict[str, Any]) -> None:
    facts = drawn(files, tmp_path / "s.png", ("collins", "biden"), size="close-up", style={"grade": {}, **style})
    assert facts["identity"]["passed"], facts["identity"]


@pytest.mark.parametrize("size", ["split-screen", "collage"])
@pytest.mark.parametrize("frame", [(640, 360), (360, 640)])
def test_a_layout_shows_both(files: dict[str, Path], tmp_path: Path, size: str, frame: tuple[int, int]) -> None:
    facts = drawn(files, tmp_path / "s.png", ("collins", "biden"), size=size, width=frame[0], height=frame[1])
    assert facts["identity"]["passed"], facts["identity"]
    assert facts["identity"]["missing"] == []


def test_a_split_screen_has_one_panel_each(packs: dict[str, pack.Pack]) -> None:
    people = tuple(packs[name].anchor for name in ("collins", "obama", "hopper"))
    order = layout.Order(people, Scene("street", "night", "clear", "calm", 5), (640, 360), 3)
    still = layout.split(order, Look(), lambda still, _calm, _who: still)
    assert len(still.faces) == 3
    thirds = sorted(int(3 * (x + w / 2)) for x, _, w, _ in still.faces)
    assert thirds == [0, 1, 2]


# Life


@pytest.fixture(scope="module")
def duet(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("duet") / "s.png"
    drawn(files, out, ("collins", "obama"), size="close-up")
    return out


def test_both_live_and_the_first_named_sings(duet: Path) -> None:
    from fractions import Fraction

    still = load(duet)
    assert [(face.layer, face.who) for face in still.depth.alive] == [(1, 0), (0, 1)]
    camera = Camera(Shot(duet, {"zoom": [1.0, 1.0]}, 120, 0, 9, mouth=(1.0,) * 120), (640, 360), Fraction(30))
    assert camera.sings == "the mouth follows the voice"
    assert camera.lives[1].mouth is not None
    assert camera.lives[0].mouth is None
    other = Camera(
        Shot(duet, {"zoom": [1.0, 1.0]}, 120, 0, 9, mouth=(1.0,) * 120, singers=(1,)), (640, 360), Fraction(30)
    )
    assert [other.lives[n].mouth is not None for n in (0, 1)] == [True, False]
    blinks = [[camera.lives[n]._shut(i / 30) > 0.5 for i in range(120)] for n in (0, 1)]
    assert any(blinks[0])
    assert any(blinks[1])
    assert blinks[0] != blinks[1]
    leans = [camera.lives[n].lean(40) for n in (0, 1)]
    assert not np.allclose(leans[0], leans[1])


def test_a_frame_at_rest_is_the_still(duet: Path) -> None:
    """With nobody moving, layers laid over each other are the picture again."""
    from nbstudio.picture.stack import Stack
    from nbstudio.picture.warp import Window

    still = load(duet)
    height, width = still.bgr.shape[:2]
    stack = Stack(replace(still, depth=replace(still.depth, alive=())))
    shape = (height // 2, width // 2)
    out = np.empty((height, width), np.uint8), np.empty(shape, np.uint8), np.empty(shape, np.uint8)
    stack.show(lambda _: Window(0.5, 0.5, 1.0), out)
    whole = cv2.cvtColor(still.bgr, cv2.COLOR_BGR2YUV_I420)[:height]
    assert np.abs(out[0].astype(int) - whole).mean() < 1.5


def test_a_scene_painted_is_a_place_for_two(packs: dict[str, pack.Pack]) -> None:
    scene = paint(Scene("sea", "dusk", "clear", "calm", 5), WIDTH, HEIGHT)
    still = composing.compose(
        [packs["collins"], packs["biden"]], scene, Look(), size="medium", place_name="sea", seed=2
    )
    assert still.bgr.shape == (HEIGHT, WIDTH, 3)
    assert SHARES["medium"] * 0.6 < still.faces[0][3] < SHARES["medium"] * 1.3
    assert grouping.BEHIND[1] - 0.2 < still.faces[1][3] / still.faces[0][3] < 1.15
