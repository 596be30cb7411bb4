"""`nbstudio lyrics`: when the words are sung, and how sure that is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbstudio.console import options, progress, screen
from nbstudio.diagnostics import printable
from nbstudio.errors import StepError, UsageError
from nbstudio.settings import Settings

if TYPE_CHECKING:
    from nbstudio.graph.opening import Opened

LINES = "lyrics/lines"
SURE, DOUBTFUL = 0.7, 0.4
"""Qualities from which a line is shown as good, and as doubtful."""


@click.command("lyrics", short_help="Show when the words are sung, and how sure that is.")
@options.specs
@options.as_json
@options.cache
def command(specs: tuple[str, ...], as_json: bool, cache: Path | None) -> None:
    """Show the lyrics of SPECs: every line's number, times, how they were found, and how sure they are.

    Listens to the song first, if no build has. A line that is wrong is corrected in the spec, by its number:
    `music: {lyrics: {file: x.lrc, fix: {3: 42.1s, 4: {text: Hold me}, 9: off}}}`.

    \b
    nbstudio lyrics specs/lyric-video.yaml
    nbstudio lyrics --json
    """  # noqa: D301
    from nbstudio.graph import opening  # half a second that `--help` need not wait for

    settings = Settings.load(cache=cache)
    values = []
    shown = 0
    for path in options.chosen(specs):
        opened = opening.open_spec(path, settings)
        try:
            if opened.planner.desk.brief.lyrics is None:
                continue
            lines = _lines(opened)
        finally:
            opened.store.close()
        shown += 1
        values.append({"spec": str(path), "lines": lines})
        if not as_json:
            _show(opened.name, lines)
    if not shown:
        raise UsageError("no spec here has lyrics", hint="write `music: {file: …, lyrics: assets/song.lrc}`")
    if as_json:
        screen.emit(values)


def _lines(opened: Opened) -> list[dict[str, Any]]:
    with progress.listener(opened.name, opened.settings.jobs) as listen:
        run = opened.run(until="lyrics", listen=listen)
        result = run.build_all(None)
    if not result.ok:
        for error in run.errors.values():
            screen.error(error)
        raise screen.Told(StepError(f"the lyrics of {opened.name} could not be timed"))
    return list(json.loads(run.found()[LINES])["lines"])


def _show(name: str, lines: list[dict[str, Any]]) -> None:
    screen.say(screen.paint(printable(name), "bold"))
    for line in lines:
        quality = float(line["quality"])
        mark = "good" if quality >= SURE else "warning" if quality >= DOUBTFUL else "error"
        sure = screen.paint(f"{quality:4.2f}", mark)
        times = f"{clock(line['start'])} – {clock(line['end'])}"
        screen.say(f"  {line['line']:>3}  {times}  {sure}  {line['method']:<10}  {printable(line['text'])}")


def clock(seconds: float) -> str:
    """Return a moment as minutes and seconds."""
    hundredths = round(100 * seconds)
    return f"{hundredths // 6000}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
