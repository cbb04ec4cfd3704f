"""Whose stance it is, over one document: the model's answer, the grammar of quotation and the speakers together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from classifier.entities import EntityList
from classifier.holders import Speakers, holder_entity
from classifier.mentions import NamedSpan
from classifier.quotation import Quotation
from classifier.records import AUTHOR, Holder, HolderKind
from classifier.text import Sentence


class Sources:
    """The voices of one document, which grows sentence by sentence."""

    def __init__(self, text: str, entities: EntityList) -> None:
        self._text = text
        self._speakers = Speakers(text, entities)

    @cached_property
    def _quotation(self) -> Quotation:
        """The document's quotes; parsed when the first stance asks for its holder."""
        return Quotation(self._text)

    def add_sentence(self, sentence: Sentence, named: Sequence[NamedSpan], entity_ids: Sequence[str]) -> None:
        """Remember what a sentence names, and which entity each name is; sentences come in order."""
        self._speakers.add_sentence(sentence.start, named, entity_ids)

    def holder(
        self,
        sentence: Sentence,
        target: NamedSpan,
        model: tuple[int, int] | None,
        named: Sequence[NamedSpan],
        entity_ids: Sequence[str],
    ) -> Holder:
        """Return who holds a stance that is not neutral.

        Args:
            sentence: of the target; all spans count its code points.
            target: the words that the stance is toward.
            model: the holder that the model names; None: the author.
            named: the companies and governments that the sentence names.
            entity_ids: the entity of each of them.
        """
        shift = sentence.start
        found = self._quotation.holder(
            (shift, sentence.end),
            (shift + target.start, shift + target.end),
            None if model is None else (shift + model[0], shift + model[1]),
            [(shift + span.start, shift + span.end) for span in named],
        )
        if found is None:
            return AUTHOR
        start, end = found
        entity_id = None
        if shift <= start and end <= sentence.end:
            entity_id = holder_entity(sentence.text, (start - shift, end - shift), named, entity_ids)
        name = self._speakers.fullest_name(start, end)
        entity_id = entity_id or self._speakers.entity(start, end)
        return Holder(HolderKind.SOURCE, name, start, end, self._text[start:end], entity_id)
