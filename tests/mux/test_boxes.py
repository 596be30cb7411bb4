"""Boxes: what is built can be parsed, and what is damaged says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.errors import StepError
from nbstudio.mux.boxes import LARGEST, box, child, full_box, header, parse, scan

kinds = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), min_size=4, max_size=4)
flat = st.lists(st.tuples(kinds, st.binary(max_size=60)), max_size=6)


@given(flat)
def test_parsing_is_the_inverse_of_building(made: list[tuple[str, bytes]]) -> None:
    data = b"".join(box(kind, payload) for kind, payload in made)
    assert [(part.kind, bytes(part.payload)) for part in parse(data)] == made


@given(st.lists(kinds, min_size=1, max_size=5), st.binary(max_size=40))
def test_a_box_is_found_by_its_path(path: list[str], payload: bytes) -> None:
    data = payload
    for kind in reversed(path):
        data = box(kind, data)
    found = child(data, *path)
    assert found is not None
    assert bytes(found) == payload


@given(st.binary(max_size=80))
def test_any_bytes_parse_or_are_damaged(data: bytes) -> None:
    try:
        parts = parse(data)
    except StepError as error:
        assert error.code == "mp4-damaged"  # noqa: PT017
    else:
        assert sum(len(part.payload) + 8 for part in parts) <= len(data)


@given(flat.filter(bool), st.data())
def test_boxes_that_are_cut_off_are_damaged(made: list[tuple[str, bytes]], data: st.DataObject) -> None:
    whole = b"".join(box(kind, payload) for kind, payload in made)
    bounds = {0}
    for kind, payload in made:
        bounds.add(max(bounds) + len(box(kind, payload)))
    length = data.draw(st.integers(1, len(whole) - 1).filter(lambda n: n not in bounds))
    with pytest.raises(StepError):
        parse(whole[:length])


@given(st.integers(0, 255), st.integers(0, 0xFF_FFFF), st.binary(max_size=9))
def test_a_full_box_begins_with_version_and_flags(version: int, flags: int, payload: bytes) -> None:
    body = bytes(parse(full_box("mvhd", version, flags, payload))[0].payload)
    assert (body[0], int.from_bytes(body[1:4], "big"), body[4:]) == (version, flags, payload)


def test_a_payload_beyond_four_gigabytes_gets_a_long_header() -> None:
    assert len(header("mdat", LARGEST - 8)) == 8
    assert len(header("mdat", LARGEST - 7)) == 16
    assert int.from_bytes(header("mdat", 5 << 32)[8:], "big") == (5 << 32) + 16


def test_scanning_a_file_skips_what_boxes_hold(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(box("ftyp", b"isom") + header("mdat", 6_000_000_000))
    with path.open("r+b") as file:
        file.truncate(12 + 16 + 6_000_000_000)  # a hole; nothing is written
        file.seek(0, os.SEEK_END)
        file.write(box("moov", b"x"))
        file.flush()
        places = scan(file.fileno())
    assert [place.kind for place in places] == ["ftyp", "mdat", "moov"]
    assert places[1].end - places[1].payload == 6_000_000_000
