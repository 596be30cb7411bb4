"""Codes of what is given: the command line, and files of every kind."""

from __future__ import annotations

from nbstudio.console.codes.page import Page

PAGES: dict[str, Page] = {
    # The command line
    "out-is-input": Page(
        "`--out` names a file that the film is made from: the song, a picture, the spec or a rule. It would be lost, "
        "so nothing was done. Choose another name."
    ),
    "out-unwritable": Page(
        "The film can't be copied to where `--out` says: no room, no right, or no folder. The film itself is kept in "
        "the cache's `builds/NAME/`."
    ),
    "output-unwritable": Page("What was to be printed can't be: the disk behind the standard output may be full."),
    "interrupted": Page("The build was stopped by Ctrl-C. What was finished is kept; the same command goes on."),
    "usage": Page("The command line is wrong. `nbstudio COMMAND --help` says what it takes."),
    "no-project": Page(
        "There is no project around here: a folder with `specs/` in it. `nbstudio new` begins one where you are."
    ),
    # Inputs
    "unusable-input": Page("A photo, a song or an own picture can't be used for what it is given for."),
    "unreadable-file": Page("A file can't be read: it is no file, its disk fails, or you lack the right to read it."),
    "empty-file": Page("A file has no bytes, as an interrupted copy or download leaves it."),
    "unknown-title": Page(
        "No design of titles is called that. `nbstudio rules titles` lists those there are; a project adds its own in "
        "`rules/catalog/titles.yaml`.",
        "titles: {opening: {text: Neon Rain, design: poster}}",
    ),
    "bad-lut": Page(
        "A `.cube` file is not a table of colours that can be used: a keyword or number is wrong, values are missing, "
        "or it is too large. The line is the file's own. Export it anew from the program that made it; 33 points to a "
        "side are enough for any look.",
        "LUT_3D_SIZE 2\n0 0 0\n…     # 2 × 2 × 2 rows of red, green and blue",
    ),
    "not-an-image": Page(
        "A file that is given as a picture is none, whatever its name says. JPEG, PNG and WebP are read everywhere."
    ),
    "not-a-song": Page(
        "A file that is given as music is none, or none of it can be decoded. MP3, WAV, FLAC, Ogg and M4A are read."
    ),
    "nothing-heard": Page(
        "The `in` and `out` points of a track leave nothing of its source. The note says how long it is."
    ),
    "not-a-track": Page("A file that the mix is summed from is no track. Building again renders it anew."),
    "song-too-short": Page("The song is over before a shot could begin. Give one of at least a second."),
    "song-too-long": Page("The song is longer than what one film can be made of. Cut it into parts."),
    "truncated-song": Page(
        "The song's file ends before its music does, as a broken download leaves it. Of a WAV, MP3 or Ogg file what is "
        "there is used, with a warning that tells how much is missing; a FLAC, AIFF or M4A is refused. Get it again."
    ),
    "broken-samples": Page(
        "A file of floating-point samples holds some that are no numbers or more than 80 dB over full scale, as a "
        "filter or plug-in that went wrong leaves them. They are heard as silence. Export the file again."
    ),
    "mix-silent": Page(
        "Nothing in the mix passes -70 LUFS, below which a meter of loudness hears nothing (ITU-R BS.1770), so that "
        "there is nothing to bring to its target: it stays as it is. A file may be empty, or a channel dead.",
    ),
    "mix-raised": Page(
        "The mix was so soft that it took more than 30 dB of gain to make it as loud as was asked. It is that loud now "
        "and stays under its ceiling, but the hiss and hum of the recording were raised with it. A lower target keeps "
        "them down.",
        "audio: {loudness: {target: -30LUFS}}",
    ),
    "loudness-missed": Page(
        "The finished mix, measured as a player decodes it, is not as loud as was asked, or peaks higher: a sound that "
        "is all peaks and no body can't be loud under a low ceiling. The message says what was reached.",
        "audio: {loudness: {target: -20LUFS, true_peak: -1dBTP}}",
    ),
    "not-a-video": Page(
        "A file that is given as footage is none, whatever its name says. MP4, MOV, MKV, WebM, AVI, and animated GIF "
        "and PNG are read; an animated WebP is not, and a picture is shown by `still:`."
    ),
    "first-frame": Page(
        "A picture that is an animation is shown as a still, so that only its first frame is seen. As footage all of "
        "them are.",
        "{id: cat, video: assets/cat.gif, loop: true}",
    ),
    "no-picture": Page("A file that is given as footage holds sound alone, or a cover: no moving picture is in it."),
    "truncated-video": Page(
        "Footage ends before its index says so, or has lost its index, as a broken copy leaves it. Copy it again."
    ),
    "video-too-large": Page("Footage has more pixels a side than any screen shows. Save it smaller."),
    "past-end": Page("The `in` point of a shot lies behind the end of its footage. The message says how long it is."),
    "short-footage": Page(
        "A shot is seen for longer than its footage goes on; its frames in transitions count. Make the shot shorter, "
        "begin earlier, or let the footage begin anew: `loop: true`."
    ),
    "unusable-image": Page("A picture is damaged or cut off, so that it can't be decoded whole. Get it again."),
    "image-too-large": Page("A picture has more pixels than can be held in memory. Make it smaller first."),
    "no-face": Page(
        "No face was found in a photo of the cast. Give one with the face larger and turned to the camera."
    ),
    "too-small": Page("The face in a photo has too few pixels. Under 40 nobody can be told; 90 and more look good."),
    "too-blurred": Page("The face in a photo is blurred, so that neither a film nor a check can go by it."),
    "profile": Page(
        "A face is turned so far to the side that it can't be recognised. Use one that looks at the camera."
    ),
    "too-dark": Page("A face has hardly any light on it."),
    "too-bright": Page("A face is overexposed."),
    "photos-differ": Page(
        "The photos of a cast member show different people, and their mean would be nobody. Take out the one that is "
        "named, or choose the face that is meant.",
        "cast: {mira: {photos: [mira.jpg, band.jpg], face: left}}",
    ),
    "no-such-face": Page("A photo has fewer faces than the number asks for; they are counted from the left."),
    "unknown-backend": Page("What tells faces apart is `mobilefacenet`, `dlib` or `insightface`."),
    "no-insightface": Page(
        "The backend `insightface` needs its package and a pack of models on this disk; nbstudio downloads neither."
    ),
    "identity-failed": Page(
        "A finished shot shows a face that is not surely the person's, and the spec wants that to fail. The notes give "
        "the score of the worst frame.",
        "cast: {mira: {photos: [mira.jpg], identity: {min_score: 0.85, on_fail: warn}}}",
    ),
    "face-missing": Page(
        "A shot is of several people, and in none of the frames looked at is there a face of one of them that is large "
        "enough to be told: it is drawn over by the style, turned away, or hidden. The shot is made all the same.",
        "{id: duet, cast: [mira, tom], size: medium-close-up}",
    ),
    "face-pack": Page("What is kept of a face is damaged or of another version. Building again makes it anew."),
    "input-changed": Page(
        "A file changed while a target was being made from it, so the result was not kept. Run again."
    ),
    "bad-lyrics": Page(
        "A file of lyrics can't be read at the place that is shown: a time that is none, or a text without one. LRC "
        "has `[mm:ss.xx]` before every line, SRT and WebVTT `00:00:01,000 --> 00:00:04,000` above every text; lyrics "
        "without times are plain text (`.txt`), and are then looked for in the song."
    ),
    "empty-lyrics": Page("A file of lyrics has no line in it. Write one line a row."),
    "no-lyrics": Page(
        "Captions are asked for, and there are no words to show. Give them beside the song.",
        "music: {file: assets/song.mp3, lyrics: assets/song.lrc}\ncaptions: karaoke",
    ),
    "late-lyrics": Page(
        "Lines of the lyrics begin after the song is over, so they are left out: the file may be of another song or of "
        "a longer version of it. Lines that are late alone are moved or dropped by their number.",
        "music: {file: assets/song.mp3, lyrics: {file: assets/song.lrc, offset: -30s, fix: {41: off}}}",
    ),
    "small-captions": Page(
        "A word or a line in several languages has so many letters that, to be seen at once, it is set too small to be "
        "read. A long line of one language is shown as several captions by itself. Shorten it by its number.",
        "music: {file: assets/song.mp3, lyrics: {file: assets/song.lrc, fix: {3: {text: Hold me}}}}",
    ),
    "small-title": Page(
        "A title has so many words that they are too small to be read, though they take as many lines as there is room "
        "for: its capitals are lower than 2.2 % of the frame's height, or those of its subtitle or credits than 1 %. "
        "Say less, or give some of it to another shot's title.",
        "titles: {end: {credits: [{Music: Mira Vale}, {Voice: Ana Lind}]}}",
    ),
    "missing-glyph": Page(
        "A letter of the lyrics is in none of the fonts that come with nbstudio, so that nobody could read it. Write "
        "the line without it, in the lyrics or as a correction.",
        "music: {file: assets/song.mp3, lyrics: {file: assets/song.lrc, fix: {3: {text: Hold me}}}}",
    ),
    "unknown-font": Page("No font of that name comes with nbstudio; those of the system are never used. Take another."),
    "no-font": Page("The package that brings a font is not installed. The hint names it."),
    "unknown-caption": Page(
        "Captions ask for a style that the catalog does not have; `nbstudio rules captions` lists them.",
    ),
}
