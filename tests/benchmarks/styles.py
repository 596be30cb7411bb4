"""Styles side by side: `python -m tests.benchmarks styles --out DIR`.

Five shots (a face near and less near, a figure, a place by day, a street by night) in every style, in one picture, and
how far apart any two styles are. The distance is half of colour (histograms of hue and lightness in Lab) and half of
marks (histograms of the lightness gradient's size and direction): 0 for two pictures alike, 1 for two with nothing in
common. Both are blind to what is shown, which is the same for all, shot by shot. With --sheets FOLDER, the sheets that
`sheets` has left there are put small (six shots, 60 KB at most) into --out instead, for the documentation.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROMPT = "A singer walks through the city at night after the rain."
SHOTS = (
    ("Close-up: Singer looks into the lens on a bridge across the city.", "city", True),
    ("Medium shot: Singer sings on a side street, signs glowing.", "street", True),
    ("Wide shot: Singer stands by the sea at dusk.", "sea", True),
    ("Wide shot: mountains above a forest, at dawn.", "mountains", False),
    ("Wide shot: an empty street, signs glowing, at night.", "street", False),
)
FRAME = (960, 540)
THUMB = (256, 144)
LETTERS = 18


def pack(photo: Path, out: Path) -> None:
    """Leave the face pack of a photo."""
    from nbstudio.faces import backends
    from nbstudio.faces import pack as packs
    from nbstudio.media import load_image
    from nbstudio.picture import matte
    from nbstudio.picture.enlarge import enlarged

    by = backends.find(backends.DEFAULT)
    packs.save(packs.make([load_image(photo)], matte.alpha, matte.cutout, enlarge=enlarged, backend=by), out)


def stills(style: dict[str, Any], face: Path, folder: Path) -> list[tuple[Any, dict[str, Any]]]:
    """Return the five shots in a style, BGR, each with its facts."""
    import cv2

    from nbstudio.picture.scenery import scene
    from nbstudio.provider import Request
    from nbstudio.providers import embedded

    # One place at one hour is painted once for all styles: it is most of the work, and the same.
    if not hasattr(scene.paint, "cache_info"):
        scene.paint = functools.cache(scene.paint)
    made = []
    for number, (words, location, who) in enumerate(SHOTS):
        params = {"words": words, "location": location, "prompt": PROMPT, "seed": 11 * (number + 1), "style": style}
        params |= {"width": FRAME[0], "height": FRAME[1], **({"people": ["singer"]} if who else {})}
        out = folder / "still.png"
        take = embedded.render(Request("image", params, {"face": (face,)} if who else {}, out))
        made.append((cv2.imread(str(out)), dict(take.facts)))
    return made


def signature(picture: Any) -> tuple[Any, Any]:
    """Return a picture's histograms of colour and of marks, each of sum 1."""
    import cv2
    import numpy as np

    # Sixteen bins a side and a blur over neighbours: a small shift of hue is a small distance.
    lab = cv2.cvtColor(cv2.resize(picture, (240, 135), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2LAB)
    hues, _ = np.histogramdd(lab.reshape(-1, 3).astype(float), (10, 20, 20), ((0, 256), (48, 208), (48, 208)))
    for axis in range(3):
        hues = hues + 0.6 * (np.roll(hues, 1, axis) + np.roll(hues, -1, axis))
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    size, angle = np.log1p(np.hypot(gx, gy)), np.arctan2(gy, gx) % np.pi
    marks, _, _ = np.histogram2d(size.ravel(), angle.ravel(), (16, 6), ((0, 7), (0, np.pi)))
    return hues / hues.sum(), marks / marks.sum()


def distance(one: Sequence[tuple[Any, Any]], other: Sequence[tuple[Any, Any]]) -> float:
    """Return how far two styles are apart over the same shots, 0 to 1."""
    import numpy as np

    pairs = list(zip(one, other, strict=True))
    apart = [0.25 * (np.abs(a[0] - b[0]).sum() + np.abs(a[1] - b[1]).sum()) for a, b in pairs]
    return float(np.mean(apart))


def small(sheet: Path, out: Path) -> None:
    """Leave the first three rows of a sheet at `out`, as good as 60 KB allow."""
    import cv2

    from tests.benchmarks.sheets import GAP, LETTERS, THUMB

    whole = cv2.imread(str(sheet))
    assert whole is not None, sheet
    page = whole[: 3 * (THUMB[1] + LETTERS + GAP // 2)]
    page = cv2.resize(page, (1000, page.shape[0] * 1000 // page.shape[1]), interpolation=cv2.INTER_AREA)
    for quality in range(88, 20, -4):
        data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(data) <= 60_000:
            break
    out.write_bytes(data)


def main(words: Sequence[str] | None = None) -> None:
    """Leave the picture in --out and print the closest pairs."""
    import cv2
    import numpy as np
    from ruamel.yaml import YAML

    parse = argparse.ArgumentParser(prog="python -m tests.benchmarks styles")
    parse.add_argument("--photo", type=Path, default=ROOT / "specs" / "assets" / "astronaut.png")
    parse.add_argument("--out", type=Path, default=ROOT / "cache" / "sheets")
    parse.add_argument("--sheets", type=Path, help="a folder of sheets to make small copies of")
    parse.add_argument("--closest", type=int, default=10)
    asked = parse.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.sheets:
        for sheet in sorted(asked.sheets.glob("*.jpg")):
            small(sheet, asked.out / sheet.name)
        return
    catalog = YAML(typ="safe").load(ROOT / "rules" / "catalog" / "styles.yaml")
    signs: dict[str, list[tuple[Any, Any]]] = {}
    cells = []
    with tempfile.TemporaryDirectory() as name:
        face = Path(name) / "face.pack"
        pack(asked.photo, face)
        for style, described in catalog.items():
            made = stills(described, face, Path(name))
            signs[style] = [signature(picture) for picture, _ in made]
            row = np.hstack([cv2.resize(picture, THUMB, interpolation=cv2.INTER_AREA) for picture, _ in made])
            head = np.full((LETTERS, row.shape[1], 3), 24, np.uint8)
            cv2.putText(head, style, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (220, 220, 220), 1, cv2.LINE_AA)
            cells.append(np.vstack([head, row]))
            scores = [facts.get("identity", {}).get("score") for _, facts in made]
            print(style, *(score for score in scores if score is not None), flush=True)
    page = np.vstack([np.hstack([a, b]) for a, b in zip(cells[0::2], cells[1::2], strict=True)])
    cv2.imwrite(str(asked.out / "styles.jpg"), page, [cv2.IMWRITE_JPEG_QUALITY, 80])
    apart = sorted((distance(signs[a], signs[b]), a, b) for a, b in itertools.combinations(signs, 2))
    for far, a, b in apart[: asked.closest]:
        print(f"{far:.3f} {a} {b}")
    print(f"smallest {apart[0][0]:.3f}, median {apart[len(apart) // 2][0]:.3f}")


if __name__ == "__main__":
    main()
