"""A lighthouse stands on its horizon, and shines when it is dark."""

import numpy as np
import pytest

from nbstudio.picture.landmark import raised
from nbstudio.picture.scenery.scene import Scene, paint


@pytest.mark.parametrize("time", ["night", "day"])
@pytest.mark.parametrize("seed", range(4))
def test_it_stands_on_the_horizon_and_shines_by_night(time, seed):
    setting = paint(Scene("sea", time, seed=seed), 320, 180)
    found = raised(setting, dark=time == "night", seed=7)
    assert found.back.shape == setting.back.shape
    assert found.back.min() >= 0
    assert found.back.max() <= 1
    row = round(setting.horizon * 180) - 4
    darker = setting.back[row].sum(axis=-1) - found.back[row].sum(axis=-1)
    assert (darker > 0.02).sum() > 8, "its rock hides the sky above the horizon"
    brighter = (found.back - setting.back).max()
    if time == "night":
        assert brighter > 0.2
        assert 0 < found.lamp[1] < setting.horizon
    else:
        assert found.lamp == setting.lamp


def test_it_is_where_it_was_for_the_same_seed_and_leaves_the_setting_alone():
    setting = paint(Scene("sea", "night", seed=3), 160, 90)
    before = setting.back.copy()
    one, two, other = (raised(setting, dark=True, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(setting.back, before)
    np.testing.assert_array_equal(one.back, two.back)
    assert one.lamp != other.lamp
