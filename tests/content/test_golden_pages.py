"""Seven decisions and their ethics reviews, as they were read aloud; and what holds for every published page."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from board.render.plain import (
    AVERAGE_WORDS,
    LONGEST_WORDS,
    SUMMARY_EASE,
    SUMMARY_GRADE,
    WHOLE_GRADE,
    jargon,
    measure,
    unexplained,
)
from board.render.sections import DECISION, ETHICS, split
from tests.content.example import ROOT, charter

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "2025/0024-spellmend-learns-ward-words": "pulled, lowered, appointed, overruled: yes, with a condition",
    "2026/0002-open-whisper-weights-once": "an exception; one seat leaves the sum",
    "2026/0003-roll-triage-back": "an emergency",
    "2026/0004-recognise-patients-faces": "stopped",
    "2026/0005-admit-ms-marco": "rejected, with a dissent",
    "2026/0008-retire-lettersort": "nobody objected",
    "2026/0009-whisper-dictation-to-beta": "tier high, with conditions and recommendations",
}
PAGES = sorted((ROOT / "decisions").glob("2*/*.md"))
REVIEWS = sorted((ROOT / "decisions").glob("2*/*/ethics-review.md"))
FIRST_FIVE = tuple(section.id for section in DECISION[:5])
_ID = re.compile(r"\b(?:[RECX]-\d+|20\d\d/\d{4}|sha256:|[0-9a-f]{12,}|tier-\w+|[a-z]+_[a-z]+)\b")
NAMES_OF_THINGS = {"CLIP", "MS", "MARCO", "L6", "SHA", "LICENSE"}
"""Names by which others call their models, data, files and sums; each stands beside words that say what it is."""


def _read(text: str) -> str:
    """What people read of a text: a link's words, and not where it leads."""
    return re.sub(r"\]\([^)\s]*\)", "]", text)


def told(name: str) -> str:
    return (ROOT / "decisions" / name).read_text("utf-8")


def sections(text: str) -> dict[str, str]:
    return split(text, ETHICS if text.startswith("# Ethics review") else DECISION)[1]


@pytest.mark.parametrize("case", CASES, ids=list(CASES.values()))
@pytest.mark.parametrize("page", ["{}.md", "{}/ethics-review.md"], ids=["decision", "ethics review"])
def test_given_the_example_then_seven_cases_read_as_they_were_read_aloud(case: str, page: str) -> None:
    """`BOARD_UPDATE_GOLDEN=1` writes them again; then they want to be read aloud again, too."""
    name = page.format(case)
    golden = GOLDEN / name.replace("/", "-")
    if os.environ.get("BOARD_UPDATE_GOLDEN"):
        golden.write_text(told(name), "utf-8")
    assert told(name) == golden.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_given_a_decision_then_its_first_sentence_says_what_was_decided_and_for_whom(page: Path) -> None:
    first = sections(page.read_text("utf-8"))["what"].split(". ")[0]
    people = (
        r"(?i)\b(clinics?|hospitals?|doctors?|patients?|teams?|owners?|houses?|letter desks?|one person|the board)\b"
    )
    assert re.search(people, first), first
    assert measure(first).longest <= LONGEST_WORDS
    assert re.search(r"\b(may|go|stay|gets?|stops?|stop|are|is|underlines)\b", first), (
        f"no verb in the active voice: {first}"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_given_a_decision_then_items_one_to_five_name_no_raw_id_and_no_jargon(page: Path) -> None:
    found = sections(page.read_text("utf-8"))
    assert set(FIRST_FIVE) <= set(found)
    for name in FIRST_FIVE:
        assert _ID.findall(_read(found[name])) == [], name
        assert jargon(found[name]) == (), name
    assert set(unexplained("\n".join(found[name] for name in FIRST_FIVE))) <= NAMES_OF_THINGS


@pytest.mark.parametrize("page", [*PAGES, *REVIEWS], ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_given_a_published_page_then_it_reads_as_plainly_as_the_board_promises(page: Path) -> None:
    text = page.read_text("utf-8")
    summary, whole = measure("\n\n".join([*sections(text).values()][:3]), summary=True), measure(text)
    assert summary.grade <= SUMMARY_GRADE
    assert summary.ease >= SUMMARY_EASE
    assert whole.grade <= WHOLE_GRADE
    assert whole.average <= AVERAGE_WORDS
    assert whole.longest <= LONGEST_WORDS, whole.worst[0]


@pytest.mark.parametrize("page", [*PAGES, *REVIEWS], ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_given_a_board_that_publishes_no_names_then_no_member_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not charter().publish_names
    for member in charter().members:
        assert member.name not in text
        assert not re.search(rf"\bheld by {member.id}\b|, {member.id},", text), member.id


def names_in_files() -> frozenset[str]:
    """Whom the example's files name: members, proposers, guests, and whoever answers for a risk or a harm."""
    found = {one.name for one in charter().members}
    for page in (ROOT / "proposals").glob("2*/*.md"):
        found |= set(re.findall(r'(?m)^(?:proposer|owner) = "([^"<@]+ [^"<@]+?) *(?:<.*)?"$', page.read_text("utf-8")))
    for answers in (ROOT / "proposals").glob("2*/*/answers.toml"):
        given = tomllib.loads(answers.read_text("utf-8"))["answers"]
        found |= {one["value"] for one in given if one["question"] in ("R-17", "E-22") and " " in one.get("value", "")}
    return frozenset(found)


@pytest.mark.parametrize("page", [*PAGES, *REVIEWS], ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_given_a_page_without_names_then_nobody_is_named_by_whole_first_or_family_name(page: Path) -> None:
    """Given all whom the example's files name, member or not, then none of them stands on a published page."""
    assert {"Farah Nasser", "Chiara Romano", "Jonas Brandt"} <= names_in_files()
    text = page.read_text("utf-8")
    words = {word for name in names_in_files() for word in (name, *name.split())}
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", text)] == []


@pytest.mark.parametrize("page", REVIEWS, ids=lambda page: page.parent.name)
def test_given_an_ethics_review_then_it_opens_with_what_it_is_and_the_view(page: Path) -> None:
    text = page.read_text("utf-8")
    short = sections(text)["short"]
    view = re.search(r"^- View of the board: (.+)$", text, re.MULTILINE)
    assert view is not None
    on = r"(?:acting at once was |to take it out of use is )?"
    how = "(?:, by silence, since no seat objected and none voted|, by the yes of Security alone)?"
    limits = r"(?: with limits \(its conditions, listed under “Panel”\))?"
    assert re.fullmatch(rf"{on}(?:not )?acceptable{limits}{how}", view[1])
    assert ("\nThe limits, which are the conditions of this yes:\n" in text) is ("with limits" in view[1])
    assert re.search(r"(?i)\bthe board(?:'s view on| finds)\b", short)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [one.heading for one in ETHICS if one.heading in headings], "in their order, none twice"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_given_a_number_that_worried_the_board_then_the_ethics_review_tells_it_too(page: Path) -> None:
    """Given what a decision says of harm, then its review is not milder: no number of it is left out."""
    review = (page.with_suffix("") / "ethics-review.md").read_text("utf-8").partition("\n## Panel")[0]
    worries = re.sub(r"\d+ [A-Z][a-z]+ 20\d\d", "", _read(sections(page.read_text("utf-8"))["worries"]))
    assert [one for one in re.findall(r"\d[\d,.]*\d|\d", worries) if one not in review] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_given_a_decision_then_each_link_to_a_piece_of_evidence_finds_its_file(page: Path) -> None:
    links = re.findall(r"\]\((\.\./[^)]+)\)", sections(page.read_text("utf-8"))["looked-at"])
    assert [one for one in links if not (page.parent / one).is_file()] == []
