"""Definite descriptions of one company or government, which may point back to one that was named: 'the Chinese firm'.

Only their finding; what each points back to, antecedents.py says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.country_facts import PLACE_NOUNS
from classifier.description_words import BARE_COMPANY_NOUNS, GOVERNMENT_NOUNS, NEVER_BARE, NOUN_TRADES, ROLE_NOUNS
from classifier.mentions import NamedSpan
from classifier.records import Kind

COMPANY_NOUNS = frozenset((*NOUN_TRADES, *BARE_COMPANY_NOUNS, *ROLE_NOUNS))
_STATE_NOUNS = frozenset((*GOVERNMENT_NOUNS, *PLACE_NOUNS, "commission"))
_NOUNS = "|".join(sorted(map(re.escape, COMPANY_NOUNS | _STATE_NOUNS), key=len, reverse=True))
# A word that may stand between an article and its noun.
MODIFIER = (
    r"(?!(?:the|an?|of|in|on|to|for|by|with|that|which|who|is|was|has|had|said|says|and|or|but|as|at|from|its|their|his|her)\b)"
    r"[\w’'.-]+"
)
_DESCRIPTION = re.compile(
    rf"\b(?:[Tt]he|THE|[Tt]his) (?P<words>(?P<modifiers>(?:{MODIFIER} ){{0,3}}?)(?P<noun>{_NOUNS}))\b(?![-’'](?!s\b))"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|across|throughout|around|inside|outside|within|into|from|to|of|through|over|leave|left|fled|entered?"
    r"|visit(?:ed|ing)?|half)$",
    re.IGNORECASE,
)
# Words that choose another one than the one named, or make the description general.
_OTHER = re.compile(
    r"(?:rival|other|another|parent|former|two|three|four|five|both|first|second|third|next|last|only|biggest"
    r"|smaller|bigger|larger|older|younger|richer|poorer|cheaper|weaker|stronger|newer|lesser|greater|junior|senior"
    r"|acquiring|whole|entire|local|unnamed|unidentified|private|holding|bidding|losing|winning|target|insolvent"
    r"|shell|state-owned|same|new|old|sister|partner|competing|neighbouring|neighboring|host|home|foreign"
    r"|third-largest|second-largest|opposition|previous|future|incoming|outgoing"
    r"|municipal|city|average|typical|right|wrong|best|worst|northern|southern|western|subsidiary|successor"
    r"|\w{3,}est)",
    re.IGNORECASE,
)
# What may follow the noun: else it only describes the next one ('the company car', 'the government bond').
_FOLLOWS = re.compile(
    r"(?:[’']s\b| ?[.,;:!?)”\"’—–]|$| (?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall"
    r"|does|did|do|said|says|and|or|but|nor|to|for|on|in|at|by|with|from|as|if|when|while|because|after|before|over|into"
    r"|against|about|under|since|until|than|without|within|during|through|not|never|also|now|then|still|again|itself"
    r"|alone|too|instead|later|first|already|once|only|just|simply|quickly|a|an|the|its|their|it|they|he|she"
    r"|where|so|out|off|up|down|away|back|made|told|took|gets|pumps|values|says|owes|owns|runs|warns|wants|plans"
    r"|sees|gave|paid|won|lost|sold|bought|built|cut|kept|broke|drew|flew|drove|wrote|spoke|knew|threw|meant|felt"
    r"|found|fought|sought|brought|thought|taught|caught|hung|shut|shook|struck|stuck|swore|wore|rang|sank"
    r"|cannot|say|want|warn|plan|fear|believe|deny|hope|expect|blame|suspect|refuse|insist|seem|appear|go|get"
    r"|keeps|hopes|helps|stops|drops|ships|offers|fears|hears|appears|considers|delivers|suffers|enters|answers"
    r"|covers|bears|prefers|refers|operates|pays|denies|relies|supplies|carries|tries|faces|produces|announces"
    r"|reduces|argues|continues|agrees|acquires|requires|declares|closes|loses|raises|refuses|uses|publishes|pushes"
    r"|reaches|launches|wishes|fails|calls|controls|claims|seems|aims|remains|earns|joins|turns|begins|means|complains"
    r"|went|came|got|let|put|set|ran|rose|fell|led|left|met|saw|spent|sent|began|grew|held|stood|chose"
    r"|[a-z]+ly|[a-z]+ed|[a-z]+(?<!sse)(?:ises|izes|ates|kes|ves|ns|ts|ds|ks|ls|ws|ys|es))\b)"
)
_NOUNS_THAT_FOLLOW = re.compile(
    r" (?:shares|bonds|officials|directors|sources|workers|employees|policies|forces|ministers|troops|executives"
    r"|accounts|documents|records|statements?|agents|agencies|buildings|offices|funds|loans|contracts|services|plans"
    r"|products|profits|sales|results|managers|owners|investors|analysts|customers|clients|networks|systems|websites?"
    r"|headquarters|premises|assets|lawyers|representatives|notes|debts|budgets?|departments?|bodies|websites|based"
    r"|owned|backed|wide|run|costs|prices|rules|laws|jobs|units|leaders|members|projects|sites|stocks|plants|brands"
    r"|events|interests|rights|payments|investments|tenants|students|patients|regulations|donations|elections"
    r"|operations|subsidies|goods|standards|roads|towns|crews|schools|tools|vehicles|houses|resources|practices|issues"
    r"|committees|fees|boards|parks|banks|scientists|economists|tests|aids|grants|buildings)\b"
)
# What may follow and then choose another one than the one named.
_RESTRICTED = re.compile(
    r" (?:and (?:\w+ )?\w+ of|of|that|which|whose|who|behind|closest|responsible|you|we|I|founded|owned|hired|involved"
    r"|concerned|called|chosen|tasked|contracted|controlled|registered|headed|linked|tied|charged|nearby|next door)\b"
)
# 'The bank from Oslo', where a sentence begins so.
_ELSEWHERE = re.compile(
    r" (?:with|from|near|at|in (?!January|February|March|April|May|June|July|August|September|October|November"
    r"|December)[^\W\d_a-z])"
)
_COMPOUND = re.compile(
    r"(?:food|blood|river|west|left|right|south|north|snow|theatre|theater|dance|phone|pop|rock|study|crime|power)"
    r" (?:bank|company|group)"
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description in a sentence, in code points of the sentence; `noun` is its last word, in lower case."""

    start: int
    end: int
    kind: Kind
    noun: str
    modifiers: tuple[str, ...]


def find_nominals(sentence: str, named: Sequence[NamedSpan]) -> list[Nominal]:
    """Return the descriptions in a sentence that may point back to something named, without those inside of names."""
    found = []
    for match in _DESCRIPTION.finditer(sentence):
        noun = match["noun"].lower()
        start, end = match.span("words")
        modifiers = tuple(match["modifiers"].split())
        start = max([start, *(sp.end + 1 for sp in named if sp.start == start and sp.end < match.start("noun"))])
        after = sentence[end : end + 40]
        if _COMPOUND.fullmatch(match["words"]) or (noun in NEVER_BARE | ROLE_NOUNS and not modifiers):
            continue
        if any(_OTHER.fullmatch(word) or word[:1].isdigit() for word in modifiers):
            continue
        if not _FOLLOWS.match(after) or _RESTRICTED.match(after) or _NOUNS_THAT_FOLLOW.match(after):
            continue
        if noun in PLACE_NOUNS and _PLACE_BEFORE.search(sentence[: match.start()].rstrip()):
            continue
        if any(span.start < end and start < span.end for span in named):
            continue
        kind = Kind.COMPANY if noun in COMPANY_NOUNS else Kind.GOVERNMENT
        if kind is Kind.COMPANY and match.start() == 0 and _ELSEWHERE.match(after):
            continue
        found.append(Nominal(start, end, kind, noun, modifiers))
    return found
