"""How near the engine is to its floor: `python -m tests.benchmarks.segment`.

Side by side in one run, at 1080p, one thread: preparing, warping and encoding a moving still, against encoding
the very same frames made beforehand. Then the same of a layered still, the memory it takes, two threads against
one, and the jitter against a path that a spline renders exactly.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from nbstudio.picture.camera import Camera
from nbstudio.picture.colour import planes
from nbstudio.picture.encode import Encoder, views
from nbstudio.picture.layers import Depth, Layer, cut
from nbstudio.picture.motion import Motion
from nbstudio.picture.motion import Path as Way
from nbstudio.picture.segment import Format, Shot, render_body
from nbstudio.picture.still import Still, load, save
from nbstudio.picture.warp import luma, warp
from tests import jitter

FRAMES = 90
SIZE = (1920, 1080)
MOTION = {"zoom": [1.02, 1.2], "pan": [-0.5, 0.5], "aim": 0.5}


def picture(path: Path, seed: int, scale: float = 1.2) -> Path:
    """Write a still with detail at every scale, as photographs have it."""
    width, height = round(SIZE[0] * scale), round(SIZE[1] * scale)
    noise = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for octave in range(8):
        cells = 3 * 2**octave
        grid = noise.random((cells, cells * 16 // 9, 3)).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 1.7**octave
    total = (total - total.min()) / np.ptp(total)
    save(Still((255 * total).astype(np.uint8), (0.45, 0.3, 0.1, 0.15)), path)
    return path


def cpu(work: Any) -> float:
    """Return the CPU milliseconds of this thread that `work` takes."""
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)


def ratio(folder: Path, profile: str) -> tuple[float, float, float]:
    """Return (prepare, warp, encode) CPU milliseconds per frame."""
    still = picture(folder / "still.png", 1)
    way = Way(Motion.from_params(MOTION), FRAMES, Fraction(30), 16 / 9, load(still).focus)
    kept: list[Any] = []
    prepare = cpu(lambda: kept.append(planes(load(still).bgr)))
    with Encoder(folder / "a.mp4", *SIZE, Fraction(30), profile) as encoder:
        frames, targets = blank(encoder)

        def move() -> None:
            for i in range(FRAMES):
                warp(kept[0], way.window(i), targets[i])

        def encode() -> None:
            for frame in frames:
                encoder.add(frame)

        moved, encoded = cpu(move), cpu(encode)
        start = time.thread_time()
    encoded += 1000 * (time.thread_time() - start)
    return prepare / FRAMES, moved / FRAMES, encoded / FRAMES


def blank(encoder: Encoder) -> tuple[list[Any], list[Any]]:
    """Return black frames and their planes: a segment uses one frame for all, whose memory is there already."""
    frames = [encoder.frame() for _ in range(FRAMES)]
    targets = [views(frame) for frame in frames]
    for target in targets:
        for plane, value in zip(target, (16, 128, 128), strict=True):
            plane[:] = value
    return frames, targets


def layered(folder: Path, profile: str, moving: tuple[str, ...] = ()) -> tuple[float, float, float]:
    """Return the same of a still with a person in two fifths of its width, and what moves by itself."""
    path = parted(folder, moving)
    kept: list[Camera] = []
    prepare = cpu(lambda: kept.append(Camera(Shot(path, MOTION, FRAMES, 0), SIZE, Fraction(30))))
    with Encoder(folder / "l.mp4", *SIZE, Fraction(30), profile) as encoder:
        frames, targets = blank(encoder)
        moved = cpu(lambda: [kept[0].show(i, targets[i]) for i in range(FRAMES)])
        encoded = cpu(lambda: [encoder.add(frame) for frame in frames])
        start = time.thread_time()
    encoded += 1000 * (time.thread_time() - start)
    return prepare / FRAMES, moved / FRAMES, encoded / FRAMES


def parted(folder: Path, moving: tuple[str, ...] = ()) -> Path:
    """Write a still with a person in two fifths of its width before the rest, and return it."""
    path = folder / "layered.png"
    flat = load(picture(path, 1))
    height, width = (side - side % 4 for side in flat.bgr.shape[:2])
    figure = np.zeros((height, width), np.float32)
    cv2.ellipse(figure, (width // 2, round(0.4 * height)), (width // 10, height // 4), 0, 0, 360, 1.0, -1)
    cv2.ellipse(figure, (width // 2, height), (width // 5, round(0.4 * height)), 0, 0, 360, 1.0, -1)
    alpha, window = cut(cv2.GaussianBlur(figure, (0, 0), 3), (0, 0), (width, height))
    layer = Layer((window[1].start, window[0].start), alpha, 255 - flat.bgr[window])
    told = tuple({"kind": kind} for kind in moving)
    save(Still(flat.bgr[:height, :width], flat.focus, Depth((layer,), 0.5, told)), path)
    return path


def layers(folder: Path) -> list[float]:
    """Return how far layers lie from their paths, by phases, pixels RMS: far, subject, near, and one to one."""
    found = []
    grey = jitter.texture((2304, 1296), 5)
    picture = np.repeat(grey[..., None], 3, axis=2)
    motion = {"zoom": [1.1, 1.16], "pan": [-0.9, 0.9], "truck": [-0.03, 0.03], "sway": 0.004}
    for share, moved in ((0.5, motion), (1.0, motion), (1.3, motion), (1.0, {"zoom": 1.2, "pan": [-0.9, 0.9]})):
        layer = Layer((0, 0), np.full(grey.shape, 255, np.uint8), np.zeros_like(picture), share)
        save(Still(picture, (0.4, 0.4, 0.2, 0.2), Depth((layer,), 0.4)), folder / "jitter.png")
        camera = Camera(Shot(folder / "jitter.png", moved, FRAMES, 0, 3), SIZE, Fraction(30))
        found.append(jitter.rms(camera, planes(picture).y, share, range(0, FRAMES, 6), SIZE))
    return found


def memory(folder: Path) -> float:
    """Return the most memory, in MB, of a process that makes one segment of a layered still in the rain."""
    path, out = parted(folder, ("rain", "fog")), folder / "m.mp4"
    text = (
        "import resource, sys; from fractions import Fraction; from pathlib import Path; import cv2;"
        "from nbstudio.picture.segment import Format, Shot, render_body; cv2.setNumThreads(1);"
        f"shot = Shot(Path({str(path)!r}), {MOTION!r}, 60, 0);"
        f"render_body(shot, 60, Format(*{SIZE!r}, Fraction(30), 'standard', 0.4), Path({str(out)!r}));"
        # Linux counts in `ru_maxrss` what the process was forked from: all the frames of this one.
        "told = Path('/proc/self/status');"
        "own = [line.split()[1] for line in told.read_text().splitlines() if line.startswith('VmHWM')]"
        " if told.exists() else [];"
        "print(own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, text=True)
    return int(done.stdout) / (1024 if sys.platform == "linux" else 1024 * 1024)


def scaling(folder: Path) -> float:
    """Return how many times faster two threads make two segments than one thread does."""
    stills = [picture(folder / f"s{n}.png", n) for n in range(2)]
    form = Format(*SIZE, Fraction(30), "standard")

    def one(n: int) -> None:
        render_body(Shot(stills[n], MOTION, FRAMES, 0), FRAMES, form, folder / f"o{n}.mp4")

    times = {}
    for workers in (1, 2):
        start = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, range(2)))
        times[workers] = time.perf_counter() - start
    return times[1] / times[2]


def dots(folder: Path) -> float:
    """Return the RMS distance, in pixels, of dots in the frames from where the path puts them."""
    width, height = 2304, 1296
    grid = np.stack(np.meshgrid(np.arange(9) + 0.5, np.arange(5) + 0.5), -1).reshape(-1, 2)
    dots = (grid * [width / 9, height / 5]).astype(np.float64) + np.random.default_rng(1).random((45, 2))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
    image = np.zeros((height, width), np.float32)
    for cx, cy in dots:
        left, top = int(cx) - 40, int(cy) - 40
        patch = (slice(max(0, top), top + 80), slice(max(0, left), left + 80))
        image[patch] += np.exp(-((x[patch] - cx) ** 2 + (y[patch] - cy) ** 2) / (2 * 7.0**2))
    source = planes(cv2.cvtColor((40 + 180 * image).clip(0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR))
    way = Way(Motion.from_params(MOTION), 60, Fraction(30), 16 / 9, (0.45, 0.4, 0.1, 0.15))
    out = (np.empty((1080, 1920), np.uint8), np.empty((540, 960), np.uint8), np.empty((540, 960), np.uint8))
    errors = []
    for i in range(60):
        window = way.window(i)
        warp(source, window, out)
        affine = luma(window, (width, height), SIZE)
        inverse = np.linalg.inv(np.vstack([affine, [0, 0, 1]]))
        base = float(np.median(out[0]))
        for cx, cy in dots:
            px, py, _ = inverse @ [cx, cy, 1]
            if not (40 < px < 1880 and 40 < py < 1040):
                continue
            left, top = int(px) - 30, int(py) - 30
            part = out[0][top : top + 60, left : left + 60].astype(np.float64) - base
            part = np.where(part > 3, part, 0)
            rows, columns = np.mgrid[0:60, 0:60] + 0.5
            errors.append(
                (left + (part * columns).sum() / part.sum() - px, top + (part * rows).sum() / part.sum() - py)
            )
    found = np.array(errors)
    return float(np.sqrt(((found - found.mean(0)) ** 2).sum(1).mean()))


def main() -> None:
    """Print the table."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(f"{'profile':10} {'prepare':>8} {'warp':>6} {'encode':>7}   CPU ms a frame; all / encode alone")
        for profile in ("veryfast", "standard", "final"):
            prepare, moved, encoded = min((ratio(folder, profile) for _ in range(3)), key=sum)
            whole = (prepare + moved + encoded) / encoded
            print(f"{profile:10} {prepare:8.2f} {moved:6.2f} {encoded:7.2f}   {whole:.3f}")
        for name, kinds in (("layered", ()), ("rain", ("rain",)), ("fog", ("fog",)), ("water", ("water",))):
            prepare, moved, encoded = min((layered(folder, "veryfast", kinds) for _ in range(2)), key=sum)
            whole = (prepare + moved + encoded) / encoded
            print(f"{name:10} {prepare:8.2f} {moved:6.2f} {encoded:7.2f}   {whole:.3f}   (veryfast)")
        print(f"a layered segment in rain and fog takes {memory(folder):.0f} MB at most")
        print(f"two threads / one: {max(scaling(folder) for _ in range(2)):.2f} times as fast")
        print(f"jitter: {dots(folder):.4f} px RMS by the centres of dots")
        far, subject, near, level = layers(folder)
        print(f"jitter by phase: far {far:.4f}, subject {subject:.4f}, near {near:.4f}, one to one {level:.4f} px RMS")


if __name__ == "__main__":
    main()
