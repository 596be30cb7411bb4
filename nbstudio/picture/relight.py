"""Relight: take the photo's own light off a person, and put the scene's on.

What tells a pasted figure from a photographed one is its light: a studio's, flat and from the front, whatever is
behind. So the photo's light is measured on the face (how its brightness follows the way the skin faces) and divided
out; then the scene's is put on: a key from where its lamp is (from behind, if the lamp is in the picture), what the
backdrop itself sends from left, right, above and below, a weak fill, an edge of light on the sides that a lamp
behind reaches, and a fall towards the bottom of the frame. All in (nearly) linear light, and all maps are slow: a
quarter of the size is enough, and the photo keeps its detail.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.person import LUMA, Float, Placed, Setting
from nbstudio.picture.relief import normals
from nbstudio.picture.strips import strips

SOFT = 0.3
"""How far round a figure the key light reaches past its edge, as a lamp of some size does."""
FILL, AROUND, KEY = 0.14, 0.32, 1.05
"""How strong the fill, the backdrop's own light and the key are."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where the key light is as a face sees it: unit vector (x right, y down, z to the viewer).

    `behind` is 1 when it is in the picture and so behind the person, 0 when it is outside; `edge` is its true
    direction in the picture, of length one, for the edges that it lights.
    """

    towards: tuple[float, float, float]
    behind: float
    edge: tuple[float, float]


def lit(
    placed: Placed,
    setting: Setting,
    *,
    exposure: float = 1.0,
    rim: float = 1.0,
    shadow: float = 0.0,
    drama: float = 1.0,
) -> Float:
    """Return the person's colours in the scene's light, float BGR 0 to 1.

    `exposure` scales what the backdrop asks for; `rim` the bright edge; `shadow` (0 to 1) turns the person into
    a silhouette; `drama` is how hard the lamp models a face, 0 not at all.
    """
    import cv2

    height, width = placed.alpha.shape
    key = towards(setting.lamp, placed)
    light = _light(placed, setting, key, drama) * np.float32(exposure * exposure * (1 - shadow))
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    colour = np.array(setting.key, np.float32) ** 2
    colour *= 1.5 / max(float(colour.max()), 1e-3) * (0.3 + 0.7 * float(np.max(setting.key)))
    # A lamp in front lights no edges: what was left of them was a line around a sticker.
    rim *= 0.12 + 0.88 * key.behind
    edge = _edge(placed, key, shadow) * np.float32(rim) if rim > 0 else None
    out = np.empty_like(placed.fore)
    for strip in strips(height):
        own = placed.fore[strip]
        part = cv2.multiply(cv2.multiply(own, own), full[strip])
        if edge is not None:
            part = cv2.add(part, cv2.merge([edge[strip] * np.float32(c) for c in colour]))
        # A soft shoulder: nothing on a person clips to paper white.
        part = np.maximum(part, np.float32(0))
        cv2.sqrt(part / (1 + np.float32(0.35) * part), dst=out[strip])
    return out


def wrapped(fore: Float, alpha: Float, back: Float, strength: float = 0.3) -> Float:
    """Let what is bright behind creep over the person's outline (`fore` is changed and returned).

    Only where it is brighter than the person: a dark scene has no light to spare, and a line would be drawn.
    """
    import cv2

    height, width = alpha.shape
    small = (max(2, width // 8), max(2, height // 8))
    glow = cv2.GaussianBlur(cv2.resize(back, small, interpolation=cv2.INTER_AREA), (0, 0), small[1] / 45)
    cover = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA)
    own = cv2.resize(fore, small, interpolation=cv2.INTER_AREA)
    own = cv2.GaussianBlur(own * cover[..., None], (0, 0), 3)
    own = own / (cv2.GaussianBlur(cover, (0, 0), 3)[..., None] + np.float32(1e-3))
    reach = 1 - cv2.GaussianBlur(cover, (0, 0), small[1] / 110)
    spill = np.clip(glow - 0.8 * own - 0.06, 0, 1) * np.clip(reach * 1.7 - 0.1, 0, 1)[..., None] * strength
    creeping = cv2.resize(spill.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    for strip in strips(height):
        fore[strip] += creeping[strip]
    return fore


def towards(lamp: tuple[float, float], placed: Placed) -> Key:
    """Return where a lamp (in fractions of the frame) is as seen from a person's face."""
    x, y, w, h = placed.face
    dx, dy = lamp[0] * placed.frame[0] - x - w / 2, lamp[1] * placed.frame[1] - y - h / 2
    norm = max(1e-3, float(np.hypot(dx, dy)))
    edge = dx / norm, dy / norm
    inside = min(lamp[0], 1 - lamp[0], lamp[1], 1 - lamp[1])
    behind = float(np.clip(0.5 + inside / 0.12, 0, 1))
    # Light straight above or below leaves a face flat or a mask: it leans to one side, as a lamp is set.
    side = float(np.copysign(max(abs(edge[0]), 0.6), edge[0]))
    up = min(edge[1], 0.05)
    deep = 0.5 - 0.72 * behind
    norm = max(1e-3, float(np.hypot(side, up)))
    flat = float(np.sqrt(1 - deep * deep))
    return Key((flat * side / norm, flat * up / norm, deep), behind, edge)


def _light(placed: Placed, setting: Setting, key: Key, drama: float) -> Float:
    """Return by how much light changes what the photo shows, (h / 4, w / 4, 3), BGR, linear."""
    import cv2

    height, width = placed.alpha.shape
    small = (max(2, width // 4), max(2, height // 4))
    alpha = np.asarray(cv2.resize(placed.alpha, small, interpolation=cv2.INTER_AREA), np.float32)
    fore = np.asarray(cv2.resize(placed.fore, small, interpolation=cv2.INTER_AREA), np.float32)
    scale = np.array([small[0] / width, small[1] / height], np.float32)
    x, y = (placed.face[0] - placed.corner[0]) * scale[0], (placed.face[1] - placed.corner[1]) * scale[1]
    w, h = placed.face[2] * scale[0], placed.face[3] * scale[1]
    mesh = None
    if placed.mesh is not None:
        flat = (placed.mesh[:, :2] - np.array(placed.corner, np.float32)) * scale
        mesh = np.column_stack([flat, placed.mesh[:, 2] * scale[0]])
    normal, sure = normals(alpha, (x, y, w, h), mesh)
    linear = np.asarray((fore * fore) @ LUMA, np.float32)
    old = _taken(linear, normal, sure)
    key_colour, ambient = _tint(setting.key), _tint(setting.ambient)
    around = _around(setting, placed)
    facing = sum(normal[..., i] * np.float32(key.towards[i]) for i in range(3))
    falling = np.clip((facing + SOFT) / (1 + SOFT), 0, 1)
    falling = falling * falling * (1.6 - 0.6 * falling)
    # Where the sky is bright, and in thick air, shade is never deep.
    open_ = float(np.array(setting.ambient, np.float32) ** 2 @ LUMA)
    fill = FILL + 0.5 * open_ + 0.2 * setting.haze
    nx, ny = normal[..., :1], normal[..., 1:2]
    # Squared and never cut off: a seam would run down the nose where two sides meet.
    sides = sum((0.5 + 0.5 * n) ** 2 * around[i] for i, n in enumerate((-nx, nx, -ny, ny)))
    light = ambient * np.float32(fill) * (0.55 + 0.45 * normal[..., 2:]) + np.float32(AROUND) * sides
    # Behind, the key reaches little of a face, and that little must tell where it is.
    light = light + key_colour * np.float32(KEY * (1 + 0.5 * key.behind)) * falling[..., None]
    level = np.maximum(light @ LUMA, np.float32(0.02))
    here = _weights(alpha, sure, (x, y, w, h))
    middle = float((level * here).sum() / max(1e-3, float(here.sum())))
    # Harder or softer than the scene has it, by style.
    light = light * ((level / middle) ** np.float32(0.55 * (drama - 1)))[..., None]
    light = light / old[..., None]
    light = light * np.float32(_exposed(fore, linear, np.asarray(light, np.float32), here, setting, key))
    # A lamp falls off: the body below the chest is not what is looked at.
    depth = np.clip((np.arange(small[1], dtype=np.float32) - (y + 1.4 * h)) / (3.2 * h), 0, 1)[:, None, None]
    dark = 1 - float(np.clip(np.mean(cv2.resize(setting.back, (32, 18), interpolation=cv2.INTER_AREA)) / 0.45, 0, 1))
    return np.asarray(light * (1 - (0.5 + 0.32 * dark) * depth), np.float32)


def _taken(linear: Float, normal: Float, sure: Float) -> Float:
    """Return the photo's own light, 1 on average: how a face's brightness follows the way that its skin faces."""
    import cv2

    own = sure > 0.6
    if int(own.sum()) < 60:
        return np.ones_like(linear)
    tone = cv2.GaussianBlur(linear, (0, 0), max(1.0, float(np.sqrt(own.sum())) / 24))
    values, n = tone[own].astype(np.float64), normal[own].astype(np.float64)
    # Eyes, brows and teeth are no skin.
    low, high = np.percentile(values, (25, 97))
    skin = (values >= low) & (values <= high)
    terms = np.column_stack([np.ones(int(skin.sum())), n[skin, 0], n[skin, 1]])
    fit = np.linalg.solve(terms.T @ terms + np.diag([0, 8, 8]), terms.T @ values[skin])
    slope = np.clip(0.85 * fit[1:] / max(1e-4, float(fit[0])), -0.55, 0.55)
    light = 1 + slope[0] * normal[..., 0] + slope[1] * normal[..., 1]
    return np.asarray(np.clip(light, 0.5, 1.6), np.float32)


def _around(setting: Setting, placed: Placed) -> list[Float]:
    """Return the light that the backdrop sends to a face from left, right, above and below, mean luma one."""
    import cv2

    tiny = cv2.resize(setting.back, (32, 18), interpolation=cv2.INTER_AREA)
    # A screen's white may be a lamp, which is far brighter than white.
    bright = tiny * tiny + np.float32(2.5) * tiny**6
    yy, xx = np.mgrid[0:18, 0:32].astype(np.float32)
    x, y, w, h = placed.face
    dx = (xx + 0.5) / 18 - (x + w / 2) / placed.frame[1]
    dy = (yy + 0.5) / 18 - (y + h / 2) / placed.frame[1]
    away = np.hypot(dx, dy) + np.float32(0.15)
    found = []
    for along in (-dx, dx, -dy, dy):
        weight = np.maximum(along, 0) / (away * away) + np.float32(1e-4)
        found.append((bright * weight[..., None]).sum(axis=(0, 1)) / weight.sum())
    level = max(1e-3, float(np.mean([colour @ LUMA for colour in found])))
    return [np.asarray(np.clip(colour / level, 0.12, 4.5) ** 0.8, np.float32) for colour in found]


def _weights(alpha: Float, sure: Float, face: tuple[float, float, float, float]) -> Float:
    """Return where the face is that exposure is measured on."""
    if float(sure.sum()) > 30:
        return sure
    x, y, w, h = (round(v) for v in face)
    here = np.zeros_like(alpha)
    here[max(0, y) : max(1, y + h), max(0, x) : max(1, x + w)] = 1
    here *= alpha
    return here if float(here.sum()) > 4 else alpha + np.float32(1e-3)


def _exposed(fore: Float, linear: Float, light: Float, here: Float, setting: Setting, key: Key) -> float:
    """Return the gain that brings the face to what the backdrop's brightness asks for."""
    import cv2

    own = here > 0.5 * float(here.max())
    now = float(np.median((fore @ LUMA)[own]))
    behind = cv2.resize(setting.back, (32, 18), interpolation=cv2.INTER_AREA)
    target = 0.35 + 0.39 * float(np.mean(behind @ LUMA))
    wanted = now * float(np.clip(target / max(now, 0.08), 0.35, 1.5)) * (1 - 0.2 * key.behind)
    # Between what lies in the light and all of it: a half in shadow may be dark.
    made = np.sort((linear * (light @ LUMA))[own])
    made_now = float(made[len(made) // 3 :].mean())
    # White hair and foreheads in the light keep their drawing.
    most = 0.95 / max(1e-3, float(made[round(0.95 * len(made)) - 1]))
    return float(np.clip(wanted * wanted / max(made_now, 1e-4), 0.05, min(6.0, most)))


def _edge(placed: Placed, key: Key, shadow: float) -> Float:
    """Return the light on the outline of the sides that face a lamp behind, 0 to 1: thin, uneven, of hair and cloth."""
    import cv2

    height, width = placed.alpha.shape
    size = (max(2, width // 2), max(2, height // 2))
    small = cv2.resize(placed.alpha, size, interpolation=cv2.INTER_AREA)
    edge = np.zeros((size[1], size[0]), np.float32)
    # A silhouette shows its edge against the light, and no more than that.
    wide = max(2.0, placed.face[2] / (26 if shadow < 0.5 else 70)) / 2
    for step, share in ((wide, 0.45), (0.4 * wide, 0.6)):
        shift = np.array([[1, 0, -key.edge[0] * step], [0, 1, -key.edge[1] * step]], np.float64)
        soft = cv2.GaussianBlur(small, (0, 0), max(0.6, 0.8 * step))
        moved = cv2.warpAffine(soft, shift, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        edge += np.float32(share) * np.clip(soft - moved, 0, 1)
    if shadow >= 0.5:
        edge *= 0.6
    else:
        # What is lit is a surface: its lights and folds show in it, and black cloth hardly shines.
        own = cv2.resize(cv2.transform(placed.fore, LUMA[None]), size, interpolation=cv2.INTER_AREA)
        calm = cv2.GaussianBlur(own, (0, 0), 2 * wide) + np.float32(0.02)
        edge *= np.clip((own / calm) ** 2, 0.3, 2.2) * (0.25 + 0.9 * np.minimum(calm, 0.7))
    full = cv2.resize(np.asarray(edge, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full * placed.alpha, np.float32)


def _tint(colour: tuple[float, float, float]) -> Float:
    """Return a light's colour at luma one, half adapted to as an eye (or a colourist) would."""
    value = np.maximum(np.array(colour, np.float32), 0.02)
    value = value / float(value @ LUMA)
    return np.asarray(np.clip(value, 0.25, 3.0) ** 0.8, np.float32)
