"""Text: YAML 1.2 into plain values, and the place of every one of them.

The problem: a diagnostic wants line and column, and keeping them for every value makes reading a large spec
many times slower. So values are read by ruamel.yaml's fast loader; the tree of places is composed from the
same text only when something is wrong, or somebody asks.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.source import Source, Span

Path = tuple[str | int, ...]
_UNUSUAL = re.compile(r"(?:^|[\s\[{,:?-])[!&*%?|>~]|^---|^\.\.\.", re.MULTILINE)
MOST = 5_000_000
"""Values, anchors unfolded; ten thousand shots have about a hundred thousand."""
LARGE = 100_000
"""Characters from which a text is first tried with libyaml, five to ten times as fast."""
DEEPEST = 60
"""Levels of nesting; nothing that a person writes needs a tenth of them."""


@dataclass(frozen=True)
class Text:
    """A parsed text: its value, and where everything in it stands."""

    source: Source
    value: Any

    @cached_property
    def _tree(self) -> Any:
        from ruamel.yaml import YAML

        return YAML(typ="safe", pure=True).compose(io.StringIO(self.source.text))

    def place(self, *path: str | int, value: bool = False) -> Span:
        """Return where `path` is: its key, or with `value` what the key is set to.

        A path that the text does not have is placed at the nearest part of it that is there.
        """
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        node = self._tree
        marked = node
        for part in path:
            if isinstance(node, MappingNode):
                pair = next(((k, v) for k, v in node.value if str(k.value) == str(part)), None)
                if pair is None:
                    break
                marked, node = pair
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                marked = node = node.value[part]
            else:
                break
        return self._span(node if value else marked)

    def _span(self, node: Any) -> Span:
        if node is None:
            return Span(self.source.name, 1, 1, 2)
        start, end = node.start_mark, node.end_mark
        last = end.column if end.line == start.line else len(self.source.line(start.line + 1))
        return Span(self.source.name, start.line + 1, start.column + 1, max(last, start.column + 1) + 1)


def read(source: Source) -> Text:
    """Read a text.

    Raises SpecError for what is not YAML 1.2, for duplicate keys, control characters and several documents.
    """
    wrong = list(_controls(source))
    if wrong:
        raise SpecError(wrong)
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = _quickly(source) if len(source.text) > LARGE else None
            if value is None:
                value = YAML(typ="safe", pure=True).load(source.text)
        _measure(value)
    except DuplicateKeyError as error:
        raise SpecError([_duplicate(source, error)]) from error
    except MarkedYAMLError as error:
        raise SpecError([_syntax(source, error)]) from error
    except (YAMLError, ValueError, RecursionError, OverflowError, TypeError, KeyError, AttributeError) as error:
        said = str(error).split("\n")[0] or type(error).__name__
        raise SpecError([Diagnostic("syntax", f"this is not YAML 1.2: {said}", Span(source.name, 1, 1, 2))]) from error
    return Text(source, value)


def _quickly(source: Source) -> Any:
    """Return the value of a large text by libyaml, or nothing where it is unusual or objected to.

    It knows YAML 1.1's grammar with 1.2's values: it refuses some of what 1.2 allows (`{a: 1:30}`) and reads
    bare tags its own way. Plain mappings, lists and words it takes as ruamel.yaml does (a test holds both side
    by side); tags, anchors, directives and block scalars are left to the careful reader.
    """
    if _UNUSUAL.search(source.text):
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe").load(source.text)
    except YAMLError:
        return None


def _measure(value: Any) -> None:
    """Refuse a tree that holds itself, is nested beyond all sense, or unfolds to more than anybody wrote.

    Anchors let ten lines stand for a thousand million values; each part is counted once and added where it
    is used.
    """
    counted: dict[int, int] = {}

    def count(item: Any, depth: int) -> int:
        if not isinstance(item, (dict, list)):
            return 1
        if depth > DEEPEST:
            raise ValueError(f"values are nested more than {DEEPEST} deep, or hold themselves")
        if id(item) not in counted:
            inner = item.values() if isinstance(item, dict) else item
            counted[id(item)] = 1 + sum(count(part, depth + 1) for part in inner)
        return counted[id(item)]

    if count(value, 0) > MOST:
        raise ValueError(f"anchors unfold to more than {MOST} values")


def _controls(source: Source) -> Iterator[Diagnostic]:
    """Find characters that YAML does not allow and terminals obey."""
    if source.text.isprintable():
        return
    for number, row in enumerate(source.text.split("\n"), 1):
        bare = row.rstrip("\r").replace("\t", " ")
        if bare.isprintable():
            continue
        for column, char in enumerate(bare, 1):
            if ord(char) < 32 or (127 <= ord(char) < 160 and ord(char) != 0x85) or 0xD800 <= ord(char) < 0xE000:
                yield Diagnostic(
                    "control-character",
                    f"a control character (\\x{ord(char):02x}) is not text",
                    Span(source.name, number, column, column + 1),
                    hint="remove it; your editor may show it as a box or not at all",
                )
                break


def _duplicate(source: Source, error: Any) -> Diagnostic:
    mark, first = error.problem_mark, error.context_mark
    key = source.line(mark.line + 1)[mark.column :].split(":")[0].strip("\"' ")
    notes = []
    for number in range(mark.line, first.line if first else 0, -1):
        row = source.line(number)
        indent = len(row) - len(row.lstrip(" -"))
        if indent <= mark.column and row.lstrip(" -").strip("\"'").startswith(key):
            notes.append(f"`{key}` stands already in line {number}")
            break
    span = Span(source.name, mark.line + 1, mark.column + 1, mark.column + 1 + len(key))
    return Diagnostic("duplicate-key", f"`{key}` is given twice", span, tuple(notes), "keep one of the two")


def _syntax(source: Source, error: Any) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    span = Span(source.name, mark.line + 1, mark.column + 1, mark.column + 2) if mark else None
    context = str(error.context or "").strip()
    said = str(error.problem or "this is not YAML").strip()
    hint = None
    row = source.line(mark.line + 1) if mark else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or "\\t" in said:
        hint = "indent with spaces, never with tabs"
    elif "expected a single document" in f"{context} {said}":
        said, hint = "a spec is one document, and here a second one begins", "remove the line `---`"
    elif "mapping values are not allowed" in said:
        hint = "put text that holds `: ` into quotes"
    return Diagnostic("syntax", said, span, (context,) if context else (), hint)
