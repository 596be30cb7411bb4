"""ASS: lines as Advanced SubStation Alpha, for players and editors, looking as the film's own captions do.

Only text that `line.clean` has passed is written, with our own few overrides around it: nobody's markup gets
into a file that a renderer acts upon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nbstudio.words.lyrics.line import Line
from nbstudio.words.lyrics.writing import milliseconds

ALIGN = {"bottom": 2, "middle": 5, "top": 8}


@dataclass(frozen=True, slots=True)
class Look:
    """What the styles of the file are; lengths in pixels of a frame of `width` by `height`, colours `#rrggbb`."""

    width: int
    height: int
    family: str
    bold: bool
    fill: str
    accent: str
    outline: str
    shadow: str
    shadow_opacity: float
    outline_width: float
    drop: float
    position: str
    margins: tuple[int, int, int]
    """Left, right, and to the edge that the text stands at."""


@dataclass(frozen=True, slots=True)
class Set:
    """How one line is set: its rows as seen, its size in pixels, and the size of what stands under it."""

    rows: tuple[str, ...]
    size: float
    """From the font's highest to its lowest point, which is what renderers of ASS take as a size."""
    under: tuple[str, ...] = ()
    under_size: float = 0.0
    words: tuple[tuple[str, float, float], ...] = field(default=())
    """For a sweep: pieces that together are the rows, each with its times in seconds."""


def text(lines: Sequence[Line], sets: Sequence[Set], look: Look) -> str:
    """Return lines, all with times and set as told, as the text of an ASS file."""
    import pysubs2
    from pysubs2 import Alignment, Color, SSAEvent, SSAFile, SSAStyle

    made = SSAFile()
    made.info.update(
        {
            "PlayResX": str(look.width),
            "PlayResY": str(look.height),
            "WrapStyle": "2",
            "ScaledBorderAndShadow": "yes",
            "YCbCr Matrix": "TV.709",
        }
    )

    def colour(value: str, opacity: float = 1.0) -> Color:
        red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5))
        return pysubs2.Color(red, green, blue, round(255 * (1 - opacity)))

    sweeps = any(one.words for one in sets)
    made.styles["Default"] = SSAStyle(
        fontname=look.family,
        fontsize=max((one.size for one in sets), default=48.0),
        primarycolor=colour(look.accent if sweeps else look.fill),
        secondarycolor=colour(look.fill),
        outlinecolor=colour(look.outline),
        backcolor=colour(look.shadow, look.shadow_opacity),
        bold=look.bold,
        outline=round(look.outline_width, 2),
        shadow=round(look.drop, 2),
        alignment=Alignment(ALIGN[look.position]),
        marginl=look.margins[0],
        marginr=look.margins[1],
        marginv=look.margins[2],
    )
    usual = made.styles["Default"].fontsize
    for line, one in zip(lines, sets, strict=True):
        start, end = milliseconds(line.start), milliseconds(line.end)
        body = _swept(one, start / 1000) if one.words else "\\N".join(one.rows)
        if abs(one.size - usual) > 0.01:
            body = f"{{\\fs{one.size:.2f}}}{body}"
        for under in one.under:
            body += f"\\N{{\\fs{one.under_size:.2f}\\1c&H{_bgr(look.fill)}&}}{under}"
        made.append(SSAEvent(start=start, end=max(end, start + 10), text=body))
    return str(made.to_string("ass", header_notice=""))


def _swept(one: Set, start: float) -> str:
    """Return rows with a sweep before every piece; times that no piece takes are pieces without text."""
    found = []
    now = round(100 * start)
    breaks = set()
    at = 0
    for row in one.rows[:-1]:
        at += len(row.replace(" ", ""))
        breaks.add(at)
    at = 0
    for piece, begin, end in one.words:
        first, last = round(100 * begin), round(100 * end)
        if first > now:
            found.append(f"{{\\k{first - now}}}")
            now = first
        letters: list[str] = []
        for letter in piece:
            if not (letter == " " and letters[-1:] == ["\\N"]) and not (letter == " " and at in breaks):
                letters.append(letter)
            if letter != " ":
                at += 1
                if at in breaks:
                    letters.append("\\N")
        found.append(f"{{\\kf{max(0, last - now)}}}{''.join(letters)}")
        now = max(now, last)
    return "".join(found)


def _bgr(value: str) -> str:
    return f"{value[5:7]}{value[3:5]}{value[1:3]}".upper()
