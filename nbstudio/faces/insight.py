"""Insightface: a pack of models that a person has on disk, as an identity backend.

The packs are for non-commercial research only, by their own terms; none is ever downloaded here.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from nbstudio.digest import file_digest
from nbstudio.errors import InputError
from nbstudio.faces.alignment import align
from nbstudio.faces.backend import ARCFACE, Backend, Image, Vector, cosine, unit
from nbstudio.faces.detect import Face

HOME = Path("~/.insightface/models")
PACKS = ("buffalo_l", "antelopev2", "buffalo_m", "buffalo_s")


def backend(folder: Path | None = None) -> Backend:
    """Return the recogniser of the pack in `folder`, or of the first of insightface's own that is here.

    Raises InputError (no-insightface) where the package or a pack is missing.
    """
    where = folder or next((path for name in PACKS if (path := HOME.expanduser() / name).is_dir()), None)
    if where is None or not where.is_dir():
        raise InputError(
            f"there is no pack of insightface's in {where or HOME}",
            code="no-insightface",
            hint="unpack one there (for non-commercial research only), or use `backend: mobilefacenet`",
        )
    return _loaded(where.resolve())


@functools.cache
def _loaded(folder: Path) -> Backend:
    try:
        from insightface.model_zoo import get_model
    except ImportError as error:
        raise InputError(
            "the package insightface is not installed",
            code="no-insightface",
            hint="pip install 'nbstudio[insightface]', or use `backend: mobilefacenet`",
        ) from error
    for path in sorted(folder.glob("*.onnx")):
        model = get_model(str(path), providers=["CPUExecutionProvider"])
        if model is not None and getattr(model, "taskname", "") == "recognition":
            model.prepare(ctx_id=-1)
            side = int(model.input_size[0])

            def embed(picture: Image, face: Face) -> Vector:
                chip = align(picture, face, ARCFACE * (side / 112), side)  # noqa: B023 - returned at once
                return unit(np.asarray(model.get_feat(chip)).reshape(-1))  # noqa: B023

            return Backend("insightface", file_digest(path), embed, cosine, slope=17.5, middle=0.33)
    raise InputError(
        f"none of the models in {folder} tells faces apart",
        code="no-insightface",
        hint="a pack holds a recognition model, as buffalo_l holds w600k_r50.onnx",
    )
