"""Raster: letters as coverage, against an independent rasteriser."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nbstudio.picture.lettering import fonts, raster
from nbstudio.picture.lettering.shape import shape

SIZE, WIDTH, HEIGHT = 96, 640, 140


def drawn(text: str, family: str, weight: int) -> np.ndarray:
    row = shape(text, fonts.chain(family, weight, text))
    return raster.coarse(raster.fine([(row, SIZE, 20.0, 100.0)], WIDTH, HEIGHT))


def test_the_same_letters_as_freetype_draws() -> None:
    face = fonts.family("Anton")
    picture = Image.new("L", (WIDTH, HEIGHT))
    used = ImageFont.truetype(str(face.path), SIZE, layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(picture).text((20, 100), "Hold", font=used, fill=255, anchor="ls")
    ours, theirs = drawn("Hold", "Anton", 400).astype(float), np.asarray(picture, float)
    assert abs(ours.sum() / theirs.sum() - 1) < 0.03
    assert np.abs(ours - theirs).mean() < 0.04 * theirs[theirs > 0].mean()


def test_overlapping_contours_are_filled() -> None:
    mask = drawn("e", "Inter", 800)
    inside = raster.coarse(raster.fine([(shape("e", [fonts.family("Inter", 800)]), SIZE, 20.0, 100.0)], WIDTH, HEIGHT))
    assert (mask == inside).all()
    assert mask.max() == 255


def test_an_outline_is_as_wide_as_told() -> None:
    row = shape("l", [fonts.family("Anton")])
    fine = raster.fine([(row, SIZE, 40.0, 100.0)], WIDTH, HEIGHT)
    plain, grown = raster.coarse(fine), raster.grown(fine, 5.0)
    at = 70
    width = [mask[at].astype(float).sum() / 255 for mask in (plain, grown)]
    assert abs(width[1] - width[0] - 10) < 0.6


def test_nothing_gives_nothing() -> None:
    assert raster.fine([], 16, 16).sum() == 0
    assert raster.grown(raster.fine([], 16, 16), 3.0).sum() == 0
