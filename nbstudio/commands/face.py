"""`nbstudio face`: who is in a photo, how well it serves, and whether two are one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nbstudio.console import options, screen
from nbstudio.errors import InputError

PHOTOS = click.argument("photos", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
BACKEND = click.option(
    "--backend",
    default="mobilefacenet",
    type=click.Choice(["mobilefacenet", "dlib", "insightface"]),
    help="What tells faces apart.",
)
CHOICE = click.option("--face", "choose", default="largest", metavar="WHICH", help="largest, left, right, or 2.")


class _Group(click.Group):
    """A group whose first word may be a photo."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["pack", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in {"--help", "-h"}:
            args = ["pack", *args]
        return super().parse_args(ctx, args)


@click.group("face", cls=_Group, short_help="Look at the faces in photos; `face verify A B`: are they one person?")
def command() -> None:
    """Look at the faces in photos of one person, as a film would.

    \b
    nbstudio face mira-front.jpg mira-left.jpg --sheet mira.png
    nbstudio face band.jpg --face left
    nbstudio face verify mira.jpg still.png --json
    """  # noqa: D301


@command.command("pack", short_help="Tell what a film would make of photos.")
@PHOTOS
@CHOICE
@BACKEND
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Draw all of it as a PNG.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the face pack itself.")
@options.as_json
def pack(
    photos: tuple[Path, ...], choose: str, backend: str, sheet: Path | None, out: Path | None, as_json: bool
) -> None:
    """Tell for every photo where the face is, how good it is, and which photo becomes the anchor."""
    from nbstudio.faces import backends, choice
    from nbstudio.faces import pack as packs
    from nbstudio.faces.report import facts, refused
    from nbstudio.media import load_image
    from nbstudio.picture import matte
    from nbstudio.picture.enlarge import enlarged

    if not choice.FORM.fullmatch(choose):
        raise click.BadParameter("is largest, left, right, or a number from 1", param_hint="--face")
    by = backends.find(backend)
    pictures = [load_image(photo) for photo in photos]
    made = packs.make(pictures, matte.alpha, matte.cutout, enlarge=enlarged, choose=choose, backend=by)
    if sheet:
        from nbstudio.faces.sheet import draw

        draw(made, sheet)
    if out:
        packs.save(made, out)
    wrong = refused(made, "the person")
    found = facts(made)
    if as_json:
        screen.emit({"ok": wrong is None, "error": wrong.code if wrong else None, **found})
    else:
        for photo, told in zip(photos, found["photos"], strict=True):
            screen.say(f"{screen.shown(photo)}: {_said(told)}")
        if len(photos) > 1:
            best = screen.shown(photos[made.anchor.number])
            screen.say(f"anchor {best}; least likeness of a photo to the person {made.spread:.2f} ({made.backend})")
    if wrong:
        raise screen.Told(wrong) if as_json else wrong


def _said(told: dict[str, Any]) -> str:
    if "pixels" not in told:
        return "no face"
    several = f"{told['faces']} faces, the chosen one " if told["faces"] > 1 else ""
    faults = f"; {', '.join(told['faults'])}" if told["faults"] else ""
    return (
        f"{several}{told['pixels']:.0f} pixels high, sharpness {told['sharpness']:.1f}, "
        f"yaw {told['yaw']:.0f}°, pitch {told['pitch']:.0f}°, quality {told['quality']:.2f}{faults}"
    )


@command.command("verify", short_help="Tell whether two pictures show one person.")
@click.argument("one", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("other", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@BACKEND
@options.as_json
def verify(one: Path, other: Path, backend: str, as_json: bool) -> None:
    """Tell how surely the largest faces of two pictures are one person: from 0.85 they count as such."""
    from nbstudio.faces import backends
    from nbstudio.faces.detect import detect
    from nbstudio.faces.identity import PASS, compare, embed
    from nbstudio.media import load_image

    by = backends.find(backend)
    pictures = [load_image(path) for path in (one, other)]
    faces = [detect(picture) for picture in pictures]
    counts = [len(found) for found in faces]
    for path, found in zip((one, other), faces, strict=True):
        if not found:
            error = InputError(
                f"no face can be found in {path.name}", code="no-face", hint="a face is at least 20 pixels high"
            )
            if as_json:
                screen.emit({"score": None, "raw": None, "backend": by.name, "faces": counts, "same": False})
                raise screen.Told(error)
            raise error
    first, second = (embed(picture, found[0], by) for picture, found in zip(pictures, faces, strict=True))
    score = compare(first, second, by)
    value = {
        "score": round(score.value, 4),
        "raw": round(score.raw, 4),
        "backend": score.backend,
        "digest": score.digest,
        "faces": counts,
        "same": score.value >= PASS,
    }
    if as_json:
        screen.emit(value)
    else:
        verdict = "one person" if value["same"] else "not the same person"
        screen.say(f"{verdict}: score {score.value:.3f} ({score.backend}, raw {score.raw:.3f}); {PASS} passes")
