"""An emergency: the person on call acts at once, a second seat confirms, the board decides; and nobody else acts so."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing, following
from board.actions.asking import Me
from board.actions.browse import case_of, decision_text, decisions, dossier, events, inbox, kept_inbox, later
from board.actions.check import check
from board.actions.emergency import not_held, restrict
from board.actions.load import shipped_kinds
from board.actions.rows import fresh
from board.actions.stopped import row_of
from board.actions.verifying import verify
from board.core.case import Stage
from board.core.finding import Refused
from board.core.record import FollowUp, Outcome
from board.formats.followups import follow_up_name, write_follow_up
from board.store.base import Change, Person
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.trust.history import signed_board

EMERGENCY = PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"')


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path)


def waits(board: SmallBoard, member: str) -> list[str]:
    """What the inbox asks of a member."""
    return [task.act for task in inbox(board.session(member)).mine]


def refused(board: SmallBoard, member: str, proposal: str, action: str = "stop", text: str = "It is off.") -> str:
    """The code under which an act at once is refused."""
    with pytest.raises(Refused) as refusal:
        restrict(board.session(member), proposal, action=action, text=text)
    return refusal.value.findings[0].code


def test_from_the_act_of_one_to_the_word_of_the_board(board: SmallBoard) -> None:
    """Given an emergency put before the board, when mo on call acts, then ana confirms, two vote, and ana decides."""
    proposal = board.submit(text=EMERGENCY)
    assert "act" in waits(board, "mo") and "act" not in waits(board, "ben")
    assert dossier(board.session("mo"), proposal).acts["act"] == ""
    done = restrict(board.session("mo"), proposal, action="roll-back", text="1.0 runs again.", knowing=True)
    assert "A second seat confirms within 4 hours." in done.words
    assert "act" not in waits(board, "mo") and "second" not in waits(board, "mo")
    seen = dossier(board.session("ana"), proposal)
    acted, second, board_word = seen.later
    assert second == "A second seat's word on the emergency action, by 15:01 CEST, is due in 4 hours (2026-10-05)."
    assert board_word == "The board's word on the emergency action is due in 7 days (2026-10-12)."
    assert acted.startswith("Mo Haddad acted at once on 2026-10-05 at ")
    assert acted.endswith(": roll back. 1.0 runs again.")
    facts = {one.id: one.value for one in seen.facts}
    assert facts["action"] == "Roll back. 1.0 runs again." and facts["acted_by"] == "mo"
    missing = " ".join(one.message for one in seen.findings if one.code == "missing-fact")
    assert "“What happened”" in missing and "“What was done”" not in missing and "“Who acted”" not in missing
    assert "emergency.no-text" not in {one.code for one in seen.findings} and "mend" not in waits(board, "mo")
    assert "second" in waits(board, "ana") and "second" not in waits(board, "ben"), "mo stands in for ben's own seat"
    with pytest.raises(Refused, match="A member of another seat must confirm this"):
        following.confirm(board.session("ben"), proposal, text="I saw it.")
    following.confirm(board.session("ana"), proposal, text="I saw the switch.")
    assert "second" not in waits(board, "ana")
    assert "I saw the switch." in dossier(board.session("ben"), proposal).later[1]
    for member in ("ana", "ben"):
        board.vote(member, proposal, "approve")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    told = [(one.who, one.words) for one in events(board.session("ben"), proposal)]
    assert ("Ana", "Confirmed the action: I saw the switch.") in told
    assert ("Mo", "The person on call acted at once: roll back. 1.0 runs again.") in told
    case = case_of(board.session("ana"), proposal)
    assert case.record is not None and (case.record.outcome, case.record.way) == (Outcome.APPROVED, "emergency")
    page = decision_text(board.session("ana"), proposal)
    assert "acted at once on 5 October 2026" in page and "Roll back. 1.0 runs again." in page
    assert verify(board.path).faults == ()
    path = f"decisions/{proposal}/follow-up/{follow_up_name(2, 'confirmed')}"
    seen = FollowUp(2, "confirmed", "ben", "I saw it.", board.now)
    forged = Change({path: write_follow_up(seen)}, "Confirmed\n")
    board.store.write(lambda _: forged, Person("Ben", "ben@example.org"), board.now, None)
    assert [one.code for one in verify(board.path).faults] == ["follow-up.not-entitled"]


def test_an_emergency_without_a_text_is_remarked_on_until_somebody_writes_it(board: SmallBoard) -> None:
    """Given an act at once on the scaffold's text, then check, the inbox and whoever decides are told of it."""
    prose = shipped_kinds()["emergency-action"].prose
    head = EMERGENCY[: EMERGENCY.rindex("+++") + 4]
    proposal = board.submit(text=f"{head}\n# Off\n{prose}")
    assert "mend" not in waits(board, "mo")
    restrict(board.session("mo"), proposal, action="stop", text="It is off.")
    assert "mend" in waits(board, "mo")
    told = [one.code for one in check(board.session("ana"))]
    assert told.count("emergency.no-text") == 1 and "proposal.placeholder" not in told
    board.vote("ana", proposal, "approve")
    problems = deciding.preview(board.session("ana"), proposal).problems
    assert "emergency.no-text" in {one.code for one in problems}
    (lacks,) = (one for one in problems if one.code == "emergency.incomplete")
    assert lacks.message.startswith("This emergency lacks ") and "fact" in lacks.message
    board.submit(text=f"{head}\n# Off\n\nIt read letters wrong.\n")
    docketing.open_proposal(board.session("ana"), proposal)
    assert "emergency.no-text" not in {one.code for one in check(board.session("ana"))}
    assert "mend" not in waits(board, "mo")


def test_nobody_else_acts_at_once_nor_on_anything_else_nor_twice(board: SmallBoard) -> None:
    proposal, ordinary = board.submit(text=EMERGENCY), board.submit("2026/0002-ordinary")
    assert refused(board, "ben", proposal) == "role.on-call"
    assert "on call" in dossier(board.session("ben"), proposal).acts["act"]
    assert refused(board, "mo", ordinary) == "emergency.kind"
    assert refused(board, "mo", proposal, action="widen") == "emergency.action"
    assert refused(board, "mo", proposal, text=" ") == "emergency.text"
    restrict(board.session("mo"), proposal, action="stop", text="It is off.")
    assert refused(board, "mo", proposal) == "docket.not-now"
    docketing.open_proposal(board.session("kim"), ordinary)
    assert "act" not in waits(board, "mo")


@pytest.mark.parametrize("said", ["expands", "restricts-lasting"])
def test_nobody_switches_on_or_widens_anything_at_once(board: SmallBoard, said: str) -> None:
    """Given an emergency that expands by its own answer, when mo acts, then that is refused, and not offered."""
    answer = f'[[answers]]\nquestion = "X-2"\nvalue = "{said}"\n'.encode()
    proposal = board.submit(text=EMERGENCY, **{"answers.toml": answer})
    assert ("act" in waits(board, "mo")) is (said != "expands")
    if said == "expands":
        assert refused(board, "mo", proposal) == "emergency.expands"
        assert "only restrict" in dossier(board.session("mo"), proposal).acts["act"]
    else:
        restrict(board.session("mo"), proposal, action="stop", text="It is off.")


def test_a_draft_is_not_acted_on(board: SmallBoard) -> None:
    draft = EMERGENCY.replace('proposer = "mo"', 'proposer = "mo"\nstate = "draft"').encode()
    change = Change({"proposals/2026/0003-draft.md": draft}, "A draft\n")
    board.store.write(lambda _: change, Person("Mo", "mo@example.org"), board.now, None)
    assert refused(board, "mo", "2026/0003-draft") == "docket.not-now"
    assert "act" not in waits(board, "mo")


def test_whoever_acts_before_submitting_hears_to_submit(board: SmallBoard) -> None:
    """Given an emergency that lies only in mo's work tree, when she acts, then she is told to submit it first."""
    mine = board.path / "proposals/2026/0004-mine.md"
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text(EMERGENCY)
    with pytest.raises(Refused) as refusal:
        restrict(board.session("mo"), "2026/0004-mine", action="stop", text="It is off.")
    (told,) = refusal.value.findings
    assert told.code == "proposal.not-submitted" and "`board submit 2026/0004-mine`" in told.fix


def test_a_proposer_who_is_no_member_finds_what_was_sent_back(board: SmallBoard) -> None:
    """Given a guest's proposal that the board returned, then it waits in her list, and in no other reader's."""
    proposal = board.submit(text=PROPOSAL.replace('"mo"', '"Tomas Weidner <tomas@example.com>"', 1))
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "return", changes=("Say more.",))
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))

    def waiting(mail: str) -> list[str]:
        session = board.session("ana")
        session.__dict__["me"] = Me("Tomas Weidner", mail)
        listed, kept = inbox(session), kept_inbox(session)
        assert kept is not None and kept.inbox == listed, "the screen shows the kept one"
        return [task.summary.id for task in listed.mine]

    assert waiting("tomas@example.com") == [proposal]
    assert waiting("other@example.com") == []


def test_nobody_goes_back_in_a_hurry_to_what_was_stopped(board: SmallBoard) -> None:
    """Given a version that the board stopped, when mo would go back to it, then that is told and refused."""
    stopped = board.submit()
    docketing.open_proposal(board.session("kim"), stopped)
    board.vote("ben", stopped, "stop", reason="It fails.", ground="unsafe-artefact", evidence=("scan",), clears="A fix")
    deciding.decide(board.session("ana"), stopped, deciding.preview(board.session("ana"), stopped))
    back = 'back_to = [{ id = "search", version = "%s" }]\ntarget_ring'
    again = board.submit("2026/0003-again", EMERGENCY.replace("target_ring", back % "1.1.0", 1))
    older = board.submit("2026/0004-older", EMERGENCY.replace("target_ring", back % "1.0.0", 1))
    assert refused(board, "mo", again, "roll-back") == "emergency.back-to-stopped"
    told = {finding.code for finding in docketing.opening_preview(board.session("kim"), again).problems}
    assert "emergency.back-to-stopped" in told
    told = {finding.code for finding in docketing.opening_preview(board.session("kim"), older).problems}
    assert "emergency.back-to-unknown" in told
    assert refused(board, "mo", older, "roll-back") == "emergency.not-held"
    restrict(board.session("mo"), older, action="roll-back", text="1.0.0 runs.", knowing=True)


def test_whoever_goes_back_to_what_no_decision_names_hears_what_the_record_does_not_hold(board: SmallBoard) -> None:
    """Given no version, one that no decision names, and one decided for a narrower ring, then each is told first."""
    decided = board.submit("2026/0001-small", PROPOSAL.replace('target_ring = "beta"', 'target_ring = "sandbox"'))
    docketing.open_proposal(board.session("kim"), decided)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, decided, "approve")
    deciding.decide(board.session("ana"), decided, deciding.preview(board.session("ana"), decided))
    back = 'back_to = [{ id = "search", version = "%s" }]\ntarget_ring'
    named = {
        "2026/0002-none": EMERGENCY,
        "2026/0003-older": EMERGENCY.replace("target_ring", back % "1.0.0", 1),
        "2026/0004-wider": EMERGENCY.replace("target_ring", back % "1.1.0", 1),
        "2026/0005-same": EMERGENCY.replace("target_ring", back % "1.1.0", 1).replace('"beta"', '"sandbox"'),
    }
    mo = board.session("mo")
    told = {one: not_held(board.session("mo"), board.submit(one, text), "roll-back") for one, text in named.items()}
    assert told == {
        "2026/0002-none": (
            "The proposal does not name the version that runs instead (fact back_to): nothing shows its approval.",
        ),
        "2026/0003-older": (
            "Nothing shows that search 1.0.0 was ever approved: no decision names it, and no register.",
        ),
        "2026/0004-wider": (
            f"No decision names search 1.1.0 for beta: the board approved it for sandbox only ({decided}).",
        ),
        "2026/0005-same": (),
    }
    for one in list(named)[:3]:
        assert refused(board, "mo", one, "roll-back") == "emergency.not-held"
    mo = board.session("mo")
    restrict(mo, "2026/0005-same", action="roll-back", text="1.1.0 runs in the sandbox.")
    restrict(mo, "2026/0002-none", action="stop", text="It is off.")


def test_what_was_approved_says_that_it_was_stopped_since(board: SmallBoard) -> None:
    """Given an approved version, when mo stops it, then its dossier, page and row say so, and that none has decided."""
    allowed = board.submit()
    docketing.open_proposal(board.session("kim"), allowed)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, allowed, "approve")
    deciding.decide(board.session("kim"), allowed, deciding.preview(board.session("kim"), allowed))
    board.wait(minutes=1)
    again = board.submit("2026/0003-stop", EMERGENCY)
    assert dossier(board.session("ana"), allowed).later == ()
    restrict(board.session("mo"), again, action="stop", text="It is off.")
    ana = board.session("ana")
    told = f"search 1.1.0 was stopped on 2026-10-05 by {again}, which the board has not decided yet."
    assert dossier(ana, allowed).later == (told,) and later(ana, allowed) == (told,)
    assert [one.later for one in decisions(ana) if one.id == allowed] == [(told,)]


@pytest.mark.parametrize(("approving", "stopping"), [(0, 30_000), (30_000, 0)])
def test_a_wrong_clock_neither_stops_a_later_approval_nor_hides_a_stop(
    board: SmallBoard, approving: int, stopping: int
) -> None:
    """Given an act or an approval dated far ahead, then its place in the history says which came first."""
    ids = [board.submit(), board.submit("2026/0002-anew"), board.submit("2026/0003-stop", EMERGENCY)]

    def approve(proposal: str) -> None:
        docketing.open_proposal(board.session("kim"), proposal)
        for member in ("ana", "ben", "chiara", "lena"):
            board.vote(member, proposal, "approve")
        board.wait(days=approving)
        deciding.decide(board.session("kim"), proposal, deciding.preview(board.session("kim"), proposal))
        board.wait(days=-approving)

    approve(ids[0])
    board.wait(days=stopping)
    restrict(board.session("mo"), ids[2], action="stop", text="It is off.")
    board.wait(days=1 - stopping)
    approve(ids[1])
    ana = board.session("ana")
    assert {one.id: one.stage for one in decisions(ana)} == {ids[0]: "stopped", ids[1]: "in-force"}
    assert [bool(later(ana, one)) for one in ids[:2]] == [True, False]
    listed = {row.id: row.stage for row in fresh(ana)}
    assert [listed[one] for one in ids[:2]] == [Stage.STOPPED, Stage.IN_FORCE]
    assert [row_of(ana.world, case_of(ana, one), ana.today).stage for one in ids[:2]] == [
        listed[one] for one in ids[:2]
    ]


def test_what_was_done_at_once_is_neither_withdrawn_nor_let_go(tmp_path: Path) -> None:
    """Given an act, then the secretary cannot withdraw it; once ratified, nobody lets it lapse or retires it alone."""
    board = signed_board(tmp_path)
    proposal = board.submit(text=EMERGENCY)
    restrict(board.session("mo"), proposal, action="stop", text="It is off.")
    board.wait(days=9)
    assert "would not lift that" in dossier(board.session("kim"), proposal).acts["withdraw"]
    with pytest.raises(Refused, match="would not lift that"):
        deciding.withdraw(board.session("kim"), proposal, "It is over.")
    assert {"emergency.not-ratified", "emergency.unconfirmed"} <= codes(board)
    following.confirm(board.session("ana"), proposal, text="I saw it.")
    for member in ("ana", "ben"):
        board.vote(member, proposal, "approve")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    for lets_go in (following.lapse, following.retire):
        with pytest.raises(Refused, match="until a decision lifts it"):
            lets_go(board.session("kim"), proposal, text="x")
    assert not verify(board.path).faults


def test_an_act_withdrawn_by_hand_keeps_its_dates_and_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a program that lets the secretary withdraw it, then its dates come back, and verifying names the commit."""
    board = signed_board(tmp_path)
    proposal = board.submit(text=EMERGENCY)
    restrict(board.session("mo"), proposal, action="stop", text="It is off.")
    monkeypatch.setattr(deciding, "refuse_restriction", lambda case: None)
    board.judges = False
    deciding.withdraw(board.session("kim"), proposal, "It is over.")
    board.wait(days=9)
    assert {"emergency.not-ratified", "emergency.unconfirmed"} <= codes(board)
    assert "decision.outcome" in {fault.code for fault in verify(board.path).faults}


def test_a_decision_let_lapse_by_hand_keeps_the_day_of_its_measure(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    proposal = board.submit(text=EMERGENCY.replace("[facts]", "[facts]\nexpected_end = 2026-10-07"))
    restrict(board.session("mo"), proposal, action="stop", text="It is off.")
    for member in ("ana", "ben"):
        board.vote(member, proposal, "approve")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    path = f"decisions/{proposal}/follow-up/{follow_up_name(1, 'lapse')}"
    lapse = write_follow_up(FollowUp(1, "lapse", "kim", "Nobody needs it.", at=board.now))
    board.judges = False
    board.session("kim").commit(lambda _: Change({path: lapse}, "Let it go\n"))
    board.wait(days=9)
    assert "measure.overdue" in codes(board)


def codes(board: SmallBoard) -> set[str]:
    """What `board check` finds."""
    git(board.path, "checkout", "-q", "--", ".")
    return {finding.code for finding in check(board.session("ana"))}
