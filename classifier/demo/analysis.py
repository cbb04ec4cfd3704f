"""What the page's button does: a text in; results, or a message that says why there are none, out."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.errors import ClassifierError
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult

MAX_PAGE_CHARS = 100_000  # some 20 long articles: more marks and rows than a browser tab shows without lagging


@dataclass(frozen=True, slots=True)
class Analysis:
    """Both models' results for one text; without a result, `message` says why and what to do."""

    result: DocumentResult | None
    baseline: DocumentResult | None
    message: str


def analyse(text: str | None, pipeline: Pipeline, baseline: Pipeline | None) -> Analysis:
    """Return what the models say of a text; a text that cannot be judged gives a message, not an error."""
    if text is None or not text.strip():
        return Analysis(None, None, "There is no text yet: paste an article, or choose an example.")
    if len(text) > MAX_PAGE_CHARS:
        return Analysis(
            None,
            None,
            f"The text has {len(text):,} characters, this page shows at most {MAX_PAGE_CHARS:,}. "
            "Shorten it, or use the command line: newsstance predict ARTICLE.txt",
        )
    half = next((index for index, character in enumerate(text) if "\ud800" <= character <= "\udfff"), None)
    if half is not None:  # half a character can be neither encoded for the model nor sent back to the page
        return Analysis(
            None, None, f"The text is broken: character {half + 1:,} is half of a surrogate pair. Remove it."
        )
    try:
        return Analysis(pipeline.predict(text), None if baseline is None else baseline.predict(text), "")
    except ClassifierError as error:
        return Analysis(None, None, f"The text cannot be judged: {error}")
