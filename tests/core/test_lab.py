"""The charter lab: past ballots under other rules, with the rule that makes the difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from board.core.case import Case
from board.core.charter import Charter, KindRule, Seat, Voting
from board.core.docket import Docket
from board.core.lab import Comparison, compare, rule_changes, with_rules
from board.core.record import Outcome, Record
from board.core.tally import tally
from tests.core.building import AFTER, OPENING, PLAIN, SEATS, ballot, case, charter

DECIDED = datetime(2026, 10, 13, 10, tzinfo=UTC)


def record(of: Case, outcome: Outcome | None = None, **values: object) -> Record:
    """The record the board wrote on that day."""
    sums = tally(of, AFTER)
    made = Record(of.id, of.round, outcome or sums.outcome, 1, DECIDED, "ana", "", sums.sum, kind=of.proposal.kind)
    return replace(made, **values)  # type: ignore[arg-type]  # tests name the fields they change


def tried(of: Case, other: Charter, **values: object) -> Comparison:
    return compare(of, record(of, **values), other)  # type: ignore[arg-type]  # an outcome, or fields of a record


def rules(**numbers: object) -> Charter:
    return charter(rule=PLAIN, voting=Voting(**numbers))  # type: ignore[arg-type]  # names of [voting]


THREE_SPOKE = case(ballot("ana"), ballot("ben"), ballot("chiara"))


def test_the_same_rules_change_nothing() -> None:
    found = tried(THREE_SPOKE, charter(rule=PLAIN))
    assert not found.differs
    assert found.then == found.other
    assert (found.because, found.notes) == ((), ())


def test_a_larger_quorum_turns_a_yes_into_no_quorum_and_is_named_with_both_sentences() -> None:
    found = tried(THREE_SPOKE, rules(quorum_seats=4))
    assert found.differs
    assert (found.then.outcome, found.other.outcome) == (Outcome.APPROVED, Outcome.NO_QUORUM)
    assert found.then.sentence.endswith("at least 3 of the 4 seats must say yes (more than half): approved.")
    assert "the quorum is 4 seats, and 3 spoke: no quorum." in found.other.sentence
    assert [change.words for change in found.because] == ["[voting] quorum_seats: 4 instead of 3"]


def test_of_several_changes_only_the_one_that_does_it_is_named() -> None:
    found = tried(THREE_SPOKE, rules(quorum_seats=4, deferrals=0, hide_ballots_until_cast=False))
    assert [change.key for change in found.because] == ["[voting] quorum_seats"]


def test_where_no_change_does_it_alone_all_that_bear_on_the_round_are_named() -> None:
    """Given two yes of four seats, when quorum and majority both fall, then only both together make it a yes."""
    two = case(ballot("ana"), ballot("ben"))
    found = tried(two, rules(quorum_seats=2, majority=(1, 3)))
    assert (found.then.outcome, found.other.outcome) == (Outcome.NO_QUORUM, Outcome.APPROVED)
    assert {change.key for change in found.because} == {"[voting] quorum_seats", "[voting] majority"}


def test_another_charter_stales_no_ballot() -> None:
    """Given ballots bound to the digest of their opening, when other rules are tried, then all of them count."""
    found = tried(THREE_SPOKE, replace(rules(majority=(2, 3)), repository="another"))
    assert "stale" not in found.other.sentence
    assert found.other.outcome is Outcome.APPROVED


def test_a_kinds_own_rule_is_tried_and_other_kinds_are_left_out() -> None:
    other = charter(rule=replace(PLAIN, must_sign=("legal",)))
    other = replace(other, kinds={**other.kinds, "model-adopt": KindRule("model-adopt", path="consent")})
    found = tried(THREE_SPOKE, other)
    assert found.other.outcome is Outcome.NO_QUORUM
    assert [change.words for change in found.because] == ["[kinds.plain] must_sign: legal instead of nobody"]
    assert "[kinds.model-adopt] path" in {change.key for change in rule_changes(THREE_SPOKE.charter, other)}


def test_a_seat_nobody_held_then_leaves_the_sum_and_is_noted() -> None:
    other = charter(rule=PLAIN)
    found = tried(THREE_SPOKE, replace(other, seats=(*other.seats, Seat("clinical", "Clinical"))))
    assert not found.differs
    assert found.notes == ("Nobody held a seat “Clinical” then, so it leaves the sum.",)
    assert "clinical is vacant" in found.other.sentence


def test_a_longer_window_says_that_the_decision_came_too_early() -> None:
    """Given a silent seat, when the window would have been ten days, then nobody could have decided after six."""
    found = tried(THREE_SPOKE, rules(window_working_days=10))
    assert found.differs
    assert found.other.why_not_yet == "Legal has not voted, and the window ends on 2026-10-19."
    assert [change.key for change in found.because] == ["[voting] window_working_days"]


def test_putting_off_is_an_act_and_only_its_number_is_a_rule() -> None:
    second = replace(OPENING, round=2)
    of = case(ballot("ana", round=2), openings=(OPENING, second))
    first = record(case(ballot("ana")), Outcome.DEFERRED)
    of = replace(of, rounds=(first,))
    again = record(of, Outcome.DEFERRED, round=2)
    assert not compare(of, again, rules(quorum_seats=4)).differs
    once = compare(of, again, rules(deferrals=1))
    assert once.differs
    assert once.other.why_not_yet == "A proposal may be put off once; this would be time 2."


def test_an_early_round_is_tried_without_what_came_later() -> None:
    later = replace(OPENING, round=2, revision="sha256:r2")
    whole = case(ballot("ana"), ballot("ben"), openings=(OPENING, later))
    early = record(case(ballot("ana"), ballot("ben")))
    found = compare(replace(whole, record=record(whole), rounds=(early,)), early, charter(rule=PLAIN))
    assert (found.round, found.then.outcome, found.notes) == (1, Outcome.NO_QUORUM, ())


def test_a_record_the_files_do_not_yield_is_said_so() -> None:
    found = compare(THREE_SPOKE, record(THREE_SPOKE, Outcome.REJECTED), charter(rule=PLAIN))
    assert found.notes == ("The record says rejected; from the files kept it comes to approved.",)


def test_an_approval_that_lasts_otherwise_is_told_by_its_last_day() -> None:
    found = tried(THREE_SPOKE, charter(rule=replace(PLAIN, expires_days=30)))
    assert not found.differs
    assert found.then.expires is not None
    assert found.other.expires is not None
    assert (found.then.expires - found.other.expires).days == 150


VERDICTS = st.sampled_from(["approve", "approve-with-conditions", "return", "reject", "stop", "abstain", "recuse", ""])
HOLDERS = ("ben", "ana", "chiara", "lena", "ruth")
NUMBERS = st.builds(
    Voting,
    quorum_seats=st.integers(1, 5),
    quorum_seats_high=st.integers(1, 5),
    quorum_people=st.integers(2, 4),
    majority=st.sampled_from([(1, 2), (1, 3), (2, 3), (3, 4)]),
    window_working_days=st.integers(1, 10),
)


@given(st.tuples(*[VERDICTS] * len(SEATS)), NUMBERS)
def test_the_lab_says_what_a_tally_under_the_other_rules_says(verdicts: tuple[str, ...], numbers: Voting) -> None:
    """Given any ballots and numbers, then the other outcome is the tally's own, and whatever differs has a cause."""
    said = [ballot(member, verdict) for member, verdict in zip(HOLDERS, verdicts, strict=True) if verdict]
    of, other = case(*said), charter(rule=PLAIN, voting=numbers)
    found = tried(of, other)
    if numbers.window_working_days == 5:
        assert found.other.outcome is tally(replace(of, charter=with_rules(of.charter, other)), AFTER).outcome
    assert found.then.outcome is tally(of, AFTER).outcome
    assert bool(found.because) == found.differs


@given(NUMBERS, NUMBERS)
def test_rules_that_differ_are_listed_and_equal_ones_are_not(one: Voting, other: Voting) -> None:
    listed = rule_changes(charter(voting=one), charter(voting=other))
    assert bool(listed) == (one != other)
    assert len(listed) == len(rule_changes(charter(voting=other), charter(voting=one)))


def test_a_case_never_taken_up_cannot_have_a_round_and_is_not_counted() -> None:
    unopened = replace(THREE_SPOKE, docket=Docket())
    assert compare(unopened, record(THREE_SPOKE), rules(quorum_seats=4)).then.outcome is Outcome.NO_QUORUM
