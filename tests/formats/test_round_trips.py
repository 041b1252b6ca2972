"""What is written reads back the same, and the same value gives the same bytes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.act import Act, Emergency, Motion
from board.core.ballot import Ballot
from board.core.digest import sha256
from board.core.docket import Docket, Opening
from board.core.finding import Severity
from board.core.incident import Incident
from board.core.layout import Layout
from board.core.message import Message
from board.core.proposal import Proposal, Tier
from board.core.record import FollowUp, Record
from board.core.register import Lineage, RegisteredFile, RegisterEntry
from board.core.review import Answer, Review
from board.formats import acts, followups, incidents, messages, proposals, registers
from board.formats.ballots import read_ballot, write_ballot
from board.formats.dockets import append_opening, read_docket, write_docket
from board.formats.read import Read
from board.formats.records import read_record, read_record_head, write_record
from board.formats.reviews import read_answers, read_review, write_answers, write_review
from tests.formats import strategies as some
from tests.soak import count

LAYOUT = Layout()
checked = settings(deadline=None, max_examples=count(60, 1_500))


def _errors(read: Read[object]) -> list[str]:
    return [str(finding) for finding in read.findings if finding.severity is Severity.ERROR]


@checked
@given(some.ballots)
def test_a_ballot_reads_back_as_it_was_cast(ballot: Ballot) -> None:
    data = write_ballot(ballot)
    path = LAYOUT.ballot(ballot.proposal, ballot.member, ballot.number)
    read = read_ballot(data, path)
    assert read.value == replace(ballot, path=path, sha256=sha256(data))
    assert not _errors(read)
    assert write_ballot(ballot) == data
    assert b"\r" not in data


@checked
@given(some.dockets)
def test_a_docket_reads_back_and_openings_are_only_added(docket: Docket) -> None:
    path = LAYOUT.file("0007-flat", "docket.toml")
    data = write_docket(docket)
    assert read_docket(data, path).value == docket
    longer = append_opening(data, docket.openings[-1])
    assert longer.startswith(data.rstrip(b"\n"))
    assert read_docket(longer, path).value == Docket((*docket.openings, docket.openings[-1]))


def test_adding_an_opening_keeps_what_the_program_does_not_know() -> None:
    before = b"# taken up in the May meeting\n[[openings]]\nround = 1\nminutes = 'page 3'\n"
    digest = "sha256:" + "0" * 64
    assert append_opening(before, Opening(1, digest, digest, digest, Tier.HIGH)).startswith(before)


@checked
@given(some.answers)
def test_answers_read_back(answers: tuple[Answer, ...]) -> None:
    read = read_answers(write_answers(answers), "proposals/x/answers.toml")
    assert read.value == answers
    assert not read.findings


@checked
@given(some.reviews)
def test_a_review_reads_back_and_its_member_comes_from_the_name(review: Review) -> None:
    data = write_review(review)
    read = read_review(data, LAYOUT.review("x", review.member))
    assert read.value == replace(review, digest=sha256(data))
    assert not read.findings


@checked
@given(some.sent)
def test_a_message_reads_back_and_its_author_and_time_come_from_the_name(message: Message) -> None:
    assert message.sent_at is not None
    name = messages.message_name(message.sent_at, message.author)
    read = messages.read_message(messages.write_message(message), LAYOUT.file("x", f"messages/{name}"))
    assert read.value == replace(message, file=name)


@checked
@given(some.records)
def test_a_record_reads_back(record: Record) -> None:
    data = write_record(record)
    read = read_record(data, LAYOUT.file(record.id, "record.toml"))
    assert read.value == record
    assert not _errors(read)
    assert write_record(record) == data


@checked
@given(some.follow_ups)
def test_a_follow_up_reads_back(follow_up: FollowUp) -> None:
    name = followups.follow_up_name(follow_up.number, follow_up.kind)
    read = followups.read_follow_up(followups.write_follow_up(follow_up), LAYOUT.file("x", f"follow-up/{name}"))
    assert read.value == follow_up
    assert not read.findings


@checked
@given(some.proposed)
def test_a_proposal_reads_back_facts_evidence_and_prose(proposal: Proposal) -> None:
    data = proposals.write_proposal(proposal)
    read = proposals.read_proposal(data, LAYOUT.proposal(proposal.id), proposal.id)
    body = proposal.body.replace("\r\n", "\n")
    assert read.value == replace(proposal, body=body, body_line=read.value.body_line)
    assert data.decode().split("\n")[read.value.body_line - 1 :] == body.split("\n")
    head = proposals.read_head(data, LAYOUT.proposal(proposal.id), proposal.id)
    assert head.value == replace(read.value, body="")


@checked
@given(some.numbers, some.handles, some.said, some.digests, some.texts)
def test_acts_motions_and_emergencies_read_back(number: int, member: str, text: str, digest: str, reason: str) -> None:
    act = Act(number, member, text, digest, reason)
    assert acts.read_act(acts.write_act(act), f"acts/{number}-{member}.toml").value == act
    motion = Motion(number, "lower-tier", member, text, reason, None, 2, "legal", "lena-1.toml")
    data, where = acts.write_motion(motion), f"decisions/x/motions/{number}.toml"
    assert acts.read_motion(data, where).value == replace(motion, path=where, sha256=sha256(data))
    emergency = Emergency("stop", text, member)
    assert acts.read_emergency(acts.write_emergency(emergency), "decisions/x/emergency.toml").value == emergency


@checked
@given(some.said, some.texts, some.digests, some.lists)
def test_register_entries_read_back(name: str, text: str, digest: str, listed: tuple[str, ...]) -> None:
    entry = RegisterEntry(
        id="triage",
        sort="models",
        name=name,
        version="2.1.0",
        owner=text,
        licence="Apache-2.0",
        sha256=digest,
        fallback=text,
        files=(RegisteredFile("model.safetensors", digest, 91_000_000, "safetensors"),),
        lineage=(Lineage("minilm", "1", "finetune"),),
        used_for=listed,
        tags=listed,
    )
    assert registers.read_register(registers.write_register(entry), "registers/models/triage.toml").value == entry


@checked
@given(some.said, some.days, some.lists)
def test_incidents_read_back(title: str, day: object, tags: tuple[str, ...]) -> None:
    incident = Incident("0003", title, day, "SEV2", "closed", "In short.", ("triage",), tags, (), "incidents/0003.md")  # type: ignore[arg-type]  # drawn text
    read = incidents.read_incident(incidents.write_incident(incident, "What happened.\n"), incident.path)
    assert read.value == incident


def test_a_review_written_again_keeps_keys_of_a_later_program() -> None:
    before = b'sealed = true\n[[views]]\nquestion = "R-01"\nview = "agree"\nweight = 3\n'
    review = read_review(before, "decisions/x/reviews/ana.toml").value
    after = write_review(review, before)
    assert b"sealed = true" in after
    assert b"weight = 3" in after
    assert read_review(after, "decisions/x/reviews/ana.toml").value.views == review.views


@checked
@given(some.records)
def test_the_head_of_a_record_is_the_record_without_sum_and_ballots(record: Record) -> None:
    """Given any record, when only its head is read, then all but the sum and the ballots is as in the whole."""
    data = write_record(record)
    whole, head = read_record(data, "record.toml"), read_record_head(data, "record.toml")
    assert whole.value is not None and head.value is not None
    assert replace(head.value, sum=whole.value.sum, ballots=whole.value.ballots) == whole.value
    assert head.findings == whole.findings


@settings(deadline=None, max_examples=count(200, 5_000))
@given(some.records, st.data())
def test_a_damaged_record_stands_or_falls_alike_with_and_without_its_tail(record: Record, data: st.DataObject) -> None:
    """Given a record with a line lost, doubled or overwritten, then its head is read only where the whole would be."""
    lines = write_record(record).decode("utf-8", "replace").split("\n")
    at, source = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
    odd = data.draw(st.sampled_from(["", "x = [", "]", 'x = """', "x = [ # ]", "[sum]", "[[ballots]]", "ballots = []"]))
    lines[at : at + data.draw(st.integers(0, 1))] = data.draw(st.sampled_from([[], [lines[source]], [odd]]))
    damaged = "\n".join(lines).encode("utf-8", "replace")
    whole, head = read_record(damaged, "record.toml"), read_record_head(damaged, "record.toml")
    assert (whole.value is None) == (head.value is None)
    if whole.value is not None and head.value is not None:
        assert replace(head.value, sum=whole.value.sum, ballots=whole.value.ballots) == whole.value
    assert head.findings == whole.findings
