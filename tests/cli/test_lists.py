"""Lists, history, log and check: ids stay whole at every width, and the inbox comes with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.browse import inbox
from board.actions.session import open_session
from board.cli import errors, output
from board.core.text import cells
from board.store.base import Change, Person
from tests.boards import PROPOSAL, small_board
from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


def test_mine_is_the_inbox_with_its_reasons_in_its_order(play: Play, example: Path) -> None:
    tasks = inbox(open_session(example, "ana")).mine
    assert len(tasks) > 3
    ran = play("ana")("list", "--mine", "--json")
    assert problems("list", ran.data) == []
    assert [(row["id"], row["act"], row["words"], row["due"]) for row in ran.data["proposals"]] == [
        (task.summary.id, task.act, task.words, task.due.isoformat() if task.due else None) for task in tasks
    ]
    others = inbox(open_session(example, "ana")).others
    assert others and [row["words"] for row in ran.data["others"]] == [task.words for task in others]
    lines = play("ana")("list", "--mine").out.splitlines()
    assert len(lines) == 1 + len(tasks)
    assert all(task.words in line for task, line in zip(tasks, lines[1:], strict=True))


def test_mine_can_be_narrowed_like_every_list(play: Play) -> None:
    rows = play("ana")("list", "--mine", "--stage", "in-review", "--json").data["proposals"]
    assert rows and {row["stage"] for row in rows} == {"in-review"}
    assert "No proposal matches" in play("ana")("list", "--mine", "nothing-like-this").out


def test_at_a_terminal_mine_says_the_reason_below_the_id(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "width", lambda: 80)
    shown = play("ana")("list", "--mine").out.splitlines()
    at = next(n for n, line in enumerate(shown) if line.startswith("2026/0015-search-shorter-pieces, until "))
    assert shown[at + 1] == "  Record search: shorter pieces of text"
    assert "yours to judge before you vote" in shown[at + 2]
    assert "Told to you; nothing here has to be done by you:" in shown[at:]


@pytest.mark.parametrize("columns", [30, 50, 80, 100, 120, 250])
@pytest.mark.parametrize("command", ["list", "history"])
def test_ids_stay_whole_and_no_line_is_too_long(
    play: Play, monkeypatch: pytest.MonkeyPatch, columns: int, command: str
) -> None:
    rows = next(iter(v for k, v in play("ana")(command, "--json").data.items() if k != "schema"))
    monkeypatch.setattr(output, "width", lambda: columns)
    lines = play("ana")(command).out.splitlines()
    for row in rows:
        assert sum(line.split("  ")[0] == row["id"] for line in lines) == 1
        if columns >= 80:
            assert any(row["title"] in " ".join(lines[n : n + 2]).replace("     ", " ") for n in range(len(lines)))
    longest = max(len(row["id"]) for row in rows)
    assert all(cells(line) <= max(columns, longest) for line in lines)
    assert all(f"{n:04d}-" in "".join(lines) for n in (1, 9))


def test_in_a_pipe_every_row_is_one_line_without_tabs_whatever_the_terminal(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = play("ana")("list").out
    monkeypatch.setenv("COLUMNS", "40")
    assert play("ana")("list").out == wide
    assert len(wide.splitlines()) == 1 + len(play("ana")("list", "--json").data["proposals"])
    assert "\t" not in wide


def test_the_log_says_what_it_saw_and_points_to_what_checks_it(play: Play) -> None:
    told = play("ana")("log", "15").out
    assert "(signature present)" in told
    assert "`board verify`" in told


def test_check_speaks_first_of_what_is_not_committed_and_says_the_line(play: Play, example: Path) -> None:
    assert play("mo")("new", "model-adopt", "Adopt Zebra").status == 0
    found = play("mo")("check", "--json").data["findings"]
    first = found[0]["path"]
    assert first.endswith("-adopt-zebra.md")
    document = (example / first).read_text().splitlines()
    facts = [one for one in found if one["path"] == first and one["code"] == "missing-fact"]
    assert facts
    assert all(document[one["line"] - 1].startswith(f"# {one['part'].split()[1]} = ") for one in facts)
    told = play("mo")("check").out
    assert told.startswith(f"{first}\n  error: {len(facts)} facts are missing, on line:\n")
    assert f"{facts[0]['line']:>9}  Models: The board approves these exact files, and no others.\n" in told


def test_check_warns_of_a_charter_that_gives_no_time_to_vote(play: Play, example: Path) -> None:
    charter = example / "board.toml"
    lines = charter.read_text().splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("window_working_days"))
    lines[at] = "window_working_days = 1"
    charter.write_text("\n".join(lines))
    told = [(one["code"], one["severity"], one["line"]) for one in play("mo")("check", "--json").data["findings"]]
    assert ("short-window", "warning", at + 1) in told


def test_check_mine_leaves_the_proposals_of_others_out(play: Play) -> None:
    assert play("ben")("check", "--mine", "--json").data["findings"]
    ids = {row["id"] for row in play("ben")("list", "--json").data["proposals"] if row["proposer"] == "ben"}
    for one in play("ben")("check", "--mine", "--json").data["findings"]:
        assert any(mine in one["path"] for mine in ids)
    all_of_them = play("ben")("check", "--json").data["findings"]
    assert len(play("ben")("check", "--mine", "--json").data["findings"]) < len(all_of_them)


def test_given_somebody_from_outside_a_review_is_refused_with_how_to_be_added(play: Play) -> None:
    ran = play("tomas-weidner")("review", "15")
    assert (ran.status, ran.out) == (1, "")
    assert "Ask Ana Lindqvist to propose a charter change that adds you" in ran.err
    assert "R-02" in play("tomas-weidner")("review", "15", "--list").out


def test_given_a_member_without_a_question_it_says_so(play: Play) -> None:
    assert "has no question for you" in play("kim")("review", "15").out


def test_a_refusal_is_told_in_the_list_and_show_names_the_command_that_reads_it(play: Play) -> None:
    """Given decided proposals, then list tells rejected from stopped, and show's command can be copied as it stands."""
    ana = play("ana")
    notes = {line.split()[0]: line for line in ana("list", "--stage", "decided").out.splitlines()[1:]}
    assert notes["2026/0005-admit-ms-marco"].endswith("rejected, 1 finding"), "its granted appeal waits"
    assert notes["2026/0004-recognise-patients-faces"].endswith("stopped")
    told = " ".join(ana("show", "5").out.split())
    assert "`board show 2026/0005-admit-ms-marco --decision` reads the decision." in told


def test_given_more_proposals_than_fit_on_a_page_a_terminal_hears_how_many_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a shelf that somebody filled, when it is listed for the first time, then the wait is told, once."""
    made = small_board(tmp_path)
    files = {f"proposals/2026/{n:04d}-more.md": PROPOSAL.encode() for n in range(50)}
    made.store.write(lambda _: Change({**files}, "More\n"), Person("Mo", "mo@example.org"), made.now, None)
    monkeypatch.setattr(errors, "width", lambda: 60)
    first, second = (Board(made.path)("list") for _ in range(2))
    assert " of 50: proposals read" in first.err
    assert "proposals read" not in second.err
    assert first.out == second.out


def test_what_was_withdrawn_in_a_round_says_so_once(play: Play) -> None:
    """Given a stage and an outcome of the same name, then a reader meets the word once; others keep both."""
    for flag in ((), ("--brief",)):
        told = play("ana")("show", "2026/0023-letters", *flag).out
        assert [line.strip() for line in told.splitlines() if "Stage:" in line] == ["Stage: withdrawn"]
    assert "Stage: in force, approved" in play("ana")("show", "2026/0003-roll").out
