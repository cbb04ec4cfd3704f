"""What trains the shipped weights, from which source, at which weight."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from training.dataset import (
    OUTSIDE,
    OWN_DATA,
    Example,
    read_annotated,
    read_mentions,
    read_named_targets,
    read_sentiment,
    read_stance,
)
from training.public_labels import SOURCE, read_public_labels, with_labels


def read_training_set(
    public: Path | None, n_sentfin_targets: int = 4500, n_tone: int = 1200, seed: int = 0
) -> list[Example]:
    """Return all that trains: the project's own rows and, given a folder, the public sets, or a user's file of rows.

    company_government_news weighs twice, NewsMTSC two and a half times; SEntFiN (labels mean price
    effect) and RuSentNE (doubtful labels) half, and of SEntFiN only some, opposed labels first. Of the entity sets, a
    part, and of the editorials that we did not label `n_tone` sentences with the tone that the set gives them.
    """
    own = read_annotated(OWN_DATA / "train.jsonl", "own", 1.0)
    own += read_named_targets(OWN_DATA / "named_targets.jsonl", "own, named targets")
    if public is None:
        return own
    if not public.is_dir():
        return merged(read_annotated(public, public.name, 1.0), own)
    task = read_annotated(public / "company_government_news" / "train.jsonl", "company_government_news", 2.0)
    labels = read_public_labels(OWN_DATA / "public_labels.jsonl")
    stance = public / "stance"
    news = with_labels(read_stance(stance / "newsmtsc" / "train.jsonl", "newsmtsc", 2.5), labels)
    finance = with_labels(read_stance(stance / "finentity" / "train.jsonl", "finentity", 1.0), labels)
    prices = _opposed_first(read_stance(stance / "sentfin" / "train.jsonl", "sentfin", 0.5), n_sentfin_targets, seed)
    translated = with_labels(read_stance(stance / "rusentne_en" / "train.jsonl", "rusentne_en", 0.5), labels)
    editorials = public / "sentence_sentiment" / "nyt_editorials_vader" / "train.jsonl"
    tone = with_labels(read_sentiment(editorials, "nyt_editorials", 0.5), labels)
    mentions = [
        example
        for name in ("wnut17", "gum_news", "crossner_politics", "re3d")
        for example in _mostly_named(
            with_labels(read_mentions(public / "ner" / name / "train.jsonl", name), labels), seed
        )
    ]
    ours = [example for example in tone if example.source == SOURCE]
    toned = [example for example in tone if example.source != SOURCE]
    random.Random(seed).shuffle(toned)
    return merged(own + task, news + finance + translated + ours, mentions) + prices + toned[:n_tone]


def _mostly_named(examples: list[Example], seed: int) -> list[Example]:
    """Return the sentences that we labelled, or that may name a target or place, and a quarter of the others."""
    rng = random.Random(seed)
    bare = frozenset({OUTSIDE})
    return [
        example
        for example in examples
        if example.source == SOURCE or any(span.allowed != bare for span in example.spans or ()) or rng.random() < 0.25
    ]


def _opposed_first(examples: list[Example], n_targets: int, seed: int) -> list[Example]:
    """Return examples up to about `n_targets` targets: those with differing labels first, the rest at random."""
    opposed = [example for example in examples if len({target.stance for target in example.targets}) > 1]
    others = [example for example in examples if len({target.stance for target in example.targets}) == 1]
    random.Random(seed).shuffle(others)
    chosen: list[Example] = []
    count = 0
    for example in opposed + others:
        if count >= n_targets:
            break
        chosen.append(example)
        count += len(example.targets)
    return chosen


def merged(*groups: list[Example]) -> list[Example]:
    """Return one Example per text: the first group's annotation, with the targets that only a later one has."""
    found: dict[str, Example] = {}
    for example in (example for group in groups for example in group):
        first = found.get(example.text)
        if first is None:
            found[example.text] = example
            continue
        known = {(target.start, target.end) for target in first.targets}
        extra = tuple(target for target in example.targets if (target.start, target.end) not in known)
        found[example.text] = replace(first, targets=first.targets + extra)
    return list(found.values())
