"""What of a person's notes a still depends on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nbstudio.plan.lower import Planner
from nbstudio.plan.survey import SONG
from nbstudio.plan.written import brief
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import read
from tests.plan.film import rules, song

SHOTS = "[{id: one, cast: [ana], still: sea, duration: 4s}, {id: two, cast: [], still: sea, duration: 4s}]"


def params(folder: Path, about: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what the stills of a shot of Ana and of one without her are told."""
    (folder / "specs").mkdir(exist_ok=True)
    for name in ("song.mp3", "ana.png"):
        (folder / "specs" / name).write_bytes(b"ID3")
    cast = f"cast: {{ana: {{photos: ana.png, about: {about}}}}}"
    text = f"nbstudio: 1\ntitle: t\nmusic: song.mp3\n{cast}\nscenes: [{{id: a, shots: {SHOTS}}}]\n"
    path = folder / "specs" / "film.yaml"
    path.write_text(text)
    loaded = read(Source("specs/film.yaml", text), path, Project(folder))
    planner = Planner(brief(loaded, "film", rules()), rules(), dict.fromkeys(loaded.files.values(), "0" * 64))
    plan = planner.shoot({SONG: song().to_json()})
    return plan.by_target["still/one"].params, plan.by_target["still/two"].params


@pytest.mark.parametrize(
    ("about", "told"), [("wears a long red coat", True), ("she plays the guitar", True), ("born in Lyon", False)]
)
def test_a_still_depends_on_notes_of_clothes_alone(tmp_path: Path, about: str, told: bool) -> None:
    with_her, without = params(tmp_path, about)
    assert with_her.get("about") == ({"ana": about} if told else None)
    assert "about" not in without
