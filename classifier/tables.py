"""Print a result for people: a table of mentions and one of entities, in colour and with signs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.records import DocumentResult, Mention, Role, SentenceResult, StanceCounts, StanceLabel

SIGNS = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}  # readable without colour
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd")  # a terminal would obey them
_STYLES = {StanceLabel.FAVOR: "green", StanceLabel.NEUTRAL: "dim", StanceLabel.AGAINST: "red"}


def print_result(result: DocumentResult, console: Console, notes: Console) -> None:
    """Print the tables of a result to `console`, and its warnings to `notes`."""
    n_mentions = sum(len(sentence.mentions) for sentence in result.sentences)
    if n_mentions:
        console.print(mention_table(result))
        console.print(entity_table(result))
    console.print(
        f"{len(result.sentences)} sentences, {n_mentions} mentions, {len(result.entities)} entities; "
        f"{result.model_version}",
        style="dim",
        highlight=False,
    )
    for warning in result.warnings:
        notes.print(f"warning: {warning}", style="yellow", highlight=False, markup=False)


def mention_table(result: DocumentResult) -> Table:
    """Return one row per sentence that names a target: its stances, and its words with the names set off."""
    names = {entity.id: entity.name for entity in result.entities}
    table = Table(
        title="Stance of each sentence",
        title_justify="left",
        caption="+ favor, − against, · neutral, ? not certain; a holder in brackets, else the article's own voice",
        caption_justify="left",
        show_lines=True,
        pad_edge=False,
    )
    table.add_column("toward", overflow="fold", ratio=2)
    table.add_column("sentence", overflow="fold", ratio=3)
    for sentence in result.sentences:
        if sentence.mentions:
            stances = dict.fromkeys(_stance(mention, names[mention.entity_id]) for mention in sentence.mentions)
            lines = Text("\n").join(Text(shown, style=style) for shown, style in stances)
            table.add_row(lines, _marked(sentence), style="dim" if _uncounted(sentence) else "")
    return table


def entity_table(result: DocumentResult) -> Table:
    """Return one row per entity, most mentioned first."""
    table = Table(
        title="Entities: sentences for and against, and the balance with its 95 % interval",
        title_justify="left",
        pad_edge=False,
    )
    table.add_column("entity", overflow="fold", ratio=1)
    table.add_column("id", overflow="fold", ratio=1)
    for name in ("mentions", "+", "·", "−", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    for entity in result.entities:
        counts = entity.stances
        table.add_row(
            Text(entity.name.translate(_CONTROLS)),
            Text(entity.id + ("" if entity.known else " (not listed)")),
            str(entity.n_mentions),
            str(counts.favor),
            str(counts.neutral),
            str(counts.against),
            Text(_score(counts)),
        )
    return table


def _score(counts: StanceCounts) -> str:
    return "–" if counts.score is None else f"{counts.score:+.2f} [{counts.low:+.2f}, {counts.high:+.2f}]"


def _stance(mention: Mention, name: str) -> tuple[str, str]:
    """Return one line on a mention, and its style."""
    stance = mention.stance
    doubt = "" if stance.certain else "?"
    holder = f" [{mention.holder.name.translate(_CONTROLS)}]" if mention.holder.name else ""
    probability = stance.probabilities[stance.label]
    return f"{SIGNS[stance.label]} {name.translate(_CONTROLS)} {probability:.2f}{doubt}{holder}", _STYLES[stance.label]


def _marked(sentence: SentenceResult) -> Text:
    """Return the sentence with its mentions set off, and a note where it does not count."""
    text = Text(sentence.text.translate(_CONTROLS))
    for mention in sentence.mentions:
        style = f"bold underline {_STYLES[mention.stance.label]}"
        text.stylize(style, mention.start - sentence.start, mention.end - sentence.start)
    if sentence.duplicate_of is not None:
        text.append(" (repeated: not counted)", style="italic")
    elif sentence.role is Role.BOILERPLATE:
        text.append(" (page furniture: not counted)", style="italic")
    return text


def _uncounted(sentence: SentenceResult) -> bool:
    return sentence.duplicate_of is not None or sentence.role is Role.BOILERPLATE
