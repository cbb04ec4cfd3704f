"""The grammar of quotation: who speaks a quoted sentence, whom a pronoun stands for, and who accuses in a report.

The model sees one sentence and names a holder in it. What only the words around it tell comes from here: a quote that
goes on without a speaker, 'she said' after her name, 'A said that B accused C', 'Minister: …', 'despised by promoters'.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

Span = tuple[int, int]

_SAY = (
    r"(?:sa(?:id|ys|y)|told|add(?:ed|s)|continued|recall(?:ed|s)|explain(?:ed|s)|insist(?:ed|s)|argue[sd]|asked|asks"
    r"|repl(?:ied|ies)|warn(?:ed|s)|wrote|writes|grumble[sd]|joke[sd]|tweet(?:ed|s)|conclude[sd]|note[sd]|admit"
    r"(?:ted|s)"
    r"|complain(?:ed|s)|shout(?:ed|s)|declare[sd]|state[sd]|claim(?:ed|s)?|quipped|boasted|observe[sd]|remark(?:ed|s)"
    r"|confess(?:ed|es)|fume[sd]|sigh(?:ed|s)|thunder(?:ed|s)|lament(?:ed|s)|posted|testified|predict(?:ed|s)|mused"
    r"|(?:went|goes) on(?=[,.]| to say)|sneered|snapped|vowed|announced|stress(?:ed|es)|maintain(?:ed|s)|allege[sd]?)"
)
_JUDGE = (
    r"(?:accus\w+|prais\w+|blam(?:ed?|es|ing)|denounc\w+|critici[sz]\w+|condemn\w+|thank(?:ed|s)|hail(?:ed|s)"
    r"|blast(?:ed|s)|slam(?:med|s)|ridicul\w+|mock(?:ed|s)|despis\w+|ador\w+|loath\w+|admir\w+|applaud\w+|attack"
    r"(?:ed|s)"
    r"|called|calls|regard(?:ed|s)|consider(?:ed|s)|held up|hold up|lashed out at|laud(?:ed|s)|commend(?:ed|s)"
    r"|celebrat\w+|likened|lambast\w+|pillor\w+|scold(?:ed|s)|rebuk\w+|berat\w+|deplor\w+|champion(?:ed|s)"
    r"|think(?:s)? the world of|thought the world of|trust(?:ed|s)|distrust\w+|label(?:led|ed|s)|brand(?:ed|s)"
    r"|credit(?:ed|s)|welcom\w+|endors\w+|defend(?:ed|s)|fault(?:ed|s)|savag\w+|trash(?:ed|es)|urg(?:ed|es)|took "
    r"(?:a swipe|aim) at|(?:hit|lashed|struck) (?:out|back) at|heaped (?:praise|scorn) on|paid tribute to"
    r"|sang the praises of|railed against|(?:tore|laid) into|rounded on|turned on|singled out|took issue with"
    r"|sided with|stood by|vouched for"
    r"|(?:had|found|kept|reserved|saved) (?:\w+ ){0,2}words (?:of \w+ )?for|spoke (?:highly|well|warmly|ill) of"
    r"|(?:was|is|sounded) (?:\w+ ){0,2}(?:harder|easier|kinder|tougher|harsher|softer|warmer|kind|hard|harsh"
    r"|scathing|dismissive|generous|critical"
    r"|full of praise|full of scorn|unsparing|blunter) (?:on|to|about|of|with|towards?|for)|to blame)"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|is being|come|came|coming)\b(?: \w+){0,2}? "
    r"(?:(?:accused|praised|blamed|denounced|critici[sz]ed|condemned|hailed|blasted|slammed|ridiculed|mocked|despised"
    r"|adored|loathed|admired|applauded|attacked|lauded|commended|celebrated|lambasted|pilloried|scolded|rebuked"
    r"|berated"
    r"|trusted|distrusted|labell?ed|branded|thanked|held up as|taken to task|called|described|welcomed|savaged|loved"
    r"|hated|cheered|booed|jeered|derided|reviled|respected|feared|vilified|panned|honou?red|toasted|singled out)\b"
    r"[^.;:!?“”\"]{0,60}? by|under fire from) (?:the |an? )?",
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:the |an? )?|\b[Ii]n the (?:view|eyes|words|opinion) of (?:the |an? )?"
    r"|\b[Aa]s (?:the )?(?=[\w ]{1,40}? (?:puts?|put|sees?|tells?) it\b)"
)
_PRONOUN = re.compile(r"(?:he|she|him|her|his)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:i|we|us|me|my|our)", re.IGNORECASE)
_ALONE = re.compile(rf"(?:{_PRONOUN.pattern}|{_FIRST_PERSON.pattern}|they|it)", re.IGNORECASE)
_OWN_VIEW = re.compile(
    rf"\b(?:[Tt]o|[Ff]or) (?P<a>him|her),|\b[Ii]n (?P<b>his|her) (?:\w+ )?(?:view|words|eyes|opinion|judg\w+)\b"
    rf"|\b(?P<c>[Hh]e|[Ss]he|(?<=, )it(?= \w+,)) (?:\w+ )?{_SAY}\b"
    r"|\b(?P<d>[Hh]e|[Ss]he) (?:had nothing but|was less kind|found|called|thanked)\b"
)
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?: (?:(?:de|da|di|van|von|der|den|bin|ibn|al|el|la|le|du|dos) )*[^\W\d_a-z][\w’'-]+)*"
)
_LEAD = re.compile(r"^(?P<who>[A-Z][\w’'-]*(?: [\w’'&-]+){0,4}?): (?=\S)")
_NO_VOICE = re.compile(
    r"\b(?:opinion|analysis|update\w*|breaking|exclusive|watch|live|video|photos?|explainer|factbox|correction"
    r"|editorial"
    r"|comment|column|review|report|interview|feature|timeline|profile|sources?|note|read more|related|see also|more"
    r"|business|politics|world|sports?|news|markets?|tech\w*|economy|part|chapter|day|week|year|first|second|result"
    r"|question|answer|verdict|lesson|bottom line|here|this|that|following|example|problem|point|truth|fact)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:he|she|they|it|we|let|stop|credit|i|that|who|which|nothing|nobody|is|are|was|were|has|have|had|will"
    r"|would|can|may|must|does|did|not|no)\b|\w{3}ed\b",
    re.IGNORECASE,
)
_UNITED = re.compile(r"\b[A-Z]\w*ed\b")
_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|one|but|and|even|as|yet|while|when|still|so)\s+", re.IGNORECASE)
_CUT = re.compile(
    r",|;|\(| who\b| which\b| in\b| at\b| on\b| after\b| before\b| from\b| when\b| during\b| to\b| about\b|[“”\"‘]"
)
_AUXILIARY = (
    r"(?:(?:has|have|had|was|were|is|are|been|always|once|privately|publicly|repeatedly|openly|again|also|long"
    r"|cynically"
    r"|falsely|wrongly|rightly|recently|never|often|still|now|even) )*"
)
_ACCUSES = re.compile(
    rf"\b(?:that|how|as saying that|for telling \w+ that|{_SAY}(?: that| how)?) (?:the |an? )?"
    rf"(?P<who>(?:[\w’'&.-]+ ){{1,5}}?){_AUXILIARY}{_JUDGE}\b"
)
_MARK = re.compile("[“\"‘'«„]")
_SINGLE = re.compile(r"(?<!s)['’](?![^\W_])|(?<=s)['’](?![^\W_]| )")  # not in it's, nor in the doctors' union
_CLOSINGS = {
    "“": re.compile("[”“]"),
    '"': re.compile('"'),
    "‘": _SINGLE,
    "'": _SINGLE,
    "«": re.compile("»"),
    "„": re.compile("[“”]"),
}
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMrs)[.!?][”\"’']? (?=[^\W\d_a-z])")
_OPENER = (
    r"(?:[A-Z][A-Z ,]{2,30} ?[–—-] )?(?:(?:In|On|At|By|From|After|Before|For|Asked|Speaking|Writing"
    r"|Pressed) [^,;:.]{2,60}, |Then |But |And |Yet |Still, )?"
)
_VERB = rf"(?:\w+ly |also |then |later |has |have |had )?(?:{_SAY}|{_JUDGE}|shot back|hit back|spoke)\b"
_LEADING = re.compile(rf"{_OPENER}(?P<who>[^,;:.“”\"]{{2,90}}?|[^,;:“”\"]{{2,90}}?)(?:, [^;:“”\"]{{2,200}}?,)? {_VERB}")
_TRAILING = re.compile(rf", (?P<who>[^,;:.“”\"]{{2,60}}?) (?:\w+ly )?{_SAY}(?: [^,;:.“”\"]{{1,60}})?[.!?]$")
_CLAIM = re.compile(
    rf"{_OPENER}(?P<who>(?:an? |the )?[A-Z][^,;:.“”\"]{{1,90}}?)(?:, [^;:“”\"]{{2,160}}?,)? (?:has |have |had )?"
    rf"(?:{_SAY}) (?:only )?(?:that )?"
)
# 'For Ada Lund, a baker, it is simple: Norvia lies'
_TO_WHOM = re.compile(r"^(?:For|To) (?P<who>[A-Z][^:;.“”\"]{2,120}?), [^:;.“”\"]{2,100}: ")
_SAYING = re.compile(
    r", (?:saying|telling|adding|arguing|insisting|claiming|warning|noting|complaining|explaining)\b[^;:“”\"]{0,200}$"
)
# 'Norvia, Ada Lund told a congress, had hidden it', 'It was Norvia that had hidden it, Ada Lund said'
_ASIDE = re.compile(
    rf"(?:, | – | — )(?P<who>(?:the )?[^,;:.“”\"]{{2,60}}?) (?:\w+ly )?(?:{_SAY})\b(?: [^,;:.“”\"]{{1,60}})?(?:, "
    rf"(?!and |but )|[.;]?$| – | — )"
)
# 'Norvia was in no such mood and called' the target
_JUDGES = re.compile(
    rf"{_OPENER}(?P<who>[A-Z][^,;:.“”\"]{{1,60}}?)(?= [a-z]|,)"
    rf"(?:, [^;:“”\"]{{2,160}}?,)? (?:[^,;:“”\"]{{2,80}} and )?(?:\w+ly "
    rf"|also |has |had )?{_JUDGE} (?:the |its |\w+['’]s )?$"
)
_NEAR_REPORT = 400  # code points before a quote in which its speaker may have been named
_LONGEST_QUOTE = 3000  # code points: an open mark reaches no further
_LONG_QUOTE = 4  # words: less is a phrase that somebody is quoted with, no speech that goes on


def quoted_ranges(text: str) -> list[Span]:
    """Return (start, end) of what stands between quotation marks, marks included; an open one ends with its paragraph.

    A single mark opens where a word begins, and closes behind punctuation or before a blank: apostrophes do neither.
    """
    found: list[Span] = []
    ends = {mark: [closing.end() for closing in pattern.finditer(text)] for mark, pattern in _CLOSINGS.items()}
    position = 0
    for opening in _MARK.finditer(text):
        start = opening.start()
        if start < position:
            continue
        mark = text[start]
        before = text[start - 1] if start else " "
        after = text[start + 1] if start + 1 < len(text) else " "
        if mark in "'‘" and (before.isalnum() or not after.isalnum()):
            continue
        stop = text.find("\n", start, start + _LONGEST_QUOTE)
        stop = min(len(text), start + _LONGEST_QUOTE) if stop < 0 else stop
        closed = bisect_right(ends[mark], start + 1)
        if closed < len(ends[mark]) and ends[mark][closed] <= stop:
            position = ends[mark][closed]
        elif mark in "'‘":
            continue
        else:
            position = stop
        found.append((start, position))
    return found


def _is_voice(lead: str) -> bool:
    """Say whether the words before a headline's colon may name who speaks: no label, clause or place of a dateline."""
    return not (_NO_VOICE.search(lead) or _CLAUSE.search(lead) or lead.isupper())


def _is_clause(words: str) -> bool:
    """Say whether words are more than a name or noun phrase; a name's own words do not count: 'United Airlines'."""
    return _CLAUSE.search(_UNITED.sub("", words)) is not None


def is_pronoun(words: str) -> bool:
    """Say whether words are a pronoun that stands for a person: 'she'."""
    return _PRONOUN.fullmatch(words) is not None


class Quotation:
    """The quotes of one document, and who speaks each; all offsets are the document's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ranges = quoted_ranges(text)
        self._speakers: list[Span | None] = []
        for index in range(len(self._ranges)):
            self._speakers.append(self._speaker_of(index))

    def holder(self, sentence: Span, target: Span, model: Span | None, named: Sequence[Span]) -> Span | None:
        """Return who holds the stance toward a target: the words that name the source, or None for the author.

        Args:
            sentence: of the target.
            target: its words.
            model: the holder that the model names in the sentence; None: the author.
            named: the companies and governments that the sentence names.
        """
        if model is None:
            found = self._quoted(target) or self._reported(sentence, target)
        else:
            found = self._inner(sentence, target, model, named) or model
        if found is None:
            return None
        words = self.text[slice(*found)]
        if _FIRST_PERSON.fullmatch(words):
            return self._quoted(found) or found
        return found

    # --- quotes ----------------------------------------------------------------------------------------

    def _quoted(self, target: Span) -> Span | None:
        index = bisect_right(self._ranges, target[0], key=lambda quote: quote[0]) - 1
        if index < 0 or self._ranges[index][1] < target[1]:
            return None
        return self._speakers[index]

    def _speaker_of(self, index: int) -> Span | None:
        """Return who speaks a quote: whom the words behind or before it name, else who spoke the one before."""
        start, end = self._ranges[index]
        stop = self._ranges[index + 1][0] if index + 1 < len(self._ranges) else len(self.text)
        behind = re.match(r"[^\n.;]*", self.text[end:stop])
        assert behind is not None  # it may be empty
        clause = behind.group()
        said = re.match(rf"\s*,?\s*(?:{_SAY}) (?P<who>.+)", clause)
        if said:
            found = self._named_in(end + said.start("who"), end + said.end("who"))
            if found:
                return found
        said = re.match(rf"\s*,?\s*(?P<who>[^,]{{1,80}}?) (?:\w+ly )?{_SAY}\b", clause)
        if said:
            found = self._named_in(end + said.start("who"), end + said.end("who"))
            if found:
                return found
        low = self._ranges[index - 1][1] if index else 0
        low = max(low, self.text.rfind("\n", 0, start) + 1, start - 160)
        said = re.search(
            rf"(?P<who>[^.!?;:]{{1,120}}?) (?:\w+ly )?{_SAY}\b[^.!?;]{{0,80}}[,:]\s*$", self.text[low:start]
        )
        if said:
            found = self._named_in(low + said.start("who"), low + said.end("who"))
            if found:
                return found
        whole = self.text[max(start, end - 2) : end - 1] in (".", "!", "?")
        if len(self.text[start:end].split()) < (2 if whole else _LONG_QUOTE):
            return None
        return self._goes_on(low, start) or self._spoke_before(index)

    def _spoke_before(self, index: int) -> Span | None:
        """Return who spoke the quote before, where this one begins a sentence near it."""
        if index == 0:
            return None
        between = self.text[self._ranges[index - 1][1] : self._ranges[index][0]]
        begins = between.rstrip()[-1:] in ("", ".", ",", ";", ":")
        return (
            self._speakers[index - 1] if begins and not _SENTENCE_END.search(between) and len(between) < 240 else None
        )

    def _goes_on(self, low: int, start: int) -> Span | None:
        """Return who speaks in the sentence before a quote of its paragraph: 'Ada Lund said no. “Norvia lies.”'."""
        low = max(low, self.text.rfind("\n", 0, start) + 1, start - _NEAR_REPORT)
        before = self.text[low:start].rstrip()
        if before[-1:] not in (".", "!", "?"):
            return None
        ends = list(_SENTENCE_END.finditer(before, 0, len(before) - 1))
        first = ends[-1].end() if ends else 0
        said = _TRAILING.search(before, first) or _LEADING.match(before, first)
        return None if said is None else self._named_in(low + said.start("who"), low + said.end("who"))

    # --- reports ---------------------------------------------------------------------------------------

    def _reported(self, sentence: Span, target: Span) -> Span | None:
        low, high = sentence
        text = self.text[low:high]
        lead = _LEAD.match(text)
        if lead and low + lead.end() <= target[0] and _is_voice(lead["who"]):
            return low, low + lead.end("who")
        passive = _PASSIVE.search(text, target[1] - low)
        if passive and not re.search(r"[.;!?]|, (?:and|but|while|as) ", text[target[1] - low : passive.start()]):
            return self._phrase(low + passive.end(), high)
        for according in _ACCORDING.finditer(text):
            if not low + according.start() <= target[0] < low + according.end() + 1:
                found = self._phrase(low + according.end(), high)
                if found and not (found[0] < target[1] and target[0] < found[1]):
                    return found
        view = _OWN_VIEW.search(text)
        if view:
            group = next(name for name in "abcd" if view[name])
            between_commas = text[view.end() : view.end() + 1] in (",", ".", "") and view.start() > 1
            if low + view.start(group) < target[0] or between_commas or group in "ab":
                return low + view.start(group), low + view.end(group)
        aside = _ASIDE.search(text)
        if aside and not _is_clause(aside["who"]) and not low + aside.start() < target[0] < low + aside.end():
            return self._named_in(low + aside.start("who"), low + aside.end("who"))
        judged = _JUDGES.match(text[: target[0] - low])
        if judged and not _is_clause(judged["who"]):
            return self._named_in(low + judged.start("who"), low + judged.end("who"))
        whom = _TO_WHOM.match(text)
        if whom and low + whom.end() <= target[0]:
            return self._named_in(low + whom.start("who"), low + whom.end("who"))
        claim = _CLAIM.match(text)
        if claim and low + claim.end() <= target[0] and not _is_clause(claim["who"]):
            between = text[claim.end() : target[0] - low]
            if "," not in between:
                return self._named_in(low + claim.start("who"), low + claim.end("who"))
        saying = _SAYING.search(text[: target[0] - low])
        if saying:
            return self._first_name(low, low + saying.start())
        return None

    def _first_name(self, start: int, end: int) -> Span | None:
        """Return the first full name of a clause, else its first name that begins no sentence."""
        names = [name for name in _NAME.finditer(self.text[start:end]) if not _ARTICLE.match(name.group() + " ")]
        best = next((name for name in names if " " in name.group()), names[0] if names else None)
        return None if best is None else (start + best.start(), start + best.end())

    def _inner(self, sentence: Span, target: Span, model: Span, named: Sequence[Span]) -> Span | None:
        """Return B in 'A said that B accused C': C's holder is the accuser, not who reports it."""
        if not model[1] <= target[0]:
            quoted_first = model[0] >= target[1] and self._quoted(target) is not None
            if not quoted_first:
                return None
            low, high = sentence[0], target[0]
        else:
            low, high = model[1], target[0]
        between = self.text[low:high]
        clause = _ACCUSES.search(between)
        if clause is None or re.search(r"[;:]", between):
            return None
        start = low + clause.start("who")
        end = start + len(clause["who"].rstrip())
        if re.match(r"(?:his|her|their|its|it|they|he|she) |.* that ", clause["who"]) or not clause["who"].strip():
            return None
        for span in named:
            if span[0] < end and start < span[1] and span != target:
                return span
        return (start, end) if end > start else None

    # --- names -----------------------------------------------------------------------------------------

    def _named_in(self, start: int, end: int) -> Span | None:
        """Return the words that name somebody in a clause: a full name first, else a name, pronoun or noun phrase."""
        clause = self.text[start:end]
        names = [match for match in _NAME.finditer(clause) if not _ALONE.fullmatch(match.group())]
        full = next((name for name in names if " " in name.group()), None)
        if full is not None:
            return start + full.start(), start + full.end()
        phrase = self._phrase(start, end)
        if phrase is None:
            return None
        words = self.text[slice(*phrase)]
        if _ALONE.fullmatch(words):
            return phrase
        last = names[-1] if names and not words[:1].islower() else None
        return (start + last.start(), start + last.end()) if last is not None and len(words.split()) == 1 else phrase

    def _phrase(self, start: int, end: int) -> Span | None:
        """Return a noun phrase: the words up to a comma, a preposition or a clause, without an article."""
        clause = self.text[start:end]
        leading = len(clause) - len(clause.lstrip())
        clause = clause.lstrip()
        article = _ARTICLE.match(clause)
        skip = article.end() if article else 0
        cut = _CUT.search(clause, skip)
        words = clause[skip : cut.start() if cut else len(clause)].rstrip(" .!?’'\u201d")
        if not words or len(words.split()) > 8:
            return None
        return start + leading + skip, start + leading + skip + len(words)
