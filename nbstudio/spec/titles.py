"""Titles: a film's name, who made it, its end: over a shot, on a card, or over the film's first and last pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from nbstudio.spec.parts import Part, Words
from nbstudio.spec.text import Path
from nbstudio.spec.time import Told


def _credits(value: Any) -> Any:
    """Read credits: lines, or roles and names, in a list or as one mapping."""
    entries = [{role: name} for role, name in value.items()] if isinstance(value, Mapping) else value
    if not isinstance(entries, (list, tuple)):
        raise ValueError("is a list of lines, or of roles and names")
    found = []
    for entry in entries:
        parts = next(iter(entry.items())) if isinstance(entry, Mapping) and len(entry) == 1 else (entry,)
        if not all(isinstance(part, str) and part.strip() for part in parts):
            raise ValueError("each of the credits is a line, or a role and a name: `Music: Mira Vale`")
        found.append(tuple(part.strip() for part in parts))
    return tuple(found)


class Title(Part):
    """Letters over pictures."""

    text: Annotated[Words | None, Field(max_length=200, description="What it says; the film's title, else.")] = None
    subtitle: Annotated[Words, Field(max_length=200, description="In smaller letters beneath.")] = ""
    credits: Annotated[
        tuple[tuple[str, ...], ...],
        BeforeValidator(_credits),
        Field(max_length=24, description="Lines, or roles and names: `- Music: Mira Vale`."),
    ] = ()
    design: Annotated[str | None, Field(description="A name of rules/catalog/titles.yaml; else the style's own.")] = (
        None
    )
    duration: Annotated[Told | None, Field(description="How long it is seen; of a shot's title, the shot tells.")] = (
        None
    )
    ground: Annotated[
        Literal["style", "black"], Field(description="Of a shot that shows nothing else: the style's dark, or black.")
    ] = "style"

    def named(self, name: str) -> str:
        """Return the title's own words: the film's `name` where it has none, and nothing but credits neither."""
        return self.text if self.text is not None else "" if self.credits else name

    def said(self, name: str) -> str:
        """Return all of it as one text."""
        return " ".join([self.named(name), self.subtitle, *(part for entry in self.credits for part in entry)])


def _title(value: Any) -> Any:
    """Let `true` stand for a title that says the film's name, and words for one that says them."""
    if isinstance(value, bool):
        return {} if value else None
    return {"text": value} if isinstance(value, str) else value


Lettered = Annotated[Title | None, BeforeValidator(_title)]


class Titles(Part):
    """The film's own titles, over its first and last pictures."""

    opening: Annotated[Lettered, Field(description="The film's name: `true`, words, or a mapping.")] = None
    end: Annotated[Lettered, Field(description="Its end: `true`, words, or a mapping with `credits`.")] = None

    def told(self, shots: Iterable[tuple[Title | None, Path]], name: str) -> Iterator[tuple[str, Path]]:
        """Yield all that these titles and those of `shots` say, and where it stands; `name` is the film's."""
        own = [(self.opening, ("titles", "opening")), (self.end, ("titles", "end"))]
        for title, path in (*own, *shots):
            if title:
                yield title.said(name), path
