"""Hair: an outline that ends in hairs, where a cut-out's ends in a line.

No matte of a small photograph holds single hairs, and enlarged its edge is a smooth curve, which is what the eye
takes for scissors. So wherever the outline of a head is hair (by its colour, which is not the skin's), the edge is
softened and strands are drawn along it: many short ones that follow it, and a few that fly away, each curved, thin
and of the colour just inside. Nothing is drawn on skin, clothes and hats. The dice are the photo's own, so that a
person's hair is the same in every build.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Placed

SMALLEST = 36
"""Width of a face in pixels below which no hair is seen."""
SIDE = 160
"""Width of the face at which colours are looked at."""
RED = 0.68
"""How much of the skin's red is left in what is hair (a* of CIELAB)."""
TEXTURE = (0.9, 9.0)
"""How uneven hair is (L* between 1 and 4 pixels at SIDE): a hat is plainer, or has a badge."""
TALLEST = 0.8
"""Of the face's height that hair stands over it; more is a helmet."""
SHORT, LONG = 0.15, 0.5
"""How high over the face hair stands that is cropped, and that is full."""
DEPTHS = (0.05, 0.09)
"""How far inside the outline it is looked whether there is hair, in widths of the face."""
ROOT = 0.035
"""How deep under the outline a strand begins, in widths of the face."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """The outline of a head: points (n, 2) in pixels, outward normals, and how surely each is hair, 0 to 1."""

    points: Float
    normals: Float
    hair: Float


def haired(placed: Placed, seed: int = 0) -> Placed:
    """Return a placed person whose hair ends in hairs; whoever has none, or hides it, comes back unchanged."""
    x, y, w, h = placed.face
    if w < SMALLEST or placed.mesh is None:
        return placed
    left, top = max(0, int(x - 1.3 * w) - placed.corner[0]), max(0, int(y - 1.2 * h) - placed.corner[1])
    right, bottom = int(x + 2.3 * w) - placed.corner[0], int(y + 1.1 * h) - placed.corner[1]
    rows, columns = slice(top, max(top, bottom)), slice(left, max(left, right))
    fore, alpha = placed.fore[rows, columns], placed.alpha[rows, columns]
    if min(alpha.shape) < SMALLEST:
        return placed
    mesh = placed.mesh[:, :2] - np.array([placed.corner[0] + left, placed.corner[1] + top], np.float32)
    found = _outline(fore, alpha, mesh, w)
    if found is None:
        return placed
    outline, full = found
    soft = _softened(alpha, placed.fine[rows, columns], outline, w)
    tone, cover = _drawn(fore, outline, w, full, np.random.default_rng([seed & 0xFFFFFFFF, 97]))
    changed, covered = placed.fore.copy(), placed.alpha.copy()
    share = cover * (1 - 0.55 * soft)
    changed[rows, columns] = fore + (tone - fore) * np.clip(share + (soft < 0.5) * cover, 0, 1)[..., None]
    covered[rows, columns] = soft + (1 - soft) * cover
    return replace(placed, fore=changed, alpha=covered)


def _outline(fore: Float, alpha: Float, mesh: Float, width: float) -> tuple[_Outline, float] | None:
    """Return the outline of a head, and how full its hair is (0 cropped, 1 long); nothing where there is no hair."""
    import cv2

    scale = min(1.0, SIDE / width)
    size = (max(2, round(alpha.shape[1] * scale)), max(2, round(alpha.shape[0] * scale)))
    lab = np.asarray(cv2.cvtColor(cv2.resize(fore, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2LAB), np.float32)
    cover = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    skin, full, hat = _head(lab, cover, mesh * np.float32(scale), width * scale)
    if skin is None or hat:
        return None
    contours, _ = cv2.findContours(np.asarray(alpha > 0.5, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    ring = max(contours, key=len)[:, 0, :].astype(np.float32)
    if len(ring) < 40:
        return None
    inner = (ring > 2).all(axis=1) & (ring[:, 0] < alpha.shape[1] - 3) & (ring[:, 1] < alpha.shape[0] - 3)
    points = _around(ring, width / 70)
    along = _around(np.roll(points, -2, axis=0) - np.roll(points, 2, axis=0), width / 50)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    # findContours goes round so that the inside is on one side; which one, the coverage tells.
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1).astype(np.float32)
    out = normal * np.float32(width / 40)
    if _at(alpha, points + out).mean() > _at(alpha, points - out).mean():
        normal = -normal
    depths = [(points - normal * np.float32(depth * width)) * np.float32(scale) for depth in DEPTHS]
    colours = np.mean([np.stack([_at(lab[..., c], spots) for c in range(3)], -1) for spots in depths], axis=0)
    likely = np.asarray(colours[:, 1] < RED * skin[1], np.float32) if skin[1] > 5 else _apart(colours, skin)
    # Nearly black has no hue worth the name.
    likely = np.maximum(likely, np.asarray(colours[:, 0] < 0.3 * skin[0], np.float32))
    # Down to the mouth, and no farther from the face than hair hangs.
    lowest, middle = float(mesh[13, 1]), float(mesh[:, 0].mean())
    low = np.clip((lowest - points[:, 1]) / (0.25 * width), 0, 1)
    near = np.clip((1.15 * width - np.abs(points[:, 0] - middle)) / (0.15 * width), 0, 1)
    likely = _around((likely * inner * low * near)[:, None], width / 14)[:, 0] * inner
    likely = np.clip((likely - 0.3) * 2, 0, 1)
    if float(likely.sum()) < 0.3 * width:
        return None
    return _Outline(points, np.asarray(normal, np.float32), np.asarray(likely, np.float32)), full


def _apart(colours: Float, skin: Float) -> Float:
    """Return what is lighter or darker than the skin of a photo without colours."""
    return np.asarray(np.abs(colours[:, 0] - skin[0]) > 22, np.float32)


def _head(lab: Float, cover: Float, mesh: Float, width: float) -> tuple[Float | None, float, bool]:
    """Return the skin's colour, how full the hair is, and whether it is a hat: of a small picture in CIELAB."""
    import cv2

    hull = np.zeros(cover.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.round(mesh).astype(np.int32)), 1)
    inner = max(3, round(0.15 * width))
    face = np.asarray(cv2.erode(hull, np.ones((inner, inner), np.uint8)), np.uint8)
    light = lab[..., 0]
    if int(face.sum()) < 60:
        return None, 0.0, False
    low, high = np.percentile(light[face > 0], (35, 85))
    skin = np.median(lab[(face > 0) & (light >= low) & (light <= high)], axis=0)
    brow, chin = float(mesh[10, 1]), float(mesh[152, 1])
    columns = np.abs(np.arange(cover.shape[1]) - float(mesh[:, 0].mean())) < 0.5 * width
    rows = np.flatnonzero((cover[:, columns] > 0.5).mean(axis=1) > 0.1)
    tall = (brow - float(rows[0])) / max(1.0, chin - brow) if rows.size else 0.0
    over = np.asarray(cover > 0.9, np.uint8)
    over[max(0, round(brow - 0.04 * width)) :] = 0
    over[:, ~columns] = 0
    over = np.asarray(cv2.erode(over, np.ones((5, 5), np.uint8)), np.uint8)
    full = float(np.clip((tall - SHORT) / (LONG - SHORT), 0.2, 1))
    if int(over.sum()) < 60:
        return skin, full, False
    fine = cv2.GaussianBlur(light, (0, 0), 1.0) - cv2.GaussianBlur(light, (0, 0), 4.0)
    texture = float(fine[over > 0].std())
    colour = np.median(lab[over > 0], axis=0)
    hue, chroma = float(np.degrees(np.arctan2(colour[2], colour[1]))), float(np.hypot(colour[1], colour[2]))
    dyed = chroma > 22 and not 5 < hue < 105
    return skin, full, tall > TALLEST or dyed or not TEXTURE[0] < texture < TEXTURE[1]


def _softened(alpha: Float, fine: Float, outline: _Outline, width: float) -> Float:
    """Return coverage that is the photo's own, as soft as it is, where it is hair."""
    import cv2

    scale = min(1.0, 80 / width)
    size = (max(2, round(alpha.shape[1] * scale)), max(2, round(alpha.shape[0] * scale)))
    zone = np.zeros((size[1], size[0]), np.float32)
    at = np.clip(np.round(outline.points * scale).astype(np.int32), 0, (size[0] - 1, size[1] - 1))
    np.maximum.at(zone, (at[:, 1], at[:, 0]), outline.hair)
    reach = max(3, round(0.13 * width * scale)) | 1
    zone = cv2.dilate(zone, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    zone = cv2.resize(cv2.GaussianBlur(zone, (0, 0), reach / 4), alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(alpha + (fine - alpha) * zone, np.float32)


def _drawn(fore: Float, outline: _Outline, width: float, full: float, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return the strands' colours and how much each pixel is covered by them, 0 to 1."""
    import cv2

    height, across = fore.shape[:2]
    cover = np.zeros((height, across), np.uint8)
    tone = np.asarray(np.clip(fore * 255, 0, 255), np.uint8)
    inside = tone.copy()
    step = max(0.8, width / 480)
    count = round(float(outline.hair.sum()) / step)
    chosen = rng.choice(len(outline.points), size=count, p=outline.hair / outline.hair.sum())
    thick = max(1, round(width / 620))
    # Thinner than a pixel is fainter than a pixel.
    fine = float(np.clip(width / 420, 0.35, 1.0))
    for i in chosen:
        flying = rng.random() < 0.035
        long = width * full * float(rng.uniform(0.1, 0.26) if flying else 0.04 + 0.07 * rng.random() ** 2)
        rise = np.radians(float(rng.uniform(15, 65) if flying else rng.uniform(8, 48)))
        bend = -rise * float(rng.uniform(0.5, 1.7)) if not flying else float(rng.normal(-1.2, 1.4))
        normal = outline.normals[i]
        along = np.array([-normal[1], normal[0]], np.float32)
        # Hair falls from the crown; some of it the other way.
        if (along[1] < 0) != (rng.random() < 0.14):
            along = -along
        root = outline.points[i] - normal * width * ROOT * float(rng.uniform(0.1, 1.0))
        t = np.linspace(0, 1, 8, dtype=np.float32)[:, None]
        turn = rise + bend * t
        ahead = np.cos(turn) * along + np.sin(turn) * normal
        points = root + np.cumsum(ahead, axis=0) * (long / 8)
        x, y = min(max(0, round(float(root[0]))), across - 1), min(max(0, round(float(root[1]))), height - 1)
        colour = inside[y, x].astype(np.float32) * float(rng.uniform(0.75, 1.2))
        strength = 255 * fine * float(rng.uniform(0.12, 0.3) if flying else rng.uniform(0.15, 0.6)) * outline.hair[i]
        line = np.round(points * 16).astype(np.int32)
        cv2.polylines(tone, [line], False, tuple(float(v) for v in np.clip(colour, 0, 255)), thick + 2, cv2.LINE_8, 4)
        # A hair ends in a point.
        for part, share in ((line[5:], 0.35), (line[3:6], 0.7), (line[:4], 1.0)):
            cv2.polylines(cover, [part], False, float(share * strength), thick, cv2.LINE_AA, 4)
    return (
        np.asarray(tone * np.float32(1 / 255), np.float32),
        np.asarray(cover * np.float32(1 / 255), np.float32),
    )


def _around(values: Float, sigma: float) -> Float:
    """Return rows that go round, smoothed along themselves."""
    import cv2

    reach = min(len(values) - 1, max(1, round(3 * sigma)))
    longer = np.concatenate([values[-reach:], values, values[:reach]]).astype(np.float32)
    smooth = np.column_stack(
        [cv2.GaussianBlur(longer[:, i : i + 1], (1, 2 * reach + 1), sigma) for i in range(longer.shape[1])]
    )
    return np.asarray(smooth[reach : reach + len(values)], np.float32)


def _at(plane: NDArray[np.float32], points: Float) -> Float:
    """Return the values of a plane at points (n, 2), between pixels."""
    import cv2

    spread = np.ascontiguousarray(points[None].astype(np.float32))
    found = cv2.remap(
        np.ascontiguousarray(plane), spread, np.zeros(0), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found[0], np.float32)
