"""Split a text into sentences, tell its language, and read the article out of a web page.

    lines       the text's own lines; hard-wrapped paragraphs are joined again   classifier/sentences.py
    sentences   each line, cut wherever a sentence ends                         classifier/sentences.py
    roles       headline, body or boilerplate                                   classifier/furniture.py
    duplicates  a sentence that the text has said before                        classifier/furniture.py

The text is never edited: a sentence is a slice of it, and every character that is not blank lies in one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import py3langid  # itself quick to import; its model takes 0.8 s, at the first text that needs it

from classifier.errors import InputTypeError, InputValueError
from classifier.furniture import Line, duplicates, roles
from classifier.records import Role
from classifier.sentences import find_lines, find_sentences, word_set


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of a text: `text[start:end] == sentence.text`, in code points.

    `duplicate_of` is the index, in the list that `split` returned, of the earliest sentence saying the same.
    """

    start: int
    end: int
    text: str
    role: Role
    duplicate_of: int | None


def split(text: str) -> list[Sentence]:
    """Return the sentences of a text, in order.

    They do not overlap, neither begin nor end with a blank (`str.isspace`), and together hold every character
    that is not blank. A sentence holds a line break only where a paragraph was hard-wrapped, and no more than
    sentences.MAX_SENTENCE_CHARS. The time grows with the length of the text, whatever stands in it.

    Example:
        >>> [s.text for s in split("Acme Inc. fined\\n\\nThe U.S. fined Acme. It will appeal.")]
        ['Acme Inc. fined', 'The U.S. fined Acme.', 'It will appeal.']
    """
    spans = [list(find_sentences(text, start, end)) for start, end in find_lines(text)]
    lines = [Line(text[line[0][0] : line[-1][1]], tuple(text[start:end] for start, end in line)) for line in spans]
    flat_roles = [role for line_roles in roles(lines) for role in line_roles]
    sentences = [sentence for line in lines for sentence in line.sentences]
    repeats = duplicates(sentences, flat_roles)
    return [
        Sentence(start, end, sentence, role, repeated)
        for (start, end), sentence, role, repeated in zip(
            (span for line in spans for span in line), sentences, flat_roles, repeats, strict=True
        )
    ]


# --- Language --------------------------------------------------------------------------------------------

LANGUAGE_SAMPLE_CHARS = 3_000  # a third each from the beginning, the middle and the end
MIN_LANGUAGE_LETTERS = 20
# How much likelier than English another language must be: the difference of the log-likelihoods over the
# square root of the bytes, as in py3langid's own probabilities. Of 4,000 English headlines full of Indian
# names and 3,000 sentences of US news none reaches 2.6, an English line of German bank names 5.4; whole
# sentences in 12 European languages begin at 8.8, their headlines at about 5.
FOREIGN_MARGIN = 6.0
_WORD = re.compile(r"[^\W\d_]+")
# Frequent in English, and no frequent words of its neighbours (Dutch `of`, German `will`, Romanian `are`).
_ENGLISH_WORDS = word_set(
    "the and that with this they from which would their been were its but who his more about could into "
    "there what when said than has for"
)


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text, judged by a sample of it.

    It is "en" unless another language is clearly likelier (FOREIGN_MARGIN), and for a text of fewer than
    MIN_LANGUAGE_LETTERS letters, most of them Latin, it is always "en": so short a text proves nothing.

    Example:
        >>> detect_language("Die Regierung will bis zum Herbst über den Ausbau des Netzes entscheiden.")
        'de'
    """
    sample = _language_sample(text)
    letters = [character for character in sample if character.isalpha()]
    n_latin = sum(character < "\u0250" for character in letters)  # up to Latin Extended-A and -B
    if not letters or (len(letters) < MIN_LANGUAGE_LETTERS and 2 * n_latin >= len(letters)):
        return "en"
    if n_latin >= 0.9 * len(letters) and _is_plain_english(sample):
        return "en"
    ranking = py3langid.rank(sample)
    scores = dict(ranking)
    language = next(code for code, _ in ranking if len(code) == 2)  # some have no ISO 639-1 code
    margin = (scores[language] - scores["en"]) / math.sqrt(len(sample.encode("utf-8", "surrogatepass")))
    return language if margin >= FOREIGN_MARGIN else "en"


def _language_sample(text: str) -> str:
    if len(text) <= LANGUAGE_SAMPLE_CHARS:
        return text
    third = LANGUAGE_SAMPLE_CHARS // 3
    middle = len(text) // 2
    return f"{text[:third]}\n{text[middle : middle + third]}\n{text[-third:]}"


def _is_plain_english(sample: str) -> bool:
    """Tell whether three or more English function words make a tenth of a text, which spares the model."""
    words = [word.lower() for word in _WORD.findall(sample)]
    hits = [word for word in words if word in _ENGLISH_WORDS]
    return len(set(hits)) >= 3 and 10 * len(hits) >= len(words)


# --- Web pages -------------------------------------------------------------------------------------------

_TAG = re.compile(
    r"<(?:!doctype|!--|/?(?:html|head|body|title|meta|link|script|style|main|article|section|header|footer|nav|aside"
    r"|div|span|p|br|hr|a|b|i|u|em|strong|small|font|center|sup|sub|h[1-6]|ul|ol|li|dl|table|tr|td|th|img|figure"
    r"|blockquote|pre|form|iframe|button|label|input)\b[^<>]*>)",
    re.IGNORECASE,
)
_PAGE_TAG = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Page:
    """The article in a web page, and what the page says of it; the date is YYYY-MM-DD."""

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


def read_html(html: str) -> Page:
    """Return the article in a web page; text without any HTML tag is returned as it is.

    Raises:
        InputTypeError: `html` is not a str.
        InputValueError: the page holds no article text.

    Example:
        >>> read_html("Brussels fined Acme Corp.").text
        'Brussels fined Acme Corp.'
    """
    if not isinstance(html, str):
        raise InputTypeError(f"html must be a str, got {type(html).__name__}; decode the page first.")
    if not _TAG.search(html):
        return Page(html)
    import trafilatura  # 0.3 to 0.4 s, and only pages need it

    page = _NOT_IN_XML.sub(" ", html)
    if not _PAGE_TAG.search(page):  # trafilatura finds nothing in a short fragment
        page = f"<html><body>{page}</body></html>"
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        raise InputValueError(
            f"no article text found in a page of {len(html):,} characters; "
            "pass a page that holds an article, or the article's text."
        )
    return Page(found.text, found.title, found.date, found.sitename or found.hostname, found.url)
