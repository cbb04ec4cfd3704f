"""The machine's own limit: the encoder's int8 matrix products, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime

from classifier.benchmark.onnx_message import integer_product

_LARGEST = 64  # of the shipped weights: seven bits


def matrix_shapes(network: Mapping[str, Any]) -> Counter[tuple[int, int]]:
    """Return how often one pass multiplies by a matrix of each (in, out) shape.

    Args:
        network: shape of the network, in the words of `network.NetworkConfig`.
    """
    hidden, wide = int(network["hidden_size"]), int(network["intermediate_size"])
    one_layer = {(hidden, hidden): 4, (hidden, wide): 1, (wide, hidden): 1}  # query, key, value, output; the wide pair
    return Counter({shape: count * int(network["n_layers"]) for shape, count in one_layer.items()})


def n_operations(network: Mapping[str, Any], token_counts: Sequence[int]) -> int:
    """Return multiplications and additions of the encoder's products for batches of so many tokens."""
    per_token = sum(2 * n_in * n_out * count for (n_in, n_out), count in matrix_shapes(network).items())
    return per_token * sum(token_counts)


class IntegerProducts:
    """The products of the encoder's shapes for some batches, on ONNX Runtime's own integer product.

    Buffers are laid out beforehand and each shape keeps one matrix, which so may stay in the cache: what the machine
    can do at best.

    Args:
        network: as in `matrix_shapes`.
        token_counts: tokens of each batch, padding included.
        threads: of the runtime.
    """

    def __init__(self, network: Mapping[str, Any], token_counts: Sequence[int], threads: int) -> None:
        random = np.random.default_rng(0)
        self._products: list[tuple[onnxruntime.InferenceSession, list[onnxruntime.IOBinding], int]] = []
        for (n_in, n_out), count in matrix_shapes(network).items():
            matrix = random.integers(-_LARGEST, _LARGEST + 1, (n_in, n_out)).astype(np.int8)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(integer_product(matrix), options, providers=["CPUExecutionProvider"])
            bindings = []
            for n_tokens in token_counts:
                binding = session.io_binding()
                rows = random.integers(0, 256, (n_tokens, n_in)).astype(np.uint8)
                binding.bind_ortvalue_input("rows", onnxruntime.OrtValue.ortvalue_from_numpy(rows))
                product = np.zeros((n_tokens, n_out), dtype=np.int32)
                binding.bind_ortvalue_output("product", onnxruntime.OrtValue.ortvalue_from_numpy(product))
                bindings.append(binding)
            self._products.append((session, bindings, count))

    def __call__(self) -> None:
        """Multiply everything once."""
        for session, bindings, count in self._products:
            for binding in bindings:
                for _ in range(count):
                    session.run_with_iobinding(binding)
