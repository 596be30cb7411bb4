"""The house tests itself: sizes, names, floors, completeness, and what the wheel carries."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nbstudio import action, discovery, project, rulebook
from nbstudio.graph import catalog as catalogs
from nbstudio.project import Project
from nbstudio.spec.load import load

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "nbstudio").rglob("*.py"))


def test_no_module_has_outgrown_its_subject() -> None:
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().split("\n"))) > 401}
    assert not long


def test_no_drawer_without_a_name() -> None:
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc", "core", "lib", "tools"}


def test_nothing_is_left_open() -> None:
    open_ends = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [path.name for path in SOURCES if open_ends.search(path.read_text())]
    assert not found


def test_every_module_says_what_it_holds() -> None:
    assert not [str(path) for path in SOURCES if not path.read_text().lstrip().startswith(('"""', 'r"""'))]


def test_the_package_itself_imports_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import sys; b = set(sys.modules); import nbstudio; print(*set(sys.modules) - b)"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.split() == ["nbstudio"]


def test_planning_loads_no_craft() -> None:
    """A plan is shown without waiting for what draws, hears or encodes."""
    program = (
        "import sys; from pathlib import Path; from nbstudio.graph.opening import open_spec;"
        "from nbstudio.settings import Settings; import tempfile;"
        "o = open_spec(Path('specs/first-light.yaml'), Settings(cache=Path(tempfile.mkdtemp())));"
        "o.run(); o.store.close(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not set(done.stdout.split()) & {
        "cv2",
        "av",
        "librosa",
        "scipy",
        "onnxruntime",
        "numba",
        "llvmlite",
        "PIL",
        "numpy",
    }


def test_library_rules_name_actions_and_read_well() -> None:
    book = rulebook.load([project.stdlib() / "rules"], action.names())
    assert set(book.rules) >= {"analysis", "face", "storyboard", "still", "segment", "transition", "mix", "film"}
    for rule in book.rules.values():
        assert rule.about.endswith("."), rule.name
        for name, param in rule.params.items():
            assert param.about.endswith("."), f"{rule.name}.{name}"
    for name in discovery.names("nbstudio.actions"):
        found = action.find(name)
        assert found
        assert isinstance(found.VERSION, int)


@pytest.mark.parametrize("catalog", ["styles", "motions", "transitions", "platforms"])
def test_every_catalog_entry_tells_what_it_is(catalog: str) -> None:
    entries = YAML(typ="safe").load((ROOT / "rules" / "catalog" / f"{catalog}.yaml").read_text())
    assert entries
    assert all(entry.get("about") for entry in entries.values())


def test_a_copy_of_the_librarys_catalogs_is_a_projects_own() -> None:
    book = rulebook.load([project.stdlib() / "rules"], action.names())
    assert not catalogs.check(book, project.stdlib() / "rules" / "catalog")
    assert {"captions", "styles", "motions", "transitions", "titles"} == set(catalogs.CHECKS)


def test_styles_name_what_there_is() -> None:
    read = lambda name: YAML(typ="safe").load((ROOT / "rules" / "catalog" / f"{name}.yaml").read_text())  # noqa: E731
    motions, transitions = read("motions"), read("transitions")
    for name, style in read("styles").items():
        assert set(style.get("motions", ())) <= set(motions), name
        assert set(style.get("transitions", ())) <= set(transitions), name


@pytest.mark.parametrize("spec", sorted((ROOT / "specs").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_right(spec: Path) -> None:
    assert not load(spec, Project.around(spec)).warnings


def test_the_readme_shows_only_commands_that_are_there() -> None:
    named = set(re.findall(r"nbstudio ([a-z]+)\b", (ROOT / "README.md").read_text())) - {"is"}
    assert named <= set(discovery.names("nbstudio.commands")), named - set(discovery.names("nbstudio.commands"))


@pytest.mark.slow
def test_the_wheel_carries_rules_templates_models_and_words(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, home in (("rules", "nbstudio/library/rules"), ("templates", "nbstudio/library/templates")):
        for path in (ROOT / folder).rglob("*.*"):
            assert f"{home}/{path.relative_to(ROOT / folder).as_posix()}" in names
    for pattern in ("*.onnx", "*.tflite", "*.txt"):
        for path in (ROOT / "nbstudio").rglob(pattern):
            assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "specs/", "cache/"))]
