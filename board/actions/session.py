"""Opening a repository: who I am, which store, which day it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from board.actions.asking import Me
from board.actions.branch import board_elsewhere, governed_branch
from board.actions.lost_charter import lost_charter, standing_at
from board.actions.rows_text import SHAPE
from board.actions.who import who
from board.core.charter import Charter, Member
from board.core.dates import local_date
from board.core.finding import ExitStatus, Finding, Refused, Severity, refuse
from board.core.layout import CHARTER, Layout
from board.formats.charter import read_charter
from board.store.identity import Identity, demo_identity, demo_members, git_identity, is_demo
from board.store.overlay import Overlay, work_documents, work_files
from board.store.repository import GitStore, open_repository
from board.store.standings import Standing

# Only what every command needs is imported here; the rest, when somebody first asks for it.
if TYPE_CHECKING:
    from board.actions.desk import Desk
    from board.actions.load import Parsed, World
    from board.core.kind import Kind
    from board.store.base import Change, Signer, Snapshot, Written
    from board.store.cache import Cache

_KEPT_LISTS = 12
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Session:
    """One opened repository: its store, its charter at the tip, who I am, and the clock."""

    store: GitStore
    identity: Identity
    me: Me
    now: Clock = utc_now
    demo: bool = False
    interactive: bool = True
    prints_base: bool = True
    """Whether texts name the commit they rest on; the shipped example, which has no history, does not."""
    notes: list[str] = field(default_factory=list)
    judges: bool = True
    """Whether faulty commits are told apart; a scratch repository that this program is writing has none."""
    progress: Callable[[int, int], None] | None = None
    """Hears how far the first walk through a long history is."""
    reading: Callable[[int, int], None] | None = None
    """Hears how many proposals of how many are read for a list."""
    faulty: Callable[[Finding], None] | None = None
    """Hears once that the history holds commits which have no effect."""
    touch: Callable[[str], None] | None = None
    """Hears that a security key waits for a touch."""
    lent: Callable[[str], AbstractContextManager[bool]] | None = None
    """Frees the terminal, where something else has it, for a program that must ask, and writes words on it first; False
    where that cannot be."""
    _standing: Standing | None = None
    _parsed: Parsed | None = None
    _world: World | None = None
    _seen: tuple[Snapshot, Charter] | None = None

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of proposal, by id."""
        from board.actions.load import shipped_kinds

        return shipped_kinds()

    @property
    def world(self) -> World:
        """The governed files at the tip as they count: a commit that broke a rule has no effect on them.

        The first look at a long history walks through all of it; later ones carry on from there. Whoever only lists
        takes `listed`.
        """
        self.judge()
        return self.listed

    def judge(self) -> None:
        """Find out what counts at the tip, where that is not known yet; from then on lists tell it too."""
        if self.judges and self._standing is None and self.tip:
            self._judge()

    @property
    def listed(self) -> World:
        """The governed files at the tip for lists: as they count where that is known already, else as they lie."""
        if self._world is None:
            self._world = self.world_of(self._look()[0])
            if self._standing is None and self.judges and self.tip:
                self._world = self._bounded(self._world)
        self._world.standing = self._standing
        return self._world

    def _bounded(self, world: World) -> World:
        """The same; but where more lies at a tip that nobody judged than anybody lists, what counts there."""
        try:
            world.snapshot.paths()
        except Refused:
            with suppress(Refused):
                self._judge()
            return self.world_of(self._look()[0])
        return world

    def _judge(self) -> None:
        from board.actions.standing import judge

        before = self.charter
        found = judge(self.store, self.tip, self.kinds, self.progress)
        if found.mended or found.lies:
            self.forget()
            self._look(found)
            self._standing = found
            if self.charter != before:
                self.recognise()
        self._standing = found
        if self.faulty is not None:
            for finding in self.faults():
                self.faulty(finding)

    def recognise(self) -> None:
        """Look up in the charter whom git names."""
        self.me = who(self.identity, self.charter, lambda: self.listed.charter_findings)

    def faults(self) -> tuple[Finding, ...]:
        """That commits of this history broke a rule, as far as this session knows; see `board verify`."""
        from board.actions.faulty import findings, unjudged
        from board.actions.key_replaced import replaced_key

        found = findings(self._standing) if self._standing is not None else ()
        if self._standing is None and self.judges:
            found = unjudged(self.store, self.tip)
        me = self.charter.member(self.me.member) if self.judges and not self.example else None
        if me is None:
            return found
        void = self._standing.faulty_paths if self._standing is not None else ()
        return (*found, *replaced_key(self.store, self.tip, self.layout, me, self.identity, void))

    def counted(self, snapshot: Snapshot) -> World:
        """The governed files of a commit of the governed branch as they count."""
        if not self.judges or not snapshot.commit:
            return self.world_of(snapshot)
        if snapshot.commit == self.tip:
            return self.world_of(self.world.snapshot, self._standing)
        from board.actions.standing import judge

        found = judge(self.store, snapshot.commit, self.kinds, self.progress)
        return self.world_of(self._mended(snapshot, found), found)

    def world_of(self, snapshot: Snapshot, standing: Standing | None = None) -> World:
        """The governed files of another snapshot, sharing what is already parsed."""
        from board.actions.load import Parsed, World

        if self._parsed is None:
            self._parsed = Parsed()
        return World(self.store, snapshot, self._parsed, self.kinds, standing)

    def _mended(self, snapshot: Snapshot, standing: Standing) -> Snapshot:
        if not (standing.mended or standing.lies):
            return snapshot
        from board.store.mended import Mended

        tree = standing.tree if standing.lies else ""
        return Mended(snapshot, standing.mended, self.store.audit().objects, tree)

    def _look(self, standing: Standing | None = None) -> tuple[Snapshot, Charter]:
        """The tip and its charter as far as is known without a walk; all that many a command needs."""
        if self._seen is None:
            snapshot = self.store.snapshot(standing.commit if standing else "")
            if self.judges and snapshot.commit:
                kept = standing or standing_at(self.store, snapshot, lambda: self.kinds)
                if kept is not None:
                    self._standing = kept
                    snapshot = self._mended(snapshot, kept)
            known = self._parsed.read(snapshot, CHARTER, read_charter, "charter") if self._parsed else None
            data = snapshot.read(CHARTER) if known is None else None
            read = known if data is None else read_charter(data, CHARTER)
            self._seen = (snapshot, read.value if read else Charter())
        return self._seen

    @property
    def tip(self) -> str:
        """The commit this session looks at."""
        return self._look()[0].commit

    def world_with_drafts(self) -> World:
        """The tip, and on top the proposals of the work tree that the tip does not have."""
        found = self.work_drafts(frozenset(self.listed.ids.values()))
        return self.world_of(Overlay(self.listed.snapshot, found)) if found else self.listed

    def work_drafts(self, known: Collection[str]) -> Mapping[str, bytes]:
        """The work tree's proposals whose documents are not among the known ones, with their folders, by path."""
        root = self.store.place.work_tree
        if root is None:
            return {}
        fresh = [path for path in work_documents(root, self.layout.at("proposals")) if path not in known]
        return work_files(root, *fresh, *(path.removesuffix(".md") for path in fresh)) if fresh else {}

    def world_on_disk(self, *places: str) -> World:
        """The tip with everything at these places as the work tree has it; what is gone there is gone here too."""
        root = self.store.place.work_tree
        if root is None:
            return self.listed
        where = [place if place == CHARTER else self.layout.at(place) for place in places]
        found: dict[str, bytes | None] = dict(work_files(root, *where))
        for place in where:
            for path in self.listed.snapshot.paths(place):
                if path not in found and not (root / path).is_file():
                    found[path] = None
        return self.world_of(Overlay(self.listed.snapshot, found))

    def forget(self) -> None:
        """Look at the tip again the next time something is read."""
        self._world, self._seen, self._standing = None, None, None

    @property
    def charter(self) -> Charter:
        """The charter at the tip."""
        return self._look()[1]

    @property
    def layout(self) -> Layout:
        """Where files lie."""
        return Layout(self.charter.root)

    @property
    def example(self) -> bool:
        """Whether this is a shipped example, which is only for reading."""
        return self.charter.example

    @property
    def today(self) -> date:
        """The calendar day in the charter's time zone."""
        return local_date(self.now(), self.charter.timezone)

    @cached_property
    def cache(self) -> Cache:
        """What this program read here before; only for lists, never for a verdict."""
        from board.store.cache import Cache

        return Cache(self.store.key, SHAPE, tips=_KEPT_LISTS)

    @cached_property
    def drafts(self) -> Desk:
        """What this member typed and has not committed."""
        from board.actions.desk import StateDesk

        return StateDesk(self.store.key, self.me.member or self.me.email or "reader", lambda: self.now())

    def member(self) -> Member:
        """Me as the charter knows me; raises Refused with how to be added."""
        self.writable()
        broken = tuple(one for one in self.world.charter_findings if one.severity is Severity.ERROR)
        if broken and self.me.member:
            raise Refused(*broken, status=ExitStatus.CANNOT_TELL)
        found = self.charter.member(self.me.member)
        if found is None:
            raise refuse("identity.not-a-member", self.me.why_reader or "You are not a member of this board.", path="")
        return found

    def writable(self) -> None:
        """Raise Refused when nothing may be written here at all."""
        if self.example:
            raise refuse(
                "repository.example",
                "This is the shipped example, which is only for reading.",
                "Run `board demo`: it makes a scratch repository in which you can vote.",
            )
        if not self.me.email:
            raise refuse("identity.none", self.me.why_reader, status=ExitStatus.NO)

    def signer(self) -> Signer | None:
        """How my commits are signed; None on a board without signatures; raises Refused when I cannot sign."""
        if self.charter.signing == "unsigned":
            return None
        from board.actions.own_key import never_in_demo
        from board.formats.keys import signing_keys
        from board.trust.signing import asking, signer_for

        member = self.charter.member(self.me.member)
        made = partial(
            signer_for,
            self.identity.signing_format,
            self.identity.signing_key,
            person=f"{self.me.name} <{self.me.email}>",
            program=self.identity.signing_program,
            expected=signing_keys(member) if member else (),
            tell=self.touch,
            demo=self.identity.demo,
            never=never_in_demo(self.identity, self.store.place),
        )
        quiet = made(interactive=self.interactive)
        return quiet if self.lent is None else asking(quiet, made(interactive=True), partial(self.lent, ""))

    def commit(self, make: Callable[[World], Change], *, queue: bool = False) -> Written:
        """Commit on the tip what `make` says about it, as me; afterwards the session looks at the new tip."""
        from board.store.base import Person

        self.writable()
        written = self.store.write(
            lambda snapshot: self._change(make, snapshot),
            Person(self.me.name, self.me.email),
            self.now(),
            self.signer(),
            member=self.me.member,
            queue=queue,
        )
        self.forget()
        return written

    def _change(self, make: Callable[[World], Change], snapshot: Snapshot) -> Change:
        """What is to be written; a path that a faulty commit took is free, for nothing that counts lies there."""
        from board.actions.countable import refuse_unreadable
        from board.actions.suspended import refuse_suspended
        from board.store.mended import cleared

        world = self.counted(snapshot)
        change = make(world)
        refuse_suspended(world, self.me.member, change)
        refuse_unreadable(world, change)
        free = tuple(path for path in change.create_only if world.snapshot.blob(path) or not snapshot.blob(path))
        return cleared(replace(change, create_only=free), world.snapshot)


def open_session(directory: Path, as_member: str = "", now: Clock | None = None) -> Session:
    """Open the repository at or above `directory`; raises Refused with what to do next."""
    store = _governed(directory)
    clock = now or utc_now
    demo = is_demo(store.place)
    if as_member and not demo:
        raise refuse(
            "identity.as-member",
            f"--as {as_member} works only in a demo repository.",
            "Elsewhere you are who git says you are: `git config user.email`.",
            status=ExitStatus.WRONG_USE,
        )
    identity = _identity(store, as_member, demo)
    session = Session(store, identity, Me(identity.name, identity.email), clock, demo)
    session.recognise()
    return session


def _governed(directory: Path) -> GitStore:
    store = open_repository(directory)
    snapshot = store.snapshot()
    data = snapshot.read(CHARTER)
    if data is None:
        elsewhere = lost_charter(store) or board_elsewhere(store)
        if elsewhere is not None:
            return elsewhere
        raise refuse(
            "repository.no-charter",
            "This git repository has no board.toml, so no board governs it.",
            "`board init` sets one up here and touches nothing else. `board demo` shows a worked example.",
            path=str(directory),
            status=ExitStatus.CANNOT_TELL,
        )
    branch = governed_branch(store, read_charter(data, CHARTER).value.branch)
    return store.on(branch) if branch else store


def _identity(store: GitStore, as_member: str, demo: bool) -> Identity:
    if not demo:
        return git_identity(store.place)
    chosen = as_member or _first_member(store)
    return demo_identity(store.place, chosen)


def _first_member(store: GitStore) -> str:
    """Whom a demo lets one play when nobody is named: the member whose handle comes first."""
    return min(demo_members(store.place), default="")


def refresh(session: Session) -> bool:
    """Look at the tip again; True when it moved. No network."""
    if session.store.tip() == session.tip:
        return False
    session.forget()
    return True


def findings_at_tip(session: Session) -> tuple[Finding, ...]:
    """What is wrong with what concerns everybody: charter and checklists, and commits that broke a rule."""
    return (*session.faults(), *session.listed.charter_findings, *session.listed.checklist_findings)
