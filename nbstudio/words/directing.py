"""Directing: size, angle, motion and join of one shot, given the one before it.

The rules are an editor's: never the same size twice in a row, and rather two steps of the ladder than one
(a small change of the same view looks like a mistake); closer and punchier where the music is louder;
no two moves in one direction in a row; plain cuts within a section, marked joins between sections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from nbstudio.words.dice import Dice
from nbstudio.words.manner import Manner

HIDING = frozenset({"extreme-wide", "wide", "silhouette"})
"""Sizes in which a person is seen from behind, far away or as a shape."""
FACELESS = HIDING | {"double-exposure", "detail"}
"""Sizes of shots in which no face is looked for: it is hidden, or mixed with a scene."""
LADDER = ("extreme-wide", "wide", "cowboy", "medium", "medium-close-up", "close-up", "extreme-close-up")
QUIET = {"extreme-wide": 1.6, "wide": 2.6, "cowboy": 1.6, "medium": 2.4, "medium-close-up": 2.0, "close-up": 0.9}
LOUD = {
    "extreme-wide": 0.4, "wide": 1.2, "cowboy": 0.9, "medium": 2.0, "medium-close-up": 3.2, "close-up": 3.6,
    "extreme-close-up": 0.8,
}  # fmt: skip

DIRECTIONS = {
    "push-in": "in", "punch-in": "in", "pull-out": "out", "pan-left": "left", "drift-left": "left",
    "pan-right": "right", "drift-right": "right", "tilt-up": "up", "rise": "up", "tilt-down": "down",
    "dolly-in": "in", "dolly-out": "out", "dolly-left": "left", "dolly-right": "right", "crane-up": "up",
    "crane-down": "down", "breathe": "in", "orbit": "around", "orbit-left": "back around",
}  # fmt: skip
FAR_MOVES = {
    "push-in": 3.0, "rise": 2.0, "drift-left": 1.6, "drift-right": 1.6, "pan-left": 1.0, "pan-right": 1.0,
    "pull-out": 1.4, "tilt-up": 1.0, "tilt-down": 1.0, "walking": 0.5, "orbit": 0.6, "dolly-in": 1.6, "dolly-left": 1.2,
    "dolly-right": 1.2, "crane-up": 1.6, "crane-down": 1.4,
}  # fmt: skip
NEAR_MOVES = {
    "push-in": 2.6, "breathe": 1.6, "subtle": 1.4, "drift-left": 1.0, "drift-right": 1.0, "talking": 1.0,
    "orbit": 1.0, "pull-out": 1.0, "handheld": 0.7, "hold": 0.3, "dolly-left": 1.2, "dolly-right": 1.2,
    "orbit-left": 1.0, "dolly-in": 1.2,
}  # fmt: skip
LOUD_MOVES = {
    "punch-in": 3.0, "handheld": 1.8, "orbit": 1.4, "push-in": 1.6, "dancing": 1.4, "drift-left": 1.0,
    "drift-right": 1.0, "pull-out": 1.2, "talking": 0.5, "rise": 0.5, "walking": 0.3, "whip": 0.9, "orbit-left": 1.2,
    "dolly-in": 1.0, "dolly-left": 0.8, "dolly-right": 0.8,
}  # fmt: skip
DETAIL_MOVES = {
    "drift-left": 1.6, "drift-right": 1.6, "push-in": 1.6, "tilt-up": 1.0, "tilt-down": 1.2, "pull-out": 0.8,
    "breathe": 0.4, "subtle": 0.3,
}  # fmt: skip

LIVING = {"talking": " sings", "dancing": "with the beat", "walking": " walks"}

SOFT = ("dissolve", "fade", "morph", "luma", "leak", "blur", "exposure", "wash", "match", "ink", "brush", "ripple")
DIPS = ("dip",)
WHIPS = ("whip", "spin", "zoom", "glitch", "push", "slide")


def size(
    previous: str | None,
    energy: float,
    *,
    opens: str,
    inside: bool,
    dice: Dice,
    between: str | None = None,
    faced: bool = False,
    cramped: bool = False,
    likes: Mapping[str, float] = MappingProxyType({}),
    several: bool = False,
) -> str:
    """Return how near the person is; `opens` names the kind of section that begins here, if one does.

    `previous` is the size in which a person was seen last, `between` that of the shot since, without anybody: a
    cutaway does not make the same portrait another one.

    A room (`inside`) has no extreme distance, a `cramped` one no distance at all. Where the person's face has to be
    seen (`faced`), nothing is far. `likes` are a style's own factors.
    The faces of `several` are never extremely close.
    """
    weights = {step: (1 - energy) * QUIET.get(step, 0.0) + energy * LOUD.get(step, 0.0) for step in LADDER}
    if opens == "chorus":
        weights = {"close-up": 2.0, "medium-close-up": 3.0, "medium": 1.0}
    elif opens:
        weights = {"extreme-wide": 1.0, "wide": 3.0, "cowboy": 1.0}
    weights = {step: weight * likes.get(step, 1.0) for step, weight in weights.items()}
    if inside:
        weights["extreme-wide"] = 0.0
    if cramped:
        weights = {step: 0.0 if step in HIDING or step == "cowboy" else weight for step, weight in weights.items()}
    if several:
        weights["extreme-close-up"] = 0.0
    if previous in LADDER:
        at = LADDER.index(previous)
        weights = {step: weight * _step(abs(LADDER.index(step) - at)) for step, weight in weights.items()}
    weights = {step: 0.0 if step == between else weight for step, weight in weights.items()}
    if faced:
        weights = {step: 0.0 if step in HIDING else weight for step, weight in weights.items()}
    steps = ("medium-close-up", "medium", "close-up") if faced or cramped else ("wide", "medium", "close-up")
    return dice.weighted("size", weights) or next(step for step in steps if step not in {previous, between})


def accent(
    kind: str,
    last: bool,
    opens: str,
    place: str,
    time: str,
    since: int,
    manner: Manner,
    made: int = 0,
) -> str | None:
    """Return a size that is no step of the ladder, where a film may speak in an image: once in a while, or None.

    A double exposure dreams in a bridge, or in the last shots of a chorus (`last` tells those); a silhouette
    closes a verse before low light; a split screen or a collage may stand in any part but an opening one. `since` is
    how many shots ago the last was, `made` how many shots there are, which turns a style's pieces over.
    """
    if since < manner.every or opens == "chorus":
        return None
    able = []
    for piece in manner.pieces:
        dark = kind == "verse" and last and time != "day" and place not in {"abstract", "forest"}
        dreams = kind == "bridge" or (kind == "chorus" and last)
        page = kind in {"verse", "chorus", "bridge"} and not opens
        fits = {"silhouette": dark, "double-exposure": dreams}.get(piece, page)
        if fits:
            able.append(piece)
    return able[made % len(able)] if able else None


def _step(distance: int) -> float:
    """Return how much an editor likes a change of that many steps."""
    return (0.0, 0.3, 1.0, 1.2, 1.0, 0.8, 0.5)[distance]


def angle(
    previous: str | None,
    framing: str,
    energy: float,
    mood: str,
    dice: Dice,
    likes: Mapping[str, float] = MappingProxyType({}),
) -> str:
    """Return the height of the camera: mostly the eye's, and never another one twice in a row.

    `likes` are a style's own factors.
    """
    weights = {"eye": 5.0, "low": 0.5 + 2.0 * energy, "high": 0.5}
    if framing == "extreme-wide":
        weights["high"] = 2.0
    if framing == "extreme-close-up":
        weights = {"eye": 1.0}
    if mood in {"tense", "energetic", "dark"} and energy > 0.6:
        weights["dutch"] = 0.8
    elif framing != "extreme-close-up" and likes.get("dutch", 0.0) > 1.0:
        weights["dutch"] = 0.3
    weights = {name: weight * likes.get(name, 1.0) for name, weight in weights.items()}
    if previous != "eye":
        weights.pop(previous or "", None)
    return dice.weighted("angle", weights) or "eye"


def motion(previous: Sequence[str], framing: str, energy: float, allowed: Sequence[str], does: str, dice: Dice) -> str:
    """Return one of the allowed motions that goes another way than the one before, where there is one.

    `previous` are the motions so far, `does` is the composition: who does not sing is not seen talking.
    """
    if framing == "detail":
        likes = DETAIL_MOVES
    elif framing in {"extreme-wide", "wide"}:
        likes = FAR_MOVES
    else:
        likes = LOUD_MOVES if energy > 0.62 else NEAR_MOVES
    able = [name for name in allowed if LIVING.get(name, "") in does] or list(allowed)
    last = direction(previous[-1]) if previous else None
    fresh = [name for name in able if direction(name) != last] or able
    liked = {name: 1.5 - rank / len(allowed) for rank, name in enumerate(allowed)}  # in order of liking
    weights = {name: liked[name] * likes.get(name, 0.0) * (2.0 if name in LIVING else 1.0) for name in fresh}
    for name in previous[-3:]:
        weights[name] = weights.get(name, 0.0) * 0.3
    chosen = dice.weighted("motion", weights)
    return chosen or (dice.one("any motion", fresh) if fresh else "hold")


def direction(name: str | None) -> str | None:
    """Return which way a motion goes; one that goes nowhere is its own direction."""
    return DIRECTIONS.get(name or "", name)


def opening(allowed: Sequence[str]) -> str | None:
    """Return the motion that draws a film's beginning in."""
    return next((name for name in ("push-in", "rise", "drift-right") if name in allowed), None)


def ending(previous: str | None, allowed: Sequence[str]) -> str | None:
    """Return the motion that lets a film go: out or up, if it may and the shot before did not."""
    options = [name for name in ("pull-out", "rise", "tilt-up") if name in allowed]
    return next((name for name in options if direction(name) != direction(previous)), None)


def join(kind: str, opens: bool, energy: float, before: str, allowed: Sequence[str], dice: Dice) -> tuple[str, float]:
    """Return the type and the beats of the join into a shot; `before` is the kind of section that ends.

    Between sections a loud one is entered by a flash or a whip, a quiet one by a dip or a dissolve. A style
    that has no cut dissolves most joins.
    """
    soft = [name for name in allowed if _among(name, SOFT)]
    dips = [name for name in allowed if _among(name, DIPS)]
    whips = [name for name in allowed if _among(name, WHIPS)]
    flashes = [name for name in allowed if name != "cut" and name not in (*soft, *dips, *whips)]
    chance = dice.unit("join")
    wish: list[list[str]] = []
    if opens and kind == "chorus":
        wish = [flashes, whips, soft] if chance < 0.7 else [whips, flashes, soft]
    elif opens and kind in {"outro", "bridge"}:
        wish = [dips, soft] if chance < 0.6 else [soft, dips]
    elif opens:
        wish = [soft, dips] if chance < 0.75 or before == "intro" else [dips, soft]
    elif energy > 0.62 and (whips or flashes):
        wish = [whips, flashes] if chance < 0.1 else [flashes] if chance < 0.16 else []
    elif chance < (0.36 if energy < 0.36 else 0.18) or ("cut" not in allowed and chance < 0.75):
        wish = [soft]
    options = next((names for names in wish if names), [])
    if not options:
        return "cut", 0.0
    name = dice.weighted("type", {name: 1 / (1 + rank) for rank, name in enumerate(dict.fromkeys(options))}) or "cut"
    if name in dips or name in soft:
        return name, 2.0 if energy < 0.5 or opens else 1.0
    return name, 1.0


def blow(allowed: Sequence[str]) -> tuple[str, float]:
    """Return the join into a drop: at once, with a flash where the style has one."""
    flashes = [name for name in allowed if name != "cut" and not _among(name, (*SOFT, *DIPS, *WHIPS))]
    return (flashes[0], 1.0) if flashes else ("cut", 0.0)


def _among(name: str, stems: Sequence[str]) -> bool:
    """Return whether a transition's name says that it is one of these."""
    return any(stem in name for stem in stems)
