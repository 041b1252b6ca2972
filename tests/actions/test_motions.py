"""Motions in a real repository: made, voted on, counted, written down, told in the decision, and verified."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from board.actions import docketing, made, motioning
from board.actions.browse import decisions, listing, tally_of
from board.actions.cases import load_case
from board.actions.common import own_hand
from board.actions.deciding import decide, preview
from board.actions.docketing import next_opening, open_proposal, opening_preview
from board.actions.messaging import ask, reply
from board.actions.model import Filter
from board.actions.verifying import verify
from board.core.ballot import Verdict
from board.core.finding import Refused
from board.core.proposal import Tier
from board.core.record import Outcome, Record
from board.formats.records import read_record
from tests.boards import CHARTER_TEXT, PROPOSAL, SmallBoard, small_board
from tests.trust.history import History

ONE = "2026/0001-tokenizer"
MORE = """
[members.ruth]
name = "Ruth Abara"
emails = ["ruth@example.org"]
seats = ["ethics"]

[members.iris]
name = "Iris Novak"
emails = ["iris@example.org"]
roles = ["sponsor"]

[members.nora]
name = "Nora Berg"
emails = ["nora@example.org"]

[members.omar]
name = "Omar Haddad"
emails = ["omar@example.org"]
alternate = ["legal"]
"""
HIGH = PROPOSAL.replace('audience = ["staff"]', 'audience = ["children"]')
FOUR = ("ana", "ben", "chiara", "lena")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path, charter=CHARTER_TEXT + MORE)


def opened(board: SmallBoard, text: str = PROPOSAL) -> None:
    board.submit(ONE, text)
    open_proposal(board.session("kim"), ONE)
    board.wait(minutes=1)


def move(board: SmallBoard, member: str, kind: str, to: str = "", reason: str = "", seat: str = "") -> str:
    """Move something; returns what the mover is told."""
    told = motioning.move(board.session(member), ONE, kind, to=to, reason=reason, seat=seat).words
    board.wait(minutes=1)
    return told


def agree(board: SmallBoard, *members: str, number: int = 1, verdict: Verdict = Verdict.APPROVE) -> None:
    for member in members:
        motioning.vote_on(board.session(member), ONE, number, verdict)
        board.wait(minutes=1)


def decided(board: SmallBoard) -> tuple[Record, str]:
    """The chair decides; the record and the decision's text."""
    session = board.session("ana")
    decide(session, ONE, preview(session, ONE))
    board.wait(minutes=1)
    data = (board.path / f"decisions/{ONE}/record.toml").read_bytes()
    record = read_record(data, f"decisions/{ONE}/record.toml").value
    assert record is not None
    return record, (board.path / f"decisions/{ONE}.md").read_text()


def faults(board: SmallBoard) -> list[str]:
    return [fault.code for fault in verify(board.path).faults]


def test_a_lowered_tier_is_decided_told_and_verified(board: SmallBoard) -> None:
    """Given tier high, when three of five lower it, then four seats decide at tier limited, and verify agrees."""
    opened(board, HIGH)
    assert "votes on it with" in move(board, "chiara", "lower-tier", "limited", "Only staff read the summary.")
    agree(board, "ana", "ben", "ruth")
    for member in FOUR:
        board.vote(member, ONE, "approve")
    record, text = decided(board)
    assert (record.tier, record.sum.seats, record.outcome) == ("limited", 4, Outcome.APPROVED)
    (motion,) = record.motions
    assert (motion.kind, motion.outcome, motion.words) == (
        "lower-tier",
        "carried",
        "3 of 5 say yes, and at least 3 must",
    )
    assert re.search(r"- Product moved to lower the tier .*from high to limited\. The reason given: ", text)
    assert "Only staff read the summary." in text
    assert "t was carried: 3 of 5 say yes, and at least 3 must." in text
    assert faults(board) == []


def test_a_raised_tier_stays_when_the_board_opens_again_and_a_lowered_one_is_asked_again(board: SmallBoard) -> None:
    opened(board)
    assert "The tier is high now." in move(board, "lena", "raise-tier", "high")
    session = board.session("kim")
    case = load_case(session.world, ONE)
    assert next_opening(session.world, case, own_hand(session, session.world))[0].tier is Tier.HIGH
    move(board, "ana", "lower-tier", "minimal", "Staff only, and reversible at once.")
    agree(board, "ana", "ben", "chiara", number=2)
    session = board.session("kim")
    assert load_case(session.world, ONE).tier is Tier.MINIMAL
    shown = opening_preview(session, ONE)
    assert shown.why_not
    assert faults(board) == []


def test_a_stop_is_overruled_and_the_decision_says_by_whom_and_why(board: SmallBoard) -> None:
    """Given a stop, when all others and the sponsor agree, then it is approved after five working days, not before."""
    opened(board)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    board.vote(
        "lena", ONE, "stop", reason="No licence.", ground="missing-rights", evidence=("card",), clears="A licence"
    )
    told = move(board, "ana", "overrule-stop", "legal", "The licence came yesterday.")
    assert "It can count after 2026-10-12." in told
    agree(board, "ana", "ben", "chiara", "iris")
    early = preview(board.session("ana"), ONE)
    assert (early.outcome, early.tally.may_decide) == (Outcome.STOPPED, False)
    board.wait(days=8)
    record, text = decided(board)
    assert record.outcome is Outcome.APPROVED
    assert "The other seats and the sponsor overruled it" in text
    assert "The licence came yesterday." in text
    assert faults(board) == []


def test_who_stopped_has_no_vote_on_overruling_and_nobody_votes_for_a_void_motion(board: SmallBoard) -> None:
    opened(board)
    board.vote("lena", ONE, "stop", ground="unlawful", evidence=("card",), clears="Another use")
    with pytest.raises(Refused, match="never overruled"):
        move(board, "ana", "overrule-stop", "legal", "We disagree.")
    board.vote("lena", ONE, "stop", ground="missing-rights", evidence=("card",), clears="A licence")
    move(board, "ana", "overrule-stop", "", "The licence came.")
    with pytest.raises(Refused, match="You have no vote on motion 1"):
        agree(board, "lena")
    with pytest.raises(Refused, match="yes, no, or abstains"):
        agree(board, "ben", verdict=Verdict.STOP)
    with pytest.raises(Refused, match="has no motion 7"):
        agree(board, "ben", number=7)


def test_an_independent_person_signs_for_legal(board: SmallBoard) -> None:
    """Given holder and alternate stand aside, when the sponsor names nora and the others agree, then she signs."""
    opened(board)
    board.vote("lena", ONE, "recuse", interest="author")
    board.vote("omar", ONE, "recuse", interest="author")
    with pytest.raises(Refused, match="only the sponsor"):
        move(board, "ana", "appoint", "nora", "Both wrote it.", "legal")
    move(board, "iris", "appoint", "nora", "Both wrote it.", "legal")
    with pytest.raises(Refused, match="You hold no seat"):
        board.vote("nora", ONE, "approve")
    agree(board, "ana", "ben")
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    assert tally_of(board.session("ana"), ONE).waiting_for == ("nora",)
    board.vote("nora", ONE, "approve", reason="The contract is sound.")
    record, text = decided(board)
    assert (record.sum.eligible, record.sum.yes) == (4, 4)
    assert "| Legal | Yes | An appointed person |" in text
    assert "to appoint a person for Legal" in text
    assert "Nora" not in text
    assert faults(board) == []


def test_a_seat_takes_an_item_off_the_consent_agenda(board: SmallBoard) -> None:
    """Given a minor change, when product pulls it, then it is on the consent agenda no more.

    Its alternate has no word beside the holder.
    """
    opened(board, PROPOSAL.replace("major", "minor"))
    agenda = Filter(consent=True)
    assert [(row.id, row.way) for row in listing(board.session("ana"), agenda)] == [(ONE, "consent")]
    with pytest.raises(Refused, match="only a seat may ask"):
        motioning.pull(board.session("kim"), ONE)
    assert "It goes to the full vote." in motioning.pull(board.session("chiara"), ONE).words
    assert listing(board.session("ana"), agenda) == ()
    with pytest.raises(Refused, match="full vote already"):
        motioning.pull(board.session("ana"), ONE)
    for member in FOUR:
        board.vote(member, ONE, "approve")
    record, _ = decided(board)
    assert record.way == "vote"
    assert "product asks for the full vote" in record.sum.sentence
    assert faults(board) == []


def test_what_nobody_answered_stands_in_the_decision_and_what_was_overruled_does_not(board: SmallBoard) -> None:
    opened(board)
    ask(board.session("ruth"), ONE, "Are Spanish letters worse?", kind="concern")
    board.wait(minutes=1)
    ask(board.session("lena"), ONE, "Who keeps the logs?")
    board.wait(minutes=1)
    reply(board.session("lena"), ONE, "Anybody?", re=load_case(board.session("lena").world, ONE).messages[1].file)
    move(board, "ben", "overrule-concern", "1", "Measured: no difference.")
    for member in FOUR:
        board.vote(member, ONE, "approve")
    agree(board, "ana", "ben")
    assert len(tally_of(board.session("ana"), ONE).unanswered) == 2
    agree(board, "lena")
    assert [each.text.strip() for each in tally_of(board.session("ana"), ONE).unanswered] == ["Who keeps the logs?"]
    _, text = decided(board)
    assert "Still open when we decided: Legal asked:\n\n> Who keeps the logs?" in text
    assert "was concerned" not in text
    assert faults(board) == []


def test_votes_on_motions_are_hidden_like_ballots(board: SmallBoard) -> None:
    opened(board, HIGH)
    move(board, "chiara", "lower-tier", "limited", "Staff only.")
    agree(board, "ben", "ruth")
    (line,) = motioning.motions(board.session("ana"), ONE)
    assert (line.state, line.yours) == ("open", True)
    assert "hidden" in line.words
    board.vote("ana", ONE, "approve")
    (line,) = motioning.motions(board.session("ana"), ONE)
    assert line.words == "2 of 5 say yes, and at least 3 must."


@pytest.mark.parametrize(
    ("by", "number", "text", "code"),
    [
        ("ana", 1, 'kind = "appoint"\nmember = "ana"\nto = "nora"\nseat = "legal"\ntext = "Why"\n', "path.role"),
        ("nora", 1, 'kind = "pull"\nmember = "nora"\n', "path.role"),
        ("ana", 1, 'kind = "pull"\nmember = "ben"\n', "path.not-yours"),
        ("ana", 1, 'kind = "pull"\nmember = "ana"\nround = 2\n', "motion.closed"),
        ("ana", 2, 'kind = "pull"\nmember = "ana"\n', "motion.closed"),
        ("ana", 1, 'kind = "pull"\nmember = ', "file.unreadable"),
    ],
)
def test_verify_names_motions_that_nobody_may_make(
    board: SmallBoard, by: str, number: int, text: str, code: str
) -> None:
    opened(board)
    History(board.path).commit({f"decisions/{ONE}/motions/{number}.toml": text}, by, key="")
    assert code in faults(board)


def test_verify_names_a_ballot_on_a_motion_that_nobody_made(board: SmallBoard) -> None:
    opened(board, HIGH)
    move(board, "chiara", "lower-tier", "limited", "Staff only.")
    agree(board, "ben")
    path = f"decisions/{ONE}/ballots/ben-1.toml"
    honest = (board.path / path).read_text()
    assert faults(board) == []
    ana = honest.replace('"ben"', '"ana"').replace("engineering", "security")
    history = History(board.path)
    history.commit({path.replace("ben", "ana"): ana.replace('motion = "1"', 'motion = "4"')}, "ana", key="")
    assert faults(board) == ["ballot.binding"]
    lena = honest.replace('"ben"', '"lena"').replace("engineering", "legal").replace('"approve"', '"stop"')
    history.commit({path.replace("ben", "lena"): lena}, "lena", key="")
    assert faults(board) == ["ballot.binding", "ballot.binding"]


def test_decisions_of_the_ordinary_way_are_not_to_be_reported(board: SmallBoard) -> None:
    opened(board)
    for member in FOUR:
        board.vote(member, ONE, "approve")
    decided(board)
    (row,) = decisions(board.session("ana"))
    assert (row.way, row.to_report) == ("vote", False)


LOW = 'risks = [{ id = "a", text = "A slow list", basis = "A test", residual = { likelihood = 1, impact = 2 } }]\n'


def test_the_short_way_is_opened_decided_reported_and_verified(board: SmallBoard) -> None:
    """Given a low risk, when the chair asks for the short way, then two decide, and the next meeting hears of it."""
    board.submit(ONE, PROPOSAL.replace("[facts]\n", "[facts]\n" + LOW))
    with pytest.raises(Refused, match="Only the chair may ask"):
        open_proposal(board.session("kim"), ONE, expedited=True)
    open_proposal(board.session("ana"), ONE, expedited=True)
    board.wait(minutes=1)
    for member in ("ana", "ben"):
        board.vote(member, ONE, "approve")
    record, _ = decided(board)
    assert (record.way, record.outcome) == ("expedited", Outcome.APPROVED)
    assert "the chair and engineering say yes: approved." in record.sum.sentence
    assert [row.to_report for row in decisions(board.session("lena"))] == [True]
    History(board.path).commit({"meetings/2026-10-07.md": "Reported: 0001-tokenizer.\n"}, "kim", key="")
    assert [row.to_report for row in decisions(board.session("lena"))] == [False]
    assert faults(board) == []


def test_the_short_way_is_refused_where_nobody_rated_the_risk_and_verify_names_one_taken_by_hand(
    board: SmallBoard,
) -> None:
    board.submit(ONE)
    with pytest.raises(Refused, match="only what leaves a low risk"):
        open_proposal(board.session("ana"), ONE, expedited=True)
    open_proposal(board.session("ana"), ONE)
    docket = board.path / f"decisions/{ONE}/docket.toml"
    path, text = f"decisions/{ONE}/docket.toml", docket.read_text() + 'path = "expedited"\n'
    history = History(board.path)
    history.git("update-ref", "refs/heads/main", "refs/heads/main~1")
    history.commit({path: text}, "ana", key="")
    assert faults(board) == ["docket.binding"]


def test_decisions_in_the_first_form_keep_verifying(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a record as programs wrote it before motions were counted, then verify reads it by its own form."""

    def first_form(*given: Any) -> Record:
        later = {"residual_band": "", "pack_version": "", "checklist_versions": {}}
        return replace(made_record(*given), render=1, way="", silent=(), motions=(), **later)

    made_record = made.made_record
    sum_up = made.sum_up
    monkeypatch.setattr(made, "made_record", first_form)
    monkeypatch.setattr(made, "sum_up", lambda world, case, day: sum_up(world, replace(case, form=1), day))
    monkeypatch.setattr(docketing, "FACTS", 1)
    opened(board)
    ask(board.session("lena"), ONE, "Who keeps the logs?")
    board.wait(minutes=1)
    for member in FOUR:
        board.vote(member, ONE, "approve")
    record, text = decided(board)
    assert (record.render, record.way, record.residual_band, record.pack_version) == (1, "", "", "")
    assert "Gravest risk" not in text and "pack" not in text
    assert "Still open when we decided" not in text
    assert faults(board) == []
