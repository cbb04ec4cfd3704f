"""The grammar of quotation: who speaks a quoted sentence, whom a pronoun stands for, and who accuses in a report.

The model sees one sentence and names a holder in it. What only the words around it tell comes from here: a quote that
goes on without a speaker, 'she said' after her name, 'A said that B accused C', 'Minister: …', 'despised by promoters'.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from classifier.speech_patterns import (
    ACCORDING,
    ACCUSES,
    ACTING,
    ALONE,
    ANOTHER,
    ARTICLE,
    ASIDE,
    CLAIM,
    CLAUSE,
    CLOSING,
    CLOSINGS,
    CUT,
    FIRST_PERSON,
    FOR_WHOM,
    JUDGES,
    LEAD,
    LEADING,
    MARK,
    NAME,
    NO_VOICE,
    OWN_VIEW,
    PASSIVE,
    PRONOUN,
    SAY,
    SAYING,
    SENTENCE_END,
    SOMEBODY,
    SUBJECT,
    TO_WHOM,
    TRAILING,
    TURNED_ASIDE,
    UNITED,
    WHILE,
)

Span = tuple[int, int]
_NEW_SENTENCE = re.compile(rf" (?!(?:He|She|They|It)\b)[A-Z][^.]{{0,80}}? {SAY} (?:that |how )?\S+ \S+ \S")
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]{1,30} (?=(?P<last>[A-Z][\w’'-]{1,30}))")
_NEAR_REPORT = 400  # code points before a quote in which its speaker may have been named
_LONGEST_QUOTE = 3000  # code points: an open mark reaches no further
_LONG_QUOTE = 4  # words: less is a phrase that somebody is quoted with, no speech that goes on


def quoted_ranges(text: str) -> list[Span]:
    """Return (start, end) of what stands between quotation marks, marks included; an open one ends with its paragraph.

    A single mark opens where a word begins, and closes behind punctuation or before a blank: apostrophes do neither.
    """
    found: list[Span] = []
    ends = {mark: [closing.end() for closing in pattern.finditer(text)] for mark, pattern in CLOSINGS.items()}
    position = 0
    for opening in MARK.finditer(text):
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
    return not (NO_VOICE.search(lead) or CLAUSE.search(lead) or lead.isupper())


def _is_clause(words: str) -> bool:
    """Say whether words are more than a name or noun phrase; a name's own words do not count: 'United Airlines'."""
    return CLAUSE.search(UNITED.sub("", words)) is not None


def is_pronoun(words: str) -> bool:
    """Say whether words are a pronoun that stands for a person: 'she'."""
    return PRONOUN.fullmatch(words) is not None


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
            found = self._inner(sentence, target, model, named) or self._of_its_clause(sentence, target, model) or model
        if found is None:
            return None
        words = self.text[slice(*found)]
        if FIRST_PERSON.fullmatch(words):
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
        if self.text[max(start, end - 2) : end - 1] == "." and _NEW_SENTENCE.match(clause):
            clause = ""  # '“Norvia lies.” The minister said that …'
        said = re.match(rf"\s*,?\s*(?:{SAY}) (?P<who>.+)", clause)
        if said:
            found = self._named_in(end + said.start("who"), end + said.end("who"))
            if found:
                return found
        said = re.match(rf"\s*,?\s*(?P<who>[^,]{{1,80}}?(?:, [^,]{{2,80}}?,)?) (?:\w+ly )?{SAY}\b", clause)
        if said:
            found = self._named_in(end + said.start("who"), end + said.end("who"))
            if found:
                return found
        low = self._ranges[index - 1][1] if index else 0
        low = max(low, self.text.rfind("\n", 0, start) + 1, start - 160)
        said = re.search(
            rf"(?P<who>[^.!?;:]{{1,120}}?) (?:\w+ly )?{SAY}\b[^.!?;]{{0,80}}[,:]\s*$", self.text[low:start]
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
        return self._speakers[index - 1] if begins and not SENTENCE_END.search(between) and len(between) < 240 else None

    def _goes_on(self, low: int, start: int) -> Span | None:
        """Return who speaks in the sentence before a quote of its paragraph: 'Ada Lund said no. “Norvia lies.”'."""
        opens = self.text.rfind("\n", 0, start) + 1
        if opens == start:  # the paragraph before may end with a report of the same words
            return self._reports_last(max(0, start - _NEAR_REPORT), start)
        low = max(low, opens, start - _NEAR_REPORT)
        return self._reports_last(low, start) or self._acts_last(low, start)

    def _last_sentence(self, low: int, end: int) -> tuple[str, int] | None:
        """Return (text from low on, where its last sentence begins in it), where that sentence ends before a quote."""
        before = self.text[low:end].rstrip()
        if before[-1:] not in (".", "!", "?"):
            return None
        ends = [0, before.rfind("\n") + 1, *(end.end() for end in SENTENCE_END.finditer(before, 0, len(before) - 1))]
        start = max(ends)
        return before, start + len(before[start:]) - len(before[start:].lstrip())

    def _reports_last(self, low: int, end: int) -> Span | None:
        last = self._last_sentence(low, end)
        said = last and (TRAILING.search(*last) or LEADING.match(*last) or SUBJECT.match(*last) or ASIDE.search(*last))
        said = None if said and _is_clause(said["who"]) and not is_pronoun(said["who"]) else said
        return self._named_in(low + said.start("who"), low + said.end("who")) if said else None

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Return each capitalised word behind another one: perhaps somebody's surname."""
        return frozenset(match["last"] for match in _FULL_NAME.finditer(self.text))

    def _acts_last(self, low: int, end: int) -> Span | None:
        """Return the person of whom the last sentence before a quote tells, though with no verb of speech."""
        last = self._last_sentence(low, end)
        acts = last and ACTING.match(*last)
        if not acts or not (SOMEBODY.fullmatch(acts["who"]) or acts["who"] in self._surnames):
            return None
        return self._named_in(low + acts.start("who"), low + acts.end("who"))

    # --- reports ---------------------------------------------------------------------------------------

    def _reported(self, sentence: Span, target: Span) -> Span | None:
        low, high = sentence
        text = self.text[low:high]
        headline = self._headline(sentence, target)
        if headline is not None:
            return headline
        passive = PASSIVE.search(text, target[1] - low)
        if passive and not re.search(r"[.;!?]|, (?:and|but|while|as) ", text[target[1] - low : passive.start()]):
            return self._phrase(low + passive.end(), high)
        for according in ACCORDING.finditer(text):
            if not low + according.start() <= target[0] < low + according.end() + 1:
                found = self._phrase(low + according.end(), high)
                if found and not (found[0] < target[1] and target[0] < found[1]):
                    return found
        view = OWN_VIEW.search(text)
        if view:
            group = next(name for name in "abcd" if view[name])
            between_commas = text[view.end() : view.end() + 1] in (",", ".", "") and view.start() > 1
            if low + view.start(group) < target[0] or between_commas or group in "ab":
                return low + view.start(group), low + view.end(group)
        aside = ASIDE.search(text)
        if aside and not _is_clause(aside["who"]) and not low + aside.start() < target[0] < low + aside.end():
            return self._named_in(low + aside.start("who"), low + aside.end("who"))
        turned = TURNED_ASIDE.search(text)
        if turned and not _is_clause(turned["who"]) and not low + turned.start() < target[0] < low + turned.end():
            return self._named_in(low + turned.start("who"), low + turned.end("who"))
        judged = JUDGES.match(text[: target[0] - low])
        task = text.startswith(" to task", target[1] - low)  # 'took Norvia to task'
        if judged and not _is_clause(judged["who"]) and (task or not judged["task"]):
            return self._named_in(low + judged.start("who"), low + judged.end("who"))
        whom = TO_WHOM.match(text) or FOR_WHOM.match(text)
        if whom and low + whom.end() <= target[0]:
            return self._named_in(low + whom.start("who"), low + whom.end("who"))
        claim = CLAIM.match(text)
        if claim and low + claim.end() <= target[0] and not _is_clause(claim["who"]):
            between = text[claim.end() : target[0] - low]
            if "," not in between:
                return self._named_in(low + claim.start("who"), low + claim.end("who"))
        saying = SAYING.search(text[: target[0] - low])
        if saying:
            return self._first_name(low, low + saying.start())
        return None

    def _headline(self, sentence: Span, target: Span) -> Span | None:
        """Return who speaks in a line like 'Minister: Norvia lied' or 'Norvia lied, says minister'."""
        low, high = sentence
        text = self.text[low:high]
        lead = LEAD.match(text)
        if lead and low + lead.end() <= target[0] and _is_voice(lead["who"]):
            return low, low + lead.end("who")
        is_line = self.text[high : high + 1] in ("", "\n", "\r") and self.text[low - 1 : low] in ("", "\n", "\r")
        closing = CLOSING.search(text, target[1] - low) if is_line and text[-1:] not in tuple('.!?”"') else None
        if closing is None:
            return None
        group = "said" if closing["said"] else "who"
        if NO_VOICE.search(closing[group]) or CLAUSE.search(closing[group]):
            return None
        return low + closing.start(group), low + closing.end(group)

    def _first_name(self, start: int, end: int) -> Span | None:
        """Return the first full name of a clause, else its first name that begins no sentence."""
        names = [name for name in NAME.finditer(self.text[start:end]) if not ARTICLE.match(name.group() + " ")]
        best = next((name for name in names if " " in name.group()), names[0] if names else None)
        return None if best is None else (start + best.start(), start + best.end())

    def _of_its_clause(self, sentence: Span, target: Span, model: Span) -> Span | None:
        """Return the voice of a target's clause, where the model names that of another: 'A praised B, while C said'."""
        low, high = sentence[0], min(sentence[1], sentence[0] + _LONGEST_QUOTE)
        text = self.text[low:high]
        starts = [match.end() for match in ANOTHER.finditer(text)]
        begins = WHILE.match(text)
        starts.insert(0, begins.end() if begins else 0)
        index = bisect_right(starts, target[0] - low) - 1
        if index < 0 or self._quoted(target) is not None:
            return None
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        voice = LEADING.match(text, start, end)
        if voice is None or low + voice.end() > target[0] or _is_clause(voice["who"]):
            return None
        if begins and index == 0:  # 'While A praised B, C …': its clause ends with a comma
            comma = text.find(",", target[1] - low, end)
            end = comma if comma >= 0 else end
        if low + start <= model[0] and model[1] <= low + end:
            return None
        return self._named_in(low + voice.start("who"), low + voice.end("who"))

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
        clause = ACCUSES.search(between)
        if clause is None or re.search(r"[;:]", between):
            return None
        start = low + clause.start("who")
        end = start + len(clause["who"].rstrip())
        if re.match(r"(?:his|her|their|its|it|they|he|she|to) |.* (?:that|and|but) ", clause["who"]):
            return None  # 'promised to pay but faulted'
        if not clause["who"].strip():
            return None
        for span in named:
            if span[0] < end and start < span[1] and span != target:
                return span
        return (start, end) if end > start else None

    # --- names -----------------------------------------------------------------------------------------

    def _named_in(self, start: int, end: int) -> Span | None:
        """Return the words that name somebody in a clause: a full name first, else a name, pronoun or noun phrase."""
        article = ARTICLE.match(self.text[start:end])
        start += article.end() if article else 0
        clause = self.text[start:end]
        names = [match for match in NAME.finditer(clause) if not ALONE.fullmatch(match.group())]
        full = next((name for name in names if " " in name.group()), None)
        if full is not None:
            return start + full.start(), start + full.end()
        phrase = self._phrase(start, end)
        if phrase is None:
            return None
        words = self.text[slice(*phrase)]
        if ALONE.fullmatch(words):
            return phrase
        last = names[-1] if names and not words[:1].islower() else None
        return (start + last.start(), start + last.end()) if last is not None and len(words.split()) == 1 else phrase

    def _phrase(self, start: int, end: int) -> Span | None:
        """Return a noun phrase: the words up to a comma, a preposition or a clause, without an article."""
        clause = self.text[start:end]
        leading = len(clause) - len(clause.lstrip())
        clause = clause.lstrip()
        article = ARTICLE.match(clause)
        skip = article.end() if article else 0
        cut = CUT.search(clause, skip)
        words = clause[skip : cut.start() if cut else len(clause)].rstrip(" .!?’'\u201d")
        if not words or len(words.split()) > 8:
            return None
        return start + leading + skip, start + leading + skip + len(words)
