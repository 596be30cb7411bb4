"""Names: every name of a brief held against what the rulebook knows, before anything is planned."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from nbstudio.diagnostics import Diagnostic, did_you_mean, nearest
from nbstudio.picture.lettering.fonts import FAMILIES
from nbstudio.plan.brief import Brief
from nbstudio.plan.setup import Setup
from nbstudio.rulebook import Rule, Rulebook
from nbstudio.spec.audio import MUSIC
from nbstudio.spec.tracks import speaking
from nbstudio.words import motion
from nbstudio.words.directing import FACELESS

Path = tuple[str | int, ...]
SHOWN = 6
"""Words that are listed of those that say nothing."""
ALIKE = 0.8
"""How alike a word of a sentence, which may mean anything, has to be to one that is known."""


def check(brief: Brief, rulebook: Rulebook, leaves: Collection[str]) -> list[Diagnostic]:
    """Return a diagnostic for every name that stands for nothing."""
    wrong = list(_named(brief, rulebook, "style", brief.style, ("style",)))
    for i, track in enumerate(brief.audio.tracks):
        if track.say:
            wrong += _named(brief, rulebook, "voice", track.voice, ("audio", "tracks", i, "voice"))
    wrong += _captions(brief, rulebook)
    for key, title in (("opening", brief.opening), ("end", brief.end)):
        if title and title.design:
            wrong += _named(brief, rulebook, "title", title.design, ("titles", key, "design"))
    shots = {setup.id: setup for setup in brief.setups or ()}
    for setup in shots.values():
        wrong += _named(brief, rulebook, "transition", setup.transition, (*setup.path, "transition"))
        if setup.motion:
            wrong += _named(brief, rulebook, "motion", setup.motion, (*setup.path, "motion"))
        if setup.title and setup.title.design:
            wrong += _named(brief, rulebook, "title", setup.title.design, (*setup.path, "title", "design"))
        if setup.make:
            wrong += _made(brief, rulebook, setup, shots, leaves)
        if setup.lip_sync:
            wrong += _sung(brief, setup)
    return wrong


def doubts(brief: Brief, rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Name the words that ask for a movement and say nothing of one, each place of the text once."""
    names = [str(name) for name in rulebook.catalog("motions")]
    seen = set()
    for setup in brief.setups or ():
        words = motion.unread(setup.moves, names, brief.people)
        place = brief.place(*_told(brief, setup, "motion"), value=True)
        if not words or place in seen:
            continue
        seen.add(place)
        listed = ", ".join(f"`{word}`" for word in words[:SHOWN]) + (" and more" if len(words) > SHOWN else "")
        read = motion.preset(setup.moves, names)
        if read:
            message = f"{listed} {'say' if len(words) > 1 else 'says'} nothing of how the camera moves"
            notes = (f"the rest is read as `{read}`",)
        else:
            message = "nothing here says how the camera moves, so it moves as the style likes"
            notes = (f"not understood: {listed}",)
        known = motion.vocabulary(names) - set(words)  # a word that only stands for something elsewhere is no help
        near = next((found for word in words if (found := nearest(word, known, ALIKE))), None)
        hint = (
            f"did you mean `{near}`?"
            if near
            else "`nbstudio rules motions` lists names; what is seen is told in `still`"
        )
        yield Diagnostic("unknown-motion", message, place, notes, hint, "warning")


def _told(brief: Brief, setup: Setup, key: str) -> Path:
    """Return where a key of a shot stands: at the shot itself or among the defaults."""
    own = (*setup.path, key)
    return ("defaults", "shot", key) if brief.place(*own) == brief.place(*setup.path) else own


def _named(brief: Brief, rulebook: Rulebook, what: str, name: str, path: Path) -> Iterator[Diagnostic]:
    entries = rulebook.catalog(f"{what}s")
    if not isinstance(entries.get(name), Mapping):
        hint = did_you_mean(name, entries) or f"`nbstudio rules {what}s` lists them"
        yield Diagnostic(f"unknown-{what}", f"there is no {what} called `{name}`", brief.place(*path), hint=hint)


def _sung(brief: Brief, setup: Setup) -> Iterator[Diagnostic]:
    """Hold a shot whose mouth is to sing against what is seen in it and heard."""
    place = brief.place(*setup.path, "lip_sync")
    why = None
    if setup.make or setup.is_card:
        why = "shows no face"
    elif not setup.people and setup.picture is None:
        why = "shows nobody"
    elif setup.picture is None and setup.size in FACELESS:
        why = f"hides the face, being a {setup.size}"
    if why:
        hint = (
            "give it a `cast`, or an own picture with a face, and a `size` that shows the face; or leave `lip_sync` out"
        )
        yield Diagnostic("no-mouth", f"`{setup.id}` {why}, so no mouth can sing in it", place, hint=hint)
    if brief.generate is not None and setup.lip_sync == MUSIC:
        message = "nobody sings in music that is composed or taken from the library, so no mouth can follow"
        voices = speaking(brief.audio)
        hint = (
            f"`lip_sync: {voices[0].id}` follows that track"
            if voices
            else "`music: {file: …}` with a song that is sung"
        )
        yield Diagnostic("no-vocals", message, place, hint=hint)


def _captions(brief: Brief, rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Hold the captions' style and font against those there are."""
    asked = brief.captions
    if asked is None:
        return
    if asked.style:
        yield from _named(brief, rulebook, "caption", asked.style, ("captions", "style"))
    family = asked.font.get("family")
    if family is not None and family not in FAMILIES:
        message = f"there is no font called `{family}`"
        hint = did_you_mean(str(family), FAMILIES) or f"fonts are {', '.join(sorted(FAMILIES))}"
        yield Diagnostic("unknown-font", message, brief.place("captions", "font"), hint=hint)


def _made(
    brief: Brief, rulebook: Rulebook, setup: Setup, shots: Mapping[str, Setup], leaves: Collection[str]
) -> Iterator[Diagnostic]:
    """Hold a shot that a rule makes against that rule."""
    rule = rulebook.rule(str(setup.make))
    if rule is None:
        hint = did_you_mean(str(setup.make), rulebook.rules) or "`nbstudio rules` lists them"
        place = brief.place(*setup.path, "make")
        yield Diagnostic("unknown-rule", f"there is no rule called `{setup.make}`", place, hint=hint)
        return
    if rule.output != "image":
        message = f"the rule `{rule.name}` makes {rule.output}, and a shot needs an image"
        yield Diagnostic("wrong-rule", message, brief.place(*setup.path, "make"))
    for key, value in setup.fields.items():
        yield from _field(brief, rule, setup, key, value, shots, leaves)
    for port, needs in rule.inputs.items():
        if port not in setup.fields and not needs.optional:
            message = f"the rule `{rule.name}` needs `{port}`"
            hint = f"write `{port}: …`, the id of a shot or the path of a picture"
            yield Diagnostic("missing-key", message, brief.place(*setup.path, "make"), hint=hint)


def _field(
    brief: Brief,
    rule: Rule,
    setup: Setup,
    key: str,
    value: object,
    shots: Mapping[str, Setup],
    leaves: Collection[str],
) -> Iterator[Diagnostic]:
    known = {*rule.inputs, *rule.params}
    place = brief.place(*setup.path, key)
    if key not in known:
        message = f"`{key}` is not a key of the rule `{rule.name}`"
        hint = did_you_mean(key, known) or f"its keys are {', '.join(sorted(known))}"
        yield Diagnostic("unknown-key", message, place, hint=hint)
    elif key in rule.params:
        try:
            rule.params[key].check(value)
        except ValueError as error:
            yield Diagnostic("wrong-value", f"`{key}` {error}", place)
    elif str(value) in leaves:
        return
    elif str(value) not in shots:
        message = f"`{value}` is neither a shot nor a file"
        yield Diagnostic("unknown-shot", message, place, hint=did_you_mean(str(value), shots))
    elif shots[str(value)].footage:
        message = f"`{value}` is own footage, and has no still to be made from"
        yield Diagnostic("wrong-value", message, place, hint="name a shot with a still, or the path of a picture")
    elif setup.id in _behind(str(value), shots):
        yield Diagnostic("cycle", f"`{setup.id}` would be made from itself", place)


def _behind(name: str, shots: Mapping[str, Setup]) -> set[str]:
    """Return all shots whose stills the still of `name` is made from, itself included."""
    seen: set[str] = set()
    stack = [name]
    while stack:
        here = stack.pop()
        if here in seen or here not in shots:
            continue
        seen.add(here)
        if shots[here].make:
            stack += [str(value) for value in shots[here].fields.values()]
    return seen
