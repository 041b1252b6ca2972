"""Which questions are asked of a proposal, who judges them, and what the answers come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from board.core.applying import Context, applies, closed_branch, evaluate
from board.core.ballot import Condition
from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.lowered import lowered_before
from board.core.once import once
from board.core.proposal import Proposal, Tier
from board.core.review import Answer
from board.core.rules import voting_seats
from board.core.said import BLOCKING as BLOCKING
from board.core.said import COMPUTED as COMPUTED
from board.core.said import PROPOSER as PROPOSER
from board.core.said import labelled, list_of, looked_on, split_on, standing_value
from board.core.sharing import MANY, many_by, shared
from board.core.stated import STRICTER, owed_by
from board.core.tier import BANNED_PRACTICES, UNKNOWN, tier_of, values_of
from board.core.waived import about_the_waived, shown

WITHOUT_CHECKLISTS = ("charter-change",)
"""Kinds of which no checklist is asked."""
_WIDE_RINGS = ("general", "external", UNKNOWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put to this proposal.

    `judge` is the seat that must take a view, "" where the board has none for it. `dropped` says which answer closed
    its branch; such a question is shown and never scored. `level` is how its checklist is asked: full or lite.
    `shown` marks one that an exception would waive: its answer is told and bars nothing.
    """

    question: Question
    judge: str
    dropped: str = ""
    level: str = "full"
    checklist_title: str = ""
    wording: str = ""
    shown: bool = False

    @property
    def blocking(self) -> bool:
        """Whether some answer to it would bar approval."""
        return not self.shown and any(effect.kind in BLOCKING for effect in self.question.effects)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an asked question comes to.

    `by` is the judging seat, "proposer", "computed", or "" when nobody answered; `value` is then empty and `effects`
    are those of unknown. `split` says in words that seats differ; answers are never averaged.
    """

    asked: Asked
    value: tuple[str, ...] = ()
    by: str = ""
    effects: tuple[Effect, ...] = ()
    unjudged: bool = False
    split: str = ""
    computed: str = ""

    @property
    def bars(self) -> tuple[Effect, ...]:
        """The effects that bar approval."""
        return tuple(effect for effect in self.effects if effect.kind in BLOCKING)


def asked(
    checklists: Iterable[Checklist],
    levels: Mapping[str, str],
    extra: Iterable[str],
    proposal: Proposal,
    tier: Tier,
    values: Mapping[str, tuple[str, ...]],
    charter: Charter,
    many: int = MANY,
) -> tuple[Asked, ...]:
    """The questions that apply, in the checklists' order, those behind a closed branch marked as dropped.

    `levels` maps a checklist to one of kind.LEVELS; empty, it asks every checklist in full. `extra` names questions
    the kind asks whatever the level and the facts. `values` holds the answers that open and close branches.
    From `many` questions on no seat judges more than a third (sharing.py).
    """
    context = Context(proposal, tier, values)
    voting = [seat.id for seat in voting_seats(charter, proposal, tier)]
    wanted = frozenset(extra)
    found: list[Asked] = []
    dropped: set[str] = set()
    for checklist in checklists:
        level = _level(levels, checklist.id, proposal, tier)
        for question in checklist.questions:
            if question.id not in wanted and (not level or (level == "lite" and not question.core)):
                continue
            why = _why_dropped(question, context, dropped, always=question.id in wanted)
            if why is None:
                continue
            if why:
                dropped.add(question.id)
            title = checklist.title or checklist.id
            judge = _judge(question, voting)
            found.append(Asked(question, judge, why, level or "lite", title, wording(question, proposal)))
    judges = shared([(each.question, each.judge) for each in found], voting, many)
    return tuple(
        replace(each, judge=judge) if judge != each.judge else each for each, judge in zip(found, judges, strict=True)
    )


def wording(question: Question, proposal: Proposal) -> str:
    """The question in its tense: how it runs once people use it, what is planned before."""
    running = set(values_of(proposal, "target_ring")) - {"sandbox", UNKNOWN}
    return question.running if question.running and running else question.question


@once
def asked_in(case: Case) -> tuple[Asked, ...]:
    """The questions asked of a case; the answers that stand open and close branches."""
    return _asked_at(case, tier_in(case))


def _asked_at(case: Case, tier: Tier) -> tuple[Asked, ...]:
    values = _values(case, {earlier for each in _all(case) for when in each.applies for earlier in when.after}, tier)

    def put(*more: str) -> tuple[Asked, ...]:
        extra = (*case.extra_questions, *more)
        levels, many = case.kind_checklists, many_by(list_of(case))
        return asked(case.checklists, levels, extra, case.proposal, tier, values, case.charter, many)

    own = put()
    more = about_the_waived(case) - {each.question.id for each in own}
    return tuple(replace(each, shown=each.question.id in more) for each in put(*more)) if more else own


def tier_in(case: Case) -> Tier:
    """The tier that the latest opening fixed; before one, the tier that an opening made now would fix."""
    return case.tier if case.docket.latest else case_tier(case)[0]


def shown_tier(case: Case) -> Tier:
    """The tier as people see it: the one in force, or prohibited from the moment its judge names a banned practice."""
    judged = _judged_banned(case, tier_in(case))
    banned = bool(judged) and tier_of(case.proposal, judged)[0] is Tier.PROHIBITED
    return Tier.PROHIBITED if banned else tier_in(case)


def standing(one: Asked, case: Case) -> Standing:
    """What one question comes to: the judging seat's value outranks the proposer's, which stands until it is judged.

    A judging seat that disagrees without a value of its own, or is unsure, makes it unknown. A dropped question has no
    effects. A check the program makes itself is never a blank.
    """
    return _standing_at(one, case, tier_in(case))


def _standing_at(one: Asked, case: Case, tier: Tier) -> Standing:
    question = one.question
    value, by, has_evidence = standing_value(question, one.judge, case)
    computed = ", ".join(labelled(question, case.computed.get(question.id, ())))
    if one.dropped:
        return Standing(one, value, by, computed=computed)
    split = split_on(question, case)
    if question.computed and not by:
        return Standing(one, split=split)
    earlier = {each for effect in question.effects for each in effect.when.after}
    context = Context(case.proposal, tier, _values(case, earlier, tier), looked_on(case))
    effects = evaluate(question.effects, value, context, evidence=has_evidence)
    if one.shown:
        effects = shown(effects)
    return Standing(one, value, by, effects, by == PROPOSER, split, computed)


@once
def standings(case: Case) -> tuple[Standing, ...]:
    """What every asked question comes to, in order."""
    return tuple(standing(one, case) for one in asked_in(case))


def in_dispute(stood: Iterable[Standing]) -> tuple[Standing, ...]:
    """The questions that can bar approval and on which seats differ: they go to the meeting."""
    return tuple(each for each in stood if each.split and each.asked.blocking)


def matter(case: Case, stands: Standing) -> str:
    """A question on which seats differ and that can bar approval, as the meeting takes it up, and who must speak."""
    asked = stands.asked
    judge = f"{case.charter.seat_title(asked.judge)}, whose question it is, speaks first" if asked.judge else ""
    return f"{asked.question.id}: {stands.split.rstrip('.')}. {judge or 'Each of them speaks'}."


def drafted_conditions(case: Case) -> tuple[Condition, ...]:
    """The conditions that answers suggest; a member takes them into her ballot, or not."""
    texts = dict.fromkeys(
        effect.text
        for each in standings(case)
        if each.by
        for effect in each.effects
        if effect.kind is EffectKind.COND and effect.text
    )
    return tuple(Condition(f"c{number}", text) for number, text in enumerate(texts, 1))


@once
def case_tier(case: Case) -> tuple[Tier, tuple[str, ...]]:
    """The tier as it is now, with the reasons: by the list of the latest opening, before one by today's."""
    return tier_by(case, list_of(case))


def risen(case: Case) -> tuple[Tier, tuple[str, ...]] | None:
    """The tier to which answers given since the opening raise the case, with the reasons; None where none does.

    It binds once the board opens the case again, or a seat moves it. From list 3 on nothing is approved before.
    """
    latest = case.docket.latest
    if latest is None:
        return None
    tier, reasons = case_tier(case)
    held = lowered_before(case)
    if tier.rank <= max(latest.tier.rank, case.tier.rank, held.since.rank if held else 0):
        return None
    stated = tier_of(case.proposal, (), owed_by(latest.facts, case.proposal.kind))[0]
    return (tier, reasons) if tier.rank > stated.rank else None


def tier_by(case: Case, facts: int) -> tuple[Tier, tuple[str, ...]]:
    """The tier that an opening by a list of facts would fix, with the reasons: facts set it, and answers raise it.

    From list 3 on a blank raises it as unknown does. It is worked out in one pass: the questions that only the raised
    tier asks do not raise it further.
    """
    start = case.tier if case.docket.latest else tier_of(case.proposal, case.answers)[0]
    judged = _judged_banned(case, start)
    tier, reasons = tier_of(case.proposal, (*case.answers, *judged), owed_by(facts, case.proposal.kind))
    for each, raised in _raisers(case, start):
        if not each.by and facts < STRICTER:
            continue
        if raised.rank >= tier.rank and raised is not Tier.MINIMAL:
            reason = _why_raised(each)
            reasons = (*reasons, reason) if raised is tier else (reason,)
            tier = raised
    return tier, reasons


def _raisers(case: Case, start: Tier) -> Iterator[tuple[Standing, Tier]]:
    """What raises a tier as it stands, with the tier it names; a blank counts as unknown."""
    for one in _asked_at(case, start) if any(map(_raises, _all(case))) else ():
        if _raises(one.question):
            each = _standing_at(one, case, start)
            named = (_tier_named(effect.to) for effect in each.effects if effect.kind is EffectKind.RAISE)
            yield from ((each, tier) for tier in named if tier is not None)


@once
def tier_waits_for(case: Case) -> tuple[str, ...]:
    """The questions whose silence alone makes the tier what it is: answering them may lower it."""
    if case.docket.latest or list_of(case) < STRICTER:
        return ()
    tier, _ = case_tier(case)
    raised = [each for each, to in _raisers(case, tier_of(case.proposal, case.answers)[0]) if to is tier]
    if _stated_tier(case).rank >= tier.rank or any(each.by for each in raised):
        return ()
    return tuple(dict.fromkeys(each.asked.question.id for each in raised))


@once
def barring_below(case: Case) -> frozenset[str]:
    """The questions that bar approval also at the tier that the facts alone come to."""
    tier = _stated_tier(case)
    stood = (_standing_at(one, case, tier) for one in _asked_at(case, tier))
    return frozenset(each.asked.question.id for each in stood if each.bars)


def _stated_tier(case: Case) -> Tier:
    return tier_of(case.proposal, case.answers, owed_by(list_of(case), case.proposal.kind))[0]


def _why_raised(each: Standing) -> str:
    if each.by:
        return f"{each.asked.question.id} is answered {', '.join(each.value)}."
    return f"{each.asked.question.id} is not answered; that counts as the higher tier."


def _judged_banned(case: Case, tier: Tier) -> tuple[Answer, ...]:
    """What the judging seat says of banned practices; it sets the tier as the proposer's own answer does."""
    question = next((each for each in _all(case) if each.id == BANNED_PRACTICES), None)
    if question is None or not any(review.view(BANNED_PRACTICES) for review in case.reviews):
        return ()
    if not _level(case.kind_checklists, question.checklist, case.proposal, tier):
        return ()
    judge = _judge(question, [seat.id for seat in voting_seats(case.charter, case.proposal, tier)])
    value, by, _ = standing_value(question, judge, case)
    return (Answer(BANNED_PRACTICES, value),) if judge and by == judge else ()


def _all(case: Case) -> Iterator[Question]:
    return (question for checklist in case.checklists for question in checklist.questions)


def _values(case: Case, wanted: Collection[str], tier: Tier) -> dict[str, tuple[str, ...]]:
    """The values that stand for these questions; those nobody answered are left out."""
    if not wanted:
        return {}
    voting = [seat.id for seat in voting_seats(case.charter, case.proposal, tier)]
    found = ((each.id, standing_value(each, _judge(each, voting), case)[0]) for each in _all(case) if each.id in wanted)
    return {question: value for question, value in found if value}


def _judge(question: Question, voting: Collection[str]) -> str:
    return next((seat for seat in (question.judge, *question.judge_without) if seat in voting), "")


def _raises(question: Question) -> bool:
    return any(effect.kind is EffectKind.RAISE and _tier_named(effect.to) for effect in question.effects)


def _tier_named(name: str) -> Tier | None:
    return next((tier for tier in Tier if tier.value == name), None)


def _level(levels: Mapping[str, str], checklist: str, proposal: Proposal, tier: Tier) -> str:
    """How a checklist is asked of this proposal: full, lite, or "" for not at all."""
    if not levels:
        return "" if proposal.kind in WITHOUT_CHECKLISTS else "full"
    level = levels.get(checklist, "")
    facts = {"by-ring": ("target_ring", _WIDE_RINGS), "by-size": ("change_class", ("major", UNKNOWN))}
    if level == "by-tier":
        return "full" if tier.rank >= Tier.HIGH.rank else "lite"
    if level in facts:
        fact, full = facts[level]
        stated = values_of(proposal, fact)
        return "full" if not stated or not set(full).isdisjoint(stated) else "lite"
    return level


def _why_dropped(question: Question, context: Context, dropped: set[str], *, always: bool) -> str | None:
    """ "" when it is asked, the reason when its branch is closed, None when it does not apply at all."""
    if not question.applies:
        return ""
    reason: str | None = None
    for alternative in question.applies:
        if not (always or applies(alternative, context)):
            continue
        behind = next((earlier for earlier in alternative.after if earlier in dropped), "")
        if behind:
            reason = f"Dropped with {behind}, on which it depends."
            continue
        closing = closed_branch(alternative, context)
        if not closing:
            return ""
        said = ", ".join(context.values[closing])
        reason = f"Dropped, because {closing} is answered {said}."
    return reason
