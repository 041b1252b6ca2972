"""A repository full of traps, in every command and on every screen: not one program that it names is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from board.cli.register import BY_NAME
from board.tui.app import BoardApp
from board.tui.desk import Desk
from tests.boards import git
from tests.journeys.trapped import AFTER_A_FAULT, ALONE, FOUND, USES, Trapped, copied, plant, planted, trapped_board
from tests.store.test_hostile import TRAPS
from tests.tui.pilot import play, settle
from tests.tui.sample import ID
from tests.tui.screens import WAYS


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Trapped:
    """The same board before anybody laid a trap."""
    return trapped_board(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def trapped(sound: Trapped, tmp_path: Path) -> Trapped:
    """A signed board with a remote, and every trap that can lie beside the others."""
    made = copied(sound, tmp_path / "trapped")
    plant(made.board.path, made.trap)
    return made


def test_row_42_no_command_runs_what_a_repository_names(trapped: Trapped, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given all traps at once, when each command does its work, then none fires or waits; no command is left out."""
    used = {words.split()[0] for _, words, _ in (*USES, *AFTER_A_FAULT)}
    assert used | {"init", "demo", "completion"} == BY_NAME.keys(), "what opens no repository needs no test"
    monkeypatch.chdir(trapped.board.path)

    def each(uses: tuple[tuple[str, str, int], ...]) -> None:
        for member, words, status in uses:
            ran = trapped.use(member, words)
            assert ran.status == status, (member, words, ran)
            assert not trapped.fired, words

    before = planted(trapped.board.path)
    each(USES)
    trapped.attack()
    each(AFTER_A_FAULT)
    assert planted(trapped.board.path) == before, "what is not the program's is left where it lies"


def test_row_42_a_board_is_founded_in_a_repository_full_of_traps(trapped: Trapped) -> None:
    """Given a repository of somebody else's without a board, when one is founded there, then no trap fires."""
    place = trapped.folder / "another"
    place.mkdir()
    git(place, "init", "-q", "-b", "main")
    git(place, "commit", "-q", "--allow-empty", "-m", "Begin")
    plant(place, trapped.trap)
    ran = trapped.use("ana", FOUND, place)
    assert (ran.status, trapped.fired) == (0, False), ran
    assert trapped.use("ana", "verify", place).status == 0


@pytest.mark.parametrize("name", ALONE)
def test_row_42_a_trap_that_leaves_no_room_for_others_does_not_fire(
    sound: Trapped, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given one such trap, when a member reads, votes and syncs, then it does not fire, and each answers as it must."""
    made = copied(sound, tmp_path / "alone")
    TRAPS[name](made.board.path, made.trap)
    monkeypatch.chdir(made.board.path)
    reading, voting, sync = ALONE[name]
    uses = {"list": reading, f"show {ID}": reading, "verify": reading, f"vote {ID} approve": voting, "sync": sync}
    for words, status in uses.items():
        ran = made.use("ana", words)
        assert ran.status == status, (words, ran)
        assert not made.fired, words


@pytest.mark.slow
def test_row_42_no_screen_runs_what_a_repository_names(trapped: Trapped) -> None:
    """Given the same traps, when each screen is opened and left again, then none fires."""
    desk, opened = Desk(trapped.board.session("ana")), set[str]()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        made = (push(desk) for push, _ in WAYS.values() if push is not None)
        for shown in {type(one): one for one in made}.values():
            await app.push_screen(shown)
            await settle(app, pilot)
            opened.add(type(app.screen).__name__)
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await settle(app, pilot)

    play(desk, steps)
    assert len(opened) > 20
    assert not trapped.fired
