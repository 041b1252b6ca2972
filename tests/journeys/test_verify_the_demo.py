"""`board verify` on the worked example: clean, every commit; and for each of ten tamperings the right reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from tests.journeys.command import good
from tests.journeys.conftest import Example
from tests.trust.history import History, Key, signature

BALLOT = "decisions/2026/0015-search-shorter-pieces/ballots/ben-1.toml"
SECOND = BALLOT.replace("ben-1", "ben-2")
DECIDED = "decisions/2026/0001-promote-triage-to-beta"


def tampering(example: Example) -> History:
    """Commits on the demo's own remote-tracking branch, signed with the demo's own keys."""
    keys = example.path / ".git" / "board" / "demo"

    def sign(person: str, message: bytes) -> str:
        key = load_ssh_private_key((keys / person).read_bytes(), None)
        assert isinstance(key, Key)
        return signature(person, message, key=key)

    return History(example.path, "hollowoak.example", sign, ref="refs/remotes/origin/main", clock=1_900_000_000)


def test_every_commit_of_the_demo_verifies_and_the_second_run_starts_at_the_pin(example: Example) -> None:
    history = tampering(example)
    report = good(example("ana")("verify", "--json")).data
    commits = history.git("rev-list", "refs/remotes/origin/main").splitlines()
    strict = history.git("rev-list", "refs/remotes/origin/main", "--", ".", ":(exclude)proposals").splitlines()
    records = history.git("ls-tree", "-r", "--name-only", "refs/remotes/origin/main").splitlines()
    assert (report["commits"], report["strict_commits"]) == (len(commits), len(strict))
    assert report["decisions"] == sum(name.endswith("/record.toml") for name in records)
    assert report["genesis"] == commits[-1]
    assert (report["faults"], report["unproven"], report["notes"]) == ([], [], [])
    assert good(example("ana")("verify", "--json")).data["since"] == commits[0]


def replaced(path: str, old: str, new: str) -> Callable[[History], object]:
    return lambda h: h.commit({path: h.read(path).decode().replace(old, new)}, "ana")


TAMPERINGS: dict[str, tuple[str, Callable[[History], object]]] = {
    "a ballot changed by its member": (
        "file.changed",
        lambda h: h.commit({BALLOT: h.read(BALLOT).decode().replace("approve", "reject")}, "ben"),
    ),
    "a ballot cast for somebody else": ("path.not-yours", lambda h: h.commit({SECOND: h.read(BALLOT)}, "mo")),
    "a ballot copied with its number": ("file.unreadable", lambda h: h.commit({SECOND: h.read(BALLOT)}, "ben")),
    "a ballot without a signature": ("commit.unsigned", lambda h: h.commit({SECOND: h.read(BALLOT)}, "ben", key="")),
    "a ballot signed by an outsider": (
        "signer.unknown",
        lambda h: h.commit({SECOND: h.read(BALLOT)}, "ben", key="jonas-brandt"),
    ),
    "a record edited": ("file.changed", replaced(f"{DECIDED}/record.toml", "tier = ", "level = ")),
    "a decision reworded": ("file.changed", replaced(f"{DECIDED}.md", "beta", "general")),
    "a quorum lowered": ("charter.not-decided", replaced("board.toml", "quorum_seats = 3", "quorum_seats = 1")),
    "a question dropped": ("charter.not-decided", lambda h: h.commit({"checklists/ethics.toml": None}, "ana")),
    "a window shortened": (
        "docket.changed",
        replaced("decisions/2026/0015-search-shorter-pieces/docket.toml", "round = 1", "round = 9"),
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_of_the_demo_has_its_reason(example: Example, name: str) -> None:
    code, tamper = TAMPERINGS[name]
    tamper(tampering(example))
    plain = example("lena")("verify")
    assert (plain.status, f"{code}: " in plain.out) == (1, True)


def test_programs_are_told_the_reason_as_people_are(example: Example) -> None:
    code, tamper = TAMPERINGS["a record edited"]
    tamper(tampering(example))
    ran = example("lena")("verify", "--json")
    assert ran.status == 1
    assert code in {fault["code"] for fault in ran.data["faults"]}
    assert code in example("lena")("verify", "--sarif").out
