"""The model: what a spec may say, in the trade's words.

Every key of the language is known here, so that the JSON Schema, the reference and the diagnostics can't
disagree. Keys marked `Later` are read, and refused by name (`not-yet`) instead of being passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    WithJsonSchema,
)

from nbstudio.spec import heard
from nbstudio.spec.audio import Audio, Loudness
from nbstudio.spec.captions import Captions, Lyrics, spelled
from nbstudio.spec.moment import At, Moment, Named, Span
from nbstudio.spec.parts import NOT_YET, File, Id, Later, Number, Part, Words, short
from nbstudio.spec.time import Seconds, Time, Told
from nbstudio.spec.titles import Lettered, Titles

VOCALS = "vocals"
"""What is written for the voice that is heard in the song."""
Size = Literal[
    "extreme-close-up",
    "close-up",
    "medium-close-up",
    "medium",
    "cowboy",
    "wide",
    "extreme-wide",
    "silhouette",
    "double-exposure",
    "split-screen",
    "collage",
    "detail",
]
SIZES = get_args(Size)
Angle = Literal["low", "eye", "high", "dutch"]
Snap = Literal["beat", "downbeat", "bar", "phrase", "section", "onset", "free"]

SectionName = Annotated[str, AfterValidator(heard.section)]
SectionStart = Annotated[
    Moment,
    PlainValidator(heard.begins),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "number"], "examples": ["12s", "0:48", "bar:17", "beat:65"]}),
]


class Generate(Part):
    """A song that is composed from a sentence; keys stand before its words."""

    prompt: Annotated[Words, Field(description="What it sounds like: genre, mood, tempo, key, instruments.")] = ""
    genre: Annotated[str | None, Field(description="A name of rules/catalog/audio_presets.yaml.")] = None
    bpm: Annotated[float | None, Field(ge=40, le=220, description="The exact tempo.")] = None
    key: Annotated[str | None, Field(max_length=20, description="As `A minor` or `F# major`.")] = None
    duration: Annotated[Time | None, Field(description="How long the song is: `90s`, `2min`.")] = None
    seed: Annotated[int | None, Field(ge=0, lt=2**32, description="Another number, another song.")] = None
    lyrics: Annotated[bool, Field(description="Whether lines are written for its tune.")] = False
    source: Annotated[
        Literal["auto", "compose", "library"],
        Field(description="Composed (auto, too), or a recorded track of the extra `library`."),
    ] = "auto"


class Music(Part):
    """The song."""

    file: Annotated[File | None, Field(description="The song: any file with sound.")] = None
    bpm: Annotated[float | None, Field(gt=20, lt=400, description="The tempo, if you know better.")] = None
    first_downbeat: Annotated[float | None, Field(ge=0, description="Seconds to the first bar.")] = None
    beats_per_bar: Annotated[int | None, Field(ge=2, le=12, description="Beats in a bar.")] = None
    sections: dict[SectionName, SectionStart] = Field(
        default_factory=dict, description="Sections that begin where you say, among those heard."
    )
    lyrics: Annotated[Lyrics | None, BeforeValidator(spelled), Field(description="Its words.")] = None
    generate: Annotated[
        Annotated[Generate, short("prompt")] | None, Field(description="Words to compose it from, in place of a file.")
    ] = None


class Identity(Part):
    """How it is made sure that a face in the film is a person's."""

    backend: Annotated[
        Literal["mobilefacenet", "dlib", "insightface"], Field(description="What tells faces apart.")
    ] = "mobilefacenet"
    min_score: Annotated[float, Field(ge=0, le=1, description="The calibrated score that a face has to reach.")] = 0.85
    on_fail: Annotated[
        Literal["retake", "warn", "fail"], Field(description="What to do where a face does not reach it.")
    ] = "retake"


class Person(Part):
    """A member of the cast."""

    photos: Annotated[tuple[File, ...], Field(min_length=1, description="Photos of this person.")]
    about: Annotated[
        Words, Field(description="Notes. Clothes and hair among them are seen in wide shots: a long red coat.")
    ] = ""
    face: Annotated[
        str,
        BeforeValidator(lambda value: str(value) if isinstance(value, int) and not isinstance(value, bool) else value),
        Field(
            pattern=r"^(largest|left|right|[1-9]\d?)$", description="Which face of several: largest, left, right, 2."
        ),
    ] = "largest"
    identity: Annotated[Identity, Field(description="How it is made sure that it is this person.")] = Identity()
    wardrobe: Later = None
    consent: Later = None


def _photos(value: Any) -> Any:
    if isinstance(value, str):
        return {"photos": [value]}
    if isinstance(value, Mapping) and isinstance(value.get("photos"), str):
        return {**value, "photos": [value["photos"]]}
    return value


NO_LUT = "none"
"""What a shot writes in place of a file to be without the film's LUT."""


class Grade(Part):
    """Colour, in numbers and by a table."""

    exposure: Annotated[Number | None, Field(ge=-3, le=3, description="Stops.")] = None
    contrast: Annotated[Number | None, Field(ge=-1, le=1, description="0 changes nothing.")] = None
    saturation: Annotated[Number | None, Field(ge=0, le=3, description="1 changes nothing.")] = None
    temperature: Annotated[Number | None, Field(ge=-1, le=1, description="Cold to warm.")] = None
    tint: Annotated[Number | None, Field(ge=-1, le=1, description="Green to magenta.")] = None
    fade: Annotated[Number | None, Field(ge=0, le=1, description="Lifted blacks, as of an old print.")] = None
    vignette: Annotated[Number | None, Field(ge=0, le=1, description="Darker corners.")] = None
    grain: Annotated[Number | None, Field(ge=0, le=2, description="Film grain.")] = None
    halation: Annotated[Number | None, Field(ge=0, le=2, description="Red light around lamps, as film has it.")] = None
    bloom: Annotated[Number | None, Field(ge=0, le=2, description="Highlights that spill over.")] = None
    lut: Annotated[File | None, Field(description="A table of colours, .cube; `none` for none.")] = None

    def changes(self) -> dict[str, float]:
        """Return the grade's numbers that are set here."""
        return {
            name: getattr(self, name)
            for name in Grade.model_fields
            if name != "lut" and getattr(self, name) is not None
        }

    def over(self, other: Grade | None) -> Grade:
        """Return this grade, and where it says nothing, the other's."""
        told = {name: getattr(self, name) for name in Grade.model_fields}
        return Grade(
            **{name: value if value is not None else getattr(other, name, None) for name, value in told.items()}
        )


class Style(Grade):
    """A style of the catalog, and what is changed of it."""

    uses: Annotated[str, Field(description="A name of rules/catalog/styles.yaml.")] = "cinematic"
    look: Later = None
    avoid: Later = None


class Transition(Part):
    """How a shot is joined to the one before it."""

    type: Annotated[str, Field(description="A name of rules/catalog/transitions.yaml.")] = "cut"
    duration: Annotated[Told | None, Field(description="How long both shots are seen.")] = None


Join = Annotated[Transition, short("type")]
Cast = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class ShotDefaults(Part):
    """What shots are, where they don't say."""

    duration: Time | None = None
    transition: Join | None = None
    cut_on: Snap | None = None
    size: Size | None = None
    angle: Angle | None = None
    motion: Words | None = None
    grade: Grade | None = None
    takes: Later = None


class Defaults(Part):
    """What everything is, where nothing nearer says otherwise."""

    shot: ShotDefaults = ShotDefaults()
    still: Later = None
    motion: Later = None


def _voice(value: str) -> str:
    if value != VOCALS and not re.fullmatch(r"[\w.-]{1,80}", value):
        raise ValueError(f"is `{VOCALS}`, true, false, or the id of a track")
    return value


class Shot(Part):
    """One uninterrupted view."""

    model_config = ConfigDict(extra="allow", frozen=True, protected_namespaces=())

    id: Id
    still: Annotated[Words | None, Field(description="What it shows: words, or an own picture's path.")] = None
    size: Annotated[Size | None, Field(description="How near.")] = None
    angle: Annotated[Angle | None, Field(description="From where.")] = None
    motion: Annotated[Words | None, Field(description="What moves: words, or a name of the catalog.")] = None
    transition: Annotated[Join | None, Field(description="How it joins the shot before.")] = None
    duration: Annotated[Time | None, Field(description="How long, from join to join.")] = None
    cut_on: Annotated[Snap | None, Field(description="The grid that its beginning snaps to.")] = None
    cast: Annotated[
        Cast | None,
        Field(description="Who is seen, up to four, the nearest first; `[]` for nobody; else whom its words name."),
    ] = None
    location: Annotated[Words | None, Field(description="A name of `locations`, or words.")] = None
    seed: Annotated[int | None, Field(ge=0, lt=2**32, description="Another number, another picture.")] = None
    grade: Annotated[Grade | None, Field(description="Its colour, where it is not the film's.")] = None
    title: Annotated[Lettered, Field(description="Letters over it; without `still`, on a card.")] = None
    make: Annotated[str | None, Field(description="The rule that makes its still; its keys stand beside.")] = None
    at: Annotated[At | None, Field(description="The moment at which it begins, exactly.")] = None
    range: Annotated[Span | None, Field(description="The part of the song that it fills, exactly.")] = None
    section: Later = None
    lip_sync: Annotated[
        StrictBool | Annotated[str, AfterValidator(_voice)] | tuple[Id, ...] | None,
        Field(
            description="Whose voice its mouth follows: `vocals`, or true, heard in the song; or a track's id. "
            "A name, or names, of its cast sing the song; else whom it names first."
        ),
    ] = None
    video: Annotated[File | None, Field(description="Own footage, in place of `still`: any file with pictures.")] = None
    in_: Annotated[
        Seconds | None, Field(alias="in", description="Where in the footage it begins: `3.2s`, `00:01:12.5`.")
    ] = None
    fit: Annotated[
        Literal["cover", "contain"] | None,
        Field(description="Whether footage fills the frame and is cut to it, or stands whole in it."),
    ] = None
    loop: Annotated[bool, Field(description="Whether footage that is too short begins anew.")] = False
    last_frame: Later = None
    takes: Later = None
    pick: Later = None
    say: Later = None


class Scene(Part):
    """One place and time."""

    id: Id
    location: Words | None = None
    cast: Annotated[Cast | None, Field(description="Who is there; its shots show all, or whom they name.")] = None
    grade: Annotated[Grade | None, Field(description="Its colour, where it is not the film's.")] = None
    shots: Annotated[tuple[Shot, ...], Field(min_length=1)]
    section: Annotated[Named | None, Field(description="The section of the song that its shots fill.")] = None
    range: Annotated[Span | None, Field(description="The part of the song that its shots fill.")] = None
    wardrobe: Later = None


class Output(Part):
    """A deliverable."""

    preset: Annotated[str | None, Field(description="A name of rules/catalog/platforms.yaml.")] = None
    size: Annotated[str | None, Field(pattern=r"^\d{2,5}x\d{2,5}$", description="As 1920x1080.")] = None
    rate: Annotated[
        Literal["24", "25", "30", "50", "60", "23.976", "29.97", "59.94"] | None,
        BeforeValidator(lambda value: f"{value:g}" if isinstance(value, (int, float)) else value),
        Field(description="Frames a second."),
    ] = None
    loudness: Annotated[Loudness, Field(description="How loud this output is.")] = Loudness()
    range: Annotated[Span | None, Field(description="The part of the song that the film covers.")] = None
    reframe: Later = None
    format: Later = None
    media: Later = None


class Video(Part):
    """A whole spec."""

    nbstudio: Annotated[int, Field(description="The language's version: 1.")]
    title: Annotated[Words, Field(description="The film's name; it changes no picture.")]
    description: Annotated[Words, Field(description="Notes for whoever publishes it.")] = ""
    prompt: Annotated[Words, Field(description="What the film is about.")] = ""
    vars: Annotated[dict[str, Any], Field(description="Values that `${{ vars.NAME }}` puts elsewhere.")] = Field(
        default_factory=dict
    )
    seed: Annotated[int, Field(ge=0, lt=2**32, description="Another number, another film.")] = 0
    music: Annotated[Music, short("file")]
    cast: dict[Id, Annotated[Person, BeforeValidator(_photos)]] = Field(default_factory=dict)
    locations: dict[Id, Words] = Field(default_factory=dict)
    style: Annotated[Style, short("uses")] = Style()
    defaults: Defaults = Defaults()
    scenes: Annotated[tuple[Scene, ...] | None, Field(description="Without them, a storyboard is written.")] = None
    audio: Audio = Audio()
    titles: Annotated[Titles, Field(description="The film's own titles.")] = Titles()
    outputs: Annotated[dict[Id, Output], Field(description="The films that are made; one for YouTube without it.")] = (
        Field(default_factory=dict)
    )
    captions: Annotated[Captions | None, short("mode"), Field(description="Words on the screen.")] = None
    thumbnail: Later = None
    publish: Later = None
    budget: Later = None
    checks: Later = None
    uses: Later = None
    patch: Later = None
    matrix: Later = None
    script: Later = None
    storyboard: Later = None
    with_: Annotated[Any, Field(alias="with", json_schema_extra={NOT_YET: True})] = None
