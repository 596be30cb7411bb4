"""Sheet: one picture of a face pack, to see at a glance what the person will be made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nbstudio.faces.alignment import align
from nbstudio.faces.backend import ARCFACE
from nbstudio.faces.pack import Pack, View

if TYPE_CHECKING:
    from PIL import ImageDraw
    from PIL.Image import Image as Picture

CHIP = 240  # pixels of an aligned face
WIDTH, HEIGHT, GAP = 640, 340, 16
GROUND, TEXT, DIM, GOOD, BAD = (24, 25, 29), (235, 236, 240), (150, 153, 162), (92, 200, 140), (235, 96, 84)


def draw(pack: Pack, out: Path) -> None:
    """Write the sheet as PNG: for each photo the person cut out, the face aligned, and what is good or bad of it."""
    from PIL import Image, ImageDraw

    across = 1 if len(pack.views) == 1 else 2
    down = -(-len(pack.views) // across)
    sheet = Image.new("RGB", (across * (WIDTH + GAP) + GAP, down * (HEIGHT + GAP) + GAP), GROUND)
    pen = ImageDraw.Draw(sheet)
    for n, view in enumerate(sorted(pack.views, key=lambda view: view.number)):
        x, y = GAP + n % across * (WIDTH + GAP), GAP + n // across * (HEIGHT + GAP)
        sheet.paste(_person(view), (x, y))
        if view.face:
            chip = align(view.photo, view.face, ARCFACE * (CHIP / 112), CHIP)
            sheet.paste(Image.fromarray(np.ascontiguousarray(chip[..., ::-1])), (x + WIDTH - CHIP, y))
        _words(pen, view, pack, x, y)
    sheet.save(out, format="PNG")


def _person(view: View) -> Picture:
    """Return the person on a checked ground, as an image that fits its place."""
    from PIL import Image

    height, width = view.alpha.shape
    rows, columns = np.indices((height, width)) // max(4, max(height, width) // 40)
    ground = np.where((rows + columns) % 2, 70, 96).astype(np.float32)[..., None]
    alpha = view.alpha.astype(np.float32)[..., None] / 255
    picture = Image.fromarray(np.uint8(view.cutout[..., ::-1] * alpha + ground * (1 - alpha)))
    picture.thumbnail((WIDTH - CHIP - GAP, HEIGHT))
    return picture


def _words(pen: ImageDraw.ImageDraw, view: View, pack: Pack, x: int, y: int) -> None:
    from PIL import ImageFont

    font = ImageFont.load_default(17)
    left, top = x + WIDTH - CHIP, y + CHIP + 8
    anchor = view is pack.anchor
    pen.text((left, top), f"photo {view.number + 1}" + ("  anchor" if anchor else ""), GOOD if anchor else TEXT, font)
    quality = view.quality
    if quality is None:
        pen.text((left, top + 24), "no face", BAD, font)
        return
    pose = f"yaw {quality.yaw:.0f}°  pitch {quality.pitch:.0f}°  roll {quality.roll:.0f}°"
    pen.text((left, top + 24), f"{quality.pixels:.0f} px, sharpness {quality.sharpness:.1f}", DIM, font)
    pen.text((left, top + 46), pose, DIM, font)
    faults = ", ".join(quality.faults)
    pen.text((left, top + 68), faults or f"quality {quality.score:.2f}", BAD if faults else GOOD, font)
