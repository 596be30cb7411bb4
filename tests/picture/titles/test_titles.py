"""Titles: within the safe area in every shape of frame, in every design, coming and going without a jump."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.doubts import listening
from nbstudio.picture.captions.area import safe
from nbstudio.picture.colour import Planes, planes
from nbstudio.picture.lettering.fonts import FAMILIES, IGNORED, capital
from nbstudio.picture.look import Look
from nbstudio.picture.titles.card import card
from nbstudio.picture.titles.design import CASES, PLACES, REVEALS, Design
from nbstudio.picture.titles.layout import LEGIBLE, Laid, lay, small
from nbstudio.picture.titles.overlay import Title

CATALOG = Path(__file__).parents[3] / "rules" / "catalog"
DESIGNS: dict[str, dict[str, Any]] = YAML(typ="safe").load((CATALOG / "titles.yaml").read_text("utf-8"))
STYLES: dict[str, dict[str, Any]] = YAML(typ="safe").load((CATALOG / "styles.yaml").read_text("utf-8"))
SIZES = [(320, 180), (180, 320), (240, 240)]
SHORT = {"text": "Neon Rain", "subtitle": "Mira Vale", "credits": []}
LONG = {
    "text": "The Exceptionally Long Name of a Song That Nobody Wanted to Shorten",
    "subtitle": "Mira Vale and the Philharmonic Orchestra of the Northern Districts",
    "credits": [["Music", "Mira Vale"], ["Directed by", "Jonas Okafor-Lindqvist"], ["Made with nbstudio"]],
}
END = {"text": "", "subtitle": "", "credits": [["Music", "Mira Vale"], ["Thank you"]]}


def grey(size: tuple[int, int], value: int = 120) -> Planes:
    return planes(np.full((size[1], size[0], 3), value, np.uint8))


def shown(told: dict[str, Any], design: dict[str, Any], size: tuple[int, int], frame: int, value: int = 120) -> Planes:
    made = grey(size, value)
    Title({**told, "design": design, "from": 5, "to": 95, "rate": "30"}, *size).lay(made.all(), frame)
    return made


def test_every_design_is_whole_and_every_style_has_one() -> None:
    for entry in DESIGNS.values():
        design = Design.from_params(entry)
        assert entry["about"].endswith(".")
        assert {design.family, design.second_family or design.family} <= set(FAMILIES)
        assert {design.case, design.second_case} <= set(CASES)
        assert {design.place, design.over} <= set(PLACES)
        assert design.reveal in REVEALS
    assert {entry["titles"] for entry in STYLES.values()} == set(DESIGNS)


@pytest.mark.parametrize("told", [SHORT, LONG, END])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DESIGNS)
def test_all_letters_lie_in_the_safe_area(name: str, size: tuple[int, int], told: dict[str, Any]) -> None:
    big = (6 * size[0], 6 * size[1])
    laid: Laid = lay(told, Design.from_params(DESIGNS[name]), *big)
    area = safe(*big)
    assert laid.left >= area.left - 1
    assert laid.right <= area.right + 1
    assert laid.top >= area.top - 1
    assert laid.bottom <= area.bottom + 1
    baselines = [row.baseline for row in laid.rows]
    assert baselines == sorted(baselines)
    assert all(row.size >= 0.008 * sum(big) / 2 for row in laid.rows), "large enough to be read"


def test_a_title_breaks_into_even_lines() -> None:
    laid = lay({"text": "One Two Three Four"}, Design(size=40, tracking=0), 1080, 1920)
    assert [row.row.text for row in laid.rows] == ["ONE TWO", "THREE", "FOUR"] or len(laid.rows) == 2
    assert len({row.size for row in laid.rows}) == 1


WORDS = "The Exceptionally Long Name of a Song That Nobody Wanted to Shorten"
FOREIGN = [
    "Ночной дождь", "雨の夜", "비 오는 밤", "ليلة ممطرة", "בלילה", "बारिश", "ฝนตก", "Nuit ⛈🌧️ ❤️",
    "1️⃣ 🇯🇵 👩‍🎤 →★♪", "Ça ṽa ĳ ŋ",
]  # fmt: skip
LONG_TEXTS = [
    f"{WORDS} {WORDS}",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle",
    "夜に駆ける星空の下で君と歩いた長い長い道のりをいつまでも忘れないように歌い続ける",
]


@pytest.mark.parametrize("text", LONG_TEXTS)
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080)])
@pytest.mark.parametrize("name", DESIGNS)
def test_a_long_title_takes_more_lines_before_it_is_too_small(name: str, size: tuple[int, int], text: str) -> None:
    laid = lay({"text": text}, Design.from_params(DESIGNS[name]), *size)
    for one in laid.rows:
        assert capital(one.row.glyphs[0].face) * one.size >= 0.995 * LEGIBLE * size[1]
    assert small(laid, size[1]) is None
    area = safe(*size)
    assert laid.left >= area.left - 1
    assert laid.right <= area.right + 1
    shown = "".join(one.row.text for one in laid.rows).replace(" ", "").lower()
    assert shown == text.replace(" ", "").lower(), "no letter is lost"


def test_a_title_that_is_large_enough_breaks_as_before() -> None:
    laid = lay({"text": WORDS}, Design.from_params(DESIGNS["feature"]), 1920, 1080)
    assert len(laid.rows) == 3


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"text": " ".join([WORDS] * 24)}, "THE"),
        ({"text": "", "credits": [[f"Role {n}", f"Name {n}"] for n in range(40)]}, "ROLE 0"),
        (SHORT, ""),
        (LONG, ""),
        (END, ""),
    ],
)
def test_what_no_room_is_left_for_is_told(told: dict[str, Any], what: str) -> None:
    size = (640, 360)
    with listening() as said:
        for first in (5, -40):  # a segment in which it begins, and one in which it goes on
            title = Title({**told, "design": DESIGNS["feature"], "from": first, "to": 95, "rate": "30"}, *size)
            title.lay(grey(size).all(), 30)
    assert [one.code for one in said] == (["small-title"] if what else [])
    for one in said:
        assert one.message.upper().startswith(f"`{what}")


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("text", FOREIGN)
def test_what_a_designs_font_lacks_is_set_in_another(name: str, text: str) -> None:
    laid = lay({"text": text, "subtitle": text, "credits": [[text, text]]}, Design.from_params(DESIGNS[name]), 640, 360)
    for one in laid.rows:
        for glyph in one.row.glyphs:
            assert glyph.id or text[glyph.at : glyph.at + 1] in IGNORED, (one.row.text, glyph)


def test_a_title_over_a_picture_stands_clear_of_its_middle() -> None:
    size = (320, 180)
    design = {**DESIGNS["feature"], "scrim": 0.0, "shadow": 0.0}
    for over, part in ((False, slice(60, 120)), (True, slice(120, 180))):
        made = shown({**SHORT, "over": over}, design, size, 50)
        changed = np.abs(made.y.astype(int) - grey(size).y) > 20
        assert changed[part].sum() == changed.sum() > 50


@pytest.mark.parametrize("name", DESIGNS)
def test_it_comes_and_goes_without_a_jump(name: str) -> None:
    size = SIZES[0]
    frames = [shown(SHORT, DESIGNS[name], size, n) for n in range(4, 97)]
    for edge in (frames[0], frames[-1]):
        assert np.array_equal(edge.y, grey(size).y), "nothing before and nothing after"
    steps = [np.abs(a.y.astype(int) - b.y).mean() for a, b in pairwise(frames)]
    whole = np.abs(frames[45].y.astype(int) - frames[0].y).mean()
    assert whole > 1
    assert max(steps) < max(0.35 * whole, 2.0)


@pytest.mark.parametrize("name", DESIGNS)
def test_letters_can_be_read_on_white_and_on_black(name: str) -> None:
    """The title's own letters differ from what is around them, whatever lies beneath."""
    design = Design.from_params(DESIGNS[name])
    size = (640, 360)
    for value in (20, 235):
        made = shown(SHORT, DESIGNS[name], size, 60, value)
        laid = lay(SHORT, design, *size)
        row = next(row for row in laid.rows if row.first)
        box = made.y[int(row.baseline - 0.7 * row.size) : int(row.baseline), int(row.left) : int(laid.right)]
        assert np.percentile(box, 99) - np.percentile(box, 5) > 60, value


def test_the_same_frame_looks_the_same_in_whichever_segment() -> None:
    """A title that began ten frames before its segment is where it would have been."""
    size = SIZES[0]
    whole, late = grey(size), grey(size)
    params = {**SHORT, "design": DESIGNS["feature"], "rate": "30"}
    Title({**params, "from": 3, "to": 63}, *size).lay(whole.all(), 20)
    Title({**params, "from": -7, "to": 53}, *size).lay(late.all(), 10)
    assert all(np.array_equal(a, b) for a, b in zip(whole.all(), late.all(), strict=True))


def test_a_short_title_still_comes_and_goes() -> None:
    made = grey((320, 180))
    Title({**SHORT, "design": DESIGNS["feature"], "from": 0, "to": 6, "rate": "30"}, 320, 180).lay(made.all(), 3)
    assert not np.array_equal(made.y, grey((320, 180)).y)


@pytest.mark.parametrize("style", ["cinematic", "pop", "film-noir"])
def test_a_card_is_dark_and_never_flat(style: str) -> None:
    look = Look.of(STYLES[style]["grade"])
    still = card(192, 108, look, 4)
    assert 2 < still.bgr.mean() < 110
    assert still.bgr.std() > 1
    assert np.array_equal(still.bgr, card(192, 108, look, 4).bgr)
    assert card(192, 108, look, 4, black=True).bgr.max() == 0


@pytest.mark.parametrize("side", ["bottom", "top"])
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (360, 360)])
def test_a_title_keeps_clear_of_captions(side: str, size: tuple[int, int]) -> None:
    title = {**SHORT, "clear": [side, 0.3]}
    for place in ("lower-left", "lower", "centre", "upper"):
        laid = lay(title, Design(place=place), *size)
        if side == "bottom":
            assert laid.bottom <= 0.7 * size[1] + 1
        else:
            assert laid.top >= 0.3 * size[1] - 1


def test_a_title_stands_in_the_picture_between_bars() -> None:
    laid = lay({**SHORT, "between": 480}, Design(place="lower-left"), 640, 360)
    assert laid.left >= 80 + 0.05 * 480
    assert laid.right <= 640 - 80 - 0.05 * 480 + 1
