"""Turns a checkpoint into the file that ships: weights in, an int8 ONNX network and its manifest out.

The graph is written node by node with onnxruntime's fused operators (attention, biased GELU), which its int8 kernels know, so that no exporter's or optimizer's version decides how fast it runs. Weights
are quantised per column, activations when they come (dynamic quantisation); a window at a time, no padding.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from onrecord.reading.attribution.learned.decode import LABELS
from training.attribution.network import LINK, SMALL

FUSED = "com.microsoft"
SIGNS = 18
QUANTISED = ["MatMul", "Gather", "Attention"]


class Graph:
    """Nodes and weights as they are added."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, *, transpose: bool = False) -> str:
        """A weight of the checkpoint as an initializer; its name."""
        value = self.state[name].detach().float().numpy()
        array = np.ascontiguousarray(value.T if transpose else value)
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def number(self, value: int) -> str:
        """A constant; its name."""
        self.weights.append(numpy_helper.from_array(np.array([value], np.int64), f"number.{value}"))
        return f"number.{value}"

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """One node; its output's name."""
        fused = kind in {"Attention", "BiasGelu"}
        domain = FUSED if fused else ""
        self.nodes.append(
            helper.make_node(kind, inputs, [output], output, domain=domain, **attributes)
        )
        return output

    def linear(self, module: str, x: str, *, bias: bool = True, output: str | None = None) -> str:
        """`x` times a module's weight, with its bias unless the next node adds it."""
        weight = self.weight(f"{module}.weight", transpose=True)
        product = self.add("MatMul", [x, weight], f"{module}.product" if bias else output or module)
        if not bias:
            return product
        return self.add("Add", [product, self.weight(f"{module}.bias")], output or module)


def graph_of(state: dict[str, Tensor]) -> onnx.ModelProto:
    """The network of a checkpoint as ONNX, in single precision."""
    graph = Graph(state)
    x = _embedded(graph)
    count = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    for number in range(count):
        x = _layer(graph, f"layers.{number}", x)
    graph.linear("labels", x, output="scores")
    graph.linear("links", x, output="vectors")
    shape = [1, "pieces"]
    made = helper.make_graph(
        graph.nodes,
        "attribution",
        [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("ids", "features")],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, len(LABELS)]),
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, 4 * LINK]),
        ],
        graph.weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def _embedded(graph: Graph) -> str:
    """Piece, place and feature vectors added up and evened out."""
    zero, one, two = (graph.number(value) for value in (0, 1, 2))
    shape = graph.add("Shape", ["ids"], "shape")
    length = graph.add("Slice", [shape, one, two], "length")
    places = graph.add("Slice", [graph.weight("positions.weight"), zero, length], "places")
    pieces = graph.add("Gather", [graph.weight("pieces.weight"), "ids"], "pieces")
    marks = graph.add("Gather", [graph.weight("features.weight"), "features"], "marks")
    both = graph.add("Add", [pieces, marks], "pieces.marks")
    every = graph.add("Add", [both, places], "embedded")
    norm = [every, graph.weight("norm.weight"), graph.weight("norm.bias")]
    return graph.add("LayerNormalization", norm, "evened", epsilon=1e-12)


def _layer(graph: Graph, name: str, x: str) -> str:
    """One transformer layer."""
    qkv = [graph.weight(f"{name}.qkv.weight", transpose=True), graph.weight(f"{name}.qkv.bias")]
    seen = graph.add("Attention", [x, *qkv], f"{name}.seen", num_heads=SMALL.heads)
    out = graph.linear(f"{name}.out", seen, bias=False)
    x = _evened(graph, f"{name}.norm1", x, out, f"{name}.out.bias")
    up = graph.linear(f"{name}.up", x, bias=False)
    inner = graph.add("BiasGelu", [up, graph.weight(f"{name}.up.bias")], f"{name}.inner")
    down = graph.linear(f"{name}.down", inner, bias=False)
    return _evened(graph, f"{name}.norm2", x, down, f"{name}.down.bias")


def _evened(graph: Graph, norm: str, x: str, more: str, bias: str) -> str:
    """The norm of `x + more + bias`, in three steps: onnxruntime's fused one is three times as slow."""
    biased = graph.add("Add", [more, graph.weight(bias)], f"{norm}.biased")
    both = graph.add("Add", [x, biased], f"{norm}.both")
    inputs = [both, graph.weight(f"{norm}.weight"), graph.weight(f"{norm}.bias")]
    return graph.add("LayerNormalization", inputs, norm, epsilon=1e-12)


def export(checkpoint: Path, tokenizer: Path, folder: Path, name: str) -> None:
    """Write `network.onnx`, `tokenizer.json` and a first `model.json` (linker and calibration follow)."""
    folder.mkdir(parents=True, exist_ok=True)
    state = torch.load(checkpoint)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        onnx.save(graph_of(state), str(plain))
        quantize_dynamic(
            plain,
            folder / "network.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=QUANTISED,
            nodes_to_exclude=["labels.product"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    shutil.copy(tokenizer, folder / "tokenizer.json")
    manifest = {
        "name": name,
        "labels": list(LABELS),
        "files": {n: hash_of(folder / n) for n in ("network.onnx", "tokenizer.json")},
        "transitions": state["transitions"].tolist(),
        "distance": state["distance"].tolist(),
        "linker": None,
        "least": 0.0,
        "calibration": {
            "weights": [0.0] * SIGNS,
            "bias": 0.0,
            "scores": [0.0, 1.0],
            "shares": [0.5, 0.5],
        },
    }
    write_manifest(folder, manifest)


def hash_of(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """`model.json`, one key a line."""
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in manifest.items()]
    (folder / "model.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
