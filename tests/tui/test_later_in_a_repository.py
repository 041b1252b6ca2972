"""Keys pressed on a real repository: what the screens do lies in it afterwards, and verifies."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from board.actions import deciding, docketing
from board.actions.proof_check import check_file
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.tui.app import BoardApp
from board.tui.desk import Desk
from board.tui.dossier import DossierScreen
from board.tui.followups import FollowUpScreen
from board.tui.lists import VirtualList
from board.tui.motions import MotionsScreen
from board.tui.verify import VerifyScreen
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.tui.pilot import play, press, screen, settle

ONE = "2026/0001-tokenizer"
CONDITION = Condition("c1", "Show results for each language", "mo", None, "A table", "lena")


def file(board: SmallBoard, path: str) -> dict[str, Any]:
    """A file of the decision as it lies at the tip."""
    return tomllib.loads(git(board.path, "show", f"main:decisions/{ONE}/{path}"))


def keys(board: SmallBoard, member: str, shown: Any, *pressed: str) -> None:
    """One member opens a screen and presses keys."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(shown)
        await settle(app, pilot)
        await press(app, pilot, *pressed)
        assert not app.query("Explain")

    play(Desk(board.session(member)), steps, (80, 24))
    board.wait(minutes=1)


def test_a_motion_is_made_and_voted_on_by_keys(tmp_path: Path) -> None:
    """Given a case at a tier, when one seat raises it and the board votes to lower it, then both lie in the history."""
    board = small_board(tmp_path)
    board.submit(ONE)
    docketing.open_proposal(board.session("kim"), ONE)
    board.wait(minutes=1)
    keys(board, "ben", MotionsScreen(ONE), "m", "enter", "space", "tab", "f2")
    assert file(board, "motions/1.toml")["kind"] == "raise-tier"
    keys(board, "ben", MotionsScreen(ONE), "m", "down", "enter", *"safe", "f2")
    second = file(board, "motions/2.toml")
    assert (second["kind"], second["text"], second["to"]) == ("lower-tier", "safe", "minimal")
    keys(board, "lena", MotionsScreen(ONE), "y", "right", "enter")
    cast = file(board, "ballots/lena-1.toml")
    assert (cast["motion"], cast["verdict"]) == ("2", "approve")
    assert verify(board.path, unsigned=True).faults == ()


def test_proof_is_given_and_checked_by_keys(tmp_path: Path) -> None:
    """Given a condition, when its owner proves it and its verifier checks it, then both stand in the follow-up."""
    board = small_board(tmp_path)
    board.submit(ONE)
    docketing.open_proposal(board.session("kim"), ONE)
    due = board.session("ana").today.replace(day=28)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    whole = Condition(CONDITION.id, CONDITION.text, CONDITION.owner, due, CONDITION.proof, CONDITION.verifier)
    board.vote("lena", ONE, "approve-with-conditions", conditions=(whole,))
    deciding.decide(board.session("ana"), ONE, deciding.preview(board.session("ana"), ONE))
    board.wait(minutes=1)
    keys(board, "mo", FollowUpScreen(ONE), "p", *"table", "f2")
    assert file(board, "follow-up/0001-proof.toml")["condition"] == "c1"
    keys(board, "lena", FollowUpScreen(ONE), "v", *"seen", "f2")
    assert file(board, "follow-up/0002-verified.toml")["text"] == "seen"
    assert verify(board.path, unsigned=True).faults == ()


def test_a_decision_is_put_into_a_file_and_who_leaves_is_drafted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a decision, when p is pressed, then a file in my home checks; a leave drafted by keys lies here."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    board = small_board(tmp_path / "board")
    board.submit(ONE)
    docketing.open_proposal(board.session("kim"), ONE)
    board.wait(minutes=1)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    deciding.decide(board.session("ana"), ONE, deciding.preview(board.session("ana"), ONE))
    desk = Desk(board.session("ben"))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3", "p")
        assert "Cannot tell: everything adds up" in screen(app)
        await press(app, pilot, "escape", "K")
        assert "No checkpoint lies here." in screen(app)
        await press(app, pilot, "escape", "P", "H", "f2", "f2")

    play(desk, steps, (80, 24))
    (proof,) = home.glob("*.json")
    assert proof.name == "proof-2026-0001-tokenizer.json" and check_file(proof).status == 3
    (draft,) = (path for path in board.path.glob("proposals/**/board.toml"))
    assert "until" in draft.read_text(encoding="utf-8")


def test_words_typed_into_a_form_survive_the_program(tmp_path: Path) -> None:
    """Given a half-written appeal, when the program ends and starts again, then the form has the words."""
    board = small_board(tmp_path)
    board.submit(ONE)
    docketing.open_proposal(board.session("kim"), ONE)
    keys(board, "ben", MotionsScreen(ONE), "m", "enter", "tab", *"because", "escape")
    board.sessions.clear()
    seen: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(MotionsScreen(ONE))
        await settle(app, pilot)
        await press(app, pilot, "m", "enter")
        seen.append(app.screen.query_one("#reason", TextArea).text)

    play(Desk(board.session("ben")), steps, (80, 24))
    assert seen == ["because"]


def test_the_history_is_proven_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Given a clean history without signatures, then it cannot tell; given a stranger's commit, it is named first."""
    board = small_board(tmp_path)
    board.submit(ONE)
    seen: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(VerifyScreen())
        await settle(app, pilot)
        seen.append(screen(app))

    play(Desk(board.session("ana")), steps)
    assert "✗" not in seen[0] and "! Cannot tell" in seen[0] and "commits up to" in seen[0].replace("\n", " ")
    (board.path / "decisions" / ONE).mkdir(parents=True)
    (board.path / "decisions" / ONE / "docket.toml").write_text("schema = 1\n")
    git(board.path, "add", "-A")
    git(board.path, "commit", "-q", "-m", "Take it up by hand")
    play(Desk(board.session("ana")), steps)
    assert "✗ No." in seen[1] and "✗ wrong" in seen[1]


def patch_decided(board: SmallBoard) -> None:
    """A standard change that ben alone decided, and another proposal that goes the ordinary way."""
    board.submit(ONE, PROPOSAL.replace('change_class = "major"', 'change_class = "patch"'))
    board.submit("2026/0002-other")
    docketing.open_proposal(board.session("kim"), ONE)
    board.vote("ben", ONE, "approve")
    deciding.decide(board.session("ana"), ONE, deciding.preview(board.session("ana"), ONE))
    board.wait(minutes=1)


def test_the_consent_agenda_is_one_key_or_one_click_away(tmp_path: Path) -> None:
    """Given a standard change that one yes decided, then g, or a click on Agenda, shows it alone; again, everything."""
    board = small_board(tmp_path)
    patch_decided(board)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2")
        listed = app.screen.query_one("#proposals", VirtualList)

        def shown() -> list[str]:
            return [row.id for row in listed.rows]

        await press(app, pilot, "g")
        assert shown() == [ONE]
        assert "on the consent agenda" in screen(app)
        await press(app, pilot, "g")
        assert len(shown()) == 2
        at = next((x, y) for y, words in enumerate(screen(app).splitlines()) if (x := words.find("Agenda")) >= 0)
        await pilot.click(offset=at)
        await settle(app, pilot)
        assert shown() == [ONE]
        await press(app, pilot, "escape")
        assert len(shown()) == 2

    play(Desk(board.session("lena")), steps, (100, 30))


def test_a_seat_pulls_a_decided_standard_change_and_is_told_before_what_that_does(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    patch_decided(board)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ONE))
        await settle(app, pilot)
        assert "Pull" in screen(app)
        await press(app, pilot, "p")
        assert "It approves nothing any more" in " ".join(screen(app).split())
        await press(app, pilot, "right", "enter")

    play(Desk(board.session("lena")), steps, (80, 24))
    assert file(board, "follow-up/0001-pulled.toml")["member"] == "lena"


def test_pulling_is_offered_among_what_follows_a_decision(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    patch_decided(board)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(FollowUpScreen(ONE))
        await settle(app, pilot)
        await app.run_action("pull", app.screen)
        await settle(app, pilot)
        assert "It approves nothing any more" in " ".join(screen(app).split())
        await press(app, pilot, "f2")

    play(Desk(board.session("lena")), steps, (80, 24))
    assert file(board, "follow-up/0001-pulled.toml")["text"] == "No reason was given."
