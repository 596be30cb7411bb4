"""Matte: cut a person out of a photograph, with hair and without the old background's colour.

Four steps: a small network says roughly where the person is (256 x 256); where it doubts, a graph cut decides
by colour (Rother, Kolmogorov, Blake, GrabCut, SIGGRAPH 2004); a colour guided filter moves the edge onto the
photo's own (He, Sun, Tang, Guided image filtering, PAMI 2013); and the colours of the edge are unmixed from
what was behind (Forte, Approximate fast foreground colour estimation, ICIP 2021).
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models
from nbstudio.picture.fill import spread

MODEL = "selfie_segmentation.tflite"
SIDE = 256
HEAD_SIDE = 260  # of a face's width at which hair is solved for; a finer one is interpolated
BAND = 0.09  # of a face's width: how far on both sides of the first outline hair may begin
CUT_SIDE = 640  # the graph cut grows faster than the picture, and edges are refined afterwards

_local = threading.local()

Box = tuple[float, float, float, float]


def alpha(photo: NDArray[np.uint8], face: Box | None = None) -> NDArray[np.uint8]:
    """Return the person's coverage of a BGR photo, 0 to 255, at the photo's size.

    `face` (x, y, width, height) tells which of the parts found is the person; without it the largest is.
    """
    rough = _rough(photo, face)
    kept = _connected(rough, face)
    sharp = np.asarray(np.clip((kept - 0.5) * 2.2 + 0.5, 0, 1), np.float32)
    cut = _decided(photo, kept)
    # Hair is the network's: a graph cut would shear it. Everything else has one hard edge.
    hair = _head(photo.shape[:2], face)
    mask = sharp * hair + (0.25 * sharp * cut + 0.75 * cut) * (1 - hair)
    fine = _guided(photo, np.asarray(mask, np.float32))
    # Cloth is there or it isn't: what is half there is a ghost wherever the light comes from behind.
    decided = np.clip((fine - 0.5) * 1.7 + 0.5, 0, 1)
    fine = np.asarray(fine * hair + decided * (1 - hair), np.float32)
    if face is not None:
        fine = _haired(photo, fine, cut, face)
    return np.asarray(np.clip(fine * 255 + 0.5, 0, 255), np.uint8)


def cutout(photo: NDArray[np.uint8], coverage: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the person's own colours for every pixel of `photo`, old background unmixed from the edges."""
    import cv2

    image = photo.astype(np.float32) / 255
    a = coverage.astype(np.float32)[..., None] / 255
    fore, back = image, image
    longest = max(photo.shape[:2])
    for radius in (max(9, longest // 12), max(3, longest // 120)):
        size = (2 * radius + 1, 2 * radius + 1)
        weight = cv2.blur(a[..., 0], size)[..., None]
        mean_f = cv2.blur(fore * a, size) / (weight + 1e-4)
        mean_b = cv2.blur(back * (1 - a), size) / (1 - weight + 1e-4)
        fore = np.clip(mean_f + a * (image - a * mean_f - (1 - a) * mean_b), 0, 1)
        back = np.clip(mean_b, 0, 1)
    # What is left of the old background in the last pixels (a lens mixes them, and so does JPEG) is painted over
    # with what lies a little farther in: no line of it may stand round the person anywhere else.
    reach = max(1, longest // 500)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    core = cv2.erode(np.asarray(np.clip((a[..., 0] - 0.7) / 0.28, 0, 1), np.float32), disc, borderValue=1)
    core = cv2.GaussianBlur(core, (0, 0), 0.6 * reach)[..., None] * core[..., None]
    inner = spread(fore * core, core)
    fore = fore * core + inner * (1 - core)
    return np.asarray(np.clip(fore * 255 + 0.5, 0, 255), np.uint8)


def segment(photo: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the network's opinion of a BGR photo, 256 x 256, 0 to 1."""
    import cv2

    small = cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA)[..., ::-1]
    blob = np.ascontiguousarray(small.transpose(2, 0, 1)[None].astype(np.float32) / 255)
    net = _net()
    net.setInput(blob)
    outputs = net.forward(net.getUnconnectedOutLayersNames())
    # Output order and names change between OpenCV versions; the size does not.
    mask = next(out for out in outputs if out.size == SIDE * SIDE)
    return np.clip(np.asarray(mask, np.float32).reshape(SIDE, SIDE), 0, 1)


def _rough(photo: NDArray[np.uint8], face: Box | None) -> NDArray[np.float32]:
    """Segment the whole, and once more around the head, where hair wants the pixels."""
    import cv2

    height, width = photo.shape[:2]
    whole = cv2.resize(segment(photo), (width, height), interpolation=cv2.INTER_LINEAR)
    if face is None:
        return np.asarray(whole, np.float32)
    x, y, w, h = face
    side = 3.2 * max(w, h)
    left, top = max(0, round(x + w / 2 - side / 2)), max(0, round(y + h / 2 - side * 0.45))
    right, bottom = min(width, round(left + side)), min(height, round(top + side))
    if right - left < 64 or bottom - top < 64 or (right - left) * (bottom - top) > 0.8 * width * height:
        return np.asarray(whole, np.float32)
    near = cv2.resize(segment(photo[top:bottom, left:right]), (right - left, bottom - top))
    weight = np.ones((bottom - top, right - left), np.float32)
    feather = max(4, round(side * 0.12))
    ramp = np.clip(np.arange(1, feather + 1, dtype=np.float32) / feather, 0, 1)
    if top > 0:
        weight[:feather] *= ramp[: len(weight), None]
    if bottom < height:
        weight[-feather:] *= ramp[::-1][-len(weight) :, None]
    if left > 0:
        weight[:, :feather] *= ramp
    if right < width:
        weight[:, -feather:] *= ramp[::-1]
    out = np.array(whole, np.float32)
    region = out[top:bottom, left:right]
    out[top:bottom, left:right] = region + (near - region) * weight
    return out


def _connected(mask: NDArray[np.float32], face: Box | None) -> NDArray[np.float32]:
    """Keep the part that holds the face (or the largest), and fill its holes."""
    import cv2

    solid = np.asarray(mask > 0.5, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    if count <= 1:
        return mask
    label = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if face is not None:
        x, y, w, h = (round(v) for v in face)
        inside = labels[max(0, y) : y + h, max(0, x) : x + w]
        counts = np.bincount(inside[inside > 0].ravel(), minlength=count)
        if counts.size and counts.max() > 0:
            label = int(np.argmax(counts))
    person = np.asarray(labels == label, np.uint8)
    reach = max(3, min(mask.shape) // 60)
    near = cv2.dilate(person, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    kept = mask * near
    holes, hole_labels, hole_stats, _ = cv2.connectedComponentsWithStats(1 - person, connectivity=4)
    edge = np.unique(np.concatenate([hole_labels[0], hole_labels[:, 0], hole_labels[:, -1]]))
    for hole in range(1, holes):
        if hole not in edge and hole_stats[hole, cv2.CC_STAT_AREA] < 0.02 * mask.size:
            kept = np.where(hole_labels == hole, 1.0, kept)
    return np.asarray(kept, np.float32)


def _decided(photo: NDArray[np.uint8], mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Decide by colour, 0 or 1, where the network was in doubt."""
    import cv2

    height, width = mask.shape
    scale = min(1.0, CUT_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA) if scale < 1 else photo
    prior = cv2.resize(mask, size, interpolation=cv2.INTER_AREA) if scale < 1 else mask
    reach = max(3, max(size) // 90)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    likely = cv2.morphologyEx(np.asarray(prior > 0.7, np.uint8), cv2.MORPH_CLOSE, disc)
    labels = np.where(likely > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[cv2.erode(likely, disc, borderValue=1) > 0] = cv2.GC_FGD
    labels[cv2.dilate(likely, disc) == 0] = cv2.GC_BGD
    sure, never = (labels == cv2.GC_FGD).any(), (labels == cv2.GC_BGD).any()
    if not (sure and never):
        return np.asarray(mask > 0.5, np.float32)
    cv2.setRNGSeed(7)  # the generator is the thread's own; the colour clusters start from it
    cv2.grabCut(small, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    person = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    person = _connected(np.asarray(person, np.float32), None)
    person = np.asarray(cv2.GaussianBlur(person, (0, 0), 0.8), np.float32)
    return np.asarray(cv2.resize(person, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _head(shape: tuple[int, int], face: Box | None) -> NDArray[np.float32]:
    """Return where hair may be: 1 around and above the face, 0 below the chin."""
    import cv2

    if face is None:
        return np.zeros(shape, np.float32)
    x, y, w, h = face
    zone = np.zeros(shape, np.float32)
    centre = (round(x + w / 2), round(y + h * 0.35))
    cv2.ellipse(zone, centre, (round(1.25 * w), round(0.95 * h)), 0, 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(zone, (0, 0), max(2.0, 0.08 * w)), np.float32)


def _haired(
    photo: NDArray[np.uint8], mask: NDArray[np.float32], cut: NDArray[np.float32], face: Box
) -> NDArray[np.float32]:
    """Return coverage that around the head is solved for, pixel by pixel, from the photo's colours."""
    import cv2

    from nbstudio.picture.matting import matted, told

    x, y, w, h = face
    height, width = mask.shape
    left, top = max(0, round(x - 1.1 * w)), max(0, round(y - 1.0 * h))
    right, bottom = min(width, round(x + 2.1 * w)), min(height, round(y + 1.25 * h))
    if right - left < 32 or bottom - top < 32:
        return mask
    part, own, other = photo[top:bottom, left:right], mask[top:bottom, left:right], cut[top:bottom, left:right]
    scale = min(1.0, HEAD_SIDE / w)
    size = (max(16, round(part.shape[1] * scale)), max(16, round(part.shape[0] * scale)))
    if scale < 1:
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        own = np.asarray(cv2.resize(own, size, interpolation=cv2.INTER_AREA), np.float32)
        other = np.asarray(cv2.resize(other, size, interpolation=cv2.INTER_AREA), np.float32)
    reach = max(2, round(BAND * w * scale))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    # Inside is what both take for inside; outside what both take for outside.
    sure = cv2.erode(np.asarray((own > 0.9) & (other > 0.5), np.uint8), disc, borderValue=1)
    never = cv2.erode(np.asarray((own < 0.1) & (other < 0.5), np.uint8), disc, borderValue=1)
    doubt = (sure == 0) & (never == 0)
    prior = np.where(sure > 0, 1.0, np.where(never > 0, 0.0, own)).astype(np.float32)
    colours = np.asarray(part, np.float32) / np.float32(255)
    solved = matted(colours, prior, doubt)
    solved = np.asarray(np.clip((solved - 0.12) / 0.78, 0, 1), np.float32)
    # Hair is half there in lines; what is half there all around is fog, where the colours did not tell.
    fog = cv2.GaussianBlur(4 * solved * (1 - solved), (0, 0), max(1.0, 0.025 * w * scale))
    steep = 1 + 3 * np.clip((fog - 0.3) / 0.3, 0, 1) * (1 - told(colours, prior, doubt))
    solved = np.clip((solved - 0.5) * steep + 0.5, 0, 1)
    weight = cv2.resize(_head((height, width), face)[top:bottom, left:right], size)
    fine = np.asarray(own + (solved - own) * weight, np.float32)
    out = mask.copy()
    out[top:bottom, left:right] = cv2.resize(fine, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(out, 0, 1), np.float32)


def _guided(photo: NDArray[np.uint8], mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Filter the mask with the photo's colours as guide, then choke the haze that is left."""
    import cv2

    guide = photo.astype(np.float32) / 255
    radius = max(3, max(photo.shape[:2]) // 100)
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(values: NDArray[Any]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, size), np.float32)

    channels = [guide[..., i] for i in range(3)]
    means = [mean(c) for c in channels]
    mean_p = mean(mask)
    covariance = np.empty((*mask.shape, 3, 3), np.float32)
    for i in range(3):
        for j in range(i, 3):
            value = mean(channels[i] * channels[j]) - means[i] * means[j]
            covariance[..., i, j] = covariance[..., j, i] = value
    covariance += np.eye(3, dtype=np.float32) * 1e-4
    cross = np.stack([mean(channels[i] * mask) - means[i] * mean_p for i in range(3)], axis=-1)
    slope = np.linalg.solve(covariance, cross[..., None])[..., 0]
    offset = mean_p - sum(slope[..., i] * means[i] for i in range(3))
    fine = mean(offset) + sum(mean(np.ascontiguousarray(slope[..., i])) * channels[i] for i in range(3))
    return np.asarray(np.clip((fine - 0.08) / 0.84, 0, 1), np.float32)


def _net() -> Any:
    import cv2

    if not hasattr(_local, "net"):
        _local.net = cv2.dnn.readNetFromTFLite(str(models.path(MODEL)))
    return _local.net
