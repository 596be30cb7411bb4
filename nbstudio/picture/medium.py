"""Medium: what a picture seems to be made on: pencil, blueprint, tape, heat, squares, steel, paper, ink.

Each takes a BGR picture (float, 0 to 1) that has its tones already, and returns one of the same shape. All sizes are
shares of the height, so that a still looks the same at every size, and whatever is by chance follows the seed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


def draw(picture: Float, medium: str, strength: float, seed: int, *, calm: bool = False) -> Float:
    """Return the picture in `medium` (a name of MEDIA), mixed in by `strength`; raises KeyError for another name.

    `calm` gives only the medium's colours, without its lines and squares: for the part of a face that they hide.
    """
    made = _calmed(picture, medium, seed) if calm else MEDIA[medium](picture, seed)
    mixed = picture + (made - picture) * np.float32(strength)
    return np.asarray(np.clip(mixed, 0, 1), np.float32)


def _calmed(picture: Float, medium: str, seed: int) -> Float:
    inks = INKS.get(medium)
    if inks:
        return _between(inks[0], inks[1], _levelled(_luma(picture)))
    if medium in {"squares", "heat"}:
        coloured = MEDIA[medium](picture, seed) if medium == "heat" else _reduced(picture, 432)
        return np.asarray(0.4 * coloured + 0.6 * picture, np.float32)
    return picture if medium in {"paper", "tape"} else MEDIA[medium](picture, seed)


def _levelled(luma: Float) -> Float:
    """Return luma with paper white in it, however dark the scene: a draughtsman leaves most of a sheet bare."""
    import cv2

    small = cv2.resize(luma, (64, 36), interpolation=cv2.INTER_AREA)
    low, middle, high = (float(v) for v in np.percentile(small, (2, 50, 98)))
    spread = np.clip((luma - low) / max(0.15, high - low), 0, 1)
    at = min(0.9, max(0.05, (middle - low) / max(0.15, high - low)))
    power = float(np.clip(np.log(0.52) / np.log(at), 0.42, 1.15))
    return np.asarray(spread ** np.float32(power), np.float32)


def _luma(picture: Float) -> Float:
    import cv2

    return np.asarray(cv2.transform(np.ascontiguousarray(picture), LUMA[None]), np.float32)


def _colour(text: str) -> Float:
    value = int(text.lstrip("#"), 16)
    return np.array([value & 255, value >> 8 & 255, value >> 16 & 255], np.float32) / np.float32(255)


def _between(dark: str, light: str, share: Float) -> Float:
    low, high = _colour(dark), _colour(light)
    return np.asarray(low + (high - low) * share[..., None], np.float32)


def _blurred(plane: Float, radius: float) -> Float:
    import cv2

    return np.asarray(cv2.GaussianBlur(plane, (0, 0), max(0.3, radius)), np.float32)


def _noise(shape: tuple[int, int], seed: int, cell: float = 1.0) -> Float:
    """Return normal noise whose grains are `cell` pixels wide."""
    import cv2

    rng = np.random.default_rng([seed, 77])
    size = (max(2, round(shape[0] / cell)), max(2, round(shape[1] / cell)))
    grains = rng.standard_normal(size, np.float32)
    return np.asarray(cv2.resize(grains, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _edges(luma: Float, height: int) -> Float:
    """Return how much of an outline each point is, 0 to 1: a difference of Gaussians, as a hand would draw it."""
    fine, coarse = _blurred(luma, height / 700), _blurred(luma, height / 340)
    return np.asarray(np.clip((coarse * 0.985 - fine) * 26, 0, 1), np.float32)


def _stripes(shape: tuple[int, int], pitch: float, angle: float, bend: Float | None = None) -> Float:
    """Return parallel waves from 0 to 1; `bend` moves each by so many pitches."""
    height, width = shape
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (xx * np.float32(np.sin(angle)) + yy * np.float32(np.cos(angle))) / np.float32(pitch)
    phase = along if bend is None else along + bend
    return np.asarray(0.5 + 0.5 * np.cos(2 * np.pi * phase), np.float32)


def _sketch(picture: Float, seed: int) -> Float:
    """Graphite on paper: shading in hatches that cross where it is dark, and outlines."""
    height, width = picture.shape[:2]
    luma = _levelled(_luma(picture))
    soft = _blurred(luma, height / 500)
    paper = 0.94 + 0.02 * _noise((height, width), seed, height / 400)
    shade = np.zeros((height, width), np.float32)
    wander = 0.25 * _noise((height, width), seed + 1, height / 60)
    for level, angle in ((0.72, 0.62), (0.45, -0.5), (0.24, 1.45)):
        lines = _stripes((height, width), height / 210, angle, wander)
        depth = np.clip((level - soft) * 3.4, 0, 1)
        shade += 0.42 * depth * np.clip(1.4 * lines - 0.25, 0, 1)
    smudge = np.clip(0.78 - soft, 0, 1) * 0.32
    grain = np.clip(1 + 0.16 * _noise((height, width), seed + 2, height / 900), 0.5, 1.5)
    graphite = np.clip((shade + smudge) * grain + 0.85 * _edges(luma, height), 0, 0.93)
    return _between(*INKS["sketch"], np.asarray(paper * (1 - graphite), np.float32))


def _blueprint(picture: Float, seed: int) -> Float:
    """White lines on blue, with the grid of the paper and the tones hatched."""
    height, width = picture.shape[:2]
    luma = _levelled(_luma(picture))
    edges = np.clip(0.35 * _edges(luma, height) + 1.1 * _edges(1 - luma, height), 0, 1)
    hatch = _stripes((height, width), height / 170, 0.78)
    light = np.clip((_blurred(luma, height / 600) - 0.30) * 1.35, 0, 1)
    yy, xx = np.mgrid[0:height, 0:width]
    step, thick = max(4, height // 18), max(1, height // 900)
    grid = ((yy % step < thick) | (xx % step < thick)).astype(np.float32)
    wash = 0.012 * _noise((height, width), seed, height / 6)
    white = 0.06 + wash + 0.10 * grid + 0.42 * light * np.clip(2 * hatch - 0.6, 0, 1) + 0.42 * light * light
    return _between(*INKS["blueprint"], np.asarray(np.clip(white + 0.55 * edges, 0, 1), np.float32))


def _tape(picture: Float, seed: int) -> Float:
    """Magnetic tape: soft colour that runs to the right, lines, a torn line near the bottom."""
    import cv2

    height, width = picture.shape[:2]
    ycc = cv2.cvtColor(np.clip(picture, 0, 1), cv2.COLOR_BGR2YCrCb)
    luma = np.asarray(ycc[..., 0], np.float32)
    luma = np.asarray(cv2.GaussianBlur(luma, (0, 0), sigmaX=width / 900, sigmaY=0.3), np.float32)
    luma = luma + 0.55 * (luma - cv2.GaussianBlur(luma, (0, 0), sigmaX=width / 420, sigmaY=0.3))
    chroma = cv2.GaussianBlur(ycc[..., 1:], (0, 0), sigmaX=width / 130, sigmaY=height / 400)
    chroma = np.roll(chroma, width // 150, axis=1)
    rng = np.random.default_rng([seed, 78])
    out = cv2.cvtColor(np.dstack([luma, chroma]).astype(np.float32), cv2.COLOR_YCrCb2BGR)
    rows = np.arange(height)
    jitter = (_noise((height, 2), seed, height / 120)[:, 0] * width / 1600).astype(np.int64)
    torn = int(height * rng.uniform(0.86, 0.95))
    band = np.abs(rows - torn) < height / 90
    jitter[band] += int(width / 28)
    out = out[rows[:, None], (np.arange(width)[None, :] - jitter[:, None]) % width]
    snow = np.where(band, 0.5, 0.055)[:, None].astype(np.float32) * _noise((height, width), seed + 3, height / 540)
    lines = 1 - 0.10 * (_stripes((height, 1), height / 240, 0.0))
    return np.asarray((out + snow[..., None] * 0.7) * lines[..., None] + 0.015, np.float32)


def _infrared(picture: Float, seed: int) -> Float:
    """Infrared film: leaves and skin glow pink and white, skies go dark."""
    del seed
    height = picture.shape[0]
    blue, green, red = picture[..., 0], picture[..., 1], picture[..., 2]
    leaf = np.clip((green - blue) * 2.4, 0, 1)
    skin = np.clip((red - blue) * 1.5, 0, 1)
    bright = np.clip(0.9 * red + 0.55 * leaf + 0.15 * skin - 0.28 * blue, 0, 1)
    glow = _blurred(np.asarray(np.clip(bright - 0.6, 0, 1), np.float32), height / 60)
    out = np.empty_like(picture)
    out[..., 2] = bright + 0.12 * skin + 0.9 * glow
    out[..., 1] = 0.72 * red + 0.12 * green + 0.8 * glow - 0.14 * leaf
    out[..., 0] = 0.62 * green + 0.42 * blue + 0.16 * skin + 0.8 * glow
    return np.clip(out, 0, 1)


def _cyanotype(picture: Float, seed: int) -> Float:
    """Prussian blue brushed on rag paper by hand, which shows at the borders."""
    height, width = picture.shape[:2]
    luma = np.clip((_luma(picture) - 0.04) * 1.12, 0, 1)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    near = np.minimum(np.minimum(xx, width - 1 - xx) / np.float32(height), np.minimum(yy, height - 1 - yy) / height)
    strokes = 0.007 * _noise((height, width), seed, height / 9) + 0.003 * _noise((height, width), seed + 1, height / 70)
    coated = np.clip((near + strokes - 0.022) * 60, 0, 1)
    fibre = 0.025 * _noise((height, width), seed + 2, height / 500)
    print_ = _between("#0a2a5c", "#eef2ea", np.asarray(np.clip(luma**1.15 + fibre, 0, 1), np.float32))
    paper = _colour("#efece0") * (1 + 0.5 * fibre[..., None])
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


def _heat(picture: Float, seed: int) -> Float:
    """A thermal camera: what is light and warm is hot, in the colours of iron."""
    height, width = picture.shape[:2]
    warm = np.clip(_luma(picture) * 0.85 + 0.45 * (picture[..., 2] - picture[..., 0]), 0, 1)
    warm = _blurred(np.asarray(warm, np.float32), height / 380) + 0.012 * _noise((height, width), seed, height / 300)
    at = np.clip(warm * 1.05, 0, 1) * (len(HEAT) - 1)
    low = np.clip(at.astype(np.int64), 0, len(HEAT) - 2)
    share = (at - low)[..., None].astype(np.float32)
    return np.asarray(HEAT[low] * (1 - share) + HEAT[low + 1] * share, np.float32)


PALETTE = np.array(
    [_colour(c) for c in (
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
    luma = _levelled(_luma(picture))
    form = _blurred(luma, height / 60)
    soft = _blurred(luma, height / 600)
    lines = _stripes((height, width), height / 170, 0.32, np.asarray(form * 3.2, np.float32))
    cross = _stripes((height, width), height / 170, -0.9, np.asarray(-form * 2.4, np.float32))
    ink = np.clip((1 - soft * 1.08 - 0.92 * lines + 0.18) * 5, 0, 1)
    deep = np.clip((0.42 - soft - 0.75 * cross + 0.35) * 5, 0, 1)
    paper = 0.97 + 0.012 * _noise((height, width), seed, height / 300)
    light = paper * (1 - np.maximum(ink * 0.94, deep * 0.94)) * (1 - 0.6 * _edges(luma, height))
    return _between(*INKS["engraving"], np.asarray(light, np.float32))


def _paper(picture: Float, seed: int) -> Float:
    """Cut paper in layers: few flat colours, each casting a shadow on the one below."""
    import cv2

    height, width = picture.shape[:2]
    calm = np.clip(picture, 0, 1).astype(np.float32)
    small = cv2.resize(calm, (max(2, width // 3), max(2, height // 3)), interpolation=cv2.INTER_AREA)
    for _ in range(3):
        small = cv2.bilateralFilter(small, 9, 0.18, height / 160)
    luma = _luma(np.asarray(small, np.float32))
    cuts = np.quantile(luma, [0.18, 0.38, 0.58, 0.76, 0.9])
    sheet = np.zeros_like(small)
    sheet[:] = small[luma <= cuts[0]].mean(axis=0) if (luma <= cuts[0]).any() else small.mean(axis=(0, 1))
    tall = small.shape[0]
    for n, cut in enumerate(cuts):
        above = np.asarray(luma > cut, np.float32)
        above = np.asarray(cv2.medianBlur((above * 255).astype(np.uint8), 5), np.float32) / np.float32(255)
        above = np.asarray(np.clip((_blurred(above, tall / 300) - 0.5) * 5 + 0.5, 0, 1), np.float32)
        inside = above > 0.5
        if not inside.any():
            continue
        upper = cuts[n + 1] if n + 1 < len(cuts) else 1.1
        mine = inside & (luma <= upper)
        local = cv2.GaussianBlur(small, (0, 0), tall / 14)
        flat = 0.45 * local + 0.55 * small[mine if mine.any() else inside].mean(axis=0)
        shift = max(1, round(tall / 150))
        shadow = _blurred(np.roll(np.asarray(above, np.float32), (shift, shift), axis=(0, 1)), tall / 110)
        sheet = sheet * (1 - 0.5 * shadow[..., None] * (1 - above[..., None]))
        sheet = sheet + (flat - sheet) * above[..., None]
    full = cv2.resize(sheet.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    fibre = (
        1 + 0.022 * _noise((height, width), seed, height / 600) + 0.02 * _noise((height, width), seed + 1, height / 90)
    )
    # What a face says is said in fine lines: some of the drawing stays on the paper.
    fine = _luma(calm) - _blurred(_luma(calm), height / 90)
    return np.asarray(np.clip(full * fibre[..., None] + 0.9 * fine[..., None], 0, 1), np.float32)


def _ink(picture: Float, seed: int) -> Float:
    """A risograph: three soy inks, each screened at its own angle and a little out of register."""
    height, width = picture.shape[:2]
    plain = _luma(picture)
    luma = _levelled(plain)
    picture = np.asarray(np.clip(picture * (luma / np.maximum(plain, 0.04))[..., None], 0, 1), np.float32)
    saturation = picture.max(axis=-1) - picture.min(axis=-1)
    rng = np.random.default_rng([seed, 79])
    paper = _colour("#f6f0e2") * (1 + 0.01 * _noise((height, width), seed, height / 300)[..., None])
    out = np.broadcast_to(paper, picture.shape).astype(np.float32)
    warm = np.clip(0.5 + 1.6 * (picture[..., 2] - picture[..., 0]), 0, 1)
    shares = (
        ("#ffb511", np.clip((0.9 - luma) * 0.9 * warm + 0.35 * saturation * warm, 0, 1), 0.2),
        ("#ff5a6e", np.clip((0.72 - luma) * 1.1 * (0.35 + 0.65 * warm), 0, 1), 1.2),
        ("#1f3f8f", np.clip((0.62 - luma) * 1.55 + 0.55 * (1 - warm) * (0.8 - luma), 0, 1), 0.75),
    )
    for colour, share, angle in shares:
        screen = _stripes((height, width), height / 190, angle) * _stripes(
            (height, width), height / 190, angle + np.pi / 2
        )
        grain = 0.10 * _noise((height, width), seed + int(angle * 10), height / 700)
        cover = np.clip((share * 1.25 - screen + 0.12 + grain) * 3.2, 0, 1)
        shift = rng.integers(-max(1, height // 360), max(1, height // 360) + 1, 2)
        cover = np.roll(cover, tuple(int(v) for v in shift), axis=(0, 1))[..., None]
        out = out * (1 - cover * (1 - _colour(colour)) * np.float32(0.93))
    return np.asarray(out, np.float32)


INKS = {
    "sketch": ("#26262b", "#f4f1ea"),
    "blueprint": ("#0c2f6b", "#eaf4ff"),
    "engraving": ("#14261f", "#f3ecd6"),
    "ink": ("#3a2560", "#ffe6b8"),
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
    "paper": _paper,
    "ink": _ink,
}
