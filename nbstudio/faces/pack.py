"""Pack: all that pictures need of one person's photograph, in one file with one set of bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.faces.detect import Face, detect
from nbstudio.faces.identity import embed

FORMAT = 1
SIDE = 1600  # the longer side kept: more than a still of 2304 x 1296 can show of one person
NAMES = ("about", "alpha", "cutout", "embedding", "photo")
MARGIN = 0.06  # kept around the person, as a share of the crop's longer side

Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pack:
    """One person: photo, coverage and clean colours (all of one size), faces, and who it is.

    `photo` is the part of the photograph that holds the person, BGR; `alpha` the coverage, 0 to 255;
    `cutout` the person's colours without the old background, BGR. `faces` are in its pixels, largest first;
    `embedding` is of the first and empty without any. `size` is the photograph's own, width and height;
    `sharpness` is of the face (of the whole without one): below about 4 it looks blurred.
    """

    photo: Image
    alpha: Image
    cutout: Image
    faces: tuple[Face, ...]
    embedding: NDArray[np.float32]
    size: tuple[int, int]
    sharpness: float

    @property
    def face(self) -> Face | None:
        """Return the largest face, if there is any."""
        return self.faces[0] if self.faces else None


def make(photo: Image, cover: Callable[[Image, Box | None], Image], clean: Callable[[Image, Image], Image]) -> Pack:
    """Make the pack of a BGR photograph.

    `cover` tells the person's coverage of a picture whose face lies in the box given; `clean` gives the
    person's own colours from picture and coverage. No face or several are no error here: the count tells.
    """
    height, width = photo.shape[:2]
    working = _limited(photo, 2 * SIDE)
    faces = detect(working)
    left, top, right, bottom = _person(working, faces, cover)
    crop = np.ascontiguousarray(working[top:bottom, left:right])
    scale = min(1.0, SIDE / max(crop.shape[:2]))
    crop = _limited(crop, SIDE)
    faces = _closer(crop, tuple(face.moved(-left, -top, scale) for face in faces))
    alpha = cover(crop, faces[0].box if faces else None)
    embedding = embed(crop, faces[0]) if faces else np.zeros(0, np.float32)
    return Pack(crop, alpha, clean(crop, alpha), faces, embedding, (width, height), _sharpness(crop, faces))


def save(pack: Pack, path: Path) -> None:
    """Write the pack to `path`: a stored zip of arrays whose bytes depend on nothing but the pack."""
    about = {
        "format": FORMAT,
        "size": list(pack.size),
        "sharpness": pack.sharpness,
        "faces": [{"box": f.box, "points": f.points, "score": f.score} for f in pack.faces],
    }
    text = np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in NAMES:
            array = text if name == "about" else getattr(pack, name)
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            # A fixed date: a zip carries its making's, and the same photo must give the same bytes.
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, buffer.getvalue())


def load(path: Path) -> Pack:
    """Read a pack.

    Raises:
        InputError: The file is no face pack, or one of another version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            arrays = {name: _read(archive, name) for name in NAMES}
        about = json.loads(bytes(arrays["about"]))
        if about["format"] != FORMAT:
            raise InputError(f"{path.name} is a face pack of another version", code="face-pack")
        faces = tuple(Face(tuple(f["box"]), tuple((x, y) for x, y in f["points"]), f["score"]) for f in about["faces"])
        width, height = about["size"]
        return Pack(
            arrays["photo"],
            arrays["alpha"],
            arrays["cutout"],
            faces,
            arrays["embedding"],
            (width, height),
            about["sharpness"],
        )
    except (EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{path.name} is not a face pack", code="face-pack", notes=[str(error)], hint="delete it and build again"
        ) from error


def _read(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as file:
        array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
    return array


def _limited(picture: Image, side: int) -> Image:
    import cv2

    scale = side / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _closer(crop: Image, faces: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return the faces with the first one found again in the crop, where its points have more pixels."""
    if not faces:
        return faces
    x, y, w, h = faces[0].box
    for face in detect(crop):
        fx, fy, fw, fh = face.box
        if abs(fx + fw / 2 - x - w / 2) < 0.3 * w and abs(fy + fh / 2 - y - h / 2) < 0.3 * h:
            return (face, *faces[1:])
    return faces


def _person(
    picture: Image, faces: tuple[Face, ...], cover: Callable[[Image, Box | None], Image]
) -> tuple[int, int, int, int]:
    """Return where the person is: left, top, right, bottom, with a margin."""
    height, width = picture.shape[:2]
    if max(height, width) <= SIDE // 2:
        return 0, 0, width, height  # nothing to gain
    if faces and faces[0].box[3] < 0.1 * height:
        # A small figure in a large view: first look at what may be its body.
        x, y, w, h = faces[0].box
        x0, y0, x1, y1 = max(0, int(x - 5 * w)), max(0, int(y - 2 * h)), int(x + 6 * w), int(y + 9 * h)
        part = np.ascontiguousarray(picture[y0:y1, x0:x1])
        if part.shape[0] < height or part.shape[1] < width:
            left, top, right, bottom = _person(part, (faces[0].moved(-x0, -y0),), cover)
            return left + x0, top + y0, right + x0, bottom + y0
    scale = min(1.0, 400 / max(height, width))
    rough = cover(_limited(picture, 400), faces[0].moved(0, 0, scale).box if faces else None)
    rows, columns = np.flatnonzero((rough > 100).any(axis=1)), np.flatnonzero((rough > 100).any(axis=0))
    if not rows.size or not columns.size:
        return 0, 0, width, height
    fy, fx = height / rough.shape[0], width / rough.shape[1]
    top, bottom, left, right = rows[0] * fy, (rows[-1] + 1) * fy, columns[0] * fx, (columns[-1] + 1) * fx
    for face in faces[:1]:
        x, y, w, h = face.box
        top, left, bottom, right = min(top, y - h), min(left, x - w), max(bottom, y + 2 * h), max(right, x + 2 * w)
    margin = MARGIN * max(bottom - top, right - left)
    return (
        max(0, int(left - margin)),
        max(0, int(top - margin)),
        min(width, int(right + margin)),
        min(height, int(bottom + margin)),
    )


def _sharpness(picture: Image, faces: tuple[Face, ...]) -> float:
    """Return the spread of the Laplacian of the face at its own pixels."""
    import cv2

    region = picture
    if faces:
        x, y, w, h = (round(v) for v in faces[0].box)
        part = picture[max(0, y) : y + h, max(0, x) : x + w]
        region = part if min(part.shape[:2]) >= 8 else picture
    grey = cv2.cvtColor(region, cv2.COLOR_BGR2GRAY)
    return round(float(cv2.Laplacian(grey, cv2.CV_32F).std()), 4)
