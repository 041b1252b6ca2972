"""What `.gitattributes` make of the board's texts: asked of git when such a file comes, and told; no filter runs.

The program reads and writes the bytes that were committed. git itself, told so by a file that anybody may push, writes
them otherwise to the disk and back: after `git commit -a` half of the records could be changed in a member's name.
"""

from __future__ import annotations

from collections.abc import Iterable

from board.core.finding import Refused
from board.core.sentence import plural
from board.store.git import Git
from board.store.names import shown

_ASKED = ("filter", "ident", "working-tree-encoding")
_TEXTS = (b".md", b".toml", b".json")
_PATIENCE = 5.0
"""Seconds for git's answer: a pattern can be written so that git looks for it without end."""
_KEEP = (
    "Do not use `git commit -a` before it is gone: it would change records in your name. docs/trust.md says how to "
    "keep git from it."
)


def rewritten(git: Git, brought: Iterable[bytes]) -> str:
    """In words, how many texts here git would rewrite, where attributes are among what was brought; else "".

    What was brought stands already: so this raises nothing, and says where git gave no answer.
    """
    if not any(path.rpartition(b"/")[2].lower() == b".gitattributes" for path in brought):
        return ""
    try:
        texts = [path for path in git.ask("ls-files", "-z").split(b"\0") if path.endswith(_TEXTS)]
        if not texts:
            return ""
        asked = b"\0".join(texts) + b"\0"
        said = git.ask("check-attr", "-z", "--stdin", *_ASKED, stdin=asked, timeout=_PATIENCE).split(b"\0")
    except Refused:
        return (
            "What was pushed has a .gitattributes, and git did not say within seconds whether it rewrites texts here. "
            f"Your checkout followed all the same. If it does: {_KEEP[0].lower()}{_KEEP[1:]}"
        )
    each = zip(said[::3], said[2::3], strict=False)
    found = list(dict.fromkeys(path for path, value in each if value not in (b"unspecified", b"unset")))
    if not found:
        return ""
    return (
        f"What was pushed has a .gitattributes that makes git rewrite {plural(len(found), 'text')} here, "
        f"{shown(found[0])} among them. {_KEEP}"
    )
