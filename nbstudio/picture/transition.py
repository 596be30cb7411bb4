"""Transitions: two moving pictures into one, frame by frame, on their planes.

Families share their arithmetic: a *matte* is a field of distances with a soft edge that wanders through it
(every wipe, iris and luma dissolve); a *move* shifts pictures; *mix*, *dip* and *flash* work point by point;
the rest filter. `t` runs from just above 0 (all but the first picture) to just below 1 (all but the second),
so that the frames beside a transition go on without a jump.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane, Planes, solid

Field = NDArray[np.float32]
Mixer = Callable[[Planes, Planes, float], Planes]


def mixer(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    """Return what makes one frame of a transition from both pictures' planes and `t`.

    Raises ValueError for a family that is none.
    """
    family = str(params.get("family", "mix"))
    made = FAMILIES.get(family)
    if made is None:
        raise ValueError(f"there is no family of transitions called `{family}`")
    return made(params, width, height, seed)


def _blend(a: Plane, b: Plane, share: float) -> Plane:
    import cv2

    return np.asarray(cv2.addWeighted(a, 1 - share, b, share, 0.0), np.uint8)


def _mixed(a: Planes, b: Planes, share: float) -> Planes:
    return Planes(_blend(a.y, b.y, share), _blend(a.u, b.u, share), _blend(a.v, b.v, share))


def _toward(a: Planes, colour: tuple[int, int, int], share: float) -> Planes:
    import cv2

    planes = (cv2.convertScaleAbs(p, alpha=1 - share, beta=share * c) for p, c in zip(a.all(), colour, strict=True))
    return Planes(*(np.asarray(plane, np.uint8) for plane in planes))


def _smooth(t: float) -> float:
    return t * t * (3 - 2 * t)


def _mix(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del params, width, height, seed
    return lambda a, b, t: _mixed(a, b, _smooth(t))


def _cut(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del params, width, height, seed
    return lambda a, b, t: a if t < 0.5 else b


def _dip(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del width, height, seed
    red, green, blue = params["colour"]
    colour = solid((blue, green, red))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        return _toward(a, colour, _smooth(2 * t)) if t < 0.5 else _toward(b, colour, _smooth(2 - 2 * t))

    return frame


def _flash(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del params, width, height, seed
    white = solid((1.0, 0.98, 0.94))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        return _toward(a, white, t / 0.12) if t < 0.12 else _toward(b, white, 0.96 * ((1 - t) / 0.88) ** 2.2)

    return frame


def _field(params: Mapping[str, Any], width: int, height: int, seed: int) -> Field:
    """Return when (0 to 1) the edge passes each point."""
    import cv2

    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (x + 0.5) / width - 0.5, (y + 0.5) / height - 0.5
    shape = params.get("shape")
    if shape == "linear":
        angle = np.radians(float(params.get("angle", 0)))
        field = x * np.cos(angle) - y * np.sin(angle)
    elif shape == "circle":
        field = np.hypot(x * width / height, y)
        field = -field if params.get("inward") else field
    elif shape == "clock":
        field = (np.arctan2(x, -y) / (2 * np.pi)) % 1.0
    elif shape == "blinds":
        field = (x * 8) % 1.0 + 0.4 * x
    elif shape == "clouds":
        noise = np.random.default_rng(seed)
        field = np.zeros((height, width), np.float32)
        for cells, weight in ((4, 1.0), (9, 0.5), (20, 0.25)):
            grid = noise.random((cells, 2 * cells)).astype(np.float32)
            field += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    else:
        raise ValueError(f"there is no matte called `{shape}`")
    field = field.astype(np.float32)
    return np.asarray((field - field.min()) / max(float(np.ptp(field)), 1e-6), np.float32)


def _weight(field: Field, t: float, softness: float) -> Field:
    return np.asarray(np.clip((_smooth(t) * (1 + softness) - field) / softness, 0, 1), np.float32)


def _matte(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    import cv2

    softness = float(params.get("softness", 0.12))
    light = params.get("shape") == "light"
    fixed = None if light else _field(params, width, height, seed)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        field = fixed
        if field is None:
            blurred = cv2.blur(b.y, (9, 9)).astype(np.float32)
            field = np.asarray(np.clip(1 - (blurred - 16) / 219, 0, 1), np.float32)
        weight = _weight(field, t, softness)
        small = cv2.resize(weight, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        weights = (weight, small, small)
        planes = (cv2.blendLinear(p, q, 1 - w, w) for p, q, w in zip(a.all(), b.all(), weights, strict=True))
        return Planes(*(np.asarray(plane, np.uint8) for plane in planes))

    return frame


def _move(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    import cv2

    del seed
    way_x, way_y = (float(part) for part in params["way"])
    smear = float(params.get("smear", 0))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        part = t * t * t * (t * (6 * t - 15) + 10)
        shift_x = 2 * round(part * width / 2) if way_x else 0
        shift_y = 2 * round(part * height / 2) if way_y else 0
        speed = 30 * t * t * (1 - t) ** 2 / 1.875
        made = []
        for n, (p, q) in enumerate(zip(a.all(), b.all(), strict=True)):
            half = 2 if n else 1
            plane = _shifted(p, q, way_x, way_y, shift_x // half, shift_y // half, bool(params.get("push")))
            if smear:
                length = max(1, int(smear * speed * width / half)) | 1
                size = (length, 1) if way_x else (1, length)
                plane = np.asarray(cv2.blur(plane, size, borderType=cv2.BORDER_REPLICATE), np.uint8)
            made.append(plane)
        return Planes(*made)

    return frame


def _shifted(p: Plane, q: Plane, way_x: float, way_y: float, dx: int, dy: int, push: bool) -> Plane:
    """Return plane `p` with `q` coming in by (dx, dy) against the way's direction."""
    height, width = p.shape
    out = p.copy()
    if way_x:
        if push:
            out[:, : width - dx] = p[:, dx:] if way_x < 0 else out[:, : width - dx]
            if way_x > 0:
                out[:, dx:] = p[:, : width - dx]
        if dx:
            if way_x < 0:
                out[:, width - dx :] = q[:, :dx]
            else:
                out[:, :dx] = q[:, width - dx :]
    else:
        if push:
            if way_y < 0:
                out[: height - dy] = p[dy:]
            else:
                out[dy:] = p[: height - dy]
        if dy:
            if way_y < 0:
                out[height - dy :] = q[:dy]
            else:
                out[:dy] = q[height - dy :]
    return out


def _scaled(planes: Planes, zoom: float) -> Planes:
    import cv2

    made = []
    for plane in planes.all():
        height, width = plane.shape
        matrix = np.array([[1 / zoom, 0, width / 2 * (1 - 1 / zoom)], [0, 1 / zoom, height / 2 * (1 - 1 / zoom)]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = cv2.warpAffine(plane, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT)
        made.append(np.asarray(warped, np.uint8))
    return Planes(*made)


def _zoom(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del width, height, seed
    amount = float(params.get("amount", 0.6))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        share = _smooth(min(1.0, max(0.0, (t - 0.3) / 0.4)))
        near = _scaled(a, 1 + amount * t**2) if share < 1 else a
        far = _scaled(b, 1 + amount * (1 - t) ** 3) if share > 0 else b
        return _mixed(near, far, share)

    return frame


def _glitch(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    del params

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        chance = np.random.default_rng([seed, round(t * 10_000)])
        strength = 4 * t * (1 - t)
        y, u, v = (plane.copy() for plane in (a if t < 0.5 else b).all())
        other = b if t < 0.5 else a
        for _ in range(int(3 + 14 * strength)):
            top = 2 * int(chance.integers(0, height // 2))
            tall = 2 * int(chance.integers(2, max(3, height // 24)))
            shift = 2 * int(chance.integers(-width // 16, width // 16 + 1) * strength)
            foreign = chance.random() < 0.35
            rows, half = slice(top, top + tall), slice(top // 2, (top + tall) // 2)
            y[rows] = np.roll((other.y if foreign else y)[rows], shift, axis=1)
            u[half] = np.roll((other.u if foreign else u)[half], shift // 2, axis=1)
            v[half] = np.roll((other.v if foreign else v)[half], shift // 2, axis=1)
        apart = int(strength * width / 160)
        return Planes(y, np.roll(u, apart, axis=1), np.roll(v, -apart, axis=1))

    return frame


def _squares(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    import cv2

    del params, width, seed

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        side = max(1.0, 4 * t * (1 - t) * height / 14)
        made = []
        for plane in _mixed(a, b, _smooth(min(1.0, max(0.0, (t - 0.35) / 0.3)))).all():
            tall, wide = plane.shape
            half = height / tall
            size = (max(1, round(wide * half / side)), max(1, round(tall * half / side)))
            if side < 2:
                made.append(plane)
                continue
            small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
            made.append(np.asarray(cv2.resize(small, (wide, tall), interpolation=cv2.INTER_NEAREST), np.uint8))
        return Planes(*made)

    return frame


def _blur(params: Mapping[str, Any], width: int, height: int, seed: int) -> Mixer:
    import cv2

    del params, width, seed

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        size = int(4 * t * (1 - t) * height / 22) | 1
        made = []
        for n, plane in enumerate(_mixed(a, b, _smooth(t)).all()):
            side = (size // 2 if n else size) | 1
            once = cv2.blur(plane, (side, side), borderType=cv2.BORDER_REPLICATE)
            made.append(np.asarray(cv2.blur(once, (side, side), borderType=cv2.BORDER_REPLICATE), np.uint8))
        return Planes(*made)

    return frame


FAMILIES: dict[str, Callable[[Mapping[str, Any], int, int, int], Mixer]] = {
    "cut": _cut,
    "mix": _mix,
    "dip": _dip,
    "flash": _flash,
    "matte": _matte,
    "move": _move,
    "zoom": _zoom,
    "glitch": _glitch,
    "squares": _squares,
    "blur": _blur,
}
