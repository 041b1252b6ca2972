"""docs/sceptic.sh: a ballot checked with git and ssh-keygen alone, on the demo and on tampered copies of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.verifying import verify
from tests.boards import PROPOSAL
from tests.conftest import ROOT
from tests.journeys.command import git
from tests.journeys.conftest import Example
from tests.journeys.test_verify_the_demo import tampering
from tests.soak import count
from tests.trust.history import DECIDED, History, open_it, signed_board, submit

SCRIPT = ROOT / "docs" / "sceptic.sh"
FOLDER = "decisions/2026/0015-search-shorter-pieces"
BALLOT = f"{FOLDER}/ballots/ben-1.toml"
SECOND = f"{FOLDER}/ballots/ben-2.toml"


def sceptic(where: Path, ballot: str, *branch: str) -> tuple[int, str]:
    """Status and words of the script."""
    ran = subprocess.run(["sh", str(SCRIPT), ballot, *branch], cwd=where, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def second(history: History, **more: str) -> str:
    """Ben's next ballot, as he would cast it; with some values replaced."""
    import hashlib

    first = history.read(BALLOT)
    text = first.decode().replace("number = 1", "number = 2")
    text = text.replace('previous = ""', f'previous = "sha256:{hashlib.sha256(first).hexdigest()}"')
    for name, value in more.items():
        lines = text.splitlines()
        text = "\n".join(f'{name} = "{value}"' if line.startswith(f"{name} = ") else line for line in lines) + "\n"
    return text


def test_the_script_is_short_enough_to_read() -> None:
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 120
    assert "python" not in SCRIPT.read_text() and "\nboard " not in SCRIPT.read_text()


@pytest.mark.parametrize(("start", "end"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")])
def test_an_honest_ballot_passes_however_its_lines_end(tmp_path: Path, start: str, end: str) -> None:
    """Given a ballot with another editor's line ends or a byte order mark, which counts, the script says yes."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    open_it(board, DECIDED)
    board.vote("ben", DECIDED, "approve")
    path = f"decisions/{DECIDED}/ballots/ben-1.toml"
    history = History(board.path, clock=int(board.now.timestamp()))
    text = f"{start}{history.read(path).decode()}".replace("\n", end)
    history.git("update-ref", "refs/heads/main", "main~1")
    history.commit({path: text.encode()}, "ben")
    assert verify(board.path).status == 0
    status, said = sceptic(board.path, path)
    assert (status, said.startswith("yes: ben said approve")) == (0, True), said


@pytest.mark.soak
def test_ballots_of_the_demo_pass(example: Example, tmp_path: Path) -> None:
    """Given a plain clone, when a sceptic asks about a ballot (each in `make soak`), then it is its member's."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(example.remote), str(clone))
    ballots = [path for path in git(clone, "ls-files", "decisions").splitlines() if "/ballots/" in path]
    assert len(ballots) > 20
    for ballot in ballots[:: count(6, 1)]:
        status, said = sceptic(clone, ballot)
        member = Path(ballot).stem.rpartition("-")[0]
        assert (status, said.startswith(f"yes: {member} said ")) == (0, True), (ballot, said)


def test_a_ballot_on_evidence_with_unusual_names_passes(tmp_path: Path) -> None:
    """Given evidence whose names git would write in quotes, when a member votes on it, then the script says yes."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL, {"größe.md": "Groß.\n", "schöne neue – Welt.csv": "1\n"})
    names = ('what "she" said.txt', "back\\slash.txt", " spaces .md")
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({f"proposals/{DECIDED}/{name}": f"{name}\n" for name in names}, "mo", key="")
    history.git("reset", "-q", "--hard")
    open_it(board, DECIDED)
    board.vote("ben", DECIDED, "approve")
    status, said = sceptic(board.path, f"decisions/{DECIDED}/ballots/ben-1.toml")
    assert (status, said.startswith("yes: ben said approve")) == (0, True), said


def test_an_honest_second_ballot_passes(example: Example) -> None:
    history = tampering(example)
    history.commit({SECOND: second(history)}, "ben")
    assert sceptic(example.path, SECOND)[0] == 0


def two_verdicts(ballot: str | bytes) -> str:
    """A ballot that says abstain, with a line in its reason that reads like another verdict."""
    text = ballot.decode() if isinstance(ballot, bytes) else ballot
    kept = [line for line in text.splitlines() if not line.startswith(("verdict", "reason"))]
    return "\n".join((*kept, '"verdict" = "abstain"', 'reason = """', 'verdict = "approve"', '"""', ""))


TAMPERINGS: dict[str, tuple[str, str, Callable[[History], object]]] = {
    "changed later": (
        "commits touched",
        BALLOT,
        lambda h: h.commit({BALLOT: h.read(BALLOT).decode().replace("approve", "reject")}, "ben"),
    ),
    "signed by somebody else": (
        "is not ben's",
        SECOND,
        lambda h: h.commit({SECOND: second(h)}, "ben", key="mo"),
    ),
    "another verdict inside the reason": (
        "names no verdict",
        SECOND,
        lambda h: h.commit({SECOND: two_verdicts(second(h))}, "ben"),
    ),
    "not signed": ("has the headers", SECOND, lambda h: h.commit({SECOND: second(h)}, "ben", key="")),
    "cast for another": ("is not ben's", SECOND, lambda h: h.commit({SECOND: second(h)}, "mo")),
    "author somebody else": (
        "the author of",
        SECOND,
        lambda h: h.commit({SECOND: second(h)}, "mo", key="ben"),
    ),
    "committer somebody else": (
        "the committer of",
        SECOND,
        lambda h: h.commit({SECOND: second(h)}, "ben", committer="mo"),
    ),
    "signed twice": (
        "has the headers",
        SECOND,
        lambda h: h.commit(
            {SECOND: second(h)}, "ben", change=lambda body: body.replace(b"\n\n", b"\ngpgsig x\n y\n\n", 1)
        ),
    ),
    "another signature header": (
        "has the headers",
        SECOND,
        lambda h: h.commit(
            {SECOND: second(h)}, "ben", change=lambda b: b.replace(b"\n\n", b"\ngpgsig-sha256 x\n\n", 1)
        ),
    ),
    "message changed after signing": (
        "is not ben's",
        SECOND,
        lambda h: h.commit({SECOND: second(h)}, "ben", change=lambda body: body + b"more\n"),
    ),
    "another file beside it": (
        "touches other files",
        SECOND,
        lambda h: h.commit({SECOND: second(h), f"{FOLDER}/ballots/lena-2.toml": "x = 1\n"}, "ben"),
    ),
    "an executable file": (
        "not a plain file",
        SECOND,
        lambda h: h.commit({SECOND: second(h)}, "ben", modes={SECOND: "100755"}),
    ),
    "another repository": (
        "another repository",
        SECOND,
        lambda h: h.commit({SECOND: second(h, repository="ffff")}, "ben"),
    ),
    "another proposal": (
        "is about",
        SECOND,
        lambda h: h.commit({SECOND: second(h, proposal="2026/0001-promote-triage-to-beta")}, "ben"),
    ),
    "another number": (
        "number",
        SECOND,
        lambda h: h.commit({SECOND: second(h).replace("number = 2", "number = 3")}, "ben"),
    ),
    "another text": (
        "never took up",
        SECOND,
        lambda h: h.commit({SECOND: second(h, revision="sha256:" + "0" * 64)}, "ben"),
    ),
    "two names for a text": (
        "not once",
        SECOND,
        lambda h: h.commit({SECOND: second(h) + '[more]\nrevision = "x"\n'}, "ben"),
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_gets_a_no_and_its_reason(example: Example, name: str) -> None:
    words, ballot, tamper = TAMPERINGS[name]
    tamper(tampering(example))
    status, said = sceptic(example.path, ballot)
    assert (status, words in said) == (1, True), said
    assert "yes" not in said


def test_a_suspended_key_and_a_moved_text_are_seen(example: Example) -> None:
    """Given charters and texts nobody may write, then the script still says what it believes them to say."""
    history = tampering(example)
    charter = history.read("board.toml").decode()
    history.commit({"board.toml": charter.replace("[members.ben]\n", "[members.ben]\nsuspended = true\n")}, "ana")
    history.commit({SECOND: second(history)}, "ben")
    status, said = sceptic(example.path, SECOND)
    assert (status, "suspended" in said) == (1, True)


def test_an_honest_ballot_that_was_taken_away_and_put_back_passes(example: Example) -> None:
    """Given a ballot that an outsider deletes and a member restores, then it is ben's still."""
    history = tampering(example)
    kept = history.read(BALLOT)
    history.commit({BALLOT: None}, "eve", key="")
    assert "is not as it was" in sceptic(example.path, BALLOT)[1]
    history.commit({BALLOT: kept}, "lena")
    status, said = sceptic(example.path, BALLOT)
    assert (status, said.startswith("yes: ben said ")) == (0, True), said


def test_a_text_that_never_lay_there_is_missed(example: Example) -> None:
    """Given a docket and a ballot that name the same digest, and no text that has it, then the script says so."""
    history = tampering(example)
    nowhere = "sha256:" + "0" * 64
    docket = history.read(f"{FOLDER}/docket.toml").decode()
    history.commit({f"{FOLDER}/docket.toml": f'{docket}\n[[openings]]\nrevision = "{nowhere}"\n'}, "kim")
    history.commit({SECOND: second(history, revision=nowhere)}, "ben")
    status, said = sceptic(example.path, SECOND)
    assert (status, "no text of" in said) == (1, True), said


def test_a_key_that_two_members_list_speaks_for_neither(example: Example) -> None:
    history = tampering(example)
    charter = history.read("board.toml").decode()
    key = charter.partition("[members.ben]")[2].partition('keys = ["')[2].partition('"')[0]
    assert key.startswith("ssh-")
    history.commit({"board.toml": f'{charter}\n[members.twin]\nname = "Twin"\nkeys = ["{key}"]\n'}, "ana")
    history.commit({SECOND: second(history)}, "ben")
    status, said = sceptic(example.path, SECOND)
    assert (status, "two members share a key" in said) == (1, True), said


def test_a_place_that_is_none_and_a_shallow_clone_are_refused(example: Example, tmp_path: Path) -> None:
    assert sceptic(example.path, "proposals/x.md")[0] == 1
    assert sceptic(example.path, f"{FOLDER}/ballots/nobody-1.toml")[0] == 1
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{example.remote}", str(clone))
    status, said = sceptic(clone, BALLOT)
    assert (status, "shallow" in said) == (1, True)


def test_replaced_objects_do_not_fool_it(example: Example) -> None:
    """Given a replacement that git would show instead of the ballot's commit, then the script looks past it."""
    history = tampering(example)
    commit = git(example.path, "log", "-1", "--format=%H", "origin/main", "--", BALLOT)
    body = history.raw(commit).replace(b"ben", b"bob")
    made = history.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", data=body)
    git(example.path, "update-ref", f"refs/replace/{commit}", made)
    assert sceptic(example.path, BALLOT)[0] == 0
