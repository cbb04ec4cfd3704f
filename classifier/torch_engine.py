"""The network in torch, on CPU or GPU, from the same int8 file that ONNX Runtime reads."""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import nn

from classifier.encode import IntArray
from classifier.errors import InputValueError
from classifier.model_files import WEIGHTS, ModelFiles
from classifier.network import Encoded, Network, NetworkConfig
from classifier.scorer import FloatArray
from classifier.transformer_scorer import EncodedBatch, JudgedBatch


class TorchEngine:
    """The dequantised network, its activations rounded row by row as the int8 products round them.

    Without the rounding one label in a hundred differs between the engines; with it, sums differ in the last bits
    alone.

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
        for name, module in network.encoder.encoder.named_modules():
            if isinstance(module, nn.Linear):
                smooth = torch.from_numpy(stored[f"encoder.encoder.{_input_of(name)}.smooth"]).to(self._device)
                module.register_forward_pre_hook(partial(_round_rows, smooth))
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


def _round_rows(smooth: torch.Tensor, module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """Return a Linear's input as int8 holds it: smoothed, each row (..., n) in steps of a 127th of its largest."""
    states = inputs[0] * smooth
    scale = states.abs().amax(dim=-1, keepdim=True).clamp(min=1e-12) / 127
    return ((states / scale).round() * scale,)


def dequantise(stored: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]) -> dict[str, torch.Tensor]:
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
