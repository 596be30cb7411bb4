"""Codes of the spec: its text, its values, the moments and words of the song that it names."""

from __future__ import annotations

from nbstudio.console.codes.page import Page

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
        "what a rule makes, is of a size that hides the face, or lacks the one who is named. A face that turns out too "
        "small, turned away, or drawn over by a painterly style is no mistake: its mouth rests, and the segment's "
        "facts say why.",
        "{id: verse, cast: [ana], size: close-up, still: Ana sings on a stage, lip_sync: vocals}",
    ),
    "no-vocals": Page(
        "`lip_sync: vocals` follows the voice that is heard in the song, and the composer's songs are played, not "
        "sung; or it names a track that is muted. Give a recording with a voice as `music: {file: …}`, or name a track "
        "with a voice: what it says, or a recording of the voice alone.",
        "audio: {tracks: [{id: song, source: music}, {id: vo, say: I waited all night.}]}\n"
        "…\n- {id: verse, cast: [ana], size: close-up, still: Ana at the window, lip_sync: vo}",
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
    "duplicate-cast": Page(
        "A `cast:` names somebody twice. A person is in a shot once; the order tells who stands nearest.",
        "cast: [mira, tom]",
    ),
    "crowded-shot": Page(
        "A shot has more people than it can hold: up to four are framed side by side. A scene may have any number; "
        "name those of a shot in its own `cast`, or in its words.",
        "{id: duet, cast: [mira, tom], still: they sing back to back}",
    ),
    "nobody-there": Page(
        "A shot is told to show nobody (`cast: []`), and asks for a face or the outline of somebody. It is made, as a "
        "picture of the place alone, and probably not meant.",
        "{id: shadow, cast: [mira], size: silhouette, still: against the evening sky}",
    ),
    "size-too-near": Page(
        "So many people don't fit into one frame that near: they are seen in the nearest size of shot that holds them "
        "all. A frame of another shape holds others: two faces fill a wide one and crowd an upright one.",
        "{id: band, cast: [ana, leo, kim], size: medium}",
    ),
    "unknown-track": Page(
        "A rule of ducking names a track or a role that is not in the mix, or a mouth is to follow a track that is "
        "not. Roles are music, voice, effect and ambience; a track is named by its id.",
        "ducking: {under: voice, duck: [music, rain], by: 9dB}",
    ),
    "beyond-film": Page("A track of the mix begins when the film is over, so that nothing of it would be heard."),
    "unnamed-location": Page("A location is nearly a name of `locations:`, and is none: it is read as words."),
    "unknown-place": Page(
        "A location names no place that the embedded art director can paint, nor do the shot's own words: it is seen "
        "in the film's own place, or in shapes and colours. Say in a plainer word what it is like, or let a provider "
        "make the stills that knows every place.",
        "location: the foyer of an old cinema, red velvet",
    ),
    "no-effect": Page("A key is allowed where it stands, and nothing comes of it there; the message tells why."),
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
    "unknown-motion": Page(
        "A name stands for no motion, or some words of a `motion:` say nothing of how the camera moves (a warning). "
        "`nbstudio rules motions` lists names; sentences are read for what a camera or a person does. What is to be "
        "seen, rain or a flying coat, is told in `still:`.",
        "motion: tracking shot from the left     # or: drift-right",
    ),
    "unknown-transition": Page(
        "There is no transition of that name. `nbstudio rules transitions` lists them.", "transition: whip-pan-left"
    ),
    "unknown-style": Page("There is no style of that name. `nbstudio rules styles` lists them.", "style: cinematic"),
    "unknown-provider": Page("There is no provider of that name. `nbstudio doctor` lists those that are found."),
    "unknown-shot": Page("A shot is meant by an id that no shot has. Ids are written with `id:`."),
    "beats-needed": Page(
        "A length in beats or bars needs a beat, and none was found in the song: a voice alone, rain, silence. Give "
        "the length in seconds or frames.",
        "duration: 4s     # instead of 2bars",
    ),
    "short-transition": Page(
        "A transition is asked to last longer than its shots can give: it takes half of each at the most, so that a "
        "part of every shot is seen alone. It is made as long as can be, and the message says how long that is.",
        "transition: {type: dissolve, duration: 1s}     # both shots last two seconds or more",
    ),
    "too-short": Page(
        "A shot, a scene or the song is too short for what is asked of it: a transition takes its time from both of "
        "its shots, and a shot is at least some frames long. Make it longer, or the transition shorter."
    ),
}
