"""Judged sentences -> the result of their document: links, holders, forms, and what is summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.aggregate import entities_of, relations_of
from classifier.antecedents import is_listener, resolve
from classifier.description_facts import Named, Scene
from classifier.entities import EntityList, Link
from classifier.explain import explain_mentions
from classifier.judging import JudgedSentence, SentenceQuestion
from classifier.mentions import NamedSpan
from classifier.records import (
    AUTHOR,
    Document,
    DocumentResult,
    Form,
    Kind,
    Mention,
    Role,
    SentenceResult,
    Sentiment,
    SentimentLabel,
    Stance,
    StanceLabel,
    WordWeight,
)
from classifier.scorer import FloatArray, Judgement, Scorer
from classifier.sources import HeldStance, Sources
from classifier.text import Sentence

CONTEXT_SURFACES = 400  # earlier names of a document that a short form may point back to
_SCENE_CHARS = 2000  # before a description, which tell what it may mean
_AFTER_CHARS = 60
_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked document, split, with its named targets by sentence (None: find the targets)."""

    document: Document
    language: str
    sentences: list[Sentence]
    named: dict[int, list[tuple[int, int]]] | None
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class _Target:
    """A span that was judged, and the entity that it means."""

    span: NamedSpan
    form: Form
    entity_id: str
    judgement: Judgement


class Assembly:
    """A document's result as it grows, sentence by sentence, in order."""

    def __init__(self, prepared: Prepared, scorer: Scorer, entities: EntityList) -> None:
        self.prepared = prepared
        self._scorer = scorer
        self._entities = entities
        self._is_english = prepared.language.split("-")[0] == "en"
        self._sources = Sources(prepared.document.text, entities)
        self._sentences: list[SentenceResult] = []
        self._links: dict[str, Link] = {}
        self._kinds: dict[str, Kind] = {}
        self._surfaces: list[str] = []
        self._history: list[Named] = []
        self._n_windowed = 0
        self._held: dict[tuple[int, int], HeldStance] = {}  # by sentence and mention

    def question(self, index: int) -> SentenceQuestion:
        """Return what is to be judged in a sentence: the targets that the caller named, or else those found in it."""
        named = self.prepared.named
        return SentenceQuestion(
            self.prepared.sentences[index].text, None if named is None else tuple(named.get(index, ()))
        )

    def add_sentence(self, index: int, judged: JudgedSentence, explain: bool) -> None:
        """Add the result of the next sentence; `explain` adds word weights."""
        sentence = self.prepared.sentences[index]
        links = {(span.start, span.end): self._link(sentence, span) for span in judged.named}
        links |= {(s.start, s.end): self._link(sentence, s) for s in judged.spans if (s.start, s.end) not in links}
        named_ids = [links[span.start, span.end].entity_id for span in judged.named]
        self._sources.add_sentence(sentence, judged.named, named_ids)
        targets = [
            _Target(span, Form.NAME, self._noted(links[span.start, span.end]), judgement)
            for span, judgement in zip(judged.spans, judged.judgements, strict=True)
        ]
        targets += self._described(index, judged, named_ids)
        self._n_windowed += any(target.judgement.windowed for target in targets)
        explanations: Sequence[tuple[WordWeight, ...] | None] = [None] * len(targets)
        if explain:
            spans = [(target.span.start, target.span.end) for target in targets]
            explanations = explain_mentions(self._scorer, sentence, spans, [target.judgement for target in targets])
        order = list(range(len(targets)))
        if judged.nominals:  # in text order; what a caller named stays in the caller's
            order.sort(key=lambda place: (targets[place].span.start, targets[place].span.end))
        mentions = [self._mention(sentence, targets[place], explanations[place]) for place in order]
        for number, (place, mention) in enumerate(zip(order, mentions, strict=True)):
            if mention.stance.label is not StanceLabel.NEUTRAL:  # a neutral one is the author's, by the guidelines
                target = targets[place]
                self._held[index, number] = HeldStance(
                    sentence, target.span, target.entity_id, target.judgement.holder, judged.named, named_ids
                )
        self._sentences.append(
            SentenceResult(
                start=sentence.start,
                end=sentence.end,
                text=sentence.text,
                role=sentence.role,
                duplicate_of=sentence.duplicate_of,
                sentiment=_sentiment(judged.sentiment, self._scorer.sentiment_threshold, self._is_english),
                mentions=tuple(mentions),
            )
        )

    def result(self) -> DocumentResult:
        """Return the result, once every sentence is in."""
        prepared, document = self.prepared, self.prepared.document
        warnings = list(prepared.warnings)
        if self._n_windowed:
            warnings.append(
                f"{self._n_windowed} sentences are longer than the model's window and were judged through the "
                "part around each target."
            )
        if self._sentences and not self._links and prepared.named is None:
            warnings.append("no company or government was found; name your own with targets=.")
        if not self._scorer.calibrated:
            warnings.append(f"the probabilities of {self._scorer.model_version} are not calibrated.")
        sentences = self._with_holders()
        return DocumentResult(
            id=document.id,
            title=document.title,
            date=document.date,
            source=document.source,
            url=document.url,
            language=prepared.language,
            text=document.text,
            sentences=sentences,
            entities=entities_of(sentences, self._links, self._kinds),
            relations=relations_of(sentences),
            warnings=tuple(warnings),
            model_version=self._scorer.model_version,
        )

    def _with_holders(self) -> tuple[SentenceResult, ...]:
        """Return the sentences with who holds each stance: a source may be introduced behind its first words."""
        mentions = [list(sentence.mentions) for sentence in self._sentences]
        for (sentence, number), held in self._held.items():
            mentions[sentence][number] = replace(mentions[sentence][number], holder=self._sources.holder(held))
        return tuple(
            replace(sentence, mentions=tuple(changed))
            for sentence, changed in zip(self._sentences, mentions, strict=True)
        )

    def _link(self, sentence: Sentence, span: NamedSpan) -> Link:
        surface = sentence.text[span.start : span.end]
        kind = span.kind
        if kind is Kind.OTHER:  # named by the caller, and not found: perhaps the list knows the name all the same
            match = next((m for m in self._entities.find(surface) if (m.start, m.end) == (0, len(surface))), None)
            listed = self._entities.get(match.entity_id) if match is not None else None
            kind = listed.kind if listed is not None else kind
        link = self._entities.link(surface, kind, self._surfaces[-CONTEXT_SURFACES:])
        self._kinds.setdefault(link.entity_id, kind)
        self._surfaces.append(surface)
        return link

    def _noted(self, link: Link) -> str:
        """Return the id of an entity that is judged, whose best link is kept."""
        earlier = self._links.setdefault(link.entity_id, link)
        if not link.known and earlier.name.isupper():  # a shouted headline does not name a company
            self._links[link.entity_id] = link
        return link.entity_id

    def _described(self, index: int, judged: JudgedSentence, named_ids: Sequence[str]) -> list[_Target]:
        """Return the descriptions of a sentence that point back to one entity, and remember what it names."""
        sentence = self.prepared.sentences[index]
        if sentence.role is Role.BOILERPLATE:  # other stories' names
            return []
        here = [
            Named(entity_id, span.kind, sentence.start + span.start, sentence.start + span.end)
            for span, entity_id in zip(judged.named, named_ids, strict=True)
            if not is_listener(sentence.text[: span.start], sentence.text[span.end : span.end + 4])
        ]
        targets = []
        text = self.prepared.document.text
        for nominal, judgement in zip(judged.nominals, judged.nominal_judgements, strict=True):
            start, end = sentence.start + nominal.start, sentence.start + nominal.end
            first = max(0, start - _SCENE_CHARS)
            previous = self.prepared.sentences[max(0, index - 1)].start
            scene = Scene(text[first:start], first, sentence.start, previous, text[end : end + _AFTER_CHARS])
            before = [*self._history, *(name for name in here if name.start < start)]
            entity_id = resolve(nominal, before, scene, self._entities)
            if entity_id is not None and entity_id in self._links:
                span = NamedSpan(nominal.start, nominal.end, nominal.kind)
                targets.append(_Target(span, Form.NOMINAL, entity_id, judgement))
                here.append(Named(entity_id, nominal.kind, start, end))
        self._history = [*self._history, *sorted(here, key=lambda name: name.start)][-CONTEXT_SURFACES:]
        return targets

    def _mention(self, sentence: Sentence, target: _Target, explanation: tuple[WordWeight, ...] | None) -> Mention:
        span = target.span
        return Mention(
            start=sentence.start + span.start,
            end=sentence.start + span.end,
            text=sentence.text[span.start : span.end],
            entity_id=target.entity_id,
            kind=self._kinds[target.entity_id],
            form=target.form,
            stance=_stance(target.judgement.stance, self._scorer.stance_threshold, self._is_english),
            holder=AUTHOR,  # until the whole document is read
            explanation=explanation,
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
