"""Several outputs of one spec, built: a film each, and what one change makes again."""

from __future__ import annotations

import av

from tests.film.conftest import SPEC, Studio, made

BOTH = SPEC.replace(
    "{small: {size: 128x72, rate: 30}}", "{small: {size: 128x72, rate: 30}, tall: {size: 72x128, rate: 25}}"
)


def test_every_output_is_a_film_of_its_own(studio: Studio) -> None:
    studio.write(BOTH)
    report = studio.build()
    folder = studio.cache / "builds" / "small"
    assert [report["output"], *report["others"]] == [str(folder / "small.mp4"), str(folder / "small-tall.mp4")]
    lengths = []
    for film, size, rate in (("small.mp4", (128, 72), 30), ("small-tall.mp4", (72, 128), 25)):
        with av.open(str(folder / film)) as container:
            stream = container.streams.video[0]
            assert (stream.width, stream.height, stream.average_rate) == (*size, rate)
            lengths.append(stream.frames / rate)
    assert abs(lengths[0] - lengths[1]) < 0.05
    assert report["face"]["made"] == 2, "people are found once"
    again = studio.build()
    assert all(again[kind]["made"] == 0 for kind in ("still", "segment", "film"))
    studio.write(BOTH.replace("the sea at night", "the sea at dawn"))
    changed = studio.build()
    assert changed["still"]["made"] == 2
    studio.write(SPEC)
    assert made(studio.build()) == {}, "the first output alone is what it was beside the other"
    assert not (folder / "small-tall.mp4").exists(), "an output that is no more leaves no film behind"
