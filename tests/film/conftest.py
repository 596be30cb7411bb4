"""A project of its own for every test: a photo, four seconds of a song, a frame of 128 × 72."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
SECOND = 24_000
"""Bytes of one second of an MP3 of 192 kbit/s."""

SPEC = """\
nbstudio: 1
title: Small
music: assets/song.mp3
cast: {eileen: assets/photo.png, grace: assets/grace.jpg}
style: cinematic
outputs: {small: {size: 128x72, rate: 30}}
scenes:
  - id: one
    cast: [eileen]
    shots:
      - {id: near, size: close-up, still: Eileen by the sea at dusk, duration: 2beats}
      - {id: sea, cast: [], still: the sea at night, duration: 2beats, transition: {type: dissolve, duration: 1beat}}
      - {id: far, size: medium, still: Eileen in the mountains at dawn, duration: 2beats}
  - id: two
    cast: [grace]
    shots:
      - {id: grace, size: medium, still: Grace in a city at night, transition: {type: flash, duration: 1beat}}
"""


@dataclass
class Studio:
    """A project folder, and the real command run in it."""

    root: Path
    cache: Path

    def write(self, text: str, name: str = "small") -> None:
        (self.root / "specs" / f"{name}.yaml").write_text(text)

    def run(self, *words: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `nbstudio` with `words` in the project, and expect its exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "nbstudio", *words],
            cwd=self.root,
            env={**os.environ, "NBSTUDIO_CACHE": str(self.cache), **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def build(self, *words: str, name: str = "small", code: int = 0) -> dict[str, Any]:
        """Build one spec and return its report."""
        report: dict[str, Any] = json.loads(self.run("build", name, "--json", *words, code=code).stdout)
        return report

    def film(self, name: str = "small") -> Path:
        return self.cache / "builds" / name / f"{name}.mp4"


def made(report: dict[str, Any]) -> dict[str, int]:
    """Return what a build worked for, by kind, without the zeros."""
    return {kind: counts["made"] for kind, counts in report.items() if isinstance(counts, dict) and counts["made"]}


def found(report: dict[str, Any]) -> int:
    """Return how many targets' bytes were in the store without being in place."""
    return sum(counts["restored"] for counts in report.values() if isinstance(counts, dict))


def project(root: Path, cache: Path, seconds: float = 4) -> Studio:
    """Make a project with the spec above."""
    assets = root / "specs" / "assets"
    assets.mkdir(parents=True)
    shutil.copyfile(ASSETS / "astronaut.png", assets / "photo.png")
    shutil.copyfile(ASSETS / "grace_hopper.jpg", assets / "grace.jpg")
    (assets / "song.mp3").write_bytes((ASSETS / "first-light.mp3").read_bytes()[: int(seconds * SECOND)])
    studio = Studio(root, cache)
    studio.write(SPEC)
    return studio


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return project(tmp_path / "project", tmp_path / "cache")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A project that is built; tests copy its cache and never change it."""
    folder = tmp_path_factory.mktemp("built")
    studio = project(folder / "project", folder / "cache")
    studio.build()
    return studio


@pytest.fixture
def again(built: Studio, tmp_path: Path) -> Studio:
    """The same project and cache in a place of their own, built already."""
    shutil.copytree(built.root, tmp_path / "project")
    shutil.copytree(built.cache, tmp_path / "cache")
    return Studio(tmp_path / "project", tmp_path / "cache")
