"""The ASS sidecar, drawn by an independent renderer (libass), stands where the film's own captions do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nbstudio.action import Job
from nbstudio.actions import captions
from nbstudio.picture.captions.overlay import Overlay
from nbstudio.picture.lettering import fonts
from nbstudio.process import ffmpeg, run
from nbstudio.words.lyrics.line import Line
from nbstudio.words.lyrics.timing import complete
from tests.picture.captions.test_overlay import frame, ink, params

SIZE = (640, 360)
CONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>'


@pytest.mark.parametrize("text", ["Hold me", "I have been walking down this endless road looking for the morning"])
def test_libass_sets_the_same_rows_in_the_same_place(tmp_path: Path, text: str) -> None:
    lines = complete([Line(text, 0.0, 4.0)], 10.0)
    (tmp_path / "lines.json").write_text(json.dumps({"lines": [line.as_json() for line in lines]}))
    look = {"family": "Anton", "weight": 400, "size": 6.0, "shadow_opacity": 0.0, "enter": "none"}
    setting = {"style": look, "mode": "line", "position": "bottom", "safe_area": "title"}
    inputs = {"lines": (tmp_path / "lines.json",)}
    asked = {"form": "ass", "setting": {**setting, "width": SIZE[0], "height": SIZE[1]}}
    captions.run(Job("captions/a.ass", asked, inputs, tmp_path / "a.ass", tmp_path))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.ttf").write_bytes(fonts.family("Anton").path.read_bytes())
    (tmp_path / "fonts.conf").write_text(CONFIG)
    grey = f"color=c=0x808080:s={SIZE[0]}x{SIZE[1]}:r=10:d=0.1"
    graph = "ass=a.ass:fontsdir=fonts,format=gray"
    command = [ffmpeg(), "-nostdin", "-v", "error", "-f", "lavfi", "-i", grey, "-vf", graph, "-f", "rawvideo", "-"]
    made = run(command, cwd=tmp_path, timeout=60, env={"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")})
    theirs = np.frombuffer(made.stdout, np.uint8)[: SIZE[0] * SIZE[1]].reshape(SIZE[::-1])
    ours = frame(*SIZE, 128)
    event = {"from": 0, "to": 100, "fade": [0, 0], "parts": [[text, None, None]], "under": []}
    Overlay({**params(event), **setting, "events": [event]}, *SIZE).lay(ours, 0)
    boxes = []
    for picture in (ours, (theirs,)):
        rows, columns = np.nonzero(ink(picture, 128))
        boxes.append([columns.min(), columns.max(), rows.min(), rows.max()])
    apart = np.abs(np.subtract(boxes[0], boxes[1]))
    assert apart[:2].max() <= 3, boxes
    assert apart[3] <= 6, boxes  # the distance between rows is each renderer's own
