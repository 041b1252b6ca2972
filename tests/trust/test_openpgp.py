"""OpenPGP signatures count when the charter holds the key, and only then; without gpg nothing is claimed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from board.actions.browse import tally_of
from board.actions.deciding import decide, preview
from board.actions.model import FreeParts
from board.core.finding import Refused
from board.core.layout import Layout
from board.formats.charter import read_charter
from board.formats.keys import BadBlock, read_block
from board.formats.paths import classify
from board.trust.gpg import Unable, _home, who_signed
from board.trust.objects import Objects
from board.trust.sshsig import BadSignature
from board.trust.state import Ground, Link, State
from board.trust.step import Step, Touch
from board.trust.unproven import after
from tests.boards import PROPOSAL, SmallBoard
from tests.cli.running import Board
from tests.trust.history import OPEN, History, charter, copy_of, key_line, open_it, signature, signed_board, submit
from tests.trust.pgp import Keyring, keyring, needs_gpg

pytestmark = needs_gpg
MINUTES = {"meetings/0001.md": "Minutes.\n"}


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyring]:
    with keyring(tmp_path_factory.mktemp("g")) as made:
        yield made


@pytest.fixture(scope="module")
def mo_key(ring: Keyring) -> str:
    return ring.make("mo@example.org")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_board(tmp_path_factory.mktemp("young")).path


@pytest.fixture
def young(founded: Path, tmp_path: Path, ring: Keyring) -> History:
    """A board just founded, to which names of the keyring may sign with OpenPGP."""
    history = copy_of(founded, tmp_path)
    history.sign = lambda who, body: ring.sign(who, body) if len(who) == 40 else signature(who, body)
    return history


def holding(mo: str) -> str:
    """The charter with other keys for mo."""
    return charter().replace(f'keys = ["{key_line("mo")}"]\nname = "Mo', f'{mo}\nname = "Mo')


def block(text: str) -> str:
    return f'openpgp = ["""\n{text}\n"""]'


def verified(history: History, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[int, set[str], set[str]]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    ran = Board(history.path)("verify", "--json")
    return ran.status, {one["code"] for one in ran.data["faults"]}, {one["code"] for one in ran.data["unproven"]}


def test_given_the_block_in_the_charter_the_signature_counts(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    young.commit({"board.toml": holding(block(ring.block(mo_key)))}, "ana")
    young.commit(MINUTES, "mo", key=mo_key)
    assert verified(young, monkeypatch, tmp_path) == (0, set(), set())


@pytest.mark.parametrize(
    ("author", "change", "code"),
    [
        ("chiara", lambda body: body, "signer.other"),
        ("mo", lambda body: body.replace(b"A commit", b"Another"), "signature.wrong"),
        (
            "mo",
            lambda body: body.replace(b"\n\nA commit", b"\n -----BEGIN PGP SIGNATURE-----\n\nA commit"),
            "signature.form",
        ),
    ],
)
def test_given_another_author_other_bytes_or_a_second_block_it_does_not(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    author: str, change: Callable[[bytes], bytes], code: str,
) -> None:  # fmt: skip
    young.commit({"board.toml": holding(block(ring.block(mo_key)))}, "ana")
    young.commit(MINUTES, author, key=mo_key, change=change)
    assert verified(young, monkeypatch, tmp_path)[:2] == (1, {code})


def test_given_a_key_the_charter_does_not_hold_it_is_nobodys(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outsider = ring.make("eve@example.org")
    young.commit({"board.toml": holding(block(ring.block(mo_key)))}, "ana")
    young.commit(MINUTES, "mo", key=outsider)
    assert verified(young, monkeypatch, tmp_path)[:2] == (1, {"signer.unknown"})


def test_given_only_the_fingerprint_nothing_is_proven(
    young: History, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    young.commit({"board.toml": holding(f'keys = ["openpgp4fpr:{mo_key}"]')}, "ana")
    young.commit(MINUTES, "mo", key=mo_key)
    assert verified(young, monkeypatch, tmp_path) == (3, set(), {"unproven.openpgp"})


def test_whoever_has_a_key_that_can_be_checked_is_never_taken_at_her_word(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Given a member with an SSH key and the mere fingerprint of another, when anybody signs for her, it is a fault."""
    both = f'keys = ["{key_line("mo")}", "openpgp4fpr:{mo_key}"]'
    young.commit({"board.toml": holding(both)}, "ana")
    young.commit(MINUTES, "mo", key=ring.make("mallory@example.org"))
    assert verified(young, monkeypatch, tmp_path)[:2] == (1, {"signer.unknown"})


def test_given_no_gpg_nothing_is_proven_and_the_answer_is_cannot_tell(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    young.commit({"board.toml": holding(block(ring.block(mo_key)))}, "ana")
    young.commit(MINUTES, "mo", key=mo_key)
    young.commit({"meetings/0002.md": "More.\n"}, "chiara")
    monkeypatch.setenv("PATH", without_gpg(tmp_path / "bin"))
    _home.cache_clear()
    assert verified(young, monkeypatch, tmp_path) == (3, set(), {"unproven.openpgp"})
    young.commit({"meetings/0003.md": "More.\n"}, "chiara", key="")
    assert verified(young, monkeypatch, tmp_path)[0] == 1  # a proven fault comes first
    _home.cache_clear()


def test_given_the_same_key_as_ssh_and_as_openpgp_it_belongs_to_one_person(
    young: History, ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = ring.block(mo_key)
    as_ssh = ring.run("--export-ssh-key", f"{mo_key}!").decode().split()
    assert read_block(held).fingerprint == mo_key
    text = holding(block(held)).replace(key_line("ben"), " ".join(as_ssh[:2]))
    young.commit({"board.toml": text}, "ana")
    assert verified(young, monkeypatch, tmp_path)[:2] == (1, {"charter.broken"})


def test_given_an_expired_key_the_signature_still_tells_who_signed(ring: Keyring) -> None:
    old = ring.make("old@example.org")
    made = ring.sign(old, b"words", "--faked-system-time", "20300101T000000!")
    ring.run("--faked-system-time", "20200101T000000!", "--quick-set-expire", old, "seconds=60")
    assert who_signed((ring.block(old),), b"words", made) == old


def test_given_a_strangers_signature_beside_hers_the_block_speaks_for_nobody(ring: Keyring) -> None:
    """Given one block with two signatures, hers and one by a key that nobody lists, then it is not exactly one."""
    hers, other = ring.make("hers@example.org"), ring.make("beside@example.org")
    for more in (("--local-user", other), ("--local-user", hers)):
        made = ring.sign(hers if more[1] == other else other, b"words", *more)
        with pytest.raises(BadSignature, match="exactly one"):
            who_signed((ring.block(hers),), b"words", made)


def test_given_a_weak_digest_the_signature_proves_nothing(ring: Keyring) -> None:
    key = ring.make("rsa@example.org", "rsa3072")
    assert who_signed((ring.block(key),), b"words", ring.sign(key, b"words", "--digest-algo", "SHA512")) == key
    weak = ring.sign(key, b"words", "--digest-algo", "SHA1", "--allow-weak-digest-algos")
    with pytest.raises(BadSignature):
        who_signed((ring.block(key),), b"words", weak)


def test_a_home_of_our_own_holds_the_charters_keys_and_nothing_of_the_users(
    ring: Keyring, mo_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a key that only the user's keyring holds, when its signature is checked, then it is nobody's."""
    monkeypatch.setenv("GNUPGHOME", ring.env["GNUPGHOME"])
    other = ring.make("other@example.org")
    with pytest.raises(BadSignature) as error:
        who_signed((ring.block(mo_key),), b"words", ring.sign(other, b"words"))
    assert error.value.reason == "unknown"


def without_gpg(folder: Path) -> str:
    """A PATH on which git is and gpg is not."""
    folder.mkdir()
    for each in reversed(os.environ["PATH"].split(os.pathsep)):
        if (Path(each) / "git").exists():
            (folder / "git").unlink(missing_ok=True)
            (folder / "git").symlink_to(Path(each) / "git")
    return str(folder)


def signs_with(board: SmallBoard, ring: Keyring, key: str) -> None:
    """Ben signs with an OpenPGP key."""

    def signer() -> Callable[[bytes], str]:
        return lambda message: ring.sign(key, message)

    vars(board.session("ben"))["signer"] = signer  # no gpg set-up in between


@pytest.fixture(scope="module")
def _voted(tmp_path_factory: pytest.TempPathFactory, ring: Keyring) -> tuple[str, SmallBoard]:
    """Ben's key, and a board of whose charter only his fingerprint is known: everybody has voted yes."""
    bens = ring.make("ben@example.org")
    board = signed_board(tmp_path_factory.mktemp("voted"), charter(ben=f"openpgp4fpr:{bens}"))
    signs_with(board, ring, bens)
    board.wait(minutes=1)
    submit(board, OPEN, PROPOSAL)
    open_it(board, OPEN)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, OPEN, "approve")
    return bens, board


BENS = f"decisions/{OPEN}/ballots/ben-1.toml"


def test_nothing_is_decided_on_a_signature_that_nobody_can_check(
    _voted: tuple[str, SmallBoard], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Given four votes of which one proves nothing, then the tally names it, and deciding answers “cannot tell”."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    _, board = _voted
    sums = tally_of(board.session("ana"), OPEN)
    assert (sums.unchecked, sums.may_decide) == ((BENS,), False)
    assert any("in the name of ben" in one for one in sums.missing)
    assert [one.code for one in board.session("ana").faults()] == ["unproven.openpgp"]
    session = board.session("ana")
    seen = preview(session, OPEN, FreeParts())
    with pytest.raises(Refused, match="nobody here could check") as refused:
        decide(session, OPEN, seen)
    assert refused.value.status == 3
    ran = Board(board.path)("tally", OPEN)
    assert "could not be checked here" in ran.out
    assert "in the name of ben" in ran.err


def test_what_could_not_be_checked_is_checked_once_gpg_is_there(
    ring: Keyring, _voted: tuple[str, SmallBoard], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Given the block in the charter and no gpg, then the vote is unchecked; with gpg the same vote counts."""
    bens = _voted[0]
    text = charter().replace(f'keys = ["{key_line("ben")}"]', block(ring.block(bens)))
    board = signed_board(tmp_path, text)
    signs_with(board, ring, bens)
    board.wait(minutes=1)
    submit(board, OPEN, PROPOSAL)
    open_it(board, OPEN)
    board.vote("ben", OPEN, "approve")
    found = os.environ["PATH"]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PATH", without_gpg(tmp_path / "bin"))
    _home.cache_clear()
    assert tally_of(board.session("ana"), OPEN).unchecked == (BENS,)
    monkeypatch.setenv("PATH", found)
    assert tally_of(board.session("ana"), OPEN).unchecked == ()
    assert board.session("ana").faults() == ()


def test_what_follows_from_an_unchecked_file_is_unchecked_and_a_later_ballot_vouches_for_the_earlier(
    _voted: tuple[str, SmallBoard],
) -> None:
    """Given ben's unchecked ballot, a record rests on it; given his next one with a good key, nothing does."""
    history = History(_voted[1].path)
    parsed, layout = read_charter(charter().encode(), "").value, Layout()
    people = {one.id: one for one in parsed.members}

    def step(path: str, data: bytes, member: str) -> Step:
        state = State("", "", Link(None, 0, ""), cast("Objects", Files(history)))
        touch = Touch(path, classify(path, layout), None, data)
        return Step("", state, parsed, Ground(layout), people[member], (touch,))

    before = {BENS: "ben"}
    record = f"decisions/{OPEN}/record.toml"
    assert after(before, step(record, b"x", "ana"), "") == {BENS: "ben", record: "ben"}
    assert after(before, step(f"decisions/{OPEN}/messages/1-ana.md", b"x", "ana"), "") == before
    again = history.read(BENS).replace(b"number = 1", b"number = 2")
    assert after(before, step(BENS.replace("-1", "-2"), again, "ben"), "") == {}
    assert after(before, step(BENS.replace("-1", "-2"), again, "ben"), "unproven.openpgp").keys() > before.keys()


class Files:
    """The part of the objects that reading a file asks for, from a real history."""

    def __init__(self, history: History) -> None:
        self._history = history

    def file(self, tree: str, path: str) -> str:
        """The path stands for the file."""
        return path

    def blob(self, path: str) -> bytes:
        """The bytes at a path."""
        return self._history.read(path)


@pytest.mark.parametrize("text", ["", "openpgp4fpr:00", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n"])
def test_what_is_no_block_is_told(text: str) -> None:
    with pytest.raises(BadBlock):
        read_block(text)


def test_two_keys_in_one_block_and_a_private_one_are_refused(ring: Keyring, mo_key: str) -> None:
    other = ring.make("two@example.org")
    both = ring.run("--armor", "--export-options", "export-minimal", "--export", mo_key, other).decode()
    with pytest.raises(BadBlock, match="more or other things"):
        read_block(both)
    with pytest.raises(BadBlock, match="private"):
        read_block(ring.run("--armor", "--export-secret-keys", mo_key).decode())


def test_without_gpg_the_check_says_that_it_is_unable(
    monkeypatch: pytest.MonkeyPatch, mo_key: str, ring: Keyring
) -> None:
    made = ring.sign(mo_key, b"words")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unable):
        who_signed((ring.block(mo_key) + "\n",), b"words", made)
