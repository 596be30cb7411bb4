"""Files: which values are paths, and whether they may be read.

A value is a prompt or a path: an existing file inside the project, or anything with a media file's suffix,
is a path. Paths are relative to the spec's own file and stay inside the project, symbolic links followed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbstudio.diagnostics import Diagnostic, nearest
from nbstudio.project import Project
from nbstudio.source import Span

PICTURES = frozenset(
    (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jp2")
)
MOVING = frozenset((".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v"))
SOUNDS = frozenset((".mp3", ".wav", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".aif", ".aiff", ".wma"))
LONGEST_TEXT = 1 << 18
"""Bytes of a text that is spoken: about five hours."""
TEXTS = frozenset((".txt", ".md"))
LYRICS = (".lrc", ".srt", ".vtt", ".txt")
MEDIA = PICTURES | MOVING | SOUNDS

COPIED = "put a copy of the file itself in its place"
ALLOWED = "give yourself the right to read it"

Where = Callable[[], Span] | None


class Files:
    """The files that one spec names."""

    def __init__(self, spec: Path, project: Project) -> None:
        self.folder = spec.resolve().parent
        self.project = project
        self.wrong: list[Diagnostic] = []
        self.seen: dict[str, str | None] = {}
        self.texts: dict[str, str] = {}
        """What stands in the files that were read, by their names as the spec writes them."""

    def is_path(self, value: str) -> bool:
        """Tell a path from words."""
        text = value.strip()
        if "\n" in text or len(text) > 400 or not text:
            return False
        if Path(text).suffix.lower() in MEDIA and (" " not in text or "/" in text or self._stands(text)):
            return True
        return ("/" in text or "." in text) and self._stands(text)

    def is_text(self, value: str) -> bool:
        """Tell the path of a file of words from words themselves."""
        text = value.strip()
        named = Path(text).suffix.lower() in TEXTS and " " not in text and len(text) < 400
        return named or self.is_path(text)

    def _stands(self, text: str) -> bool:
        try:
            return (self.folder / text).is_file()
        except (OSError, ValueError):
            return False

    def take(self, value: str, where: Where) -> str | None:
        """Return the project-relative path of `value`; nothing, and a diagnostic, where it can't be read."""
        if value in self.seen:
            return self.seen[value]
        found = self._take(value, where)
        self.seen[value] = found
        return found

    def read(self, value: str, where: Where) -> None:
        """Take a file of words, and keep its text; a diagnostic where it is none."""
        if value in self.texts or self.take(value, where) is None:
            return
        try:
            path = self.folder / value
            if path.stat().st_size > LONGEST_TEXT:
                self._refuse("too-large", f"`{value}` is larger than {LONGEST_TEXT >> 10} KB", where)
                return
            self.texts[value] = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            self._refuse("not-utf-8", f"`{value}` is not UTF-8 text", where, "save it as UTF-8")
        except OSError as error:
            self._refuse("unreadable-file", f"`{value}` can't be read: {error.strerror or error}", where)

    def _take(self, value: str, where: Where) -> str | None:
        root = self.project.root
        if Path(value).is_absolute() or (len(value) > 1 and value[1] == ":"):
            return self._refuse("outside-project", f"`{value}` is an absolute path", where)
        try:
            path = self.folder / value
            real = path.resolve()
            if not Path(_normal(path)).is_relative_to(root):
                return self._refuse("outside-project", f"`{value}` leads out of the project", where)
            if not real.is_relative_to(root):
                return self._refuse("outside-project", f"`{value}` is a symbolic link out of the project", where)
            if real.is_dir():
                return self._refuse("missing-file", f"`{value}` is a folder, not a file", where, "name a file in it")
            if real.exists() and not real.is_file():
                return self._refuse("unreadable-file", f"`{value}` is a pipe or a device, not a file", where, COPIED)
            if not real.is_file():
                return self._missing(value, path, where)
            with real.open("rb") as file:
                file.read(1)
        except PermissionError:
            return self._refuse("unreadable-file", f"`{value}` can't be read: you have no right to", where, ALLOWED)
        except RuntimeError:  # how Python 3.11 and 3.12 tell of a loop
            return self._refuse("unreadable-file", f"`{value}` is a symbolic link to itself", where, COPIED)
        except (OSError, ValueError) as error:
            return self._refuse("unreadable-file", f"`{value}` can't be read: {error}", where)
        return real.relative_to(root).as_posix() if real != path else Path(_normal(path)).relative_to(root).as_posix()

    def _missing(self, value: str, path: Path, where: Where) -> str | None:
        hint = "paths are relative to the spec's own file"
        if path.parent.is_dir():
            near = nearest(path.name, (entry.name for entry in path.parent.iterdir() if entry.is_file()))
            if near:
                hint = f"did you mean `{(Path(value).parent / near).as_posix()}`?"
        return self._refuse("missing-file", f"there is no file `{value}`", where, hint)

    def _refuse(self, code: str, message: str, where: Where, hint: str | None = None) -> str | None:
        if code == "outside-project":
            hint = "copy the file into the project, and write its path relative to the spec"
        self.wrong.append(Diagnostic(code, message, where() if where else None, hint=hint))
        return None


def _normal(path: Path) -> str:
    """Return a path without `.` and `..`, links not followed."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part not in {".", ".."}:
            parts.append(part)
    return str(Path(*parts))
