"""Examples to padded tensors with label masks, through the encoding that inference uses."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor

from classifier.encode import Case, SentenceEncoder, Window, best_window, distance_ids
from classifier.records import Kind, SentimentLabel, StanceLabel
from classifier.scorer import Tag
from training.dataset import OUTSIDE, PLACE, Example, LabelledSpan, LabelledTarget

IGNORED = -100  # torch's own convention for a label that is not there

_BEGIN = {Kind.COMPANY: Tag.BEGIN_COMPANY, Kind.GOVERNMENT: Tag.BEGIN_GOVERNMENT, PLACE: Tag.BEGIN_PLACE}
_INSIDE = {Kind.COMPANY: Tag.INSIDE_COMPANY, Kind.GOVERNMENT: Tag.INSIDE_GOVERNMENT, PLACE: Tag.INSIDE_PLACE}
_COLUMN = {tag: 1 << column for column, tag in enumerate(Tag)}  # a set of tags as one integer
_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)
# Outside sets annotate 'U.S.' in 'U.S. officials'; our guidelines take the whole phrase. So the words behind a
# span that may be a government are left open there.
_OPEN_WORDS = 3


def tag_sets(window: Window, spans: Sequence[LabelledSpan] | None) -> list[int]:
    """Return, for each token, the tags that count as right, as a bit set; 0 where the token is not labelled."""
    sets = [0] * len(window.input_ids)
    if spans is None:
        return sets
    open_words = 0
    for token, (start, end) in zip(window.word_tokens, window.words, strict=True):
        inside = [span for span in spans if span.start < end and start < span.end]
        if inside:
            allowed = 0
            for span in inside:
                allowed |= _allowed_tags(span, is_first=start <= span.start)
            open_words = _OPEN_WORDS if any(len(s.allowed) > 1 and Kind.GOVERNMENT in s.allowed for s in inside) else 0
        else:
            allowed = _COLUMN[Tag.OUTSIDE] | (_COLUMN[Tag.INSIDE_GOVERNMENT] if open_words else 0)
            open_words = max(0, open_words - 1)
        sets[int(token)] = allowed
    return sets


def _allowed_tags(span: LabelledSpan, *, is_first: bool) -> int:
    allowed = 0
    for kind in span.allowed:
        if kind == OUTSIDE:
            allowed |= _COLUMN[Tag.OUTSIDE]
        elif len(span.allowed) > 1:  # a partial label's edges need not be ours either
            allowed |= _COLUMN[_BEGIN[kind]] | _COLUMN[_INSIDE[kind]]
        else:
            allowed |= _COLUMN[_BEGIN[kind] if is_first else _INSIDE[kind]]
    return allowed


def encode_example(encoder: SentenceEncoder, example: Example, *, hide_target: bool) -> Iterator[dict[str, Any]]:
    """Yield the features of each window of a sentence; a target belongs to the window that shows most around it.

    Args:
        hide_target: replace every target's tokens by [MASK] and point the span at the whole sentence: the
            control that cannot know which target it judges.
    """
    windows = encoder.windows(example.text)
    owners = [best_window(windows, target.start, target.end) for target in example.targets]
    for index, window in enumerate(windows):
        targets = [t for t, owner in zip(example.targets, owners, strict=True) if owner == index]
        spans = [window.span_tokens(target.start, target.end) for target in targets]
        input_ids = window.input_ids.copy()
        if hide_target:
            for first, last in spans:
                input_ids[first : last + 1] = encoder.mask_id
            spans = [(1, max(1, len(input_ids) - 2))] * len(spans)
        holders = [_holder_tokens(window, target) for target in targets]
        yield {
            "input_ids": input_ids.tolist(),
            "case_ids": window.case_ids.tolist(),
            "tag_sets": tag_sets(window, example.spans),
            "sentiment": _tone(example),
            "sentiment_weight": example.sentiment_weight,
            "span_first": [first for first, _ in spans],
            "span_last": [last for _, last in spans],
            "stance": [[float(label is target.stance) for label in _STANCES] for target in targets],
            "stance_weight": [target.weight for target in targets],
            "holder_first": [first for first, _ in holders],
            "holder_last": [last for _, last in holders],
        }


def _tone(example: Example) -> list[float]:
    """Return the wanted probabilities of the sentence's tone; all 0 where nothing is known (its weight is 0 too)."""
    if example.sentiment is not None:
        return [float(label is example.sentiment) for label in _SENTIMENTS]
    return [0.0, 0.0, 0.0]


def _holder_tokens(window: Window, target: LabelledTarget) -> tuple[int, int]:
    """Return the holder's first and last token: (0, 0) is [CLS], the author; IGNORED where there is none to learn.

    A neutral stance is the author's by definition. Learnt from, it would teach when a stance is neutral, which is
    another head's job, and hide the sources of those that are not.
    """
    if target.holder is None or target.stance is StanceLabel.NEUTRAL:
        return IGNORED, IGNORED
    if isinstance(target.holder, str):
        return 0, 0
    if window.covers(*target.holder) < 0:
        return IGNORED, IGNORED
    return window.span_tokens(*target.holder)


def encode_examples(encoder: SentenceEncoder, examples: Sequence[Example], *, hide_target: bool = False) -> Dataset:
    """Return a datasets.Dataset of the features of all windows of all examples."""
    return Dataset.from_list(
        [row for example in examples for row in encode_example(encoder, example, hide_target=hide_target)]
    )


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """Padded sentences, their pairs, and the labels that are known.

    Attributes:
        input_ids, case_ids, attention_mask: (n_sentences, n_tokens).
        tag_allowed: (n_sentences, n_tokens, len(Tag)) bool; no True at all: not labelled.
        sentiment: (n_sentences, 3) wanted probabilities; sentiment_weight: (n_sentences,), 0 where not known.
        rows: (n_pairs,); span: (n_pairs, n_tokens) bool; distance: (n_pairs, n_tokens).
        stance: (n_pairs, 3) wanted probabilities; stance_weight: (n_pairs,).
        holder_first, holder_last: (n_pairs,), labels or IGNORED.
    """

    input_ids: Tensor
    case_ids: Tensor
    attention_mask: Tensor
    tag_allowed: Tensor
    sentiment: Tensor
    sentiment_weight: Tensor
    rows: Tensor
    span: Tensor
    distance: Tensor
    stance: Tensor
    stance_weight: Tensor
    holder_first: Tensor
    holder_last: Tensor

    def to(self, device: str) -> TrainingBatch:
        """Return the batch on a device."""
        return TrainingBatch(**{f.name: getattr(self, f.name).to(device) for f in dataclasses.fields(self)})


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Changes made to a sentence while training, each with its probability.

    Attributes:
        mask_target: hide a target's tokens behind [MASK], so that its context decides, not its name.
        flip_case: give a sentence the case of an all-capitals or all-lower-case headline.
    """

    mask_target: float
    flip_case: float


def collate(
    rows: Sequence[dict[str, Any]], encoder: SentenceEncoder, augmentation: Augmentation | None, rng: random.Random
) -> TrainingBatch:
    """Return rows of `encode_examples` as one padded batch, augmented where asked."""
    n_tokens = max(len(row["input_ids"]) for row in rows)
    shape = (len(rows), n_tokens)
    input_ids = np.full(shape, encoder.pad_id, dtype=np.int64)
    case_ids, attention_mask, tag_bits = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for index, row in enumerate(rows):
        length = len(row["input_ids"])
        input_ids[index, :length] = row["input_ids"]
        case_ids[index, :length] = row["case_ids"]
        attention_mask[index, :length] = 1
        tag_bits[index, :length] = row["tag_sets"]
        if augmentation is not None:
            if rng.random() < augmentation.flip_case:
                cased = case_ids[index] != Case.NONE
                case_ids[index, cased] = rng.choice([Case.LOWER, Case.UPPER])
            for first, last in zip(row["span_first"], row["span_last"], strict=True):
                if rng.random() < augmentation.mask_target:
                    input_ids[index, first : last + 1] = encoder.mask_id
    pair_rows = np.array([i for i, row in enumerate(rows) for _ in row["stance"]], dtype=np.int64)
    flat = {
        name: np.array([value for row in rows for value in row[name]])
        for name in ("span_first", "span_last", "stance_weight", "holder_first", "holder_last")
    }
    first, last = flat["span_first"].astype(np.int64), flat["span_last"].astype(np.int64)
    position = np.arange(n_tokens)[None, :]
    span = (position >= first[:, None]) & (position <= last[:, None])
    bits = 1 << np.arange(len(Tag))
    return TrainingBatch(
        input_ids=torch.from_numpy(input_ids),
        case_ids=torch.from_numpy(case_ids),
        attention_mask=torch.from_numpy(attention_mask),
        tag_allowed=torch.from_numpy((tag_bits[..., None] & bits) > 0),
        sentiment=torch.tensor([row["sentiment"] for row in rows], dtype=torch.float32),
        sentiment_weight=torch.tensor([row["sentiment_weight"] for row in rows], dtype=torch.float32),
        rows=torch.from_numpy(pair_rows),
        span=torch.from_numpy(span),
        distance=torch.from_numpy(distance_ids(first, last, n_tokens)),
        stance=torch.tensor([wanted for row in rows for wanted in row["stance"]]).reshape(-1, len(_STANCES)),
        stance_weight=torch.from_numpy(flat["stance_weight"].astype(np.float32)),
        holder_first=torch.from_numpy(flat["holder_first"].astype(np.int64)),
        holder_last=torch.from_numpy(flat["holder_last"].astype(np.int64)),
    )


def shuffled_batches(lengths: Sequence[int], batch_size: int, rng: random.Random) -> list[list[int]]:
    """Return batches of indices in random order, each of sentences of like length: little padding."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pool = batch_size * 50
    batches = []
    for low in range(0, len(order), pool):
        chunk = sorted(order[low : low + pool], key=lambda index: lengths[index])
        batches += [chunk[begin : begin + batch_size] for begin in range(0, len(chunk), batch_size)]
    rng.shuffle(batches)
    return batches
