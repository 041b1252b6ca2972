"""A decision explains its words above the record data, and says who proposed it and who hears an appeal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from board.core.ballot import Verdict
from board.core.case import SeatLine, SeatState
from board.core.record import Outcome
from board.render.decision import altered, parse_free, render_decision
from board.render.glossary import HEADING
from tests.render.sample import ballot, section
from tests.render.test_form_4 import newest, page, review


def test_the_words_stand_above_what_is_for_auditors_and_are_nobodys_text() -> None:
    """Given a page with its list, then taking it apart and making it again gives the same bytes."""
    text = page(newest())
    assert list(parse_free(text)) == ["what", "means", "why", "worries", "unknown", "options", "again"]
    assert HEADING not in "".join(parse_free(text).values())
    assert render_decision(newest(), parse_free(text)) == text and altered(text, text) == ()


@pytest.mark.parametrize("change", ["A chair to sit on.", ""])
def test_a_list_that_somebody_changed_is_found(change: str) -> None:
    """Given another explanation, or none at all, then the page is not what the record makes of it."""
    text = page(newest())
    row = next(line for line in text.splitlines() if line.startswith("- **Seat:**"))
    told = text.replace(row, f"- **Seat:** {change}") if change else text.replace(f"\n## {HEADING}\n", "\n")
    found = altered(told, render_decision(newest(), parse_free(told)))
    assert found and HEADING in " ".join(f"{one.message} {one.fix}" for one in found)


def test_a_page_of_an_older_form_may_hold_that_heading_as_somebodys_own_words() -> None:
    """Given a page of form 3 with such a heading typed by a person, then it stays her text for ever."""
    typed = f"We look again in spring.\n\n### {HEADING}\n\nNone."
    text = page(newest(form=3), again=typed).replace(f"### {HEADING}", f"## {HEADING}")
    assert HEADING in parse_free(text)["again"]


def test_the_panels_stop_is_told_with_its_article() -> None:
    of = newest(Outcome.STOPPED)
    stop = ballot("ruth", "ethics", Verdict.STOP, "It hurts.", ground="unmanaged-risk", evidence=("x",), clears="One.")
    case = replace(of.case, ballots=(stop,), charter=replace(of.case.charter, repository="7f3c"))
    of = replace(of, case=case, tally=replace(of.tally, stops=(stop,)))
    told = section(page(of), "Who decided")
    assert "\n\nThe ethics panel said stop, because " in told and "\nEthics panel said" not in told


@pytest.mark.parametrize(
    ("proposer", "words"),
    [
        ("chiara", "Product"),
        ("Kim Sato <kim@hollowoak.example>", "Secretary"),
        ("Dora Klein <dora@hollowoak.example>", "Somebody without a seat on the board"),
        ("", "Somebody without a seat on the board"),
    ],
)
@pytest.mark.parametrize("names", [False, True])
def test_whose_seat_or_office_proposed_it_is_told_and_never_the_person(proposer: str, words: str, names: bool) -> None:
    of = newest(names=names)
    case = replace(of.case, proposal=replace(of.case.proposal, proposer=proposer))
    assert f"\n- Proposed by: {words}\n" in page(replace(of, case=case))


def test_who_hears_an_appeal_and_what_can_come_of_it_stands_at_the_top() -> None:
    line = next(one for one in page(newest(), again="Nothing.").splitlines() if one.startswith("- Appeal: "))
    assert line.startswith("- Appeal: whoever it affects may appeal until ")
    assert "At least two members of the board hear it, and none of them wrote this page." in line
    assert line.endswith("say why, or the board decides anew. While it is heard, the decision holds")


def test_an_empty_seat_is_told_once() -> None:
    """Given a seat without holder and alternate, then the page does not say in brackets what it just said."""
    of = newest()
    note = "nobody holds it and it has no alternate"
    empty = SeatLine("legal", "Legal", SeatState.VACANT, "", eligible=False, note=note)
    seats = tuple(empty if one.seat == "legal" else one for one in of.tally.seats)
    for text in (page(replace(of, tally=replace(of.tally, seats=seats))), review(replace(of, tally=of.tally))):
        assert note not in text
    told = page(replace(of, tally=replace(of.tally, seats=seats)))
    assert "| Legal | Nobody holds this seat (nobody stands in for it) | – |" in told


def test_a_seat_that_did_not_vote_is_not_told_as_spoken_for_by_nobody() -> None:
    """Given a holder who cast no vote, then a dash stands there: "Nobody" reads as if the seat were empty."""
    of = newest()
    silent = replace(next(one for one in of.tally.seats if one.seat == "legal"), ballot=None, state=SeatState.SILENT)
    seats = tuple(silent if one.seat == "legal" else one for one in of.tally.seats)
    told = page(replace(of, tally=replace(of.tally, seats=seats)))
    assert re.search(r"\n\| Legal \| [^|]+ \| – \|\n", told) and "| Nobody |" not in told
