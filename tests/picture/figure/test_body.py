"""Somebody far away: whole, upright, dressed as told, the same twice, and lit from where the lamp is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces import pack
from nbstudio.media import load_image
from nbstudio.picture import matte
from nbstudio.picture.figure.body import body
from nbstudio.picture.figure.canvas import Drawn
from nbstudio.picture.figure.light import Light, lit
from nbstudio.picture.figure.likeness import ANYBODY, Likeness, likeness
from nbstudio.picture.figure.outfit import BARE, GARMENTS, HEADWEAR, PROPS, Guise, Outfit, outfit, told
from nbstudio.picture.figure.stance import POSES, take

TALL = 150
ASSETS = Path(__file__).parents[3] / "specs" / "assets"
DAY = Light(np.full(3, 0.8, np.float32), np.full(3, 0.6, np.float32), np.full(3, 0.3, np.float32), (0.8, 0.0), 1.0)


def worn(**changes: object) -> Outfit:
    guise = Guise(**{"pose": "stand", "garment": "jacket", "colour": "red", **changes})  # type: ignore[arg-type]
    return outfit(guise, ANYBODY, "street", np.random.default_rng(3))


def drawn(who: Likeness = ANYBODY, **changes: object) -> Drawn:
    return body(who, worn(**changes), TALL, "street", np.random.default_rng(4))[0]


def rows(figure: Drawn) -> np.ndarray:
    return np.flatnonzero((figure.alpha > 0.5).any(axis=1))


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("turn", [0, 1])
def test_everybody_stands_on_the_ground_whole(pose: str, turn: int) -> None:
    one, stance = body(ANYBODY, replace(worn(pose=pose), turn=turn), TALL, "field", np.random.default_rng(5))
    other, _ = body(ANYBODY, replace(worn(pose=pose), turn=turn), TALL, "field", np.random.default_rng(5))
    assert np.array_equal(one.alpha, other.alpha)
    assert np.array_equal(one.colour, other.colour)
    assert rows(one)[-1] == pytest.approx(one.feet, abs=0.14 * one.unit)
    assert not one.alpha[:, [0, -1]].any(), "nothing is cut off at the sides"
    solid = (one.alpha > 0.5).astype(np.uint8)
    if pose not in {"lean", "sing"}:
        assert cv2.connectedComponents(solid)[0] == 2, "a figure is in one piece"
    x, y = one.middle + one.unit * stance.head[0], one.feet - one.unit * (7.5 - stance.head[1])
    assert one.alpha[round(y), round(x)] > 0.9, "the head is where it is told to be"


def test_nothing_of_the_widest_is_cut_off() -> None:
    for figure in (
        drawn(pose="open", garment="spacesuit"),
        drawn(prop="umbrella"),
        drawn(pose="dance", garment="gown"),
    ):
        assert not figure.alpha[:, [0, -1]].any()
        assert not figure.alpha[0].any()


def test_somebody_upright_is_as_tall_as_asked_and_seven_and_a_half_heads() -> None:
    figure = drawn()
    found = rows(figure)
    assert found[-1] - found[0] == pytest.approx(TALL, rel=0.03)
    wide = (figure.alpha > 0.5).sum(axis=1)
    head = wide[found[0] : found[0] + round(0.6 * figure.unit)].max()
    shoulders = wide[found[0] + round(1.6 * figure.unit)]
    assert 2.0 < shoulders / head < 3.2


@pytest.mark.parametrize("garment", GARMENTS)
def test_garments_are_worn_in_their_colour(garment: str) -> None:
    figure = drawn(garment=garment, colour="blue")
    chest = figure.feet - round(5.75 * figure.unit)
    at = figure.middle + round((0.95 if garment == "spacesuit" else 0.2) * figure.unit)
    b, g, r = figure.colour[chest, at]
    if garment != "spacesuit":  # whose back is the pack
        assert b > g > r
    shin = figure.feet - round(1.2 * figure.unit)
    legs = figure.colour[shin][figure.alpha[shin] > 0.9]
    skin = np.abs(legs - ANYBODY.skin).max(axis=1) < 0.2
    assert skin.any() == (garment in BARE - {"tee", "gown"})


def test_garments_differ_in_outline() -> None:
    area = {garment: float(drawn(garment=garment).alpha.sum()) for garment in GARMENTS}
    assert area["jacket"] < area["hoodie"] < area["coat"] < area["spacesuit"]
    assert area["dress"] < area["gown"]


@pytest.mark.parametrize("headwear", [kind for kind in HEADWEAR if kind not in {"helmet", "hood"}])
def test_hats_hide_the_hair(headwear: str) -> None:
    fair = replace(ANYBODY, hair=np.array([0.3, 0.6, 0.9], np.float32))
    bare, hatted = drawn(fair), drawn(fair, headwear=headwear)
    crown = bare.feet - round(7.35 * bare.unit)
    assert bare.colour[crown, bare.middle, 2] > 0.5
    assert hatted.colour[crown, bare.middle, 2] < 0.5


@pytest.mark.parametrize("prop", PROPS)
def test_what_is_carried_is_seen(prop: str) -> None:
    plain, carrying = drawn(), drawn(prop=prop)
    if prop == "umbrella":
        assert plain.feet + 0.5 * plain.unit < carrying.feet, "it reaches over the head"
        return
    row = plain.feet - round(5.2 * plain.unit)
    one, other = (
        plain.colour[row, plain.middle],
        carrying.colour[carrying.feet - round(5.2 * plain.unit), carrying.middle],
    )
    assert np.abs(one - other).max() > 0.05


def test_long_hair_falls_over_the_back() -> None:
    short, long = drawn(), drawn(replace(ANYBODY, long=True))
    row, column = short.feet - round(5.9 * short.unit), short.middle
    assert short.colour[row, column, 2] > 2.5 * short.colour[row, column, 0], "the red jacket"
    assert np.allclose(long.colour[row, column], ANYBODY.hair, atol=0.08)


def test_hair_is_as_the_words_tell() -> None:
    fair = told(Guise(hair="long", hair_colour="blond"), ANYBODY)
    assert fair.long
    assert fair.hair[2] > 2 * fair.hair[0]
    assert told(Guise(hair="bald"), fair).bald
    assert not told(Guise(hair="short"), fair).long
    assert told(Guise(), fair) is fair
    plain = drawn()
    assert len(rows(drawn(hair="bun"))) > len(rows(plain)) + 0.05 * plain.unit
    row = drawn(hair="ponytail").colour[plain.feet - round(6.2 * plain.unit), plain.middle]
    assert row[2] < 0.3, "hair over the red jacket"


def test_the_lamp_lights_the_side_that_it_is_on() -> None:
    figure = drawn()
    rights, lefts = lit(figure, DAY), lit(figure, replace(DAY, toward=(-0.8, 0.0)))
    there = figure.alpha > 0.9
    left = there & (np.arange(there.shape[1])[None, :] < figure.middle)
    right = there & (np.arange(there.shape[1])[None, :] > figure.middle)
    assert rights[right].mean() > 1.15 * rights[left].mean()
    assert lefts[left].mean() > 1.15 * lefts[right].mean()


def test_a_figure_before_the_light_is_dark() -> None:
    figure = drawn(colour="white")
    assert lit(figure, replace(DAY, toward=(0.0, 0.0)))[figure.alpha > 0.9].mean() < 0.62


def test_somebody_wears_the_same_in_all_of_a_film_and_more_in_the_cold() -> None:
    guise = Guise(who=77)
    picked = [outfit(guise, ANYBODY, "city", np.random.default_rng(seed)) for seed in range(8)]
    assert len({one.garment for one in picked}) == 1
    assert len({one.top.tobytes() for one in picked}) == 1
    assert len({one.pose for one in picked}) > 1
    everybody = [Guise(who=number) for number in range(40)]
    assert len({outfit(one, ANYBODY, "city", np.random.default_rng(0)).garment for one in everybody}) >= 4
    cold = {
        outfit(replace(one, weather="snow"), ANYBODY, "city", np.random.default_rng(0)).garment for one in everybody
    }
    assert cold <= {"coat", "hoodie"}


def test_nobody_sings_into_a_microphone_by_the_sea() -> None:
    for seed in range(6):
        assert outfit(Guise("sing"), ANYBODY, "stage", np.random.default_rng(seed)).pose == "sing"
        assert outfit(Guise("sing"), ANYBODY, "sea", np.random.default_rng(seed)).pose != "sing"


def test_there_is_no_bench_and_no_post_in_the_desert() -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        assert not take("sit", outfit(Guise("sit"), ANYBODY, "desert", rng).turn).needs
        assert outfit(Guise("lean"), ANYBODY, "desert", rng).pose != "lean"
        assert take("sit", outfit(Guise("sit", weather="rain"), ANYBODY, "street", rng).turn).needs == "bench"


def test_poses_have_anatomy() -> None:
    for pose, ways in POSES.items():
        for turn in range(len(ways)):
            stance = take(pose, turn)
            for arm in stance.arms:
                bones = np.hypot(*np.diff(arm.joints, axis=0).T)
                assert (bones > 0.7).all()
                assert (bones < 1.5).all()
            low = max(float(leg.joints[2][1]) for leg in stance.legs)
            assert 6.8 < low < 7.3


@pytest.fixture(scope="module")
def collins() -> pack.Pack:
    return pack.make(load_image(ASSETS / "astronaut.png"), matte.alpha, matte.cutout)


def test_a_photograph_tells_hair_skin_and_the_orange_suit(collins: pack.Pack) -> None:
    who = likeness(collins.anchor)
    b, g, r = who.cloth
    assert r > 1.6 * g > 1.6 * b
    assert who.vivid
    assert not who.long
    assert not who.bald
    blue, green, red = who.hair
    assert blue <= green <= red
    suit = outfit(Guise(garment="spacesuit"), who, "space", np.random.default_rng(1))
    assert suit.headwear == "helmet"
    assert np.array_equal(suit.top, who.cloth)


def test_long_and_no_hair_are_seen_in_a_photograph(collins: pack.Pack) -> None:
    """Hair's colour beside and below the face is long hair; the face's own colour all over the head is none."""
    view = collins.anchor
    assert view.face is not None
    x, y, w, h = view.face.box
    hair = np.array([30, 60, 90], np.uint8)

    def painted(*boxes: tuple[float, float, float, float], colour: np.ndarray) -> pack.View:
        cutout, alpha = view.cutout.copy(), view.alpha.copy()
        for left, up, right, down in boxes:
            part = slice(round(y + up * h), round(y + down * h)), slice(round(x + left * w), round(x + right * w))
            cutout[part], alpha[part] = colour, 255
        return replace(view, cutout=cutout, alpha=alpha)

    top = (-0.1, -0.3, 1.1, 0.02)
    beside = ((-0.25, -0.2, 0.03, 1.3), (0.97, -0.2, 1.25, 1.3))
    assert likeness(painted(top, *beside, colour=hair)).long
    assert not likeness(painted(top, colour=hair)).long
    cheeks = view.cutout[round(y + 0.45 * h) : round(y + 0.75 * h), round(x + 0.2 * w) : round(x + 0.8 * w)]
    skin = np.median(cheeks.reshape(-1, 3), axis=0).astype(np.uint8)
    assert likeness(painted((-0.2, -0.3, 1.2, 0.4), colour=skin)).bald


def test_much_hair_covers_the_nape_from_behind() -> None:
    bob = replace(ANYBODY, half=tuple(np.interp(np.linspace(0, 1, 9), [0, 0.6, 1], [0.2, 0.52, 0.52])))
    short, full = (
        body(w, replace(worn(), turn=0), TALL, "street", np.random.default_rng(4))[0] for w in (ANYBODY, bob)
    )
    assert short.unit == full.unit
    at = full.feet - round(6.7 * full.unit)  # below the ears, above the collar
    assert (full.alpha[at] > 0.5).sum() > 1.25 * (short.alpha[at] > 0.5).sum()


def test_a_dark_suit_under_dark_hair_is_dark(collins: pack.Pack) -> None:
    view = collins.anchor
    assert view.face is not None
    x, y, w, h = (round(v) for v in view.face.box)
    chest = view.cutout.copy()
    hair = np.array(likeness(view).hair) * 255
    chest[y + round(1.25 * h) :] = hair.astype(np.uint8)
    chest[y + round(1.25 * h) :, x : x + w] = 235
    who = likeness(replace(view, cutout=chest))
    assert who.cloth.max() < 0.6
