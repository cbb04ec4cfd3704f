"""What runs in torch: the shipped network in fp32 and bf16, and a RoBERTa-base that reads once per target."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from safetensors.numpy import load_file
from transformers import RobertaConfig, RobertaForSequenceClassification

from classifier.benchmark.encoder_stage import Work
from classifier.encode import SentenceEncoder, plan_batches
from classifier.model_files import TOKENIZER, WEIGHTS, ModelFiles
from classifier.network import Network, NetworkConfig
from classifier.records import StanceLabel
from classifier.torch_engine import dequantise

ROBERTA_BASE = RobertaConfig(num_labels=len(StanceLabel), max_position_embeddings=514, vocab_size=50265)


def use_threads(threads: int) -> None:
    """Let torch use so many threads."""
    torch.set_num_threads(threads)


def encoder_in_torch(files: ModelFiles, work: Work, *, bf16: bool) -> Callable[[], None]:
    """Return a contestant: the shipped weights, dequantised, over all sentences in fp32 or under bf16 autocast."""
    network = Network(NetworkConfig(**files.network))
    network.load_state_dict(dequantise(load_file(files.folder / WEIGHTS)), strict=True)
    network.eval()
    batches = [tuple(torch.from_numpy(array) for array in call) for call in work.encoded]

    @torch.inference_mode()
    def run() -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            for input_ids, case_ids, attention_mask in batches:
                network.encode(input_ids, case_ids, attention_mask)

    return run


def roberta_per_target(files: ModelFiles, work: Work, config: RobertaConfig = ROBERTA_BASE) -> Callable[[], None]:
    """Return a contestant: a RoBERTa of random weights that reads a sentence anew for each target, in fp32.

    So do the published systems for stance toward targets in news. The input is the sentence and then the target, in
    the shipped tokeniser's ids: RoBERTa's own tokeniser would make a few more of the same words.
    """
    model = RobertaForSequenceClassification(config).eval()
    batches = pair_batches(files, work)

    @torch.inference_mode()
    def run() -> None:
        for input_ids, attention_mask in batches:
            model(input_ids=input_ids, attention_mask=attention_mask)

    return run


def pair_batches(files: ModelFiles, work: Work) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return ids and mask of all (sentence, target) pairs, longest first, within the encoder's token budget."""
    tokenizer = SentenceEncoder((files.folder / TOKENIZER).read_text(encoding="utf-8"), files.max_tokens)
    inputs = [_pair(tokenizer, sentence, sentence[start:end]) for sentence, (start, end) in work.targets]
    batches = plan_batches([len(ids) for ids in inputs])
    return [_padded([inputs[index] for index in chosen]) for chosen in batches]


def _pair(tokenizer: SentenceEncoder, sentence: str, target: str) -> list[int]:
    """Return the ids of a sentence and a target, each between its special tokens."""
    first, second = tokenizer.windows(sentence)[0], tokenizer.windows(target)[0]
    return [*first.input_ids.tolist(), *second.input_ids.tolist()]


def _padded(rows: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, (n_rows, longest); 1 is RoBERTa's padding."""
    longest = max(map(len, rows))
    ids = torch.tensor([row + [1] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask
