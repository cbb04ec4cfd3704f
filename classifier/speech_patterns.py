"""Patterns of quotation: the verbs of speech and judgement, and where in a sentence they name who speaks.

All repeats are bounded: texts may be hostile.
"""

from __future__ import annotations

import re

from classifier.roles import ROLE

SAY = (
    r"(?:sa(?:id|ys|y)|told|add(?:ed|s)|continued|recall(?:ed|s)|explain(?:ed|s)|insist(?:ed|s)|argue[sd]|asked|asks"
    r"|repl(?:ied|ies)|warn(?:ed|s)|wrote|writes|grumble[sd]|joke[sd]|tweet(?:ed|s)|conclude[sd]|note[sd]"
    r"|admit(?:ted|s)|complain(?:ed|s)|shout(?:ed|s)|declare[sd]|state[sd]|claim(?:ed|s)?|quipped|boasted"
    r"|observe[sd]|remark(?:ed|s)|confess(?:ed|es)|fume[sd]|sigh(?:ed|s)|thunder(?:ed|s)|lament(?:ed|s)|posted"
    r"|testified|predict(?:ed|s)|mused|counter(?:ed|s)|answer(?:ed|s)|retort(?:ed|s)|respond(?:ed|s)|rejoined"
    r"|contend(?:ed|s)|concede[sd]|acknowledge[sd]|assert(?:ed|s)|caution(?:ed|s)|charge[sd](?= that)"
    r"|point(?:ed|s) out|emphasi[sz]e[sd]|underlined|reiterate[sd]|comment(?:ed|s)|protest(?:ed|s)(?= that)"
    r"|scoff(?:ed|s)|reckon(?:ed|s)|estimate[sd]|suggest(?:ed|s)|promise[sd]|pledge[sd]|reveal(?:ed|s)"
    r"|affirm(?:ed|s)|agree[sd]|bristled|chimed in|cried|exclaim(?:ed|s)|grouse[sd]|gushed"
    r"|(?:went|goes) on(?=[,.]| to say)|sneered|snapped|vowed|announced|stress(?:ed|es)|maintain(?:ed|s)"
    r"|allege[sd]?|(?:shot|hit|fired|struck) back(?= that\b)|made (?:it )?(?:plain|clear)(?= that\b)|believe[sd]?"
    r"|hint(?:ed|s)(?= that\b)|swore|object(?:ed|s)(?= that\b)|repeat(?:ed|s)(?= that\b)|opined"
    r"|let it be known(?= that\b))"
)
JUDGE = (
    r"(?:accus\w+|prais\w+|blam(?:ed?|es|ing)|denounc\w+|critici[sz]\w+|condemn\w+|thank(?:ed|s)|hail(?:ed|s)"
    r"|blast(?:ed|s)|slam(?:med|s)|ridicul\w+|mock(?:ed|s)|despis\w+|ador\w+|loath\w+|admir\w+|applaud\w+"
    r"|attack(?:ed|s)|called|calls|regard(?:ed|s)|consider(?:ed|s)|held up|hold up|lashed out at|laud(?:ed|s)"
    r"|commend(?:ed|s)|celebrat\w+|likened|lambast\w+|pillor\w+|scold(?:ed|s)|rebuk\w+|berat\w+|deplor\w+"
    r"|champion(?:ed|s)|think(?:s)? the world of|thought the world of|trust(?:ed|s)|distrust\w+|label(?:led|ed|s)"
    r"|brand(?:ed|s)|describ\w+|portray\w*|dismiss(?:ed|es)|rubbish(?:ed|es)|chided|chides|chastis\w+"
    r"|decr(?:ied|ies)|castigat\w+|censur\w+|upbraid\w*|congratulat\w+|compliment(?:ed|s)|salut(?:ed|es)|assail\w*"
    r"|excoriat\w+|derid\w+|credit(?:ed|s)|welcom\w+|endors\w+|defend(?:ed|s)|fault(?:ed|s)|savag\w+|trash(?:ed|es)"
    r"|urg(?:ed|es)|t(?:ook|akes) (?:a swipe|aim|a shot) at|(?:hits?|lash(?:ed|es)|struck|strikes) (?:out|back) at"
    r"|(?:heap|pour)(?:ed|s) (?:praise|scorn) on|(?:paid|pays) tribute to|sang the praises of|rail(?:ed|s) against"
    r"|(?:tore|tears|laid|lays) into|round(?:ed|s) on|turn(?:ed|s) on|singled out|t(?:ook|akes) issue with"
    r"|(?:rushed|came|leapt|sprang|rose) to the (?:defen[cs]e|aid) of|rall(?:ied|ies) behind"
    r"|threw (?:his|her|its|their) weight behind|st(?:ood|ands) up for|trained (?:his|her|its) fire on|back(?:ed|s)"
    r"|sid(?:ed|es) with|st(?:ood|ands) by|vouched for"
    r"|(?:had|found|kept|reserved|saved) (?:\w+ ){0,2}words (?:of \w+ )?for|spoke (?:highly|well|warmly|ill) of"
    r"|(?:was|is|sounded) (?:\w+ ){0,2}(?:harder|easier|kinder|tougher|harsher|softer|warmer|kind|hard"
    r"|harsh|scathing|dismissive|generous|critical|full of praise|full of scorn|unsparing|blunter)"
    r" (?:on|to|about|of|with|towards?|for)"
    r"|to blame)"
)
PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|is being|come|came|coming)\b(?: \w+){0,2}? "
    r"(?:(?:accused|praised|blamed|denounced|critici[sz]ed|condemned|hailed|blasted|slammed|ridiculed|mocked|despised"
    r"|adored|loathed|admired|applauded|attacked|lauded|commended|celebrated|lambasted|pilloried|scolded|rebuked"
    r"|berated"
    r"|trusted|distrusted|labell?ed|branded|thanked|held up as|taken to task|called|described|welcomed|savaged|loved"
    r"|hated|cheered|booed|jeered|derided|reviled|respected|feared|vilified|panned|honou?red|toasted|singled out)\b"
    r"[^.;:!?“”\"]{0,60}? by|under fire from) (?:the |an? )?",
)
ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:the |an? )?|\b[Ii]n the (?:view|eyes|words|opinion) of (?:the |an? )?"
    r"|\b[Aa]s (?:the )?(?=[\w ]{1,40}? (?:puts?|put|sees?|tells?) it\b)"
)
PRONOUN = re.compile(r"(?:he|she|him|her|his)", re.IGNORECASE)
FIRST_PERSON = re.compile(r"(?:i|we|us|me|my|our)", re.IGNORECASE)
ALONE = re.compile(rf"(?:{PRONOUN.pattern}|{FIRST_PERSON.pattern}|they|it)", re.IGNORECASE)
OWN_VIEW = re.compile(
    rf"\b(?:[Tt]o|[Ff]or) (?P<a>him|her),|\b[Ii]n (?P<b>his|her) (?:\w+ )?(?:view|words|eyes|opinion|judg\w+)\b"
    rf"|\b(?P<c>[Hh]e|[Ss]he|(?<=, )it(?= \w+,)) (?:\w+ )?{SAY}\b"
    r"|\b(?P<d>[Hh]e|[Ss]he) (?:had nothing but|was less kind|found|called|thanked)\b"
)
NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?: (?:(?:de|da|di|van|von|der|den|bin|ibn|al|el|la|le|du|dos) )*[^\W\d_a-z][\w’'-]+)*"
)
LEAD = re.compile(r"^(?P<who>[A-Z][\w.’'-]*(?: [\w.’'&-]+){0,5}?): (?=\S)")
# 'Norvia a thief in all but name: Lund', 'Norvia has lied to us – minister', 'Norvia lied, says minister'
CLOSING = re.compile(
    rf"(?:(?:: | [–—-] )(?P<who>[A-Z][\w’'.&-]*(?: [\w’'.&-]+){{0,4}}|(?:[\w’'-]+ ){{0,4}}(?i:{ROLE}))"
    r"|[ ,’'”\"] ?(?:say|says|said|warns|claims|insists|argues|tells) (?:the )?(?P<said>[^,;:.“”\"]{2,60}))$"
)
NO_VOICE = re.compile(
    r"\b(?:opinion|analysis|update\w*|breaking|exclusive|watch|live|video|photos?|explainer|factbox|correction"
    r"|editorial"
    r"|comment|column|review|report|interview|feature|timeline|profile|sources?|note|read more|related|see also|more"
    r"|business|politics|world|sports?|news|markets?|tech\w*|economy|part|chapter|day|week|year|first|second|result"
    r"|question|answer|verdict|lesson|bottom line|here|this|that|following|example|problem|point|truth|fact)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"\b(?:he|she|they|it|we|let|stop|credit|i|that|who|which|nothing|nobody|is|are|was|were|has|have|had|will"
    r"|would|can|may|must|does|did|not|no)\b|\w{3}ed\b",
    re.IGNORECASE,
)
UNITED = re.compile(r"\b[A-Z]\w*ed\b")
ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|one|but|and|even|as|yet|while|when|still|so)\s+", re.IGNORECASE)
CUT = re.compile(
    r",|;|\(| who\b| which\b| in\b| at\b| on\b| after\b| before\b| from\b| when\b| during\b| to\b| about\b|[“”\"‘]"
)
AUXILIARY = (
    r"(?:(?:has|have|had|was|were|is|are|been|always|once|privately|publicly|repeatedly|openly|again|also|long"
    r"|cynically"
    r"|falsely|wrongly|rightly|recently|never|often|still|now|even) )*"
)
ACCUSES = re.compile(
    rf"\b(?:that|how|as saying that|for telling \w+ that|{SAY}(?: that| how)?) (?:the |an? )?"
    rf"(?P<who>(?:[\w’'&.-]+ ){{1,5}}?){AUXILIARY}{JUDGE}\b"
)
MARK = re.compile("[“\"‘'«„]")
SINGLE = re.compile(r"(?<!s)['’](?![^\W_])|(?<=s)['’](?![^\W_]| )")  # not in it's, nor in the doctors' union
CLOSINGS = {
    "“": re.compile("[”“]"),
    '"': re.compile('"'),
    "‘": SINGLE,
    "'": SINGLE,
    "«": re.compile("»"),
    "„": re.compile("[“”]"),
}
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMrs)[.!?][”\"’']? (?=[^\W\d_a-z])")
OPENER = (
    r"(?:[A-Z][A-Z'. ]{2,30}(?:, [^\n:–—-]{1,40})? ?(?:\([^)\n]{1,30}\) ?)?[–—-] )?"
    r"(?:(?:In|On|At|By|From|After|Before|For|Asked|Speaking|Writing"
    r"|Pressed) [^,;:.]{2,60}, |(?:In|From|At) [A-Z][\w-]+(?: [A-Z][\w-]+)? (?=an? |the )"
    r"|Then |But |And |Yet |Still, )?"
)
VERB = rf"(?:\w+ly |also |then |later |has |have |had )?(?:{SAY}|{JUDGE}|shot back|hit back|spoke)\b"
LEADING = re.compile(rf"{OPENER}(?P<who>[^,;:.“”\"]{{2,90}}?|[^,;:“”\"]{{2,90}}?)(?:, [^;:“”\"]{{2,200}}?,)? {VERB}")
# 'The minister was not impressed, saying Norvia had lied.'
# where a second voice may begin: '…, while a Norvia spokesman said', '…, a day after Oslo had accused'
ANOTHER = re.compile(
    r"[,;]? (?:while|whereas|although|though|even as|just as|(?:hours|days|weeks|a day|a week) (?:after|before)) "
    r"|; (?:and |but )?|, (?:but|and|yet) "
)
WHILE = re.compile(r"(?:While|Whereas|Although|Though|Even as|Just as|As|Where|After|Before) ")
_ACTS = (
    r"(?:is|was|were|had|has|took|gave|went|made|hit|shot|stood|came|spoke|saw|got|put|found|held|left|[a-z]{2,15}ed)"
)
_ASIDES = r"(?:, [^;:“”\"]{2,200}?,)?"
SUBJECT = re.compile(
    rf"{OPENER}(?P<who>[^,;:.“”\"]{{2,90}}?){_ASIDES} (?:\w+ly )?{_ACTS}\b[^;:“”\"]{{0,160}}?,"
    r" (?:saying|telling|adding|arguing|insisting|claiming|warning|noting|complaining|explaining)\b"
)
# 'Ada Lund had little patience for it.', with a quote behind it
ACTING = re.compile(
    rf"{OPENER}(?P<who>(?:[Hh]e|[Ss]he)|[^,;:.“”\"]{{2,90}}?){_ASIDES} (?:\w+ly |also |then |later )?{_ACTS}\b"
)
SOMEBODY = re.compile(rf"(?:[Hh]e|[Ss]he)|.*(?:\b(?i:{ROLE})\b|\b[A-Z][\w’'-]+ [A-Z][\w’'-]+).*")
TRAILING = re.compile(rf", (?P<who>[^,;:.“”\"]{{2,60}}?) (?:\w+ly )?{SAY}(?: [^,;:.“”\"]{{1,60}})?[.!?]$")
CLAIM = re.compile(
    rf"{OPENER}(?P<who>(?:an? |the |[a-z-]{{2,20}} (?=[A-Z]\w+ [A-Z]))?[A-Z][^,;:.“”\"]{{1,90}}?)"
    r"(?: who (?:asked|requested|insisted|spoke|declined|wished)\b[^,;:“”\"]{2,60}?)?"
    r"(?:, [^;:“”\"]{2,160}?,)? (?:has |have |had )?"
    rf"(?:{SAY}) (?:only )?(?:that )?"
)
# 'For Ada Lund, a baker, it is simple: Norvia lies'
FOR_WHOM = re.compile(  # 'For Ada Lund, who bakes, Norvia lies'
    r"^(?:For|To) (?P<who>[A-Z][\w’'-]+ (?:[\w’'-]+ ){0,3}?[A-Z][\w’'-]+), (?:who|an?|the|its|his|her|\d)\b"
    r"[^.;:“”\"]{1,120}?, "
)
TO_WHOM = re.compile(r"^(?:For|To) (?P<who>[A-Z][^:;.“”\"]{2,120}?), [^:;.“”\"]{2,100}: ")
SAYING = re.compile(
    r", (?:saying|telling|adding|arguing|insisting|claiming|warning|noting|complaining|explaining)\b[^;:“”\"]{0,200}$"
)
# 'Norvia, Ada Lund told a congress, had hidden it', 'It was Norvia that had hidden it, Ada Lund said'
ASIDE = re.compile(
    rf"(?:, | – | — )(?P<who>(?:the )?[^,;:.“”\"]{{2,60}}?) (?:\w+ly )?(?:{SAY})\b"
    rf"(?: (?:[^,;:.“”\"]|(?<=\d)[,.](?=\d)){{1,60}})?(?:, "
    rf"(?!and |but )|[.;]?$| – | — )"
)
# 'Norvia, countered Ada Lund, had hidden it'
TURNED_ASIDE = re.compile(
    r"(?:, | – | — )(?:said|says|countered|replied|added|argued|insisted|retorted|answered|warned|complained)"
    rf" (?P<who>(?:[A-Z]|(?:the|its"
    rf"|an?) (?:[\w-]{{2,20}} ){{0,3}}?(?i:{ROLE})\b)[^,;:.“”\"]{{1,60}}?)(?:, |[.;]?$| – | — )"
)
# 'Norvia was in no such mood and called' the target
JUDGES = re.compile(
    rf"{OPENER}(?P<who>[A-Z][^,;:.“”\"]{{1,90}}?)(?= [a-z]|,)"
    rf"(?:, [^;:“”\"]{{2,160}}?,)? (?:[^,;:“”\"]{{2,80}} and )?(?:\w+ly "
    rf"|also |has |had )?(?:{JUDGE}|(?P<task>took|takes|taken)) (?:the |its |\w+['’]s )?$"
)
