"""Shots: stills, the segments that move them, and the transitions between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.errors import SpecError
from nbstudio.plan import rolls, steps
from nbstudio.plan.brief import Member
from nbstudio.plan.desk import Desk
from nbstudio.plan.moving import moves, voice
from nbstudio.plan.portraits import photos, portrayed
from nbstudio.plan.setup import Setup
from nbstudio.plan.step import Step
from nbstudio.plan.stretch import Stretch
from nbstudio.plan.timeline import Clip, Overlap
from nbstudio.plan.timing import timeline
from nbstudio.words import wardrobe
from nbstudio.words.directing import FACELESS


def shots(desk: Desk, setups: Sequence[Setup], stretch: Stretch) -> tuple[list[Step], list[Step]]:
    """Return the stills, and the segments and transitions in the order of the film, over a part of the song."""
    song = stretch.song()
    clips, joins = timeline(desk, setups, song)
    wrong = list(rolls.short(desk, setups, clips))
    if wrong:
        raise SpecError(wrong)
    heard = stretch.loudness()
    views = photos(desk, setups)
    stills = _sorted([_still(desk, setup, views) for setup in setups if not setup.footage])
    moved = moves(desk, setups, clips, song, heard)
    made = []
    for i, (setup, clip) in enumerate(zip(setups, clips, strict=True)):
        if i and joins[i - 1].count:
            made.append(
                _transition(desk, setups[i - 1 : i + 1], clips[i - 1 : i + 1], moved[i - 1 : i + 1], joins[i - 1])
            )
        made.append(_segment(desk, setup, clip, moved[i]))
    return stills, made


def people(desk: Desk, setups: Sequence[Setup]) -> dict[str, Member]:
    """Return who is seen, and the photo's leaf of each."""
    seen = {person for setup in setups for person in setup.people}
    return {name: leaf for name, leaf in desk.brief.people.items() if name in seen}


def face(desk: Desk, person: str, member: Member) -> Step:
    """Return the step that finds a person in photos."""
    params: dict[str, Any] = {}
    if member.face != "largest":
        params["face"] = member.face
    if member.backend != "mobilefacenet":
        params["backend"] = member.backend
    return steps.make(
        desk.rule("face"),
        "face",
        f"face/{person}",
        params,
        (("photo", member.photos),),
        path=("cast", person),
        work=len(member.photos),
        says=f"finding the face of {person}",
    )


def _still(desk: Desk, setup: Setup, views: Mapping[str, Mapping[str, int]]) -> Step:
    if setup.make:
        return _ruled(desk, setup)
    width, height = desk.brief.frame.still(desk.style.get("aspect"))
    look = {key: desk.style[key] for key in ("grade", "paint", "hour") if key in desk.style}
    params: dict[str, Any] = {
        "width": width,
        "height": height,
        "style": {**look, "changes": {**desk.brief.style_changes, **setup.grade}},
    }
    inputs: list[tuple[str, tuple[str, ...]]] = []
    if setup.is_card and setup.title:
        params["card"] = setup.title.ground
    elif setup.picture:
        inputs.append(("picture", (setup.picture,)))
    else:
        if setup.people:
            inputs.append(("face", tuple(f"face/{person}" for person in setup.people)))
        params |= {
            "words": setup.still,
            "location": setup.location,
            "prompt": desk.brief.prompt,
            "size": setup.size,
            "angle": setup.angle,
            "people": list(setup.people),
            **portrayed(setup, views),
        }
        notes = {name: desk.brief.people[name].about for name in setup.people}
        # Other notes change nothing, and so make nothing again.
        about = {name: told for name, told in notes.items() if wardrobe.tells(told)}
        if about:
            params["about"] = about
    lut = desk.brief.lut if setup.lut is None else setup.lut
    if lut:
        inputs.append(("lut", (lut,)))
    params["seed"] = desk.seed(setup)
    return steps.make(
        desk.rule("still"),
        "still",
        f"still/{setup.id}",
        params,
        tuple(inputs),
        path=setup.path,
        says=setup.still or str(setup.picture or "a card for a title"),
    )


def _ruled(desk: Desk, setup: Setup) -> Step:
    """Return the still that a rule of the rulebook makes."""
    rule = desk.rulebook.rules[str(setup.make)]
    inputs: list[tuple[str, tuple[str, ...]]] = []
    for port in rule.inputs:
        value = setup.fields.get(port)
        if value is not None:
            inputs.append((port, (str(value) if str(value) in desk.leaves else f"still/{value}",)))
    if rule.files:
        inputs.append(("program", tuple(f"{rule.folder.name}/{name}" for name in rule.files)))
    params = {
        name: param.check(setup.fields[name]) if name in setup.fields else param.default
        for name, param in rule.params.items()
    }
    return steps.make(
        rule,
        "still",
        f"still/{setup.id}",
        {name: value for name, value in params.items() if value is not None},
        tuple(inputs),
        path=setup.path,
        says=rule.about,
    )


def checks(desk: Desk, setups: Sequence[Setup]) -> list[Step]:
    """Return the steps that look whether people's faces hold through a shot, in frames of the finished segment."""
    made = []
    for setup in setups:
        if not setup.people or setup.picture or setup.footage or setup.make or setup.size in FACELESS:
            continue
        members = {name: desk.brief.people[name] for name in setup.people}
        asked = [
            {"name": name, "min_score": member.min_score, "fail": member.on_fail == "fail"}
            for name, member in members.items()
        ]
        made.append(
            steps.make(
                desk.rule("identity"),
                "identity",
                f"identity/{setup.id}",
                {"people": asked},
                (("segment", (f"segment/{setup.id}",)), ("face", tuple(f"face/{name}" for name in members))),
                path=setup.path,
                work=len(members),
                says=f"looking whether {' and '.join(f'{name} is {name}' for name in members)} in {setup.id}",
            )
        )
    return made


def _shared(desk: Desk) -> dict[str, Any]:
    frame = desk.brief.frame
    gate = frame.gate(desk.style.get("aspect"))
    return {
        **({"gate": list(gate)} if gate != (frame.width, frame.height) else {}),
        "width": frame.width,
        "height": frame.height,
        "rate": str(frame.rate),
        "profile": frame.profile,
        "grain": float(desk.style.get("film_grain", 0.0)),
    }


def _segment(desk: Desk, setup: Setup, clip: Clip, move: Mapping[str, Any]) -> Step:
    count = clip.body_last - clip.body_first
    params = {
        **_shared(desk),
        **_seen(move, clip, clip.body_first),
        "count": count,
    }
    return steps.make(
        desk.rule("segment"),
        "segment",
        f"segment/{setup.id}",
        params,
        (*_sources(desk, setup, "still", "footage", "lut"), *_sung(setup)),
        path=setup.path,
        work=_work(desk, count, filmed=setup.footage is not None),
        says=f"moving {setup.id}",
    )


def _transition(
    desk: Desk, setups: Sequence[Setup], clips: Sequence[Clip], moves: Sequence[Mapping[str, Any]], join: Overlap
) -> Step:
    entry = desk.rulebook.catalog("transitions")[setups[1].transition]
    params = {
        **_shared(desk),
        "transition": {k: v for k, v in entry.items() if k not in {"about", "beats", "align"}},
        "count": join.count,
        "from": _seen(moves[0], clips[0], join.start),
        "to": _seen(moves[1], clips[1], join.start),
    }
    return steps.make(
        desk.rule("transition"),
        "transition",
        f"transition/{setups[0].id}--{setups[1].id}",
        params,
        (
            *_sources(desk, setups[0], "from", "from", "from_lut"),
            *_sources(desk, setups[1], "to", "to", "to_lut"),
            *_sung(*setups),
        ),
        path=setups[1].path,
        work=_work(desk, join.count, filmed=any(setup.footage for setup in setups)),
        says=f"{setups[1].transition} into {setups[1].id}",
    )


def _sung(*setups: Setup) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the ports of what is sung, where somebody does; the second shot's has one of its own where it differs."""
    voices = [voice(setup) for setup in setups]
    first = next((name for name in voices if name), "")
    ports = (("sung", first), ("to_sung", voices[-1] if voices[-1] != first else ""))
    return tuple((port, (name,)) for port, name in ports if name)


def _seen(move: Mapping[str, Any], clip: Clip, first: int) -> dict[str, Any]:
    """Return a motion over a clip, seen from a frame of the film on; what is held knows no last frame."""
    over = {"total": clip.last - clip.first} if "motion" in move else {}
    return {**move, **over, "first": first - clip.first}


def _sources(desk: Desk, setup: Setup, still: str, filmed: str, lut: str) -> steps.Inputs:
    """Return what a shot's frames are made of, at ports of these names."""
    if not setup.footage:
        return ((still, (f"still/{setup.id}",)),)
    table = rolls.table(desk, setup)
    return ((filmed, (setup.footage.leaf,)), *(((lut, table),) if table else ()))


GRADED = 6.0
"""How many times the work of a moved still a frame of footage is: every one is graded."""


def _work(desk: Desk, count: int, *, filmed: bool = False) -> float:
    """Return how many times the work of one 1080p frame this is."""
    return (GRADED if filmed else 1.0) * count * desk.brief.frame.width * desk.brief.frame.height / (1920 * 1080)


def _sorted(stills: Sequence[Step]) -> list[Step]:
    """Return stills so that each comes after those that it is made from."""
    by_target = {step.target: step for step in stills}
    done: dict[str, Step] = {}
    for still in stills:
        stack = [still]
        while stack:
            step = stack[-1]
            waits = [by_target[name] for name in step.sources() if name in by_target and name not in done]
            if waits:
                stack += waits
            else:
                done[stack.pop().target] = step
    return list(done.values())
