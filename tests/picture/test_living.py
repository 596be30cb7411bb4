"""Faces live: they blink and sing, and stay the person's through every frame."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from nbstudio.faces import backends, holding, identity, pack
from nbstudio.faces.detect import detect
from nbstudio.faces.mesh import mesh
from nbstudio.picture import compose, living, matte, throat
from nbstudio.picture.camera import Camera, Shot
from nbstudio.picture.colour import Planes
from nbstudio.picture.layers import Alive, Depth
from nbstudio.picture.look import Look
from nbstudio.picture.segment import Format, render_body
from nbstudio.picture.still import Still, load, save
from nbstudio.picture.warp import luma
from nbstudio.providers import embedded

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
SIZE = (768, 432)
FRAME = (640, 360)
HOLD = {"zoom": 1.06}


class Wall:
    """A backdrop without anything."""

    def __init__(self) -> None:
        self.back = np.full((SIZE[1], SIZE[0], 3), 0.35, np.float32)
        self.front = None
        self.lamp, self.key, self.ambient = (0.2, 0.3), (0.7, 0.85, 1.0), (0.5, 0.45, 0.4)
        self.horizon, self.haze = 0.6, 0.2


@pytest.fixture(scope="module")
def collins() -> pack.Pack:
    return pack.make(cv2.imread(str(ASSETS / "astronaut.png")), matte.alpha, matte.cutout)


@pytest.fixture(scope="module", params=["close-up", "medium"])
def portrait(request: pytest.FixtureRequest, collins: pack.Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    still = compose.compose(collins, Wall(), Look(), size=request.param, seed=4)
    points = mesh(still.bgr, detect(still.bgr)[0])
    out = tmp_path_factory.mktemp("portrait") / "p.png"
    save(replace(still, depth=replace(still.depth, alive=(Alive(points),))), out)
    return out


def frames(path: Path, total: int, gape: tuple[float, ...] = (), **shot: object) -> list[np.ndarray]:
    """Return frames; `gape` opens the mouth without the body's feeling it."""
    camera = Camera(Shot(path, HOLD, total, 0, 9, **shot), FRAME, Fraction(30))  # type: ignore[arg-type]
    if gape:
        camera.lives[0].mouth = gape
    found = []
    for index in range(total):
        half = (FRAME[1] // 2, FRAME[0] // 2)
        out = Planes(np.empty(FRAME[::-1], np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))
        camera.show(index, out.all())
        flat = np.concatenate([plane.ravel() for plane in out.all()]).reshape(-1, FRAME[0])
        found.append(cv2.cvtColor(flat, cv2.COLOR_YUV2BGR_I420))
    return found


def test_the_person_stays_the_person(portrait: Path, collins: pack.Pack) -> None:
    """Through blinks and a mouth wide open the calibrated score stays above the gate."""
    mouth = [0.5 + 0.5 * np.sin(i / 2) for i in range(120)]
    scores = []
    for frame in frames(portrait, 120, mouth=mouth)[::4]:
        score = identity.resemblance(frame, collins.embedding)
        scores.append(score.value if score else 0.0)
    assert min(scores) >= identity.PASS


def segment(path: Path, out: Path, count: int = 90) -> None:
    """Leave a living shot at `out`: the camera drifts, layers part, the mouth sings, the lids blink."""
    mouth = tuple(0.5 + 0.5 * float(np.sin(i / 2)) for i in range(count))
    motion = {"zoom": [1.1, 1.14], "pan": [-0.6, 0.6], "truck": [-0.02, 0.02], "sway": 0.003}
    shot = Shot(path, motion, count, 0, 9, (20,), (), 1.2, mouth)
    render_body(shot, count, Format(*FRAME, Fraction(30), "standard", 0.4), out)


def test_the_finished_segment_is_the_person(portrait: Path, collins: pack.Pack, tmp_path: Path) -> None:
    """What the film's own step sees in decoded frames of a shot that moves, blinks and sings."""
    segment(portrait, tmp_path / "s.mp4")
    with av.open(str(tmp_path / "s.mp4")) as film:
        decoded = enumerate(frame.to_ndarray(format="bgr24") for frame in film.decode(video=0))
        some = ((n, frame) for n, frame in decoded if n % 5 == 0)
        (held,) = holding.hold(some, [(collins.embedding, backends.find(collins.backend))])
    assert None not in held.scores
    assert held.least is not None
    assert held.least >= identity.PASS


def test_living_shots_are_the_same_bytes_at_any_thread_count(portrait: Path, tmp_path: Path) -> None:
    before, made = cv2.getNumThreads(), []
    try:
        for threads, workers in ((1, 1), (4, 1), (2, 3)):
            cv2.setNumThreads(threads)
            outs = [tmp_path / f"{threads}-{n}.mp4" for n in range(workers)]
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(lambda out: segment(portrait, out, 24), outs))
            made += [out.read_bytes() for out in outs]
    finally:
        cv2.setNumThreads(before)
    assert len(set(made)) == 1


def test_a_mouth_opens_as_far_as_it_is_told(portrait: Path) -> None:
    shut = (0.0, 0.0)
    one, other = frames(portrait, 2, mouth=shut), frames(portrait, 2, mouth=shut, gape=(0.0, 1.0))
    assert np.array_equal(one[0], other[0])
    dark = cv2.cvtColor(one[1], cv2.COLOR_BGR2GRAY).astype(int) - cv2.cvtColor(other[1], cv2.COLOR_BGR2GRAY)
    x, y, w, h = load(portrait).focus
    rows, columns = np.nonzero(dark > 60)
    assert len(rows) > 0.004 * w * h * FRAME[0] * FRAME[1]
    assert (y + 0.5 * h) * FRAME[1] < rows.mean() < (y + 1.15 * h) * FRAME[1]
    assert (x - 0.05 * w) * FRAME[0] < columns.mean() < (x + 1.05 * w) * FRAME[0]
    assert np.abs(one[1].astype(int) - other[1])[: int(y * FRAME[1])].max() == 0, "nothing above the face moves"


def test_lids_close_and_open_again(portrait: Path) -> None:
    """Somewhere in four seconds the eyes are shut, and soon they are as before."""
    camera = Camera(Shot(portrait, HOLD, 120, 0, 9), FRAME, Fraction(30))
    assert 0 in camera.lives
    shut = [camera.lives[0]._shut(i / 30) for i in range(120)]
    assert max(shut) > 0.95
    assert 0.02 < np.mean(np.array(shut) > 0.3) < 0.2
    assert max(abs(b - a) for a, b in itertools.pairwise(shut)) < 0.75


def test_shut_eyes_are_dark_where_the_lids_meet(portrait: Path) -> None:
    """A line of lashes, and no white of an eye, lies between shut lids."""
    camera = Camera(Shot(portrait, HOLD, 9, 0, 9), (1280, 720), Fraction(30))
    life = camera.lives.get(0)
    if life is None or not life.eyes:
        return  # lids of a pixel or two don't blink
    life.blinks = [0.0]
    out = Planes(*(np.empty(shape, np.uint8) for shape in ((720, 1280), (360, 640), (360, 640))))
    camera.show(3, out.all())
    affine, lean = luma(camera.way.window(3), camera.stack.size, (1280, 720)), life.lean(3)
    affine = np.column_stack([lean[:, :2] @ affine[:, :2], lean[:, :2] @ affine[:, 2] + lean[:, 2]])
    for grid, _, lid, floor in life.eyes:
        axes, x = grid.axes, grid.x
        line = np.stack([x, lid + living.SHUT * (floor - lid)], -1)[np.abs(x) < 0.8]
        points = (axes.out(line) - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T
        column, row = points[:, 0].astype(int), points[:, 1].astype(int)
        skin = np.median(out.y[row.min() - 12 : row.max() + 12, column.min() : column.max()])
        meets = np.min([out.y[row + d, column] for d in (-1, 0, 1)], axis=0)
        assert meets.max() < skin
        assert meets.mean() < 0.75 * skin


def test_a_mouth_shut_in_the_photograph_shows_teeth_and_a_tongue() -> None:
    """Shut lips hide teeth that an open mouth has; a throat is dark between them and a tongue that light finds."""
    out = Planes(
        *(np.full(shape, value, np.uint8) for shape, value in (((200, 300), 150), ((100, 150), 110), ((100, 150), 150)))
    )
    x = np.linspace(-1, 1, 41).astype(np.float32)
    lens = np.asarray(0.45 * (1 - x * x), np.float32)
    into = np.array([[0.01, 0, -1.5], [0, 0.01, -0.8]])
    throat.paint(out.all(), into, x, (-0.2 * lens, lens), 1.0, 0.0, 1.0)
    middle = out.y[:, 150].astype(int)
    inside = middle[70:126]
    teeth, dark, tongue = inside[4:14].max(), inside[18:32].min(), inside[36:52].max()
    assert dark < 45
    assert teeth > dark + 35
    assert tongue > dark + 15
    assert np.all(out.y[:60] == 150), "nothing outside the lips"


def test_a_body_that_sings_leans_with_its_phrases(portrait: Path) -> None:
    """It goes further than one that is silent, and never by a jolt."""
    silent, singing = (
        Camera(Shot(portrait, HOLD, 240, 0, 9, mouth=mouth), FRAME, Fraction(30)).lives.get(0)
        for mouth in (None, tuple(0.5 + 0.5 * float(np.sin(i / 3)) for i in range(240)))
    )
    assert silent is not None
    assert singing is not None
    reach = []
    for life in (silent, singing):
        head = np.array([life.lean(i)[:, :2] @ life.points[1] + life.lean(i)[:, 2] for i in range(240)]) / life.still[1]
        reach.append(np.ptp(head[:, 0]))
        assert np.abs(np.diff(head, 2, axis=0)).max() < 2e-4
    assert reach[1] > 1.2 * reach[0]
    assert reach[1] < 0.025


def test_nothing_stands_still_and_nothing_jumps(portrait: Path) -> None:
    """A held shot of a portrait changes from frame to frame, by little."""
    grey = [cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).astype(int) for frame in frames(portrait, 60)]
    changes = [np.abs(b - a).mean() for a, b in itertools.pairwise(grey)]
    assert min(changes) > 0
    assert max(changes) < 3


def test_a_photograph_without_layers_lives_too(collins: pack.Pack, tmp_path: Path) -> None:
    photo = cv2.resize(collins.photo, (768, 432 * 2))[:432]
    face = detect(photo)[0]
    focus = (face.box[0] / 768, face.box[1] / 432, face.box[2] / 768, face.box[3] / 432)
    save(Still(np.ascontiguousarray(photo), focus, Depth(alive=(Alive(mesh(photo, face)),))), tmp_path / "p.png")
    one, other = (frames(tmp_path / "p.png", 1, mouth=(gape,))[0].astype(int) for gape in (0.0, 1.0))
    assert np.abs(one - other).max() > 60


def test_a_face_too_small_says_so(portrait: Path, tmp_path: Path) -> None:
    still = load(portrait)
    assert len(still.depth.alive) == 1
    tiny = replace(still.depth, alive=(Alive(still.depth.alive[0].mesh * 0.1),))
    save(replace(still, depth=tiny), tmp_path / "t.png")
    save(replace(still, depth=replace(still.depth, alive=())), tmp_path / "n.png")
    told = [
        Camera(Shot(path, HOLD, 9, 0, mouth=(1.0,)), FRAME, Fraction(30)).sings
        for path in (portrait, tmp_path / "t.png", tmp_path / "n.png")
    ]
    assert told[0] == "the mouth follows the voice"
    assert "small" in str(told[1])
    assert "no face" in str(told[2])
    assert Camera(Shot(portrait, HOLD, 9, 0), FRAME, Fraction(30)).sings is None


@pytest.mark.parametrize(
    ("look", "style", "rests"),
    [
        (Look(), {}, False),
        (Look(medium="tape"), {}, False),
        (Look(medium="engraving"), {}, True),
        (Look(dots=0.5), {}, True),
        (Look(), {"paint": {"style": 0, "strength": 0.9}}, True),
    ],
)
def test_a_face_drawn_over_rests(look: Look, style: dict[str, object], rests: bool) -> None:
    assert embedded._graphic(look, style) is rests
