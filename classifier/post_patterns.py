"""Patterns for who is who in a masked sentence, where placeholders stand for each company, government and adjective.

All repeats are bounded and names are atomic, so that hostile texts take no more than linear time.
"""

from __future__ import annotations

import re

from classifier.roles import COMPANY_NOUN, OFFICE, PAPER, ROLE, SERVES, SITE, STATE_NOUN, TAKEN

NAMED, ADJECTIVE = "\ue000", "\ue001"  # of a name, and of a country's adjective: private use, so no word character
LONGEST_READ = 4000  # code points: what is longer is no sentence, and nobody is introduced in it
_SAID = (
    r"(?:said|says|say|saying|told|tells|adds?|added|called|calls|accus\w{2,3}|prais\w{2,3}|warn\w{1,3}"
    r"|thank\w{1,3}|blam\w{1,3}|insist\w{1,3}|wrote|writes"
    r"|argu\w{1,3}|repli\w{2}|answered|dismissed|rejected|defended|welcomed|spoke|shot back|hit back|went|put|took"
    r"|thinks|believes)"
)
_STOP = (
    r"(?:and|the|an?|that|which|who|whom|whose|is|was|were|are|be|been|has|have|had|will|would|can|could|may|might"
    r"|should|by|with|from"
    r"|at|in|on|to|against|near|as|after|before|when|while|where|but|or|nor|not|its|his|her|their|our|my|he|she|it"
    r"|they|we|i|if|than|then"
    rf"|for|of|over|under|about|into|whether|because|until|since|so|too|also|{_SAID[3:-1]})"
)
_W = rf"(?!(?i:{_STOP})\b)(?![a-z]{{1,20}}ed\b)[^\W_][\w’'&./-]{{0,30}}"
_PART = r"[^\W\d_a-z][\w’'-]{0,30}"
_TITLES = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Lord|Lady|Dame|Gen|Adm|Col|Lt|Capt|Sheikh|Prince|Princess)\.? )"
NOT_A_NAME = (
    r"(?:The|An?|But|And|In|On|At|As|For|When|While|If|It|Its|He|She|They|We|I|His|Her|Their|This|That|These|Those"
    r"|Not|No|So|Then"
    r"|After|Before|Since|By|From|To|With|Of|Or|Yet|Still|Once|Now|Today|Asked|There|Here|What|Who|Why|How|Where"
    r"|Both|Among|Last|Next"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September"
    r"|October|November|December|Federal|State|National|New|Old|Prime|Foreign|Vice|Deputy|Chief|Former|Even|Only"
    r"|Some|Many|Most|All|One|Two|Three"
    r"|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Sir|Our|My|Your|Every|Any|Nobody|Nothing|According|Critics|Under|Over|During"
    r"|Between|Out|Having|Formerly|Previously|Until|Although|Though|Because|Meanwhile|However|Earlier|Later|Instead"
    r"|Speaking|Writing|Despite|Unlike|Amid|Perhaps|Indeed|Also|Against|Behind|Beyond)"
)
_NAME = (  # atomic, for a name is read whole: 'Energy' is none in 'Energy Minister'
    rf"(?>(?!{NOT_A_NAME}\b)(?!(?i:{ROLE})\b)(?:(?:[A-Z]\.[ -]?){{1,3}})?{_PART}(?:,? (?:Jr|Sr)\.|(?: (?:(?:de|da|di"
    rf"|do|dos|das|van|von|der|den"
    rf"|ter|ten|bin|ibn|al|el|la|le|du|del|della|y|of the) ){{0,3}}"
    rf"|(?: [A-Z]\.)? )(?!(?i:{ROLE})\b){_PART}){{0,4}})(?! (?i:{ROLE})\b)"
)
_EMPLOYER = rf"(?P<employer>{NAMED}{{1,200}}|{ADJECTIVE}{{1,60}})"
# 'Norvia's UK', of 'Norvia's UK chair'
_OWN = rf"(?:(?<={NAMED})(?:[’']s?)?(?: [{NAMED}{ADJECTIVE}]{{1,40}}(?:[’']s?)?)?|[’']s?)?"
_ROLES = rf"(?i:(?>(?:\w{{1,20}}-)?{ROLE}\b(?:[ -]{ROLE}\b){{0,3}}))"  # atomic: no way back into a run of posts
_FIELD = rf" (?:of|for|to|in|at) (?:the )?(?:{_W}(?: (?:of |for |and )?{_W}){{0,4}}?|[{NAMED}{ADJECTIVE}]{{1,60}})"
_ALSO = rf"(?: and (?:{_W} ){{0,3}}?{_ROLES}| and {_W})?"
_POST = rf"(?:(?:and )?{_W},? ){{0,6}}?{_ROLES}"
# A name follows its post at once, or behind a comma where words for the field stand between.
_THEN = rf"(?:{_ALSO},?|{_FIELD},| of [A-Z]\w{{2,20}}(?= {_PART} {_PART}))"
BEFORE = re.compile(
    rf"(?:\b(?P<former>[Ff]ormer|[Ee]x|[Tt]hen|[Oo]usted|[Rr]etired)[ -])?{_EMPLOYER}{_OWN} "
    rf"(?P<role>{_POST}{_THEN}) {_TITLES}?(?P<name>{_NAME})"
)
BEFORE_OF = re.compile(
    rf"(?P<role>\b{_ROLES}(?:{_FIELD})?) (?:of|for|at|to|with|from|in) (?:the )?{_EMPLOYER}, {_TITLES}?"
    rf"(?P<name>{_NAME})"
)
_THING = rf"(?:{COMPANY_NOUN}|{STATE_NOUN}|{SITE})"
_WHOSE = (
    rf"(?P<whose>\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er"
    rf"|[Tt]he (?:(?:[\w-]{{1,20}}|{ADJECTIVE}{{1,60}}) ){{0,2}}[\w-]{{2,20}}[’']s?))"
)
UNEMPLOYED = re.compile(
    rf"(?<![\w’'-])(?P<role>(?:{_WHOSE} )?(?:{_W} ){{0,4}}?\b{_ROLES}{_THEN}) {_TITLES}?(?P<name>{_NAME})"
)
FOR_THING = re.compile(
    rf"(?P<role>\b{_ROLES}(?:{_FIELD})?) (?:of|for|at|from) (?P<whose>(?:the|its) "
    rf"(?:(?:[\w-]{{1,20}}|{ADJECTIVE}{{1,60}}) ){{0,2}}?{_THING})\b(?:, {_TITLES}?(?P<name>{_NAME}))?"
)
# 'who runs the plant', 'employed by the aviation authority'
RUNS_THING = re.compile(
    rf"\b(?P<role>(?i:{SERVES}))\b(?: as [\w -]{{2,40}}? (?:for|at|with))?(?: for| at| with)? (?P<whose>the "
    rf"(?:[\w-]{{1,20}} ){{0,3}}?{_THING})\b"
)
# 'the Astana spokesman for Norvia', 'head of the Oslo office of Norvia': the seat employs nobody
_OFFICES = r"(?:office|branch|bureau|desk|site|plant|factory|unit|team|outpost|headquarters|operations?|subsidiary|arm)"
SEATED = re.compile(
    rf"(?P<seat>{NAMED}{{1,60}}|{ADJECTIVE}{{1,60}})(?:-based)? (?:{_W} ){{0,2}}?(?P<role>{_ROLES})(?: (?:of|for) "
    rf"{_W}(?: {_W}){{0,2}}?)? (?:for|of|at|with) (?:the )?(?:[\w-]{{1,20}} ){{0,3}}?(?P<employer>{NAMED}{{1,200}})"
    rf"(?:, {_TITLES}?(?P<name>{_NAME})(?=[ ,]))?"
)
SEATED_OFFICE = re.compile(
    rf"(?P<role>\b{_ROLES})(?: {_W}){{0,3}}? (?:of|at|for|in) (?:the )?(?P<seat>{NAMED}{{1,60}}|{ADJECTIVE}{{1,60}})"
    rf"(?: (?:{_W} )?{_OFFICES})? (?:of|at|for) (?:the )?(?P<employer>{NAMED}{{1,200}})"
    rf"(?:, {_TITLES}?(?P<name>{_NAME})(?=[ ,]))?"
)
ITS_POST = re.compile(rf"{_WHOSE} (?:{_W} ){{0,4}}?(?P<role>{_ROLES}|(?i:{PAPER})\b)")
THING_POST = re.compile(
    rf"\b(?P<whose>(?i:(?!country (?:head|manager|director|chief|boss)){_THING})) (?P<role>{_ROLES}|(?i:{PAPER})\b)"
)
OF_NORVIA = re.compile(
    rf"(?P<employer>{NAMED}{{1,200}})(?: {NAMED}{{1,40}})?[’']s? (?P<role>)(?P<name>{_NAME})(?=[ ,])"
)
ANY_NAME = re.compile(rf"(?<![\w’'-])(?:{_TITLES}(?P<titled>{_NAME})|(?P<name>{_NAME}))")
UNNAMED = re.compile(
    rf"{_EMPLOYER}{_OWN} (?:(?:and )?{_W} ){{0,5}}?(?P<role>{_ROLES}|(?i:{PAPER})\b)(?: (?:of|for) (?!the )"
    rf"(?:{_W} ){{0,2}}{_W})?"
)
UNNAMED_OF = re.compile(
    rf"(?P<role>\b(?:{_ROLES}|(?i:{PAPER}))\b)(?: (?:of|for) {_W}(?: {_W}){{0,2}}?)? (?:of|for|at|by|from|with|in) "
    rf"(?:the )?(?:{_W} ){{0,3}}?{_EMPLOYER}"
)
BARE = re.compile(rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) (?:{_W} ){{0,4}}?(?P<role>{_ROLES})")
VERB = re.compile(
    rf"(?:\w{{1,20}}ly )?(?:{_SAID}|(?!retired|based|tasked|charged|appointed|hired|named|poached|recruited"
    rf"|lured|promoted|installed|elected|seconded)[a-z]{{2,20}}ed|took|came"
    rf"|made|gave|did|had|has|was|is|were|will)\b"
)
END = re.compile(rf", (?:\w+ly )?(?:{_SAID}|[a-z]+ed|was|were|is|has|had|did|does|will)\b|[;:\"“”]| – | — ")
SEGMENTS = re.compile(
    r",? (?:and|but|before|then|who) (?=(?:\w+ )?(?:now|today|currently|is|until|once|formerly|previously|has"
    r"|later|since|who|joined|went|took|became|ran|these|in \d{4}|an? )\b)"
    r"| (?=after (?:\w{2,12} (?:years|decades)|a decade|years|his|her|\w{3,15}ing|stints?|a (?:career|stint|spell))\b)"
    r"|,? but for (?=(?:many |long )?(?:years|decades))|[;,] (?=(?:is|works|has|has been|runs|heads|leads|today|now)"
    r" (?:now|today|currently|these days|since|he|she)\b)| (?=who )| (?=(?:now|today|currently"
    r"|these days) (?:at|with|in|employed|working|on)\b)"
    rf"| (?=turned [{NAMED}])| (?=(?:{TAKEN}|seconded)\b[\w ]{{0,20}}? (?:by|to) )"
    r"|, (?=now |today |currently |formerly |previously |once "
    r"|until )|,? (?:and|but|before) (?=[a-z]+"
    r"(?:s|ed|ing) )|, (?=an? |the |and |who )"
)
POST_OF = re.compile(rf"{_EMPLOYER}{_OWN} (?:(?:and )?{_W},? ){{0,6}}?(?P<role>{_ROLES})")
POST_AT = re.compile(
    rf"(?P<role>\b{_ROLES}\b)(?P<between>[^{NAMED}{ADJECTIVE}]{{0,80}}?)"
    rf"\b(?P<by>of|at|for|in|with|from|to|inside|within) (?:the |its )?"
    rf"(?:(?:{_W}|[{ADJECTIVE}]{{1,60}}) (?:of |and )?){{0,4}}?"
    rf"(?P<employer>{NAMED}{{1,200}}|{ADJECTIVE}{{1,60}}+(?!(?: {_W}){{1,2}} {NAMED}))"  # not 'the Danish maker Norvia'
)
SERVING = re.compile(
    rf"\b(?P<verb>(?i:{SERVES}))\b(?P<between>[^{NAMED}]{{0,80}}?)"
    rf"(?P<employer>{NAMED}{{1,200}}|{ADJECTIVE}{{1,60}}+(?= (?:\w{{2,20}} )?(?:government|ministry|army|cabinet)))"
)
# 'left Norvia for Acme', 'hired from Norvia to run Acme's fleet', 'whom Acme lured away from Norvia'
_MOVES = (
    r"(?:left|leaving|quit|quitting|swapp(?:ed|ing)|trad(?:ed|ing)|ditch(?:ed|ing)|abandon(?:ed|ing)|depart(?:ed|ing))"
)
_HIRED = r"(?:poached|hired|recruited|lured|snatched|brought in|wooed)"
_COUNTRYS = rf"(?:{NAMED}{{1,60}}[’']s (?={NAMED}))?"  # 'Ukraine's' before a company of it
SWAPPED = re.compile(
    rf"\b(?:{_MOVES} (?:the )?{NAMED}{{1,200}}[^{NAMED};:.]{{0,60}}? (?:for|to join|to head|to lead|to run|to become"
    rf"|to work)|{_HIRED} (?:away )?from (?:the )?{NAMED}{{1,200}}[^{NAMED};:.]{{0,60}}? (?:to|as|by))\b"
    rf"[^{NAMED};:.]{{0,40}}?{_COUNTRYS}(?P<employer>{NAMED}{{1,200}})"
    rf"|\b(?:cross(?:ed|ing)(?: over)?|mov(?:ed|ing)|switch(?:ed|ing)|went|jump(?:ed|ing)|defect(?:ed|ing)) from"
    rf" (?:the )?{NAMED}{{1,200}}[^{NAMED};:.]{{0,40}}? to (?:the )?{_COUNTRYS}(?P<next>{NAMED}{{1,200}})"
    rf"|\bwhom? (?:the )?(?P<hirer>{NAMED}{{1,200}}) (?:has |had )?{_HIRED}\b"
    rf"|\bbefore (?:the )?(?P<taker>{NAMED}{{1,200}}) (?:{_HIRED} (?:him|her)\b|(?:took"
    rf"|snapped) (?:him|her) (?:on|up)\b)"
)
SERVING_AT = re.compile(
    r"\b(?:at|for|of|with|by|from|on behalf of|in) (?:the )?(?:[\w-]{1,30} ){0,3}$|^(?:,? as)?(?: the)? ?$|^ "
    r"(?:the |its )?(?:\w+ )?$"
)
PLAIN = re.compile(
    rf"^,? ?(?:(?:who is )?(?:now|today|currently) )?"
    rf"(?:of|from|at|with|for|\(|,(?= [{NAMED}]{{1,200}}[,)])) ?(?:the )?{_EMPLOYER}(?=[\s,.)’'\"“”]|$)"
)
SERVANTS = {"covers": "analyst", "tracks": "analyst", "heads": "head", "leads": "head", "speaks": "spokesperson"}
ADVISES = re.compile(r"\b(?:advis[eo]rs?|aides?|officials?|engineers?)\b", re.IGNORECASE)
BODY = re.compile(
    r"(?:government|ministry|agency|army|navy|police|parliament|embassy|authorit|court|treasury|cabinet|mission|guard)",
    re.IGNORECASE,
)
STATE_POST = re.compile(
    rf"\b(?:{OFFICE}|spokes\w+|officials?|delegat\w+|representatives?|leader(?:ship)?|deputy|counterpart"
    rf"|{BODY.pattern}\w*)\b",
    re.IGNORECASE,
)
COMPANY = re.compile(rf"\b{COMPANY_NOUN}\b(?<!agency)", re.IGNORECASE)
OF_OTHERS = re.compile(
    r"\b(?:president|secretary|king|commissioner|governor|general|treasurer|leader) (?:of|at|for) ", re.IGNORECASE
)
OFFICE_WORD = re.compile(rf"\b{OFFICE}\b", re.IGNORECASE)
HEAD = re.compile(rf"\b(?:{ROLE}|{PAPER})\b", re.IGNORECASE)
HEADS = re.compile(rf"{HEAD.pattern}(?:[ -]{ROLE}\b){{0,3}}", re.IGNORECASE)  # 'director general'
