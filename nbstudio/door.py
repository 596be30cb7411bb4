"""The front door: the console script, which knows in milliseconds that there is nothing to do.

The problem: importing what a build needs takes a hundred times as long as finding that no file changed. So
after every whole build a *stamp* is left in `cache/builds/NAME/.door`: the times, sizes and inodes of all
that the build read and left. While all of them hold, the stored line (or, for `--json`, the stored report)
is the answer. Nothing but `sys` and `os` is imported here, and a test keeps it so. It knows the project's
shape (where specs and the cache are) because it has to know it first; commands ask here.
"""

import os
import sys

from nbstudio import __version__

FORMAT = (
    f"door 1 nbstudio {__version__} python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
)
DERIVED = (".storyboard.yaml", ".analysis.yaml", ".lock.yaml")
"""Endings of files in `specs/` that are not specs."""

SLACK = 50_000_000
"""Nanoseconds before the command's start in which a changed file may change again without its times showing it."""
COARSE = 2_000_000_000
"""The same, where a filesystem keeps whole seconds only."""

END = "\n.\n"
"""How a whole stamp ends."""

FLAGS = frozenset(("--json", "--frozen", "--draft"))
VALUES = frozenset(("--out", "-o", "--jobs", "-j", "--cache"))
SILENT = frozenset(("NBSTUDIO_CACHE", "NBSTUDIO_JOBS", "NBSTUDIO_DEBUG"))
"""Variables of ours that change where or how fast, never what."""


def main() -> int:
    """Answer a build that has nothing to do; hand everything else to the command line."""
    argv = sys.argv[1:]
    if argv[:1] == ["build"]:
        answer = nothing_to_do(argv[1:])
        if answer is not None:
            return leave(answer)
    # The one way up from here: importing the program is what the front door saves.
    from nbstudio.cli import main as program

    return program(argv)


def leave(answer: str) -> int:
    """Write the answer and end the process at once: there is nothing to clean up."""
    if sys.stdout is None:  # closed by the shell
        os._exit(0)
    try:
        sys.stdout.flush()
        os.write(1, answer.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "backslashreplace"))
    except BrokenPipeError:
        os._exit(141)  # whoever read us has gone; the shell's word for it
    except OSError:
        os._exit(3)
    os._exit(0)


def nothing_to_do(argv: list[str]) -> str | None:
    """Return what to print when every stamp that this command asks for holds; else nothing."""
    order = read(argv)
    if order is None:
        return None
    specs, cache, out, draft, as_json = order
    specs = specs or project_specs(os.getcwd())
    if not specs or (out and len(specs) > 1):
        return None
    answers = []
    for spec in map(spec_path, specs):
        root = project_root(os.path.dirname(os.path.realpath(spec)))
        if root is None:
            return None
        stored = holds(stamp_path(cache_folder(root, cache), spec), key(spec, out, draft))
        if stored is None:
            return None
        answers.append(stored[1 if as_json else 0])
    return "".join(f"{answer}\n" for answer in answers)


def read(argv: list[str]) -> tuple[list[str], str | None, str | None, bool, bool] | None:
    """Return (specs, cache, out, draft, json) of a build's command line; nothing when it asks for more."""
    specs: list[str] = []
    values: dict[str, str] = {}
    flags: set[str] = set()
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word in FLAGS:
            flags.add(word)
        elif name in VALUES:
            values["--out" if name == "-o" else name] = value if equals else next(words, "")
        elif word.startswith("-"):
            return None
        else:
            specs.append(word)
    return specs, values.get("--cache"), values.get("--out"), "--draft" in flags, "--json" in flags


# The project's shape


def project_root(start: str) -> str | None:
    """Return the nearest folder, from `start` up, that has `specs/`; nothing where there is none."""
    folder = os.path.realpath(start)
    while not os.path.isdir(f"{folder}/specs"):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def project_specs(start: str) -> list[str]:
    """Return the paths of all specs of the project around `start`, by name."""
    root = project_root(start)
    if root is None:
        return []
    return [f"{root}/specs/{name}" for name in sorted(os.listdir(f"{root}/specs")) if is_spec(name)]


def spec_path(word: str) -> str:
    """Return the file that a person means by `word`: a path, or the name of a spec of the project."""
    if word.endswith(".yaml") or os.sep in word or os.path.exists(word):
        return word
    root = project_root(os.getcwd())
    named = f"{root}/specs/{word}.yaml"
    return named if root and os.path.isfile(named) else word


def is_spec(name: str) -> bool:
    """Tell whether a file of that name in `specs/` is a spec."""
    return name.endswith(".yaml") and not name.startswith(".") and not name.endswith(DERIVED)


def cache_folder(root: str, flag: str | None = None) -> str:
    """Return the cache: as the flag says, else NBSTUDIO_CACHE, else the project's own."""
    return os.path.abspath(flag or os.environ.get("NBSTUDIO_CACHE") or f"{root}/cache")


# The stamp


def stamp_path(cache: str, spec: str) -> str:
    """Return where the stamp of a spec is kept."""
    return f"{cache}/builds/{os.path.basename(spec).removesuffix('.yaml')}/.door"


def key(spec: str, out: str | None, draft: bool) -> str:
    """Return what a stamp is good for: the command as far as it decides the result."""
    ours = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith("NBSTUDIO_") and name not in SILENT
    ]
    # The working folder is part of it because the line names the film as seen from there.
    folder = os.getcwd()
    words = [os.path.realpath(spec), os.path.abspath(out) if out else "", "draft" if draft else "", folder, *ours]
    return "\t".join(words).replace("\n", " ")


def sign(path: str) -> str:
    """Return the line of a stamp for `path`: what changes whenever its content may have, or its absence."""
    try:
        stat = os.stat(path)
    except OSError:
        return f"- - - - {path}"
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino} {path}"


def stamped(path: str) -> str | None:
    """Return the spec whose build the stamp at `path` is of; nothing where there is no stamp of ours."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            form, asked = file.readline(), file.readline()
    except OSError:
        return None
    return asked.partition("\t")[0] if form == FORMAT + "\n" else None


def holds(path: str, wanted: str) -> tuple[str, str] | None:
    """Return (line, report as JSON) of the stamp at `path` if it is for `wanted` and all in it is so still."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            head, _, tail = file.read().partition("\n\n")
    except OSError:
        return None
    form, _, rest = head.partition("\n")
    asked, _, rest = rest.partition("\n")
    if form != FORMAT or asked != wanted:
        return None
    stat = os.stat
    for row in rest.split("\n"):
        fields = row.split(" ", 4)
        if len(fields) != 5:
            return None
        mtime, ctime, size, inode, name = fields
        try:
            now = stat(name)
        except OSError:
            if mtime == "-":
                continue
            return None
        if (
            str(now.st_mtime_ns) != mtime
            or str(now.st_ctime_ns) != ctime
            or str(now.st_size) != size
            or str(now.st_ino) != inode
        ):
            return None
    line, _, report = tail.partition("\n")
    return (line, report.removesuffix(END)) if report.endswith(END) else None


def program_files() -> list[str]:
    """Return the program's own sources, so that an upgrade or an edit is seen."""
    package = os.path.dirname(os.path.abspath(__file__))
    found = []
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found += [f"{folder}/{name}" for name in sorted(files) if name.endswith(".py")]
    return found


def keep(path: str, *, wanted: str, since: int, read: list[str], made: list[str], line: str, report: str) -> bool:
    """Write the stamp of a whole build; return whether its answer can be trusted, else leave none.

    `read` are the files and folders that decided the result; `since` is the time (ns) at which the command
    began, before any of them was read: one changed after that, or so shortly before that its times may not
    show the next change, makes the stamp worthless. `made` are the files that the build left.
    """
    rows = []
    for name in dict.fromkeys(map(os.path.abspath, read)):
        row = sign(name)
        mtime, ctime, *_ = row.split(" ", 2)
        if mtime != "-":
            last = max(int(mtime), int(ctime))
            coarse = int(mtime) % 1_000_000_000 == 0 and int(ctime) % 1_000_000_000 == 0
            if last > since - (COARSE if coarse else SLACK):
                return discard(path)
        rows.append(row)
    rows += [sign(os.path.abspath(name)) for name in made]
    if any("\n" in row for row in rows) or "\n" in line:
        return discard(path)
    text = "\n".join([FORMAT, wanted, *rows]) + "\n\n" + line + "\n" + report + END
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError:
        return discard(path)
    return True


def discard(path: str) -> bool:
    """Remove a stamp; always false."""
    try:  # noqa: SIM105 - contextlib is an import
        os.unlink(path)
    except OSError:
        pass
    return False
