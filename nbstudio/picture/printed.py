"""Printed: cut paper and a risograph, media that have only a few colours and lay them one over the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import drawn, tones
from nbstudio.picture.brush import smaller

Float = NDArray[np.float32]
SHEETS = (0.15, 0.35, 0.55, 0.74, 0.92)
"""How light each sheet of paper is, from the lowest."""


def paper(picture: Float, seed: int) -> Float:
    """Cut paper in layers: flat loud sheets, each casting a shadow on the one below."""
    import cv2

    height, width = picture.shape[:2]
    calm = np.clip(picture, 0, 1).astype(np.float32)
    small = smaller(calm)
    tall = small.shape[0]
    # Knives cut straight: medians round no wall off, and take away what is too fine to cut.
    small = _cut(small, tall)
    grey = tones.levelled(tones.luma(small))
    sheet = np.zeros_like(small)
    for n, light in enumerate(SHEETS):
        above = np.asarray(grey >= n / len(SHEETS), np.float32)
        if n:
            coarse = cv2.medianBlur((above * 255).astype(np.uint8), 5)
            above = tones.blurred(np.asarray(coarse, np.float32) / np.float32(255), tall / 200)
            above = np.asarray(np.clip((above - 0.5) * 5 + 0.5, 0, 1), np.float32)
        mine = ((above > 0.5) & (grey < (n + 1) / len(SHEETS) + 1e-3)).astype(np.float32)
        dyed = _dyed(small, mine, light, tall)
        if n:
            shift = max(1, round(tall / 130))
            cast = tones.blurred(np.roll(above, (shift, shift), axis=(0, 1)), tall / 150)
            sheet = sheet * (1 - 0.55 * cast * (1 - above))[..., None]
            # The cut edge towards the lamp is white.
            cut = np.clip(above - np.roll(above, (1, 1), axis=(0, 1)), 0, 1)
            dyed = dyed + (0.22 * cut)[..., None]
        sheet = sheet + (dyed - sheet) * above[..., None]
    full = cv2.resize(sheet.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    grain = tones.noise((height, width), seed, height / 600), tones.noise((height, width), seed + 1, height / 90)
    fibre = 1 + 0.02 * grain[0] + 0.015 * grain[1]
    # What a face says is said in fine lines: some of the drawing stays on the paper.
    fine = tones.luma(calm) - tones.blurred(tones.luma(calm), height / 90)
    return np.asarray(np.clip(full * fibre[..., None] + 0.7 * fine[..., None], 0, 1), np.float32)


def _cut(small: Float, tall: int) -> Float:
    """Return a picture without what is finer than scissors, its long edges where they were."""
    import cv2

    whole = cv2.convertScaleAbs(small, alpha=255)
    for size in (max(3, round(tall / 70) | 1), max(3, round(tall / 45) | 1)):
        whole = cv2.medianBlur(whole, size)
    return np.asarray(whole, np.float32) / np.float32(255)


def _dyed(small: Float, mine: Float, light: float, tall: int) -> Float:
    """Return the colour of one sheet everywhere: its own hue nearby, loud, as light as the sheet is."""
    import cv2

    size = max(2, small.shape[1] // 8), max(2, tall // 8)
    loaded = cv2.resize(cv2.merge([*cv2.split(small * mine[..., None]), mine]), size, interpolation=cv2.INTER_AREA)
    near = tones.blurred(np.asarray(loaded, np.float32), tall / 72)
    local = near[..., :3] / (near[..., 3:] + np.float32(1e-4))
    local = cv2.resize(local, (small.shape[1], tall), interpolation=cv2.INTER_LINEAR)
    whole = (small * mine[..., None]).sum(axis=(0, 1)) / np.float32(mine.sum() + 1)
    hue = 0.75 * local + 0.25 * whole
    grey = tones.luma(np.asarray(hue, np.float32))[..., None]
    loud = grey + 1.55 * (hue - grey)
    dyed = np.clip(loud * (np.float32(light) / np.maximum(grey, np.float32(0.03))), 0, 1)
    lift = np.float32(light) - cv2.transform(dyed.astype(np.float32), tones.LUMA[None])
    return np.asarray(np.clip(dyed + lift[..., None], 0, 1), np.float32)


def pasted(sheet: Float, picture: Float, cover: Float, seed: int) -> Float:
    """Paste the person of a BGR picture on cut paper: printed in few flat tones, a cut white edge, a shadow below."""
    import cv2

    height = picture.shape[0]
    flat = drawn.cel(np.asarray(np.clip(picture, 0, 1), np.float32), 5, 0.25)
    grey = tones.luma(flat)[..., None]
    flat = grey + 1.12 * (flat - grey)
    fibre = 1 + 0.02 * tones.noise(picture.shape[:2], seed + 7, height / 600)
    print_ = np.clip(0.05 + 0.93 * flat * fibre[..., None], 0, 1)
    solid = np.asarray(np.clip((tones.blurred(cover, height / 260) - 0.4) * 5, 0, 1), np.float32)
    reach = max(1, round(height / 110))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    edge = tones.blurred(np.asarray(cv2.dilate(solid, disc), np.float32), max(0.6, height / 700))
    shift = max(1, round(height / 80))
    moved = np.pad(edge, ((shift, 0), (shift, 0)), mode="edge")[: edge.shape[0], : edge.shape[1]]
    out = sheet * (1 - 0.5 * tones.blurred(moved, height / 90))[..., None]
    out = out + (np.float32(0.97) - out) * edge[..., None]
    return np.asarray(out + (print_ - out) * (solid * np.clip(cover + 0.2, 0, 1))[..., None], np.float32)


INKS = (("#ffd23a", 0.2), ("#ff4f9a", 1.2), ("#00787a", 0.75))
"""Soy inks, each with the angle of its screen: yellow for what is warm, pink for the half tones, green for the dark."""


def riso(picture: Float, seed: int) -> Float:
    """A risograph: yellow, pink and green, each screened at its own angle and a little out of register."""
    height, width = picture.shape[:2]
    luma = tones.levelled(tones.luma(picture))
    warm = np.clip(0.15 + 1.9 * (picture[..., 2] - picture[..., 0]), 0, 1)
    # Inks that all lay over one another would be mud: pink leaves the darks to green, yellow lies in the lights.
    shares = (
        np.clip((luma - 0.48) * 3, 0, 1) * np.clip((1.2 - luma) * 1.2, 0, 0.75) * warm,
        np.clip(1.0 - 2.0 * np.abs(luma - 0.5), 0, 0.8) * (0.55 + 0.45 * warm),
        np.clip((0.5 - luma) * 2.2, 0, 1),
    )
    rng = np.random.default_rng([seed, 79])
    sheet = tones.colour("#f8f3e6") * (1 + 0.01 * tones.noise((height, width), seed, height / 300)[..., None])
    out = np.broadcast_to(sheet, picture.shape).astype(np.float32)
    for (ink, angle), share in zip(INKS, shares, strict=True):
        screen = tones.stripes((height, width), height / 150, angle) * tones.stripes(
            (height, width), height / 150, angle + np.pi / 2
        )
        grain = 0.12 * tones.noise((height, width), seed + int(angle * 10), height / 700)
        cover = np.clip((share * 1.22 - screen + grain) * 3.0, 0, 1)
        shift = rng.integers(-max(1, height // 300), max(1, height // 300) + 1, 2)
        cover = np.roll(cover, tuple(int(v) for v in shift), axis=(0, 1))[..., None]
        out = out * (1 - cover * (1 - tones.colour(ink)) * np.float32(0.95))
    return np.asarray(out, np.float32)
