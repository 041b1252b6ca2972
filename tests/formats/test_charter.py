"""The charter: defaults filled in, every contradiction found, and a starter that reads back the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.charter import Charter, KindRule, Member, Seat, Voting
from board.core.finding import Severity
from board.core.rules import PATHS, default_kinds, default_seats
from board.formats.charter import SIGNING, read_charter, starter_charter, write_charter
from tests.formats import strategies as some
from tests.soak import count

SMALL = """\
rules = 1
[board]
name = "Board"
timezone = "Europe/Berlin"
holidays = [2026-12-25]
[repository]
id = "7f3c"
[members.ana]
name = "Ana Lindqvist"
emails = ["ana@hollowoak.example"]
keys = ["ssh-ed25519 AAAAana ana"]
seats = ["security", "engineering"]
roles = ["chair"]
from = 2026-01-01
[members.ben]
name = "Ben Okafor"
emails = ["ben@hollowoak.example"]
keys = ["ssh-ed25519 AAAAben"]
seats = ["product", "legal", "ethics"]
roles = ["secretary", "sponsor"]
[members.cleo]
name = "Cleo Berg"
emails = ["cleo@hollowoak.example"]
keys = ["ssh-ed25519 AAAAcleo"]
alternate = ["legal"]
"""


def _codes(text: str) -> list[str]:
    return [finding.code for finding in read_charter(text.encode()).findings]


def test_what_is_not_written_has_the_default_of_rules_1() -> None:
    read = read_charter(SMALL.encode())
    assert not read.findings
    charter = read.value
    assert charter.seats == default_seats()
    assert charter.kinds == default_kinds()
    assert charter.voting == Voting()
    assert (charter.branch, charter.root, charter.signing, charter.rings) == ("main", ".", "required", Charter().rings)
    assert charter.holidays == (date(2026, 12, 25),)
    ana = charter.member("ana")
    assert ana is not None
    assert (ana.name, ana.seats, ana.roles, ana.start) == (
        "Ana Lindqvist",
        ("security", "engineering"),
        ("chair",),
        date(2026, 1, 1),
    )


def test_a_kind_changes_only_what_it_writes() -> None:
    text = SMALL + '[kinds.model-adopt]\nexpires_days = 90\n[kinds.house-rule]\npath = "consent"\n'
    kinds = read_charter(text.encode()).value.kinds
    usual = default_kinds()["model-adopt"]
    assert kinds["model-adopt"].expires_days == 90
    assert kinds["model-adopt"].must_sign == usual.must_sign
    assert kinds["model-adopt"].expires_when == usual.expires_when
    assert kinds["house-rule"].path == "consent"
    assert kinds["house-rule"].must_sign == ("engineering", "security", "product", "legal")


def test_an_own_majority_means_strictly_more_unless_it_says_at_least() -> None:
    kinds = read_charter((SMALL + "[kinds.charter-change]\nmajority = [3, 4]\n").encode()).value.kinds
    assert (kinds["charter-change"].majority, kinds["charter-change"].majority_at_least) == ((3, 4), False)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("rules = 1", "rules = 2", "newer-rules", 1),
        ("[board]", "[board]\nfacts = 4", "newer-facts", 3),
        ("rules = 1", "rules = true", "wrong-type", 1),
        ("rules = 1\n", "", "missing", 0),
        ('"Board"', "7", "wrong-type", 3),
        ("Europe/Berlin", "Europe/Atlantis", "odd-timezone", 4),
        ("[2026-12-25]", '["Christmas"]', "wrong-type", 5),
        ('id = "7f3c"', 'root = "/etc"', "odd-root", 7),
        ('id = "7f3c"', 'id = "7f3c"\nroot = "../up"', "odd-root", 8),
        ('id = "7f3c"', 'id = "7f3c"\nsigning = "maybe"', "unknown-word", 8),
        ("[members.ana]", '[members."Ana L"]', "odd-name", 8),
        ("from = 2026-01-01", 'from = "soon"', "wrong-type", 14),
        ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01", "odd-term", 15),
        ('roles = ["chair"]', 'roles = ["char"]', "unknown-word", 13),
        ('"ssh-ed25519 AAAAben"', '"ssh-ed25519 AAAAana other comment"', "shared-key", 18),
        ('"ssh-ed25519 AAAAben"', '"ssh-ed25519"', "odd-key", 18),
        ('"ssh-ed25519 AAAAben"', '"-----BEGIN OPENSSH PRIVATE KEY-----"', "private-key", 18),
        ('"ben@hollowoak.example"', '" ANA@hollowoak.example"', "shared-email", 17),
        ('"legal", "ethics"', '"legal", "ethics", "secruity"', "unknown-seat", 19),
        ('"legal", "ethics"', '"legal", "ethics", "security"', "two-holders", 19),
        ('"legal", "ethics"', '"legal"', "vacant-seat", 0),
        ("[members.ana]", '[rings]\norder = ["lab", "pilot", "all"]\n[members.ana]', "own-ring", 9),
    ],
)
def test_given_a_mistake_when_the_charter_is_read_then_it_is_named_with_its_line(
    old: str, new: str, code: str, line: int
) -> None:
    assert old in SMALL
    read = read_charter(SMALL.replace(old, new).encode())
    assert (code, line) in [(finding.code, finding.where.line) for finding in read.findings]


@pytest.mark.parametrize(
    ("voting", "code"),
    [
        ("majority = [1, 1]", "odd-majority"),
        ("majority = [0, 2]", "odd-majority"),
        ("majority = [-1, 2]", "odd-majority"),
        ("majority = 0.5", "wrong-type"),
        ("majority = [true, 2]", "wrong-type"),
        ("quorum_seats = true", "wrong-type"),
        ("quorum_seats = 9", "quorum-too-large"),
        ("quorum_seats_high = 6", "quorum-too-large"),
        ("quorum_people = 4", "quorum-too-large"),
        ("quorum_people = 3", "proposers-stuck"),
        ("quorum_people = 1", "out-of-range"),
        ("window_working_days = -1", "out-of-range"),
        ("hide_ballots_until_cast = 1", "wrong-type"),
        ("quorum_saets = 3", "unknown-key"),
    ],
)
def test_given_an_impossible_rule_when_the_charter_is_read_then_it_is_named(voting: str, code: str) -> None:
    (finding,) = read_charter((SMALL + f"[voting]\n{voting}\n").encode()).findings
    assert (finding.code, finding.where.line) == (code, 27)


def test_an_unknown_key_is_a_note_with_a_guess() -> None:
    (note,) = read_charter((SMALL + "[voting]\nquorum_saets = 3\n").encode()).findings
    assert (note.severity, note.fix) == (Severity.NOTE, "Did you mean “quorum_seats”?")


def test_every_mistake_is_reported_at_once() -> None:
    broken = SMALL.replace("AAAAben", "AAAAana").replace("Europe/Berlin", "Nowhere").replace('"legal"', '"lega"')
    assert set(_codes(broken)) == {"shared-key", "odd-timezone", "unknown-seat", "vacant-seat"}


def test_one_person_after_another_in_a_seat_is_no_fault() -> None:
    text = SMALL + '[members.eve]\nname = "Eve"\nseats = ["security"]\nfrom = 2025-01-01\nuntil = 2025-12-31\n'
    assert _codes(text) == []


def test_no_chair_is_an_error_unless_a_secretary_presides() -> None:
    (finding,) = read_charter(SMALL.replace('["chair"]', "[]").encode()).findings
    assert (finding.code, finding.severity) == ("no-chair", Severity.WARNING)
    nobody = SMALL.replace('["chair"]', "[]").replace('"secretary", ', "")
    found = {finding.code: finding.severity for finding in read_charter(nobody.encode()).findings}
    assert found == {"no-chair": Severity.ERROR, "no-secretary": Severity.WARNING}


@pytest.mark.parametrize("role", ["secretary", "sponsor"])
def test_an_office_that_nobody_holds_is_a_warning(role: str) -> None:
    (finding,) = read_charter(SMALL.replace(f'"{role}"', '"observer"').encode()).findings
    assert (finding.code, finding.severity) == (f"no-{role}", Severity.WARNING)
    assert finding.why and finding.fix


@pytest.mark.parametrize(
    ("written", "fine", "code"),
    [
        ("[voting]\nwindow_working_days = 2", "[voting]\nwindow_working_days = 3", "short-window"),
        ("[voting]\nmajority = [1, 100]", "[voting]\nmajority = [1, 2]", "weak-majority"),
        ("[voting]\ndeferrals = 99", "[voting]\ndeferrals = 2", "many-deferrals"),
        ("[kinds.use-change]\nmajority = [2, 5]", "[kinds.use-change]\nmajority = [3, 5]", "weak-majority"),
    ],
)
def test_a_rule_that_lets_few_decide_in_no_time_or_never_is_a_warning(written: str, fine: str, code: str) -> None:
    (finding,) = read_charter(f"{SMALL}{written}\n".encode()).findings
    assert (finding.code, finding.severity, finding.where.line) == (code, Severity.WARNING, 27)
    assert finding.fix
    assert _codes(f"{SMALL}{fine}\n") == []


def test_a_board_on_which_nothing_that_a_member_proposes_is_ever_decided_is_told_so() -> None:
    """Given two who can vote and a quorum of two, then what one of them proposes has one voter left."""
    two = SMALL.partition("[members.cleo]")[0]
    assert _codes(two) == ["proposers-stuck"]
    assert _codes(f"{two}[voting]\nproposer_may_vote = true\n") == []
    assert _codes(SMALL) == []


def test_a_kind_signed_by_an_unknown_seat_is_named() -> None:
    text = SMALL + '[kinds.model-adopt]\nmust_sign = ["legla"]\n[kinds.use-change.path_when]\nnonsense = "vote"\n'
    found = {finding.code: finding for finding in read_charter(text.encode()).findings}
    assert found["unknown-seat"].fix == "Did you mean “legal”?"
    assert "odd-case" in found


def test_a_broken_file_is_one_finding_and_a_charter_without_members() -> None:
    read = read_charter(b"rules = \n")
    assert [finding.code for finding in read.findings] == ["not-toml"]
    assert read.value.members == ()


FOUNDER = Member(
    "ana", "Ana Lindqvist", ("ana@hollowoak.example",), ("ssh-ed25519 AAAA",), ("security",), (), ("chair",)
)


def test_a_starter_charter_reads_back_and_shows_every_rule_with_its_comment() -> None:
    data = starter_charter(
        name="Board", members=[FOUNDER], repository="7f3c", timezone="Europe/Berlin", root="governance"
    )
    read = read_charter(data)
    lacking = {"vacant-seat", "quorum-too-large", "no-secretary", "no-sponsor"}
    assert {finding.code for finding in read.findings} == lacking, "who founds it begins alone"
    assert Severity.ERROR not in {finding.severity for finding in read.findings}
    assert (read.value.members, read.value.kinds, read.value.root) == ((FOUNDER,), default_kinds(), "governance")
    lines = data.decode().split("\n")
    start = lines.index("[voting]")
    rules = lines[start + 1 : lines.index("", start)]
    assert len(rules) == len(Voting.__dataclass_fields__)
    assert all("  # " in line for line in rules)


_members = st.lists(
    st.builds(
        Member,
        id=st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
        name=some.said,
        emails=some.lists,
        keys=some.lists,
        seats=some.lists,
        alternate=some.lists,
        roles=st.lists(st.sampled_from(["chair", "secretary"]), max_size=2).map(tuple),
        start=some.optional(some.days),
        end=some.optional(some.days),
        suspended=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda member: member.id,
).map(tuple)


@settings(deadline=None, max_examples=count(60, 1_500))
@given(
    st.builds(
        Charter,
        name=some.said,
        timezone=st.sampled_from(["UTC", "Europe/Berlin"]),
        holidays=st.lists(some.days, max_size=2).map(tuple),
        repository=some.said,
        branch=some.said,
        root=st.sampled_from([".", "governance", "a/b"]),
        signing=st.sampled_from(SIGNING),
        example=st.booleans(),
        seats=st.just((Seat("engineering", "Engineering"), Seat("ethics", "Ethics", "tier-high"))),
        members=_members,
        voting=st.builds(Voting, st.integers(1, 9), st.integers(1, 9), st.integers(2, 9), st.just((2, 3))),
        kinds=st.builds(
            lambda path, days: {
                **default_kinds(),
                "own": KindRule("own", ("legal",), path=path, expires_days=days),
            },
            st.sampled_from(PATHS),
            st.integers(0, 400),
        ),
        rings=st.just(("sandbox", "general")),
        publish_names=st.booleans(),
    )
)
def test_any_charter_reads_back_from_its_commented_text(charter: Charter) -> None:
    data = write_charter(charter)
    assert read_charter(data).value == charter
    assert write_charter(charter) == data
