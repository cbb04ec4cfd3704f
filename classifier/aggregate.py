"""Sum mentions up: per entity in an article, and per entity and per relation in a corpus.

Every figure can be recomputed from the mentions. A pair (sentence, entity) counts once, by its certain stances,
without duplicates, boilerplate and nominal mentions; differing stances of one entity in one sentence count as the
one that is not neutral, and as neutral where favor meets against.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from classifier.entities import Link
from classifier.errors import InputTypeError
from classifier.records import (
    DocumentResult,
    Entity,
    EntityAttributes,
    Form,
    HolderKind,
    JsonRecord,
    Kind,
    Mention,
    Relation,
    Role,
    SentenceResult,
    StanceCounts,
    StanceLabel,
)

N_RESAMPLES = 1000
_BOOTSTRAP_SEED = 20250101  # any fixed number: the same counts must always give the same interval


@dataclass(frozen=True, slots=True)
class RelationCount(JsonRecord):
    """How often one holder takes one stance toward one target, over a corpus."""

    holder_entity_id: str | None
    holder_name: str | None
    target_entity_id: str
    label: StanceLabel
    kind: HolderKind
    n_sentences: int
    n_documents: int


@dataclass(frozen=True, slots=True)
class CorpusSummary(JsonRecord):
    """What a corpus says: its entities and its relations, most frequent first."""

    n_documents: int
    n_sentences: int
    n_mentions: int
    entities: tuple[Entity, ...]
    relations: tuple[RelationCount, ...]


def combine(labels: Iterable[StanceLabel]) -> StanceLabel:
    """Return the one label that stands for all of an entity's labels in a sentence."""
    sides = {label for label in labels if label is not StanceLabel.NEUTRAL}
    return sides.pop() if len(sides) == 1 else StanceLabel.NEUTRAL


def count(labels: Sequence[StanceLabel]) -> StanceCounts:
    """Return the counts of labels, one per (sentence, entity), with their score and its interval.

    The interval holds the middle 95 % of N_RESAMPLES bootstrap scores (Efron 1979): each resample draws as many
    sentences as there are, with replacement.
    """
    counts = Counter(labels)
    return _counted(*(counts[label] for label in (StanceLabel.FAVOR, StanceLabel.NEUTRAL, StanceLabel.AGAINST)))


@lru_cache(maxsize=16_384)  # few mentions an article: the same counts come again and again
def _counted(favor: int, neutral: int, against: int) -> StanceCounts:
    total = favor + neutral + against
    if total == 0:
        return StanceCounts()
    drawn = np.random.default_rng(_BOOTSTRAP_SEED).multinomial(
        total, [favor / total, neutral / total, against / total], size=N_RESAMPLES
    )
    scores = (drawn[:, 0] - drawn[:, 2]) / total
    low, high = np.percentile(scores, [2.5, 97.5])
    score = (favor - against) / total
    return StanceCounts(favor, neutral, against, round(score, 6), round(float(low), 6), round(float(high), 6))


def _countable(sentence: SentenceResult) -> bool:
    return sentence.duplicate_of is None and sentence.role is not Role.BOILERPLATE


def _labels(sentences: Iterable[SentenceResult], wanted: Callable[[Mention], bool]) -> dict[str, list[StanceLabel]]:
    """Return, by entity, one label for each countable sentence that holds a certain, named, wanted stance."""
    found: dict[str, list[StanceLabel]] = defaultdict(list)
    for sentence in sentences:
        if not _countable(sentence):
            continue
        here: dict[str, list[StanceLabel]] = defaultdict(list)
        for mention in sentence.mentions:
            if mention.form is Form.NAME and mention.stance.certain and wanted(mention):
                here[mention.entity_id].append(mention.stance.label)
        for entity_id, labels in here.items():
            found[entity_id].append(combine(labels))
    return found


def _counts_by_holder(
    sentences: Sequence[SentenceResult],
) -> tuple[dict[str, list[StanceLabel]], dict[str, list[StanceLabel]], dict[str, list[StanceLabel]]]:
    """Return the labels of each entity: over all holders, the author's, and the sources'."""
    return (
        _labels(sentences, lambda mention: True),
        _labels(sentences, lambda mention: mention.holder.kind is HolderKind.AUTHOR),
        _labels(sentences, lambda mention: mention.holder.kind is HolderKind.SOURCE),
    )


def entities_of(
    sentences: Sequence[SentenceResult], links: dict[str, Link], kinds: dict[str, Kind]
) -> tuple[Entity, ...]:
    """Return an article's entities, most mentioned first."""
    described = {
        entity_id: (
            link.name,
            kinds[entity_id],
            link.known,
            link.listed.attributes if link.listed is not None else EntityAttributes(),
        )
        for entity_id, link in links.items()
    }
    return _entities(sentences, described)


def _entities(
    sentences: Sequence[SentenceResult], described: dict[str, tuple[str, Kind, bool, EntityAttributes]]
) -> tuple[Entity, ...]:
    n_mentions = Counter(mention.entity_id for sentence in sentences for mention in sentence.mentions)
    n_sentences = Counter(
        entity_id for sentence in sentences for entity_id in {mention.entity_id for mention in sentence.mentions}
    )
    everyone, author, sources = _counts_by_holder(sentences)
    ranked = sorted(described, key=lambda entity_id: (-n_mentions[entity_id], entity_id))
    return tuple(
        Entity(
            entity_id,
            *described[entity_id],
            n_mentions=n_mentions[entity_id],
            n_sentences=n_sentences[entity_id],
            stances=count(everyone.get(entity_id, [])),
            by_author=count(author.get(entity_id, [])),
            by_source=count(sources.get(entity_id, [])),
        )
        for entity_id in ranked
    )


def relations_of(sentences: Sequence[SentenceResult]) -> tuple[Relation, ...]:
    """Return one arrow per sentence, holder, target and label, where the stance is not neutral.

    Duplicates and boilerplate give none. What an entity's own voice says of itself stays in.
    """
    relations = []
    for index, sentence in enumerate(sentences):
        if not _countable(sentence):
            continue
        here = {
            Relation(
                holder_entity_id=mention.holder.entity_id,
                holder_name=mention.holder.name,
                target_entity_id=mention.entity_id,
                label=mention.stance.label,
                certain=mention.stance.certain,
                sentence=index,
                kind=mention.holder.kind,
            ): None
            for mention in sentence.mentions
            if mention.stance.label is not StanceLabel.NEUTRAL
        }
        relations += list(here)
    return tuple(relations)


def summarize(results: Iterable[DocumentResult]) -> CorpusSummary:
    """Return what a corpus says of each entity, and who takes which stance toward whom how often.

    Args:
        results: any iterable; each result is read once, and its sentences that name a target are kept. Relations
            count where they are certain.

    Raises:
        InputTypeError: something else than a DocumentResult is among the results.

    Example:
        >>> summarize([]).n_documents
        0
    """
    sentences: list[SentenceResult] = []
    described: dict[str, tuple[str, Kind, bool, EntityAttributes]] = {}
    in_sentences: Counter[tuple[str | None, str | None, str, StanceLabel, HolderKind]] = Counter()
    in_documents: Counter[tuple[str | None, str | None, str, StanceLabel, HolderKind]] = Counter()
    n_documents = n_sentences = 0
    if not isinstance(results, Iterable):
        raise InputTypeError(f"summarize() needs an iterable of results, got {type(results).__name__}; pass [result].")
    for result in results:
        if not isinstance(result, DocumentResult):
            raise InputTypeError(
                f"summarize() needs DocumentResults, got {type(result).__name__} ({result}); leave errors out."
            )
        n_documents += 1
        n_sentences += len(result.sentences)
        sentences += [sentence for sentence in result.sentences if sentence.mentions]
        for entity in result.entities:
            described.setdefault(entity.id, (entity.name, entity.kind, entity.known, entity.attributes))
        arrows = [
            (arrow.holder_entity_id, arrow.holder_name, arrow.target_entity_id, arrow.label, arrow.kind)
            for arrow in result.relations
            if arrow.certain
        ]
        in_sentences.update(arrows)
        in_documents.update(set(arrows))
    return CorpusSummary(
        n_documents=n_documents,
        n_sentences=n_sentences,
        n_mentions=sum(len(sentence.mentions) for sentence in sentences),
        entities=_entities(sentences, described),
        relations=tuple(
            RelationCount(*arrow, n_sentences=n, n_documents=in_documents[arrow])
            for arrow, n in in_sentences.most_common()
        ),
    )
