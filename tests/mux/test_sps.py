"""What H.264 pictures say of their colour, against what an independent decoder reads."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstudio.errors import StepError
from nbstudio.mux import sps
from nbstudio.mux.inspect import inspect
from tests.mux.reels import segment

PLAIN = ["fullrange=on", "overscan=show", "videoformat=pal:sar=4/3"]
ALL = [*PLAIN, "cqm=jvt", "interlaced=1"]


@pytest.mark.parametrize("preset", ["ultrafast", "veryfast", "slow"])
@pytest.mark.parametrize(
    ("profile", "extra"),
    [("baseline", extra) for extra in PLAIN] + [(profile, extra) for profile in ("main", "high") for extra in ALL],
)
def test_colour_is_what_the_decoder_says(tmp_path: Path, preset: str, profile: str, extra: str) -> None:
    options = {"profile": profile, "preset": preset, "x264-params": f"{extra}:bframes={0 if profile[0] == 'b' else 2}"}
    path = segment(tmp_path / "one.mp4", 0, 3, Fraction(25), **options)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        next(container.decode(video=0))
        seen = (context.color_primaries, context.color_trc, context.colorspace, context.color_range == 2)
    assert inspect(path).coded_colour == seen


def test_silence_is_told(tmp_path: Path) -> None:
    path = segment(tmp_path / "one.mp4", 0, 1, Fraction(25))
    avcc = inspect(path).avcc
    assert sps.colour(avcc) == (1, 1, 1, False)
    with pytest.raises(StepError):
        sps.colour(avcc[:12])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_damaged(data: bytes) -> None:
    try:
        sps.colour(b"\1\x64\0\x1f\xff\xe1" + len(data).to_bytes(2, "big") + data)
    except StepError as error:
        assert error.code == "mp4-damaged"  # noqa: PT017


@given(st.lists(st.integers(0, 70_000), max_size=20))
def test_exp_golomb_numbers_are_read_back(numbers: list[int]) -> None:
    text = "".join("0" * ((number + 1).bit_length() - 1) + f"{number + 1:b}" for number in numbers)
    text += "1" * (-len(text) % 8)
    data = bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))
    bits = sps.Bits(data.replace(b"\0\0", b"\0\0\3"))
    assert [bits.golomb() for _ in numbers] == numbers
