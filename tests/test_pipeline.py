"""The pipeline: one document in, one result out, whatever the text and whatever stands beside it."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classifier import (
    MAX_DOCUMENT_CHARS,
    ClassifierError,
    Document,
    DocumentResult,
    DocumentTooLongError,
    InputTypeError,
    InputValueError,
    Kind,
    Mention,
    Pipeline,
    StanceLabel,
    TargetError,
    WeightsError,
    load,
    pipeline,
    predict,
)
from classifier.entities import EntityList
from classifier.model_files import ModelFiles
from classifier.records import HolderKind, SentimentLabel

TEXT = "Huawei sued Canada over the arrest. Nokia's Huawei deal angered the US, and us. Huaweis are phones."


def mentions_of(result: DocumentResult) -> list[Mention]:
    return [mention for sentence in result.sentences for mention in sentence.mentions]


def check_result(result: DocumentResult, text: str) -> None:
    """What holds for every result of every text."""
    assert result.text == text
    position = 0
    for sentence in result.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert not text[position : sentence.start].strip(), "a sentence left something out"
        position = sentence.end
        check_probabilities(sentence.sentiment.probabilities, sentence.sentiment.label, list(SentimentLabel))
        for mention in sentence.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert sentence.start <= mention.start < mention.end <= sentence.end
            assert mention.text.strip() == mention.text
            check_probabilities(mention.stance.probabilities, mention.stance.label, list(StanceLabel))
            holder = mention.holder
            if holder.kind is HolderKind.SOURCE:
                assert holder.start is not None
                assert holder.end is not None
                assert text[holder.start : holder.end] == holder.text
            else:
                assert (holder.start, holder.end, holder.text) == (None, None, None)
    assert not text[position:].strip(), "the last sentence left something out"
    assert {entity.id for entity in result.entities} == {mention.entity_id for mention in mentions_of(result)}
    assert len(result.to_rows()) == len(mentions_of(result))
    assert DocumentResult.from_dict(result.to_dict()) == result


def check_probabilities(probabilities: dict[Any, float], label: Any, labels: list[Any]) -> None:
    assert list(probabilities) == labels
    assert sum(probabilities.values()) == pytest.approx(1, abs=1e-5)
    assert probabilities[label] == max(probabilities.values())


# --- Any text ----------------------------------------------------------------------------------------------

WORDS = [
    "Huawei",
    "the",
    "US",
    "Canada’s",
    "U.S.",
    "officials",
    "said",
    "İstanbul",
    "état",
    "华为",
    "🦊",
    "👩\u200d👩\u200d👧",
    "ﷺ",
    "[SEP]",
    "[MASK]",
    "<b>",
    "“",
    "”",
    ".",
    ".\u2028",
    "?",
]
PIECES = st.sampled_from([*WORDS, "\x00", "\ud800", "\udfff", "\u0301", "\ufeff", "\t", "\n\n", "\x1f", "\x0c"])


@settings(max_examples=120)
@given(st.lists(PIECES | st.text(st.characters(exclude_categories=()), max_size=8), max_size=25))
@example(["\ud800 Huawei sued Canada."])
@example(["\x00Huawei\x00 sued.\x00"])
def test_every_mention_is_a_slice_of_the_text(tiny_pipeline: Pipeline, pieces: list[str]) -> None:
    text = " ".join(pieces)
    check_result(tiny_pipeline.predict(text), text)


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=20), st.data())
def test_a_named_span_is_judged_or_refused(tiny_pipeline: Pipeline, pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        result = tiny_pipeline.predict(text, targets=[(start, end)])
    except TargetError as error:
        assert re.search("not within one sentence|only blanks", str(error))  # noqa: PT017
        return
    check_result(result, text)
    (mention,) = mentions_of(result)
    assert mention.text == text[start:end].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\u00a0\u2028"])
def test_a_text_without_words_gives_an_empty_result(tiny_pipeline: Pipeline, text: str) -> None:
    result = tiny_pipeline.predict(text)
    assert (result.text, result.sentences, result.entities, result.relations) == (text, (), (), ())
    assert result.warnings == ("the text is empty or blank: there is nothing to judge.",)
    assert result.language == "en"


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\udfff\ud800", "\u0301", "\x00\x01\x02", "🦊", "\ufeff", "."])
def test_a_text_of_one_odd_character_is_no_error(tiny_pipeline: Pipeline, text: str) -> None:
    check_result(tiny_pipeline.predict(text), text)


def test_one_very_long_word_is_no_error(tiny_pipeline: Pipeline) -> None:
    text = "Huawei " + "x" * 300_000
    check_result(tiny_pipeline.predict(text, targets=["Huawei"]), text)


def test_a_sentence_longer_than_the_window_says_so(tiny_pipeline: Pipeline) -> None:
    text = "Huawei told them " + "that they had said " * 150 + "that Huawei lied."
    result = tiny_pipeline.predict(text, targets=["Huawei"])
    check_result(result, text)
    assert len(mentions_of(result)) == 2
    assert [warning for warning in result.warnings if "longer than the model's window" in warning]
    assert tiny_pipeline.predict("Huawei lied.").warnings == ()


def test_what_is_known_of_a_document_is_kept(tiny_pipeline: Pipeline) -> None:
    document = Document(
        "Huawei lied.", id="a1", title="A title", date="2020-01-31", source="The Courier", url="http://a.example/1"
    )
    result = tiny_pipeline.predict(document)
    assert [getattr(result, name) for name in ("id", "title", "date", "source", "url")] == [
        "a1",
        "A title",
        "2020-01-31",
        "The Courier",
        "http://a.example/1",
    ]
    assert (result.model_version, result.schema_version, result.language) == ("tiny-1", 1, "en")
    assert result.sentences == tiny_pipeline.predict("Huawei lied.").sentences


# --- Named targets -----------------------------------------------------------------------------------------


def test_a_string_stands_for_each_of_its_whole_words(tiny_pipeline: Pipeline) -> None:
    result = tiny_pipeline.predict(TEXT, targets=["Huawei"])
    assert [mention.start for mention in mentions_of(result)] == [0, TEXT.index("Huawei deal")]
    assert {mention.entity_id for mention in mentions_of(result)} == {"company:huawei"}


def test_a_string_is_found_with_its_case_as_given(tiny_pipeline: Pipeline) -> None:
    assert [mention.start for mention in mentions_of(tiny_pipeline.predict(TEXT, targets=["US"]))] == [TEXT.index("US")]
    assert [mention.start for mention in mentions_of(tiny_pipeline.predict(TEXT, targets=["us"]))] == [
        TEXT.index("us.")
    ]


def test_blanks_around_a_string_do_not_count(tiny_pipeline: Pipeline) -> None:
    (mention,) = mentions_of(tiny_pipeline.predict(TEXT, targets=[" Canada \n"]))
    assert mention.text == "Canada"


@pytest.mark.parametrize("target", ["C++", "(UK)", "$100", "U.S.", "a|b", "AT&T", "🦊", "华为"])
def test_a_string_is_no_pattern(tiny_pipeline: Pipeline, target: str) -> None:
    text = f"They said that {target} was to blame"
    (mention,) = mentions_of(tiny_pipeline.predict(text, targets=[target]))
    assert (mention.start, mention.text) == (15, target)


def test_a_span_is_judged_as_it_stands(tiny_pipeline: Pipeline) -> None:
    spans = [(0, 4), (2, 18), (0, 6), (12, 18), (0, len(TEXT.split(". ")[0]) + 1)]
    result = tiny_pipeline.predict(TEXT, targets=spans)
    assert [(mention.start, mention.end) for mention in mentions_of(result)] == sorted(spans)
    check_result(result, TEXT)


def test_strings_and_spans_that_meet_are_judged_once(tiny_pipeline: Pipeline) -> None:
    result = tiny_pipeline.predict(TEXT, targets=["Canada", (12, 18), "Canada", (11, 19)])
    assert [(mention.start, mention.end) for mention in mentions_of(result)] == [(12, 18)]


def test_targets_of_any_kind(tiny_pipeline: Pipeline) -> None:
    text = "The Wealth Tax Act hurt Ann Moe, said Canada and Huawei."
    result = tiny_pipeline.predict(text, targets=["Wealth Tax Act", "Ann Moe", "Canada", "Huawei"])
    found = {mention.text: (mention.entity_id, mention.kind) for mention in mentions_of(result)}
    assert found["Wealth Tax Act"] == ("other:wealth-tax-act", Kind.OTHER)
    assert found["Canada"] == ("gov:CA", Kind.GOVERNMENT)
    assert found["Huawei"] == ("company:huawei", Kind.COMPANY)
    (act,) = (entity for entity in result.entities if entity.id == "other:wealth-tax-act")
    assert (act.name, act.kind, act.known) == ("Wealth Tax Act", Kind.OTHER, False)


def test_kind_other_occurs_only_for_named_targets(tiny_pipeline: Pipeline) -> None:
    found = mentions_of(tiny_pipeline.predict(" ".join([TEXT] * 5)))
    assert found
    assert {mention.kind for mention in found} <= {Kind.COMPANY, Kind.GOVERNMENT}


def test_no_targets_give_no_mentions(tiny_pipeline: Pipeline) -> None:
    result = tiny_pipeline.predict(TEXT, targets=[])
    assert mentions_of(result) == []
    assert len(result.sentences) == 3


def test_targets_stand_in_the_document_or_in_the_call(tiny_pipeline: Pipeline) -> None:
    in_document = tiny_pipeline.predict(Document(TEXT, targets=("Canada",)))
    assert in_document == tiny_pipeline.predict(TEXT, targets=["Canada"])
    assert in_document == tiny_pipeline.predict(Document(TEXT, targets=("Nokia",)), targets=["Canada"])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("Huawe", "target 'Huawe' does not occur in the text as whole words, case as given"),
        ("huawei", "target 'huawei' does not occur"),
        ("", "target '' does not occur"),
        ("  ", "target '  ' does not occur"),
        ("Erewhon", "target 'Erewhon' does not occur"),
        ("arrest. Nokia", r"target 'arrest. Nokia' covers 'arrest. Nokia', which is not within one sentence"),
        ((30, 41), r"target \(30, 41\) covers 'rest. Nokia', which is not within one sentence"),
        ((0, 0), r"target span \(0, 0\) is empty or out of range"),
        ((6, 0), r"target span \(6, 0\) is empty or out of range"),
        ((-6, -1), r"target span \(-6, -1\) is empty or out of range"),
        ((0, len(TEXT) + 1), f"out of range; expected 0 <= start < end <= {len(TEXT)}"),
        ((6, 7), r"target span \(6, 7\) holds only blanks"),
    ],
)
def test_an_impossible_target_is_named(tiny_pipeline: Pipeline, target: str | tuple[int, int], message: str) -> None:
    with pytest.raises(TargetError, match=message):
        tiny_pipeline.predict(TEXT, targets=["Huawei", target])


def test_a_target_of_every_sentence_takes_no_quadratic_time(tiny_pipeline: Pipeline) -> None:
    text = "Huawei lied.\n\n" * 20_000
    begin = time.perf_counter()
    with pytest.raises(TargetError, match="target 'Erewhon' does not occur"):
        tiny_pipeline.predict(text, targets=["Huawei", "Erewhon"])
    assert time.perf_counter() - begin < 8, "a fraction of a second on an idle machine"


def test_a_target_in_an_empty_text_is_named(tiny_pipeline: Pipeline) -> None:
    with pytest.raises(TargetError, match="target 'Huawei' does not occur"):
        tiny_pipeline.predict("", targets=["Huawei"])


# --- Wrong input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, 3, b"bytes", ["text"], float("nan"), {"text": "a"}])
def test_a_document_is_a_str_or_a_document(tiny_pipeline: Pipeline, value: Any) -> None:
    with pytest.raises(InputTypeError, match=f"must be a str or a Document, got {type(value).__name__}"):
        tiny_pipeline.predict(value)
    with pytest.raises(InputTypeError, match=f"must be a str or a Document, got {type(value).__name__}"):
        tiny_pipeline.predict(value, targets=["Huawei"])


@pytest.mark.parametrize("targets", ["Huawei", b"Huawei", 3, [3], [None], [(1, 2, 3)], [("a", "b")], [(True, 3)]])
def test_targets_of_a_wrong_type_are_named(tiny_pipeline: Pipeline, targets: Any) -> None:
    with pytest.raises(InputTypeError, match=r"targets must be a sequence|is neither a string nor"):
        tiny_pipeline.predict(TEXT, targets=targets)


def test_the_longest_document_is_stated(tiny_pipeline: Pipeline) -> None:
    assert MAX_DOCUMENT_CHARS >= 1_000_000
    with pytest.raises(DocumentTooLongError, match="the text has 2,000,001 characters, at most 2,000,000 are accepted"):
        tiny_pipeline.predict("a" * (MAX_DOCUMENT_CHARS + 1), targets=["absent"])


def test_a_document_of_the_longest_length_is_accepted(tiny_pipeline: Pipeline) -> None:
    text = "Huawei lied." + " " * (MAX_DOCUMENT_CHARS - 12)
    assert len(tiny_pipeline.predict(text).sentences) == 1


# --- Language ----------------------------------------------------------------------------------------------

GERMAN = "Die Regierung will bis zum Herbst über den Ausbau des Netzes entscheiden, sagte ein Sprecher von Huawei."


@pytest.mark.parametrize(("language", "text"), [(None, GERMAN), ("fr", TEXT), ("de-AT", TEXT)])
def test_no_label_of_another_language_is_certain(tiny_pipeline: Pipeline, language: str | None, text: str) -> None:
    result = tiny_pipeline.predict(Document(text, language=language, targets=("Huawei",)))
    assert result.language == (language or "de").lower()
    assert any("language seems to be" in warning or "language is given as" in warning for warning in result.warnings)
    assert mentions_of(result)
    assert not any(mention.stance.certain for mention in mentions_of(result))
    assert not any(sentence.sentiment.certain for sentence in result.sentences)
    assert all(entity.stances.score is None for entity in result.entities)


@pytest.mark.parametrize("language", ["en", "EN", "en-GB"])
def test_language_can_be_overridden(tiny_pipeline: Pipeline, language: str) -> None:
    result = tiny_pipeline.predict(Document(GERMAN * 3, language=language))
    assert result.language == language.lower()
    assert result.warnings == ()
    assert any(sentence.sentiment.certain for sentence in result.sentences)


# --- Many documents ----------------------------------------------------------------------------------------

STEMS = [
    "Huawei sued Canada",
    "“Nokia lied,” the US said",
    "Nobody was named",
    "🦊 e\u0301tat",
    "The Kremlin thanked Acme Inc.",
]


def articles(n: int) -> list[str]:
    rng = random.Random(11)
    return [
        ". ".join(f"{rng.choice(STEMS)} on day {rng.randrange(99)}" for _ in range(rng.randrange(6))) for _ in range(n)
    ]


def test_results_come_in_order_and_as_asked_for(tiny_pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "CHUNK_SENTENCES", 4)
    read = []

    def documents() -> Iterator[Document]:
        for number in range(1000):
            read.append(number)
            yield Document(f"Huawei sued Canada on day {number}.", id=str(number))

    found = tiny_pipeline.predict_many(documents())
    assert read == [], "nothing is read before a result is asked for"
    assert [next(found).id for _ in range(9)] == [str(number) for number in range(9)]
    assert len(read) < 20
    assert iter(found) is found


@pytest.mark.parametrize("document", ["", "   ", b"no document"], ids=["empty", "blank", "wrong"])
def test_documents_without_sentences_are_not_hoarded(tiny_pipeline: Pipeline, document: Any) -> None:
    read = []

    def documents() -> Iterator[Any]:
        for number in range(20 * pipeline.CHUNK_SENTENCES):
            read.append(number)
            yield document

    next(tiny_pipeline.predict_many(documents(), errors="yield"))
    assert len(read) <= 2 * pipeline.CHUNK_SENTENCES


def test_a_result_does_not_depend_on_its_company(tiny_pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = articles(41)
    alone = [tiny_pipeline.predict(text) for text in texts]
    assert sum(len(mentions_of(result)) for result in alone) > 40
    assert list(tiny_pipeline.predict_many(texts)) == alone
    assert list(tiny_pipeline.predict_many(texts[::-1])) == alone[::-1]
    for size in (1, 2, 7):
        monkeypatch.setattr(pipeline, "CHUNK_SENTENCES", size)
        assert list(tiny_pipeline.predict_many(texts)) == alone


def test_a_long_document_is_the_same_in_any_chunks(tiny_pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(articles(30))
    whole = tiny_pipeline.predict(text)
    monkeypatch.setattr(pipeline, "CHUNK_SENTENCES", 5)
    assert tiny_pipeline.predict(text) == whole


def test_predictions_repeat(tiny_pipeline: Pipeline) -> None:
    first = tiny_pipeline.predict(TEXT).to_dict()
    for _ in range(5):
        assert tiny_pipeline.predict(TEXT).to_dict() == first


def test_a_pipeline_can_be_shared_between_threads(tiny_pipeline: Pipeline) -> None:
    fresh = Pipeline(tiny_pipeline.scorer, EntityList.load())  # nothing in it has been built lazily yet
    texts = articles(24)
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(fresh.predict, texts))
    assert threaded == [tiny_pipeline.predict(text) for text in texts]


BAD: list[Any] = ["Huawei lied.", 3, "It rained.", Document("Nokia won.", targets=("absent",)), "", None, "Nokia lied."]


def test_an_error_can_be_yielded_in_its_place(tiny_pipeline: Pipeline) -> None:
    found = list(tiny_pipeline.predict_many(BAD, errors="yield"))
    assert [type(item) for item in found] == [
        DocumentResult,
        InputTypeError,
        DocumentResult,
        TargetError,
        DocumentResult,
        InputTypeError,
        DocumentResult,
    ]
    assert [item.text for item in found if isinstance(item, DocumentResult)] == [
        "Huawei lied.",
        "It rained.",
        "",
        "Nokia lied.",
    ]
    assert all(str(item) for item in found if isinstance(item, ClassifierError))


def test_an_error_is_raised_after_the_results_before_it(tiny_pipeline: Pipeline) -> None:
    found = tiny_pipeline.predict_many(["Huawei lied.", "It rained.", 3, "Nokia lied."])
    assert [next(found).text, next(found).text] == ["Huawei lied.", "It rained."]
    with pytest.raises(InputTypeError, match="must be a str or a Document, got int"):
        next(found)
    assert list(found) == []


@pytest.mark.parametrize("documents", ["one text", b"bytes", Document("one text"), 3, None])
def test_predict_many_needs_several(tiny_pipeline: Pipeline, documents: Any) -> None:
    with pytest.raises(InputTypeError, match=f"needs an iterable of documents, got {type(documents).__name__}"):
        tiny_pipeline.predict_many(documents)


def test_predict_many_knows_two_ways_with_errors(tiny_pipeline: Pipeline) -> None:
    with pytest.raises(InputValueError, match="errors must be 'raise' or 'yield', got 'skip'"):
        tiny_pipeline.predict_many(["a text"], errors="skip")


def test_no_documents_give_no_results(tiny_pipeline: Pipeline) -> None:
    assert list(tiny_pipeline.predict_many([])) == []


# --- load() ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "gpt"}, "model must be 'transformer' or 'baseline', got 'gpt'"),
        ({"model": None}, "model must be 'transformer' or 'baseline', got None"),
        ({"backend": "tensorflow"}, "backend must be 'onnx' or 'torch', got 'tensorflow'"),
        ({"device": "cuda"}, "device 'cuda' needs backend='torch'"),
        ({"backend": "torch", "device": "abacus"}, "device 'abacus' cannot be used"),
    ],
)
def test_load_refuses(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputValueError, match=message):
        load(**arguments)


# --- The shipped model -------------------------------------------------------------------------------------


def test_the_first_example_of_the_docs() -> None:
    result = predict("Brussels fined Acme Corp for lying to regulators.")
    assert [(m.text, m.entity_id, m.stance.label) for m in mentions_of(result)] == [
        ("Brussels", "gov:EU", StanceLabel.NEUTRAL),
        ("Acme Corp", "company:acme", StanceLabel.AGAINST),
    ]


def test_two_targets_of_one_sentence_get_stances_of_their_own(shipped: Pipeline) -> None:
    result = shipped.predict("I like Huawei but I hate Nokia.", targets=["Huawei", "Nokia"])
    assert [mention.stance.label for mention in mentions_of(result)] == [StanceLabel.FAVOR, StanceLabel.AGAINST]


def test_a_country_that_is_a_mere_place_is_no_mention(shipped: Pipeline) -> None:
    text = "The Russian government lied. The fire broke out in a forest in northern Sweden on Tuesday."
    assert [mention.entity_id for mention in mentions_of(shipped.predict(text))] == ["gov:RU"]


def test_case_tells_a_country_from_a_pronoun(shipped: Pipeline) -> None:
    assert [m.entity_id for m in mentions_of(shipped.predict("The US government fined them."))] == ["gov:US"]
    assert mentions_of(shipped.predict("They told us that it had rained.")) == []


@pytest.mark.parametrize("errors", ["raise", "yield"])
def test_shipped_results_hold_what_all_results_hold(shipped: Pipeline, errors: Any) -> None:
    texts = [TEXT, "🦊 “Huawei is a threat,” the US senator said.\n\nCanada denied it.", *articles(6), GERMAN, ""]
    for text, result in zip(texts, shipped.predict_many(texts, errors=errors), strict=True):
        check_result(result, text)
        assert all(before.end <= after.start for before, after in pairwise(mentions_of(result)))
        assert result == shipped.predict(text)


@pytest.mark.parametrize("language", ["english", "", "e", "en US", "12"])
def test_a_language_that_is_no_code_is_refused(tiny_pipeline: Pipeline, language: str) -> None:
    with pytest.raises(InputValueError, match="no ISO 639-1 code"):
        tiny_pipeline.predict(Document(TEXT, language=language))


@pytest.mark.parametrize("language", ["EN", "en_US", " en-GB "])
def test_a_language_may_have_a_region(tiny_pipeline: Pipeline, language: str) -> None:
    assert "language" not in " ".join(tiny_pipeline.predict(Document(TEXT, language=language)).warnings)


def test_results_before_a_broken_iterable_are_not_lost(tiny_pipeline: Pipeline) -> None:
    def documents() -> Iterator[str]:
        yield TEXT
        raise OSError("the disk is gone")

    found = tiny_pipeline.predict_many(documents())
    assert next(found).text == TEXT
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_a_text_that_names_nobody_says_so(shipped: Pipeline) -> None:
    assert "no company or government was found" in " ".join(shipped.predict("The sun is warm today.").warnings)


def test_a_holder_keeps_its_entity_where_the_caller_names_the_targets(shipped: Pipeline) -> None:
    text = "Apple accused Qualcomm of lying to regulators."
    (mention,) = mentions_of(shipped.predict(text, targets=["Qualcomm"]))
    assert (mention.holder.text, mention.holder.entity_id) == ("Apple", "company:apple")


@pytest.mark.parametrize("threads", [0, -1, "2", 1.5])
def test_threads_are_checked(threads: Any) -> None:
    with pytest.raises(InputValueError, match="threads must be a whole number"):
        load(threads=threads)


def test_weights_of_an_own_training_are_used(tiny_files: ModelFiles) -> None:
    assert load(weights=str(tiny_files.folder)).predict("Brussels fined Acme Corp.").model_version == "tiny-1"


@pytest.mark.parametrize("model", ["transformer", "baseline"])
def test_entities_of_ones_own_are_known(tmp_path: Path, model: Literal["transformer", "baseline"]) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"name": "Zorvex Labs", "kind": "company", "aliases": ["Zorvex"], "ticker": "ZVX"}\n')
    result = load(model, entities=path).predict("Brussels fined Zorvex.", targets=["Zorvex"])
    (entity,) = result.entities
    assert (entity.id, entity.known, entity.attributes.ticker) == ("company:zorvex-labs", True, "ZVX")


def test_weights_are_checked(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"config\.json"):
        load(weights=tmp_path)
    with pytest.raises(InputValueError, match="leave them out for the baseline"):
        load("baseline", weights=tmp_path)
