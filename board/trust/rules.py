"""Who may write what: the table of formats.md, one function a sort of file.

Each function gets a step (one commit of one member) and one touched path, and yields the faults. The charter is that
of the parent: a commit never votes itself in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from board.core.answering import confirmed
from board.core.ballots import beyond_category
from board.core.digest import sha256
from board.core.message import Message, is_guest
from board.core.stated import STRICTER
from board.core.text import hidden_characters
from board.formats.acts import read_act, read_emergency
from board.formats.ballots import read_ballot
from board.formats.followups import read_follow_up
from board.formats.messages import message_name_parts, read_message
from board.formats.names import folded, no_name
from board.formats.paths import Place, Sort, classify
from board.formats.proposals import read_proposal
from board.formats.records import read_record
from board.formats.reviews import read_answers
from board.formats.toml import may_hold
from board.trust.clocks import made_up
from board.trust.follow_ups import BY_RULE, may_give, proposed_by, proven
from board.trust.motions import motion, on_motion, seats_open_to
from board.trust.pairs import agreed, pair_may_change
from board.trust.report import Fault
from board.trust.state import Ground
from board.trust.step import Step, Touch, highest_list, openings_in
from board.trust.terms import in_term, term_day

DECIDING = frozenset((Sort.DECISION, Sort.RECORD, Sort.ETHICS_REVIEW, Sort.ROUND))
INSTALLED = frozenset((Sort.CHARTER, Sort.POLICY, Sort.CHECKLIST, Sort.TEMPLATE))

_UNSEEN = re.compile("[\0-\x1f\ud800-\udfff]")


def place(path: str, ground: Ground) -> Place:
    """What a strict path is."""
    return classify(path, ground.layout)


def faults(step: Step) -> Iterator[Fault]:
    """Every rule that a step breaks, but for what only the recount of a decision or an opening can tell."""
    step = in_term(step)
    deciding = any(touch.place.sort in DECIDING for touch in step.touches)
    for touch in step.touches:
        bad = list(sound(step, touch))
        yield from bad
        if bad or (touch.place.sort in INSTALLED and deciding):
            continue  # the bytes a decision installs are compared with what was voted on
        if not step.before.link.opened and "chair" in step.member.roles and touch.place.sort in INSTALLED:
            continue  # the founder still sets the board up
        yield from _RULES[touch.place.sort](step, touch)
    if deciding:
        yield from _one_decision(step)
    yield from made_up(step)


def recounted(step: Step) -> bool:
    """Whether a step opens or decides, so that it is counted again."""
    return any(touch.place.sort is Sort.DOCKET or touch.place.sort in DECIDING for touch in step.touches)


def doubts(step: Step) -> Iterator[Fault]:
    """What the rules allow but nobody can prove, or nobody should have done."""
    for touch in step.touches:
        if _tidied(step, touch):
            words = f"{step.member.id} took away this message from outside the board; it lies in the history."
            yield Fault("unproven.message", words, path=touch.path)
        if touch.place.sort is Sort.DOCKET and touch.new is not None:
            yield from _prefilled(step, touch.place.proposal)
        if touch.place.sort is Sort.BALLOT and may_hold(touch.new or b"", b"recuse"):
            ballot = read_ballot(touch.new or b"", touch.path).value
            if ballot is not None and (said := beyond_category(ballot)):
                words = f"{ballot.member} stood aside and gave more than a category: {', '.join(said)}."
                yield Fault("ballot.beyond-category", words, path=touch.path)


def _prefilled(step: Step, proposal: str) -> Iterator[Fault]:
    """The pre-filled answers of what is opened that say somebody else than its proposer confirmed them."""
    layout = step.ground.layout
    path = layout.evidence(proposal, "answers.toml")
    data = step.before.read(path) or b""
    if may_hold(data, b"prefilled", b"confirmed_by"):
        text = read_proposal(step.before.read(layout.proposal(proposal)) or b"", "", proposal).value
        for answer in read_answers(data, path).value:
            if not confirmed(answer, text, step.charter):
                words = f"The pre-filled answer to {answer.question} of {proposal} is not confirmed by its proposer."
                yield Fault("unproven.prefilled", words, path=path)


def sound(step: Step, touch: Touch) -> Iterator[Fault]:
    """Mode, size and name of a file, whatever it is."""
    if not touch.mode:
        return  # it was removed
    if touch.mode != b"100644":
        yield Fault("path.mode", f"{touch.path} is not a plain file.", path=touch.path)
    if touch.too_large:
        yield Fault("file.too-large", f"{touch.path} is larger than 1 MiB.", path=touch.path)
    if hidden_characters(touch.path) or _UNSEEN.search(touch.path):
        yield Fault("path.name", "The name holds characters that nobody can see.", path=touch.path)
    elif why := no_name(touch.path):
        yield Fault("path.name", why, path=touch.path)
    elif other := step.ground.twin_of(touch.path):
        words = f"{touch.path} passes for the board's own {other} on some machines: it needs another name."
        yield Fault("path.name", words, path=touch.path)
    elif touch.old is None and (other := _twin(step, touch.path)):
        yield Fault("path.name", f"{touch.path} differs from {other} only in capitals or accents.", path=touch.path)


def _twin(step: Step, path: str) -> str:
    """What counts, or comes in the same commit, and some machine takes for this file or a folder it lies in."""
    folder, _, name = path.rpartition("/")
    while folder:
        if found := _alike(step, folder, name):
            return found
        folder, _, name = folder.rpartition("/")
    return ""


def _alike(step: Step, folder: str, name: str) -> str:
    """Another file or folder in a folder whose name differs from this one in capitals or accents only."""
    names = step.before.objects.tree(step.before.objects.folder(step.before.tree, folder))
    small = names.plain and name.isascii() and name == name.lower()  # small plain letters have no twins among such
    there = () if small else step.there(folder).get(folded(name), ())
    brought = step.brought[folder][folded(name)]
    for other in sorted({*there, *brought} - {name}):
        if other in brought or _counts(step, f"{folder}/{other}"):
            return f"{folder}/{other}"
    return ""


def _counts(step: Step, path: str) -> bool:
    """Whether a file, or files in a folder, are the board's; what a faulty commit left stands in nobody's way."""
    if not step.ground.governed(f"{path}/".encode("utf-8", "surrogateescape"), True):
        return False
    return bool(step.before.blob(path) or step.before.files(f"{path}/"))


def _create_only(touch: Touch) -> Iterator[Fault]:
    if touch.old is not None:
        verb = "removed" if touch.new is None else "changed"
        yield Fault("file.changed", f"{touch.path} is written once, and was {verb}.", path=touch.path)


def _own(step: Step, touch: Touch) -> Iterator[Fault]:
    if touch.place.member != step.member.id:
        words = f"{step.member.id} changed {touch.path}, which belongs to {touch.place.member or 'nobody'}."
        yield Fault("path.not-yours", words, path=touch.path)


def _presides(step: Step, touch: Touch) -> Iterator[Fault]:
    if not step.member.presides:
        words = f"{step.member.id} is neither chair nor secretary, and changed {touch.path}."
        yield Fault("path.role", words, path=touch.path)


def _unreadable(touch: Touch, what: str) -> Fault:
    return Fault("file.unreadable", f"{touch.path} cannot be read as {what}.", path=touch.path)


def _charter_level(step: Step, touch: Touch) -> Iterator[Fault]:
    if not pair_may_change(step.before, step.charter, touch.path, touch.old, touch.new, term_day(step)):
        words = f"{touch.path} changed without a decision, and without two members who may do so."
        yield Fault("charter.not-decided", words, path=touch.path)


def _docket(step: Step, touch: Touch) -> Iterator[Fault]:
    old, new = touch.old or b"", touch.new or b""
    before, after = openings_in(old), openings_in(new)
    if not new.startswith(old.rstrip(b"\n")) or after[: len(before)] != before:
        yield Fault("docket.changed", f"{touch.path} no longer holds what it held before.", path=touch.path)
    elif len(after) != len(before) + 1:
        yield _unreadable(touch, "a docket with one opening more")
    elif not (step.member.presides or _acts_on_call(step, touch) or _two(step, touch)):
        words = f"{step.member.id} may not open {touch.place.proposal} alone."
        yield Fault("path.role", words, path=touch.path)


def _acts_on_call(step: Step, touch: Touch) -> bool:
    emergency = step.by_path.get(step.ground.layout.file(touch.place.proposal, "emergency.toml"))
    return "on-call" in step.member.roles and touch.old is None and emergency is not None


def _emergency(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _create_only(touch)
    acted = read_emergency(touch.new or b"", touch.path).value
    if acted is None:
        yield _unreadable(touch, "an emergency action")
    elif acted.member != step.member.id or "on-call" not in step.member.roles:
        yield Fault("path.role", f"{step.member.id} is not the person on call who acted.", path=touch.path)
    elif acted.at is None and highest_list(step.touches) >= STRICTER:
        words = f"{touch.path} does not say when it was done, so no list could show that it holds."
        yield Fault("file.unreadable", words, path=touch.path)
    if step.ground.layout.file(touch.place.proposal, "docket.toml") not in step.by_path:
        yield Fault("docket.binding", "An emergency action and its docket come in one commit.", path=touch.path)


def _review(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _own(step, touch)
    if step.file(touch.place.proposal, "record.toml") is not None:
        yield Fault("review.late", f"{touch.path} changed after the decision.", path=touch.path)


def _message(step: Step, touch: Touch) -> Iterator[Fault]:
    if _tidied(step, touch):
        return
    yield from _own(step, touch)
    yield from _create_only(touch)
    message = read_message(touch.new, touch.path).value if touch.new is not None else None
    if touch.new is not None and message is None:
        yield _unreadable(touch, "a message")
    if message is not None and not settles_own(message, touch.place.member):
        words = f"{step.member.id} settled what {message.re} says; only its author does."
        yield Fault("path.not-yours", words, path=touch.path)


def _tidied(step: Step, touch: Touch) -> bool:
    """Whether chair or secretary take a message from outside away: anybody can write one, and few count."""
    outside = touch.place.sort is Sort.MESSAGE and is_guest(touch.place.member, step.charter)
    return outside and touch.new is None and step.member.presides


def settles_own(message: Message, author: str) -> bool:
    """Whether a message leaves others' questions and concerns open."""
    named = message_name_parts(message.re)
    return message.kind != "resolved" or (named is not None and named[1] == author)


def _ballot(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _own(step, touch)
    yield from _create_only(touch)
    if touch.old is not None or touch.new is None:
        return
    ballot = read_ballot(touch.new, touch.path).value
    if ballot is None:
        yield _unreadable(touch, "a ballot of this place")
        return
    proposal, layout = touch.place.proposal, step.ground.layout
    if step.closed(proposal):
        yield Fault("ballot.closed", f"No round of {proposal} was open.", path=touch.path)
    openings = step.openings(proposal)
    named = (ballot.round, ballot.revision, ballot.charter, ballot.checklists, ballot.policy)
    offered = [(one.round, one.revision, one.charter, one.checklists, one.policy) for one in openings]
    if ballot.repository != step.charter.repository or ballot.proposal != proposal:
        words = f"The ballot is about {ballot.proposal} in repository {ballot.repository}, not about this one."
        yield Fault("ballot.binding", words, path=touch.path)
    elif named not in offered:
        words = "The ballot names a round, revision, charter, checklists or policy that the board never opened here."
        yield Fault("ballot.binding", words, path=touch.path)
    review = step.by_path.get(layout.review(proposal, ballot.member))
    shared = review.new if review else step.before.read(layout.review(proposal, ballot.member))
    if ballot.review and ballot.review != sha256(shared or b""):
        yield Fault("ballot.binding", "The ballot names a review that its commit does not hold.", path=touch.path)
    yield from _ballot_follows(step, touch, ballot.number, ballot.previous)
    yield from on_motion(step, touch, ballot)
    if not set(ballot.seats) <= seats_open_to(step, proposal):
        words = f"{step.member.id} neither holds nor stands in for {', '.join(ballot.seats)}."
        yield Fault("ballot.seat", words, path=touch.path)


def _ballot_follows(step: Step, touch: Touch, number: int, previous: str) -> Iterator[Fault]:
    """Numbers run on, and each ballot names the bytes of the one before it; none is ever taken away."""
    before = step.ground.layout.ballot(touch.place.proposal, step.member.id, number - 1)
    data = step.before.read(before) if number > 1 else None
    alone = sum(one.place.sort is Sort.BALLOT for one in step.touches) == 1
    if not alone or (data is None) != (number == 1) or previous != (sha256(data) if data is not None else ""):
        words = f"Ballot {number} of {step.member.id} does not follow from the one before it."
        yield Fault("ballot.number", words, path=touch.path)


def _follow_up(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _create_only(touch)
    found = read_follow_up(touch.new or b"", touch.path).value
    if found is None:
        yield _unreadable(touch, "a follow-up")
        return
    record = read_record(step.file(touch.place.proposal, "record.toml") or b"", "").value
    me = step.member
    proposed = record is not None and proposed_by(record, me)
    entitled = {
        "ratified": me.presides and record is not None and record.outcome.yes,
        "appeal": record is not None and (bool(me.seats) or proposed),
        "waiver": me.presides,
    }.get(found.kind, record is not None)
    if found.kind in BY_RULE:
        entitled = may_give(step, touch, found, record, proposed=proposed)
    if found.member != me.id or not entitled:
        words = f"{me.id} may not give “{found.kind}” for {touch.place.proposal} in the name of {found.member}."
        yield Fault("follow-up.not-entitled", words, path=touch.path)
    elif found.kind == "verified" and record is not None and not proven(step, touch, record, found.condition):
        words = f"{me.id} verified {found.condition} of {touch.place.proposal}, and nobody had given proof of it."
        yield Fault("follow-up.not-entitled", words, path=touch.path)


def _act(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _own(step, touch)
    yield from _create_only(touch)
    if touch.new is not None and read_act(touch.new, touch.path).value is None:
        yield _unreadable(touch, "an act of two")


def _motion(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _create_only(touch)
    yield from motion(step, touch)


def _deciding(step: Step, touch: Touch) -> Iterator[Fault]:
    """Create-only and by whoever may decide; a decision that is superseded is compared by the recount."""
    marked = touch.place.sort is Sort.DECISION and touch.old is not None and touch.new is not None
    if not (marked and _supersedes(step, touch.place.proposal)):
        yield from _create_only(touch)
    made = (one for one in step.touches if one.place.sort in (Sort.RECORD, Sort.ROUND) and one.old is None)
    # Both name the record or the round; all else follows from its digests.
    if not step.member.presides and not _two(step, next(made, touch)):
        yield from _presides(step, touch)


def _two(step: Step, touch: Touch) -> bool:
    """Whether two members agreed to a file beforehand, who together may do what chair or secretary do."""
    people = agreed(step.before, step.charter, touch.path, touch.new, day=term_day(step))
    return touch.new is not None and len(people) > 1


def _supersedes(step: Step, proposal: str) -> bool:
    made = (touch for touch in step.touches if touch.place.sort is Sort.RECORD and touch.new is not None)
    records = (read_record(touch.new or b"", touch.path).value for touch in made)
    return any(record is not None and record.supersedes == proposal for record in records)


def _one_decision(step: Step) -> Iterator[Fault]:
    """A deciding commit holds one decision's three files or one round's one, and what that installs."""
    layout = step.ground.layout
    made = [touch for touch in step.touches if touch.place.sort in DECIDING and touch.old is None]
    ids = {touch.place.proposal for touch in made}
    proposal = min(ids, default="")
    whole = {layout.decision(proposal), *(layout.file(proposal, name) for name in ("record.toml", "ethics-review.md"))}
    paths = {touch.path for touch in made}
    round_only = len(made) == 1 and made[0].place.sort is Sort.ROUND
    others = [t for t in step.touches if t.place.sort not in DECIDING and t.place.sort not in INSTALLED]
    if len(ids) != 1 or not (round_only or paths == whole) or others:
        words = "A deciding commit holds one decision, its record and its ethics review, or the end of one round."
        yield Fault("decision.incomplete", words, path=min(paths, default=""))


def _created_by_any(step: Step, touch: Touch) -> Iterator[Fault]:
    yield from _create_only(touch)


def _unknown(step: Step, touch: Touch) -> Iterator[Fault]:
    if not touch.mode and step.ground.twin_of(touch.path):
        return  # a project had it before the board was founded, and gives it another name
    yield Fault("path.unknown", f"No rule lets anybody write {touch.path}.", path=touch.path)


_RULES: Mapping[Sort, Callable[[Step, Touch], Iterator[Fault]]] = {
    Sort.CHARTER: _charter_level,
    Sort.POLICY: _charter_level,
    Sort.CHECKLIST: _charter_level,
    Sort.TEMPLATE: _charter_level,
    Sort.DECISION: _deciding,
    Sort.ETHICS_REVIEW: _deciding,
    Sort.RECORD: _deciding,
    Sort.ROUND: _deciding,
    Sort.DOCKET: _docket,
    Sort.REVIEW: _review,
    Sort.BALLOT: _ballot,
    Sort.MESSAGE: _message,
    Sort.FOLLOW_UP: _follow_up,
    Sort.ACT: _act,
    Sort.MOTION: _motion,
    Sort.EMERGENCY: _emergency,
    Sort.REGISTER: _presides,
    Sort.INCIDENT: _created_by_any,
    Sort.MEETING: _created_by_any,
    Sort.UNKNOWN: _unknown,
    Sort.OTHER: _unknown,
}
