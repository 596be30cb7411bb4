"""Written: a spec's Video as the brief that planning works from.

Film words end here: names of styles, platforms and motions are resolved by the rulebook, paths are leaves,
durations are lengths.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.plan import scoring
from nbstudio.plan.brief import Brief, Captions, Frame, Lyrics, Member
from nbstudio.plan.ordering import ordered
from nbstudio.plan.setup import Footage, Setup, Title
from nbstudio.plan.timeline import REST, Length
from nbstudio.rulebook import Rulebook
from nbstudio.spec.audio import MUSIC
from nbstudio.spec.captions import LYRICS, TRANSCRIBE
from nbstudio.spec.load import Loaded
from nbstudio.spec.model import NO_LUT, Output
from nbstudio.spec.shots import View
from nbstudio.spec.time import Duration
from nbstudio.spec.titles import Title as SpecTitle
from nbstudio.spec.tracks import speaking
from nbstudio.words import motion

RATES = {
    "23.976": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}
PRESET = "youtube-1080p"


def briefs(
    loaded: Loaded, name: str, rulebook: Rulebook, *, draft: bool = False, profile: str = "standard"
) -> dict[str, Brief]:
    """Return a brief for every output of a spec, by its name; the first one's film is called as the spec is."""
    found = {}
    for n, output in enumerate(loaded.video.outputs or ("",)):
        called = f"{name}-{output}" if n else name
        found[output] = brief(loaded, called, rulebook, output, draft=draft, profile=profile)
    return found


def brief(
    loaded: Loaded,
    name: str,
    rulebook: Rulebook,
    output_name: str | None = None,
    *,
    draft: bool = False,
    profile: str = "standard",
) -> Brief:
    """Return the brief of a spec for one of its outputs, or for the first.

    Raises SpecError where an output's preset is unknown.
    """
    video = loaded.video
    output_name = next(iter(video.outputs), "") if output_name is None else output_name
    output = video.outputs.get(output_name)
    return Brief(
        name=name,
        music=loaded.files[str(video.music.file)] if video.music.file else scoring.MUSIC,
        generate=ordered(loaded, rulebook) if video.music.generate else None,
        music_params={
            "bpm": video.music.bpm,
            "first_downbeat": video.music.first_downbeat,
            "beats_per_bar": video.music.beats_per_bar,
            "sections": {name: str(at) for name, at in video.music.sections.items()} or None,
        },
        prompt=video.prompt,
        seed=video.seed,
        people={
            name: Member(
                tuple(loaded.files[photo] for photo in person.photos),
                person.face,
                person.identity.backend,
                person.identity.min_score,
                person.identity.on_fail,
                person.about,
            )
            for name, person in video.cast.items()
        },
        style=video.style.uses,
        style_changes=video.style.changes(),
        lut=_lut(video.style.lut, loaded),
        frame=frame(loaded, rulebook, output_name, draft, profile),
        loudness=loudness(loaded, rulebook, output),
        range=output.range if output else None,
        range_path=("outputs", output_name, "range"),
        setups=None if video.scenes is None else tuple(setup(view, loaded, rulebook) for view in loaded.views),
        edit=loaded.edit,
        audio=video.audio,
        sounds={t.source: loaded.files[t.source] for t in video.audio.tracks if t.source and t.source != MUSIC},
        texts=loaded.texts,
        lyrics=lyrics(loaded),
        captions=captions(loaded),
        opening=title(video.titles.opening, video.title),
        end=title(video.titles.end, video.title),
        place=loaded.place,
    )


def loudness(loaded: Loaded, rulebook: Rulebook, output: Output | None) -> dict[str, Any]:
    """Return how loud the film is to be: as its output says, the spec, or the platform it is for."""
    preset = rulebook.catalog("platforms").get(output.preset if output and output.preset else PRESET)
    told = [loaded.video.audio.loudness.model_dump(exclude_none=True)]
    if output:
        told.insert(0, output.loudness.model_dump(exclude_none=True))
    if isinstance(preset, Mapping) and isinstance(preset.get("loudness"), Mapping):
        told.append(dict(preset["loudness"]))
    return {key: value for values in reversed(told) for key, value in values.items()}


def lyrics(loaded: Loaded) -> Lyrics | None:
    """Return the words of the song, where the spec has them."""
    asked, shown = loaded.video.music.lyrics, loaded.video.captions
    if shown and shown.source == TRANSCRIBE and shown.mode != "off":
        return Lyrics(heard=True)
    if asked is None:
        return None
    return Lyrics(
        loaded.files[asked.file] if asked.file else None,
        asked.lines,
        False,
        asked.offset,
        {
            number: {key: value for key, value in fix if key in fix.model_fields_set and value is not None}
            for number, fix in asked.fix.items()
        },
    )


def captions(loaded: Loaded) -> Captions | None:
    """Return how words are shown, where they are."""
    asked = loaded.video.captions
    if asked is None or asked.mode == "off":
        return None
    font = {"family": "family", "weight": "weight", "size": "size", "colour": "fill", "accent": "accent"}
    changes = {name: getattr(asked.font, key) for key, name in font.items() if getattr(asked.font, key) is not None}
    return Captions(
        asked.mode,
        asked.style,
        changes,
        asked.position,
        asked.safe_area,
        asked.burn,
        tuple(dict.fromkeys(asked.sidecar)),
        _narrators(loaded, asked.source),
    )


def _narrators(loaded: Loaded, source: str | None) -> tuple[str, ...]:
    """Return the tracks whose words are captions, where the song's are not."""
    if source in {LYRICS, TRANSCRIBE} or (source is None and loaded.video.music.lyrics):
        return ()
    return tuple(track.id for track in speaking(loaded.video.audio, source))


def title(asked: SpecTitle | None, name: str) -> Title | None:
    """Return a written title; one that says nothing says the film's `name`."""
    if asked is None:
        return None
    length = _length(asked.duration)
    return Title(asked.named(name), asked.subtitle, asked.credits, asked.design, length, asked.ground)


def frame(loaded: Loaded, rulebook: Rulebook, name: str, draft: bool, profile: str) -> Frame:
    """Return the picture that an output asks for: a preset's or the spec's own, of half the size for a draft."""
    output = loaded.video.outputs.get(name)
    presets = rulebook.catalog("platforms")
    preset = output.preset if output and output.preset else PRESET
    if preset not in presets:
        raise SpecError(
            [
                Diagnostic(
                    "unknown-preset",
                    f"there is no preset called `{preset}`",
                    loaded.place("outputs", name, "preset", value=True),
                    hint=did_you_mean(preset, presets) or f"presets are {', '.join(presets)}",
                )
            ]
        )
    size = output.size if output and output.size else str(presets[preset]["size"])
    rate = output.rate if output and output.rate else str(presets[preset]["rate"])
    width, height = map(int, size.split("x"))
    if draft:
        width, height = (max(16, 2 * round(side / 4)) for side in (width, height))
    return Frame(width, height, RATES.get(rate) or Fraction(rate), "draft" if draft else profile)


def setup(view: View, loaded: Loaded, rulebook: Rulebook) -> Setup:
    """Return a written shot as a setup."""
    still = loaded.files.get(view.still)
    card = view.title is not None and not (view.still or view.video or view.make)
    names = rulebook.catalog("motions")
    return Setup(
        id=view.id,
        still="" if still else view.still,
        picture=still,
        footage=footage(view, loaded),
        location=view.location,
        size=view.size,
        angle=view.angle,
        people=() if card else view.cast,
        motion=_moves(view.motion, names) or ("push-in" if card else ""),
        moves=view.motion,
        lip_sync=view.lip_sync,
        singers=view.singers,
        transition=view.transition.type,
        overlap=_length(view.transition.duration),
        length=REST if view.range else _length(view.duration) or REST,
        snap=view.cut_on,
        at=view.at,
        range=view.range,
        filled=view.filled,
        seed=view.seed,
        title=title(view.title, loaded.video.title),
        grade=view.grade.changes(),
        lut=_lut(view.grade.lut, loaded),
        make=view.make,
        fields={
            key: loaded.files.get(value, value) if isinstance(value, str) else value
            for key, value in view.fields.items()
        },
        path=view.path,
        length_path=view.duration_path,
    )


def footage(view: View, loaded: Loaded) -> Footage | None:
    """Return the own footage of a shot, if it has any."""
    if not view.video:
        return None
    return Footage(loaded.files[view.video], view.begin, loaded.lengths[view.video], view.fit, view.loop)


def _lut(file: str | None, loaded: Loaded) -> str | None:
    return "" if file == NO_LUT else loaded.files[file] if file else None


def _moves(words: str, names: object) -> str:
    """Return the preset that words name or describe; words that say nothing of motion leave it to the style."""
    if not words or not isinstance(names, dict):
        return ""
    if words in names:
        return words
    return motion.preset(words, names) or ("" if " " in words else words)


def _length(duration: Duration | None) -> Length | None:
    return Length(duration.amount, duration.unit) if duration else None
