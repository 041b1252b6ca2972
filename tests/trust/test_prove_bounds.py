"""What a proof says of the founding, and what a crafted one may cost whoever checks it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from board.actions.proof_check import check
from board.core.checkpoint import Checkpoint
from board.core.finding import Refused
from board.core.merkle import inclusion, leaf, root
from board.core.proof import Proof
from board.formats.notes import read_note
from board.formats.proofs import dump_proof
from board.trust import proving
from tests.boards import git
from tests.cli.running import Board
from tests.trust.history import MEMBERS, charter, key_line, signed_board
from tests.trust.test_prove import judged, lived, proof, proof_in, tied
from tests.trust.witnessing import note

__all__ = ["lived", "proof", "tied"]
Objects = dict[str, tuple[str, bytes]]


def founding(folder: Path, text: str) -> tuple[str, Objects]:
    """The founding commit of another board, with its folder and its charter."""
    board = signed_board(folder, text)
    names = [git(board.path, "rev-parse", one) for one in ("main", "main^{tree}", "main:board.toml")]
    return names[0], {**board.store.audit().objects(names, None)}


def under(proof: Proof, genesis: str, objects: Objects) -> Proof:
    """A proof whose own members signed a checkpoint that ties its decision to another board's founding."""
    leaves = [leaf(objects[genesis][1]), leaf(proof.objects[proof.decision][1])]
    point = Checkpoint(proof.repository, 2, root(leaves))
    tied = read_note(note(point, ["ana"]), "").value
    own = {proof.genesis, _tree(proof)}
    kept = {name: what for name, what in proof.objects.items() if name not in own} | objects
    places = {genesis: (0, tuple(inclusion(leaves, 0))), proof.decision: (1, tuple(inclusion(leaves, 1)))}
    return replace(proof, objects=kept, genesis=genesis, note=tied, places=places)


def _tree(proof: Proof) -> str:
    return proof.objects[proof.genesis][1].split(b"\n")[0].removeprefix(b"tree ").decode()


def test_a_checkpoint_by_a_key_of_the_founding_ties_the_decision_to_it(tied: bytes, tmp_path: Path) -> None:
    """Given a proof that people of the founding signed a checkpoint over, then the answer says that it is theirs."""
    assert check(tied, "").founders == ("ana", "lena")
    (tmp_path / "proof.json").write_bytes(tied)
    assert "nobody else could tie" in Board(tmp_path)("prove", "--check", str(tmp_path / "proof.json")).out.replace(
        "\n", " "
    )


def test_row_74_no_made_up_board_ties_its_decision_to_a_founding_of_another(proof: Proof, tmp_path: Path) -> None:
    """Given somebody's own board, then he proves no decision under the founding of a board with another name."""
    made = under(proof, *founding(tmp_path, charter().replace("0123456789abcdef", "fedcba9876543210")))
    checked = judged(made)
    assert [(one.code, "another board" in one.words) for one in checked.faults] == [("proof.broken", True)]


def test_row_74_a_founding_whose_keys_signed_nothing_is_said_to_show_nothing(proof: Proof, tmp_path: Path) -> None:
    """Given a made-up board that took the name of a real one, then its proof does not lean on the real founding."""
    others = charter(**{one: key_line(f"real-{one}") for one in MEMBERS})
    made = under(proof, *founding(tmp_path, others))
    checked = judged(made)
    assert (checked.faults, checked.founders) == ((), ())
    (tmp_path / "proof.json").write_bytes(dump_proof(made))
    assert "shows nothing by itself" in Board(tmp_path)("prove", "--check", str(tmp_path / "proof.json")).out.replace(
        "\n", " "
    )


@pytest.mark.parametrize("value", ["Infinity", "1e400", "NaN", "true", "2.0", '"0"'])
def test_row_57_a_number_that_is_none_is_refused_in_words(tied: bytes, value: str) -> None:
    odd = re.sub(rb'"index": \d+', b'"index": ' + value.encode(), tied, count=1)
    assert odd != tied
    with pytest.raises(Refused, match="not a proof"):
        check(odd, "")


def test_row_57_a_proof_asks_for_so_many_changed_files_and_no_more(
    tied: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given commits that each swap a folder of many files for a few bytes, then checking ends, and says why."""
    honest = proof_in(tied)
    first = honest.objects[honest.steps[0]][1]
    parent = first.split(b"parent ")[1][:40].decode()
    objects: Objects = dict(honest.objects)
    blob = _put(objects, "blob", b"1\n")
    leaf_tree = _put(objects, "tree", b"".join(b"100644 %03d.md\0" % n + bytes.fromhex(blob) for n in range(50)))
    flood = _put(objects, "tree", b"".join(b"40000 %03d\0" % n + bytes.fromhex(leaf_tree) for n in range(50)))
    bare = objects[parent][1].split(b"\n")[0].removeprefix(b"tree ").decode()
    raw = objects[bare][1]
    entry = b"40000 zzz\0" + bytes.fromhex(flood)
    trees = [_put(objects, "tree", raw + entry.replace(b"zzz", name)) for name in (b"templates", b"zzz")]
    at, steps = parent, list[str]()
    for number in range(6):
        who = f"M <m@x> {number} +0000"
        head = f"tree {trees[number % 2]}\nparent {at}\nauthor {who}\ncommitter {who}\n\nx\n"
        at = _put(objects, "commit", head.encode())
        steps.append(at)
    monkeypatch.setattr(proving, "MOST_LISTED", 5_000)
    made = replace(honest, steps=tuple(steps), objects=objects, note=None, genesis="", places={})
    looked = judged(made).faults[0].words
    assert "more than 5,000 files" in looked


def said(folder: Path, data: bytes) -> str:
    """What the command says of a proof, on one line."""
    file = folder / "proof.json"
    file.write_bytes(data)
    return " ".join(Board(folder)("prove", "--check", str(file)).out.split())


def _put(objects: Objects, kind: str, data: bytes) -> str:
    name = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).hexdigest()
    objects[name] = (kind, data)
    return name
