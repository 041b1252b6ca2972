"""`board prove`: a decision in one file, judged again from that file alone (row 74 of the attack table)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import proof_check, proving
from board.actions.deciding import decide, preview
from board.actions.model import FreeParts
from board.actions.proof_check import Checked, check, check_file
from board.actions.proving import prove, write_proof
from board.core.checkpoint import Note
from board.core.finding import Refused
from board.core.merkle import inclusion
from board.core.proof import Proof
from board.core.record import Outcome
from board.formats.notes import read_note
from board.formats.proofs import LARGEST, dump_proof, read_proof
from board.trust.proving import Broken
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.cli.running import Board
from tests.conformance.cases import MESSAGE, QUESTION
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    charter,
    copy_of,
    key_line,
    lived_board,
    open_it,
    signed_board,
    submit,
)
from tests.trust.witnessing import chain_at, note

Change = Callable[[Proof], Proof]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    """One proposal decided, one open."""
    return lived_board(tmp_path_factory.mktemp("lived"))


@pytest.fixture(scope="module")
def tied(lived: SmallBoard, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The proof of the decision, tied to a checkpoint that two members signed."""
    file = tmp_path_factory.mktemp("notes") / "a.note"
    file.write_bytes(note(chain_at(lived.path).checkpoint(), ["ana", "lena"]))
    data, checked = prove(lived.session("ana"), DECIDED, (file,))
    assert checked.status == 0
    return data


@pytest.fixture(scope="module")
def proof(tied: bytes) -> Proof:
    """The same, read."""
    return proof_in(tied)


def proof_in(data: bytes) -> Proof:
    read = read_proof(data, "")
    assert read.value is not None
    return read.value


def judged(proof: Proof) -> Checked:
    return check(dump_proof(proof), "")


def test_a_stranger_sees_who_decided_what_by_which_charter(tied: bytes, lived: SmallBoard) -> None:
    """Given nothing but the file, then outcome, signers, charter, founding and witnesses are those of the board."""
    checked = check(tied, "")
    assert (checked.status, checked.faults) == (0, ())
    assert checked.record is not None and checked.record.outcome is Outcome.APPROVED
    assert [member for member, _, _ in checked.signers] == ["kim", "ana", "ben", "chiara", "lena", "ana"]
    assert checked.proof.genesis == chain_at(lived.path).commits[0]
    assert [one.member for one in checked.witnesses] == ["ana", "lena"]
    assert len(checked.charters) == 1


def test_the_same_decision_gives_the_same_bytes(lived: SmallBoard) -> None:
    first, _ = prove(lived.session("ana"), DECIDED)
    second, checked = prove(lived.session("ben"), DECIDED)
    assert first == second
    assert checked.proof.note is None and checked.proof.genesis == ""
    assert checked.status == 0


def test_row_74_every_byte_of_every_object_counts(proof: Proof) -> None:
    """Given a proof, when any byte of any commit, folder or file flips, then its name no longer fits."""
    from board.actions.proof_check import names_hold

    names_hold(proof.objects)
    for name, (kind, data) in proof.objects.items():
        for at in range(len(data)):
            other = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            with pytest.raises(Broken):
                names_hold({name: (kind, other)})
        for wrong in {"commit", "tree", "blob"} - {kind}:
            with pytest.raises(Broken):
                names_hold({name: (wrong, data)})


def test_row_74_every_byte_around_the_objects_counts(tied: bytes) -> None:
    """Given a proof file, when any other byte of it flips, then the check does not say yes."""
    inside = bytearray(len(tied))
    for kind, text in json.loads(tied)["objects"].values():
        start = tied.index(json.dumps(text).encode())
        inside[start + 1 : start + 1 + len(text)] = b"\1" * len(text)
        assert kind
    outside = [at for at, within in enumerate(inside) if not within]
    assert len(outside) < 25_000
    for at in outside:
        try:
            status = check(tied[:at] + bytes([tied[at] ^ 1]) + tied[at + 1 :], "").status
        except Refused as refused:
            status = refused.status
        assert status != 0, (at, tied[max(0, at - 40) : at + 40])


def without(proof: Proof, *names: str) -> Proof:
    return replace(proof, objects={name: what for name, what in proof.objects.items() if name not in names})


def more(proof: Proof, *things: tuple[str, bytes]) -> Proof:
    import hashlib

    names = {hashlib.sha1(b"%s %d\0" % (k.encode(), len(d)) + d).hexdigest(): (k, d) for k, d in things}
    return replace(proof, objects={**proof.objects, **names})


def swapped(places: Mapping[str, tuple[int, tuple[bytes, ...]]]) -> dict[str, tuple[int, tuple[bytes, ...]]]:
    (one, first), (two, second) = places.items()
    return {one: second, two: first}


CHANGES: dict[str, tuple[str, Change]] = {
    "a ballot left out": ("proof.broken", lambda p: replace(p, steps=(p.steps[0], *p.steps[2:]))),
    "the opening left out": ("proof.broken", lambda p: replace(p, steps=p.steps[1:])),
    "the decision left out": (
        "proof.broken",
        lambda p: replace(p, steps=p.steps[:-1], places={}, note=None, genesis=""),
    ),
    "steps in another order": (
        "proof.broken",
        lambda p: replace(p, steps=(p.steps[0], *p.steps[-2:0:-1], p.steps[-1])),
    ),
    "a step twice": ("proof.broken", lambda p: replace(p, steps=(p.steps[0], *p.steps))),
    "another proposal": ("proof.broken", lambda p: replace(p, proposal=OPEN)),
    "another board": ("proof.broken", lambda p: replace(p, repository="ffff", note=None, places={}, genesis="")),
    "something added": ("proof.surplus", lambda p: more(p, ("blob", b"more"))),
    "a digest added": ("proof.surplus", lambda p: replace(p, sums={"a" * 40: "b" * 64})),
    "the checkpoint of another board": (
        "proof.broken",
        lambda p: replace(p, note=p.note and replace(p.note, checkpoint=replace(p.note.checkpoint, repository="ff"))),
    ),
    "a checkpoint nobody signed": (
        "proof.broken",
        lambda p: replace(p, note=p.note and replace(p.note, signatures=())),
    ),
    "a checkpoint signed by a stranger": (
        "proof.broken",
        lambda p: replace(p, note=noted(note(p.note.checkpoint, ["mallory"])) if p.note else None),
    ),
    "a checkpoint signed by a stranger in her name": (
        "proof.broken",
        lambda p: replace(p, note=noted(note(p.note.checkpoint, ["ana"], keys=["mallory"])) if p.note else None),
    ),
    "founding and decision swapped": ("proof.broken", lambda p: replace(p, places=swapped(p.places))),
}


def noted(data: bytes) -> Note | None:
    return read_note(data, "").value


@pytest.mark.parametrize("name", CHANGES)
def test_row_74_what_is_put_together_otherwise_is_not_proven(name: str, proof: Proof) -> None:
    code, change = CHANGES[name]
    checked = judged(change(proof))
    assert checked.status == 1
    assert code in {fault.code for fault in checked.faults}


def test_row_74_no_other_commit_of_the_chain_passes_for_the_founding(proof: Proof, lived: SmallBoard) -> None:
    """Given a proof that shows a later commit of the same chain as the founding, then it is broken."""
    chain = chain_at(lived.path)
    later = proof.steps[1]
    index = chain.commits.index(later)
    places = {later: (index, tuple(inclusion(chain.leaves, index))), proof.decision: proof.places[proof.decision]}
    objects = {name: one for name, one in proof.objects.items() if name != proof.genesis}
    checked = judged(replace(proof, genesis=later, places=places, objects=objects))
    assert (checked.status, {fault.code for fault in checked.faults}) == (1, {"proof.broken"})


def test_row_74_whatever_is_left_out_is_missed(proof: Proof) -> None:
    """Given a proof, when any one object is left out, then nothing is proven."""
    assert all(judged(without(proof, name)).status == 1 for name in proof.objects)


def test_row_74_a_forged_ballot_fails_though_every_name_fits(lived: SmallBoard, tmp_path: Path) -> None:
    """Given a decision rebuilt with a ballot that an outsider signed, then the file that shows it proves nothing."""
    history = copy_of(lived.path, tmp_path)
    honest = proof_in(prove(lived.session("ana"), DECIDED)[0])
    steps = list(honest.steps)
    history.git("update-ref", "refs/heads/main", f"{steps[1]}~1")
    made = []
    for number, step in enumerate(steps[1:], start=1):
        changed = history.git("diff-tree", "-r", "--no-commit-id", "--name-only", step).splitlines()
        files: dict[str, bytes | str | None] = {path: history.read(path, step) for path in changed}
        by = history.git("log", "-1", "--format=%ae", step).split("@")[0]
        made.append(history.commit(files, by, key="mallory" if number == 2 else by))
    forged = (steps[0], *made)
    objects = {}
    for line in history.git("rev-list", "--objects", forged[-1]).splitlines():
        name = line.split()[0]
        kind = history.git("cat-file", "-t", name)
        objects[name] = (kind, _raw(history, kind, name))
    held = proof_check.Held(replace(honest, steps=forged, objects=objects))
    found = proof_check.judged(DECIDED, forged, held, lambda _, parents: parents[0])
    assert {fault.code for fault in found.faults} >= {"signer.unknown"}


def _raw(history: History, kind: str, name: str) -> bytes:
    import subprocess

    return subprocess.run(
        ["git", "-C", str(history.path), "cat-file", kind, name], capture_output=True, check=True
    ).stdout


def test_a_proof_shows_no_more_than_the_decision_rests_on(lived: SmallBoard, tmp_path: Path) -> None:
    """Given evidence, another proposal and an incident, then not a word of them is in the file."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL, {"eval.csv": "SECRET-EVIDENCE\n" * 50})
    submit(board, OPEN, PROPOSAL.replace("tokenizer", "OTHER-MATTER"))
    open_it(board, DECIDED)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    session = board.session("ana")
    decide(session, DECIDED, preview(session, DECIDED, FreeParts()))
    data, checked = prove(board.session("ana"), DECIDED)
    assert checked.status == 0
    told = b"\n".join(body for _, body in checked.proof.objects.values())
    assert b"SECRET-EVIDENCE" not in told and b"OTHER-MATTER" not in told
    assert len(checked.proof.sums) == 1
    (blob,) = checked.proof.sums
    other = replace(checked.proof, sums={blob: "0" * 64})
    assert judged(other).status == 1, "the ballots name the revision, so evidence cannot be another"
    assert json.loads(data)["sums"] == dict(checked.proof.sums)


def test_an_undecided_proposal_has_no_proof(lived: SmallBoard) -> None:
    with pytest.raises(Refused, match="is not decided"):
        prove(lived.session("ana"), OPEN)


def test_what_one_file_cannot_hold_is_told_with_its_size(lived: SmallBoard) -> None:
    """Given more objects, steps or bytes than a proof may hold, then the refusal says so, and that a clone shows it."""
    for bound, least in (("MOST_OBJECTS", 5), ("MOST_STEPS", 5), ("LARGEST", 9_000)):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Refused) as refused:
            patch.setattr(proving, bound, least)
            prove(lived.session("ana"), DECIDED)
        (found,) = refused.value.findings
        assert found.code == "proof.too-large" and "6 steps, " in found.message and "`board verify`" in found.fix
    with pytest.raises(Refused, match="too large for a proof"):
        proving.Noting(lived.store.audit()).objects([lived.store.tip()], 1)


def test_while_it_is_open_which_history_counts_nothing_is_proven(lived: SmallBoard, tmp_path: Path) -> None:
    history = copy_of(lived.path, tmp_path)
    main = history.tip
    root = history.commit({"board.toml": charter(ana=key_line("evil-ana"))}, "ana", key="evil-ana", parents=())
    history.commit({}, "ana", parents=(root, main), tree=history.git("rev-parse", f"{root}^{{tree}}"))
    ran = Board(history.path)("prove", DECIDED, "--out", str(tmp_path / "p.json"))
    assert (ran.status, "founds a board, and so does another one" in ran.err) == (1, True), ran.err
    assert not (tmp_path / "p.json").exists()


def test_what_came_after_the_decision_changes_nothing(lived: SmallBoard, tmp_path: Path) -> None:
    history = copy_of(lived.path, tmp_path)
    history.commit({MESSAGE: QUESTION}, "chiara")
    out = tmp_path / "p.json"
    ran = Board(history.path)("prove", DECIDED, "--out", str(out), "--json")
    assert ran.status == 0, ran.err
    assert out.read_bytes() == prove(lived.session("ana"), DECIDED)[0]


def test_an_unsigned_board_can_prove_that_its_sum_is_right_and_no_more(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    board.wait(minutes=1)
    board.submit(DECIDED)
    open_it(board, DECIDED)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    session = board.session("ana")
    decide(session, DECIDED, preview(session, DECIDED, FreeParts()))
    _, checked = prove(board.session("ana"), DECIDED)
    assert (checked.status, checked.faults) == (3, ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        b'{"governance-board-proof": 2}',
        b'{"governance-board-proof": 1, "objects": 5, "sums": {}, "steps": []}',
        b'{"governance-board-proof": 1, "objects": {}, "sums": {}, "steps": []}',
        b'{"governance-board-proof": NaN}',
        b'{"governance-board-proof": 1' + b"0" * 10_000 + b"}",
        b" " * (LARGEST + 1),
    ],
)
def test_a_hostile_file_costs_little_and_is_refused_in_words(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        check_file(file)
    assert (refused.value.status, refused.value.findings[0].code) == (3, "proof.unreadable")


def test_one_spelling_only(tied: bytes, proof: Proof) -> None:
    """Given the same proof in other JSON, then it is refused: nothing may hide in how it is written."""
    assert dump_proof(proof) == tied
    body = json.loads(tied)
    others = [
        json.dumps(body).encode(),
        tied.rstrip(b"\n"),
        json.dumps({**body, "more": 1}, indent=1, sort_keys=True).encode() + b"\n",
        tied.replace(b'"proposal"', b'"proposal": "x",\n "proposal"', 1),
    ]
    for other in others:
        with pytest.raises(Refused):
            check(other, "")
    loose = base64.b64encode(b"a").decode()
    assert loose.endswith("==")
    with pytest.raises(Refused):
        check(tied.replace(f'"{DECIDED}"'.encode(), b'"\\ud800"'), "")


def test_the_command_says_what_is_shown_and_what_is_not(tied: bytes, tmp_path: Path) -> None:
    """Given a folder without a repository, when a stranger checks the file, then the limits stand beside the answer."""
    file = tmp_path / "p.json"
    write_proof(file, tied)
    ran = Board(tmp_path)("prove", "--check", str(file))
    assert ran.status == 0, ran.err
    for words in ("Proven, given the charter below", "is approved", "for you to compare", "What it does not show"):
        assert words in ran.out
    file.write_bytes(tied.replace(b'"repository": "0', b'"repository": "1'))
    bad = Board(tmp_path)("prove", "--check", str(file))
    assert (bad.status, "Not proven" in bad.out, "What it shows" in bad.out) == (1, True, False)
    with pytest.raises(Refused, match="nothing is written over it"):
        write_proof(file, tied)


def test_the_command_wants_one_thing_to_do(tmp_path: Path) -> None:
    assert Board(tmp_path)("prove").status == 2
    assert Board(tmp_path)("prove", "5", "--check", "x.json").status == 2
    assert Board(tmp_path)("prove", "--check", str(tmp_path / "none.json")).status == 2
