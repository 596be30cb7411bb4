"""Embedded: the art director that works without keys and network.

It reads a shot's words, paints the scene they ask for, puts the person into it in the size and light that the
scene has, and grades the whole in the film's style. Nothing is guessed by a model: the same words, seed and
photo give the same picture. A painterly style goes as far as the face stays the person's.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from nbstudio import models
from nbstudio.provider import Request, Take
from nbstudio.providers.embedded.likeness import SMALLEST, identity, living, placed, recognisable, same_as
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
VERSION = 10
"""Raised when what it draws changes: scenery, framing, light, grading, or how words are read."""
MODELS = (
    ("model faces", models.digest("face_detection_yunet_2023mar.onnx")),
    ("model mesh", models.digest("face_landmark.tflite")),
    ("model identity", models.digest("fr_feature.onnx")),
)
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
OUTDOORS = frozenset({"street", "city"})
"""Those of them whose window is behind the camera: where a shot shows all of the place, no shade falls on it."""
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
    return still if black else _painted(still, params["style"], ())


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
            still = living(still)
    return _painted(still, params["style"], ()), {"faces": len(faces)}


def _drawn(request: Request, look: Look) -> tuple[Still, dict[str, Any]]:
    """Return what the shot's words ask for."""
    from nbstudio.faces import pack as packs
    from nbstudio.picture.astir import BURNING, lit_air, moving
    from nbstudio.picture.compose import arranged, compose
    from nbstudio.picture.landmark import raised
    from nbstudio.picture.look import calmer, toned
    from nbstudio.picture.scenery.scene import Scene, paint
    from nbstudio.words.spots import CRAMPED, INSIDE
    from nbstudio.words.vocabulary import tokens

    params = request.params
    sight = seen(params)
    seed = params["seed"]
    files = request.inputs.get("face", ())
    people = tuple(packs.load(file) for file in files) if sight.subject is not False else ()
    size = params.get("size") or sight.size or (WITH_PERSON[seed % len(WITH_PERSON)] if people else "wide")
    wished = size
    if people and sight.place in CRAMPED and size in OPEN:
        size = "medium"  # nobody stands from head to foot in a car
    elif people and sight.place in INSIDE and size == "extreme-wide":
        size = "wide"  # nor is anybody smaller than the table
    if look.slats and (sight.place not in WALLED or (sight.place in OUTDOORS and size in OPEN)):
        look = replace(look, slats=0.0)
    angle = params.get("angle") or sight.angle or "eye"
    # One place at one hour is lit alike in all of a film, whatever each shot's own seed composes there.
    light = zlib.crc32(f"{params.get('prompt')}|{sight.place}|{sight.time}".encode())
    asked = Scene(sight.place, sight.time, sight.weather, sight.mood, seed, light, sharp=size in OPEN)
    if size in LAYOUTS:
        still = _painted(_laid_out(request, people, asked, size, look), params["style"], people)
        told: dict[str, Any] = {"sight": sight.facts(), "asked": size, "size": size, "person": bool(people)}
        return still, {**told, "identity": identity(still, people, size, look, params)} if people else told
    width, height = params["width"], params["height"]
    words: dict[str, Any] = {
        "size": size,
        "angle": "eye-level" if angle == "eye" else angle,
        "place_name": sight.place,
        "guise": _guises(params, sight.weather, len(people)),
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
    views = _views(people, params)
    still = compose(views, setting, look, **words)
    faced = () if size in FACELESS else people
    coarse = look.medium or look.levels or look.ink or look.dots or look.slats or look.grain > COARSE
    if faced and coarse:
        still = recognisable(still, faced, lambda: compose(views, setting, calmer(look), **words))
    still = replace(still, depth=replace(still.depth, moving=astir))
    bare, still = still, _painted(still, params["style"], faced)
    if size == "silhouette" and still is not bare:
        # Brushwork fills flat black with pattern, and a silhouette is black.
        still = replace(still, bgr=_held(still.bgr, bare.bgr))
    if faced and not _graphic(look, params["style"]):
        still = living(still)
    facts: dict[str, Any] = {"sight": sight.facts(), "asked": wished, "size": size, "person": bool(people)}
    if people:
        framing = {key: value for key, value in words.items() if key != "guise"}
        facts["size"] = arranged(views, (width, height), look, **framing)[0].size
        facts["photo"] = views[0].number
        facts["identity"] = identity(still, people, facts["size"], look, params)
    return still, facts


def _views(people: Sequence[Pack], params: Mapping[str, Any]) -> tuple[View, ...]:
    """Return the photo of each person that a shot shows: the one it is told, or one that follows from its seed."""
    told, pairs = params.get("views") or {}, zip(people, params.get("people") or [""] * len(people), strict=True)
    return tuple(p.frontal() if params.get("frontal") else p.seen(int(told.get(n, params["seed"]))) for p, n in pairs)


def _laid_out(request: Request, people: Sequence[Pack], asked: Scene, size: str, look: Look) -> Still:
    """Return several views in one frame, every face in it as surely its person's as in a shot of its own."""
    from nbstudio.picture import layout

    params = request.params
    seed, frame = params["seed"], (params["width"], params["height"])

    def kept(still: Still, calm: Callable[[], Still], who: Sequence[int]) -> Still:
        drawn = look.medium or look.levels or look.ink or look.dots
        return recognisable(still, [people[n] for n in who], calm) if who and drawn else still

    views = _views(people, params)
    make = layout.collage if size == "collage" else layout.split
    return make(layout.Order(views, asked, frame, seed), look, kept)


def _held(painted: Any, bare: Any) -> Any:
    """Return a painted picture, nowhere much brighter than what was painted is where that is nearly black."""
    import cv2
    import numpy as np

    room = cv2.convertScaleAbs(bare, alpha=4.0, beta=34)
    return np.minimum(painted, room)


def _guises(params: Mapping[str, Any], weather: str, count: int) -> tuple[Guise, ...]:
    """Return how figures far away stand and are dressed, as far as anything that was written tells."""
    from nbstudio.picture.figure.outfit import Guise
    from nbstudio.words.clauses import of_each
    from nbstudio.words.wardrobe import read

    words, prompt = str(params.get("words") or ""), str(params.get("prompt") or "")
    names = [str(name) for name in params.get("people") or ()] or [""] * count
    found = []
    for name, own in zip(names, of_each(words, names), strict=True):
        about = f"{(params.get('about') or {}).get(name, '')} {name.replace('_', ' ')}"
        told = read(own, about, prompt, [name] if name else [])
        # What somebody does may be told of all at once.
        told = replace(told, pose=told.pose or read(words, names=list(filter(None, names))).pose)
        found.append(Guise(**asdict(told), weather=weather, who=zlib.crc32(f"{name}|{prompt}".encode())))
    return tuple(found)


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


def seen(params: Mapping[str, Any]) -> Sight:
    """Return what a shot's words ask for.

    What they leave open, its location and the film's prompt say, and of the hour its style.
    """
    from nbstudio.words.lexicon import read, told

    names = [str(name) for name in params.get("people") or ()]
    prompt, hour = str(params.get("prompt") or ""), params.get("style", {}).get("hour")
    film = read(prompt, names=names)
    if hour and not told(prompt, "time", names, least=3.0):
        film = replace(film, time=str(hour))
    place = read(str(params.get("location") or ""), default=film, names=names)
    return read(str(params.get("words") or ""), default=place, names=names)


def _painted(still: Still, style: Mapping[str, Any], people: Sequence[Pack]) -> Still:
    """Return a still in the style's brushwork, if it has any, as strong as the faces allow."""
    brush = style.get("paint")
    if not brush:
        return still
    from nbstudio.picture.apart import repainted
    from nbstudio.picture.paint import paint

    faces = [(face, same_as(person, face)) for person, face in placed(still, people)]
    numbers = int(brush["style"]), float(brush["strength"])
    bgr = paint(still.bgr, *numbers, colour=float(brush.get("colour", 0.5)), faces=faces)
    return replace(still, bgr=bgr, depth=repainted(still.depth, bgr))
