"""Whose stance it is, over one document: the model's answer, the grammar of quotation and the speakers together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from classifier.document_names import DocumentNames
from classifier.entities import EntityList
from classifier.holders import Speakers, holder_entity
from classifier.mentions import NamedSpan
from classifier.quotation import Quotation, is_pronoun
from classifier.records import AUTHOR, Holder, HolderKind
from classifier.roles import ROLE
from classifier.text import Sentence

_POST = re.compile(ROLE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeldStance:
    """A stance that is not neutral and asks for its holder; spans count code points of the sentence.

    Attributes:
        sentence: of the target.
        target: the words that the stance is toward.
        target_id: the entity of these words.
        model: the holder that the model names; None: the author.
        named: the companies and governments that the sentence names.
        entity_ids: the entity of each of them.
    """

    sentence: Sentence
    target: NamedSpan
    target_id: str
    model: tuple[int, int] | None
    named: Sequence[NamedSpan]
    entity_ids: Sequence[str]


class Sources:
    """The voices of one document: add every sentence, then ask."""

    def __init__(self, text: str, entities: EntityList) -> None:
        self._text = text
        self._entities = entities
        self._names = DocumentNames(text, entities)
        self._speakers = Speakers(self._names)

    @cached_property
    def _quotation(self) -> Quotation:
        """The document's quotes; parsed when the first stance asks for its holder."""
        return Quotation(self._text)

    def add_sentence(self, sentence: Sentence, named: Sequence[NamedSpan], entity_ids: Sequence[str]) -> None:
        """Remember what a sentence names, and which entity each name is; sentences come in order."""
        self._names.add_sentence(sentence, named, entity_ids)

    def holder(self, held: HeldStance) -> Holder:
        """Return who holds a stance."""
        shift = held.sentence.start
        found = self._quotation.holder(
            (shift, held.sentence.end),
            (shift + held.target.start, shift + held.target.end),
            None if held.model is None else (shift + held.model[0], shift + held.model[1]),
            [(shift + span.start, shift + span.end) for span in held.named],
        )
        if found is None:
            return AUTHOR
        meant = self._speakers.antecedent(*found) if is_pronoun(self._text[slice(*found)]) else None
        found = meant or found
        start, end = self._names.after_dateline(*found), found[1]
        entity_id = (
            self._speakers.abroad(start, end)
            or self._itself(held, start, end)
            or self._speakers.entity(start, end, held.target_id)
        )
        is_person = meant is not None and entity_id is not None and self._entities.get(entity_id) is None
        if entity_id in self._names.causes or (is_person and entity_id == self._names.name_at(start, end)):
            entity_id = None  # a union, or somebody whom the model took for a company
        name = self._speakers.fullest_name(start, end)
        return Holder(HolderKind.SOURCE, name, start, end, self._text[start:end], entity_id)

    def _itself(self, held: HeldStance, start: int, end: int) -> str | None:
        """Return the company or government that a source is, by its sentence's own names; a person is none."""
        shift = held.sentence.start
        if not (shift <= start and end <= held.sentence.end):
            return None
        if _POST.fullmatch(self._text, start, end):
            return None  # 'CFO', whatever the model takes it for
        entity_id = holder_entity(held.sentence.text, (start - shift, end - shift), held.named, held.entity_ids)
        if (
            entity_id is not None
            and self._entities.get(entity_id) is None
            and self._names.is_town(self._text[start:end])
        ):
            return None  # 'Leeds plant boss'
        if entity_id is not None and self._speakers.is_person(
            start, end, listed=self._entities.get(entity_id) is not None
        ):
            return None
        return entity_id
