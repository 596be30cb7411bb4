"""Pack: all that pictures need of one person, from one photograph or several, in one file with one set of bytes.

Every photograph gives a *view*: the person cut out, the face and how good it is. The best view is the *anchor*,
which comes first; the person is the mean of the views' embeddings, so that no single bad photo decides.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.faces import backends
from nbstudio.faces.backend import Backend, unit
from nbstudio.faces.choice import chosen
from nbstudio.faces.detect import Face, detect
from nbstudio.faces.mesh import mesh as meshed
from nbstudio.faces.quality import BLURRED, Quality, measure

FORMAT = 4
SIDE = 1600  # the longer side kept: more than a still of 2304 x 1296 can show of one person
ARRAYS = ("photo", "alpha", "cutout", "embedding", "mesh")
ENOUGH = 600  # pixels of a face's height that a close-up can show; with fewer, a photograph is enlarged
LARGER, WORTH = 4.0, 1.6  # by how much at most, and the least for which it is worth the time
AROUND = (3.6, 3.0)  # faces that what is enlarged with care is wide and tall: head and shoulders
CARE, HEAD = 250_000, 0.65  # pixels at most, but never less of it than the head
MARGIN = 0.06  # kept around the person, as a share of the crop's longer side

Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Cover = Callable[[Image, Box | None], Image]
Clean = Callable[[Image, Image], Image]
Enlarge = Callable[[Image, float, Box], Image]


@dataclass(frozen=True, slots=True)
class View:
    """One photograph of a person: photo, coverage and clean colours (all of one size), faces, and who it is.

    `photo` is the part of the photograph that holds the person, BGR; `alpha` the coverage, 0 to 255;
    `cutout` the person's colours without the old background, BGR. `faces` are in its pixels, the chosen one
    first; `embedding` is of that one and empty without any. `size` is the photograph's own, width and height;
    `number` its place among those that were given, from 0; `magnified` how many times larger than in the photograph
    it all is; `mesh` the 468 points of the face in its pixels, if they were found.
    """

    photo: Image
    alpha: Image
    cutout: Image
    faces: tuple[Face, ...]
    embedding: NDArray[np.float32]
    size: tuple[int, int]
    quality: Quality | None
    number: int = 0
    magnified: float = 1.0
    mesh: NDArray[np.float32] | None = None

    @property
    def face(self) -> Face | None:
        """Return the person's face, if there is any."""
        return self.faces[0] if self.faces else None


@dataclass(frozen=True, slots=True)
class Pack:
    """One person: the views, best first, and who it is.

    `embedding` is the mean of the views' (empty without a face), `spread` the least likeness of any view to it
    in the backend's raw measure.
    """

    views: tuple[View, ...]
    embedding: NDArray[np.float32]
    backend: str = backends.DEFAULT
    spread: float = 1.0

    @property
    def anchor(self) -> View:
        """Return the view that the person is shown by, where only one is."""
        return self.views[0]

    @property
    def photo(self) -> Image:
        """Return the anchor's photo."""
        return self.anchor.photo

    @property
    def alpha(self) -> Image:
        """Return the anchor's coverage."""
        return self.anchor.alpha

    @property
    def cutout(self) -> Image:
        """Return the anchor's own colours."""
        return self.anchor.cutout

    @property
    def faces(self) -> tuple[Face, ...]:
        """Return the anchor's faces, the person's first."""
        return self.anchor.faces

    @property
    def face(self) -> Face | None:
        """Return the anchor's face, if there is any."""
        return self.anchor.face

    @property
    def mesh(self) -> NDArray[np.float32] | None:
        """Return the points of the anchor's face."""
        return self.anchor.mesh

    @property
    def size(self) -> tuple[int, int]:
        """Return the size of the anchor's photograph, width and height."""
        return self.anchor.size

    @property
    def magnified(self) -> float:
        """Return how many times larger than in its photograph the anchor is."""
        return self.anchor.magnified

    @property
    def sharpness(self) -> float:
        """Return how sharp the anchor's face is: below about 4 it looks blurred."""
        return self.anchor.quality.sharpness if self.anchor.quality else 0.0

    def seen(self, number: int) -> View:
        """Return one of the views that are good enough to be shown, another for another number."""
        good = self._good()
        if not good:
            return self.anchor
        # By the photos' own order, so that a number means the same photo as long as that is good enough.
        ordered = sorted(self.views, key=lambda view: view.number)
        at = number % len(ordered)
        return next(view for view in (*ordered[at:], *ordered[:at]) if any(view is one for one in good))

    def frontal(self) -> View:
        """Return the view, of those that are good enough, that looks most at the camera."""
        turns = [(abs(view.face.turn), view.number, view) for view in self._good() if view.face]
        return min(turns, key=lambda turn: turn[:2])[2] if turns else self.anchor

    def _good(self) -> list[View]:
        best = self.anchor.quality.score if self.anchor.quality else 0.0
        return [view for view in self.views if view.quality and view.quality.score >= 0.5 * best]


def make(
    photos: Image | Sequence[Image],
    cover: Cover,
    clean: Clean,
    *,
    enlarge: Enlarge | None = None,
    choose: str = "largest",
    backend: Backend | None = None,
) -> Pack:
    """Make the pack of a person from BGR photographs.

    `cover` tells the person's coverage of a picture whose face lies in the box given; `clean` gives the
    person's own colours from picture and coverage; `enlarge` a picture so many times larger, a box of it with care,
    for faces of few pixels. `choose` tells which face of several (see `choice`). No face
    is no error here: the count tells.

    Raises InputError (photos-differ) where photographs show different people, and as `choice.chosen` does.
    """
    by = backend or backends.find(backends.DEFAULT)
    given = [photos] if isinstance(photos, np.ndarray) else list(photos)
    views = [_view(photo, cover, clean, enlarge, choose, by, number) for number, photo in enumerate(given)]
    views.sort(key=lambda view: (-(view.quality.score if view.quality else -1.0), view.number))
    known = [view.embedding for view in views if view.embedding.size]
    if not known:
        return Pack(tuple(views), np.zeros(0, np.float32), by.name, 0.0)
    _same(views, by)
    mean = np.mean(known, axis=0)
    mean = unit(mean) if abs(float(np.linalg.norm(known[0])) - 1) < 1e-3 else np.asarray(mean, np.float32)
    raws = [by.raw(one, mean) for one in known]
    return Pack(tuple(views), mean, by.name, round(min(raws) if by.slope > 0 else max(raws), 4))


def _same(views: Sequence[View], by: Backend) -> None:
    """Refuse photographs of different people, for their mean is nobody."""
    first = views[0]
    for view in views[1:]:
        if view.embedding.size and by.calibrated(by.raw(first.embedding, view.embedding)) < 0.5:
            raise InputError(
                f"photo {view.number + 1} shows another person than photo {first.number + 1}",
                code="photos-differ",
                notes=[f"score {by.calibrated(by.raw(first.embedding, view.embedding)):.2f} by {by.name}"],
                hint="take it out, or choose the face in it: `face: left`, `right`, `largest` or its number",
            )


def _view(
    photo: Image, cover: Cover, clean: Clean, enlarge: Enlarge | None, choose: str, by: Backend, number: int
) -> View:
    height, width = photo.shape[:2]
    working = _limited(photo, 2 * SIDE)
    faces = chosen(detect(working), choose)
    left, top, right, bottom = _person(working, faces, cover)
    crop = np.ascontiguousarray(working[top:bottom, left:right])
    scale = min(1.0, SIDE / max(crop.shape[:2]))
    crop = _limited(crop, SIDE)
    faces = _closer(crop, tuple(face.moved(-left, -top, scale) for face in faces))
    # Who it is and how good it is, the photograph itself tells, before anything is drawn into it.
    embedding = by.embed(crop, faces[0]) if faces else np.zeros(0, np.float32)
    quality = measure(crop, faces[0]) if faces else None
    times = min(LARGER, ENOUGH / faces[0].box[3], SIDE / max(crop.shape[:2])) if faces else 1.0
    if enlarge and quality and quality.sharpness >= BLURRED and times >= WORTH:
        crop = enlarge(crop, times, _around(faces[0].box))
        faces = tuple(face.moved(0, 0, times) for face in faces)
    else:
        times = 1.0
    alpha = cover(crop, faces[0].box if faces else None)
    points = meshed(crop, faces[0]) if faces else None
    return View(crop, alpha, clean(crop, alpha), faces, embedding, (width, height), quality, number, times, points)


def _around(face: Box) -> Box:
    """Return what of a picture a close-up shows: head and shoulders, of a large face only the head."""
    x, y, w, h = face
    share = float(np.clip((CARE / (AROUND[0] * w * AROUND[1] * h)) ** 0.5, HEAD, 1))
    wide, tall = AROUND[0] * w * share, AROUND[1] * h * share
    return x + w / 2 - wide / 2, y + 0.4 * h - tall / 2, wide, tall


def save(pack: Pack, path: Path) -> None:
    """Write the pack to `path`: a stored zip of arrays whose bytes depend on nothing but the pack."""
    about = {
        "format": FORMAT,
        "backend": pack.backend,
        "spread": pack.spread,
        "views": [
            {
                "number": view.number,
                "magnified": view.magnified,
                "size": list(view.size),
                "quality": asdict(view.quality) if view.quality else None,
                "faces": [{"box": f.box, "points": f.points, "score": f.score} for f in view.faces],
            }
            for view in pack.views
        ],
    }
    arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)}
    for n, view in enumerate(pack.views):
        arrays |= {f"{n}-{name}": _held(getattr(view, name)) for name in ARRAYS}
    arrays["embedding"] = pack.embedding
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
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
            about = json.loads(bytes(_read(archive, "about")))
            if about["format"] != FORMAT:
                raise InputError(f"{path.name} is a face pack of another version", code="face-pack")
            views = tuple(_loaded(archive, n, told) for n, told in enumerate(about["views"]))
            return Pack(views, _read(archive, "embedding"), about["backend"], about["spread"])
    except (EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{path.name} is not a face pack", code="face-pack", notes=[str(error)], hint="delete it and build again"
        ) from error


def _loaded(archive: zipfile.ZipFile, n: int, told: dict[str, Any]) -> View:
    faces = tuple(Face(tuple(f["box"]), tuple((x, y) for x, y in f["points"]), f["score"]) for f in told["faces"])
    width, height = told["size"]
    quality = Quality(**told["quality"]) if told["quality"] else None
    photo, alpha, cutout, embedding, mesh = (_read(archive, f"{n}-{name}") for name in ARRAYS)
    size, times, points = (width, height), float(told["magnified"]), mesh if mesh.size else None
    return View(photo, alpha, cutout, faces, embedding, size, quality, told["number"], times, points)


def _held(array: NDArray[Any] | None) -> NDArray[Any]:
    return np.zeros((0, 3), np.float32) if array is None else array


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
