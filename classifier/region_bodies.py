"""How far the name of a state's or province's body reaches: 'Texas Commission on Environmental Quality'.

Nothing here knows the list of entities; `classifier.entities` lets the names of states and provinces grow by it. A
country's bodies are named otherwise: `classifier.linking`.
"""

from __future__ import annotations

import re

from classifier.cues import acts

_WORD = r"[A-Z][\w’'-]*\w"
_MORE = rf"{_WORD}(?: {_WORD}){{0,3}}(?:, {_WORD}(?: {_WORD})?){{0,3}}(?:,? (?:and|&) {_WORD}(?: {_WORD}){{0,2}})?"
# A body that by its noun alone is no firm's, whatever stands between it and the state's name.
_BODY = (
    r"(?:Commission(?:er)?|Authority|Agency|Bureau|Tribunal|Ombudsman|Regulator|Inspectorate|Comptroller|Legislature"
    r"|Directorate|(?:Supreme|High|Superior|District|Chancery|Circuit|Federal|County|Appeals?|Appellate|Criminal"
    r"|Administrative|Judicial|Business|Tax) Court|Court of (?:Criminal |Civil )?Appeals?|Court of Chancery|Department)"
)
# Nouns that a school, a club or a firm has as well: only behind a word of what states see to.
_TOPIC = (
    r"(?:Energy|Utilit(?:y|ies)|Gaming|Gambling|Casino|Control|Liquor|Lottery|Racing|Medical|Pharmacy|Health|Water"
    r"|Environment(?:al)?|Protection|Pollution|Air|Resources|Public|Service|Labou?r|Relations|Review|Parole|Pardons"
    r"|Elections?|Election|Tax|Equalization|Education|Regents|Insurance|Securities|Compensation|Investment|Land"
    r"|Transport(?:ation)?|Licensing|Registration|Planning|Ethics|Cannabis|Consumer|Budget|Safety|Highway|State"
    r"|Provincial|Legislative|Executive|Development)"
)
_BROAD = r"(?:Board|Council|Office|Division|Police|Patrol|Assembly|Guard|Services?|Administration|Treasury|Ministry)"
# A town, a school or a fair that only bears the state's name: 'Oklahoma City', 'Virginia Beach', 'Michigan State'.
_NO_PLACE = (
    r"(?!(?:\w+ )?(?:City|County|Town|Village|Beach|Springs|Heights|Falls|Hills|Park|Lake|Island|Valley|University"
    r"|College|Tech|School|Stock|Democratic|Republican|GOP|Party|Post|Times) )"
)
_BETWEEN = rf"(?:(?!(?:The|A|An|In|On|At|By) ){_WORD}(?:,|,? and|,? &| of)? ){{0,5}}?"
_OF = rf"(?: (?:of|on|for) (?:the )?{_MORE})?"
_HOLDER = (
    r"(?:[Aa]ttorney [Gg]eneral|[Gg]overnor|[Pp]remier|[Cc]hief [Mm]inister|[Tt]reasurer|[Ss]ecretary of [Ss]tate)"
)
REGION_TAIL = re.compile(
    rf"(?:['’]s?)? (?:{_HOLDER}['’]?s['’]? [Oo]ffice(?!\w)"
    rf"|{_NO_PLACE}(?:{_BETWEEN}(?:{_BODY}{_OF}|{_TOPIC} {_BROAD}{_OF})|(?:Board|Office|Division|Ministry)"
    rf" (?:of|on|for) (?:the )?{_MORE}))(?![\w-])(?! [A-Z]\w+ (?:University|Airport|Railway))"
)
# The office as the one who acts; with a name behind it, it is a person's title.
REGION_OFFICE = re.compile(r" [Aa]ttorney [Gg]eneral(?![\w’'-])")
_END_OF_CLAUSE = re.compile(r"[.;]|$")
REGION_FRONT = re.compile(
    rf"(?<![\w-])(?:{_WORD}(?:,|,? and|,? &| of)? ){{0,4}}(?:Commission|Authority|Agency|Tribunal|Ombudsman"
    rf"|Legislature|Legislative Assembly|(?:Supreme|High|Superior|Chancery|Appeals) Court"
    rf"|Court of (?:Criminal )?Appeals?|{_TOPIC} (?:Board|Council|Department)|Attorney General|[Gg]overnment"
    r"|Parliament)"
    r" (?:of|for) (?:the )?(?:(?:[Ss]tate|[Pp]rovince|Commonwealth) of )?$"
)
_FIRST = re.compile(r"(?:The|A|An|In|On|At|By|But|And|When|After|As|If|While|Since|Before|Under|For|From|With) ")


# Of a city, though it be the capital of a state.
_LOCAL = re.compile(r"(?<!\w)(?:police|mayor|city|council|sheriff|fire department|school district)(?!\w)")
# Of 'Georgia', and other names of a country and a state: bodies that only the state has.
_STATE_ONLY = re.compile(
    r"(?:'s)? (?:state|department of|board of|bureau of|attorney general|legislature|general assembly|house|senate"
    r"|secretary of state|governor|public service|court of appeals|lottery)(?!\w)"
)


def is_region(entity_id: str) -> bool:
    """Say whether an id is that of a state or province: 'gov:US-TX'."""
    return entity_id.startswith("gov:") and entity_id[6:7] == "-" and entity_id[4:6].isupper()


def is_local(folded: str) -> bool:
    """Say whether a folded phrase names a body of a city: 'sacramento police'."""
    return _LOCAL.search(folded) is not None


def names_a_region(folded: str, start: int, end: int) -> bool:
    """Say whether a folded phrase, with a country's or a state's name at `start`, is of a state: 'state of georgia'."""
    return folded[:start].endswith("state of ") or _STATE_ONLY.match(folded, end) is not None


def reach_of_region(text: str, start: int, end: int, before: int) -> tuple[int, int]:
    """Return where the name of a body reaches that holds the name of a state, `text[start:end]`; else these two.

    Args:
        text: the sentence.
        start: of the state's name.
        end: of the state's name.
        before: how far back the body's words may begin.
    """
    tail = REGION_TAIL.match(text, end)
    if tail is not None:
        return start, tail.end()
    office = REGION_OFFICE.match(text, end)
    if office is not None and not text.endswith("former ", 0, start):
        acting = _END_OF_CLAUSE.match(text, office.end()) or acts(text, start, office.end())
        return (start, office.end()) if acting else (start, end)
    if not text[before:start].endswith((" of ", " for ", " of the ", " for the ")):
        return start, end
    front = REGION_FRONT.search(text, before, start)
    if front is None:
        return start, end
    first = _FIRST.match(text, front.start())
    return (first.end() if first else front.start()), end
