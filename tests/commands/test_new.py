"""`nbstudio new`: the first spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nbstudio.commands.new import slug
from tests.commands.studio import Studio

SONG, PHOTO = b"ID3\4\0\0\0\0\0\0song", b"\xff\xd8\xff\xe0photo"
"""As much as tells a kind of file from another."""


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the project with a song and photos."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "Neon Rain.mp3").write_bytes(SONG)
    (folder / "mira.jpg").write_bytes(PHOTO)
    (folder / "leo.jpg").write_bytes(PHOTO + b"other")
    return folder


def read(path: Path) -> dict[str, object]:
    return dict(YAML(typ="safe").load(path.read_text()))


def test_it_writes_six_lines_and_says_what_it_copied(plain: Studio, outside: Path) -> None:
    code, out, _ = plain.run("new", "--song", str(outside / "Neon Rain.mp3"), "--photo", str(outside / "mira.jpg"))
    assert code == 0
    assert "copied" in out
    assert "wrote specs/neon-rain.yaml" in out
    assert "next: nbstudio build specs/neon-rain.yaml" in out
    value = read(plain.root / "specs/neon-rain.yaml")
    assert value["nbstudio"] == 1
    assert value["title"] == "Neon Rain"
    assert value["music"] == "assets/Neon Rain.mp3"
    assert value["cast"] == {"mira": "assets/mira.jpg"}
    assert value["style"] == "cinematic"
    assert (plain.root / "specs/assets/mira.jpg").read_bytes() == PHOTO


def test_files_of_the_project_stay_where_they_are(plain: Studio) -> None:
    (plain.root / "media").mkdir()
    (plain.root / "media/song.mp3").write_bytes(SONG)
    (plain.root / "specs/assets/leo.png").write_bytes(PHOTO)
    code, out, _ = plain.run("new", "night", "--song", "media/song.mp3", "--photo", "specs/assets/leo.png")
    assert code == 0
    assert "copied" not in out
    value = read(plain.root / "specs/night.yaml")
    assert value["music"] == "../media/song.mp3"
    assert value["cast"] == {"leo": "assets/leo.png"}


def test_nothing_is_overwritten(plain: Studio, outside: Path) -> None:
    words = ("new", "night", "--song", str(outside / "Neon Rain.mp3"), "--photo", str(outside / "mira.jpg"))
    assert plain.run(*words)[0] == 0
    before = (plain.root / "specs/night.yaml").read_text()
    code, _, err = plain.run(*words)
    assert code == 2
    assert "`specs/night.yaml` exists" in err
    assert (plain.root / "specs/night.yaml").read_text() == before
    (outside / "mira.jpg").write_bytes(PHOTO + b"another")
    code, _, err = plain.run("new", "day", *words[2:])
    assert code == 2
    assert "is another file already" in err
    assert not (plain.root / "specs/day.yaml").exists()


@pytest.mark.parametrize("words", ['He says: "no" # yes', "{{ 7 * 7 }}", "- a: &b *c", "Don't <b>ü</b> 歌", "\\x41\\n"])
def test_any_words_come_through_as_they_are(plain: Studio, outside: Path, words: str) -> None:
    song, photo = str(outside / "Neon Rain.mp3"), str(outside / "mira.jpg")
    assert plain.run("new", "night", "--song", song, "--photo", photo, "--title", words, "--prompt", words)[0] == 0
    value = read(plain.root / "specs/night.yaml")
    assert value["title"] == value["prompt"] == words


def test_what_it_refuses(plain: Studio, outside: Path) -> None:
    song, photo = str(outside / "Neon Rain.mp3"), str(outside / "mira.jpg")
    assert plain.run("new", "--song", song)[0] == 2
    assert plain.run("new", "--song", "missing.mp3", "--photo", photo)[0] == 2
    assert plain.run("new", "--song", song, "--photo", photo, "--title", "a\x1b[31m")[0] == 2
    code, _, err = plain.run("new", "--song", song, "--photo", photo, "--style", "cinematc")
    assert code == 2
    assert "did you mean `cinematic`?" in err
    assert list((plain.root / "specs").glob("*.yaml")) == []


def test_people_of_one_name(plain: Studio, outside: Path) -> None:
    song = str(outside / "Neon Rain.mp3")
    code, _, _ = plain.run(
        "new", "duo", "--song", song, "--photo", str(outside / "mira.jpg"), "--photo", str(outside / "leo.jpg")
    )
    assert code == 0
    assert read(plain.root / "specs/duo.yaml")["cast"] == {"mira": "assets/mira.jpg", "leo": "assets/leo.jpg"}


def test_names_of_files() -> None:
    assert slug("Neon Rain!") == "neon-rain"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("Zürich") == "zurich"
    assert slug("歌") == "untitled"
