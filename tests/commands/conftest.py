"""Fixtures: a small project to run commands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio import door
from nbstudio.graph import opening
from tests.commands import studio as small
from tests.graph.trivial import Trivial, install


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> small.Studio:
    """A project with a song and no spec, the working folder in it; nothing of the program is replaced."""
    small.lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("NBSTUDIO_CACHE", "NBSTUDIO_JOBS", "NBSTUDIO_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = small.run(*argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return small.Studio(tmp_path, Trivial(), run)


@pytest.fixture
def studio(plain: small.Studio, monkeypatch: pytest.MonkeyPatch) -> small.Studio:
    """The same, whose specs are `shot: words` and whose steps write words down."""
    monkeypatch.setattr(opening, "open_spec", small.open_spec)
    monkeypatch.setattr(door, "program_files", list)  # somebody may be editing them (see test_door.py)
    (plain.root / "rules" / "own.yaml").write_text("about: x\n")
    return small.Studio(plain.root, install(monkeypatch), plain.run)
