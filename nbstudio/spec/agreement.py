"""Agreement: what parts of a spec say of one another, where each alone is right."""

from __future__ import annotations

from collections.abc import Iterator

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.source import Span
from nbstudio.spec import files
from nbstudio.spec.audio import ROLES
from nbstudio.spec.captions import LYRICS, TRANSCRIBE, Lyrics
from nbstudio.spec.model import Video
from nbstudio.spec.text import Text
from nbstudio.spec.tracks import speaking

SHORTEST, LONGEST = 10.0, 1200.0
"""Seconds that a composed song may last."""


def times(video: Video, text: Text) -> Iterator[Diagnostic]:
    """Hold what shots and scenes say of when they are against itself."""
    for i, scene in enumerate(video.scenes or ()):
        if scene.section and scene.range:
            yield _either("section", "range", text.place("scenes", i, "range"))
        for j, shot in enumerate(scene.shots):
            for other in ("at", "duration") if shot.range else ():
                if getattr(shot, other):
                    yield _either("range", other, text.place("scenes", i, "shots", j, other))


def _either(one: str, other: str, span: Span) -> Diagnostic:
    hint = "`range` says both when it begins and how long it is" if one == "range" else "keep one of them"
    return Diagnostic("wrong-value", f"`{one}` and `{other}` exclude each other", span, hint=hint)


def music(video: Video, text: Text) -> Iterator[Diagnostic]:
    """A song is given or composed, not both; what is composed is told in one place."""
    music, order = video.music, video.music.generate
    if order is None:
        if not music.file:
            hint = "write `music: assets/song.mp3`, or `music: {generate: a calm piano ballad}`"
            yield Diagnostic("missing-key", "`music` needs `file` or `generate`", text.place("music"), hint=hint)
        return
    if music.file:
        message = "`music` has a `file` and is to be composed, too"
        yield Diagnostic("wrong-value", message, text.place("music", "generate"), hint="take one of them out")
    for key in ("bpm", "first_downbeat", "beats_per_bar"):
        if getattr(music, key) is not None:
            hint = "write `bpm` under `generate`" if key == "bpm" else "take it out: a composed song's bars are known"
            yield Diagnostic(
                "wrong-value", f"`{key}` is for a song that is listened to", text.place("music", key), hint=hint
            )
    if not (order.prompt or order.genre):
        hint = "write `generate: a dreamy synthwave ballad`, or `genre: …`"
        yield Diagnostic("missing-key", "`generate` needs a `prompt` or a `genre`", text.place("music"), hint=hint)
    if order.duration and (order.duration.unit != "seconds" or not SHORTEST <= order.duration.amount <= LONGEST):
        message = f"a composed song lasts from {SHORTEST:g} seconds to {LONGEST / 60:g} minutes"
        place = text.place("music", "generate", "duration", value=True)
        yield Diagnostic("wrong-value", f"`duration`: {message}", place, hint="write `90s` or `2min`")


def sung(video: Video, text: Text) -> Iterator[Diagnostic]:
    """Hold what is said of lyrics and captions against each other."""
    lyrics = video.music.lyrics
    if lyrics and bool(lyrics.file) == bool(lyrics.lines):
        said = "`file` and `lines` exclude each other" if lyrics.file else "`lyrics` needs a `file`, or `lines`"
        hint = "write `lyrics: assets/song.lrc`, or a list of lines"
        yield Diagnostic("wrong-value", said, text.place("music", "lyrics"), hint=hint)
    if lyrics and lyrics.file and not lyrics.file.lower().endswith(files.LYRICS):
        message = f"`{lyrics.file}` is no file of lyrics"
        place = text.place("music", "lyrics", value=True)
        yield Diagnostic("wrong-value", message, place, hint=f"lyrics are read from {', '.join(files.LYRICS)}")
    if lyrics:
        yield from _fixes(lyrics, text)
    if video.captions and video.captions.mode != "off":
        yield from _shown(video, video.captions.source, text)


def _fixes(lyrics: Lyrics, text: Text) -> Iterator[Diagnostic]:
    """Hold corrections of lines against themselves, and against the lines where those stand in the spec."""
    if lyrics.lines and not any(line.strip() for line in lyrics.lines):
        place = text.place("music", "lyrics", value=True)
        yield Diagnostic("wrong-value", "none of the lines has words", place, hint="write what is sung")
    for number, fix in lyrics.fix.items():
        said = hint = ""
        if lyrics.lines and number > len(lyrics.lines):
            said = f"there is no line {number}: the lyrics have {len(lyrics.lines)}"
            hint = "`nbstudio lyrics` shows the lines with their numbers"
        elif not fix.model_fields_set:
            said, hint = f"nothing is corrected of line {number}", "write `start`, `end`, `text`, or `off`"
        elif fix.start is not None and fix.start < 0:
            said, hint = f"line {number} would begin before the song", "times are counted from the song's start"
        elif fix.end is not None and fix.end <= (fix.start or 0.0):
            said, hint = f"line {number} would end before it begins", "give a later `end`, or an earlier `start`"
        if said:
            yield Diagnostic("wrong-value", said, text.place("music", "lyrics", "fix", number, value=True), hint=hint)


def _shown(video: Video, source: str | None, text: Text) -> Iterator[Diagnostic]:
    """Hold the words that captions are to show against those there are."""
    if source == TRANSCRIBE or (source in {None, LYRICS} and video.music.lyrics):
        return
    if source in {None, LYRICS}:
        if source is None and speaking(video.audio):
            return
        hint = "write `music: {file: …, lyrics: assets/song.lrc}`, or `captions: {source: transcribe}`"
        yield Diagnostic("no-lyrics", "there are no lyrics to be shown", text.place("captions"), hint=hint)
        return
    if speaking(video.audio, source):
        return
    place = text.place("captions", "source", value=True)
    known = [track.id for track in video.audio.tracks]
    if source not in {*known, *ROLES}:
        names = (LYRICS, TRANSCRIBE, *known)
        hint = did_you_mean(str(source), names) or f"captions show {', '.join(names)}"
        yield Diagnostic("unknown-track", f"there is no track called `{source}`", place, hint=hint)
        return
    hint = "name a track with `say: …` that is in the mix, or take `source` out"
    yield Diagnostic("no-lyrics", f"nothing is heard to be said on `{source}`", place, hint=hint)
