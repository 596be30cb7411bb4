"""Every style directs in its own way, and no composition comes back while it is remembered."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nbstudio.words import lexicon
from nbstudio.words.cutting import Pace
from nbstudio.words.directing import FACELESS
from nbstudio.words.manner import PIECES, Manner, wrong
from nbstudio.words.scenes import Shot
from nbstudio.words.storyboard import AGAIN, Brief, write

from .songs import ASTRONAUT, NEON, song

STYLES = YAML(typ="safe").load(Path(__file__).parents[2] / "rules" / "catalog" / "styles.yaml")
SEA = "A woman waits by the sea for somebody who will not come back."


def brief(style: str, prompt: str = NEON, seed: int = 0, **changes: object) -> Brief:
    told = STYLES[style]
    known = {
        "prompt": prompt, "cast": ("mira",), "seed": seed, "pace": Pace(**told["pace"]), "hour": told.get("hour"),
        "transitions": tuple(told["transitions"]), "motions": tuple(told["motions"]), "places": tuple(told["places"]),
        "manner": Manner.of(told["directing"]),
    }  # fmt: skip
    return Brief(**{**known, **changes})  # type: ignore[arg-type]


def shots(asked: Brief, seconds: float = 180.0, bpm: float = 110.0) -> list[Shot]:
    return [shot for scene in write(asked, song(seconds, bpm)) for shot in scene.shots]


@pytest.mark.parametrize("style", STYLES)
def test_no_composition_comes_back_within_six_shots(style: str) -> None:
    for number, prompt in enumerate((NEON, SEA, ASTRONAUT)):
        found = shots(brief(style, prompt, number), bpm=(96.0, 124.0, 140.0)[number])
        seen = []
        for shot in found:
            place = lexicon.read(shot.still, names=("mira",)).place
            what = str(shot.seed % 3) if shot.cast else shot.still.partition(": ")[2]
            # From far away a person looks the same from any height.
            seen.append((place, shot.size, what, "" if "wide" in shot.size and shot.cast else shot.angle))
        again = [i for i in range(len(seen)) if seen[i] in seen[max(0, i - AGAIN) : i]]
        assert not again, [found[i].id for i in again]
        assert sum(not shot.cast or shot.size in FACELESS for shot in found) >= len(found) / 3
        views = [shot.view for shot in found if shot.cast]
        assert views == list(range(len(views)))


def test_two_styles_tell_one_song_in_other_shots() -> None:
    told = {style: [(s.size, s.angle, s.seed % 3, s.motion) for s in shots(brief(style), 90.0)] for style in STYLES}
    names = list(told)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            same = sum(a == b for a, b in zip(told[one], told[other], strict=False))
            assert same < 0.25 * min(len(told[one]), len(told[other])), (one, other)


def test_likes_are_followed() -> None:
    def counted(manner: Manner) -> Counter[str]:
        seeds = range(4)
        return Counter(s.size for n in seeds for s in shots(brief("cinematic", seed=n, manner=manner)) if s.cast)

    near, far = counted(Manner(sizes={"close-up": 6.0, "wide": 0.2})), counted(Manner(sizes={"wide": 6.0}))
    assert near["close-up"] > 1.5 * far["close-up"]
    assert far["wide"] > 1.5 * near["wide"]
    assert counted(Manner(sizes={"extreme-close-up": 0.0}))["extreme-close-up"] == 0
    dutch = [s.angle for s in shots(brief("cinematic", manner=Manner(angles={"dutch": 0.0, "low": 0.0, "high": 0.0})))]
    assert set(dutch) == {"eye"}


def test_sides() -> None:
    thirds = [s.seed % 3 for s in shots(brief("cinematic", manner=Manner(side="thirds"))) if s.cast]
    centre = [s.seed % 3 for s in shots(brief("cinematic", manner=Manner(side="centre"))) if s.cast]
    assert 2 not in thirds[:-1]
    assert centre.count(2) > 0.6 * len(centre)


def test_set_pieces_are_the_styles_own_and_apart() -> None:
    found = [s.size for s in shots(brief("cinematic", manner=Manner(pieces=("collage", "split-screen"), every=5)))]
    at = [i for i, size in enumerate(found) if size in PIECES]
    assert {found[i] for i in at} == {"collage", "split-screen"}
    assert min(b - a for a, b in pairwise(at)) >= 5
    assert not {s.size for s in shots(brief("cinematic", manner=Manner(pieces=())))} & set(PIECES)


def test_weather_and_mood_are_only_those_of_a_prompt_that_tells_none() -> None:
    rain = Manner(weather="snow", mood="dark")
    plain = [s.still for s in shots(brief("cinematic", "A singer in a street at night.", manner=rain)) if s.cast]
    assert any("snow" in text for text in plain)
    told = [s.still for s in shots(brief("cinematic", "A joyful singer in a street in the fog.", manner=rain))]
    assert not any("snow" in text for text in told)
    dry = [s.still for s in shots(brief("cinematic", "A singer in the desert.", manner=rain)) if s.cast]
    assert not any("desert" in text and "snow" in text for text in dry)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"size": {}}, "`size` is nothing"),
        ({"sizes": {"close": 2}}, "`close` is none of the sizes"),
        ({"sizes": {"wide": -1}}, "from 0 to 20"),
        ({"angles": [1]}, "is a mapping"),
        ({"alone": 2}, "`alone` is a share"),
        ({"every": 1}, "`every`"),
        ({"side": "left"}, "`left` is no `side`"),
        ({"pieces": ["wide"]}, "`wide` is no `pieces`"),
        ({"weather": "hail"}, "`hail` is no `weather`"),
    ],
)
def test_what_is_wrong_is_told(told: dict[str, object], says: str) -> None:
    ((message, _),) = wrong(told)
    assert says in message
    with pytest.raises(ValueError, match=r"."):
        Manner.of(told)
