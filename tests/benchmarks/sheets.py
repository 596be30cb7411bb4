"""Contact sheets: `python -m tests.benchmarks sheets --styles a,b --photo P --song S --out DIR`.

The same photograph, song and sentence in every style, each built by the real command at preview size. Three frames of
every shot (its beginning, middle and end, as its motion shows them) lie side by side under the words of its
still, two shots a row. Nothing is measured: a sheet is for looking at, and what is ugly, the same twice in a row or
broken is only ever seen there.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROMPT = "A singer walks through the city at night after the rain."
MOMENTS = (0.06, 0.5, 0.94)
"""Where in a shot its three frames are, as shares of its length."""
THUMB = (264, 148)
LETTERS, GAP = 16, 8
WIDEST = 1600


def styles() -> list[str]:
    """Return the names of all styles."""
    text = (ROOT / "rules" / "catalog" / "styles.yaml").read_text()
    return re.findall(r"^([a-z][a-z0-9-]*):", text, re.MULTILINE)


def build(folder: Path, style: str, prompt: str, photo: Path, song: Path, span: str, cache: Path) -> None:
    """Make the segments of one film in a project of its own at `folder`."""
    assets = folder / "specs" / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    shutil.copy(photo, assets / f"photo{photo.suffix}")
    shutil.copy(song, assets / f"song{song.suffix}")
    spec = [
        "nbstudio: 1",
        "title: Sheet",
        f"music: assets/song{song.suffix}",
        f"cast: {{singer: assets/photo{photo.suffix}}}",
        f"prompt: {json.dumps(prompt)}",
        f"style: {style}",
        f"outputs: {{sheet: {{preset: preview, range: {span}}}}}",
    ]
    (folder / "specs" / f"{style}.yaml").write_text("\n".join(spec) + "\n")
    command = [sys.executable, "-m", "nbstudio", "build", style, "--until", "segment", "--cache", str(cache)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def frames(clip: Path) -> list[Any]:
    """Return a clip's three frames, BGR, small."""
    import av
    import cv2

    with av.open(str(clip)) as box:
        seen = [frame.to_ndarray(format="bgr24") for frame in box.decode(video=0)]
    chosen = [seen[round(moment * (len(seen) - 1))] for moment in MOMENTS]
    return [cv2.resize(frame, THUMB, interpolation=cv2.INTER_AREA) for frame in chosen]


def sheet(cells: Sequence[tuple[str, Sequence[Any]]]) -> Any:
    """Return one picture of all shots: `cells` are each shot's words and frames."""
    import cv2
    import numpy as np

    across = 2
    wide, tall = 3 * THUMB[0] + GAP, THUMB[1] + LETTERS + GAP // 2
    rows = -(-len(cells) // across)
    page = np.full((rows * tall, across * wide - GAP, 3), 24, np.uint8)
    for index, (words, shown) in enumerate(cells):
        x, y = index % across * wide, index // across * tall
        cut = words if len(words) <= 118 else words[:116] + ".."
        cv2.putText(page, cut, (x + 2, y + 12), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (215, 215, 215), 1, cv2.LINE_AA)
        for place, frame in enumerate(shown):
            left = x + place * THUMB[0]
            page[y + LETTERS : y + LETTERS + THUMB[1], left : left + THUMB[0]] = frame
    assert page.shape[1] <= WIDEST
    return page


def shots(board: Path) -> list[dict[str, Any]]:
    """Return a storyboard's shots in the order of the film."""
    told = json.loads(board.read_text())
    return [shot for scene in told["scenes"] for shot in scene["shots"]]


def main(words: Sequence[str] | None = None) -> None:
    """Leave one JPEG a style in --out."""
    import cv2

    parse = argparse.ArgumentParser(prog="python -m tests.benchmarks sheets")
    parse.add_argument("--styles", help="names with commas between; all where left out")
    parse.add_argument("--photo", type=Path, default=ROOT / "specs" / "assets" / "astronaut.png")
    parse.add_argument("--song", type=Path, default=ROOT / "specs" / "assets" / "first-light.mp3")
    parse.add_argument("--prompt", default=PROMPT)
    parse.add_argument("--range", default="0:08..0:33", help="the part of the song")
    parse.add_argument("--out", type=Path, default=ROOT / "cache" / "sheets")
    parse.add_argument("--name", default="", help="put before the style in the files' names")
    parse.add_argument("--quality", type=int, default=82)
    asked = parse.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in asked.styles.split(",") if asked.styles else styles():
            build(folder, style, asked.prompt, asked.photo, asked.song, asked.range, folder / "cache")
            made = folder / "cache" / "builds" / style
            cells = [
                (f"{shot['motion']} | {shot['still']}", frames(made / "segment" / f"{shot['id']}.mp4"))
                for shot in shots(made / "storyboard" / "board.json")
                if (made / "segment" / f"{shot['id']}.mp4").exists()
            ]
            target = asked.out / f"{asked.name}{style}.jpg"
            cv2.imwrite(str(target), sheet(cells), [cv2.IMWRITE_JPEG_QUALITY, asked.quality])
            print(f"{target}: {len(cells)} shots", flush=True)


if __name__ == "__main__":
    main()
