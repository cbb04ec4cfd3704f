"""What the tables have in common: each becomes a list of cards on a narrow screen."""

from __future__ import annotations

WIDE_COLUMNS = ("Sentence", "Reason")  # a whole line of a card
_WIDE = ' class="ns-wide"'


def table_row(columns: tuple[str, ...], cells: tuple[str, ...], css_class: str = "") -> str:
    """Return a table row of HTML cells; each carries its column's name for narrow screens."""
    inner = "".join(
        f'<td data-label="{name}"{_WIDE if name in WIDE_COLUMNS else ""}>{cell}</td>'
        for name, cell in zip(columns, cells, strict=True)
    )
    return f'<tr class="{css_class}">{inner}</tr>'


def group_row(n_columns: int, heading: str) -> str:
    """Return the row that heads a group of rows."""
    return f'<tr class="ns-group"><th colspan="{n_columns}" scope="colgroup">{heading}</th></tr>'


def table_html(caption: str, columns: tuple[str, ...], rows: list[str]) -> str:
    """Return a table of rows that `table_row` made."""
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    return (
        f'<table class="ns-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
