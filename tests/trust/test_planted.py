"""What somebody plants in a repository beside its history, and objects that do not hold what their names say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.core.finding import ExitStatus, Refused
from board.trust.report import Report
from tests.boards import PROPOSAL, SmallBoard, git
from tests.soak import SOAK, count
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    copy_of,
    decide_it,
    lived_board,
    open_it,
    signed_board,
    submit,
)

BALLOT = f"decisions/{OPEN}/ballots/ben-1.toml"
SCAN, MINUTES = f"proposals/{OPEN}/scan.txt", "meetings/0001.md"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    board = lived_board(tmp_path_factory.mktemp("planted"))
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({SCAN: "a line of a long scan\n" * 4_000}, "mo", key="")
    history.commit({MINUTES: "a line of long minutes\n" * 4_000}, "ana")
    unpacked(board.path)
    return board


@pytest.fixture
def history(lived: SmallBoard, tmp_path: Path) -> History:
    return copy_of(lived.path, tmp_path)


def codes(report: Report) -> set[str]:
    return {fault.code for fault in report.faults}


def unpacked(place: Path) -> None:
    """Turn every pack into loose objects."""
    for pack in list((place / ".git/objects/pack").glob("*.pack")):
        kept = pack.rename(place / pack.name)
        subprocess.run(["git", "-C", str(place), "unpack-objects", "-q"], input=kept.read_bytes(), check=True)
        kept.unlink()
        pack.with_suffix(".idx").unlink()


def loose(history: History, path: str) -> Path:
    """Where the object of a file lies."""
    blob = history.git("rev-parse", f"main:{path}")
    return history.path / ".git/objects" / blob[:2] / blob[2:]


def forged(file: Path) -> bytes:
    """Other bytes of the same length for an object, well packed."""
    return zlib.compress(zlib.decompress(file.read_bytes()).replace(b"a", b"e"))


# Names for other commits


def test_row_34_replacements_and_grafts_change_nothing(history: History) -> None:
    good = history.tip
    bad = history.commit({BALLOT: None}, "mo")
    git(history.path, "replace", bad, good)
    (history.path / ".git/info").mkdir(exist_ok=True)
    (history.path / ".git/info/grafts").write_text(f"{bad} {git(history.path, 'rev-parse', f'{good}~3')}\n")
    assert codes(verify(history.path)) == {"file.changed", "path.not-yours"}


def lie(history: History, commit: str, parent: str) -> None:
    """Let a commit-graph say that a commit has this parent; git believes it without a look at the commit."""
    history.git("commit-graph", "write", "--reachable")
    file = history.path / ".git/objects/info/commit-graph"
    data = bytearray(file.read_bytes())
    table = [data[8 + 12 * number :][:12] for number in range(data[6])]
    names, links = (
        next(int.from_bytes(line[4:], "big") for line in table if line[:4] == sort) for sort in (b"OIDL", b"CDAT")
    )
    ids = [data[at : at + 20].hex() for at in range(names, links, 20)]
    at = links + 36 * ids.index(commit) + 20  # after the tree of the commit's entry lies its first parent
    data[at : at + 4] = ids.index(parent).to_bytes(4, "big")
    file.chmod(0o644)
    file.write_bytes(data[:-20] + hashlib.sha1(data[:-20]).digest())


@pytest.mark.parametrize("before", [False, True], ids=["from the founding", "from the pin"])
def test_row_34_a_lying_commit_graph_hides_no_commit(history: History, before: bool) -> None:
    """Given a ballot taken away and a graph that leaps over it, then git's log shows nothing, and verify names it."""
    good = history.tip
    assert not before or verify(history.path).status == 0
    bad = history.commit({BALLOT: None}, "mo")
    tip = history.commit({"proposals/2026/0099-x.md": "Prose.\n"}, "mo", key="")
    lie(history, tip, good)
    assert bad not in git(history.path, "log", "--format=%H", "main"), "git itself believes it"
    report = verify(history.path)
    assert {fault.commit for fault in report.faults} == {bad}
    assert codes(report) == {"file.changed", "path.not-yours"}


def test_row_34_a_planted_shallow_file_cannot_hide_history(history: History) -> None:
    (history.path / ".git/shallow").write_text(history.tip + "\n")
    with pytest.raises(Refused) as refused:
        verify(history.path)
    assert refused.value.status == ExitStatus.CANNOT_TELL


# Other bytes under the same name


@pytest.mark.parametrize("path", [BALLOT, f"proposals/{DECIDED}.md", "board.toml", SCAN, MINUTES])
def test_row_1_a_file_exchanged_behind_gits_back_is_noticed(history: History, path: str) -> None:
    """Given a loose object, small or large, whose bytes were exchanged for others, then its name gives it away."""
    file = loose(history, path)
    data = forged(file)
    file.chmod(0o644)
    file.write_bytes(data)
    assert codes(verify(history.path)) == {"object.altered"}


def test_row_34_objects_borrowed_from_elsewhere_are_checked_like_our_own(history: History, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--shared", "--no-hardlinks", str(history.path), str(tmp_path / "clone"))
    assert verify(tmp_path / "clone").status == 0


@pytest.mark.parametrize("path", [f"decisions/{DECIDED}/record.toml", SCAN])
def test_row_34_an_object_forged_elsewhere_is_noticed(history: History, tmp_path: Path, path: str) -> None:
    """Given an object that is gone here, and other bytes under its name in a folder that git borrows from."""
    file = loose(history, path)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / file.parent.name).mkdir(parents=True)
    (elsewhere / file.parent.name / file.name).write_bytes(forged(file))
    file.unlink()
    (history.path / ".git/objects/info").mkdir(exist_ok=True)
    (history.path / ".git/objects/info/alternates").write_text(f"{os.fspath(elsewhere)}\n")
    assert history.git("cat-file", "-t", file.parent.name + file.name) == "blob", "git finds it there"
    assert codes(verify(history.path)) == {"object.altered"}


# Every byte on the disk


def spoilt(data: bytes, picks: Callable[[int], Iterable[int]]) -> Iterator[tuple[bytes, bool]]:
    """The file of an object with one byte flipped, and its content with one, packed well again; whether it differs."""
    whole = zlib.decompress(data)
    for at in picks(len(data)):
        bad = data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]
        try:
            yield bad, zlib.decompress(bad) != whole
        except zlib.error:
            yield bad, True
    start = whole.index(b"\0") + 1
    for at in picks(len(whole) - start):
        here = start + at
        yield zlib.compress(whole[:here] + bytes([whole[here] ^ 1 << at % 8]) + whole[here + 1 :], 1), True


def seventh(size: int) -> Iterable[int]:
    """Every seventh place; test_walk.py flips every byte of every object as it is read."""
    return range(0, size, 7)


@pytest.mark.soak
def test_row_1_a_byte_flipped_on_the_disk_never_gets_a_yes(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Given each object of a small history in a file of its own, when a byte of it flips, then verify never says yes.

    One byte of every third object in `make test`, every seventh of each in `make soak`. A bit that no reader looks at
    changes nothing.
    """
    board = signed_board(tmp_path)
    submit(board, DECIDED, PROPOSAL)
    open_it(board, DECIDED)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    decide_it(board, DECIDED)
    unpacked(board.path)
    files = sorted((board.path / ".git/objects").glob("??/*"))[:: count(3, 1)]
    answers = Counter[str]()
    for file in files:
        kept = file.read_bytes()
        file.chmod(0o644)
        for bad, differs in spoilt(kept, seventh if SOAK else lambda size: (size // 2,)):
            file.write_bytes(bad)
            try:
                report = verify(board.path, from_genesis=True)
                status, told = report.status, codes(report)
            except Refused as refused:
                status, told = refused.status, {refused.findings[0].code}
            answers.update(told)
            assert (status == 0) != differs, (file.parent.name + file.name, bad)
        file.write_bytes(kept)
    assert answers["object.altered"] > len(files) // 2, "what is packed well is known by its name"
    assert verify(board.path, from_genesis=True).status == 0
    record_property("soak", f"{answers.total()} flips in {len(files)} files, none taken for the truth: {dict(answers)}")
