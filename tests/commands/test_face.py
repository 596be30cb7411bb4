"""`nbstudio face` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.commands.studio import Studio

ROOT = Path(__file__).parents[2]
PHOTO = ROOT / "specs" / "assets" / "astronaut.png"
OBAMA = [ROOT / "tests" / "faces" / "people" / f"obama-{year}.jpg" for year in (2009, 2012)]


def test_a_photo_is_told_and_drawn(plain: Studio, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    code, out, _ = plain.run("face", str(PHOTO), "--sheet", str(sheet), "--json")
    assert code == 0
    told = json.loads(out)
    assert told["photos"][0]["faces"] == 1
    assert told["photos"][0]["pixels"] > 90
    assert cv2.imread(str(sheet)).std() > 20


@pytest.mark.parametrize("backend", ["mobilefacenet", "dlib"])
def test_verify(plain: Studio, backend: str) -> None:
    same = json.loads(plain.run("face", "verify", *map(str, OBAMA), "--backend", backend, "--json")[1])
    other = json.loads(plain.run("face", "verify", str(OBAMA[0]), str(PHOTO), "--backend", backend, "--json")[1])
    assert same["score"] >= 0.85 > other["score"]
    assert set(same) >= {"score", "raw", "backend", "faces"}
    assert same["backend"] == backend


def test_no_face(plain: Studio, tmp_path: Path) -> None:
    flat = tmp_path / "flat.png"
    cv2.imwrite(str(flat), np.full((300, 300, 3), 90, np.uint8))
    code, _, err = plain.run("face", str(flat))
    assert code == 3
    assert "no-face" in err
    assert plain.run("face", "verify", str(flat), str(PHOTO))[0] == 3


def test_insightface_without_a_pack(plain: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    code, _, err = plain.run("face", str(PHOTO), "--backend", "insightface")
    assert code == 3
    assert "no-insightface" in err
