"""Records that lie in a false place, or bear a false name, count for nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from board.core.ballot import Ballot, Condition, Verdict
from board.core.finding import Severity
from board.core.record import FollowUp, Outcome, Record, Sum
from board.formats.acts import read_act
from board.formats.ballots import read_ballot, write_ballot
from board.formats.dockets import read_docket
from board.formats.followups import read_follow_up, write_follow_up
from board.formats.messages import message_name, message_name_parts, read_message
from board.formats.records import read_record, read_record_head, write_record
from board.formats.reviews import read_answers

DIGEST = "sha256:" + "0" * 64
BALLOT = Ballot(
    repository="7f3c",
    proposal="2026/0014-a",
    round=1,
    revision=DIGEST,
    charter=DIGEST,
    checklists=DIGEST,
    member="ana",
    seats=("security",),
    number=1,
    verdict=Verdict.APPROVE_WITH_CONDITIONS,
    conditions=(Condition("c1", "Show error rates by language"), Condition("c2", "Train the wards")),
)
PATH = "decisions/2026/0014-a/ballots/ana-1.toml"


def test_a_ballot_in_its_place_counts() -> None:
    read = read_ballot(write_ballot(BALLOT), PATH)
    assert read.value is not None
    assert not read.findings
    assert read_ballot(write_ballot(BALLOT), f"governance/{PATH}").value is not None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (PATH.replace("ana-1", "ben-1"), "odd-name"),
        (PATH.replace("ana-1", "ana-2"), "odd-name"),
        (PATH.replace("ana-1", "ana"), "odd-name"),
        (PATH.replace("0014-a", "0015-b"), "odd-place"),
        (PATH.replace("2026/", "evil-2026/"), "odd-place"),
        (PATH.replace("ballots/", f"ballots/{PATH.removesuffix('ana-1.toml')}"), "odd-place"),
        (f"decisions/2026/0015-b/{PATH}", "odd-place"),
        (PATH.replace("ballots/", "ballots/old/"), "odd-place"),
    ],
)
def test_given_a_ballot_copied_elsewhere_when_read_then_it_does_not_count(path: str, code: str) -> None:
    read = read_ballot(write_ballot(BALLOT), path)
    assert read.value is None
    assert [finding.code for finding in read.findings] == [code]


@pytest.mark.parametrize("number", [10_000, 999_999])
def test_given_a_ballot_with_an_absurd_number_when_read_then_it_does_not_count(number: int) -> None:
    path = PATH.replace("ana-1", f"ana-{number}")
    read = read_ballot(write_ballot(replace(BALLOT, number=number)), path)
    assert read.value is None
    assert [finding.code for finding in read.findings] == ["out-of-range"]
    path = PATH.replace("ana-1", "ana-9999")
    assert read_ballot(write_ballot(replace(BALLOT, number=9_999)), path).value is not None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("decisions/2026/0015-b/record.toml", "odd-place"),
        ("decisions/2026/0014-a/old/record.toml", "odd-place"),
        ("decisions/2026/0015-b/rounds/2.toml", "odd-place"),
        ("decisions/2026/0014-a/rounds/x/2.toml", "odd-place"),
        ("decisions/2026/0014-a/rounds/3.toml", "odd-name"),
    ],
)
def test_given_a_record_copied_elsewhere_when_read_then_it_decides_nothing(path: str, code: str) -> None:
    data = write_record(Record("2026/0014-a", 2, Outcome.APPROVED, 1, None, "ana", "", Sum(*[0] * 9, sentence="")))
    for reader in (read_record, read_record_head):
        read = reader(data, path)
        assert read.value is None
        assert [(finding.code, finding.severity) for finding in read.findings] == [(code, Severity.ERROR)]
        for own in ("record.toml", "rounds/2.toml"):
            assert reader(data, f"governance/decisions/2026/0014-a/{own}").value is not None


@pytest.mark.parametrize(
    ("old", "new", "code", "part"),
    [
        ('verdict = "approve-with-conditions"', 'verdict = "aprove"', "unknown-word", "verdict"),
        ('verdict = "approve-with-conditions"\n', "", "missing", "verdict"),
        ("round = 1", "round = true", "wrong-type", "round"),
        ("round = 1", "round = 0", "out-of-range", "round"),
        ("number = 1", "number = -1", "out-of-range", "number"),
        (f'revision = "{DIGEST}"', 'revision = ""', "missing", "revision"),
        ("schema = 1", "schema = 2", "newer-form", "schema"),
        ('member = "ana"', 'member = ["ana"]', "wrong-type", "member"),
        ('repository = "7f3c"\n', "", "missing", "repository"),
    ],
)
def test_given_a_ballot_without_what_binds_it_when_read_then_it_does_not_stand(
    old: str, new: str, code: str, part: str
) -> None:
    data = write_ballot(BALLOT).decode()
    assert old in data
    read = read_ballot(data.replace(old, new).encode(), PATH)
    assert read.value is None
    assert (code, part) in [(finding.code, finding.where.part) for finding in read.findings]


def test_a_mistake_in_a_condition_is_named_as_people_say_it() -> None:
    data = write_ballot(BALLOT) + b'due = "soon"\n'
    (finding,) = read_ballot(data, PATH).findings
    assert (finding.where.part, finding.where.line) == ("condition 2, due", data.count(b"\n"))
    assert finding.message == "“due” should be a date such as 2026-10-20, but is the text “soon”."


def test_an_unknown_verdict_gets_a_guess() -> None:
    data = write_ballot(replace(BALLOT, verdict=Verdict.APPROVE)).replace(b'"approve"', b'"aprove"')
    assert read_ballot(data, PATH).findings[0].fix == "Did you mean “approve”?"


def test_an_opening_without_a_digest_is_left_out_and_named() -> None:
    data = f'[[openings]]\nround = 1\nrevision = "{DIGEST}"\ntier = "high"\n'.encode()
    read = read_docket(data, "decisions/x/docket.toml")
    assert read.value.openings == ()
    assert "opening 1, charter" in [finding.where.part for finding in read.findings]


def test_a_docket_never_goes_back_a_round() -> None:
    bound = "".join(f'{name} = "{DIGEST}"\n' for name in ("revision", "charter", "checklists"))
    opening = f'[[openings]]\nround = %d\n{bound}tier = "high"\n'
    read = read_docket((opening % 2 + opening % 1).encode(), "decisions/x/docket.toml")
    assert [finding.code for finding in read.findings] == ["round-backwards"]


def test_of_two_answers_the_last_stands_and_it_is_said() -> None:
    data = b'[[answers]]\nquestion = "R-01"\nvalue = "yes"\n[[answers]]\nquestion = "R-01"\nvalue = ["no", true, 3]\n'
    read = read_answers(data, "proposals/x/answers.toml")
    assert [answer.value for answer in read.value] == [("no", "yes", "3")]
    assert [(finding.code, finding.where.line) for finding in read.findings] == [("duplicate-id", 5)]


def test_a_message_is_named_for_its_time_and_member() -> None:
    at = datetime(2026, 10, 6, 10, 15, tzinfo=UTC)
    assert message_name(at, "ana") == "20261006T101500Z-ana.md"
    assert message_name_parts("20261006T101500Z-ana-b.md") == (at, "ana-b")
    for odd in ("20261306T101500Z-ana.md", "20261006-ana.md", "20261006T101500Z-.md", "x"):
        assert message_name_parts(odd) is None


def test_a_reply_must_say_to_what() -> None:
    read = read_message(b'+++\nkind = "reply"\n+++\nYes.\n', "decisions/x/messages/20261006T101500Z-ana.md")
    assert [finding.where.part for finding in read.findings] == ["re"]
    assert read.value.text == "Yes."


def test_hidden_characters_in_a_message_are_reported() -> None:
    data = "+++\nkind = 'question'\n+++\nSafe\u202etext".encode()
    read = read_message(data, "decisions/x/messages/20261006T101500Z-ana.md")
    assert [(finding.code, finding.where.line) for finding in read.findings] == [("hidden-characters", 4)]


def test_a_record_without_an_outcome_does_not_stand() -> None:
    record = Record("x", 1, Outcome.APPROVED, 1, None, "kim", "", Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "Three of four."))
    data = write_record(record)
    assert read_record(data, "decisions/x/record.toml").value == record
    for broken in (data.replace(b'"approved"', b'"aproved"'), data.replace(b'id = "x"', b'id = ""'), b"\x00"):
        read = read_record(broken, "decisions/x/record.toml")
        assert read.value is None
        assert read.findings


def test_a_negative_or_untrue_number_in_a_sum_is_reported() -> None:
    record = Record("x", 1, Outcome.APPROVED, 1, None, "kim", "", Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "Three of four."))
    data = write_record(record).replace(b"yes = 3", b"yes = -3").replace(b"present = 4", b"present = true")
    found = {finding.where.part: finding.code for finding in read_record(data, "decisions/x/record.toml").findings}
    assert found == {"sum, yes": "out-of-range", "sum, present": "wrong-type"}


def test_a_follow_up_must_bear_its_kind_in_its_name() -> None:
    data = write_follow_up(FollowUp(1, "proof", "mo", condition="c1"))
    assert read_follow_up(data, "decisions/x/follow-up/0001-proof.toml").value is not None
    renamed = read_follow_up(data, "decisions/x/follow-up/0001-waiver.toml")
    assert [finding.code for finding in renamed.findings] == ["odd-name"]
    assert read_follow_up(data, "decisions/x/follow-up/party.toml").value is None


def test_an_act_needs_the_digest_it_agrees_to() -> None:
    assert read_act(b'path = "board.toml"\n', "acts/1-ana.toml").value is None
    removal = read_act(b'path = "board.toml"\nsha256 = ""\n', "acts/1-ana.toml").value
    assert removal is not None
    assert (removal.number, removal.member, removal.sha256) == (1, "ana", "")
