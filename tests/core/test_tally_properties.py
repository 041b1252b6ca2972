"""What holds for every tally: order never matters, yes never harms, a recusal and a stale ballot never count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.ballot import Ballot, Verdict
from board.core.case import Case
from board.core.charter import KindRule, Voting
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.tally import tally
from tests.core.building import AFTER, CONDITION, HOLDERS, MONDAY, ballot, case, charter
from tests.soak import count

DEPUTIES = {"mo": ("engineering",), "yusuf": ("security",), "kim": ("product",)}
PEOPLE = (*HOLDERS.values(), *DEPUTIES)
VERDICTS = st.sampled_from(tuple(Verdict))
ALONE = tuple(
    (replace(CONDITION, owner=owner, verifier=verifier),)
    for owner, verifier in (
        *(("mo", "mo"), ("mo", "Mo Haddad"), ("engineering", "ben"), ("engineering", "mo"), ("the chair", "ana")),
        *(("lena", "legal"), ("engineering", "engineering")),
    )
)
BARE = [(), (replace(CONDITION, proof=" "),), *ALONE]
"""What a yes-if written by hand may hold in the place of a condition."""
DAYS = st.sampled_from([MONDAY + timedelta(days=days) for days in (0, 7, 8, 20)])


@st.composite
def ballots(draw: st.DrawFn, verdicts: st.SearchStrategy[Verdict] = VERDICTS, most: int = 8) -> list[Ballot]:
    """Ballots of several members, some cast twice, some on an old revision, some in another round, some bare stops."""
    cast = []
    for member in draw(st.lists(st.sampled_from(PEOPLE), max_size=most)):
        number = sum(each.member == member for each in cast) + 1
        fields: dict[str, object] = {}
        if draw(st.integers(0, 5)) == 0:
            fields[draw(st.sampled_from(["revision", "charter", "checklists", "policy"]))] = "sha256:old"
        if draw(st.integers(0, 9)) == 0:
            fields["round"] = 2
        verdict = draw(verdicts)
        if verdict is Verdict.STOP and draw(st.booleans()):
            fields["ground"] = ""
        if verdict is Verdict.APPROVE_WITH_CONDITIONS and draw(st.booleans()):
            fields["conditions"] = draw(st.sampled_from(BARE))
        cast.append(ballot(member, verdict, number, DEPUTIES.get(member, ()), **fields))
    return cast


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case with any path, majority, signing seats, tier, proposer and ballots."""
    seats = st.lists(st.sampled_from(tuple(HOLDERS)), unique=True, max_size=3).map(tuple)
    rule = KindRule(
        "plain",
        must_sign=draw(seats),
        path=draw(st.sampled_from(["vote", "vote", "vote", "consent", "standard", "emergency"])),
        majority=draw(st.sampled_from([None, (1, 2), (2, 3)])),
        majority_at_least=draw(st.booleans()),
        quorum_seats=draw(st.sampled_from([None, 2, 4])),
    )
    board = charter(rule=rule, voting=Voting(proposer_may_vote=draw(st.booleans())))
    proposer = draw(st.sampled_from(["farah", "ana", "mo"]))
    tier = draw(st.sampled_from([Tier.LIMITED, Tier.HIGH]))
    return case(*draw(ballots()), board=board, proposer=proposer, tier=tier)


@given(cases(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(one: Case, today: date, random: object) -> None:
    shuffled = list(one.ballots)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # drawn by hypothesis
    assert tally(replace(one, ballots=tuple(shuffled)), today) == tally(one, today)


@settings(max_examples=count(300, 7_500))
@given(cases(), DAYS, st.sampled_from(PEOPLE))
def test_one_more_yes_never_turns_yes_into_no(one: Case, today: date, member: str) -> None:
    """Given an approval, when somebody who has not stood aside votes yes (anew), then it is still an approval."""
    before = tally(one, today)
    number = 1 + max((each.number for each in one.ballots if each.member == member), default=0)
    more = ballot(member, Verdict.APPROVE, number, DEPUTIES.get(member, ()))
    after = tally(replace(one, ballots=(*one.ballots, more)), today)
    if before.outcome.yes:
        assert after.outcome.yes, after.sentence
    assert after.sum.yes >= before.sum.yes


@given(cases(), DAYS, st.sampled_from(PEOPLE))
def test_a_recusal_never_counts_as_a_vote(one: Case, today: date, member: str) -> None:
    """Given a member who stands aside, then none of her ballots counts, and her seat is heard only through others."""
    aside = ballot(member, Verdict.RECUSE, 90, DEPUTIES.get(member, ()), interest="author")
    found = tally(replace(one, ballots=(*one.ballots, aside)), today)
    assert not any(each.counted for each in found.ballots if each.member == member or each.verdict is Verdict.RECUSE)
    assert not any(line.ballot and line.member == member for line in found.seats)


@given(cases(), DAYS)
def test_a_stale_ballot_never_counts(one: Case, today: date) -> None:
    """Given ballots that all bind another revision, then the tally is the one without them, recusals aside."""
    stale = tuple(replace(each, revision="sha256:old") for each in one.ballots)
    found = tally(replace(one, ballots=stale), today)
    kept = tuple(each for each in stale if each.verdict is Verdict.RECUSE)
    assert not any(each.counted for each in found.ballots)
    assert found.sum.yes == found.sum.present == found.sum.people == 0
    assert found.outcome == tally(replace(one, ballots=kept), today).outcome


@given(cases(), DAYS)
def test_the_numbers_agree_with_each_other_and_with_the_seats(one: Case, today: date) -> None:
    found = tally(one, today)
    counted = [line for line in found.seats if line.ballot]
    assert found.sum.eligible == sum(line.eligible for line in found.seats)
    assert found.sum.present == len(counted) <= found.sum.eligible
    assert found.sum.people == len({line.member for line in counted})
    assert found.sum.yes <= found.sum.present
    assert {each.path for each in found.ballots if each.counted} == {
        line.ballot.path for line in counted if line.ballot
    }
    assert all(each.counted or each.why_not for each in found.ballots)
    assert len(found.ballots) == len(one.ballots)


@given(cases(), DAYS)
def test_every_sentence_is_one_line_that_ends_with_the_outcome_and_names_no_person(one: Case, today: date) -> None:
    found = tally(one, today)
    assert found.sentence.count("\n") == 0
    assert found.sentence.endswith(".")
    closing = found.sentence.rpartition(": ")[2].removesuffix(".")
    said = closing.removeprefix("so far ").removesuffix(" yet")
    waits = found.outcome is Outcome.NO_QUORUM and said.startswith("waits for ")
    assert said == OUTCOME_WORDS[found.outcome] or (waits and not found.may_decide)
    assert not any(member.name.split()[0] in found.sentence for member in one.charter.members)
    assert tally(one, today).sentence == found.sentence


@given(cases())
def test_no_approval_by_vote_rests_on_fewer_than_two_people(one: Case) -> None:
    found = tally(one, AFTER)
    by_vote = "consent unless" not in found.sentence and "one approval by" not in found.sentence
    if found.outcome.yes and by_vote:
        assert found.sum.people >= 2


@given(cases(), DAYS, st.sampled_from([1, 2, 3, 3]))
def test_a_yes_if_without_a_whole_condition_counts_as_abstaining_by_the_later_list(
    one: Case, today: date, facts: int
) -> None:
    """Given some by hand, then the sum is that of abstaining, and no approval with conditions lacks one."""
    of = replace(one, docket=Docket(tuple(replace(each, facts=facts) for each in one.docket.openings)))
    hollow = [each.verdict is Verdict.APPROVE_WITH_CONDITIONS and each.conditions in BARE for each in of.ballots]
    silent = (
        replace(each, verdict=Verdict.ABSTAIN, conditions=()) if bare else each
        for each, bare in zip(of.ballots, hollow, strict=True)
    )
    found, other = tally(of, today), tally(replace(of, ballots=tuple(silent)), today)
    if facts == 3:
        assert replace(found.sum, sentence="") == replace(other.sum, sentence="")
        assert (found.outcome, found.way, found.conditions) == (other.outcome, other.way, other.conditions)
        assert (found.outcome is Outcome.APPROVED_WITH_CONDITIONS) == bool(found.conditions)
    elif not any(hollow):
        assert found == tally(replace(of, docket=Docket(one.docket.openings)), today)
    else:
        assert "abstaining" not in found.sentence, "an older opening stays as it was counted"
