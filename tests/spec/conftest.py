"""A project with nothing but a song, for specs that are only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.project import Project


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "song.mp3").write_bytes(b"ID3")
    return Project.around(tmp_path / "specs")
