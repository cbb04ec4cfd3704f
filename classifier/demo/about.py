"""What stance means here, how good the models are, where they fail, and the licences."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from classifier.demo.evaluation import card_html, card_section, pictures_html, scores_html
from classifier.demo.highlight import highlight_html, holder_name, legend_html, stance_html
from classifier.demo.table import table_html, table_row
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult

# What each sentence is meant to show; what is shown is what the model says of it.
EXAMPLES = (
    ("Brussels fined Acme Corp for lying to regulators.", "Punished is against; who punishes is not judged."),
    ("Norway praised Acme Corp for its honesty.", "Praised is in favor, and the praise has a holder."),
    ("Acme Corp will publish its results on Monday.", "Only named is neutral."),
    ("Beijing said the sanctions of Washington were illegal.", "Who accuses another is not thereby judged."),
    ("Acme Corp's profits doubled, while Norvia lost half its customers.", "Success and failure count too."),
)
_COLUMNS = ("Sentence", "Stances", "What it shows")


def examples_html(pipeline: Pipeline) -> str:
    """Return the examples as the model judges them."""
    results = pipeline.predict_many([sentence for sentence, _ in EXAMPLES])
    rows = [
        table_row(_COLUMNS, (highlight_html(result, active=False), _stances(result), escape(shows)))
        for result, (_, shows) in zip(results, EXAMPLES, strict=True)
    ]
    return legend_html() + table_html("Examples, as the model judges them", _COLUMNS, rows)


def about_html(examples: str) -> str:
    """Return the whole view; `examples` is what `examples_html` returned, or a word why there are none."""
    sections: Sequence[tuple[str, str]] = (
        ("What a stance is", _MEANING + examples),
        ("How good it is", f"<p>{_FIGURES}</p>{scores_html()}{pictures_html()}"),
        ("Known failures", card_section("Known failures") + card_section("Use")),
        ("Your text", f"<p>{_PRIVACY}</p>"),
        ("For programs", f"<p>{_PROGRAMS}</p>"),
        ("Licences", f"<p>{_LICENCES}</p>"),
    )
    body = "".join(f"<section><h2>{title}</h2>{html}</section>" for title, html in sections)
    card = f'<details class="ns-fold ns-card-text"><summary>The whole model card</summary>{card_html()}</details>'
    return f'<div class="ns-about">{body}{card}</div>'


def _stances(result: DocumentResult) -> str:
    names = {entity.id: entity.name for entity in result.entities}
    return "<br>".join(
        f"{escape(names[mention.entity_id])}: {stance_html(mention.stance)} <small>of {escape(holder_name(mention))}"
        "</small>"
        for sentence in result.sentences
        for mention in sentence.mentions
    )


_MEANING = """<p>A sentence takes a <strong>stance</strong> toward a company or government that it names:</p>
<dl>
<dt><mark class="ns-favor">+&nbsp;favor</mark></dt><dd>praised, defended, successful</dd>
<dt><mark class="ns-against">−&nbsp;against</mark></dt><dd>criticised, accused, punished, failing</dd>
<dt><mark class="ns-neutral">·&nbsp;neutral</mark></dt><dd>only named, or acting without being judged</dd>
</dl>
<p>The <strong>holder</strong> is whose stance it is: the article's own voice, or whomever it quotes or describes.
<strong>Tone</strong> is that of the whole sentence, whatever it names. A question mark says that the label is
<strong>not certain</strong>: such labels are right too seldom to be relied on, and are not counted. The
<strong>score</strong> of an entity is (favor − against) / all, counted once a sentence, without uncertain labels,
repeated sentences and page furniture; its interval holds the middle 95 % of 1,000 bootstrap samples.</p>"""
_FIGURES = (
    "Both models were measured on sets that they were not trained on, or on their held-out parts; the model card "
    "below says which is which. The transformer is the one that judges on this page; the baseline stands beside it "
    "under Compare."
)
_PRIVACY = (
    "It is judged on the computer that serves this page, and sent nowhere else. It is not stored and not logged; an "
    "uploaded file is deleted as soon as it is read, a corpus with all its tables as soon as it is scored or cancelled."
)
_PROGRAMS = (
    'The same functions answer over HTTP: <a href="docs">the routes</a>, <a href="openapi.json">openapi.json</a>. '
    "Offsets in records count Unicode code points, not the UTF-16 units in which JavaScript counts."
)
_LICENCES = (
    "Code and weights: Apache-2.0. The weights were trained on the project's own sentences and on public sets under "
    "MIT, ODC-BY, OGL, CC BY and CC BY-SA; the repository's data/README.md names each. The base encoder is "
    "all-MiniLM-L6-v2 (Apache-2.0)."
)
