"""People to look at."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

PEOPLE = Path(__file__).with_name("people")
ASSETS = Path(__file__).parents[2] / "specs" / "assets"
DEMO = {"collins": ASSETS / "astronaut.png", "hopper": ASSETS / "grace_hopper.jpg"}


@pytest.fixture(scope="session")
def person():
    """Return a function that reads one of the people as BGR."""

    def read(name: str) -> np.ndarray:
        picture = cv2.imread(str(DEMO[name] if name in DEMO else PEOPLE / f"{name}.jpg"))
        assert picture is not None
        return picture

    return read
