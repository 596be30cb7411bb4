"""Vendor beats: write the networks that hear beats as one ONNX file, for maintainers (called by `vendor.py`).

BeatNet (Heydari, Cwitkowitz and Duan, ISMIR 2021) ships three sets of PyTorch weights for one architecture: a
convolution over 272 features of a frame, two LSTMs, three classes. Their mean is better than any of them, so
the graph holds all three. Weights are kept as half floats, which changes no result that was measured.
"""

from __future__ import annotations

import importlib
import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "BeatNet==1.1.3"
MEMBERS = tuple(f"BeatNet/models/model_{number}_weights.pt" for number in (1, 2, 3))
CONVERTED = "beatnet.onnx"
FEATURES, HIDDEN = 272, 150
Arrays = Mapping[str, NDArray[Any]]


class _Weights(pickle.Unpickler):
    """Reads the tensors of a PyTorch archive and nothing else: no other name of a pickle is looked up."""

    STORAGES = {"FloatStorage": np.float32, "LongStorage": np.int64}  # noqa: RUF012 - read only

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.root = archive.namelist()[0].split("/")[0]
        super().__init__(io.BytesIO(archive.read(f"{self.root}/data.pkl")))

    def find_class(self, module: str, name: str) -> Any:
        if name == "_rebuild_tensor_v2":
            return _tensor
        if name in self.STORAGES:
            return name
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        _, kind, key, *_ = pid
        return np.frombuffer(self.archive.read(f"{self.root}/data/{key}"), self.STORAGES[kind])


def _tensor(storage: NDArray[Any], offset: int, size: Any, stride: Any, *_: Any) -> NDArray[Any]:
    steps = [step * storage.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, steps).copy()


def load(content: bytes) -> Arrays:
    """Return the arrays of a PyTorch file by name."""
    found: Arrays = _Weights(zipfile.ZipFile(io.BytesIO(content))).load()
    return found


def convert(weights: list[Arrays]) -> bytes:
    """Return the mean of several BeatNets as ONNX: (frames, 272) to (frames, 3), beat, downbeat and neither."""
    onnx: Any = importlib.import_module("onnx")
    kind, helper, array = onnx.TensorProto, onnx.helper, onnx.numpy_helper.from_array
    nodes: list[Any] = []
    constants: list[Any] = []

    def const(values: NDArray[Any]) -> str:
        name = f"c{len(constants)}"
        half = values.dtype.kind == "f"
        constants.append(array(np.ascontiguousarray(values.astype(np.float16) if half else values), name))
        return op("Cast", name, to=kind.FLOAT) if half else name

    def op(what: str, *inputs: str, **attributes: Any) -> str:
        name = f"t{len(nodes)}"
        nodes.append(helper.make_node(what, list(inputs), [name], **attributes))
        return name

    def shaped(name: str, *shape: int) -> str:
        return op("Reshape", name, const(np.array(shape)))

    frames = shaped("features", -1, 1, FEATURES)
    classes = [_one(net, frames, const, op, shaped) for net in weights]
    nodes.append(helper.make_node("Mean", classes, ["activations"]))
    source = helper.make_tensor_value_info("features", kind.FLOAT, ["frames", FEATURES])
    result = helper.make_tensor_value_info("activations", kind.FLOAT, ["frames", 3])
    graph = helper.make_graph(nodes, "beatnet", [source], [result], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def _one(
    net: Arrays,
    frames: str,
    const: Callable[[NDArray[Any]], str],
    op: Callable[..., str],
    shaped: Callable[..., str],
) -> str:
    """Add one network to the graph; return its probabilities."""

    def dense(x: str, layer: str) -> str:
        return op("Gemm", x, const(net[f"{layer}.weight"]), const(net[f"{layer}.bias"]), transB=1)

    def gates(name: str) -> NDArray[Any]:
        """Return an LSTM's weights with its gates in ONNX's order: in, out, forget, cell."""
        i, f, g, o = np.split(net[name], 4)
        return np.concatenate([i, o, f, g])

    x = op("Relu", op("Conv", frames, const(net["conv1.weight"]), const(net["conv1.bias"])))
    x = op("MaxPool", x, kernel_shape=[2], strides=[2])
    x = shaped(dense(shaped(x, -1, net["linear0.weight"].shape[1]), "linear0"), -1, 1, HIDDEN)
    for layer in ("l0", "l1"):
        inner, hidden = (const(gates(f"lstm.weight_{end}_{layer}")[None]) for end in ("ih", "hh"))
        bias = const(np.concatenate([gates(f"lstm.bias_{end}_{layer}") for end in ("ih", "hh")])[None])
        x = shaped(op("LSTM", x, inner, hidden, bias, hidden_size=HIDDEN), -1, 1, HIDDEN)
    return op("Softmax", dense(shaped(x, -1, HIDDEN), "linear"), axis=1)
