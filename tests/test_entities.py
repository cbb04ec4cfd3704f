"""The list of entities: aliases, traps, offsets, linking within a document, and its error messages."""

from __future__ import annotations

import json
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.entities import EntityList, slug
from classifier.entity_file import FORMAT_VERSION
from classifier.errors import EntityListError
from classifier.linking import core_key, fold, loose_key, without_legal_suffix
from classifier.records import Kind

ENTITIES = EntityList.load()
GOVERNMENT, COMPANY = Kind.GOVERNMENT, Kind.COMPANY

# The ISO 3166-1 list, one usual English name each.
COUNTRIES = """AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania
AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba
AX Åland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei
BO Bolivia|BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana
BY Belarus|BZ Belize|CA Canada|CC Cocos (Keeling) Islands|CD Democratic Republic of the Congo
CF Central African Republic|CG Republic of the Congo|CH Switzerland|CI Ivory Coast|CK Cook Islands|CL Chile
CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|CX Christmas Island
CY Cyprus|CZ Czech Republic|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria
EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji
FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|GD Grenada
GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea
GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands|GT Guatemala
GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras
HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India
IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan
JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis
KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia
LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya
MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|MH Marshall Islands
MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macau|MP Northern Mariana Islands|MQ Martinique
MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia
MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua
NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|PA Panama|PE Peru
PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland
PM Saint Pierre and Miquelon|PN Pitcairn Islands|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau
PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia
SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia
SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname
SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini
TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand|TJ Tajikistan
TK Tokelau|TL East Timor|TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey|TT Trinidad and Tobago|TV Tuvalu
TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands|US United States
UY Uruguay|UZ Uzbekistan|VA Vatican City|VC Saint Vincent and the Grenadines|VE Venezuela
VG British Virgin Islands|VI U.S. Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa
YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe""".replace("\n", "|").split("|")

GOVERNMENT_ALIASES = """US|U.S.|U.S|USA|U.S.A.|the United States|United States of America|America|u.s.=US
White House|the White House|Washington|Capitol Hill|Pentagon|Foggy Bottom|Oval Office=US
FBI|F.B.I.|CIA|SEC|FDA|EPA|IRS|Fed|Federal Reserve|Justice Department|DOJ|State Department=US
Treasury Department|Congress|Senate|House of Representatives|Supreme Court|NASA|NSA|ICE|TSA|CDC|NIH|FTC=US
Department of Homeland Security|Trump administration|the Obama White House|Biden's government=US
Bush administration|U.S. officials|US military|American troops|U.S. Senate|U.S. Supreme Court=US
UK|U.K.|Britain|Great Britain|Downing Street|No 10|Whitehall|Westminster|Bank of England|MI5|MI6=GB
Scotland Yard|Ofcom|FCA|CMA|House of Commons|British government|UK government|HMRC|Johnson government=GB
EU|European Union|Brussels|European Commission|ECB|European Central Bank|European Parliament|EU officials=EU
Kremlin|the Kremlin|Moscow|Russian Federation|FSB|GRU|State Duma|Russian Defense Ministry|Bank of Russia=RU
Putin's government|Russian authorities|Government of the Russian Federation|Russian troops=RU
Beijing|PBOC|PLA|People's Liberation Army|SAMR|Zhongnanhai|Chinese authorities|Chinese regulators|PRC=CN
Cyberspace Administration of China|China's Commerce Ministry=CN
Élysée|Elysee Palace|Paris|French government|Macron government|Banque de France|French prosecutors=FR
Berlin|Bundestag|Bundesbank|BaFin|German Foreign Ministry|Merkel's coalition government=DE
Bundeskartellamt|Federal Cartel Office=DE
Knesset|IDF|Israel Defense Forces|Israeli army|Israeli police|Netanyahu government|Mossad=IL
Revolutionary Guards|IRGC|Tehran|Iranian regime|Islamic Republic of Iran=IR
Bank of Japan|BOJ|Tokyo|Japanese Prime Minister's Office=JP
RBI|Reserve Bank of India|New Delhi|SEBI|Modi government|Lok Sabha=IN
Bank of Canada|RCMP|Ottawa|Canadian government|Trudeau's cabinet=CA
Blue House|Seoul|South Korean military|ROK=KR
Pyongyang|DPRK|Kim regime|North Korean officials=KP
Türkiye|Turkey|Ankara|Erdogan's government=TR
Czechia|the Czech Republic|Czech police=CZ
Côte d'Ivoire|Cote d’Ivoire|Ivory Coast|Ivorian government=CI
Burma|Myanmar|Tatmadaw|Burmese military=MM
Holland|The Hague|Dutch parliament=NL
UAE|United Arab Emirates|Emirati officials=AE
Ministry of Defence of Ukraine|Verkhovna Rada|Kyiv|Kiev|Zelensky's administration=UA
Bank of Ghana|Ghanaian authorities=GH
government of Kenya|Kenyan High Court=KE
Assad regime|Assad's brutal regime|Syrian army|Damascus=SY
Maduro's government|Caracas|Venezuelan National Guard=VE
Palestinian Authority|Palestine=PS
California|California Department of Justice|California lawmakers=US-CA
Alabama Supreme Court=US-AL
Ontario|Ontario government=CA-ON
Bavaria|Bavarian government=DE-BY
Scotland|Scottish Government|Holyrood=GB-SCT
Maharashtra|Maharashtra police=IN-MH
New South Wales|NSW=AU-NSW"""

COMPANY_ALIASES = """Huawei=huawei|Huawei Technologies Co., Ltd.=huawei|HUAWEI=huawei|huawei=huawei
Apple=apple|Apple Inc.=apple|Apple Inc=apple|Amazon=amazon|Amazon.com Inc=amazon|Alphabet Inc.=alphabet
Google=google|Google LLC=google|YouTube=youtube|Facebook=meta|Meta Platforms Inc=meta|Meta=meta
JPMorgan Chase & Co=jpmorgan|J.P. Morgan=jpmorgan|JP Morgan=jpmorgan|Goldman=goldman-sachs
Goldman Sachs Group Inc=goldman-sachs|BofA=bank-of-america|Citi=citigroup|Citigroup Inc=citigroup
Deutsche Bank AG=deutsche-bank|VW=volkswagen|Volkswagen AG=volkswagen|Mercedes=mercedes-benz
Exxon=exxon-mobil|ExxonMobil=exxon-mobil|Exxon Mobil Corp=exxon-mobil|BP plc=bp|Royal Dutch Shell=shell
Shell=shell|Total=totalenergies|TotalEnergies SE=totalenergies|Nestlé=nestle|Nestle=nestle
L'Oréal=loreal|L’Oreal=loreal|McDonald’s=mcdonalds|McDonalds=mcdonalds|Lowe's Companies Inc=lowes
AT&T=at-and-t|AT&T Inc.=at-and-t|P&G=procter-and-gamble|J&J=johnson-and-johnson|H&M=h-and-m
BBC=bbc|BBC News=bbc|CNN=cnn|Reuters=reuters|AP=associated-press|New York Times=new-york-times
NYT=new-york-times|The Washington Post=washington-post|WSJ=wall-street-journal|Fox News=fox-news
Al-Jazeera=al-jazeera|Al Jazeera=al-jazeera|Xinhua=xinhua|RT=rt|TASS=tass|Der Spiegel=der-spiegel
Gazprom=gazprom|Rosneft=rosneft|Saudi Aramco=saudi-aramco|Aramco=saudi-aramco|Pemex=pemex
Petroleo Brasileiro=petrobras|CNOOC=cnooc|Sinopec=sinopec|TSMC=tsmc|Taiwan Semiconductor=tsmc
Hon Hai=foxconn|Samsung Electronics Co Ltd=samsung|Sony Group Corp=sony|Alibaba Group Holding=alibaba
TikTok=tiktok|ByteDance Ltd.=bytedance|Tencent Holdings=tencent|OpenAI=openai|SpaceX=spacex
Cargill=cargill|Koch Industries=koch-industries|Bosch=bosch|IKEA=ikea|Lidl=lidl|Deloitte=deloitte
International Business Machines=ibm|IBM Corp=ibm|Boeing Co=boeing|3M Co=3m|Target Corp=target
Ford Motor Company=ford|Visa Inc=visa|GSK=gsk|GlaxoSmithKline=gsk|Merck & Co.=merck-us|Merck KGaA=merck-de"""


def government_cases() -> list[tuple[str, str]]:
    rows = (line.rsplit("=", 1) for line in GOVERNMENT_ALIASES.splitlines())
    return [(surface, f"gov:{code}") for surfaces, code in rows for surface in surfaces.split("|")]


def company_cases() -> list[tuple[str, str]]:
    pairs = (case.split("=") for line in COMPANY_ALIASES.splitlines() for case in line.split("|"))
    return [(surface, f"company:{name}") for surface, name in pairs]


def found(text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.entity_id) for match in ENTITIES.find(text)]


# --- linking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("surface", "entity_id"), government_cases())
def test_government_alias_links_to_its_country(surface: str, entity_id: str) -> None:
    link = ENTITIES.link(surface, GOVERNMENT)
    assert (link.entity_id, link.known) == (entity_id, True)


@pytest.mark.parametrize(("surface", "entity_id"), company_cases())
def test_company_alias_links_to_its_company(surface: str, entity_id: str) -> None:
    link = ENTITIES.link(surface, COMPANY)
    assert (link.entity_id, link.known) == (entity_id, True)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_is_found_and_linked_by_name(country: str) -> None:
    code, name = country.split(" ", 1)
    assert ENTITIES.link(name, GOVERNMENT).entity_id == f"gov:{code}"
    text = f"Talks with {name}, it said, had failed."
    assert found(text) == [(name, f"gov:{code}")]
    listed = ENTITIES.get(f"gov:{code}")
    assert listed is not None
    assert (listed.kind, listed.attributes.iso) == (GOVERNMENT, code)


def test_all_249_countries_are_in_the_test() -> None:
    assert len({country.split(" ")[0] for country in COUNTRIES}) == 249


@pytest.mark.parametrize(
    ("surface", "kind", "entity_id"),
    [
        ("Washington", GOVERNMENT, "gov:US"),
        ("Washington Post", COMPANY, "company:washington-post"),
        ("Amazon", COMPANY, "company:amazon"),
        ("Georgia", GOVERNMENT, "gov:GE"),
        ("Georgia Power", COMPANY, "company:georgia-power"),
        ("Bank of America", COMPANY, "company:bank-of-america"),
        ("U.S. Steel", COMPANY, "company:u-s-steel"),
        ("Anything", Kind.OTHER, "other:anything"),
    ],
)
def test_kind_decides_between_names_that_clash(surface: str, kind: Kind, entity_id: str) -> None:
    assert ENTITIES.link(surface, kind).entity_id in (entity_id, entity_id.replace("u-s-", "us-"))


@pytest.mark.parametrize(
    ("context", "surface", "kind", "entity_id"),
    [
        (["Deutsche Bank"], "Deutsche", COMPANY, "company:deutsche-bank"),
        (["Alibaba Group Holding"], "Alibaba", COMPANY, "company:alibaba"),
        (["Delta Electronics"], "Delta", COMPANY, "company:delta-electronics"),
        ([], "Delta", COMPANY, "company:delta-air-lines"),
        (["Veltrano Systems"], "Veltrano", COMPANY, "company:veltrano-systems"),
        (["Veltrano"], "Veltrano Systems Inc.", COMPANY, "company:veltrano"),
        (["Veltrano", "Veltrano Systems"], "Veltrano", COMPANY, "company:veltrano"),
        (["Veltrano Systems"], "Veltrano Systems Ltd", COMPANY, "company:veltrano-systems"),
        (["Orbisto Bank"], "Orbisto Energy", COMPANY, "company:orbisto-energy"),
        (["Harrow Lane Trust"], "HLT", COMPANY, "company:harrow-lane-trust"),
        (["Intel Foundry Works"], "Intel", COMPANY, "company:intel"),
        (["Texas", "Florida"], "Georgia", GOVERNMENT, "gov:US-GA"),
        (["Georgian army", "Texas"], "Georgia", GOVERNMENT, "gov:GE"),
        (["Egypt"], "Interior Ministry", GOVERNMENT, "gov:EG"),
        (["Ukraine"], "Ministry of Internal Affairs", GOVERNMENT, "gov:UA"),
        (["Venezuela", "Maduro's government", "Venezuela"], "Supreme Court", GOVERNMENT, "gov:VE"),
        (["Venezuela", "United States"], "Supreme Court", GOVERNMENT, "gov:US"),
        (["UK"], "Treasury", GOVERNMENT, "gov:GB"),
        ([], "Treasury", GOVERNMENT, "gov:US"),
    ],
)
def test_document_context_decides(context: list[str], surface: str, kind: Kind, entity_id: str) -> None:
    assert ENTITIES.link(surface, kind, context).entity_id == entity_id


@pytest.mark.parametrize(
    ("surface", "kind", "entity_id", "name"),
    [
        ("Veltrano Systems Inc.", COMPANY, "company:veltrano-systems", "Veltrano Systems"),
        ("Błękitna Fala S.A.", COMPANY, "company:błekitna-fala", "Błękitna Fala"),
        ("北海星辰公司", COMPANY, "company:北海星辰公司", "北海星辰公司"),
        ("Springfield police", GOVERNMENT, "gov:springfield", "Springfield"),
        ("police in Springfield", GOVERNMENT, "gov:springfield", "Springfield"),
        ("Marlow County Circuit Court", GOVERNMENT, "gov:marlow-county", "Marlow County"),
        ("Foreign Ministry", GOVERNMENT, "gov:foreign-ministry", "Foreign Ministry"),
    ],
)
def test_unlisted_names_get_ids_of_their_own(surface: str, kind: Kind, entity_id: str, name: str) -> None:
    link = ENTITIES.link(surface, kind)
    assert (link.entity_id, link.name, link.known, link.listed) == (entity_id, name, False, None)


def test_a_link_carries_the_listed_facts() -> None:
    link = ENTITIES.link("YouTube", COMPANY)
    assert link.listed is not None
    assert link.listed.attributes.parent == "company:google"
    assert link.listed.attributes.country == "US"
    california = ENTITIES.get("gov:US-CA")
    assert california is not None
    assert (california.attributes.parent, california.attributes.country) == ("gov:US", "US")


# --- finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. sued Google's owner.", [("U.S.", "gov:US"), ("Google", "company:google")]),
        ("the U.S State Department", [("U.S State Department", "gov:US")]),
        ("The Trump administration's plan", [("Trump administration", "gov:US")]),
        ("the Obama White House said", [("Obama White House", "gov:US")]),
        (
            "a French official met Israeli police",
            [("French official", "gov:FR"), ("Israeli police", "gov:IL")],
        ),
        ("the German Foreign Ministry", [("German Foreign Ministry", "gov:DE")]),
        ("the Ministry of Defence of Ukraine", [("Ministry of Defence of Ukraine", "gov:UA")]),
        ("the Bank of Ghana held rates", [("Bank of Ghana", "gov:GH")]),
        ("the government of Kenya", [("government of Kenya", "gov:KE")]),
        ("the administration of President Trump", [("administration of President Trump", "gov:US")]),
        ("California Department of Justice", [("California Department of Justice", "gov:US-CA")]),
        ("Shares of Apple Inc. fell", [("Apple Inc.", "company:apple")]),
        ("Wells Fargo & Co said", [("Wells Fargo & Co", "company:wells-fargo")]),
        ("JPMORGAN PROFIT RISES", [("JPMORGAN", "company:jpmorgan")]),
        (
            "Bank of America and America",
            [("Bank of America", "company:bank-of-america"), ("America", "gov:US")],
        ),
        ("New York Times", [("New York Times", "company:new-york-times")]),
        ("North Korea, South Korea", [("North Korea", "gov:KP"), ("South Korea", "gov:KR")]),
        ("Côte d’Ivoire’s army", [("Côte d’Ivoire’s army", "gov:CI")]),
        ("US-backed forces", [("US", "gov:US")]),
        ("when the North Korean army left", [("North Korean army", "gov:KP")]),
    ],
)
def test_names_and_phrases_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Let us go, who knows, it is all in one.",
        "French wine and American voters",
        "Obama spoke.",
        "The sprint was a target for the block.",
        "An apple, a shell and a gap",
        "Pineapples and Fordham, USAir and Bushels",
        "the S&P 500 and the Dow Jones Industrial Average",
        "(ROKU.O)",
        "the congressman was iced",
        "",
    ],
)
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert found(text) == []


TRAPS = "Target|Gap|Visa|Ford|Amazon|Apple|Shell|Orange|Sprint|Meta|Block|Chase|Oracle|Next|Discovery|Progressive"


@pytest.mark.parametrize("name", TRAPS.split("|"))
def test_trap_names_need_support(name: str) -> None:
    text = f"{name} was there."
    [match] = [match for match in ENTITIES.find(text) if match.start == 0]
    assert match.ambiguous


@pytest.mark.parametrize("name", ["Huawei", "Gazprom", "Goldman Sachs", "FBI", "France", "European Commission"])
def test_plain_names_need_none(name: str) -> None:
    [match] = ENTITIES.find(f"Officials said {name} agreed.")
    assert not match.ambiguous


def test_a_capital_is_flagged() -> None:
    [match] = ENTITIES.find("He was born in Paris.")
    assert (match.alias_kind, match.ambiguous) == ("capital", True)


def test_an_acronym_among_capitals_is_ambiguous() -> None:
    [match] = ENTITIES.find("LET US SPEAK ABOUT WHAT MATTERS")
    assert match.ambiguous


def test_combined_with_nothing_else_the_longest_name_wins() -> None:
    assert found("Fox News Channel") == [("Fox News Channel", "company:fox-news")]


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(before=any_text, after=any_text)
@settings(max_examples=150, deadline=None)
def test_offsets_are_exact_in_any_surroundings(before: str, after: str) -> None:
    text = f"{before} 🙂 Gazprom 🇪🇺 {after}"
    matches = ENTITIES.find(text)
    assert any(text[match.start : match.end] == "Gazprom" for match in matches)
    assert all(left.end <= right.start for left, right in pairwise(matches))
    assert all(0 <= match.start < match.end <= len(text) for match in matches)


@given(any_text)
@settings(max_examples=150, deadline=None)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_keeps_the_length_of_every_character() -> None:
    assert all(len(fold(chr(code))) == 1 for code in range(0x3000) if unicodedata.category(chr(code)) != "Cs")
    assert fold("İŉǰẞß") == "iŉjẞß".replace("ẞ", "ß")


@given(any_text, st.sampled_from(list(Kind)))
@settings(max_examples=150, deadline=None)
def test_any_surface_gets_an_id_of_its_kind(surface: str, kind: Kind) -> None:
    link = ENTITIES.link(surface, kind, ["Veltrano Systems", "Kenya"])
    prefix = {"company": "company:", "government": "gov:", "other": "other:"}[kind]
    assert link.entity_id.startswith(prefix)
    assert len(link.entity_id) > len(prefix)
    assert link.known == (ENTITIES.get(link.entity_id) is not None) == (link.listed is not None)


def test_long_text_is_searched_in_reasonable_time() -> None:
    text = "The White House said U.S. officials met Chinese authorities about Huawei and Apple Inc. " * 500
    started = time.perf_counter()
    assert len(ENTITIES.find(text)) == 2500
    assert time.perf_counter() - started < 3  # 45,000 characters; about 0.1 s on an idle core


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Huawei", "huawei"),
        ("Deutsche Bank", "deutsche-bank"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("AT&T", "at-and-t"),
        ("K+S", "k-plus-s"),
        ("Société Générale", "societe-generale"),
        ("  The  Hill ", "the-hill"),
        ("Яндекс", "яндекс"),
        ("Йота", "йота"),
        ("华为", "华为"),
        ("टाटा स्टील", "टाटा-स्टील"),
        ("삼성", "삼성"),
        ("Straße 1", "strasse-1"),
        ("!?", "u0021-u003f"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_a_slug_is_never_empty_and_holds_no_blank(name: str) -> None:
    assert slug(name)
    assert not any(character.isspace() or character in ":/_" for character in slug(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tokyo Gas Co., Ltd.", "Tokyo Gas"),
        ("KKR & Co Inc", "KKR"),
        ("Adidas AG", "Adidas"),
        ("Eni S.p.A.", "Eni"),
        ("Lowe's Companies Inc", "Lowe's"),
        ("SA", "SA"),
    ],
)
def test_legal_suffixes_are_left_out(name: str, expected: str) -> None:
    assert without_legal_suffix(name) == expected


def test_keys_bring_spellings_together() -> None:
    assert loose_key("J.P. Morgan") == loose_key("JP Morgan") == loose_key("the JP Morgan’s")
    assert core_key("Veltrano Systems Inc.") == core_key("Veltrano Group") == "veltrano"


# --- the file ---------------------------------------------------------------------------------------

ROW = {"id": "company:acme", "name": "Acme", "kind": "company", "aliases": {"name": ["Acme"]}}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_list_of_ones_own_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "own.jsonl", {"format_version": FORMAT_VERSION, "blocked": ["Acme Street"]}, ROW)
    entities = EntityList.load(path)
    assert len(entities) == 1
    assert [match.start for match in entities.find("Acme, Acme Street, Acme")] == [0, 19]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"format_version": 99}], r"own.jsonl, line 1: field format_version is 99, this version reads 1"),
        ([{}], r"line 1: field format_version is None, this version reads 1"),
        ([[]], r"line 1: expected an object, got list"),
        ([{"format_version": 1}, {**ROW, "name": 3}], r"line 2: field name: expected str, got 3"),
        ([{"format_version": 1}, ROW, {**ROW, "kind": "bank"}], r"line 3: field kind: .* got 'bank'"),
        ([{"format_version": 1}, {**ROW, "aliases": {"name": "Acme"}}], r"line 2: field aliases"),
        ([{"format_version": 1}, {key: ROW[key] for key in ("id", "name", "kind")}], r"field aliases"),
        ([{"format_version": 1}, ROW, ROW], r"line 3: field id: 'company:acme' stands twice"),
    ],
)
def test_a_wrong_list_is_a_typed_error(tmp_path: Path, rows: list[object], message: str) -> None:
    path = write(tmp_path / "own.jsonl", *rows)
    with pytest.raises(EntityListError, match=message):
        EntityList.load(path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "own.jsonl", {"format_version": 1}, ROW)
    path.write_text(path.read_text() + '{"id": "comp', encoding="utf-8")
    with pytest.raises(EntityListError, match=r"own.jsonl, line 3: not JSON"):
        EntityList.load(path)


def test_a_missing_list_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EntityListError, match=r"none.jsonl: cannot be read .*build_entities.py"):
        EntityList.load(tmp_path / "none.jsonl")


def test_rows_of_ones_own_add_to_the_list(tmp_path: Path) -> None:
    path = write(
        tmp_path / "own.jsonl",
        {"format_version": 1},
        {
            "name": "Zorvex Labs",
            "kind": "company",
            "aliases": ["Zorvex", "ZVX"],
            "country": "NL",
            "parent": "company:apple",
        },
        {"id": "company:huawei", "aliases": ["Red Phone Works"], "ticker": "HWX"},
        {"name": "Dravonia", "kind": "government", "id": "gov:XD", "aliases": {"demonym": ["Dravonian"]}},
    )
    entities = EntityList.load(own=path)
    text = "Zorvex, Red Phone Works and Huawei face Dravonian officials."
    assert [match.entity_id for match in entities.find(text)] == [
        "company:zorvex-labs",
        "company:huawei",
        "company:huawei",
        "gov:XD",
    ]
    link = entities.link("ZVX", Kind.COMPANY)
    assert link.listed is not None
    assert link.listed.attributes.parent == "company:apple"
    huawei = entities.get("company:huawei")
    assert huawei is not None
    assert (huawei.name, huawei.attributes.ticker) == ("Huawei", "HWX")
    assert len(entities) == len(EntityList.load()) + 2


def test_a_row_of_ones_own_wins_over_the_list(tmp_path: Path) -> None:
    shipped = EntityList.load()
    assert shipped.link("Target", Kind.COMPANY).entity_id != "company:target-fisheries"
    assert not shipped.find("NATO met.")
    path = write(
        tmp_path / "own.jsonl",
        {"name": "Target Fisheries", "kind": "company", "aliases": ["Target", "NATO"], "ambiguous": ["Target"]},
        {"id": "gov:US", "name": "United States of America", "aliases": {"body": ["the Agency"]}},
    )
    entities = EntityList.load(own=path)
    assert entities.link("Target", Kind.COMPANY).entity_id == "company:target-fisheries"
    assert [(m.entity_id, m.ambiguous) for m in entities.find("Target")] == [("company:target-fisheries", True)]
    assert [m.entity_id for m in entities.find("NATO met.")] == ["company:target-fisheries"]
    assert entities.link("Washington", Kind.GOVERNMENT).name == "United States of America"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"format_version": 2}], r"own.jsonl, line 1: field format_version is 2, this version reads 1"),
        ([ROW, {"nam": "Beta", "kind": "company"}], r"line 2: field nam: not known; expected id, name"),
        ([{"kind": "company"}], r"line 1: field name: missing"),
        ([{"name": "Beta"}], r"line 1: field kind: missing"),
        ([{"name": " ", "kind": "company"}], r"line 1: field name: expected a text that is not blank"),
        ([{"name": "Beta", "kind": "bank"}], r"field kind: expected company or government, got 'bank'"),
        (
            [{"name": "Beta", "kind": "company", "id": "gov:BE"}],
            r"field id: expected company: and a name, got 'gov:BE'",
        ),
        ([{"name": "Beta", "kind": "company", "aliases": "B"}], r"field aliases: expected lists of names, got 'B'"),
        ([{"name": "Beta", "kind": "company", "aliases": [3]}], r"field aliases: expected lists of names"),
        (
            [{"name": "Beta", "kind": "company", "aliases": {"nick": ["B"]}}],
            r"'nick' is no kind of alias; expected name",
        ),
        (
            [{"name": "Beta", "kind": "company", "ambiguous": ["Gamma"]}],
            r"field ambiguous: expected a list of names of",
        ),
        ([{"name": "Beta", "kind": "company", "ticker": 5}], r"field ticker: expected a text"),
        (
            [{"name": "Beta", "kind": "company", "parent": "company:nobody"}],
            r"field parent of 'company:beta': 'company:nob",
        ),
        ([ROW, ROW], r"line 2: field id: 'company:acme' stands twice"),
        (
            [ROW, {"name": "Beta", "kind": "company", "aliases": ["ACME"]}],
            r"line 2: field aliases: 'ACME' is claimed by 'company:beta' and, in line 1, by 'company:acme'",
        ),
        (["text"], r"line 1: expected an object, got str"),
    ],
)
def test_a_wrong_row_of_ones_own_is_a_typed_error(tmp_path: Path, rows: list[object], message: str) -> None:
    path = write(tmp_path / "own.jsonl", *rows)
    with pytest.raises(EntityListError, match=message):
        EntityList.load(own=path)


def test_the_shipped_list_is_small_and_complete() -> None:
    path = Path(__file__).parents[1] / "classifier" / "resources" / "entities.jsonl"
    header, *rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert path.stat().st_size < 3_000_000
    assert header["sources"]
    ids = {row["id"] for row in rows}
    assert all(row.get("parent") in ids for row in rows if "parent" in row)
    assert sum(row["id"].startswith("company:") for row in rows) >= 2500
    assert all(f"gov:{country.split(' ')[0]}" in ids for country in COUNTRIES)
    assert all(row["name"].strip() == row["name"] for row in rows)


def test_a_name_of_two_states_stays_the_one_that_the_article_is_about(entities: EntityList) -> None:
    seen = ["United States", "Texas"]
    for surface in ("Georgia", "Georgia Supreme Court", "Georgia"):
        assert entities.link(surface, Kind.GOVERNMENT, seen).entity_id == "gov:US-GA", surface
        seen.append(surface)
    assert entities.link("State of Georgia", Kind.GOVERNMENT).entity_id == "gov:US-GA"
    assert entities.link("Georgia", Kind.GOVERNMENT, ["Russia", "Ukraine"]).entity_id == "gov:GE"


def test_a_bare_ministry_belongs_to_a_country_that_has_one(entities: EntityList) -> None:
    assert entities.link("Foreign Ministry", Kind.GOVERNMENT, ["China", "United States"]).entity_id == "gov:CN"
    assert not entities.link("the", Kind.GOVERNMENT, ["Germany"]).known


def test_initials_with_and_without_dots_are_one_company(entities: EntityList) -> None:
    ids = {entities.link(name, Kind.COMPANY).entity_id for name in ("A.B. Volt", "AB Volt", "A.B. Volt Inc.")}
    assert ids == {"company:ab-volt"}
    assert entities.link("J.P. Morgan Chase & Co.", Kind.COMPANY).entity_id == "company:jpmorgan"


def test_an_authority_keeps_its_name(entities: EntityList) -> None:
    name = "National Environment Management Authority"
    assert entities.link(name, Kind.GOVERNMENT).name == name


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Morqati air force", "gov:morqati"),
        ("Ambrosan parliament", "gov:ambrosan"),
        ("the Air Force", "gov:US"),
        ("U.S. Air Force", "gov:US"),
        ("British Parliament", "gov:GB"),
    ],
)
def test_a_body_of_an_unlisted_country_is_not_that_of_a_listed_one(
    entities: EntityList, surface: str, entity_id: str
) -> None:
    assert entities.link(surface, Kind.GOVERNMENT).entity_id == entity_id


def test_letters_of_a_share_are_its_company_and_no_other(entities: EntityList) -> None:
    assert entities.link("$BA", Kind.COMPANY).entity_id == "company:boeing"
    assert entities.link("BA", Kind.COMPANY).entity_id == "company:british-airways"
    assert entities.link("XOM", Kind.COMPANY).entity_id == "company:exxon-mobil"


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Matsushita Electric Industrial", "company:panasonic"),
        ("DONG Energy", "company:orsted"),
        ("Companhia Vale do Rio Doce", "company:vale"),
        ("Fuji Heavy Industries", "company:subaru"),
        ("Anthem", "company:elevance-health"),
        ("Veolia Environnement", "company:veolia"),
        ("L'Air Liquide", "company:air-liquide"),
        ("Emirates", "company:emirates-airline"),
        ("Oil and Natural Gas Corporation", "company:ongc"),
    ],
)
def test_former_and_listed_names_are_one_company(entities: EntityList, surface: str, entity_id: str) -> None:
    assert entities.link(surface, Kind.COMPANY).entity_id == entity_id


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Upper Volta", "gov:BF"),
        ("Democratic Kampuchea", "gov:KH"),
        ("Georgia state lawmakers", "gov:US-GA"),
        ("Victorian government", "gov:AU-VIC"),
        ("Welsh ministers", "gov:GB-WLS"),
        ("Supremo Tribunal Federal", "gov:BR"),
        ("Corruption Eradication Commission", "gov:ID"),
    ],
)
def test_former_names_states_and_bodies_are_linked(entities: EntityList, surface: str, entity_id: str) -> None:
    assert entities.link(surface, Kind.GOVERNMENT).entity_id == entity_id


def test_parts_of_leaders_names_are_known() -> None:
    entities = EntityList.load()
    assert entities.names_an_office_holder("Macron")
    assert not entities.names_an_office_holder("Norvia")


@pytest.mark.parametrize(
    ("name", "named", "entity_id"),
    [
        ("Tim Cook", (), "company:apple"),  # two words that are a listed name
        ("Ursula von der Leyen", (), "gov:EU"),  # listed as 'von der Leyen'
        ("Sundar Pichai", (), "company:alphabet"),
        ("Sundar Pichai", ("company:google",), "company:google"),
        ("Pichai", ("company:google", "company:alphabet"), "company:alphabet"),
        ("Cook", (), None),  # a surname alone is nobody's, unless the document names the company
        ("Cook", ("company:apple",), "company:apple"),
        ("Petro", ("gov:CO", "gov:UA"), "gov:CO"),  # a surname before a first name
        ("Tim Cookson", ("company:apple",), None),
        ("", (), None),
    ],
)
def test_an_office_holder_leads_what_the_list_says(
    entities: EntityList, name: str, named: tuple[str, ...], entity_id: str | None
) -> None:
    assert entities.spoken_for(name, named) == entity_id


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Supreme Court of Wendelia", "gov:wendelia"),
        ("Ministry of Defence of Tyrosia", "gov:tyrosia"),
        ("Monetary Authority of Tavessa Island", "gov:monetary-authority-of-tavessa-island"),
        ("Supreme Court of Kenya", "gov:KE"),
        ("Ministry of Defence of Ukraine", "gov:UA"),
        ("Ministry of Defence", "gov:GB"),
        ("Ruritanian presidential office", "gov:ruritanian"),
    ],
)
def test_a_body_of_an_unlisted_country_is_no_listed_ones(surface: str, entity_id: str) -> None:
    assert EntityList.load().link(surface, Kind.GOVERNMENT).entity_id == entity_id


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("Maroc Telecom", "company:itissalat-al-maghrib"),
        ("CenturyLink", "company:lumen-technologies"),
        ("Magalu", "company:magazine-luiza"),
        ("Implats", "company:impala-platinum"),
        ("Kepco", "company:korea-electric-power"),
        ("AngloGold", "company:anglogold-ashanti"),
    ],
)
def test_popular_and_former_names_are_the_companys(surface: str, entity_id: str) -> None:
    assert EntityList.load().link(surface, Kind.COMPANY).entity_id == entity_id
