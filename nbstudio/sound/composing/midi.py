"""MIDI: one part as a Standard MIDI File, for the SoundFont's player.

Ticks are tenths of milliseconds and the tempo is one beat a second, so that every time is exact whatever the
song's own tempo. The player's reverb and chorus are turned off: rooms are ours.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

TICKS = 10_000  # a second
DRUM_CHANNEL = 9
DRUM_NOTES = {
    "kick": 36, "snare": 38, "rim": 37, "clap": 39, "hat": 42, "hat-open": 46, "hat-pedal": 44, "ride": 51,
    "crash": 49, "tom-high": 48, "tom-mid": 45, "tom-low": 41, "tambourine": 54, "shaker": 70, "perc": 76,
    "conga-high": 63, "conga-low": 64, "timpani": 41, "taiko": 41, "taiko-low": 35, "cymbal-swell": 55,
}  # fmt: skip

Played = tuple[float, float, int, int]
"""Start and end in seconds, pitch, velocity."""


def write(notes: Iterable[Played], program: int, *, drums: bool, seconds: float) -> bytes:
    """Return a MIDI file of one track that lasts `seconds`."""
    channel = DRUM_CHANNEL if drums else 0
    events: list[tuple[int, int, bytes]] = [
        (0, 0, bytes((0xFF, 0x51, 3)) + (1_000_000).to_bytes(3, "big")),
        (0, 1, bytes((0xC0 | channel, program))),
        *((0, 1, bytes((0xB0 | channel, control, value))) for control, value in ((7, 110), (10, 64), (91, 0), (93, 0))),
    ]
    for start, end, pitch, velocity in _apart(notes):
        on, off = round(start * TICKS), round(end * TICKS)
        events.append((on, 3, bytes((0x90 | channel, pitch, velocity))))
        events.append((max(off, on + 1), 2, bytes((0x80 | channel, pitch, 0))))
    last = round(seconds * TICKS)
    events = sorted(event for event in events if event[0] <= last)
    track = bytearray()
    now = 0
    for tick, _, data in events:
        track += _variable(tick - now) + data
        now = tick
    track += _variable(last - now) + bytes((0xFF, 0x2F, 0))
    header = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, TICKS)
    return header + struct.pack(">4sI", b"MTrk", len(track)) + bytes(track)


def _apart(notes: Iterable[Played]) -> list[Played]:
    """Let every note end before the same pitch is struck again."""
    found: list[Played] = []
    last: dict[int, int] = {}
    for start, end, pitch, velocity in sorted(notes):
        if pitch in last:
            before = found[last[pitch]]
            if before[1] > start - 0.002:
                found[last[pitch]] = (before[0], max(before[0] + 0.01, start - 0.002), pitch, before[3])
        last[pitch] = len(found)
        found.append((start, end, pitch, velocity))
    return found


def _variable(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))
