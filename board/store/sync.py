"""Standing against the remote: look, tell where we are, and send what waited."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from board.core.finding import Refused, refuse
from board.store import env, refs
from board.store.base import Change, Flushed, Returned, Signer, Snapshot, SyncState, Waiting
from board.store.compose import compose
from board.store.files import private_folder, read_small, replace
from board.store.git import Git
from board.store.objects import Object
from board.store.outbox import Outbox
from board.store.remote import Pushed, Remote, Unreachable
from board.store.renumbered import renumbered
from board.store.tools import Tools
from board.store.worktree import WorkTree, blanked_filters
from board.store.writing import Writer, crowded, pause

StillValid = Callable[[Snapshot, Waiting], str]
_ATTEMPTS = 16


class Sync:
    """One repository against its remote."""

    def __init__(self, tools: Tools, outbox: Outbox) -> None:
        self._tools = tools
        self._outbox = outbox
        self._file = tools.place.own / "state.json"
        self._reachable: bool | None = self._remembered()

    def fetch(self) -> str:
        """Look at the remote; the tip afterwards. Raises Unreachable, or Refused when its history was rewound."""
        if self._tools.remote is not None:
            try:
                self._tools.remote.fetch()
            except Unreachable:
                self.reached(False)
                raise
            self.reached(True)
        return self._tools.tip

    def publish(self) -> None:
        """Send the local branch to a remote that does not have it yet; nothing to do when it has."""
        tools = self._tools
        if tools.remote is None or not tools.local:
            return
        if self.fetch() and tools.refs.get(tools.remote.tracking):
            if tools.is_ancestor(tools.local, tools.tip):
                return
            raise refuse(
                "remote.not-empty",
                f"{tools.remote.shown} has a branch {tools.branch} already, so the local one is not published over it.",
                f"Compare the two first: git log {tools.remote.name}/{tools.branch}..{tools.branch}",
            )
        if tools.remote.push(tools.local) is Pushed.OVERTAKEN:
            raise crowded()

    def reached(self, answer: bool) -> None:
        """Remember whether the remote answered, for the status line of this and the next start."""
        if answer == self._reachable:
            return
        self._reachable = answer
        try:
            replace(private_folder(self._file.parent) / self._file.name, json.dumps({"reachable": answer}).encode())
        except Refused:
            return  # only a comfort: the next fetch tells again

    def state(self, notes: tuple[str, ...], work_tree: bool) -> SyncState:
        """Where we stand; no network."""
        tools = self._tools
        branch, commit = refs.head(tools.place.git_dir)
        tip, local = tools.tip, tools.local
        ahead = 0
        if local and local != tip:
            ahead = int(tools.git.ask("rev-list", "--count", "--end-of-options", local, f"^{tip}"))
        return SyncState(
            branch=tools.branch,
            tip=tip,
            remote=tools.remote.shown if tools.remote else "",
            reachable=self._reachable if tools.remote else None,
            waiting=self._outbox.count(),
            local_ahead=ahead,
            detached=not branch and bool(commit),
            dirty=work_tree and self._edited(),
            notes=notes,
        )

    def flush(
        self,
        writer: Writer,
        member: str,
        sign: Signer | None,
        still_valid: StillValid | None,
        keep: Callable[[Returned], None] | None = None,
    ) -> Flushed:
        """Re-apply a member's waiting records in order on the fetched tip, signed again, and push them together.

        The files keep their bytes, and a follow-up takes the next number where another took its own. A record comes
        back when a file it creates exists with other bytes, when a file it changes was changed by others, or when
        `still_valid` says so in words. What has arrived already is passed over.
        `keep` takes each record that comes back, before the outbox lets go of it: a kill in between loses no word.
        Raises Unreachable, with the outbox as it was, when there is no answer.
        """
        remote = self._tools.remote
        newest = self._outbox.newest(member)
        records = self._outbox.waiting(member) if newest else ()
        if remote is None or not newest:
            return Flushed(self._tools.tip)
        for attempt in range(_ATTEMPTS):
            begun = time.monotonic()
            base = writer.fetched(remote)
            done = self._rebuilt(base, records, sign, still_valid)
            if done.tip == base or self._pushed(writer, remote, done.tip):
                if keep is not None:
                    for returned in done.returned:
                        keep(returned)
                self._outbox.clear(member, newest)
                return Flushed(done.tip, done.sent, done.returned, writer.bring_along(done.tip))
            pause(attempt, time.monotonic() - begun)
        raise crowded()

    def _pushed(self, writer: Writer, remote: Remote, new: str) -> bool:
        try:
            return remote.push(new) is Pushed.ACCEPTED
        except Unreachable:
            if writer.arrived(remote, new):
                return True
            self.reached(False)
            raise

    def _rebuilt(
        self, base: str, records: tuple[Waiting, ...], sign: Signer | None, still_valid: StillValid | None
    ) -> Flushed:
        at = base
        sent: list[Waiting] = []
        returned: list[Returned] = []
        for waiting in records:
            snapshot = self._tools.snapshot(at)
            record = renumbered(snapshot, waiting)
            if _is_there(snapshot, record):
                continue
            why = self._overtaken(snapshot, record) or (still_valid(snapshot, record) if still_valid else "")
            if why:
                returned.append(Returned(record, why))
                continue
            message = "\n\n".join(part for part in (record.commit.subject, record.commit.body) if part)
            change = Change(record.files, message, record.added)
            at, objects = compose(self._tools.batch, at, change, record.commit.author, record.commit.at, sign)
            self._tools.keep(objects)
            sent.append(record)
        return Flushed(at, tuple(sent), tuple(returned))

    def _overtaken(self, now: Snapshot, record: Waiting) -> str:
        before = self._tools.snapshot(record.commit.parents[0] if record.commit.parents else "")
        for path in record.files:
            if now.blob(path) != before.blob(path):
                return f"{path} was changed by somebody else in the meantime."
        return ""

    def _edited(self) -> bool:
        place = self._tools.place
        if place.work_tree is None:
            return False
        tree = WorkTree(place.git_dir, place.work_tree)
        variables = env.configured(blanked_filters(place, tree), env.reading(place.trusted()))
        asked = ("status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=all", "--no-renames")
        answer = Git(tree.git_dir, variables, tree.top).call(*asked)
        return answer.code == 0 and bool(answer.out)

    def _remembered(self) -> bool | None:
        try:
            told = json.loads(read_small(self._file) or b"")["reachable"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return told if isinstance(told, bool) else None


def _is_there(now: Snapshot, record: Waiting) -> bool:
    return all(
        now.blob(path) == ("" if data is None else Object("blob", data).id) for path, data in record.files.items()
    )
