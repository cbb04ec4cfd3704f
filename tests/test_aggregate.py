"""Counts, scores, intervals and relations: each can be recomputed from the mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import summarize
from classifier.aggregate import combine, count, entities_of, relations_of
from classifier.entities import Link
from classifier.pipeline import Pipeline
from classifier.records import (
    AUTHOR,
    DocumentResult,
    Entity,
    Form,
    Holder,
    HolderKind,
    Kind,
    Mention,
    Relation,
    Role,
    SentenceResult,
    Sentiment,
    SentimentLabel,
    Stance,
    StanceCounts,
    StanceLabel,
)

FAVOR, NEUTRAL, AGAINST = StanceLabel
SIGNS = {"+": FAVOR, "0": NEUTRAL, "-": AGAINST}
TONE = Sentiment(SentimentLabel.NEUTRAL, dict.fromkeys(SentimentLabel, 1 / 3), certain=True)
SOURCE = Holder(HolderKind.SOURCE, "Ann Moe", 0, 7, "Ann Moe", None)


def mention(
    entity: str, sign: str, *, certain: bool = True, holder: Holder = AUTHOR, form: Form = Form.NAME
) -> Mention:
    stance = Stance(SIGNS[sign], dict.fromkeys(StanceLabel, 1 / 3), certain)
    kind = Kind.GOVERNMENT if entity.startswith("gov:") else Kind.COMPANY
    return Mention(0, len(entity), entity, entity, kind, form, stance, holder)


def sentence(*mentions: Mention, role: Role = Role.BODY, duplicate_of: int | None = None) -> SentenceResult:
    return SentenceResult(0, 9, "a text it", role, duplicate_of, TONE, mentions)


def summed(sentences: Sequence[SentenceResult]) -> dict[str, Entity]:
    names = dict.fromkeys(mention.entity_id for item in sentences for mention in item.mentions)
    links = {name: Link(name, name, known=False, listed=None) for name in names}
    kinds = {name: Kind.GOVERNMENT if name.startswith("gov:") else Kind.COMPANY for name in names}
    return {entity.id: entity for entity in entities_of(sentences, links, kinds)}


def figures(counts: StanceCounts) -> tuple[int, int, int]:
    return counts.favor, counts.neutral, counts.against


def result(sentences: Sequence[SentenceResult], **fields: Any) -> DocumentResult:
    return DocumentResult(
        **{
            "id": None,
            "title": None,
            "date": None,
            "source": None,
            "url": None,
            "language": "en",
            "text": "a text it",
            "sentences": tuple(sentences),
            "entities": tuple(summed(sentences).values()),
            "relations": relations_of(sentences),
            "warnings": (),
            "model_version": "m-1",
            **fields,
        }
    )


# --- One sentence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ("+", FAVOR),
        ("0", NEUTRAL),
        ("-", AGAINST),
        ("+0", FAVOR),
        ("0-", AGAINST),
        ("+-", NEUTRAL),
        ("-0+", NEUTRAL),
        ("--", AGAINST),
        ("00", NEUTRAL),
        ("+++-", NEUTRAL),
    ],
)
def test_combine(signs: str, expected: StanceLabel) -> None:
    assert combine(SIGNS[sign] for sign in signs) is expected
    assert combine(SIGNS[sign] for sign in reversed(signs)) is expected


def test_an_entity_counts_once_in_a_sentence() -> None:
    counts = summed([sentence(mention("a", "-"), mention("a", "0"), mention("b", "+"))])
    assert figures(counts["a"].stances) == (0, 0, 1)
    assert figures(counts["b"].stances) == (1, 0, 0)
    assert (counts["a"].n_mentions, counts["a"].n_sentences) == (2, 1)


# --- Scores ------------------------------------------------------------------------------------------------


def test_score_is_the_balance_over_all() -> None:
    counts = count([FAVOR] * 5 + [NEUTRAL] * 3 + [AGAINST] * 2)
    assert figures(counts) == (5, 3, 2)
    assert counts.score == pytest.approx(0.3)
    assert counts.low is not None
    assert counts.high is not None
    assert counts.low < 0.3 < counts.high


def test_nothing_counted_has_no_score() -> None:
    assert count([]) == StanceCounts(0, 0, 0, None, None, None)


@pytest.mark.parametrize(("label", "score"), [(FAVOR, 1.0), (NEUTRAL, 0.0), (AGAINST, -1.0)])
def test_one_voice_has_no_spread(label: StanceLabel, score: float) -> None:
    for n in (1, 7):
        assert (count([label] * n).score, count([label] * n).low, count([label] * n).high) == (score, score, score)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(StanceLabel), min_size=1, max_size=200), st.randoms())
def test_scores_are_bounded_and_reproducible(labels: list[StanceLabel], random: Any) -> None:
    counts = count(labels)
    shuffled = list(labels)
    random.shuffle(shuffled)
    assert count(shuffled) == counts
    assert counts.score is not None
    assert counts.low is not None
    assert counts.high is not None
    assert -1 <= counts.low <= counts.high <= 1
    assert -1 <= counts.score <= 1
    assert sum(figures(counts)) == len(labels)


def test_more_sentences_make_a_narrower_interval() -> None:
    few, many = count([FAVOR, AGAINST] * 5), count([FAVOR, AGAINST] * 200)
    assert few.high is not None
    assert few.low is not None
    assert many.high is not None
    assert many.low is not None
    assert many.high - many.low < (few.high - few.low) / 3


def test_interval_is_the_usual_one() -> None:
    """The share of 100 draws, each half for and half against, has a standard error of 0.1."""
    counts = count([FAVOR] * 50 + [AGAINST] * 50)
    assert counts.low == pytest.approx(-0.196, abs=0.03)
    assert counts.high == pytest.approx(0.196, abs=0.03)


# --- What is left out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left_out",
    [
        sentence(mention("a", "+", certain=False)),
        sentence(mention("a", "+"), duplicate_of=0),
        sentence(mention("a", "+"), role=Role.BOILERPLATE),
        sentence(mention("a", "+", form=Form.NOMINAL)),
    ],
    ids=["uncertain", "duplicate", "boilerplate", "nominal"],
)
def test_counts_leave_out(left_out: SentenceResult) -> None:
    counted = sentence(mention("a", "-"), role=Role.HEADLINE)
    entity = summed([counted, left_out])["a"]
    assert figures(entity.stances) == figures(entity.by_author) == (0, 0, 1)
    assert (entity.n_mentions, entity.n_sentences) == (2, 2), "both mentions are mentions all the same"
    assert summed([left_out])["a"].stances == StanceCounts()


def test_an_uncertain_mention_does_not_sway_a_certain_one() -> None:
    entity = summed([sentence(mention("a", "-"), mention("a", "+", certain=False))])["a"]
    assert figures(entity.stances) == (0, 0, 1)


def test_counts_split_by_holder() -> None:
    entity = summed(
        [
            sentence(mention("a", "+"), mention("a", "-", holder=SOURCE)),
            sentence(mention("a", "0"), mention("a", "-", holder=SOURCE)),
            sentence(mention("a", "-", holder=SOURCE)),
        ]
    )["a"]
    assert figures(entity.by_author) == (1, 1, 0)
    assert figures(entity.by_source) == (0, 0, 3)
    assert figures(entity.stances) == (0, 1, 2), "where author and source differ, both are weighed together"


def test_entities_come_most_mentioned_first_then_by_id() -> None:
    sentences = [sentence(mention("c", "0"), mention("b", "0"), mention("a", "0")), sentence(mention("b", "+"))]
    assert list(summed(sentences)) == ["b", "a", "c"]


# --- A reader's own recount --------------------------------------------------------------------------------

any_mention = st.builds(
    mention,
    st.sampled_from(["a", "b", "gov:c"]),
    st.sampled_from("+0-"),
    certain=st.booleans(),
    holder=st.sampled_from([AUTHOR, SOURCE]),
    form=st.sampled_from(Form),
)
any_sentence = st.builds(
    lambda mentions, role, duplicate_of: sentence(*mentions, role=role, duplicate_of=duplicate_of),
    st.lists(any_mention, max_size=4),
    st.sampled_from(Role),
    st.none() | st.just(0),
)


def recount(rows: Iterable[dict[str, Any]], holder: str | None) -> dict[str, tuple[int, int, int]]:
    """Count the stances of each entity from flat rows, as the contract says it."""
    labels: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        repeated_or_furniture = row["duplicate_of"] is not None or row["role"] == "boilerplate"
        if (
            row["certain"]
            and row["form"] == "name"
            and not repeated_or_furniture
            and holder in (None, row["holder_kind"])
        ):
            labels[row["entity_id"], row["sentence"]].add(row["stance"])
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (entity_id, _), found in labels.items():
        sides = found - {"neutral"}
        label = sides.pop() if len(sides) == 1 else "neutral"
        counted[entity_id][["favor", "neutral", "against"].index(label)] += 1
    return {entity_id: (figures[0], figures[1], figures[2]) for entity_id, figures in counted.items()}


def check_recount(document: DocumentResult) -> None:
    rows = document.to_rows()
    for name, holder in (("stances", None), ("by_author", "author"), ("by_source", "source")):
        counted = recount(rows, holder)
        for entity in document.entities:
            counts = getattr(entity, name)
            favor, neutral, against = counted.get(entity.id, (0, 0, 0))
            assert figures(counts) == (favor, neutral, against)
            total = favor + neutral + against
            assert counts.score == (round((favor - against) / total, 6) if total else None)
    for entity in document.entities:
        own = [row for row in rows if row["entity_id"] == entity.id]
        assert entity.n_mentions == len(own)
        assert entity.n_sentences == len({row["sentence"] for row in own})


@settings(max_examples=60)
@given(st.lists(any_sentence, max_size=6))
def test_a_reader_recounts_the_same_figures(sentences: list[SentenceResult]) -> None:
    check_recount(result(sentences))


def test_a_reader_recounts_a_whole_article(tiny_pipeline: Pipeline) -> None:
    article = " ".join(f"Huawei told Canada on day {day} that Nokia had lied to the Kremlin." for day in range(20))
    document = tiny_pipeline.predict(article)
    assert sum(entity.n_mentions for entity in document.entities) > 20
    assert any(entity.stances.score is not None for entity in document.entities)
    check_recount(document)


# --- Relations ---------------------------------------------------------------------------------------------


def test_relations_are_the_stances_that_are_not_neutral() -> None:
    acme = replace(SOURCE, name="Acme", entity_id="company:acme")
    sentences = [
        sentence(mention("a", "-", holder=acme), mention("b", "0", holder=acme)),
        sentence(mention("a", "+", certain=False), mention("a", "+", certain=False)),
        sentence(mention("a", "-"), duplicate_of=0),
        sentence(mention("a", "-"), role=Role.BOILERPLATE),
        sentence(mention("b", "+", holder=SOURCE), mention("b", "-", holder=acme), role=Role.HEADLINE),
    ]
    assert relations_of(sentences) == (
        Relation("company:acme", "Acme", "a", AGAINST, True, 0, HolderKind.SOURCE),
        Relation(None, None, "a", FAVOR, False, 1, HolderKind.AUTHOR),
        Relation(None, "Ann Moe", "b", FAVOR, True, 4, HolderKind.SOURCE),
        Relation("company:acme", "Acme", "b", AGAINST, True, 4, HolderKind.SOURCE),
    )


# --- A corpus ----------------------------------------------------------------------------------------------


def test_a_summary_adds_documents_up() -> None:
    first = result([sentence(mention("a", "-"), mention("b", "+")), sentence(mention("a", "-")), sentence()])
    second = result([sentence(mention("a", "+", holder=SOURCE)), sentence(mention("a", "-", certain=False))])
    summary = summarize(iter([first, second]))
    assert (summary.n_documents, summary.n_sentences, summary.n_mentions) == (2, 5, 5)
    a, b = summary.entities
    assert (a.id, a.n_mentions, a.n_sentences) == ("a", 4, 4)
    assert (figures(a.stances), figures(a.by_author), figures(a.by_source)) == ((1, 0, 2), (0, 0, 2), (1, 0, 0))
    assert a.stances == count([FAVOR, AGAINST, AGAINST])
    assert (b.id, figures(b.stances)) == ("b", (1, 0, 0))
    most = summary.relations[0]
    assert (most.target_entity_id, most.label, most.n_sentences, most.n_documents) == ("a", AGAINST, 2, 1)
    assert {(r.holder_name, r.target_entity_id, r.label) for r in summary.relations} == {
        (None, "a", AGAINST),
        (None, "b", FAVOR),
        ("Ann Moe", "a", FAVOR),
    }, "the uncertain arrow is left out"


def test_a_summary_of_one_document_says_what_the_document_says() -> None:
    document = result([sentence(mention("a", "-"), mention("b", "+")), sentence(mention("a", "0"))])
    assert summarize([document]).entities == document.entities


@settings(max_examples=30)
@given(st.lists(st.lists(any_sentence, max_size=4), max_size=4))
def test_a_summary_counts_what_its_documents_count(articles: list[list[SentenceResult]]) -> None:
    documents = [result(sentences) for sentences in articles]
    summary = summarize(documents)
    for entity in summary.entities:
        parts = [part for document in documents for part in document.entities if part.id == entity.id]
        for name in ("stances", "by_author", "by_source"):
            totals = [sum(column) for column in zip(*(figures(getattr(part, name)) for part in parts), strict=True)]
            assert list(figures(getattr(entity, name))) == totals
        assert entity.n_mentions == sum(part.n_mentions for part in parts)
    assert summarize(reversed(documents)).n_mentions == summary.n_mentions


def test_an_empty_corpus_is_no_error() -> None:
    summary = summarize([])
    assert (summary.n_documents, summary.n_sentences, summary.n_mentions) == (0, 0, 0)
    assert (summary.entities, summary.relations) == ((), ())


def test_a_summary_reads_each_result_once(tiny_pipeline: Pipeline) -> None:
    texts = (f"Huawei sued Canada on day {day}." for day in range(5))
    assert summarize(tiny_pipeline.predict_many(texts)).n_documents == 5
