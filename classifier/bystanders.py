"""Who or what bears the name of a company or country and is neither: persons, parties, treaties, quakes, porcelain."""

from __future__ import annotations

import re

from classifier.state_or_firm import firm_like, is_named_like_a_firm

# Given names of both sexes, among them those that are also the names of places and firms.
_GIVEN = (
    "Aaron Abigail Abdul Abdullah Ada Adam Adele Adrian Ahmed Aisha Alan Albert Alejandro Alex Alexander Alexandra"
    " Alfred Ali"
    " Alice Alicia Alison Amanda Amber Amelia Amy Ana Anastasia Andre Andrea Andreas Andrei Andrew Andy Angela Anita"
    " Ann Anna"
    " Anne Annie Anthony Antonio April Arthur Ashley Audrey Austin Ava Barbara Barry Beatrice Becky Ben Benjamin"
    " Bernard"
    " Bernie Beth Betty Beverly Bianca Bill Billy Bob Bobby Boris Brad Bradley Brandon Brenda Brendan Brett Brian"
    " Bridget"
    " Brigitte Brittany Brooke Brooklyn Bruce Bryan Caitlin Calvin Cameron Camilla Carl Carla Carlos Carmen Carol"
    " Caroline"
    " Catherine Cathy Cecil Cecilia Chad Charlene Charles Charlie Charlotte Chelsea Cheryl Chloe Chris Christian"
    " Christina"
    " Christine Christopher Cindy Claire Clara Clare Clarence Claude Claudia Clive Colin Connie Conor Courtney Craig"
    " Crystal"
    " Curtis Cynthia Cyril Daisy Dakota Damian Dan Daniel Daniela Danny Daphne Darren Dave David Dawn Dean Deborah"
    " Debra Declan"
    " Denis Denise Dennis Derek Diana Diane Diego Dimitri Dmitry Dolores Dominic Don Donald Donna Doris Dorothy Doug"
    " Douglas"
    " Duncan Dylan Eddie Edgar Edith Edmund Eduardo Edward Edwin Eileen Elaine Eleanor Elena Eli Elijah Elisabeth"
    " Elizabeth"
    " Ella Ellen Elliot Elsa Emily Emma Enrique Eric Erica Erik Erin Ernest Ethan Eugene Eva Evan Eve Evelyn Fatima"
    " Felicity"
    " Felix Fernando Fiona Florence Frances Francesca Francis Francisco Frank Franz Fred Freddie Frederick Gabriel"
    " Gareth Gary"
    " Gavin Gemma Geoffrey George Georgia Gerald Gerard Giles Gillian Gina Giovanni Giulia Giuseppe Glenn Gloria"
    " Gordon Grace"
    " Graham Greg Gregory Greta Guillermo Gustavo Guy Gwen Hannah Hans Harold Harriet Harry Hassan Hazel Heather"
    " Hector Heidi"
    " Helen Helena Helmut Henri Henry Herbert Hilary Holly Howard Hugh Hugo Humphrey Ian Ibrahim Ida Igor Imogen"
    " Imran India"
    " Ingrid Ines Irene Iris Isaac Isabel Isabella Ivan Ivy Jack Jackie Jacob Jacqueline Jake James Jamie Jan Jane"
    " Janet Janice"
    " Jared Jasmine Jason Javier Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy"
    " Joan Joanna"
    " Joe Joel John Johnny Jon Jonathan Jordan Jorge Jose Joseph Joshua Joy Joyce Juan Juanita Judith Judy Julia"
    " Julian Julie"
    " Juliet Julio June Justin Karen Karl Kate Katherine Kathleen Kathryn Kathy Katie Kayla Keith Kelly Ken Kenneth"
    " Kenya Kerry"
    " Kevin Kim Kirsten Klaus Kofi Kristen Kurt Kyle Lars Laura Lauren Laurence Lawrence Leah Lee Lena Leo Leon Leonard"
    " Leonardo Leonie Leroy Leslie Lewis Liam Lillian Lily Linda Lindsay Lindsey Lisa Liz Lola Lorenzo Lorraine Louis"
    " Louise"
    " Lucas Lucia Lucy Luigi Luis Luke Luther Lydia Lynn Mabel Madeleine Madison Maggie Malcolm Manuel Marc Marcel"
    " Marco Marcus"
    " Margaret Maria Marie Marina Mario Marion Marjorie Mark Marlene Marshall Martha Martin Mary Mateo Mathieu"
    " Matilda Matt"
    " Matthew Maureen Maurice Max Maxine May Megan Mehmet Mel Melanie Melissa Mia Michael Michel Michelle Miguel Mike"
    " Mikhail"
    " Mildred Milton Miriam Mohamed Mohammed Molly Monica Morgan Muhammad Murray Mustafa Nadia Nancy Naomi Natalia"
    " Natalie"
    " Natasha Nathan Neil Nelson Neville Nicholas Nicola Nicolas Nicole Nigel Nikolai Nina Noah Noel Nora Norma"
    " Norman Olga Oliver"
    " Olivia Omar Oscar Otto Owen Pablo Paige Pamela Paolo Patricia Patrick Paul Paula Pauline Pedro Peggy Penelope"
    " Penny Percy"
    " Pete Peter Petra Philip Phillip Phoebe Phyllis Pierre Polly Priya Rachel Rafael Rahul Raj Ralph Ramon Raquel"
    " Ravi Ray"
    " Raymond Rebecca Reginald Renee Rhys Ricardo Richard Rick Rita Rob Robert Roberta Roberto Robin Rodney Roger"
    " Roland Ron"
    " Ronald Rory Rosa Rosalind Rose Rosemary Ross Roxanne Roy Ruby Rudolf Rupert Russell Ruth Ryan Sabrina Sally"
    " Salman Sam"
    " Samantha Samuel Sandra Sanjay Sara Sarah Savannah Scott Sean Sebastian Sergei Sergio Seth Shannon Sharon Sheila"
    " Shelley"
    " Sheryl Shirley Sibyl Sidney Sienna Silvia Simon Simone Sofia Sonia Sophia Sophie Spencer Stacey Stanley Stefan"
    " Stella"
    " Stephanie Stephen Steve Steven Stewart Stuart Sue Suresh Susan Susanna Suzanne Svetlana Sybil Sydney Sylvia"
    " Tamara Tammy"
    " Tania Tanya Tara Ted Teresa Terence Terry Tessa Theo Theodore Theresa Thomas Tiffany Tim Timothy Tina Toby Todd"
    " Tom Tomas"
    " Tommy Toni Tony Tracey Tracy Travis Trevor Tristan Tyler Ursula Valentina Valerie Vanessa Vera Vernon Veronica"
    " Victor"
    " Victoria Vikram Vincent Viola Violet Virginia Vivian Vladimir Walter Wanda Warren Wayne Wendy Wesley Wilfred"
    " Wilhelm"
    " Willem William Willie Winston Xavier Yasmin Yusuf Yvonne Zac Zachary Zara Zoe"
)
GIVEN_NAMES = frozenset(_GIVEN.split())
# Given names that are a country's or state's.
_PLACES = frozenset(
    ("India", "China", "Chad", "Jordan", "Kenya", "Georgia", "Virginia", "Victoria", "Carolina", "Dakota", "Israel")
)
_PARTY_NAMES = (
    "Labour|Labor|Tories|Fratelli d'Italia|Fratelli d’Italia|Forza Italia|Lega|Fidesz|Jobbik|Tisza|PiS|Law and"
    " Justice|Civic Platform"
    "|Civic Coalition|Konfederacja|Polska 2050|Likud|Yesh Atid|Shas|Yisrael Beiteinu|Otzma Yehudit|Religious Zionism"
    "|Meretz|Hadash"
    "|BJP|Congress Party|AAP|Trinamool|Shiv Sena|DMK|AIADMK|TMC|BSP|CPM|ANC|EFF|Democratic Alliance|Inkatha|IFP"
    "|ActionSA|Zanu PF"
    "|ZANU PF|Frelimo|Renamo|Swapo|SWAPO|MPLA|Unita|UNITA|PDP|APC|NDC|NPP|Chadema|CCM|Jubilee|Ennahda|Vox|Podemos"
    "|Sumar|PSOE|PP"
    "|Ciudadanos|Junts|ERC|Bildu|PNV|Chega|AfD|CDU|CSU|SPD|FDP|BSW|Linke|Grüne|Greens|ÖVP|SPÖ|FPÖ|Neos|Rassemblement"
    " National"
    "|National Rally|Front National|La République En Marche|Renaissance|Les Républicains|Parti Socialiste|PVV|VVD|D66"
    "|GroenLinks"
    "|PvdA|Vlaams Belang|N-VA|Venstre|Moderaterna|Sverigedemokraterna|Sweden Democrats|Fremskrittspartiet"
    "|Arbeiderpartiet"
    "|Syriza|Pasok|PASOK|New Democracy|Golden Dawn|Smer|ANO|Pirates|Georgian Dream|Servant of the People"
    "|Batkivshchyna|Yabloko"
    "|AKP|CHP|MHP|HDP|Kadima|Hezbollah|Hamas|Fatah|Sinn Féin|Fine Gael|Fianna Fáil|SNP|Plaid|DUP|SDLP|UUP|Ukip|UKIP"
    "|Reform"
    "|Lib Dems|Morena|PRI|PAN|PRD|Peronists|La Libertad Avanza|Frente Amplio|Partido dos Trabalhadores|MAS|Pheu Thai"
    "|Move Forward"
    "|UMNO|Umno|Bersatu|Pakatan Harapan|Barisan Nasional|PAS|Golkar|Gerindra|PDI-P|Kuomintang|KMT|DPP|Komeito|LDP"
    "|Bloc Québécois"
    "|NDP|Coalition Avenir Québec|Awami League|BNP|PTI|PML-N|PPP|Congress-I|Fatherland Front|Grand National Party"
    "|People Power"
)
_PARTIES = frozenset(_PARTY_NAMES.split("|"))
# Of firms, and not of governments: 'IT department'.
_OFFICE = re.compile(
    r"(?:the )?(?:IT|HR|PR|AI|R&D|English|French|German|Spanish|Russian|Chinese|Japanese|History|Physics|Maths|Music"
    r"|Art|Legal|Sales"
    r"|Marketing|Accounts|Finance|Human Resources) (?:department|desk|team|office)s?"
)
_EVENT = re.compile(
    r"(?<!\w)(?:Congress|Treat(?:y|ies)|Battles?|Siege|Sack|Fall|Peace|Edict|Partition|Rape|Relief|Concert|Diet|Synod"
    r"|Storming"
    r"|Massacre|Conquest|Liberation|Declaration|Statute|Siege|Bombing|Pact|Concordat|Truce|Armistice|Conference"
    r"|Defenestration) of "
    r"(?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
    r"|(?<!\w)(?:Berlin (?:Wall|Airlift|Blockade)|Boston Tea Party|Prague Spring|Paris (?:Commune|Agreement|Accords?"
    r"|Peace Conference)"
    r"|Munich Agreement|Kyoto Protocol|Suez [Cc]risis|Cuban [Mm]issile [Cc]risis|Warsaw (?:Pact|[Uu]prising|Ghetto)"
    r"|Vienna Convention"
    r"|Geneva Conventions?|Hague Conventions?|Oslo Accords?|Dayton (?:Accords?|Agreement)|Minsk [Aa]greements?|Camp"
    r" David Accords?"
    r"|(?:French|Russian|American|Iranian|Cuban|Chinese|Mexican|Haitian|Hungarian|Egyptian|Tunisian|Industrial"
    r"|Islamic|Cultural)"
    r" Revolution|(?:Spanish|American|English|Russian|Greek|Syrian|Lebanese|Finnish|Irish) Civil War|Spanish"
    r" (?:Inquisition|Armada|[Ff]lu)"
    r"|(?:Roman|Ottoman|British|Persian|Mongol|Russian|Austro-Hungarian|Byzantine|Spanish|Japanese) Empire|Irish"
    r" [Ff]amine"
    r"|(?:Korean|Vietnam|Iraq|Gulf|Falklands|Crimean|Boer|Afghan|Kosovo|Bosnian|Cold|Chaco|Winter|Yom Kippur|Six-Day"
    r"|Opium) War"
    r"|Louisiana Purchase|Chicago Fire|Tokyo Trials|Nuremberg [Tt]rials|Moscow (?:Trials|Olympics)|Munich Olympics"
    r"|Bengal [Ff]amine"
    r"|Potsdam Conference|Yalta Conference|Tehran Conference|Bandung Conference|Bretton Woods Conference)(?!\w)"
)
# A quake or storm has places as its objects.
_NATURE = re.compile(
    r"(?<!\w)(?:earthquakes?|quakes?|aftershocks?|tremors?|tsunamis?|typhoons?|hurricanes?|cyclones?|tornado(?:es)?"
    r"|storms?|blizzards?"
    r"|landslides?|mudslides?|avalanches?|eruptions?|volcano(?:es)?|monsoon|heatwaves?|heat wave|droughts?|wildfires?"
    r"|floods?|flooding"
    r"|hailstones?|snow|snowstorms?|sandstorms?|dust storm|lightning|rains?|downpours?|locusts?|gales?|fog|frost|cold"
    r" snap)(?!\w)",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"(?<!\w)(?:sh[ao]ok|shak(?:es|ing)|hits?|hitting|struck|strikes?|striking|rattle[sd]?|rattling|lash(?:es|ed|ing)"
    r"|batter(?:s|ed|ing)"
    r"|pound(?:s|ed|ing)|drench(?:es|ed|ing)|sw[ea]pt|sweep(?:s|ing)|swept|scorch(?:es|ed|ing)|ravage[sd]?"
    r"|devastate[sd]?|flatten(?:s|ed)"
    r"|soak(?:s|ed|ing)|blanket(?:s|ed|ing)|jolt(?:s|ed|ing)|pummel(?:s|led|ing)|roil(?:s|ed)|ripped|tore|rocks?"
    r"|rocked|cover(?:s|ed)"
    r"|parch(?:es|ed)|inundate[sd]?|grip(?:s|ped)|plague[sd]?|stripp?(?:s|ed)|reach(?:es|ed)|cross(?:es|ed)"
    r"|approach(?:es|ed)|spare[sd]?)"
    r"(?: (?:across|through|over|into|in|out of))? (?:the )?(?:(?:[a-z]+ern|north|south|east|west|central|coastal"
    r"|upper|lower|rural|much of"
    r"|most of|parts of|half of|all of|swathes of|large parts of|north-\w+|south-\w+|the \w+ of|the \w+ \w+ of)["
    r" -]){0,3}$"
)
_REGION = re.compile(
    r"(?<!\w)(?:(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:-?(?:east|west|central))?ern|[Cc]entral|[Cc]oastal|[Rr]ural"
    r"|[Mm]ainland|much of"
    r"|parts of|across|all over|most of|the north of|the south of|the east of|the west of) $"
)
_PORCELAIN_FRONT = re.compile(
    r"(?<!\w)(?:(?:\w+['’]s|her|his|their|our|my|your|the|of|and|some|with) )?(?:best|fine|finest|bone|good|blue"
    r"|white|antique|broken"
    r"|wedding|painted|family|old|cracked|delicate|everyday|cheap|hand-painted|fancy|heirloom|willow|eggshell|Meissen"
    r"|Spode"
    r"|Wedgwood|Dresden|Sèvres|Limoges|tea|dinner|matching|smashed|chipped|unbroken|royal) $"
    r"|(?<!\w)(?:(?:wash|smash|broke|break|pack|wrapp?|collect|inherit|dust|drop|chipp?|crack|unpack|glu|sold)(?:e?d"
    r"|ing|s|es)?)"
    r" (?:the |her |his |their |our )$|(?<!\w)(?:plates?|cups?|pieces?|shards?|sets?|box|crates?|cabinet|collection)"
    r" of $"
)
_PORCELAIN_TAIL = re.compile(
    r" (?:cabinets?|shops?|plates?|cups?|saucers?|dolls?|clay|tea|teapots?|sets?|dinner|figurines?|patterns?"
    r"|collections?|cupboards?"
    r"|closet|bowls?|vases?|mugs?|dogs?|doorknob|dish|dishes|animals?|painter|factory|department)(?!\w)"
)
_TURKEY_FRONT = re.compile(
    r"(?<!\w)(?:roast(?:ed)?|stuffed|frozen|wild|ground|cold|smoked|free-range|whole|Christmas|Thanksgiving|leftover"
    r"|plump|fresh|the|a"
    r"|jellied|carved?|cooked|basted?|thawed?|minced|of) $"
)


# Firms whose names with an article are a region's, or that of an index.
_REGIONS = frozenset(("Amazon", "Delta", "Gap", "Strip"))
_NO_NOUN = re.compile(
    r"[.,;:)]|$| (?:is|was|has|had|last|this|in|on|from|to|and|are|were|since|by|for|at|with|burns?|rainforest|basin"
    r"|jungle|river"
    r"|knew|near|where|that|which|as|every|each|around|during)(?!\w)"
)
_INDEXES = frozenset(("Nikkei", "Nasdaq", "Dow"))
_MOVES = re.compile(
    r" (?:(?:was|is|were|had|has|has been|also|briefly|later|average|index|share average|composite|today) )*(?:up"
    r"|down|off|flat|closed?"
    r"|fell|falls|rose|rises|slid|slides|gain(?:s|ed)|lost|loses|jump(?:s|ed)|drop(?:s|ped)|hit|hits|end(?:s|ed)"
    r"|climb(?:s|ed)"
    r"|add(?:s|ed)|tumble[sd]|surge[sd]|shed|sheds|dip(?:s|ped)|edge[sd]|sank|sinks|soar(?:s|ed)|plunge[sd]|open(?:s"
    r"|ed)|finish(?:es|ed)"
    r"|advance[sd]|retreat(?:s|ed)|rall(?:ied|ies)|touche[sd]|trade[sd]|crash(?:es|ed))(?!\w)"
)
# Parties that have a firm's name.
_PARTIES_TOO = frozenset(("Vox", "Renaissance", "Reform", "Pirates"))
_POLLS = re.compile(
    r"(?<!\w)(?:seats?|voters?|votes?|elections?|polls?|coalition|parliament|ballots?|candidates?|far-right|leftist"
    r"|rall(?:y|ies)|MPs?"
    r"|primary|primaries|campaign|regional|mayors?|councillors?|lawmakers?|deput(?:y|ies)|party|parties|Podemos"
    r"|PSOE)(?!\w)"
)


def names_a_bystander(sentence: str, start: int, end: int, listed: bool) -> bool:
    """Say whether words that were taken for a company or government are a person, party, event, quake's place or dish.

    Args:
        sentence: the sentence.
        start: where the words begin.
        end: where they end.
        listed: whether the list of entities has a name of just these words.
    """
    surface = sentence[start:end]
    if surface.islower():
        return _is_a_thing(sentence, surface, start, end)
    if surface in _PARTIES_TOO:
        return _POLLS.search(sentence) is not None
    if surface in _REGIONS or surface in _INDEXES:
        behind = _NO_NOUN if surface in _REGIONS else _MOVES
        return sentence.endswith(("the ", "The "), 0, start) and behind.match(sentence, end) is not None
    if not listed:
        person = (
            _is_first_and_last(surface) and not firm_like(sentence, start, end) and not is_named_like_a_firm(surface)
        )
        return person or surface in _PARTIES or _OFFICE.fullmatch(surface) is not None
    return _is_half_of_a_person(sentence, start, end)


def is_only_shaken(sentence: str, start: int) -> bool:
    """Say whether the country named at `start` is only where nature struck, or has a direction before it."""
    front = sentence[max(0, start - 60) : start]
    return _REGION.search(front) is not None or (
        _STRUCK.search(front) is not None and _NATURE.search(sentence) is not None
    )


def events(sentence: str) -> list[tuple[int, int]]:
    """Return where treaties, battles, wars and revolutions are named, whose places do nothing."""
    return [match.span() for match in _EVENT.finditer(sentence)]


def _is_a_thing(sentence: str, surface: str, start: int, end: int) -> bool:
    front = sentence[max(0, start - 30) : start]
    if surface == "china":
        return _PORCELAIN_FRONT.search(front) is not None or _PORCELAIN_TAIL.match(sentence, end) is not None
    return surface == "turkey" and _TURKEY_FRONT.search(front) is not None


def _is_first_and_last(surface: str) -> bool:
    words = surface.split(" ")
    return len(words) == 2 and words[0] in GIVEN_NAMES and words[1].isalpha() and words[1].istitle()


def _is_half_of_a_person(sentence: str, start: int, end: int) -> bool:
    """Say whether a name is the surname behind a given name, or the given name before a surname."""
    surface = sentence[start:end]
    if " " in surface:
        return False
    before = re.search(r"(?<![\w.’'-])([A-Z][a-z]+) $", sentence[max(0, start - 16) : start])
    if before is not None and before[1] in GIVEN_NAMES and surface.istitle():
        return True
    behind = re.match(r" [A-Z][a-z]{2,}(?!\w)", sentence[end : end + 20])
    person = re.search(r"(?<!\w)(?:he|his|him|she|her|hers|himself|herself|who)(?!\w)", sentence[end:])
    return surface in _PLACES and behind is not None and person is not None
