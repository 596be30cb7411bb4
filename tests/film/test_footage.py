"""A film with own footage in it, built by the real command."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from tests import footage
from tests.film.conftest import SPEC, Studio, made

CLIP = """\
  - id: filmed
    shots:
      - {id: cat, video: assets/cat.mov, in: 200ms, duration: 2beats, transition: {type: dissolve, duration: 1beat}}
      - {id: last, still: the sea at dawn, transition: {type: wipe-left, duration: 1beat}}
"""


@pytest.fixture
def filmed(studio: Studio) -> Studio:
    source = "testsrc2=size=320x180:rate=25:duration=3"
    plain = footage.film(studio.root / "plain.mp4", source)
    footage.turned(studio.root / "specs" / "assets" / "cat.mov", plain, 180)
    studio.write(SPEC + CLIP)
    return studio


def frames(film: Path) -> int:
    with av.open(str(film)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_footage_is_cut_graded_and_joined_and_only_its_own_segments_follow_it(filmed: Studio) -> None:
    report = filmed.build()
    assert made(report)["segment"] == 6
    assert made(report)["still"] == 5, "footage has none"
    assert made(report)["identity"] == 3, "nobody of the cast is in it"
    assert frames(filmed.film()) == 119, "as long as the song"
    again = filmed.build()
    assert not made(again)
    spec = (filmed.root / "specs" / "small.yaml").read_text()
    (filmed.root / "specs" / "small.yaml").write_text(spec.replace("in: 200ms", "in: 300ms"))
    assert made(filmed.build()) == {"segment": 1, "transition": 2, "film": 1}


def test_footage_that_goes_wrong_is_told_where_the_spec_names_it(filmed: Studio) -> None:
    clip = filmed.root / "specs" / "assets" / "cat.mov"
    clip.write_bytes(clip.read_bytes()[:9000])
    told = filmed.run("check", "small", code=1)
    assert "error[truncated-video]: cat.mov is cut off" in told.stdout + told.stderr
    assert "specs/small.yaml:20:26" in told.stdout + told.stderr
