"""Whatever the bytes are, a reader answers with a value and findings; nothing is raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.ballot import Ballot, Condition
from board.core.charter import Charter, KindRule, Member, Seat, Voting
from board.core.checklist import Applicability, Effect, Option, Question
from board.core.docket import Opening
from board.core.incident import Incident
from board.core.kind import Fact, Kind
from board.core.message import Message
from board.core.proposal import Evidence, Proposal
from board.core.record import FollowUp, Record, RecordBallot, Sum
from board.core.register import RegisterEntry
from board.core.review import View
from board.formats import (
    acts,
    ballots,
    charter,
    checklists,
    dockets,
    followups,
    front,
    incidents,
    kinds,
    messages,
    proposals,
    records,
    registers,
    reviews,
)
from board.formats.read import Read
from tests.soak import count

READERS: dict[str, tuple[Callable[[bytes, str], Read[object]], str]] = {
    "charter": (charter.read_charter, "board.toml"),
    "proposal": (lambda data, path: proposals.read_proposal(data, path, "x"), "proposals/x.md"),
    "head of a proposal": (lambda data, path: proposals.read_head(data, path, "x"), "proposals/x.md"),
    "front matter": (front.split, "x.md"),
    "checklist": (checklists.read_checklist, "checklists/risk.toml"),
    "facts": (kinds.read_facts, "facts.toml"),
    "kind": (lambda data, path: kinds.read_kind(data, path, {}), "kinds/own.toml"),
    "docket": (dockets.read_docket, "decisions/x/docket.toml"),
    "ballot": (ballots.read_ballot, "decisions/x/ballots/ana-1.toml"),
    "answers": (reviews.read_answers, "proposals/x/answers.toml"),
    "review": (reviews.read_review, "decisions/x/reviews/ana.toml"),
    "message": (messages.read_message, "decisions/x/messages/20261006T101500Z-ana.md"),
    "record": (records.read_record, "decisions/x/record.toml"),
    "follow-up": (followups.read_follow_up, "decisions/x/follow-up/0001-proof.toml"),
    "register": (registers.read_register, "registers/models/x.toml"),
    "incident": (incidents.read_incident, "incidents/x.md"),
    "incident as TOML": (incidents.read_incident, "incidents/x.toml"),
    "act": (acts.read_act, "acts/1-ana.toml"),
    "motion": (acts.read_motion, "decisions/x/motions/1.toml"),
    "emergency": (acts.read_emergency, "decisions/x/emergency.toml"),
}

_SHAPES = (Ballot, Condition, Opening, Proposal, Evidence, View, Record, RecordBallot, Sum, FollowUp, Charter, Member)
_MORE = (Voting, KindRule, Seat, Question, Effect, Applicability, Option, Kind, Fact, RegisterEntry, Incident, Message)
_OURS = (
    "openings",
    "views",
    "questions",
    "board",
    "repository",
    "emails",
    "from",
    "until",
    "order",
    "options",
    "author",
)
KEYS = sorted({field.name for shape in (*_SHAPES, *_MORE) for field in fields(shape)} | set(_OURS))
"""The words that readers ask for."""

# Values of every sort under the keys that readers ask for: most files here are of the right shape and of wrong content.
_scalars = ["1", "-1", "true", "0.5", '""', '"x"', '"unknown"', "2026-10-20", "2026-10-08T14:03:11Z", "07:30:00", "nan"]
_values = st.recursive(
    st.sampled_from(
        [*_scalars, "9999-12-31T23:59:59-12:00", r'"\u001b[2J"', '"sha256:0"', "1e400", "99999999999999999999"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=3).map(
            lambda table: "{ " + ", ".join(f"{key} = {value}" for key, value in table.items()) + " }"
        ),
    ),
    max_leaves=8,
)
_tables = st.dictionaries(st.sampled_from(KEYS), _values, max_size=8).map(
    lambda table: "".join(f"{key} = {value}\n" for key, value in table.items())
)
_fences = st.sampled_from(["", "+++\n", "---\n", "\ufeff+++\r\n"])


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_any_bytes_at_all_are_answered(name: str) -> None:
    reader, path = READERS[name]

    @settings(deadline=None, max_examples=count(60, 1_500))
    @given(
        st.one_of(
            st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
        )
    )
    def answered(data: bytes) -> None:
        for whole in (data, b"+++\n" + data + b"\n+++\nx", b"---\n" + data + b"\n---\nx"):
            assert isinstance(reader(whole, path), Read)

    answered()


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_the_right_keys_with_the_wrong_values_are_answered(name: str) -> None:
    reader, path = READERS[name]

    @settings(deadline=None, max_examples=count(60, 1_500))
    @given(_fences, _tables)
    def answered(fence: str, table: str) -> None:
        text = f"{fence}{table}{fence.strip()}\nProse" if fence else table
        read = reader(text.encode(), path)
        assert all(finding.message and finding.code for finding in read.findings)
        assert all(str(finding) for finding in read.findings)

    answered()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "path", ["", "x", "a/b/c/d/e/f.toml", "decisions/x/ballots/ana-99999999999999999999.toml", "\n.md"]
)
def test_any_path_is_answered(name: str, path: str) -> None:
    assert isinstance(READERS[name][0](b"", path), Read)


@pytest.mark.parametrize("name", READERS)
def test_a_refused_file_is_one_finding_and_not_a_list_of_absent_keys(name: str) -> None:
    reader, path = READERS[name]
    data = b"x" + b".x" * 20_000 + b" = 1\n"
    if path.endswith(".md"):
        data = b"+++\n" + data + b"+++\nA text with a heading\n"
    errors = [finding.code for finding in reader(data, path).findings]
    assert errors == ["key-too-deep"]
