"""A pushed `.gitattributes` is told when it comes, if it reaches texts; no filter of anybody's runs for it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from board.store import attributes
from tests.boards import git
from tests.store.tools import founded, opened

LINES = {
    "* text working-tree-encoding=ISO-8859-1": 2,
    "*.md filter=evil": 1,
    "docs/** ident": 1,
    "*.json working-tree-encoding=UTF-16": 0,
    "* text=auto": 0,
    "*.bin filter=lfs diff=lfs merge=lfs -text": 0,
    "*.toml -text -ident -filter !working-tree-encoding": 0,
}


@pytest.mark.parametrize("line", LINES)
def test_row_49_attributes_that_make_git_rewrite_texts_are_told(tmp_path: Path, line: str) -> None:
    """Given a remote to which somebody pushes such a file, when a member syncs, then she reads what it reaches."""
    theirs, mine, ran = founded(tmp_path / "theirs"), tmp_path / "mine", tmp_path / "ran"
    git(tmp_path, "clone", "-q", "--bare", str(theirs), "remote.git")
    git(tmp_path, "clone", "-q", "remote.git", str(mine))
    git(mine, "config", "filter.evil.clean", f"touch {ran}; cat")
    (theirs / ".gitattributes").write_text(line + "\n")
    git(theirs, "add", ".gitattributes")
    git(theirs, "commit", "-q", "-m", "Attributes")
    git(theirs, "push", "-q", str(tmp_path / "remote.git"), "main")
    store = opened(mine)
    store.fetch()
    told = " ".join(store.bring_along())
    count = "1 text here" if LINES[line] == 1 else "2 texts here"
    assert (count in told) == bool(LINES[line]) == bool(told), told
    assert (mine / ".gitattributes").exists() and not ran.exists()


def test_row_57_a_pattern_that_costs_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a pattern for which git looks without end, when it comes, then the checkout follows, and that is said."""
    monkeypatch.setattr(attributes, "_PATIENCE", 0.5)
    theirs, mine = founded(tmp_path / "theirs"), tmp_path / "mine"
    git(tmp_path, "clone", "-q", "--bare", str(theirs), "remote.git")
    git(tmp_path, "clone", "-q", "remote.git", str(mine))
    brought = {".gitattributes": f"{'*a' * 8}b.md text\n".encode(), f"{'a' * 120}.md": b""}
    for name, data in brought.items():  # none of them on the disk: git itself would look for the pattern there
        (tmp_path / "brought").write_bytes(data)
        blob = git(theirs, "hash-object", "-w", "--no-filters", str(tmp_path / "brought"))
        git(theirs, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    tree = git(theirs, "write-tree")
    pushed = git(theirs, "commit-tree", "-p", "HEAD", "-m", "Pattern", tree)
    git(theirs, "push", "-q", str(tmp_path / "remote.git"), f"{pushed}:main")
    store = opened(mine)
    store.fetch()
    begun = time.monotonic()
    (told,) = store.bring_along()
    assert time.monotonic() - begun < 10
    assert "did not say within seconds" in told and "followed all the same" in told
    assert git(mine, "rev-parse", "HEAD") == pushed and (mine / ".gitattributes").exists()


def test_the_lines_that_the_page_gives_keep_git_from_it(tmp_path: Path) -> None:
    """Given the lines of docs/trust.md in a clone, then such a file is not told, and git changes nothing there."""
    theirs, mine = founded(tmp_path / "theirs", {"board.toml": "a = 'ä'\n", "docs/a.md": "ö\n"}), tmp_path / "mine"
    git(tmp_path, "clone", "-q", "--bare", str(theirs), "remote.git")
    git(tmp_path, "clone", "-q", "remote.git", str(mine))
    line = re.findall(r"`\*(\.toml -text [^`]*)`", Path("docs/trust.md").read_text())[0]
    (mine / ".git/info/attributes").write_text(f"*{line}\n*{line.replace('.toml', '.md')}\n")
    (theirs / ".gitattributes").write_text("* text working-tree-encoding=ISO-8859-1 ident\n")
    git(theirs, "add", ".gitattributes")
    git(theirs, "commit", "-q", "-m", "Attributes")
    git(theirs, "push", "-q", str(tmp_path / "remote.git"), "main")
    store = opened(mine)
    store.fetch()
    assert store.bring_along() == ()
    for path in ("board.toml", "docs/a.md"):
        (mine / path).touch()
    git(mine, "commit", "-q", "-a", "--allow-empty", "-m", "Mine")
    assert git(mine, "show", "--name-only", "--format=") == ""
