"""The commands that are a reference: rules, schema, explain, doctor, completion."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import nbstudio
from nbstudio import models
from nbstudio.console.codes import PAGES
from tests.commands.studio import Studio


def test_rules_lists_rules_and_catalogs(plain: Studio) -> None:
    code, out, _ = plain.run("rules")
    assert code == 0
    assert "still" in out
    assert "cinematic" in out
    value = json.loads(plain.run("rules", "--json")[1])
    assert value["rules"]["mosaic"]["params"]["tile"]["default"] == 24
    assert "platforms" in value["catalogs"]


def test_a_rules_page(plain: Studio) -> None:
    _, out, _ = plain.run("rules", "mosaic")
    assert "Turn a still into a mosaic." in out
    assert "tile" in out
    assert "make: mosaic" in out
    assert "cinematic" in plain.run("rules", "styles")[1]
    code, _, err = plain.run("rules", "mosiac")
    assert code == 2
    assert "did you mean `mosaic`?" in err


def test_a_rule_of_the_projects_own_comes_first(plain: Studio) -> None:
    library = Path(nbstudio.__file__).parents[1] / "rules/mosaic.yaml"
    own = plain.root / "rules/mosaic.yaml"
    shutil.copy(library, own)
    own.write_text(own.read_text().replace("Turn a still into a mosaic.", "Ours."))
    assert "Ours." in plain.run("rules", "mosaic")[1]


def test_schema_is_one_and_can_be_written(plain: Studio) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    code, out, _ = plain.run("schema")
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert plain.run("schema", "--out", "specs/video-1.schema.json")[0] == 0
    assert json.loads((plain.root / "specs/video-1.schema.json").read_text()) == json.loads(out)


def test_explain(plain: Studio) -> None:
    code, out, _ = plain.run("explain", "unknown-key")
    assert code == 0
    assert out.startswith("unknown-key\n")
    assert "unknown-key" in plain.run("explain")[1]
    code, _, err = plain.run("explain", "unknwon-key")
    assert code == 2
    assert "did you mean `unknown-key`?" in err


def test_every_code_is_explained() -> None:
    """Codes are found in the sources, as they are written: `code="…"`, `Diagnostic("…"`, a class's `code`."""
    forms = [
        r'\bcode\s*=\s*"([a-z][a-z0-9-]*)"',
        r'Diagnostic\(\s*"([a-z][a-z0-9-]*)"',
        r'\b_?(?:complain|refuse|fail|unknown)\(\s*(?:\w+,\s*)?"([a-z0-9]+-[a-z0-9-]+)"',
    ]
    package = Path(nbstudio.__file__).parent
    found = {
        code for path in package.rglob("*.py") for form in forms for code in re.findall(form, path.read_text("utf-8"))
    }
    assert len(found) > 10
    assert sorted(found - set(PAGES)) == []


def test_doctor_finds_this_machine_able(plain: Studio) -> None:
    code, out, _ = plain.run("doctor")
    assert code == 0, out
    assert "libx264" in out
    value = json.loads(plain.run("doctor", "--json")[1])
    subjects = [finding["subject"] for finding in value["findings"]]
    assert subjects.count("model") == len(models.DIGESTS)
    assert {"ffmpeg", "encoders", "processors", "cache", "room", "python"} <= set(subjects)


def test_doctor_sees_a_spoiled_model(plain: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "DIGESTS", {"selfie_segmentation.tflite": "0" * 64})
    code, out, _ = plain.run("doctor")
    assert code == 3
    assert "is not what it should be" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_that_shell(plain: Studio, shell: str) -> None:
    code, out, _ = plain.run("completion", shell)
    assert code == 0
    assert "_NBSTUDIO_COMPLETE" in out
    if shell == "bash" and shutil.which("bash"):
        assert subprocess.run(["bash", "-n"], input=out, text=True, check=False).returncode == 0
