"""Build the shipped list of companies and governments from open facts and hand-written rows.

    python data/build_entities.py --kb DIR --out classifier/resources/entities.jsonl

DIR holds the open lists: country codes (PDDL), World Factbook (CC0), US and UK registers of government bodies
(CC0, OGL v3), office holders (facts from Wikidata), stock listings and FinanceDatabase (PDDL, MIT). What they
lack or spell too formally stands in data/entities_curated.jsonl, and that file wins; who speaks for them, besides, in
data/office_holders.jsonl.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classifier.linking import core_key, fold, loose_key, slug, without_legal_suffix

FORMAT_VERSION = 1
SOURCES = [
    "datasets/country-codes (PDDL)",
    "factbook/factbook.json (CC0)",
    "unitedstates/congress-legislators (CC0)",
    "cisagov/dotgov-data (CC0)",
    "openregister/government-organisation-data, GOV.UK (Open Government Licence v3.0)",
    "Wikidata heads of state and government, via every-politician-scrapers (CC0 facts)",
    "datasets/s-and-p-500-companies, nasdaq-listings, nyse-other-listings (PDDL)",
    "jadchaar/sec-cik-mapper (MIT)",
    "JerBouma/FinanceDatabase (MIT)",
    "Fortune Global 500, 2019 (facts)",
    "data/entities_curated.jsonl and data/office_holders.jsonl, hand-written for this project (Apache-2.0)",
]
# Listing lines that are securities, not companies, or names cut and mangled by an exchange.
JUNK = re.compile(
    r"\b(?:ETC|ETF|ETN|ETP|ADR|CDR|DRN|REGS|Leverage Shares|WisdomTree|GraniteShares|Pref|Class [A-Z]"
    r"|Sponsored"
    r"|Notes|Warrants?|Fund|Trust Units|Registered|Namens|Inhaber|BDR|CDI|Units|Depositary|PFD|GRP|HLDGS"
    r"|Kommandit\w+|Acquisition)\b|DRN\b|ADR\d|[A-Z]{2,}\.[A-Z]{2,}\.|\d+/\d+|/NEW/|\bRP \d"
    r"|Caisse Régionale|\.[A-Z]{3}\.",
)
LEGAL_FRONT = re.compile(
    r"^(?:The|(?:(?:International )?Public |Open )?Joint[- ]Stock Company|PJSC|Pjsc|PAO|PT\.?|Koninklijke"
    r"|AB) "
)
COUNTRY_NAMES = {"South Korea": "KR", "Macau": "MO", "Czech Republic": "CZ", "United Kingdom": "GB"}
COUNTRY_NAMES |= {"United States": "US", "Bosnia and Herzegovina": "BA", "Ivory Coast": "CI", "Turkey": "TR"}
# Tickers that stand in capitals for what they mean: 'CALL NOW', 'FOR ALL'.
FUNCTION_WORDS = {
    "all",
    "any",
    "are",
    "can",
    "for",
    "has",
    "her",
    "low",
    "now",
    "one",
    "out",
    "she",
    "the",
    "two",
    "you",
}
GENERIC_BODY = re.compile(
    r"^(?:Ministry|Department) (?:of|for) [\w, ]+$|^(?:High|Supreme|Constitutional|Federal) Court$"
    r"|^(?:National )?(?:Assembly|Parliament|Diet|Legislature|Police|Archives|Library|Audit Office)$"
    r"|^Privy Council$"
)
# Bodies in the register of the United Kingdom that are one nation's own; its offices in London are not.
NATIONS = {
    "Northern Ireland": "gov:GB-NIR",
    "Scotland": "gov:GB-SCT",
    "Scottish": "gov:GB-SCT",
    "Wales": "gov:GB-WLS",
    "Welsh": "gov:GB-WLS",
}
NATION = re.compile(
    r"(?:^|(?<= of )|(?<= for ))(Northern Ireland|Scotland|Scottish|Wales|Welsh)(?! Office$| Human Rights)(?= [A-Z]|$)"
)


@dataclass
class Row:
    """One entity while it is being put together."""

    id: str
    name: str
    kind: str
    facts: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    people: list[str] = field(default_factory=list)  # who speak or spoke for it, as of 2026

    def add(self, kind: str, surfaces: Iterable[str]) -> None:
        """Add surfaces under one alias kind; a surface keeps the first kind that it was given."""
        taken = {surface for group in self.aliases.values() for surface in group}
        for surface in surfaces:
            if surface and surface not in taken:
                self.aliases.setdefault(kind, []).append(surface)
                taken.add(surface)

    def to_json(self) -> str:
        """Return the row as one compact line of the list."""
        names = {surface for group in self.aliases.values() for surface in group}
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "kind": self.kind, **self.facts}
        shown["aliases"] = {kind: group for kind, group in self.aliases.items() if group}
        if self.ambiguous & names:
            shown["ambiguous"] = sorted(self.ambiguous & names)
        if self.people:
            shown["people"] = self.people
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- governments ------------------------------------------------------------


def short_name(text: str) -> str:
    """Return an official name without article, footnote stars and bracketed parts."""
    return re.sub(r"\s*\([^)]*\)|\*+", "", html.unescape(text or "")).strip().removeprefix("the ").strip()


def factbook_pages(kb: Path) -> dict[str, dict[str, Any]]:
    """Return the Factbook page of each country by its FIPS code."""
    pages = {}
    for path in sorted((kb / "raw/factbook").glob("*/*.json")):
        pages[path.stem.upper()] = json.loads(path.read_text(encoding="utf-8"))
    return pages


def fact(page: dict[str, Any], *keys: str) -> str:
    """Return a text of a Factbook page, or '' where it has none."""
    value: Any = page
    for key in keys:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return html.unescape(str(value.get("text") or "")) if isinstance(value, dict) else ""


def demonyms(page: dict[str, Any]) -> list[str]:
    """Return adjectives and plural nouns for a people: 'French', 'Russian', 'Russians'."""
    found: list[str] = []
    for part in ("adjective", "noun"):
        text = fact(page, "People and Society", "Nationality", part).split("; note")[0]
        for piece in re.split(r",|;|/|\bor\b", text):
            word = re.sub(r"\([^s][^)]*\)", "", piece).strip()
            plural = word.replace("(s)", "s")
            for candidate in (word.replace("(s)", ""), plural):
                if re.fullmatch(r"[A-Z][\w' -]{2,}", candidate) and not candidate.endswith("men"):
                    found.append(candidate)
    return [word for word in dict.fromkeys(found) if word not in ("Channel Islander", "Chinese/Hong Kong")]


def countries(kb: Path, words: set[str]) -> dict[str, Row]:
    """Return one row per ISO 3166-1 country, the most populous first, so that it wins a shared name."""
    pages = factbook_pages(kb)
    ranked: list[tuple[float, Row]] = []
    codes = read_csv(kb / "raw/country-codes.csv")
    states = {code["FIPS"].strip() for code in codes if code["is_independent"] == "Yes"}
    for code in codes:
        iso, fips = code["ISO3166-1-Alpha-2"], code["FIPS"].strip()
        page = pages.get({"RIKV": "RI", "GZWE": "WE"}.get(fips, fips), {})
        if code["is_independent"] != "Yes" and fips in states:
            page = {}  # a territory that shares its state's code would take the state's facts
        name = short_name(code["CLDR display name"]).replace("’", "'")
        row = Row(f"gov:{iso}", name, "government", {"iso": iso})
        official = [name, short_name(code["official_name_en"])]
        official += [short_name(code["UNTERM English Short"]), short_name(code["UNTERM English Formal"])]
        official += [
            short_name(fact(page, "Government", "Country name", f"conventional {form} form"))
            for form in ("short", "long")
        ]
        official = [text for text in official if len(text) > 3 and not re.search(r"^none$|,|;|aka|Congo$", text)]
        row.add("name", [text for one in official for text in (one, one.replace(" & ", " and "))])
        row.add("demonym", demonyms(page))
        capital = code["Capital"].strip()
        if code["is_independent"] == "Yes" and capital and capital != name and capital.lower() not in words:
            row.add("capital", [capital])
        legislature = fact(page, "Government", "Legislative branch", "legislature name")
        local = re.search(r"\(([A-Z][\w’' -]+)\)", legislature)
        if local and not re.search(r"Parl|Assembl|Senat|Congr|Asamblea|National|Staten|Conse|^Diet$", local[1]):
            row.add("body", [local[1]])
        people = re.sub(r"[^\d]", "", fact(page, "People and Society", "Population", "total").split("(")[0])
        ranked.append((-float(people or 0), row))
    ranked.sort(key=lambda pair: pair[0])
    return {row.id: row for _, row in ranked}


def leaders(kb: Path) -> Iterator[tuple[str, str]]:
    """Yield (government id, name) for heads of state and government: surname and full name."""
    for person in read_jsonl(kb / "gov_people.jsonl"):
        role = person.get("role", "")
        if "gov" not in person or "CC BY-SA" in person["src"]:  # share-alike rows stay out of the list
            continue
        if "onarch" in role or re.search(r"King|Queen|Emir|Pope|Governor|Grand Duke|Vice|Represent|Senator", role):
            continue
        text = person.get("name") or person.get("text") or ""
        if re.search(r"\b(?:King|Queen|Emir|Emperor|Pope|Sultan|Prince|Governor|Grand Duke|Amir|Crown|Friday)\b", text):
            continue
        text = re.sub(r"\([^)]*\)", "", html.unescape(text))
        text = re.sub(
            r"^(?:(?:Acting|Interim|Transition\w*|President|Prime|Minister|Chancellor|Gen\.|Dr\.|First"
            r"|State|Counsellor|Premier|Taoiseach|General|Sr\.|Col\.|Capt\.) )+",
            "",
            text,
        ).strip()
        words = text.split()
        capitals = [word for word in words if word.isupper() and len(word) > 2]
        surname = " ".join(capitals) or (words[-1] if len(words) > 1 else "")
        if len(words) in (2, 3) and re.fullmatch(r"[^\W\d_][\w'’ -]+", text) and len(surname) > 3:
            yield person["gov"], surname.title() if capitals else surname
            yield person["gov"], " ".join(word.title() if word.isupper() else word for word in words)


def bodies(kb: Path) -> Iterator[tuple[str, str]]:
    """Yield (government id, name) for the bodies of the US and UK registers whose names say what they are."""
    telling = re.compile(
        r"\b(?:U\.S\.|United States|National|Federal|American|British|UK|England|Scottish|Wales|HM|Bureau"
        r"|Royal"
        r"|Administration|Commission|Commissioner|Agency|Authority|Inspectorate|Regulator|Ombudsman|Tribunal"
        r"|Court)\b"
    )
    for body in read_jsonl(kb / "gov_orgs.jsonl"):
        name = re.sub(r"\s*\([^)]*\)", "", body["name"]).strip()
        plain = re.fullmatch(r"[A-Z][\w.,'’& -]+", name) and " - " not in name
        if body["gov"] in ("gov:US", "gov:GB") and plain and len(name.split()) >= 3 and telling.search(name):
            nation = NATION.search(name) if body["gov"] == "gov:GB" else None
            yield NATIONS[nation[1]] if nation else body["gov"], name


# --- companies ------------------------------------------------------------


def company_name(listing: dict[str, Any]) -> str:
    """Return the usual short name of a listed company, capitals mended; '' for what is no company's name.

    FinanceDatabase alone gives firms listed only in Kuala Lumpur, with market values in the wrong currency.
    """
    if len(listing["src"]) == 1 and [t for t in listing.get("tickers", ()) if not t.endswith(".KL")] == []:
        return "" if listing["src"][0].startswith("FinanceDatabase") else listing["core"]
    bare = [
        without_legal_suffix(LEGAL_FRONT.sub("", re.sub(r"\s*Common Stock.*", "", name))).strip(" (")
        for name in (listing["core"], listing["name"], *listing["names"])
    ]
    bare = [name for name in bare if name and not JUNK.search(name)]
    mixed = [name for name in bare if not name.isupper() or len(name) <= 4]
    chosen = (mixed or bare or [""])[0]
    if chosen.isupper() and len(chosen) > 4:
        chosen = " ".join(word if len(word) < 4 else word.capitalize() for word in chosen.split())
    chosen = re.sub(r"\b(?:Group|Holdings?|Corporation|Company|Companies)$", "", chosen).strip(" ,&-")
    if len(chosen) < 3 or len(chosen) > 45 or JUNK.search(chosen) or re.search(r"[\d()%]{3}|, a$", chosen):
        return ""
    return chosen


def plain_ticker(listing: dict[str, Any]) -> str:
    """Return the US ticker of a listing if it has one, else its first ticker, else ''."""
    us_listed = any(word in source for source in listing["src"] for word in ("sp500", "SEC", "listed"))
    plain = [ticker for ticker in listing.get("tickers", ()) if re.fullmatch(r"[A-Z]{1,5}", ticker)]
    return str(plain[0]) if plain and us_listed else str((listing.get("tickers") or [""])[0])


@dataclass(frozen=True)
class Vocabulary:
    """What a company's name may be mistaken for: words and acronyms of the language, persons, places."""

    words: set[str]
    proper: set[str]
    acronyms: set[str]

    def is_plain(self, name: str, alone: bool = False) -> bool:
        """Say whether a name is made of ordinary words, persons and places; if `alone`, of few words."""
        parts = fold(name).replace(".", "").split()
        if alone and len(parts) > 1:
            return len(parts) == 2 and all(part in self.words for part in parts)
        return all(part in self.words or part in self.proper for part in parts)


def vocabulary(kb: Path, plain: set[str], news_acronyms: set[str]) -> Vocabulary:
    """Return the words of the Factbook's prose and of the lists of office holders, and those given."""
    words: Counter[str] = Counter()
    proper: Counter[str] = Counter()
    acronyms = set(news_acronyms)
    for path in (kb / "raw/factbook").glob("*/*.json"):
        text = html.unescape(path.read_text(encoding="utf-8"))
        words.update(re.findall(r"(?<![\w./@-])[a-z]{2,}(?![\w./@-])", text))
        proper.update(re.findall(r"(?<![\w./@-])[A-Z][a-z]{2,}(?![\w./@-])", text))
        acronyms.update(re.findall(r"\b[A-Z]{3,5}\b", text))
    rows = [person for person in read_jsonl(kb / "gov_people.jsonl") if "CC BY-SA" not in person["src"]]
    people = [person.get("name", "") for person in rows]
    people += [person["name"] for person in read_jsonl(kb / "gov_ministers_2019.jsonl")]
    persons = {part.lower() for name in people for part in re.findall(r"[^\W\d_]{3,}", name)}
    common = {word for word, count in words.items() if count > 1} | {word.lower() for word in plain}
    return Vocabulary(common, persons | {word.lower() for word, count in proper.items() if count > 2}, acronyms)


def companies(kb: Path, curated: list[dict[str, Any]], isos: dict[str, str], drop: set[str]) -> dict[str, Row]:
    """Return curated companies first, then the large listed ones that they do not name already."""
    rows: dict[str, Row] = {}
    by_key: dict[str, Row] = {}
    by_ticker: dict[str, Row] = {}
    for item in curated:
        row = rows[item["id"]] = from_curated(item, "company")
        for surface in [row.name, *(name for group in row.aliases.values() for name in group)]:
            by_key.setdefault(loose_key(surface), row)
    for listing in read_jsonl(kb / "companies_core.jsonl"):
        name, iso = company_name(listing), isos.get(listing.get("country", ""), "")
        texts = (listing["core"], *listing["names"], name)
        keys = [loose_key(without_legal_suffix(LEGAL_FRONT.sub("", text))) for text in texts]
        row_found = next((by_key[key] for key in keys if key in by_key), None)
        ticker = plain_ticker(listing)
        if row_found is None and ticker in by_ticker and name not in drop:
            row_found = by_ticker[ticker]  # one stock under two names
            row_found.add("name", [name] if name else [])
        if row_found is not None and (
            keys[0] != loose_key(row_found.name) and row_found.facts.get("country", iso) != iso and iso
        ):
            row_found = None if loose_key(name) not in by_key else row_found
        if row_found is None:
            if not name or name in drop or loose_key(name) in by_key:
                continue
            entity_id = f"company:{slug(name)}"
            if entity_id in rows:
                entity_id += f"-{iso.lower()}"
            row_found = rows[entity_id] = Row(entity_id, name, "company", {"country": iso} if iso else {})
            row_found.add("name", [name])
            by_key[loose_key(name)] = row_found
        if "country" not in row_found.facts and iso:
            row_found.facts["country"] = iso
        if ticker:
            by_ticker.setdefault(row_found.facts.setdefault("ticker", ticker), row_found)
    return rows


def add_short_names(rows: dict[str, Row], listed: set[str], vocabulary: Vocabulary) -> None:
    """Give listed companies the short forms and tickers that no other company and no plain word shares."""
    taken = Counter(loose_key(name) for row in rows.values() for group in row.aliases.values() for name in group)
    for row in rows.values():
        ticker = row.facts.get("ticker", "")
        free = ticker.lower() not in vocabulary.words and ticker not in vocabulary.acronyms
        large = row.id not in listed and ticker.lower() not in FUNCTION_WORDS
        if re.fullmatch(r"[A-Z]{3,5}", ticker) and (free or large) and ticker.lower() not in taken:
            row.add("ticker", [ticker])
            row.ambiguous.add(ticker)
        if row.id not in listed:
            row.ambiguous.update(name for name in row.aliases["name"] if fold(name) in vocabulary.words)
            continue
        core = core_key(row.name)
        starts = [" ".join(row.name.split()[:count]) for count in range(1, len(row.name.split()))]
        short = next((start for start in starts if loose_key(start) == core), "")
        if len(core) > 3 and short and core not in taken and not vocabulary.is_plain(short):
            row.add("name", [short.rstrip(" ,&")])
            taken[core] += 1
        row.ambiguous.update(name for name in row.aliases["name"] if vocabulary.is_plain(name, alone=True))


# --- putting it together ------------------------------------------------------------


def from_curated(item: dict[str, Any], kind: str) -> Row:
    """Return a hand-written row."""
    facts: dict[str, str] = {key: item[key] for key in ("iso", "ticker", "country", "parent") if key in item}
    row = Row(item["id"], item["name"], kind, facts, {}, set(item.get("ambiguous", ())), item.get("people", []))
    for alias_kind, surfaces in item["aliases"].items():
        row.add(alias_kind, surfaces)
    if row.name not in row.ambiguous and not (kind == "government" and row.aliases.get("name")):
        row.add("name", [row.name])
    return row


def merge_governments(rows: dict[str, Row], curated: list[dict[str, Any]]) -> None:
    """Add hand-written names to the countries, and states, provinces and others after them."""
    for item in curated:
        row = from_curated(item, "government")
        listed = rows.get(row.id)
        if listed is None:
            iso = row.id.removeprefix("gov:")
            if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}|EU|XK", iso):
                row.facts["iso"] = iso
            if "-" in iso and row.facts.get("parent"):
                row.facts["country"] = iso.split("-")[0]
            rows[row.id] = row
            continue
        merged = row
        for kind, surfaces in listed.aliases.items():
            merged.add(kind, surfaces)
        merged.facts = {**listed.facts, **row.facts}
        rows[row.id] = merged


def add_people(rows: dict[str, Row], path: Path) -> None:
    """Add the hand-written office holders to the rows of their ids; an id that no row has is an error."""
    for item in read_jsonl(path):
        if "id" in item:
            people = rows[item["id"]].people
            people += [name for name in item["people"] if name not in people]


def build(kb: Path, curated_path: Path) -> tuple[list[Row], list[str]]:
    """Return all rows, governments first, and the phrases that no name may be found in."""
    curated = read_jsonl(curated_path)
    blocked = [phrase for item in curated for phrase in item.get("blocked", ())]
    drop = {name for item in curated for name in item.get("drop", ())}
    plain = {word for item in curated for word in item.get("plain", ())}
    known = vocabulary(kb, plain, {word for item in curated for word in item.get("acronyms", ())})
    governments = countries(kb, known.words)
    merge_governments(governments, [item for item in curated if item.get("id", "").startswith("gov:")])
    owners: dict[str, str] = {}
    for row in governments.values():
        for group in row.aliases.values():
            for surface in group:
                owners.setdefault(fold(surface), row.id)
    for kind, pairs in (("leader", leaders(kb)), ("body", bodies(kb))):
        for entity_id, surface in pairs:
            if entity_id in governments and owners.setdefault(fold(surface), entity_id) == entity_id:
                governments[entity_id].add(kind, [surface])
                if kind == "body" and GENERIC_BODY.match(surface):
                    governments[entity_id].ambiguous.add(surface)
    for row in governments.values():
        row.ambiguous.update(row.aliases.get("capital", ()))
        if "-" in row.facts.get("iso", ""):  # mostly a mere place
            row.ambiguous.update(row.aliases.get("name", ()))
    isos = {row.name: row.facts["iso"] for row in governments.values() if len(row.facts.get("iso", "")) == 2}
    isos |= COUNTRY_NAMES
    own = [item for item in curated if item.get("id", "").startswith("company:")]
    firms = companies(kb, own, isos, drop)
    add_short_names(firms, set(firms) - {item["id"] for item in own}, known)
    return [*governments.values(), *firms.values()], blocked


def main() -> None:
    """Build the list and say what went into it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, required=True, help="folder of the open lists")
    parser.add_argument("--curated", type=Path, default=Path(__file__).with_name("entities_curated.jsonl"))
    parser.add_argument("--out", type=Path, required=True, help="the list to write, JSON lines")
    options = parser.parse_args()
    rows, blocked = build(options.kb, options.curated)
    add_people({row.id: row for row in rows}, Path(__file__).with_name("office_holders.jsonl"))
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    header = {"format_version": FORMAT_VERSION, "built": today, "sources": SOURCES, "blocked": blocked}
    lines = [json.dumps(header, ensure_ascii=False), *(row.to_json() for row in rows)]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = Counter(row.kind for row in rows)
    aliases = sum(len(group) for row in rows for group in row.aliases.values())
    print(f"{options.out}: {dict(counts)}, {aliases} aliases, {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
