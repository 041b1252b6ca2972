"""Checkpoints: what other members saw, held against the history at hand (rows 31, 32 and 33 of the attack table)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from board.actions import witnessing
from board.actions.checkpointing import kept, sign, witnessed
from board.actions.model import Done
from board.actions.verifying import verify
from board.actions.witnessing import Watch
from board.core.checkpoint import NAMESPACE, signed_bytes
from board.core.finding import Refused
from board.core.merkle import leaf, root
from board.formats.notes import dump_note, read_note
from board.store import notes as store_notes
from board.trust.commits import split_signature, with_signature
from board.trust.objects import Objects
from board.trust.sshsig import BadSignature
from board.trust.sshsig import verify as check
from board.trust.witness import Witnesses, cosigned, signing_key
from tests.boards import SmallBoard, git
from tests.conformance.cases import BALLOTS, MESSAGE, QUESTION, cast
from tests.trust.history import (
    History,
    charter,
    charter_change,
    copy_of,
    key_line,
    lived_board,
    signature,
    signed_board,
)
from tests.trust.witnessing import NOW, chain_at, codes, note, real_session, watched


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    """One proposal decided, one open."""
    return lived_board(tmp_path_factory.mktemp("lived"))


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture
def history(lived: SmallBoard, tmp_path: Path) -> History:
    """A copy to add to."""
    return copy_of(lived.path, tmp_path)


def elsewhere(history: History, folder: Path) -> History:
    """Another clone of the same board, which nobody verified yet."""
    folder.mkdir()
    return copy_of(history.path, folder)


def pins(folder: Path) -> list[Path]:
    """Where this user keeps verified tips."""
    return sorted((folder / "state").glob("**/verified.json"))


def test_the_root_is_that_of_the_commits_that_count(history: History) -> None:
    """Given a proposal, a faulty and a good commit, then only what changed the board's files and counts is a leaf."""
    before = chain_at(history.path)
    history.commit({"proposals/2026/0009-idea.md": "An idea.\n"}, "stranger", key="")
    assert chain_at(history.path).commits == before.commits
    made = history.commit({MESSAGE: QUESTION}, "chiara")
    after = chain_at(history.path)
    assert after.commits == (*before.commits, made)
    assert after.checkpoint().root == root([leaf(history.raw(commit)) for commit in after.commits])
    assert after.checkpoint(len(before.commits)) == before.checkpoint()


def test_the_bytes_of_a_long_history_are_never_all_held_for_a_checkpoint(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more commits than are read together, then each is a leaf all the same, and no more are held at once."""
    asked: list[int] = []
    commits = Objects.commits

    def counted(self: Objects, ids: Sequence[str]) -> dict[str, bytes]:
        asked.append(len(ids))
        return commits(self, ids)

    watch = Watch(NOW, always=True, keeps=True)
    verify(history.path, from_genesis=True, watch=watch)
    assert watch.walk is not None
    monkeypatch.setattr(witnessing, "_AT_ONCE", 3)
    monkeypatch.setattr(Objects, "commits", counted)
    assert watch.chain is not None and witnessing.chain_of(watch.walk, history.tip).leaves == watch.chain.leaves
    assert len(asked) > 2 and max(asked) == 3


def test_a_checkpoint_agrees_with_every_later_history(history: History, tmp_path: Path) -> None:
    file = tmp_path / "a.note"
    file.write_bytes(note(chain_at(history.path).checkpoint(), ["ana", "lena"]))
    history.commit({MESSAGE: QUESTION}, "chiara")
    report = watched(history.path, file)
    assert report.status == 0
    told = [fault.words for fault in report.notes if fault.code == "checkpoint.agrees"]
    assert "Signed by ana, lena" in told[0]


def test_row_31_an_old_key_writes_another_history(tmp_path: Path) -> None:
    """Given a key replaced since, when its finder writes history anew, then a checkpoint tells the copies apart."""
    board = signed_board(tmp_path / "real")
    board.wait(minutes=1)
    young = copy_of(board.path, (tmp_path / "forged"))
    charter_change(board, "2026/0001-new-key", {"board.toml": charter(chiara=key_line("chiara2"))})
    real = History(board.path)
    file = tmp_path / "real.note"
    file.write_bytes(note(chain_at(real.path).checkpoint(), ["chiara"], keys=["chiara2"]))
    young.commit({"meetings/2026-10-06.md": "We met.\n"}, "chiara")
    for number in range(12):
        young.commit({f"meetings/2026-10-{number + 10}.md": "We met.\n"}, "chiara")
    alone = verify(young.path)
    assert alone.status == 0
    assert "trusted.first" in {fault.code for fault in alone.trusted}
    shutil.rmtree(tmp_path / "state")
    report = watched(young.path, file)
    assert (report.status, codes(report)) == (1, {"checkpoint.split"})
    assert pins(tmp_path) == []
    assert watched(real.path, file).status == 0


def test_row_32_two_clones_with_two_tips_find_out_when_checkpoints_meet(history: History, tmp_path: Path) -> None:
    """Given a fork, when each side verifies alone, then both say yes; when they swap checkpoints, both say no."""
    other = elsewhere(history, tmp_path / "other")
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara")
    other.commit({f"{BALLOTS}/ana-1.toml": cast(other, "ana")}, "ana")
    notes = []
    for side, person in ((history, "ana"), (other, "lena")):
        file = tmp_path / f"{person}.note"
        file.write_bytes(note(chain_at(side.path).checkpoint(), [person]))
        notes.append(file)
        assert watched(side.path, file).status == 0
        shutil.rmtree(tmp_path / "state")  # each verifies on a computer of her own
    for side, file in ((history, notes[1]), (other, notes[0])):
        report = watched(side.path, file)
        assert (report.status, codes(report)) == (1, {"checkpoint.split"})
    assert pins(tmp_path) == []
    history.commit({MESSAGE: QUESTION}, "chiara")
    assert codes(watched(history.path, notes[1])) == {"checkpoint.split"}


def test_row_32_a_checkpoint_that_lies_in_the_repository_is_found(history: History, tmp_path: Path) -> None:
    """Given a member's checkpoint over another history, when it arrives as a ref, then plain verify says no."""
    other = elsewhere(history, tmp_path / "other")
    other.commit({f"{BALLOTS}/ana-1.toml": cast(other, "ana")}, "ana")
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara")
    point = chain_at(other.path).checkpoint()
    assert watched(history.path).status == 0
    for name, data in {"stranger": note(point, ["ana"], keys=["stranger"]), "junk": b"junk"}.items():
        blob = history.git("hash-object", "-w", "--stdin", data=data)
        history.git("update-ref", f"refs/board/checkpoints/{point.size}/{name}/1", blob)
    assert watched(history.path).status == 0, "nobody on the board said so"
    blob = history.git("hash-object", "-w", "--stdin", data=note(point, ["ana"]))
    history.git("update-ref", f"refs/board/checkpoints/{point.size}/ana/1", blob)
    assert codes(watched(history.path)) == {"checkpoint.split"}


def test_row_31_a_checkpoint_of_a_member_answers_what_strangers_left_here(history: History, tmp_path: Path) -> None:
    """Given strangers' checkpoints in a fresh clone, then it cannot tell, until a member's own is named."""
    file = tmp_path / "ana.note"
    file.write_bytes(note(chain_at(history.path).checkpoint(), ["ana"]))
    point = replace(chain_at(history.path).checkpoint(), root=b"r" * 32)
    blob = history.git("hash-object", "-w", "--stdin", data=note(point, ["ana"], keys=["stranger"]))
    history.git("update-ref", f"refs/board/checkpoints/{point.size}/ana/1", blob)
    alone = watched(history.path)
    assert (alone.status, codes(alone), pins(tmp_path)) == (3, {"checkpoint.foreign"}, [])
    named = watched(history.path, file)
    assert (named.status, "checkpoint.foreign" in {fault.code for fault in named.notes}) == (0, True)


def test_row_32_checkpoints_that_crowd_out_others_are_told(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more checkpoints than are looked at, then verify says that it saw not all of them."""
    monkeypatch.setattr(store_notes, "MOST", 3)
    assert watched(history.path).status == 0
    junk = history.git("hash-object", "-w", "--stdin", data=b"junk")
    for number in range(1, 5):
        history.git("update-ref", f"refs/board/checkpoints/1/a/{number}", junk)
    first = watched(history.path)
    assert (first.status, {fault.code for fault in first.notes}) == (0, {"checkpoint.crowded"}), "verified before"
    shutil.rmtree(tmp_path / "state")
    assert (watched(history.path).status, codes(watched(history.path))) == (3, {"checkpoint.crowded"})


def test_row_33_an_old_tip_is_served(history: History, tmp_path: Path) -> None:
    """Given a copy that is behind, then a newer checkpoint or the age asked for answers “cannot tell”."""
    frozen = elsewhere(history, tmp_path / "frozen")
    history.commit({MESSAGE: QUESTION}, "chiara")
    ahead, same = tmp_path / "ahead.note", tmp_path / "same.note"
    ahead.write_bytes(note(chain_at(history.path).checkpoint(), ["ana"]))
    same.write_bytes(note(chain_at(frozen.path).checkpoint(), ["ana"]))
    behind = watched(frozen.path, ahead)
    assert (behind.status, codes(behind)) == (3, {"checkpoint.ahead"})
    late = NOW + timedelta(days=60)
    old = watched(frozen.path, max_age=14, now=late)
    assert (old.status, codes(old)) == (3, {"history.stale"})
    assert pins(tmp_path) == []
    assert codes(watched(frozen.path, same, max_age=14, now=late)) == {"history.stale"}
    assert watched(frozen.path, same, max_age=14, now=NOW + timedelta(days=13)).status == 0


def test_row_33_a_time_to_come_is_no_sign_of_life(history: History, tmp_path: Path) -> None:
    file = tmp_path / "future.note"
    late = NOW + timedelta(days=60)
    file.write_bytes(note(chain_at(history.path).checkpoint(), ["ana"], at=2**60))
    assert codes(watched(history.path, file, max_age=14, now=late)) == {"history.stale"}


def test_a_checkpoint_of_another_board_tells_nothing(history: History, tmp_path: Path) -> None:
    file = tmp_path / "a.note"
    file.write_bytes(note(replace(chain_at(history.path).checkpoint(), repository="ffff"), ["ana"]))
    report = watched(history.path, file)
    assert (report.status, codes(report)) == (3, {"checkpoint.other"})


def test_who_signed_is_told_with_the_key_of_then(history: History, tmp_path: Path) -> None:
    """Given signatures by a stranger, a former key and a present one, then each is called what it is."""
    from board.formats.charter import read_charter

    point = chain_at(history.path).checkpoint()
    charters = [read_charter(text.encode(), "").value for text in (charter(ana=key_line("ana0")), charter())]
    keys = Witnesses(charters)

    def told(person: str, key: str) -> list[tuple[str, bool]]:
        read = read_note(note(point, [person], keys=[key]), "").value
        assert read is not None
        return [(one.member, one.current) for one in keys.of(read)]

    assert told("ana", "ana") == [("ana", True)]
    assert told("ana", "ana0") == [("ana", False)]
    assert told("ana", "mallory") == told("ben", "ana") == told("mallory", "mallory") == []


def test_a_signature_on_a_commit_is_none_on_a_checkpoint_and_the_other_way(history: History) -> None:
    """Given both sorts of signature over the same bytes, then neither passes for the other."""
    point = chain_at(history.path).checkpoint()
    words = signed_bytes(point, 7)
    with pytest.raises(BadSignature, match="another purpose"):
        cosigned(point, "ana", 7, signature("ana", words))
    _, armored = split_signature(history.raw(history.tip))
    with pytest.raises(BadSignature):
        cosigned(point, "ana", 7, armored)
    with pytest.raises(BadSignature, match="another purpose"):
        check(words, signature("ana", words, NAMESPACE.encode()))
    history.commit(
        {MESSAGE: QUESTION},
        "chiara",
        key="",
        change=lambda body: with_signature(body, signature("chiara", body, NAMESPACE.encode())),
    )
    assert codes(verify(history.path)) == {"signature.form"}


def test_a_signature_names_its_member_its_time_and_its_checkpoint(history: History) -> None:
    read = read_note(note(chain_at(history.path).checkpoint(), ["ana"]), "").value
    assert read is not None
    point, one = read.checkpoint, read.signatures[0]
    assert signing_key(point, one).type == "ssh-ed25519"
    for other in (replace(one, member="ben"), replace(one, at=one.at + 1), replace(one, key_id=b"0000")):
        with pytest.raises(BadSignature):
            signing_key(point, other)
    with pytest.raises(BadSignature):
        signing_key(replace(point, size=point.size - 1), one)


def test_members_sign_countersign_and_leave_their_word_beside_the_history(lived: SmallBoard, tmp_path: Path) -> None:
    """Given a remote, when two members sign with ssh-keygen, then the file holds both and the remote has the notes."""
    path = copy_of(lived.path, tmp_path).path
    remote = tmp_path / "remote.git"
    git(tmp_path, "clone", "-q", "--bare", str(path), str(remote))
    git(path, "remote", "add", "origin", str(remote))
    git(path, "fetch", "-q", "origin")
    file = tmp_path / "both.note"
    assert sign(real_session(path, tmp_path, "ana"), out=file).members == ("ana",)
    assert sign(real_session(path, tmp_path, "lena"), countersign=file).members == ("ana", "lena")
    assert read_note(file.read_bytes(), "").value is not None
    names = git(remote, "for-each-ref", "--format=%(refname)", "refs/board/checkpoints").splitlines()
    assert [name.split("/")[4] for name in names] == ["ana", "lena"]
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(remote), str(clone))
    assert real_session(clone, tmp_path, "ben").store.notes().exchange() == ""
    assert len(git(clone, "for-each-ref", "refs/board/checkpoints").splitlines()) == 2
    assert watched(clone).status == 0
    (found,) = kept(real_session(clone, tmp_path, "ben"))
    assert [one.member for one in found.witnesses] == ["ana", "lena"]
    assert found.others == ()


def test_nothing_is_signed_while_it_is_open_which_history_counts(history: History, tmp_path: Path) -> None:
    main = history.tip
    root = history.commit({"board.toml": charter(ana=key_line("evil-ana"))}, "ana", key="evil-ana", parents=())
    history.commit({}, "ana", parents=(root, main), tree=history.git("rev-parse", f"{root}^{{tree}}"))
    with pytest.raises(Refused) as refused:
        sign(real_session(history.path, tmp_path, "ana"))
    assert "genesis.second" in {finding.code for finding in refused.value.findings}
    assert history.git("for-each-ref", "refs/board") == ""


def test_a_commit_without_effect_stops_no_checkpoint_and_is_told(history: History, tmp_path: Path) -> None:
    """Given somebody's ballot in another's name, then the checkpoint is over what counts, and says that more lies."""
    before = chain_at(history.path).checkpoint()
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "mo")
    signed = sign(real_session(history.path, tmp_path, "ana"))
    assert (signed.checkpoint, "1 commit broke a rule" in " ".join(signed.notes)) == (before, True)


def test_nobody_countersigns_what_she_does_not_see(history: History, tmp_path: Path) -> None:
    other = elsewhere(history, tmp_path / "other")
    other.commit({f"{BALLOTS}/ana-1.toml": cast(other, "ana")}, "ana")
    history.commit({MESSAGE: QUESTION}, "chiara")
    file = tmp_path / "theirs.note"
    before = note(chain_at(other.path).checkpoint(), ["ana"])
    file.write_bytes(before)
    with pytest.raises(Refused) as refused:
        sign(real_session(history.path, tmp_path, "lena"), countersign=file)
    assert refused.value.findings[0].code == "checkpoint.split"
    assert file.read_bytes() == before


def test_a_decision_carries_on_when_no_checkpoint_can_be_signed(history: History, tmp_path: Path) -> None:
    session = real_session(history.path, tmp_path, "ana")
    decided = Done("Decided.", files=("decisions/2026/0001-x/record.toml",))
    first = Done("You agree.", files=("decisions/2026/0001-x/acts/1-ana.toml",))
    assert witnessed(session, first) == first, "the first of two decides nothing"
    signed = witnessed(session, decided)
    assert "Signed a checkpoint over" in signed.notes[0]
    (tmp_path / "ana").unlink()
    late = witnessed(session, decided)
    assert late.notes[0].startswith("No checkpoint was signed: The signing key is not there.")


def test_openpgp_signs_no_checkpoint_and_that_is_said(history: History, tmp_path: Path) -> None:
    session = real_session(history.path, tmp_path, "ana")
    session.identity = replace(session.identity, signing_format="openpgp")
    late = witnessed(session, Done("Decided.", files=("decisions/2026/0001-x/record.toml",)))
    assert late.notes == ("No checkpoint was signed: Only SSH keys sign checkpoints, and your git signs with OpenPGP.",)


def test_a_note_is_never_written_over_another_file(history: History, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("Something else.")
    with pytest.raises(Refused, match="nothing is written over it"):
        sign(real_session(history.path, tmp_path, "ana"), out=file)
    assert file.read_text() == "Something else."


def test_every_byte_of_a_signed_note_counts(history: History) -> None:
    """Given a checkpoint two members signed, when any byte flips, then it no longer says the same by both."""
    from board.formats.charter import read_charter

    keys = Witnesses([read_charter(charter().encode(), "").value])
    data = note(chain_at(history.path).checkpoint(), ["ana", "ben"])
    whole = read_note(data, "").value
    assert whole is not None and len(keys.of(whole)) == 2
    for at in range(len(data)):
        read = read_note(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], "").value
        assert read is None or len(keys.of(read)) < 2
    assert dump_note(whole) == data
