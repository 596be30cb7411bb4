"""LUTs: read as written or refused with the line, and interpolated as FFmpeg's tetrahedral filter does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from nbstudio.errors import SpecError
from nbstudio.picture.look import Look, grade
from nbstudio.picture.lut import Lut, parse, read
from nbstudio.source import Source


def cube(size: int, seed: int = 1) -> np.ndarray:
    """Return a smooth, crooked table, (blue, green, red, 3)."""
    axis = np.linspace(0, 1, size)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    bend = np.random.default_rng(seed).uniform(0.5, 1.8, 3)
    mixed = [red ** bend[0] * 0.8 + 0.2 * green * blue, green ** bend[1] * 0.9 + 0.1 * blue, blue ** bend[2]]
    return np.stack(mixed, -1).astype(np.float32)


def text(table: np.ndarray, head: str = "") -> str:
    kind = "LUT_3D_SIZE" if table.ndim == 4 else "LUT_1D_SIZE"
    rows = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in table.reshape(-1, 3))
    return f"{head}{kind} {table.shape[0]}\n{rows}\n"


def of(text: str) -> Lut:
    return parse(Source("look.cube", text))


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return np.random.default_rng(4).random((70, 40, 3)).astype(np.float32)


@pytest.mark.parametrize("size", [2, 3, 17, 33])
def test_the_same_table_changes_nothing(picture: np.ndarray, size: int) -> None:
    axis = np.linspace(0, 1, size)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    same = Lut(np.stack([red, green, blue], -1).astype(np.float32))
    np.testing.assert_allclose(same.apply(picture), picture, atol=1e-5)
    line = Lut(np.repeat(axis[:, None], 3, 1).astype(np.float32))
    np.testing.assert_allclose(line.apply(picture), picture, atol=1e-4)


def test_points_of_the_table_are_met_exactly() -> None:
    table = cube(5)
    axis = np.linspace(0, 1, 5, dtype=np.float32)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    bgr = np.stack([blue, green, red], -1).reshape(25, 5, 3)
    np.testing.assert_allclose(Lut(table).apply(bgr), table[..., ::-1].reshape(25, 5, 3), atol=1e-5)


def test_greys_stay_on_the_diagonal(picture: np.ndarray) -> None:
    """Between two greys of a table whose other corners are wild, a grey is a grey."""
    table = np.random.default_rng(2).random((3, 3, 3, 3)).astype(np.float32)
    for n in range(3):
        table[n, n, n] = n / 2
    grey = np.repeat(picture[..., :1], 3, -1)
    np.testing.assert_allclose(Lut(table).apply(grey), grey, atol=1e-5)


@pytest.mark.parametrize("size", [4, 17])
def test_it_agrees_with_ffmpeg(tmp_path: Path, picture: np.ndarray, size: int) -> None:
    (tmp_path / "look.cube").write_text(text(cube(size)))
    bgr = (picture * 255).round().astype(np.uint8)
    (tmp_path / "in.raw").write_bytes(bgr[..., ::-1].tobytes())
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24"]
    look = "lut3d=file=look.cube:interp=tetrahedral"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            *raw,
            "-s",
            "40x70",
            "-i",
            "in.raw",
            "-vf",
            look,
            *raw,
            "out.raw",
        ],
        cwd=tmp_path,
        check=True,
        timeout=60,
    )
    theirs = np.frombuffer((tmp_path / "out.raw").read_bytes(), np.uint8).reshape(70, 40, 3)
    ours = 255 * read(tmp_path / "look.cube").apply(bgr.astype(np.float32) / 255)[..., ::-1]
    assert np.abs(ours - theirs.astype(float)).max() <= 1.01


@pytest.mark.parametrize(
    "dress",
    [
        lambda body: body,
        lambda body: "\ufeff" + body,
        lambda body: body.replace("\n", "\r\n"),
        lambda body: body.replace("\n", "\r"),
        lambda body: '# made by hand\nTITLE "a # b"\n\n' + body.replace("\n", "   # a note\n", 1) + "\n\n# the end\n",
        lambda body: "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n" + body,
        lambda body: "LUT_3D_INPUT_RANGE 0.0 1.0\n" + body,
        lambda body: body.replace(" ", "\t"),
    ],
)
def test_every_dress_of_a_file_is_read(tmp_path: Path, dress: object) -> None:
    table = cube(3)
    path = tmp_path / "look.cube"
    path.write_bytes(dress(text(table)).encode())  # type: ignore[operator]
    np.testing.assert_allclose(read(path).table, table, atol=1e-5)


def test_a_domain_is_kept() -> None:
    lut = of(text(np.array([[0, 0, 0], [1, 1, 1]], np.float32), "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n"))
    assert lut.high == (2, 2, 2)
    np.testing.assert_allclose(lut.apply(np.full((1, 1, 3), 0.5, np.float32)), 0.25, atol=1e-4)


ROWS = "0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n"


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("", 1, "has no `LUT_3D_SIZE`"),
        (ROWS, 1, "has no `LUT_3D_SIZE`"),
        ("LUT_3D_SIZE 2\n" + ROWS[:-6], 8, "7 rows"),
        ("LUT_3D_SIZE 2\n" + ROWS + "0 0 0\n", 10, "9 rows"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1", "0 nan 1"), 8, "`nan` is no colour"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1", "0 inf 1"), 8, "`inf` is no colour"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1", "0 1e9 1"), 8, "`1e9` is no colour"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1", "0 1,0 1"), 8, "`1,0` is no number"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1", "0 1 1 1"), 8, "4 numbers"),
        ("LUT_3D_SIZE 2\n" + ROWS.replace("0 1 1\n1 1 1", "0 1 1 1\n1 1"), 8, "4 numbers"),
        ("LUT_3D_SIZE 1\n0 0 0\n", 1, "from 2 to 256"),
        ("LUT_3D_SIZE 1000000000000\n0 0 0\n", 1, "from 2 to 256"),
        ("LUT_3D_SIZE -3\n0 0 0\n", 1, "from 2 to 256"),
        ("LUT_3D_SIZE 2.5\n0 0 0\n", 1, "from 2 to 256"),
        ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n" + ROWS, 2, "one-dimensional and three-dimensional"),
        ("LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n" + ROWS, 2, "stands twice"),
        ("LUT_3D_SIZ 2\n" + ROWS, 1, "no keyword"),
        ("LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 1 1 1\n" + ROWS, 3, "ends before it begins"),
        ("LUT_3D_SIZE 2\nDOMAIN_MAX nan 1 1\n" + ROWS, 2, "no colour"),
        ("<html>no such page</html>", 1, "no keyword"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(body: str, line: int, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        of(body)
    (found,) = caught.value.diagnostics
    assert found.code == "bad-lut"
    assert (found.span.path, found.span.line) == ("look.cube", line)
    assert said in found.message


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.cube").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    with pytest.raises(SpecError, match="not text"):
        read(tmp_path / "a.cube")
    with pytest.raises(SpecError, match="can't be read"):
        read(tmp_path / "b.cube")


def test_a_grade_ends_with_its_table(picture: np.ndarray) -> None:
    red = np.zeros((2, 2, 2, 3), np.float32)
    red[..., 0] = 1
    out = grade(picture, Look(lut=Lut(red)))
    np.testing.assert_allclose(out, np.broadcast_to([0, 0, 1], out.shape), atol=1e-5)
    vignetted = grade(picture, Look(lut=Lut(red), vignette=1))
    assert vignetted[0, 0, 2] < 0.8, "a table sees no vignette: that is the lens's, and lies over it"
