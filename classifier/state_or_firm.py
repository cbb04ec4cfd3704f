"""Whether a name that no list has is a state's or a firm's, by the sentence that it stands in.

What the name itself does, has or is called weighs most, then what else its clause and its sentence speak of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

# Score above which a name is a state's, and what each kind of evidence counts.
ENOUGH = 1.5
_NEAR_STATE, _NEAR_FIRM = 4.0, 3.0  # what the name does, has or is called
_SHAPE = 2.0
_CLAUSE = 90  # code points behind a name in which its own clause is looked for
_FRONT = 60
_AROUND = 300  # code points on each side of a name that tell what a sentence speaks of
_FIRM_WORD = 1.25  # a firm's word counts for so many of a state's
_N_BEFORE = 4  # words before a name that may call it something
_LEAN_OFFSET, _LEAST_LEAN, _MOST_LEAN = 1.5, -0.5, 3.5  # the tagger takes most states of unheard names for firms

# A state alone does or suffers this.
_STATE_DEED = re.compile(
    r"(?:,? (?:which|that)|(?: [\w$-]+){0,3} (?:before|after|as|when|because|once|until|and) it)?"
    r" (?:(?:will|would|may|might|could|has|had|have|does not|did not|must|should|to) ){0,2}"
    r"(?:(?:not|never|again|also|now|since|finally|formally|\w+ly) ){0,2}"
    r"(?:withdr[ae]w\w* from|joined the \w+ union|devalu\w+|annex\w*|invad\w+|occup(?:y|ies|ied)|ratif\w+|coloni[sz]\w+"
    r"|declare[sd]? (?:war|independence|martial|a state|an? \w+ emergency)|expel(?:s|led)?|deport(?:s|ed)?"
    r"|extradit\w+|nationali[sz]\w+|expropriat\w+|confiscat\w+|abolish\w*|seced\w+|sever(?:s|ed)?"
    r"|dissolve[sd]? parliament|restored? diplomatic|(?:cut|broke|breaks?) (?:off )?(?:diplomatic|relations|ties)"
    r"|recall(?:s|ed)? (?:its|an?|the) (?:ambassador|envoy|diplomat|consul|military attach|peacekeeper|troop"
    r"|parliament)\w*"
    r"|(?:held|holds?) (?:\w+ )?(?:elections|a referendum|a plebiscite)"
    r"|(?:open|clos|seal|reopen)(?:e?s|e?d|e)? (?:its|the) (?:\w+ )?(?:borders?|airspace|embassy|frontiers?|consulate)"
    r"|legali[sz]\w+|outlaw\w*|criminali[sz]\w+|decriminali[sz]\w+|conscript\w*|mobili[sz]\w+|execut(?:es|ed)"
    r"|hang(?:s|ed)|behead(?:s|ed)|jail(?:s|ed)?|imprison\w*|tortur\w+|pardon(?:s|ed)?|shell(?:s|ed)|bomb(?:s|ed)"
    r"|(?:denie[sd]|admit\w*|deny) (?:shelling|bombing|arming|torturing|jailing|invading|backing|sheltering|harbouring)"
    r"|shoots? at|shot (?:at|down)|test-fire[sd]?|fire[sd]? (?:a |two |three |its )?(?:\w+ )?(?:missiles?|rockets?"
    r"|shells?)"
    r"|abstain(?:s|ed)?|vote[sd]? (?:against|for|with|in|how|however|as|alongside|whichever)|recogni[sz]e[sd]? (?:the"
    r"|Taiwan|Palestin|Kosovo|[a-z]+ as)"
    r"|restart(?:s|ed)? (?:its|the|a) (?:\w+ )?(?:reactor|enrichment|nuclear)|enrich(?:es|ed)? uranium|disarm\w*"
    r"|lift(?:s|ed)? (?:the|its) (?:ban|curfew|embargo|siege|blockade|state|visa)|impos\w+ (?:a )?(?:curfew|tariffs?"
    r"|martial)"
    r"|ban(?:s|ned)? (?:the |all |its )?(?:\w+ )?(?:import|export|party|parties|protest|march|rall|veil|church"
    r"|mosque)\w*"
    r"|grant(?:s|ed)? (?:\w+ )?(?:asylum|amnesty|citizenship)|sen[dt]s? (?:its )?(?:\w+ )?(?:troops|soldiers"
    r"|warships?|envoys?)"
    r"|(?:summon|expel)\w* (?:the|its|an?) |default(?:s|ed)? on|accede[sd]? to|adopt(?:s|ed)? (?:a|the) (?:new"
    r" )?constitution"
    r"|peg(?:s|ged)? its|blockad\w+|besieg\w+|surrender\w*|le[fd]t? the (?:bloc|\w+ union|commonwealth|alliance)"
    r"|rejoin\w*|dropp?(?:s|ed)? (?:its )?recognition|ceded?|lent its army|rationed|evacuated|repatriat\w+"
    r"|amnestied|elect(?:s|ed)|arrest(?:s|ed)|detain(?:s|ed)|(?:broke|breaks?) off talks|(?:lower|rais)(?:s|ed|es)"
    r" the (?:voting"
    r"|retirement|pension|drinking|marriage) age|sign(?:s|ed) (?:a|the|an) (?:\w+ ){0,2}(?:pact|treaty|accord"
    r"|armistice|truce|ceasefire|convention)|mass(?:es|ed) troops|let (?:\w+ ){0,2}inspectors|jails|interned|censors"
    r"|censored|slapped (?:a |an )?(?:[\w%-]+ ){0,2}(?:tariff|levy|duty|duties|tariffs)|taxe[sd]|crown(?:s|ed) (?:its"
    r"|a)|buried its|took in (?:[\w,]+ ){0,2}refugees|held (?:its first|\w+ elections)|voted to (?:leave|join)|went"
    r" to the polls)(?!\w)"
)
_FIRM_DEED = re.compile(
    r"(?:,? (?:which|that))? (?:(?:will|would|may|might|could|has|had|have|does not|did not|must|should|to|is|was)"
    r" ){0,2}"
    r"(?:(?:not|never|again|also|now|since|finally|quietly|reportedly|\w+ly) ){0,2}"
    r"(?:acquir\w+|manufactur\w+|assembl(?:e[sd]?|ing)|reports? (?:a|its|record|an?|\w+ profit|sales)"
    r"|reported (?:a |its |record |better|worse|sales|profit|revenue|earnings|quarterly|annual|\w+-quarter)"
    r"|post(?:s|ed) (?:a|its|record|an|\w+ profit)|fil(?:e[sd]?|ing) for (?:bankruptcy|an? |creditor|protection"
    r"|insolvency)"
    r"|float(?:s|ed)?|delist\w*|merg\w+|laid off|lay(?:s|ing)? off|rebrand\w*|franchis\w+|refund\w*|brew(?:s|ed)?"
    r"|bottle[sd]|bake[sd]|packs|packed|refine[sd]|drill(?:s|ed)|stream(?:s|ed)|design(?:s|ed)|market(?:s|ed)"
    r"|overbill\w*|overcharg\w+|invoic\w+|outsourc\w+|rent(?:s|ed)? out|hire[sd]? (?:two|three|a|an|its|bank|engineer"
    r"|\w+ \w+ to run)"
    r"|hire[sd]|sells|sold|builds|makes|ships|shipped|stocks|buys|owns|operates|runs|employs|employed|opened (?:\w+"
    r" ){0,3}(?:stores?|shops?"
    r"|plants?|factory|factories|outlets?|branch(?:es)?|hotels?)|burn(?:s|ed|t)? through|launch(?:es|ed)? (?:its|a|an"
    r"|the) "
    r"(?:\w+ )?(?:app|product|service|phone|car|brand|model|range|tablet|store|bid|chip|subscription|share)\w*"
    r"|unveil(?:s|ed)?"
    r"|(?:rais|cut|lower|slash|trimm|lift|miss|beat|scrapp|halv|doubl|maintain|reinstat|withdr[ae]w)\w* (?:its|the|a) "
    r"(?:\w+ ){0,2}(?:forecasts?|guidance|dividend|outlook|prices?|target|targets|estimates|fees|fares|workforce"
    r"|stake|offer|bid)"
    r"|recall(?:s|ed)? (?:its |the |some |all |about |more |nearly |over |every |thousands|millions|[\d,.]+ |\w+ "
    r"(?:cars|vans|toys|cots|batches|jars|phones|heaters))"
    r"|list(?:s|ed)? (?:on|its|in)|(?:won|lost|wins|loses) (?:\w+ )?(?:a|an|the|its) (?:\w+ ){0,3}(?:contract|order"
    r"|tender|licence"
    r"|license|franchise|deal|account|concession|customers?|bid)|pledged to refund|charge[sd]? (?:its |the )?(?:\w+"
    r" )?(?:users"
    r"|customers|patients|clients|drivers|tenants|guests|widows|students)|paid (?:its|a) (?:\w+ )?(?:chief|boss"
    r"|dividend|founder"
    r"|executives)|sack(?:s|ed)? (?:its )?(?:chief|finance|\w+ workers|\d+)|licens\w+ its|patent(?:s|ed)|insure[sd]?"
    r"|leas(?:e[sd]?)"
    r"|emerg\w+ from bankruptcy|went (?:bust|bankrupt|public|under)|goes public|pulled out of|supplie[sd]|delivers"
    r"|produce[sd]"
    r"|restated|audit(?:s|ed)|advis(?:es|ed) (?:the|its) (?:sellers?|buyers?|clients?)|underwr\w+|print(?:s|ed)"
    r"|farms)(?!\w)"
)
_STATE_FRONT = re.compile(
    r"(?<!\w)(?:[Pp]resident|[Pp]rime minister|[Pp]remier|[Cc]hancellor|[Kk]ing|[Qq]ueen|[Ee]mir|[Ss]ultan"
    r"|[Pp]arliament"
    r"|[Cc]apital|[Gg]overnor|[Gg]overnment|[Cc]onstitution|[Aa]rm(?:y|ies)|[Nn]avy|[Rr]uler|[Rr]epublic|[Kk]ingdom"
    r"|[Ii]nvasion|[Aa]nnexation|[Oo]ccupation|[Cc]itizens|[Rr]ecognition|[Ii]ndependence|[Jj]unta|[Rr]ulers"
    r"|[Cc]entral bank|[Gg]enerals|[Dd]ictator|[Cc]rown|[Tt]roops|[Nn]eutrality|[Ss]overeignty"
    r"|[Aa]rmed forces|[Pp]olice|[Ss]ecurity forces|[Ff]oreign ministry) of $"
    r"|(?<!\w)(?:[Aa]mbassadors?|[Ee]mbass(?:y|ies)|[Ee]nvoys?|[Cc]onsulates?) (?:to|in|from) $"
    r"|(?<!\w)(?:[Bb]orders?|[Ff]rontiers?|[Ww]ar|[Tt]reaty|[Tt]ruce|[Cc]easefire|[Pp]eace(?: deal)?|[Dd]iplomatic \w+"
    r"|[Rr]elations|[Dd]iplomatic ties) (?:with|against|between) $"
    r"|(?<!\w)(?:[Aa]id|[Aa]rms|[Ww]eapons|[Ss]anctions|[Ee]mbargo|[Aa]ttacks?|[Ii]nvasions?|[Mm]issiles?|[Ll]oans?"
    r"|[Vv]isits?)"
    r" (?:to|on|against|for) $"
    r"|(?<!\w)(?:[Ee]xiles?|[Rr]efugees?|[Ii]ndependence|[Mm]igrants|[Dd]issidents|[Aa]sylum seekers|[Tt]roops) from $"
    r"|(?<!\w)(?:[Cc]oup|[Ee]lections?|[Jj]ournalists|[Tt]roops|[Rr]ebels|[Cc]ivil war|[Gg]enerals|[Rr]eferendum"
    r"|[Ff]amine) in $"
    r"|(?<!\w)(?:[Nn]eighbou?ring|[Ll]andlocked|[Oo]il-rich|[Mm]ountainous|[Ww]ar-torn|[Nn]eutral|[Cc]ommunist"
    r"|[Mm]ilitary-ruled"
    r"|(?:nation|kingdom|republic|state|emirate|sultanate|junta|territory|province|country|neighbou?r) (?:of )?) ?$"
)
FIRM_NOUN = (
    r"(?:(?:(?!law|policy|film|peace|match|home|king)\w+)?makers?|builder|caterer|florist|jeweller|clothier|outfitter"
    r"|cleaner|recruiter|pawnbroker|moneylender|refinery|sawmill|plantation|quarry|dairy|freight forwarder"
    r"|transporter|house-?builder|home-?builder|estate agent|realtor|fintech|biotech|edtech|engineering \w+|newspaper"
    r"|magazine|website|search engine|social network|payments? \w+|designer|producer|brewer|brewery|distiller"
    r"|distillery|lender|insurer|reinsurer|retailer|e-tailer"
    r"|airline|carrier|operator|developer|start-?up|firm|company|group|chain|giant|manufacturer|supplier|miner|utility"
    r"|bank|broker|brokerage|publisher|trader|grocer|baker|bottler|shipper|shipyard|shipbuilder|refiner|driller"
    r"|conglomerate"
    r"|contractor|consultancy|platform|app|marketplace|studio|unicorn|landlord|wholesaler|manager|house|business|outfit"
    r"|provider|specialist|packager|packer|processor|exporter|importer|distributor|label|brand|fund|agency|bookmaker"
    r"|franchise"
    r"|supermarket|cooperative|co-operative|mill|foundry|smelter|hotelier|restaurateur|butcher|tannery|vineyard"
    r"|winery|lessor"
    r"|haulier|courier|logistics \w+|owner|seller|vendor|dealer|breeder|growers?|printer|subsidiary|unit|parent"
    r"|multinational"
    r"|drugstore|pharmacy|telecoms|network|broadcaster|cinema|gym|nursery|school operator|auditor|law firm|accountant"
    r"|charity shop)"
)
_FIRM_TITLE = re.compile(
    r"(?<!\w)(?:(?:(?!law|policy|film|peace|match|home|king)\w+)?makers?|brewery|distillery|lender|insurer|reinsurer"
    r"|airline|carrier|start-?up|firm|company|chain|giant"
    r"|manufacturer|miner|utility|bank|brokerage|shipbuilder|refiner|conglomerate|consultancy|app|marketplace|unicorn"
    r"|wholesaler"
    r"|supermarket|subsidiary|multinational|chip designer|retailer) $"
)
_FIRM_OWNS = re.compile(
    r"['’]s? (?:[a-z-]+ )?(?:chief executive|shareholders?|shares?|share price|dividend|board of directors"
    r"|bondholders|CEO|CFO|IPO"
    r"|flotation|listing|subsidiar(?:y|ies)|quarterly \w+|stock|product line|order book|loan book|customers"
    r"|chief financial officer)(?!\w)"
)
_FIRM_FRONT = re.compile(
    rf"(?<![\w-])(?i:{FIRM_NOUN}) $"
    r"|(?<!\w)(?:[Uu]sers|[Ee]mployees|[Ss]hares|[Ss]hareholders|[Cc]ustomers|[Pp]lants?|[Ff]actor(?:y|ies)"
    r"|[Bb]oard|[Cc]hairm[ae]n|[Cc]hairwoman|[Cc]hief executive|[Cc]hief|CEO|CFO|[Bb]oss(?:es)?|[Ff]ounders?"
    r"|[Hh]eadquarters|[Tt]akeover|[Aa]cquisition|[Bb]ondholders|[Cc]reditors|[Pp]urchase|[Ss]ale|[Ll]isting"
    r"|[Ff]lotation"
    r"|[Dd]irectors?|[Mm]anagers?|[Ee]xecutives?|[Bb]uyers?|[Cc]lients|[Pp]assengers|[Ss]ubscribers|[Tt]enants"
    r"|[Ll]iquidators?"
    r"|[Aa]dministrators|[Aa]uditors?|[Ss]ubsidiary|[Uu]nit|[Dd]ivision|[Aa]rm|[Bb]ankruptcy|[Cc]ollapse"
    r"|[Ww]arehouses?|[Ss]tores?"
    r"|[Oo]ffices|[Mm]akers?|[Mm]erger|[Bb]rands?|[Ll]enders|[Bb]ackers|[Ss]uppliers?|[Rr]ivals?|[Cc]ompetitors?"
    r"|[Pp]roducts?"
    r"|[Ff]ranchisees?|[Pp]rofits?|[Rr]evenues?|[Ee]arnings|[Ii]nsolvency|[Ww]ebsite|[Ll]ogo) (?:of|at) $"
    r"|(?<!\w)(?:[Ss]takes?|[Ii]nvestors?|[Ii]nvest(?:ed|ment|ing|s)?|[Ss]hares?|[Ss]hareholders?|[Bb]onds?) in $"
    r"|(?<!\w)(?:[Pp]rofits?|[Ss]ales|[Rr]evenues?|[Ii]ncome|[Ee]arnings|[Ll]oss(?:es)?|[Ll]ayoffs"
    r"|[Mm]anagers?|[Ee]ngineers|[Aa]nalysts?|[Tt]raders|[Ee]xecutives?|[Bb]ankers|[Cc]olleagues) at $"
    r"|(?<!\w)(?:[Dd]ividends?|[Tt]ickets|[Pp]hones?|[Rr]efunds?|[Aa]n email|[Pp]rofit warnings?|[Bb]ought|[Oo]rdered"
    r"|[Ll]oans?) from $"
    r"|(?<!\w)(?:[Mm]erger|[Mm]erge[sd]?|[Cc]ontracts?|[Jj]oint venture|[Aa]ccounts?) with $"
    r"|(?<!\w)(?:(?:[Tt]akeover )?[Bb]ids? for|[Oo]ffers? for|[Aa]cquir(?:e[sd]?|ing)|[Tt]ook over|[Tt]ak(?:e|ing) over"
    r"|[Bb]uy(?:s|ing)?|[Bb]ought|[Ii]nsured by|[Rr]un by|[Mm]ade by|[Ss]old (?:by|to)|[Bb]uilt by|[Oo]wned by"
    r"|[Mm]anufactured by"
    r"|[Ss]upplied by|[Dd]owngraded?|[Uu]pgraded?|[Ww]orks for|[Ww]orked for|[Ww]orking for|[Ss]horted|[Aa]udited"
    r"|[Rr]escued"
    r"|[Ii]nvented by|[Dd]esigned by|[Bb]rewed by|[Oo]perated by|[Ll]eased (?:to|by|from)) $"
)
_STATE_TAIL = re.compile(
    r"(?:['’]s?|,? whose) (?:[a-z-]+ ){0,2}(?:parliament|government|arm(?:y|ies)|president|prime minister|premier|\w+"
    r" minister"
    r"|junta|borders?|navy|constitution|central bank|kings?|queen|airspace|coast(?:line)?|people|voters|embass(?:y|ies)"
    r"|ambassadors?|ministers?|citizens|currency|independence|sovereignty|capital|rulers?|emir|diplomats?|opposition"
    r"|cabinet"
    r"|territory|police|soldiers|troops|generals|envoys?|finances|coup|elections?|monarchy?|senate|rebels|judges"
    r"|courts|peacekeepers"
    r"|reactors?|missiles|warships|jets|coastguard|coast guard|gendarmes|secret police|flag|anthem|allies|neighbou?rs"
    r"|war|electorate"
    r"|legislature|lawmakers|MPs|tax(?:es|payers)|regime|dictator|islands|provinces|governor|province|population)(?!\w)"
    r"|,? (?:an?|the|its|that|itself an?|once an?) (?:[\w’'-]+ ){0,4}?(?:state|nation|country|republic|kingdom"
    r"|sultanate|emirate|territory"
    r"|dictatorship|democracy|monarchy|colony|province|principality|archipelago|island|statelet|protectorate|junta"
    r"|theocracy|neighbou?r"
    r"|enclave|exporter of (?:oil|gas)|member of the (?:bloc|union|alliance))(?![\w-]| (?:firm|company|bank|airline"
    r"|chain|utility|carrier))"
    r"|,? (?:an?|the) (?:small|tiny|landlocked|neutral|poor|rich|mountainous|oil-rich) (?:state|nation|country|island"
    r"|kingdom|republic)"
    r"| and (?:two|three|four|five|its|\w+ other) (?:other )?(?:member|neighbou?r|state|countr|ally|allies|nation)\w*"
    r"| (?:for|as) (?:being |having been )?(?:the|an?) (?:[\w-]+ ){0,2}(?:state|country|nation|republic)(?!\w)"
)
_FIRM_TAIL = re.compile(
    r"(?:['’]s?|,? whose) (?:[a-z-]+ ){0,2}(?:shares?|shareholders|customers|chief|chief executive|CEO|boss(?:es)?"
    r"|profits?|sales"
    r"|plants?|factor(?:y|ies)|stores?|shops?|products?|apps?|users|website|headquarters|founders?|owners?|chairman"
    r"|directors?"
    r"|employees|staff|workers|cars|phones|brands?|drivers|pilots|engineers|dividend|bondholders|revenues?|auditors?"
    r"|customers"
    r"|flotation|listing|takeover|offer|mines?|warehouses?|servers|software|engines?|planes?|ships|tankers|lawyers"
    r"|bankers|earnings"
    r"|results|recall|patents?|drugs?|vaccines?|hotels?|loan book|order book|unpaid bill|business|tyres|batter(?:y"
    r"|ies)|chips)(?!\w)"
    rf"|, (?:(?:the|an?|its|one of|[\w’'-]+['’]s) (?:[\w’'-]+ ){{0,4}}?)?(?i:{FIRM_NOUN})(?!\w)"
    r"| (?:shares?|shareholders|stock|bonds|executives?|employees|staff|customers|users|bosses|engineers|products?"
    r"|stores?|plants?"
    r"|drivers|passengers|subscribers|spokes(?:man|woman|person)|boss|chief executive|founder|CEO|chairman"
    r"|directors)(?!\w)"
)
_STATE_WORDS = re.compile(
    r"(?<!\w)(?:treat(?:y|ies)|pact|parliament\w*|prime minister|\w+ minister|president|presidency|diplomat\w*"
    r"|embass\w+"
    r"|ambassadors?|envoys?|borders?|troops|soldiers|arm(?:y|ies)|navy|warships?|missiles?|rockets?|coup|junta"
    r"|neighbou?rs?"
    r"|sovereign\w*|currency union|devalu\w+|coloni\w+|independence|all(?:y|ies)|alliance|bloc|sanctions|visas?"
    r"|refugees?"
    r"|asylum|extradit\w+|political prisoners|prisoners|national day|dictator\w*|opposition|ceasefire|truce|war|wars"
    r"|peace"
    r"|citizens|passports?|ministers?|ministry|elections?|referendum|constitution\w*|United Nations|U\.?N\.?"
    r"|peacekeepers?"
    r"|airspace|territor\w+|provinces?|rebels?|mercenar\w+|regime|arms|weapons|nuclear|inspectors|consul\w*"
    r"|monarch\w*|king"
    r"|queen|crown|throne|state visit|summit|secession\w*|separatis\w+|autonomy|federal government|naval|frontiers?"
    r"|migrants"
    r"|exile[sd]?|amnesty|martial law|curfew|republic|kingdom|coast ?guard|fishing (?:rights|grounds)|gas deliveries"
    r"|export levy"
    r"|debt payments|creditors|bondholders|bond markets?|IMF|World Bank|aid|donors?|tribunal|parliamentary|senate"
    r"|decree[sd]?"
    r"|outlawed|conscripts?|drones?|helicopters|jets|genocide|militia\w*|insurgen\w+|guerrilla\w*|recogni[sz]ed"
    r"|recognition"
    r"|annex\w*|country|nation|nations|state|states|government|governments|governor|premier|transit tolls?|tolls"
    r"|tariffs?|embargo"
    r"|reactor|uranium|enrichment|satellite pictures|spies|spy|hostages?|cartoon|shelling|journalists|dissidents?"
    r"|torture[ds]?"
    r"|general assembly|assembly|Security Council|veto|resolution|abstained|blockade|strait|fleet|reserves|military"
    r"|generals"
    r"|lawmakers|legislature|Taipei|Beijing|Moscow|Washington|Brussels|the Hague|human rights|death penalty"
    r"|execution[s]?|jailed"
    r"|submarines?|(?:undersea )?cable|bloggers?|voting age|retirement age|conscription|corridor|aid agencies|talks"
    r"|accords?|minority|minorities|tribes?|waters|crackdown|protesters|demonstrators|uprising|mosques?|churches|veil"
    r"|sharia|apostasy|abortion|asylum seekers|bases?|airstrikes?|air strikes?|warplanes?|river|dam|IAEA|NATO|EU"
    r"|Kremlin|White House|monarchy|royal|gold reserves|currency|smuggl\w+|border guards|rebel-held|rebel|occupied"
    r"|occupation|war crimes|the alliance|member states?|non-aligned|(?:bank)?notes|buyer owes|winters?|hostages['’]"
    r"|the bloc|smugglers|harvest|famine|wheat|neutral|trawler\w*"
    r"|independence|archipelago|islanders|state television|Vatican|pope)(?!\w)"
)
_FIRM_WORDS = re.compile(
    r"(?<!\w)(?:shares?|shareholders?|profits?|chief executive|CEO|CFO|investors?|customers?|company|companies|firms?"
    r"|(?:(?!law|policy|film|peace|match|home|king)\w+)?makers?"
    r"|factory|factories|plants?|brands?|retailers?|employees|staff|shoppers|products?|merger|takeover|revenues?"
    r"|sales|quarter"
    r"|quarterly|dividends?|software|apps?|startup|start-up|subsidiary|chairman|board|workers|stores?|patents?"
    r"|clients|users"
    r"|passengers|airlines?|bankruptcy|stake|shops?|trader|lenders?|insurer|vans?|websites?|outlet|models?|finance"
    r" chief|machines?"
    r"|tenants|engineers|drug|vaccine|smartphones?|rivals?|warehouses?|couriers?|hotels?|phones?|wafers|furnace"
    r"|layoffs|competitors"
    r"|order book|lessors|owners|refund\w*|wells?|tower leases|batter(?:y|ies)|trials?|flotation|IPO|recall|servers"
    r"|supermarkets?"
    r"|brewer|carrier|supplier|auditors?|consumer group|contractor|analysts?|tender|bidders?|robots?|forecast"
    r"|guidance|subscribers?"
    r"|loan book|interim results|annual accounts|income|earnings|cars?|tyres?|snack|beer|linen|cement|gadgets?"
    r"|toys?)(?!\w)"
)
_STATE_SUFFIX = re.compile(r"[a-z]{2,}(?:ia|stan|istan|land|eria|ania|onia|mark|ovia|abad|garia|mania)$")
_STATE_NAME = re.compile(
    r"(?:North|South|East|West|Northern|Southern|Eastern|Western|Upper|Lower|Greater|Outer|Inner|Great|Saint|St\.?"
    r"|New|Santa|San|Port|Porto|Puerto|Isla|Islas|Ilha|Costa|Sierra|Monte|Cape|Fort) [A-Z]"
    r"|.* (?:Minor|Major|Islands?|Isles?)$"
)
_STATE_TITLE = re.compile(
    r".* (?:Province|Republic|Federation|Territory|County|Oblast|Prefecture|Canton|Archipelago|Emirate|Kingdom|State"
    r"|Voivodeship"
    r"|Autonomous Region|Governorate)$"
)
_FIRM_NAME = re.compile(
    r"^[a-z]|[a-z][A-Z]|\d|&| (?:and )?(?:Sons|Brothers|Bros|Partners|Labs?|Foods?|Motors?|Holdings?|Group|Systems?"
    r"|Technolog(?:y|ies)"
    r"|Energy|Power|Capital|Bank|Air|Airways|Airlines|Cement|Steel|Mining|Minerals?|Resources|Pharma\w*|Therapeutics"
    r"|Bio\w*|Media"
    r"|Entertainment|Studios?|Games|Software|Networks?|Telecom|Communications|Insurance|Assurance|Finance|Financial"
    r"|Properties|Realty"
    r"|Estates|Logistics|Shipping|Lines|Marine|Rail|Freight|Couriers?|Chemicals?|Plastics|Textiles|Apparel|Brewery"
    r"|Brewing|Malting"
    r"|Distillers|Vineyards|Farms|Pastoral|Dairy|Stores|Markets?|Supermarkets|Hotels|Resorts|Cruises|Robotics"
    r"|Semiconductors?|Devices"
    r"|Aerospace|Aviation|Defen[cs]e Systems|Dynamics|Industries|Engineering|Construction|Builders|Petroleum|Oil|Gas"
    r"|Solar|Wind|Water"
    r"|Online|Web|Net|Radio|TV|Press|News|Times|Post|Tribune|Herald|Aircraft|Rotorcraft|Paper|Tiles|Tools?|Glass"
    r"|Timber|Furniture|Toys|Shoes|Crane|Freight|Haulage|Battery|Electric|Electronics"
    r"|Telecom|Tea|Coffee|Sugar|Rubber|Gold|Copper|Lithium|Tech|Digital|Cloud|Data|AI|Analytics|Ventures|Securities"
    r"|Trust|Frères|Hermanos|Fratelli|Pacific|International"
    r"|Global|Worldwide)$"
    r"|^(?:Grupo|Gruppo|Groupe|Banco|Banca|Banque|Bank|Compañía|Compagnie|Companhia|Société|Societe|PT|Tan Sri|Casa"
    r"|Maison|Fratelli"
    r"|Cervecería|Viña|Estrela|Usina|Aceros|Minera|Hotel|Air|Kumpulan|Astilleros) "
)


def state_score(sentence: str, start: int, end: int, lean: float | None = None) -> float:
    """Return how much speaks for a state, and not for a firm, behind a name that no list has.

    Args:
        sentence: the sentence.
        start: where the name begins.
        end: where it ends, without a genitive.
        lean: log10 of how many times likelier the tagger holds a government than a company; None: not known.
    """
    name = sentence[start:end]
    score = _n_words(_state_words(sentence), start, end) - _FIRM_WORD * _n_words(_firm_words(sentence), start, end)
    score += _NEAR_STATE * state_like(sentence, start, end) - _NEAR_FIRM * firm_like(sentence, start, end)
    if _STATE_TITLE.match(name):
        score += _NEAR_STATE
    if _STATE_SUFFIX.search(name) or _STATE_NAME.match(name):
        score += 1
    if _FIRM_NAME.search(name):
        score -= _SHAPE
    if lean is not None:
        score += min(max(lean + _LEAN_OFFSET, _LEAST_LEAN), _MOST_LEAN)
    return score


@lru_cache(maxsize=16)
def _state_words(sentence: str) -> tuple[tuple[int, str], ...]:
    return tuple((match.start(), match.group().lower()) for match in _STATE_WORDS.finditer(sentence))


@lru_cache(maxsize=16)
def _firm_words(sentence: str) -> tuple[tuple[int, str], ...]:
    return tuple((match.start(), match.group().lower()) for match in _FIRM_WORDS.finditer(sentence))


def _n_words(words: tuple[tuple[int, str], ...], start: int, end: int) -> float:
    """Return how many different words stand around a name, and not in it."""
    low, high = bisect_left(words, (start - _AROUND, "")), bisect_left(words, (end + _AROUND, ""))
    return float(len({word for place, word in words[low:high] if not start <= place < end}))


def _words_before(sentence: str, start: int) -> str:
    """Return the last few words before a name, for patterns that end there."""
    words = sentence[max(0, start - _FRONT) : start].rsplit(" ", _N_BEFORE + 1)
    return " ".join(words[-_N_BEFORE - 1 :])


@lru_cache(maxsize=256)
def state_like(sentence: str, start: int, end: int) -> bool:
    """Say whether a name does, has or is called what only a state is."""
    return bool(
        _STATE_DEED.match(sentence, end, end + _CLAUSE)
        or _STATE_TAIL.match(sentence, end, end + _CLAUSE)
        or _STATE_FRONT.search(_words_before(sentence, start))
    )


@lru_cache(maxsize=256)
def firm_like(sentence: str, start: int, end: int) -> bool:
    """Say whether a name does, has or is called what only a firm is."""
    return bool(
        _FIRM_DEED.match(sentence, end, end + _CLAUSE)
        or _FIRM_TAIL.match(sentence, end, end + _CLAUSE)
        or _FIRM_FRONT.search(_words_before(sentence, start))
    )


def is_called_a_firm(sentence: str, start: int) -> bool:
    """Say whether the word before a name is one for firms alone: 'the drugmaker Synaplin'."""
    return _FIRM_TITLE.search(_words_before(sentence, start)) is not None


def has_what_a_firm_has(sentence: str, end: int) -> bool:
    """Say whether a name is followed by what only a firm has: 'Lumenta's shareholders'."""
    return _FIRM_OWNS.match(sentence, end) is not None


def is_named_like_a_state(name: str) -> bool:
    """Say whether a name of several words has the shape of a state's: 'South Tarnwick', 'Balmeira Province'."""
    return _STATE_NAME.match(name) is not None or _STATE_TITLE.match(name) is not None


def is_named_like_a_firm(name: str) -> bool:
    """Say whether a name has the shape of a firm's: 'CoinAlder', '7Cairn', 'Fennimore Labs', 'Lindqvist & Aare'."""
    return _FIRM_NAME.search(name) is not None
