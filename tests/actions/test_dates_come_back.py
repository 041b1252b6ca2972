"""Late conditions freeze rings, follow-ups settle dates, evidence is looked at again: on real history, verified."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from board.actions import browse, deciding, docketing, following
from board.actions.asking import Filter
from board.actions.check import check
from board.actions.holding import check_held, hold
from board.actions.lab import try_charter
from board.actions.rolling_back import due_for_roll_back, roll_back
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.case import Stage
from board.core.finding import Refused
from board.core.record import Outcome
from board.formats.shipped import shipped
from board.store.base import Change
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.trust.history import signed_board

FIRST, SECOND = "2026/0001-tokenizer", "2026/0002-tokenizer-for-all"
CONDITION = Condition("c1", "Show results for each language", "mo", date(2026, 10, 12), "A table", "lena")
WIDER = PROPOSAL.replace('target_ring = "beta"', 'target_ring = "general"')
GENERAL = WIDER.replace("[facts]", f'supersedes = "{FIRST}"\n[facts]')


def with_policy(board: SmallBoard) -> SmallBoard:
    """The shipped numbers, laid down while the board still sets itself up."""
    files: dict[str, bytes | None] = {"policy.toml": shipped("policy.toml")}
    session = board.session("ana")
    session.commit(lambda _: Change(files, "Set the limits\n"))
    board.wait(minutes=1)
    return board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return with_policy(small_board(tmp_path))


def decide(board: SmallBoard, proposal: str, **last: Any) -> Outcome:
    """Take it up and decide with four yes, the last of them as told."""
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, proposal, "approve")
    board.vote("lena", proposal, **({"verdict": "approve"} | last))
    seen = deciding.preview(board.session("ana"), proposal)
    deciding.decide(board.session("ana"), proposal, seen)
    board.wait(minutes=1)
    return seen.outcome


def with_condition(board: SmallBoard) -> None:
    board.submit(FIRST)
    outcome = decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    assert outcome is Outcome.APPROVED_WITH_CONDITIONS


def codes(board: SmallBoard, member: str = "ana") -> set[str]:
    git(board.path, "checkout", "-q", "--", ".")
    return {finding.code for finding in check(board.session(member))}


def test_a_late_condition_bars_the_wider_ring_until_it_is_verified(tmp_path: Path) -> None:
    """Given a condition nine days late, when a wider ring is voted on, then it goes back; once verified, it passes.

    The whole history verifies: both sums are counted again, with the freeze of their day.
    """
    board = with_policy(signed_board(tmp_path))
    with_condition(board)
    board.wait(days=16)  # 2026-10-21
    board.submit(SECOND, GENERAL)
    assert decide(board, SECOND) is Outcome.RETURNED
    assert any("c1" in bar.text for bar in browse.tally_of(board.session("ana"), SECOND).bars)
    mo, lena = board.session("mo"), board.session("lena")
    following.prove(mo, FIRST, condition="c1", text="The table is there.")
    following.verify(lena, FIRST, condition="c1", text="I read it.")
    board.submit(SECOND, GENERAL.replace("It splits", "Now it splits"))
    assert decide(board, SECOND) is Outcome.APPROVED
    report = verify(board.path)
    assert not report.faults, report.faults
    assert report.decisions == 2


def test_the_charter_lab_freezes_a_ring_as_it_was_frozen_that_day(board: SmallBoard, tmp_path: Path) -> None:
    """Given a round that a late condition sent back, when it is replayed, then it goes back; under other rings, not.

    The condition is met since; what counts is how it stood when the round ended.
    """
    with_condition(board)
    board.wait(days=16)
    board.submit(SECOND, GENERAL)
    assert decide(board, SECOND) is Outcome.RETURNED
    following.prove(board.session("mo"), FIRST, condition="c1", text="The table is there.")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    file = tmp_path / "other.toml"
    text = (board.path / "board.toml").read_text()
    file.write_text(text)
    again = next(each for each in try_charter(board.session("ana"), file).comparisons if each.id == SECOND)
    assert (again.recorded, again.then.outcome, again.notes) == (Outcome.RETURNED, Outcome.RETURNED, ())
    file.write_text(text + '\n[rings]\norder = ["sandbox", "general", "beta"]\n')
    other = next(each for each in try_charter(board.session("ana"), file).comparisons if each.id == SECOND)
    assert other.other.outcome is Outcome.APPROVED
    assert [change.key for change in other.because] == ["[rings] order"]


def test_the_check_tells_each_step_of_being_late(board: SmallBoard) -> None:
    with_condition(board)
    assert "condition.overdue" not in codes(board)
    board.wait(days=9)  # 2026-10-14
    assert "condition.overdue" in codes(board)
    row = next(row for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST)
    assert row.mark == "condition overdue"
    board.wait(days=7)
    board.submit(SECOND, GENERAL)
    docketing.open_proposal(board.session("kim"), SECOND)
    assert {"condition.overdue", "ring.frozen"} <= codes(board)
    row = next(row for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST)
    assert (row.stage, row.mark) == (Stage.IN_FORCE, "frozen")


def test_after_a_month_the_way_back_is_drafted_and_never_opened(board: SmallBoard) -> None:
    """Given a condition a month late, when the way back is drafted, then it is a file in the work tree, filled in."""
    with_condition(board)
    assert due_for_roll_back(board.session("ana")) == ()
    board.wait(days=40)
    chair = board.session("ana")
    assert due_for_roll_back(chair) == (FIRST,)
    before = git(board.path, "rev-parse", "main")
    made = roll_back(chair, FIRST)
    text = (board.path / made.files[0]).read_text()
    assert f'supersedes = "{FIRST}"' in text
    assert 'from_ring = "beta"' in text and 'target_ring = "sandbox"' in text
    assert 'id = "search"' in text and CONDITION.text in text
    assert git(board.path, "rev-parse", "main") == before
    assert due_for_roll_back(board.session("ana")) == ()
    with pytest.raises(Refused, match="already proposes"):
        roll_back(board.session("kim"), FIRST)


def test_an_appeal_is_heard_by_two_who_did_not_decide(tmp_path: Path) -> None:
    """Given a no, when it is appealed, then two others answer, nobody alone, nobody too late; all of it verifies."""
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST)
    docketing.open_proposal(board.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, FIRST, "reject", reason="Not now.")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    board.wait(days=1)
    following.appeal(board.session("mo"), FIRST, text="A new measurement.", ground="new-facts")
    with pytest.raises(Refused, match="Somebody else"):
        following.dismiss(board.session("ben"), FIRST, re=1, text="No.")
    with pytest.raises(Refused, match="You made this decision"):
        following.hear(board.session("ana"), FIRST, re=1, answer="dismiss", text="No.")
    following.hear(board.session("ben"), FIRST, re=1, answer="dismiss", text="It measures something else.")
    following.dismiss(board.session("kim"), FIRST, re=1, text="It measures something else, as Ben shows.")
    with pytest.raises(Refused, match="is answered"):
        following.hear(board.session("lena"), FIRST, re=1, answer="grant", text="Yes.")
    report = verify(board.path)
    assert not report.faults, report.faults
    board.now = datetime(2026, 11, 3, 9, tzinfo=UTC)
    with pytest.raises(Refused, match="had to be lodged by 2026-11-02"):
        following.appeal(board.session("ben"), FIRST, text="Late.", ground="error")


def test_every_other_follow_up_verifies(tmp_path: Path) -> None:
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST, PROPOSAL.replace("[facts]", "[facts]\nreview_by = 2026-11-02"))
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    kim, mo = board.session("kim"), board.session("mo")
    following.waive(kim, FIRST, condition="c1", text="The table comes with the next version.", until=date(2026, 12, 1))
    following.look_again(mo, FIRST, about="review", text="Nothing has changed.", until=date(2027, 1, 31))
    following.reply(mo, FIRST, answer="partly", text="We do half of it.")
    following.correct(kim, FIRST, text="Part 3 names the wrong month.")
    following.publish(kim, FIRST, text="Public.", evidence=("https://hollowoak.example/1",))
    following.lapse(kim, FIRST, text="Nobody uses it.")
    report = verify(board.path)
    assert not report.faults, report.faults
    record = (board.path / f"decisions/{FIRST}/record.toml").read_text()
    assert "[dates]\nreview_by = 2026-11-02" in record
    assert browse.dossier(board.session("ana"), FIRST).summary.stage is Stage.LAPSED


def test_held_evidence_is_confirmed_to_whoever_is_shown_it(board: SmallBoard, tmp_path: Path) -> None:
    """Given a file that may not lie in git, when it is held, then only its digest is named, and it can be shown."""
    matter = tmp_path / "vault" / "talks.txt"
    matter.parent.mkdir()
    matter.write_text("What the ward staff said.\n")
    lena = board.session("lena")
    made = hold(lena, matter, "legal", evidence="talks", title="Notes of the talks")
    salt = Path(made.salt_file)
    assert salt.stat().st_mode & 0o777 == 0o600
    assert made.sha256 == "sha256:" + hashlib.sha256(salt.read_bytes() + matter.read_bytes()).hexdigest()
    assert "ward staff" not in made.entry and salt.read_text().strip() not in made.entry
    board.submit(FIRST, PROPOSAL.replace("+++\n# A new", made.entry + "\n+++\n# A new"))
    digest, found = check_held(board.session("ben"), matter, salt)
    assert [(one.proposal, one.evidence, one.held_by) for one in found] == [(FIRST, "talks", "legal")]
    matter.write_text("Something else.\n")
    assert check_held(board.session("ben"), matter, salt)[1] == ()
    with pytest.raises(Refused, match="held already"):
        hold(lena, matter, "legal")
    with pytest.raises(Refused, match="nobody could ask"):
        hold(lena, tmp_path / "vault" / "other.txt", "somebody")
    decide(board, FIRST)
    record = (board.path / f"decisions/{FIRST}/record.toml").read_text()
    assert f'[[held]]\nid = "talks"\nby = "legal"\nsha256 = "{digest}"' in record


def test_no_yes_rests_on_a_file_that_is_not_what_was_pinned(board: SmallBoard) -> None:
    """Given a pinned file that differs, when the board would say yes, then deciding refuses and names the file."""
    entry = f'[[evidence]]\nid = "eval"\ntitle = "Run 14"\npath = "run.toml"\nsha256 = "{"0" * 64}"\n'
    old = '[[evidence]]\nid = "old"\ntitle = "Run 2"\nurl = "https://hollowoak.example/2"\nsort = "evaluation"\n'
    old += f'sha256 = "{"1" * 64}"\ndated = 2026-07-09\n'
    board.submit(FIRST, PROPOSAL.replace("+++\n# A new", entry + old + "+++\n# A new"), **{"run.toml": b"score = 1\n"})
    with pytest.raises(Refused, match="not the one that was pinned"):
        decide(board, FIRST)
    seen = {problem.code for problem in deciding.preview(board.session("ana"), FIRST).problems}
    assert "evidence.changed" in seen and "evidence.stale" not in seen
    board.wait(days=3)  # 91 days after the old run
    told = [one for one in deciding.preview(board.session("ana"), FIRST).problems if one.code == "evidence.stale"]
    assert told and "fresh when the board took this up" in told[0].message


def test_a_founder_is_told_of_the_yearly_look_at_the_charter(board: SmallBoard) -> None:
    assert "charter.review" not in codes(board)
    board.wait(days=366)
    assert "charter.review" in codes(board)
    found = {finding.code for finding in browse.inbox(board.session("kim")).findings}
    assert "charter.review" in found
    assert "charter.review" not in {finding.code for finding in browse.inbox(board.session("ben")).findings}


def test_what_registers_and_incidents_owe_comes_back_until_a_later_report_settles_it(board: SmallBoard) -> None:
    """Given an action, a report owed and data with a last day, when these pass, then check and inbox say so."""
    files: dict[str, bytes | None] = {
        "registers/datasets/letters.toml": b'name = "Letters"\nowner = "ben"\nretention_until = 2026-10-12\n',
        "incidents/0001-pile.md": b'+++\ntitle = "Wrong pile"\ndate = 2026-10-01\ntags = ["x"]\n'
        b'actions = [{ text = "Test it", owner = "ben", due = 2026-10-12 }]\n'
        b'clocks = [{ regime = "the regulator", due = 2026-10-12 }]\n+++\nIt went wrong.\n',
    }
    owed = {"register.kept-too-long", "incident.action-overdue", "incident.unreported"}
    board.session("ana").commit(lambda _: Change(files, "File it\n"))
    assert not owed & codes(board)
    heard = {finding.code for finding in browse.inbox(board.session("ben")).findings}
    assert {"retention.soon", "action.soon"} <= heard
    board.wait(days=9)
    assert owed <= codes(board)
    assert owed <= {finding.code for finding in browse.inbox(board.session("ana")).findings}
    later = (
        b'+++\nfollows = "0001-pile"\nactions = [{ id = "1", done_at = 2026-10-13 }]\n'
        b'clocks = [{ regime = "the regulator", reported_at = 2026-10-13 }]\n+++\nDone.\n'
    )
    board.session("ben").commit(lambda _: Change({"incidents/0001-pile-after.md": later}, "File what was done\n"))
    assert owed & codes(board) == {"register.kept-too-long"}


def test_a_promotion_that_the_register_shows_unused_lapses_and_without_a_register_the_board_is_warned(
    board: SmallBoard,
) -> None:
    board.submit(FIRST, PROPOSAL.replace('kind = "model-change"', 'kind = "ring-promote"'))
    assert decide(board, FIRST) is Outcome.APPROVED
    board.wait(days=61)
    assert {"approval.use-unknown", "approval.unused"} & codes(board) == {"approval.use-unknown"}
    entry = 'id = "search"\nversion = "1.1.0"\nring = "%s"\n'

    def registered(ring: str) -> tuple[Stage, str]:
        files: dict[str, bytes | None] = {"registers/models/search.toml": (entry % ring).encode()}
        board.session("ana").commit(lambda _: Change(files, "Register it\n"))
        row = next(row for row in browse.listing(board.session("ana"), Filter()) if row.id == FIRST)
        return row.stage, row.mark

    assert registered("sandbox") == (Stage.EXPIRED, "expired, not used")
    assert "approval.unused" in codes(board)
    assert registered("beta") == (Stage.IN_FORCE, "")
    assert not {"approval.use-unknown", "approval.unused"} & codes(board)


def test_a_piece_of_evidence_is_told_at_its_own_line(board: SmallBoard) -> None:
    """Given a second piece with a date to come, then the finding leads to its table, not to the first."""
    pieces = "".join(
        f'[[evidence]]\nid = "{name}"\ntitle = "T"\npath = "{name}.md"\ndated = 2031-01-31\n'
        for name in ("stress", "side-by-side")
    )
    text = PROPOSAL.replace("+++\n# A new", f"{pieces}+++\n# A new")
    board.submit("2026/0001-dated", text, **{"side-by-side.md": b"x\n", "stress.md": b"y\n"})
    git(board.path, "checkout", "-q", "--", ".")
    found = {one.where.part: one.where.line for one in check(board.session("ana")) if "future" in one.message}
    rows = text.split("\n")
    assert found == {"evidence “side-by-side”": rows.index('id = "side-by-side"')}
