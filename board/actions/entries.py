"""One proposal as lists need it: its row, a member's tasks, and until which day both stay as they are."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from board.actions.cases import fetch_cases, load_case
from board.actions.crowd import STRANGE, misleads, readable
from board.actions.load import World
from board.actions.rows_text import SHAPE, Line, line_of, of_line, of_task, read_until, task_of
from board.actions.session import Session
from board.actions.stopped import claim_in, later_in
from board.core.ageing import on_evidence
from board.core.case import Case, Stage, Summary, Task
from board.core.deadlines import next_change, with_late
from board.core.finding import Refused
from board.core.layout import CHARTER
from board.core.overtaken import Claim, overtaken
from board.core.proposal import Artefact, Tier
from board.core.replacing import standing_replacements
from board.core.stage import summary, tasks
from board.core.summary import open_conditions
from board.store.cache import Cache

FIRST = 40
"""Proposals of the first page: as many as a tall terminal shows."""
PAGE = 500
UNREAD = "This proposal cannot be read here: its files hold what trips this program up"
_TRIPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What crafted files may raise where nobody foresaw them; a refusal and a full disk are told as ever."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row and a member's tasks, as they stand from `since` until the day before `until`; None: for ever.

    `moment` is the last at which a task that is due by the hour still reads so; None where none is.
    `closed` tells that a record decides it; then `replaced` is the id of the decision that `row` was told replaces it,
    and `replaces` is the id of the one it replaces itself. `claim` is what it says of versions; what others say of its
    own stands in no entry, only in the rows that `load` hands on. `registers` is the digest of the registers where they
    say whether it is in use, "" where nobody asks that.
    """

    row: Summary
    tasks: tuple[Task, ...]
    since: date
    until: date | None
    closed: bool = False
    replaced: str = ""
    replaces: str = ""
    moment: datetime | None = None
    claim: Claim | None = None
    registers: str = ""
    pulled: bool = False
    """Whether a seat put it to the full vote after one yes decided it, so that what it replaced may hold again."""

    def holds(self, today: date, now: datetime | None = None) -> bool:
        """Whether it still tells how things stand."""
        in_time = self.moment is None or now is None or now <= self.moment
        return in_time and self.since <= today and (self.until is None or today < self.until)


def entry(
    world: World,
    proposal_id: str,
    member: str,
    today: date,
    now: datetime | None = None,
    *,
    committed: bool,
    replaced: str = "",
) -> Entry:
    """What lists show of one proposal today, and by the hour now."""
    case = load_case(world, proposal_id, light=True, superseded_by=replaced)
    if not committed:
        case = replace(case, committed=False)
    record = case.record
    next_day = next_change(case, today)
    settled = record is not None and next_day is None
    told = () if settled else tasks(case, member, today, now)  # a decision without date or condition waits for nobody
    row = told[0].summary if told else summary(case, today)
    if not settled:
        row = with_late(row, case, today, now)
        told = tuple(replace(task, summary=row) for task in told)
    replaces = record.supersedes if record is not None and record.outcome.yes else ""
    pulled = any(each.kind == "pulled" for each in case.follow_ups)
    until = _until(case, row, today, next_day)
    moment = read_until(told, now) if now is not None else None
    closed = record is not None
    registered = case.in_use or any(piece.artefact for piece in case.proposal.evidence if closed)
    said = _digest((world.register_blobs,)) if registered else ""
    return Entry(row, told, today, until, closed, replaced, replaces, moment, claim_in(world, case), said, pulled)


def _until(case: Case, row: Summary, today: date, next_day: date | None) -> date | None:
    """The first day on which row or tasks may read otherwise.

    An open proposal, and a condition that somebody must still meet, are told in days from today.
    """
    if case.record is None or (row.stage is Stage.IN_FORCE and open_conditions(case, today)):
        return today + timedelta(days=1)
    return next_day


class Keys:
    """Names for entries: the same name always means the same files under the same rules, read for the same member."""

    def __init__(self, world: World, member: str) -> None:
        self._world = world
        layout, snapshot = world.layout, world.snapshot
        rules = [
            CHARTER,
            layout.policy(),
            *snapshot.paths(layout.checklists()),
            *snapshot.paths(layout.at("registers/")),
            *snapshot.paths(layout.at("incidents/")),
        ]
        self._closed = _digest((SHAPE, member, snapshot.blob(CHARTER), snapshot.blob(layout.policy())))
        self._open = _digest((SHAPE, member, *(f"{path}\t{snapshot.blob(path)}" for path in rules)))

    def decided(self, proposal_id: str) -> bool:
        """Whether there is a final record, readable or not."""
        return bool(self._world.snapshot.blob(self._world.layout.file(proposal_id, "record.toml")))

    def of(self, proposal_id: str, *, committed: bool) -> str:
        """The name of a proposal's entry.

        The commit that opened it is not in it: a docket is append-only, so its bytes stand for that commit as well.
        """
        world, blob = self._world, self._world.snapshot.blob
        paths = (*world.evidence_files(proposal_id), *world.decision_files(proposal_id))
        rules = self._closed if self.decided(proposal_id) else self._open
        files = (f"{path}\t{blob(path)}" for path in (world.ids[proposal_id], *paths))
        return _digest((rules, str(committed), *files))


def entries(
    world: World,
    replaced: Mapping[str, str],
    member: str,
    today: date,
    committed: Collection[str],
    now: datetime | None = None,
) -> dict[str, Entry]:
    """The entries of some proposals, read in a fixed number of round trips; nothing of them stays in memory.

    `replaced` names, for each proposal, the decision known to replace it, or "".
    """
    fetched = fetch_cases(world, replaced)
    try:
        return {
            one: _entry_or_word(world, one, member, today, now, committed=one in committed, replaced=by)
            for one, by in replaced.items()
        }
    finally:
        world.parsed.forget(fetched)


def _entry_or_word(
    world: World, one: str, member: str, today: date, now: datetime | None, *, committed: bool, replaced: str
) -> Entry:
    """The entry of one proposal; a row that says so where its files trip the program up: the others are read on."""
    try:
        return entry(world, one, member, today, now, committed=committed, replaced=replaced)
    except _TRIPS:
        there = world.snapshot.blob
        decided = bool(there(world.layout.file(one, "record.toml")))
        opened = bool(there(world.layout.file(one, "docket.toml")))
        stage = Stage.DECIDED if decided else Stage.IN_REVIEW if opened else Stage.SUBMITTED
        row = Summary(
            one, UNREAD, "", stage if committed else Stage.DRAFT, Tier.MINIMAL,
            opened=opened, committed=committed, findings=1,
        )  # fmt: skip
        return Entry(row, (), today, today + timedelta(days=1))


def load(session: Session) -> Iterator[tuple[Mapping[str, Entry], int, int]]:
    """The entries of all proposals, page by page, with how many are done of how many; what was read is kept.

    The newest come first, then what the cache still knows, then what is open, then the rest. An entry that comes again
    replaces the earlier one: only at the end is it known which decisions replace others.
    """
    today, now = session.today, session.now()
    world, keys, names, known = _seen(session, today, now)
    if session.listed.standing is None and misleads(world, [one for one in names if one not in known]):
        with contextlib.suppress(Refused):
            session.judge()
        world, keys, names, known = _seen(session, today, now)
    world.patience = STRANGE
    ids, committed = list(names), session.listed.ids
    replaces: dict[str, Entry] = {}
    told: dict[str, str] = {}
    claiming: dict[str, Entry] = {}

    def read(replaced: Mapping[str, str]) -> dict[str, Entry]:
        """Entries that the cache does not know, kept there from now on; not so under a record nobody can read."""
        found = entries(world, replaced, session.me.member, today, committed, now)
        kept = {names[one]: entry_text(e) for one, e in found.items() if e.closed or not keys.decided(one)}
        session.cache.store_parsed(kept)
        return found

    done = 0
    for page in _pages(ids, known, keys):
        found = {one: known.pop(one) for one in page if one in known}
        found |= read({one: "" for one in page if one not in found})
        replaces.update((one, e) for one, e in found.items() if e.replaces)
        told.update((one, e.replaced) for one, e in found.items() if e.closed)
        claiming.update((one, e) for one, e in found.items() if e.claim)
        done += len(page)
        yield found, done, len(ids)
    pulled = {one for one, e in replaces.items() if e.pulled}
    by_now = standing_replacements(((one, e.replaces) for one, e in replaces.items()), pulled)
    wrong = {one: by_now.get(one, "") for one, by in told.items() if by_now.get(one, "") != by}
    if wrong:
        again = read(wrong)
        claiming.update((one, e) for one, e in again.items() if e.claim)
        yield again, done, len(ids)
    if last := dict(_overtaken(claiming, world)):
        yield last, done, len(ids)


def _overtaken(claiming: Mapping[str, Entry], world: World) -> Iterator[tuple[str, Entry]]:
    """The entries of approvals that others stopped or replaced, with the stage that leaves them."""

    def in_force(one: str) -> bool:
        return one in claiming and claiming[one].row.stage is Stage.IN_FORCE

    claims = [entry.claim for entry in claiming.values() if entry.claim]
    for one, now in overtaken(claims, in_force, world.charter.rings, later_in(world)).items():
        row = replace(claiming[one].row, stage=now)
        left = (task for task in claiming[one].tasks if not on_evidence(task.part))  # it runs no more
        yield one, replace(claiming[one], row=row, tasks=tuple(replace(task, summary=row) for task in left))


def _seen(session: Session, today: date, now: datetime) -> tuple[World, Keys, dict[str, str], dict[str, Entry]]:
    """The files, the entries' keys, the name of each entry of a list, newest first, and those that the cache knows."""
    world, committed = session.world_with_drafts(), session.listed.ids
    keys = Keys(world, session.me.member)
    ids = readable(world, sorted(world.ids, reverse=True))
    names = {one: keys.of(one, committed=one in committed) for one in ids}
    known, registers = _known(session.cache, names, today, now), _digest((world.register_blobs,))
    return world, keys, names, {one: told for one, told in known.items() if told.registers in ("", registers)}


def _known(cache: Cache, names: Mapping[str, str], today: date, now: datetime) -> dict[str, Entry]:
    kept = cache.parsed(names.values())
    read = ((one, entry_from(kept[name])) for one, name in names.items() if name in kept)
    return {one: found for one, found in read if found is not None and found.holds(today, now)}


def _pages(ids: Sequence[str], known: Collection[str], keys: Keys) -> Iterator[list[str]]:
    """The ids in the order to read them; a list, because what is known shrinks meanwhile."""
    rest = ids[FIRST:]
    missing = [one for one in rest if one not in known]
    ordered = [
        [one for one in rest if one in known],
        [one for one in missing if not keys.decided(one)],
        [one for one in missing if keys.decided(one)],
    ]
    if ids:
        yield list(ids[:FIRST])
    for part in ordered:
        for start in range(0, len(part), PAGE):
            yield part[start : start + PAGE]


def entry_text(told: Entry) -> bytes:
    """An entry as it is kept."""
    until = told.until.isoformat() if told.until else ""
    kept = [
        line_of(told.row), [task_of(task) for task in told.tasks], told.since.isoformat(), until, told.closed,
        told.replaced, told.replaces, told.moment.isoformat() if told.moment else "", _claim_line(told.claim),
        told.registers, told.pulled,
    ]  # fmt: skip
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def entry_from(data: bytes) -> Entry | None:
    """The entry that was kept, or None when it cannot be read."""
    try:
        row, told, since, until, closed, replaced, replaces, moment, claim, registers, pulled = json.loads(data)
        summary_ = of_line(row)
        day = date.fromisoformat(until) if until else None
        found = tuple(of_task(task, summary_) for task in told)
        last = datetime.fromisoformat(moment) if moment else None
        begun = date.fromisoformat(since)
        names = str(replaced), str(replaces)
        return Entry(
            summary_, found, begun, day, bool(closed), *names, last, _of_claim(claim), str(registers), bool(pulled)
        )
    except (ValueError, TypeError, KeyError):
        return None


def _claim_line(claim: Claim | None) -> Line:
    """What a decision or an act says of versions; nothing where it says nothing."""
    if claim is None:
        return []
    named = [[one.id, one.version, one.sha256] for one in claim.named]
    return [claim.id, claim.says, claim.at.isoformat(), named, claim.ring, claim.decided, claim.base, claim.file]


def _of_claim(line: Sequence[Any]) -> Claim | None:
    """The claim again; raises ValueError or TypeError when it is none."""
    if not line:
        return None
    one, says, at, named, ring, decided, base, file = line
    artefacts = tuple(Artefact(*each) for each in named)
    return Claim(one, says, datetime.fromisoformat(at), artefacts, ring, decided, base, file)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()
