"""What every door of the service does with what it gets: check the limits, wait at the desk, ask the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.demo.desk import Deadline
from classifier.demo.limits import MAX_DOCUMENTS, MAX_SENTENCE_CHARS, MAX_TARGETS, MAX_TEXT_CHARS
from classifier.demo.models import Models
from classifier.errors import ClassifierError, DocumentTooLongError, InputValueError, TargetError
from classifier.explain import explain_mentions
from classifier.pipeline import ModelName
from classifier.records import Document, DocumentResult, Role, WordWeight
from classifier.text import Sentence


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a model: a document, and whether to say why."""

    document: Document
    explain: bool = False
    model: ModelName = "transformer"


def check(document: Document) -> None:
    """Refuse what no door of the service takes.

    Raises:
        DocumentTooLongError: the text is longer than MAX_TEXT_CHARS.
        InputValueError: the text, or a field beside it, holds half of a surrogate pair.
        TargetError: more than MAX_TARGETS targets are named.
    """
    if len(document.text) > MAX_TEXT_CHARS:
        raise DocumentTooLongError(
            f"The text has {len(document.text):,} characters, this service takes at most {MAX_TEXT_CHARS:,}. "
            "Shorten it, or use the command line: newsstance predict ARTICLE.txt"
        )
    _check_surrogates("text", document.text)
    for name in ("id", "title", "date", "source", "url", "language"):
        _check_surrogates(name, getattr(document, name) or "")
    for target in document.targets or ():
        _check_surrogates("target", target if isinstance(target, str) else "")
    if len(document.targets or ()) > MAX_TARGETS:
        raise TargetError(
            f"{len(document.targets or ()):,} targets are named, at most {MAX_TARGETS} are taken; "
            "split them over several requests."
        )


def _check_surrogates(name: str, value: str) -> None:
    half = next((i for i, character in enumerate(value) if "\ud800" <= character <= "\udfff"), None)
    if half is not None:  # it can be neither encoded for the model nor sent back
        raise InputValueError(f"The {name} is broken: character {half + 1:,} is half of a surrogate pair. Remove it.")


def answer(question: Question, models: Models, deadline: Deadline) -> DocumentResult:
    """Return what a model says of one document; the record is that of `Pipeline.predict`.

    Raises:
        ClassifierError: the document cannot be judged, the models are not ready, or the time is over.
    """
    check(question.document)
    return models.pipeline(question.model, deadline).predict(question.document, explain=question.explain)


def answer_many(
    questions: Sequence[Question | ClassifierError], models: Models, deadline: Deadline
) -> list[DocumentResult | ClassifierError]:
    """Return one result or error per question, in order; a question that was refused before stays its error.

    Raises:
        DocumentTooLongError: more than MAX_DOCUMENTS questions.
        TimeLimitError: the time is over; NotReadyError: the models are not loaded.
    """
    if len(questions) > MAX_DOCUMENTS:
        raise DocumentTooLongError(
            f"the request holds {len(questions):,} documents, at most {MAX_DOCUMENTS} are taken; send several requests."
        )
    models.pipeline("transformer")  # not ready is the request's error, not that of each document
    answers: list[DocumentResult | ClassifierError] = []
    for question in questions:
        deadline.check()
        answers.append(question if isinstance(question, ClassifierError) else _one(question, models, deadline))
    return answers


def _one(question: Question, models: Models, deadline: Deadline) -> DocumentResult | ClassifierError:
    try:
        return answer(question, models, deadline)
    except ClassifierError as error:
        deadline.check()  # time that is over ends the whole request
        return error


def explain_sentence(
    sentence: str, targets: Sequence[tuple[int, int]], model: ModelName, models: Models, deadline: Deadline
) -> list[tuple[WordWeight, ...]]:
    """Return, for each target of one sentence, how much each word speaks for its label.

    The weights are those of `predict(..., explain=True)`, with offsets in code points of the sentence: a stance
    depends on its own sentence alone.

    Raises:
        DocumentTooLongError: the sentence is longer than MAX_SENTENCE_CHARS.
        TargetError: a target is empty or out of range, or too many are named.
    """
    if len(sentence) > MAX_SENTENCE_CHARS:
        raise DocumentTooLongError(
            f"The sentence has {len(sentence):,} characters, at most {MAX_SENTENCE_CHARS:,} are explained."
        )
    check(Document(sentence, targets=tuple(targets)))
    for start, end in targets:
        if not 0 <= start < end <= len(sentence) or not sentence[start:end].strip():
            raise TargetError(
                f"target ({start}, {end}) is empty or outside of the sentence, which has {len(sentence)} characters."
            )
    scorer = models.pipeline(model, deadline).scorer
    judgements = scorer.judge(scorer.read([sentence]), [targets])[0]
    whole = Sentence(0, len(sentence), sentence, Role.BODY, None)
    return explain_mentions(scorer, whole, targets, judgements)
