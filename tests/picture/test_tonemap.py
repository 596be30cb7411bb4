"""Tone mapping: what is under the knee is seen as it was, highlights keep their order, colours their hue."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nbstudio import reel
from nbstudio.picture import tonemap
from nbstudio.picture.develop import treated
from nbstudio.picture.footage import Roll, Screen, fitted
from tests import footage


def grey(signal: float, light: str) -> float:
    return float(tonemap.shown(np.full((1, 3), signal), light)[0, 1])


def test_the_transfers_are_the_standards() -> None:
    """Values of BT.2100-2 and BT.2408-7: PQ has 100 nits at 0.508, white at 0.581; HLG white at 0.75."""
    assert float(tonemap.pq_light(np.array(0.508))) == pytest.approx(100, rel=0.01)
    assert float(tonemap.pq_light(np.array(0.5807))) == pytest.approx(203, rel=0.01)
    assert float(tonemap.pq_light(np.array(1.0))) == pytest.approx(10_000)
    assert tonemap.pq_signal(tonemap.pq_light(np.linspace(0, 1, 50))) == pytest.approx(np.linspace(0, 1, 50), abs=1e-6)
    assert float(tonemap.hlg_light(np.full((1, 3), 0.75))[0, 0]) == pytest.approx(203, rel=0.01)
    assert float(tonemap.hlg_light(np.ones((1, 3)))[0, 0]) == pytest.approx(1000, rel=0.01)


@pytest.mark.parametrize("light", ["PQ", "HLG"])
def test_black_is_black_white_is_bright_and_highlights_keep_their_order(light: str) -> None:
    assert grey(0, light) == pytest.approx(0, abs=1e-3)
    white = grey(0.5807 if light == "PQ" else 0.75, light)
    assert 0.85 < white < 0.95, "room is left above white"
    steps = [grey(signal, light) for signal in np.linspace(0, 0.75 if light == "PQ" else 1, 60)]
    assert steps == sorted(steps)
    assert steps[-1] == pytest.approx(1, abs=0.01)
    assert grey(1.0, "PQ") == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    "rgb", [(0.2, 0.2, 0.2), (0.3, 0.1, 0.05), (0.02, 0.2, 0.1), (0.05, 0.08, 0.3), (0.28, 0.2, 0.15)]
)
def test_colours_under_the_knee_come_back(rgb: tuple[float, float, float]) -> None:
    """Light of BT.709, written as PQ in BT.2020, is the same light again."""
    linear = np.array([rgb])
    wide = linear @ np.linalg.inv(tonemap._turned()).T
    found = tonemap.shown(tonemap.pq_signal(wide * tonemap.WHITE), "PQ")
    assert found == pytest.approx(linear ** (1 / 2.4), abs=0.004)


def test_the_table_is_as_exact_as_is_said() -> None:
    greys = np.repeat(np.linspace(0, 1, 500)[:, None], 3, axis=1)
    some = np.random.default_rng(1).random((20_000, 3))
    for light in ("PQ", "HLG", "BT.2020"):
        for colours, share, least in ((greys, 100, 0.4), (some, 96, 3.0)):
            exact = tonemap.shown(colours, light)
            found = tonemap.table(light).apply(colours[None, :, ::-1].astype(np.float32))[0, :, ::-1]
            assert np.percentile(np.abs(found - exact).max(axis=1), share) * 255 <= least


@pytest.mark.parametrize(
    ("transfer", "light"), [("smpte2084", "PQ"), ("arib-std-b67", "HLG"), ("bt2020-10", "BT.2020"), ("bt709", "")]
)
@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
def test_a_film_is_mapped_by_its_tags_and_says_so(tmp_path: Path, transfer: str, light: str, name: str) -> None:
    """Halves of the signals 0.5 and 0.75."""
    space = "bt2020nc" if light else "bt709"
    primaries = "bt2020" if light else "bt709"
    tags = f"setparams=color_primaries={primaries}:color_trc={transfer}:colorspace={space}"
    halves = (
        "color=black:size=128x72:rate=25:duration=1,format=yuv420p10le,geq=lum='if(gt(X,63),721,502)':cb=512:cr=512"
    )
    codec = ("libx264", "-pix_fmt", "yuv420p10le") if name == "a.mp4" else ("prores_ks", "-pix_fmt", "yuv422p10le")
    path = footage.film(tmp_path / name, f"{halves},{tags}", "-c:v", *codec)
    frame, _ = next(reel.frames(path, iter([Fraction(0)])))
    found = fitted(frame, (128, 72))
    for part, signal in ((found[:, 4:56], 0.5), (found[:, 72:124], 0.75)):
        expected = grey(signal, light) if light else signal
        assert part.mean() == pytest.approx(255 * expected, abs=2)
    said = list(treated(frame))
    assert said == ([] if not light else [said[0]])
    assert not light or light in said[0]
    screen = Screen(Roll(path, Fraction(0), 0, {"grade": {}}), (128, 72), Fraction(25))
    screen.show(0, tuple(np.zeros((72 // n, 128 // n), np.uint8) for n in (1, 2, 2)))  # type: ignore[arg-type]
    assert screen.facts() == ({"shown": said[0]} if light else {})
