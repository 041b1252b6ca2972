"""Values of every sort that a governed repository holds, for tests that write and read them again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from board.core.ballot import INTERESTS, STOP_GROUNDS, Ballot, Condition, Verdict
from board.core.docket import Docket, Opening
from board.core.message import Message
from board.core.proposal import Artefact, Evidence, Proposal, Tier
from board.core.record import FollowUp, Outcome, Record, RecordBallot, Sum
from board.core.review import CONFIDENCES, VIEWS, Answer, Review, View
from board.formats import followups, messages, proposals

# Text in any script, with controls and quotes; only CR LF is left out, which is written as LF.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: "\r\n" not in text)
said = texts.filter(bool)
long_texts = st.one_of(
    texts, st.just("A paragraph without an end. " * 300), st.just('Quotes """ and \\ on\ntwo lines\n')
)
handles = st.from_regex(r"[a-z][a-z0-9._-]{0,10}", fullmatch=True)
digests = st.sampled_from(["sha256:" + letter * 64 for letter in "0a9f"])
ids = st.sampled_from(["2026/0014-triage-to-beta", "0007-flat", "beta/x", "Größe"])
numbers = st.integers(min_value=1, max_value=999)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
lists = st.lists(said, max_size=3).map(tuple)
values = st.one_of(st.just(()), said.map(lambda one: (one,)), st.lists(said, min_size=2, max_size=4).map(tuple))


def optional(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """The strategy, or None."""
    return st.one_of(st.none(), strategy)


conditions = st.lists(
    st.builds(
        Condition,
        id=handles,
        text=long_texts.filter(bool),
        owner=texts,
        due=optional(days),
        proof=texts,
        verifier=texts,
        consequence=texts,
    ),
    max_size=3,
    unique_by=lambda condition: condition.id,
).map(tuple)

ballots = st.builds(
    Ballot,
    repository=said,
    proposal=ids,
    round=numbers,
    revision=digests,
    charter=digests,
    checklists=digests,
    policy=digests,
    review=st.one_of(st.just(""), digests),
    member=handles,
    seats=st.lists(handles, min_size=1, max_size=2).map(tuple),
    number=numbers,
    previous=st.one_of(st.just(""), digests),
    verdict=st.sampled_from(Verdict),
    reason=long_texts,
    cast_at=optional(moments),
    conditions=conditions,
    changes=lists,
    ground=st.sampled_from(["", *STOP_GROUNDS]),
    evidence=lists,
    clears=texts,
    interest=st.sampled_from(["", *INTERESTS]),
    motion=st.sampled_from(["", "1"]),
)

dockets = st.lists(
    st.builds(
        Opening,
        round=numbers,
        revision=digests,
        charter=digests,
        checklists=digests,
        policy=digests,
        tier=st.sampled_from(Tier),
        opened_by=texts,
        opened_at=optional(moments),
        window_ends=optional(days),
    ),
    min_size=1,
    max_size=3,
).map(lambda openings: Docket(tuple(sorted(openings, key=lambda opening: opening.round))))

answers = st.lists(
    st.builds(
        Answer,
        question=handles,
        value=values,
        note=long_texts,
        evidence=lists,
        confidence=st.sampled_from(["", *CONFIDENCES]),
        prefilled=handles,
        confirmed_by=handles,
    ),
    max_size=4,
    unique_by=lambda answer: answer.question,
).map(tuple)

reviews = st.builds(
    Review,
    member=handles,
    views=st.lists(
        st.builds(
            View,
            question=handles,
            seat=texts,
            view=st.sampled_from(["", *VIEWS]),
            value=values,
            note=long_texts,
            evidence=lists,
            confidence=st.sampled_from(["", *CONFIDENCES]),
        ),
        max_size=4,
        unique_by=lambda view: view.question,
    ).map(tuple),
    updated_at=optional(moments),
)

sent = st.builds(
    Message,
    file=st.just(""),
    author=handles,
    kind=st.sampled_from(messages.KINDS),
    text=said.map(lambda text: text.replace("\r", "").strip("\n")).filter(bool),
    to=texts,
    about=texts,
    re=texts,
    sent_at=moments,
)

records = st.builds(
    Record,
    id=ids,
    round=numbers,
    outcome=st.sampled_from(Outcome),
    rules=numbers,
    decided_at=optional(moments),
    decided_by=texts,
    base=texts,
    sum=st.builds(Sum, *[st.integers(0, 9)] * 9, sentence=texts),
    title=texts,
    kind=texts,
    tier=texts,
    ring=texts,
    proposer=texts,
    reason=long_texts,
    ballots=st.lists(
        st.builds(
            RecordBallot,
            path=said,
            sha256=digests,
            member=said,
            seats=lists,
            verdict=st.sampled_from(Verdict),
            counted=st.booleans(),
            why_not=texts,
        ),
        max_size=3,
    ).map(tuple),
    digests=st.dictionaries(handles, digests, max_size=4),
    artefacts=st.lists(st.builds(Artefact, id=said, version=texts, sha256=texts), max_size=2).map(tuple),
    expires=optional(days),
    conditions=conditions,
    supersedes=texts,
    ratifies=texts,
    previous=st.one_of(st.just(""), digests),
    residual_band=texts,
    pack_version=texts,
    checklist_versions=st.dictionaries(handles, texts, max_size=3),
    render=numbers,
)

follow_ups = st.builds(
    FollowUp,
    number=numbers,
    kind=st.sampled_from(followups.KINDS),
    member=said,
    text=long_texts,
    condition=said,
    at=optional(moments),
    evidence=lists,
)

facts = st.dictionaries(
    st.one_of(handles, said),
    st.one_of(
        said,
        st.booleans(),
        st.integers(-(2**62), 2**62),
        st.floats(allow_nan=False, allow_infinity=False),
        st.lists(said, min_size=1, max_size=3),
        st.lists(st.fixed_dictionaries({"id": said, "version": said}), min_size=1, max_size=2),
        st.just("three lines\n+++\nof text"),
    ),
    max_size=4,
)

proposed = st.builds(
    Proposal,
    id=ids,
    title=st.from_regex(r"[A-Za-zÄ-ž][A-Za-zÄ-ž0-9 ]{0,30}[a-z]", fullmatch=True).map(
        lambda title: " ".join(title.split())
    ),
    kind=said,
    state=st.sampled_from(proposals.STATES),
    proposer=said,
    created=texts,
    supersedes=texts,
    facts=facts,
    evidence=st.lists(
        st.builds(
            Evidence,
            id=handles,
            title=texts,
            path=texts,
            url=texts,
            sha256=st.one_of(st.just(""), digests),
            held_by=texts,
            dated=texts,
            answers=lists,
        ),
        max_size=3,
        unique_by=lambda evidence: evidence.id,
    ).map(tuple),
    body=long_texts,
)
