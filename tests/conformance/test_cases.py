"""Every conformance case, through the command line: the answer, the reason, and a pin that moves only on yes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from board.actions import verifying
from board.actions.verifying import verify
from board.core.digest import sha256
from board.store.pins import Pin, Pins
from board.store.repository import open_repository
from board.trust import beside, walk
from board.trust.report import REASONS, Fault, Report
from tests.cli.running import Board
from tests.conformance.beginnings import Begun
from tests.conformance.books import CASES
from tests.conformance.cases import BALLOTS, Case, cast
from tests.soak import SOAK
from tests.trust.history import History, copy_of


def pins(home: Path) -> list[Path]:
    """The pin files of this user."""
    return list(home.glob("**/verified.json"))


def found(faults: Sequence[Fault]) -> set[tuple[str, str]]:
    """Code and commit of each."""
    return {(fault.code, fault.commit) for fault in faults}


def registers(report: Report) -> list[str]:
    """What is told of the registers."""
    return [fault.words for fault in report.unproven if fault.code == "unproven.register"]


DATES, OF_DATES = {"date.apart", "date.order", "date.decisive"}, ("22-", "69-")
"""What is told of dates, and the rows that are about them: what a case there does not name must not be told."""
TOLD = {"history.rewritten", "genesis.other", "genesis.second", "chain.foreign", "checkpoint.split", "unproven.founded"}
"""What depends on what somebody verified before, or was told: somebody new is told something else."""
PINS: dict[str, Pin] = {}
"""What the first verification of each beginning kept; the copies of one beginning differ in nothing but their place."""


def verified_once(history: History, begin: str) -> None:
    """This user has verified the history before anybody tampers with it."""
    kept = Pins(open_repository(history.path).key)
    if begin in PINS:
        kept.save(PINS[begin])
        return
    assert verify(history.path).status == 0
    pin = kept.load()
    assert pin is not None
    PINS[begin] = pin


@contextmanager
def believing() -> Iterator[None]:
    """Every walk, however short, is shared out among copies of the process, a few commits at a time."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in ((walk, "_CHUNK", 6), (beside, "_ENOUGH", 1), (verifying, "WORTH", 1)):
            patch.setattr(module, name, value)
        patch.setattr(verifying, "processors", lambda: 2)
        yield


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_verify_answers_as_the_case_says(
    case: Case, begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a history, when somebody tampers with it, then verify says no and why; a legal act gets a yes.

    It finds the same whether it begins at what was verified before or at the founding, and whether it judges each
    commit itself or believes it while copies of the process prove it: who verified before judges alone here, and the
    command of somebody new believes. `make soak` tries each way by itself.
    """
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    history = copy_of(begun(case.begin), tmp_path)
    verified_once(history, case.begin)
    words = case.words(history)
    case.tamper(history)
    onwards = verify(history.path)
    each_way = SOAK or case.code in TOLD
    if each_way:
        with believing():
            whole = verify(history.path, from_genesis=True)
        assert (onwards.status, found(onwards.faults)) == (whole.status, found(whole.faults))
        assert registers(onwards) == registers(whole)
    shutil.rmtree(tmp_path / "state")
    with nullcontext() if each_way else believing():
        ran = Board(history.path)(*words)
    if not each_way:
        named = {(fault["code"], fault["commit"]) for fault in ran.data["faults"]}
        assert {one for one in found(onwards.faults) if one[0] not in TOLD} == named
        listed = [fault["message"] for fault in ran.data["unproven"] if fault["code"] == "unproven.register"]
        assert registers(onwards) == listed
    codes = {fault["code"] for fault in ran.data["faults" if case.status == 1 else "unproven"]}
    assert codes == set() if not case.code else case.code in codes, ran.out
    assert ran.status == case.answer
    if case.code != "date.decisive":
        watched = {"unproven.register"} | (DATES if case.name.startswith(OF_DATES) else set())
        assert watched & {fault["code"] for fault in ran.data["unproven"]} == ({case.told} - {""})
    assert bool(pins(tmp_path / "state")) == (not case.code)
    assert codes <= set(REASONS)


def test_most_cases_are_attacks_and_no_name_is_used_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert sum(bool(case.code) for case in CASES) * 10 >= len(CASES) * 6


def test_a_fault_has_no_effect_on_what_comes_after_it(small: History) -> None:
    """Given a stolen ballot, when honest ballots follow, then only the thief's commit is named."""
    bad = small.commit({f"{BALLOTS}/chiara-1.toml": cast(small, "chiara")}, "mo")
    small.commit({f"{BALLOTS}/ana-1.toml": cast(small, "ana")}, "ana")
    faults = Board(small.path)("verify", "--json").data["faults"]
    assert {fault["commit"] for fault in faults} == {bad}


def test_restoring_alone_does_not_settle_a_fault(small: History) -> None:
    kept = small.read(f"{BALLOTS}/ben-1.toml")
    bad = small.commit({f"{BALLOTS}/ben-1.toml": None}, "mo")
    small.commit({f"{BALLOTS}/ben-1.toml": kept}, "lena")
    ran = Board(small.path)("verify", "--json")
    assert (ran.status, {fault["commit"] for fault in ran.data["faults"]}) == (1, {bad})


@pytest.mark.parametrize("first", ["lighter", "heavier"])
def test_of_two_lines_the_one_on_which_more_members_signed_is_kept(small: History, first: str) -> None:
    """Given a merge of one member's three steps with two members' two, whichever parent it names first, then what
    follows from the two members' line counts."""
    main, hers = small.tip, cast(small, "chiara")
    lighter = small.commit({"meetings/0001.md": "One.\n"}, "ana", parents=(main,))
    for number in (2, 3):
        lighter = small.commit({f"meetings/000{number}.md": "More.\n"}, "ana", parents=(lighter,))
    heavier = small.commit({f"{BALLOTS}/chiara-1.toml": hers}, "chiara", parents=(main,))
    heavier = small.commit({"meetings/0004.md": "Four.\n"}, "ben", parents=(heavier,))
    parents = (lighter, heavier) if first == "lighter" else (heavier, lighter)
    merge = small.commit({}, "ana", parents=parents, tree=small.git("rev-parse", f"{heavier}^{{tree}}"))
    again = cast(small, "chiara", 2, previous=sha256(hers.encode()))
    small.commit({f"{BALLOTS}/chiara-2.toml": again}, "chiara")
    faults = Board(small.path)("verify", "--json").data["faults"]
    assert {(fault["code"], fault["commit"]) for fault in faults} == {("chain.forked", merge)}
