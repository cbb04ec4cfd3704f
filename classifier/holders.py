"""Tie a source to the company or government that it is, or for which its own words say that it speaks.

'Airbus' and 'a Kremlin spokesman' are tied; 'critics of Huawei', 'a former Google engineer' and 'a Rotterdam trader'
are not: a name that only describes somebody is nobody's voice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.mentions import NamedSpan

_SPEAKER = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|officials?|ministers?|ministry|secretary|president|premier|chancellor"
    r"|ambassador|envoy|diplomats?|governor|mayor|commissioner|prosecutors?|king|queen|prince|lawyers?|attorneys?"
    r"|ceo|cfo|chief|co-?founders?|founders?|chair(?:man|woman|person)?|executives?|director|managers?|head|boss|owner"
    r"|representatives?|delegation|leadership|leaders?)\b",
    re.IGNORECASE,
)
_NOT_FOR_IT = re.compile(
    r"\b(?:former|formerly|ex|rivals?|critics?|opponents?|partners?|competitors?|victims?|customers?|users?)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|from|against|near|by|with|to|outside|on)\b", re.IGNORECASE)


def holder_entity(
    sentence: str, holder: tuple[int, int], spans: Sequence[NamedSpan], entity_ids: Sequence[str]
) -> str | None:
    """Return the id of the company or government that a holder is or speaks for; None where its words do not say.

    Args:
        sentence: the sentence.
        holder: the words that name the source, in code points of the sentence.
        spans: all companies and governments that the sentence names.
        entity_ids: the entity of each span.
    """
    start, end = holder
    for span, entity_id in zip(spans, entity_ids, strict=True):
        if span.end <= start or span.start >= end:
            continue
        before = sentence[start : max(start, span.start)]
        after = sentence[min(end, span.end) : end]
        named_last = not after.strip(" '’s.,")
        described = _PREPOSITION.search(before) is not None  # 'critics of Huawei', 'a spokesman for Huawei'
        if named_last and not described:
            return entity_id
        role = before if named_last else after
        if _SPEAKER.search(role) and not _NOT_FOR_IT.search(before + after) and (named_last or not described):
            return entity_id
    return None
