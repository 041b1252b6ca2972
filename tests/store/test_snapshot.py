"""Reading trees that nobody would make by hand: odd names, links, damage."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.finding import Refused
from board.store.memory import MemoryStore
from board.store.objects import Entry, Object, pack, read_commit, read_tree, tree
from tests.soak import count
from tests.store.tools import ANA, WHEN, empty, founded, git, healthy, opened, put, says

ODD = {
    b"100644 line\nbreak.md": "control or hidden",
    b"100644 esc\x1b]0;title\x07.md": "control or hidden",
    b"100644 rtl\xe2\x80\xaename.md": "control or hidden",
    b"100644 \xff\xfe.md": "not valid UTF-8",
    b"120000 passwd": "symbolic link",
    b"160000 module": "submodule",
}


def odd_repository(place: Path) -> Path:
    """A bare repository whose top folder and `d/` hold odd entries beside plain ones."""
    empty(place, bare=True)
    blob = git(place, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    lines = [name.split(b" ", 1) for name in (*ODD, b"100644 plain.md", b"100755 run.sh", b"100644 -rf")]
    kind = {b"160000": b"commit"}
    told = b"".join(
        mode
        + b" "
        + kind.get(mode, b"blob")
        + b" "
        + (b"1" * 40 if mode in kind else blob.encode())
        + b"\t"
        + name
        + b"\0"
        for mode, name in lines
    )
    inner = git(place, "mktree", "-z", "--missing", stdin=told)
    told += f"040000 tree {inner}\td".encode() + b"\0"
    top = git(place, "mktree", "-z", "--missing", stdin=told)
    git(place, "update-ref", "refs/heads/main", git(place, "commit-tree", "-m", "Odd", top))
    return place


def test_odd_names_are_no_files_but_are_reported(tmp_path: Path) -> None:
    snapshot = opened(odd_repository(tmp_path / "odd.git")).snapshot()
    assert list(snapshot.paths()) == ["-rf", "d/-rf", "d/plain.md", "d/run.sh", "plain.md", "run.sh"]
    assert snapshot.read("plain.md") == snapshot.read("d/plain.md") == b"/etc/passwd"
    assert snapshot.blob("passwd") == snapshot.blob("d/passwd") == snapshot.blob("module") == ""
    assert snapshot.read("passwd") is None
    told = snapshot.odd_names
    assert len(told) == 2 * len(ODD)
    assert sorted(told.values()) == sorted(why for why in told.values() if any(part in why for part in ODD.values()))
    assert all(character.isprintable() for path in told for character in path)


def test_a_folder_read_alone_shows_the_same_as_the_whole_listing(tmp_path: Path) -> None:
    store = opened(odd_repository(tmp_path / "odd.git"))
    alone, whole = store.snapshot(), store.snapshot()
    whole.paths()
    assert list(alone.paths("d/")) == list(whole.paths("d/"))
    assert [alone.blob(path) for path in whole.paths()] == [whole.blob(path) for path in whole.paths()]


def test_writing_beside_odd_entries_keeps_them(tmp_path: Path) -> None:
    place = odd_repository(tmp_path / "odd.git")
    before = git(place, "ls-tree", "-r", "-z", "main").split("\0")
    put(opened(place), "d/new.md")
    after = git(place, "ls-tree", "-r", "-z", "main").split("\0")
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


@pytest.mark.parametrize("path", ["passwd", "passwd/x", "module/x", "d/passwd"])
def test_a_link_or_submodule_is_never_replaced_or_entered(tmp_path: Path, path: str) -> None:
    with pytest.raises(Refused) as refused:
        put(opened(odd_repository(tmp_path / "odd.git")), path)
    assert refused.value.findings[0].code == "store.clash"


def test_an_executable_that_is_written_becomes_a_plain_file(tmp_path: Path) -> None:
    place = odd_repository(tmp_path / "odd.git")
    put(opened(place), "run.sh", b"new")
    assert git(place, "ls-tree", "main", "run.sh").startswith("100644 ")


def test_twins_and_disguises_in_a_tree_are_reported(tmp_path: Path) -> None:
    place = empty(tmp_path / "twins.git", bare=True)
    blob = git(place, "hash-object", "-w", "--stdin", stdin=b"x")
    names = ["A.md", "a.md", "caf\u00e9", "cafe\u0301", ".GIT", "git~1"]
    entries = {name.encode(): Entry("100644", blob) for name in names}
    top = git(place, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=tree(entries).body)
    git(place, "update-ref", "refs/heads/main", git(place, "commit-tree", "-m", "Twins", top))
    snapshot = opened(place).snapshot()
    assert set(snapshot.paths()) == {"A.md", "a.md", "caf\u00e9", "cafe\u0301"}
    assert {".GIT", "git~1", "a.md"} < set(snapshot.odd_names)
    assert "case or accents" in snapshot.odd_names["a.md"]


def test_of_an_entry_listed_twice_neither_is_read_and_it_is_reported(tmp_path: Path) -> None:
    place = empty(tmp_path / "twice.git", bare=True)
    ids = [git(place, "hash-object", "-w", "--stdin", stdin=data) for data in (b"first", b"second")]
    body = b"".join(b"100644 ballot.toml\0" + bytes.fromhex(blob) for blob in ids)
    top = git(place, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=body)
    git(place, "update-ref", "refs/heads/main", git(place, "commit-tree", "-m", "Twice", top))
    alone, whole = opened(place).snapshot(), opened(place).snapshot()
    assert list(whole.paths()) == []
    assert alone.read("ballot.toml") is whole.read("ballot.toml") is None
    assert "twice" in whole.odd_names["ballot.toml"]


def test_a_damaged_object_is_a_refusal_in_words(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    blob = git(place, "rev-parse", "HEAD:board.toml")
    file = place / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o600)
    file.write_bytes(b"not an object")
    store = opened(place)
    with pytest.raises(Refused) as refused:
        store.snapshot().read("board.toml")
    assert refused.value.findings[0].code == "git.damaged"
    assert store.snapshot().read("docs/notes.md") == b"notes\n"


def test_a_missing_tree_is_a_refusal_not_an_empty_folder_when_written(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    tree_id = git(place, "rev-parse", "HEAD:docs")
    (place / ".git/objects" / tree_id[:2] / tree_id[2:]).unlink()
    with pytest.raises(Refused):
        put(opened(place), "docs/new.md")


def test_the_reading_process_is_shared_by_threads_and_comes_back(tmp_path: Path) -> None:
    store = opened(founded(tmp_path / "work"))
    store.write(says({f"d/{n}.md": b"%d" % n for n in range(200)}), ANA, WHEN, None)
    snapshot = store.snapshot()
    wrong: list[object] = []

    def read(start: int) -> None:
        for number in range(start, 200, 4):
            if snapshot.read(f"d/{number}.md") != b"%d" % number:
                wrong.append(number)

    threads = [threading.Thread(target=read, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    store.close()
    assert snapshot.read("d/7.md") == b"7"
    store.close()


def test_more_objects_than_fit_the_pipe_are_read_in_one_call(tmp_path: Path) -> None:
    store = opened(founded(tmp_path / "work"))
    many: dict[str, bytes | None] = {f"d/{n}.md": b"%d" % n * 50 for n in range(1200)}
    store.write(says(many), ANA, WHEN, None)
    assert store.snapshot().read_many(many) == many
    healthy(tmp_path / "work")


@settings(max_examples=count(60, 1_500), deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers_of_trees_and_commits(body: bytes) -> None:
    """Given any bytes, a tree is read or refused, and a commit is read as far as it goes."""
    with contextlib.suppress(Refused):
        read_tree(body)
    read_commit("0" * 40, body)


@pytest.mark.parametrize(
    "body",
    [
        b"tree x\nauthor A <a@b> 99999999999999999 +0000\n\nhuge date",
        b"author A <a@b> -5 +0000\nauthor B <b@b> 5 +0000\n\ntwo authors",
        b"no blank line",
        b"\n\nonly a message\0with NUL",
        b"tree x\ncommitter <> 0 +0000\nencoding latin1\n\n\xff\xfe",
    ],
)
def test_weird_commits_are_read_without_an_exception(body: bytes) -> None:
    read_commit("0" * 40, body)


names = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=12)


@settings(max_examples=count(40, 1_000), deadline=None)
@given(st.dictionaries(names, st.binary(max_size=40), min_size=1, max_size=8))
def test_a_tree_reads_back_as_it_was_made(entries: dict[str, bytes]) -> None:
    made = {name.encode(): Entry("100644", Object("blob", data).id) for name, data in entries.items()}
    assert read_tree(tree(made).body) == made


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
files = st.dictionaries(paths, st.one_of(st.none(), st.binary(max_size=8)), min_size=1, max_size=4)


@settings(max_examples=count(60, 1_500), deadline=None)
@given(st.lists(files, min_size=1, max_size=6))
def test_any_row_of_changes_leaves_what_a_dictionary_would(changes: list[dict[str, bytes | None]]) -> None:
    """Given random writes and removals, refused ones change nothing, all others add up as in a plain dictionary."""
    store, expected = MemoryStore(), dict[str, bytes]()
    for wanted in changes:
        after = {path: data for path, data in (expected | wanted).items() if data is not None}
        try:
            store.write(says(wanted), ANA, WHEN, None)
        except Refused as refused:
            assert refused.findings[0].code in ("store.clash", "store.same")
            continue
        expected = after
    assert store.snapshot().read_many(store.snapshot().paths()) == expected


def test_our_packs_are_what_git_expects(tmp_path: Path) -> None:
    place = empty(tmp_path / "pack.git", bare=True)
    listed = [Object("blob", bytes([65 + n]) * size) for n, size in enumerate((0, 1, 15, 16, 2047, 2048, 70000))]
    git(place, "unpack-objects", "-q", "--strict", stdin=pack(listed))
    for item in listed:
        assert git(place, "cat-file", "-s", item.id) == str(len(item.body))
