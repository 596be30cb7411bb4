"""The catalog of captions: every look can be drawn, every style has one."""

from __future__ import annotations

from nbstudio import action, rulebook
from nbstudio.picture.captions.style import CASES, ENTERS, Style
from nbstudio.picture.lettering import fonts
from nbstudio.project import stdlib

BOOK = rulebook.load([stdlib() / "rules"], action.names())


def test_every_look_is_of_known_keys_and_fonts() -> None:
    known = {*Style.__dataclass_fields__, "about", "lead", "hold"}
    for name, entry in BOOK.catalog("captions").items():
        assert set(entry) <= known, name
        style = Style.from_params(entry)
        assert style.case in CASES
        assert style.enter in ENTERS
        assert fonts.family(style.family, style.weight).path.is_file()


def test_every_style_names_a_look() -> None:
    for name, entry in BOOK.catalog("styles").items():
        assert entry.get("captions") in BOOK.catalog("captions"), name
