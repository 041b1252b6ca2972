"""Sharing through a remote: ours alone is published, nothing is forced, and what the server says is heard."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from board.core.finding import ExitStatus, Refused
from board.store import env
from board.store.remote import Unreachable
from tests.store.tools import (
    ANA,
    WHEN,
    empty,
    founded,
    git,
    healthy,
    known,
    opened,
    put,
    says,
    shared_remote,
    user_state,
)

BALLOT = "decisions/2026/0001-a/ballots/ana-1.toml"


def hook(remote: Path, name: str, script: str) -> None:
    """Give the remote a hook."""
    (remote / "hooks").mkdir(exist_ok=True)
    (remote / "hooks" / name).write_text(f"#!/bin/sh\n{script}\n")
    (remote / "hooks" / name).chmod(0o755)


def test_the_tip_is_what_was_last_seen_at_the_remote(tmp_path: Path) -> None:
    _remote, (clone,) = shared_remote(tmp_path)
    seen = git(clone, "rev-parse", "origin/main")
    (clone / "mine.md").write_text("mine\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Not yet shared")
    store = opened(clone)
    assert store.tip() == seen != store.local_tip()
    assert store.snapshot().read("mine.md") is None
    assert store.sync_state().local_ahead == 1


def test_a_record_is_pushed_and_the_checkout_follows(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    written = put(opened(clone), BALLOT)
    assert written.pushed and not written.queued
    assert not [note for note in written.notes if "stays where it was" in note]
    assert (
        git(remote, "rev-parse", "main") == written.commit == git(clone, "rev-parse", "main", "origin/main").split()[0]
    )
    assert (clone / BALLOT).read_text() == "data\n"
    assert git(clone, "status", "--porcelain", "--branch") == "## main...origin/main"


def test_a_record_is_built_on_what_others_pushed(tmp_path: Path) -> None:
    remote, (one, two) = shared_remote(tmp_path, 2)
    first = put(opened(one), "a.md")
    second = put(opened(two), "b.md")
    assert git(remote, "rev-list", "--first-parent", "main").split()[:2] == [second.commit, first.commit]
    assert (two / "a.md").exists()
    healthy(remote)


def test_the_users_own_commits_are_never_published(tmp_path: Path) -> None:
    """Given a local branch with work of the user's own, when a ballot is cast, then only the ballot is shared."""
    remote, (clone,) = shared_remote(tmp_path)
    (clone / "private.md").write_text("private\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Private")
    before, local = user_state(clone), git(clone, "rev-parse", "main")
    store = opened(clone)
    written = put(store, BALLOT)
    assert written.pushed
    assert git(remote, "ls-tree", "-r", "--name-only", "main").splitlines() == ["board.toml", BALLOT, "docs/notes.md"]
    assert (git(clone, "rev-parse", "main"), user_state(clone)) == (local, before)
    state = store.sync_state()
    assert (state.local_ahead, state.tip) == (1, written.commit)
    assert git(remote, "for-each-ref", "--format=%(refname)").splitlines() == ["refs/heads/main"]


def test_a_dirty_checkout_stays_and_the_record_is_shared(tmp_path: Path) -> None:
    _remote, (one, two) = shared_remote(tmp_path, 2)
    put(opened(one), "board.toml", b"rules = 1\n# theirs\n")
    (two / "board.toml").write_text("my edit\n")
    written = put(opened(two), BALLOT)
    assert written.pushed
    assert "stays where it was" in written.notes[0] and "board.toml" in written.notes[0]
    assert (two / "board.toml").read_text() == "my edit\n"
    git(two, "checkout", "-q", "board.toml")
    assert opened(two).bring_along() == ()
    assert git(two, "rev-parse", "main") == written.commit
    assert git(two, "status", "--porcelain") == ""


def test_what_the_server_says_is_heard_and_cleaned(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    hook(known(remote), "pre-receive", 'printf "\\033]0;owned\\007Only releases this week.\\n" >&2; exit 1')
    store = opened(clone)
    before, tip = user_state(clone), store.tip()
    with pytest.raises(Refused) as refused:
        put(store, BALLOT, member="ana", queue=True)
    finding = refused.value.findings[0]
    assert finding.code == "remote.refused"
    assert "Only releases this week." in finding.message and "\x1b" not in finding.message
    assert (user_state(clone), store.tip(), store.waiting()) == (before, tip, ())
    assert git(remote, "rev-parse", "main") == tip


def test_a_branch_that_takes_no_push_is_a_refusal(tmp_path: Path) -> None:
    """Given a remote with the branch checked out, when a record is pushed, then the refusal carries git's reason."""
    source = founded(tmp_path / "source")
    git(tmp_path, "clone", "-q", str(source), "clone")
    with pytest.raises(Refused) as refused:
        put(opened(tmp_path / "clone"), BALLOT)
    assert refused.value.findings[0].code == "remote.refused"
    assert "checked out" in str(refused.value)


def test_a_push_that_comes_too_late_is_done_again(tmp_path: Path) -> None:
    """Given somebody who pushes between fetch and push, when a record is written, then both are there in a row."""
    remote, (one, two) = shared_remote(tmp_path, 2)
    other = opened(two)
    rounds: list[str] = []

    def sign(unsigned: bytes) -> str:
        rounds.append("")
        if len(rounds) == 1:
            put(other, "theirs.md")
        return "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"

    written = opened(one).write(says({"mine.md": b"x"}), ANA, WHEN, sign)
    assert len(rounds) == 2 and written.pushed
    assert git(remote, "log", "--format=%s", "main").splitlines() == ["Record", "Write theirs.md", "Begin"]
    healthy(remote)


def test_row_30_a_rewound_or_rewritten_remote_is_a_refusal(tmp_path: Path) -> None:
    """Given a remote whose history was rewritten, when anything is written, then it is refused and nothing moves."""
    remote, (clone,) = shared_remote(tmp_path)
    store = opened(clone)
    tip = put(store, BALLOT).commit
    for rewritten in (f"{tip}~1", git(remote, "commit-tree", "-m", "Forged", f"{tip}^{{tree}}")):
        git(remote, "update-ref", "refs/heads/main", rewritten)
        for act in (store.fetch, lambda: put(store, "more.md")):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.findings[0].code == "remote.rewound"
            assert refused.value.status == ExitStatus.CANNOT_TELL
        assert store.tip() == tip == git(clone, "rev-parse", "origin/main")
    git(remote, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(Refused, match="is gone from"):
        store.fetch()


def test_an_empty_remote_gets_the_first_commit_of_an_empty_clone(tmp_path: Path) -> None:
    remote = empty(tmp_path / "remote.git", bare=True)
    git(tmp_path, "clone", "-q", str(remote), "clone")
    written = put(opened(tmp_path / "clone"), "board.toml")
    assert written.pushed and git(remote, "rev-parse", "main") == written.commit
    assert git(tmp_path / "clone", "status", "--porcelain") == ""
    assert (tmp_path / "clone/board.toml").exists()


def test_an_unpublished_branch_is_published_only_on_purpose(tmp_path: Path) -> None:
    place, remote = founded(tmp_path / "work"), empty(tmp_path / "remote.git", bare=True)
    git(place, "remote", "add", "origin", str(remote))
    store = opened(place)
    local = store.tip()
    with pytest.raises(Refused) as refused:
        put(store, BALLOT)
    assert refused.value.findings[0].code == "remote.empty"
    assert git(remote, "for-each-ref") == ""
    assert store.publish() == local == git(remote, "rev-parse", "main")
    assert store.publish() == local
    assert put(store, BALLOT).pushed


def test_publishing_over_another_history_is_refused(tmp_path: Path) -> None:
    remote, _ = shared_remote(tmp_path)
    place = founded(tmp_path / "work", {"other.md": "x"})
    git(place, "remote", "add", "origin", str(remote))
    with pytest.raises(Refused) as refused:
        opened(place).publish()
    assert refused.value.findings[0].code == "remote.not-empty"


def test_row_64_no_answer_is_a_refusal_that_loses_nothing(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    store = opened(clone)
    before, tip = user_state(clone), store.tip()
    remote.rename(tmp_path / "away.git")
    for act in (store.fetch, lambda: put(store, BALLOT)):
        with pytest.raises(Unreachable) as refused:
            act()
        assert "board sync" in str(refused.value)
    assert (user_state(clone), store.tip()) == (before, tip)
    assert store.sync_state().reachable is False
    assert opened(clone).sync_state().reachable is False
    (tmp_path / "away.git").rename(remote)
    store.fetch()
    assert opened(clone).sync_state().reachable is True


def test_row_64_a_server_that_hangs_up_is_no_answer(tmp_path: Path) -> None:
    _, (clone,) = shared_remote(tmp_path)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    git(clone, "config", "remote.origin.url", f"https://127.0.0.1:{port}/x.git")
    with pytest.raises(Unreachable):
        opened(clone).fetch()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ext::sh -c x", "remote.address"),
        ("git://example.invalid/x", "remote.address"),
        ("http://example.invalid/x", "remote.address"),
        ("$HOME/x.git", "remote.address"),
        ("--upload-pack=x", "remote.address"),
        ("fd::7", "remote.address"),
        ("/x\x1b[2J", "remote.address"),
        (".", "remote.inside"),
        (".git", "remote.inside"),
        ("file://PLACE/sub.git", "remote.inside"),
    ],
)
def test_row_46_addresses_that_ask_for_more_than_a_transfer_are_not_used(
    tmp_path: Path, address: str, code: str
) -> None:
    _, (clone,) = shared_remote(tmp_path)
    git(clone, "config", "remote.origin.url", address.replace("PLACE", str(clone)))
    store = opened(clone)
    for act in (store.fetch, lambda: put(store, BALLOT, member="ana", queue=True)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.findings[0].code == code
    assert store.waiting() == ()


def test_row_46_an_address_only_for_pushing_is_looked_at_too(tmp_path: Path) -> None:
    """Given an honest address to fetch from and another to push to, then the other is not used, and nothing waits."""
    remote, (clone,) = shared_remote(tmp_path)
    store, tip = opened(clone), git(remote, "rev-parse", "main")
    for address, code in ((f"ext::sh -c 'touch {tmp_path}/ran'", "remote.address"), (str(clone), "remote.inside")):
        git(clone, "config", "remote.origin.pushurl", address)
        with pytest.raises(Refused) as refused:
            put(opened(clone), BALLOT, member="ana", queue=True)
        assert refused.value.findings[0].code == code
    assert (git(remote, "rev-parse", "main"), store.waiting()) == (tip, ())
    assert not (tmp_path / "ran").exists()


def test_row_46_git_itself_is_told_which_ways_there_are() -> None:
    """Given an address that slipped through, then git refuses it as well: it knows three ways and asks for no other."""
    for variables in (env.network(), env.reading()):
        assert variables["GIT_ALLOW_PROTOCOL"] == "file:ssh:https"
        count = int(variables["GIT_CONFIG_COUNT"])
        told = {variables[f"GIT_CONFIG_KEY_{n}"]: variables[f"GIT_CONFIG_VALUE_{n}"] for n in range(count)}
        assert told["protocol.ext.allow"] == "never"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_row_46_a_directory_of_another_user_runs_nothing(tmp_path: Path) -> None:
    """Given a remote on this machine that somebody else prepared, when a record is pushed, then no hook of it runs."""
    remote, (clone,) = shared_remote(tmp_path)
    hook(remote, "pre-receive", f"touch {tmp_path}/ran")
    os.chown(remote, 12345, 12345)
    with pytest.raises(Refused) as refused:
        put(opened(clone), BALLOT)
    assert refused.value.findings[0].code == "remote.owner"
    assert f"safe.directory {remote}" in str(refused.value)
    assert not (tmp_path / "ran").exists()


def test_a_password_in_an_address_is_never_shown(tmp_path: Path) -> None:
    _, (clone,) = shared_remote(tmp_path)
    git(clone, "config", "remote.origin.url", "https://ana:secret@127.0.0.1:1/x.git")
    store = opened(clone)
    assert store.sync_state().remote == "https://127.0.0.1:1/x.git"
    with pytest.raises(Unreachable) as refused:
        store.fetch()
    assert "secret" not in str(refused.value)


def test_a_relative_address_counts_from_the_work_tree(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    git(clone, "config", "remote.origin.url", "../remote.git")
    (clone / "docs").mkdir(exist_ok=True)
    assert put(opened(clone / "docs"), BALLOT).commit == git(remote, "rev-parse", "main")


def test_the_branchs_own_remote_goes_before_origin(tmp_path: Path) -> None:
    remote, (clone,) = shared_remote(tmp_path)
    shutil.copytree(remote, tmp_path / "other.git")
    git(clone, "remote", "add", "upstream", str(tmp_path / "other.git"))
    git(clone, "config", "branch.main.remote", "upstream")
    written = put(opened(clone), BALLOT)
    assert git(tmp_path / "other.git", "rev-parse", "main") == written.commit != git(remote, "rev-parse", "main")


def broken(remote: Path, mode: str, names: str) -> str:
    """A commit at the remote with a folder that lists a file under each of these names, and moves its branch there."""
    blob = git(remote, "hash-object", "-w", "--stdin", stdin=b"x")
    body = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(blob) for name in names)
    tree = git(remote, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=body)
    made = git(remote, "commit-tree", "-p", git(remote, "rev-parse", "main"), "-m", "Broken", tree)
    git(remote, "update-ref", "refs/heads/main", made)
    return made


def test_row_48_what_git_would_not_write_is_taken_and_no_work_tree_follows(tmp_path: Path) -> None:
    """Given a folder with a name twice at the remote, when it is fetched, then it is here, and the files stay."""
    remote, (clone,) = shared_remote(tmp_path)
    before, made = git(clone, "rev-parse", "main"), broken(remote, "100644", "aa")
    store = opened(clone)
    assert store.fetch() == made == store.tip()
    assert store.bring_along()[0].startswith("Your checkout of main stays where it was. What was pushed is not written")
    assert git(clone, "rev-parse", "main") == before
    assert git(clone, "status", "--porcelain") == ""


def test_what_git_cannot_read_is_not_taken(tmp_path: Path) -> None:
    """Given a folder at the remote that is a file, when it is fetched, then it is refused and not kept."""
    remote, (clone,) = shared_remote(tmp_path)
    tip = git(remote, "rev-parse", "main")
    broken(remote, "40000", "a")
    store = opened(clone)
    with pytest.raises(Refused) as refused:
        store.fetch()
    assert "object" in str(refused.value), refused.value.findings
    assert store.tip() == tip


def test_the_users_own_rewrites_of_addresses_hold(tmp_path: Path) -> None:
    """Given the user's own insteadOf, when fetching, then it is used: it is her word, not the repository's."""
    remote, (clone,) = shared_remote(tmp_path)
    (Path.home() / ".gitconfig").write_text(f'[url "{tmp_path}/"]\n\tinsteadOf = https://board.invalid/\n')
    git(clone, "config", "remote.origin.url", "https://board.invalid/remote.git")
    assert put(opened(clone), BALLOT).commit == git(remote, "rev-parse", "main")
