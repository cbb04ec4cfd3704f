"""Compose the stages: document -> sentences -> mentions -> stance, holder, sentiment -> summaries.

The only place where stages meet. `predict` is to `load` what `httpx.get` is to `httpx.Client`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, overload

import numpy as np

from classifier.aggregate import entities_of, relations_of
from classifier.entities import EntityList, Link
from classifier.errors import (
    ClassifierError,
    DocumentTooLongError,
    InputTypeError,
    InputValueError,
    MissingExtraError,
)
from classifier.explain import explain_mentions
from classifier.judging import JudgedSentence, SentenceCache, SentenceJudge, SentenceQuestion
from classifier.mentions import NamedSpan
from classifier.records import (
    AUTHOR,
    MAX_DOCUMENT_CHARS,
    Document,
    DocumentResult,
    Form,
    Kind,
    Mention,
    SentenceResult,
    Sentiment,
    SentimentLabel,
    Stance,
    StanceLabel,
    WordWeight,
)
from classifier.scorer import FloatArray, Scorer
from classifier.sources import HeldStance, Sources
from classifier.targets import locate_targets
from classifier.text import Sentence, detect_language, split

ModelName = Literal["transformer", "baseline"]
Backend = Literal["onnx", "torch"]
Targets = Sequence["str | tuple[int, int]"]

CHUNK_SENTENCES = 256  # sentences whose encoder states are held at once: some 20 MB
CONTEXT_SURFACES = 400  # earlier names of a document that a short form may point back to
_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A checked document, split, with its named targets by sentence (None: find the targets)."""

    document: Document
    language: str
    sentences: list[Sentence]
    named: dict[int, list[tuple[int, int]]] | None
    warnings: list[str]


@dataclass(slots=True)
class _Assembly:
    """A document's result as it grows, sentence by sentence."""

    prepared: _Prepared
    entities: EntityList
    sentences: list[SentenceResult] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    surfaces: list[str] = field(default_factory=list)
    n_windowed: int = 0
    held: dict[tuple[int, int], HeldStance] = field(default_factory=dict)  # by sentence and mention
    sources: Sources = field(init=False)

    def __post_init__(self) -> None:
        self.sources = Sources(self.prepared.document.text, self.entities)

    def question(self, index: int) -> SentenceQuestion:
        """Return what is to be judged in a sentence: the targets that the caller named, or else those found in it."""
        named = self.prepared.named
        return SentenceQuestion(
            self.prepared.sentences[index].text, None if named is None else tuple(named.get(index, ()))
        )


class Pipeline:
    """A scorer and a list of entities, ready to judge documents. Safe to share between threads.

    With a cache, a sentence that was judged before is not judged again; the results are the same.
    """

    def __init__(self, scorer: Scorer, entities: EntityList, cache: SentenceCache | None = None) -> None:
        self.scorer = scorer
        self.entities = entities
        self._judge = SentenceJudge(scorer, entities, cache)

    @property
    def model_version(self) -> str:
        """Name and version of the model, as every result carries it."""
        return self.scorer.model_version

    def predict(
        self, document: str | Document, *, targets: Targets | None = None, explain: bool = False
    ) -> DocumentResult:
        """Return what one document says of each company and government in it.

        Args:
            document: the text, or a Document that also holds what is known of it.
            targets: judge these instead of the companies and governments found: a string stands for each of its
                occurrences as whole words, case as given; a (start, end) pair is judged as it stands.
            explain: also give, per mention, how much each word of its sentence speaks for the label. Costs one
                more pass per word.

        Raises:
            InputTypeError: the document is neither a str nor a Document, or a target of a wrong type.
            DocumentTooLongError: the text has more than MAX_DOCUMENT_CHARS code points.
            TargetError: a target does not occur, or its span is out of range, empty, or across a sentence end.
        """
        if targets is not None:
            document = replace(_as_document(document), targets=_as_tuple(targets))
        return next(self.predict_many([document], explain=explain))

    @overload
    def predict_many(
        self, documents: Iterable[str | Document], *, explain: bool = ..., errors: Literal["raise"] = ...
    ) -> Iterator[DocumentResult]: ...

    @overload
    def predict_many(
        self, documents: Iterable[str | Document], *, explain: bool = ..., errors: Literal["yield"]
    ) -> Iterator[DocumentResult | ClassifierError]: ...

    def predict_many(
        self,
        documents: Iterable[str | Document],
        *,
        explain: bool = False,
        errors: Literal["raise", "yield"] = "raise",
    ) -> Iterator[DocumentResult | ClassifierError]:
        """Yield one result per document, in order, reading the documents as results are asked for.

        Args:
            documents: any iterable, read some CHUNK_SENTENCES sentences ahead; a document's result does not depend
                on the others.
            explain: as in `predict`.
            errors: 'raise' stops at the first document that cannot be judged; 'yield' yields its ClassifierError
                in its place and goes on.

        Raises:
            InputTypeError: `documents` is a single text, or not iterable.
            InputValueError: `errors` is neither 'raise' nor 'yield'.
        """
        if isinstance(documents, (str, bytes, Document)) or not isinstance(documents, Iterable):
            raise InputTypeError(
                f"predict_many() needs an iterable of documents, got {type(documents).__name__}; "
                "call predict() for one text, or pass [text]."
            )
        if errors not in ("raise", "yield"):
            raise InputValueError(f"errors must be 'raise' or 'yield', got {errors!r}.")
        return self._predict_many(documents, explain, errors)

    def _predict_many(
        self, documents: Iterable[str | Document], explain: bool, errors: str
    ) -> Iterator[DocumentResult | ClassifierError]:
        group: list[_Prepared | ClassifierError] = []
        n_sentences = 0
        waiting = iter(documents)
        while True:
            try:
                document = next(waiting)
            except StopIteration:
                break
            except Exception:  # the caller's own; what was read before it is not lost
                yield from self._judge_group(group, explain)
                raise
            try:
                prepared = self._prepare(document)
                n_sentences += len(prepared.sentences)
                group.append(prepared)
            except ClassifierError as error:
                if errors == "raise":
                    yield from self._judge_group(group, explain)
                    raise
                group.append(error)
            if max(n_sentences, len(group)) >= CHUNK_SENTENCES:  # a document may hold no sentence at all
                yield from self._judge_group(group, explain)
                group, n_sentences = [], 0
        yield from self._judge_group(group, explain)

    def _prepare(self, document: str | Document) -> _Prepared:
        document = _as_document(document)
        if len(document.text) > MAX_DOCUMENT_CHARS:
            raise DocumentTooLongError(
                f"the text has {len(document.text):,} characters, at most {MAX_DOCUMENT_CHARS:,} are accepted; "
                "split it into articles and pass each as a document of its own."
            )
        warnings = []
        language = _language(document)
        if language.split("-")[0] != "en":
            given = "is given as" if document.language else "seems to be"
            warnings.append(
                f"the document's language {given} {language!r}; the model knows English alone, so no label is "
                "certain. Pass language='en' if it is English."
            )
        sentences = split(document.text)
        if not sentences:
            warnings.append("the text is empty or blank: there is nothing to judge.")
        named = None if document.targets is None else locate_targets(document.targets, document.text, sentences)
        return _Prepared(document, language, sentences, named, warnings)

    def _judge_group(
        self, group: Sequence[_Prepared | ClassifierError], explain: bool
    ) -> Iterator[DocumentResult | ClassifierError]:
        """Judge the sentences of several documents together, in chunks, and yield the documents' results."""
        assemblies = [_Assembly(item, self.entities) for item in group if isinstance(item, _Prepared)]
        queue = [(assembly, index) for assembly in assemblies for index in range(len(assembly.prepared.sentences))]
        for low in range(0, len(queue), CHUNK_SENTENCES):
            self._judge_chunk(queue[low : low + CHUNK_SENTENCES], explain)
        finished = iter(assemblies)
        for item in group:
            yield self._result(next(finished)) if isinstance(item, _Prepared) else item

    def _judge_chunk(self, chunk: Sequence[tuple[_Assembly, int]], explain: bool) -> None:
        asked = [assembly.question(index) for assembly, index in chunk]
        for (assembly, index), judged in zip(chunk, self._judge.judge(asked), strict=True):
            self._add_sentence(assembly, index, judged, explain)

    def _add_sentence(
        self,
        assembly: _Assembly,
        index: int,
        judged: JudgedSentence,
        explain: bool,
    ) -> None:
        """Add a sentence's result."""
        sentence = assembly.prepared.sentences[index]
        named, spans, judgements = judged.named, judged.spans, judged.judgements
        sure = assembly.prepared.language.split("-")[0] == "en"
        links = {(span.start, span.end): self._link(assembly, sentence, span) for span in named}
        links |= {(s.start, s.end): self._link(assembly, sentence, s) for s in spans if (s.start, s.end) not in links}
        named_ids = [links[span.start, span.end].entity_id for span in named]
        assembly.sources.add_sentence(sentence, named, named_ids)
        assembly.n_windowed += any(judgement.windowed for judgement in judgements)
        explanations: Sequence[tuple[WordWeight, ...] | None] = [None] * len(spans)
        if explain:
            explanations = explain_mentions(self.scorer, sentence, [(s.start, s.end) for s in spans], judgements)
        mentions: list[Mention] = []
        for span, judgement, explanation in zip(spans, judgements, explanations, strict=True):
            link = links[span.start, span.end]
            earlier = assembly.links.setdefault(link.entity_id, link)
            if not link.known and earlier.name.isupper():  # a shouted headline does not name a company
                assembly.links[link.entity_id] = link
            stance = _stance(judgement.stance, self.scorer.stance_threshold, sure)
            if stance.label is not StanceLabel.NEUTRAL:  # a neutral one is the author's, by the guidelines
                held = HeldStance(sentence, span, link.entity_id, judgement.holder, named, named_ids)
                assembly.held[index, len(mentions)] = held
            start, end = sentence.start + span.start, sentence.start + span.end
            mentions.append(
                Mention(
                    start=start,
                    end=end,
                    text=sentence.text[span.start : span.end],
                    entity_id=link.entity_id,
                    kind=assembly.kinds[link.entity_id],
                    form=Form.NAME,
                    stance=stance,
                    holder=AUTHOR,  # until the whole document is read
                    explanation=explanation,
                )
            )
        assembly.sentences.append(
            SentenceResult(
                start=sentence.start,
                end=sentence.end,
                text=sentence.text,
                role=sentence.role,
                duplicate_of=sentence.duplicate_of,
                sentiment=_sentiment(judged.sentiment, self.scorer.sentiment_threshold, sure),
                mentions=tuple(mentions),
            )
        )

    def _link(self, assembly: _Assembly, sentence: Sentence, span: NamedSpan) -> Link:
        surface = sentence.text[span.start : span.end]
        kind = span.kind
        if kind is Kind.OTHER:  # named by the caller, and not found: perhaps the list knows the name all the same
            match = next((m for m in self.entities.find(surface) if (m.start, m.end) == (0, len(surface))), None)
            listed = self.entities.get(match.entity_id) if match is not None else None
            kind = listed.kind if listed is not None else kind
        link = self.entities.link(surface, kind, assembly.surfaces[-CONTEXT_SURFACES:])
        assembly.kinds.setdefault(link.entity_id, kind)
        assembly.surfaces.append(surface)
        return link

    def _result(self, assembly: _Assembly) -> DocumentResult:
        prepared, document = assembly.prepared, assembly.prepared.document
        warnings = list(prepared.warnings)
        if assembly.n_windowed:
            warnings.append(
                f"{assembly.n_windowed} sentences are longer than the model's window and were judged through the "
                "part around each target."
            )
        if assembly.sentences and not assembly.links and prepared.named is None:
            warnings.append("no company or government was found; name your own with targets=.")
        if not self.scorer.calibrated:
            warnings.append(f"the probabilities of {self.model_version} are not calibrated.")
        sentences = _with_holders(assembly)
        return DocumentResult(
            id=document.id,
            title=document.title,
            date=document.date,
            source=document.source,
            url=document.url,
            language=prepared.language,
            text=document.text,
            sentences=sentences,
            entities=entities_of(sentences, assembly.links, assembly.kinds),
            relations=relations_of(sentences),
            warnings=tuple(warnings),
            model_version=self.model_version,
        )


def _with_holders(assembly: _Assembly) -> tuple[SentenceResult, ...]:
    """Return the sentences with who holds each stance: a source may be introduced behind its first words."""
    mentions = [list(sentence.mentions) for sentence in assembly.sentences]
    for (sentence, mention), held in assembly.held.items():
        found = mentions[sentence][mention]
        mentions[sentence][mention] = replace(found, holder=assembly.sources.holder(held))
    return tuple(
        replace(sentence, mentions=tuple(changed))
        for sentence, changed in zip(assembly.sentences, mentions, strict=True)
    )


def _language(document: Document) -> str:
    """Return the code of a document's language, given or else decided.

    Raises:
        InputValueError: the given one is no ISO 639-1 code, with or without a region.
    """
    if document.language is None:
        return detect_language(document.text)
    code = document.language.strip().lower().replace("_", "-")
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code):
        raise InputValueError(
            f"language {document.language!r} is no ISO 639-1 code; write 'en', 'de', 'en-GB', or leave it out."
        )
    return code


def _as_tuple(targets: Any) -> Any:  # Any: what is no list of targets is left for Document to refuse
    return tuple(targets) if isinstance(targets, Iterable) and not isinstance(targets, (str, bytes)) else targets


def _as_document(document: str | Document) -> Document:
    if isinstance(document, Document):
        return document
    if isinstance(document, str):
        return Document(document)
    raise InputTypeError(
        f"a document must be a str or a Document, got {type(document).__name__}; "
        "decode bytes first, and use predict_many() for several."
    )


def _rounded(probabilities: FloatArray) -> list[float]:
    """Return probabilities to six places: the last bits of fp32 are noise that no record should show."""
    return [round(float(value), 6) for value in probabilities]


def _stance(probabilities: FloatArray, threshold: float, sure: bool) -> Stance:
    best = int(np.argmax(probabilities))
    values = _rounded(probabilities)
    return Stance(_STANCES[best], dict(zip(_STANCES, values, strict=True)), sure and values[best] >= threshold)


def _sentiment(probabilities: FloatArray, threshold: float, sure: bool) -> Sentiment:
    best = int(np.argmax(probabilities))
    values = _rounded(probabilities)
    return Sentiment(_SENTIMENTS[best], dict(zip(_SENTIMENTS, values, strict=True)), sure and values[best] >= threshold)


def load(
    model: ModelName = "transformer",
    *,
    backend: Backend = "onnx",
    device: str = "cpu",
    threads: int | None = None,
    weights: str | Path | None = None,
    entities: str | Path | None = None,
) -> Pipeline:
    """Return a ready pipeline.

    Args:
        model: 'transformer', or 'baseline' for the scikit-learn model.
        backend: of the transformer: 'onnx' (int8, the default) or 'torch' (the same weights; needs the extra
            `train`).
        device: of the torch backend: 'cpu', 'cuda', ...
        threads: of the ONNX backend; None takes one per core that this process may use.
        weights: of the transformer: a folder that `python -m training.export --out` wrote; None: the shipped ones.
        entities: a JSON Lines file of companies and governments that add to the shipped list, or override it:
            `{"name": "Acme", "kind": "company", "aliases": ["Acme Corp", "ACM"]}` a line.

    Raises:
        InputValueError: no such model, backend or device; weights for the baseline.
        EntityListError: a row of `entities` is wrong (file, line, field), or two of them claim one name.
        WeightsError: the weights are missing or altered.
        MissingExtraError: the torch backend without torch and transformers.
    """
    if model not in ("transformer", "baseline"):
        raise InputValueError(f"model must be 'transformer' or 'baseline', got {model!r}.")
    if backend not in ("onnx", "torch"):
        raise InputValueError(f"backend must be 'onnx' or 'torch', got {backend!r}.")
    if model == "baseline" and (backend != "onnx" or device != "cpu"):
        raise InputValueError("the baseline runs on the CPU alone; leave backend and device out.")
    if model == "baseline" and weights is not None:
        raise InputValueError("weights are the transformer's; leave them out for the baseline.")
    if threads is not None and (not isinstance(threads, int) or threads < 1):
        raise InputValueError(f"threads must be a whole number from 1 up, or None, got {threads!r}.")
    if backend == "onnx" and device != "cpu":
        raise InputValueError(f"device {device!r} needs backend='torch'; the ONNX backend runs on 'cpu'.")
    listed = EntityList.load(own=entities)
    if model == "baseline":
        from classifier.baseline import BaselineScorer

        return Pipeline(BaselineScorer.load(), listed)
    from classifier.model_files import ModelFiles
    from classifier.transformer_scorer import TransformerScorer

    files = ModelFiles.load() if weights is None else ModelFiles.load(Path(weights))
    if backend == "onnx":
        from classifier.onnx_engine import OnnxEngine

        return Pipeline(TransformerScorer(files, OnnxEngine(files, threads)), listed)
    try:
        from classifier.torch_engine import TorchEngine
    except ImportError as error:
        raise MissingExtraError(
            f"backend='torch' needs torch and transformers ({error}); pip install 'newsstance[train]'."
        ) from error
    return Pipeline(TransformerScorer(files, TorchEngine(files, device)), listed)


@cache
def _default_pipeline() -> Pipeline:
    return load()


def predict(document: str | Document, *, targets: Targets | None = None, explain: bool = False) -> DocumentResult:
    """Return what one document says of each company and government in it, by the default model.

    The model is loaded at the first call and kept. See `Pipeline.predict` for arguments and errors.

    Example:
        >>> result = predict("Brussels fined Acme Corp for lying to regulators.")
        >>> [(m.text, m.entity_id, str(m.stance.label)) for s in result.sentences for m in s.mentions]
        [('Brussels', 'gov:EU', 'neutral'), ('Acme Corp', 'company:acme', 'against')]
    """
    return _default_pipeline().predict(document, targets=targets, explain=explain)
