"""Fonts: the families that come with the install, and which of them has the letters of a text.

The problem: what a system has of fonts is luck, and a letter that none has becomes an empty box. So only
packaged families count (OFL, ordinary dependencies): those that styles name, and behind them Noto Sans for
every script that they lack. A letter is looked up before anything is drawn with it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nbstudio.errors import InputError, StepError

FAMILIES = {
    "Anton": ("fontpkg-anton", "files/Anton-Regular.ttf"),
    "Bebas Neue": ("fontpkg-bebas-neue", "files/BebasNeue-Regular.ttf"),
    "Caveat": ("fontpkg-caveat", "files/Caveat[wght].ttf"),
    "Cormorant Garamond": ("fontpkg-cormorant-garamond", "files/CormorantGaramond[wght].ttf"),
    "Inter": ("fontpkg-inter", "files/Inter[opsz,wght].ttf"),
    "Luckiest Guy": ("fontpkg-luckiest-guy", "files/LuckiestGuy-Regular.ttf"),
    "Montserrat": ("fontpkg-montserrat", "files/Montserrat[wght].ttf"),
    "Noto Sans": ("manimgx-fonts", "NotoSans[wght].ttf"),
    "Orbitron": ("fontpkg-orbitron", "files/Orbitron[wght].ttf"),
    "Oswald": ("fontpkg-oswald", "files/Oswald[wght].ttf"),
    "Playfair Display": ("fontpkg-playfair-display", "files/PlayfairDisplay[wght].ttf"),
    "Press Start 2P": ("fontpkg-press-start-2p", "files/PressStart2P-Regular.ttf"),
    "Permanent Marker": ("fontpkg-permanent-marker", "files/PermanentMarker-Regular.ttf"),
}
"""Every family that may be named: the package that brings it, and its file there."""

SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Thai", "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati",
    "Gurmukhi", "Oriya", "Sinhala", "Khmer", "Lao", "Myanmar", "Georgian", "Armenian", "Ethiopic", "Symbols",
)  # fmt: skip
"""Scripts that Noto Sans has in files of their own."""

WORLD = "manimgx-fonts"
EAST = "manimgx-fonts-cjk"
COLLECTION = "NotoSansCJK-VF.otf.ttc"
JAPANESE, KOREAN, CHINESE = 0, 1, 2
"""Faces of the collection."""
IGNORED = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")
"""What has no picture of its own: joiners and selectors."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font at one weight."""

    family: str
    path: Path
    index: int = 0
    weight: int = 400

    def has(self, letter: str) -> bool:
        """Tell whether the font has a picture of a letter."""
        return letter in IGNORED or _nominal(self.path, self.index, ord(letter))


@cache
def font(face: Face) -> Any:
    """Return the HarfBuzz font of a face, its weight set; units are those of the em square."""
    import uharfbuzz as hb

    made = hb.Font(_face(face.path, face.index))
    made.set_variations({"wght": float(face.weight)})
    return made


def family(name: str, weight: int = 400) -> Face:
    """Return a family's face.

    Raises StepError (unknown-font, no-font) where it is none, or its package is not there.
    """
    if name not in FAMILIES:
        raise StepError(
            f"there is no font called `{name}`", code="unknown-font", hint=f"fonts are {', '.join(sorted(FAMILIES))}"
        )
    package, file = FAMILIES[name]
    folder = _folder(package)
    if folder is None or not (folder / file).is_file():
        raise StepError(f"the font `{name}` is not installed", code="no-font", hint=f"pip install {package}")
    return Face(name, folder / file, 0, weight)


def chain(name: str, weight: int, text: str) -> tuple[Face, ...]:
    """Return the faces to look for the letters of `text` in: the family's own first, then Noto's by script."""
    found = [family(name, weight)]
    if all(found[0].has(letter) for letter in text):
        return tuple(found)
    folder = _folder(WORLD)
    if folder:
        found.append(Face("Noto Sans", folder / "NotoSans[wght].ttf", 0, weight))
        found += [Face(f"Noto Sans {s}", folder / f"NotoSans{s}[wght].ttf", 0, weight) for s in SCRIPTS]
        found.append(Face("Noto Emoji", folder / "NotoEmoji[wght].ttf", 0, weight))
    east = _folder(EAST)
    if east:
        found.insert(2, Face("Noto Sans CJK", east / COLLECTION, _eastern(text), weight))
    return tuple(face for face in found if face.path.is_file())


def missing(text: str, name: str = "Noto Sans") -> tuple[str, ...]:
    """Return the letters of `text` that no packaged font has, each once."""
    letters = dict.fromkeys(letter for letter in text if letter.isprintable() and not letter.isspace())
    faces = chain(name, 400, text)
    return tuple(letter for letter in letters if not any(face.has(letter) for face in faces))


def height(face: Face) -> float:
    """Return how high a face's letters may be, from the lowest to the highest point (OS/2 usWin*), in em."""
    import uharfbuzz as hb

    used = font(face)
    tags = hb.OTMetricsTag.HORIZONTAL_CLIPPING_ASCENT, hb.OTMetricsTag.HORIZONTAL_CLIPPING_DESCENT
    up, down = (used.get_metric_position_with_fallback(tag) for tag in tags)
    return float(abs(up) + abs(down)) / float(used.face.upem)


def capital(face: Face) -> float:
    """Return how high the font's capitals are (OS/2 sCapHeight), in em."""
    import uharfbuzz as hb

    used = font(face)
    tall = used.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    return float(tall or 0.7 * used.face.upem) / float(used.face.upem)


def demand(text: str, name: str, line: int) -> None:
    """Refuse a text of which a letter has no picture; `name` and `line` say where it stands.

    Raises InputError (missing-glyph).
    """
    lacking = missing(text)
    if not lacking:
        return
    shown = ", ".join(f"`{letter}` (U+{ord(letter):04X})" for letter in lacking[:8])
    east = _folder(EAST) is None and any(wide(letter) for letter in lacking)
    raise InputError(
        f"no font that comes with nbstudio has {shown}",
        code="missing-glyph",
        notes=[f"it is in {name}:{line}" if line else f"it is in {name}"],
        hint=f"pip install {EAST}" if east else "write the line without it, in the lyrics or under `fix:`",
    )


def told(name: str, text: str) -> str:
    """Return the packages, with their versions, whose fonts set `text`: part of what a picture of it is."""
    packages = [FAMILIES[name][0]] if name in FAMILIES else []
    if any(ord(letter) > 0x24F for letter in text):
        packages += [WORLD, EAST]
    return ", ".join(f"{package}@{_version(package)}" for package in dict.fromkeys(packages))


def _eastern(text: str) -> int:
    """Return the face whose Han letters the text expects: Japanese beside kana, Korean beside hangul."""
    for letter in text:
        if "\u3040" <= letter <= "\u30ff" or "\uff66" <= letter <= "\uff9f":
            return JAPANESE
        if "\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff" or "\u3130" <= letter <= "\u318f":
            return KOREAN
    return CHINESE


def wide(letter: str) -> bool:
    """Tell whether a letter is of a script that is written without spaces, between whose letters a row may end."""
    return (
        unicodedata.east_asian_width(letter) in "WF" or "\u0e00" <= letter <= "\u0eff" or "\u1780" <= letter <= "\u17ff"
    )


@cache
def _folder(package: str) -> Path | None:
    spec = find_spec(package.replace("-", "_"))
    return Path(spec.origin).parent if spec and spec.origin else None


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


@cache
def _face(path: Path, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(path)), index)


@lru_cache(maxsize=65_536)
def _nominal(path: Path, index: int, code: int) -> bool:
    return _plain(path, index).get_nominal_glyph(code) is not None


@cache
def _plain(path: Path, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Font(_face(path, index))
