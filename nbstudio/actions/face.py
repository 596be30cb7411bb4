"""Face: a photo into a face pack, with a diagnosis where there is no face to go by."""

from __future__ import annotations

from typing import Any

from nbstudio import models
from nbstudio.action import Job
from nbstudio.errors import InputError

VERSION = 1
"""Raised when a pack changes: matte, cut-out, detection, embedding, or a model of `MODELS`."""
MODELS = (
    ("model matte", models.digest("selfie_segmentation.tflite")),
    ("model faces", models.digest("face_detection_yunet_2023mar.onnx")),
    ("model identity", models.digest("fr_feature.onnx")),
)


def run(job: Job) -> dict[str, Any]:
    """Leave the pack: the person cut out, faces, embedding."""
    from nbstudio.faces import pack
    from nbstudio.media import load_image
    from nbstudio.picture import matte

    photo = load_image(job.input("photo"))
    made = pack.make(photo, matte.alpha, matte.cutout)
    if not made.faces:
        raise InputError(
            f"no face can be found in the photo of {job.target.partition('/')[2]}",
            code="no-face",
            notes=[f"the picture is {photo.shape[1]} × {photo.shape[0]} pixels"],
            hint="use a photo with the face larger, sharper and turned towards the camera",
        )
    pack.save(made, job.out)
    return {"faces": len(made.faces)}
