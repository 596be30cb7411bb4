"""Bad input: a clear word with a place and a hint, the right exit code, nothing lost, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import zlib
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from tests.film.conftest import SPEC, Studio, made

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
pytestmark = pytest.mark.slow


def refused(studio: Studio, *words: str, code: int) -> str:
    """Run a command that has to fail with `code`, and return what it said."""
    done = studio.run(*words, code=code)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert all(c.isprintable() or c in "\n\r\t" for c in said)
    return said


def bomb(path: Path, side: int) -> None:
    """Write a tiny PNG that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    rows = zlib.compress(b"\0" * 100_000)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty", b"", "empty-file"),
        ("text", b"this is no song\n" * 100, "not-a-song"),
        ("picture", None, "not-a-song"),
    ],
)
def test_what_is_no_song(studio: Studio, name: str, data: bytes | None, code: str) -> None:
    song = studio.root / "specs/assets/song.mp3"
    song.write_bytes((studio.root / "specs/assets/photo.png").read_bytes() if data is None else data)
    said = refused(studio, "build", "small", code=3)
    assert code in said
    assert "hint" in said


@pytest.mark.parametrize("kind", ["text", "empty", "bomb", "truncated", "tiny", "song"])
def test_what_is_no_photo(again: Studio, kind: str) -> None:
    photo = again.root / "specs/assets/photo.png"
    if kind == "bomb":
        bomb(photo, 30_000)
    elif kind == "truncated":
        photo.write_bytes(photo.read_bytes()[:5000])
    elif kind == "tiny":
        Image.new("RGB", (1, 1)).save(photo)
    elif kind == "song":
        shutil.copyfile(again.root / "specs/assets/song.mp3", photo)
    else:
        photo.write_bytes(b"" if kind == "empty" else b"no picture\n" * 50)
    said = refused(again, "build", "small", code=3)
    assert "face/eileen" in said
    assert (again.film()).exists(), "the film of before is still there"


@pytest.mark.parametrize("mode", ["I;16", "CMYK", "P", "RGBA", "L", "1"])
def test_pictures_of_every_kind_work(again: Studio, mode: str) -> None:
    picture = Image.open(again.root / "specs/assets/photo.png").convert("RGB")
    name = "own.jpg" if mode == "CMYK" else "own.png"
    if mode == "I;16":
        grey = np.asarray(picture.convert("L"), np.uint16) * 257
        Image.fromarray(grey).save(again.root / "specs/assets" / name)
    else:
        picture.convert(mode).save(again.root / "specs/assets" / name)
    again.write(SPEC.replace("the sea at night", f"assets/{name}"))
    report = again.build("--until", "still")
    assert made(report) == {"still": 1}


def test_paths_that_lead_out(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    link = studio.root / "specs/assets/link.png"
    link.symlink_to(tmp_path / "secret.png")
    for path in ("/etc/hostname", "../../secret.png", "assets/link.png", "C:\\secret.png"):
        studio.write(SPEC.replace("assets/photo.png", f"'{path}'"))
        assert "outside-project" in refused(studio, "check", "small", code=1), path


def test_terminal_escapes_are_never_passed_on(studio: Studio) -> None:
    studio.write(SPEC.replace("title: Small", 'title: "\\e[31mred"\nfoo\\x1b: 1'))
    refused(studio, "check", "small", code=1)
    studio.write(SPEC.replace("title: Small", "title: \x1b[31mred"))
    assert "control-character" in refused(studio, "check", "small", code=1)


def test_a_song_of_one_second(studio: Studio) -> None:
    song = studio.root / "specs/assets/song.mp3"
    song.write_bytes(song.read_bytes()[:24_000])
    studio.write("nbstudio: 1\ntitle: One\nmusic: assets/song.mp3\nprompt: the sea\noutputs: {o: {size: 64x36}}\n")
    report = studio.build()
    assert made(report)["film"] == 1
    studio.write(SPEC.replace("2beats", "20s").replace("1beat", "1f"))
    assert "overruns" in refused(studio, "build", "small", code=1)


def test_silence_is_cut_without_beats(studio: Studio) -> None:
    song = studio.root / "specs/assets/song.mp3"
    subprocess.run(
        [FFMPEG, "-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo", "-t", "9", str(song)],
        check=True,
    )
    studio.write("nbstudio: 1\ntitle: Q\nmusic: assets/song.mp3\nprompt: the sea\noutputs: {o: {size: 64x36}}\n")
    assert made(studio.build())["film"] == 1
    studio.write(SPEC)
    assert "beats-needed" in refused(studio, "build", "small", code=1)


def test_a_long_song_is_planned_and_drafted_small(studio: Studio) -> None:
    song = studio.root / "specs/assets/song.mp3"
    data = song.read_bytes()
    song.write_bytes(data * 150)  # ten minutes; three hours take 70 s of CPU and less than 0.8 GB
    studio.write("nbstudio: 1\ntitle: L\nmusic: assets/song.mp3\nprompt: the sea\noutputs: {o: {size: 32x18}}\n")
    report = studio.build("--draft", "--until", "storyboard")
    assert made(report) == {"analysis": 1, "storyboard": 1}
    assert "still" in studio.run("plan", "small", "--draft").stdout


def test_a_spec_of_thousands_of_shots_is_checked_and_planned(again: Studio) -> None:
    rows = "".join(f"      - {{id: s{i}, still: the sea at night number {i}, duration: 1f}}\n" for i in range(3000))
    head, _, _ = SPEC.partition("scenes:")
    again.write(head + "scenes:\n  - id: one\n    shots:\n" + rows)
    assert "overruns" in refused(again, "check", "small", code=1)
    (again.root / "specs/assets/song.mp3").write_bytes((again.root / "specs/assets/song.mp3").read_bytes() * 30)
    again.run("check", "small")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount")
@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_cache_without_room_or_right(again: Studio, tmp_path: Path, kind: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = "size=3m" if kind == "full" else "size=64m"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        small = Studio(again.root, disk / "cache")
        if kind == "full":
            said = refused(small, "build", "small", code=3)
            assert "disk-full" in said
        else:
            small.build("--until", "analysis")
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            assert "store-read-only" in refused(small, "build", "small", code=3)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    assert made(again.build()) == {}, "the other cache is as it was"


def test_a_cache_that_is_a_file_newer_or_damaged(again: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "is a file" in refused(again, "build", "small", "--cache", str(tmp_path / "file"), code=2)
    with sqlite3.connect(again.cache / "nbstudio.sqlite") as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute("PRAGMA user_version=99")
    db.close()
    assert "store-newer" in refused(again, "plan", "small", code=3)
    with sqlite3.connect(again.cache / "nbstudio.sqlite") as db:
        db.execute(f"PRAGMA user_version={version}")
    db.close()
    assert made(again.build()) == {}


def test_a_damaged_object_is_made_again_where_it_is_needed(again: Studio) -> None:
    segment = (again.cache / "builds/small/segment/near.mp4").read_bytes()
    (found,) = [path for path in (again.cache / "objects").glob("*/*") if path.read_bytes() == segment]
    found.chmod(0o644)
    with found.open("r+b") as file:
        file.truncate(100)
    again.write(SPEC.replace("the sea at night", "the sea at noon"))
    before = again.film().read_bytes()
    again.build()
    again.write(SPEC)
    again.build()
    assert again.film().read_bytes() == before


def test_an_own_rule_with_an_own_program(again: Studio) -> None:
    rules = again.root / "rules"
    rules.mkdir()
    (rules / "darken.py").write_text(
        "import sys\nfrom PIL import Image\n"
        "Image.open(sys.argv[1]).point(lambda v: v // int(sys.argv[3])).save(sys.argv[2])\n"
    )
    (rules / "darken.yaml").write_text(
        "about: Darker.\nversion: 1\ninputs: {still: {kind: image}}\noutput: {kind: image}\n"
        "params: {by: {type: integer, minimum: 1, maximum: 9, default: 2, about: How much.}}\n"
        "action: program\nfiles: [darken.py]\n"
        'with: {command: ["{python}", "{darken.py}", "{still}", "{out}", "{by}"]}\n'
    )
    spec = SPEC + "      - {id: dark, make: darken, still: near, by: 3, duration: 1beat}\n"
    again.write(spec)
    assert made(again.build())["still"] == 1
    program = (rules / "darken.py").read_text()
    (rules / "darken.py").write_text("# another remark\n" + program)
    assert made(again.build()) == {"still": 1}, "the same bytes came out: nothing else moves"
    (rules / "darken.py").write_text("raise SystemExit('no')\n")
    assert "still/dark" in refused(again, "build", "small", code=3)
    again.write(spec.replace("by: 3", "by: 30"))
    assert "at most 9" in refused(again, "check", "small", code=1)
    (rules / "darken.yaml").write_text("about: x\nversion: none\nactoin: program\n")
    said = refused(again, "check", "small", code=1)
    assert "darken.yaml:2" in said
    assert "darken.yaml:3" in said


def test_out_never_overwrites_an_input(again: Studio) -> None:
    song = again.root / "specs/assets/song.mp3"
    before = song.read_bytes()
    for target in ("specs/assets/song.mp3", "specs/small.yaml", "specs"):
        refused(again, "build", "small", "--out", target, code=2)
    assert song.read_bytes() == before
    assert (again.root / "specs/small.yaml").read_text() == SPEC


def test_json_is_one_object_in_every_outcome(again: Studio) -> None:
    assert json.loads(again.run("build", "small", "--json").stdout)["output"]
    again.write(SPEC.replace("title", "titel"))
    assert json.loads(again.run("build", "small", "--json", code=1).stdout)["output"] is None
    (again.root / "specs/assets/photo.png").write_bytes(b"no")
    again.write(SPEC)
    report = json.loads(again.run("build", "small", "--json", code=3).stdout)
    assert report["failed"][0]["target"] == "face/eileen"
