"""Without a network a record waits; afterwards it goes out in order, or comes back in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store.base import Change, Snapshot, Waiting
from board.store.remote import Unreachable
from tests.store.tools import ANA, BEN, WHEN, git, healthy, known, opened, put, says, shared_remote, user_state

FIRST, SECOND = "decisions/x/ballots/ana-1.toml", "decisions/x/ballots/ana-2.toml"


class Network:
    """A remote that can be away."""

    def __init__(self, where: Path) -> None:
        self.remote, (self.ana, self.ben) = shared_remote(where, 2)
        self._away = where / "away.git"

    def down(self) -> None:
        self.remote.rename(self._away)

    def up(self) -> None:
        self._away.rename(self.remote)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """Two clones and their remote."""
    return Network(tmp_path)


def test_records_wait_in_order_and_go_out_with_their_bytes(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    before, tip = user_state(network.ana), store.tip()
    for path, data in ((FIRST, b"one\n"), (SECOND, b"two\n")):
        written = store.write(says({path: data}, "Cast\n\nWhy.", once=True), ANA, WHEN, None, member="ana", queue=True)
        assert written.queued and not written.pushed
    assert (store.tip(), user_state(network.ana)) == (tip, before)
    waiting = opened(network.ana).waiting("ana")
    assert [dict(record.files) for record in waiting] == [{FIRST: b"one\n"}, {SECOND: b"two\n"}]
    assert [record.added for record in waiting] == [(FIRST,), (SECOND,)]
    assert store.sync_state().waiting == 2
    network.up()
    put(opened(network.ben), "theirs.md", author=BEN)
    signed: list[bytes] = []

    def sign(unsigned: bytes) -> str:
        signed.append(unsigned)
        return "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"

    flushed = store.flush("ana", sign)
    assert [record.commit.subject for record in flushed.sent] == ["Cast", "Cast"]
    assert (len(signed), flushed.returned, flushed.notes) == (2, (), ())
    assert flushed.tip == store.tip() == git(network.remote, "rev-parse", "main")
    history = store.log(limit=3)
    assert [commit.paths for commit in history] == [(SECOND,), (FIRST,), ("theirs.md",)]
    assert [(commit.author, commit.at, commit.body) for commit in history[:2]] == [(ANA, WHEN, "Why.")] * 2
    assert store.snapshot().read(FIRST) == b"one\n"
    assert (store.waiting(), store.sync_state().waiting) == ((), 0)
    assert git(network.ana, "status", "--porcelain") == ""
    healthy(network.remote)
    healthy(network.ana)


def test_what_waits_is_seen_by_the_next_record(network: Network) -> None:
    """Given a ballot that waits, when another is made offline, then it is built on the first."""
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    seen: list[bytes | None] = []

    def make(snapshot: Snapshot) -> Change:
        seen.append(snapshot.read(FIRST))
        return says({SECOND: b"x"})(snapshot)

    store.write(make, ANA, WHEN, None, member="ana", queue=True)
    assert seen == [b"data\n"]


def test_a_new_record_may_not_overtake_what_waits(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()
    with pytest.raises(Refused) as refused:
        put(store, SECOND, member="ana")
    assert refused.value.findings[0].code == "outbox.waiting"
    put(store, "other.md", member="ben", author=BEN)  # somebody else on the same machine is free
    store.flush("ana", None)
    assert put(store, SECOND, member="ana").pushed


def test_without_leave_to_wait_it_is_a_refusal(network: Network) -> None:
    """Given no network, when a decision is recorded, then it is refused: it needs the remote."""
    store = opened(network.ana)
    network.down()
    with pytest.raises(Unreachable):
        put(store, "decisions/x/record.toml", member="ana")
    assert store.waiting() == ()


def test_flushing_without_a_network_keeps_everything(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    with pytest.raises(Unreachable):
        store.flush("ana", None)
    assert len(store.waiting("ana")) == 1


def test_a_file_that_others_wrote_meanwhile_comes_back(network: Network) -> None:
    """Given the same ballot from another machine, when what waits is sent, then it comes back and the rest goes out."""
    store = opened(network.ana)
    network.down()
    put(store, FIRST, b"offline\n", member="ana", queue=True)
    put(store, SECOND, b"second\n", member="ana", queue=True)
    network.up()
    put(opened(network.ben), FIRST, b"online\n")
    flushed = store.flush("ana", None)
    assert [(returned.record.files[FIRST], FIRST in returned.why) for returned in flushed.returned] == [
        (b"offline\n", True)
    ]
    assert [tuple(record.files) for record in flushed.sent] == [(SECOND,)]
    assert store.snapshot().read_many([FIRST, SECOND]) == {FIRST: b"online\n", SECOND: b"second\n"}
    assert store.waiting() == ()


def test_what_no_longer_holds_comes_back_with_the_reason(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()
    tip = put(opened(network.ben), "decisions/x/record.toml").commit
    asked: list[tuple[str, tuple[str, ...]]] = []

    def still_valid(snapshot: Snapshot, record: Waiting) -> str:
        asked.append((snapshot.commit, tuple(record.files)))
        return "The board decided in the meantime."

    flushed = store.flush("ana", None, still_valid)
    assert asked == [(tip, (FIRST,))]
    assert [returned.why for returned in flushed.returned] == ["The board decided in the meantime."]
    assert flushed.sent == () and flushed.tip == tip == git(network.remote, "rev-parse", "main")
    assert store.waiting() == ()


def test_what_had_arrived_already_is_not_sent_twice(network: Network) -> None:
    """Given a push whose answer got lost, when what waits is sent, then it is recognised and passed over."""
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()
    git(network.ana, "push", "-q", "origin", "refs/board/outbox/ana:refs/heads/main")
    flushed = store.flush("ana", None)
    assert (flushed.sent, flushed.returned) == ((), ())
    assert store.waiting() == ()
    assert git(network.remote, "rev-list", "--count", "main") == "2"


def test_a_refusing_server_keeps_what_waits(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()
    (known(network.remote) / "hooks").mkdir(exist_ok=True)
    (network.remote / "hooks/update").write_text("#!/bin/sh\necho Closed for the day. >&2\nexit 1\n")
    (network.remote / "hooks/update").chmod(0o755)
    with pytest.raises(Refused, match=r"Closed for the day\."):
        store.flush("ana", None)
    assert len(store.waiting("ana")) == 1


def test_when_signing_again_is_refused_everything_still_waits(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()

    def sign(unsigned: bytes) -> str:
        raise Refused()

    with pytest.raises(Refused):
        store.flush("ana", sign)
    assert len(store.waiting("ana")) == 1


def test_the_outbox_is_never_pushed_nor_part_of_the_tip(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    network.up()
    put(store, "other.md", member="ben")
    assert git(network.remote, "for-each-ref", "--format=%(refname)").splitlines() == ["refs/heads/main"]
    assert store.snapshot().read(FIRST) is None


def test_what_waits_survives_a_cleaning_of_the_repository(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    put(store, FIRST, member="ana", queue=True)
    git(network.ana, "pack-refs", "--all")
    git(network.ana, "gc", "-q", "--prune=now")
    assert [tuple(record.files) for record in opened(network.ana).waiting()] == [(FIRST,)]


def test_nothing_waiting_is_nothing_to_send(network: Network) -> None:
    store = opened(network.ana)
    network.down()
    assert store.flush("ana", None).sent == ()


def test_a_follow_up_takes_the_next_number_where_another_took_its_own(network: Network) -> None:
    """Given two who appeal without a network on one day, when both send, then both appeals lie there, each once."""
    mine, third = (f"decisions/x/follow-up/{number}-appeal.toml" for number in ("0001", "0003"))
    store = opened(network.ana)
    network.down()
    put(store, mine, b"hers\n", member="ana", queue=True)
    network.up()
    put(opened(network.ben), mine, b"his\n", author=BEN)
    put(opened(network.ben), "decisions/x/follow-up/0002-proof.toml", b"proof\n", author=BEN)
    flushed = store.flush("ana", None)
    assert (flushed.returned, [tuple(one.files) for one in flushed.sent]) == ((), [(third,)])
    found = store.snapshot()
    assert [found.read(path) for path in (mine, third)] == [b"his\n", b"hers\n"]
    healthy(network.remote)


def test_a_follow_up_that_arrived_under_another_number_is_not_sent_twice(network: Network) -> None:
    """Given a kill after it went out under the next number, when she sends again, then it lies there once."""
    mine, came = (f"decisions/x/follow-up/{number}-appeal.toml" for number in ("0001", "0002"))
    store = opened(network.ana)
    network.down()
    put(store, mine, b"hers\n", member="ana", queue=True)
    network.up()
    put(opened(network.ben), mine, b"his\n", author=BEN)
    put(opened(network.ben), came, b"hers\n", author=BEN)
    flushed = store.flush("ana", None)
    assert (flushed.returned, flushed.sent) == ((), ())
    assert list(store.snapshot().paths("decisions/x/follow-up/")) == [mine, came]
