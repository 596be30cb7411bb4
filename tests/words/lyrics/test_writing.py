"""Writing lyrics: read back by ourselves and by an independent reader."""

from __future__ import annotations

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.words.lyrics import ass, writing
from nbstudio.words.lyrics.line import Line, clean, untimed
from nbstudio.words.lyrics.reading import read
from nbstudio.words.lyrics.timing import complete

LINES = complete(
    [
        Line("Hold me, close & near", 1.0, 3.2),
        Line("ひかりの中で", 5.0, 8.0),
        Line("שלום עולם", 10.0, 12.0, under=("Hello world", "Hallo Welt")),
    ],
    60.0,
)


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_an_independent_reader_gives_the_same(form: str) -> None:
    found = pysubs2.SSAFile.from_string(writing.text(LINES, form), format_=form)
    assert [event.start for event in found] == [1000, 5000, 10000]
    assert [event.end for event in found] == [3200, 8000, 12000]
    texts = [event.plaintext.replace("&amp;", "&") for event in found]
    assert texts == ["Hold me, close & near", "ひかりの中で", "שלום עולם\nHello world\nHallo Welt"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30).map(clean).filter(bool), min_size=1, max_size=4))
def test_what_is_written_is_read_back(texts: list[str]) -> None:
    lines = complete([Line(text, 3.0 * i, 3.0 * i + 2) for i, text in enumerate(texts)], 60.0)
    again = complete(read(writing.text(lines, "lrc").encode(), "a.lrc"), 60.0)
    assert [line.text for line in again] == [line.text for line in lines]
    for a, b in zip(lines, again, strict=True):
        assert b.start == pytest.approx(a.start, abs=0.006)
        assert [word.text for word in b.words] == [word.text for word in a.words]
        for one, other in zip(a.words, b.words, strict=True):
            assert other.start == pytest.approx(one.start, abs=0.006)
    for form in ("srt", "vtt"):
        cues = read(writing.text(lines, form).encode(), f"a.{form}")
        assert [line.text for line in cues] == [line.text for line in lines]


def look() -> ass.Look:
    return ass.Look(
        640, 360, "Anton", False, "#ffffff", "#ffd24a", "#000000", "#000000", 0.6, 2.0, 1.0, "bottom", (32, 32, 18)
    )


def test_ass_has_the_rows_the_sweep_and_nothing_else() -> None:
    words = tuple((word.text, word.start or 0.0, word.end or 0.0) for word in LINES[0].words)
    made = ass.text(LINES[:1], [ass.Set(("Hold me,", "close & near"), 30.0, words=words)], look())
    found = pysubs2.SSAFile.from_string(made)
    assert found.info["PlayResX"] == "640"
    assert found[0].plaintext.replace("\n", " ").split() == ["Hold", "me,", "close", "&", "near"]
    assert "\\N" in found[0].text
    spans = [int(piece.split("}")[0]) for piece in found[0].text.split("\\kf")[1:]]
    assert sum(spans) == pytest.approx(220, abs=3)
    assert found.styles["Default"].secondarycolor == pysubs2.Color(255, 255, 255, 0)


def test_there_are_no_other_forms() -> None:
    with pytest.raises(ValueError, match="sidecar"):
        writing.text(untimed(["x"]), "doc")
