"""The network in torch: one encoder, four heads. Read it top to bottom; the ONNX graph computes the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from classifier.encode import N_DISTANCES, Case
from classifier.records import SentimentLabel, StanceLabel
from classifier.scorer import Tag


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Shape of the network; the defaults are MiniLM-L6 (Wang et al. 2020, arXiv 2002.10957)."""

    vocab_size: int = 30522
    hidden_size: int = 384
    n_layers: int = 6
    n_heads: int = 12
    intermediate_size: int = 1536
    max_positions: int = 512
    n_target_heads: int = 6
    second_look: bool = False  # weights trained before it was there have none
    layer_norm_eps: float = 1e-12
    dropout: float = 0.1
    attention_dropout: float = 0.0  # with any, torch leaves its fast attention: half the speed in training

    @classmethod
    def from_bert(cls, config: Mapping[str, Any]) -> Self:
        """Return the shape of a base encoder, given its `config.json`."""
        return cls(
            vocab_size=config["vocab_size"],
            hidden_size=config["hidden_size"],
            n_layers=config["num_hidden_layers"],
            n_heads=config["num_attention_heads"],
            intermediate_size=config["intermediate_size"],
            max_positions=config["max_position_embeddings"],
            layer_norm_eps=config["layer_norm_eps"],
            second_look=True,
        )

    def to_bert(self) -> BertConfig:
        """Return the encoder's shape in transformers' words."""
        return BertConfig(
            vocab_size=self.vocab_size,
            hidden_size=self.hidden_size,
            num_hidden_layers=self.n_layers,
            num_attention_heads=self.n_heads,
            intermediate_size=self.intermediate_size,
            max_position_embeddings=self.max_positions,
            layer_norm_eps=self.layer_norm_eps,
            hidden_dropout_prob=self.dropout,
            attention_probs_dropout_prob=self.attention_dropout,
        )

    def to_dict(self) -> dict[str, int | float | bool]:
        """Return the fields as JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Encoded:
    """What one pass over a batch of sentences gives.

    Attributes:
        states: (n_sentences, n_tokens, hidden).
        mask: (n_sentences, n_tokens), True at real tokens.
        tags: (n_sentences, n_tokens, len(Tag)) logits.
        sentiment: (n_sentences, 3) logits, columns in SentimentLabel order.
    """

    states: Tensor
    mask: Tensor
    tags: Tensor
    sentiment: Tensor


@dataclass(frozen=True, slots=True)
class Judged:
    """What the heads say of (sentence, span) pairs.

    Attributes:
        stance: (n_pairs, 3) logits, columns in StanceLabel order.
        holder_start, holder_end: (n_pairs, n_tokens) logits; token 0, [CLS], stands for the author.
    """

    stance: Tensor
    holder_start: Tensor
    holder_end: Tensor


class Network(nn.Module):
    """One encoder pass per sentence; then any number of spans are judged on its states."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        hidden = config.hidden_size
        self.config = config
        self.encoder = BertModel(config.to_bert(), add_pooling_layer=False)
        self.case = nn.Embedding(len(Case), hidden)
        self.tag = nn.Linear(hidden, len(Tag))
        self.sentiment = nn.Linear(2 * hidden, len(SentimentLabel))
        self.target_query = nn.Linear(hidden, hidden)
        self.target_key = nn.Linear(hidden, hidden)
        self.distance = nn.Embedding(N_DISTANCES, config.n_target_heads)
        if config.second_look:
            self.second_query = nn.Linear(2 * hidden, hidden)
        self.pair = nn.Linear(3 * hidden, hidden)
        self.stance = nn.Linear(hidden, len(StanceLabel))
        self.holder = nn.Linear(hidden, 2 * hidden)
        self.dropout = nn.Dropout(config.dropout)
        # The encoder was trained without case and distance: at zero they change nothing at the start.
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.distance.weight)

    def encode(self, input_ids: Tensor, case_ids: Tensor, attention_mask: Tensor) -> Encoded:
        """Read sentences; all arguments are (n_sentences, n_tokens)."""
        embedded = self.encoder.embeddings.word_embeddings(input_ids) + self.case(case_ids)
        states = self.encoder(inputs_embeds=embedded, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.bool()
        states = self.dropout(states)
        tone = torch.cat([states[:, 0], _mean(states, mask)], dim=-1)  # (n_sentences, 2 * hidden)
        return Encoded(states, mask, self.tag(states), self.sentiment(tone))

    def judge(self, encoded: Encoded, rows: Tensor, span: Tensor, distance_ids: Tensor) -> Judged:
        """Judge spans.

        Args:
            encoded: the sentences.
            rows: (n_pairs,) which sentence each span stands in.
            span: (n_pairs, n_tokens) bool, True at the span's tokens.
            distance_ids: (n_pairs, n_tokens) from `encode.distance_ids`.
        """
        states, mask = encoded.states[rows], encoded.mask[rows]  # (n_pairs, n_tokens, hidden)
        target = _mean(states, span)  # (n_pairs, hidden)
        context = self._attend(self.target_query(target), states, mask, distance_ids)
        if self.config.second_look:  # looks again, knowing what the first look saw
            second = self.second_query(torch.cat([target, context], dim=-1))
            context = context + self._attend(second, states, mask, distance_ids)
        pair = torch.cat([target, context, _mean(states, mask)], dim=-1)  # (n_pairs, 3 * hidden)
        pair = self.dropout(nn.functional.gelu(self.pair(pair)))  # (n_pairs, hidden)
        start, end = self.holder(pair).chunk(2, dim=-1)  # each (n_pairs, hidden)
        scale = 1 / math.sqrt(states.shape[-1])
        blocked = torch.finfo(torch.float32).min
        holder = [
            torch.einsum("ph,pth->pt", query, states).float().mul(scale).masked_fill(~mask, blocked)
            for query in (start, end)
        ]
        return Judged(self.stance(pair), holder[0], holder[1])

    def _attend(self, query: Tensor, states: Tensor, mask: Tensor, distance_ids: Tensor) -> Tensor:
        """Return what a query (n_pairs, hidden) sees of its sentence, near or far from the target: same shape."""
        n_pairs, n_tokens, hidden = states.shape
        n_heads = self.config.n_target_heads
        query = query.view(n_pairs, n_heads, -1)
        key = self.target_key(states).view(n_pairs, n_tokens, n_heads, -1)
        value = states.view(n_pairs, n_tokens, n_heads, -1)
        scores = torch.einsum("pnd,ptnd->ptn", query, key) / math.sqrt(hidden // n_heads)
        scores = scores.float() + self.distance(distance_ids)  # (n_pairs, n_tokens, n_heads)
        scores = scores.masked_fill(~mask[..., None], torch.finfo(torch.float32).min)
        weights = scores.softmax(dim=1).to(value.dtype)
        return torch.einsum("ptn,ptnd->pnd", weights, value).reshape(n_pairs, hidden)


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of states (n, n_tokens, hidden) over the True tokens of mask (n, n_tokens)."""
    weights = mask.to(states.dtype)
    return torch.einsum("nt,nth->nh", weights, states) / weights.sum(dim=1, keepdim=True).clamp(min=1)
