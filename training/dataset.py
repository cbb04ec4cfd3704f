"""Labelled sentences from every source in one shape; labels that a source lacks are None, and masked in the loss.

Sources (licences: data/README.md): the project's own rows; with `--data DIR` also NewsMTSC (Hamborg and Donnay,
EACL 2021), FinEntity (Tang et al., EMNLP 2023), SEntFiN (Sinha et al., JASIST 2022), RuSentNE (Golubev et al.,
2023; machine-translated), company_government_news, NYT editorials (Hutto and Gilbert, ICWSM 2014) and the
entity sets WNUT17, GUM, CrossNER, RE3D.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.records import Kind, SentimentLabel, StanceLabel

OWN_DATA = Path(__file__).parent.parent / "data"

PLACE = "place"
OUTSIDE = "outside"
# What each type of an outside set may be by our guidelines. 'org' has no kind, and whether a country acts or
# is a mere place is not annotated there: such a word counts as right under any of the tags listed.
OUTSIDE_TYPES: dict[str, frozenset[str]] = {
    "company": frozenset({Kind.COMPANY}),
    "government": frozenset({Kind.GOVERNMENT}),
    "org": frozenset({Kind.COMPANY, Kind.GOVERNMENT, OUTSIDE}),
    "gpe": frozenset({Kind.GOVERNMENT, PLACE, OUTSIDE}),
    "location": frozenset({Kind.GOVERNMENT, PLACE, OUTSIDE}),
    "demonym": frozenset({Kind.GOVERNMENT, OUTSIDE}),
    "other_org": frozenset({OUTSIDE}),
    "person": frozenset({OUTSIDE}),
    "role": frozenset({OUTSIDE}),
    "misc": frozenset({OUTSIDE}),
}


class DataError(ValueError):
    """A data row or file cannot be used; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A span and the set of things that it may be: kinds, PLACE, OUTSIDE. One element: it is just that."""

    start: int
    end: int
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledTarget:
    """A target span with its stance; `holder` is (start, end), 'author', or None where it is not annotated."""

    start: int
    end: int
    stance: StanceLabel
    holder: tuple[int, int] | str | None
    weight: float
    kind: Kind | None = None
    name: str | None = None  # canonical name, where it is annotated


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with what is known of it.

    Attributes:
        spans: None where mentions are not annotated; else all of them, and every other word is outside.
        sentiment: None where it is not annotated.
    """

    id: str
    text: str
    source: str
    spans: tuple[LabelledSpan, ...] | None
    sentiment: SentimentLabel | None
    sentiment_weight: float
    targets: tuple[LabelledTarget, ...]
    phenomenon: str = ""


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, row) of a JSON-lines file.

    Raises:
        DataError: a line is not a JSON object; the message names file and line.
    """
    if not path.is_file():
        raise DataError(f"{path} does not exist; pass the folder that holds it with --data.")
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line.decode("utf-8"))
            except UnicodeDecodeError as error:
                raise DataError(f"{path}:{number}: not UTF-8 ({error}); save the file as UTF-8.") from error
            except json.JSONDecodeError as error:
                raise DataError(f"{path}:{number}: not JSON ({error}); write one object a line.") from error
            if not isinstance(row, dict):
                raise DataError(f"{path}:{number}: expected an object, not {row!r}.")
            yield number, row


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, row) of a JSON-lines file of sentences.

    Raises:
        DataError: a line is not a JSON object with a text; the message names file and line.
    """
    for number, row in read_rows(path):
        if not isinstance(row.get("text"), str):
            raise DataError(f"{path}:{number}: expected an object with a string 'text'.")
        yield number, row


def read_annotated(path: Path, source: str, weight: float = 1.0) -> list[Example]:
    """Return fully annotated rows (the shape of data/train.jsonl): mentions, kinds, stances, holders, sentiment.

    Args:
        weight: of each stance in the loss; a doubtful one gets half of it.

    Raises:
        DataError: a row is wrong; the message names file, line, field and what was expected.
    """
    return [_annotated(row, f"{path}:{number}", source, weight) for number, row in read_jsonl(path)]


def _annotated(row: dict[str, Any], where: str, source: str, full_weight: float) -> Example:
    text = row["text"]
    spans, targets = [], []
    if not isinstance(row.get("targets"), list):
        raise DataError(f"{where}: targets: expected a list, not {row.get('targets')!r}; no target: [].")
    for index, target in enumerate(row["targets"]):
        field = f"{where}: targets[{index}]"
        try:
            start, end, kind, label = (
                target["start"],
                target["end"],
                Kind(target["type"]),
                StanceLabel(target["stance"]),
            )
            holder_text, name = target["holder"], target.get("name")
            if kind is Kind.OTHER:
                raise ValueError(f"type {kind!s}")
            if not isinstance(holder_text, str) or not holder_text.strip():
                raise TypeError(f"holder {holder_text!r} must be 'author' or words of the text")
            if name is not None and not isinstance(name, str):
                raise TypeError(f"name {name!r} must be a string")
            if not isinstance(start, int) or not isinstance(end, int):
                raise TypeError(f"start {start!r} and end {end!r} must be whole numbers")
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(
                f"{field}: {error!r}; expected start, end, type (company | government), name, "
                "stance (favor | neutral | against), holder."
            ) from error
        if not 0 <= start < end <= len(text) or text[start:end] != target.get("text", text[start:end]):
            raise DataError(f"{field}: text[{start}:{end}] is {text[start:end]!r}, not {target.get('text')!r}.")
        is_place = bool(target.get("place"))
        spans.append(LabelledSpan(start, end, frozenset({PLACE if is_place else kind})))
        if is_place:
            continue
        holder = "author" if holder_text == "author" else _locate(holder_text, text, (start, end))
        if holder is None:
            raise DataError(f"{field}: holder {holder_text!r} does not stand in the text; copy its exact words.")
        weight = full_weight / 2 if target.get("unsure") else full_weight
        targets.append(LabelledTarget(start, end, label, holder, weight, kind, name))
    try:
        sentiment = SentimentLabel(row["sentiment"])
    except (KeyError, ValueError) as error:
        raise DataError(f"{where}: sentiment: {error}; expected positive | neutral | negative.") from error
    return Example(
        str(row.get("id", where)),
        text,
        source,
        tuple(spans),
        sentiment,
        1.0,
        tuple(targets),
        str(row.get("phenomenon") or ""),
    )


def _locate(words: str, text: str, target: tuple[int, int]) -> tuple[int, int] | None:
    """Return the span of `words` in `text` that stands apart from the target and nearest to it."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    found = found or [match.span() for match in re.finditer(re.escape(words), text)]
    apart = [span for span in found if span[1] <= target[0] or span[0] >= target[1]]
    return min(apart or found, key=lambda span: abs(span[0] - target[0]), default=None)


def read_stance(path: Path, source: str, weight: float) -> list[Example]:
    """Return the rows (one per target) of a stance set as one Example per sentence."""
    grouped: dict[str, list[tuple[str, LabelledTarget]]] = defaultdict(list)
    for number, row in read_jsonl(path):
        if row["text"][row["start"] : row["end"]] != row["target"]:
            raise DataError(f"{path}:{number}: start and end do not point at the target {row['target']!r}.")
        target = LabelledTarget(row["start"], row["end"], StanceLabel(row["label"]), None, weight)
        grouped[row["text"]].append((row["id"], target))
    return [
        Example(rows[0][0], text, source, None, None, 0.0, tuple(target for _, target in rows))
        for text, rows in grouped.items()
    ]


def read_named_targets(path: Path, source: str) -> list[Example]:
    """Return sentences with the stance toward targets of any kind; nothing else of them is annotated.

    Raises:
        DataError: a row is wrong; the message names file, line and target.
    """
    examples = []
    for number, row in read_jsonl(path):
        for target in row["targets"]:
            if row["text"][target["start"] : target["end"]] != target["text"]:
                raise DataError(f"{path}:{number}: start and end do not point at the target {target['text']!r}.")
        targets = tuple(
            LabelledTarget(target["start"], target["end"], StanceLabel(target["stance"]), None, 1.0)
            for target in row["targets"]
        )
        examples.append(Example(row["id"], row["text"], source, None, None, 0.0, targets))
    return examples


def read_mentions(path: Path, source: str) -> list[Example]:
    """Return an entity set as Examples whose spans may be partial labels (see OUTSIDE_TYPES)."""
    examples = []
    for _, row in read_jsonl(path):
        spans = tuple(LabelledSpan(span["start"], span["end"], OUTSIDE_TYPES[span["type"]]) for span in row["spans"])
        examples.append(Example(row["id"], row["text"], source, spans, None, 0.0, ()))
    return examples


def read_sentiment(path: Path, source: str, weight: float) -> list[Example]:
    """Return sentences labelled with their overall tone alone."""
    return [
        Example(row["id"], row["text"], source, None, SentimentLabel(row["label"]), weight, ())
        for _, row in read_jsonl(path)
    ]


def fold(text: str) -> str:
    """Return the text without case and punctuation: how the overlap check compares sentences."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def check_no_overlap(train: Iterable[Example], held_out: Iterable[Path]) -> int:
    """Return how many held-out sentences were compared.

    Raises:
        DataError: a training sentence also stands in a held-out file, after folding case and punctuation.
    """
    trained = {fold(example.text): example.id for example in train}
    count = 0
    for path in held_out:
        for number, row in read_jsonl(path):
            count += 1
            if fold(row["text"]) in trained:
                raise DataError(
                    f"{path}:{number} is also training row {trained[fold(row['text'])]!r}: "
                    "a figure measured on it would mean nothing. Remove it from the training data."
                )
    return count


def held_out_files(public: Path | None) -> list[Path]:
    """Return every dev and test file that must not be trained on."""
    own = [OWN_DATA / "dev.jsonl", OWN_DATA / "test.jsonl"]
    if public is None or public.is_file():
        return own
    folders = [public / "stance", public / "company_government_news", public / "sentence_sentiment"]
    shared = [path for folder in folders for path in sorted(folder.rglob("*.jsonl"))]
    return own + [path for path in shared if not path.stem.startswith("train")]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_hashes(public: Path | None) -> dict[str, str]:
    """Return the SHA-256 of every file that may train or tune the weights, by its place in the data folder."""
    own = ("train.jsonl", "named_targets.jsonl", "public_labels.jsonl", "dev.jsonl")
    found = {f"own/{name}": sha256(OWN_DATA / name) for name in own}
    if public is not None and public.is_file():
        found[public.name] = sha256(public)
    elif public is not None:
        for path in sorted(public.rglob("*.jsonl")):
            if path.stem.startswith(("train", "dev")) and "kb" not in path.parts:
                found[path.relative_to(public).as_posix()] = sha256(path)
    return found
