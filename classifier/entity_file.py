"""Read lists of companies and governments: the one that ships with the package, and a user's own rows beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from classifier.errors import EntityListError
from classifier.linking import fold, slug
from classifier.records import Kind

FORMAT_VERSION = 1
Row = dict[str, Any]

_PREFIX = {Kind.COMPANY: "company:", Kind.GOVERNMENT: "gov:"}
_KINDS = tuple(_PREFIX)
_ALIAS_KINDS = ("name", "code", "demonym", "capital", "seat", "body", "leader", "legal", "brand", "ticker")
_REQUIRED = {"id": str, "name": str, "kind": str, "aliases": dict}
_FACTS = ("iso", "ticker", "country", "parent")
_OWN_FIELDS = ("id", "name", "kind", "aliases", "ambiguous", *_FACTS)
_REBUILD = "build the list again with data/build_entities.py."


class _Readable(Protocol):
    """What the package's own resource and a path have in common."""

    def read_text(self, encoding: str) -> str: ...


def read_list(path: Path | None = None) -> tuple[list[Row], list[str]]:
    """Return the rows of a list in the shipped format, and its phrases that only look like names.

    Raises:
        EntityListError: the file is missing, broken, or of another format version.
    """
    source = resources.files("classifier") / "resources" / "entities.jsonl" if path is None else path
    lines = _read_lines(source, "reinstall the package, or " + _REBUILD)
    number, header = next(lines, (1, {}))
    _check_version(header.get("format_version"), source, number, _REBUILD)
    rows: dict[str, Row] = {}
    for number, row in lines:
        place = f"{source}, line {number}"
        for name, kind in _REQUIRED.items():
            if not isinstance(row.get(name), kind):
                raise EntityListError(
                    f"{place}: field {name}: expected {kind.__name__}, got {row.get(name)!r}; {_REBUILD}"
                )
        if row["kind"] not in _KINDS:
            raise EntityListError(f"{place}: field kind: expected company or government, got {row['kind']!r}.")
        _check_names(row["aliases"], place)
        if row["id"] in rows:
            raise EntityListError(f"{place}: field id: {row['id']!r} stands twice.")
        rows[row["id"]] = row
    return list(rows.values()), list(header.get("blocked", ()))


def read_own(path: Path, listed: Sequence[Row]) -> list[Row]:
    """Return a user's rows in the shipped format; all of them are checked before any is used.

    One JSON object a line: `name`; `kind` (company | government); and where wanted `id` (default: by kind and name),
    `aliases` (a list of names, or lists by kind of alias), `ambiguous` (those of them that are common words
    too), `ticker`, `iso`, `country`, `parent`. The id of a listed entity adds names and facts to that one; `name` and
    `kind` may then be left out. A first line `{"format_version": 1}` is allowed.

    Raises:
        EntityListError: the file is missing, of another format version, or a row is wrong: file, line, field and what
            was expected; or two entities claim one name: both ids.
    """
    known = {row["id"]: row for row in listed}
    rows: dict[str, Row] = {}
    owners: dict[str, tuple[str, int]] = {}
    for number, raw in _read_lines(path, "name a JSON Lines file of entities."):
        if "format_version" in raw:
            _check_version(raw["format_version"], path, number, "write the file in that format.")
            continue
        place = f"{path}, line {number}"
        row = _own_row(raw, known, place)
        if row["id"] in rows:
            raise EntityListError(f"{place}: field id: {row['id']!r} stands twice; put its names into one row.")
        rows[row["id"]] = row
        for surface in (surface for surfaces in row["aliases"].values() for surface in surfaces):
            owner, line = owners.setdefault(fold(surface), (row["id"], number))
            if owner != row["id"]:
                raise EntityListError(
                    f"{place}: field aliases: {surface!r} is claimed by {row['id']!r} and, in line {line}, by "
                    f"{owner!r}; leave it to one of them."
                )
    known |= rows
    for row in rows.values():
        if row.get("parent") is not None and row["parent"] not in known:
            raise EntityListError(
                f"{path}: field parent of {row['id']!r}: {row['parent']!r} is neither listed nor in this file."
            )
    return list(rows.values())


def with_own(listed: Sequence[Row], blocked: Sequence[str], own: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """Return the list with a user's rows in it: what they claim means their entity, and no other any more."""
    claimed = {fold(name): row["id"] for row in own for names in row["aliases"].values() for name in names}
    by_id = {row["id"]: row for row in own}
    rows = []
    for row in listed:
        mine = by_id.pop(row["id"], None)
        aliases = {
            kind: [name for name in names if claimed.get(fold(name), row["id"]) == row["id"]]
            for kind, names in row["aliases"].items()
        }
        merged = row | {"aliases": aliases}
        if mine is not None:
            # A name that the user gives stands under the user's kind of alias alone.
            merged["aliases"] = {
                kind: [name for name in names if fold(name) not in claimed] for kind, names in aliases.items()
            }
            for kind, names in mine["aliases"].items():
                merged["aliases"][kind] = [*merged["aliases"].get(kind, ()), *names]
            ambiguous = [name for name in row.get("ambiguous", ()) if fold(name) not in claimed]
            merged |= {name: value for name, value in mine.items() if name != "aliases"}
            merged["ambiguous"] = [*ambiguous, *mine.get("ambiguous", ())]
        rows.append(merged)
    return rows + list(by_id.values()), [phrase for phrase in blocked if fold(phrase) not in claimed]


def _own_row(raw: Row, known: Mapping[str, Row], place: str) -> Row:
    unknown = sorted(set(raw) - set(_OWN_FIELDS))
    if unknown:
        raise EntityListError(f"{place}: field {unknown[0]}: not known; expected {', '.join(_OWN_FIELDS)}.")
    for name in ("id", "name", "kind", *_FACTS):
        if name in raw and not _is_name(raw[name]):
            raise EntityListError(f"{place}: field {name}: expected a text that is not blank, got {raw[name]!r}.")
    base = known.get(raw.get("id", ""), {})
    row: Row = {name: raw.get(name, base.get(name)) for name in ("name", "kind")}
    for name, value in row.items():
        if value is None:
            raise EntityListError(f"{place}: field {name}: missing; it may be left out only with a listed id.")
    if row["kind"] not in _KINDS:
        raise EntityListError(f"{place}: field kind: expected company or government, got {row['kind']!r}.")
    prefix = _PREFIX[Kind(row["kind"])]
    row["id"] = raw.get("id", prefix + slug(row["name"]))
    if not row["id"].startswith(prefix) or row["id"] == prefix:
        raise EntityListError(f"{place}: field id: expected {prefix} and a name, got {row['id']!r}.")
    aliases = raw.get("aliases", [])
    aliases = {"name": aliases} if isinstance(aliases, list) else aliases
    _check_names(aliases, place)
    given = {fold(name) for names in aliases.values() for name in names}
    if ("name" in raw or not base) and fold(row["name"]) not in given:
        aliases = aliases | {"name": [row["name"], *aliases.get("name", ())]}
    row["aliases"] = {kind: list(dict.fromkeys(names)) for kind, names in aliases.items()}
    ambiguous = raw.get("ambiguous", [])
    given.add(fold(row["name"]))
    if not isinstance(ambiguous, list) or not all(_is_name(name) and fold(name) in given for name in ambiguous):
        raise EntityListError(f"{place}: field ambiguous: expected a list of names of this row, got {ambiguous!r}.")
    row["ambiguous"] = ambiguous
    return row | {name: raw[name] for name in _FACTS if name in raw}


def _read_lines(source: _Readable, advice: str) -> Iterator[tuple[int, Row]]:
    """Yield (number, object) of each line of a JSON Lines file that is not blank."""
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EntityListError(f"{source}: cannot be read as UTF-8 text ({error}); {advice}") from error
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise EntityListError(
                f"{source}, line {number}: not JSON ({error}); expected one object per line; {advice}"
            ) from error
        if not isinstance(value, dict):
            raise EntityListError(f"{source}, line {number}: expected an object, got {type(value).__name__}; {advice}")
        yield number, value


def _check_version(found: object, source: object, number: int, advice: str) -> None:
    if found != FORMAT_VERSION:
        raise EntityListError(
            f"{source}, line {number}: field format_version is {found!r}, this version reads {FORMAT_VERSION}; {advice}"
        )


def _check_names(aliases: object, place: str) -> None:
    if not isinstance(aliases, dict) or not all(
        isinstance(names, list) and all(map(_is_name, names)) for names in aliases.values()
    ):
        raise EntityListError(f"{place}: field aliases: expected lists of names, got {aliases!r}.")
    for kind in aliases:
        if kind not in _ALIAS_KINDS:
            raise EntityListError(
                f"{place}: field aliases: {kind!r} is no kind of alias; expected {', '.join(_ALIAS_KINDS)}."
            )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""
