"""The main job by the command line alone, in plain lines: from reading to a decision that git can prove."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.journeys.command import Board, git, good, sound
from tests.journeys.conftest import PEOPLE, Example, as_person, init_words

SEARCH = "2026/0015-search-shorter-pieces"
REAL = ROOT / "proposals" / "2026" / "0015-search-shorter-pieces"


def views(path: Path, *questions: str) -> str:
    """A file of views that agrees with the proposer on these questions."""
    path.write_text("\n".join(f'[[views]]\nquestion = "{one}"\nview = "agree"\nnote = "Read it."' for one in questions))
    return str(path)


def with_hashes(written: str, path: Path) -> str:
    """A proposal with a list of its model's hash beside it: a board that is new has no register that shows it."""
    [digest] = set(re.findall(r'id = "all-MiniLM-L6-v2".*sha256 = "([0-9a-f]{64})"', written))
    path.write_text(f"{digest}  model.safetensors\n")
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    said = f'id = "hashes"\ntitle = "Hashes"\npath = "{path.name}"\nsha256 = "{pinned}"\n'
    entry = f'[[evidence]]\n{said}dated = "2026-11-10"\nanswers = ["R-01"]\n\n'
    return written.replace("[[evidence]]\n", entry + "[[evidence]]\n", 1)


def mine(board: Board) -> list[str]:
    """The questions that wait for a member."""
    return [one["question"] for one in good(board("review", "15", "--json")).data["questions"] if one["mine"]]


def signers(where: Path, file: Path) -> Path:
    """An allowed-signers file out of the keys of every charter there was: a key that was replaced signed before."""
    charters = git(where, "log", "--format=%H", "main", "--", "board.toml").splitlines()
    told = [tomllib.loads(git(where, "show", f"{commit}:board.toml"))["members"].values() for commit in charters]
    lines = {f"{one['emails'][0]} {key}\n" for members in told for one in members for key in one.get("keys", [])}
    file.write_text("".join(sorted(lines)))
    return file


def all_signed(where: Path, allowed: Path) -> int:
    """git itself confirms every commit's signature, by a key of the charter for all that is the board's; how many."""
    commits = git(where, "rev-list", "main").splitlines()
    command = ["git", "-C", str(where), "-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", *commits]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines()
    good_ones = [line for line in told if line.startswith('Good "git" signature ')]
    assert len(good_ones) == len(commits)
    assert set(told) - set(good_ones) <= {"No principal matched."}
    for commit, line in zip(commits, good_ones, strict=True):
        if "signature for " not in line:  # somebody outside the board: only what is open to all
            changed = git(where, "show", "--format=", "--name-only", commit).splitlines()
            assert all(path.startswith("proposals/") for path in changed), (commit, changed)
    return len(commits)


def test_security_and_legal_read_review_and_vote_the_chair_decides_and_everybody_can_prove_it(
    example: Example, tmp_path: Path
) -> None:
    ana, lena, ben = example("ana"), example("lena"), example("ben")
    assert SEARCH in good(ana("list", "--mine")).out

    read = good(ana("show", "15")).out
    assert all(title in read for title in ("Facts", "Evidence", "Messages", "Document", "What you can do now"))
    assert "hidden here until you have cast yours" in read
    answers = views(tmp_path / "ana.toml", *mine(ana))
    assert "saved in your draft" in good(ana("review", "15", "--answers", answers)).out
    assert git(example.path, "status", "--short") == ""
    voted = good(ana("vote", "15", "approve", "--reason", "The loader is not touched.", "--json")).data
    assert voted["pushed"] and not voted["queued"]
    assert set(voted["files"]) == {f"decisions/{SEARCH}/{name}" for name in ("ballots/ana-1.toml", "reviews/ana.toml")}

    assert "Legal" in good(lena("show", "15", "--brief")).out
    good(lena("review", "15", "--answers", views(tmp_path / "lena.toml", *mine(lena))))
    again = good(
        lena(
            "vote", "15", "approve-with-conditions", "--reason", "The letter is missing.",
            "--condition", "Send the hospitals the letter first", "--owner", "mo", "--due", "2099-11-20",
            "--proof", "The letter as sent", "--verifier", "kim", "--json",
        )
    ).data  # fmt: skip
    assert f"decisions/{SEARCH}/ballots/lena-2.toml" in again["files"]

    tally = good(ana("tally", "15", "--json")).data
    assert (tally["outcome"], tally["may_decide"], tally["missing"]) == ("approved-with-conditions", True, [])
    assert tally["explanation"] in good(ana("tally", "15")).said
    assert "Send the hospitals the letter first" in [condition["text"] for condition in tally["conditions"]]

    refused = ben("decide", "15", "--yes")
    assert (refused.status, refused.out) == (1, "")
    assert "Only the chair or the secretary may decide" in refused.err
    before = git(example.path, "rev-parse", "main")
    seen = good(ana("decide", "15"))
    assert "Nothing was written." in seen.out
    assert f"--- decisions/{SEARCH}/ethics-review.md" in seen.out
    assert git(example.path, "rev-parse", "main") == before
    decided = good(ana("decide", "15", "--yes"))
    assert "approved with conditions" in decided.said

    told = {
        path: git(example.remote, "show", f"main:{path}")
        for path in (
            f"decisions/{SEARCH}.md",
            f"decisions/{SEARCH}/record.toml",
            f"decisions/{SEARCH}/ethics-review.md",
        )
    }
    assert told[f"decisions/{SEARCH}.md"] in decided.out or "- Status: Accepted" in told[f"decisions/{SEARCH}.md"]
    record = tomllib.loads(told[f"decisions/{SEARCH}/record.toml"])
    assert (record["outcome"], record["base"]) == ("approved-with-conditions", before)
    counted = {ballot["path"].rsplit("/", 1)[-1]: ballot["counted"] for ballot in record["ballots"]}
    assert counted["lena-2.toml"] and not counted["lena-1.toml"]

    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main") == decided_commit(ana)
    assert f"Decide {SEARCH}" in git(example.path, "log", "-1", "--format=%s")
    assert git(example.path, "log", "-1", "--format=%an <%ae>") == "Ana Lindqvist <ana@hollowoak.example>"
    assert (example.path / f"decisions/{SEARCH}.md").read_text().strip() == told[f"decisions/{SEARCH}.md"]
    assert git(example.path, "status", "--short") == ""
    sound(example.path)
    sound(example.remote)
    assert all_signed(example.remote, signers(example.path, tmp_path / "signers")) > 60
    assert "signature present" in good(lena("log", "15")).out

    twice = ana("vote", "15", "reject", "--reason", "Second thoughts.")
    assert twice.status == 1
    assert "Decisions are never edited" in twice.err


AND_TELL = [
    "approve-with-conditions", "--condition", "Tell the hospitals first", "--owner", "lena", "--due", "2099-11-20",
    "--proof", "The letter as sent", "--verifier", "ana",
]  # fmt: skip
"""A yes with a condition: the proposal leaves a medium risk, and such a risk asks for one."""


def decided_commit(board: Board) -> str:
    """The commit of the latest decision, as `board history` tells it."""
    row = good(board("history", "--json")).data["decisions"][0]
    assert (row["id"], row["outcome"]) == (SEARCH, "approved-with-conditions")
    assert row["decided_at"].endswith("Z")
    return str(row["commit"])


def with_key(home: Path, handle: str) -> str:
    """A home in which git knows a person and signs with a new key; returns the public key."""
    home.mkdir()
    key = home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    (home / ".gitconfig").write_text(
        f'[user]\nname = "{PEOPLE[handle][0]}"\nemail = "{handle}@plain.example"\nsigningkey = "{key}.pub"\n'
        "[gpg]\nformat = ssh\n[commit]\ngpgsign = true\n"
    )
    return " ".join((home / "key.pub").read_text().split()[:2])


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_from_an_empty_directory_four_people_found_a_board_and_reach_a_decision(tmp_path: Path, signed: bool) -> None:
    place = tmp_path / "new"
    place.mkdir()
    keys = {handle: with_key(tmp_path / handle, handle) for handle in PEOPLE} if signed else {}
    people = {handle: as_person(place, handle, tmp_path / handle if signed else None) for handle in PEOPLE}
    flags = [word for handle, key in keys.items() for word in ("--key", handle, key)]
    nothing = people["ana"]("list")
    assert nothing.status != 0
    assert "What to do:" in nothing.err
    founded = good(people["ana"]("init", *init_words(*flags, *(["--signed"] if signed else []))))
    assert "exists" in founded.out
    assert "There is no proposal yet." in good(people["ben"]("list")).said

    good(people["ben"]("new", "model-change", "Record search: shorter pieces"))
    [document] = (place / "proposals").glob("*/*.md")
    proposal = f"{document.parent.name}/{document.stem}"
    lacking = people["ben"]("check", "--json")
    assert (lacking.status, lacking.data["ok"]) == (1, False)
    assert {one["path"] for one in lacking.data["findings"] if one["severity"] == "error"} == {
        f"proposals/{proposal}.md"
    }
    written = REAL.with_suffix(".md").read_text().replace('proposer = "mo"', 'proposer = "Mo <mo@else.example>"')
    shutil.copytree(REAL, document.with_suffix(""), dirs_exist_ok=True)
    document.write_text(with_hashes(written, document.with_suffix("") / "SHA256SUMS"))
    good(people["ben"]("check"))

    assert "is before the board" in good(people["ben"]("submit", "1")).out
    assert git(place, "status", "--short") == ""
    assert people["ben"]("open", "1").status == 1
    good(people["ana"]("open", "1"))
    for handle, board in people.items():
        assert "Whom" not in good(board("review", "1")).out
        verdict = {"lena": ["reject", "--reason", "Too soon."], "chiara": AND_TELL}.get(handle, ["approve"])
        good(board("vote", "1", *verdict))
    tally = good(people["ana"]("tally", "1", "--json")).data
    assert tally["explanation"].startswith("4 seats have a vote; 3 say yes")
    preview = people["ana"]("decide", "1")
    assert preview.status == 0, preview
    outcome = tally["outcome"]
    good(people["ana"]("decide", "1", "--yes"))
    [row] = good(people["lena"]("history", "--json")).data["decisions"]
    assert (row["id"], row["outcome"]) == (proposal, outcome)
    assert row["commit"] == git(place, "rev-parse", "main")
    assert "Too soon." in git(place, "show", f"main:decisions/{proposal}/ballots/lena-1.toml")
    authors = git(place, "log", "--format=%ae", "main", "--", f"decisions/{proposal}/ballots").splitlines()
    assert sorted(authors) == sorted(f"{handle}@plain.example" for handle in PEOPLE)
    assert git(place, "status", "--short") == ""
    sound(place)
    if signed:
        assert all_signed(place, signers(place, tmp_path / "signers")) == 8
    else:
        assert "gpgsig" not in git(place, "cat-file", "commit", "main")
