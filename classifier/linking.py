"""What can be said of a name from its letters alone: folding, slugs, legal suffixes, government phrases.

Nothing here knows the list of entities; `classifier.entities` puts these rules to work on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cleanco import basename

_APOSTROPHES = "\u2018\u2019\u02bc\u02b9\u2032\u00b4`"
_DASHES = "\u2010\u2011\u2012\u2013\u2212"
_BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u202f"
_SPELLED = str.maketrans({"&": " and ", "+": " plus "})
_LAST_FOLDED = 0x2460  # past Latin, Greek, Cyrillic and general punctuation


class _FoldTable(dict[int, str]):
    """For `str.translate`: every code point to exactly one folded code point, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        if code >= _LAST_FOLDED:  # nothing to fold, and the table stays small whatever texts come
            return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)  # half a surrogate pair has no UTF-8 form
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _DASHES:
        return "-"
    if character in _BLANKS:
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    if not unicodedata.name(base, "").startswith("LATIN"):
        base = character  # marks are part of the letter in other scripts
    lower = base.lower()
    return lower if len(lower) == 1 else base


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Return `text` in lower case, Latin letters without accents, one apostrophe and one dash: same length.

    >>> fold("L\u2019Or\u00e9al \u0130stanbul")
    "l'oreal istanbul"
    """
    return text.translate(_FOLD)


_INITIAL = re.compile(r"\b(\w)\.(?=\w|\s)")  # 'J.P. Norvik' and 'JP Norvik' are one


def _without_marks(text: str) -> str:
    """Return `text` compatibility-decomposed, marks dropped from Latin letters and kept on all others."""
    kept: list[str] = []
    latin = False
    for character in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(character):
            if not latin:
                kept.append(character)
            continue
        latin = unicodedata.name(character, "").startswith("LATIN")
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def slug(name: str) -> str:
    """Return `name` as the part of an id after the colon: lower case, hyphens, never empty.

    Latin letters lose their accents; a name in another script keeps its own letters.

    >>> slug("C\u00f4te d'Ivoire"), slug("AT&T"), slug("J.P. Norvik"), slug("\u534e\u4e3a"), slug("!")
    ('cote-divoire', 'at-and-t', 'jp-norvik', '\u534e\u4e3a', 'u0021')
    """
    name = _INITIAL.sub(r"\1", name)
    text = _without_marks(name.translate(_SPELLED)).casefold().translate(_FOLD).replace("'", "")
    joined = "-".join(_keep_marks(text).split())
    return joined or "-".join(f"u{ord(character):04x}" for character in name) or "unnamed"


def _keep_marks(text: str) -> str:
    """Return `text` with all but letters, digits and the marks of other scripts turned into blanks."""
    return "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in text)


_PUNCTUATION = re.compile(r"[^\w&]+")


@lru_cache(maxsize=8192)
def loose_key(name: str) -> str:
    """Return the form under which two spellings of a name meet: 'J.P. Morgan', 'JP Morgan' -> 'jp morgan'.

    Dots and apostrophes vanish, other marks become blanks, a leading 'the' and a genitive 's are left out.
    """
    text = fold(_without_marks(name) if not name.isascii() else name).strip(" .,;:!?\"'()[]\u201c\u201d")
    if text.endswith("'s") and len(text) > 4:
        text = text[:-2]
    text = text.replace(".", "").replace("'", "").replace("&", " and ")
    text = " ".join(_PUNCTUATION.sub(" ", text).split())
    return text.removeprefix("the ") or text


# Words that end a company's name without telling it from another one.
_GENERIC_TAIL = re.compile(
    r"and|group|holdings?|technolog(?:y|ies)|systems|international|global|worldwide|industries|enterprises"
    r"|corporation|compan(?:y|ies)|inc|corp|co|ltd|llc|plc|lp|ag|sa|se|nv|asa|spa|ab|oyj|gmbh|partners|bank"
    r"|securities|media|news|channel|magazine|newspaper|electronics|motors?|airlines|pharma(?:ceuticals)?"
    r"|energy|solutions|services|software|labs|financial|capital|stores|brands"
)
_LEGAL_TAIL = re.compile(
    r"[\s,]+(?:(?:Inc|Corp|Co|Cos|Ltd|LLC|L\.L\.C|PLC|Plc|LP|L\.P|LLP|AG|SA|S\.A|SE|NV|N\.V|ASA|SpA"
    r"|S\.p\.A|AB|Oyj|GmbH|KGaA|PJSC|OAO|OOO|JSC|Pty|Pte|Bhd|BV|B\.V|A/S|SAS|KK)\b\.?"
    r"|Incorporated|Corporation|Limited|Companies)$"
)


@lru_cache(maxsize=4096)
def without_legal_suffix(name: str) -> str:
    """Return a company's name without 'Inc.', 'Co., Ltd.', 'GmbH' and their like; never empty.

    >>> without_legal_suffix("Tokyo Gas Co., Ltd."), without_legal_suffix("KKR & Co Inc")
    ('Tokyo Gas', 'KKR')
    """
    bare = " ".join(name.split()).strip(' ,;:"\u201c\u201d')
    for _ in range(3):  # 'Co., Ltd.' and 'Holdings Co Ltd' end in more than one
        shorter = _LEGAL_TAIL.sub("", bare).rstrip(" ,&")
        shorter = shorter.removesuffix(" and") or bare
        if shorter == bare:
            break
        bare = shorter
    # cleanco knows far more forms, but also eats the whole of names such as 'SA'; twice for 'Co., Ltd.'
    cleaned = basename(basename(bare))
    return cleaned if len(cleaned) > 1 else bare or name


@lru_cache(maxsize=8192)
def core_key(name: str) -> str:
    """Return `loose_key` without legal and generic last words: 'Veltrano Systems Inc.' -> 'veltrano'."""
    words = loose_key(without_legal_suffix(name)).split()
    while len(words) > 1 and _GENERIC_TAIL.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def initials(name: str) -> str:
    """Return the capitals that a name of three words or more is shortened to: 'global net lease' -> 'gnl'."""
    small = ("and", "of", "the", "for")
    words = [word for word in loose_key(without_legal_suffix(name)).split() if word not in small]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


# --- phrases that name a government by a body of it ---------------------------------------------------------

_HEAD = (
    r"governments?|gov['’]t|govt|administration|authorit(?:y|ies)|officials?|regime|army|military|police"
    r"|troops|soldiers|forces|navy|air force|coast guard|national guard|marines|parliament|ministry"
    r"|ministries|department|cabinet|courts?|regulators?|watchdog|prosecutors?|judiciary|judges"
    r"|leadership|leaders|embassy|consulate|delegation|coalition"
    r"|intelligence(?: services?| agency| agencies)?|security services?|secret service"
    r"|law enforcement(?: agencies)?|central bank|senate|congress|legislature|legislators|lawmakers"
    r"|white house|presidency"
    r"|(?:prime minister|president|prosecutor(?: general)?|attorney general)['’]?s['’]? office|diplomacy"
    r"|government office|treasury|embassies|council|assembly|war machine|ships|investigators|state"
    r"|presidential (?:office|palace|administration|guard|council)|junta|gendarme(?:s|rie)|ministers|envoys?|diplomats"
    r"|inspectorate|tribunal|anti-corruption (?:agency|bureau|commission|court)|coastguard|peacekeepers|negotiators"
    r"|border guards?|secret police|spies|spy (?:agency|service)|customs(?: service| agency| office)?|tax (?:office"
    r"|service|agency|board)"
    r"|statistics (?:office|agency|bureau)|cartel office|immigration (?:service|agency|agents)|electoral"
    r" (?:commission|council|court)"
    r"|election commission|environment agency|food safety agency|space agency|aviation agency|chancellery|royal court"
    r"|revenue service"
    r"|commandos|warplanes|warships|generals|junta leaders|ombudsman|data protection (?:board|commission|agency)"
    r"|paramilitaries"
)
_MODIFIER = (
    r"foreign|defen[cs]e|interior|internal|justice|finance|health|education|energy|trade|transport(?:ation)?"
    r"|agriculture|environment(?:al)?|labou?r|culture|economy|economic|home|security|armed|military|supreme"
    r"|constitutional"
    r"|high|higher|federal|central|national|state|local|regional|provincial|top|senior|government"
    r"|intelligence"
    r"|law enforcement|border|tax|customs|elections?|electoral|antitrust|anti-trust|competition|financial"
    r"|banking"
    r"|communications?|aviation|nuclear|space|air|naval|ground|special|riot|secret|interim|transitional"
    r"|district"
    r"|circuit|current|new|coalition|conservative|tory|labour|islamist|brutal|communist|socialist"
    r"|democratically|elected"
    r"|right-wing|left-wing|far-right|military-backed|civil|public|appeals?|royal|popular|people['’]s|digital"
    r"|industry|commerce|and|affairs"
)
_OF_PART = r"(?: of (?:the )?[A-Z][\w'’-]+(?:,? (?:and |& )?[A-Z][\w'’-]+){0,4})?"
PHRASE_TAIL = re.compile(
    rf"(?:['’]s?)?(?! {{1,2}}and )(?i:(?: {{1,2}}(?:{_MODIFIER})){{0,4}} {{1,2}}(?P<head>{_HEAD}))(?![\w-])"
    rf"(?:(?:(?<=epartment)|(?<=inistry)|(?<=Office)){_OF_PART})?"
)
PHRASE_FRONT = re.compile(
    r"(?<![\w-])(?:(?:[Ff]ederal |[Nn]ational |[Cc]entral )?"
    r"(?:[Gg]overnments?|[Pp]arliament|[Cc]abinet|Embassy|Supreme Court|Constitutional Court"
    r"|Council of Ministers"
    r"|Armed Forces|(?:State |National |Reserve |People['’]s )?Bank|[Aa]rmy"
    rf"|(?:[Mm]inistry|Department|Office){_OF_PART}|[Ll]aw enforcement agencies)) (?:of|in) (?:the )?$"
)
LEADER_TAIL = re.compile(
    r"(?:['’]s?(?: [\w-]+)?)? {1,2}(?:administration|government|regime|cabinet|presidency|White House|forces"
    r"|army|troops|officials|(?:State|Justice|Treasury|Defense|Homeland Security) Department|DOJ)(?![\w-])"
)
LEADER_FRONT = re.compile(
    r"(?<![\w-])(?:[Aa]dministration|[Gg]overnment|[Rr]egime|[Cc]abinet|[Ff]orces|[Aa]rmy) of (?:the )?"
    r"(?:(?:current|former|then) )?(?:[A-Z]\w+ )?"
    r"(?:(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor|Premier) )?(?:[A-Z][\w'’-]+ ){0,2}$"
)
# What may follow a company's name as part of it; and the code that makes a ticker of it, as in 'ROKU.O'.
COMPANY_TAIL = re.compile(
    r"(?:(?:\.,|,)? (?:& )?(?:and )?(?:Inc|Corp|Cos?|Ltd|LLC|PLC|plc|LP|LLP|AG|SA|SE|NV|ASA|SpA|AB|Oyj|GmbH|KGaA"
    r"|Pty|Bhd|BV"
    r"|Incorporated|Corporation|Limited|Holdings?|Group|Companies|Company|N\.V|S\.A|S\.p\.A)\b)+"
    r"(?:\.(?=\s+[a-z]|[,;)]))?"
)
EXCHANGE_CODE = re.compile(r"\.[A-Z]{1,2}\b")
# A city or county is its own government, though its name holds that of a country or state.
LOCAL = re.compile(r"\b(?:City|County|Town|Township|Village|Borough|Port Authority|City Council|Counties)\b")
_LOCAL_TAIL = re.compile(
    rf"(?:['’]s?)?(?: +(?:{_MODIFIER}|metropolitan))* +(?:{_HEAD}|mayor|sheriff|district attorney)"
    r"(?:['’]s office| department| service)?$",
    re.IGNORECASE,
)
_LOCAL_FRONT = re.compile(rf"^(?:the +)?(?:(?:{_MODIFIER}) +)*(?:{_HEAD}) +(?:of|in|for) +(?:the +)?", re.IGNORECASE)
_DEGREES = re.compile(rf"(?:{_HEAD}|{_MODIFIER}|of|the|in|for|a|an|['’]s)", re.IGNORECASE)


_GENERIC_BODY = re.compile(rf"(?:(?:{_MODIFIER}) )*(?:{_HEAD})", re.IGNORECASE)


_MINISTRY_OF = re.compile(r"(?:[Tt]he )?(?:Ministry|Department|Office) of .+ of (?:the )?(?P<owner>[A-Z][\w’' -]+)$")


def bare_government(surface: str) -> str:
    """Return the place in a phrase that names a local government: 'Ferguson police' -> 'Ferguson'."""
    text = " ".join(surface.split())
    if text.endswith(" Authority"):  # the end of a name of its own, unlike 'authorities'
        return text
    ministry = _MINISTRY_OF.match(text)
    if ministry is not None:
        return ministry["owner"]
    for pattern in (_LOCAL_TAIL, _LOCAL_FRONT):
        shorter = pattern.sub("", text).strip()
        if shorter and shorter[:1].isupper():
            text = shorter
    return text


def is_bare_body(surface: str) -> bool:
    """Say whether a phrase names a body without saying whose: 'Foreign Ministry', 'Supreme Court'."""
    words = surface.replace(",", " ").split()
    return all(map(_DEGREES.fullmatch, words)) and re.search(rf"\b(?:{_HEAD})\b", surface, re.IGNORECASE) is not None


def has_own_name(front: str) -> bool:
    """Say whether the words before a body name somebody whose body it is: 'Morqati', not 'the Federal'."""
    return any(word[:1].isupper() and not _DEGREES.fullmatch(word) for word in re.findall(r"[\w’'-]+", front))


def is_generic_body(name: str) -> bool:
    """Say whether a name is that of a body which most countries have: 'Air Force', 'Supreme Court'."""
    return _GENERIC_BODY.fullmatch(name) is not None


_OWNER = re.compile(r" of (?:the )?(?P<owner>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)$")


def owner_of_body(surface: str) -> tuple[int, int] | None:
    """Return where the last name after 'of' stands in a phrase such as 'Supreme Court of Wendelia'; None: nowhere."""
    match = _OWNER.search(surface)
    return None if match is None else match.span("owner")
