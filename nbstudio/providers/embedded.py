"""Embedded: the art director that works without keys and network.

It reads a shot's words, paints the scene they ask for, puts the person into it in the size and light that the
scene has, and grades the whole in the film's style. Nothing is guessed by a model: the same words, seed and
photo give the same picture. A painterly style goes as far as the face stays the person's.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from nbstudio import models
from nbstudio.provider import Request, Take
from nbstudio.words.directing import FACELESS

if TYPE_CHECKING:
    from nbstudio.faces.pack import Pack, View
    from nbstudio.picture.figure.outfit import Guise
    from nbstudio.picture.look import Look
    from nbstudio.picture.person import Setting
    from nbstudio.picture.scenery.scene import Scene
    from nbstudio.picture.still import Still
    from nbstudio.words.lexicon import Sight

CAPABILITIES = frozenset({"image", "music", "speech"})
KEY = None
VERSION = 9
"""Raised when what it draws changes: scenery, framing, light, grading, or how words are read."""
MODELS = (
    ("model faces", models.digest("face_detection_yunet_2023mar.onnx")),
    ("model mesh", models.digest("face_landmark.tflite")),
    ("model identity", models.digest("fr_feature.onnx")),
)
GATE = 0.85
"""The calibrated score from which a face counts as the person's."""
SMALLEST = 0.06
"""Of a frame's height that a photograph's face must have for its person to be parted from what is behind."""
PROFILE = 0.55
"""How far a head may be turned (1 is all the way) whose lids and lips are moved."""
COARSE = 0.5
"""Grain from which a small frame may hide a face."""
PHOTOGRAPHIC = frozenset({"tape", "infrared", "cyanotype"})
"""Media that change tones and leave a face's own detail where it is."""
LANDMARKS = frozenset({"lighthouse", "lighthouses"})
LAYOUTS = frozenset({"split-screen", "collage"})
WALLED = frozenset({"interior", "cabin", "street", "city", "stage", "abstract"})
"""Places that have a window somewhere, whose blind may shade a picture."""
OPEN = frozenset({"extreme-wide", "wide", "full"})
"""Sizes of shots that show a place."""
WITH_PERSON = ("medium", "close-up", "medium-close-up", "cowboy")


def render(request: Request) -> Take:
    """Leave one still, one song or one spoken sentence."""
    if request.capability == "music":
        return _music(request)
    return _spoken(request) if request.capability == "speech" else _still(request)


def _spoken(request: Request) -> Take:
    from nbstudio.sound.voice import speak

    params = request.params
    sound = speak.sentence(
        params["text"],
        params["voice"],
        accent=params["accent"],
        speed=params["speed"],
        gain=params["gain"],
        pronounce=params.get("pronounce"),
    )
    speak.write(request.out, sound)
    return Take({"seconds": round(len(sound) / speak.RATE, 3)})


def _still(request: Request) -> Take:
    from nbstudio.picture import lut
    from nbstudio.picture import still as stills
    from nbstudio.picture.look import Look

    params = request.params
    style = params["style"]
    look = Look.of({**style.get("grade", {}), **style.get("changes", {})})
    if request.inputs.get("lut"):
        look = replace(look, lut=lut.read(request.inputs["lut"][0]))
    if params.get("card"):
        stills.save(_card(request, look), request.out)
        return Take({"card": params["card"]})
    if request.inputs.get("picture"):
        still, facts = _own(request, look)
    else:
        still, facts = _drawn(request, look)
    stills.save(still, request.out)
    return Take(facts)


def _music(request: Request) -> Take:
    """Play and master a composition, by the rule's SoundFont or the person's own."""
    from nbstudio.sound.composing.performance import perform

    own = [path for path in request.inputs.get("program", ()) if path.suffix == ".sf2"]
    (composition,) = request.inputs["composition"]
    digest = request.params.get("soundfont")
    return Take(perform(composition, request.out, own=own[0] if own else None, digest=digest))


def _card(request: Request, look: Look) -> Still:
    """Return what a title stands on that has no picture."""
    from nbstudio.picture.titles.card import card

    params = request.params
    black = params["card"] == "black"
    still = card(params["width"], params["height"], look, params["seed"], black=black)
    return still if black else _painted(still, params["style"], None)


def _own(request: Request, look: Look) -> tuple[Still, dict[str, Any]]:
    """Return an own picture, framed and graded like the rest."""
    from nbstudio.faces.detect import detect
    from nbstudio.media import load_image
    from nbstudio.picture import matte
    from nbstudio.picture.apart import parted
    from nbstudio.picture.given import covers, own

    params = request.params
    picture = load_image(request.inputs["picture"][0])
    faces = detect(picture)
    face = faces[0].box if faces else None
    still = own(picture, params["width"], params["height"], look, params["seed"], face)
    if face and still.focus and still.focus[3] >= SMALLEST:
        width, height = params["width"], params["height"]
        x, y, w, h = still.focus
        if covers(picture, width, height):
            # A picture that stands whole in the frame ends in it: nobody may walk out of it.
            cover = matte.alpha(still.bgr, (x * width, y * height, w * width, h * height))
            still = replace(still, depth=parted(still.bgr, cover))
        if not _graphic(look, params["style"]):
            still = _living(still)
    return _painted(still, params["style"], None), {"faces": len(faces)}


def _drawn(request: Request, look: Look) -> tuple[Still, dict[str, Any]]:
    """Return what the shot's words ask for."""
    from nbstudio.faces import pack as packs
    from nbstudio.picture.astir import BURNING, lit_air, moving
    from nbstudio.picture.compose import compose, framed
    from nbstudio.picture.landmark import raised
    from nbstudio.picture.look import calmer, toned
    from nbstudio.picture.scenery.scene import Scene, paint
    from nbstudio.words.spots import CRAMPED
    from nbstudio.words.vocabulary import tokens

    params = request.params
    sight = seen(params)
    if look.slats and sight.place not in WALLED:
        look = replace(look, slats=0.0)
    seed = params["seed"]
    files = request.inputs.get("face", ())
    person = packs.load(files[0]) if files and sight.subject is not False else None
    size = params.get("size") or sight.size or (WITH_PERSON[seed % len(WITH_PERSON)] if person else "wide")
    wished = size
    if person and sight.place in CRAMPED and size in OPEN:
        size = "medium"  # nobody stands from head to foot in a car
    angle = params.get("angle") or sight.angle or "eye"
    # One place at one hour is lit alike in all of a film, whatever each shot's own seed composes there.
    light = zlib.crc32(f"{params.get('prompt')}|{sight.place}|{sight.time}".encode())
    asked = Scene(sight.place, sight.time, sight.weather, sight.mood, seed, light, sharp=size in OPEN)
    if size in LAYOUTS:
        still = _painted(_laid_out(request, person, asked, size, look), params["style"], person)
        told: dict[str, Any] = {"sight": sight.facts(), "asked": size, "size": size, "person": person is not None}
        return still, {**told, "identity": _identity(still, person, size, look, params["style"])} if person else told
    width, height = params["width"], params["height"]
    words: dict[str, Any] = {
        "size": size,
        "angle": "eye-level" if angle == "eye" else angle,
        "place_name": sight.place,
        "guise": _guise(params, sight.weather),
        "words": str(params.get("words") or ""),
        "seed": seed,
    }
    painted = paint(asked, width, height, still=False)
    setting: Setting = painted
    astir = moving(
        sight.place,
        sight.time,
        sight.weather,
        sight.mood,
        indoors=painted.indoors,
        horizon=painted.horizon,
        colour=toned(lit_air(painted.back), look),
        key=_coloured(painted.key, look),
        seed=seed,
        fire=bool(BURNING.intersection(tokens(_told({**params, "prompt": ""})))),
    )
    if sight.place == "sea" and LANDMARKS.intersection(tokens(_told(params))):
        setting = raised(setting, dark=sight.time in {"night", "dusk"}, seed=light)
    view = _view(person, params) if person else None
    still = compose(view, setting, look, **words)
    coarse = look.medium or look.levels or look.ink or look.dots or look.slats or look.grain > COARSE
    if person and size not in FACELESS and coarse:
        still = _recognisable(still, person, lambda: compose(view, setting, calmer(look), **words))
    still = replace(still, depth=replace(still.depth, moving=astir))
    bare, still = still, _painted(still, params["style"], None if size in FACELESS else person)
    if size == "silhouette" and still is not bare:
        # Brushwork fills flat black with pattern, and a silhouette is black.
        still = replace(still, bgr=_held(still.bgr, bare.bgr))
    if person and size not in FACELESS and not _graphic(look, params["style"]):
        still = _living(still)
    facts: dict[str, Any] = {"sight": sight.facts(), "asked": wished, "size": size, "person": person is not None}
    if person:
        framing = {key: value for key, value in words.items() if key not in {"guise", "words"}}
        facts["size"] = framed(view or person, (width, height), look, **framing).size
        facts["photo"] = view.number if view else 0
        facts["identity"] = _identity(still, person, facts["size"], look, params["style"])
    return still, facts


def _view(person: Pack, params: Mapping[str, Any]) -> View:
    """Return the photo of a person that a shot shows: the one it is told, or one that follows from its seed."""
    if params.get("frontal"):
        return person.frontal()
    return person.seen(int(params.get("view", params["seed"])))


def _laid_out(request: Request, person: Pack | None, asked: Scene, size: str, look: Look) -> Still:
    """Return several views in one frame, every face in it as surely the person's as in a shot of its own."""
    from nbstudio.picture import layout

    params = request.params
    seed, frame = params["seed"], (params["width"], params["height"])

    def kept(still: Still, calm: Callable[[], Still]) -> Still:
        drawn = look.medium or look.levels or look.ink or look.dots
        return _recognisable(still, person, calm) if person and drawn else still

    view = _view(person, params) if person else None
    make = layout.collage if size == "collage" else layout.split
    return make(layout.Order(view, asked, frame, seed), look, kept)


def _held(painted: Any, bare: Any) -> Any:
    """Return a painted picture, nowhere much brighter than what was painted is where that is nearly black."""
    import cv2
    import numpy as np

    room = cv2.convertScaleAbs(bare, alpha=4.0, beta=34)
    return np.minimum(painted, room)


def _guise(params: Mapping[str, Any], weather: str) -> Guise:
    """Return how a figure far away stands and is dressed, as far as anything that was written tells."""
    from nbstudio.picture.figure.outfit import Guise
    from nbstudio.words.wardrobe import read

    person, prompt = str(params.get("person") or ""), str(params.get("prompt") or "")
    about = f"{params.get('about') or ''} {person.replace('_', ' ')}"
    told = read(str(params.get("words") or ""), about, prompt, [person] if person else [])
    who = zlib.crc32(f"{person}|{prompt}".encode())
    return Guise(**asdict(told), weather=weather, who=who)


def _recognisable(still: Still, person: Pack, calm: Callable[[], Still]) -> Still:
    """Return a still whose face the style's lines do not hide: as much of the calmer face as makes it the person's."""
    from nbstudio.faces.backends import find
    from nbstudio.faces.identity import resemblance
    from nbstudio.picture.paint import blended

    def same(picture: Any) -> bool:
        score = resemblance(picture, person.embedding, still.focus, find(person.backend))
        return score is not None and score.value >= GATE

    if not len(person.embedding) or still.focus is None or same(still.bgr):
        return still
    plain, mixed = calm(), still.bgr
    for share in (0.5, 0.75, 1.0):
        mixed = blended(still.bgr, plain.bgr, still.focus, share)
        if same(mixed):
            break
    return replace(still, bgr=mixed)


def _living(still: Still) -> Still:
    """Return a still whose face can move, if there is one that is large enough and looks at the viewer."""
    from nbstudio.faces.detect import detect
    from nbstudio.faces.mesh import mesh

    if still.focus is None or still.focus[3] < SMALLEST:
        return still
    height, width = still.bgr.shape[:2]
    x, y, w, h = still.focus
    for face in detect(still.bgr):
        left, top, wide, tall = face.box
        near = abs(left + wide / 2 - (x + w / 2) * width) < 0.5 * w * width
        if near and abs(top + tall / 2 - (y + h / 2) * height) < 0.5 * h * height and abs(face.turn) < PROFILE:
            return replace(still, depth=replace(still.depth, mesh=mesh(still.bgr, face)))
    return still


def _graphic(look: Look, style: Mapping[str, Any]) -> bool:
    """Tell whether a style draws lines, dots or strokes over a face, which would bend with lids and lips."""
    drawn = look.medium and look.medium not in PHOTOGRAPHIC
    return bool(drawn or look.dots or look.ink or look.levels or style.get("paint"))


def _coloured(light: tuple[float, float, float], look: Look) -> tuple[float, float, float]:
    """Return a light's colour under a look."""
    import numpy as np

    from nbstudio.picture.look import toned

    blue, green, red = (float(part) for part in toned(np.array(light, np.float32), look))
    return blue, green, red


def _told(params: Mapping[str, Any]) -> str:
    """Return all that was written of a shot: its own words, its location, the film's prompt."""
    return " ".join(str(params.get(key) or "") for key in ("words", "location", "prompt"))


def _identity(still: Still, person: Pack, size: str, look: Look, style: Mapping[str, Any]) -> dict[str, Any]:
    """Return how surely the face in a still is the person's, or why that cannot be asked of it."""
    from nbstudio.faces.backends import find
    from nbstudio.faces.identity import resemblance

    if size in FACELESS:
        return {"why": f"a shot of size {size} hides the face"}
    if not len(person.embedding):
        return {"why": "the photo has no face to compare with"}
    score = resemblance(still.bgr, person.embedding, still.focus, find(person.backend))
    graphic = bool(
        look.slats or look.medium or look.dots or look.levels or look.ink or look.duotone or style.get("paint")
    )
    if score is None:
        why = "the style draws over the face" if graphic else "no face is large enough to be compared"
        return {"score": 0.0, "passed": False, "graphic": graphic, "why": why}
    passed = score.value >= GATE
    found: dict[str, Any] = {"score": round(score.value, 4), "raw": round(score.raw, 4), "backend": score.backend}
    return {**found, "passed": passed, "graphic": graphic}


def seen(params: Mapping[str, Any]) -> Sight:
    """Return what a shot's words ask for.

    What they leave open, its location and the film's prompt say, and of the hour its style.
    """
    from nbstudio.words.lexicon import read, told

    names = [str(params["person"])] if params.get("person") else []
    prompt, hour = str(params.get("prompt") or ""), params.get("style", {}).get("hour")
    film = read(prompt, names=names)
    if hour and not told(prompt, "time", names, least=3.0):
        film = replace(film, time=str(hour))
    place = read(str(params.get("location") or ""), default=film, names=names)
    return read(str(params.get("words") or ""), default=place, names=names)


def _painted(still: Still, style: Mapping[str, Any], person: Pack | None) -> Still:
    """Return a still in the style's brushwork, if it has any, as strong as the face allows."""
    brush = style.get("paint")
    if not brush:
        return still
    from nbstudio.faces.backends import find
    from nbstudio.faces.identity import resemblance
    from nbstudio.picture.apart import repainted
    from nbstudio.picture.paint import paint
    from nbstudio.picture.still import Still as Painted

    def same(picture: Any) -> bool:
        by = find(person.backend) if person else None
        score = resemblance(picture, person.embedding, still.focus, by) if person else None
        return score is not None and score.value >= GATE

    known = person is not None and len(person.embedding) > 0
    bgr = paint(
        still.bgr,
        int(brush["style"]),
        float(brush["strength"]),
        colour=float(brush.get("colour", 0.5)),
        face=still.focus if known else None,
        gate=same if known else None,
    )
    return Painted(bgr, still.focus, repainted(still.depth, bgr))
