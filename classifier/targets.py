"""Find the targets that a caller names: strings and character spans, as spans within sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from classifier.errors import TargetError
from classifier.text import Sentence

Target = str | tuple[int, int]
Span = tuple[int, int]


def locate_targets(targets: Sequence[Target], text: str, sentences: Sequence[Sentence]) -> dict[int, list[Span]]:
    """Return the spans of all targets, in code points of their sentence, by sentence index and in text order.

    Raises:
        TargetError: a target does not occur, or its span is out of range, blank or not within one sentence.
    """
    found: dict[int, set[Span]] = {}
    starts = [sentence.start for sentence in sentences]
    for target in dict.fromkeys(targets):
        for start, end in _occurrences(target, text):
            index = bisect_right(starts, start) - 1
            if index < 0 or end > sentences[index].end:
                raise TargetError(
                    f"target {target!r} covers {text[start:end]!r}, which is not within one sentence; "
                    "pass a span that neither crosses a sentence end nor lies in blanks."
                )
            offset = sentences[index].start
            found.setdefault(index, set()).add((start - offset, end - offset))
    return {index: sorted(spans) for index, spans in found.items()}


def _occurrences(target: Target, text: str) -> list[Span]:
    if isinstance(target, tuple):
        return [_checked_span(target, text)]
    words = target.strip()
    spans = list(_whole_words(words, text)) if words else []
    if not spans:
        raise TargetError(
            f"target {target!r} does not occur in the text as whole words, case as given; "
            "check its spelling, or pass a (start, end) span."
        )
    return spans


def _checked_span(target: Span, text: str) -> Span:
    """Return a span without blanks at its edges."""
    start, end = target
    if not 0 <= start < end <= len(text):
        raise TargetError(
            f"target span {target} is empty or out of range; expected 0 <= start < end <= {len(text)}, "
            "in code points of the text."
        )
    inner = text[start:end]
    if not inner.strip():
        raise TargetError(f"target span {target} holds only blanks; pass a span that holds the target's words.")
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _whole_words(words: str, text: str) -> Iterator[Span]:
    """Yield each occurrence that no letter, digit or underscore touches."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (_is_word(text[start - 1 : start]) or _is_word(text[end : end + 1])):
            yield start, end
        start = text.find(words, start + 1)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
