"""The walk believes no byte unread: every byte of every object is hashed, and odd commits are named, never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from board.actions.verifying import verify_store
from board.cli.commands.verify import _say
from board.core.finding import Refused
from board.formats.rawgit import TWICE
from board.store.repository import open_repository
from board.trust import objects, rules, state, step
from board.trust.objects import FILE, UNSOUND, Objects
from board.trust.rawcommit import BadCommit, links, strict
from board.trust.report import REASONS, Fault, Report
from board.trust.state import Link
from board.trust.step import Uncounted, folded
from board.trust.walk import Walk
from tests.conftest import ROOT
from tests.soak import count
from tests.trust.history import History, key_line, lived_board, signature
from tests.trust.live import live_board


class Recorded:
    """The objects of a repository, remembering which were read; one of them may be swapped."""

    def __init__(self, place: Path) -> None:
        self.audit = open_repository(place, "main").audit()
        self.tip = History(place).tip
        self.known = dict(self.audit.objects(self.everything(place), None))
        self.read: set[str] = set()

    def everything(self, place: Path) -> list[str]:
        listed = History(place).git("rev-list", "--objects", self.tip).splitlines()
        return [line.split(" ")[0] for line in listed]

    def get(self, ids: Sequence[str], limit: int | None) -> dict[str, tuple[str, bytes]]:
        self.read |= set(ids)
        return {i: self.known[i] for i in ids}

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        self.read |= set(ids)
        return ()

    def walk(self) -> Walk:
        walk = Walk(Objects(self.get, self.altered), Uncounted())
        walk.through(self.audit.lineage(self.tip))
        return walk


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    board = lived_board(tmp_path_factory.mktemp("walk"))
    return Recorded(board.path)


def test_row_1_every_object_of_the_history_is_read(recorded: Recorded) -> None:
    recorded.read.clear()
    assert recorded.walk().faults == []
    assert recorded.read == set(recorded.known)


def test_what_counted_long_ago_is_told_as_if_all_of_it_had_been_kept(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a walk that keeps the newest states only, when an older one is asked for, then it is the same as ever."""

    def told(walk: Walk) -> list[tuple[object, ...]]:
        found = ((commit, walk.states[commit]) for commit in walk.states)
        return [(commit, one.commit, one.tree, one.link.commit, one.link.depth, one.files("")) for commit, one in found]

    whole = recorded.walk()
    monkeypatch.setattr(state, "_NEAR", 2)
    thin = recorded.walk()
    assert told(thin) == told(whole)
    assert sum(isinstance(one, Link) for one in thin.states._kept.values()) > sum(1 for _ in thin.states) // 2


def test_what_was_read_is_let_go_once_nobody_needs_it(recorded: Recorded) -> None:
    """Given a walk that is over and at rest, then nothing of what it read is kept, and all is read again when asked."""
    walk = recorded.walk()
    tip = walk.states[recorded.tip]
    before = {path: tip.read(path) for path in tip.files("")}
    walk.objects.rest()
    assert not walk.objects._trees and not walk.objects._blobs
    assert {path: tip.read(path) for path in tip.files("")} == before


def flipped(data: bytes) -> Iterator[bytes]:
    """The data with each single byte changed in turn; many ways of each in `make soak`."""
    for at in range(len(data)):
        for bit in range(count(1, 8)):
            yield data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.soak
def test_row_1_every_flipped_byte_of_every_object_is_noticed(
    recorded: Recorded, record_property: Callable[[str, object], None]
) -> None:
    """Given any byte of any object changed, when it is read, then its name gives it away."""
    ways = {
        "commit": Objects.commits,
        "tree": lambda o, ids: o.load_trees(ids),
        "blob": lambda o, ids: o.load_blobs(ids),
    }
    noticed = 0
    for object_id, (kind, body) in recorded.known.items():
        for bad in flipped(body):
            objects = Objects(lambda ids, limit, kind=kind, bad=bad: dict.fromkeys(ids, (kind, bad)), lambda ids: ())
            try:
                ways[kind](objects, [object_id])
            except Refused as refused:
                noticed += refused.findings[0].code == "object.altered"
    assert noticed == sum(len(body) for _, body in recorded.known.values()) * count(1, 8)
    record_property("soak", f"{noticed} flips in {len(recorded.known)} objects, each noticed")


def test_an_object_of_another_kind_is_noticed(recorded: Recorded) -> None:
    object_id, (_, body) = next(item for item in recorded.known.items() if item[1][0] == "blob")
    with pytest.raises(Refused, match="does not hold"):
        Objects(lambda ids, limit: {object_id: ("tree", body)}, lambda ids: ()).load_blobs([object_id])


def named(kind: str, body: bytes) -> str:
    import hashlib

    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)) + body).hexdigest()


ENTRY = b"100644 a\0" + b"x" * 20


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (ENTRY + ENTRY, {b"a": TWICE}),
        (b"100644 b\0" + b"x" * 20 + ENTRY, {b"a": FILE, b"b": FILE}),
        (ENTRY + b"junk", {b"a": FILE}),
        (ENTRY + b"100644 a/b\0" + b"x" * 20, {b"a": FILE}),
        (b"0" + ENTRY, {b"a": FILE}),
        (b"777 a\0" + b"x" * 20, {}),
        (ENTRY + b"777 a\0" + b"x" * 20, {b"a": TWICE}),
    ],
    ids=["a name twice", "out of order", "bytes left over", "a slash in a name", "a zero in front", "no mode", "both"],
)
def test_row_48_of_a_tree_that_git_would_not_write_only_what_has_one_meaning_is_read(
    body: bytes, held: dict[bytes, bytes]
) -> None:
    """Given such a tree beside a plain one, then it is known as such, and no name that it lists twice is a file."""
    tree, plain = named("tree", body), named("tree", ENTRY)
    known = {tree: ("tree", body), plain: ("tree", ENTRY)}
    objects = Objects(lambda ids, limit: {one: known[one] for one in ids}, lambda ids: ())
    assert {name: mode for name, (mode, _) in objects.tree(tree).items()} == held
    assert bool(objects.file(tree, "a")) == (held.get(b"a") == FILE)
    assert (objects.holds(tree, "/", ""), objects.holds(plain, "/", "")) == (False, True)
    for pair, form in (((plain, tree), UNSOUND), ((tree, plain), b"")):
        changes = objects.differences([pair], lambda path, folder: True)[0]
        assert next(change.mode for change in changes if change.path == b"/") == form


@given(st.binary(max_size=400))
@example(b"")
@example(b"tree " + b"0" * 40 + b"\n\n")
@example(b"tree " + b"0" * 40 + b"\nauthor A <a@b> 99999999999999999999 +0000\ncommitter A <a@b> 1 +0000\n\n")
def test_row_58_any_bytes_are_read_or_refused_in_words(body: bytes) -> None:
    for reader in (links, strict):
        try:
            reader(body)  # type: ignore[operator]  # two readers of different results
        except BadCommit as problem:
            assert str(problem).endswith(".")


@given(st.lists(st.sampled_from([b"tree " + b"0" * 40, b"parent " + b"1" * 40, b"author A <a@b> 1 +0000",
                                 b"committer A <a@b> 1 +0000", b"encoding x", b"mergetag object", b"gpgsig x", b" y",
                                 b"gpgsig-sha256 x"]), max_size=8))  # fmt: skip
def test_row_58_only_one_order_of_headers_is_accepted(headers: list[bytes]) -> None:
    body = b"\n".join(headers) + b"\n\nmessage\n"
    try:
        strict(body)
    except BadCommit:
        return
    kinds = [line.split(b" ")[0] for line in headers if not line.startswith(b" ")]
    assert [kind for kind in kinds if kind != b"parent"] in (
        [b"tree", b"author", b"committer"],
        [b"tree", b"author", b"committer", b"gpgsig"],
    )


def test_every_reason_code_is_explained_and_no_other() -> None:
    import re

    page = (ROOT / "docs" / "verify.md").read_text()
    told = set(re.findall(r"^\| `([a-z-]+\.[a-z0-9-]+)` \|", page, re.MULTILINE))
    assert told == set(REASONS)
    used = set()
    for folder in ("trust", "actions"):
        for file in (ROOT / "board" / folder).glob("*.py"):
            used |= set(re.findall(r'(?:Fault|Unfit|_fault)\(\s*"([a-z-]+\.[a-z-]+)"', file.read_text()))
    assert used <= set(REASONS)


def test_a_fault_beats_a_doubt() -> None:
    doubt = Fault("unproven.unsigned", "Nobody signed.")
    assert Report("tip", unproven=(doubt,)).status == 3
    assert Report("tip", unproven=(doubt,), faults=(Fault("commit.unsigned", "No signature."),)).status == 1
    assert Report("tip", unproven=(doubt,), unsigned_allowed=True).status == 0
    assert Report("tip", unproven=(Fault("unproven.message", "Outside."),)).status == 0


def test_many_messages_from_outside_are_told_by_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    """Given more such messages than a few, then a reader meets the first of them and how many more there are."""
    messages = tuple(Fault("unproven.message", f"Message {number}.") for number in range(2001))
    _say(Report("tip", unproven=messages))
    told = capsys.readouterr().out
    assert (told.count("unproven.message"), "1,996 more of 2,001" in told) == (5, True)


def test_the_simulator_signs_as_ssh_keygen_checks(tmp_path: Path) -> None:
    """Given a signature made in memory, when ssh-keygen checks it, then it is good: the cases test what git makes."""
    import subprocess

    allowed, file = tmp_path / "allowed", tmp_path / "sig"
    allowed.write_text(f"ana {key_line('ana')}\n")
    file.write_text(signature("ana", b"message"))
    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "ana", "-n", "git", "-s", str(file)]
    assert subprocess.run(command, input=b"message", capture_output=True, check=False).returncode == 0


def test_row_57_thousands_of_names_in_one_commit_are_each_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a flood of messages beside a name with a capital, each name is folded a few times only,

    and though not all of them stay in memory, they are not read one by one.
    """
    calls = asked = 0
    bodies = Objects._bodies

    def read(self: Objects, ids: Sequence[str], kind: str, limit: int | None) -> dict[str, bytes | None]:
        nonlocal asked
        asked += 1
        return bodies(self, ids, kind, limit)

    monkeypatch.setattr(objects, "_KEPT", 20_000)
    monkeypatch.setattr(objects, "LITTLE", objects.FEW)
    monkeypatch.setattr(Objects, "_bodies", read)

    def counted(name: str) -> str:
        nonlocal calls
        calls += 1
        return folded(name)

    for module in (rules, step):
        monkeypatch.setattr(module, "folded", counted)
    board, flood = live_board(), 1_500
    board.store.forge({"decisions/2026/0001-x/messages/Odd.md": "x\n"}, "eve", 1_800_000_000, key="")
    question = '+++\nkind = "question"\nto = "proposer"\n+++\nWhy?\n'
    names = (f"20261007T{n // 3600:02d}{n // 60 % 60:02d}{n % 60:02d}Z-guest-eve.md" for n in range(flood))
    files: dict[str, bytes | str | None] = {
        f"decisions/2026/0001-x/messages/{name}": f"{question}{number}\n" for number, name in enumerate(names)
    }
    board.store.forge(files, "eve", 1_800_000_060, key="")
    report = verify_store(board.store)
    assert ({fault.code for fault in report.faults}, len(report.unproven)) == ({"commit.unsigned"}, 0)
    assert calls < 20 * flood
    assert asked < flood / 5
