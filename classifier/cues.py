"""What the words around a name say of it: whether it acts, and whether it means no company or government at all.

Nothing here knows the list of entities; `classifier.mentions` weighs these cues against the model's tags.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _forms(stems: str) -> str:
    """Return a pattern for the finite forms of regular verbs: 'refuse' -> refuse, refuses, refused."""
    patterns = []
    for stem in stems.split():
        if stem.endswith("e"):
            patterns.append(f"{stem[:-1]}(?:e[sd]?)")
        elif stem.endswith("y") and stem[-2] not in "aeo":
            patterns.append(f"{stem[:-1]}(?:y|ies|ied)")
        elif stem.endswith(("sh", "ch", "ss")):
            patterns.append(f"{stem}(?:es|ed)?")
        else:
            patterns.append(f"{stem}(?:s|{stem[-1]}?ed)?")
    return "|".join(patterns)


def _participles(stems: str) -> str:
    """Return a pattern for the present participles of regular verbs: 'refuse' -> refusing."""
    return "|".join(f"{stem.removesuffix('e')}(?:{stem[-1]})?ing" for stem in stems.split())


# What only somebody who acts can do, and no mere place.
_STEMS = (
    "accuse announce warn urge reject deny vow insist pledge promise refuse agree decide order impose sanction expel"
    " summon recall sign ratify approve ban block veto lift scrap shelve suspend cancel revoke annul"
    " threaten retaliate"
    " protest demand request ask persuade convince mediate broker negotiate offer release free jail arrest detain"
    " extradite pardon deport nationalise nationalize privatise privatize seize confiscate levy tax fine subsidise"
    " subsidize devalue default borrow repay deploy mobilise mobilize invade annex recognise recognize"
    " condemn denounce"
    " criticise criticize blame praise hail welcome thank apologise apologize regret claim declare admit"
    " concede confirm"
    " assure reply respond signal hint suggest argue complain lobby push press back support oppose allow"
    " permit outlaw"
    " legalise legalize decree appoint dismiss sack nominate invite dispatch supply arm fund finance award"
    " grant reduce"
    " halve extend postpone delay tighten ease relax reopen seal circulate publish unveil propose table repeal amend"
    " abolish introduce restore cede surrender intervene interfere intercept scramble want hope fear expect believe"
    " inform notify consult brief remind lecture reprimand rebuke snub court woo defy appease placate reassure"
    " guarantee honour honor abandon renounce denounce disavow dispute contest challenge appeal sue"
    " prosecute investigate"
    " probe outmanoeuvre outmaneuver ration cap peg float inspect impound evict resettle repatriate"
    " naturalise naturalize"
    " purge censor disband dissolve disown exempt license lease purchase procure stockpile enrich abstain concur"
    " acknowledge advise authorise authorize bar boycott calculate campaign caution clarify commit comply consider"
    " cooperate coordinate criminalise criminalize curb cut defend delegate deliver deem designate doubt"
    " downplay embrace"
    " emphasise emphasize endorse enforce enlist ensure envisage evade exploit express facilitate favour favor forbid"
    " formalise formalize gamble host ignore implement insist instruct intend introduce issue jettison justify labour"
    " launch legislate manage mandate object oblige obtain opt outlaw overrule pardon pass plan plead prefer prepare"
    " pretend prevent prioritise prioritize proclaim prod prohibit prolong provoke pursue quash question reaffirm"
    " reciprocate reconsider refrain refute regulate reimpose reiterate relent rely remove renew replace"
    " reserve resist"
    " resolve restrict resume retract reverse review rewrite rule sanction schedule shun side siphon stall"
    " stress struggle"
    " submit terminate tolerate try tweak vote waive widen withhold wield yield help fail manage start stop"
    " close open"
    " share trust accept achieve add adopt aim answer attack attempt await bomb build call cave change charge check"
    " compensate compete complete conclude conduct continue control cover create crack demolish deserve develop earn"
    " establish exclude execute expand export favour fire follow force gain hack handle hire import improve increase"
    " join jump kill lag lobby loosen maintain mark merge miss mock move need nudge owe pause permit pick"
    " place play point"
    " pressure process produce profit protect provide publish pull punish raise reach receive redraw refer"
    " reform register"
    " reinstate reject remain report require rescue respect return reveal revive reward secure seek settle shell show"
    " shrug slash slow speed spy squander stage stick stoke strike strip subsidise suppress swap switch"
    " target tighten"
    " top track trade train transfer treat triple double trim turn undercut undermine update uphold urge use"
    " value defend lower affirm allege allocate amass assail balk bankroll bargain beg bend bless block bow brandish"
    " brush bully bungle canvass chide chip clamour clash climb coax coerce collapse comb compel condone confront"
    " conquer conspire contradict copy dangle dawdle deceive deflect deplore deprive detect deter detail devise dig"
    " dilute disarm disclose discover dodge drag dump duck earmark emulate endure entice escalate exaggerate"
    " excuse fabricate falsify fend flout fume furnish gag goad grab grumble hammer harass hasten heed humiliate"
    " hurry incite inflame insinuate interpret intimidate invest invoke irk jam jeer kowtow leak linger loot lure"
    " malign"
    " meddle mislead mock muzzle neglect overlook overtake pander parry persecute overcharge cheat underpay outsell"
    " pester plead plot plunder ponder pour pounce preach predict presume procrastinate profess promote prop pollute"
    " quarrel rattle rebuild rebut recant recoup recruit reimburse reinforce relocate renege repeat repress poison"
    " refund"
    " rescind resent resign retreat retrieve rig rob rush sabotage salute scold scorn scupper secede shame shield shirk"
    " shift shoulder shout shove sidestep silence slam snatch sneer soften spurn stonewall storm strand stumble"
    " subdue sulk"
    " summarise suspect tamper taunt tease test thwart topple torment tout trail trick trumpet"
    " unleash usher vouch waffle warm whisper whitewash wrest yank evacuate view"
    " bury violate walk waste watch weigh work worry"
)
_DEED = _forms(_STEMS)
_DOING = _participles(_STEMS)
_IRREGULAR = (
    r"says?|said|tells?|told|lets?|let|sent|sends?|withdr(?:aws?|ew|awn)|froze|freezes?|frozen|forg[ai]ves?"
    r"|gave|gives?"
    r"|given|took|takes?|taken|broke|breaks?|broken|kept|keeps?|paid|pays?|bought|buys?|sold|sells?|spent"
    r"|spends?|lent"
    r"|lends?|sought|made|makes?|met|meets?|thinks?|thought|knows?|knew|known|shot|tore|torn|threw|thrown|began|begun"
    r"|begins?|chose|chosen|chooses?|sp[eo]aks?|spoke|spoken|wrote|writes?|written|heard|hears?|stood|stands?"
    r"|held|holds?"
    r"|bound|swore|sworn|swears?|struck|upheld|overthrew|overr[ao]n|overrode|undertook|withheld|forb(?:ids?"
    r"|ade|idden)"
    r"|sues?|sued|doubles?|raises?|led|leads?|ran|runs?|drew|drawn|draws?|built|won|wins?|lost|loses?|beat"
    r"|beats|lied|lies"
    r"|put|puts|set|sets|shuts?|shut|quits?|quit|bids?|hit|hits|bet|bets|outbid|fought|fights?|caught|taught"
    r"|feeds?|fed"
    r"|stole|steals?|came|went|goes|did|does|handed|had to|has to|have to|got|gets|left|leaves|brought|brings?"
)
_MODAL = r"will|would|must|should|could|may|might|can|cannot|shall|won['’]t|wouldn['’]t|refuses to|is|was|are|were"
_ADVERB = (
    r"(?:(?:also|now|again|later|still|then|already|finally|formally|quietly|never|even|simply|soon|has|had|have"
    + (r"|just|once|immediately|repeatedly|reportedly|yesterday|today|long|recently|not|it|[a-z]+ly) ){0,3}")
)
_ACTION = rf"(?:{_DEED}|{_IRREGULAR})"
_BUSY = (
    rf"(?:is|are|was|were|has been|have been) (?:(?:now|also|still|not|again|\w+ly) )?"
    rf"(?:{_DOING}|taking|giving|paying|selling|buying|holding|keeping|sending|seeking|building|drawing|telling)"
)
_ACTS = re.compile(
    rf"(?:, which| that)? (?:{_BUSY}|(?:(?:{_MODAL}) )?{_ADVERB}(?:{_ACTION}))(?!\w)(?! by )"
    r"|['’]s? (?:[a-z]+ ){0,2}(?:decision|refusal|offer|move|plans?|policy|veto|request|demands?|bid|claims?"
    r"|promises?"
    r"|stance|position|threats?|proposal|response|reply|envoys?|ambassador|diplomats?|negotiators?"
    r"|intentions?|thanks|rage|anger|ire|wrath|fury|praise|blessing|permission|approval|consent|support|help|backing"
    r"|silence|patience|attempts?|efforts?|fears?|hopes?|warnings?|denials?|insistence|pledges?|rhetoric|strategy"
    r"|tactics|ambitions?|reluctance|willingness|failure|push|pressure|apology|complaints?|concessions?|appetite|view"
    r"|hand|crackdown"
    r"|lawsuits?|settlement|lawyers|(?:case|suit|claims?|complaint) against"
    r"|sanctions|allies|rulers|government|ministers?|leaders|budget|debts?|creditors|army|navy|troops)(?!\w)"
)
_ACTED_ON = re.compile(
    r"(?<!\w)(?:satisf(?:y|ied|ies)|accus(?:e[sd]?|ing)|blam(?:e[sd]?|ing)|condemn(?:s|ed|ing)?|denounc(?:e[sd]?|ing)"
    r"|criticis(?:e[sd]?|ing)|criticiz(?:e[sd]?|ing)|warn(?:s|ed|ing)?|urg(?:e[sd]?|ing)|tells?|told|ask(?:s|ed|ing)?"
    r"|begg?(?:s|ed|ing)?|persuad(?:e[sd]?|ing)|trust(?:s|ed|ing)?|charg(?:e[sd]|ing)|indict(?:s|ed|ing)?|fin(?:e[sd]"
    r"|ing)|investigat(?:e[sd]?|ing)|prosecut(?:e[sd]?|ing)|sanction(?:s|ed|ing)?|boycott(?:s|ed|ing)?|distrust(?:s"
    r"|ed)?|audit(?:s|ed|ing)?|exonerat(?:e[sd]?|ing)|censur(?:e[sd]?|ing)|reprimand(?:s|ed|ing)?|order(?:s|ed|ing)?"
    r"|credit(?:s|ed|ing)?|embarrass(?:e[sd]|ing)?|alarm(?:s|ed|ing)?"
    r"|pleas(?:e[sd]?|ing)|delight(?:s|ed|ing)?|irk(?:s|ed|ing)?|rattl(?:e[sd]?|ing)|embolden(?:s|ed|ing)?"
    r"|unsettl(?:e[sd]?|ing)|surpris(?:e[sd]?|ing)|upset(?:s|ting)?|worr(?:y|ies|ied|ying)|spook(?:s|ed|ing)?"
    r"|humiliat(?:e[sd]?|ing)|snubb?(?:s|ed|ing)?|court(?:s|ed|ing)?|woo(?:s|ed|ing)?|petition(?:s|ed|ing)?"
    r"|tam(?:e[sd]?|ing)|help(?:s|ed|ing)?|offer(?:s|ed|ing)?|promis(?:e[sd]?|ing)|hand(?:s|ed|ing)?|award(?:s|ed"
    r"|ing)?|grant(?:s|ed|ing)?|brings?|brought|earn(?:s|ed|ing)?|costs?|pays?|paid|ow(?:e[sd]?|ing)|lends?|lent|gave"
    r"|gives?|giving|sends?|sent|shame[sd]?|enrage[sd]?|appease[sd]?|placate[sd]?|reassure[sd]?|back(?:s|ed|ing)?"
    r"|oppos(?:e[sd]?|ing)|support(?:s|ed|ing)?|rebuk(?:e[sd]?|ing)|mock(?:s|ed|ing)?|flatter(?:s|ed|ing)?|push(?:es"
    r"|ed|ing)?|implor(?:e[sd]?|ing)|mollif(?:y|ied|ies)|outmanoeuvred|outflanked|isolat(?:e[sd]?|ing)|punish(?:es|ed"
    r"|ing)?|bypass(?:es|ed|ing)?|notif(?:y|ied|ies)|consult(?:s|ed|ing)?|brief(?:s|ed|ing)?|slamm?(?:s|ed|ing)?"
    r"|blast(?:s|ed|ing)?|annoy(?:s|ed|ing)?|divid(?:es|ed)|outrag(?:e[sd]?|ing)|stunn?(?:s|ed)|vex(?:es|ed)"
    r"|galvani[sz]e[sd]?|prodd?(?:s|ed|ing)?|jolt(?:s|ed)|unnerve[sd]?|spurn(?:s|ed)?|shun(?:s|ned)?|su(?:e[sd]?|ing)"
    r"|lobb(?:y|ies|ied|ying)"
    r"|press(?:es|ed|ing)?|convinc(?:e[sd]?|ing)|assur(?:e[sd]?|ing)|inform(?:s|ed|ing)?|thank(?:s|ed|ing)?"
    r"|prais(?:e[sd]?|ing)|anger(?:s|ed|ing)?|infuriat(?:e[sd]?|ing)|defy|defied|according to|on behalf of|pressure"
    r" on|talks with|settlements? with|settl(?:e[sd]?|ing) with|lawsuits? against|case against"
    r"|ties with|relations with|deal with|pact with|dispute with|anger in|appeal to|appealed to|loyal to"
    r"|owed to|signed with"
    r"|recogni[sz]ed|obliges?|forc(?:es?|ed|ing)|sanctions (?:on|against)"
    r"|\w{3,}(?:ed|en|wn|ght) (?:[a-z]+ )?by) $"
)
# What comes from somebody, or is done for somebody, and from or for no mere place.
_GIVEN = re.compile(
    r"(?<!\w)(?:(?:gifts?|haircut|messages?|pledges?|promises?|letters?|notes?|offers?|help|aid|money|support"
    r"|pressure|approval"
    r"|permission|silence|denials?|statements?|repl(?:y|ies)|demands?|orders?|instructions|threats?|subsid(?:y|ies)"
    r"|grants?"
    r"|licen[cs]es?|apolog(?:y|ies)|thanks|concessions?|signals?|warnings?|invitations?|loans?|guarantees?|backing"
    r"|criticism|praise"
    r"|protests?|objections?|requests?|assurances?|bailouts?|cash|funds|funding|arms|weapons|missiles|troops|cheers?"
    r"|rebukes?"
    r"|retaliation|sanctions|opposition|recognition|independence|compensation|payments?|answers?|comment|complaints?"
    r"|interference"
    r"|waivers?|exemptions?|tax breaks?|mandate|call|phone call|cheque|check|word|bill|fine|green light|nod|blessing)"
    r"(?: [a-z]+)? from|on behalf of|allegiance to"
    r"|(?:spokes(?:man|woman|person)|lawyers?|counsel|setback) for|(?:blow|rebuke) to|(?:got|gets?|received?s?|won|wins"
    r"|wrested"
    r"|extracted|secured?s?|obtained|demand(?:ed|s)?|borrow(?:ed|s)?) (?:(?!shipments?|goods)[\w$€£.,%-]+ ){1,6}from)"
    r" (?:the )?$"
)
_BEFORE_GIVER = ("from ", "from the ", "of ", "of the ", "to ", "to the ", "for ", "for the ")
# Whom a quotation names behind the verb: 'said Phnom Penh'.
_SAYS_BEFORE = re.compile(
    r"(?<!\w)(?:says?|said|replied|replies|retorted|admitted|admits|conceded|concedes|insisted|insists|argued|argues"
    r"|warned|warns"
    r"|complained|complains|protested|explained|announced|added|countered|thundered|fumed|objected|declared|claimed"
    r"|claims|vowed"
    r"|demanded|answered|boasted|promised|hinted|maintained|maintains) $"
)
_QUOTED_END = re.compile(
    r"[,.;:”\"]|$| (?:on|in|this|last|yesterday|today|after|when|as|through|late|early|at|again|and|but|while|before) "
)
# Before and behind whom money is paid back, and on whom somebody counts.
_PAID = re.compile(r"(?<!\w)(?:(?:re)?pay(?:s|ing)?|(?:re)?paid|reimburs(?:e[sd]?|ing)|compensat(?:e[sd]?|ing)) $")
_SUM = re.compile(
    r" (?:(?:about|some|nearly|almost|over|around|another|more than|up to|at least) )?"
    r"(?:[A-Z]{0,3}[$€£¥₹]|(?:Rs|EUR|USD|C|A)\.? ?\d|\d|(?:an? )?(?:fine|penalty|damages|compensation|settlement) )"
)
_COUNTED_ON = re.compile(
    r"(?<!\w)(?:count|rel(?:y|ie)|bank|wait|depend|press|push|call|look|hop|lean)(?:s|ed|d|ing|y)? (?:on|for|to|upon) $"
)
_TO_DO = re.compile(r" to [a-z]{3,}")
# Of one among many with whom somebody dealt: 'settled with nearly everyone, Ohio included'.
_DEALT = re.compile(
    r"(?<!\w)(?:settle|deal|agree|reach|sign|pa(?:y|id)|sue|fought|quarrel)[^.;]{0,60}"
    r"(?:everyone|everybody|states|provinces|governments|all|others), $"
)
_INCLUDED = re.compile(r" (?:included|among them|too)(?=[,.;])")
_BECAME_LAW = re.compile(r"(?<!\w)(?:became|become|becomes) law in $")
# Two that act together, at the beginning of what is said of them: 'Tallahassee and Disney buried their feud'.
_TOGETHER = re.compile(r" and (?:the )?[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,2}(?= [a-z])")
_CLAUSE_FRONT = re.compile(r"(?:^|[,;:—–] |(?<!\w)(?:[Tt]hat|[Aa]fter|[Ww]hen|[Ww]hile|[Aa]s|[Ss]ince|[Bb]ecause) )$")
# Before the surname of a person, the end of a longer name, and a place.
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:(?!(?:The|A|An|And|But|So|Then|When|While|As|If|Once|Still|Now|Later|Today|Yesterday|Since"
    r"|Because|That|By|With) )[A-Z][\w’'-]+|in|across|of|near|at|around|outside|inside|throughout|from|through"
    r"|over|for) $"
)
_MUCH_SPORT = 2  # so many words of sport may stand in a sentence about something else
_SURE_SPORT = re.compile(
    r"(?<!\w)(?:(?:quarter|semi)[- ]?finals?|extra time|injury time|stoppage time|penalty shoot-?out|own goal"
    r"|hat[- ]trick"
    r"|goalkeeper|goalless|goal difference|group stage|knockout stage|wickets?|innings|midfielder"
    r"|equalis(?:er|ed)|test match"
    r"|kick-off|scrum|try line|batsm[ae]n|bowled out|clean sheet|half-time|last-minute winner|medal table"
    r"|gold medals?"
    r"|playoffs?|play-offs?|qualifiers?|friendly against|unbeaten|opening match|round of 16|relegat(?:ed|ion))(?!\w)"
)
_SPORT = re.compile(
    r"(?<!\w)(?:match(?:es)?|goals?|striker|defender|coach|World Cup|league|tournament|champions?"
    r"|championship|squad|captain"
    r"|final|scored|beat|defeat(?:ed)?|won|lost|drew|draw|penalt(?:y|ies)|stadium|fans|referee"
    r"|football(?:ers)?|rugby|cricket"
    r"|hockey|basketball|handball|volleyball|medals?|Olympics?|trophy|title|half|points|side|team|fixture"
    r"|qualified|runs)(?!\w)"
)
_LANGUAGE_FRONT = re.compile(
    r"(?<!\w)(?:(?:speak|spoke|speaks|spoken|speaking|sing|sings|sang|sung|read|reads|reading|writ(?:e|es|ing"
    r"|ten)|wrote|swears?"
    r"|swore|taught|learn\w*|stud(?:y|ies|ied)|translat\w+|fluent|conversation|lessons?|subtitle[sd]|dubbed"
    r"|published|poems?"
    r"|answer(?:s|ed)?|said|shouted|prayed?|prays) (?:[a-z]+ ){0,3}?(?:in|from|into|of)?(?: the)?|and"
    r"|(?:word|words|phrase|expression|name|proverb|saying|accent|term) (?:for|in|from)|in|from|into"
    r"|(?:phrasebooks?|dictionar(?:y|ies)|grammars?|courses?|classes|teachers?|tutors?|exams?|degrees?|speakers?"
    r"|translations?"
    r"|smattering|knowledge|mastery|command|dialects?|bit|textbooks?|lessons?|study|history|sound|syllable|mix"
    r"|mixture) (?:of|in)"
    r"|(?:broken|fluent|halting|perfect|rusty|flawless|schoolboy|passable|basic|conversational|medieval|Old|Middle"
    r"|modern"
    r"|ancient|pidgin|flowery|rapid|accented|idiomatic|elegant|bad|good|little|some|no|his|her|their|my|our|its)) ?$"
)
_LANGUAGE_TAIL = re.compile(
    r"(?:[.,;:!?”\"]| (?:and|or|by|at|to|with|but|as|for|than|is|was|language|words?|lessons?"
    r"|version|phrasebooks?|dictionar(?:y|ies)|grammar|verbs?|nouns?|accents?|speakers?|proverbs?|subtitles?"
    r"|translations?"
    r"|dialects?|alphabet|poetry|homework|saved|had|could|helped)(?!\w)|$)"
)
_WORK = re.compile(
    r"(?<!\w)(?:films?|movies?|directors?|musicals?|songs?|novels?|albums?|plays?|shows?|remakes?|posters?"
    r"|books?|shoot|sang|sing"
    r"|screen\w*|stage[sd]?|starr\w+|paintings?|operas?|series|episodes?|tune|ballad|sequel|soundtrack|read"
    r"|wrote|watch\w*)(?!\w)"
)
_PLANETS = frozenset(
    ("Mercury", "Venus", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", "Pluto", "Titan", "Europa", "Orion")
)
_SKY = re.compile(
    r"(?<!\w)(?:astronom\w+|planets?|orbit\w*|moons?|Moon|telescopes?|rovers?|spacecraft|astronauts?|probes?"
    r"|rings|comets?|stars?"
    r"|night sky|solar system|landers?|asteroids?|craters?)(?!\w)"
)
_LIFE = re.compile(
    r",? (?:who )?(?:was (?:born|sacked|fired|married|buried|raised|jailed|knighted|a (?:man|boy|tailor"
    r"|farmer))|died|married"
    r"|grew up|wrote|painted|once|lies buried|left school|emigrated|invented|himself)(?!\w)"
)
_MARKET = re.compile(
    r"(?<!\w)(?:shares?|stocks?|dividends?|earnings|quarter(?:ly)?|yields?|analysts?|price target|bulls?"
    r"|bears?|calls|puts"
    r"|traders?|brokers?|guidance|trading|investors?|sell-off|selloff|rall(?:y|ies|ied)|short(?:ed|s"
    r"| sellers?| interest)?"
    r"|buy(?:ing|backs?)?|sell(?:ing)?|hold|long|portfolio|position|downgrade[sd]?|upgrade[sd]?|market cap"
    r"|valuation|options"
    r"|closed|opened|ticker|listed|EPS|ETF|nasdaq|Nasdaq|S&P|Dow|Wall Street|numbers|premarket|pre-market|after hours"
    r"|opening bell|closing bell|the bell|targets? on|price targets?|squeeze|meme stock|shorting|longs|tanked|ripped"
    r"|dumped|dips?|all-time high|52-week|ex-dividend|buyback|overweight|underweight|outperform|[Bb]uy rating|sell"
    r" rating|earnings call|bagholders|premium|strike price|implied volatility|(?:up|down|off|lost|added) (?:by "
    r"|about |nearly |almost |over |some |as much as )?[\d.]+ ?(?:%|percent|per cent|pct)|fell|rose|jumped|slid"
    r"|surged|dropped|gained|tumbled|soared|plunged|popped|spiked)(?!\w)"
)
_PERSON = re.compile(r"(?<!\w)(?:he|his|him|she|her|hers|himself|herself)(?!\w)")
# Nouns of what no government owns or does, perhaps behind a word or two: 'the US economy', 'UK pensions sector'.
_PRIVATE = re.compile(
    r" (?:(?!state )[a-z-]+ ){0,1}(?:econom(?:y|ic|ies)|markets?|citizens?|nationals?|consumers?|companies|company"
    r"|firms?|business(?:es)?|banks?|stocks?|shares?|equit(?:y|ies)|dollars?|bonds?|crude|oil|gas|fuel|gasoline"
    r"|coal|shale|workers?|jobs|wages|payrolls?|unemployment|inflation|growth|housing|homes?|house prices"
    r"|household[s]?|retail(?:ers?)?|shoppers?|pensions?|savers?|investors?|customers?|users?|voters?|electorate"
    r"|elections?|culture|society|newspapers?|farmers?|farms?|farming|growers?|producers?|makers?"
    r"|manufactur(?:ers?|ing)|automakers?|carmakers?|chipmakers?|drugmakers?|refin(?:ers?|eries)|airlines?"
    r"|airports?|carriers?|rail(?:roads?|ways?)?|ports?|operators?|startups?|start-ups?|exports?|imports?"
    r"|exporters?|importers?|industry|industries|sector|factories|plants?|universit(?:y|ies)|students?|scientists?"
    r"|researchers?|doctors?|patients?|women|men|families|children|teenagers?|residents?|tourists?|travell?ers?"
    r"|actors?|actress|singers?|artists?|authors?|musicians?|celebrit(?:y|ies)|athletes?|players?|clubs?|teams?"
    r"|football|soccer|cities|city|towns?|coast|soil|history|weather|population|bond giant|giant|conglomerate"
    r"|subsidiar(?:y|ies)|unit|arm|headquarters|lender|insurers?|grocers?|supermarkets?|brands?|chains?|stores?"
    r"|sales|demand|supply|production|output|gdp|GDP|rates?|yields?|Open|dollar)\b(?![-’'])"
    r"(?! (?:regulators?|minist(?:er|ry)|secretary|department|agency|commission|authority|officials?|watchdog|patrol))"
)


@lru_cache(maxsize=256)
def acts(sentence: str, start: int, end: int) -> bool:
    """Say whether a name does what only somebody who acts can do, or has done to it: 'Rabat hailed', 'told Quito'."""
    if sentence.endswith(_BEFORE_GIVER, 0, start) and _GIVEN.search(sentence[max(0, start - 64) : start]):
        return True
    if _is_dealt_with(sentence, start, end):
        return True
    if _NO_SUBJECT.search(sentence[max(0, start - 24) : start]):
        return False
    if _SAYS_BEFORE.search(sentence[max(0, start - 16) : start]) and _QUOTED_END.match(sentence, end):
        return True
    together = _TOGETHER.match(sentence, end)
    if (
        together
        and _CLAUSE_FRONT.search(sentence[max(0, start - 12) : start])
        and _ACTS.match(sentence, together.end())
    ):
        return True
    return _ACTS.match(sentence, end) is not None or _ACTED_ON.search(sentence[max(0, start - 32) : start]) is not None


def _is_dealt_with(sentence: str, start: int, end: int) -> bool:
    """Say whether a name is that of whom somebody pays, counts on or settles with, or where a law was passed."""
    front = sentence[max(0, start - 96) : start]
    return (
        (_PAID.search(front) is not None and _SUM.match(sentence, end) is not None)
        or (_COUNTED_ON.search(front) is not None and _TO_DO.match(sentence, end) is not None)
        or (front.endswith(", ") and _INCLUDED.match(sentence, end) is not None and _DEALT.search(front) is not None)
        or _BECAME_LAW.search(front) is not None
    )


def describes_the_private(sentence: str, end: int) -> bool:
    """Say whether a country's name before `end` only tells where something private is: 'U.S. oil refiners'."""
    return _PRIVATE.match(sentence, end) is not None


@lru_cache(maxsize=16)
def _is_about_sport(sentence: str) -> bool:
    return len({word.lower() for word in _SPORT.findall(sentence)}) > _MUCH_SPORT or bool(_SURE_SPORT.search(sentence))


def names_no_actor(sentence: str, start: int, end: int) -> bool:
    """Say whether the name of a country or city stands for its team, a film or a planet."""
    if _is_about_sport(sentence):
        return True
    if sentence[start - 1 : start] in ('"', "“", "‘", "'") and sentence[end : end + 1] in ('"', "”", "’", "'", ","):
        return start > 0 and _WORK.search(sentence) is not None
    return sentence[start:end] in _PLANETS and _SKY.search(sentence) is not None


def names_a_language(sentence: str, start: int, end: int) -> bool:
    """Say whether the adjective of a country stands for its language: 'sings in Welsh'."""
    front = _LANGUAGE_FRONT.search(sentence[max(0, start - 40) : start])
    return front is not None and _LANGUAGE_TAIL.match(sentence, end) is not None


def names_a_person(sentence: str, end: int) -> bool:
    """Say whether what follows a name that a firm has from its founder speaks of the founder."""
    return _PERSON.search(sentence, end) is not None or _LIFE.match(sentence, end) is not None


def of_the_market(sentence: str) -> bool:
    """Say whether a sentence speaks of shares, so that capitals such as 'COIN' are a ticker."""
    return _MARKET.search(sentence) is not None and not sentence.isupper()
