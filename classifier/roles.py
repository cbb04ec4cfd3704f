"""The words by which news say who somebody is: offices and posts, and what takes a person's voice away from a name.

Patterns only, case as written; `introductions` puts them to work. All repeats are bounded: texts may be hostile.
"""

from __future__ import annotations

import re

# Posts in which somebody speaks for a government, and for any other body.
OFFICE = (
    r"(?:ministers?|secretary|secretaries|president|premier|chancellor|ambassador|envoy|diplomats?|governor|mayor"
    r"|commissioner|prosecutors?|king|queen|emperor|crown prince|prince|princess|sultan|emir|sheikh|taoiseach|czar"
    r"|tsar|attorney general"
    r"|general|admiral|colonel|commander|solicitor general|negotiator|inspector|magistrate|treasurer|consul|legate"
    r"|governor-general|vice-president|regulators?|commandant|lieutenant|ombudsman|sheriff|viceroy|ayatollah|marshal)"
)
POST = (
    r"(?:spokes(?:man|woman|person|people|men|women)|press officers?|press secretary|officials?|representatives?"
    r"|leader(?:ship)?|delegates?|ceo|cfo|coo|cto|cio|chief"
    r"|co-?founders?|founders?|chair(?:man|woman|person)?|executives?|directors?|managers?|head|boss|bosses"
    r"|owners?|officers?"
    r"|board members?|partner|authors?|counterpart|counsel|lawyers?|attorneys?|advisers?|advisors?|aides?"
    r"|lobbyists?|analysts?"
    r"|economists?|strategists?|engineers?"
    r"|scientists?|geologists?|researchers?|traders?|deputy|deputies|vice-?chair(?:man|woman)?|controller"
    r"|auditors?|planners?"
    r"|technicians?|developers?|designers?|chemists?|biologists?|buyers?|brokers?|bankers?|banker|editor|publisher"
    r"|captain"
    r"|superintendent|supervisors?|coordinators?|specialists?|experts?|insiders?|sources?|veterinarians?|vet"
    r"|pilots?|physicists?"
    r"|consultants?|administrators?|secretary-general|trustee|principal|speaker|whip|actuary|lead|agronomists?"
    r"|toxicologists?"
    r"|programmers?|metallurgists?|oceanographers?|meteorologists?|epidemiologists?|physicians?|pharmacists?"
    r"|nutritionists?|doctors?|architects?|statisticians?|inventor|heir|heiress|delegation|treasurer|predecessor"
    r"|investigators?|detectives?|examiners?|hydrologists?|surveyors?|foreman"
    r"|number (?:two|three)|point ?(?:man|woman)|top diplomat|(?<=[’']s )(?:man|woman)(?= (?:in|at) ))"
)
ROLE = rf"(?:{OFFICE[3:-1]}|{POST[3:-1]})"
# What an issuer publishes, and each part of it, speaks for it: 'a Moody's note', 'Norvia's trading arm'.
PAPER = (
    r"(?:reports?|notes?|statements?|filings?|memos?|letters?|stud(?:y|ies)|surveys?|analys[ie]s|forecasts?"
    r"|audits?|communiqu[eé]s?"
    r"|briefs?|briefings?|reviews?|rulings?|verdicts?|papers?|posts?|press releases?|releases?|bulletins?"
    r"|documents?|prospectus"
    r"|dossiers?|findings?|outlook|broadcast|commentary|adverts?|advertisements?|campaigns?"
    r"|arms?|units?|divisions?|subsidiar(?:y|ies)|boards?|management|press office)"
)
# How an employer takes somebody on: 'hired by'.
TAKEN = (
    r"(?:hired|poached|recruited|employed|taken on|lured|retained|engaged|snapped up|headhunted|signed up|paid"
    r"|picked|chosen|tapped)"
)
# Who is tied to nobody whom a name near him names.
_NOBODY = (
    r"unions?|opposition|shadow|critics?|rivals?|opponents?|competitors?|customers?|clients?|users?|victims?"
    r"|residents?|neighbou?rs?"
    r"|activists?|campaigners?|protest(?:er|or)s?|farmers?|students?|professors?|lecturers?|universit(?:y|ies)"
    r"|scholars?|college|shareholders?"
    r"|investors?|lawmakers?|legislators?|senators?|congress(?:man|woman)|mps?|meps?|backbenchers?"
    r"|members? of (?:the )?(?:\w+ )?(?:parliament|congress|opposition|legislature|house|senate|public|union|party)"
    r"|workers?|drivers?|employees?"
    r"|staff|strikers?|subscribers?|passengers?|suppliers?|dockers?|villagers?|think[ -]tanks?|charit(?:y|ies)"
    r"|ngos?|campaign group"
    r"|watchers?|biographers?|historians?|widow(?:er)?|tenants?|plaintiffs?|whistle-?blowers?|dissidents?|exiles?"
    r"|refugees?|patients?|fans?|reporters?"
    r"|journalists?|columnists?|correspondents?|survivors?|relatives?|partners|works councils?"
    r"|subcontractors?|contractors?"
    r"|franchisees?|party leader|trade group|consumer group|buyers?|predecessors?"
)
_FIELD = (  # what a post deals with: a 'head of investor relations' is no investor
    r"(?:[’']s?)? (?:relations|safety|care|affairs|services?|protection|experience|engagement|operations|products?"
    r"|health"
    r"|management|business|bank(?:ing)?|policy|communications?|support|education|welfare|finance|loans?|training"
    r"|data)\b"
)
NOBODY = re.compile(rf"\b(?<!chief of )(?:{_NOBODY})\b(?!{_FIELD})", re.IGNORECASE)
FORMER = re.compile(
    r"\b(?:former|formerly|ex|once|until|till|used to|previously|retired|erstwhile|ousted|disgraced|sacked|fired"
    r"|onetime|one-time|outgone|late"
    r"|in the (?:\w{2,6}ties|early|late|\d{4}s)|from \d{4}|between \d{4}|\d{4} ?[–-] ?\d{2,4}"
    r"|left(?![ -](?:wing|hand))|quit|began|started"
    r"|resigned|departed|worked|served|spent|used|was|were|had|ago|then-?)\b|\bex-",
    re.IGNORECASE,
)
FORMER_TITLE = re.compile(
    r"\b(?:former|formerly|ex|once|retired|erstwhile|ousted|disgraced|sacked|fired|onetime|one-time|late|then)\b",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:now|today|currently|nowadays|since|join(?:ed|ing|s)|rejoined|becoming|took over|takes over"
    r"|mov(?:ed|es|ing) to|switch(?:ed|es|ing) to|went (?:over |on |to )|going to|defect(?:ed|ing) to"
    r"|cross(?:ed|ing) (?:over )?to|decamp(?:ed|ing) to|jump(?:ed|ing) (?:ship )?to|became|has|is"
    rf"|{TAKEN} by"
    r"|seconded to|ended up|wound up|landed|turned|appointed|promoted|these days)\b",
    re.IGNORECASE,
)
PAST_VERB = re.compile(
    r"\b(?:who|that) (?:\w+ly )?(?!has\b|had\b|is\b|joined|took over|moved|became|founded|co-?founded)\w+(?:ed|ew"
    r"|an|ote|t|old|aw|ade|ent)\b",
    re.IGNORECASE,
)
SERVES = (
    r"(?:heads?|leads?|runs?|chairs?|covers?|manages?|oversees?|directs?|handles?|works?|speaks?|lobbies|advises?"
    r"|represents?"
    r"|join(?:ed|ing|s)|rejoined|owns?|founded|co-?founded|commands?|supervises?|serves?|looks? after|in charge of"
    r"|responsible for|at the helm of|tracks?|follows?|sells?|buys?|negotiates?"
    r"|(?:has|have) (?:run|led|headed|chaired|managed|overseen|directed|worked|served|been"
    r"|advised|represented|lobbied)|took over|takes over"
    r"|became|mov(?:ed|es|ing) to|went to|going to|switch(?:ed|es|ing) to|defect(?:ed|ing) to"
    r"|cross(?:ed|ing) (?:over )?to|decamp(?:ed|ing) to|transferr(?:ed|ing) to|jump(?:ed|ing) (?:ship )?to"
    r"|signed (?:on|up) with|seconded to|sits? on|ended up|wound up|landed|consults?|acts?"
    r"|(?:now|today|these days) (?:at|with)"
    rf"|{TAKEN}"
    r"(?: (?:last|this|in|two|three) \w{2,9}(?: ago)?)? by)"
)

FEMALE = re.compile(
    r"\b(?:\w*woman|\w*women|queen|princess|mrs|ms|miss|madam|dame|lady|her|she|mother|widow|daughter|sister"
    r"|heiress|empress)\b",
    re.IGNORECASE,
)
MALE = re.compile(
    r"\b(?:(?:spokes|chair|business|congress|states)m[ae]n|king|prince|mr|sir|lord|his|he|father|son|brother"
    r"|emperor|sultan|emir|sheikh)\b",
    re.IGNORECASE,
)

# Words that stand for a company or a state named before.
COMPANY_NOUN = (
    r"(?:company|firm|group|bank|lender|airline|carrier|\w{0,20}maker|miner|manufacturer|retailer|grocer|utility"
    r"|operator|start-?up"
    r"|developer|producer|brewer|giant|conglomerate|insurer|broker|brokerage|shipper|corporation|business|refiner"
    r"|chain|builder"
    r"|publisher|platform|subsidiary|multinational|shipyard|trader|supplier|exporter|distributor|provider|agency"
    r"|fund|telecom|studio)"
)
STATE_NOUN = (
    r"(?:government|ministry|country|state|regulator|watchdog|agency|authority|authorities|commission"
    r"|inspectorate|directorate|central bank|court"
    r"|tribunal|army|navy|police"
    r"|cabinet|embassy|administration|kingdom|republic|nation|department|treasury|bloc|parliament|customs|council"
    r"|bureau|office|island|province)"
)
# Bodies of a state, and sites of a company, that a document may name with whose they are: 'Kenya's drug agency'.
BODY_NOUN = (
    r"(?:regulator|watchdog|agency|authority|authorities|commission|inspectorate|directorate|committee|ministry"
    r"|department|central bank|court|tribunal|bureau|council|customs|coast guard|embassy|board"
    r"|police|army|navy|treasury"
    r"|administration|customs service|ombudsman)"
)
SITE = (
    r"(?:plant|factory|mine|pit|mill|refinery|smelter|foundry|steelworks|shipyard|airport|port|terminal|depot"
    r"|warehouse|quarry|brewery|dairy|wind park|wind farm|fish farm|oil field|gas field|shopping cent(?:re|er)|dam)"
)
# Posts that later words may call each other.
ALIKE = (
    frozenset({"minister", "ministers", "secretary", "official", "officials", "premier", "chancellor"}),
    frozenset({"ambassador", "envoy", "diplomat", "diplomats", "official", "consul"}),
    frozenset({"executive", "ceo", "chief", "boss", "head", "leader"}),
    frozenset({"chairman", "chairwoman", "chair", "chairperson", "boss"}),
    frozenset({"boss", "manager", "director", "head", "chief"}),
    frozenset({"analyst", "analysts", "economist", "strategist", "lead"}),
    frozenset({"lawyer", "attorney", "counsel"}),
    frozenset({"spokesman", "spokesperson", "official", "representative"}),
    frozenset({"spokeswoman", "spokesperson", "official", "representative"}),
    frozenset(
        {"executive", "manager", "director", "officer", "head", "president", "cfo", "coo", "cto", "cio", "chief"}
    ),
    frozenset({"banker", "economist", "strategist"}),
    frozenset({"governor", "official"}),
    frozenset({"president", "leader"}),
    frozenset({"general", "officer", "commander", "admiral", "colonel"}),
)
# Words for a person that say nothing of a post.
SOMEBODY = re.compile(
    r"(?:[Tt]he )?(?:(?:billionaire|millionaire|industrialist|tycoon|entrepreneur|magnate|mogul|businessm[ae]n"
    r"|businesswoman|\d\d-year-old|veteran|nobleman|statesman|stateswoman"
    r"|(?!chief)[a-z]{2,12}(?:[- ]born)? (?:billionaire"
    r"|executive)|technocrat|strongman|heir|old hand|mother of \w+|father of \w+)"
    r"|(?:[\w-]{2,20} ){0,2}(?:politician|veteran|democrat|native)"
    r"|(?:lawyer|engineer|economist|physicist|banker|doctor|chemist|metallurgist|accountant|soldier|teacher)"
    r" by training"
    r"|(?:frenchm[ae]n|dutchm[ae]n|englishm[ae]n|irishm[ae]n|scotsm[ae]n|welshm[ae]n|frenchwoman|dutchwoman|spaniard"
    r"|dane|swede|finn|pole|turk|briton|scot|australian|american|canadian|german|austrian|italian|norwegian|belgian"
    r"|brazilian|indian|russian|ukrainian|hungarian|romanian|mexican|argentine|chilean|nigerian|kenyan|texan"
    r"|californian|new yorker))",
    re.IGNORECASE,
)
# Who speaks for nobody, before a name or behind it: 'the consumer group Foodwatch'.
CAUSE = (
    r"(?:(?:consumer|campaign|advocacy|rights|environmental|green|pressure|lobby|trade|industry|human rights|activist"
    r"|watchdog|research|victims['’]?|climate|shareholder) (?:group|body|organi[sz]ation"
    r"|association|lobby|network)"
    r"|ngo|charity|think[ -]tank|(?:trade |labou?r |teachers['’]? |pilots['’]? )?union|federation|opposition party"
    r"|party|foundation|campaigners?|environmentalists?|non-?profit|institute|university)"
)
