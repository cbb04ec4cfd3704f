"""The records that every door returns: frozen, complete, and JSON-ready.

Offsets are half-open and count Unicode code points of the text that was passed in:
`result.text[m.start:m.end] == m.text`, always. A field that is not known is None or empty.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Self

from classifier.errors import InputTypeError, InputValueError, RecordFormatError

SCHEMA_VERSION = 1
MAX_DOCUMENT_CHARS = 2_000_000  # two million code points: far past any article, bounded for a service


class StanceLabel(StrEnum):
    """Stance toward a target. The order is the column order of every array."""

    FAVOR = "favor"
    NEUTRAL = "neutral"
    AGAINST = "against"


class SentimentLabel(StrEnum):
    """Overall tone of a sentence, whatever its targets. The order is the column order of every array."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Kind(StrEnum):
    """What a target is; `other` occurs only for targets that the caller names."""

    COMPANY = "company"
    GOVERNMENT = "government"
    OTHER = "other"


class Role(StrEnum):
    """What a sentence is in its page."""

    HEADLINE = "headline"
    BODY = "body"
    BOILERPLATE = "boilerplate"


class Form(StrEnum):
    """How a mention names its entity: by a name, or by a description such as 'the tech giant'."""

    NAME = "name"
    NOMINAL = "nominal"


class HolderKind(StrEnum):
    """Whose stance it is: the article's own voice, or a source that it quotes or describes."""

    AUTHOR = "author"
    SOURCE = "source"


class JsonRecord:
    """JSON for a frozen dataclass: `to_dict` and its exact inverse `from_dict`, driven by the field types."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as a dict of JSON types, keys in field order."""
        encoded = _encode(self)
        assert isinstance(encoded, dict)
        return encoded

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the record that `to_dict` was called on.

        Raises:
            RecordFormatError: a field is missing, unknown or of the wrong type; the message names it.
        """
        record = _decode(cls, data, cls.__name__)
        assert isinstance(record, cls)
        return record


@dataclass(frozen=True, slots=True)
class Document(JsonRecord):
    """One text to be judged, with whatever is known of it.

    Args:
        text: the article; it is never edited. At most MAX_DOCUMENT_CHARS code points.
        language: ISO 639-1 code; None lets the library decide.
        targets: judge these instead of the companies and governments found: strings, or (start, end) spans.

    Example:
        >>> Document("Brussels fined Acme Corp.", id="a1").id
        'a1'
    """

    text: str
    id: str | None = None
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    targets: tuple[str | tuple[int, int], ...] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise InputTypeError(
                f"Document.text must be a str, got {type(self.text).__name__}; "
                "decode bytes first, and pass one document per call."
            )
        for name in ("id", "title", "date", "source", "url", "language"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise InputTypeError(
                    f"Document.{name} must be a str or None, got {type(value).__name__}; pass str(value)."
                )
        if self.targets is not None:
            object.__setattr__(self, "targets", _checked_targets(self.targets))

    @classmethod
    def from_html(cls, html: str, **fields: Any) -> Document:  # fields: those of Document
        """Return the article in a web page as a Document; `document.text` is the text that offsets count.

        Args:
            html: the page's source; text without any tag is taken as it is.
            **fields: fields of Document that win over what the page says of itself.

        Raises:
            InputTypeError: `html` is not a str.
            InputValueError: the page holds no article text.
        """
        from classifier.text import read_html  # the HTML reader is heavy, and most callers have text

        page = read_html(html)
        known = {"title": page.title, "date": page.date, "source": page.source, "url": page.url}
        return cls(**{"text": page.text, **known, **fields})


def _checked_targets(targets: Any) -> tuple[str | tuple[int, int], ...]:
    """Return targets as a tuple of strings and int pairs; anything else is an InputTypeError."""
    if isinstance(targets, (str, bytes)) or not hasattr(targets, "__iter__"):
        raise InputTypeError(
            f"targets must be a sequence of strings and (start, end) pairs, got {type(targets).__name__}; "
            'write targets=["Huawei"].'
        )
    checked: list[str | tuple[int, int]] = []
    for target in targets:
        if isinstance(target, str):
            checked.append(target)
        elif (
            isinstance(target, (tuple, list))
            and len(target) == 2
            and all(isinstance(offset, int) and not isinstance(offset, bool) for offset in target)
        ):
            checked.append((target[0], target[1]))
        else:
            raise InputTypeError(
                f'target {target!r} is neither a string nor a (start, end) pair of ints; write "Huawei" or (41, 47).'
            )
    return tuple(checked)


@dataclass(frozen=True, slots=True)
class Stance(JsonRecord):
    """Stance toward one target: label, calibrated probabilities by label name, and whether to rely on it."""

    label: StanceLabel
    probabilities: dict[StanceLabel, float]
    certain: bool


@dataclass(frozen=True, slots=True)
class Sentiment(JsonRecord):
    """Overall tone of a sentence: label, calibrated probabilities by label name, and whether to rely on it."""

    label: SentimentLabel
    probabilities: dict[SentimentLabel, float]
    certain: bool


@dataclass(frozen=True, slots=True)
class Holder(JsonRecord):
    """Whose stance it is. For a source, start, end and text point at the words that name it."""

    kind: HolderKind
    name: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    entity_id: str | None = None


AUTHOR = Holder(HolderKind.AUTHOR)


@dataclass(frozen=True, slots=True)
class WordWeight(JsonRecord):
    """How much one word speaks for a mention's label: the fall of its probability without the word."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mention(JsonRecord):
    """One span that names a target, with the stance that its sentence takes toward it."""

    start: int
    end: int
    text: str
    entity_id: str
    kind: Kind
    form: Form
    stance: Stance
    holder: Holder
    explanation: tuple[WordWeight, ...] | None = None


@dataclass(frozen=True, slots=True)
class SentenceResult(JsonRecord):
    """One sentence, its tone, and the mentions in it. `duplicate_of` is the index of an earlier sentence."""

    start: int
    end: int
    text: str
    role: Role
    duplicate_of: int | None
    sentiment: Sentiment
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class EntityAttributes(JsonRecord):
    """Facts about an entity, where they are known."""

    iso: str | None = None
    ticker: str | None = None
    country: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceCounts(JsonRecord):
    """Stances counted once per (sentence, entity), and their balance.

    `score` is (favor - against) / (favor + neutral + against), from -1 to 1; `low` and `high` bound it by a
    95 % bootstrap interval over sentences. All three are None where nothing was counted.
    """

    favor: int = 0
    neutral: int = 0
    against: int = 0
    score: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Entity(JsonRecord):
    """One company or government in a document (or corpus), with what was counted for it.

    `n_mentions` and `n_sentences` count all mentions; `stances` counts as StanceCounts says, over certain
    stances, without duplicates, boilerplate and nominal mentions. `by_author` and `by_source` split the same
    (sentence, entity) pairs by holder, so a pair with both kinds of holder stands in both.
    """

    id: str
    name: str
    kind: Kind
    known: bool
    attributes: EntityAttributes
    n_mentions: int
    n_sentences: int
    stances: StanceCounts
    by_author: StanceCounts
    by_source: StanceCounts


@dataclass(frozen=True, slots=True)
class Relation(JsonRecord):
    """One arrow: a holder's stance toward a target, in the sentence with this index."""

    holder_entity_id: str | None
    holder_name: str | None
    target_entity_id: str
    label: StanceLabel
    certain: bool
    sentence: int
    kind: HolderKind


@dataclass(frozen=True, slots=True)
class DocumentResult(JsonRecord):
    """Everything that was found in one document."""

    id: str | None
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    language: str
    text: str
    sentences: tuple[SentenceResult, ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    warnings: tuple[str, ...]
    model_version: str
    schema_version: int = field(default=SCHEMA_VERSION)

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Return the result as a dict of JSON types.

        Args:
            text: False leaves the document's and the sentences' texts out (mentions keep their surfaces);
                such a dict cannot be read back.
        """
        # Not super(): a slotted dataclass is a new class, which zero-argument super() does not know.
        encoded = JsonRecord.to_dict(self)
        if not text:
            del encoded["text"]
            for sentence in encoded["sentences"]:
                del sentence["text"]
        return encoded

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DocumentResult:
        """Return the result that `to_dict` was called on.

        Raises:
            RecordFormatError: a field is missing, unknown or of the wrong type, or the record is of another
                schema version.
        """
        found = data.get("schema_version") if isinstance(data, Mapping) else None
        if isinstance(data, Mapping) and found != SCHEMA_VERSION:
            raise RecordFormatError(
                f"record has schema_version {found!r}, this version reads {SCHEMA_VERSION}; "
                "score the document again, or install the version that wrote it."
            )
        record = _decode(cls, data, cls.__name__)
        assert isinstance(record, cls)
        return record

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat dict of JSON types per mention, in text order; a document without any returns []."""
        names = {entity.id: entity for entity in self.entities}
        return [
            {
                "document_id": self.id,
                "title": self.title,
                "date": self.date,
                "source": self.source,
                "url": self.url,
                "language": self.language,
                "sentence": sentence_index,
                "sentence_start": sentence.start,
                "sentence_end": sentence.end,
                "sentence_text": sentence.text,
                "role": sentence.role.value,
                "duplicate_of": sentence.duplicate_of,
                "sentiment": sentence.sentiment.label.value,
                "sentiment_certain": sentence.sentiment.certain,
                "start": mention.start,
                "end": mention.end,
                "mention": mention.text,
                "form": mention.form.value,
                "entity_id": mention.entity_id,
                "entity": names[mention.entity_id].name,
                "kind": mention.kind.value,
                "known": names[mention.entity_id].known,
                "stance": mention.stance.label.value,
                **{f"p_{label.value}": mention.stance.probabilities[label] for label in StanceLabel},
                "certain": mention.stance.certain,
                "holder_kind": mention.holder.kind.value,
                "holder": mention.holder.name,
                "holder_start": mention.holder.start,
                "holder_end": mention.holder.end,
                "holder_entity_id": mention.holder.entity_id,
                "model_version": self.model_version,
                "schema_version": self.schema_version,
            }
            for sentence_index, sentence in enumerate(self.sentences)
            for mention in sentence.mentions
        ]


def _encode(value: Any) -> Any:
    """Return a record, or a value inside one, as JSON types."""
    if isinstance(value, JsonRecord):
        fields = dataclasses.fields(value)  # type: ignore[arg-type]  # every JsonRecord is a dataclass
        return {item.name: _encode(getattr(value, item.name)) for item in fields}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_encode(item) for item in value]
    if isinstance(value, Mapping):
        return {_encode(key): _encode(item) for key, item in value.items()}
    return value


@cache
def _field_types(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _decode(expected: Any, value: Any, where: str) -> Any:
    """Return `value` (JSON types) as the type `expected`; `where` names the field in errors."""
    origin = typing.get_origin(expected)
    arguments = typing.get_args(expected)
    if origin in (types.UnionType, typing.Union):
        return _decode_union(arguments, value, where)
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise _format_error(where, "a list", value)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_decode(arguments[0], item, f"{where}[{i}]") for i, item in enumerate(value))
        if len(value) != len(arguments):
            raise _format_error(where, f"a list of {len(arguments)}", value)
        return tuple(_decode(kind, item, where) for kind, item in zip(arguments, value, strict=True))
    if origin is dict:
        if not isinstance(value, Mapping):
            raise _format_error(where, "an object", value)
        missing = [label.value for label in arguments[0] if label.value not in value]  # every dict here is by label
        if missing:
            raise _format_error(f"{where}.{missing[0]}", getattr(arguments[1], "__name__", ""), None)
        return {
            _decode(arguments[0], key, where): _decode(arguments[1], item, f"{where}.{key}")
            for key, item in value.items()
        }
    if dataclasses.is_dataclass(expected):
        return _decode_record(typing.cast(type, expected), value, where)
    if isinstance(expected, type) and issubclass(expected, StrEnum):
        if not isinstance(value, str) or value not in {member.value for member in expected}:
            raise _format_error(where, "one of " + ", ".join(expected), value)
        return expected(value)
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError as error:
            raise _format_error(where, "a number that a float can hold", value) from error
    if type(value) is not expected:  # exact: bool is an int, and must not pass for one
        raise _format_error(where, getattr(expected, "__name__", str(expected)), value)
    return value


def _decode_union(arguments: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in arguments:
        return None
    candidates = [kind for kind in arguments if kind is not type(None)]
    for kind in candidates[:-1]:
        try:
            return _decode(kind, value, where)
        except RecordFormatError:
            continue
    return _decode(candidates[-1], value, where)


def _decode_record(cls: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise _format_error(where, "an object", value)
    fields = dataclasses.fields(cls)
    unknown = sorted(map(str, set(value) - {item.name for item in fields}))
    missing = [item.name for item in fields if item.name not in value]
    if unknown or missing:
        raise RecordFormatError(
            f"{where}: expected exactly the fields of {cls.__name__}; missing {missing}, unknown {unknown}. "
            "Pass what to_dict() returned."
        )
    kinds = _field_types(cls)
    decoded = {item.name: _decode(kinds[item.name], value[item.name], f"{where}.{item.name}") for item in fields}
    try:
        return cls(**decoded)
    except (InputTypeError, InputValueError) as error:
        raise RecordFormatError(f"{where}: {error}") from error


def _format_error(where: str, expected: str, value: Any) -> RecordFormatError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return RecordFormatError(f"{where}: expected {expected}, got {shown}. Pass what to_dict() returned.")
