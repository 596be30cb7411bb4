"""Assigning: which face of a picture is whose, where several people are looked for at once.

Each face is held against everybody, and faces are given out so that the sum of the scores is the highest: a face
counts for one person alone, and nobody is found twice. Whoever is left without a face has no score, which is told
apart from a low one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.backend import Backend, Vector
from nbstudio.faces.detect import Face, detect
from nbstudio.faces.identity import PASS, Score, compare, embed

Box = tuple[float, float, float, float]
TIE = 1e-3
"""How much the raw likeness counts beside the score, which is 1 for whoever is surely the person."""


def assigned(
    picture: NDArray[np.uint8],
    people: Sequence[tuple[Vector, Backend]],
    near: Sequence[Box] = (),
    least: float = 0.0,
) -> tuple[Score | None, ...]:
    """Return how surely a face of a BGR picture is each of the people: none for whom no face is left.

    `near` (boxes in fractions) tells where faces are to be, since clouds have faces too; `least` how many pixels high
    a face has to be. People whose embedding is empty have no score.
    """
    height, width = picture.shape[:2]
    places = [(x * width, y * height, w * width, h * height) for x, y, w, h in near]
    faces = [
        face
        for face in detect(picture)
        if face.box[3] >= least and (not places or any(_close(face, place) for place in places))
    ]
    known = [n for n, (embedding, _) in enumerate(people) if len(embedding)]
    found: list[Score | None] = [None] * len(people)
    if not faces or not known:
        return tuple(found)
    seen: dict[tuple[str, int], Vector] = {}

    def score(n: int, number: int) -> Score:
        embedding, by = people[n]
        if (by.name, number) not in seen:
            seen[by.name, number] = embed(picture, faces[number], by)
        return compare(seen[by.name, number], embedding, by)

    scores = [[score(n, number) for number in range(len(faces))] for n in known]
    for row, number in _best(
        [[one.value + TIE * _sure(one, people[n][1]) for one in scores[i]] for i, n in enumerate(known)]
    ):
        found[known[row]] = scores[row][number]
    return tuple(found)


def facts(known: Mapping[str, bool], scores: Sequence[Score | None], unseen: str) -> dict[str, Any]:
    """Return scores as plain values: the least of all, and of several people everybody's by name.

    `known` tells by name, in the order of the scores, whether there is anything to compare a face with; `unseen` is
    why somebody has no score.
    """
    told: dict[str, dict[str, Any]] = {}
    for (name, comparable), score in zip(known.items(), scores, strict=True):
        if score is not None:
            told[name] = {
                "score": round(score.value, 4),
                "raw": round(score.raw, 4),
                "backend": score.backend,
                "digest": score.digest,
                "passed": score.value >= PASS,
            }
        elif comparable:
            told[name] = {"score": 0.0, "passed": False, "why": unseen}
        else:
            told[name] = {"why": "the photo has no face to compare with"}
    judged = [one for one in told.values() if "passed" in one]
    worst = min(judged, key=lambda one: (one["passed"], one["score"]))
    if len(told) == 1:
        return worst
    missing = [name for name, one in told.items() if "why" in one]
    return {**worst, "people": told, "missing": missing}


def _close(face: Face, place: Box) -> bool:
    (x, y, w, h), (px, py, pw, ph) = face.box, place
    return abs(x + w / 2 - px - pw / 2) < pw and abs(y + h / 2 - py - ph / 2) < ph


def _sure(score: Score, by: Backend) -> float:
    """Return the raw likeness, more for who is more alike in any backend."""
    return score.raw if by.slope > 0 else -score.raw


def _best(worth: list[list[float]]) -> list[tuple[int, int]]:
    """Return pairs of row and column, each in one pair at most, whose worth is the highest (Kuhn, 1955)."""
    if len(worth) == 1:
        return [(0, max(range(len(worth[0])), key=worth[0].__getitem__))]
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.array(worth), maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
