"""Songs and briefs for the tests of the storyboard: hypothesis strategies and one regular song."""

from __future__ import annotations

import math
from random import Random

from hypothesis import strategies as st

from nbstudio.words.cutting import Pace
from nbstudio.words.motion import PRESETS
from nbstudio.words.music import Music, Section
from nbstudio.words.storyboard import Brief

PLAN = (("intro", 4, 0.25), ("verse", 6, 0.45), ("chorus", 6, 0.85), ("verse", 5, 0.5), ("chorus", 5, 0.95))
ASTRONAUT = "An astronaut sings to the planet below as first light breaks over the horizon."
NEON = "A singer walks home alone through a rain-soaked neon city."


def song(seconds: float = 64.0, bpm: float = 110.0, plan: tuple[tuple[str, int, float], ...] = PLAN) -> Music:
    """Return a song of even beats, whose sections' bars are stretched to its length; the rest is an outro."""
    beat = 60 / bpm
    beats = tuple(round(index * beat, 4) for index in range(math.ceil(seconds / beat)))
    whole = (sum(bars for _, bars, _ in plan) + 3.5) * 4 * beat
    stretch = max(1, round(seconds / whole))
    sections, at = [], 0
    for label, bars, energy in plan:
        start, end = 4 * beat * at, 4 * beat * (at + bars * stretch)
        if start < seconds:
            sections.append(Section(label, round(start, 4), round(min(end, seconds), 4), energy))
        at += bars * stretch
    if 4 * beat * at < seconds:
        sections.append(Section("outro", round(4 * beat * at, 4), seconds, 0.3))
    level = [next(part.energy for part in reversed(sections) if part.start <= time + 1e-3) for time in beats]
    felt = tuple(min(1.0, max(0.0, value + 0.05 * math.sin(index))) for index, value in enumerate(level))
    return Music(seconds, beats, beats[::4], 4, felt, tuple(sections))


@st.composite
def songs(draw: st.DrawFn) -> Music:
    """Draw a song as an analysis may give it: jittered beats, silences, wild or missing sections."""
    seconds = draw(st.floats(0.2, 120.0))
    beat = 60 / draw(st.floats(50.0, 210.0))
    jitter = draw(st.floats(0.0, 0.08))
    first = draw(st.floats(0.0, 3.0))
    random = Random(draw(st.integers(0, 2**32)))
    beats = [first + beat * (index + jitter * random.random()) for index in range(int(seconds / beat) + 2)]
    hole = draw(st.one_of(st.none(), st.tuples(st.floats(0.0, 200.0), st.floats(0.0, 60.0))))
    if hole is not None:
        beats = [time for time in beats if not hole[0] <= time < sum(hole)]
    beats = [time for time in beats if time < seconds] if draw(st.booleans()) else beats
    if draw(st.integers(0, 5)) == 0:
        beats = []
    per_bar = draw(st.integers(2, 7))
    downbeats = tuple(beats[draw(st.integers(0, 3)) :: per_bar]) if draw(st.booleans()) else ()
    energy = tuple(random.random() for _ in beats) if draw(st.booleans()) else ()
    labels = st.sampled_from(["intro", "verse", "verse.1", "Chorus 2", "drop", "bridge", "outro", "A", "", "é!"])
    starts = sorted(draw(st.lists(st.floats(0.0, seconds), max_size=8)))
    ends = [*starts[1:], seconds]
    sections = tuple(
        Section(draw(labels), start, end, random.random()) for start, end in zip(starts, ends, strict=bool(starts))
    )
    return Music(seconds, tuple(beats), downbeats, per_bar, energy, sections if starts else ())


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Draw a brief: any of several worlds, none to three people, narrow or wide habits."""
    prompt = draw(st.sampled_from([ASTRONAUT, NEON, "", "a forest", "dusk till dawn on the beach", "dancers on stage"]))
    return Brief(
        prompt=prompt,
        cast=draw(st.sampled_from([(), ("mira",), ("mira", "leo"), ("dawn", "river", "sky-blue")])),
        title=draw(st.text(max_size=5)),
        pace=draw(st.sampled_from([Pace(), Pace(4, 2, 1), Pace(1, 1, 0.5), Pace(8, 4, 4)])),
        transitions=draw(st.sampled_from([(), ("cut",), ("dissolve",), ("flash", "dip-white"), Brief("").transitions])),
        motions=draw(st.sampled_from([PRESETS, ("push-in", "pull-out", "drift-left"), ("push-in", "talking", "rise")])),
        seed=draw(st.integers(-5, 2**40)),
    )
