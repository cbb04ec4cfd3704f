"""The records: `from_dict` undoes `to_dict` exactly, and says what is wrong with anything else."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.aggregate import CorpusSummary, RelationCount
from classifier.errors import ClassifierError, InputTypeError, InputValueError, RecordFormatError
from classifier.records import (
    AUTHOR,
    SCHEMA_VERSION,
    Document,
    DocumentResult,
    Entity,
    EntityAttributes,
    Form,
    Holder,
    HolderKind,
    JsonRecord,
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
    WordWeight,
)

# --- Strategies: every record, with offset 0, None and empty tuples among their values ---------------------

text = st.text(max_size=12)
maybe_text = st.none() | text
offset = st.integers(0, 2_000_000)
maybe_offset = st.none() | offset
number = st.floats(allow_nan=False, allow_infinity=False)
maybe_number = st.none() | number


def probabilities(labels: type[StrEnum]) -> st.SearchStrategy[dict[Any, float]]:
    return st.fixed_dictionaries(dict.fromkeys(labels, number))


def tuples(items: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


documents = st.builds(
    Document,
    text=text,
    id=maybe_text,
    title=maybe_text,
    date=maybe_text,
    source=maybe_text,
    url=maybe_text,
    language=maybe_text,
    targets=st.none() | tuples(text | st.tuples(offset, offset)),
)
stances = st.builds(
    Stance, label=st.sampled_from(StanceLabel), probabilities=probabilities(StanceLabel), certain=st.booleans()
)
sentiments = st.builds(
    Sentiment, label=st.sampled_from(SentimentLabel), probabilities=probabilities(SentimentLabel), certain=st.booleans()
)
holders = st.builds(
    Holder,
    kind=st.sampled_from(HolderKind),
    name=maybe_text,
    start=maybe_offset,
    end=maybe_offset,
    text=maybe_text,
    entity_id=maybe_text,
)
word_weights = st.builds(WordWeight, start=offset, end=offset, text=text, weight=number)
mentions = st.builds(
    Mention,
    start=offset,
    end=offset,
    text=text,
    entity_id=text,
    kind=st.sampled_from(Kind),
    form=st.sampled_from(Form),
    stance=stances,
    holder=holders,
    explanation=st.none() | tuples(word_weights),
)
sentences = st.builds(
    SentenceResult,
    start=offset,
    end=offset,
    text=text,
    role=st.sampled_from(Role),
    duplicate_of=maybe_offset,
    sentiment=sentiments,
    mentions=tuples(mentions),
)
attributes = st.builds(
    EntityAttributes, iso=maybe_text, ticker=maybe_text, country=maybe_text, parent=maybe_text, aliases=tuples(text)
)
counts = st.builds(
    StanceCounts,
    favor=offset,
    neutral=offset,
    against=offset,
    score=maybe_number,
    low=maybe_number,
    high=maybe_number,
)
entities = st.builds(
    Entity,
    id=text,
    name=text,
    kind=st.sampled_from(Kind),
    known=st.booleans(),
    attributes=attributes,
    n_mentions=offset,
    n_sentences=offset,
    stances=counts,
    by_author=counts,
    by_source=counts,
)
relations = st.builds(
    Relation,
    holder_entity_id=maybe_text,
    holder_name=maybe_text,
    target_entity_id=text,
    label=st.sampled_from(StanceLabel),
    certain=st.booleans(),
    sentence=offset,
    kind=st.sampled_from(HolderKind),
)
results = st.builds(
    DocumentResult,
    id=maybe_text,
    title=maybe_text,
    date=maybe_text,
    source=maybe_text,
    url=maybe_text,
    language=text,
    text=text,
    sentences=tuples(sentences),
    entities=tuples(entities),
    relations=tuples(relations),
    warnings=tuples(text),
    model_version=text,
)
relation_counts = st.builds(
    RelationCount,
    holder_entity_id=maybe_text,
    holder_name=maybe_text,
    target_entity_id=text,
    label=st.sampled_from(StanceLabel),
    kind=st.sampled_from(HolderKind),
    n_sentences=offset,
    n_documents=offset,
)
summaries = st.builds(
    CorpusSummary,
    n_documents=offset,
    n_sentences=offset,
    n_mentions=offset,
    entities=tuples(entities),
    relations=tuples(relation_counts),
)
RECORDS = {
    Document: documents,
    Stance: stances,
    Sentiment: sentiments,
    Holder: holders,
    WordWeight: word_weights,
    Mention: mentions,
    SentenceResult: sentences,
    EntityAttributes: attributes,
    StanceCounts: counts,
    Entity: entities,
    Relation: relations,
    DocumentResult: results,
    RelationCount: relation_counts,
    CorpusSummary: summaries,
}


def test_every_record_has_a_strategy() -> None:
    results = [cls for cls in JsonRecord.__subclasses__() if not cls.__module__.startswith("classifier.benchmark")]
    names = {cls.__name__ for cls in results}  # by name: slots make each class twice
    assert names == {cls.__name__ for cls in RECORDS}


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_from_dict_undoes_to_dict(cls: type[JsonRecord]) -> None:
    @settings(max_examples=40)
    @given(RECORDS[cls])
    def check(record: JsonRecord) -> None:
        data = record.to_dict()
        before = copy.deepcopy(data)
        read = cls.from_dict(data)
        assert read == record
        assert type(read) is cls
        assert data == before, "from_dict changed what it was given"
        assert cls.from_dict(json.loads(json.dumps(data))) == record
        assert list(data) == [field.name for field in dataclasses.fields(cls)]

    check()


# --- One whole result, and everything that can be wrong with its dict --------------------------------------

STANCE = Stance(
    StanceLabel.AGAINST, {StanceLabel.FAVOR: 0.1, StanceLabel.NEUTRAL: 0.2, StanceLabel.AGAINST: 0.7}, certain=True
)
TONE = Sentiment(
    SentimentLabel.NEGATIVE,
    {SentimentLabel.POSITIVE: 0.0, SentimentLabel.NEUTRAL: 0.25, SentimentLabel.NEGATIVE: 0.75},
    certain=False,
)
TEXT = "Huawei sued Canada. Ann Moe cheered."
RESULT = DocumentResult(
    id="a1",
    title=None,
    date="2020-01-31",
    source="The Courier",
    url=None,
    language="en",
    text=TEXT,
    sentences=(
        SentenceResult(
            start=0,
            end=19,
            text=TEXT[:19],
            role=Role.HEADLINE,
            duplicate_of=None,
            sentiment=TONE,
            mentions=(
                Mention(0, 6, "Huawei", "company:huawei", Kind.COMPANY, Form.NAME, STANCE, AUTHOR, explanation=()),
                Mention(
                    start=12,
                    end=18,
                    text="Canada",
                    entity_id="gov:CA",
                    kind=Kind.GOVERNMENT,
                    form=Form.NAME,
                    stance=STANCE,
                    holder=Holder(HolderKind.SOURCE, "Huawei", 0, 6, "Huawei", "company:huawei"),
                    explanation=(WordWeight(7, 11, "sued", 0.5),),
                ),
            ),
        ),
        SentenceResult(20, 36, TEXT[20:], Role.BODY, 0, TONE, ()),
    ),
    entities=(
        Entity(
            id="company:huawei",
            name="Huawei",
            kind=Kind.COMPANY,
            known=True,
            attributes=EntityAttributes(country="CN", aliases=("Huawei Technologies",)),
            n_mentions=1,
            n_sentences=1,
            stances=StanceCounts(0, 0, 1, -1.0, -1.0, -1.0),
            by_author=StanceCounts(0, 0, 1, -1.0, -1.0, -1.0),
            by_source=StanceCounts(),
        ),
        Entity(
            "gov:CA",
            "Canada",
            Kind.GOVERNMENT,
            False,
            EntityAttributes(),
            1,
            1,
            StanceCounts(),
            StanceCounts(),
            StanceCounts(),
        ),
    ),
    relations=(
        Relation("company:huawei", "Huawei", "gov:CA", StanceLabel.AGAINST, True, 0, HolderKind.SOURCE),
        Relation(None, None, "company:huawei", StanceLabel.AGAINST, False, 0, HolderKind.AUTHOR),
    ),
    warnings=("a warning",),
    model_version="m-1",
)
Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from walk(item, (*path, key))


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


PATHS = list(walk(RESULT.to_dict()))
FIELDS = [path for path in PATHS if isinstance(path[-1], str)]


def shown(path: Path) -> str:
    """A path as messages write it: `.sentences[0].mentions[1].start`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def test_the_example_is_read_back_whole() -> None:
    assert DocumentResult.from_dict(json.loads(json.dumps(RESULT.to_dict()))) == RESULT


@pytest.mark.parametrize("path", FIELDS, ids=shown)
def test_a_missing_field_is_named(path: Path) -> None:
    data = RESULT.to_dict()
    del at(data, path[:-1])[path[-1]]
    with pytest.raises(RecordFormatError, match=re.escape(str(path[-1]))):
        DocumentResult.from_dict(data)


@pytest.mark.parametrize("path", PATHS, ids=shown)
def test_a_value_of_a_wrong_type_is_named(path: Path) -> None:
    data = RESULT.to_dict()
    wrong: Any = "wrong" if isinstance(at(data, path), (dict, list)) else {"wrong": 1}
    at(data, path[:-1])[path[-1]] = wrong
    named = "schema_version" if path == ("schema_version",) else f"DocumentResult{shown(path)}: expected"
    with pytest.raises(RecordFormatError, match=re.escape(named)):
        DocumentResult.from_dict(data)


@pytest.mark.parametrize("path", [(), *(p for p in PATHS if isinstance(at(RESULT.to_dict(), p), dict))], ids=shown)
def test_an_unknown_field_is_named(path: Path) -> None:
    data = RESULT.to_dict()
    at(data, path)["surplus"] = 1
    with pytest.raises(RecordFormatError, match="surplus"):
        DocumentResult.from_dict(data)


@pytest.mark.parametrize("path", [p for p in PATHS if type(at(RESULT.to_dict(), p)) in (int, float)], ids=shown)
def test_a_bool_is_no_number(path: Path) -> None:
    data = RESULT.to_dict()
    at(data, path[:-1])[path[-1]] = True
    with pytest.raises(RecordFormatError, match=re.escape(str(path[-1]))):
        DocumentResult.from_dict(data)


@pytest.mark.parametrize("path", [p for p in PATHS if isinstance(at(RESULT.to_dict(), p), bool)], ids=shown)
def test_a_number_is_no_bool(path: Path) -> None:
    data = RESULT.to_dict()
    at(data, path[:-1])[path[-1]] = 1
    with pytest.raises(RecordFormatError, match=re.escape(f"{shown(path)}: expected bool, got 1")):
        DocumentResult.from_dict(data)


def test_an_int_is_read_as_the_float_that_json_made_an_int_of() -> None:
    weight = WordWeight.from_dict({"start": 0, "end": 1, "text": "a", "weight": 1})
    assert weight == WordWeight(0, 1, "a", 1.0)
    assert type(weight.weight) is float


def test_a_number_too_large_for_a_float_is_named() -> None:
    with pytest.raises(RecordFormatError, match=r"WordWeight\.weight"):
        WordWeight.from_dict({"start": 0, "end": 1, "text": "a", "weight": 10**400})


def test_an_unknown_label_is_answered_with_the_known_ones() -> None:
    data = {**STANCE.to_dict(), "label": "positive"}
    with pytest.raises(RecordFormatError, match="expected one of favor, neutral, against, got 'positive'"):
        Stance.from_dict(data)


@pytest.mark.parametrize("value", [None, 3, "text", [], [("start", 0)]])
@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_what_is_no_object_is_refused(cls: type[JsonRecord], value: Any) -> None:
    with pytest.raises(RecordFormatError, match=f"{cls.__name__}: expected an object"):
        cls.from_dict(value)


@pytest.mark.parametrize("version", [0, 2, "1", 1.0, None, True])
def test_another_schema_version_is_refused(version: object) -> None:
    with pytest.raises(RecordFormatError, match="schema_version"):
        DocumentResult.from_dict({**RESULT.to_dict(), "schema_version": version})


def test_a_missing_schema_version_is_refused() -> None:
    data = RESULT.to_dict()
    del data["schema_version"]
    with pytest.raises(RecordFormatError, match=f"schema_version None, this version reads {SCHEMA_VERSION}"):
        DocumentResult.from_dict(data)


def test_long_values_are_cut_in_messages() -> None:
    with pytest.raises(RecordFormatError, match=r"expected int, got 'xxx.*\.\.\.") as caught:
        WordWeight.from_dict({"start": "x" * 100_000, "end": 1, "text": "a", "weight": 1.0})
    assert len(str(caught.value)) < 200


def test_record_errors_are_value_errors_of_the_package() -> None:
    assert issubclass(RecordFormatError, ClassifierError)
    assert issubclass(RecordFormatError, ValueError)


# --- Without texts, and as rows ----------------------------------------------------------------------------


def test_texts_can_be_left_out() -> None:
    whole, bare = RESULT.to_dict(), RESULT.to_dict(text=False)
    assert "text" not in bare
    assert all("text" not in sentence for sentence in bare["sentences"])
    assert bare["sentences"][0]["mentions"] == whole["sentences"][0]["mentions"]
    assert {key: bare[key] for key in bare if key != "sentences"} == {
        key: whole[key] for key in whole if key not in ("sentences", "text")
    }
    with pytest.raises(RecordFormatError, match="missing"):
        DocumentResult.from_dict(bare)
    assert RESULT.to_dict() == whole, "leaving texts out changed the record"


ROW = {
    "document_id": "a1",
    "title": None,
    "date": "2020-01-31",
    "source": "The Courier",
    "url": None,
    "language": "en",
    "sentence": 0,
    "sentence_start": 0,
    "sentence_end": 19,
    "sentence_text": "Huawei sued Canada.",
    "role": "headline",
    "duplicate_of": None,
    "sentiment": "negative",
    "sentiment_certain": False,
    "start": 12,
    "end": 18,
    "mention": "Canada",
    "form": "name",
    "entity_id": "gov:CA",
    "entity": "Canada",
    "kind": "government",
    "known": False,
    "stance": "against",
    "p_favor": 0.1,
    "p_neutral": 0.2,
    "p_against": 0.7,
    "certain": True,
    "holder_kind": "source",
    "holder": "Huawei",
    "holder_start": 0,
    "holder_end": 6,
    "holder_entity_id": "company:huawei",
    "model_version": "m-1",
    "schema_version": 1,
}


def test_rows_hold_one_mention_each() -> None:
    first, second = RESULT.to_rows()
    assert second == ROW
    assert list(first) == list(second) == list(ROW)
    assert (first["mention"], first["start"], first["entity_id"], first["known"]) == (
        "Huawei",
        0,
        "company:huawei",
        True,
    )
    assert [first[f"holder{part}"] for part in ("", "_start", "_end", "_entity_id")] == [None] * 4


def test_rows_hold_json_types_alone() -> None:
    for row in RESULT.to_rows():
        assert {type(value) for value in row.values()} <= {str, int, float, bool, type(None)}
        assert json.loads(json.dumps(row)) == row


def test_a_result_without_mentions_has_no_rows() -> None:
    assert dataclasses.replace(RESULT, sentences=RESULT.sentences[1:]).to_rows() == []


def test_records_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        RESULT.text = "other"


# --- Documents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, 3, b"bytes", ["text"], float("nan"), Document("text")])
def test_a_document_needs_a_str(value: Any) -> None:
    with pytest.raises(InputTypeError, match=f"Document.text must be a str, got {type(value).__name__}"):
        Document(value)


@pytest.mark.parametrize("name", ["id", "title", "date", "source", "url", "language"])
@pytest.mark.parametrize("value", [3, b"bytes", ["text"], float("nan")])
def test_what_is_known_of_a_document_is_text(name: str, value: Any) -> None:
    with pytest.raises(InputTypeError, match=f"Document.{name} must be a str or None, got {type(value).__name__}"):
        Document("text", **{name: value})


@pytest.mark.parametrize("value", ["Huawei", b"Huawei", 3, 4.5, True])
def test_targets_are_a_sequence(value: Any) -> None:
    with pytest.raises(InputTypeError, match=f"targets must be a sequence .*, got {type(value).__name__}"):
        Document("Huawei sued.", targets=value)


@pytest.mark.parametrize("value", [3, None, (1,), (1, 2, 3), (1, 2.0), ("a", 1), (True, 2), [0, False], {"start": 1}])
def test_a_target_is_a_string_or_two_ints(value: Any) -> None:
    with pytest.raises(InputTypeError, match=re.escape(f"target {value!r} is neither a string nor")):
        Document("Huawei sued.", targets=["Huawei", value])


def test_targets_become_a_tuple() -> None:
    assert Document("Huawei sued.", targets=["Huawei", [0, 6]]).targets == ("Huawei", (0, 6))
    assert Document("Huawei sued.", targets=[]).targets == ()
    assert Document("Huawei sued.").targets is None


def test_a_document_read_back_is_checked_too() -> None:
    with pytest.raises(RecordFormatError, match=r"Document\.targets\[0\]"):
        Document.from_dict({**Document("Huawei sued.").to_dict(), "targets": [[1, 2, 3]]})


HTML = (
    "<html><head><title>Norland sues its rival</title></head><body><article><p>Norland sued its rival on Friday "
    "over a patent that both of them say they own.</p><p>The rival called the suit absurd, and said that it "
    "would answer in court before the end of the month.</p></article></body></html>"
)


def test_a_document_from_html_counts_offsets_in_its_own_text() -> None:
    document = Document.from_html(HTML, id="p1", source="The Courier")
    assert document.text.startswith("Norland sued its rival on Friday")
    assert "<" not in document.text
    assert (document.id, document.source) == ("p1", "The Courier")


def test_html_must_be_text_with_an_article() -> None:
    with pytest.raises(InputTypeError, match="html must be a str, got bytes"):
        Document.from_html(b"<p>text</p>")
    with pytest.raises(InputValueError, match="no article text found"):
        Document.from_html("<html><body></body></html>")
