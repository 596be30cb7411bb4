"""Mischief: what nobody would do, and somebody does. Every case ends with its exit code and a word, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.film.conftest import SPEC, Studio, made

pytestmark = pytest.mark.slow

RULE = """\
about: Mine.
version: 1
inputs: {still: {kind: image}}
output: {kind: image}
params: {n: {type: integer, default: 3, minimum: 1, maximum: 9}}
action: program
with: {minutes: 0.05, command: ["{python}", "{own.py}", "{still}", "{out}"]}
files: [own.py]
"""
MADE = SPEC.replace("      - {id: grace, size", "      - {id: mine, make: own, still: sea}\n      - {id: grace, size")


def said(studio: Studio, *words: str, code: int, **environment: str) -> str:
    """Run a command, expect its exit code, and return all that it said, which is fit for a terminal."""
    done = studio.run(*words, code=code, **environment)
    text = done.stdout + done.stderr
    assert "Traceback" not in text
    assert "error[bug]" not in text
    assert all(c.isprintable() or c == "\n" for c in text)
    return text


def rule(studio: Studio, text: str, program: str | None = "") -> None:
    """Give the project a rule `own`, its program, and a shot that it makes."""
    (studio.root / "rules").mkdir()
    (studio.root / "rules/own.yaml").write_text(text)
    if program is not None:
        (studio.root / "rules/own.py").write_text(program)
    studio.write(MADE)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere.png")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, loop, dangling])
def test_a_photo_that_is_no_file(studio: Studio, make: Callable[[Path], None]) -> None:
    photo = studio.root / "specs/assets/photo.png"
    photo.unlink()
    make(photo)
    text = said(studio, "check", code=1)
    assert "specs/small.yaml:4:16" in text
    assert "did you mean `assets/photo.png`" not in text


def test_a_spec_that_is_a_pipe_is_not_waited_for(studio: Studio) -> None:
    os.mkfifo(studio.root / "specs/pipe.yaml")
    assert "not a file" in said(studio, "check", code=1)


@pytest.mark.parametrize("kind", ["song", "pipe", "notes", "cache"])
def test_out_overwrites_nothing_but_films(again: Studio, kind: str) -> None:
    target = {"cache": again.cache / "nbstudio.sqlite"}.get(kind, again.root / kind)
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "song":
        target.symlink_to("specs/assets/song.mp3")
    elif kind == "notes":
        target.write_text("mine")
    before = None if kind in ("pipe", "cache") else target.read_bytes()
    assert "--out" in said(again, "build", "small", "--out", str(target), code=2)
    assert before is None or target.read_bytes() == before
    if kind == "cache":  # SQLite may tidy its own file at any time
        assert "nothing to do" in said(again, "build", "small", code=0)
    film = again.root / "film.mp4"
    again.build("--out", str(film))
    again.write(SPEC.replace("flash", "dissolve"))
    again.build("--out", str(film))
    assert film.read_bytes() == again.film().read_bytes(), "a film of before gives way"


def test_out_where_no_file_can_be(again: Studio) -> None:
    (again.root / "file").write_text("mine")
    text = said(again, "build", "small", "--out", "file/film.mp4", code=3)
    assert "out-unwritable" in text
    assert "small.mp4" in text, "it says where the film is"
    assert (again.root / "file").read_text() == "mine"


def test_a_folder_with_other_things_is_no_cache(studio: Studio) -> None:
    (studio.root / ".gitignore").write_text("mine\n")
    assert "not-a-cache" in said(studio, "build", "--cache", ".", code=3)
    assert sorted(path.name for path in studio.root.iterdir()) == [".gitignore", "specs"]
    assert (studio.root / ".gitignore").read_text() == "mine\n"


def test_a_cache_emptied_by_hand_is_a_cache(studio: Studio) -> None:
    cache = studio.root / "emptied"
    cache.mkdir()
    (cache / ".gitignore").write_text("*\n")
    said(studio, "build", "--cache", str(cache), "--until", "analysis", code=0)
    assert (cache / "nbstudio.sqlite").exists()


def test_ids_that_differ_by_capitals_are_one_file_somewhere(studio: Studio) -> None:
    studio.write(SPEC.replace("id: near", "id: Far"))
    assert "duplicate-id" in said(studio, "check", code=1)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import sys; print('\\x1b[31m' * 9); sys.exit('\\x1b[2Jno')", "tool-failed"),
        ("pass", "nothing-made"),
        ("import sys; open(sys.argv[2], 'w').write('hello')", "not-an-image"),
        ("import sys; from PIL import Image; Image.new('L', (9, 9)).save(sys.argv[2], 'JPEG')", "not-an-image"),
        ("import sys; from PIL import Image; Image.new('1', (30000, 3000)).save(sys.argv[2])", "image-too-large"),
        ("import os, sys; os.mkdir(sys.argv[2])", "nothing-made"),
        ("import os, sys; os.symlink(sys.argv[1], sys.argv[2])", "nothing-made"),
        ("import time; time.sleep(60)", "tool-failed"),
    ],
)
def test_an_own_program_that_does_not_do_it(again: Studio, program: str, code: str) -> None:
    before = again.film().read_bytes()
    rule(again, RULE, program)
    text = said(again, "build", "small", code=3)
    assert f"error[{code}]: still/mine" in text
    assert "specs/small.yaml:17" in text
    assert again.film().read_bytes() == before
    again.write(SPEC)
    assert made(again.build()) == {}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("inputs: {still: {kind: image}}", "inputs: [still]", 3),
        ("kind: image}}", "kind: imgae}}", 3),
        ("{n: {type: integer, default: 3, minimum: 1, maximum: 9}}", "[1]", 5),
        ("default: 3", "default: 99", 5),
        ("action: program", "action: programme", 6),
        ("files: [own.py]", "files: own.py", 8),
        ("files: [own.py]", "files: 3", 8),
        ("files: [own.py]", "resources: 3", 8),
        ("files: [own.py]", "resources: {seconds: soon}", 8),
        ("about: Mine.", "about: [", 3),
    ],
)
def test_a_wrong_rule_is_told_with_its_line(studio: Studio, old: str, new: str, line: int) -> None:
    rule(studio, RULE.replace(old, new))
    assert f"own.yaml:{line}:" in said(studio, "check", code=1)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, dangling])
def test_a_rule_that_is_no_file(studio: Studio, make: Callable[[Path], None]) -> None:
    (studio.root / "rules").mkdir()
    make(studio.root / "rules/own.yaml")
    assert "unreadable-file" in said(studio, "check", code=1)


@pytest.mark.parametrize(
    ("catalog", "entry", "hint"),
    [
        ("styles", "{grade: {contrst: 0.5}}", "did you mean `contrast`"),
        ("styles", "{grade: {contrast: lots}}", "is a number from -100"),
        ("styles", "{grade: {contrast: .nan}}", "is a number from -100"),
        ("styles", "{grade: {contrast: 1.0e+300}}", "is a number from -100"),
        ("styles", "{grade: {shadows: '#zzz'}}", "is a colour"),
        ("styles", "{grade: [1]}", "is a mapping"),
        ("styles", "{transitions: [disolve]}", "did you mean `dissolve`"),
        ("styles", "3", "is not a mapping"),
        ("styles", "{pace: {low: 0}}", "is bars a shot, more than 0"),
        ("styles", "{pace: {burst: 2}}", "is a number from 0 to 1"),
        ("styles", "{pace: {brust: 0.5}}", "did you mean `burst`"),
        ("styles", "{grade: {duotone: ['#000000']}}", "is two colours or more"),
        ("transitions", "{family: mix, way: scren, beats: 1}", "is a list of 2 numbers"),
        ("motions", "{zoom: lots}", "is a number from -100"),
        ("motions", "{zoom: 0}", "is from 1"),
        ("motions", "{zom: 1.1}", "did you mean `zoom`"),
        ("styles", "{titles: postr}", "did you mean `poster`"),
        ("titles", "{family: Antn}", "did you mean `Anton`"),
        ("titles", "{reveal: fad}", "did you mean `fade`"),
        ("titles", "{fill: white}", "is a colour"),
        ("titles", "{siz: 3}", "did you mean `size`"),
        ("transitions", "{family: mx, beats: 1}", "did you mean `mix`"),
        ("transitions", "{family: mix, beats: soon}", "is a number from -1000"),
        ("transitions", "{family: matte, shape: claud, beats: 1}", "did you mean `clouds`"),
        ("transitions", "{family: mix, ease: switf, beats: 1}", "did you mean `swift`"),
        ("transitions", "{family: dip, colour: white, beats: 1}", "is a list of 3 numbers"),
        ("transitions", "{family: mix, align: nd, beats: 1}", "did you mean `end`"),
    ],
)
def test_a_wrong_entry_of_a_catalog_is_told_before_anything_is_made(
    studio: Studio, catalog: str, entry: str, hint: str
) -> None:
    (studio.root / "rules/catalog").mkdir(parents=True)
    (studio.root / f"rules/catalog/{catalog}.yaml").write_text(f"# mine\nmine: {entry}\n")
    text = said(studio, "check", code=1)
    assert f"catalog/{catalog}.yaml:2:1" in text
    assert hint in text


def test_a_table_of_colours_is_looked_at_before_anything_is_made_and_only_its_shots_are_made_again(
    again: Studio,
) -> None:
    table = again.root / "specs/assets/look.cube"
    table.write_text("LUT_1D_SIZE 2\n0 0 0\n1 1\n")
    again.write(SPEC.replace("{id: far, ", "{id: far, grade: {lut: assets/look.cube}, "))
    text = said(again, "check", code=1)
    assert "error[bad-lut]" in text
    assert "look.cube:3:1" in text
    table.write_text("LUT_1D_SIZE 2\n1 1 1\n0 0 0\n")
    assert made(again.build()) == {"still": 1, "segment": 1, "transition": 1, "identity": 1, "film": 1}


def test_entries_of_an_own_catalog_are_used(again: Studio) -> None:
    (again.root / "rules/catalog").mkdir(parents=True)
    (again.root / "rules/catalog/motions.yaml").write_text("creep: {about: Creeps., zoom: [1.02, 1.03]}\n")
    again.write(SPEC.replace("{id: far, ", "{id: far, motion: creep, "))
    assert set(made(again.build())) - {"identity"} == {"segment", "transition", "film"}
    again.write(SPEC.replace("{id: far, ", "{id: far, motion: crep, "))
    assert "did you mean `creep`" in said(again, "check", code=1)


def test_a_damaged_object_of_the_same_size_is_found_and_made_again(again: Studio) -> None:
    before = again.film().read_bytes()
    for path in (again.cache / "objects").glob("*/*"):
        path.chmod(0o644)
        path.write_bytes(b"\xff" * path.stat().st_size)
    assert "analysis/song" in said(again, "plan", code=0), "shots are not planned from a damaged analysis"
    again.write(SPEC.replace("type: flash", "type: dissolve"))
    for _ in range(9):  # what each failed step was made from is removed, and made the next time
        done = subprocess.run(
            [sys.executable, "-m", "nbstudio", "build", "small"],
            cwd=again.root,
            env={**os.environ, "NBSTUDIO_CACHE": str(again.cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        if done.returncode == 0:
            break
        assert done.returncode == 3
        assert "damaged-object" in done.stderr
    else:
        raise AssertionError("it never recovers")
    assert again.film().read_bytes() != before


def test_a_folder_where_a_build_should_be(again: Studio) -> None:
    shutil.rmtree(again.cache / "builds/small")
    (again.cache / "builds/small").write_text("")
    assert "builds/small" in said(again, "build", "small", code=3)


@pytest.mark.parametrize("words", ["build small", "build small --json", "list", "plan", "schema", "--help"])
@pytest.mark.parametrize("where", ["/dev/full", "&-"])
def test_output_that_goes_nowhere(again: Studio, words: str, where: str) -> None:
    if where == "/dev/full" and not Path(where).exists():
        pytest.skip("this system has no /dev/full")
    done = subprocess.run(
        ["bash", "-c", f'"$0" -m nbstudio {words} >{where}', sys.executable],
        cwd=again.root,
        env={**os.environ, "NBSTUDIO_CACHE": str(again.cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (3 if where == "/dev/full" else 0), done.stderr
    assert "error[bug]" not in done.stderr


def test_closed_errors_never_reach_the_cache(studio: Studio) -> None:
    done = subprocess.run(
        ["bash", "-c", '"$0" -m nbstudio build small --json 2>&-', sys.executable],
        cwd=studio.root,
        env={**os.environ, "NBSTUDIO_CACHE": str(studio.cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["output"]
    assert made(studio.build()) == {}


def test_new_looks_at_what_it_is_given(studio: Studio) -> None:
    song, photo = "specs/assets/song.mp3", "specs/assets/photo.png"
    assert "is no song" in said(studio, "new", "x", "--song", photo, "--photo", photo, code=2)
    assert "is no picture" in said(studio, "new", "x", "--song", song, "--photo", song, code=2)
    (studio.root / "empty.mp3").write_bytes(b"")
    assert "is empty" in said(studio, "new", "x", "--song", "empty.mp3", "--photo", photo, code=3)
    assert not (studio.root / "specs/x.yaml").exists()


def test_json_tells_of_usage_too(studio: Studio) -> None:
    report = json.loads(studio.run("build", "smal", "--json", code=2).stdout)
    assert report["error"]["code"] == "usage"
    assert report["output"] is None


def test_a_namesake_in_another_project_is_warned_of(again: Studio, tmp_path: Path) -> None:
    again.write(SPEC.replace("title: Small", "title: Small indeed"))
    again.build()
    other = Studio(tmp_path / "other", again.cache)
    shutil.copytree(again.root, other.root)
    assert "held the film of" not in other.run("build", "small").stderr, "a clone is no stranger"
    other.write(SPEC.replace("title: Small", "title: Another"))
    other.build()
    assert "held the film of" in again.run("build", "small").stderr


def test_without_a_command_its_help_is_shown(studio: Studio) -> None:
    text = said(studio, code=2)
    assert text.startswith("Usage: nbstudio")
    assert "\\x0a" not in text


def test_what_is_fresh_shows_no_changes(again: Studio) -> None:
    again.write(SPEC.replace("Eileen by the sea at dusk", "Eileen by the sea at dawn"))
    said(again, "build", "small", code=0)
    assert "\n  * " not in said(again, "why", "still/near", code=0)
