"""How plainly a text is written: Flesch-Kincaid and a few habits; a smoke alarm, not proof.

The formulas are those of Kincaid and others, 1975, and Flesch, 1948. The syllable rule is our own, for English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from board.formats.shipped import shipped
from board.formats.toml import load_text
from board.render.glossary import HEADING as GLOSSARY
from board.render.prose import BlockKind, blocks

SUMMARY_GRADE, SUMMARY_EASE, WHOLE_GRADE, GROSS_GRADE = 9.0, 60.0, 12.0, 14.0
AVERAGE_WORDS, LONGEST_WORDS = 20, 35
_TELLS_LANGUAGE = 25
"""With fewer words nobody can tell whether a text is English, so none of them is too hard to publish."""
_STUB = 2
_ASIDE = ("record data", GLOSSARY.casefold())
"""Sections that are made from the record: nobody can write them more plainly."""

_ID = re.compile(
    r"\b(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\w+|\bsha256:\w+|\b[0-9a-f]{7,}\b|\b\d{4}/\d[\w.-]*"
    r"|\b[A-Z]{1,4}-\d+\b|\b[\w-]+(?:/[\w.-]+){2,}|\b[\w-]+\.(?:toml|md|json|csv|py|txt|pdf)\b|\b\w+_\w+\b"
)
_RAW_ID = re.compile(
    r"(?<![\w(])(?:[RECX]-\d+[a-z]?|20\d\d/\d{4}[\w.-]*|sha256:\w+|(?=\w*\d)[0-9a-f]{12,}|[a-z]+(?:_[a-z]+)+)(?![\w)])"
)
_HEADER = re.compile(r"[A-Z][\w ]{1,30}: ")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z0-9\ufffc])")
_CODE = "\ufffc"
"""Stands where code stood: it counts as no word, but a sentence may begin with it."""
_DOTTED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|Dr|Mr|Mrs|Ms|Prof|St|No|Art|Sec|Fig)\.|\b[A-Z]\.(?=\s[A-Z])")
_SHORT_FORM = re.compile(r"\b[A-Z][A-Z0-9]{1,6}s?\b")
_COMMON = re.compile(
    r"(?i)(?:an?|and|are|as|at|be|by|for|from|has|have|in|is|it|not|of|on|or|that|the|this|to|was|we|will|with)"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured; `average` and `longest` are words a sentence, `worst` up to three sentences, hardest first.

    `gross` is whether a summary is so hard that it must not be published as it is; `english` is False when the text
    does not look like English, and then the numbers mean nothing.
    """

    grade: float
    ease: float
    words: int
    sentences: int
    average: float
    longest: int
    worst: tuple[str, ...]
    advice: tuple[str, ...]
    gross: bool = False
    english: bool = True


@lru_cache(maxsize=4)  # who decides has the same first page measured five times
def measure(text: str, summary: bool = False, most: float | None = GROSS_GRADE) -> Measure:
    """Measure a Markdown text; code, tables, headings, links and ids do not count.

    `summary` applies the stricter limits for the first three sections of a decision; above the school grade `most`
    one is too hard to be published as it is (None: never).
    """
    prose = [stripped for line in _prose(text) if (stripped := _ID.sub("", line).strip())]
    sentences = [sentence for line in prose for sentence in _sentences(line)]
    counted = [(sentence, _WORD.findall(sentence)) for sentence in sentences]
    counted = [(sentence, words) for sentence, words in counted if words]
    total = sum(len(words) for _, words in counted)
    if not total:
        return Measure(0.0, 100.0, 0, 0, 0.0, 0, (), ())
    spoken = sum(syllables(word) for _, words in counted for word in words)
    grade, ease = formulas(total, len(counted), spoken)
    # One or two words are no sentence that anybody could mend, however long they are.
    whole = [pair for pair in counted if len(pair[1]) > _STUB] or counted
    hardest = sorted(whole, key=lambda pair: (-_sentence_grade(pair[1]), pair[0]))
    english = _looks_english([word for _, words in counted for word in words])
    found = Measure(
        grade=round(grade, 1),
        ease=round(ease, 1),
        words=total,
        sentences=len(counted),
        average=round(total / len(counted), 1),
        longest=max(len(words) for _, words in counted),
        worst=tuple(sentence.replace(_CODE, "…") for sentence, _ in hardest[:3]),
        advice=(),
        gross=english and summary and most is not None and total >= _TELLS_LANGUAGE and grade > most,
        english=english,
    )
    return _advised(found, "\n".join(prose), summary)


def formulas(words: int, sentences: int, spoken: int) -> tuple[float, float]:
    """Flesch-Kincaid grade and Flesch reading ease from three counts."""
    length, weight = words / sentences, spoken / words
    return 0.39 * length + 11.8 * weight - 15.59, 206.835 - 1.015 * length - 84.6 * weight


def _prose(text: str) -> Iterator[str]:
    """The sentences' home: paragraphs, bullets and quotes without code and bare addresses.

    The lines between a page's title and its first section, such as "- Tags: …", are no sentences, and the record's
    data are none that anybody wrote.
    """
    above, aside = False, 0
    for at, block in enumerate(blocks(text)):
        if block.kind is BlockKind.HEADING:
            above = at == 0 and block.level == 1
            if not aside or block.level <= aside:
                aside = block.level if block.text.casefold() in _ASIDE else 0
        elif aside or (above and block.kind is BlockKind.BULLET and _HEADER.match(block.text)):
            continue
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.QUOTE):
            kept = (_CODE if span.code else span.text for span in block.spans if span.text != span.target)
            yield " ".join("".join(kept).split())


def _sentences(line: str) -> Iterator[str]:
    """One line of prose cut at full stops, but not at abbreviations."""
    held = ""
    for piece in _END.split(line):
        held = f"{held} {piece}".strip()
        last = list(_DOTTED.finditer(held))
        if last and last[-1].end() == len(held):
            continue
        yield held
        held = ""
    if held:
        yield held


def _sentence_grade(words: list[str]) -> float:
    return formulas(len(words), 1, sum(syllables(word) for word in words))[0]


def _looks_english(words: list[str]) -> bool:
    """Whether enough of the small words are English; short texts get the benefit of the doubt."""
    return len(words) < _TELLS_LANGUAGE or sum(1 for word in words if _COMMON.fullmatch(word)) >= len(words) * 0.1


# Neighbouring vowels are one syllable, except those that English speaks apart; some endings are written but not spoken.
_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(
    r"[^ctsgxln]i(?:a|o|u)|[^ct]i(?:ent|enc)|scienc|i(?:et|ers?$|ey)|[aeiouy]i(?:ng|st)|[td]i(?:ate|ol|ose|um)|cia(?:te|ti)"
    r"|y(?:a|i|ee)|(?<![pg])eo(?!u)|[aeiouy][^aeiouy]+ea$|creat|re(?:ali|act|ev|en|in|im)|^coo(?=per|rd)|[^aeiouy]oe[mt]"
    r"|[^gq]u(?:a|ou|el|en|ity)|[bcdfgkptz]l(?:e|es|ed)$|liab|(?:s|th?)m$"
)
_SILENT = re.compile(
    r"[^aeiouy]e$|que$|[^aeiouytd]ed$|[^aeiouysxzcg]es$(?<!shes)(?<!ches)"
    r"|[aeiouy][^aeiouy]+e(?=(?:ly|ment|ments|ful|less|ness)$)|^(?:some|ther|wher|fore|home|time|life)(?=[^aeiouyr]..)"
)


@cache
def _parts(word: str) -> int:
    return len(_VOWELS.findall(word)) + len(_APART.findall(word)) - len(_SILENT.findall(word))


def syllables(word: str) -> int:
    """The syllables of an English word, by rule; right for about nine words in ten and close for the rest."""
    return sum(max(1, _parts(part)) for part in re.split(r"[^a-z]+", word.lower()) if part) or 1


def _advised(found: Measure, text: str, summary: bool) -> Measure:
    """The same measure with hints in words."""
    hints: list[str] = []
    if not found.english:
        hints.append("This does not look like English. The scores hold for English only, so leave them aside.")
        return replace(found, advice=tuple(hints))
    limit = SUMMARY_GRADE if summary else WHOLE_GRADE
    if found.grade > limit:
        hints.append(
            f"It reads like school grade {found.grade:g}; aim for {limit:g} or less. Start with the sentences below."
        )
    if summary and found.ease < SUMMARY_EASE:
        hints.append(f"Reading ease is {found.ease:g}; aim for {SUMMARY_EASE:g} or more. Shorter words help most.")
    if found.average > AVERAGE_WORDS:
        hints.append(f"Sentences have {found.average:g} words on average; aim for {AVERAGE_WORDS} or fewer.")
    if found.longest > LONGEST_WORDS:
        hints.append(f"The longest sentence has {found.longest} words; cut it in two, {LONGEST_WORDS} is the most.")
    if unknown := unexplained(text):
        hints.append(f"Spell out once: {', '.join(unknown)}.")
    hints.extend(f"“{hard}”: write “{easy}”." for hard, easy in jargon(text))
    return replace(found, advice=tuple(hints))


def unexplained(text: str) -> tuple[str, ...]:
    """Short forms in capitals that are neither well known nor spelt out beside round brackets, in order of use."""
    _, known, _ = _words()
    found = dict.fromkeys(match.group().removesuffix("s") for match in _SHORT_FORM.finditer(text))
    spelt = {form for form in found if re.search(rf"\({form}s?\)|\b{form}s?\s*\([^)]*[a-z]{{3}}", text)}
    return tuple(form for form in found if form not in known and form not in spelt and not form.isdigit())


def raw_ids(text: str) -> tuple[str, ...]:
    """Ids that no reader knows, such as R-15 or a fingerprint, unless they stand in round brackets behind the words."""
    found = (match for line in _prose(text) for match in _RAW_ID.finditer(line))
    return tuple(dict.fromkeys(match.group().rstrip(".-") for match in found))


def jargon(text: str) -> tuple[tuple[str, str], ...]:
    """Words that make readers stop, as they stand in the text, each with plainer ones; in order of first use."""
    plainer, _, pattern = _words()
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        entry = match.lastgroup or ""
        found.setdefault(match.group().lower(), plainer[int(entry.removeprefix("w"))])
    return tuple(found.items())


@cache
def _words() -> tuple[tuple[str, ...], frozenset[str], re.Pattern[str]]:
    """The shipped word list: plainer words in order, known short forms, and one pattern for all entries."""
    data: dict[str, Any] = dict(load_text(shipped("words/en.toml").decode(), "words/en.toml").value.data)
    entries = sorted(data["plainer"].items(), key=lambda pair: (-len(pair[0]), pair[0]))
    forms = "|".join(f"(?P<w{at}>{_forms(hard)})" for at, (hard, _) in enumerate(entries))
    pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)
    return tuple(easy for _, easy in entries), frozenset(data["known"]), pattern


def _forms(entry: str) -> str:
    """The pattern of one entry: a single word with its endings, a phrase with any white space between its words."""
    if not entry.isalpha():
        return r"\s+".join(re.escape(word) for word in entry.split())
    stem = re.sub("is(?=e$|ation$)", "i[sz]", entry)
    return (stem.removesuffix("e") if entry.endswith("e") else stem) + "(?:e|es|ed|ing|s)?"
