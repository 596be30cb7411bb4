"""Own pictures: whatever the style, they are framed, graded, drawn and painted as what is generated is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture import still as stills
from nbstudio.provider import Request
from nbstudio.providers import embedded

STYLES: dict[str, dict[str, Any]] = YAML(typ="safe").load(
    (Path(__file__).parents[2] / "rules" / "catalog" / "styles.yaml").read_text()
)
COLOURLESS = ("film-noir", "sketch")
SIZE = (320, 180)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    noise = np.random.default_rng(1).random((9, 16, 3)).astype(np.float32)
    path = tmp_path_factory.mktemp("own") / "own.png"
    cv2.imwrite(str(path), 255 * cv2.resize(noise, (640, 360), interpolation=cv2.INTER_CUBIC).clip(0, 1))
    return path


def made(picture: Path, out: Path, style: dict[str, Any], **changes: float) -> np.ndarray:
    look = {key: style[key] for key in ("grade", "paint") if key in style}
    params = {"width": SIZE[0], "height": SIZE[1], "style": {**look, "changes": changes}, "seed": 3}
    embedded.render(Request("image", params, {"picture": (picture,)}, out))
    return stills.load(out).bgr.astype(int)


@pytest.mark.parametrize("name", STYLES)
def test_an_own_picture_is_in_the_films_style(tmp_path: Path, picture: Path, name: str):
    style = STYLES[name]
    plain = made(picture, tmp_path / "plain.png", {})
    styled = made(picture, tmp_path / "styled.png", style)
    assert styled.shape == (SIZE[1], SIZE[0], 3)
    assert np.abs(styled - plain).mean() > 4, "the style is seen"
    brighter = made(picture, tmp_path / "bright.png", style, exposure=style.get("grade", {}).get("exposure", 0) + 1)
    assert np.abs(brighter - styled).mean() > 1, "the spec's own grade is seen in it"
    if name in COLOURLESS:
        assert np.abs(styled.max(axis=2) - styled.min(axis=2)).mean() < 12
