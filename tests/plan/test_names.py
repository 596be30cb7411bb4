"""Names and words of a spec that stand for nothing: told at their place, with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError

from .film import planned, song

SCENES = """\
  - id: s
    shots:
      - {id: a, still: the sea}
      - {id: b, still: the sky, %s}
"""


def doubted(folder: Path, keys: str) -> list[Diagnostic]:
    return [one for one in planned(folder, SCENES % keys, song()).warnings if one.code == "unknown-motion"]


@pytest.mark.parametrize(
    ("motion", "said", "noted", "hint"),
    [
        ("slow dollly in", "nothing here", "`dollly`", "`dolly`"),
        ("grumpf und flibber", "nothing here", "`grumpf`, `und`, `flibber`", "rules motions"),
        ("dolly in, rain falling", "`rain` says nothing", "`push-in`", "rules motions"),
        ("pan left, coat flying", "`coat`, `flying` say nothing", "`pan-left`", ""),
    ],
)
def test_words_of_a_motion_that_mean_nothing_are_named(
    tmp_path: Path, motion: str, said: str, noted: str, hint: str
) -> None:
    (found,) = doubted(tmp_path, f"motion: '{motion}'")
    assert found.severity == "warning"
    assert said in found.message
    assert noted in found.notes[0]
    assert found.hint
    assert hint in found.hint
    assert found.span
    line = (SCENES % f"motion: '{motion}'").splitlines()[3]
    assert (found.span.line, line[found.span.column - 1 :].startswith(f"'{motion}'")) == (10, True)


def test_what_is_understood_is_not_doubted(tmp_path: Path) -> None:
    assert not doubted(tmp_path, "motion: tracking shot from the left along the quay")
    assert not doubted(tmp_path, "motion: push-in")
    assert not doubted(tmp_path, "size: wide")


def test_a_default_is_doubted_once_and_where_it_stands(tmp_path: Path) -> None:
    scenes = SCENES % "size: wide" + "defaults:\n  shot: {motion: purple haze}\n"
    (found,) = [one for one in planned(tmp_path, scenes, song()).warnings if one.code == "unknown-motion"]
    assert found.span
    assert found.span.line == 12


@pytest.mark.parametrize(
    ("keys", "code", "hint"),
    [
        ("motion: flibber", "unknown-motion", "rules motions"),
        ("motion: pussh-in", "unknown-motion", "`push-in`"),
        ("transition: disolve", "unknown-transition", "`dissolve`"),
        ("transition: flibber", "unknown-transition", "rules transitions"),
        ("size: wyde", "wrong-value", "`wide`"),
        ("angle: lou", "wrong-value", "`low`"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused(tmp_path: Path, keys: str, code: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        planned(tmp_path, SCENES % keys, song())
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.span
    assert found.span.line == 10
    assert hint in (found.hint or "")
