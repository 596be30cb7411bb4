"""Identity: how often the score is wrong, over a folder with a folder of pictures for each person.

`python -m tests.benchmarks identity FOLDER [--curve OUT.png]`; `python -m tests.benchmarks.people FOLDER` makes such
a folder. For each backend: genuine and foreign pairs, false rejects and accepts at 0.85, the logistic curve that fits
the pairs best beside the one in use, and what common changes of a picture do to a person's own score.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import cv2
import numpy as np
from scipy import optimize

from nbstudio.faces import backends
from nbstudio.faces.backend import Backend
from nbstudio.faces.detect import Face, detect

PASS = 0.85


def pictures(folder: Path) -> dict[str, list[np.ndarray]]:
    """Return every person's pictures; of a film five frames."""
    found: dict[str, list[np.ndarray]] = {}
    for path in sorted(folder.glob("*/*")):
        if path.suffix in {".mp4", ".mov"}:
            film = cv2.VideoCapture(str(path))
            count = int(film.get(cv2.CAP_PROP_FRAME_COUNT))
            for at in np.linspace(0.05, 0.9, 5):
                film.set(cv2.CAP_PROP_POS_FRAMES, int(at * count))
                ok, frame = film.read()
                if ok:
                    found.setdefault(path.parent.name, []).append(frame)
        elif (picture := cv2.imread(str(path))) is not None:
            found.setdefault(path.parent.name, []).append(picture)
    return found


def changes(picture: np.ndarray, face: Face) -> dict[str, np.ndarray]:
    """Return a picture as films change it."""
    height, width = picture.shape[:2]

    def sized(pixels: float) -> np.ndarray:
        scale = pixels / face.box[3]
        return cv2.resize(
            picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )

    def turned(angle: float) -> np.ndarray:
        middle = (face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2)
        return cv2.warpAffine(picture, cv2.getRotationMatrix2D(middle, angle, 1), (width, height))

    small = sized(200)
    hsv = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)
    hue = cv2.cvtColor(
        np.dstack([(hsv[..., 0].astype(int) + 30) % 180, hsv[..., 1:]]).astype(np.uint8), cv2.COLOR_HSV2BGR
    )
    return {
        "120 px": sized(120),
        "60 px": sized(60),
        "40 px": sized(40),
        "turned 10": turned(10),
        "turned 25": turned(25),
        "blur 2": cv2.GaussianBlur(small, (0, 0), 2),
        "blur 4": cv2.GaussianBlur(small, (0, 0), 4),
        "jpeg 30": cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR),
        "grey": cv2.cvtColor(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR),
        "gamma 0.5": (255 * (small / 255) ** 0.5).astype(np.uint8),
        "gamma 2": (255 * (small / 255) ** 2.0).astype(np.uint8),
        "hue +60": hue,
    }


def fit(genuine: np.ndarray, foreign: np.ndarray) -> tuple[float, float]:
    """Return slope and middle of the logistic curve that is most likely, both classes weighing the same.

    The targets are Platt's (1999): no pair is held for more certain than their number allows, so that two classes which
    a threshold parts wholly don't make the curve a step.
    """
    scale = float(np.std(np.concatenate([genuine, foreign])))
    sure, unsure = (len(genuine) + 1) / (len(genuine) + 2), 1 / (len(foreign) + 2)

    def costs(values: np.ndarray, slope: float, middle: float, target: float) -> float:
        z = slope * (values - middle)
        return float((target * np.logaddexp(0, -z) + (1 - target) * np.logaddexp(0, z)).mean())

    def loss(x: np.ndarray) -> float:
        slope, middle = x[0] / scale, x[1]
        return costs(genuine, slope, middle, sure) + costs(foreign, slope, middle, unsure)

    start = [np.sign(genuine.mean() - foreign.mean()) * 5, (genuine.mean() + foreign.mean()) / 2]
    best = optimize.minimize(loss, start, method="Nelder-Mead").x
    return float(best[0] / scale), float(best[1])


def held_out(pairs: list[tuple[str, str, float]]) -> tuple[float, float]:
    """Return the false rejects and accepts of each person's pairs under the curve that all the others give.

    In the first figure, pairs of one person; in the second, a pair of strangers counts once for either of the two.
    """
    wrong: dict[bool, list[bool]] = {True: [], False: []}
    for person in sorted({name for one, other, _ in pairs for name in (one, other)}):
        known = [(one == other, raw) for one, other, raw in pairs if person not in (one, other)]
        slope, middle = fit(*(np.array([raw for same, raw in known if same is want]) for want in (True, False)))
        for one, other, raw in pairs:
            if person in (one, other):
                passed = slope * (raw - middle) >= np.log(PASS / (1 - PASS))
                wrong[one == other].append(bool(passed != (one == other)))
    return float(np.mean(wrong[True])), float(np.mean(wrong[False]))


def measure(by: Backend, people: dict[str, list[np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Print what a backend makes of the people; return the raw likenesses of genuine and of foreign pairs."""
    known: list[tuple[str, np.ndarray]] = []
    own: dict[str, list[float]] = {}
    for name, found in people.items():
        for n, picture in enumerate(found):
            faces = detect(picture)
            if not faces:
                continue
            known.append((name, by.embed(picture, faces[0])))
            if n == 0 and faces[0].box[3] > 100:
                for change, altered in changes(picture, faces[0]).items():
                    seen = detect(altered)
                    score = by.calibrated(by.raw(known[-1][1], by.embed(altered, seen[0]))) if seen else 0.0
                    own.setdefault(change, []).append(score)
    if len({name for name, _ in known}) == len(known) or len({name for name, _ in known}) < 2:
        sys.exit("identity needs several people, and several faces of at least one: a folder with a folder for each")
    pairs = [(a[0], b[0], by.raw(a[1], b[1])) for a, b in itertools.combinations(known, 2)]
    genuine = np.array([raw for one, other, raw in pairs if one == other])
    foreign = np.array([raw for one, other, raw in pairs if one != other])
    rejected = np.mean([by.calibrated(raw) < PASS for raw in genuine])
    accepted = np.mean([by.calibrated(raw) >= PASS for raw in foreign])
    slope, middle = fit(genuine, foreign)
    print(
        f"\n{by.name}: {len(known)} faces of {len(people)} people, "
        f"{len(genuine)} genuine and {len(foreign)} foreign pairs"
    )
    print(f"  at {PASS}: false reject {100 * rejected:.2f} %, false accept {100 * accepted:.2f} %")
    print(
        f"  genuine mean {genuine.mean():.3f} worst {genuine.min() if slope > 0 else genuine.max():.3f}; "
        f"foreign mean {foreign.mean():.3f} worst {foreign.max() if slope > 0 else foreign.min():.3f}"
    )
    print(f"  curve in use: slope {by.slope}, middle {by.middle}; best fit of these pairs: {slope:.1f}, {middle:.3f}")
    held = held_out(pairs)
    print(
        f"  a curve fitted without the person: false reject {100 * held[0]:.2f} %, false accept {100 * held[1]:.2f} %"
    )
    for change, scores in own.items():
        print(f"    {change:10} least {min(scores):.3f}  passing {np.mean(np.array(scores) >= PASS):.0%}")
    return genuine, foreign


def curve(by: Backend, genuine: np.ndarray, foreign: np.ndarray) -> np.ndarray:
    """Return a picture of the pairs and the curve: foreign in red, genuine in green."""
    width, height = 640, 360
    low, high = (0.0, 1.4) if by.slope < 0 else (-0.3, 1.0)
    sheet = np.full((height, width, 3), 250, np.uint8)
    bins = np.linspace(low, high, 81)
    for values, colour in ((foreign, (90, 90, 220)), (genuine, (90, 170, 70))):
        counts, _ = np.histogram(values, bins)
        for n, share in enumerate(counts / max(1, counts.max())):
            x = n * width // 80
            cv2.rectangle(sheet, (x, height - 30), (x + width // 80 - 2, int(height - 30 - 250 * share)), colour, -1)
    xs = np.linspace(low, high, width)
    points = [(x, int(height - 30 - 250 * by.calibrated(float(raw)))) for x, raw in enumerate(xs)]
    cv2.polylines(sheet, [np.array(points, np.int32)], False, (30, 30, 30), 2, cv2.LINE_AA)
    line = int(height - 30 - 250 * PASS)
    cv2.line(sheet, (0, line), (width, line), (150, 150, 150), 1)
    cv2.putText(sheet, f"{by.name}: raw {low} to {high}, score 0 to 1", (10, 24), 0, 0.55, (30, 30, 30), 1, cv2.LINE_AA)
    return sheet


def main() -> None:
    """Measure the backends that are here."""
    words = sys.argv[1:]
    if not words:
        print("identity wants a folder of people: python -m tests.benchmarks.people FOLDER makes one")
        return
    people = pictures(Path(words[0]))
    sheets = []
    for name in (backends.DEFAULT, "dlib"):
        by = backends.find(name)
        sheets.append(curve(by, *measure(by, people)))
    if "--curve" in words:
        cv2.imwrite(words[words.index("--curve") + 1], np.hstack(sheets))


if __name__ == "__main__":
    main()
