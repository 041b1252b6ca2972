"""What one can see of the charter's rules on seats, tiers, motions and acts of two in a case of the example."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from board.actions.carried import undone
from board.core.ballot import Verdict
from board.core.ballots import valid_stop
from board.core.case import Case, Stage
from board.core.docket import Docket
from board.core.motions import moved
from board.core.never import never_overruled
from board.core.proposal import Tier
from board.core.questions import risen
from board.core.record import Outcome
from board.core.rules import default_kinds
from board.core.summary import UNUSED, stage, summary
from board.core.tally import tally
from board.core.unused import lapsed_unused
from board.formats.acts import read_act
from tests.content.example import answers, earlier_answers
from tests.content.seen import Board, record


def own_board(board: Board, case: Case) -> bool:
    """Every ballot names this board, so none could have been carried here from another one."""
    return bool(case.ballots) and {each.repository for each in case.ballots} == {board.rules.repository}


def unlisted(board: Board, case: Case) -> bool:
    """Its kind has no rule of its own: it would go to the vote, signed by every seat that always votes."""
    rule, always = board.rules.rule(case.proposal.kind), {one.id for one in board.rules.seats if one.votes == "always"}
    ordinary = rule.path == "vote" == tally(case, board.today).way and set(rule.must_sign) == always
    return ordinary and case.proposal.kind not in {*default_kinds(), *board.rules.kinds}


def vacant(board: Board, case: Case) -> bool:
    """On the day of the decision nobody held the seat or stood in for it, so it left the sum, at tier high too."""
    counted = record(case).sum
    left = counted.seats - counted.eligible == 1 and "legal is vacant, so 4 count" in counted.sentence
    return left and record(case).outcome.yes and "legal" not in case.charter.rule(case.proposal.kind).must_sign


def not_begun(board: Board, case: Case) -> bool:
    """Who holds the seat in the charter by which it was decided began after that day, and cast no ballot."""
    made = record(case).decided_at
    holders = [one for one in case.charter.members if "legal" in one.seats]
    late = [one for one in holders if made and one.start is not None and one.start > made.date()]
    return bool(holders) and late == holders and not {one.id for one in holders} & {one.member for one in case.ballots}


def rose(board: Board, case: Case) -> bool:
    """Opened at minimal; a judging seat's answer raised the tier, nothing passed, and it was opened again at high."""
    first, *later = case.docket.openings
    said = dict(earlier_answers()).get(case.id)
    if said is None or not later:
        return False
    then = replace(case, record=None, follow_ups=(), docket=Docket((first,)), answers=answers(case.id, said))
    before, up = risen(replace(then, reviews=())), risen(then)
    told = any("Answers raise the tier from minimal to high" in one for one in tally(then, board.today).missing)
    tiers = (first.tier, [each.tier for each in later], record(case).tier) == (Tier.MINIMAL, [Tier.HIGH], "high")
    return tiers and told and before is None and up is not None and up[0] is Tier.HIGH


def never_used(board: Board, case: Case) -> bool:
    """Approved, and the register shows after sixty days that nobody put it to use: it lapsed."""
    lapsed = stage(case, board.today) is Stage.EXPIRED and lapsed_unused(case, board.today)
    return lapsed and record(case).outcome.yes and summary(case, board.today).mark == UNUSED


def motion_speakers(board: Board, case: Case) -> bool:
    """The sponsor speaks on the motion and not on the proposal; who cast the stop speaks on the proposal only."""
    (one,) = [each for each in moved(case, board.today) if each.motion.kind == "overrule-stop"]
    (stop,) = [each for each in case.ballots if each.verdict is Verdict.STOP and not each.motion]
    on_it = {each.member for each in case.ballots if each.motion == str(one.motion.number)}
    on_proposal = {each.member for each in case.ballots if not each.motion}
    return "iris" in on_it - on_proposal and stop.member not in on_it and "3 of the 3 other seats" in one.words


def beyond_vote(board: Board, case: Case) -> bool:
    """One of its stops no vote could overrule; another one could be, and that was tried."""
    stops = [each for each in case.ballots if valid_stop(each)]
    barred = {each.ground: bool(never_overruled(case, each)) for each in stops}
    return barred.get("unlawful") is True and False in barred.values() and record(case).outcome is Outcome.STOPPED


def ballots_only(board: Board, case: Case) -> bool:
    """What two wrote down is what every fresh ballot came to, by the tally's own count."""
    (ended,) = case.rounds
    undecided = replace(case, rounds=(), record=None, follow_ups=())
    counted = tally(undecided, board.today)
    both = f"decisions/{case.id}/acts/"
    return bool(board.names(both)) and (counted.outcome, counted.sum.yes) == (ended.outcome, ended.sum.yes)


def same_bytes(board: Board, case: Case) -> bool:
    """Both acts name the same file and digest, and that is the digest of what was committed."""
    under = f"decisions/{case.id}/acts/"
    acts = [read_act(board.read(under + name).encode(), under + name).value for name in board.names(under)]
    named = {(each.path, each.sha256.removeprefix("sha256:")) for each in acts if each is not None}
    if len(acts) < 2 or len(named) != 1:
        return False
    ((path, digest),) = named
    return hashlib.sha256(board.read(path).encode()).hexdigest() == digest


def from_an_older_one(board: Board, case: Case) -> bool:
    """Its charter would put back a key that was replaced since it was written."""
    warned = undone(board.world, case)
    return [each.code for each in warned] == ["change.would-undo"] and "member mo, keys" in warned[0].message
