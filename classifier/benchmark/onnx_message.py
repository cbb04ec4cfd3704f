"""Write a one-node ONNX model as bytes, so that measuring a matrix product needs no package beyond the runtime.

The format is protocol buffers; the field numbers are those of ONNX's own `onnx.proto`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_UINT8, _INT8, _INT32 = 2, 3, 6  # TensorProto.DataType


def integer_product(matrix: npt.NDArray[np.int8]) -> bytes:
    """Return a model that multiplies `rows` (n_rows, n_in) uint8 by a constant (n_in, n_out) int8 into `product`."""
    n_in, n_out = matrix.shape
    node = _text(1, "rows") + _text(1, "matrix") + _text(2, "product") + _text(4, "MatMulInteger")
    weight = (
        b"".join(_number(1, size) for size in matrix.shape)
        + _number(2, _INT8)
        + _text(8, "matrix")
        + _bytes(9, np.ascontiguousarray(matrix).tobytes())
    )
    graph = (
        _bytes(1, node)
        + _text(2, "integer_product")
        + _bytes(5, weight)
        + _bytes(11, _matrix_info("rows", _UINT8, n_in))
        + _bytes(12, _matrix_info("product", _INT32, n_out))
    )
    opset = _text(1, "") + _number(2, 20)
    return _number(1, 9) + _bytes(7, graph) + _bytes(8, opset)


def _matrix_info(name: str, kind: int, n_columns: int) -> bytes:
    """Return the description of an input or output of any number of rows."""
    shape = _bytes(1, _text(2, "n_rows")) + _bytes(1, _number(1, n_columns))
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _varint(value: int) -> bytes:
    """Return a whole number from 0 up, seven bits a byte, the lowest first."""
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
