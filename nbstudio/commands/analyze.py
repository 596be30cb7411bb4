"""`nbstudio analyze`: what is heard in a song, told, written down and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbstudio import doubts
from nbstudio.console import options, progress, screen
from nbstudio.diagnostics import printable
from nbstudio.errors import StepError, UsageError
from nbstudio.settings import Settings

if TYPE_CHECKING:
    from nbstudio.plan.step import Plan
    from nbstudio.sound.chart import Joins
    from nbstudio.sound.song import Song

BAR = 24  # signs of the longest bar of energy
TEXT, PICTURE = ".analysis.yaml", ".analysis.png"


@dataclass(frozen=True)
class Found:
    """A song that was heard, where it lies, and what of a film is known beside it."""

    song: Song
    path: Path
    beside: Path
    """The file, without its ending, whose name text and picture take."""
    edit: Path | None
    joins: Joins = ()
    name: str = ""
    """What the song is called."""


@click.command("analyze", short_help="Tell what is heard in a song; write it down, draw it.")
@click.argument("song", metavar="SONG|SPEC", required=False)
@click.option("--write", is_flag=True, help="Write NAME.analysis.yaml, for you to edit and commit.")
@click.option("--picture", is_flag=False, flag_value="", metavar="[FILE.png]", help="Draw it, as NAME.analysis.png.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Put both there, not beside the song or the spec.",
)
@click.option("--force", is_flag=True, help="Write over an analysis that is there.")
@options.as_json
@options.cache
def command(
    song: str | None,
    write: bool,
    picture: str | None,
    into: Path | None,
    force: bool,
    as_json: bool,
    cache: Path | None,
) -> None:
    """Tell what is heard in SONG, an audio file, or in the song of a SPEC: beats, bars, sections, loudness, key.

    What stands in NAME.analysis.yaml beside a spec (or a song) is believed over what is heard: write it, edit it,
    commit it. With a spec, the picture shows the film's joins too.

    \b
    nbstudio analyze neon-rain.mp3
    nbstudio analyze specs/neon-rain.yaml --write --picture
    nbstudio analyze neon-rain.mp3 --json
    """  # noqa: D301
    if song is None and picture and not picture.endswith(".png"):  # the option took the song for its file
        song, picture = picture, ""
    if song is None:
        raise UsageError("a song or a spec is missing", hint="nbstudio analyze song.mp3")
    spec = _spec(song)
    found = _of_spec(spec, cache) if spec else _of_file(Path(song))
    folder = into or found.beside.parent
    text, drawing = (folder / f"{found.beside.name}{ending}" for ending in (TEXT, PICTURE))
    if write and text.exists() and not force:
        raise StepError(
            f"`{screen.shown(text)}` is there already, and may hold a person's edits",
            code="file-exists",
            hint="remove it, or write over it with --force: what it says of beats and sections is kept, notes are not",
        )
    drawing = Path(picture) if picture else drawing
    if write or picture is not None:
        folder.mkdir(parents=True, exist_ok=True)
    made = []
    if write:
        from nbstudio.sound import notes

        _put(text, notes.text(found.song, found.name).encode())
        made.append(text)
    if picture is not None:
        _draw(found, drawing)
        made.append(drawing)
    if as_json:
        screen.emit(value_of(found), indent=None)
    else:
        _tell(found)
    for path in made:
        (screen.tell if as_json else screen.say)(f"wrote {screen.shown(path)}")


def value_of(found: Found) -> dict[str, Any]:
    """Return what `--json` prints; `joins` of a spec's film as [begin, end], the same moment for a cut."""
    value = found.song.data()
    return {**value, "joins": [list(join) for join in found.joins], "edited": found.edit is not None}


def _spec(word: str) -> Path | None:
    """Return the spec that a word means, or nothing where it means a sound."""
    path = Path(word)
    if path.suffix in {".yaml", ".yml"} or not (path.exists() or path.suffix):
        return options.chosen([word])[0]
    return None


def _of_file(path: Path) -> Found:
    from nbstudio.sound import analysis
    from nbstudio.spec import heard

    if path.is_dir() or not path.exists():
        said = "is a folder, not a song" if path.is_dir() else "is not there"
        hint = "name a file in it" if path.is_dir() else "give the path of an audio file, or of a spec"
        raise UsageError(f"`{screen.shown(path)}` {said}", code="missing-file", hint=hint)
    edit = next((place for place in heard.places(None, path) if place.is_file()), None)
    told = heard.read(edit, str(edit)) if edit else heard.Edit()
    with doubts.listening() as warned:
        song = analysis.analyse(path, told)
    screen.diagnostics(warned)
    return Found(song, path, path.with_suffix(""), edit, name=path.name)


def _of_spec(spec: Path, cache: Path | None) -> Found:
    """Hear a spec's song by the build's own step, so that the build need not hear it again."""
    from nbstudio.graph import opening
    from nbstudio.plan import captions
    from nbstudio.plan.moments import Music
    from nbstudio.plan.survey import SONG
    from nbstudio.sound import analysis
    from nbstudio.sound.song import Song

    opened = opening.open_spec(spec, Settings.load(cache=cache))
    try:
        with progress.listener(opened.name, opened.settings.jobs) as listen:
            run = opened.run(until="analysis", listen=listen)
            result = run.build_all() if run.work.plan.partial else None
        if result and not result.ok:
            wrong = next(iter(run.errors.values()), None)
            raise wrong or StepError("the song was not heard")
        screen.diagnostics(run.doubts(opened.place), options.root(spec))
        found = run.found()
        song = Song.from_json(found[SONG])
        words = captions.sung(captions.read(found[captions.LINES])) if captions.LINES in found else ()
        brief = opened.planner.desk.brief
        begins = Music(song, brief.frame.rate, words).span(brief.range)[0] if brief.range else 0.0
        path = opened.paths.get(brief.music)
        if path is None:  # composed: the song is a target, and its map knows all but how loud it plays
            path = opened.store.object(run.work.digest(brief.music))
            song = analysis.weighed(song, path)
        edit = opened.files(opened.loaded.edit) if opened.loaded.edit else None
        told = tuple((begins + a, begins + b) for a, b in joins(run.work.plan, float(brief.frame.rate)))
        name = opened.name if brief.music not in opened.paths else path.name
        return Found(song, path, spec.with_suffix(""), edit, told, name)
    finally:
        opened.store.close()


def joins(plan: Plan, rate: float) -> Joins:
    """Return from when to when each two shots of a planned film are joined; a cut begins and ends at once."""
    film = plan.by_target.get(plan.goal)
    if film is None or film.kind != "film":
        return ()
    parts = [plan.by_target[name] for name in dict(film.inputs)["segments"]]
    found: list[tuple[float, float]] = []
    frame = 0
    for number, part in enumerate(parts):
        count = int(part.params["count"])
        if part.kind == "transition":
            found.append((frame / rate, (frame + count) / rate))
        elif number and parts[number - 1].kind != "transition":
            found.append((frame / rate, frame / rate))
        frame += count
    return tuple(found)


def _draw(found: Found, path: Path) -> None:
    from nbstudio.sound import chart, decode

    wave = chart.envelope(decode.blocks(found.path, seconds=20.0), found.song.samples)
    stem = Path(found.name).stem
    title = printable(stem if stem == found.beside.name else f"{found.beside.name}: {found.name}")
    _put(path, chart.png(chart.draw(found.song, wave, title, found.joins)))


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        said = f"`{screen.shown(path)}` can't be written: {error.strerror}"
        raise StepError(said, code="output-unwritable") from error


def _tell(found: Found) -> None:
    from nbstudio.sound import notes

    song = found.song
    facts = [notes.clock(song.seconds), notes.loud(song.loudness.integrated)]
    facts += [f"{song.key.name} (sure: {song.key.confidence:.2f})"] if song.key.name else []
    screen.say(f"{screen.paint(printable(found.name), 'bold')}  {', '.join(facts)}")
    if found.edit:
        screen.say(f"  with what {screen.shown(found.edit)} says")
    if song.beats:
        screen.say(f"  tempo     {notes.tempo(song)}")
        screen.say(
            f"  beats     {len(song.beats)}, the first at {notes.clock(song.beats[0])}; sure: {song.confidence:.2f}"
        )
        first = f", the first at {notes.clock(song.downbeats[0])}" if song.downbeats else ""
        screen.say(f"  bars      {len(song.downbeats)} of {song.beats_per_bar} beats{first}")
    else:
        screen.say(
            f"  beats     none: no pulse is felt in it (sure: {song.confidence:.2f}); a film is cut on its sections"
        )
    if found.joins:
        screen.say(f"  joins     {len(found.joins)}")
    screen.say("  sections")
    names = notes.numbered([section.label for section in song.sections])
    wide = max(map(len, names))
    for section, name in zip(song.sections, names, strict=True):
        bar = f"bar {notes.bar_at(song, section.start):<4}" if song.downbeats else ""
        energy = "█" * max(1, round(BAR * section.energy))
        screen.say(
            f"    {notes.clock(section.start):>8}  {name:<{wide}}  {bar} {notes.loud(section.loudness):>11}"
            f"  sure: {section.confidence:.2f}  {screen.paint(energy, 'hint')}"
        )
