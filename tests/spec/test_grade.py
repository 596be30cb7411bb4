"""Grades: the film's, a scene's and a shot's, number by number, and the tables that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import Loaded, read

SPEC = """\
nbstudio: 1
title: A
music: song.mp3
style: {uses: cinematic, exposure: 0.5, lut: warm.cube}
defaults: {shot: {grade: {grain: 0.3}}}
scenes:
  - id: one
    grade: {saturation: 0.4, contrast: 0.1, lut: cold.cube}
    shots:
      - {id: a, still: the sea}
      - {id: b, still: the sea, grade: {saturation: 0, bloom: 1, lut: none}}
  - id: two
    shots:
      - {id: c, still: the sea}
"""


@pytest.fixture
def place(tmp_path: Path) -> Project:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "song.mp3").write_bytes(b"ID3")
    for name in ("warm", "cold"):
        (specs / f"{name}.cube").write_text("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n")
    return Project.around(specs)


def loaded(project: Project, text: str) -> Loaded:
    return read(Source("specs/a.yaml", text), project.root / "specs" / "a.yaml", project)


def test_the_nearest_number_counts(place: Project) -> None:
    found = loaded(place, SPEC)
    assert found.video.style.changes() == {"exposure": 0.5}
    a, b, c = (view.grade for view in found.views)
    assert a.changes() == {"saturation": 0.4, "contrast": 0.1, "grain": 0.3}
    assert b.changes() == {"saturation": 0.0, "contrast": 0.1, "grain": 0.3, "bloom": 1.0}
    assert c.changes() == {"grain": 0.3}
    assert (a.lut, b.lut, c.lut) == ("cold.cube", "none", None)
    assert {"warm.cube", "cold.cube"} <= set(found.files)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("warm.cube", "worm.cube", "missing-file", 4),
        ("lut: cold.cube", "lut: ../../x.cube", "outside-project", 8),
        ("bloom: 1", "blom: 1", "unknown-key", 11),
        ("bloom: 1", "bloom: 9", "wrong-value", 11),
        ("contrast: 0.1", "contrast: much", "wrong-value", 8),
    ],
)
def test_what_is_wrong_is_told_at_its_place(place: Project, old: str, new: str, code: str, line: int) -> None:
    with pytest.raises(SpecError) as caught:
        loaded(place, SPEC.replace(old, new))
    (found,) = caught.value.diagnostics
    assert (found.code, found.span and found.span.line) == (code, line)
