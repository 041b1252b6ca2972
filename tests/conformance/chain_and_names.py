"""Conformance: merges, squashes, names, modes, odd commits (rows 28, 29, 48, 49, 57, 58)."""

from __future__ import annotations

from board.core.checkpoint import Checkpoint
from tests.conformance.cases import BALLOTS, MESSAGE, QUESTION, case, cast, header
from tests.conformance.keys import change, suspended
from tests.trust.history import DECIDED, MEMBERS, OPEN, History, charter, key_line
from tests.trust.witnessing import note


@case("28-merge-of-a-proposal")
def merge_of_proposal(history: History) -> None:
    main = history.tip
    side = history.commit({"proposals/2026/0004-side.md": "Prose.\n"}, "mo", key="", parents=(f"{main}~2",))
    tree = history.tree({"proposals/2026/0004-side.md": b"Prose.\n"}, main)
    history.commit({}, "mo", key="", parents=(main, side), tree=tree)


@case("28-evil-merge_fail", "chain.merge")
def evil_merge(history: History) -> None:
    main = history.tip
    side = history.commit({"proposals/2026/0004-side.md": "Prose.\n"}, "mo", parents=(main,))
    tree = history.tree({f"{BALLOTS}/ben-1.toml": None}, side)
    history.commit({}, "mo", parents=(main, side), tree=tree)


@case("28-merge-that-takes-ballots-back_fail", "chain.merge")
def rewinding_merge(history: History) -> None:
    main = history.tip
    side = history.commit({"proposals/2026/0004-side.md": "Prose.\n"}, "mo", parents=(f"{main}~2",))
    history.commit({}, "mo", parents=(side, main), tree=history.git("rev-parse", f"{side}^{{tree}}"))


@case("28-merge-of-more-lines-than-anybody-joins_fail", "chain.merge")
def crowd(history: History) -> None:
    """It brings an open file and takes a ballot away; the ballot stays, and each later ballot counts."""
    main, hers = history.tip, cast(history, "ana")
    below = (f"{main}~1", f"{main}~2")
    sides = [
        history.commit({f"proposals/2026/00{number}-side.md": "Prose.\n"}, "eve", key="", parents=(below[number % 2],))
        for number in range(10, 28)
    ]
    tree = history.tree({f"{BALLOTS}/ben-1.toml": None, "proposals/2026/0030-side.md": b"Prose.\n"}, main)
    history.commit({}, "eve", key="", parents=(*sides, main), tree=tree)
    history.commit({f"{BALLOTS}/ana-1.toml": hers}, "ana")


@case("28-forked-chain_fail", "chain.forked")
def forked(history: History) -> None:
    main = history.tip
    one = history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara", parents=(main,))
    other = history.commit({f"{BALLOTS}/ana-1.toml": cast(history, "ana")}, "ana", parents=(main,))
    tree = history.tree({f"{BALLOTS}/ana-1.toml": cast(history, "ana").encode()}, one)
    history.commit({}, "ana", parents=(one, other), tree=tree)


@case("29-chair-squashes-the-whole-history_fail", "unproven.founded", status=3)
def squashed_whole(history: History) -> None:
    """One commit without parents holds all, with a refusal made a yes; its signature is the chair's."""
    path = f"decisions/{DECIDED}/record.toml"
    record = history.read(path).replace(b'outcome = "approved"', b'outcome = "rejected"')
    history.commit({}, "ana", parents=(), tree=history.tree({path: record}, history.tip))


@case("31-second-founding_fail", "genesis.second")
def second_founding(history: History) -> None:
    main = history.tip
    own = charter(**{handle: key_line(f"evil-{handle}") for handle in MEMBERS})
    root = history.commit({"board.toml": own}, "ana", key="evil-ana", parents=())
    history.commit({}, "ana", parents=(root, main), tree=history.git("rev-parse", f"{root}^{{tree}}"))


@case("31-checkpoints-of-another-founding_fail", "checkpoint.foreign", status=3)
def foreign_checkpoints(history: History) -> None:
    point = Checkpoint("0123456789abcdef", 40, b"r" * 32)
    for member in ("ana", "lena"):
        data = note(point, [member], keys=[f"other-{member}"])
        blob = history.git("hash-object", "-w", "--stdin", data=data)
        history.git("update-ref", f"refs/board/checkpoints/40/{member}/1", blob)


@case("31-foreign-founding-that-changes-nothing_fail", "genesis.second")
def foreign_founding(history: History) -> None:
    """Whoever knows the founding goes on; a new clone does not, until a member names it."""
    main = history.tip
    root = history.commit({"board.toml": "rules = 1\n"}, "eve", key="", parents=())
    history.commit({}, "eve", key="", parents=(main, root), tree=history.git("rev-parse", f"{main}^{{tree}}"))


def _wrong_note(name: str, code: str, status: int, size: int, former: bool = False) -> None:
    @case(f"{name}_fail", code, status=status)
    def signed(history: History) -> None:
        if former:
            change(history, suspended("mo"), "ben", "kim")
        data = note(Checkpoint("0123456789abcdef", size, b"r" * 32), ["mo"])
        blob = history.git("hash-object", "-w", "--stdin", data=data)
        history.git("update-ref", f"refs/board/checkpoints/{size}/mo/1", blob)


_wrong_note("10-checkpoint-under-a-suspended-key", "checkpoint.foreign", 3, 5, former=True)
_wrong_note("10-checkpoint-ahead-under-a-suspended-key", "checkpoint.foreign", 3, 900_000, former=True)
_wrong_note("32-checkpoint-over-what-never-was", "checkpoint.split", 1, 5)
_wrong_note("33-checkpoint-over-more-than-there-is", "checkpoint.ahead", 3, 900_000)


GUEST = f"decisions/{OPEN}/messages/20261008T100000Z-guest-eve.md"


@case("28-guest-message-on-an-older-commit")
def guest_message_merged(history: History) -> None:
    main = history.tip
    side = history.commit({GUEST: QUESTION}, "eve", key="", parents=(f"{main}~1",))
    tree = history.tree({GUEST: QUESTION.encode()}, main)
    history.commit({}, "eve", key="", parents=(side, main), tree=tree)


@case("28-guest-message-that-only-the-merge-holds_fail", "chain.merge")
def guest_message_made_up(history: History) -> None:
    """A merge hides what it says itself: whoever looks at each line alone never meets the message."""
    main = history.tip
    side = history.commit({"src.py": "1\n"}, "eve", key="", parents=(f"{main}~1",))
    tree = history.tree({GUEST: QUESTION.encode(), "src.py": b"1\n"}, main)
    history.commit({}, "eve", key="", parents=(main, side), tree=tree)


@case("28-guest-message-left-out-of-a-merge_fail", "chain.merge")
def guest_message_lost(history: History) -> None:
    main = history.tip
    told = history.commit({GUEST: QUESTION}, "eve", key="")
    tree = history.git("rev-parse", f"{main}^{{tree}}")
    history.commit({}, "eve", key="", parents=(main, told), tree=tree)


@case("28-charter-removed-on-a-side-line_fail", "commit.unsigned")
def charter_removed_aside(history: History) -> None:
    main = history.tip
    side = history.commit({"board.toml": None}, "eve", key="", parents=(f"{main}~2",))
    history.commit({}, "eve", key="", parents=(main, side), tree=history.git("rev-parse", f"{main}^{{tree}}"))


@case("12-charter-removed_fail", "commit.unsigned")
def charter_removed(history: History) -> None:
    history.commit({"board.toml": None}, "eve", key="")


@case("29-squashed_fail", "path.not-yours")
def squashed(history: History) -> None:
    files = {f"{BALLOTS}/{member}-1.toml": cast(history, member) for member in ("ana", "chiara")}
    history.commit({**files}, "ana")


@case("29-rebased-without-signatures_fail", "commit.unsigned")
def rebased(history: History) -> None:
    tree, base = history.git("rev-parse", "main^{tree}"), history.git("rev-parse", "main~1")
    history.commit({}, "lena", key="", parents=(base,), tree=tree)


# Names, modes and odd commits


@case("48-hidden-name_fail", "path.name")
def hidden_name(history: History) -> None:
    history.commit({"meetings/a\u202eb.md": "Minutes.\n"}, "ana")


@case("48-name-that-is-not-utf8_fail", "path.name")
def odd_bytes(history: History) -> None:
    history.commit({"meetings/\udcff.md": "Minutes.\n"}, "ana")


@case("48-twin-name_fail", "path.name")
def twin(history: History) -> None:
    history.commit({"meetings/minutes.md": "Minutes.\n"}, "ana")
    history.commit({"meetings/Minutes.md": "Minutes.\n"}, "ana")


def _name(what: str, name: str) -> None:
    @case(f"48-{what}_fail", "path.name")
    def named(history: History) -> None:
        folder = history.git("hash-object", "-w", "--stdin", data=b"Minutes.\n")
        for part in reversed(name.split("/")):
            sort = b"100644 " if part == name.rpartition("/")[2] else b"40000 "
            body = sort + part.encode() + b"\0" + bytes.fromhex(folder)
            folder = history.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=body)
        lines = f"{history.git('ls-tree', 'main')}\n040000 tree {folder}\tmeetings\n"
        history.commit({}, "ana", tree=history.git("mktree", data=lines.encode()))


_name("name-of-a-device", "CON.md")
_name("name-of-five-thousand-bytes", "a" * 5000)
_name("name-that-windows-takes-for-git", "git~1/x.md")
_name("name-that-a-disk-takes-for-git", ".GIT. /x.md")
_name("name-with-a-path-in-it", "..\\..\\board.toml")


@case("48-two-twins-at-once_fail", "path.name")
def two_twins(history: History) -> None:
    history.commit({"meetings/minutes.md": "Minutes.\n", "meetings/Minutes.md": "Minutes.\n"}, "ana")


@case("48-twin-folder_fail", "path.name")
def twin_folder(history: History) -> None:
    history.commit({"meetings/may/minutes.md": "Minutes.\n"}, "ana")
    history.commit({"meetings/May/more.md": "Minutes.\n"}, "ana")


def _twin_of_the_boards_own(what: str, path: str) -> None:
    @case(f"48-twin-of-{what}_fail", "path.name")
    def by_member(history: History) -> None:
        history.commit({path: "Minutes.\n"}, "ana")

    @case(f"48-twin-of-{what}-by-an-outsider_fail", "commit.unsigned")
    def by_outsider(history: History) -> None:
        history.commit({path: "Minutes.\n"}, "eve", key="")


_twin_of_the_boards_own("the-charter", "BOARD.TOML")
_twin_of_the_boards_own("the-policy", "Policy.toml")
_twin_of_the_boards_own("the-decisions", f"Decisions/{OPEN}/ballots/ben-1.toml")
_twin_of_the_boards_own("the-acts-in-letters-that-fold", "act\u017f/1-ana.toml")
_twin_of_the_boards_own("the-proposals", f"PROPOSALS/{OPEN}.md")


@case("48-folder-that-only-begins-like-one-of-the-board-s")
def no_twin(history: History) -> None:
    history.commit({"Decisions-of-old/x.md": "One\n", "src/Decisions/x.md": "Two\n"}, "eve", key="")


@case("48-guest-message-in-a-twin-folder_fail", "commit.unsigned")
def guest_twin(history: History) -> None:
    history.commit({GUEST.replace("stemmer", "Stemmer"): QUESTION}, "eve", key="")


@case("57-guest-message-longer-than-counts_fail", "commit.unsigned")
def guest_long(history: History) -> None:
    history.commit({GUEST: QUESTION + "Why? " * 2000}, "eve", key="")


@case("57-chair-takes-a-guest-message-away")
def guest_tidied(history: History) -> None:
    many = {GUEST.replace("T1000", f"T{1000 + number}"): QUESTION for number in range(50)}
    history.commit(many, "eve", key="")
    history.commit(dict.fromkeys(many), "ana")
    history.commit({GUEST.replace("T1000", "T1100"): QUESTION}, "eve", key="")


@case("57-member-takes-a-guest-message-away_fail", "path.not-yours")
def guest_taken(history: History) -> None:
    history.commit({GUEST: QUESTION}, "eve", key="")
    history.commit({GUEST: None}, "ben")


@case("57-more-guest-messages-than-count_fail", "commit.unsigned")
def guest_many(history: History) -> None:
    many = {GUEST.replace("T1000", f"T{1000 + number}"): QUESTION for number in range(50)}
    history.commit(many, "eve", key="")
    history.commit({GUEST.replace("T1000", "T1100"): QUESTION}, "eve", key="")


@case("48-guest-message-where-a-page-will-lie_fail", "commit.unsigned")
def guest_page(history: History) -> None:
    history.commit({"proposals/2026/0002-stemmer.md.md": "One\n"}, "eve", key="")
    history.commit({GUEST.replace("stemmer", "stemmer.md"): QUESTION}, "eve", key="")


@case("48-guest-message-in-the-twin-of-a-folder-to-come_fail", "commit.unsigned")
def guest_twin_to_come(history: History) -> None:
    both = dict.fromkeys(("proposals/2026/0009-next.md", "proposals/2026/0009-NEXT.md"), "One\n")
    history.commit(both, "eve", key="")
    history.commit({GUEST.replace("0002-stemmer", "0009-NEXT"): QUESTION}, "eve", key="")


@case("48-guest-message-under-a-name-that-only-looks-like-a-proposal-s_fail", "commit.unsigned")
def guest_looks_alike(history: History) -> None:
    history.commit({"proposals/2026/0009-next.md": "One\n"}, "eve", key="")
    history.commit({GUEST.replace("0002-stemmer", "0009-NEXT"): QUESTION}, "eve", key="")


@case("48-guest-message-on-an-open-proposal-that-got-a-twin")
def guest_of_a_twin(history: History) -> None:
    history.commit({f"proposals/{OPEN.upper()}.md": "One\n"}, "eve", key="")
    history.commit({GUEST: QUESTION}, "eve", key="")


@case("48-guest-message-under-a-hidden-name_fail", "commit.unsigned")
def guest_hidden(history: History) -> None:
    history.commit({GUEST.replace("stemmer", "stem\u202emer"): QUESTION}, "eve", key="")


@case("49-guest-message-as-a-link_fail", "commit.unsigned")
def guest_link(history: History) -> None:
    history.commit({GUEST: QUESTION}, "eve", key="", modes={GUEST: "120000"})


@case("49-guest-message-as-a-program_fail", "commit.unsigned")
def guest_program(history: History) -> None:
    history.commit({GUEST: QUESTION}, "eve", key="", modes={GUEST: "100755"})


@case("49-link_fail", "path.mode")
def link(history: History) -> None:
    history.commit({"meetings/a.md": "../board.toml"}, "ana", modes={"meetings/a.md": "120000"})


@case("49-submodule_fail", "path.mode")
def submodule(history: History) -> None:
    (history.path / ".git" / "board-test-index").unlink(missing_ok=True)
    history.git("read-tree", "main")
    history.git("update-index", "--add", "--cacheinfo", f"160000,{history.tip},meetings/sub.md")
    history.commit({}, "ana", tree=history.git("write-tree"))


@case("49-executable_fail", "path.mode")
def executable(history: History) -> None:
    history.commit({"meetings/a.md": "Minutes.\n"}, "ana", modes={"meetings/a.md": "100755"})


@case("48-file-no-rule-knows_fail", "path.unknown")
def unknown_file(history: History) -> None:
    history.commit({f"decisions/{OPEN}/ballots/count.sh": "echo\n"}, "ana")


@case("57-large-file_fail", "file.too-large")
def large(history: History) -> None:
    history.commit({"meetings/a.md": b"x" * (1 << 21)}, "ana")


@case("58-encoding-header_fail", "commit.malformed")
def encoding(history: History) -> None:
    history.commit({MESSAGE: QUESTION}, "chiara", key="", change=header("encoding latin1"))


@case("58-two-authors_fail", "commit.malformed")
def two_authors(history: History) -> None:
    history.commit(
        {MESSAGE: QUESTION},
        "chiara",
        change=lambda body: body.replace(b"author ", b"author A <a@b> 1 +0000\nauthor ", 1),
    )


@case("58-nobody-wrote-it_fail", "commit.malformed")
def nobody(history: History) -> None:
    history.commit(
        {MESSAGE: QUESTION}, "chiara", change=lambda body: body.replace(b"Chiara <chiara@example.org>", b"", 1)
    )


@case("48-file-where-a-folder-belongs_fail", "path.unknown")
def file_for_folder(history: History) -> None:
    history.commit({"registers": "not a folder\n"}, "ana")


@case("48-another-place_fail", "path.name")
def another_place(history: History) -> None:
    inner = history.git("hash-object", "-w", "--stdin", data=b"x")
    dots = history.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally",
                       data=b"100644 a.md\0" + bytes.fromhex(inner))  # fmt: skip
    folder = history.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally",
                         data=b"40000 ..\0" + bytes.fromhex(dots))  # fmt: skip
    lines = f"{history.git('ls-tree', 'main')}\n040000 tree {folder}\tmeetings\n"
    history.commit({}, "ana", tree=history.git("mktree", data=lines.encode()))


@case("50-file-where-the-ballots-lie_fail", "commit.unsigned")
def file_for_ballots(history: History) -> None:
    gone: dict[str, bytes | str | None] = {f"{BALLOTS}/{one}-1.toml": None for one in ("ben", "lena")}
    history.commit({**gone, BALLOTS: "not a folder\n"}, "eve", key="")
    history.commit({"meetings/0001.md": "Minutes.\n"}, "ana")


@case("50-folder-where-a-ballot-belongs_fail", "commit.unsigned")
def folder_for_ballot(history: History) -> None:
    history.commit({f"{BALLOTS}/ana-1.toml/x": "x\n"}, "eve", key="")
    history.commit({"meetings/0001.md": "Minutes.\n"}, "ana")


@case("50-link-where-the-decisions-lie_fail", "path.mode")
def link_for_decisions(history: History) -> None:
    (history.path / ".git" / "board-test-index").unlink(missing_ok=True)
    history.git("read-tree", "main")
    history.git("rm", "-r", "-q", "--cached", "decisions")
    link = history.git("hash-object", "-w", "--stdin", data=b"proposals")
    history.git("update-index", "--add", "--cacheinfo", f"120000,{link},decisions")
    history.commit({}, "ana", tree=history.git("write-tree"))
    history.commit({"meetings/0001.md": "Minutes.\n"}, "ana")
