"""`nbstudio analyze`: what is heard in a song, told, drawn, and written down to be edited."""

from __future__ import annotations

from pathlib import Path

import click

from nbstudio.console import options, screen
from nbstudio.errors import StepError
from nbstudio.sound.song import Song

SONG = click.argument("song", type=click.Path(path_type=Path, dir_okay=False, exists=True))
OUT = click.Path(path_type=Path, dir_okay=False)


@click.command("analyze", short_help="Hear a song: beats, bars, sections, key, loudness.")
@SONG
@click.option(
    "--write", is_flag=True, help="Write NAME.analysis.yaml beside the song; what you edit there is believed."
)
@click.option("--picture", type=OUT, help="Draw waveform, beats, downbeats, sections and energy as a PNG.")
@options.as_json
def command(song: Path, write: bool, picture: Path | None, as_json: bool) -> None:
    """Hear a song as a film would, on the clock that a film uses.

    \b
    nbstudio analyze song.mp3
    nbstudio analyze song.mp3 --write --picture song.png
    nbstudio analyze song.mp3 --json
    """  # noqa: D301
    from nbstudio.sound import analysis, decode
    from nbstudio.spec import heard

    place = song.with_name(song.stem + heard.ENDING)
    edit = heard.read(place, place.name) if place.is_file() else heard.Edit()
    found = analysis.analyse(song, edit)
    if picture:
        from nbstudio.sound.portrait import draw

        draw(found, decode.decode(song, rate=8000, channels=1)[:, 0], picture)
    if write:
        if place.exists():
            raise StepError(
                f"`{place.name}` is there already", code="file-exists", hint="edit it, or remove it to hear anew"
            )
        place.write_text(text(found, song.name), "utf-8")
    if as_json:
        screen.emit(found.data())
        return
    for line in summary(found):
        screen.say(line)
    if write:
        screen.say(f"written to {screen.shown(place)}")


def summary(song: Song) -> list[str]:
    """Return what was heard, line by line."""
    lines = [f"{song.seconds:.2f} s, {song.loudness.integrated:.1f} LUFS, {song.key.name or 'no key'}"]
    if song.beats:
        bars = f"{len(song.downbeats)} bars of {song.beats_per_bar}, the first at {song.downbeats[0]:.2f} s"
        lines.append(f"{song.bpm:.1f} bpm, {len(song.beats)} beats, {bars} (confidence {song.confidence:.2f})")
    else:
        lines.append(f"no beats can be heard (confidence {song.confidence:.2f}): films are cut in phrases")
    lines += [
        f"  {part.start:7.2f} to {part.end:7.2f}  {part.label:8} "
        f"energy {part.energy:.2f}, confidence {part.confidence:.2f}"
        for part in song.sections
    ]
    return lines


def text(song: Song, name: str) -> str:
    """Return what was heard as the YAML that a person edits; read again it says the same."""
    rows = [
        f"# What is heard in {name}. What stands here is believed; what you take out is heard anew.",
        "sections:",
        *(f"  - {{start: {part.start:.3f}, label: {part.label}}}" for part in song.sections),
    ]
    if song.beats:
        rows[1:1] = [f"bpm: {song.bpm:.3f}", f"beats_per_bar: {song.beats_per_bar}"]
        rows += [
            "# Every beat, and those that begin a bar, in seconds.",
            f"downbeats: [{', '.join(f'{time:.3f}' for time in song.downbeats)}]",
            f"beats: [{', '.join(f'{time:.3f}' for time in song.beats)}]",
        ]
    return "\n".join(rows) + "\n"
