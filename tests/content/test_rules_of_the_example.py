"""Each rule of the charter and of a proposal's life is seen in the example where docs/example.md says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from board.actions.cases import load_case
from board.core.case import Case, Stage
from board.core.checklist import EffectKind
from board.core.conditions import Lateness
from board.core.going_back import targets
from board.core.record import Outcome
from board.core.rules import default_kinds
from board.core.tally import tally
from tests.content.example import ROOT
from tests.content.seen import (
    Board,
    acts_of,
    appealed,
    asked_in_vain,
    at_stage,
    concern,
    condition_met,
    dataset,
    dated,
    dissent,
    emergency,
    ended,
    exception,
    external_release,
    follows,
    freezing,
    granted_in_vain,
    held,
    joined,
    late,
    left,
    member_proposes,
    minority_told,
    motion,
    new_revision,
    owed_afterwards,
    panel_votes,
    policy_installed,
    prohibited,
    put_off,
    ran_out,
    replaces,
    says,
    seat_owns,
    short_way,
    signed_by_all,
    split,
    stale_ballot,
    stale_evidence,
    stop_stands,
    stop_taken_back,
    three_values,
    tier_raised,
    two_acted,
    two_let_go,
    unknown_is_higher,
    way_back,
)
from tests.content.seen_bars import (
    acts,
    bare_stop,
    bare_yes,
    bars,
    by_size,
    closed,
    computed,
    conditions_united,
    core_only,
    drafted,
    first_round,
    handed_on,
    kept_rules,
    lifted,
    nameless,
    ninety,
    owners_sign,
    raises_tier,
    renewed,
    shown_only,
    stop_overtaken,
    told_in_time,
    two_opened,
    two_seats,
    waited,
    wider,
)
from tests.content.seen_charter import (
    aside_for_the_round,
    ballots_only,
    beyond_vote,
    days_for_the_panel,
    from_an_older_one,
    held_off,
    looked_for_a_year,
    motion_speakers,
    never_used,
    not_begun,
    outranked,
    own_board,
    rose,
    said_again,
    same_bytes,
    stopped_before,
    stops_itself,
    unlisted,
    vacant,
)

PAGE = (ROOT / "docs" / "example.md").read_text("utf-8")
TABLE = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| [^|]+ \|$", re.MULTILINE)
PLACES = [(place, rule) for place, rule, where in TABLE.findall(PAGE) if rule != "rule"]
ROWS = [(rule, where) for _, rule, where in TABLE.findall(PAGE) if rule != "rule"]
NO_TRACE = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", PAGE, re.MULTILINE))
CHARTER = (ROOT / "docs" / "charter.md").read_text("utf-8")
CHECKLISTS = (ROOT / "docs" / "checklists.md").read_text("utf-8")


RULES: Mapping[str, Callable[[Board, Case], bool]] = {
    "a seat that must sign is missing": says("must vote"),
    "quorum missing": lambda board, case: (
        ended(Outcome.NO_QUORUM)(board, case) and says("the quorum is 5 seats, and 1 spoke")(board, case)
    ),
    "alternate for a silent seat": says("the alternate votes for product", "which did not vote in time"),
    "alternate for who stands aside": says("the alternate votes for product, which stands aside"),
    "a seat leaves the sum": says("4 seats", "legal stands aside and has no alternate, so 3 count"),
    "stop taken back": stop_taken_back,
    "stop that stands": stop_stands,
    "stop not overruled": motion("overrule-stop", "lost"),
    "stop overruled": motion("overrule-stop", "carried"),
    "prohibited use": prohibited,
    "tier lowered by a vote": motion("lower-tier", "carried"),
    "tier raised by one seat": tier_raised,
    "independent person appointed": motion("appoint", "carried"),
    "pulled from the consent agenda": motion("pull", "carried"),
    "concern overruled": concern("overruled"),
    "concern that stands": concern("stands"),
    "concern resolved": concern("resolved"),
    "unanswered question": asked_in_vain,
    "vote": ended(Outcome.APPROVED_WITH_CONDITIONS, "vote"),
    "consent": ended(Outcome.APPROVED, "consent"),
    "standard change": ended(Outcome.APPROVED, "standard"),
    "the short way": short_way,
    "emergency": emergency,
    "what an emergency goes back to": lambda board, case: [each.version for each in targets(case)] == ["2.0.3"],
    "condition met": condition_met,
    "condition waived": follows("waiver"),
    "a seat owns a condition": seat_owns,
    "two let a condition go": two_let_go,
    "owed after it was let go": owed_afterwards,
    "waiver that runs out": ran_out,
    "the way back drafted": way_back,
    "review date": dated("review", late=True),
    "pilot's end": dated("pilot", late=False),
    "evidence too old under an approval": dated("evidence", late=True),
    "way back not practised any more": dated("practice", late=True),
    "risk before, after, and once conditions are met": three_values,
    "two seats differ": lambda board, case: any("C-13" in each for each in tally(case, board.today).matters),
    "condition a few days late": late(Lateness.LATE),
    "condition that freezes the ring": freezing,
    "high risk: every seat speaks": says(
        "a high risk is left, so every seat must take part and the ethics panel gave its view"
    ),
    "medium risk: a yes only with a condition": says("so the board may say yes only with a condition"),
    "exception": exception,
    "put off": put_off,
    "returned": ended(Outcome.RETURNED),
    "rejected, with a dissent": dissent,
    "withdrawn": at_stage(Stage.WITHDRAWN),
    "new revision": new_revision,
    "stale ballot": stale_ballot,
    "a later decision replaces one": replaces,
    "appeal dismissed": appealed("dismissed"),
    "appeal granted": appealed("granted"),
    "granted, and not decided": granted_in_vain,
    "a member proposes": member_proposes,
    "minority view on the panel": minority_told,
    "two act for the chair": two_acted,
    "ethics review with a recommendation": follows("recommended", "reply"),
    "evidence held outside git": held,
    "stale evidence": stale_evidence,
    "split views": split,
    "approval expired": at_stage(Stage.EXPIRED),
    "approval lapsed": at_stage(Stage.LAPSED),
    "retirement": at_stage(Stage.RETIRED),
    "charter change": signed_by_all,
    "member joins": joined,
    "member leaves": left,
    "policy change": policy_installed,
    "dataset": dataset,
    "external release": external_release,
    "tier high with the panel": panel_votes,
    "unknown counts as the higher tier": unknown_is_higher,
    "pages without names": nameless,
    "one person in two seats": two_seats,
    "stop without a ground": bare_stop,
    "stop ended by a new text": stop_overtaken,
    "most say yes, and an answer bars": first_round("but R-22 is answered not-compared"),
    "critical risk": first_round("a critical risk is left, and such a risk may not go beyond sandbox"),
    "notice of ten working days": waited,
    "conditions that differ": conditions_united,
    "yes, if, without a condition": bare_yes,
    "a bar that an exception lifts": lifted,
    "an objection ends consent": says("it was to pass by consent, but legal objects, so it is put to the vote"),
    "a patch and a major change": by_size,
    "one ring further": wider,
    "two open for the chair": two_opened,
    "ninety days at most": ninety,
    "renewed once": renewed,
    "whose rule it is signs": owners_sign,
    "notice to who depends on it": told_in_time,
    "a use that no register shows": dated("use-unknown", late=True),
    "correction": follows("correction"),
    "a vote keeps its rules": kept_rules,
    "an answer that bars": bars(EffectKind.BLOCK, "R-13"),
    "an answer that bars for good": bars(EffectKind.BLOCK_ALWAYS, "E-05"),
    "an answer that raises the tier": raises_tier,
    "an answer that raises the risk": acts(EffectKind.RAISE, "R-14"),
    "an answer that drafts a condition": drafted,
    "an answer that is only told": acts(EffectKind.NOTE, "R-16"),
    "a short list": core_only,
    "questions handed on": handed_on,
    "a question that nobody is asked": computed,
    "a question whose branch is closed": closed,
    "shown, and bars nothing": shown_only,
    "ballots name their board": own_board,
    "a kind without a rule": unlisted,
    "a seat that nobody holds": vacant,
    "a term that has not begun": not_begun,
    "tier risen after the opening": rose,
    "an approval that lapsed unused": never_used,
    "who speaks on a motion": motion_speakers,
    "stop that no vote overrules": beyond_vote,
    "a stopped version takes the full vote": stopped_before,
    "a stop ends its proposal alone": stops_itself,
    "five seats are not replaced by one": outranked,
    "a look that holds for a year": looked_for_a_year,
    "aside for the round": aside_for_the_round,
    "days for the panel": days_for_the_panel,
    "stop said again": said_again,
    "stop that holds a lower tier off": held_off,
    "two write down the ballots only": ballots_only,
    "two agree to the same bytes": same_bytes,
    "charter from an older one": from_an_older_one,
    "prose only": lambda board, case: not case.proposal.kind,
}
MOTIONS = ("raise-tier", "lower-tier", "overrule-stop", "appoint", "overrule-concern", "pull")
FOLLOW_UPS = set(
    re.findall(r"`([a-z]+)`", CHARTER.partition("## What comes after a decision")[2].partition("\n\n**An appeal**")[0])
)
KINDS = set(default_kinds())
ACTS: Mapping[str, Callable[[Board, Case | None], bool]] = {
    "key suspended": acts_of("ana", "chiara"),
    "key replaced": acts_of("lena", "ana"),
}


@pytest.fixture(scope="module")
def board() -> Board:
    return Board()


def test_given_the_page_then_it_names_every_rule_once() -> None:
    assert sorted(rule for rule, _ in ROWS) == sorted({*RULES, *ACTS})


def places(page: str) -> tuple[set[str], set[str]]:
    """The headings of a page with what begins a paragraph in bold, and those of them that must be seen by themselves.

    A heading under which bold beginnings stand is seen by these.
    """
    every, alone = set[str](), set[str]()
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        leads = {each.rstrip(".") for each in re.findall(r"^(?:- )?\*\*(.+?)\*\*", section, re.MULTILINE)}
        heading = section.splitlines()[0]
        every |= {heading, *leads}
        alone |= leads or {heading}
    return every, alone


def test_given_the_charter_then_each_of_its_rules_is_in_the_table_or_leaves_no_trace_for_a_reason() -> None:
    """Given the charter's headings and bold beginnings, then none is forgotten and none is named that is not there."""
    every, alone = places(CHARTER)
    shown = {place for place, rule in PLACES if place in every}
    assert alone - shown == set(NO_TRACE), "a rule of the charter is neither seen nor excused, or excused and seen"
    assert all(len(reason.split()) >= 8 for reason in NO_TRACE.values())
    charter_part = PAGE.partition("## The questions")[0]
    assert {place for place, _, _ in TABLE.findall(charter_part)} - {"in the charter"} <= every
    assert len(NO_TRACE) <= 3, "the list of what cannot be seen is meant to stay short"


INTRODUCTIONS = (
    "A seat is a voice; a member is a person.",
    "The name after `members.` is the handle.",
    "A motion puts a question to the board inside a proposal.",
    "A board is not held up because the chair is ill.",
    "A `policy-exception` waives one rule,",
    "Nothing that has a date is silent.",
    "The days for hearing an appeal,",
    "A change of the charter, the policy, a checklist or a template carries",
)
"""How the few paragraphs begin that lead to the rules of their section; all else that runs as text begins in bold."""


def unled(page: str) -> list[str]:
    """The paragraphs and points of sections with bold beginnings that begin in none: what they say nobody watches."""
    found = []
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        paragraphs = re.split(r"\n\s*\n|\n(?=- )", section.partition("\n")[2].strip())
        text = [each.removeprefix("- ") for each in paragraphs if each and each[0] not in "|>`"]
        if any(each.startswith("**") for each in text):
            found += [each for each in text if not each.startswith("**")]
    return found


def test_given_the_charters_running_text_then_each_paragraph_of_it_begins_with_what_the_table_watches() -> None:
    assert [each for each in unled(CHARTER) if not each.startswith(INTRODUCTIONS)] == []
    assert len(unled(CHARTER)) == len(INTRODUCTIONS)


@pytest.mark.parametrize("more", ["Nobody votes on Sundays.", "- Nobody votes on Sundays."])
def test_given_a_rule_in_running_text_then_it_is_found(more: str) -> None:
    assert unled(CHARTER.replace("\n**Joining.**", f"\n{more}\n\n**Joining.**"))[2] == more.removeprefix("- ")


def test_given_a_charter_with_a_rule_more_then_the_page_lacks_it() -> None:
    _, alone = places(CHARTER + "\n**A ninth seat** is free.\n\n## New rules\n\nText.\n")
    assert alone - {place for place, _ in PLACES} - set(NO_TRACE) == {"A ninth seat", "New rules"}


def test_given_the_charters_tables_then_every_motion_follow_up_and_kind_occurs(board: Board) -> None:
    cases = [load_case(board.world, each) for each in board.world.ids]
    assert {each.kind for case in cases for each in case.motions} == set(MOTIONS)
    assert {each.kind for case in cases for each in case.follow_ups} == FOLLOW_UPS
    assert {case.proposal.kind for case in cases} >= KINDS
    assert all(f"`{name}`" in CHARTER for name in (*MOTIONS, *FOLLOW_UPS, *KINDS))


def test_given_the_effects_of_questions_then_each_of_them_acts_somewhere() -> None:
    listed = set(re.findall(r"^\| (`[A-Z]+!?`) \|", CHECKLISTS, re.MULTILINE))
    assert listed == {f"`{kind.value}`" for kind in EffectKind}
    assert listed <= {place for place, _ in PLACES}


@pytest.mark.parametrize(("rule", "where"), ROWS)
def test_given_the_example_then_the_rule_is_seen_where_the_page_says(board: Board, rule: str, where: str) -> None:
    if rule in ACTS:
        assert where == "acts/"
        assert ACTS[rule](board, None)
    else:
        assert RULES[rule](board, load_case(board.world, where))


@pytest.mark.parametrize("rule", [rule for rule, _ in ROWS if rule in RULES])
def test_given_another_proposal_then_the_rule_is_not_seen_in_all_of_them(board: Board, rule: str) -> None:
    """A predicate that holds everywhere would show nothing."""

    def seen(proposal_id: str) -> bool:
        try:
            return RULES[rule](board, load_case(board.world, proposal_id))
        except (AssertionError, IndexError, ValueError):
            return False

    if rule not in ("charter change", "member joins", "member leaves"):
        assert not all(seen(each) for each in board.world.ids)
