"""The same batch once more, its words moved a little in the direction that hurts most.

The fast gradient method on word embeddings (Miyato et al. 2017, arXiv 1605.07725): a network that answers alike nearby
learns less by heart, at twice the time a step.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from classifier.network import Network


class EmbeddingAttack:
    """Moves the embedded tokens of a network: first a pass that is watched, then one under attack.

    Args:
        network: the case embeddings of its tokens are added to the words', so that what moves one moves the sum.
        radius: how far a sentence is moved, over the length of the embeddings it is made of (both as one vector).
    """

    def __init__(self, network: Network, radius: float) -> None:
        self._words = network.encoder.embeddings.word_embeddings
        self._case = network.case
        self._radius = radius
        self._watched: Tensor | None = None  # (n_sentences, n_tokens, hidden), of the last watched pass

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Keep what the pass within embeds; after its `backward()` the gradient says where an attack must go."""

        def keep(module: Any, inputs: Any, output: Tensor) -> None:
            output.retain_grad()
            self._watched = output

        with contextlib.closing(_Hook(self._case, keep)):
            yield

    @contextlib.contextmanager
    def attacking(self, input_ids: Tensor, attention_mask: Tensor) -> Iterator[None]:
        """Move the tokens of the pass within; the arguments are those of the watched pass.

        Raises:
            RuntimeError: no pass was watched, or `backward()` did not follow it.
        """
        if self._watched is None or self._watched.grad is None:
            raise RuntimeError("attack after a watched pass and its backward()")
        gradient = self._watched.grad * attention_mask[..., None]
        with torch.no_grad():
            size = (self._words(input_ids) * attention_mask[..., None]).flatten(1).norm(dim=1)  # (n_sentences,)
        steepness = gradient.flatten(1).norm(dim=1).clamp(min=1e-12)
        step: Tensor = gradient * (self._radius * size / steepness)[:, None, None]
        self._watched = None

        def move(module: Any, inputs: Any, output: Tensor) -> Tensor:
            return output + step.to(output.dtype)

        with contextlib.closing(_Hook(self._case, move)):
            yield


class _Hook:
    """A forward hook that is gone once closed."""

    def __init__(self, module: torch.nn.Module, function: Any) -> None:
        self._handle = module.register_forward_hook(function)

    def close(self) -> None:
        self._handle.remove()
