"""Backends: the networks that tell faces apart, found by name."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np

from nbstudio import models
from nbstudio.diagnostics import did_you_mean
from nbstudio.errors import InputError
from nbstudio.faces.alignment import align
from nbstudio.faces.backend import ARCFACE, Backend, Image, Vector, cosine, distance, unit
from nbstudio.faces.detect import Face

DEFAULT = "mobilefacenet"
NAMES = (DEFAULT, "dlib", "insightface")

# Where YuNet's points lie in dlib's 150 x 150 chips: fitted over faces that both have found.
DLIB = np.array([[45.92, 43.53], [100.85, 42.68], [73.95, 74.55], [51.22, 102.16], [98.29, 101.71]])


def find(name: str, folder: Path | None = None) -> Backend:
    """Return the backend called `name`; `folder` is insightface's pack of models on this disk.

    Raises InputError for a name that is none, and for insightface where it or its pack is not here.
    """
    if name == DEFAULT:
        return _mobilefacenet()
    if name == "dlib":
        return _dlib()
    if name == "insightface":
        from nbstudio.faces.insight import backend

        return backend(folder)
    hint = did_you_mean(name, NAMES) or f"backends are {', '.join(NAMES)}"
    raise InputError(f"there is no identity backend called `{name}`", code="unknown-backend", hint=hint)


@functools.cache
def _mobilefacenet() -> Backend:
    model = "fr_feature.onnx"

    def embed(picture: Image, face: Face) -> Vector:
        chip = (align(picture, face, ARCFACE, 112).astype(np.float32) - 127.0) / 128.0
        return unit(session(str(models.path(model))).run(None, {"input": chip.transpose(2, 0, 1)[None]})[0][0])

    # 0.85 stands at a cosine of 0.41 (docs/identity.md).
    return Backend(DEFAULT, models.digest(model), embed, cosine, slope=17.5, middle=0.311)


@functools.cache
def _dlib() -> Backend:
    model = "dlib_resnet_u8.onnx"

    def embed(picture: Image, face: Face) -> Vector:
        chip = align(picture, face, DLIB, 150)[..., ::-1].astype(np.float32).transpose(2, 0, 1)
        run = session(str(models.path(model)))
        name = run.get_inputs()[0].name
        # A face and its mirror image are one person: their mean is steadier than either.
        sides = [run.run(None, {name: np.ascontiguousarray(side[None])})[0][0] for side in (chip, chip[..., ::-1])]
        return np.asarray((sides[0] + sides[1]) / 2, np.float32)

    # 0.85 stands at a distance of 0.516 (docs/identity.md).
    return Backend("dlib", models.digest(model), embed, distance, slope=-25.0, middle=0.585)


@functools.cache
def session(path: str) -> Any:
    """Return a network on one thread: with a worker a core, more threads are slower."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)  # the model's unused initialisers would be listed one by one
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
