"""Reading lyrics: every form that people have, and a diagnostic with its place for everything else."""

from __future__ import annotations

import contextlib
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.errors import SpecError
from nbstudio.words.lyrics.line import Line, clean, split
from nbstudio.words.lyrics.reading import read


def lines(text: str, name: str = "song.lrc") -> tuple[Line, ...]:
    return read(text.encode(), name)


def wrong(text: str | bytes, name: str = "song.lrc") -> list[tuple[str, str]]:
    with pytest.raises(SpecError) as caught:
        read(text if isinstance(text, bytes) else text.encode(), name)
    return [(d.code, str(d.span)) for d in caught.value.diagnostics]


def test_plain_lrc_with_tags_and_a_byte_order_mark() -> None:
    found = lines("\ufeff[ti:Song]\r\n[length: 03:20]\r\n\r\n[00:01.00]One\r\n[01:02.5]Two\r\n[00:59]Between\r\n")
    assert [(line.text, line.start) for line in found] == [("One", 1.0), ("Between", 59.0), ("Two", 62.5)]
    assert [line.number for line in found] == [4, 6, 5]


def test_a_text_that_returns_has_several_times() -> None:
    found = lines("[00:10.00][00:30.00]Chorus\n[00:20.00]Verse\n")
    assert [(line.start, line.text) for line in found] == [(10.0, "Chorus"), (20.0, "Verse"), (30.0, "Chorus")]


def test_enhanced_words_move_along_when_a_line_returns() -> None:
    found = lines("[00:10.00][00:30.00]<00:10.00>Hold <00:10.40>me<00:11.00>\n")
    assert [(w.text, w.start, w.end) for w in found[1].words] == [("Hold ", 30.0, 30.4), ("me", 30.4, 31.0)]
    assert found[0].text == "Hold me"
    assert found[0].end == 11.0


def test_words_without_a_space_are_one_and_spaces_may_stand_on_either_side() -> None:
    found = lines("[00:01.00]<00:01.00>mor<00:01.30>ning <00:01.60>light\n[00:05.00]<00:05.00>a<00:05.50> b\n")
    assert [line.text for line in found] == ["morning light", "a b"]


def test_a_time_without_text_ends_the_line_before() -> None:
    found = lines("[00:01.00]One\n[00:02.50]\n[00:05.00]Two\n")
    assert [(line.text, line.end) for line in found] == [("One", 2.5), ("Two", None)]


def test_offset_makes_the_words_sooner() -> None:
    assert lines("[offset:+500]\n[00:01.00]One\n")[0].start == 0.5
    assert lines("[offset:-500]\n[00:01.00]One\n")[0].start == 1.5
    assert lines("[offset:2000]\n[00:01.00]One\n")[0].start == 0.0


def test_lines_of_one_time_are_one_line_in_several_languages() -> None:
    found = lines("[00:01.00]Hello\n[00:01.00]Hallo\n[00:01.00]Bonjour\n")
    assert [(line.text, line.under) for line in found] == [("Hello", ("Hallo", "Bonjour"))]


def test_srt_and_vtt() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>Hold</i> me\n{\\an8}close\n\n2\n00:00:03,000 --> 00:00:04,000\nNow\n"
    assert [(line.text, line.start, line.end) for line in lines(srt, "a.srt")] == [
        ("Hold me close", 1.0, 2.5),
        ("Now", 3.0, 4.0),
    ]
    vtt = (
        "WEBVTT - title\n\nNOTE a note\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        "<v Mira>Salt &amp; <00:01.500>rain</v>\n"
    )
    (one,) = lines(vtt, "a.vtt")
    assert one.text == "Salt & rain"
    assert [(w.text, w.start, w.end) for w in one.words] == [("Salt & ", 1.0, 1.5), ("rain", 1.5, 2.0)]


def test_plain_text_and_utf_16() -> None:
    assert [line.text for line in lines("One\n\n  Two  \n", "a.txt")] == ["One", "Two"]
    assert read("[00:01.00]Ünïcode\n".encode("utf-16"), "a.lrc")[0].text == "Ünïcode"


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("[00:01.00]One\n[0x:02]Two\n", "a.lrc", [("bad-lyrics", "a.lrc:2:2")]),
        ("[00:01.00]One\n[00:75.00]Two\n", "a.lrc", [("bad-lyrics", "a.lrc:2:2")]),
        ("[00:01.00]One\n  Two\n", "a.lrc", [("bad-lyrics", "a.lrc:2:3")]),
        ("[offset:soon]\n[00:01.00]One\n", "a.lrc", [("bad-lyrics", "a.lrc:1:2")]),
        ("", "a.lrc", [("empty-lyrics", "a.lrc:1:1")]),
        ("[00:01.00]\n", "a.lrc", [("empty-lyrics", "a.lrc:1:1")]),
        ("1\n00:00:01,000 -> 00:00:02,000\nHold\n", "a.srt", [("bad-lyrics", "a.srt:1:1")]),
        ("1\n00:00:01,000 --> 00:99:02,000\nHold\n", "a.srt", [("bad-lyrics", "a.srt:2:1")]),
        ("1\n00:00:03,000 --> 00:00:02,000\nHold\n", "a.srt", [("bad-lyrics", "a.srt:2:1")]),
        (b"[00:01.00]One\n[00:02.00]\xff\n", "a.lrc", [("not-utf-8", "a.lrc:2:11")]),
        ("   \n", "a.txt", [("empty-lyrics", "a.txt:1:1")]),
    ],
)
def test_each_mistake_has_its_place(text: str | bytes, name: str, found: list[tuple[str, str]]) -> None:
    assert wrong(text, name) == found


def test_markup_never_gets_through() -> None:
    hostile = "{\\fnEvil}Hold{\\p1}m 0 0 l 9 9{\\p0} \\N <b>me</b> <<i>script> {{\\an8}} \u202ertl\u202c \x07 a\u2028b"
    text = clean(hostile)
    assert not set(text) & set("{}\\<>\u202e\u202c\x07\u2028")
    assert text.startswith("Holdm 0 0 l 9 9 N me")


def test_a_line_is_taken_apart_into_what_is_sung_at_once() -> None:
    assert split("Hold me, close") == ("Hold ", "me, ", "close")
    assert split("朝が来る、きっと") == ("朝", "が", "来", "る、", "きっ", "と")
    assert "".join(split("안녕 world ひか")) == "안녕 world ひか"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".lrc", ".srt", ".vtt", ".txt"]))
def test_any_bytes_give_lines_or_a_diagnostic(data: bytes, suffix: str) -> None:
    whatever(data, suffix)


PIECES = ["[00:01.00]", "[", "]", "<00:01.50>", "<", ">", "-->", "00:00:01,000 --> 00:00:02,000", "\n", "\n\n",
          "WEBVTT", "hold ", "{\\k10}", "[offset:", "99999", "&amp;", "\u202e", "١٢", "²"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from([".lrc", ".srt", ".vtt", ".txt"]))
def test_any_mixture_of_what_formats_know(text: str, suffix: str) -> None:
    whatever(text.encode(), suffix)


def whatever(data: bytes, suffix: str) -> None:
    try:
        found = read(data, f"a{suffix}")
    except SpecError as error:
        told = {diagnostic.code for diagnostic in error.diagnostics}
    else:
        told = set()
        assert found
        for line in found:
            assert line.text
            assert not set(line.text) & set("{}\\<>\n\r")
            assert "".join(word.text for word in line.words) in {"", line.text}
    assert told <= {"bad-lyrics", "not-utf-8", "empty-lyrics"}


def test_cues_without_an_empty_row_between_are_cues() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nhi\n2\n00:00:03,000 --> 00:00:04,000\nyou\n00:00:05,000 --> 00:00:06,000\n7"
    )
    lines = read(text.encode(), "x.srt")
    assert [(line.text, line.start, line.end) for line in lines] == [("hi", 1, 2), ("you", 3, 4), ("7", 5, 6)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_every_unicode_is_read_with_or_without_a_mark(encoding: str) -> None:
    lines = read("[00:01.00]Grüße, mein Licht\n".encode(encoding), "x.lrc")
    assert [line.text for line in lines] == ["Grüße, mein Licht"]


def test_breaks_are_spaces_and_headings_of_plain_text_are_not_sung() -> None:
    assert read(b"1\n00:00:01,000 --> 00:00:02,000\none<br/>two<BR>three\n", "x.srt")[0].text == "one two three"
    assert [line.text for line in read(b"[Chorus]\nhold [me]\n", "x.txt")] == ["hold [me]"]


@pytest.mark.parametrize("body", ["{" * 200_000 + "}" * 200_000, "<a" * 100_000 + ">" * 100_000, "<" * 400_000])
def test_markup_in_markup_takes_no_time(body: str) -> None:
    start = time.process_time()
    with contextlib.suppress(SpecError):
        assert not set(read(f"[00:01.00]{body}x\n".encode(), "x.lrc")[0].text) & set("{}<>")
    assert time.process_time() - start < 2


def test_towers_of_marks_are_cut_and_spelling_is_not() -> None:
    assert len(clean("a" + "\u0315" * 300 + "b")) <= 8
    for word in ("Việt", "नमस्ते", "ที่นี่", "שָׁלוֹם"):
        assert clean(word) == unicodedata.normalize("NFC", word)
