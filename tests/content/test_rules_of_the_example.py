"""Each rule of the charter and of a proposal's life is seen in the example where docs/example.md says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from board.actions.cases import load_case
from board.core.case import Case, Stage
from board.core.conditions import Lateness
from board.core.going_back import targets
from board.core.record import Outcome
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
    dated,
    dissent,
    emergency,
    ended,
    exception,
    follows,
    freezing,
    held,
    joined,
    late,
    left,
    minority_told,
    motion,
    new_revision,
    of_kind,
    panel_votes,
    policy_installed,
    prohibited,
    ran_out,
    replaces,
    says,
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
    unknown_is_higher,
    way_back,
)

PAGE = (ROOT / "docs" / "example.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \| [^|]+ \|$", PAGE, re.MULTILINE)[1:]


RULES: Mapping[str, Callable[[Board, Case], bool]] = {
    "a seat that must sign is missing": says("must sign"),
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
    "waiver that runs out": ran_out,
    "the way back drafted": way_back,
    "review date": dated("review", late=True),
    "pilot's end": dated("pilot", late=False),
    "risk before, after, and once conditions are met": three_values,
    "two seats differ": lambda board, case: any("C-13" in each for each in tally(case, board.today).matters),
    "condition a few days late": late(Lateness.LATE),
    "condition that freezes the ring": freezing,
    "high risk: every seat speaks": says(
        "a high risk is left, so every seat must take part and the ethics panel gave its view"
    ),
    "medium risk: a yes only with a condition": says("so the board may say yes only with a condition"),
    "exception": exception,
    "put off": ended(Outcome.DEFERRED),
    "returned": ended(Outcome.RETURNED),
    "rejected, with a dissent": dissent,
    "withdrawn": at_stage(Stage.WITHDRAWN),
    "new revision": new_revision,
    "stale ballot": stale_ballot,
    "a later decision replaces one": replaces,
    "appeal dismissed": appealed("dismissed"),
    "appeal granted": appealed("granted"),
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
    "dataset": of_kind("dataset-admit"),
    "external release": of_kind("external-release"),
    "tier high with the panel": panel_votes,
    "unknown counts as the higher tier": unknown_is_higher,
    "prose only": lambda board, case: not case.proposal.kind,
}
ACTS: Mapping[str, Callable[[Board, Case | None], bool]] = {
    "key suspended": acts_of("ana", "chiara"),
    "key replaced": acts_of("lena", "ana"),
}


@pytest.fixture(scope="module")
def board() -> Board:
    return Board()


def test_given_the_page_then_it_names_every_rule_once() -> None:
    assert sorted(rule for rule, _ in ROWS) == sorted({*RULES, *ACTS})


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
