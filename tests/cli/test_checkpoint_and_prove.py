"""`board checkpoint` and `board prove` on the worked example: what they print, and what a decision leaves behind."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from board.actions.checkpointing import compare
from board.actions.session import open_session
from tests.cli.running import Board
from tests.cli.test_json import problems

Play = Callable[[str], Board]


def test_comparing_and_proving_print_what_is_documented(play: Play, tmp_path: Path) -> None:
    """Given a checkpoint of a member, then comparing it and proving a decision with it give the documented JSON."""
    file, proof = tmp_path / "a.note", tmp_path / "p.json"
    made = play("ana")("checkpoint", "--out", str(file), "--json")
    assert (made.status, made.data["members"], made.data["file"]) == (0, ["ana"], str(file))
    both = play("lena")("checkpoint", "--countersign", str(file))
    assert "Signed by ana, lena." in both.out
    compared = play("ben")("checkpoint", "--compare", str(file), "--json")
    assert problems("checkpoint-compare", compared.data) == []
    assert [one["code"] for one in compared.data["checkpoints"]] == ["checkpoint.agrees"]
    assert compared.data["root"] == made.data["root"]
    plain = play("ben")("checkpoint", "--compare", str(file))
    assert "Signed by ana, lena" in plain.out
    written = play("ben")("prove", "5", "--out", str(proof), "--json")
    assert problems("prove", written.data) == []
    assert written.data["witnesses"] == ["ana", "ben"], "the earliest over it, which the demo holds"
    checked = Board(tmp_path)("prove", "--check", str(proof), "--json")
    assert {**checked.data, "file": str(proof)} == written.data
    said = Board(tmp_path)("prove", "--check", str(proof)).out
    assert said.index("What it does not show") < said.index("What it rests on, for you to compare")
    assert said.index("What it does not show") < said.index(written.data["decision"])
    assert play("ben")("prove", "5", "--out", str(proof)).status == 2


def test_a_decision_leaves_a_checkpoint_beside_the_history(play: Play) -> None:
    """Given a complete vote, when the chair decides, then her checkpoint covers the decision and verify agrees."""
    assert play("ana")("vote", "15", "approve").status == 0
    decided = play("ana")("decide", "15", "--yes")
    assert decided.status == 0, decided.err
    assert "Signed a checkpoint over" in decided.out
    assert play("ben")("verify", "--max-age", "2").status == 0
    ended = play("ana")("defer", "14", "--reason", "We wait for the audit.")
    assert "Signed a checkpoint over" in ended.out, ended.err
    taken = play("ana")("withdraw", "13", "--reason", "Nobody needs it.")
    assert "Signed a checkpoint over" in taken.out, taken.err


def test_the_demo_holds_a_checkpoint_that_two_members_signed_and_that_is_over_its_own_history(
    play: Play, example: Path
) -> None:
    """Given the demo, then one checkpoint lies here, by the chair and another seat, and it agrees with the history."""
    listed = play("kim")("checkpoint", "--list")
    assert [line.partition(",")[0].strip() for line in listed.out.splitlines() if "Signed" in line] == [
        "Signed by ana",
        "Signed by ben",
    ]
    (one,) = play("kim")("checkpoint", "--list", "--json").data["checkpoints"]
    assert listed.out.strip().startswith(f"{one['size']} commits of the board")
    ended = play("kim")("checkpoint", "--list", "--out", "x")
    assert ended.status == 2
    report, chain = compare(open_session(example), ())
    assert (report.status, report.disputing, chain is not None) == (0, (), True)
    assert chain is not None and 0 < one["size"] < len(chain.leaves)
    assert base64.b64encode(chain.checkpoint(one["size"]).root).decode() == one["root"]


def test_signing_and_comparing_are_two_things(play: Play, tmp_path: Path) -> None:
    both = play("ana")("checkpoint", "--compare", str(tmp_path / "a"), "--out", str(tmp_path / "b"))
    assert both.status == 2
    assert play("ana")("checkpoint", "--compare", str(tmp_path / "none")).status == 2
    (tmp_path / "odd").write_text("Not a checkpoint.")
    assert play("ana")("checkpoint", "--compare", str(tmp_path / "odd")).status == 3


def test_the_file_for_plain_git_says_what_that_check_does_not_see(play: Play) -> None:
    ran = play("ana")("verify", "--allowed-signers")
    keys = [line for line in ran.out.splitlines() if not line.startswith("#")]
    assert ran.status == 0
    assert all(' namespaces="git" ssh-ed25519 ' in line for line in keys) and len(keys) == 11
    assert "That check does not see" in ran.out
