"""What one can see of the charter's rules on seats, tiers, motions and acts of two in a case of the example."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from board.actions.carried import undone
from board.actions.cases import load_case
from board.core.ballot import Verdict
from board.core.ballots import valid_stop
from board.core.case import Case, Stage
from board.core.dates import add_working_days, local_date
from board.core.deadlines import deadlines
from board.core.docket import Docket
from board.core.looks import furthest
from board.core.motions import moved
from board.core.never import never_overruled
from board.core.proposal import Tier
from board.core.questions import risen
from board.core.record import Outcome
from board.core.rules import default_kinds, path_for
from board.core.stops import file_of
from board.core.summary import UNUSED, stage, summary
from board.core.tally import tally
from board.core.unused import lapsed_unused
from board.formats.acts import read_act
from tests.content.example import answers, earlier_answers
from tests.content.seen import Board, record
from tests.content.seen_bars import decided_on


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
    stop, *_ = [each for each in case.ballots if each.verdict is Verdict.STOP and not each.motion]
    on_it = {each.member for each in case.ballots if each.motion == str(one.motion.number)}
    on_proposal = {each.member for each in case.ballots if not each.motion}
    return "iris" in on_it - on_proposal and stop.member not in on_it and "3 of the 3 other seats" in one.words


def said_again(board: Board, case: Case) -> bool:
    """The motion names the first stop; its member cast another in other words under notice, and that is overruled."""
    (one,) = [each for each in moved(case, board.today) if each.motion.kind == "overrule-stop"]
    first, again = [each for each in case.ballots if each.verdict is Verdict.STOP and not each.motion]
    assert one.notice_ends is not None and again.cast_at is not None and first.member == again.member
    told = "the stop of product is overruled and counts as a no" in record(case).sum.sentence
    early = again.cast_at.date() < one.notice_ends < decided_on(case)
    return told and early and one.motion.about == file_of(first) and first.reason != again.reason


def held_off(board: Board, case: Case) -> bool:
    """Three of five had said yes to the lower tier, and it carried only once the panel took its stop back."""
    (stop,) = [each for each in case.ballots if each.verdict is Verdict.STOP and each.member == "ruth"]
    back = next(each for each in case.ballots if each.member == "ruth" and each.number == stop.number + 1)
    assert back.cast_at is not None
    before = tuple(each for each in case.ballots if each.cast_at is not None and each.cast_at < back.cast_at)
    then = replace(case, ballots=before, record=None, follow_ups=())
    ((held,), (now,)) = (
        [each for each in moved(one, back.cast_at.date()) if each.motion.kind == "lower-tier"] for one in (then, case)
    )
    yes = [each for each in before if each.motion == str(now.motion.number) and each.verdict is Verdict.APPROVE]
    return len(yes) == 3 and not held.carried and now.carried


def stopped_before(board: Board, case: Case) -> bool:
    """A patch that one yes would pass, with the bytes of what an emergency took away, under another name."""
    acted = load_case(board.world, "2026/0003-roll-triage-back")
    (mine,), (gone,) = case.proposal.artefacts(), acted.proposal.artefacts()
    words = "it names or replaces what was stopped, and only the full vote brings that back, so it is put to the vote"
    same = mine.sha256 == gone.sha256 and mine.id != gone.id and not case.proposal.supersedes
    return same and patch(case) and words in record(case).sum.sentence and case.restricted == acted.id


def stops_itself(board: Board, case: Case) -> bool:
    """Counted stops ended it, and without them it would not have ended so; they close no path to what was approved."""
    made = record(case)
    said = {one.member for one in made.ballots if one.counted and one.verdict is Verdict.STOP}
    day = local_date(made.decided_at, case.charter.timezone) if made.decided_at else board.today
    voting = replace(case, record=None)
    silent = replace(voting, ballots=tuple(each for each in case.ballots if each.member not in said))
    if not said or tally(voting, day).outcome is not Outcome.STOPPED or tally(silent, day).outcome is Outcome.STOPPED:
        return False
    approved = [load_case(board.world, one) for one in board.world.ids]
    others = [each for each in approved if each.record is not None and each.record.outcome.yes]
    return made.outcome is Outcome.STOPPED and len(others) > 9 and all(each.restricted != case.id for each in others)


def outranked(board: Board, case: Case) -> bool:
    """A patch that one yes would pass, in the place of what five seats decided by vote at tier high."""
    assert case.proposal.supersedes
    old = load_case(board.world, case.proposal.supersedes).record
    assert old is not None
    words = "it would replace what the board decided on a harder path or at a higher tier, so it is put to the vote"
    harder = (old.way, old.tier, old.sum.yes) == ("vote", "high", 5) and not case.restricted
    return harder and patch(case) and words in record(case).sum.sentence


def patch(case: Case) -> bool:
    """One seat said yes and none objected, and by its kind that would have been enough; it did not pass."""
    path = path_for(case.charter.rule(case.proposal.kind), case.proposal)
    said = [each.verdict for each in record(case).ballots if each.counted]
    return path == "standard" and said == [Verdict.APPROVE] and record(case).outcome is Outcome.WITHDRAWN


def looked_for_a_year(board: Board, case: Case) -> bool:
    """The last look names the last day that it may; had it named a later one, it would come back on the same day."""
    look = [each for each in case.follow_ups if each.kind == "reviewed"][-1]
    assert look.at is not None and look.until is not None
    longer = replace(look, until=look.until + timedelta(days=400))
    given = tuple(longer if each is look else each for each in case.follow_ups)
    of = (case, replace(case, follow_ups=given))
    due = [[each.due for each in deadlines(one, board.today) if each.sort.id == "measure"] for one in of]
    a_year = look.until == furthest(case, look.about, look.at.date()) == look.at.date() + timedelta(days=365)
    return a_year and due == [[look.until], [look.until]]


def aside_for_the_round(board: Board, case: Case) -> bool:
    """Who stood aside said yes later in the same round; that does not count, and the alternate is waited for."""
    (aside,) = [each for each in case.ballots if each.verdict is Verdict.RECUSE and each.seats == ("product",)]
    (later,) = [each for each in case.ballots if each.member == aside.member and each.number > aside.number]
    (told,) = [each for each in record(case).ballots if each.path == later.path]
    assert later.cast_at is not None
    undecided = replace(case, rounds=(), record=None)
    waits = "kim" in tally(undecided, local_date(later.cast_at, case.charter.timezone)).waiting_for
    same = later.verdict is Verdict.APPROVE and later.round == aside.round
    return waits and same and told.why_not == "its member stands aside in this round"


def days_for_the_panel(board: Board, case: Case) -> bool:
    """The window was over, and the board waited for the panel until as many days after the motion as a window has."""
    (raising,) = case.motions
    opening, wait = case.docket.openings[0], case.charter.voting.window_working_days
    assert raising.kind == "raise-tier" and raising.at is not None and opening.window_ends is not None
    last = add_working_days(raising.at.date(), wait, case.charter.holidays)
    open_still = replace(case, rounds=(), record=None)
    waits = [tally(open_still, day).why_not_yet for day in (last, last + timedelta(days=1))]
    asked = f"raised the tier, so ethics panel may vote until {last}" in waits[0]
    return opening.window_ends < last < decided_on(case) and asked and not waits[1]


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
