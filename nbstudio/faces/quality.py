"""Quality: what a photograph shows of a face, and whether that is enough to go by.

Pose comes from the five points: how far the nose is from between the eyes (yaw), from between eyes and mouth
(pitch), and how the line of the eyes leans (roll). A head is a half ball: its nose stands about 0.6 of the eyes'
distance before them, which turns shifts into angles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.detect import Face

SMALLEST = 40  # pixels of a face's height below which nobody can be told
SMALL = 90  # below which a close-up is soft
BLURRED = 4.0  # spread of the Laplacian
PROFILE = 45.0  # degrees
NOSE = 0.6  # how far the nose stands out, in distances of the eyes
NOSE_HEIGHT = 0.53  # where it is between eyes and mouth in a face seen straight


@dataclass(frozen=True, slots=True)
class Quality:
    """One face in one photograph: height in pixels, sharpness, exposure (mean luma, 0 to 1), pose in degrees.

    `yaw` is above 0 towards image right, `pitch` above 0 downwards, `roll` above 0 clockwise. `score` (0 to 1) is how
    well it serves as the picture that a film is made from.
    """

    pixels: float
    sharpness: float
    exposure: float
    yaw: float
    pitch: float
    roll: float
    score: float

    @property
    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with it, as codes: too-small, too-blurred, profile, too-dark, too-bright."""
        found = []
        if self.pixels < SMALLEST:
            found.append("too-small")
        if self.sharpness < BLURRED:
            found.append("too-blurred")
        if abs(self.yaw) > PROFILE:
            found.append("profile")
        if self.exposure < 0.1:
            found.append("too-dark")
        if self.exposure > 0.93:
            found.append("too-bright")
        return tuple(found)


def measure(picture: NDArray[np.uint8], face: Face) -> Quality:
    """Return the quality of `face` in a BGR picture."""
    import cv2

    x, y, w, h = (round(value) for value in face.box)
    part = picture[max(0, y) : max(1, y + h), max(0, x) : max(1, x + w)]
    grey = cv2.cvtColor(part if min(part.shape[:2]) >= 8 else picture, cv2.COLOR_BGR2GRAY)
    sharpness = round(float(cv2.Laplacian(grey, cv2.CV_32F).std()), 4)
    exposure = round(float(grey.mean()) / 255, 4)
    yaw, pitch, roll = pose(face)
    pixels = round(face.box[3], 1)
    score = (
        min(1.0, pixels / 400) ** 0.5
        * min(1.0, sharpness / 12)
        * max(0.0, 1 - abs(yaw) / 75)
        * max(0.0, 1 - abs(pitch) / 60)
        * min(1.0, 4 * exposure, 4 * (1 - exposure))
    )
    return Quality(pixels, sharpness, exposure, yaw, pitch, roll, round(score, 4))


def pose(face: Face) -> tuple[float, float, float]:
    """Return yaw, pitch and roll in degrees, to about 10 degrees."""
    points = np.array(face.points)
    left, right, nose = points[0], points[1], points[2]
    mouth = (points[3] + points[4]) / 2
    eyes = (left + right) / 2
    along = right - left
    width = max(1.0, float(np.hypot(*along)))
    roll = float(np.degrees(np.arctan2(along[1], along[0])))
    across, down = along / width, np.array([-along[1], along[0]]) / width
    height = max(1.0, float((mouth - eyes) @ down))
    shift = float((nose - eyes) @ across) / width
    yaw = float(np.degrees(np.arctan2(shift, NOSE * 0.85)))
    lift = float((nose - eyes) @ down) / height - NOSE_HEIGHT
    pitch = float(np.degrees(np.arctan2(lift, NOSE)))
    return round(yaw, 1), round(pitch, 1), round(roll, 1)
