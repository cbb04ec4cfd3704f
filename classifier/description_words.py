"""The words of descriptions: what 'the carmaker', 'the oil giant', 'the island' may stand for."""

from __future__ import annotations

from collections.abc import Mapping

# Nouns that stand for a company, and the trades in which it then is.
_NOUNS = {
    "airline carrier": "airline",
    "bank lender": "bank",
    "insurer reinsurer underwriter": "insurer",
    "carmaker automaker marque": "carmaker",
    "truckmaker lorrymaker": "truckmaker",
    "tyremaker tiremaker": "tyres",
    "chipmaker": "chips",
    "drugmaker": "drugs, biotech",
    "biotech": "biotech, drugs",
    "planemaker": "planes",
    "enginemaker": "engines",
    "armsmaker gunmaker": "arms",
    "shipbuilder shipyard": "ships",
    "trainmaker": "trains",
    "steelmaker": "steel",
    "smelter": "aluminium, mining, steel",
    "miner": "mining, aluminium",
    "refiner": "oil",
    "utility": "utility, gas",
    "grocer supermarket": "grocer",
    "retailer": "retailer, grocer, furniture, fashion",
    "chain": "retailer, grocer, restaurants, hotels, coffee, pharmacy, fashion",
    "shoemaker": "sportswear",
    "watchmaker": "watches",
    "brewer": "beer",
    "distiller": "spirits",
    "confectioner chocolatier": "chocolate",
    "meatpacker": "food",
    "toymaker": "toys",
    "phonemaker": "phones",
    "broadcaster": "broadcaster, media",
    "newspaper": "newspaper",
    "publisher": "publisher, newspaper",
    "streamer": "streaming",
    "studio": "studio, games",
    "label": "music",
    "haulier": "logistics",
    "courier": "parcels, logistics",
    "shipper line": "shipping, cruises",
    "railway railroad": "railway",
    "hotelier": "hotels",
    "bookmaker": "betting",
    "builder housebuilder homebuilder": "builder",
    "landlord": "property",
    "papermaker": "paper",
    "conglomerate": "conglomerate",
    "exchange": "exchange, crypto",
    "fintech": "fintech, payments",
    "broker brokerage": "broker, bank",
    "auditor": "auditor",
    "consultancy": "consultancy, auditor",
    "outsourcer": "outsourcer",
}
# Words that tell the trade before a noun that does not: 'the oil company', 'the engine maker'.
_SECTORS = {
    "car auto automobile": "carmaker",
    "truck lorry": "truckmaker",
    "motorcycle motorbike": "motorcycles",
    "tyre tire": "tyres",
    "battery cell": "batteries",
    "chip semiconductor chips": "chips",
    "drug drugs pharmaceutical pharma vaccine": "drugs, biotech",
    "biotech": "biotech, drugs",
    "plane aircraft jet aviation": "planes, airline",
    "aerospace": "planes, engines, arms",
    "engine": "engines",
    "arms weapons defence defense": "arms",
    "train": "trains, railway",
    "rail railway": "railway, trains",
    "steel": "steel",
    "aluminium aluminum": "aluminium",
    "mining copper gold diamond lithium": "mining",
    "oil petroleum": "oil",
    "gas": "gas, utility, oil",
    "energy": "utility, oil, gas, solar, wind",
    "power electricity": "utility",
    "water": "utility, waste",
    "waste": "waste",
    "turbine": "turbines, wind",
    "wind": "wind",
    "solar": "solar",
    "trading": "commodities",
    "supermarket grocery": "grocer",
    "retail store clothes clothing": "retailer, grocer, fashion",
    "coffee": "coffee",
    "restaurant burger fast-food pizza": "restaurants",
    "hotel hotels": "hotels",
    "furniture": "furniture",
    "fashion": "fashion, luxury",
    "luxury": "luxury",
    "sportswear shoe": "sportswear",
    "watch": "watches",
    "beer brewing": "beer",
    "drinks beverage": "drinks, beer, spirits",
    "chocolate confectionery": "chocolate, food",
    "food ice-cream dairy meat snack": "food",
    "cosmetics beauty": "cosmetics",
    "tobacco cigarette": "tobacco",
    "toy": "toys",
    "games game gaming": "games",
    "console": "consoles",
    "tech technology internet": "tech, software, social media, AI, search, phones",
    "software": "software, security software, AI",
    "cybersecurity": "security software",
    "search": "search",
    "phone smartphone handset": "phones, telecoms",
    "mobile telecoms telecom telephone telecommunications": "telecoms",
    "computer": "computers",
    "camera": "cameras",
    "electronics": "electronics, phones, appliances, retailer",
    "appliance appliances": "appliances",
    "media television": "media, publisher, broadcaster, newspaper",
    "news": "news agency",
    "publishing newspaper": "publisher, newspaper",
    "streaming": "streaming",
    "film": "studio",
    "music record": "music",
    "advertising ad": "advertising",
    "ride-hailing taxi": "ride-hailing",
    "delivery parcel": "delivery, parcels, logistics",
    "logistics": "logistics, parcels, shipping",
    "shipping container": "shipping",
    "ferry": "ferries",
    "cruise": "cruises",
    "port": "ports, shipping",
    "airport": "airport",
    "travel tour": "travel",
    "casino": "casinos",
    "betting gambling": "betting",
    "construction building": "builder",
    "property": "property",
    "cement": "cement",
    "chemical chemicals": "chemicals",
    "fertiliser fertilizer": "fertiliser",
    "seed": "seeds, chemicals",
    "paper": "paper",
    "engineering": "engineering, machinery, turbines, trains",
    "tractor": "machinery",
    "asset fund money": "asset manager, private equity, hedge fund",
    "private-equity buyout": "private equity",
    "banking financial": "bank",
    "insurance": "insurer",
    "crypto": "crypto",
    "payments payment money-transfer card": "payments",
    "rating ratings": "rating agency",
    "accountancy accounting audit": "auditor",
    "consulting": "consultancy",
    "law": "law firm",
    "hospital": "hospitals",
    "drone": "drones",
}


def _spread(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {word: frozenset(trades.split(", ")) for words, trades in table.items() for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOUN_TRADES = _spread(_NOUNS)
SECTOR_TRADES = _spread(_SECTORS)
# Nouns that say no trade, but where a word before them does.
BARE_COMPANY_NOUNS = _words(
    "company firm group corporation giant titan multinational manufacturer producer maker supplier operator developer"
    " contractor start-up startup business seller exporter designer agency service house manager platform major"
)
# Of these, what says nothing without a word before it: 'the group' is mostly of persons.
NEVER_BARE = _words(
    "group giant titan maker manufacturer producer supplier operator developer contractor seller exporter designer"
    " agency service house manager platform major line label broker business landlord auditor courier"
)
# And what means a company only where it is known to be one: 'the carrier', 'the builder'.
SELDOM_BARE = _words("carrier chain builder exchange publisher supermarket studio newspaper yard railway")
# Roles in which a company is only for once: meant where a country or city before them tells which.
ROLE_NOUNS = _words("parent partner competitor bidder buyer investor owner rival creditor subsidiary")
# Nouns for a government, and those for its country.
GOVERNMENT_NOUNS = _words("government administration authorities cabinet junta regime")
# Nouns that as often mean a person, as where the text has several of them.
PERSON_NOUNS = _words("miner builder confectioner broker watchmaker shoemaker hotelier auditor landlord courier")
# Words that describe without choosing.
HARMLESS = _words(
    "big large giant embattled troubled ailing struggling listed family-owned beleaguered cash-strapped debt-laden"
    " young loss-making bankrupt tiny small famous powerful secretive"
)
