"""Export a checkpoint for shipping: weights in, an int8 ONNX network and its manifest out.

The graph is written node by node, so that its speed does not depend on the version of an exporter, quantiser or optimiser.
Products are onnxruntime's `DynamicQuantizeMatMul`: weights of 8 bits, scaled per column, and activations scaled at run time;
a bias is added where the product is rescaled, at no cost. Attention and GELU are ONNX's own operators (from opset 23 and 20),
which onnxruntime runs faster than its older fused ones. Windows are run one at a time, without padding.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.windows import SIZE
from training.attribution.network import LINK, SMALL

FUSED = "com.microsoft"
OPSET = 23
SIGNS = 18
# The largest number a quantised weight is; the same below zero, so that zero needs no shift.
MOST = 127


class Graph:
    """Nodes and weights in the order in which they are added."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self.values = {name: value.detach().float().numpy() for name, value in state.items()}
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def initializer(self, name: str, value: Any) -> str:
        """Add an array as an initializer; returns its name."""
        self.weights[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        """Add a weight of the checkpoint unchanged; returns its name."""
        return self.initializer(name, self.values[name])

    def quantised(self, name: str, value: Any, scale: Any) -> list[str]:
        """Add an array in 8 bits and its scale; returns their names."""
        whole = np.clip(np.rint(value / scale), -MOST, MOST).astype(np.int8)
        return [
            self.initializer(f"{name}.8", whole),
            self.initializer(f"{name}.scale", np.float32(scale)),
        ]

    def add(self, kind: str, inputs: list[str], *outputs: str, **attributes: Any) -> str:
        """Add one node; returns the name of its first output."""
        domain = FUSED if kind == "DynamicQuantizeMatMul" else ""
        node = helper.make_node(kind, inputs, outputs, outputs[0], domain=domain, **attributes)
        self.nodes.append(node)
        return outputs[0]

    def linear(self, module: str, x: str, output: str) -> str:
        """`x` times a module's weight plus its bias, in 8 bits."""
        weight = self.values[f"{module}.weight"].T
        scale = np.maximum(np.abs(weight).max(0), 1e-9) / MOST
        inputs = [x, *self.quantised(module, weight, scale), "", self.weight(f"{module}.bias")]
        return self.add("DynamicQuantizeMatMul", inputs, output)

    def rows_of(self, module: str, numbers: str) -> str:
        """The rows of a table stored in 8 bits."""
        table = self.values[f"{module}.weight"]
        held, scale = self.quantised(module, table, np.abs(table).max() / MOST)
        rows = self.add("Gather", [held, numbers], f"{module}.rows")
        return self.add("DequantizeLinear", [rows, scale], f"{module}.vectors")

    def layer_norm(self, norm: str, x: str) -> str:
        """The layer norm of `x`."""
        weights = [self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias")]
        return self.add("LayerNormalization", [x, *weights], norm, epsilon=SMALL.epsilon)


def graph_of(state: dict[str, Tensor]) -> onnx.ModelProto:
    """The network of a checkpoint as ONNX, with its large weights in 8 bits."""
    graph = Graph(state)
    x = _embeddings(graph)
    count = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    for number in range(count):
        x = _layer(graph, f"layers.{number}", x)
    graph.initializer("labels.turned", graph.values["labels.weight"].T)
    graph.add("MatMul", [x, "labels.turned"], "labels.product")
    graph.add("Add", ["labels.product", graph.weight("labels.bias")], "scores")
    graph.linear("links", x, "vectors")
    shape = [1, "pieces"]
    made = helper.make_graph(
        graph.nodes,
        "attribution",
        [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("ids", "features")],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, len(LABELS)]),
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, 4 * LINK]),
        ],
        list(graph.weights.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


def _embeddings(graph: Graph) -> str:
    """The sum of piece, position and feature vectors, normalised."""
    zero, one, two = (graph.initializer(f"number.{n}", np.array([n], np.int64)) for n in range(3))
    shape = graph.add("Shape", ["ids"], "shape")
    length = graph.add("Slice", [shape, one, two], "length")
    places = graph.add("Slice", [graph.weight("positions.weight"), zero, length], "places")
    both = graph.add(
        "Add",
        [graph.rows_of("pieces", "ids"), graph.rows_of("features", "features")],
        "pieces.features",
    )
    return graph.layer_norm("norm", graph.add("Add", [both, places], "embedded"))


def _layer(graph: Graph, name: str, x: str) -> str:
    """One transformer layer. Addition and norm are two steps, because onnxruntime's fused one takes three times as long."""
    qkv = graph.linear(f"{name}.qkv", x, f"{name}.qkv.product")
    attended = graph.values[f"{name}.out.weight"].shape[1]
    thirds = graph.initializer("thirds", np.array([attended] * 3, np.int64))
    parts = [f"{name}.{part}" for part in "qkv"]
    graph.add("Split", [qkv, thirds], *parts, axis=2)
    heads = attended // SMALL.head
    seen = graph.add("Attention", parts, f"{name}.seen", q_num_heads=heads, kv_num_heads=heads)
    out = graph.linear(f"{name}.out", seen, f"{name}.out.product")
    x = graph.layer_norm(f"{name}.norm1", graph.add("Add", [x, out], f"{name}.once"))
    up = graph.linear(f"{name}.up", x, f"{name}.up.product")
    down = graph.linear(
        f"{name}.down", graph.add("Gelu", [up], f"{name}.inner"), f"{name}.down.product"
    )
    return graph.layer_norm(f"{name}.norm2", graph.add("Add", [x, down], f"{name}.twice"))


def export(checkpoint: Path, tokenizer: Path, folder: Path, name: str) -> None:
    """Write `network.onnx`, `tokenizer.json` and a first `model.json` (linker and calibration follow)."""
    folder.mkdir(parents=True, exist_ok=True)
    state = torch.load(checkpoint)
    onnx.save(graph_of(state), str(folder / "network.onnx"))
    shutil.copy(tokenizer, folder / "tokenizer.json")
    manifest = {
        "name": name,
        "labels": list(LABELS),
        "window": SIZE,
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
