"""Compose: an order into a score. Pure: the same order is the same song, note for note.

Form first, then harmony, then the tune, then everybody who plays; layers enter and leave with the energy of
each passage. Every choice has dice of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.sound.composing import arrangement, backing, bass, drums, form, harmony, humanise, melody
from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.order import Order, key_of
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Line, Note, Part, Passage, Score
from nbstudio.sound.composing.theory import Key, tonic

DRUMS, BASS, LEAD, HARMONY, COUNTER = "drums", "bass", "lead", "harmony", "counter"

TEMPERS: Mapping[str, tuple[float, str | None]] = {
    "calm": (0.93, None),
    "sad": (0.92, "minor"),
    "dark": (0.97, "minor"),
    "happy": (1.05, "major"),
    "energetic": (1.08, None),
    "dreamy": (0.96, None),
    "epic": (1.0, "minor"),
    "romantic": (0.94, "major"),
}
"""What a mood does to the usual tempo, and the scale that it asks for where the genre has both."""


def compose(order: Order) -> Score:
    """Return the song.

    Raises ValueError where the order's preset or key is none.
    """
    dice = Dice(order.seed, order.genre)
    key = _key(order, dice.at("key"))
    preset = _moded(order.preset, key)
    layout = _layout(order, preset, dice.at("tempo"))
    passages = layout.passages
    chords = harmony.changes(passages, preset, key, dice.at("harmony"))
    tune = melody.lead(passages, chords, preset, key, dice.at("melody"))
    parts = _parts(order, preset, passages, chords, tune, key, layout.bpm, dice)
    lines: tuple[Line, ...] = ()
    if order.lyrics:
        from nbstudio.sound.composing import lyrics

        lines = lyrics.write(order.prompt, order.moods, passages, tune, dice.at("lyrics"))
    return Score(
        genre=order.genre,
        seed=order.seed,
        bpm=layout.bpm,
        tonic=key.tonic,
        mode=key.mode,
        key=str(key),
        seconds=round(layout.seconds * 48_000) / 48_000,
        bars=layout.bars,
        passages=passages,
        changes=chords,
        parts=parts,
        lyrics=lines,
        mix=dict(preset.get("mix") or {}),
    )


def _key(order: Order, dice: Dice) -> Key:
    if order.key:
        return key_of(order.key)
    modes = list(order.preset["progressions"])
    wanted = [TEMPERS[mood][1] for mood in order.moods if mood in TEMPERS]
    mode = next((mode for mode in wanted if mode in modes), None) or str(modes[0])
    return Key(tonic(str(dice.one(order.preset["keys"]))), mode)


def _moded(preset: Mapping[str, Any], key: Key) -> dict[str, Any]:
    """Return the preset with the chords of the key's scale, or of the nearest scale it knows."""
    known = preset["progressions"]
    alike = [mode for mode in known if Key(0, mode).minor == key.minor]
    chosen = known.get(key.mode) or known[alike[0] if alike else next(iter(known))]
    usual = (
        {"cadence": "iv V", "turnaround": "V", "final": "i"}
        if key.minor
        else {
            "cadence": "IV V",
            "turnaround": "V",
            "final": "I",
        }
    )
    return {**preset, **usual, **{k: v for k, v in chosen.items() if k in usual}, "progressions": chosen}


def _layout(order: Order, preset: Mapping[str, Any], dice: Dice) -> form.Plan:
    low, usual, high = (float(value) for value in preset["tempo"])
    factor = 1.0
    for mood in order.moods:
        factor *= TEMPERS.get(mood, (1.0, None))[0]
    usual = max(low, min(high, usual * factor * (1.0 + dice.spread(0.02))))
    return form.plan(preset, order.seconds, order.bpm, round(usual, 1), low, high)


def _parts(
    order: Order,
    preset: Mapping[str, Any],
    passages: Sequence[Passage],
    chords: Sequence[Change],
    tune: Sequence[Note],
    key: Key,
    bpm: float,
    dice: Dice,
) -> tuple[Part, ...]:
    found = []
    for part in arrangement.players(order, preset):
        name, role = str(part["name"]), str(part["role"])
        mine = dice.at("part", name)
        notes = _played(part, preset, passages, chords, tune, key, mine)
        notes += arrangement.final(part, passages, chords, notes)
        if notes:
            played = humanise.play(notes, role, preset, bpm, mine.at("human"))
            found.append(Part(name, role, part["voice"], played))
    effects = arrangement.effects(passages, preset, order)
    if effects:
        voice = {"about": "risers and impacts", "synth": "effects", **(preset.get("effects") or {})}
        found.append(Part("effects", "effects", voice, tuple(effects)))
    return tuple(found)


def _played(
    part: Mapping[str, Any],
    preset: Mapping[str, Any],
    passages: Sequence[Passage],
    chords: Sequence[Change],
    tune: Sequence[Note],
    key: Key,
    dice: Dice,
) -> list[Note]:
    """Return all that a part plays, passage after passage, where it takes part."""
    role = part["role"]
    voices = backing.voicings(chords, part) if "play" in part else {}
    found: list[Note] = []
    for at, passage in enumerate(passages):
        following = passages[at + 1] if at + 1 < len(passages) else None
        for slice_ in arrangement.slices(part, passage, at, len(passages)):
            mine = dice.at(passage.label) if role != DRUMS else dice.at(at, slice_.bar)
            if role == DRUMS:
                last = slice_.bar + slice_.bars == passage.bar + passage.bars
                opens = slice_.bar == passage.bar > 0
                found += drums.groove(
                    slice_, following if last else None, opens, preset["drums"], float(part["from"]), mine
                )
            elif role == BASS:
                found += bass.line(slice_, chords, part, key, mine)
            elif role in {LEAD, HARMONY}:
                inside = _within(tune, slice_)
                found += melody.harmony_below(inside, chords, key) if role == HARMONY else inside
                if role == LEAD and passage.label in part.get("hooks", ()):
                    found += arrangement.echoes(tune, passages, slice_, chords, key)
            elif role == COUNTER:
                found += melody.answers(_within(tune, passage), slice_, chords, tuple(part["range"]))
            else:
                found += backing.play(slice_, chords, part, voices)
    return found


def _within(notes: Sequence[Note], passage: Passage) -> list[Note]:
    start, end = passage.bar * BEATS_PER_BAR, (passage.bar + passage.bars) * BEATS_PER_BAR
    return [note for note in notes if start <= note.beat < end]
