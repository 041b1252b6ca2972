"""Conformance: commits and folders in forms that git never writes, but reads (rows 48, 58)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conformance.beginnings import beginning
from tests.conformance.cases import BALLOTS, MESSAGE, QUESTION, case
from tests.trust.history import OPEN, History, signed_board
from tests.trust.spoilt import Lines, line, spoil, tree_with, twice

MESSAGES = f"decisions/{OPEN}/messages"


def pushed(history: History, folder: str, change: Callable[[Lines], Lines]) -> None:
    """Somebody without a key commits a folder in such a form."""
    history.commit({}, "eve", key="", tree=spoil(history, folder, change))


@case("48-ballot-listed-twice_fail", "tree.malformed")
def ballot_twice(history: History) -> None:
    pushed(history, BALLOTS, twice(history, "ben-1.toml"))


@case("48-proposal-listed-twice_fail", "tree.malformed")
def proposal_twice(history: History) -> None:
    pushed(history, "proposals/2026", twice(history, "0002-stemmer.md"))


@case("48-all-decisions-listed-twice_fail", "tree.malformed")
def decisions_twice(history: History) -> None:
    pushed(history, "", twice(history, "decisions"))


@case("48-by-the-owner-and-listed-twice_fail", "tree.malformed")
def own_file_twice(history: History) -> None:
    """Her own message in the same commit counts as little as the rest of it."""
    history.commit({MESSAGE: QUESTION}, "chiara")
    history.commit({}, "chiara", tree=spoil(history, MESSAGES, twice(history, MESSAGE.rpartition("/")[2])))


@case("48-folder-out-of-order_fail", "tree.malformed")
def out_of_order(history: History) -> None:
    pushed(history, BALLOTS, lambda lines: lines[::-1])


@case("48-mode-with-a-zero-in-front_fail", "tree.malformed")
def zero_in_front(history: History) -> None:
    pushed(history, "", lambda lines: [each.replace(b"40000 ", b"040000 ", 1) for each in lines])


@case("48-mode-that-git-takes-for-a-submodule_fail", "tree.malformed")
def short_mode(history: History) -> None:
    """Also a server that looks at what it takes lets this pass."""
    pushed(history, "proposals/2026", lambda lines: [each.replace(b"100644 ", b"777 ", 1) for each in lines])


@case("48-name-that-is-a-path_fail", "tree.malformed")
def path_as_name(history: History) -> None:
    pushed(history, "decisions", lambda lines: sorted([*lines, line(history, "100644", "0000/a.md")]))


@case("49-what-no-repository-holds_fail", "path.mode")
def held_nowhere(history: History) -> None:
    """Git takes a socket for a submodule and asks nobody for its object; also a server that looks lets it pass."""
    nowhere = b"140000 a\0" + b"\1" * 20
    history.commit({}, "ana", tree=spoil(history, BALLOTS, lambda lines: [nowhere, *lines]))


def _elsewhere(what: str, path: str) -> None:
    @case(f"48-{what}_fail", "tree.elsewhere")
    def brought(history: History) -> None:
        """A server that does not look takes it; whoever follows it lets a stranger write git's own files."""
        history.commit({}, "eve", key="", tree=tree_with(history, path))


_elsewhere("name-of-gits-own-at-the-top", ".git/commondir")
_elsewhere("name-of-gits-own-in-source-code", "src/deep/.git/config")
_elsewhere("name-of-gits-own-below-proposals", "proposals/2026/.Git./config")
_elsewhere("name-of-gits-own-as-windows-shortens-it", "git~1/config")
_elsewhere("name-that-leads-out-of-a-folder", "src/../x.txt")


@case("48-names-that-only-look-like-gits-own")
def not_gits_own(history: History) -> None:
    names = (".github/x.yml", "src/.gitignore", "git~9/config", "src/a..b/c", "git/config", "src/.git.md")
    history.commit(dict.fromkeys(names, "One\n"), "eve", key="")


@beginning
def with_letters(folder: Path) -> Path:
    """A project that had a folder of its own, which a Mac takes for one of the board's, when the board was founded."""
    board = signed_board(folder)
    history = History(board.path, clock=int(board.now.timestamp()))
    history.commit({}, "ana", parents=(), tree=history.tree({"Templates/a.md": b"Dear all\n"}, "main"))
    return board.path


def _renamed(name: str, code: str, by: str, files: dict[str, bytes | str | None]) -> None:
    @case(f"48-{name}", code, "with_letters")
    def renamed(history: History) -> None:
        history.commit({**files}, by, key="" if by == "eve" else None)


_AWAY: dict[str, bytes | str | None] = {"Templates/a.md": None, "letters/a.md": "Dear all\n"}
_renamed("older-twin-given-another-name-by-a-member", "", "ben", _AWAY)
_renamed("older-twin-given-another-name-by-an-outsider_fail", "commit.unsigned", "eve", _AWAY)
_renamed("older-twin-changed-by-a-member_fail", "path.name", "ben", {"Templates/a.md": "Dear Sirs\n"})


@case("28-merge-that-lists-a-name-twice_fail", "tree.malformed")
def merged_twice(history: History) -> None:
    main = history.tip
    side = history.commit({"code.py": "x\n"}, "eve", key="", parents=(main,))
    tree = spoil(history, "proposals/2026", twice(history, "0002-stemmer.md"), onto=side)
    history.commit({}, "eve", key="", parents=(main, side), tree=tree)


@case("58-second-tree_fail", "commit.malformed")
def second_tree(history: History) -> None:
    def change(body: bytes) -> bytes:
        return body.replace(b"\nauthor ", b"\n" + body.partition(b"\n")[0] + b"\nauthor ", 1)

    history.commit({"code.py": "x\n"}, "eve", key="", change=change)


@case("58-second-tree-beside-the-line_fail", "commit.malformed")
def second_tree_beside(history: History) -> None:
    """Git reads no parents there, so it builds on nothing; a merge brings it into the history."""
    main = history.tip

    def change(body: bytes) -> bytes:
        first = body.partition(b"\n")[0] + b"\n"
        return first + body

    side = history.commit({"board.toml": None}, "eve", key="", change=change)
    history.git("update-ref", history.ref, main)
    history.commit({}, "eve", key="", parents=(main, side), tree=history.git("rev-parse", f"{main}^{{tree}}"))


@case("58-ids-in-capitals_fail", "commit.malformed")
def capitals(history: History) -> None:
    """Also a server that looks at what it takes lets this pass."""

    def change(body: bytes) -> bytes:
        head, _, rest = body.partition(b"\nauthor ")
        kinds = (b"tree ", b"parent ")
        lines = (kind + each[len(kind) :].upper() for each, kind in zip(head.split(b"\n"), kinds, strict=True))
        return b"\n".join(lines) + b"\nauthor " + rest

    history.commit({"code.py": "x\n"}, "eve", key="", change=change)
