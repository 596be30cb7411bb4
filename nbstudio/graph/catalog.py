"""Catalog: a project's own styles, motions and transitions held against what the crafts can do.

The library's entries are tested; a person's are looked at when the spec is opened, so that a slip of the
keyboard is told with its place, before anything is made, and not by the first still that fails.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.rulebook import Rulebook
from nbstudio.source import Source, Span

MOST = 100
"""No number of a look or a motion is larger, either way."""
WIDEST = 1000
"""No number of a transition is, which may be an angle."""
CLOSEST = 10
ALIGNS = ("middle", "start", "end")
LISTS = {"colour": 3, "way": 2, "edge": 4}
"""How many numbers stand in the lists of a transition."""
MIXES = ("plain", "screen", "wash")
"""What `way` may be, of the transitions that mix, instead of a direction."""
BARS = {"low": True, "mid": True, "high": True, "offbeat": False, "burst": False}
"""What a pace tells: bars a shot, which are never none, and two shares from 0 to 1."""
HELD = {"amount": 2.0, "sway": 0.02, "roll": 1.5}
"""What a style's camera may add to every motion, and how much at most: see `plan.moving`."""
SQUARE, SCOPE = 1.0, 2.8
"""The narrowest and the widest picture of a style, width by height."""
MOST_COLOURS = 16
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
Wrong = Iterator[tuple[str, str | None]]
"""What is wrong with an entry, and a hint."""


def check(rulebook: Rulebook, folder: Path) -> list[Diagnostic]:
    """Return what is wrong with the entries of the catalogs in `folder`, a project's own `rules/catalog`."""
    found: list[Diagnostic] = []
    for path in rulebook.files:
        look = CHECKS.get(path.stem)
        if look is None or path.parent != folder:
            continue
        rows = Source.read(path).text.split("\n")
        for name, entry in rulebook.catalog(path.stem).items():
            start = rf"[\"']?{re.escape(name)}[\"']?\s*:"
            line = next((number for number, row in enumerate(rows, 1) if re.match(start, row)), None)
            if line is None:
                continue
            place = Span(str(path), line, 1, len(name) + 1)
            wrong = look(entry, rulebook) if isinstance(entry, Mapping) else _no_mapping(path.stem)
            found += [Diagnostic("bad-rule", f"`{name}`: {says}", place, hint=hint) for says, hint in wrong]
    return found


def _no_mapping(catalog: str) -> Wrong:
    yield "is not a mapping", f"`nbstudio rules {catalog}` shows how entries are written"


def _style(entry: Mapping[str, Any], rulebook: Rulebook) -> Wrong:
    from nbstudio.picture.look import UNWRITTEN, Look
    from nbstudio.picture.medium import MEDIA

    known = {field.name: field.default for field in fields(Look) if field.name not in UNWRITTEN}
    grade = entry.get("grade") or {}
    if not isinstance(grade, Mapping):
        yield "`grade` is a mapping of names to numbers", None
        grade = {}
    for key, value in grade.items():
        name = str(key).replace("-", "_")
        if name not in known:
            yield f"`{key}` is not a number of a look", did_you_mean(name, known) or f"they are {', '.join(known)}"
        elif name == "medium":
            if str(value) not in MEDIA:
                yield f"there is no medium called `{value}`", did_you_mean(str(value), MEDIA) or ", ".join(MEDIA)
        elif isinstance(known[name], str):
            if not _colour(value):
                yield f"`{key}` is a colour, not `{value}`", 'write it as "#rrggbb"'
        elif isinstance(known[name], tuple):
            fits = isinstance(value, list) and len(value) != 1 and len(value) <= MOST_COLOURS
            if not fits or not all(map(_colour, value)):
                yield f"`{key}` is two colours or more, from dark to light", 'write ["#rrggbb", "#rrggbb"]'
        elif not _number(value):
            yield _no_number(key, value)
    for key in ("accents", "film_grain"):
        if not _number(entry.get(key, 0)):
            yield _no_number(key, entry[key])
    yield from _pace(entry.get("pace", {}))
    yield from _directed(entry)
    for catalog in ("captions", "titles"):
        design = entry.get(catalog)
        if design is not None and str(design) not in rulebook.catalog(catalog):
            hint = did_you_mean(str(design), rulebook.catalog(catalog)) or f"`nbstudio rules {catalog}` lists them"
            yield f"`{design}` is none of the {catalog}", hint
    for catalog in ("transitions", "motions"):
        names = entry.get(catalog) or []
        if not isinstance(names, list):
            yield f"`{catalog}` is a list of names", None
            continue
        for name in names:
            if str(name) not in rulebook.catalog(catalog):
                hint = did_you_mean(str(name), rulebook.catalog(catalog)) or f"`nbstudio rules {catalog}` lists them"
                yield f"`{name}` is none of the {catalog}", hint


def _directed(entry: Mapping[str, Any]) -> Wrong:
    """Tell what is wrong with how a style directs, holds its camera and frames its picture."""
    from nbstudio.words.manner import wrong

    for key, check in (("directing", wrong), ("camera", _held)):
        told = entry.get(key) or {}
        if isinstance(told, Mapping):
            yield from check(told)
        else:
            yield f"`{key}` is a mapping of names to values", None
    aspect = entry.get("aspect", 2.0)
    if not _number(aspect) or not SQUARE <= aspect <= SCOPE:
        yield f"`aspect` is width by height, from {SQUARE} to {SCOPE}, not `{aspect}`", "write `aspect: 2.0`"


def _held(camera: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Return what is wrong with the habits of a style's camera."""
    found: list[tuple[str, str | None]] = []
    for key, value in camera.items():
        if key not in HELD:
            found.append((f"`{key}` is no habit of a camera", did_you_mean(str(key), HELD) or ", ".join(HELD)))
        elif not _number(value) or not 0 <= value <= HELD[key]:
            found.append((f"`{key}` of a camera is a number from 0 to {HELD[key]:g}, not `{value}`", None))
    return found


def _pace(pace: object) -> Wrong:
    hint = "write it as `pace: {low: 3, mid: 1.5, high: 1, offbeat: 0.2, burst: 0.5}`"
    if not isinstance(pace, Mapping):
        yield "`pace` is bars a shot by the music's energy", hint
        return
    for key, value in pace.items():
        if key not in BARS:
            yield f"`{key}` is not a number of a pace", did_you_mean(str(key), BARS) or hint
        elif BARS[key] and not (_number(value) and value > 0):
            yield f"`{key}` of a pace is bars a shot, more than 0, not `{value}`", hint
        elif not BARS[key] and not (_number(value) and 0 <= value <= 1):
            yield f"`{key}` of a pace is a number from 0 to 1, not `{value}`", hint


def _motion(entry: Mapping[str, Any], rulebook: Rulebook) -> Wrong:
    from nbstudio.picture.motion import EASES, PAIRS, Motion

    del rulebook
    names = [field.name for field in fields(Motion)]
    for key, value in entry.items():
        if key == "about":
            continue
        if key not in names:
            yield (
                f"`{key}` is not a number of a motion",
                did_you_mean(str(key), names) or f"they are {', '.join(names)}",
            )
        elif key == "ease":
            if str(value) not in EASES:
                yield f"`ease` is one of {', '.join(EASES)}, not `{value}`", did_you_mean(str(value), EASES)
        elif isinstance(value, list):
            if key not in PAIRS or len(value) != 2 or not all(map(_number, value)):
                yield f"`{key}` is not two numbers, from and to", None
        elif not _number(value):
            yield _no_number(key, value)
    zoom = entry.get("zoom", 1.05)
    if any(_number(value) and not 1 <= value <= CLOSEST for value in (zoom if isinstance(zoom, list) else [zoom])):
        yield f"`zoom` is from 1, the whole still, to {CLOSEST}", None


def _transition(entry: Mapping[str, Any], rulebook: Rulebook) -> Wrong:
    from nbstudio.picture.ease import CURVES
    from nbstudio.picture.mattes import SHAPES
    from nbstudio.picture.outlines import OUTLINES
    from nbstudio.picture.transition import families

    del rulebook
    named = {
        "family": (entry.get("family"), families()),
        "ease": (entry.get("ease", "linear"), CURVES),
        "align": (entry.get("align", "middle"), ALIGNS),
        "outline": (entry.get("outline", "circle"), OUTLINES),
        "into": (entry.get("into", "circle"), OUTLINES),
    }
    if entry.get("family") == "matte":
        named["shape"] = (entry.get("shape"), ("light", *SHAPES))
    for key, (name, known) in named.items():
        if str(name) not in known:
            yield f"`{key}` is one of {', '.join(known)}", did_you_mean(str(name), known)
    for key, length in LISTS.items():
        value = entry.get(key)
        if key == "way" and value in MIXES and entry.get("family") == "mix":
            continue
        if value is not None and not (isinstance(value, list) and len(value) == length and all(map(_number, value))):
            yield f"`{key}` is a list of {length} numbers", None
    for key, value in entry.items():
        if (
            (isinstance(value, (int, float)) or key == "beats")
            and not isinstance(value, bool)
            and not _number(value, WIDEST)
        ):
            yield _no_number(key, value, WIDEST)


def _title(entry: Mapping[str, Any], rulebook: Rulebook) -> Wrong:
    from nbstudio.picture.lettering.fonts import FAMILIES
    from nbstudio.picture.titles.design import CASES, PLACES, REVEALS, Design

    del rulebook
    known = {field.name.replace("_", "-"): field.default for field in fields(Design)}
    named = {
        "family": FAMILIES,
        "second-family": FAMILIES,
        "case": CASES,
        "second-case": CASES,
        "place": PLACES,
        "over": PLACES,
        "reveal": REVEALS,
    }
    for key, value in entry.items():
        name = str(key).replace("_", "-")
        if name == "about":
            continue
        if name not in known:
            yield f"`{key}` is not a number of a title", did_you_mean(name, known) or f"they are {', '.join(known)}"
        elif name in named:
            if str(value) not in named[name]:
                hint = did_you_mean(str(value), named[name])
                yield f"`{key}` is one of {', '.join(named[name])}, not `{value}`", hint
        elif isinstance(known[name], str):
            if not _colour(value):
                yield f"`{key}` is a colour, not `{value}`", 'write it as "#rrggbb"'
        elif not _number(value, WIDEST):
            yield _no_number(key, value, WIDEST)


def _number(value: object, most: float = MOST) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and abs(value) <= most


def _no_number(key: object, value: object, most: float = MOST) -> tuple[str, None]:
    return f"`{key}` is a number from -{most} to {most}, not `{value}`", None


def _colour(value: object) -> bool:
    return isinstance(value, str) and COLOUR.fullmatch(value) is not None


def _caption(entry: Mapping[str, Any], rulebook: Rulebook) -> Wrong:
    from nbstudio.picture.captions.style import CASES, ENTERS, Style
    from nbstudio.picture.lettering.fonts import FAMILIES

    del rulebook
    known = {field.name: field.default for field in fields(Style)} | {"lead": 0.3, "hold": 0.6}
    choices: dict[str, Iterable[str]] = {"family": FAMILIES, "case": CASES, "enter": ENTERS}
    for key, value in entry.items():
        if key == "about":
            continue
        if key not in known:
            yield (
                f"`{key}` is not a key of a caption",
                did_you_mean(str(key), known) or f"they are {', '.join(known)}",
            )
        elif key in choices:
            if str(value) not in choices[key]:
                hint = did_you_mean(str(value), choices[key]) or f"there are {', '.join(choices[key])}"
                yield f"`{value}` is no {key}", hint
        elif isinstance(known[key], bool):
            if not isinstance(value, bool):
                yield f"`{key}` is true or false, not `{value}`", None
        elif isinstance(known[key], str):
            if not _colour(value):
                yield f"`{key}` is a colour, not `{value}`", 'write it as "#rrggbb"'
        elif not _number(value, 1000):
            yield _no_number(key, value, 1000)
        elif key != "spacing" and value < 0:
            yield f"`{key}` is 0 or more, not {value}", None


CHECKS = {"captions": _caption, "styles": _style, "motions": _motion, "transitions": _transition, "titles": _title}
