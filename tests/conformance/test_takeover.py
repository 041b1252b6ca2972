"""Somebody who can push and holds no member's key joins another history to the board's: nothing of hers counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from board.actions.dossier import dossier
from board.actions.standing import judge
from board.actions.verifying import verify
from board.core.finding import Refused
from board.store.pins import Pins
from board.store.repository import open_repository
from board.store.standings import Standings
from board.trust.report import Fault
from board.trust.settling import settled
from board.trust.step import Uncounted
from board.trust.walk import Walk
from tests.boards import SmallBoard
from tests.cli.running import Board
from tests.conformance.cases import BALLOTS, cast
from tests.trust.history import MEMBERS, OPEN, History, charter, key_line


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def take_over(history: History) -> str:
    """Merge a founding under other keys, which comes first in every order of the commits; returns it."""
    main = history.tip
    own = charter(**{handle: key_line(f"evil-{handle}") for handle in MEMBERS})
    root = history.commit({"board.toml": own}, "ana", key="evil-ana", parents=(), seconds=-10_000_000)
    history.commit({}, "eve", key="", parents=(root, main), tree=history.git("rev-parse", f"{root}^{{tree}}"))
    return root


def codes(faults: tuple[Fault, ...]) -> set[str]:
    return {fault.code for fault in faults}


def told(history: History) -> tuple[str, tuple[str, ...]]:
    """What the tally of the open proposal says, and the findings."""
    store = open_repository(history.path, "main")
    seen = dossier(SmallBoard(history.path, store).session("ana"), OPEN)
    return str(seen.tally), tuple(one.code for one in seen.findings if one.code.startswith("history."))


def test_row_31_given_a_pin_then_a_foreign_founding_never_becomes_the_boards(small: History) -> None:
    assert verify(small.path).status == 0
    pins = Pins(open_repository(small.path, "main").key)
    before, tally = pins.load(), told(small)[0]
    take_over(small)
    for whole in (False, True):
        report = verify(small.path, from_genesis=whole)
        assert before is not None
        assert (report.status, report.genesis) == (1, before.genesis)
        assert codes(report.faults) == {"chain.foreign"}, "one advice, and no other beside it"
        assert {fault.commit for fault in report.faults} == {small.tip}
    assert pins.load() == before
    assert told(small) == (tally, ("history.faulty",))


def test_row_31_given_only_a_look_before_then_the_line_that_was_read_still_counts(small: History) -> None:
    tally = told(small)[0]
    take_over(small)
    assert told(small)[0] == tally


def test_row_31_given_a_fresh_clone_then_both_foundings_are_named_and_nothing_counts(small: History) -> None:
    real = small.git("rev-list", "--max-parents=0", "main")
    other = take_over(small)
    report = verify(small.path)
    assert report.status == 1
    assert {(fault.code, fault.commit) for fault in report.faults} == {
        ("genesis.second", real),
        ("genesis.second", other),
        ("genesis.second", small.tip),
    }
    store = open_repository(small.path, "main")
    with pytest.raises(Refused) as refused:
        judge(store, store.tip(), {})
    assert {finding.code for finding in refused.value.findings} == {"genesis.second"}
    assert refused.value.status == 1
    assert (Pins(store.key).load(), Standings(store.key).load()) == (None, None)


def test_row_31_given_a_dispute_then_lists_say_that_they_show_the_copy_as_it_lies(small: History) -> None:
    """Given two foundings and a clone that knows neither, once that was found, then each list says so in a line."""
    before = Board(small.path)("list")
    assert (before.status, before.err) == (0, "")
    shutil.rmtree(Standings(open_repository(small.path, "main").key)._folder, ignore_errors=True)
    take_over(small)
    assert verify(small.path).status == 1
    ran = Board(small.path)("list")
    assert "nothing tells which founding is right" in ran.err
    small.commit({"meetings/0001.md": "Minutes.\n"}, "ana")
    assert "nothing tells which founding is right" in Board(small.path)("list").err, "nor after what comes on top"
    small.git("update-ref", "refs/heads/main", "main^^2")
    assert Board(small.path)("list").err == "", "the branch was taken back to before the merge"


def test_row_31_given_a_fresh_clone_then_its_first_list_tells_of_two_foundings(small: History) -> None:
    """Given a clone in which nobody verified or tallied anything, then the list looks for itself."""
    small.git("update-ref", "refs/heads/side", take_over(small))
    assert "nothing tells which founding is right" in Board(small.path)("list").err


def test_row_31_given_a_charter_that_went_and_came_back_then_no_list_speaks_of_two_foundings(small: History) -> None:
    kept = small.read("board.toml")
    for _ in range(2):
        small.commit({"board.toml": None}, "mo")
        small.commit({"board.toml": kept}, "mo")
    assert Board(small.path)("list").err == ""


def test_row_31_given_a_founding_on_code_of_its_own_then_the_list_tells_of_it_too(small: History) -> None:
    """Given a line of code on which somebody founds the board too, when it is joined, then the list tells."""
    main, founding = small.tip, small.git("rev-list", "--max-parents=0", "main")
    code = small.commit({"README": "Code.\n"}, "eve", key="", parents=())
    own = charter(**{handle: key_line(f"evil-{handle}") for handle in MEMBERS})
    root = small.commit({"README": "Code.\n", "board.toml": own}, "ana", key="evil-ana", parents=(code,))
    assert founding != root
    small.commit({}, "eve", key="", parents=(main, root), tree=small.git("rev-parse", f"{main}^{{tree}}"))
    assert "nothing tells which founding is right" in Board(small.path)("list").err


def test_row_30_given_a_rewritten_history_then_lists_say_so_before_anybody_walks_it(small: History) -> None:
    assert verify(small.path).status == 0
    assert Board(small.path)("list").err == ""
    small.git("update-ref", "refs/heads/main", "main~2")
    assert "does not build on" in Board(small.path)("list").err


@pytest.mark.parametrize("code", ["genesis.second", "genesis.other", "history.rewritten"])
def test_row_31_given_an_acknowledgement_then_a_foreign_founding_still_stands(code: str) -> None:
    """Given a decision that names the commit, and nothing to restore, then the fault is not settled."""
    commit = "7" * 40
    walk = Walk(None, Uncounted())  # type: ignore[arg-type]  # no object is read
    walk.acknowledged, walk.faulty_paths = {commit}, {commit: frozenset()}
    walk.faults = [Fault(code, "Joined.", commit), Fault("commit.unsigned", "Unsigned.", commit)]
    stand, over = settled(walk, None)
    assert (codes(stand), codes(over)) == ({code}, {"commit.unsigned"})


def test_row_30_given_another_history_under_the_pin_then_its_founding_is_named(small: History) -> None:
    assert verify(small.path).status == 0
    own = charter(**{handle: key_line(f"evil-{handle}") for handle in MEMBERS})
    small.commit({"board.toml": own}, "ana", key="evil-ana", parents=())
    assert codes(verify(small.path).faults) == {"history.rewritten", "genesis.other"}


def test_row_28_given_a_guests_message_on_an_older_commit_then_no_ballot_loses_its_weight(small: History) -> None:
    """Given a message that anybody can write, when it is merged first and with the board's files, then all stays."""
    before, main = told(small)[0], small.tip
    path = f"decisions/{OPEN}/messages/20261008T100000Z-guest-eve.md"
    side = small.commit({path: '+++\nkind = "question"\n+++\nWhy?\n'}, "eve", key="", parents=(f"{main}~1",))
    small.commit({}, "eve", key="", parents=(side, main), tree=small.git("rev-parse", f"{main}^{{tree}}"))
    assert verify(small.path).status == 0
    assert told(small) == (before, ())


@pytest.mark.parametrize("known", [False, True], ids=["fresh clone", "read before"])
def test_row_28_given_a_shorter_line_merged_first_then_the_boards_ballots_count_on(small: History, known: bool) -> None:
    """Given a line on which one member signed once, when it comes first in a merge, then the longer line is kept."""
    main = small.tip
    before = told(small)[0]
    if not known:
        Path(Standings(open_repository(small.path, "main").key)._folder, "standing.json").unlink()
    side = small.commit({"meetings/0001.md": "Minutes.\n"}, "mo", parents=(f"{main}~2",))
    small.commit({}, "eve", key="", parents=(side, main), tree=small.git("rev-parse", f"{main}^{{tree}}"))
    assert codes(verify(small.path).faults) == {"chain.forked"}
    assert told(small) == (before, ("history.faulty",))


@pytest.mark.parametrize("older", [False, True], ids=["two lines", "an older commit beside them"])
def test_row_28_given_one_members_longer_line_then_what_several_did_counts_on(small: History, older: bool) -> None:
    """Given a line that one member made long alone, when a fresh clone sees it merged first, then ballots stay."""
    main = small.tip
    for member in ("ana", "chiara"):
        small.commit({f"{BALLOTS}/{member}-1.toml": cast(small, member)}, member)
    mine = small.tip
    before = told(small)[0]
    Path(Standings(open_repository(small.path, "main").key)._folder, "standing.json").unlink()
    side = small.commit({"meetings/0001.md": "Minutes.\n"}, "mo", parents=(main,))
    for number in range(2, 6):
        side = small.commit({f"meetings/000{number}.md": "Minutes.\n"}, "mo", parents=(side,))
    parents = (side, f"{main}~9", mine) if older else (side, mine)
    small.commit({}, "mo", parents=parents, tree=small.git("rev-parse", f"{side}^{{tree}}"))
    assert codes(verify(small.path).faults) == {"chain.forked"}
    assert told(small) == (before, ("history.faulty",))


def test_row_28_given_the_line_read_before_is_shorter_then_it_is_kept_and_the_other_is_named(small: History) -> None:
    """Given a verified ballot, when more was signed on another line, then hers counts and the answer stays no."""
    main = small.tip
    small.commit({f"{BALLOTS}/ana-1.toml": cast(small, "ana")}, "ana")
    assert verify(small.path).status == 0
    mine, before = small.tip, told(small)[0]
    side = small.commit({f"{BALLOTS}/chiara-1.toml": cast(small, "chiara")}, "chiara", parents=(main,))
    side = small.commit({"meetings/0001.md": "Minutes.\n"}, "mo", parents=(side,))
    small.commit({}, "eve", key="", parents=(side, mine), tree=small.git("rev-parse", f"{side}^{{tree}}"))
    assert codes(verify(small.path).faults) == {"chain.forked", "history.rewritten"}
    assert told(small) == (before, ("history.faulty",))
