"""Medium: what a picture seems to be made on: pencil, blueprint, tape, heat, squares, steel, paper, ink, oil.

Each takes a BGR picture (float, 0 to 1) that has its tones already, and returns one of the same shape. All sizes are
shares of the height, so that a still looks the same at every size, and whatever is by chance follows the seed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import tones
from nbstudio.picture.brush import oil, watercolour
from nbstudio.picture.printed import paper, pasted, riso

Float = NDArray[np.float32]


def draw(
    picture: Float, medium: str, strength: float, seed: int, *, calm: bool = False, cover: Float | None = None
) -> Float:
    """Return the picture in `medium` (a name of MEDIA), mixed in by `strength`; raises KeyError for another name.

    `calm` gives only the medium's colours, without its lines and squares: for the part of a face that they hide.
    `cover` is how much of each point is a person: paper cuts a person out, and who lives is warm.
    """
    if medium == "heat" and cover is not None:
        picture = np.asarray(0.8 * picture + (BODY + 0.06 * picture) * cover[..., None], np.float32)
    made = _calmed(picture, medium, seed) if calm else MEDIA[medium](picture, seed)
    if medium in FINER and cover is not None and not calm:
        made = made + (picture - made) * np.float32(FINER[medium]) * cover[..., None]
    if medium == "paper" and cover is not None and not calm:
        made = pasted(made, picture, cover, seed)
    mixed = picture + (made - picture) * np.float32(strength)
    return np.asarray(np.clip(mixed, 0, 1), np.float32)


FINER = {"oil": 0.28, "watercolour": 0.2}
"""Media in whose pictures a person is painted with a finer brush: how much of the picture itself shows."""


def _calmed(picture: Float, medium: str, seed: int) -> Float:
    inks = INKS.get(medium)
    if inks:
        return tones.between(inks[0], inks[1], tones.levelled(tones.luma(picture)))
    if medium == "heat":
        return np.asarray(0.4 * MEDIA[medium](picture, seed) + 0.6 * picture, np.float32)
    if medium == "squares":
        return np.asarray(0.4 * _reduced(picture, 432) + 0.6 * picture, np.float32)
    if medium in {"oil", "watercolour", "infrared"}:
        return np.asarray(0.45 * MEDIA[medium](picture, seed) + 0.55 * picture, np.float32)
    return picture if medium in {"paper", "tape"} else MEDIA[medium](picture, seed)


def _sketch(picture: Float, seed: int) -> Float:
    """Graphite on paper: shading in hatches that cross where it is dark, and outlines."""
    height, width = picture.shape[:2]
    luma = tones.levelled(tones.luma(picture))
    soft = tones.blurred(luma, height / 500)
    paper = 0.94 + 0.02 * tones.noise((height, width), seed, height / 400)
    shade = np.zeros((height, width), np.float32)
    wander = 0.25 * tones.noise((height, width), seed + 1, height / 60)
    for level, angle in ((0.72, 0.62), (0.45, -0.5), (0.24, 1.45)):
        lines = tones.stripes((height, width), height / 210, angle, wander)
        depth = np.clip((level - soft) * 3.4, 0, 1)
        shade += 0.42 * depth * np.clip(1.4 * lines - 0.25, 0, 1)
    smudge = np.clip(0.66 - soft, 0, 1) * 0.26
    grain = np.clip(1 + 0.16 * tones.noise((height, width), seed + 2, height / 900), 0.5, 1.5)
    graphite = np.clip((shade + smudge) * grain + 0.85 * tones.edges(luma, height), 0, 0.93)
    return tones.between(*INKS["sketch"], np.asarray(paper * (1 - graphite), np.float32))


def _blueprint(picture: Float, seed: int) -> Float:
    """White lines on blue, with the grid of the paper and the tones hatched."""
    height, width = picture.shape[:2]
    luma = tones.levelled(tones.luma(picture))
    edges = np.clip(0.35 * tones.edges(luma, height) + 1.1 * tones.edges(1 - luma, height), 0, 1)
    hatch = tones.stripes((height, width), height / 170, 0.78)
    light = np.clip((tones.blurred(luma, height / 600) - 0.30) * 1.35, 0, 1)
    yy, xx = np.mgrid[0:height, 0:width]
    step, thick = max(4, height // 18), max(1, height // 900)
    grid = ((yy % step < thick) | (xx % step < thick)).astype(np.float32)
    wash = 0.012 * tones.noise((height, width), seed, height / 6)
    white = 0.02 + wash + 0.10 * grid + 0.56 * light * np.clip(2 * hatch - 0.7, 0, 1) + 0.26 * light**3
    return tones.between(*INKS["blueprint"], np.asarray(np.clip(white + 0.8 * edges, 0, 1), np.float32))


def _tape(picture: Float, seed: int) -> Float:
    """Magnetic tape: soft colour that runs to the right, lines, a torn line near the bottom."""
    import cv2

    height, width = picture.shape[:2]
    ycc = cv2.cvtColor(np.clip(picture, 0, 1), cv2.COLOR_BGR2YCrCb)
    luma = np.asarray(ycc[..., 0], np.float32)
    luma = np.asarray(cv2.GaussianBlur(luma, (0, 0), sigmaX=width / 640, sigmaY=0.3), np.float32)
    luma = luma + 0.55 * (luma - cv2.GaussianBlur(luma, (0, 0), sigmaX=width / 420, sigmaY=0.3))
    chroma = cv2.GaussianBlur(ycc[..., 1:], (0, 0), sigmaX=width / 100, sigmaY=height / 300)
    chroma = np.roll(chroma, width // 90, axis=1)
    rng = np.random.default_rng([seed, 78])
    out = cv2.cvtColor(np.dstack([luma, chroma]).astype(np.float32), cv2.COLOR_YCrCb2BGR)
    rows = np.arange(height)
    jitter = (tones.noise((height, 2), seed, height / 120)[:, 0] * width / 1600).astype(np.int64)
    torn = int(height * rng.uniform(0.86, 0.95))
    band = np.abs(rows - torn) < height / 90
    jitter[band] += int(width / 28)
    out = out[rows[:, None], (np.arange(width)[None, :] - jitter[:, None]) % width]
    snow = np.where(band, 0.5, 0.075)[:, None].astype(np.float32) * tones.noise((height, width), seed + 3, height / 540)
    lines = 1 - 0.22 * (tones.stripes((height, 1), height / 240, 0.0))
    return np.asarray((out + snow[..., None] * 0.7) * lines[..., None] + 0.015, np.float32)


def _infrared(picture: Float, seed: int) -> Float:
    """Infrared film: leaves and skin glow pink and white, skies go dark."""
    del seed
    height = picture.shape[0]
    blue, green, red = picture[..., 0], picture[..., 1], picture[..., 2]
    leaf = np.clip((green - np.maximum(blue, red * 0.92)) * 4, 0, 1)
    warm = np.clip((red - blue) * 1.4, 0, 1)
    heat = np.clip(0.66 * np.maximum(red, green) + 0.75 * leaf + 0.24 * warm - 0.30 * np.clip(blue - red, 0, 1), 0, 1)
    glow = tones.blurred(np.asarray(np.clip(heat - 0.62, 0, 1), np.float32), height / 60)
    # What the film sees as red is infrared, as green is red, as blue is green; skin comes out as china.
    out = np.empty_like(picture)
    out[..., 2] = heat + 0.7 * glow
    out[..., 1] = 0.42 * red + 0.22 * green - 0.45 * leaf * heat + 0.6 * glow
    out[..., 0] = 0.48 * green + 0.26 * red + 0.16 * blue + 0.10 * leaf + 0.65 * glow
    return np.clip(out, 0, 1)


def _cyanotype(picture: Float, seed: int) -> Float:
    """Prussian blue brushed on rag paper by hand, which shows at the borders."""
    height, width = picture.shape[:2]
    luma = tones.levelled(tones.luma(picture))
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    near = np.minimum(np.minimum(xx, width - 1 - xx) / np.float32(height), np.minimum(yy, height - 1 - yy) / height)
    strokes = 0.007 * tones.noise((height, width), seed, height / 9) + 0.003 * tones.noise(
        (height, width), seed + 1, height / 70
    )
    coated = np.clip((near + strokes - 0.022) * 60, 0, 1)
    fibre = 0.025 * tones.noise((height, width), seed + 2, height / 500)
    shown = np.clip(luma**1.25 * 1.08 + fibre, 0, 1)
    stops = np.stack([tones.colour(ink) for ink in ("#06204a", "#2c72b6", "#f4f2e6")])
    print_ = np.stack([np.interp(shown, (0, 0.48, 1), stops[:, i]) for i in range(3)], axis=-1)
    paper = tones.colour("#efece0") * (1 + 0.5 * fibre[..., None])
    return np.asarray(paper + (print_ - paper) * coated[..., None], np.float32)


HEAT = np.array(
    [
        [8, 2, 20],
        [70, 8, 46],
        [140, 22, 92],
        [110, 20, 190],
        [40, 60, 240],
        [20, 150, 250],
        [60, 225, 255],
        [235, 250, 255],
    ],
    np.float32,
) / np.float32(255)  # BGR, cold to hot


BODY = np.array([0.16, 0.16, 0.34], np.float32)
"""What a living body adds to what a thermal camera sees, BGR."""


def _heat(picture: Float, seed: int) -> Float:
    """A thermal camera: what is light and warm is hot, in the colours of iron."""
    height, width = picture.shape[:2]
    warm = np.clip(tones.luma(picture) * 0.85 + 0.45 * (picture[..., 2] - picture[..., 0]), 0, 1)
    warm = tones.blurred(np.asarray(warm, np.float32), height / 380) + 0.012 * tones.noise(
        (height, width), seed, height / 300
    )
    at = np.clip(warm * 1.05, 0, 1) * (len(HEAT) - 1)
    low = np.clip(at.astype(np.int64), 0, len(HEAT) - 2)
    share = (at - low)[..., None].astype(np.float32)
    return np.asarray(HEAT[low] * (1 - share) + HEAT[low + 1] * share, np.float32)


PALETTE = np.array(
    [tones.colour(c) for c in (
        "#0d0b1e", "#1d2b53", "#3b3f7a", "#7e2553", "#ab5236", "#c2743f", "#ff77a8", "#ffccaa", "#f2a65e", "#ffec27",
        "#008751", "#3fb56b", "#29adff", "#83769c", "#c2c3c7", "#fff1e8",
    )],
    np.float32,
)  # fmt: skip
_CUBE = np.stack(np.meshgrid(*[np.arange(32, dtype=np.float32) / 31] * 3, indexing="ij"), axis=-1)
NEAREST = (((_CUBE[..., None, :] - PALETTE) ** 2 * np.array([0.8, 1.3, 1.0], np.float32)).sum(axis=-1)).argmin(axis=-1)
"""The colour of PALETTE for every blue, green and red in 32 steps."""
BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - np.float32(0.47)


def _squares(picture: Float, seed: int) -> Float:
    """A game of sixteen colours: coarse squares, the tones between two colours dithered."""
    del seed
    return _reduced(picture, 144)


def _reduced(picture: Float, rows: int) -> Float:
    """Return the picture in so many rows of squares of the palette's colours."""
    import cv2

    height, width = picture.shape[:2]
    columns = max(2, round(rows * width / height))
    small = cv2.resize(np.clip(picture, 0, 1), (columns, rows), interpolation=cv2.INTER_AREA)
    small = np.clip((small - 0.5) * 1.12 + 0.52, 0, 1)
    small = small + np.tile(BAYER, (-(-rows // 4), -(-columns // 4)))[:rows, :columns, None] * np.float32(0.16)
    steps = (np.clip(small, 0, 1) * 31 + 0.5).astype(np.uint8)
    chosen = PALETTE[NEAREST[steps[..., 0], steps[..., 1], steps[..., 2]]]
    return np.asarray(cv2.resize(chosen, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)


def _engraving(picture: Float, seed: int) -> Float:
    """Lines cut into steel, as on a banknote: they follow the form and swell where it is dark."""
    height, width = picture.shape[:2]
    luma = tones.levelled(tones.luma(picture))
    form = tones.blurred(luma, height / 60)
    soft = tones.blurred(luma, height / 600)
    lines = tones.stripes((height, width), height / 170, 0.32, np.asarray(form * 3.2, np.float32))
    cross = tones.stripes((height, width), height / 170, -0.9, np.asarray(-form * 2.4, np.float32))
    ink = np.clip((1 - soft * 1.42 - 0.92 * lines + 0.16) * 5, 0, 1)
    deep = np.clip((0.32 - soft - 0.75 * cross + 0.35) * 5, 0, 1)
    paper = 0.97 + 0.012 * tones.noise((height, width), seed, height / 300)
    light = paper * (1 - np.maximum(ink * 0.94, deep * 0.94)) * (1 - 0.6 * tones.edges(luma, height))
    return tones.between(*INKS["engraving"], np.asarray(light, np.float32))


INKS = {
    "sketch": ("#26262b", "#f4f1ea"),
    "blueprint": ("#0c3d9c", "#f2f8ff"),
    "engraving": ("#0c2a1c", "#f2f0d2"),
    "ink": ("#1d4a4a", "#ffe0cc"),
}
"""The darkest and lightest of media that are drawn in few inks."""

MEDIA: dict[str, Callable[[Float, int], Float]] = {
    "sketch": _sketch,
    "blueprint": _blueprint,
    "tape": _tape,
    "infrared": _infrared,
    "cyanotype": _cyanotype,
    "heat": _heat,
    "squares": _squares,
    "engraving": _engraving,
    "paper": paper,
    "ink": riso,
    "oil": oil,
    "watercolour": watercolour,
}
