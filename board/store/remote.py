"""Fetching and pushing one branch, from a directory that holds nothing of the repository's settings.

git reads `core.sshCommand`, `url.*.insteadOf`, `remote.*.uploadpack` and credential helpers from the repository it
works for. So it is given an empty one of ours that borrows the objects: the user's own settings and agent hold there,
the opened repository's do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from board.core.finding import ExitStatus, Finding, Refused, Where, refuse
from board.core.text import one_line
from board.store import beside, env
from board.store.files import scratch
from board.store.git import Answer, Git, disk_full, no_space, words
from board.store.homes import cache_home
from board.store.place import Place
from board.store.refs import Refs, check_branch, is_id

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_FETCH_TIMEOUT, _PUSH_TIMEOUT = 90.0, 180.0
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")
_SCP = re.compile(r"(?!/)[^/:]+:(?!:)")
_PASSWORD = re.compile(r"(?<=://)[^/@]*@")
_LOST_RACE = (
    "fetch first",
    "non-fast-forward",
    "stale info",
    "failed to update ref",
    "cannot lock ref",
    "but expected",
)
_DAMAGED = ("fsck error", "index-pack failed", "unpack-objects failed", "invalid index-pack", "bad object")


class Unreachable(Refused):
    """The remote gave no answer; what was to be sent can wait."""


class Pushed(Enum):
    """What became of a push that got an answer and was not refused."""

    ACCEPTED = "accepted"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Remote:
    """One remote and the branch we share with it."""

    place: Place
    refs: Refs
    git: Git
    name: str
    branch: str

    @property
    def tracking(self) -> str:
        """The ref that remembers where the remote's branch stood."""
        return f"refs/remotes/{self.name}/{self.branch}"

    @property
    def shown(self) -> str:
        """The remote's address without user names and passwords, fit to show."""
        return one_line(_PASSWORD.sub("", self.place.setting(f"remote.{self.name}.url")))

    def fetch(self) -> str:
        """The commit the remote's branch stands on now, "" when it has none; the tracking ref follows.

        Raises Unreachable when there is no answer, and Refused when the remote's history was rewound or rewritten.
        """
        known = self.refs.get(self.tracking)
        with self._away(known) as (git, top):
            answer = self._taken(git, f"refs/heads/{self.branch}:refs/heads/incoming")
            incoming = _loose(top / "refs/heads/incoming")
        if answer.code != 0 and "find remote ref" in answer.complaint:
            if known:
                raise self._rewound(f"The branch {self.branch} is gone from {self.shown}.")
            return ""
        if answer.code != 0 or not incoming:
            raise self._no_answer(answer)
        if known and known != incoming and not self.is_ancestor(known, incoming):
            raise self._rewound(f"The history of {self.branch} at {self.shown} was rewritten: {known[:10]} is missing.")
        self.remember(incoming, known)
        return incoming

    def push(self, new: str) -> Pushed:
        """Send one commit, and what it needs, to the branch; never by force, and no other ref.

        Raises Unreachable when there is no answer, and Refused in the server's words when it says no.
        """
        with self._away(self.refs.get(self.tracking)) as (git, _):
            answer = git.call(
                *("push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--no-recurse-submodules"),
                *(*self._sending(), f"{new}:refs/heads/{self.branch}"),
                timeout=_PUSH_TIMEOUT,
            )
        if answer.code == 0:
            self.remember(new, self.refs.get(self.tracking))
            return Pushed.ACCEPTED
        verdict = next((line for line in answer.out.decode("utf-8", "replace").splitlines() if line[:1] == "!"), "")
        if not verdict:
            raise self._no_answer(answer)
        if any(sign in f"{verdict} {answer.complaint}" for sign in _LOST_RACE):
            return Pushed.OVERTAKEN
        raise self._said_no(verdict.rpartition("\t")[2], answer)

    def beside(self, folder: str) -> dict[str, str]:
        """The remote's refs below a folder that is no branch's, by full name; what they name is fetched.

        Raises Unreachable when there is no answer.
        """
        with self._away() as (git, top):
            answer = self._taken(git, f"{folder}*:refs/incoming/*")
            if answer.code != 0:
                raise self._no_answer(answer)
            start = top / "refs/incoming"
            found = {f"{folder}{file.relative_to(start).as_posix()}": _loose(file) for file in start.rglob("*")}
        return {name: named for name, named in found.items() if named}

    def offer(self, refs: Mapping[str, str]) -> str:
        """Send refs that the remote does not have yet, never by force; "", or in words why it did not take them."""
        with self._away() as (git, _):
            answer = git.call(
                *("push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--no-recurse-submodules"),
                *(*self._sending(), *(f"{named}:{name}" for name, named in refs.items())),
                timeout=_PUSH_TIMEOUT,
            )
        return "" if answer.code == 0 else f"{self.shown} did not take all of them: {answer.complaint or 'no reason'}"

    def _taken(self, git: Git, refs: str) -> Answer:
        """Fetch refs. What git looks at and finds written as it never writes is taken all the same.

        Else whoever may push to a server that does not look could stop everybody: so the walk names it, it has no
        effect, and no work tree follows it. git still takes only what it can read, under the names of its bytes.
        """
        for look in ("true", "false"):
            looking = replace(git, env=env.configured([("fetch.fsckObjects", look)], git.env))
            answer = looking.call(
                *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance"),
                *("--no-write-fetch-head", "--upload-pack=git-upload-pack", "--end-of-options"),
                *(self._address("url"), refs),
                timeout=_FETCH_TIMEOUT,
            )
            if answer.code == 0 or not any(sign in answer.complaint.lower() for sign in _DAMAGED):
                break
        return answer

    def remember(self, new: str, known: str) -> None:
        """Move the tracking ref; a look by another window in between has done the same."""
        if new != known:
            self.refs.move(self.tracking, new, known, "board: seen at the remote")

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `new` builds on `old`."""
        return old == new or self.git.call("merge-base", "--is-ancestor", old, new).code == 0

    @contextmanager
    def _away(self, *known: str) -> Iterator[tuple[Git, Path]]:
        """git in an empty repository of ours that borrows the objects and knows the commits both sides have."""
        with scratch(cache_home() / "away") as top:
            (top / "refs" / "heads").mkdir(parents=True)
            (top / "objects").mkdir()
            (top / "HEAD").write_text("ref: refs/heads/none\n")
            (top / "config").write_text(_CONFIG)
            refs = "".join(f"{commit} refs/known/{number}\n" for number, commit in enumerate(known) if is_id(commit))
            (top / "packed-refs").write_text(f"# pack-refs with: sorted\n{refs}")
            borrowed = {"GIT_OBJECT_DIRECTORY": str(self.place.common / "objects")}
            yield Git(top, env.network() | borrowed), top

    def _address(self, key: str) -> str:
        """The remote's address, checked; a relative path counts from the work tree, as for git."""
        address = self.place.setting(f"remote.{self.name}.{key}") or self.place.setting(f"remote.{self.name}.url")
        why = _bad_address(address)
        if why:
            raise refuse(
                "remote.address",
                f"The address of the remote {one_line(self.name)} is not used: {why}.",
                f"Look at it with: git remote -v. Set it with: git remote set-url {one_line(self.name)} ADDRESS",
                status=ExitStatus.CANNOT_TELL,
            )
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() != "file":
            return address
        if not scheme and _SCP.match(address):
            return address
        own = (self.place.common, self.place.git_dir, self.place.work_tree)
        path = (self.place.work_tree or self.place.common) / address.removeprefix("file://")
        return beside.check(path, self.name, [each for each in own if each is not None])

    def _sending(self) -> tuple[str, str, str]:
        """What receives a push, and where."""
        address = self._address("pushurl")
        there = beside.receiving(address, self.name) if address.startswith("/") else beside.SERVED
        return there, "--end-of-options", address

    def _no_answer(self, answer: Answer) -> Refused:
        told = answer.complaint
        if no_space(told):
            return disk_full(told)
        if "not allowed" in told and "transport" in told:
            return refuse("remote.protocol", f"The remote's address is of a kind that is not used: {told}.")
        if any(sign in told.lower() for sign in _DAMAGED):
            return refuse("remote.damaged", f"What {self.shown} sent was not taken: {told}", "Tell its administrator.")
        return Unreachable(
            Finding(
                "remote.unreachable",
                f"{self.shown} gave no answer: {told or 'no reason given'}",
                where=Where(part="remote"),
                fix="Check the network and your access, then run `board sync`.",
            ),
            status=ExitStatus.CANNOT_TELL,
        )

    def _rewound(self, what: str) -> Refused:
        return refuse(
            "remote.rewound",
            f"{what} Nothing was changed here, and nothing was sent.",
            "Ask who did it and why before you go on. Your copy still holds the earlier history.",
            status=ExitStatus.CANNOT_TELL,
        )

    def _said_no(self, reason: str, answer: Answer) -> Refused:
        lines = answer.err.decode("utf-8", "replace").splitlines()
        told = words("\n".join(line.removeprefix("remote:") for line in lines if line.startswith("remote:")).encode())
        return refuse(
            "remote.refused",
            f"{self.shown} refused the record: {one_line(told or reason, 500)} ({one_line(reason, 80)}).",
            "Nothing was recorded. Ask the administrator of the remote what the branch needs.",
        )


def remote_of(place: Place, refs: Refs, git: Git, branch: str) -> Remote | None:
    """The remote of a branch: the one configured for it, else "origin", else the only one; None without any."""
    names = [key[7:-4] for key in place.settings if key.startswith("remote.") and key.endswith(".url")]
    usable = [name for name in names if _is_name(name)]
    for wanted in (place.setting(f"branch.{branch}.remote"), "origin"):
        if wanted in usable:
            return Remote(place, refs, git, wanted, branch)
    return Remote(place, refs, git, usable[0], branch) if len(usable) == 1 else None


def _is_name(name: str) -> bool:
    try:
        return check_branch(name) == name
    except Refused:
        return False


def _bad_address(address: str) -> str:
    if not address:
        return "there is none"
    if one_line(address) != address or address.startswith("-"):
        return "it is not a plain address"
    if "$" in address or _HELPER.match(address):
        return "it asks for a program or a variable"
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in ("ssh", "https", "file"):
        return f"only ssh, https and directories are used, and this is {one_line(scheme[1], 20)}"
    return ""


def _loose(file: Path) -> str:
    try:
        text = file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if is_id(text) else ""
