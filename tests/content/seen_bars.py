"""What one can see of bars, exceptions, stops and questions in a case of the example; the others are in seen.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from board.actions.cases import load_case
from board.actions.excepting import exceptions
from board.core.ballot import Verdict
from board.core.case import Case
from board.core.checklist import EffectKind
from board.core.dates import local_date
from board.core.message import unanswered
from board.core.questions import Standing, case_tier, drafted_conditions, standings
from board.core.record import Outcome
from board.core.tally import tally
from board.core.tier import tier_of
from board.core.waived import about_the_waived
from board.core.waivers import judge_of, last_day, most_days, renewals, signers
from board.formats.acts import read_act
from tests.content.seen import Board, record


def decided_on(case: Case) -> date:
    """The day on which the board decided, by its own calendar."""
    at = record(case).decided_at
    assert at is not None
    return local_date(at, case.charter.timezone)


def nameless(board: Board, case: Case) -> bool:
    """The published page names no member, and says where one may write to."""
    page = board.read(f"decisions/{case.id}.md")
    assert not board.rules.publish_names
    return board.rules.contact in page and not any(one.name in page for one in board.rules.members)


def two_seats(board: Board, case: Case) -> bool:
    """One ballot speaks for two seats, and the quorum of people counts its member once."""
    double = [each for each in record(case).ballots if each.counted and set(each.seats) == {"engineering", "product"}]
    said = "one person votes for engineering and product" in record(case).sum.sentence
    return said and len(double) == 1 and (record(case).sum.present, record(case).sum.people) == (5, 4)


def bare_stop(board: Board, case: Case) -> bool:
    """The one stop of legal names no ground, and the sum counts it as a no."""
    (last,) = [each for each in case.ballots if each.verdict is Verdict.STOP and each.seats == ("legal",)]
    words = "the stop of legal lacks a ground, evidence or what would clear it and counts as a no"
    return not last.ground and words in record(case).sum.sentence


def stop_overtaken(board: Board, case: Case) -> bool:
    """A whole stop on the first text; after the second the tally knows none, and the seat says yes."""
    first, second = case.docket.openings
    (stop,) = [each for each in case.ballots if each.verdict is Verdict.STOP]
    later = [each.verdict for each in case.ballots if each.member == stop.member and each.revision == second.revision]
    whole = bool(stop.ground and stop.evidence and stop.clears) and stop.revision == first.revision
    return whole and not tally(case, board.today).stops and later == [Verdict.APPROVE_WITH_CONDITIONS]


def first_round(*words: str) -> Callable[[Board, Case], bool]:
    """Whether enough seats said yes in the first round, and it was returned all the same, with these words."""

    def seen(board: Board, case: Case) -> bool:
        one = case.rounds[0]
        most = one.outcome is Outcome.RETURNED and one.sum.yes >= one.sum.needed > one.sum.returns
        return most and all(each in one.sum.sentence for each in words)

    return seen


def waited(board: Board, case: Case) -> bool:
    """All had voted days before the notice had run, and the board decided only then."""
    cast = [each.cast_at for each in case.ballots if each.cast_at is not None]
    rule, decided = case.charter.rule(case.proposal.kind), record(case).decided_at
    assert decided is not None
    return rule.notice_working_days == 10 and decided - max(cast) > timedelta(days=5)


def conditions_united(board: Board, case: Case) -> bool:
    """Before the last ballot the tally names a matter for the meeting; with it the condition stands once."""
    *before, last = [each for each in case.ballots if each.conditions]
    undecided = replace(case, record=None, follow_ups=(), ballots=tuple(one for one in case.ballots if one is not last))
    text = before[0].conditions[0].text
    told = any(text in matter for matter in tally(undecided, decided_on(case)).matters)
    return told and [each.text for each in record(case).conditions] == [text]


def bare_yes(board: Board, case: Case) -> bool:
    bare = [each for each in case.ballots if each.verdict is Verdict.APPROVE_WITH_CONDITIONS and not each.conditions]
    words = "the yes of legal names no whole condition and counts as abstaining"
    return len(bare) == 1 and words in record(case).sum.sentence


def lifted(board: Board, case: Case) -> bool:
    """An exception in force lifts a bar: no consent, and the seat that judges the question is among those who sign."""
    (stood,) = [each for each in standings(case) if each.bars]
    judge = judge_of(stood.asked.question, [seat.id for seat in case.charter.seats])
    signed = {seat for each in record(case).ballots if each.counted and each.verdict.yes for seat in each.seats}
    words = "an exception lifts a bar, and the seat that judges the question must vote"
    return record(case).outcome.yes and judge in signed and words in record(case).sum.sentence


def by_size(board: Board, case: Case) -> bool:
    """A major change goes to the vote, and a patch needed one yes."""
    patch = load_case(board.world, "2025/0021-package-triage-again")
    sizes = [one.proposal.fact("change_class") for one in (case, patch)]
    return sizes == [("major",), ("patch",)] and (tally(case, board.today).way, record(patch).way) == (
        "vote",
        "standard",
    )


def wider(board: Board, case: Case) -> bool:
    order = board.rules.rings
    return case.proposal.fact("target_ring") == (order[1],) and bool(case.follow_ups) and record(case).sum.present == 5


def two_opened(board: Board, case: Case) -> bool:
    """Two who hold a seat and do not preside each agreed to the opening, and voting has two working days more."""
    under = f"decisions/{case.id}/acts/"
    acts = [read_act(board.read(under + name).encode(), under + name).value for name in board.names(under)]
    people = {each.member for each in acts if each is not None and each.path.endswith("/docket.toml")}
    presiding = {one.id for one in board.rules.members if one.presides}
    return len(people) == 2 and not people & presiding and case.docket.openings[0].opened_by in people


def ninety(board: Board, case: Case) -> bool:
    """It would end after ninety days, and ends sooner, on the day that it names."""
    (named,) = case.proposal.fact("ends_on")
    most = decided_on(case) + timedelta(days=most_days(case.charter))
    ninety_days = most - decided_on(case) == timedelta(days=90)
    return ninety_days and record(case).expires == most and str(last_day(case)) == named


def renewed(board: Board, case: Case) -> bool:
    granted = exceptions(board.world)
    return [renewals(case, granted, each) for each in case.proposal.fact("waives")] == [1]


def owners_sign(board: Board, case: Case) -> bool:
    """Engineering owns the gate and judges the question: it has to sign, and does."""
    must = signers(case.proposal, case.policy, case.checklists, case.charter)
    signed = {seat for each in record(case).ballots if each.counted and each.verdict.yes for seat in each.seats}
    usual = case.charter.rule(case.proposal.kind).must_sign
    return must == ("engineering",) and not set(must) & set(usual) and signed >= {*must, *usual}


def told_in_time(board: Board, case: Case) -> bool:
    said = case.proposal.fact("sunset_on")
    days = (date.fromisoformat(said[0]) - decided_on(case)).days if said else 0
    return days >= 90


def kept_rules(board: Board, case: Case) -> bool:
    """While it was open the policy changed; it was decided under the one it was opened with, by the votes as cast."""
    (opening,) = case.docket.openings
    after = load_case(board.world, "2026/0001-promote-triage-to-beta").docket.openings[0]
    changed = load_case(board.world, "2025/0023-warn-of-licence-limits-earlier")
    between = opening.policy != after.policy and decided_on(changed) < decided_on(case)
    return between and all(each.counted for each in record(case).ballots if each.seats)


def effects(case: Case, kind: EffectKind) -> list[Standing]:
    """The questions of a case whose answers have an effect of this kind; blanks left out."""
    return [each for each in standings(case) if each.by and any(one.kind is kind for one in each.effects)]


def acts(kind: EffectKind, question: str) -> Callable[[Board, Case], bool]:
    """Whether an answer to this question has an effect of this kind here."""
    return lambda board, case: question in {each.asked.question.id for each in effects(case, kind)}


def bars(kind: EffectKind, question: str) -> Callable[[Board, Case], bool]:
    """Whether an answer to this question bars approval here, in the tally too."""

    def seen(board: Board, case: Case) -> bool:
        return acts(kind, question)(board, case) and question in {bar.question for bar in tally(case, board.today).bars}

    return seen


def raises_tier(board: Board, case: Case) -> bool:
    """The first text: its facts alone say minimal, its answer to R-15 says high, and it was opened at high."""
    opened = case.docket.openings[0]
    facts, _ = tier_of(case.proposal, ())
    rated = replace(
        case, answers=tuple(replace(one, value=("5",)) if one.question == "R-15" else one for one in case.answers)
    )
    unjudged = replace(rated, reviews=(), motions=(), docket=replace(case.docket, openings=()))
    return (facts.value, case_tier(unjudged)[0].value, opened.tier.value) == ("minimal", "high", "high")


def drafted(board: Board, case: Case) -> bool:
    """A view drafts a condition that somebody takes up."""
    texts = {each.text for each in drafted_conditions(case)}
    return bool(texts) and acts(EffectKind.COND, "R-20")(board, case)


def computed(board: Board, case: Case) -> bool:
    asked = {each.asked.question.id for each in standings(case) if each.asked.question.computed}
    return (
        "R-01" in asked and record(case).way == "standard" and not any(one.question == "R-01" for one in case.answers)
    )


def core_only(board: Board, case: Case) -> bool:
    """Of the risk list only the core is asked, and what its kind adds; of the ethics list nothing."""
    asked = [each.asked.question for each in standings(case)]
    short = all(one.core or one.id in case.extra_questions for one in asked)
    return bool(asked) and short and not any(one.id.startswith("E-") for one in asked)


def handed_on(board: Board, case: Case) -> bool:
    """Thirty questions or more: some went to a seat that they name in `hands_to`, and no seat judges over a third."""
    asked = [each.asked for each in standings(case) if not each.asked.question.computed]
    seats = {seat.id for seat in case.charter.seats if seat.id != "ethics"}
    moved = [one for one in asked if one.question.judge in seats and one.judge in set(one.question.hands_to)]
    most = max((sum(one.judge == seat for one in asked) for seat in seats), default=0)
    return len(asked) >= 30 and any(one.judge != one.question.judge for one in moved) and 3 * most <= len(asked)


def closed(board: Board, case: Case) -> bool:
    return {"C-03", "C-20"} <= {each.asked.question.id for each in standings(case) if each.asked.dropped}


def shown_only(board: Board, case: Case) -> bool:
    """An exception answers the question it asks to waive, and the answer bars nothing."""
    waived = about_the_waived(case) & set(case.proposal.fact("waives"))
    stood = [each for each in standings(case) if each.asked.question.id in waived]
    return bool(stood) and all(each.by and not each.bars for each in stood) and not unanswered(case.messages)
