"""The network in torch, on CPU or GPU, from the same int8 file that ONNX Runtime reads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file
from torch import nn

from classifier.encode import IntArray
from classifier.errors import InputValueError
from classifier.model_files import WEIGHTS, ModelFiles
from classifier.network import Encoded, Network, NetworkConfig
from classifier.scorer import FloatArray
from classifier.transformer_scorer import EncodedBatch, JudgedBatch

Array = npt.NDArray[np.generic]


class Int8Linear(nn.Module):
    """A Linear as ONNX Runtime computes it in int8: the integer sums are exact, the scales follow in its order.

    No sum of products reaches 2**24 with up to 2,000 inputs, so fp32 holds it exactly, on CPU and GPU.

    Args:
        matrix: (in, out) int8.
        scale: (out,) of the matrix.
        bias: (out,).
        smooth: (in,) factors of the input's columns.
    """

    matrix: torch.Tensor
    scale: torch.Tensor
    bias: torch.Tensor
    smooth: torch.Tensor

    def __init__(self, matrix: torch.Tensor, scale: torch.Tensor, bias: torch.Tensor, smooth: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("matrix", matrix.float())
        self.register_buffer("scale", scale)
        self.register_buffer("bias", bias)
        self.register_buffer("smooth", smooth)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return (..., out) for states (..., in), each row rounded to steps of a 127th of its largest value."""
        smoothed = states * self.smooth
        scale = smoothed.abs().amax(dim=-1, keepdim=True).clamp(min=1e-12) * (1 / 127)
        return (smoothed / scale).round() @ self.matrix * self.scale * scale + self.bias


class TorchEngine:
    """The network with its encoder's products in int8, as `onnx_engine` computes them: the engines differ in the
    last bits of what is computed in fp32 (softmax, norm, GELU, heads), and in what rounding makes of these.

    Args:
        files: checked model files.
        device: 'cpu', 'cuda', 'cuda:1', ...

    Raises:
        InputValueError: the device does not exist here.
    """

    def __init__(self, files: ModelFiles, device: str = "cpu") -> None:
        try:
            self._device = torch.device(device)
            torch.empty(1, device=self._device)
        except (RuntimeError, AssertionError) as error:
            raise InputValueError(f"device {device!r} cannot be used ({error}); try device='cpu'.") from error
        network = Network(NetworkConfig(**files.network))
        stored = load_file(files.folder / WEIGHTS)
        network.load_state_dict(dequantise(stored), strict=True)
        for name, module in list(network.encoder.encoder.named_modules()):
            if isinstance(module, nn.Linear):
                parent, _, own = f"encoder.encoder.{name}".rpartition(".")
                setattr(network.get_submodule(parent), own, _int8_linear(stored, f"encoder.encoder.{name}"))
        self._network = network.to(self._device).eval()

    @torch.inference_mode()
    def encode(self, input_ids: IntArray, case_ids: IntArray, attention_mask: IntArray) -> EncodedBatch:
        """Run the encoder; see `transformer_scorer.Engine`."""
        encoded = self._network.encode(*(self._tensor(array) for array in (input_ids, case_ids, attention_mask)))
        return EncodedBatch(_array(encoded.states), _array(encoded.tags), _array(encoded.sentiment))

    @torch.inference_mode()
    def judge(self, states: FloatArray, attention_mask: IntArray, span: FloatArray, distance: IntArray) -> JudgedBatch:
        """Run the heads; see `transformer_scorer.Engine`."""
        kept = self._tensor(states)
        nothing = torch.empty(0, device=self._device)
        encoded = Encoded(kept, self._tensor(attention_mask).bool(), nothing, nothing)
        rows = torch.arange(len(kept), device=self._device)
        judged = self._network.judge(encoded, rows, self._tensor(span).bool(), self._tensor(distance))
        return JudgedBatch(_array(judged.stance), _array(judged.holder_start), _array(judged.holder_end))

    def _tensor(self, array: FloatArray | IntArray) -> torch.Tensor:
        return torch.from_numpy(array).to(self._device)


def _input_of(name: str) -> str:
    """Return what a Linear's input factors are stored under: query, key and value share theirs."""
    return name.rpartition(".")[0] if name.endswith((".query", ".key", ".value")) else name


def _int8_linear(stored: Mapping[str, Array], name: str) -> Int8Linear:
    """Return the product that the file stores under the name of a Linear."""
    names = (f"{name}.weight.int8", f"{name}.weight.scale", f"{name}.bias", f"{_input_of(name)}.smooth")
    matrix, scale, bias, smooth = (torch.from_numpy(stored[part]) for part in names)
    return Int8Linear(matrix, scale, bias, smooth)


def dequantise(stored: Mapping[str, Array]) -> dict[str, torch.Tensor]:
    """Return the network's weights in fp32 from the arrays of the shipped file.

    A matrix `name` is stored as `name.int8` with one `name.scale` per output channel (per row of an embedding);
    a Linear's matrix is stored transposed, as (in, out), the way ONNX Runtime multiplies it.
    """
    weights: dict[str, torch.Tensor] = {}
    for name, array in stored.items():
        if name.endswith((".scale", ".smooth")):
            continue
        if not name.endswith(".int8"):
            weights[name] = torch.from_numpy(array)
            continue
        base = name.removesuffix(".int8")
        matrix, scale = torch.from_numpy(array).float(), torch.from_numpy(stored[f"{base}.scale"])
        weights[base] = matrix * scale[:, None] if "embeddings" in base else (matrix * scale).T.contiguous()
    return weights


def _array(tensor: torch.Tensor) -> FloatArray:
    return tensor.float().cpu().numpy()
