"""Segments: stills moved and encoded, one closed piece of H.264 each.

The body of a shot is one segment; a transition is one of its own, made from both stills again and never
from anything encoded. Every frame is the same whichever segment it lands in, so a join is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from nbstudio.picture.camera import BLACK, Camera, Seeing, Shot
from nbstudio.picture.captions.overlay import Overlay
from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.encode import Encoder, views
from nbstudio.picture.footage import Roll, Screen
from nbstudio.picture.stack import Views
from nbstudio.picture.titles.overlay import Title
from nbstudio.picture.transition import Stage, mixer
from nbstudio.picture.warp import Box

__all__ = ["Format", "Roll", "Shot", "render_body", "render_transition", "side"]

Progress = Callable[[float], None]
TILE = 256
"""Sides of the grain's tile are the frame's and this much more, so that it can be laid anywhere."""


@dataclass(frozen=True, slots=True)
class Format:
    """What all segments of a film have in common."""

    width: int
    height: int
    rate: Fraction
    profile: str
    grain: float = 0.0
    gate: tuple[int, int] | None = None
    """The part in the middle of the frame that is exposed (width, height, even); all of it where there is none."""

    @property
    def exposed(self) -> tuple[int, int]:
        """Return the size in which pictures are seen."""
        return self.gate or (self.width, self.height)

    def opened(self, planes: Views) -> Views:
        """Return the exposed part of a frame's planes, the bars beside it black."""
        if self.gate is None:
            return planes
        width, height = self.gate
        left, top = (self.width - width) // 4 * 2, (self.height - height) // 4 * 2
        found = []
        for plane, share, black in zip(planes, (1, 2, 2), (BLACK, 128, 128), strict=True):
            x, y, w, h = left // share, top // share, width // share, height // share
            for bar in (plane[:y], plane[y + h :], plane[:, :x], plane[:, x + w :]):
                bar[:] = black
            found.append(plane[y : y + h, x : x + w])
        return found[0], found[1], found[2]


def side(params: Mapping[str, Any], file: Path, *, sung: Path | None = None, table: Path | None = None) -> Shot | Roll:
    """Return the side of a segment that a step's params describe: the still or the footage in `file`.

    `sung` is what a mouth sings, if somebody does; `table` the colours that footage is graded with.
    """
    return Roll.of(file, table, params) if "footage" in params else Shot.told(file, params, sung)


def _seen(shot: Shot | Roll, form: Format) -> Seeing:
    size = form.exposed
    return Screen(shot, size, form.rate) if isinstance(shot, Roll) else Camera(shot, size, form.rate)


class _Grain:
    """Film grain on luma: one seeded tile, laid elsewhere in every frame."""

    def __init__(self, form: Format, seed: int) -> None:
        noise = np.random.default_rng(seed)
        size = (form.height + TILE, form.width + TILE)
        fine = noise.standard_normal(size, dtype=np.float32)
        self.tile = np.clip(128 + 7.0 * form.grain * fine, 0, 255).astype(np.uint8)
        self.seed = seed

    def lay(self, plane: Plane, frame: int) -> None:
        """Add grain to a plane, the same for the same frame of a shot."""
        import cv2

        x, y = np.random.default_rng([self.seed, frame]).integers(0, TILE, 2)
        height, width = plane.shape
        cv2.addWeighted(plane, 1.0, self.tile[y : y + height, x : x + width], 1.0, -128.0, dst=plane)


def render_body(
    shot: Shot | Roll,
    count: int,
    form: Format,
    out: Path,
    progress: Progress = lambda _: None,
    captions: Mapping[str, Any] | None = None,
    titles: Sequence[Mapping[str, Any]] = (),
) -> dict[str, str]:
    """Leave `count` frames of a shot at `out`, titles and captions (see `picture.titles`, `.captions`) over them.

    Returns facts: what became of a mouth that was asked to sing, what was done to footage to be seen.
    """
    words = Overlay(captions, form.width, form.height) if captions else None
    camera = _seen(shot, form)
    grain = _Grain(form, shot.seed) if form.grain else None
    letters = [Title(title, form.width, form.height) for title in titles]
    with Encoder(out, form.width, form.height, form.rate, form.profile) as encoder:
        # One frame serves for all: the encoder has taken its own copy when `add` returns.
        frame = encoder.frame()
        target = views(frame)
        for index in range(count):
            seen = form.opened(target)
            camera.show(index, seen)
            for title in letters:
                title.lay(target, index)
            if grain:
                grain.lay(seen[0], shot.first + index)
            if words:
                words.lay(target, index)
            encoder.add(frame)
            progress((index + 1) / count)
    return camera.facts()


def render_transition(
    before: Shot | Roll,
    after: Shot | Roll,
    transition: Mapping[str, Any],
    count: int,
    form: Format,
    out: Path,
    progress: Progress = lambda _: None,
    captions: Mapping[str, Any] | None = None,
    titles: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Leave `count` frames at `out` in which one shot becomes the other, titles and captions over both."""
    words = Overlay(captions, form.width, form.height) if captions else None
    cameras = [_seen(shot, form) for shot in (before, after)]
    grain = _Grain(form, before.seed) if form.grain else None
    letters = [Title(title, form.width, form.height) for title in titles]

    def faces(t: float) -> tuple[Box | None, Box | None]:
        index = min(max(round(t * (count + 1)) - 1, 0), count - 1)
        return cameras[0].face(index), cameras[1].face(index)

    mix = mixer(transition, Stage(*form.exposed, before.seed, faces=faces))
    pictures = _empty(form), _empty(form)
    with Encoder(out, form.width, form.height, form.rate, form.profile) as encoder:
        frame = encoder.frame()
        target = views(frame)
        for index in range(count):
            for camera, picture in zip(cameras, pictures, strict=True):
                camera.show(index, picture.all())
            mixed = mix(pictures[0], pictures[1], (index + 1) / (count + 1))
            seen = form.opened(target)
            for part, plane in zip(seen, mixed.all(), strict=True):
                part[:] = plane
            for title in letters:
                title.lay(target, index)
            if grain:
                grain.lay(seen[0], before.first + index)
            if words:
                words.lay(target, index)
            encoder.add(frame)
            progress((index + 1) / count)


def _empty(form: Format) -> Planes:
    width, height = form.exposed
    half = (height // 2, width // 2)
    return Planes(np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))
