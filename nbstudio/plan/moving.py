"""Moving: how a shot moves with the music: its preset, how much of it, on which beats, and whose mouth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nbstudio.plan import rolls, steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Setup
from nbstudio.plan.step import Step
from nbstudio.plan.stretch import Stretch
from nbstudio.plan.timeline import Clip, frame_at
from nbstudio.sound.song import Song
from nbstudio.spec.audio import MUSIC
from nbstudio.words.directing import direction
from nbstudio.words.music import Loudness

SUNG = "sung/song"
STILL = "hold"
"""The motion that is none, in any style."""
CALM, LOUD = 0.36, 0.62
"""Energy below and above which a shot moves less and more: the storyboard's own steps."""
AMOUNTS = (0.75, 1.0, 1.3)
"""Steps, so that a shot that comes a little later in the song need not be made again."""

USUAL, LONGER = 4.0, 0.4
"""Seconds of a shot that has just that much, and how its length counts (an exponent)."""
SHORTEST, LONGEST = 0.7, 1.4
MOST = 1.5
STILL = "hold"


def moves(
    desk: Desk, setups: Sequence[Setup], clips: Sequence[Clip], song: Song, heard: Loudness
) -> list[dict[str, Any]]:
    """Return how each shot moves over all frames in which it is seen.

    Who asks for nothing gets what the style likes, another way than the shot before; footage is then held.
    """
    found, before = [], ""
    for setup, clip in zip(setups, clips, strict=True):
        if setup.footage and not setup.motion:
            found.append({"footage": rolls.told(desk, setup, setup.footage), "seed": desk.seed(setup)})
            before = ""
        else:
            before = setup.motion or _habit(desk, setup, before)
            found.append(_move(desk, setup, before, clip, song, heard))
    return found


def _habit(desk: Desk, setup: Setup, before: str) -> str:
    """Return one of the style's motions that moves at all, and another way than the one before, where there is one."""
    habits = [str(name) for name in desk.style.get("motions") or ["push-in"]]
    at = desk.seed(setup) % len(habits)
    turned = habits[at:] + habits[:at]
    moving = [name for name in turned if name != STILL] or turned
    return next((name for name in moving if direction(name) != direction(before)), moving[0])


def _move(desk: Desk, setup: Setup, name: str, clip: Clip, song: Song, heard: Loudness) -> dict[str, Any]:
    """Return how a shot moves by a motion of the catalog."""
    entry = {k: v for k, v in desk.rulebook.catalog("motions")[name].items() if k != "about"}
    temper = desk.style.get("camera") or {}
    for unrest in ("sway", "roll"):
        if temper.get(unrest) and name != STILL:
            entry[unrest] = max(float(entry.get(unrest, 0.0)), float(temper[unrest]))
    found: dict[str, Any] = {
        "motion": entry,
        "seed": desk.seed(setup),
        "accents": _accents(desk, clip, song, heard),
        "amount": round(_amount(desk, clip, heard) * float(temper.get("amount", 1.0)), 4),
    }
    if entry.get("bob") and len(song.beats) > 1:
        rate = desk.brief.frame.rate
        frames = [frame_at(beat, rate) - clip.first for beat in song.beats]
        seen = clip.last - clip.first
        # One before and one after, so that the first and the last beat are whole.
        inside = [i for i, frame in enumerate(frames) if 0 <= frame < seen]
        if inside:
            found["beats"] = frames[max(0, inside[0] - 1) : inside[-1] + 2]
    if setup.footage:
        found["footage"] = rolls.told(desk, setup, setup.footage)
    if setup.lip_sync:
        found["sung"] = clip.first
        singers = sorted({setup.people.index(name) for name in setup.singers})
        if singers not in ([], [0]):
            found["singers"] = singers
    return found


def voice(setup: Setup) -> str:
    """Return the target that tells how far the mouth of a shot is open, or nothing where nobody's moves."""
    if not setup.lip_sync:
        return ""
    # No song is called so: ids of tracks have no blank, and `music` is the song's.
    return SUNG if setup.lip_sync == MUSIC else f"sung/{setup.lip_sync}.track"


def sung(desk: Desk, setups: Sequence[Setup], stretch: Stretch, frames: int) -> tuple[Step, ...]:
    """Return the steps that hear the song, and tracks, for every mouth that follows them, in a film of so many frames.

    Those that hear a track take it as it goes into the mix, so that a mouth opens when it is heard.
    """
    rate = str(desk.brief.frame.rate)
    made = []
    for name in dict.fromkeys(setup.lip_sync for setup in setups if setup.lip_sync):
        if name == MUSIC:
            params: dict[str, Any] = {"rate": rate, "start": round(stretch.start, 6)}
            port, source, path = "song", desk.brief.music, ("music",)
        else:
            params = {"rate": rate, "frames": frames}
            port, source, path = "track", f"track/{name}", ("audio",)
        target = next(voice(setup) for setup in setups if setup.lip_sync == name)
        work = (stretch.whole.seconds if name == MUSIC else frames / desk.brief.frame.rate) / 60
        says = "hearing when a mouth is open"
        inputs = ((port, (source,)),)
        made.append(
            steps.make(desk.rule("sung"), "sung", target, params, inputs, path=path, work=float(work), says=says)
        )
    return tuple(made)


def _amount(desk: Desk, clip: Clip, heard: Loudness) -> float:
    """Return how much of its motion a shot has, by how loud the song is while it is seen, and by how long that is.

    A camera that went the same way in one second and in nine would rush through the first and stand in the other.
    """
    rate = desk.brief.frame.rate
    energy = heard.between(float(clip.first / rate), float(clip.last / rate))
    long = float((float((clip.last - clip.first) / rate) / USUAL) ** LONGER)
    amount = AMOUNTS[(energy >= CALM) + (energy > LOUD)] * min(max(long, SHORTEST), LONGEST)
    return round(min(amount, MOST), 2)


def _accents(desk: Desk, clip: Clip, song: Song, heard: Loudness) -> list[int]:
    """Return the frames of the shot on which a downbeat of a loud bar falls, if the style answers to them."""
    if not desk.style.get("accents"):
        return []
    rate = desk.brief.frame.rate
    loud = float(desk.style["accents"])
    found = []
    for begin, end in zip(song.downbeats, (*song.downbeats[1:], song.seconds), strict=True):
        frame = frame_at(begin, rate)
        if clip.first < frame < clip.last and heard.between(begin, end) >= loud:
            found.append(frame - clip.first)
    return found
