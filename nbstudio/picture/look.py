"""Look: the numbers of a grade, and the one function that gives a still its look.

Numbers act in this order: stretch, crisp, edge, ink (graphic styles), bloom, halation and flare, exposure,
temperature, tint and saturation (one matrix), contrast, fade and split tone (one table a channel), duotone, the face's
own window, dots, medium, LUT, leak and slats, vignette, grain. `key` and `focus` act before, behind a person.
They stand in `rules/catalog/styles.yaml`, documented there.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import drawn, medium, optics, sitter
from nbstudio.picture.lut import Lut
from nbstudio.picture.sitter import Sitter
from nbstudio.picture.strips import strips
from nbstudio.picture.tones import levelled

Float = NDArray[np.float32]
Window = tuple[slice, slice]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR
STEPS = 4096  # of the tone table: finer than the eight bits that come out
UNWRITTEN = frozenset({"calm", "lut", "sitter"})
"""Fields that no style writes."""


@dataclass(frozen=True, slots=True)
class Look:
    """The numbers of a grade; the defaults change nothing.

    `exposure` in stops. `contrast` -1 to 1 around middle grey. `saturation` 1 as it was. `temperature` and
    `tint` -1 to 1 (blue to orange, green to magenta). `shadows` and `highlights` are colours (#rrggbb) mixed in
    by `split`. `fade` lifts black. `bloom`, `halation`, `vignette`, `grain` 0 to 1. `duotone` two colours or more, from
    dark to light, mixed in by `duotone_mix`. `stretch` spreads the tones of a dark or a flat scene from black to
    white, as far as 0 to 1 says. `leak` lets light of `leak_colour` into the film from one side; `slats` shades the
    picture as a blind does. `levels` flattens tones to so many; `ink` draws outlines; `dots` prints
    a halftone. `medium` is what the picture seems to be made on (a name of `medium.MEDIA`), mixed in by
    `medium_mix`. `drama` is how hard the lamp models a face (1 as the scene has it). `reach` is how far a photograph
    may be enlarged under this look: grain and ink hide softness. `key` -1 to 1 holds the place behind a person down or
    lifts it (low key, high key); `focus` scales how far it is out of focus (0 everything is sharp); `crisp` -1 to 1 is
    how hard its glass draws, `edge` 0 to 1 how soft it is away from the middle, `flare` how far lights streak across in
    `flare_colour`. `skin` 0 to 1 is how much a face's hue is held. `calm` is set by `calmer`, never by a
    style, `lut` by whoever reads a spec's file, and `sitter` by `metered`.
    """

    exposure: float = 0.0
    contrast: float = 0.0
    saturation: float = 1.0
    temperature: float = 0.0
    tint: float = 0.0
    shadows: str = "#808080"
    highlights: str = "#808080"
    split: float = 0.0
    fade: float = 0.0
    stretch: float = 0.0
    leak: float = 0.0
    leak_colour: str = "#ff8a3c"
    slats: float = 0.0
    bloom: float = 0.0
    halation: float = 0.0
    vignette: float = 0.0
    grain: float = 0.0
    duotone: tuple[str, ...] = ()
    duotone_mix: float = 1.0
    levels: int = 0
    ink: float = 0.0
    dots: float = 0.0
    medium: str = ""
    medium_mix: float = 1.0
    drama: float = 1.0
    reach: float = 5.0
    key: float = 0.0
    focus: float = 1.0
    crisp: float = 0.0
    edge: float = 0.0
    flare: float = 0.0
    flare_colour: str = "#7fb4ff"
    skin: float = 0.0
    calm: bool = False
    lut: Lut | None = None
    sitter: Sitter | None = None

    @classmethod
    def of(cls, grade: Mapping[str, Any]) -> Look:
        """Return the look that a style's `grade` describes; raises ValueError for a key that is none of them."""
        known = {field.name for field in fields(cls)} - UNWRITTEN
        values = {key.replace("-", "_"): value for key, value in grade.items()}
        unknown = sorted(set(values) - known)
        if unknown:
            raise ValueError(f"`{unknown[0]}` is not a number of a look")
        if values.get("medium", "") not in {"", *medium.MEDIA}:
            raise ValueError(f"there is no medium called `{values['medium']}`")
        if "duotone" in values:
            values["duotone"] = tuple(values["duotone"])
        return cls(**values)


def calmer(look: Look) -> Look:
    """Return a look of the same colours that draws less over a face."""
    return replace(
        look,
        calm=True,
        levels=0,
        ink=0.35 * look.ink,
        dots=0.3 * look.dots,
        slats=0,
        grain=0.3 * look.grain,
        crisp=max(0.0, look.crisp),
    )


def metered(look: Look, picture: Float, cover: Float, face: tuple[float, float, float, float]) -> Look:
    """Return a look that keeps the face of the person in a BGR picture whole.

    `cover` is the person's coverage of the frame, `face` its box in pixels. Black paper and few inks have no skin.
    """
    plain = replace(look, sitter=None)

    def seen(small: Float) -> Float:
        spread = stretched(small, plain.stretch) if plain.stretch else small
        out = _toned(spread, plain)
        return _duotone(out, plain) if plain.duotone else out

    return replace(look, sitter=sitter.metered(Sitter(cover, face), picture, seen, look.skin, look.key))


def grade(picture: Float, look: Look, seed: int = 0, window: Window | None = None) -> Float:
    """Return a BGR picture (float, 0 to 1) with the look; `seed` places the grain.

    `window` (rows and columns) grades that part alone, just as it would look in the whole.
    """
    import cv2

    whole = np.asarray(picture, np.float32)
    height, width = whole.shape[:2]
    rows, columns = window or (slice(0, height), slice(0, width))
    if window is not None and look.medium:
        # Strokes and screens follow what is around them: a part is only like the whole if it is cut out of it.
        # It is what a moving figure uncovers, a few pixels wide: half the size is enough.
        half = cv2.resize(whole, (max(2, width // 2), max(2, height // 2)), interpolation=cv2.INTER_AREA)
        full = cv2.resize(
            grade(np.asarray(half, np.float32), look, seed), (width, height), interpolation=cv2.INTER_CUBIC
        )
        return np.clip(full[rows, columns], 0, 1)
    if look.sitter:
        whole = sitter.dimmed(whole, look.sitter)
    if look.stretch:
        whole = stretched(whole, look.stretch)
    if look.crisp:
        whole = optics.cut(whole, look.crisp)
    if look.edge:
        whole = optics.softened(whole, look.edge)
    out = np.ascontiguousarray(whole[rows, columns])
    if look.levels or look.ink:
        out = drawn.cel(out, look.levels, look.ink, height)
        if window is None:
            whole = out
    if look.bloom or look.halation or look.flare:
        glow, over = _glow(whole, look, (rows, columns)), np.empty_like(out)
        for strip in strips(len(out)):
            cv2.multiply(out[strip], np.float32(1) - glow[strip], dst=over[strip])
            cv2.add(over[strip], glow[strip], dst=over[strip])
        out = over
    out = _toned(out, look)
    if look.duotone:
        out = _duotone(out, look)
    if look.sitter:
        out = sitter.corrected(out, look.sitter, (rows, columns))
    if look.dots:
        out = drawn.halftone(out, look.dots, height, (columns.start, rows.start))
    if look.medium:
        cover = look.sitter.cover[rows, columns] if look.sitter else None
        out = medium.draw(out, look.medium, look.medium_mix, seed, calm=look.calm, cover=cover)
    if look.lut:
        out = look.lut.apply(np.clip(out, 0, 1))
    return _finished(out, look, seed, (width, height), (rows, columns))


def toned(colour: Float, look: Look) -> Float:
    """Return one display colour (BGR, 0 to 1) as the look has it."""
    spot = _toned(np.asarray(colour, np.float32).reshape(1, 1, 3), look)
    return np.asarray((_duotone(spot, look) if look.duotone else spot)[0, 0], np.float32)


def colour(text: str) -> Float:
    """Return #rrggbb as BGR, 0 to 1."""
    value = int(text.lstrip("#"), 16)
    return np.array([value & 255, value >> 8 & 255, value >> 16 & 255], np.float32) / np.float32(255)


def _glow(picture: Float, look: Look, window: Window) -> Float:
    """Return blurred highlights, to be screened over a window: white for bloom, red for halation (film's base)."""
    import cv2

    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(2, width // 8), max(2, height // 8)), interpolation=cv2.INTER_AREA)
    bright = np.clip((small @ LUMA - 0.45) / 0.5, 0, 1)[..., None]
    source = small * bright * bright
    glow = np.zeros_like(small)
    if look.bloom:
        near, far = cv2.GaussianBlur(source, (0, 0), height / 320), cv2.GaussianBlur(source, (0, 0), height / 90)
        glow = glow + look.bloom * np.asarray(0.55 * near + 0.6 * far, np.float32)
        # A diffusion filter also veils the shadows a little.
        glow = glow + 0.10 * look.bloom * cv2.GaussianBlur(small, (0, 0), height / 60)
    if look.halation:
        red = np.array([0.1, 0.3, 1.0], np.float32) * np.float32(look.halation)
        glow = glow + cv2.GaussianBlur(source, (0, 0), height / 200) * red
    if look.flare:
        glow = glow + optics.streaks(source, colour(look.flare_colour), look.flare)
    glow = np.clip(glow, 0, 1)
    if height % 8 or width % 8:
        whole = cv2.resize(glow, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(whole[window], np.float32)
    # A part enlarged with a little more around it is that part of the whole enlarged.
    rows, columns = window
    top, left = max(0, rows.start // 8 - 1), max(0, columns.start // 8 - 1)
    part = glow[top : rows.stop // 8 + 2, left : columns.stop // 8 + 2]
    big = cv2.resize(part, (8 * part.shape[1], 8 * part.shape[0]), interpolation=cv2.INTER_LINEAR)
    down, right = rows.start - 8 * top, columns.start - 8 * left
    size = (rows.stop - rows.start, columns.stop - columns.start)
    return np.ascontiguousarray(big[down : down + size[0], right : right + size[1]], np.float32)


def _toned(picture: Float, look: Look) -> Float:
    import cv2

    gain = np.float32(2.0 ** (look.exposure / 2.2))
    warm, magenta = look.temperature * 0.16, look.tint * 0.10
    white = np.array([1 - warm + magenta * 0.5, 1 - magenta, 1 + warm + magenta * 0.5], np.float32)
    white /= float(white @ LUMA)
    saturate = np.float32(look.saturation) * np.eye(3, dtype=np.float32) + np.float32(1 - look.saturation) * LUMA[None]
    matrix = saturate @ np.diag(white * gain)
    turns = not np.allclose(matrix, np.eye(3), atol=1e-6)
    tables = _tables(look)
    plain = np.allclose(tables, np.linspace(0, 1, STEPS, dtype=np.float32), atol=1e-6)
    table = np.zeros((1, 65536, 3), np.float32)  # as many as OpenCV wants of sixteen bits
    table[0, :STEPS] = tables.T
    picture = np.ascontiguousarray(picture)
    out = np.empty_like(picture)
    for strip in strips(len(picture)):
        turned = cv2.transform(picture[strip], matrix) if turns else picture[strip]
        if plain:
            np.clip(turned, 0, 1, out=out[strip])
            continue
        index = np.asarray(np.clip(turned, 0, 1), np.float32)
        index *= np.float32(STEPS - 1)
        cv2.LUT(index.astype(np.uint16), table, dst=out[strip])
    return out


def _tables(look: Look) -> Float:
    """Return what becomes of every value of blue, green and red, 3 x STEPS."""
    x = np.linspace(0, 1, STEPS, dtype=np.float64)
    curve = x
    if look.contrast > 0:
        # A logistic through the pivot, scaled to keep black and white.
        k, pivot = 1e-3 + 6.0 * look.contrast, 0.42
        s = 1 / (1 + np.exp(-k * (x - pivot)))
        low, high = 1 / (1 + np.exp(k * pivot)), 1 / (1 + np.exp(-k * (1 - pivot)))
        curve = 0.35 * x + 0.65 * (s - low) / (high - low)
    elif look.contrast < 0:
        curve = x * (1 + look.contrast * 0.45) - look.contrast * 0.45 * 0.46
    curve = look.fade * 0.22 + curve * (1 - look.fade * 0.26)
    out = np.empty((3, STEPS), np.float32)
    dark, light = colour(look.shadows) - 0.5, colour(look.highlights) - 0.5
    dark, light = dark - float(dark @ LUMA), light - float(light @ LUMA)  # colour only, not brightness
    for channel in range(3):
        low_weight, high_weight = (1 - curve) ** 2 * (0.25 + 0.75 * np.sqrt(curve)), curve**1.5 * (1.15 - curve)
        moved = curve + look.split * (dark[channel] * low_weight * 0.75 + light[channel] * high_weight * 0.75)
        out[channel] = np.clip(moved, 0, 1)
    return out


def stretched(picture: Float, amount: float) -> Float:
    """Return a picture whose tones reach from black to white around a middle grey, hues as they were."""
    import cv2

    luma = cv2.transform(np.ascontiguousarray(picture), LUMA[None])
    gain = np.clip(levelled(np.asarray(luma, np.float32)) / np.maximum(luma, np.float32(0.02)), 0, 5)
    gain = 1 + np.float32(amount) * (gain - 1)
    out = cv2.multiply(picture, cv2.merge([gain, gain, gain]))
    # What would be brighter than its channel allows pales, as film does, and keeps its shape.
    over = np.maximum(out.max(axis=-1, keepdims=True) - 1, 0)
    return np.asarray(out + 0.3 * over * (1 - np.clip(out, 0, 1)), np.float32)


def _duotone(picture: Float, look: Look) -> Float:
    import cv2

    inks = np.array([colour(ink) for ink in look.duotone], np.float32)
    luma = np.clip(cv2.transform(picture, LUMA[None]), 0, 1)
    stops, values = np.linspace(0, 1, len(inks)), np.linspace(0, 1, STEPS)
    table = np.stack([np.interp(values, stops, inks[:, i]) for i in range(3)], axis=-1).astype(np.float32)
    out = table[(luma * np.float32(STEPS - 1)).astype(np.uint16)]
    mix = min(1.0, look.duotone_mix)
    return np.asarray(cv2.addWeighted(picture, 1 - mix, out, mix, 0), np.float32)


def _finished(picture: Float, look: Look, seed: int, frame: tuple[int, int], window: Window) -> Float:
    """Darken the corners and lay the grain, stronger in the middle tones than in black and white."""
    import cv2

    width, height = frame
    if look.leak:
        picture = _leaked(picture, look, seed, frame, window)
    if look.slats:
        picture = picture * _blind(look, seed, frame)[window][..., None]
    mask = coarse = None
    if look.vignette:
        size = (max(2, width // 16), max(2, height // 16))
        yy, xx = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
        fall = np.clip((np.sqrt(0.75 * xx * xx + 0.85 * yy * yy) - 0.45) / 0.85, 0, 1)
        mask = cv2.resize(1 - np.float32(0.85 * look.vignette) * fall * fall * (3 - 2 * fall), (width, height))[window]
    if look.grain:
        # Clumps of about two pixels: finer would not survive the encoder, coarser would look like paper.
        coarse = cv2.resize(_fine(seed, height // 2 + 1, width // 2 + 1), (width, height))[window]
    out = np.empty(picture.shape, np.float32)
    for strip in strips(len(out)):
        part: Any = picture[strip]
        if mask is not None:
            dark = mask[strip]
            part = cv2.multiply(part, cv2.merge([dark, dark, dark]))
        if coarse is not None:
            luma = cv2.transform(part, LUMA[None])
            grain = coarse[strip] * (np.float32(0.052 * look.grain) * (0.25 + 2.6 * luma * (1 - luma)))
            part = cv2.add(part, cv2.merge([grain, grain, grain]))
        np.clip(part, 0, 1, out=out[strip])
    return out


@functools.lru_cache(maxsize=4)
def _fine(seed: int, height: int, width: int) -> Float:
    """Return a still's grain; every layer of it is asked for the same."""
    return np.random.default_rng([seed, 41]).standard_normal((height, width), np.float32)


def _leaked(picture: Float, look: Look, seed: int, frame: tuple[int, int], window: Window) -> Float:
    """Screen a glow over it that comes in at a side and frays, as where a camera's back does not close."""
    import cv2

    width, height = frame
    rng = np.random.default_rng([seed, 42])
    yy, xx = np.mgrid[0:36, 0:64].astype(np.float32)
    side = 0.0 if rng.integers(2) else 63.0
    lobe = np.zeros((36, 64), np.float32)
    for wide in (0.13, 0.34):
        y = float(rng.uniform(-4, 40))
        lobe += np.exp(-np.abs(xx - side) / (64 * wide) - ((yy - y) / float(rng.uniform(14, 30))) ** 2)
    glow = cv2.resize(np.clip(lobe, 0, 1.2), (width, height), interpolation=cv2.INTER_CUBIC)[window]
    light = np.clip(glow[..., None] * (colour(look.leak_colour) * np.float32(look.leak)), 0, 1)
    return np.asarray(picture + light * (1 - picture), np.float32)


def _blind(look: Look, seed: int, frame: tuple[int, int]) -> Float:
    """Return the shade of a window's slats, aslant, deepest away from the middle; every other shot has none."""
    import cv2

    width, height = frame
    rng = np.random.default_rng([seed, 43])
    if rng.uniform() < 0.5:
        return np.ones((height, width), np.float32)
    yy, xx = np.mgrid[0:270, 0:480].astype(np.float32) / np.float32(270)
    slope = float(rng.uniform(0.1, 0.28)) * (1 if rng.integers(2) else -1)
    slats = np.cos((yy + slope * xx) * np.float32(2 * np.pi * rng.uniform(5.5, 7.5)))
    shade = np.clip(0.5 + 1.6 * slats, 0, 1)
    away = np.clip(0.45 + 0.75 * np.abs(xx - 0.89), 0, 1)
    mask = 1 - np.float32(look.slats) * (1 - shade) * away
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
