"""Files that rest on a signature nobody here could check: they count, are named, and nothing is decided on them.

Without gpg, or with only a fingerprint in the charter, an OpenPGP signature proves nothing. Leaving such a commit out
would make what counts differ from machine to machine; so it stays, and the answer is “cannot tell”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from board.core.digest import sha256
from board.core.layout import Layout
from board.formats.acts import read_act
from board.formats.ballots import read_ballot
from board.formats.paths import Sort, classify
from board.trust.step import Step, Touch

Unproven = Mapping[str, str]
"""By path: the member in whose name it was written, without proof."""

RULES = frozenset((Sort.CHARTER, Sort.POLICY, Sort.CHECKLIST, Sort.TEMPLATE))
_ENDS = frozenset((Sort.RECORD, Sort.ROUND))
_AGREED = frozenset((*_ENDS, Sort.DOCKET, *RULES))
"""What two may write together, each with an act of her own."""
_WEIGHS = frozenset((Sort.DOCKET, Sort.REVIEW, Sort.BALLOT, Sort.MOTION, Sort.EMERGENCY))


def after(before: Unproven, step: Step, unsure: str) -> Unproven:
    """What rests on no proof after a step that counts; `unsure` as the roster says of its author.

    What follows from an unproven file is as unproven. Whoever casts a ballot with a key that can be checked vouches for
    her earlier ones and for the review it binds, because it names them.
    """
    if not unsure.endswith("openpgp") and not before:
        return before
    whom = step.member.id if unsure else _source(before, step)
    touched = {touch.path: touch for touch in step.touches}
    kept = {path: member for path, member in before.items() if path not in touched}
    if whom:
        return kept | {path: whom for path, touch in touched.items() if touch.new is not None}
    vouched = set(_vouched(step))
    return {path: member for path, member in kept.items() if _owned(step.ground.layout, path) not in vouched}


def _source(before: Unproven, step: Step) -> str:
    """In whose unproven name something lies that this step follows from; "" where there is none."""
    layout, wanted = step.ground.layout, set[str]()
    for touch in step.touches:
        proposal = touch.place.proposal
        if touch.place.sort in _ENDS:
            openings = step.openings(proposal)
            wanted.update(resting(before, layout, proposal, openings[-1].round if openings else 0, step.before.read))
        if touch.place.sort in _AGREED:
            wanted.update(path for path in before if _agrees(step, path, touch))
    return next((before[path] for path in sorted(wanted)), "")


def _agrees(step: Step, path: str, touch: Touch) -> bool:
    """Whether the file at a path is an act of two on exactly this change."""
    if classify(path, step.ground.layout).sort is not Sort.ACT:
        return False
    act = read_act(step.before.read(path) or b"", path).value
    return act is not None and (act.path, act.sha256) == (touch.path, sha256(touch.new or b""))


def _vouched(step: Step) -> Iterator[tuple[str, Sort, str]]:
    for touch in step.touches:
        ballot = read_ballot(touch.new, touch.path).value if touch.place.sort is Sort.BALLOT and touch.new else None
        if ballot is not None:
            yield (touch.place.proposal, Sort.BALLOT, touch.place.member)
            if ballot.review:
                yield (touch.place.proposal, Sort.REVIEW, touch.place.member)


def _owned(layout: Layout, path: str) -> tuple[str, Sort, str]:
    place = classify(path, layout)
    return (place.proposal, place.sort, place.member)


def resting(
    unproven: Unproven, layout: Layout, proposal: str, number: int, read: Callable[[str], bytes | None]
) -> tuple[str, ...]:
    """The unproven files that ending this round of a proposal rests on: the rules, its docket, reviews and ballots."""
    found = []
    for path in sorted(unproven):
        place = classify(path, layout)
        mine = place.proposal == proposal and place.sort in _WEIGHS
        if mine and place.sort is Sort.BALLOT:
            ballot = read_ballot(read(path) or b"", path).value
            mine = ballot is None or ballot.round == number
        if mine or place.sort in RULES:
            found.append(path)
    return tuple(found)
