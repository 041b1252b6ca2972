"""Eight members act at once, over disk and ssh; programs are killed, lines cut: nothing is lost, nobody is stuck."""

from __future__ import annotations

import random
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.command import git
from tests.journeys.crowd import (
    EIGHT,
    MAIN_IS_CLOSED,
    ONLY_FORWARD,
    READY,
    TALKED,
    Person,
    all_at_home,
    founded,
    hook,
    look,
    people,
)
from tests.journeys.private_ssh import ssh_server
from tests.soak import SOAK, count

Tell = Callable[[str, object], None]
Running = dict[str, subprocess.Popen[bytes]]
DECIDING = ("ana", "kim")
HARMLESS = {
    "proposal.decided", "decision.changed", "tally.not-yet", "decision.old-preview",
    "remote.unreachable", "outbox.waiting",
}  # fmt: skip
"""Why an act may be refused here: somebody else decided first, the remote gave no answer to who needs it, or what was
recorded without it still waits to be sent."""


def together(persons: list[Person], seed: int, acts: int, disturb: Callable[[Running], None]) -> None:
    """Everybody works at the same time; chair and secretary begin with the same two decisions."""
    running = {one.name: one.work(seed, acts, *(READY if one.name in DECIDING else ())) for one in persons}
    disturb(running)
    for person in persons:
        person.heard(running[person.name])


def one_decision_each(remote: Path, branch: str) -> int:
    """However many wanted to decide, each proposal was decided once; how many are."""
    decided = 0
    for proposal in READY:
        made = git(remote, "log", "--format=%H", branch, "--", f"decisions/{proposal}/record.toml").splitlines()
        assert len(made) <= 1, proposal
        decided += len(made)
    return decided


@pytest.fixture(scope="module")
def _remotes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {branch: founded(tmp_path_factory.mktemp(branch), branch) for branch in ("main", "governance")}


@pytest.fixture
def remote_of(_remotes: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """A protected remote: its branches only go forward, and `main` beside the board's own branch takes no pushes."""

    def made(branch: str) -> Path:
        remote = Path(shutil.copytree(_remotes[branch], tmp_path / "remote.git"))
        hook(remote, ONLY_FORWARD if branch == "main" else MAIN_IS_CLOSED)
        return remote

    return made


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("branch", ["main", "governance"] if SOAK else ["governance"])
def test_row_63_eight_members_on_eight_clones_act_at_once_and_some_are_killed(
    branch: str, remote_of: Callable[[str], Path], tmp_path: Path, record_property: Tell
) -> None:
    """Given a board on main, or on a branch of its own beside a closed main, when eight act at once and are killed,

    then all that was called recorded is at the remote in one line, no number is taken twice, and each decision is one.
    """
    remote = remote_of(branch)
    persons = people(tmp_path, str(remote), branch)
    main = git(remote, "rev-parse", "main")
    chance = random.Random(branch)
    rounds = count(1, 12)

    def kill_some(running: Running) -> None:
        for name in chance.sample(EIGHT, count(2, 5)):
            threading.Event().wait(chance.uniform(0.2, 1.5))
            next(one for one in persons if one.name == name).kill(running[name])

    for seed in range(rounds):
        together(persons, seed, count(2, 4), kill_some)
        for person in persons:
            person.tidy()
    together([one for one in persons if one.killed or one.name in DECIDING], rounds, count(1, 3), lambda running: None)
    all_at_home(persons)
    look(remote, persons, branch, tmp_path / "fresh")
    assert one_decision_each(remote, branch)
    assert {code for one in persons for code in one.refused} <= HARMLESS
    assert branch == "main" or git(remote, "rev-parse", "main") == main
    killed, kept = sum(one.killed for one in persons), sum(len(one.recorded) for one in persons)
    longest = max(each for one in persons for each in one.waited)
    told = f"{killed} kills, {kept} acknowledged files, none lost, the longest act {longest} s"
    record_property("soak", f"eight clones, {branch}: {told}")


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("branch", ["main", "governance"] if SOAK else ["main"])
def test_row_64_members_over_ssh_whose_line_is_cut_lose_nothing(
    branch: str, remote_of: Callable[[str], Path], tmp_path: Path, record_property: Tell
) -> None:
    """Given a remote over ssh, when the line is cut again and again in the middle, then what could not be sent waits,

    and once everybody has synced all of it is there.
    """
    remote = remote_of(branch)
    chance = random.Random(7)
    with ssh_server(tmp_path / "ssh") as server:
        names = EIGHT[: count(4, 8)]
        persons = people(tmp_path, server.address(remote), branch, *server.settings, names=names)

        def cut(running: Running) -> None:
            most = server.line.cuts + count(6, 40)
            while server.line.cuts < most and any(each.poll() is None for each in running.values()):
                threading.Event().wait(chance.uniform(0.05, 0.6))
                server.line.cut()

        for seed in range(count(1, 10)):
            together(persons, seed, count(2, 4), cut)
        all_at_home(persons)
        look(remote, persons, branch, tmp_path / "fresh")
        cuts = server.line.cuts
    one_decision_each(remote, branch)
    assert cuts
    assert {code for one in persons for code in one.refused} <= HARMLESS
    kept = sum(len(one.recorded) for one in persons)
    longest = max(each for one in persons for each in one.waited)
    told = f"{cuts} cuts, {kept} acknowledged files, none lost, the longest act {longest} s"
    record_property("soak", f"{len(persons)} clones over ssh, {branch}: {told}")


def test_a_member_whom_the_remote_refuses_is_told_and_nothing_of_hers_is_there(
    remote_of: Callable[[str], Path], tmp_path: Path
) -> None:
    """Given a protected main that takes no pushes from one member, when she votes, then she reads why; others go on."""
    remote = remote_of("main")
    ben, lena = people(tmp_path, str(remote), "main", names=("ben", "lena"))
    hook(
        remote, f'[ "$(git log -1 --format=%ae $3)" != lena@example.org ] || {{ echo no, lena; exit 1; }}{ONLY_FORWARD}'
    )
    ran = lena.board("vote", TALKED[0], "approve", "--reason", "Yes.")
    assert ran.status == 1
    assert "no, lena" in ran.said
    assert ben.board("vote", TALKED[0], "approve", "--reason", "Yes.").status == 0
    names = git(remote, "ls-tree", "-r", "--name-only", "main", f"decisions/{TALKED[0]}/ballots/").splitlines()
    assert [name.rpartition("/")[2] for name in names] == ["ben-1.toml"]
