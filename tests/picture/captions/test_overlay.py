"""Captions, measured on rendered pixels: inside the safe area, in time, the same in every segment."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from nbstudio.picture.captions.area import safe
from nbstudio.picture.captions.overlay import Overlay
from nbstudio.project import stdlib

LOOKS: dict[str, dict[str, Any]] = YAML(typ="safe").load((stdlib() / "rules/catalog/captions.yaml").read_text("utf-8"))
LONGEST = (
    "I have been walking down this endless road looking for a place where the morning never ends and nobody "
    "knows my name but the river and the rain"
)
LINES = {
    "short": "Hold me",
    "longest": LONGEST,
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "arabic": "مرحبا بالعالم الجميل في ضوء الصباح الأول بعد ليل طويل جدا",
    "hebrew": "שלום עולם, אור ראשון 123 (hello)",
    "japanese": "ひかりの中で抱きしめて、朝が来るまで離さないで、もう一度だけ名前を呼んで",
    "thai": "สวัสดีชาวโลกในแสงแรกของวันใหม่ที่งดงาม",
    "emoji": "Love ❤️ is 🔥 fire 👩‍🎤",
}
ASPECTS = {"16:9": (640, 360), "1:1": (400, 400), "4:5": (400, 500), "9:16": (360, 640)}


def event(text: str, first: int = 0, last: int = 100, **more: Any) -> dict[str, Any]:
    words = text.split(" ")
    parts = [
        [word + (" " if i + 1 < len(words) else ""), 1000 + 8000 * i // len(words), 1000 + 8000 * (i + 1) // len(words)]
        for i, word in enumerate(words)
    ]
    return {"from": first, "to": last, "fade": [0, 0], "parts": parts, "under": [], **more}


def params(*events: dict[str, Any], look: str = "clean", mode: str = "line", **more: Any) -> dict[str, Any]:
    style = {key: value for key, value in LOOKS[look].items() if key != "about"} | more.pop("style", {})
    return {"style": style, "mode": mode, "position": "bottom", "safe_area": "title", "events": list(events), **more}


def frame(width: int, height: int, luma: int = 126) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    half = np.full((height // 2, width // 2), 128, np.uint8)
    return np.full((height, width), luma, np.uint8), half.copy(), half.copy()


def ink(planes: tuple[np.ndarray, ...], luma: int = 126) -> np.ndarray:
    """Return where letters and their outline are: what is far lighter or darker than the ground."""
    return np.abs(planes[0].astype(int) - luma) > 70


@pytest.mark.row("GAP-010")
@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("look", LOOKS)
def test_captions_stay_in_the_safe_area(aspect: str, look: str) -> None:
    width, height = ASPECTS[aspect]
    area = safe(width, height)
    for position in ("bottom", "middle", "top") if look == "clean" else ("bottom",):
        for name, text in LINES.items():
            planes = frame(width, height)
            Overlay(params(event(text), look=look, position=position), width, height).lay(planes, 0)
            rows, columns = np.nonzero(ink(planes))
            assert rows.size, name
            assert area.left <= columns.min(), name
            assert columns.max() < area.right, name
            assert area.top <= rows.min(), name
            assert rows.max() < area.bottom, name


def test_upright_frames_keep_out_of_what_players_lay_over_them() -> None:
    area = safe(1080, 1920)
    assert area.bottom <= 0.8 * 1920
    assert area.right <= 0.88 * 1080
    assert area.left == 1080 - area.right
    assert safe(1920, 1080) == safe(1920, 1080, "title")
    assert safe(1920, 1080).left == 96
    assert safe(1920, 1080, "action").left < 96


@pytest.mark.parametrize("text", [LINES["longest"], LINES["arabic"], LINES["japanese"]])
def test_a_line_rises_within_the_safe_area(text: str) -> None:
    area = safe(640, 360)
    overlay = Overlay(params(event(text, fade=[6, 6]), look="bold"), 640, 360)
    for at in range(12):
        planes = frame(640, 360)
        overlay.lay(planes, at)
        rows = np.nonzero(ink(planes))[0]
        assert not rows.size or (area.top <= rows.min() and rows.max() < area.bottom)


@pytest.mark.parametrize("luma", [16, 126, 235])
@pytest.mark.parametrize("look", LOOKS)
def test_letters_stand_out_from_any_picture(look: str, luma: int) -> None:
    """Beside the letters' light there is dark, and the other way round: the contrast is the caption's own."""
    planes = frame(640, 360, luma)
    Overlay(params(event("Hold me in the light"), look=look), 640, 360).lay(planes, 0)
    here = planes[0][planes[0].shape[0] * 3 // 4 :]
    assert here.max() > 190
    assert here.min() < 80


def swept(planes: tuple[np.ndarray, ...], rightward: bool = True) -> float:
    """Return the column up to which letters are in the accent's colour (yellow: little blue)."""
    light = planes[0][::2, ::2] > 150
    yellow = light & (planes[1] < 110)
    columns = np.nonzero(yellow.any(axis=0))[0]
    if not columns.size:
        return float("nan")
    return float(columns.max() if rightward else columns.min()) * 2


def test_a_sweep_goes_through_the_line_as_it_is_sung() -> None:
    overlay = Overlay(params(event("lllllllllllllllllll"), mode="karaoke"), 640, 360)
    at = []
    for number in range(10, 91, 8):
        planes = frame(640, 360)
        overlay.lay(planes, number)
        at.append(swept(planes))
    plain = frame(640, 360)
    Overlay(params(event("lllllllllllllllllll")), 640, 360).lay(plain, 0)
    columns = np.nonzero((plain[0] > 190).any(axis=0))[0]
    left, right = columns.min(), columns.max()
    assert np.isnan(at[0])
    for i, place in enumerate(at[1:], 1):
        assert place == pytest.approx(left + (right - left) * i / 10, abs=10)  # the letters' own spacing
    assert all(b > a for a, b in itertools.pairwise(at[1:]))


def test_a_sweep_of_arabic_goes_to_the_left() -> None:
    overlay = Overlay(params(event("مرحبا بالعالم الجميل"), mode="karaoke"), 640, 360)
    at = []
    for number in range(20, 91, 10):
        planes = frame(640, 360)
        overlay.lay(planes, number)
        at.append(swept(planes, rightward=False))
    assert all(b < a for a, b in itertools.pairwise(at))


def test_the_word_that_is_sung_is_in_colour_and_no_other() -> None:
    overlay = Overlay(params(event("aaaa bbbb cccc dddd"), mode="word"), 640, 360)
    spans = []
    for number in (15, 35, 55, 75):
        planes = frame(640, 360)
        overlay.lay(planes, number)
        columns = np.nonzero(((planes[0][::2, ::2] > 150) & (planes[1] < 110)).any(axis=0))[0]
        spans.append((columns.min(), columns.max()))
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


def test_words_appear_one_by_one() -> None:
    overlay = Overlay(params(event("aaaa bbbb cccc dddd"), look="one-by-one", mode="word"), 640, 360)
    sizes = []
    for number in (0, 15, 35, 55, 75, 95):
        planes = frame(640, 360)
        overlay.lay(planes, number)
        sizes.append(int(ink(planes).sum()))
    assert sizes[0] == 0
    assert all(b > a for a, b in itertools.pairwise(sizes[:5]))
    assert sizes[5] == sizes[4]


def test_fades_come_and_go_evenly() -> None:
    overlay = Overlay(params(event("Hold me", 0, 40, fade=[4, 4])), 640, 360)
    change = []
    for number in range(40):
        planes = frame(640, 360)
        overlay.lay(planes, number)
        change.append(float(np.abs(planes[0].astype(float) - 126).sum()))
    assert change[0] > 0
    assert change[:5] == sorted(change[:5])
    assert len(set(change[4:36])) == 1
    assert change[36:] == sorted(change[36:], reverse=True)
    assert change[0] == pytest.approx(change[20] / 5, rel=0.1)


def test_a_frame_is_the_same_whichever_segment_it_is_in() -> None:
    texts = ["Hold me in the first light", LINES["arabic"]]
    whole = Overlay(
        params(*(event(t, 40 * i, 40 * i + 40, fade=[3, 3]) for i, t in enumerate(texts)), mode="karaoke"), 320, 180
    )
    for first, last in ((0, 13), (13, 47), (47, 80)):
        moved = []
        for i, text in enumerate(texts):
            one = event(text, 40 * i - first, 40 * i + 40 - first, fade=[3, 3])
            one["parts"] = [[word, a - 100 * first, b - 100 * first] for word, a, b in one["parts"]]
            moved.append(one)
        part = Overlay(params(*moved, mode="karaoke"), 320, 180)
        for number in range(first, last, 3):
            a, b = frame(320, 180), frame(320, 180)
            whole.lay(a, number)
            part.lay(b, number - first)
            assert all((x == y).all() for x, y in zip(a, b, strict=True)), number


def test_what_stands_under_a_line_is_smaller_and_below() -> None:
    plain, both = frame(640, 360), frame(640, 360)
    Overlay(params(event("Hello world")), 640, 360).lay(plain, 0)
    Overlay(params(event("Hello world", under=["Hallo Welt"])), 640, 360).lay(both, 0)
    assert np.nonzero(ink(both))[0].min() < np.nonzero(ink(plain))[0].min()
    assert ink(both).sum() > 1.3 * ink(plain).sum()
