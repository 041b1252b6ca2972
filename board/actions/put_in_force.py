"""Counting again what a charter or policy change puts in force: the bytes that were voted on, and no key that was lost.

It shares nothing with installing, so that one of them alone cannot err.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from board.actions.effective import Past
from board.actions.load import World
from board.actions.opened import opening_world
from board.actions.placing import KINDS, OF_CHARTER
from board.core.case import Case
from board.core.charter import Charter
from board.core.charter_words import changed, keys_among, put_back
from board.core.layout import CHARTER
from board.core.record import Record
from board.core.stated import STRICTER
from board.formats.charter import read_charter
from board.formats.keys import given_back
from board.trust.rawcommit import links
from board.trust.report import Fault
from board.trust.rules import INSTALLED
from board.trust.state import Link, State
from board.trust.step import Step


def put_in_force(step: Step, past: Past, world: World, case: Case, record: Record, *, alone: bool) -> Iterator[Fault]:
    """A change of the rules installs exactly the bytes below `new/` of the revision the board voted on.

    `alone` says that only the decision's own commits are at hand, as in a proof.
    """
    expected: dict[str, bytes | None] = {}
    if case.proposal.kind in KINDS and record.outcome.yes:
        bound = opening_world(world, case.id)
        base = bound.layout.evidence(case.id, "new/")
        for path in bound.evidence_files(case.id):
            if path.startswith(base):
                name = path[len(base) :]
                if name == CHARTER and not _of_charter(case):
                    words = f"{case.id} carries {CHARTER}, and only a {OF_CHARTER} may put one in force."
                    yield Fault("charter.not-decided", words, path=path)
                expected[CHARTER if name == CHARTER else bound.layout.at(name)] = bound.snapshot.read(path)
        if expected.get(CHARTER):
            yield from _no_key_back(step, past, case, bound, base + CHARTER, alone=alone)
    touched = {t.path: t.new for t in step.touches if t.place.sort in INSTALLED}
    wrong = [path for path, data in touched.items() if path not in expected or expected[path] != data]
    wrong += [path for path, data in expected.items() if path not in touched and step.before.read(path) != data]
    for path in dict.fromkeys(wrong):
        words = f"{path} did not become what the proposal carries in its opened revision."
        yield Fault("charter.not-decided", words, path=path)


def _of_charter(case: Case) -> bool:
    """Whether a decision may change the charter; one opened by an older list of facts could, whatever its kind."""
    latest = case.docket.latest
    return case.proposal.kind == OF_CHARTER or latest is None or latest.facts < STRICTER


def _no_key_back(step: Step, past: Past, case: Case, bound: World, path: str, *, alone: bool) -> Iterator[Fault]:
    """A charter gives no key back that was taken from a member, and ends no suspension, since it was written."""
    latest = case.docket.latest
    proposed = read_charter(bound.snapshot.read(path) or b"").value
    if latest is None or latest.facts < STRICTER or not keys_among(changed(step.charter, proposed)):
        return
    chain = [link for link in step.before.link.back() if link.depth >= 0]
    if alone:
        then = [_charter(past.states[link.commit]) for link in chain if link.commit in past.states]
    elif CHARTER not in chain[-1].paths:
        # A walk on from a pin does not see when it was written; a fault lets one from the founding judge it.
        words = f"Nothing here tells which keys the charter of {case.id} knew."
        yield Fault("charter.not-decided", words, path=CHARTER)
        return
    else:
        docket = bound.layout.file(case.id, "docket.toml")
        then = _since(past, chain[:-1], path, bound.snapshot.blob(path), docket)
    back = [each.words for each in keys_among(put_back(then[-1], step.charter, proposed))] if then else []
    back += given_back(then, step.charter, proposed)
    if back:
        told = "; ".join(back[:3])
        words = f"{case.id} was written before, and gives back what was taken since: {told}."
        yield Fault("charter.not-decided", words, path=CHARTER)


def _since(past: Past, steps: Sequence[Link], path: str, blob: str, docket: str) -> list[Charter]:
    """The charters in force since these bytes first lay at a path when it was opened or the charter changed.

    Given the steps, and returned, newest first. Nothing is gained by taking the bytes away meanwhile: who voted before
    knew the older charter.
    """
    then: list[Charter] = []
    lay = False
    for step in reversed(steps):
        if CHARTER in step.paths:
            before = _before(past, step.commit)
            lay = lay or any(state.blob(path) == blob for state in before)
            then += [_charter(before[0])] if lay and before else []
        if docket in step.paths and step.commit in past.states:
            lay = lay or past.states[step.commit].blob(path) == blob
    return then[::-1]


def _before(past: Past, commit: str) -> list[State]:
    """The states before a commit, as far as they are at hand."""
    parents = links(next(iter(past.states.values())).objects.commits([commit])[commit]).parents
    return [past.states[one] for one in parents if one in past.states]


def _charter(state: State) -> Charter:
    return read_charter(state.read(CHARTER) or b"").value
