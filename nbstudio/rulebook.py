"""The rulebook: how targets are made and what names mean, read from `rules/`.

A rule is data: what it takes, what it makes, by which action. A catalog is named values that specs use. The
project's own files come first, then the library's; a rule is replaced whole, a catalog entry by entry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.params import Param
from nbstudio.source import Source, Span

SUFFIXES = {
    "image": ".png",
    "video": ".mp4",
    "audio": ".m4a",
    "sound": ".wav",
    "data": ".json",
    "text": ".txt",
    "face": ".npz",
}
"""What files of each kind of artifact are called."""

KEYS = frozenset(
    (
        "about",
        "version",
        "inputs",
        "output",
        "params",
        "action",
        "with",
        "files",
        "deterministic",
        "resources",
        "example",
    )
)
POOLS = ("cpu", "io", "gpu", "remote", "paid")


@dataclass(frozen=True, slots=True)
class Port:
    """One input of a rule."""

    kind: str
    about: str = ""
    many: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of target is made."""

    name: str
    about: str
    version: int
    inputs: Mapping[str, Port]
    output: str
    params: Mapping[str, Param]
    action: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    """The rule's `with`: what its action needs to know; part of what a step is."""
    files: tuple[str, ...] = ()
    """The rule's own program files, beside it; their content is an input of what it makes."""
    folder: Path = Path()
    pool: str = "cpu"
    seconds: float = 1.0
    example: str = ""

    @property
    def suffix(self) -> str:
        """Return what files of the rule's output are called."""
        return SUFFIXES[self.output]


@dataclass(frozen=True)
class Rulebook:
    """All rules and catalogs that a project sees."""

    rules: Mapping[str, Rule]
    catalogs: Mapping[str, Mapping[str, Any]]
    files: tuple[Path, ...] = ()
    """Every file that was read, for the front door."""

    def rule(self, name: str) -> Rule | None:
        """Return the rule of that name, or nothing."""
        return self.rules.get(name)

    def catalog(self, name: str) -> Mapping[str, Any]:
        """Return the catalog of that name, empty where there is none."""
        return self.catalogs.get(name, MappingProxyType({}))


def load(folders: Iterable[Path], actions: Collection[str]) -> Rulebook:
    """Read every rule and catalog; `folders` come in the order of precedence, `actions` are those there are.

    Raises SpecError with all that is wrong in them.
    """
    rules: dict[str, Rule] = {}
    catalogs: dict[str, dict[str, Any]] = {}
    files: list[Path] = []
    wrong: list[Diagnostic] = []
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            files.append(path)
            if path.stem in rules:
                continue
            try:
                rules[path.stem] = _rule(path, _read(path), actions)
            except SpecError as error:
                wrong.extend(error.diagnostics)
        for path in sorted((folder / "catalog").glob("*.yaml")):
            files.append(path)
            try:
                entries = _read(path)
            except SpecError as error:
                wrong.extend(error.diagnostics)
                continue
            mine = catalogs.setdefault(path.stem, {})
            for name, value in entries.items():
                mine.setdefault(str(name), value)
    if wrong:
        raise SpecError(wrong)
    return Rulebook(rules, catalogs, tuple(files))


def _read(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        value = YAML(typ="safe").load(Source.read(path).text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        span = Span(str(path), mark.line + 1, mark.column + 1, mark.column + 2) if mark else Span(str(path), 1, 1, 2)
        raise SpecError([Diagnostic("syntax", str(error.problem or "is not YAML"), span)]) from error
    except UnicodeDecodeError as error:
        raise SpecError([Diagnostic("not-utf-8", "is not UTF-8 text", Span(str(path), 1, 1, 2))]) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SpecError([Diagnostic("unreadable-file", f"`{path}` can't be read: {reason}", None)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SpecError([Diagnostic("syntax", f"is not YAML: {error}", Span(str(path), 1, 1, 2))]) from error
    if not isinstance(value, dict):
        raise SpecError([Diagnostic("bad-rule", "is not a mapping of names to values", Span(str(path), 1, 1, 2))])
    return value


def _rule(path: Path, value: dict[str, Any], actions: Collection[str]) -> Rule:
    """Turn one rule's mapping into a Rule, or raise SpecError with all that is wrong with it."""
    wrong: list[Diagnostic] = []
    text = Source.read(path).text.split("\n")

    def complain(message: str, key: str, hint: str | None = None) -> None:
        line, column = _place(text, key)
        wrong.append(Diagnostic("bad-rule", message, Span(str(path), line, column, column + len(key)), hint=hint))

    def mapping(key: str) -> dict[str, Any]:
        found = value.get(key)
        if found is not None and not isinstance(found, dict):
            complain(f"`{key}` is a mapping of names to values", key)
        return dict(found) if isinstance(found, dict) else {}

    for key in value:
        if key not in KEYS:
            complain(f"`{key}` is not a key of a rule", str(key), did_you_mean(str(key), KEYS))
    version = value.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        complain("a rule has a `version`: a whole number from 1", "version")
        version = 1
    told = value.get("output")
    output: dict[str, Any] = told if isinstance(told, dict) else {}
    if output.get("kind") not in SUFFIXES:
        complain(f"`output.kind` is one of {', '.join(SUFFIXES)}", "output")
    extra = mapping("with")
    name = value.get("action")
    if not isinstance(name, str) or name not in actions:
        complain(f"there is no action called `{name}`", "action", did_you_mean(str(name), actions))
    inputs: dict[str, Port] = {}
    for port, fields in mapping("inputs").items():
        try:
            inputs[str(port)] = Port(**fields)
        except TypeError:
            complain(f"the input `{port}` is not a mapping of kind, about, many, optional", str(port))
            continue
        if inputs[str(port)].kind not in SUFFIXES:
            complain(f"the `kind` of the input `{port}` is one of {', '.join(SUFFIXES)}", str(port))
    params: dict[str, Param] = {}
    for param, fields in mapping("params").items():
        try:
            params[str(param)] = Param.from_mapping(str(param), fields)
        except (AttributeError, TypeError, ValueError) as error:
            complain(f"the param `{param}`: {error}", str(param))
    resources = mapping("resources")
    if str(resources.get("pool", "cpu")) not in POOLS:
        complain(f"`pool` is one of {', '.join(POOLS)}", "pool")
    seconds = resources.get("seconds", 1.0)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < math.inf:
        complain("`seconds` is a number: about how long one takes", "seconds")
    programs = []
    files = value.get("files") or []
    if not isinstance(files, list):
        complain("`files` is a list of names", "files", f"write `files: [{files}]`")
        files = []
    for file in files:
        program = path.parent / str(file)
        if ".." in Path(str(file)).parts or not program.is_file():
            complain(f"`{file}` is not a file beside the rule", "files")
        else:
            programs.append(str(file))
    if programs:
        extra["files"] = programs
    if value.get("deterministic") is False:
        extra["deterministic"] = False
    if wrong:
        raise SpecError(wrong)
    return Rule(
        name=path.stem,
        about=str(value.get("about", "")).strip(),
        version=version,
        inputs=inputs,
        output=str(output["kind"]),
        params=params,
        action=str(name),
        extra=extra,
        files=tuple(programs),
        folder=path.parent,
        pool=str(resources.get("pool", "cpu")),
        seconds=float(seconds),
        example=str(value.get("example", "")),
    )


def _place(text: list[str], key: str) -> tuple[int, int]:
    """Return the line and column where `key` is first given a value, in a block or within braces; else (1, 1)."""
    for number, row in enumerate(text, 1):
        found = re.search(rf"(?:^|[\s{{,]){re.escape(key)}\s*:", row)
        if found:
            return number, row.index(key, found.start()) + 1
    return 1, 1
