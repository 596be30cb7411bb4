"""Face: photos of one person into a face pack, with a diagnosis where they don't show who it is."""

from __future__ import annotations

from typing import Any

from nbstudio import models
from nbstudio.action import Job
from nbstudio.errors import InputError

VERSION = 4
"""Raised when a pack changes: matte, cut-out, detection, embedding, or a model of `MODELS`."""
MODELS = (
    ("model matte", models.digest("selfie_segmentation.tflite")),
    ("model faces", models.digest("face_detection_yunet_2023mar.onnx")),
    ("model mesh", models.digest("face_landmark.tflite")),
    ("model identity", models.digest("fr_feature.onnx")),
    ("model dlib", models.digest("dlib_resnet_u8.onnx")),
    ("model detail", models.digest("span_x4.onnx")),
)


def run(job: Job) -> dict[str, Any]:
    """Leave the pack: the person cut out of every photo, faces, embedding."""
    from nbstudio.faces import backends, pack
    from nbstudio.faces.report import facts, refused
    from nbstudio.media import load_image
    from nbstudio.picture import matte
    from nbstudio.picture.enlarge import enlarged

    who = job.target.partition("/")[2]
    photos = [load_image(path) for path in job.inputs["photo"]]
    by = backends.find(str(job.params.get("backend") or backends.DEFAULT))
    made = pack.make(
        photos, matte.alpha, matte.cutout, enlarge=enlarged, choose=str(job.params.get("face") or "largest"), backend=by
    )
    wrong = refused(made, who)
    if wrong:
        raise InputError(wrong.message, code=wrong.code, notes=wrong.notes, hint=wrong.hint)
    pack.save(made, job.out)
    return facts(made)
