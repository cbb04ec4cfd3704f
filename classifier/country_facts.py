"""What news may call a country, by plain facts: 'the kingdom', 'the island', 'the landlocked country', 'the bloc'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# Codes of ISO 3166-1, and of 3166-2 for parts of a country, by what each may be called.
_KINGDOMS = "GB NO SE DK NL BE ES MA JO SA BH TH KH BT LS SZ TO"
_REALMS = "CA AU NZ JM BS PG BZ BB TV SB AG LC VC GD KN JP VA"
_EMIRATES = "QA KW AE"
_TERRITORIES = "HK MO PR GL GU VI BM KY FK GI NC PF CA-YT CA-NT CA-NU AU-NT AU-ACT PS"
_NOUNS = {
    "kingdom": _KINGDOMS,
    "emirate": _EMIRATES,
    "sultanate": "OM BN",
    "principality": "MC LI AD",
    "grand duchy": "LU",
    "city state": "SG MC VA",
    "city-state": "SG MC VA",
    "territory": _TERRITORIES,
    "island": "TW LK MT CY IE IS CU JM HT DO SG BH MU MV MG NZ BB TT GD LC PR GL FR-COR AU-TAS IT-82 IT-88 JE GG IM NR"
    " WS",
    "federation": "RU DE US CA AU IN BR MX AR CH AT BE MY NG ET AE PK BA VE NP FM KN",
    "junta": "ML BF NE GN MM TD GA SD",
    "superpower": "US CN RU",
    "bloc": "EU",
    "union": "EU",
    "commission": "EU",
}
_ISLANDS = (
    f"{_NOUNS['island']} JP PH ID GB FJ TO TV KI SB VU PW MH FM CV KM SC ST BS AG VC KN DM TL PG BN AU-TAS".split()
)
_REGIONS = {
    "landlocked": "CH AT LI LU CZ SK HU RS MK XK MD BY AM AZ KZ KG TJ UZ TM AF NP BT LA MN BO PY ML BF NE TD CF SS ET"
    " UG RW BI ZM ZW MW BW LS SZ AD SM VA",
    "baltic": "EE LV LT",
    "nordic": "SE NO DK FI IS",
    "scandinavian": "SE NO DK",
    "balkan": "AL BA BG HR GR XK ME MK RS SI RO",
    "iberian": "ES PT",
    "alpine": "CH AT SI LI",
    "caucasus": "GE AM AZ",
    "gulf": "SA AE QA KW BH OM",
    "himalayan": "NP BT",
    "andean": "PE BO EC CO CL VE",
    "caribbean": "JM HT DO CU BS BB TT GD LC VC AG KN DM PR GY",
    "mediterranean": "MT CY GR IT ES FR TN LY EG DZ MA TR LB IL",
    "sahel": "ML BF NE TD MR",
    "pacific": "FJ TO TV KI SB VU PW MH FM PG WS NR NZ",
    "european": "GB IE FR DE IT ES PT NL BE LU CH AT PL CZ SK HU RO BG GR HR SI RS BA ME MK AL XK MD UA BY RU EE LV LT"
    " FI SE NO DK IS MT CY TR",
    "asian": "CN JP KR KP TW HK MN IN PK BD LK NP BT MV MM TH LA KH VN MY SG ID PH BN TL KZ KG TJ UZ TM AF",
    "arab": "SA AE QA KW BH OM YE IQ SY JO LB PS EG LY TN DZ MA MR SD",
    "african": "MA DZ TN LY EG SD SS ET ER DJ SO KE UG TZ RW BI CD CG GA GQ CM CF TD NE NG ML BF SN GM GN GW SL LR CI"
    " GH TG BJ MR AO ZM MW MZ ZW BW NA ZA LS SZ MG MU SC KM CV ST",
    "american": "US CA MX GT HN SV NI CR PA BZ CU DO HT CO VE EC PE BO CL AR UY PY BR GY SR",
    "latin": "MX GT HN SV NI CR PA CU DO HT CO VE EC PE BO CL AR UY PY BR",
    "central": "GT HN SV NI CR PA BZ KZ KG TJ UZ TM PL CZ SK HU AT CD CF CM",
    "north": "US CA MX MA DZ TN LY EG",
    "south": "BR AR CL PE BO EC CO VE UY PY GY SR IN PK BD LK NP",
    "east": "KE UG TZ RW BI ET SO CN JP KR KP TW MN",
    "west": "NG ML BF SN GM GN GW SL LR CI GH TG BJ NE MR",
    "southeast": "MM TH LA KH VN MY SG ID PH BN TL",
    "eastern": "PL CZ SK HU RO BG MD UA BY RU EE LV LT",
    "oil-rich": "SA AE QA KW IQ IR VE LY NG NO AZ KZ AO",
    "nuclear-armed": "US RU CN GB FR IN PK KP IL",
}
_NOUN_CODES = {noun: frozenset(codes.split()) for noun, codes in _NOUNS.items()}
_REGION_CODES = {word: frozenset(codes.split()) for word, codes in _REGIONS.items()}
_NO_REPUBLICS = frozenset(f"{_KINGDOMS} {_REALMS} {_EMIRATES} {_TERRITORIES} OM BN MC LI AD LU MY EU".split())
_FEDERATIONS = _NOUN_CODES["federation"]
_STATES_OF = ("US-", "DE-", "IN-", "AU-", "MX-", "BR-", "NG-", "MY-", "AT-")
_PROVINCES_OF = ("CA-", "CN-", "AR-", "ZA-", "PK-", "NL-", "KE-", "ID-", "TR-")
_REGIONS_OF = ("ES-", "IT-", "BE-", "FR-", "GB-", "CN-", "ET-", "RU-", "IQ-", "UA-", "SO-")
_COUNTRY_NOUNS = ("country", "nation", "island nation", "island state", "island country", "state", "archipelago")
PLACE_NOUNS = frozenset((*_NOUNS, *_COUNTRY_NOUNS, "republic", "province", "region")) - {"junta", "commission"}
LEVEL_WORDS = frozenset(("federal", "central", "national", "devolved", "regional", "provincial", "state", "military"))


def is_region(word: str) -> bool:
    """Say whether a word tells where countries lie or what they have: 'Baltic', 'landlocked'."""
    return word.lower() in _REGION_CODES


def lies_in(entity_id: str, words: Iterable[str]) -> bool:
    """Say whether a government's country lies where all those of the words that are regions say."""
    codes = [_REGION_CODES[word.lower()] for word in words if is_region(word)]
    return all(entity_id.removeprefix("gov:") in region for region in codes)


def may_be_called(entity_id: str, noun: str, words: Sequence[str] = ()) -> bool:
    """Say whether a government, or its country, may be called by a noun, after words that tell its place or level."""
    code = entity_id.removeprefix("gov:")
    if noun in PLACE_NOUNS and not lies_in(entity_id, words):
        return False
    if noun in _NOUN_CODES:
        return code in _NOUN_CODES[noun]
    if noun.startswith("island ") or noun == "archipelago":
        return code in _ISLANDS
    if noun == "republic":
        return len(code) == 2 and code not in _NO_REPUBLICS
    if noun == "state":
        return code.startswith(_STATES_OF) or (_is_sovereign(code) and any(map(is_region, words)))
    if noun == "province":
        return code.startswith(_PROVINCES_OF)
    if noun == "region":
        return code.startswith(_REGIONS_OF)
    if noun in ("country", "nation"):
        return _is_sovereign(code) or (noun == "nation" and code.startswith("GB-"))
    return _has_government(code, {word.lower() for word in words})


def is_telling(noun: str, words: Iterable[str] = ()) -> bool:
    """Say whether a description tells more than that it is a government or a country."""
    if noun in ("country", "nation"):
        return any(map(is_region, words))
    return noun in PLACE_NOUNS or noun in _NOUN_CODES


def _is_sovereign(code: str) -> bool:
    return "-" not in code and code != "EU"


def _has_government(code: str, levels: set[str]) -> bool:
    if code == "EU":  # has none
        return False
    if "federal" in levels:
        return code in _FEDERATIONS
    if levels & {"central", "national"}:
        return _is_sovereign(code)
    if levels & {"devolved", "regional"}:
        return code.startswith(_REGIONS_OF)
    if "provincial" in levels:
        return code.startswith(_PROVINCES_OF)
    if "state" in levels:
        return code.startswith(_STATES_OF)
    return "military" not in levels or code in _NOUN_CODES["junta"]
