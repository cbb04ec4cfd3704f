"""Where the grammar of a sentence shows companies and governments that no list has.

Some names say by themselves what they are ('Norvik Brae S.r.l.', 'Emirate of Dhovar', 'Kirvanian officials'). Others
do or suffer what a company or state does, and `classifier.mentions` weighs that against the model's tags.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from classifier.cues import acts
from classifier.linking import PHRASE_TAIL
from classifier.records import Kind
from classifier.state_or_firm import (
    ENOUGH,
    FIRM_NOUN,
    firm_like,
    has_what_a_firm_has,
    is_called_a_firm,
    is_named_like_a_state,
    state_like,
    state_score,
)

SURE, LIKELY, SLIGHT, FAINT = (
    11.0,
    6.0,
    3.0,
    2.0,
)  # log probability that a cue adds to a name: SURE outweighs any tagger


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of a sentence, `sentence[start:end]`, that the grammar takes for a name of a kind; None: of either.

    `whole` is True where a listed name within the words is only a part of this one: 'Banco Galicia', 'Supreme Court of
    Wendelia'.
    """

    start: int
    end: int
    kind: Kind | None
    weight: float
    whole: bool = False


_REALM = (
    r"(?:(?:People['’]s|Democratic|Federal|Federated|Islamic|Socialist|United|Free|Independent|Grand|Arab"
    r"|Popular|Holy|Second"
    r"|Most Serene) ){0,3}(?:Republic|Kingdom|Emirates?|Sultanate|Principality|Duchy|Federation|Commonwealth"
    r"|Union|Confederation"
    r"|Empire|Dominion|Khanate|Caliphate|Protectorate|State|States|Isle|Islands?)"
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*[\w]"
_REALM_NAME = re.compile(rf"(?<!\w)(?P<realm>{_REALM}) of (?:the )?(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?![\w-])")
# Islands and states of fashion, and of what is no place at all, are no realms.
_NO_REALM = frozenset(("State", "States", "Union", "Federation", "Island", "Islands", "Isle"))
_DEMONYM_END = re.compile(r"[A-Z][a-z’'-]{2,}(?:ian|an|ese|ish|i|ic|ene|ite|ard|er)$")
# Adjectives of faiths, parties and continents, which end as those of countries do.
_NOT_DEMONYMS = (
    "Republican Christian Muslim Islamic Catholic African Asian European American Arab Arabian Indian"
    " Victorian Lutheran"
    " Anglican Sunni Shiite Houthi Nazi Democratic Republican Egyptian Latin Hispanic Atlantic Pacific"
    " Arctic Olympic Senior"
    " Former Other Another Higher Lower Upper Greater Earlier Later Civilian Urban Suburban Metropolitan"
    " Foreign Veteran"
    " Guardian Partisan Italian Libertarian Authoritarian Public Civic Military Historic Academic Economic"
    " Strategic Domestic"
    " Traffic Plastic Electric Topic Critic Metric Hasidic Islamist Taxi Ser Over Under Super Their Her"
    " Peter Alexander After"
    " Never However Whether Together Rather Either Neither Customer Border Order Power Water Winter Summer"
    " Officer Soldier"
    " Minister Prisoner Premier Chancellor Cyber Counter Inter Enter Center Clear Danish Plan Human Roman"
    " Zionist Van Can"
    " Jan San Ban Ran Urban Slogan Mini Multi Anti Semi Taliban Clan Pan Iran Japan Sudan Oman Bhutan"
    " Pakistan Tibetan"
    " Northern Southern Eastern Western Central Federal National Italian Turkish English British Irish"
    " Jewish Polish Finnish"
    " Spanish Swedish Danish Scottish Welsh French Dutch German"
)
_NO_DEMONYM = frozenset(_NOT_DEMONYMS.split())
_FORMS = (
    r"(?:S\.A\. de C\.V\.|S\.L\.U?\.?|S\.A\.U\.|S\.C\.A\.|A\.Ş\.|A\.S\.|d\.d\.|Sdn\.? Bhd|OÜ|UAB|SIA|EOOD|DOO"
    r"|S\.A\.S\.|S\.r\.l\.|S\.p\.A\.|B\.V\.|N\.V\.|S\.A\.|A/S|L\.L\.C\.|L\.P\.|d\.o\.o\."
    r"|s\.r\.o\.|a\.s\."
    r"|K\.K\.|Sp\. z o\.o\.|P\.L\.C\.|Lda\.|Ltda\.|(?:Inc|Corp|Ltd|LLC|PLC|plc|LLP|GmbH|SAS|SARL|SRL|Srl|SpA"
    r"|Spa|NV|BV|ASA|Oyj|Oy"
    r"|KGaA|KG|Pty|Bhd|Berhad|AB|AG|SE|SA|AS|ApS|Kft|Zrt|Nyrt|JSC|PJSC|OJSC|OOO|OAO|ZAO|KK|Tbk|Ltda|EIRL|Pvt"
    r"|LP|Limited|Incorporated"
    r"|Corporation|Co\.,? Ltd|Co\.,? Inc|& Co|Co)(?:\.(?=,? [a-z]|[,;)]))?)"
)
_FIRM_NAME = re.compile(
    rf"(?<![\w.’'-])(?P<name>{_WORD}|[A-Z])(?: (?:{_WORD}|[A-Z]|&|de|du|des|do|da|dos|di|y|e|et|la|le|les|los|las|del"
    rf"|della|van|von"
    rf"|der|den|het|ter|ten|zur|zum|und|og|och|für|bin)){{0,6}},? "
    r"(?P<form>" + _FORMS + r")(?![\w-])"
)
_SHORT_FORMS = frozenset(("SA", "AS", "SE", "AG", "AB", "LP", "Spa", "KG", "KK", "Co", "Limited", "Corporation"))
# Bodies that a state has, before 'of' and the state's name.
_BODY_OF = re.compile(
    r"(?<!\w)(?:(?:Supreme|High|Constitutional|Federal|Appeals?|Central|National|Royal|Criminal|Administrative) "
    r"(?:Court|Tribunal)|(?:Central |National |Reserve |State |People['’]s )Bank|Monetary Authority|Court of"
    r" (?:Appeal|Cassation)"
    r"|(?:Immigration|Customs|Prison|Police|Security|Secret|Health|Civil|Prosecution|Intelligence|Revenue|Border"
    r"|Forest) Service"
    r"|(?:Ministry|Department) of (?:the )?(?:[A-Z]\w+(?:,? (?:and |& )?))*[A-Z]\w+|Parliament|National Assembly"
    r"|Government"
    r"|House of Assembly|Armed Forces|(?:Royal )?(?:Navy|Army|Air Force)|(?:Attorney|Prosecutor|Auditor)[- ]General"
    r"|(?:Securities|Electoral|Elections?|Human Rights|Financial Services|Competition|Gaming|Anti-Corruption) (?:and"
    r" Exchange )?"
    rf"(?:Commission|Authority|Board)|(?:Revenue|Ports?|Aviation|Tax) Authority) of (?:the )?(?P<name>{_WORD}(?:"
    rf" {_WORD}){{0,2}})(?![\w-])"
)
_PART = r"[A-ZÀ-ÖØ-Þ](?:[\w-]|[’'](?!s?(?!\w)))*"
_CANDIDATE = re.compile(
    rf"(?<![\w.@#$&’'-])(?:\d{{1,3}})?{_PART}(?: (?:(?:&|de|do|da|dos|du|del|della|di|y|van|von|der) )?{_PART}){{0,3}}"
    r"(?: \d{1,2}(?![\w%:.,/-]))?(?![\w-])"
)
# Words that begin a sentence, or stand before a name, and are no part of it.
_FIRST_WORDS = (
    "The A An In At On By For With From When As After But And Or If Only Since Before While Once Under Over Into "
    "Until Though Although Because Unless Last Next This That These Those Its Their His Her Our My Your Now Then "
    "Today Yesterday Tomorrow Later Soon Still Even Just Not No Nor So Yet Both Either Neither Each Every All Most "
    "Many Some Several Few Two Three Four Five Six Seven Eight Nine Ten Dozens Hundreds Thousands Millions Having "
    "Under Despite Without Within Against Across Around Among Between Behind Beyond Inside Outside Near Off Of To "
    "Is Was Are Were Has Had Have Will Would Could Should May Might Can Did Does Do Who What Why Where How Which "
    "Whether There Here It He She They We You I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March April May June July August September October November December"
)
_NOT_FIRST = frozenset(_FIRST_WORDS.split())
# Before a person's name.
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Judge|Justice|Senator|Sen|Rep|Representative|Congressman|Congresswoman"
    r"|Governor|Gov"
    r"|President|Prime|Minister|Chancellor|Secretary|General|Gen|Colonel|Col|Major|Captain|Capt|Sergeant|Professor"
    r"|Prof|King|Queen"
    r"|Prince|Princess|Pope|Father|Rev|Bishop|Sheikh|Mayor|Ambassador|Attorney|Chief|Director|Chairman|CEO|Coach"
    r"|Inspector|Officer)"
    r"(?!\w)"
)
_ITS = re.compile(r"(?<!\w)(?:its|itself)(?!\w)")
_HE = re.compile(r"(?<!\w)(?:he|his|him|she|her|hers|himself|herself)(?!\w)")
# The last word of what is no company and no government.
_NO_ACTOR = re.compile(
    r"(?:.* )?(?:Part(?:y|ies)|Union|University|College|School|Institute|Foundation|Church|Cathedral|Hospital|Museum"
    r"|Library"
    r"|Stadium|Arena|Street|Road|Avenue|Square|Park|River|Lake|Bay|Mountains?|Valley|Airport|Station|Bridge|United"
    r"|City|Town"
    r"|Rovers|Wanderers|Albion|FC|AFC|SC|RFC|Cup|League|Prize|Award|Awards|Festival|Day|Week|War|Act|Treaty|Bible"
    r"|Society"
    r"|Democrats|Republicans|Conservatives|Greens|Socialists|Liberals|Front|Movement|Brigade|Choir|Orchestra|Quartet"
    r"|Club)"
)
_ROLE = re.compile(rf"(?i:{FIRM_NOUN}) (?=[A-Z])")
_FIRST_LAST = re.compile(rf"{_PART} {_PART}")
# A name whose beginning, or a word within it, takes what follows into it.
_WHOLE = re.compile(
    r"(?:Banco|Banca|Banque|Grupo|Gruppo|Groupe|Minera|Compañía|Compagnie|Companhia|Société|Fratelli|Viña|Hotel|Usina) "
    rf"|{_PART} (?:do|da|dos|du|del|della|di) "
)
_REACH = 200  # code points behind a name in which a pronoun may mean it
_FEW = 2  # capitalised words, or others, that make no headline


def names_that_say_what_they_are(sentence: str) -> Iterator[Cue]:
    """Yield names that show their kind: 'Norvik Brae S.r.l.', 'Kirvanian officials', 'Supreme Court of Wendelia'."""
    for match in _FIRM_NAME.finditer(sentence):
        start = match.start()
        if match["name"] in _NOT_FIRST:
            start = match.end("name") + 1
        for genitive in re.finditer(r"['’]s? ", match.group()):
            start = max(start, match.start() + genitive.end())
        if sentence[start : match.start("form")].isupper() and match["form"] in _SHORT_FORMS:
            continue
        if start < match.start("form") and (match["form"] not in _SHORT_FORMS or match.end() - start > 8):
            yield Cue(start, match.end(), Kind.COMPANY, SURE)
    for match in _BODY_OF.finditer(sentence) if " of " in sentence else ():
        yield Cue(match.start(), match.end(), Kind.GOVERNMENT, SURE, whole=True)
    for match in _REALM_NAME.finditer(sentence):
        if match["realm"] not in _NO_REALM:
            yield Cue(match.start(), match.end(), Kind.GOVERNMENT, SURE)
    for match in re.finditer(rf"(?<![\w’'-]){_WORD}(?= )", sentence):
        word = match.group()
        tail = PHRASE_TAIL.match(sentence, match.end())
        if tail and _DEMONYM_END.match(word) and word not in _NO_DEMONYM and not tail.group().startswith(("'", "’")):
            yield Cue(match.start(), tail.end(), Kind.GOVERNMENT, LIKELY)


def names_that_act(sentence: str, likely: Container[int]) -> Iterator[Cue]:
    """Yield capitalised words that do, suffer or are called what a state or a firm alone does, suffers or is called.

    The kind is left open where only the tagger's word and the rest of the sentence can tell.

    Args:
        sentence: the sentence.
        likely: where words begin of which the tagger does not rule out that a name begins there.
    """
    if _is_a_headline(sentence):
        return
    for match in _CANDIDATE.finditer(sentence):
        start, end = _without_first_words(sentence, *match.span())
        role = _ROLE.match(sentence, start, end) if start == 0 else None
        start = role.end() if role else start
        name = sentence[start:end]
        if start not in likely and not is_named_like_a_state(name):
            continue
        if not name or _TITLE.match(name) or _NO_ACTOR.fullmatch(name) or _HE.search(sentence, end, end + _REACH):
            continue
        state, firm = state_like(sentence, start, end), firm_like(sentence, start, end)
        acting, placed = acts(sentence, start, end), is_named_like_a_state(name)
        if not (state or firm or acting):
            continue
        score = state_score(sentence, start, end)
        if not (state or firm):
            person = _FIRST_LAST.fullmatch(name) and not placed and score > -ENOUGH
            if person or (start == 0 and name.endswith("s")):
                continue
            if -ENOUGH < score < ENOUGH:  # what only acts may be anybody
                if " " not in name and not sentence.endswith("the ", 0, start):
                    yield Cue(start, end, None, FAINT)
                continue
        body = PHRASE_TAIL.match(sentence, end) if state and sentence[end : end + 1] in ("'", "’") else None
        if state and not firm and score >= ENOUGH and (placed or " " not in name):
            yield Cue(start, body.end() if body else end, Kind.GOVERNMENT, SURE if placed else LIKELY)
        elif acting and placed and not firm and score >= ENOUGH:
            yield Cue(start, end, Kind.GOVERNMENT, SURE)
        elif acting and score >= ENOUGH + 1 and _ITS.search(sentence, end, end + _REACH):
            yield Cue(start, end, Kind.GOVERNMENT, LIKELY)
        else:
            whole = _WHOLE.match(name) is not None
            called = is_called_a_firm(sentence, start) or has_what_a_firm_has(sentence, end)
            named = whole or (called and not state)
            yield Cue(start, end, None, LIKELY if named else SLIGHT, whole)


def _is_a_headline(sentence: str) -> bool:
    """Say whether nearly all longer words have capitals, so that they show no names."""
    words: list[str] = re.findall(r"[^\W\d_]{4,}", sentence)
    n_capital = len([word for word in words if word[0].isupper()])
    return n_capital > _FEW and len(words) - n_capital < _FEW


def _without_first_words(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without words at its beginning that are no part of a name."""
    while start < end:
        first = sentence[start:end].split(" ", 1)
        if first[0] not in _NOT_FIRST:
            break
        start = min(end, start + len(first[0]) + 1)
    return start, end
