"""Foreground: what stands before a person in a wide shot, and hides where the photograph ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Setting

KINDS = {
    "crowd": ("stage", "concert", "club", "arena", "festival", "party", "theatre", "theater"),
    "parapet": (
        "city", "street", "roof", "rooftop", "skyline", "balcony", "bridge", "harbour", "alley", "neon", "downtown",
    ),
    "water": ("sea", "ocean", "beach", "lake", "river", "coast", "water", "shore"),
    "ledge": (
        "interior", "room", "studio", "house", "kitchen", "bar", "office", "church", "hall", "train", "car", "cabin",
        "bedroom", "booth", "corridor", "library", "subway", "airport",
    ),
    "dune": ("desert", "dunes", "snow", "arctic", "moon", "mars", "canyon", "mountain", "mountains", "rock"),
    "haze": ("space", "orbit", "sky", "clouds", "abstract", "void", "fog", "dream", "underwater", "heaven"),
}  # fmt: skip


def kind(place: str) -> str:
    """Return what hides the body in a place: crowd, parapet, water, ledge, dune, haze, or a ridge with grass."""
    if place in _COVERS:
        return place
    words = place.lower().replace("-", " ").split()
    return next((name for name, places in KINDS.items() if any(word in places for word in words)), "grass")


def draw(place: str, line: float, picture: Float, setting: Setting, seed: int) -> Float:
    """Return a premultiplied BGRA layer that is opaque from `line` (pixels from the top) down to the edge.

    `picture` is what it will be laid over, the person in it: water mirrors it, and haze is its own backdrop.
    """
    import cv2

    rng = np.random.default_rng([seed, 23])
    height, width = picture.shape[:2]
    chosen = kind(place)
    size = (max(2, width // 2), max(2, height // 2))
    cover = _COVERS[chosen](size[0], size[1], line / 2, rng)
    ambient = np.array(setting.ambient, np.float32)
    own = np.asarray(cv2.resize(setting.back, size, interpolation=cv2.INTER_AREA), np.float32)
    if chosen == "haze":
        fill = own
    elif chosen == "water":
        fill = _mirrored(own, picture, line / 2)
    else:
        if chosen == "strand":
            own = _sand(own)
        top = np.clip((np.arange(size[1], dtype=np.float32) - line / 2) / max(1.0, size[1] - line / 2), 0, 1)
        shade = ambient * float(own[-max(1, size[1] // 8) :].mean())
        # Ground is the scene's own ground, nearer and in shade; what is built or crowds is nearly black.
        dark = 0.62 * own + 0.15 * shade if chosen in ("dune", "grass", "strand") else 0.10 * own + 0.14 * shade
        fill = dark * (1 - 0.55 * top[:, None, None])
        # The light from behind catches the upper edges.
        # Sand has none: a bright line across a beach is a shelf.
        edge = cv2.GaussianBlur(np.clip(cover - np.roll(cover, 3, axis=0), 0, 1), (0, 0), 0.9)
        lamp = np.exp(-(((np.arange(size[0]) / size[0] - setting.lamp[0]) / 0.45) ** 2)).astype(np.float32)
        gleam = (
            (edge * (0.15 + 0.6 * lamp[None, :]))[..., None]
            * np.array(setting.key, np.float32)
            * (0.55 if chosen != "strand" else 0.0)
        )
        fill = np.asarray(fill + gleam, np.float32)
    layer = np.dstack([fill * cover[..., None], cover]).astype(np.float32)
    if chosen not in ("haze", "water"):
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), height / 700), np.float32)  # nearer than the focus
    return np.asarray(cv2.resize(layer, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _sand(own: Float) -> Float:
    """Return a scene's own ground or water as sand is: as light and as coloured as it, without its waves."""
    import cv2

    height, width = own.shape[:2]
    calm = np.asarray(cv2.blur(own, (max(3, width // 3) | 1, max(3, height // 10) | 1)), np.float32)
    grey = calm.mean(axis=-1, keepdims=True)
    return np.asarray(0.6 * calm + 0.4 * grey * np.array([0.78, 1.0, 1.2], np.float32), np.float32)


def _mirrored(own: Float, picture: Float, line: float) -> Float:
    """Return water (its own picture at half size) with what stands above `line` mirrored in it."""
    import cv2

    height, width = own.shape[:2]
    above = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    rows = np.arange(height, dtype=np.float32)
    depth = np.maximum(rows - line, 0)
    # Ripples: rows slide sideways, further apart the nearer they are.
    slide = np.sin(depth * 1.9 / (1 + 0.04 * depth)) * (0.6 + 0.10 * depth)
    xx = np.arange(width, dtype=np.float32)[None, :] + slide[:, None].astype(np.float32)
    yy = np.repeat(np.clip(line - 1.25 * depth, 0, height - 1)[:, None], width, axis=1).astype(np.float32)
    seen = cv2.remap(above, xx.astype(np.float32), yy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.blur(seen, (3, 9))
    share = (0.62 * np.exp(-depth / (0.16 * height)))[:, None, None]
    return np.asarray(own + (seen * 0.85 - own) * share, np.float32)


def sparkle(
    frame: tuple[int, int], setting: Setting, face: tuple[float, float, float, float], seed: int
) -> Float | None:
    """Return lights so near to the lens that they are soft discs, to be screened over a frame (width, height).

    Never over the face, and nothing at all in many shots.
    """
    import cv2

    rng = np.random.default_rng([seed, 29])
    if rng.random() > 0.55:
        return None
    width, height = frame
    small = (max(2, width // 8), max(2, height // 8))
    layer = np.zeros((small[1], small[0], 3), np.float32)
    key, ambient = np.array(setting.key, np.float32), np.array(setting.ambient, np.float32)
    keep = (face[0] + face[2] / 2) / 8, (face[1] + face[3] / 2) / 8, 1.3 * face[3] / 8
    for _ in range(int(rng.integers(4, 9))):
        x, y = float(rng.uniform(0, small[0])), float(rng.beta(2.2, 1.3)) * small[1]
        radius, strength = float(rng.uniform(0.03, 0.10)) * small[1], float(rng.uniform(0.05, 0.20))
        colour = (key * float(rng.uniform(0.4, 1.0)) + ambient * float(rng.uniform(0, 0.4))) * strength
        if np.hypot(x - keep[0], y - keep[1]) > keep[2] + radius:
            disc = np.zeros(layer.shape[:2], np.float32)
            cv2.circle(disc, (round(x), round(y)), round(radius), 1.0, -1, cv2.LINE_AA)
            layer += disc[..., None] * colour
    glow = cv2.resize(cv2.GaussianBlur(layer, (0, 0), 0.008 * small[1] + 0.6), (width, height))
    return np.asarray(glow, np.float32)


def _profile(width: int, rng: np.random.Generator, octaves: int = 6, roughness: float = 0.5) -> NDArray[np.float32]:
    """Return a fractal line over `width` points, about -1 to 1."""
    x = np.linspace(0, 1, width)
    out = np.zeros(width)
    for octave in range(octaves):
        knots = rng.uniform(-1, 1, 3 * 2**octave + 2)
        where = np.linspace(0, 1, len(knots))
        out += roughness**octave * np.interp(x, where, knots)
    return np.asarray(out / 1.6, np.float32)


def _below(line: NDArray[np.float32], height: int, soft: float = 1.2) -> Float:
    rows = np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(np.clip((rows - line[None, :]) / soft + 0.5, 0, 1), np.float32)


def _dune(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    crest = line + 0.03 * height * _profile(width, rng, 5, 0.4)
    return _below(crest.astype(np.float32), height)


def _grass(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    import cv2

    profile = line + 0.022 * height * _profile(width, rng)
    cover = _below(profile.astype(np.float32), height)
    # Grass: blades lean with one wind.
    canvas = np.asarray(cover * 255, np.uint8)
    lean = float(rng.uniform(-0.5, 0.5))
    for root in rng.uniform(0, width, 900):
        tall = float(rng.gamma(2.2, 0.011)) * height
        base = float(profile[min(width - 1, int(root))]) + 3
        tip = (round(root + tall * (lean + float(rng.normal(0, 0.22)))), round(base - tall))
        cv2.line(canvas, (round(root), round(base)), tip, 255, 1, cv2.LINE_AA)
    return np.asarray(canvas, np.float32) / np.float32(255)


def _parapet(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    import cv2

    canvas = np.zeros((height, width), np.uint8)
    canvas[round(line) :] = 255
    rail = line - 0.055 * height
    thick = max(2, round(0.006 * height))
    cv2.line(canvas, (0, round(rail)), (width, round(rail)), 255, thick, cv2.LINE_AA)
    gap = width / 9
    for post in np.arange(float(rng.uniform(0, gap)), width, gap):
        cv2.line(canvas, (round(post), round(rail)), (round(post), round(line)), 255, thick, cv2.LINE_AA)
    return np.asarray(canvas, np.float32) / np.float32(255)


def _ledge(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    # A table's or a sofa's edge, far out of focus.
    slope = float(rng.uniform(-0.02, 0.02)) * height
    edge = line + 0.01 * height + slope * np.linspace(-1, 1, width)
    return _below(edge.astype(np.float32), height, soft=0.03 * height)


def _crowd(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    import cv2

    canvas = np.zeros((height, width), np.uint8)
    canvas[min(height - 1, round(line + 0.05 * height)) :] = 255
    for row in range(2):
        unit = height * (0.030 + 0.014 * row)
        x = float(rng.uniform(-unit, unit))
        while x < width + unit:
            head = unit * float(rng.uniform(0.85, 1.15))
            y = line + (0.012 + 0.05 * row) * height + float(rng.normal(0, 0.012)) * height
            skull = (round(0.78 * head), round(head))
            cv2.ellipse(canvas, (round(x), round(y)), skull, 0, 0, 360, 255, -1, cv2.LINE_AA)
            shoulders = (round(1.75 * head), round(1.9 * head))
            cv2.ellipse(canvas, (round(x), round(y + 2.75 * head)), shoulders, 0, 0, 360, 255, -1, cv2.LINE_AA)
            if rng.random() < 0.28:
                _arm(canvas, x, y, head, rng)
            x += unit * float(rng.uniform(2.1, 3.4))
    return np.asarray(canvas, np.float32) / np.float32(255)


def _arm(canvas: NDArray[np.uint8], x: float, y: float, head: float, rng: np.random.Generator) -> None:
    import cv2

    side = 1.0 if rng.random() < 0.5 else -1.0
    shoulder = np.array([x + side * 1.4 * head, y + 1.9 * head])
    elbow = shoulder + np.array([side * float(rng.uniform(0.1, 0.9)), -float(rng.uniform(1.2, 1.9))]) * head
    hand = elbow + np.array([side * float(rng.uniform(-0.5, 0.4)), -float(rng.uniform(1.4, 2.0))]) * head
    points = np.array([shoulder, elbow, hand]).round().astype(np.int32)
    cv2.polylines(canvas, [points], False, 255, max(2, round(0.5 * head)), cv2.LINE_AA)
    cv2.circle(canvas, (int(points[2][0]), int(points[2][1])), max(2, round(0.38 * head)), 255, -1, cv2.LINE_AA)


def _water(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    ripple = 0.004 * height * _profile(width, rng, 8, 0.75)
    return _below((line + ripple).astype(np.float32), height, soft=2.5)


def _roof(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    """Return a flat roof with what stands on roofs: vents, an aerial, a low wall."""
    import cv2

    canvas = np.zeros((height, width), np.uint8)
    canvas[round(line) :] = 255
    for _ in range(int(rng.integers(2, 5))):
        x, w, h = float(rng.choice([-0.05, 0.78])) + float(rng.uniform(0, 0.22)), 0.05, float(rng.uniform(0.02, 0.07))
        a = (round(x * width), round(line - h * height))
        cv2.rectangle(canvas, a, (round((x + w * float(rng.uniform(0.5, 1.5))) * width), round(line)), 255, -1)
    pole = round(float(rng.choice([0.06, 0.93])) * width)
    thick = max(1, round(0.004 * height))
    top = line - float(rng.uniform(0.18, 0.3)) * height
    cv2.line(canvas, (pole, round(line)), (pole, round(top)), 255, thick, cv2.LINE_AA)
    for bar in range(3):
        y = round(top + (0.01 + 0.025 * bar) * height)
        reach = round((0.03 - 0.006 * bar) * height)
        cv2.line(canvas, (pole - reach, y), (pole + reach, y), 255, max(1, thick - 1), cv2.LINE_AA)
    return np.asarray(canvas, np.float32) / np.float32(255)


def _strand(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    edge = line + 0.012 * height * _profile(width, rng, 3, 0.35)
    return _below(edge.astype(np.float32), height, soft=0.03 * height)


def _rock(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    x = np.linspace(-1, 1, width)
    swell = 0.04 * height * x * x
    edge = line + swell + 0.028 * height * _profile(width, rng, 8, 0.6)
    return _below(edge.astype(np.float32), height)


def _haze(width: int, height: int, line: float, rng: np.random.Generator) -> Float:
    billow = line - 0.02 * height + 0.06 * height * _profile(width, rng, 4, 0.45)
    cover = _below(billow.astype(np.float32), height, soft=0.16 * height)
    return cover * cover * (3 - 2 * cover)


_COVERS = {
    "crowd": _crowd,
    "parapet": _parapet,
    "water": _water,
    "haze": _haze,
    "ledge": _ledge,
    "dune": _dune,
    "grass": _grass,
    "roof": _roof,
    "strand": _strand,
    "rock": _rock,
}
