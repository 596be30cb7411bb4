from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture.look import Look, colour, grade, stretched
from nbstudio.picture.scenery.scene import places
from nbstudio.words.manner import Manner

STYLES = YAML(typ="safe").load(Path(__file__).parents[2] / "rules" / "catalog" / "styles.yaml")
CATALOG = Path(__file__).parents[2] / "rules" / "catalog"
TRANSITIONS, MOTIONS = (set(YAML(typ="safe").load(CATALOG / f"{name}.yaml")) for name in ("transitions", "motions"))


@pytest.fixture(scope="module")
def picture():
    yy, xx = np.mgrid[0:1:90j, 0:1:160j].astype(np.float32)
    return np.dstack([xx, yy, 1 - 0.5 * xx]).astype(np.float32)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_complete(name):
    style = STYLES[name]
    assert style["about"].endswith(".")
    assert Look.of(style["grade"])
    assert {"low", "mid", "high"} <= set(style["pace"]) <= {"low", "mid", "high", "offbeat", "burst"}
    assert style["pace"]["low"] >= style["pace"]["mid"] >= style["pace"]["high"] >= 1
    assert set(style["transitions"]) <= TRANSITIONS
    assert set(style["motions"]) <= MOTIONS
    assert set(style["places"]) <= set(places())
    for words in (style["transitions"], style["motions"], style["places"]):
        assert len(set(words)) == len(words) >= 2
    if "paint" in style:
        assert 0 <= style["paint"]["style"] < 26
        assert 0 < style["paint"]["strength"] <= 1
        assert set(style["paint"]) <= {"style", "strength", "colour"}
    assert style.get("hour", "day") in {"dawn", "day", "dusk", "night"}
    known = {"about", "grade", "paint", "pace", "transitions", "motions", "places", "hour", "accents"}
    known |= {"captions", "titles", "directing", "camera", "aspect"}
    assert set(style) <= known
    # A style is more than a grade: each directs in its own way.
    assert Manner.of(style["directing"]).sizes
    others = [other["directing"] for key, other in STYLES.items() if key != name]
    assert style["directing"] not in others


@pytest.mark.parametrize("name", STYLES)
def test_a_look_keeps_shape_range_and_bytes(picture, name):
    look = Look.of(STYLES[name]["grade"])
    before = picture.copy()
    out = grade(picture, look, 4)
    assert out.shape == picture.shape
    assert out.dtype == np.float32
    assert out.min() >= 0
    assert out.max() <= 1
    np.testing.assert_array_equal(picture, before)
    np.testing.assert_array_equal(out, grade(picture, look, 4))


def test_no_two_styles_look_alike(picture):
    outs = {name: grade(picture, Look.of({**s["grade"], "grain": 0.0}), 1) for name, s in STYLES.items()}
    names = list(outs)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if "paint" not in STYLES[one] and "paint" not in STYLES[other]:
                assert np.abs(outs[one] - outs[other]).mean() > 0.015, (one, other)


def test_the_default_changes_nothing(picture):
    np.testing.assert_allclose(grade(picture, Look()), picture, atol=2e-4)


def test_each_number_does_what_it_says(picture):
    grey = np.full((40, 60, 3), 0.4, np.float32)
    assert grade(grey, Look(exposure=1)).mean() > 0.5
    warm = grade(grey, Look(temperature=1)).mean(axis=(0, 1))
    assert warm[2] > warm[1] > warm[0]
    magenta = grade(grey, Look(tint=1)).mean(axis=(0, 1))
    assert magenta[1] < min(magenta[0], magenta[2])
    flat = grade(picture, Look(saturation=0))
    assert np.ptp(flat, axis=-1).max() < 1e-3
    assert grade(picture, Look(contrast=0.8)).std() > picture.std() > grade(picture, Look(contrast=-0.8)).std()
    assert grade(np.zeros((8, 8, 3), np.float32), Look(fade=1)).mean() > 0.1
    corner = grade(grey, Look(vignette=1))
    assert corner[0, 0].mean() < 0.6 * corner[20, 30].mean()


def test_bloom_spreads_light_and_halation_spreads_red():
    lamp = np.zeros((256, 256, 3), np.float32)
    lamp[112:144, 112:144] = 1
    bloom = grade(lamp, Look(bloom=1))[128, 150]
    assert bloom.min() > 0.01
    red = grade(lamp, Look(halation=1))[128, 147]
    assert red[2] > 2 * red[0]


def test_grain_is_seeded_and_leaves_the_mean():
    grey = np.full((128, 128, 3), 0.5, np.float32)
    one, same, other = (grade(grey, Look(grain=1), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    assert abs(float(one.mean()) - 0.5) < 0.005
    assert 0.005 < float(one.std()) < 0.06


def test_duotone_lies_between_its_inks(picture):
    out = grade(picture, Look(duotone=("#100040", "#ffd080")))
    dark, light = colour("#100040"), colour("#ffd080")
    share = (out - dark) / (light - dark)
    assert np.ptp(share, axis=-1).max() < 0.02


def test_an_unknown_number_is_refused():
    with pytest.raises(ValueError, match="sparkle"):
        Look.of({"sparkle": 1})


def test_a_dark_scene_is_stretched_from_black_to_white_and_keeps_its_hues(picture):
    dark = 0.25 * picture
    out = stretched(dark, 1.0)
    assert dark.max() < 0.3
    assert np.percentile(out, 99) > 0.8
    ranked = np.sort(dark, axis=-1)
    strong = (ranked[..., 2] - ranked[..., 1] > 0.01) & (out.max(axis=-1) < 1) & (out.max(axis=-1) > 0.02)
    assert strong.mean() > 0.2
    np.testing.assert_array_equal(out[strong].argmax(axis=-1), dark[strong].argmax(axis=-1))
    np.testing.assert_allclose(stretched(dark, 0.0), dark, atol=1e-6)


def test_a_leak_adds_its_colour_at_a_side_and_slats_only_darken(picture):
    grey = np.full_like(picture, 0.3)
    leaked = grade(grey, Look(leak=0.8, leak_colour="#ff0000"), 3) - grey
    assert leaked.min() > -1e-6
    assert leaked[..., 2].mean() > 20 * leaked[..., 0].mean()
    ends = leaked[:, :8, 2].mean(), leaked[:, -8:, 2].mean()
    assert max(ends) > 1.8 * leaked[:, 70:90, 2].mean()
    shaded = [grade(picture, Look(slats=0.6), seed) for seed in range(12)]
    assert all((made <= picture + 1e-6).all() for made in shaded)
    bare = sum(np.allclose(made, picture, atol=1e-6) for made in shaded)
    assert 0 < bare < 12


def test_a_part_under_a_medium_is_like_the_same_part_of_the_whole(picture):
    window = (slice(20, 70), slice(30, 120))
    look = Look(medium="oil")
    whole, part = grade(picture, look, 4)[window], grade(picture, look, 4, window)
    assert part.shape == whole.shape
    assert np.abs(part.mean(axis=(0, 1)) - whole.mean(axis=(0, 1))).max() < 0.03


def test_more_inks_than_two_stand_in_order(picture):
    look = Look(duotone=("#000000", "#ff0000", "#ffffff"))
    grey = np.linspace(0, 1, 256, dtype=np.float32)[None, :, None].repeat(3, axis=2)
    made = grade(grey, look)[0]
    np.testing.assert_allclose(made[0], (0, 0, 0), atol=0.01)
    np.testing.assert_allclose(made[128], (0, 0, 1), atol=0.02)
    np.testing.assert_allclose(made[255], (1, 1, 1), atol=0.01)
