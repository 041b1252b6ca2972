"""What a member's keys signed, in the order of history, and whether it counts: to look at after a key leaked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.recounting import Recount
from board.actions.session import Session
from board.actions.summing import sum_up
from board.core.ballots import fresh
from board.core.charter import Charter, Member
from board.core.dates import local_date
from board.core.finding import ExitStatus, refuse
from board.core.layout import CHARTER
from board.formats.keys import key_mark, marks, signing_keys
from board.formats.paths import Place, Sort, classify
from board.store.base import Commit
from board.trust import gpg
from board.trust.commits import split_signature
from board.trust.objects import Objects
from board.trust.sshsig import BadSignature, verify
from board.trust.walk import Walk

_CHUNK = 1_000
_WORDS = {
    Sort.BALLOT: "ballot {number} of {member} on {proposal}",
    Sort.REVIEW: "review of {proposal}",
    Sort.MESSAGE: "message on {proposal}",
    Sort.FOLLOW_UP: "follow-up {number} of {proposal}",
    Sort.DOCKET: "opening of {proposal}",
    Sort.RECORD: "decision on {proposal}",
    Sort.ROUND: "end of round {number} of {proposal}",
    Sort.MOTION: "motion {number} on {proposal}",
    Sort.EMERGENCY: "emergency action {proposal}",
    Sort.ACT: "agreement {number} to an act of two",
    Sort.CHARTER: "the charter",
    Sort.POLICY: "the policy",
    Sort.CHECKLIST: "a checklist",
    Sort.TEMPLATE: "a template",
    Sort.REGISTER: "a register entry",
    Sort.INCIDENT: "an incident",
    Sort.MEETING: "a meeting",
    Sort.PROPOSAL: "proposal {proposal}",
    Sort.EVIDENCE: "evidence of {proposal}",
    Sort.ANSWERS: "answers in {proposal}",
}


@dataclass(frozen=True, slots=True)
class SignedCommit:
    """One commit that a member's key signed; `position` counts from the first commit, `at` is what the signer claimed.

    `counts` is whether it has an effect; `why` says what stands against it, or what became of its ballot.
    """

    position: int
    commit: str
    at: datetime
    what: tuple[str, ...]
    paths: tuple[str, ...]
    counts: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Everything that a member's keys signed; `since` is the commit it begins after, "" for the first.

    `keys` are all keys the charter ever listed for her. On a board without signatures what names her as its author is
    among it, whoever signed it: a key that nobody lists says as little there as none. Then `proven` is false.
    """

    member: str
    keys: tuple[str, ...]
    suspended: bool
    since: str
    proven: bool
    commits: tuple[SignedCommit, ...]


def signed_by(session: Session, handle: str, since: str = "") -> SignedBy:
    """What the keys of a member signed, oldest first; `since` is a commit or a day such as 2026-10-20.

    A day stands for the first commit in the order of history that claims it or a later one: whatever follows is listed,
    also what claims to be older. Raises Refused for a name that no charter of this history knows.
    """
    audit, tip = session.store.audit(), session.tip
    ids = audit.lineage(tip)
    walk = Walk(Objects(audit.objects, audit.altered), Recount(audit, session.kinds))
    walk.through(ids)
    members = _ever(walk, ids, handle)
    if not members:
        raise refuse("member.unknown", f"No charter of this history knows a member “{handle}”.", "`board member list`")
    log = {commit.id: commit for commit in session.store.log()}
    first = _first(session, ids, log, since)
    raw: dict[str, bytes] = {}
    for begin in range(first, len(ids), _CHUNK):
        raw |= walk.objects.commits(ids[begin : begin + _CHUNK])
    hers = _Hers(members, signed=session.charter.signing == "required")
    faults = {fault.commit: fault.words for fault in reversed(walk.faults) if fault.commit}
    found = [
        _line(session, position, log[commit], faults.get(commit, ""))
        for position, commit in enumerate(ids[first:], first + 1)
        if commit in log and hers.made(raw[commit], log[commit])
    ]
    now = session.charter.member(handle)
    return SignedBy(
        member=handle,
        keys=tuple(dict.fromkeys(key for one in members for key in signing_keys(one))),
        suspended=now is not None and now.suspended,
        since=ids[first - 1] if first else "",
        proven=session.charter.signing == "required",
        commits=tuple(found),
    )


def _ever(walk: Walk, ids: list[str], handle: str) -> tuple[Member, ...]:
    """The member as each charter of this history had her."""
    seen: dict[str, Charter] = {}
    for commit in ids:
        state = walk.states.get(commit)
        blob = state.blob(CHARTER) if state is not None else ""
        if state is not None and blob and blob not in seen:
            seen[blob] = walk.charters.of(state)
    return tuple(member for charter in seen.values() if (member := charter.member(handle)) is not None)


def _first(session: Session, ids: list[str], log: Mapping[str, Commit], since: str) -> int:
    """Where the list begins, as an index into history."""
    if not since:
        return 0
    try:
        day = date.fromisoformat(since)
    except ValueError:
        commit = session.store.resolve(since)
        if commit not in ids:
            raise refuse(
                "git.revision",
                f"{since} is not part of the history of {session.store.branch}.",
                "Name a commit of that branch, or a day such as 2026-10-20.",
                status=ExitStatus.WRONG_USE,
            ) from None
        return ids.index(commit) + 1
    zone = session.charter.timezone
    return next((n for n, one in enumerate(ids) if one in log and local_date(log[one].at, zone) >= day), len(ids))


class _Hers:
    """Whether a commit was signed by one of a member's keys; on a board without signatures, whether it names her."""

    def __init__(self, members: tuple[Member, ...], *, signed: bool) -> None:
        self._marks = {mark for member in members for mark in marks(member)}
        self._blocks = tuple(dict.fromkeys(block for member in members for block in member.openpgp))
        self._mails = {mail.casefold() for member in members for mail in member.emails}
        self._signed = signed

    def made(self, raw: bytes, commit: Commit) -> bool:
        """Whether this commit is hers: without signatures also what others signed in her name, as it counts for her."""
        named = not self._signed and commit.author.email.casefold() in self._mails
        try:
            payload, armored = split_signature(raw)
            if armored.startswith("-----BEGIN PGP SIGNATURE-----"):
                return named or bool(self._blocks and gpg.who_signed(self._blocks, payload, armored))
            return named or key_mark(verify(payload, armored).line) in self._marks
        except (BadSignature, gpg.Unable):
            return named


def _line(session: Session, position: int, commit: Commit, fault: str) -> SignedCommit:
    world = session.world
    places = [classify(path, world.layout, world.ids) for path in commit.paths]
    known = [place for place in places if place.sort in _WORDS]
    what = tuple(dict.fromkeys(_WORDS[one.sort].format_map(_named(one)) for one in known))
    why = fault
    if not why and not known:
        why = "It changes none of the board's files."
    if not why:
        why = " ".join(_ballots(session, commit.paths, places))
    return SignedCommit(position, commit.id, commit.at, what, commit.paths, not fault, why)


def _named(place: Place) -> dict[str, object]:
    return {"number": place.number, "member": place.member, "proposal": place.proposal}


def _ballots(session: Session, paths: tuple[str, ...], places: list[Place]) -> Iterator[str]:
    """What became of each ballot of a commit: counted or not, in which round, decided or not."""
    for path, place in zip(paths, places, strict=True):
        if place.sort is Sort.BALLOT and place.proposal in session.world.ids:
            yield _became(session.world, path, place, session.today)


def _became(world: World, path: str, place: Place, today: date) -> str:
    case = load_case(world, place.proposal)
    for record in (*((case.record,) if case.record else ()), *case.rounds):
        for ballot in record.ballots:
            if ballot.path == path:
                how = "It was counted" if ballot.counted else f"It was not counted ({ballot.why_not})"
                return f"{how} in the outcome “{record.outcome}” of round {record.round}."
    latest = case.docket.latest
    mine = next((one for one in case.ballots if (one.member, one.number) == (place.member, place.number)), None)
    if latest is None or mine is None or case.record is not None:
        return "It is in no sum."
    if stale := fresh(mine, latest):
        return f"It does not count: {stale}."
    counted = any(one.path == path and one.counted for one in sum_up(world, case, today).ballots)
    return "It counts in the vote that is open." if counted else "It does not count in the vote that is open."
