"""Law, the charter, checkpoints, a member who leaves, proofs and held evidence: read and done on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic, sleep
from typing import Any

from textual.pilot import Pilot

from board.core.finding import refuse
from board.tui.app import BoardApp
from board.tui.checkpoints import CheckpointsScreen
from board.tui.dialogs import Explain
from board.tui.dossier import DossierScreen
from board.tui.fill import Fill
from board.tui.lab import LabScreen
from board.tui.law import LawScreen
from board.tui.leaving import LeavingScreen
from board.tui.rules import RulesScreen
from tests.tui.pilot import play, press, screen, settle, until
from tests.tui.sample import ID, ME, TODAY
from tests.tui.sample_board import BEFORE, COMPARED, DECISIONS, LAW
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import go

SMALL = (80, 24)


def acts(desk: SampleDesk, *names: str) -> list[tuple[object, ...]]:
    """What was asked of the desk, narrowed to some acts."""
    return [what for what in desk.did if what[0] in names]


def test_law_is_read_by_entry_by_change_and_by_decision() -> None:
    """Given two packs, when m turns the views, then sources, dates, changes and decisions are told; Enter opens one."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "L")
        assert isinstance(app.screen, LawScreen)
        shown = screen(app)
        for words in ("as of 2026-11-22", "4 entries", "✓ in force", "eur-lex.europa.eu", "R-15", "no legal advice"):
            assert words in shown
        await press(app, pilot, "m")
        assert "5 changes since pack 2026-05" in screen(app)
        await press(app, pilot, "m")
        assert "R-15  maps to EU Art. 73" in screen(app)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, DossierScreen) and app.screen.proposal_id == DECISIONS[0].id

    play(SampleDesk(), steps, SMALL)


def test_law_is_narrowed_by_words_and_by_status_and_esc_widens_it() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "L", "slash", *"serious", "enter")
        assert "Report serious incidents" in screen(app) and "Know which laws apply" not in screen(app)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, LawScreen) and "Know which laws apply" in screen(app)
        await press(app, pilot, "s", "s", "s")
        assert "An entry that nobody could settle" in screen(app) and "1 entry, only: not settled" in screen(app)
        await press(app, pilot, "escape")
        assert not isinstance(app.screen, LawScreen)

    play(SampleDesk(), steps, SMALL)


def test_of_more_than_two_packs_any_two_are_compared_and_of_two_that_is_said() -> None:
    """Given three packs, when o is pressed, then each pair comes in turn; given two, then there is no other pair."""
    third = replace(BEFORE, id="2025-11", as_of=date(2025, 11, 1))
    shelf = replace(LAW.shelf, packs=(*LAW.shelf.packs, third))

    async def three(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "L", "o")
        assert "since pack 2025-11, as of 2025-11-01" in screen(app)
        await press(app, pilot, "o")
        shown = " ".join(screen(app).split())
        assert "no changes since pack 2025-11, as of 2025-11-01 up to pack 2026-05, as of 2026-05-01" in shown
        await press(app, pilot, "o")
        assert "since pack 2026-05, as of 2026-05-01" in screen(app)

    async def two(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "L", "o")
        assert "Only two packs are at hand." in screen(app)

    play(SampleDesk(law=replace(LAW, shelf=shelf)), three)
    play(SampleDesk(), two, toasts=True)


def test_the_decisions_are_read_only_when_they_are_asked_for() -> None:
    """Given a board whose decisions take long to read, when law is opened, then none is read before m asks for them."""
    desk = SampleDesk(unsettled=refuse("x", "The decisions were read."))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "L", "m")
        assert isinstance(app.screen, LawScreen)
        await press(app, pilot, "m")
        assert "The decisions were read." in screen(app)

    play(desk, steps)


def test_the_charter_is_read_in_plain_words() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "C")
        assert isinstance(app.screen, RulesScreen)
        shown = screen(app)
        assert "Every act must be signed" in shown and "more than half of the eligible seats" in shown

    play(SampleDesk(), steps)


def test_another_charter_is_tried_from_the_charter_and_every_round_that_differs_says_which_rule_does_it() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "C", "t")
        assert isinstance(app.screen, LabScreen)
        assert "Two thirds must say yes" in screen(app) and "stricter.toml" in screen(app)
        await press(app, pilot, "enter")
        shown = " ".join(screen(app).replace("▌", "").split())
        assert "states 2 rules otherwise. 2 rounds ended; 1 would come out otherwise." in shown
        assert "rejected instead of approved · [voting] majority: more than 2/3" in shown
        assert "Quiet hours" not in shown
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Explain)
        told = screen(app)
        assert "more than half of 5" in told and "more than 2/3 of 5" in told and "Because of" in told
        await press(app, pilot, "escape", "p")
        assert "Which charter?" in screen(app)

    play(desk, steps, SMALL)
    assert acts(desk, "try") == [("try", "proposals/2026/0030-two-thirds/new/board.toml")]


def test_the_charter_in_a_file_is_tried_and_one_that_is_broken_says_why() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.action_lab()
        await settle(app, pilot)
        await press(app, pilot, "f", *"~/x", "f2")
        assert "1 would come out otherwise" in " ".join(screen(app).split())
        desk.values["lab"] = refuse("odd-majority", "The majority [3, 2] is not a share.")
        await press(app, pilot, "p", "enter")
        assert "was not tried. The majority [3, 2] is not a share." in " ".join(screen(app).split())

    play(desk, steps)
    assert acts(desk, "charter in") == [("charter in", "~/x")]


def test_a_count_tells_how_far_it_is_and_ends_when_it_is_stopped_or_left() -> None:
    """Given a board with many past rounds, when x is pressed, or the screen is left, then the count is over at once."""
    ends: list[bool] = []

    def slowly(stopped: Callable[[], bool]) -> None:
        late = monotonic() + 20
        while not stopped() and monotonic() < late:
            sleep(0.01)
        ends.append(stopped())
        raise refuse("lab.stopped", "Stopped: not every round was counted again.")

    desk = SampleDesk(counting=slowly)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.action_lab()
        await settle(app, pilot)
        await pilot.press("enter")
        await until(app, pilot, "3 of 17 rounds counted again")
        await pilot.press("x")
        await until(app, pilot, "Stopped: not every round")
        await press(app, pilot, "p")
        await pilot.press("enter")
        await until(app, pilot, "3 of 17 rounds")
        await pilot.press("escape")
        await settle(app, pilot)

    play(desk, steps)
    assert ends == [True, True]


def test_checkpoints_say_who_signed_and_after_a_comparison_how_they_stand() -> None:
    """Given three checkpoints, when they are compared, then one agrees and one that saw a split is named in red."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "K")
        assert isinstance(app.screen, CheckpointsScreen)
        shown = screen(app)
        assert "Kim Sato, Ana Lindqvist" in shown and "not compared" in shown and "! nobody of the charter" in shown
        await press(app, pilot, "c", *"~/theirs", "f2")
        assert isinstance(app.screen, Explain)
        assert "saw other commits among the first 3" in screen(app)
        await press(app, pilot, "escape")
        assert "✓ agrees" in screen(app) and "✗ split" in screen(app)
        await press(app, pilot, "down")
        assert "Also signed as stranger" in screen(app)

    play(desk, steps)
    assert acts(desk, "compare") == [("compare", "~/theirs")]


def test_a_checkpoint_is_countersigned_in_its_file_and_one_is_signed_after_a_question() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "K", "a", "f2")
        assert "Name the file." in screen(app)
        await press(app, pilot, *"/tmp/one", "f2", "S", "enter")
        assert not acts(desk, "checkpoint")
        await press(app, pilot, "S", "tab", "enter")

    play(desk, steps)
    assert acts(desk, "countersign", "checkpoint") == [("countersign", "/tmp/one"), ("checkpoint",)]


def test_who_only_reads_compares_checkpoints_too() -> None:
    """Given an auditor whom the charter does not know, then comparing works, keeps no draft, and no act is offered."""
    me = replace(ME, member="", seats=(), roles=(), why_reader="The charter does not know you.")
    desk = SampleDesk(me=me, compared=COMPARED)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("checkpoints", desk, app, pilot)
        assert "Countersign" not in screen(app).splitlines()[-1]
        await press(app, pilot, "c", "x", "f2")
        assert isinstance(app.screen, Explain)

    play(desk, steps)
    assert acts(desk, "compare", "form") == [("compare", "x")]


def test_lost_keys_are_replaced_with_a_key_and_a_reason() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("members-key", desk, app, pilot)
        await press(app, pilot, "f2")
        assert "Give the key." in screen(app)
        await press(app, pilot, *"new.pub", "tab", *"lost", "f2")

    play(desk, steps)
    assert acts(desk, "replace key") == [("replace key", "ben", "new.pub", "lost")]


def test_who_leaves_hands_over_and_the_draft_says_who_takes_the_seat() -> None:
    """Given a member, when H is pressed, then her duties and takers are listed; F2 drafts with day and taker."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "P", "down", "H")
        assert isinstance(app.screen, LeavingScreen)
        shown = screen(app)
        assert "could take it: Mo Haddad" in shown and "! nobody is named who could take it" in shown
        await press(app, pilot, "f2")
        assert isinstance(app.screen, Fill)
        await press(app, pilot, *"+30", "tab", "space", "f2")

    play(desk, steps)
    listed, drafted, written, _read_again = acts(desk, "handover", "draft leaving")
    assert listed == ("handover", "ben", None, {})
    assert drafted == ("handover", "ben", TODAY + timedelta(days=30), {"engineering": "mo"})
    assert written == ("draft leaving", "ben")


def test_a_decision_is_proven_from_the_list_and_the_file_is_named() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3", "p")
        shown = screen(app)
        assert "/Home/ana/proof-2026-0012-clip-faces.json" in shown and "✓ Proven" in shown
        assert "Signed by Ana Lindqvist, Kim Sato." in shown and "look at who may read it" in shown

    play(desk, steps)
    assert acts(desk, "prove") == [("prove", "2026/0012-clip-faces")]


def test_held_evidence_is_marked_and_a_file_is_checked_against_it() -> None:
    """Given evidence that Legal keeps, when a file is named, then it is said whether it is what the proposal names."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("held", desk, app, pilot)
        assert "Legal keeps this" in screen(app)
        await press(app, pilot, *"/x", "f2")
        assert "✓ It is what Legal keeps" in screen(app)
        desk.values["matches"] = ("sha256:99", ())
        await press(app, pilot, "escape")
        assert "◆ consent" in screen(app) and "Enter checks it" in screen(app)
        await press(app, pilot, "enter", *"/y", "f2")
        assert "✗ It is not what this proposal names" in screen(app)

    play(desk, steps)
    assert acts(desk, "check held") == [("check held", "/x", ""), ("check held", "/y", "")]


def test_a_check_that_fails_keeps_what_was_typed() -> None:
    desk = SampleDesk(matches=refuse("disk.cannot-read", "consent.pdf could not be read."), forms={})

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("held", desk, app, pilot)
        await press(app, pilot, *"/x", "f2")
        assert "consent.pdf could not be read." in screen(app)
        await press(app, pilot, "escape", "enter")
        assert isinstance(app.screen, Fill) and app.screen.values()["file"] == "/x"

    play(desk, steps)
    assert ID in str(desk.did)
