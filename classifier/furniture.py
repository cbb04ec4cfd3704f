"""Tell what in a page is not its running text: headlines, labels, notices, teasers, and repeats.

A sentence counts as body unless something speaks against it: a body sentence thrown away is worse than a
teaser let through. All rules work on lines, that is on paragraphs, because furniture comes in lines.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from classifier.records import Role
from classifier.sentences import word_set


class Line(NamedTuple):
    """A line (or a joined paragraph) of a text, and the sentences that it was cut into."""

    text: str
    sentences: tuple[str, ...]


# Set by reading news pages of the Brexit and trade-war years; read such pages again before changing one.
MAX_HEADLINE_WORDS = 22
MAX_HEADLINES = 4  # headline, kicker, standfirst and one more; more lines without a full stop are a list
MAX_END_MATTER = 0.35  # share of the text's characters that may stand behind an end-matter label
MAX_TEASERS = 2  # more sections about other stories make a news roundup, which is all body
MAX_NOTICE_CHARS = 300
MAX_NOTICE_WORDS = 20  # where it ends like a sentence: a longer one has a sentence of the article behind it
MIN_GLUED_WORDS = 6
MIN_SHARED_NAMES = 3  # between what stands before a teaser and after it
MIN_TEASER_TITLE_WORDS = 6  # cross-heads within an article are shorter
MIN_TEASER_WORDS = 8  # content words of its paragraph, below which an overlap means nothing
MAX_TEASER_OVERLAP = 0.25  # share of a teaser's content words that the rest of the article may hold
MIN_DUPLICATE_WORDS = 3
MIN_QUOTED_WORDS = 5
MAX_QUOTES_ALIKE = 4  # quotes with the same first words that are remembered, which keeps the time linear


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# What follows such a label near the end of a page is not the article. Compared with a whole folded line.
_END_LABEL = _any_of(
    r"(?:recommended|related|most (?:read|popular|viewed|shared)|trending|popular|more|other|latest|top) "
    r"(?:news|stories|articles?|content|posts?|coverage|reading|links|headlines|videos?|topics)",
    r"related|recommended(?: for you)?|trending(?: now)?|most (?:read|popular|viewed|shared)",
    r"(?:more|also) (?:from|in|on) (?:\w+ ){0,3}\w+",
    r"you (?:may|might) also (?:like|be interested in)|(?:read|up) next|what to read next|further reading",
    r"see also|also in the news|in other news|editor ?s picks",
    r"(?:(?:view|show|read) )?(?:all )?(?:\d+ )?comments|(?:leave|post|add|write) a (?:comment|reply)",
    r"join the (?:conversation|discussion)|have your say|about the authors?",
    r"(?:promoted|sponsored|paid) (?:stories|content|links|posts?)|from (?:around )?the web|around the web",
)
# Buttons and labels. Compared with a whole folded line.
_LABEL = _any_of(
    r"(?:advertise?ments?|advertising|sponsored|ad)(?: continue reading(?: below)?)?|pin(?: it)?|reddit",
    r"(?:story|article) continues (?:below|after)(?: this)?(?: \w+)?",
    r"share|share this(?: (?:article|story|page|post))?|follow us|print|e ?mail|tweet|copy link",
    r"(?:(?:share|facebook|twitter|linkedin|whatsapp|telegram|pinterest|reddit|e ?mail|print)\s?)+",
    r"menu|home|search|close|live|loading|skip to (?:main )?content|back to top|play video|watch live",
    r"subscribe(?: now)?|log in|sign in|sign up|register|newsletters?|(?:read|learn) more|continue reading",
    r"privacy policy|cookie policy|terms (?:of use|and conditions)|contact us|about us",
    r"image (?:caption|copyright|source)|getty images",
    r"\d+ (?:min|minutes?)(?: read)?|\d+ shares?|\d+ (?:minutes?|hours?|days?) ago",
)
# The beginning of a line that is furniture as a whole.
_LINE_NOTICE = _any_of(
    r"(?:read (?:more|also|next|the full \w+)|also read|see also|related(?: \w+)?|watch(?: live| now| more)?"
    r"|more|more on this(?: story)?|don['’]t miss|recommended|trending(?: now)?|have your say|tags|topics|filed under"
    r"|share)\s*[:|»>]",
    r"©|\(c\) ?(?:19|20)\d\d|copyright\b[^.]{0,60}(?:©|\(c\)|(?:19|20)\d\d|reserved)",
    r"(?:photo|photograph|image|picture|illustration|video|graphic|file photo|caption|credit)s?"
    r"(?: (?:credits?|caption|source|illustration))?(?:\s*[:/]| by (?-i:[A-Z]))",
    r"(?:this|our) (?:article|story|page|post)s? (?:may |might )?contains? affiliate links\b",
    r"by [^|]{3,60}\|\s*(?:updated|published|posted|last)\b",
    r"image (?:copyright|caption|source)\b|file (?:photo|picture|image)\b|pictured:",
    r"\(?(?:(?:additional |with )?reporting|writing|editing|compiled|written|edited|produced) by\b.{0,120}\Z",
)
# The end of a line that is a photograph's caption.
_CREDIT = _any_of(
    r"\((?:photo|image|picture|file|ap photo|afp photo)\b[^()]{0,100}\)\W*\Z",
    r"\b(?:reuters|afp|epa|getty images|ap photo)\s?/\s?"
    r"(?!ipsos)(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){1,3})\Z",
    r"/\s?(?:getty images|reuters|afp|epa|ap|bloomberg|shutterstock)(?: via [\w ]{1,30})?\W*\Z",
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = _any_of(  # a whole line
    r"(?:(?:last |first )?(?:updated|published|posted|modified)(?: on| at)?\s*:?\s*)?"
    rf"(?:(?:\w{{3,6}}day,?\s+)?(?:{_DAY}\s+{_MONTH}|{_MONTH}\s+{_DAY}),?\s+\d{{4}}[\s,|–—-]*"
    r"(?:(?:at\s+)?\d{1,2}[:.]\d\d.{0,12})?"
    r"|\d{4}-\d\d-\d\d.{0,16}|\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2}.{0,12}|\d{1,2}[:.]\d\d.{0,12})\Z",
)
_NOT_A_NAME = r"\w+day|January|February|March|April|June|July|August|September|October|November|December"
_BYLINE = re.compile(  # a whole line
    rf"(?:By|BY)(?!\s+(?:{_NOT_A_NAME})\b)"
    r"(?:\s+(?:[A-Z][\w.'’-]*,?|and|&|,|de|van|von|der|den|al|bin|for|of|in|the|at|\|))+\Z"
)
_BIOGRAPHY = re.compile(  # the beginning of a line
    r"(?:[A-Z][\w.'’-]*\s+){1,4}(?:is|was)\s.{0,80}\b(?:reporter|correspondent|columnist|journalist|contributor"
    r"|(?:staff|senior|freelance|contributing) writer"
    r"|(?:contributing|senior|deputy|managing|news|business|political|technology|foreign|economics) editor)\b"
    r"|(?:[A-Z][\w.'’-]*\s+){1,4}(?:writes (?:about|for|on)|covers|reports (?:on|for|from))\s.{0,120}\Z"
)
_SITES = r"(?:twitter|facebook|instagram|linkedin|youtube|telegram|whatsapp|x|google news)"
# The beginning of a sentence that is furniture, whatever stands around it.
_SENTENCE_NOTICE = _any_of(
    r"click (?:here|on the|the link|below)\b",
    r"(?:story|article) continues (?:below|after)|scroll (?:down )?to continue",
    rf"share (?:this (?:article|story|page|post)|on {_SITES}\b)",
    rf"(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|\w+(?: \w+)?) on {_SITES}\b",
    r"sign up (?:here|now|today|for|to)\b.{0,80}\b(?:newsletters?|alerts|updates|briefing|e-?mails?|inbox)\b",
    r"sign up (?:here|now|today)\W*\Z|subscribe(?: now| today| here)?\W*\Z",
    r"subscribe (?:now|today|here|to|for)\b.{0,80}\b(?:newsletters?|our|channel|podcast|edition|alerts)\b",
    r"get (?:our|the|all the|breaking)\b.{0,80}\b(?:newsletter|inbox|news alerts|our app)\b",
    r"(?:join|download) our\b.{0,60}\b(?:newsletter|app|channel|community|mailing list)\b|enter your e-?mail",
    r"already (?:a subscriber|registered)\b|already have an account\b|(?:log|sign) in or\b",
    r"(?:this|our) (?:web)?site uses cookies|we (?:and our partners )?use cookies",
    r"by (?:continuing|using|clicking|browsing|signing up)\b.{0,80}\byou (?:agree|accept|consent)\b",
    r"comments? (?:are|is|will be|may be|have been|on this (?:article|story|post) (?:are|have been)) "
    r"(?:now |currently )?(?:closed|moderated|disabled|turned off|reviewed|open|subject to)\b",
    r"(?:some|all) (?:of the )?comments (?:may|will|are|must)\b",
    r"we (?:encourage|welcome|invite) (?:readers|your|you to)\b",
    r"please (?:keep (?:your )?comments|be respectful|(?:read|review|see) our|log in|sign in|subscribe)\b",
    r"please enable (?:javascript|cookies)\b",
    r"thank you for (?:taking the time|reading|visiting|subscribing|your (?:feedback|comment|subscription))",
    r"(?:view|read|see) (?:our |the )?(?:comment\w*|privacy|cookie|community) (?:policy|guidelines|rules)\b",
    r"(?:let us know|tell us) (?:what you think|in the comments)",
    r"(?:do you have|got|have) a (?:story|news) tip\b",
    r"(?:the )?(?:views|opinions) expressed (?:in this|here|are|on this|by the author)",
    r"this (?:article|story|post|column) (?:was|has been|is|first|originally) "
    r"(?:originally |first |last )?(?:published|appeared|updated|amended|republished|syndicated)\b",
    r"all rights reserved\b|(?:this material|no part of this \w+) may not be (?:published|reproduced)\b",
    r"(?:you can )?(?:reach|contact|e-?mail) (?:him|her|them|the (?:author|reporter|writer)) (?:at|on|via)\b",
)

_WIDE_PUNCTUATION = (
    0xFEFF,  # byte order mark
    *range(0xA0, 0xC0),
    *range(0x2000, 0x2070),
    *range(0x3000, 0x3040),
    *range(0xFF01, 0xFF10),
)
_PUNCTUATION = dict.fromkeys((*map(ord, string.punctuation), *_WIDE_PUNCTUATION), " ")
_SENTENCE_END = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*\Z")
_DOTTED_END = re.compile(r"\b(?:[A-Z]\.){2,}\Z")  # Norland Fined in the U.S.
_LIST_ITEM = re.compile(r"(?:[-–—*•‣◦▪●·>+]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s")
_QUOTED = re.compile(r'"([^"“”]{10,})"|“([^"“”]{10,})”|«([^«»]{10,})»')
_CLAUSE_END = re.compile(r"[.,;:!?…–—]")
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_NAME = re.compile(r"\b[A-Z]\w+")
_FUNCTION_WORDS = word_set(
    "about after again also although among another around because been before being between both "
    "could down during each even every from further have having here however into itself just "
    "last less like made make many more most much must never only other over said same says "
    "several should since some such than that their them then there these they this those through "
    "under until upon very want week well were what when where whether which while will with "
    "within without would year your"
)


def fold(text: str) -> str:
    """Return the words of a text in small letters with one blank between, without punctuation."""
    return " ".join(text.casefold().translate(_PUNCTUATION).split())


def roles(lines: Sequence[Line]) -> list[list[Role]]:
    """Return the role of each sentence, line by line."""
    boilerplate = [_is_boilerplate(line.text, len(lines)) for line in lines]
    headlines, first_body = _headlines(lines, boilerplate)
    if first_body < len(lines):
        _mark_end_matter(lines, boilerplate, first_body)
        _mark_biographies(lines, boilerplate, first_body)
        _mark_teasers(lines, boilerplate, first_body)
    return [
        [_sentence_role(sentence, index in headlines, boilerplate[index]) for sentence in line.sentences]
        for index, line in enumerate(lines)
    ]


def _sentence_role(sentence: str, in_headline: bool, in_boilerplate: bool) -> Role:
    if in_boilerplate:
        return Role.BOILERPLATE
    notice = _SENTENCE_NOTICE.match(sentence)
    if notice and not _is_glued(notice[0], sentence[notice.end() :]):
        return Role.BOILERPLATE
    return Role.HEADLINE if in_headline else Role.BODY


def _is_glued(notice: str, rest: str) -> bool:
    """Tell whether a sentence of the article stands right behind a notice: `SIGN UP HERE Ms Lee said …`."""
    words = [word for word in rest.split() if not word.isupper()]
    return len(words) >= MIN_GLUED_WORDS and (notice.isupper() or rest.lstrip(" \"“‘'")[:1].isupper())


def _is_boilerplate(line: str, n_lines: int) -> bool:
    """Tell whether a line is a label, a notice, a credit, a byline or a date, whatever stands around it.

    A long line is a paragraph, perhaps the whole article; a text of one line is what somebody asks about.
    """
    if n_lines == 1 or len(line) > MAX_NOTICE_CHARS:
        return False
    if line[-1] == "." and line.count(" ") >= MAX_NOTICE_WORDS:
        return False
    if any(pattern.match(line) for pattern in (_LINE_NOTICE, _BYLINE, _DATE)) or _CREDIT.search(line):
        return True
    folded = fold(line)
    return not folded or (n_lines > 2 and (_LABEL.fullmatch(folded) is not None or _is_end_label(line)))


def _is_end_label(line: str) -> bool:
    return len(line) <= MAX_NOTICE_CHARS and line[-1] not in ".!?" and _END_LABEL.fullmatch(fold(line)) is not None


def _is_title_like(text: str) -> bool:
    """Tell whether most long words are capitalised."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) >= 2 and sum(not word[0].islower() for word in words) >= 0.7 * len(words)


def _is_headline(line: Line) -> bool:
    """Tell whether a line could be a headline: short, one sentence, no full stop, no small letter first."""
    text = line.text
    if len(text) > 200 or len(text.split()) > MAX_HEADLINE_WORDS or _LIST_ITEM.match(text):
        return False
    first = next((character for character in text if character.isalnum()), "")
    if not first or (first.islower() and not text[1:2].isupper()):
        return False
    end = _SENTENCE_END.search(text)
    if end is None:
        return len(line.sentences) == 1 or _is_title_like(text)
    may_end_a_title = end[0][0] in "?!:" or _DOTTED_END.search(text) is not None
    return may_end_a_title and len(line.sentences) == 1 and _is_title_like(text)


def _headlines(lines: Sequence[Line], boilerplate: Sequence[bool]) -> tuple[set[int], int]:
    """Return the indices of the headlines, and that of the first body line: len(lines) if there is none."""
    leading: list[int] = []
    first_body = len(lines)
    for index, line in enumerate(lines):
        if boilerplate[index]:
            continue
        if not _is_headline(line):
            first_body = index
            break
        leading.append(index)
    folded = {index: fold(lines[index].text) for index in leading}
    if first_body == len(lines):  # no body: only what is written like a title is one, and a question is none
        leading = [i for i in leading if _is_title_like(lines[i].text) and not _SENTENCE_END.search(lines[i].text)]
    if len({folded[index] for index in leading}) > MAX_HEADLINES:
        first_body = next(index for index in leading if folded[index] != folded[leading[0]])
        leading = [index for index in leading if index < first_body]
    headlines = set(leading)
    known = {folded[index] for index in leading}
    for index in range(first_body, len(lines)):  # repeated within the body
        if _is_headline(lines[index]) and fold(lines[index].text) in known:
            headlines.add(index)
    return headlines, first_body


def _mark_end_matter(lines: Sequence[Line], boilerplate: list[bool], first_body: int) -> None:
    """Mark what stands behind the first label such as 'Related Stories'.

    Near the end that is everything. Farther up, or where titles and then running paragraphs follow, it is a
    box within the article and ends with its titles.
    """
    lengths = [len(line.text) for line in lines]
    rest = list(accumulate(reversed(lengths)))[::-1]  # characters from line i to the end
    index = first_body + 1
    while index < len(lines):
        if not (boilerplate[index] and _is_end_label(lines[index].text)):
            index += 1
            continue
        end = index + 1
        while end < len(lines) and (boilerplate[end] or _is_headline(lines[end])):
            end += 1
        if rest[index] <= MAX_END_MATTER * rest[0] and not _resumes(lines, index, end):
            end = len(lines)
        boilerplate[index:end] = [True] * (end - index)
        index = end


def _resumes(lines: Sequence[Line], label: int, end: int) -> bool:
    """Tell whether the article goes on at line `end`, behind a label and the titles that follow it.

    It does if there are titles, then only paragraphs, two or more, and most of them hold a name from above.
    """
    paragraphs = lines[end:]
    if end == label + 1 or len(paragraphs) < 2 or any(map(_is_headline, paragraphs)):
        return False
    known = _names(line.text for line in lines[:label])
    return 2 * sum(bool(_names([line.text]) & known) for line in paragraphs) > len(paragraphs)


def _mark_biographies(lines: Sequence[Line], boilerplate: list[bool], first_body: int) -> None:
    """Mark `Jane Doe is a reporter at …` among the last lines, unless the article speaks of Jane Doe."""
    body = [index for index in range(first_body, len(lines)) if not boilerplate[index]]
    if len(body) < 4:
        return
    for index in body[-2:]:
        found = _BIOGRAPHY.match(lines[index].text[:300])
        if found:
            surname = re.split(r"\s+(?:is|was|writes|covers|reports)\s", found[0])[0].split()[-1]
            if not any(surname in lines[other].text for other in body if other < index):
                boilerplate[index] = True


def _mark_teasers(lines: Sequence[Line], boilerplate: list[bool], first_body: int) -> None:
    """Mark a title in mid-article and the paragraph below it if they tell another story.

    They do if no name in them occurs in the rest of the article, and hardly any of their other words, while
    what stands before them and after them shares names.
    """
    body = [index for index in range(first_body, len(lines)) if not boilerplate[index]]
    titles = [
        index
        for index in body[2:-2]
        if _is_headline(lines[index])
        and len(lines[index].text.split()) >= MIN_TEASER_TITLE_WORDS
        and len(_NAME.findall(lines[index].text)) >= 3
        and not boilerplate[index + 1]
        and not _is_headline(lines[index + 1])
    ]
    if not titles or len(titles) > MAX_TEASERS:
        return
    for title in titles:
        teaser = (title, title + 1)
        before = [lines[index].text for index in range(title) if not boilerplate[index]]
        after = [lines[index].text for index in body if index > title + 1]
        own = [lines[index].text for index in teaser]
        own_words = _content_words(own)
        shared_words = own_words & _content_words(before + after)
        if (
            len(_content_words(own[1:])) >= MIN_TEASER_WORDS
            and len(shared_words) <= MAX_TEASER_OVERLAP * len(own_words)
            and not _names(own) & _names(before + after)
            and len(_names(before) & _names(after)) >= MIN_SHARED_NAMES
        ):
            for index in teaser:
                boilerplate[index] = True


def _content_words(texts: Iterable[str]) -> set[str]:
    words = {word.casefold() for text in texts for word in _CONTENT_WORD.findall(text)}
    return {word.rstrip("s") for word in words - _FUNCTION_WORDS}


def _names(texts: Iterable[str]) -> set[str]:
    """Return the words written large and nowhere small, which drops most that only begin a sentence."""
    joined = "\n".join(texts)
    return set(_NAME.findall(joined)) - {word.capitalize() for word in re.findall(r"\b[a-z]\w+", joined)}


class _Quote(NamedTuple):
    """Words between quotation marks, from one of their clauses on."""

    sentence: int
    words: str  # folded
    start: int  # of one of its clauses
    ends: frozenset[int]  # where its clauses end, with the blank behind


def duplicates(sentences: Sequence[str], sentence_roles: Sequence[Role]) -> list[int | None]:
    """Return, per sentence, the index of the earliest earlier sentence that says the same, or None.

    Two sentences say the same if their folded words are equal. A sentence of MIN_QUOTED_WORDS words or more
    also repeats an earlier one that holds it between quotation marks, as whole clauses: "We can win" is not
    said in "I doubt we can win". A sentence of fewer than MIN_DUPLICATE_WORDS words repeats nothing, unless
    it is a headline.
    """
    first_seen: dict[str, int] = {}
    quotes: dict[tuple[str, ...], list[_Quote]] = {}  # by the first words of a clause
    repeats: list[int | None] = []
    for index, sentence in enumerate(sentences):
        folded = fold(sentence)
        words = tuple(folded.split())
        counts = len(words) >= MIN_DUPLICATE_WORDS or sentence_roles[index] is Role.HEADLINE
        repeated = first_seen.setdefault(folded, index) if counts and words else index
        if sentence_roles[repeated] is Role.BOILERPLATE and sentence_roles[index] is not Role.BOILERPLATE:
            first_seen[folded] = repeated = index  # a teaser above does not take the sentence from the article
        if repeated == index and len(words) >= MIN_QUOTED_WORDS:
            for quote in quotes.get(words[:MIN_QUOTED_WORDS], ()):
                if quote.words.startswith(folded, quote.start) and quote.start + len(folded) + 1 in quote.ends:
                    repeated = quote.sentence
                    break
        repeats.append(None if repeated == index else repeated)
        for quote in _quotes(sentence, index):
            beginning = quote.words[quote.start : quote.start + MAX_NOTICE_CHARS].split(" ", MIN_QUOTED_WORDS)
            alike = quotes.setdefault(tuple(beginning[:MIN_QUOTED_WORDS]), [])
            if len(alike) < MAX_QUOTES_ALIKE:
                alike.append(quote)
    return repeats


def _quotes(sentence: str, index: int) -> Iterator[_Quote]:
    """Yield each quotation in a sentence once for every clause that it may be repeated from."""
    for match in _QUOTED.finditer(sentence):
        clauses = [clause for clause in map(fold, _CLAUSE_END.split(match[match.lastindex or 0])) if clause]
        words = " ".join(clauses)
        ends = frozenset(accumulate(len(clause) + 1 for clause in clauses))  # each with the blank behind it
        start = 0
        for clause in clauses:
            yield _Quote(index, words, start, ends)
            start += len(clause) + 1
