"""Whatever lies in the work tree, reading it neither waits, nor follows a link, nor loses a file unsaid."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from board.store.base import MIB
from board.store.overlay import left_out, work_documents, work_files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its file system")
def test_given_a_pipe_in_the_work_tree_when_files_are_taken_then_it_is_left_out_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "proposals" / "x"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(tmp_path / "proposals" / "y.md")
    (folder / "plain.md").write_bytes(b"plain")
    assert work_files(tmp_path, "proposals") == {"proposals/x/plain.md": b"plain"}
    assert work_files(tmp_path, "proposals/y.md") == {}
    assert left_out(tmp_path, "proposals") == ("proposals/x/pipe.md", "proposals/y.md")
    assert left_out(tmp_path, "proposals/y.md") == ("proposals/y.md",)
    assert work_documents(tmp_path, "proposals") == ["proposals/x/plain.md"]


def test_given_links_in_the_work_tree_when_files_are_taken_then_none_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    root = tmp_path / "root"
    (root / "proposals").mkdir(parents=True)
    (root / "proposals" / "file").symlink_to(outside / "secret")
    (root / "proposals" / "folder").symlink_to(outside)
    assert work_files(root, "proposals") == {}
    assert work_files(root, "proposals/file") == {}
    assert work_files(root, "proposals/folder") == {}
    assert left_out(root, "proposals") == ("proposals/file", "proposals/folder")


def test_given_evidence_of_some_size_when_files_are_taken_then_only_what_is_huge_is_left_out_by_name(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "proposals" / "x"
    folder.mkdir(parents=True)
    (folder / "scan.pdf").write_bytes(b"x" * (2 * MIB))
    (folder / ".hidden").write_bytes(b"x")
    with (folder / "huge.bin").open("wb") as huge:
        huge.truncate(16 * MIB + 1)
    assert {path: len(data) for path, data in work_files(tmp_path, "proposals").items()} == {
        "proposals/x/scan.pdf": 2 * MIB
    }
    assert left_out(tmp_path, "proposals", "proposals/x") == ("proposals/x/huge.bin",)
    assert left_out(tmp_path, "proposals/none") == ()
