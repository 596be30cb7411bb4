"""Likeness: whose faces a still shows, how surely, and which of them can be moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nbstudio.words.directing import FACELESS

if TYPE_CHECKING:
    from nbstudio.faces.pack import Pack
    from nbstudio.picture.look import Look
    from nbstudio.picture.still import Still

Box = tuple[float, float, float, float]
GATE = 0.85
"""The calibrated score from which a face counts as the person's."""
SMALLEST = 0.06
"""Of a frame's height that a photograph's face must have for its person to be parted from what is behind."""
PROFILE = 0.55
"""How far a head may be turned (1 is all the way) whose lids and lips are moved."""


def recognisable(still: Still, people: Sequence[Pack], calm: Callable[[], Still]) -> Still:
    """Return a still whose faces the style's lines do not hide: as much of the calmer ones as makes them known."""
    from nbstudio.picture.paint import blended

    plain, mixed = None, still.bgr
    for person, face in placed(still, people):
        same = same_as(person, face)
        if same(mixed):
            continue
        plain = plain or calm()
        bare = mixed
        for share in (0.5, 0.75, 1.0):
            mixed = blended(bare, plain.bgr, face, share)
            if same(mixed):
                break
    return replace(still, bgr=mixed)


def placed(still: Still, people: Sequence[Pack]) -> list[tuple[Pack, Box]]:
    """Return everybody who can be recognised, and where in a still the face is to be."""
    places = still.faces or ((still.focus,) if still.focus else ())
    return [(person, place) for person, place in zip(people, places, strict=False) if len(person.embedding)]


def same_as(person: Pack, face: Box) -> Callable[[Any], bool]:
    """Return what tells whether the face at a place of a picture is surely a person's."""
    from nbstudio.faces.backends import find
    from nbstudio.faces.identity import resemblance

    def same(picture: Any) -> bool:
        score = resemblance(picture, person.embedding, face, find(person.backend))
        return score is not None and score.value >= GATE

    return same


def living(still: Still) -> Still:
    """Return a still whose faces can move, those that are large enough and look at the viewer."""
    from nbstudio.faces.detect import detect
    from nbstudio.faces.mesh import mesh
    from nbstudio.picture.layers import Alive

    height, width = still.bgr.shape[:2]
    places = still.faces or ((still.focus,) if still.focus else ())
    alive = []
    for who, (x, y, w, h) in enumerate(places):
        if h < SMALLEST:
            continue
        for face in detect(still.bgr):
            left, top, wide, tall = face.box
            near = abs(left + wide / 2 - (x + w / 2) * width) < 0.5 * w * width
            if near and abs(top + tall / 2 - (y + h / 2) * height) < 0.5 * h * height and abs(face.turn) < PROFILE:
                points = mesh(still.bgr, face)
                if points is not None:
                    # The nearest was laid last.
                    alive.append(Alive(points, len(places) - 1 - who if still.depth.layers else 0, who))
                break
    return replace(still, depth=replace(still.depth, alive=tuple(alive)))


def identity(still: Still, people: Sequence[Pack], size: str, look: Look, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return how surely the faces in a still are their people's, or why that cannot be asked of it.

    Of several people everybody is told by name; beside that stands the least of all, as for one.
    """
    from nbstudio.faces.assigning import assigned, facts
    from nbstudio.faces.backends import find

    if size in FACELESS:
        return {"why": f"a shot of size {size} hides the face"}
    if not any(len(person.embedding) for person in people):
        return {"why": "the photo has no face to compare with"}
    style = params["style"]
    graphic = bool(
        look.slats or look.medium or look.dots or look.levels or look.ink or look.duotone or style.get("paint")
    )
    unseen = "the style draws over the face" if graphic else "no face is large enough to be compared"
    near = still.faces or ((still.focus,) if still.focus else ())
    scores = assigned(still.bgr, [(person.embedding, find(person.backend)) for person in people], near)
    names = params.get("people") or range(len(people))
    known = {str(name): len(person.embedding) > 0 for name, person in zip(names, people, strict=True)}
    return {**facts(known, scores, unseen), "graphic": graphic}
