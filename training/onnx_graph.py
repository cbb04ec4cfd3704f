"""Write the network as two ONNX graphs over one safetensors file of int8 weights.

The graphs hold no weights: their initialisers point into the safetensors file. Products run in int8 with one
scale per row of the activations, taken when they arrive, and one per output channel of the weights: a sentence's
result cannot depend on its batch, as it would with one scale per tensor.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

from classifier.model_files import WEIGHTS
from classifier.network import NetworkConfig

Array = npt.NDArray[np.generic]
MICROSOFT = "com.microsoft"
# Weights of the encoder's products hold 7 bits: 255 * 64 * 2 still fits the 16-bit sums that processors without
# VNNI form; with 8 bits they saturate silently there (a third of the largest value, measured).
PRODUCT_LEVELS = 64
TABLE_LEVELS = 127  # embeddings and head matrices are dequantised before use
_ELEMENT_TYPES = {"I8": TensorProto.INT8, "F32": TensorProto.FLOAT}


def quantise(
    weights: dict[str, npt.NDArray[np.float32]], largest: dict[str, npt.NDArray[np.float32]]
) -> dict[str, Array]:
    """Return the arrays to store: each large matrix as `.int8` and `.scale`, all else in fp32.

    A Linear's (out, in) matrix is stored transposed, one scale per output; an embedding one scale per row.

    A few columns of the activations are ten times as large as the rest, and would take most of a row's 8 bits. They
    are made smaller, and the weights that meet them larger by as much (SmoothQuant, Xiao et al. 2023,
    arXiv 2211.10438, at its alpha of 0.5): `.smooth` holds the factor of each column.

    Args:
        weights: the network's arrays by name.
        largest: (in,) largest absolute input in each column of each product, by the name of its matrix.
    """
    weights = dict(weights)
    stored: dict[str, Array] = {}
    for names in _products_by_input(largest):
        heaviest = np.max([np.abs(weights[name]).max(axis=0) for name in names], axis=0)  # (in,)
        smooth = np.sqrt(np.maximum(heaviest, 1e-5) / np.maximum(largest[names[0]], 1e-5))
        smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
        stored[_smooth_name(names[0])] = smooth
        for name in names:
            weights[name] = weights[name] / smooth
    for name, matrix in weights.items():
        if not _is_quantised(name):
            stored[name] = np.ascontiguousarray(matrix)
            continue
        levels = PRODUCT_LEVELS if ".layer." in name else TABLE_LEVELS
        scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / levels  # (out,) or (rows,)
        rounded = np.rint(matrix / scale[:, None]).astype(np.int8)
        stored[f"{name}.int8"] = np.ascontiguousarray(rounded if "embeddings" in name else rounded.T)
        stored[f"{name}.scale"] = scale.astype(np.float32)
    return stored


def _products_by_input(names: Iterable[str]) -> list[list[str]]:
    """Return the names of product matrices, those together that multiply the same input: query, key and value."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_smooth_name(name), []).append(name)
    return list(groups.values())


def _smooth_name(matrix: str) -> str:
    """Return the name of the column factors of a matrix's input."""
    base = matrix.removesuffix(".weight")
    for part in ("query", "key", "value"):
        base = base.removesuffix(f".{part}")
    return f"{base}.smooth"


def _is_quantised(name: str) -> bool:
    """Return whether an array is stored in int8: every large matrix is; biases, norms and small tables are not."""
    large = (".dense.weight", ".query.weight", ".key.weight", ".value.weight")
    tables = ("word_embeddings.weight", "position_embeddings.weight")
    heads = ("pair.weight", "target_query.weight", "target_key.weight", "second_query.weight", "holder.weight")
    return name in heads or name.endswith(large + tables)


class _Graph:
    """A graph under construction: nodes in order, initialisers that point into the weights file."""

    def __init__(self, header: dict[str, dict[str, Any]], data_begin: int) -> None:
        self._header = header
        self._data_begin = data_begin
        self._nodes: list[onnx.NodeProto] = []
        self._initialisers: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str) -> str:
        """Return the name of a stored array, as an initialiser of this graph."""
        if name not in self._initialisers:
            entry = self._header[name]
            begin, end = entry["data_offsets"]
            tensor = TensorProto(
                name=name, data_type=_ELEMENT_TYPES[str(entry["dtype"])], data_location=TensorProto.EXTERNAL
            )
            tensor.dims.extend(entry["shape"])
            offset = self._data_begin + begin
            for key, value in (("location", WEIGHTS), ("offset", offset), ("length", end - begin)):
                tensor.external_data.add(key=key, value=str(value))
            self._initialisers[name] = tensor
        return name

    def constant(self, value: npt.ArrayLike, kind: npt.DTypeLike) -> str:
        """Return the name of a small constant."""
        array = np.array(value, dtype=kind)
        name = f"const_{array.dtype}_{'x'.join(map(str, array.shape))}_{'_'.join(map(str, array.ravel()))}"
        self._initialisers.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Append a node and return the name of its output."""
        return self.add_many(operator, inputs, 1, domain, **attributes)[0]

    def add_many(
        self, operator: str, inputs: Sequence[str], n_outputs: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Append a node and return the names of its outputs."""
        outputs = [f"{operator}_{len(self._nodes)}_{index}" for index in range(n_outputs)]
        self._nodes.append(helper.make_node(operator, list(inputs), outputs, domain=domain, **attributes))
        return outputs

    def matrix(self, name: str) -> str:
        """Return a matrix in fp32 as (in, out) or (rows, columns), dequantised where it is stored in int8."""
        if name in self._header:
            return self.add("Transpose", self.weight(name), perm=[1, 0])
        floats = self.add("Cast", self.weight(f"{name}.int8"), to=TensorProto.FLOAT)
        return self.add("Mul", floats, self.weight(f"{name}.scale"))

    def linear(self, states: str, name: str) -> str:
        """Return states @ matrix + bias in fp32."""
        product = self.add("MatMul", states, self.matrix(f"{name}.weight"))
        return self.add("Add", product, self.weight(f"{name}.bias"))

    def quantise_rows(self, states: str, name: str) -> tuple[str, str]:
        """Return smoothed states (..., n) as uint8 around 128, and the scale of each row (..., 1)."""
        states = self.add("Mul", states, self.weight(f"{name}.smooth"))
        largest = self.add("ReduceMax", self.add("Abs", states), self.constant([-1], np.int64), keepdims=1)
        floor = self.add("Max", largest, self.constant(1e-12, np.float32))
        scale = self.add("Mul", floor, self.constant(1 / 127, np.float32))
        scaled = self.add("Div", states, scale)
        zero = self.constant(128, np.uint8)
        return self.add("QuantizeLinear", scaled, self.constant(1, np.float32), zero), scale

    def product(self, rows: tuple[str, str], name: str) -> str:
        """Return the int8 product of quantised rows with a stored matrix, in fp32, without bias."""
        values, scale = rows
        product = self.add(
            "MatMulIntegerToFloat",
            values,
            self.weight(f"{name}.weight.int8"),
            self.constant(1, np.float32),
            self.weight(f"{name}.weight.scale"),
            self.constant(128, np.uint8),
            domain=MICROSOFT,
        )
        return self.add("Mul", product, scale)

    def rename(self, value: str, name: str) -> None:
        """Give a value the name of a graph output."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))

    def save(
        self, path: Path, inputs: dict[str, tuple[int, list[str | int]]], outputs: dict[str, list[str | int]]
    ) -> None:
        """Write the graph; inputs and outputs map names to (element type and) shape."""
        graph = helper.make_graph(
            self._nodes,
            path.stem,
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            list(self._initialisers.values()),
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="newsstance")
        path.write_bytes(model.SerializeToString())


def write(
    folder: Path,
    weights: dict[str, npt.NDArray[np.float32]],
    largest: dict[str, npt.NDArray[np.float32]],
    config: NetworkConfig,
) -> None:
    """Write `model.safetensors`, `encoder.onnx` and `heads.onnx` into the folder; arguments as in `quantise`."""
    save_file(quantise(weights, largest), folder / WEIGHTS)
    with (folder / WEIGHTS).open("rb") as file:
        n_header = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(n_header))
    _encoder(_Graph(header, 8 + n_header), config, folder / "encoder.onnx")
    _heads(_Graph(header, 8 + n_header), config, folder / "heads.onnx")


def _encoder(g: _Graph, config: NetworkConfig, path: Path) -> None:
    """Write the graph of `Network.encode`."""
    bert = "encoder.embeddings"
    words = _embedding(g, f"{bert}.word_embeddings.weight", "input_ids")
    cases = g.add("Gather", g.weight("case.weight"), "case_ids")
    n_tokens = g.add("Gather", g.add("Shape", "input_ids"), g.constant(1, np.int64))
    positions = g.add("Range", g.constant(0, np.int64), n_tokens, g.constant(1, np.int64))
    types = g.add("Gather", g.weight(f"{bert}.token_type_embeddings.weight"), g.constant(0, np.int64))
    summed = g.add("Add", g.add("Add", words, cases), types)
    summed = g.add("Add", summed, _embedding(g, f"{bert}.position_embeddings.weight", positions))
    states = _norm(g, summed, f"{bert}.LayerNorm", config)
    for index in range(config.n_layers):
        states = _layer(g, states, f"encoder.encoder.layer.{index}", config)
    g.rename(states, "states")
    g.rename(g.linear(states, "tag"), "tags")
    mask = g.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    first = g.add("Gather", states, g.constant(0, np.int64), axis=1)  # (n, hidden): [CLS]
    g.rename(g.linear(g.add("Concat", first, _masked_mean(g, states, mask), axis=-1), "sentiment"), "sentiment")
    shape: list[str | int] = ["n_windows", "n_tokens"]
    g.save(
        path,
        dict.fromkeys(("input_ids", "case_ids", "attention_mask"), (TensorProto.INT32, shape)),
        {"states": [*shape, config.hidden_size], "tags": [*shape, "n_tags"], "sentiment": ["n_windows", 3]},
    )


def _embedding(g: _Graph, name: str, ids: str) -> str:
    rows = g.add("Cast", g.add("Gather", g.weight(f"{name}.int8"), ids), to=TensorProto.FLOAT)
    scale = g.add("Gather", g.weight(f"{name}.scale"), ids)
    return g.add("Mul", rows, g.add("Unsqueeze", scale, g.constant([-1], np.int64)))


def _layer(g: _Graph, states: str, name: str, config: NetworkConfig) -> str:
    """Append one BERT layer and return its states."""
    rows = g.quantise_rows(states, f"{name}.attention.self")
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    bias = g.add("Concat", *(g.weight(f"{part}.bias") for part in parts), axis=0)
    context = g.add(
        "MultiHeadAttention",
        *(g.product(rows, part) for part in parts),
        bias,
        "attention_mask",
        domain=MICROSOFT,
        num_heads=config.n_heads,
    )
    attended = _residual(g, context, states, f"{name}.attention.output", config)
    wide = g.product(g.quantise_rows(attended, f"{name}.intermediate.dense"), f"{name}.intermediate.dense")
    wide = g.add("BiasGelu", wide, g.weight(f"{name}.intermediate.dense.bias"), domain=MICROSOFT)
    return _residual(g, wide, attended, f"{name}.output", config)


def _residual(g: _Graph, states: str, skip: str, name: str, config: NetworkConfig) -> str:
    """Append a product, the skip connection and the norm.

    Plain sums and the plain norm: ONNX Runtime has one kernel for all of it, SkipLayerNormalization, which takes three
    times as long on a CPU, an eighth of the whole encoder (measured on 1.32 with AVX2).
    """
    product = g.product(g.quantise_rows(states, f"{name}.dense"), f"{name}.dense")
    summed = g.add("Add", g.add("Add", product, skip), g.weight(f"{name}.dense.bias"))
    return _norm(g, summed, f"{name}.LayerNorm", config)


def _norm(g: _Graph, states: str, name: str, config: NetworkConfig) -> str:
    """Append a layer norm over the last axis."""
    weights = (g.weight(f"{name}.weight"), g.weight(f"{name}.bias"))
    return g.add("LayerNormalization", states, *weights, axis=-1, epsilon=config.layer_norm_eps)


def _masked_mean(g: _Graph, states: str, mask: str) -> str:
    """Return the mean of states (n, n_tokens, hidden) under a mask (n, n_tokens), as (n, hidden)."""
    total = g.add("MatMul", g.add("Unsqueeze", mask, g.constant([1], np.int64)), states)  # (n, 1, hidden)
    count = g.add("ReduceSum", mask, g.constant([1], np.int64), keepdims=1)
    count = g.add("Max", count, g.constant(1, np.float32))
    return g.add("Div", g.add("Squeeze", total, g.constant([1], np.int64)), count)


def _heads(g: _Graph, config: NetworkConfig, path: Path) -> None:
    """Write the graph of `Network.judge`, its mask added as a large negative number."""
    hidden, n_heads = config.hidden_size, config.n_target_heads
    width = hidden // n_heads
    flipped = g.add("Transpose", "states", perm=[0, 2, 1])  # (n, hidden, n_tokens)
    blocked = g.add("Mul", g.add("Sub", "mask", g.constant(1, np.float32)), g.constant(1e9, np.float32))
    blocked = g.add("Unsqueeze", blocked, g.constant([1], np.int64))  # (n, 1, n_tokens)
    target = _masked_mean(g, "states", "span")

    # (query . key) = (query . key matrix) . states: the keys themselves need not be computed, and the key's bias
    # adds the same to every token, which softmax ignores.
    key = g.add("Reshape", g.matrix("target_key.weight"), g.constant([hidden, n_heads, width], np.int64))
    key = g.add("Transpose", key, perm=[1, 2, 0])  # (n_heads, width, hidden)
    near = g.add("Transpose", g.add("Gather", g.weight("distance.weight"), "distance"), perm=[0, 2, 1])

    def attend(query: str) -> str:
        query = g.add("Reshape", query, g.constant([-1, n_heads, 1, width], np.int64))
        query = g.add("Squeeze", g.add("MatMul", query, key), g.constant([2], np.int64))  # (n, n_heads, hidden)
        scores = g.add("MatMul", query, flipped)  # (n, n_heads, n_tokens)
        scores = g.add("Mul", scores, g.constant(1 / math.sqrt(width), np.float32))
        weights = g.add("Softmax", g.add("Add", g.add("Add", scores, near), blocked), axis=-1)
        seen = g.add("MatMul", weights, "states")  # (n, n_heads, hidden): of each head only its own part counts
        seen = g.add("Reshape", seen, g.constant([-1, n_heads, n_heads, width], np.int64))
        own = g.constant(np.eye(n_heads)[:, :, None], np.float32)
        seen = g.add("ReduceSum", g.add("Mul", seen, own), g.constant([1], np.int64), keepdims=0)
        return g.add("Reshape", seen, g.constant([-1, hidden], np.int64))

    context = attend(g.linear(target, "target_query"))
    if config.second_look:
        again = g.linear(g.add("Concat", target, context, axis=-1), "second_query")
        context = g.add("Add", context, attend(again))

    pair = g.add("Concat", target, context, _masked_mean(g, "states", "mask"), axis=-1)
    pair = g.add("Gelu", g.linear(pair, "pair"))
    g.rename(g.linear(pair, "stance"), "stance")
    ends = g.add_many("Split", [g.linear(pair, "holder")], 2, axis=-1, num_outputs=2)
    for name, end in zip(("holder_start", "holder_end"), ends, strict=True):
        wanted = g.add("Unsqueeze", end, g.constant([1], np.int64))
        scores = g.add("Mul", g.add("MatMul", wanted, flipped), g.constant(1 / math.sqrt(hidden), np.float32))
        g.rename(g.add("Squeeze", g.add("Add", scores, blocked), g.constant([1], np.int64)), name)
    shape: list[str | int] = ["n_pairs", "n_tokens"]
    g.save(
        path,
        {
            "states": (TensorProto.FLOAT, [*shape, hidden]),
            "mask": (TensorProto.FLOAT, shape),
            "span": (TensorProto.FLOAT, shape),
            "distance": (TensorProto.INT32, shape),
        },
        {"stance": ["n_pairs", 3], "holder_start": shape, "holder_end": shape},
    )
