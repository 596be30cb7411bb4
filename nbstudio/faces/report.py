"""Report: what a face pack is, as facts for people and scripts, and why one can't be used."""

from __future__ import annotations

from typing import Any

from nbstudio.errors import InputError
from nbstudio.faces.pack import Pack, View

ADVICE = {
    "too-small": ("the face of {who} is too small to go by", "use a photo with the face at least 90 pixels high"),
    "too-blurred": ("the face of {who} is too blurred to go by", "use a sharper photo"),
    "profile": ("the face of {who} is turned too far to the side", "use a photo that looks towards the camera"),
    "too-dark": ("the face of {who} is too dark", "use a photo with light on the face"),
    "too-bright": ("the face of {who} is too bright", "use a photo whose face is not overexposed"),
}


def refused(pack: Pack, who: str) -> InputError | None:
    """Return why nothing can be made of a pack, or nothing where it serves; one good view is enough."""
    with_face = [view for view in pack.views if view.quality]
    if not with_face:
        sizes = ", ".join(f"{view.size[0]} × {view.size[1]}" for view in pack.views)
        return InputError(
            f"no face can be found in the photo of {who}" if len(pack.views) == 1 else f"no photo of {who} has a face",
            code="no-face",
            notes=[f"the picture is {sizes} pixels" if len(pack.views) == 1 else f"the pictures are {sizes} pixels"],
            hint="use a photo with the face larger, sharper and turned towards the camera",
        )
    blocking = [[fault for fault in view.quality.faults if fault in BLOCKING] for view in with_face if view.quality]
    if all(blocking):
        fault = blocking[0][0]
        message, hint = ADVICE[fault]
        quality = pack.anchor.quality
        notes = []
        if quality:
            notes = [f"{quality.pixels:.0f} pixels high, sharpness {quality.sharpness:.1f}, yaw {quality.yaw:.0f}°"]
        return InputError(message.format(who=who), code=fault, notes=notes, hint=hint)
    return None


BLOCKING = frozenset({"too-small", "too-blurred", "profile"})


def facts(pack: Pack) -> dict[str, Any]:
    """Return what is known of a pack as plain values."""
    return {
        "faces": len(pack.faces),
        "backend": pack.backend,
        "spread": pack.spread,
        "anchor": pack.anchor.number,
        "photos": [told(view) for view in sorted(pack.views, key=lambda view: view.number)],
    }


def told(view: View) -> dict[str, Any]:
    """Return what is known of a view as plain values."""
    quality = view.quality
    found: dict[str, Any] = {"size": list(view.size), "faces": len(view.faces)}
    if quality and view.face:
        found |= {
            "box": [round(value, 1) for value in view.face.box],
            "pixels": quality.pixels,
            "sharpness": quality.sharpness,
            "exposure": quality.exposure,
            "yaw": quality.yaw,
            "pitch": quality.pitch,
            "roll": quality.roll,
            "quality": quality.score,
            "faults": list(quality.faults),
        }
    return found
