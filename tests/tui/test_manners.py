"""How the screens behave in the hand: going back, seeing the focus, what a reader is offered, and nothing cut short."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from board.actions.model import Inbox
from board.cli.tallying import _seat
from board.core.ballot import Ballot, Verdict
from board.core.case import SeatState, Task
from board.core.finding import Finding, refuse
from board.core.record import Outcome, Record
from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.chrome import StatusLine
from board.tui.decide import DecideScreen
from board.tui.desk import Desk
from board.tui.document import DocumentView
from board.tui.dossier import DossierScreen
from board.tui.finding_text import finding_content
from board.tui.findings import FindingsScreen
from board.tui.lists import VirtualList
from board.tui.messages import MessageScreen
from board.tui.opening import OpeningScreen
from board.tui.parts import PartsScreen
from board.tui.review import ReviewScreen
from board.tui.safe import folded
from board.tui.tally import TallyScreen
from board.tui.tally_text import tally_content
from tests.tui.pilot import play, press, rows, screen, settle
from tests.tui.sample import CASE, DOSSIER, FINDINGS, ID, INBOX, ME, REVIEW, TALLY, TRIAGE
from tests.tui.sample_desk import SampleDesk
from tests.tui.test_review import open_review

READER = replace(ME, member="", seats=(), roles=(), why_reader="Ask Kim to add you to the charter.")


async def show(app: BoardApp, pilot: Pilot[Any], shown: Screen[Any]) -> None:
    """Push a screen and wait for its values."""
    app.push_screen(shown)
    await settle(app, pilot)


INNER = (
    lambda: DossierScreen(ID),
    lambda: ReviewScreen(ID),
    lambda: BallotScreen(ID),
    lambda: TallyScreen(ID),
    lambda: OpeningScreen(ID),
    lambda: DecideScreen(ID),
    lambda: MessageScreen(CASE),
    FindingsScreen,
)


def test_q_goes_back_from_every_inner_screen_and_quits_only_at_the_top() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for make in INNER:
            await show(app, pilot, make())
            in_words = isinstance(app.screen, MessageScreen)  # its cursor is in the words, where q is a letter
            await press(app, pilot, "escape" if in_words else "q")
            assert len(app.screen_stack) == 1, make
        await press(app, pilot, "q")

    assert play(SampleDesk(), steps).return_value == 0


def test_esc_leaves_the_editor_of_a_decision_at_once_and_keeps_the_words() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DecideScreen(ID))
        await press(app, pilot, "e")
        assert isinstance(app.screen, PartsScreen)
        assert isinstance(app.focused, TextArea)
        await press(app, pilot, *"So ", "escape")
        assert isinstance(app.screen, DecideScreen)

    play(desk, steps)
    assert any(what[0] == "free" for what in desk.did)


def test_page_down_turns_the_text_of_a_proposal_that_was_just_opened() -> None:
    """Given a long proposal, when it is opened, then PageDown scrolls it, n shows the next section, Tab the list."""
    case = replace(CASE, proposal=replace(CASE.proposal, body="\n\n".join(f"Paragraph {n}." for n in range(90))))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = DossierScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "pagedown")
        assert shown.query_one(DocumentView).scroll_y > 0
        assert shown.section == "Document"
        await press(app, pilot, "n", "n")
        assert shown.section == "Evidence"
        assert shown.query_one("#items").has_focus

    play(SampleDesk(dossier=replace(DOSSIER, case=case)), steps)


def test_the_focus_can_be_seen_without_colour() -> None:
    """Given list and text side by side, when Tab moves the focus, then a broad bar moves with it."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = DossierScreen(ID)
        await show(app, pilot, shown)
        assert "▏ Document" in screen(app)
        text_rows = [row for row in rows(app) if "Triage sorts" in row]
        assert "▌" in text_rows[0]
        shown.query_one("#sections").focus()
        await settle(app, pilot)
        assert "▌ Document" in screen(app)
        assert not any("▌" in row for row in rows(app) if "Triage sorts" in row)
        await show(app, pilot, BallotScreen(ID))
        assert "›1 ( ) yes" in screen(app)

    play(SampleDesk(), steps, (100, 30))


def test_maximising_says_how_to_get_back_and_the_same_key_does() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        await press(app, pilot, "z")
        assert app.screen.maximized is not None
        assert "z or Esc brings the" in screen(app)
        await press(app, pilot, "z")
        assert app.screen.maximized is None

    play(SampleDesk(), steps, toasts=True)


def test_where_no_board_is_both_ways_to_one_are_named_and_nothing_says_opening() -> None:
    def opener() -> Desk:
        raise refuse("repository.none", "There is no git repository here.", "Go to one.", path="/x")

    app = BoardApp(opener)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(app, pilot)
            words = " ".join(screen(app).replace("│", " ").split())
            assert "`board init` sets one up" in words
            assert "`board demo` shows one" in words
            behind = app.screen_stack[0].query_one(StatusLine).render().plain
            assert behind == "No board is open."

    asyncio.run(run())
    app.saver.close()


def test_a_reader_is_offered_no_act_and_keeps_what_readers_do() -> None:
    """Given somebody outside the charter, then the bar of keys names no act but help, tally, history and copy."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        offered = rows(app)[-1]
        for word in ("F1 Help", "t Tally", "l History", "y Copy"):
            assert word in offered
        for word in ("Review", "Ballot", "Message", "Decide", "Take up", "Confirm"):
            assert word not in offered
        await show(app, pilot, TallyScreen(ID))
        assert "Ballot" not in rows(app)[-1]

    play(SampleDesk(me=READER), steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_toast_leaves_the_name_in_the_status_line_alone(size: tuple[int, int]) -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.tell("Something was done.\nAnd this, too.")
        await settle(app, pilot)
        assert "Something was done." in screen(app)
        assert "Ana Lindqvist · Security · chair" in rows(app)[-2]

    play(SampleDesk(), steps, size, toasts=True)


def test_findings_are_those_of_the_check_over_all_files() -> None:
    """Given an inbox without findings, when f is pressed, then the findings of `board check` are counted and shown."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "f")
        text = screen(app)
        assert "Findings · 2 findings" in text
        assert "1 error, 1 warning." in text
        assert text.index(FINDINGS[1].message) < text.index(FINDINGS[0].message)
        await press(app, pilot, "escape")
        app.desk.values["check"] = ()  # type: ignore[attr-defined]  # the sample desk
        await press(app, pilot, "f")
        assert "`board check` finds nothing wrong" in screen(app)

    play(SampleDesk(inbox=replace(INBOX, findings=())), steps)


def test_the_inbox_says_that_its_findings_are_not_all() -> None:
    """Given a finding met while the list was read, then the inbox says so and names the key, in the smallest window."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "! 1 finding at a first look  f checks all" in screen(app)

    play(SampleDesk(), steps, (80, 24))


def test_the_tabs_keep_their_numbers() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "1 Inbox 3" in rows(app)[0]
        await press(app, pilot, "2")
        assert "1 Inbox 3" in rows(app)[0]
        assert "2 Proposals 8" in rows(app)[0]
        await press(app, pilot, "3")
        assert "1 Inbox 3   2 Proposals 8   3 Decisions 2" in rows(app)[0]

    play(SampleDesk(), steps)


def test_a_long_reason_takes_a_second_line_where_there_is_room() -> None:
    """Given few tasks, when a reason is longer than its line, then it goes on below; among many it is cut."""
    words = "Vote: your ballot for Security is missing, and so is that of the alternate who stood in for you last week."
    task = Task(TRIAGE, "vote", words)

    async def few(app: BoardApp, pilot: Pilot[Any]) -> None:
        text = screen(app)
        assert "stood in for you last week." in text
        assert "…" not in text
        await pilot.resize_terminal(200, 24)
        await settle(app, pilot)
        assert app.screen.query_one(VirtualList).height_of_row == 2

    async def many(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "stood in for you last week." not in screen(app)
        assert "…" in screen(app)

    play(SampleDesk(inbox=Inbox((task,), ())), few, (80, 24))
    play(SampleDesk(inbox=Inbox((task,) * 30, ())), many, (80, 24))


def test_folding_keeps_every_word() -> None:
    for value in ("", "one", "one two three", "onetwothree four", "日本語 の 文"):
        for width in range(1, 20):
            first, rest = folded(value, width)
            assert f"{first} {rest}".strip() == value


def test_the_tally_of_a_round_that_ended_says_so_and_counts_in_words() -> None:
    """Given a round that was returned, then its tally says so; one seat is "1 seat"; "must vote" is never broken."""
    sums = replace(TALLY.sum, yes=1, returns=1)
    ended = Record(ID, 1, Outcome.RETURNED, 1, datetime(2026, 10, 7, tzinfo=UTC), "kim", "4be1", sums)
    desk = SampleDesk(
        dossier=replace(DOSSIER, hidden=False, case=replace(CASE, rounds=(ended,))), tally=replace(TALLY, sum=sums)
    )

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, TallyScreen(ID))
        text = app.screen.query_one(DocumentView).plain
        assert "Round 1 has ended on 2026-10-07: returned" in " ".join(text.split())
        assert "So far" not in text
        assert "1 seat, 3 needed" in text
        assert "1 seat asks for a change first" in text
        assert text.count("must vote") >= 4
        assert all(len(row) <= app.screen.query_one(DocumentView).room for row in text.splitlines())

    play(desk, steps, (80, 24))


def test_at_80_by_24_the_note_has_three_lines_and_both_edges() -> None:
    """Given the smallest usual window, when a is pressed, then the whole note is in sight."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = ReviewScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "a")
        await settle(app, pilot)
        note = shown.query_one("#note", TextArea)
        assert note.content_size.height >= 3
        assert shown.query_one("#question").region.contains_region(note.region)
        assert note.region.bottom <= shown.query_one("#saying").region.y

    play(SampleDesk(), steps, (80, 24))


def test_a_finding_in_the_inbox_leads_to_all_of_them() -> None:
    found = (Finding("x", "Something is wrong."),)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "1 finding" in screen(app)

    play(SampleDesk(inbox=replace(INBOX, findings=found)), steps)


def test_a_note_stays_in_sight_when_the_window_shrinks() -> None:
    """Given words in a note, when the window loses half its lines, then the words are still to be seen."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        await press(app, pilot, "a", *"seen")
        assert "seen" in screen(app)
        await pilot.resize_terminal(80, 24)
        await settle(app, pilot)
        assert "seen" in screen(app)

    long = "A reason that fills many lines of a small window. " * 20
    item = replace(REVIEW.items[0], question=replace(REVIEW.items[0].question, why=long))
    play(SampleDesk(review=replace(REVIEW, items=(item, *REVIEW.items[1:]))), steps)


def test_ctrl_c_says_in_our_words_what_closes_the_program() -> None:
    """Given a habit from the shell, when Ctrl-C is pressed, then nothing closes, and the way out is named."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "ctrl+c")
        [told] = app._notifications
        assert told.message.startswith("Ctrl-Q closes the program from anywhere")

    play(SampleDesk(), steps)


def test_what_a_screen_said_goes_with_it_and_what_was_just_said_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a toast on a screen, when that is left, then it lies over no other; an act's own word is still read."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for just_told, left in ((0.0, 0), (60.0, 1)):
            await press(app, pilot, "2", "f1")
            monkeypatch.setattr("board.tui.app.JUST_TOLD", just_told)
            app.tell("Said here.")
            await press(app, pilot, "escape")
            assert len(app._notifications) == left

    play(SampleDesk(), steps)


def test_a_refusal_on_a_screen_names_keys() -> None:
    """Given fixes that a shell would type, when a screen shows them, then they name what to press there."""
    waits = "`board vote 2026/0013-x …` casts yours, `abstain` too. `board tally 2026/0013-x` says who is awaited."
    shown = finding_content(Finding("ballots.hidden", "Hidden.", fix=waits), 100).plain
    assert "b casts yours, “I do not say” too. t says who is awaited." in shown
    taken = finding_content(
        Finding("x", "Not open.", fix="The chair or secretary does: `board open 2026/0013-x`."), 100
    )
    assert "The chair or secretary does, with o." in taken.plain


def test_a_long_verdict_stays_in_its_column() -> None:
    """Given a narrow pane and a verdict of several words, then it goes below the name, at the indent of its notes."""
    seat = TALLY.seats[0]
    ballot = Ballot("", ID, 1, "", "", "", "ana", ("security",), 1, Verdict.APPROVE_WITH_CONDITIONS)
    voted = replace(TALLY, seats=(replace(seat, state=SeatState.VOTED, ballot=ballot),))
    shown = tally_content(CASE, voted, "", "", 48).plain.splitlines()
    [at] = [at for at, line in enumerate(shown) if line.startswith("● ")]
    assert " ".join(shown[at + 1].split()).startswith("Yes, if (approve")
    assert shown[at + 1].startswith(" " * 16)
    assert shown[at + 2].startswith(" " * 16)


def test_a_guest_is_offered_to_write_about_her_own_proposal_and_about_no_other() -> None:
    """Given a proposer who is no member, then her dossier offers a message, and the form offers to send it."""
    may = {**DOSSIER.acts, "message": "", "vote": "You hold no seat.", "review": "You are no member."}

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        assert ("m Message" in rows(app)[-1]) is own
        assert "b Ballot" not in rows(app)[-1]
        await show(app, pilot, MessageScreen(CASE, own=True))
        assert "F2 Send" in rows(app)[-1]

    for own in (True, False):
        play(SampleDesk(me=READER, dossier=replace(DOSSIER, own=own, acts=may)), steps)


def test_an_easier_way_than_the_vote_shows_no_signature_and_no_number_it_does_not_wait_for() -> None:
    """Given one yes is enough, then neither screen nor command line says that seats must vote or how many must."""
    voted = tally_content(CASE, TALLY, "", "ana", 100).plain
    easy = tally_content(CASE, replace(TALLY, way="standard"), "", "ana", 100).plain
    assert "  must vote" in voted and "  must sign" not in easy
    assert " present, 4 needed" in voted and "needed" not in easy.partition("The numbers")[2].partition("\n\n")[0]
    assert [_seat(TALLY.seats[0], way)[0] for way in ("vote", "standard")] == ["Engineering (must vote)", "Engineering"]
