"""Models: where the vendored weights lie, and what their content is (see MODELS.md)."""

from __future__ import annotations

from pathlib import Path

DIGESTS = {
    "beatnet.onnx": "e8a8d556d6a649e988e06cec767d1c63549c7ab1fdc33280dc2cfa066f36b61b",
    "dlib_resnet_u8.onnx": "7cc7054a52189c9fc92b718c9cf99470ea6ae96177ea2681e4cc30f80e4de8c6",
    "face_detection_yunet_2023mar.onnx": "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    "face_landmark.tflite": "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    "fr_feature.onnx": "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581",
    "kokoro_af_heart.bin": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "kokoro_am_michael.bin": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "kokoro_bf_emma.bin": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "kokoro_bm_george.bin": "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
    "selfie_segmentation.tflite": "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    "span_x4.onnx": "de140b6e4e9138925f9872e3b8c6bb429434b27b6fa3813d87a503a0908e2297",
}


def path(name: str) -> Path:
    """Return the file of the vendored model `name`; raises KeyError for a name that is not vendored."""
    if name not in DIGESTS:
        raise KeyError(name)
    return Path(__file__).with_name(name)


def digest(name: str) -> str:
    """Return the SHA-256 of the vendored model `name`: part of what a step that uses it is.

    The table is written down, not computed, so that planning reads no weights; a test compares it
    with the files.
    """
    return DIGESTS[name]
