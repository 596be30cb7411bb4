"""Ordering: what a spec says of the music that it wants, as an order to the composer.

Keys stand before words: `bpm: 96` is 96 whatever the prompt says. What neither tells is left to the genre.
"""

from __future__ import annotations

from typing import Any

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.rulebook import Rulebook
from nbstudio.sound.composing.order import Order, key_of
from nbstudio.sound.composing.wish import genre_for, read
from nbstudio.spec.load import Loaded

PRESETS, INSTRUMENTS = "audio_presets", "instruments"


def ordered(loaded: Loaded, rulebook: Rulebook) -> dict[str, Any]:
    """Return the params of the composition.

    Raises SpecError where the genre or the key is unknown.
    """
    told = loaded.video.music.generate
    if told is None:
        raise ValueError("the spec orders no music")
    presets = rulebook.catalog(PRESETS)
    instruments = {name: {"name": name, **voice} for name, voice in rulebook.catalog(INSTRUMENTS).items()}
    wish = read(told.prompt, presets, instruments)
    genre = told.genre or wish.genre or genre_for(wish.moods, presets)
    if genre not in presets:
        named = read(genre, presets, instruments).genre
        if named is None:
            raise SpecError(
                [
                    Diagnostic(
                        "unknown-genre",
                        f"there is no genre called `{genre}`",
                        loaded.place("music", "generate", "genre", value=True),
                        hint=did_you_mean(genre, presets) or f"genres are {', '.join(presets)}",
                    )
                ]
            )
        genre = named
    if told.key:
        try:
            key_of(told.key)
        except ValueError as error:
            place = loaded.place("music", "generate", "key", value=True)
            hint = "write it as `A minor`, `F# major` or `D dorian`"
            raise SpecError([Diagnostic("wrong-value", f"`key`: {error}", place, hint=hint)]) from error
    preset = presets[genre]
    voices = {str(part["voice"]) for part in preset["parts"].values()} | set(wish.adds)
    order = Order(
        genre=genre,
        preset=preset,
        instruments={name: instruments[name] for name in sorted(voices) if name in instruments},
        bpm=told.bpm or wish.bpm,
        key=told.key or wish.key,
        seconds=told.duration.amount if told.duration else wish.seconds,
        seed=loaded.video.seed if told.seed is None else told.seed,
        moods=wish.moods,
        adds=wish.adds,
        without=wish.without,
        lyrics=told.lyrics,
        prompt=told.prompt if told.lyrics else "",
    )
    return {**order.to_params(), "source": "library" if told.source == "library" else "compose"}
