"""Size, angle, motion and join follow the one before, the energy and what a style may use."""

from __future__ import annotations

from collections import Counter
from itertools import product

from nbstudio.words import directing
from nbstudio.words.dice import Dice
from nbstudio.words.motion import PRESETS


def joins(kind: str, opens: bool, energy: float, allowed: tuple[str, ...]) -> Counter[str]:
    return Counter(
        directing.join(kind, opens, energy, "verse", allowed, Dice(seed))[0] for seed in range(300)
    )  # fmt: skip


def test_sections_are_marked_and_the_rest_is_mostly_cut() -> None:
    allowed = ("cut", "dissolve", "dip-to-black", "flash", "whip-pan-left")
    assert set(joins("chorus", True, 0.9, allowed)) <= {"flash", "whip-pan-left"}
    assert set(joins("outro", True, 0.2, allowed)) <= {"dip-to-black", "dissolve"}
    assert joins("verse", False, 0.2, allowed)["cut"] > 150
    assert joins("verse", False, 0.2, allowed)["dissolve"] > 60
    assert joins("chorus", False, 0.9, allowed)["cut"] > 220


def test_a_style_uses_what_it_has() -> None:
    assert set(joins("chorus", True, 0.9, ("cut",))) == {"cut"}
    assert joins("verse", False, 0.5, ("dissolve", "blur"))["cut"] < 120
    liked = joins("verse", True, 0.5, ("cut", "blur", "dissolve"))
    assert liked["blur"] > liked["dissolve"] > 0


def test_sizes_change_by_more_than_a_step_mostly() -> None:
    chosen = [
        (before, directing.size(before, energy, opens="", inside=False, dice=Dice(seed)))
        for before, energy, seed in product(directing.LADDER, (0.1, 0.9), range(50))
    ]
    steps = Counter(abs(directing.LADDER.index(before) - directing.LADDER.index(after)) for before, after in chosen)
    assert steps[0] == 0
    assert steps[1] < 0.3 * len(chosen)
    assert all(
        directing.size("wide", 0.1, opens="", inside=True, dice=Dice(seed)) != "extreme-wide" for seed in range(50)
    )


def test_only_singers_are_seen_talking() -> None:
    moves = {
        directing.motion(["hold"], "medium", 0.9, PRESETS, "Mira looks past the camera", Dice(seed))
        for seed in range(200)
    }
    assert not moves & {"talking", "dancing", "walking"}
    assert "talking" in {
        directing.motion(["hold"], "medium", 0.2, PRESETS, "Mira sings in a room", Dice(seed)) for seed in range(200)
    }


def test_one_motion_is_better_than_none() -> None:
    assert directing.motion(["push-in"], "wide", 0.5, ("push-in",), "", Dice(0)) == "push-in"
    assert directing.motion([], "wide", 0.5, (), "", Dice(0)) == "hold"
    assert directing.motion([], "wide", 0.5, ("my-own",), "", Dice(0)) == "my-own"
