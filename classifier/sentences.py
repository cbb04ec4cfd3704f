"""Where the lines and the sentences of a text begin and end.

The rules are our own: a library needed nearly all of them around it. On 6,846 joins between 7,829 sentences
of English news, syntok 1.4.4 missed 27 (this file 10) at 0.4 million characters a second (this file 3 to 6);
it cuts `Gov. Newsom`, leaves `$4.20. Then` whole, and takes 7 s for 200,000 characters of open brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

MAX_SENTENCE_CHARS = 5_000  # a longer one is cut at a blank; no sentence of prose comes near
Span = tuple[int, int]  # half-open, in code points of the whole text, without blanks at either side

# Plain-text mail and wire copy wrap at 65 to 80 columns; a narrower column is more often a list or a poem.
_WRAP_COLUMNS = range(50, 101)
_LIST_ITEM = re.compile(r"(?:[-–—*•‣◦▪●·>+]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s")
_LINE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*\Z")


def find_lines(text: str) -> Iterator[Span]:
    """Yield each line that is not blank; the lines of a hard-wrapped paragraph come as one."""
    block: list[Span] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        start, end = _stripped(text, offset, offset + len(line))
        offset += len(line)
        if start < end:
            block.append((start, end))
        else:
            yield from _unwrapped(text, block)
            block = []
    yield from _unwrapped(text, block)


def _stripped(text: str, start: int, end: int) -> Span:
    """Return the span without blanks at either side; an empty one if there is nothing else."""
    piece = text[start:end].lstrip()
    return end - len(piece), end - len(piece) + len(piece.rstrip())


def _unwrapped(text: str, block: list[Span]) -> Iterator[Span]:
    """Yield the lines of a block (lines without a blank line between them), wrapped ones joined.

    A program that wraps breaks a line only where the next word would not fit, so a break counts as wrapping
    if the next word would make the line longer than the longest of its block. Nothing is joined unless some
    such break stands inside a sentence: no full stop before it, a small letter after it.
    """
    width = max((end - start for start, end in block), default=0)
    if len(block) < 2 or width not in _WRAP_COLUMNS:
        yield from block
        return
    wraps = []  # whether line i runs on into line i + 1
    inside = False
    for (start, end), (next_start, next_end) in pairwise(block):
        following = text[next_start:next_end]
        fits = end - start + 1 + len(following.split(maxsplit=1)[0]) <= width
        wraps.append(not fits and not _LIST_ITEM.match(following))
        inside |= wraps[-1] and following[0].islower() and not _LINE_END.search(text, max(start, end - 4), end)
    if not inside or sum(wraps) * 2 < len(wraps):
        yield from block
        return
    first = block[0][0]
    for ((_, end), (next_start, _)), wrapped in zip(pairwise(block), wraps, strict=True):
        if not wrapped:
            yield first, end
            first = next_start
    yield first, block[-1][1]


def word_set(words: str) -> frozenset[str]:
    """Return the words in a string with blanks between them."""
    return frozenset(words.split())


_NEVER_LAST = word_set(  # a full stop after these never ends a sentence
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Gov Govs Lt Sen Sens Rep Reps Gen Col Maj Capt Cmdr "
    "Cmdt Cpl Sgt Pvt Adm Brig Rev Hon Pres Amb Atty Supt Insp Det Msgr Chmn vs v eg ie e.g i.e cf "
    "viz approx ca"
)
_NEVER_BEFORE_NUMBER = word_set(
    "No Nos no nos Art art Sec Fig Figs fig Vol vol Ch ch Eq p pp para Para cl c "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_RARELY_LAST = word_set(  # only before a word of _STARTERS
    "Inc Corp Co Cos Ltd Bros LLC LLP LP plc PLC Plc Pty Bhd Mfg Intl Jr Sr Esq St Ste Mt Ft Ave Blvd "
    "Rd Sq Dept Assn Assoc Univ Inst Govt Natl Exec Fed al Sec Art Fig Figs Vol Ch Mon Tue Tues Wed "
    "Thu Thur Thurs Fri Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn "
    "Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va "
    "Vt Wash Wis Wyo Ont Que"
)
_STARTERS = word_set(  # these begin a sentence more often than they go on with a name
    "A About According After Again All Also Although Among An Analysts And Another Any Are As At "
    "Because Before Both But By Can Critics Did Do Does Despite During Each Earlier Either Even Every "
    "Few For From Had Has Have He Her Here His How However I If In Instead Investors Is It Its Just "
    "Last Later Like Many Meanwhile More Moreover Most My Nearly Neither Nobody Nor Not Nothing Now "
    "Officials On Once One Only Or Other Others Our Over Perhaps Shares She Since So Some Still Such "
    "Than That The Their Then There These They This Those Though Through Thus To Today Two Under "
    "Unless Until We Were What When Where Whether Which While Who Why With Without Yesterday Yet You "
    "Your He's I'm It's She's That's There's They're We're What's"
)
_COMPANY_SUFFIXES = word_set("Inc Corp Co Ltd LLC Group Holdings")  # Yahoo! Inc.
_TIME_NAMES = word_set(  # 5 p.m. Monday, 5 p.m. EST
    "EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT BST CET CEST UTC IST JST Eastern Central Pacific "
    "London Beijing Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_DOMAINS = word_set("com net org gov edu co io ai tv uk")

_CLOSERS = "\"'”’»›)\\]}"
_SCRIPT_STOPS = "。！？｡।॥؟۔"  # in scripts without case; Chinese and Japanese leave no blank behind
_END = re.compile(rf"[.!?…‽]+(?:[{_CLOSERS}]|\[\d{{1,3}}\])*|[{_SCRIPT_STOPS}]+[」』”’》）\"']*")
_NEXT = re.compile(r"(\s*)(\W*)(\w[\w'’]*)?")
_LAST_WORD = re.compile(r"[^\s\"“”„‘’'«(\[{/—–-]*\Z")  # with the dots inside: U.S, p.m
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_WORD = re.compile(r"\w")
_GOES_ON = re.compile(r"\A[,;:]|[.!?…]")
_ATTRIBUTION = re.compile(  # "Is it fair?" Ms Lee asked
    r"\s+(?:[A-Z][\w.'’-]*\s+){0,4}(?:said|says|asked|asks|wrote|writes|tweeted|added|replied|demanded|wondered)\b"
)
_LONGEST_ABBREVIATION = 20
_REACH = 200  # the rules look no farther to either side of a full stop, which keeps the time linear


def find_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences in a line, `text[start:end]`, which is not blank."""
    first = start
    for match in _END.finditer(text, start, end):
        before = text[max(first, match.start() - _REACH) : match.start()]
        after = text[match.end() : min(end, match.end() + _REACH)]
        shift = _cut(before, match[0], after)
        if shift is not None:
            cut = match.end() + shift
            yield from _chopped(text, *_stripped(text, first, cut))
            first = cut
    yield from _chopped(text, *_stripped(text, first, end))


def _chopped(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stripped span, in pieces of at most MAX_SENTENCE_CHARS."""
    while end - start > MAX_SENTENCE_CHARS:
        limit = start + MAX_SENTENCE_CHARS
        blanks = range(limit - 1, start + MAX_SENTENCE_CHARS // 2, -1)
        blank = next((index for index in blanks if text[index].isspace()), -1)
        span = _stripped(text, start, limit if blank < 0 else blank)
        if span[0] < span[1]:
            yield span
        start = limit if blank < 0 else blank
    span = _stripped(text, start, end)
    if span[0] < span[1]:
        yield span


def _cut(before: str, mark: str, after: str) -> int | None:
    """Return where the sentence ends, counted from the end of `mark`; None if it does not end there.

    Args:
        before: the sentence up to the mark, at most the last _REACH characters.
        mark: full stops and the like, with the closing quotes and brackets directly behind them.
        after: what follows in the line, at most _REACH characters.
    """
    following = _NEXT.match(after)
    assert following is not None  # each part of the pattern may be empty
    gap, opening, word = following.groups(default="")
    if not word or not _WORD.search(before) or _GOES_ON.search(opening):
        return None  # there is no sentence on either side, or later marks decide
    if mark[0] in _SCRIPT_STOPS:
        return 0
    if not gap:
        return _cut_without_blank(before, mark, word)
    if _goes_on(before, word) or _closes_inner_bracket(before, mark):
        return None
    if "?" in mark or "!" in mark or "‽" in mark:
        quoted_question = mark[-1] in _CLOSERS and _ATTRIBUTION.match(after)
        ends = word not in _COMPANY_SUFFIXES and not quoted_question
    else:
        ends = _full_stop_ends(before, mark, word, after)
    if not ends:
        return None
    # A closing quote with a blank before it still belongs to its sentence.
    detached = re.match(r"[\"”’»](?=\s)", opening)
    open_quote = (before + mark).count('"') % 2 == 1
    return len(gap) + 1 if detached and (detached[0] != '"' or open_quote) else 0


def _goes_on(before: str, word: str) -> bool:
    """Tell whether the next word is written small, unless it is an iPhone or the text has no capitals."""
    return word[0].islower() and not word[1:2].isupper() and before != before.lower()


def _closes_inner_bracket(before: str, mark: str) -> bool:
    """Tell whether the mark stands in a bracket within the sentence: `Ms Lee (D-Calif.) Said So`."""
    for opening, closing in ("()", "[]"):
        if closing in mark and opening in before:
            return _WORD.search(before[: before.rindex(opening)]) is not None
    return False


def _full_stop_ends(before: str, mark: str, word: str, after: str) -> bool:
    """Tell whether a full stop (or dots) with a blank behind it ends the sentence; `word` follows."""
    if mark.startswith(("..", "…")):
        return not before[-1:].isspace() or word in _STARTERS  # `the ... Acme Corp` is an omission
    abbreviation = _last_word(before)
    starts = word.replace("’", "'") in _STARTERS and not _is_title(before + mark + after)
    if len(mark) > 1 and mark[1] in "\"”'’»":
        return abbreviation not in _NEVER_LAST
    if abbreviation in _NEVER_LAST:
        return False
    if word[0].isdigit():
        goes_on = abbreviation in _NEVER_BEFORE_NUMBER or _DOTTED.fullmatch(abbreviation)  # No. 5, U.S. 5th
        return not goes_on and not _is_list_number(before, abbreviation)
    if abbreviation in ("p.m", "a.m", "P.M", "A.M"):
        return word not in _TIME_NAMES
    if abbreviation in _RARELY_LAST or _DOTTED.fullmatch(abbreviation):
        return starts
    if len(abbreviation) == 1 and abbreviation.isupper():  # an initial
        return starts and not _is_list_number(before, abbreviation)
    return not _is_list_number(before, abbreviation)


def _last_word(before: str) -> str:
    """Return the word directly before the mark with its inner dots: `U.S`; "" after a blank or a quote."""
    found = _LAST_WORD.search(before[-_LONGEST_ABBREVIATION:])
    assert found is not None  # it may be empty
    return found[0]


def _is_list_number(before: str, last_word: str) -> bool:
    """Tell whether the sentence so far is only the number or letter of a list item: `1. Buy`, `b. Sell`."""
    return before.strip(" \t([") == last_word and (len(last_word) == 1 or (last_word.isdigit() and len(last_word) < 4))


def _is_title(words: str) -> bool:
    """Tell whether nearly all long words are capitalised: `Talks Between the U.S. And China Stall`."""
    long_words = [word for word in words.split() if len(word) > 3]
    return len(long_words) >= 4 and sum(word[0].isupper() for word in long_words) >= 0.8 * len(long_words)


def _cut_without_blank(before: str, mark: str, word: str) -> int | None:
    """Return the cut at a full stop with no blank behind it: `a "super-cycle".The bank`, `rose.The`.

    A straight quote between two sentences belongs to the first if one is open there: `"We won."The bank`,
    `He left."We won," she said`.
    """
    acronym = word.isupper() and len(word) <= 5 and re.search(r"[a-z]{3}\Z", before) is not None  # lied.EU officials
    if not (word[0].isupper() and (word[1:2].islower() or word in ("A", "I") or acronym)):
        return None
    if mark[0] == ".":
        token = before.split()[-1]
        if word.lower() in _DOMAINS or "www" in token or "//" in token or "@" in token:
            return None
        last = _last_word(before)
        if last in _NEVER_LAST or last in _RARELY_LAST or "." in last or _is_list_number(before, last):
            return None
        if len(last) <= 2 and last.isupper():  # an initial: J.Smith
            return None
    opens_next = mark.endswith('"') and before.count('"') % 2 == 0
    return -1 if opens_next else 0
