"""Conformance: keys that leaked or are lost (rows 10, 11, 13, 17): who suspends, who replaces, and what holds then."""

from __future__ import annotations

from board.core.digest import sha256
from board.render.decision import decision_digest
from tests.conformance.cases import case
from tests.trust.history import RULED, History, charter, key_line

MINUTES = {"meetings/0001.md": "Minutes.\n"}


def suspended(*handles: str, **keys: str) -> str:
    """The charter with these members suspended."""
    text = charter(**keys)
    for handle in handles:
        text = text.replace(f"[members.{handle}]\n", f"[members.{handle}]\nsuspended = true\n")
    return text


def agree(history: History, new: str, *members: str) -> None:
    """Each of them commits an act for these bytes."""
    for member in members:
        number = 1 + len(history.git("ls-tree", "--name-only", "main", "acts/").split())
        text = f'path = "board.toml"\nsha256 = "{sha256(new.encode())}"\nreason = "A stolen notebook."\n'
        history.commit({f"acts/{number}-{member}.toml": text}, member)


def change(history: History, new: str, *members: str) -> None:
    """They agree, and the last of them makes the change."""
    agree(history, new, *members)
    history.commit({"board.toml": new}, members[-1])


@case("13-two-suspend-a-key")
def two_suspend(history: History) -> None:
    change(history, suspended("mo"), "ben", "kim")


@case("13-one-suspends-a-key_fail", "charter.not-decided")
def one_suspends(history: History) -> None:
    change(history, suspended("mo"), "ben")


@case("17-one-person-suspends-twice_fail", "charter.not-decided")
def twice(history: History) -> None:
    change(history, suspended("mo"), "ben", "ben")


@case("13-the-suspended-suspends-another_fail", "charter.not-decided")
def suspended_agrees(history: History) -> None:
    agree(history, suspended("mo", "ben"), "ben")
    change(history, suspended("ben"), "lena", "kim")
    history.commit({"board.toml": suspended("mo", "ben")}, "lena")


@case("10-suspended-key-back-dated_fail", "signer.suspended")
def suspended_signs(history: History) -> None:
    change(history, suspended("mo"), "ben", "lena")
    history.commit(MINUTES, "mo", seconds=-100_000)


@case("13-two-seats-replace-a-key")
def replaced(history: History) -> None:
    change(history, charter(mo=key_line("mo-new")), "ben", "lena")
    history.commit(MINUTES, "mo", key="mo-new")


@case("13-a-replacement-lifts-the-suspension")
def lifted(history: History) -> None:
    change(history, suspended("mo"), "ben", "lena")
    change(history, charter(mo=key_line("mo-new")), "lena", "chiara")
    history.commit(MINUTES, "mo", key="mo-new")


@case("13-suspension-lifted-without-a-new-key_fail", "charter.not-decided")
def lifted_alone(history: History) -> None:
    change(history, suspended("mo"), "ben", "lena")
    change(history, charter(), "ben", "lena")


@case("13-a-leaked-key-stays-beside-the-new-one_fail", "charter.not-decided")
def kept(history: History) -> None:
    change(history, suspended("mo"), "ben", "lena")
    change(history, charter(mo=f'{key_line("mo-new")}", "{key_line("mo")}'), "ben", "lena")


@case("13-one-seat-replaces-a-key_fail", "charter.not-decided")
def one_seat(history: History) -> None:
    change(history, charter(mo=key_line("mo-new")), "chiara", "kim")


@case("13-the-affected-seat-replaces-its-key_fail", "charter.not-decided")
def affected_seat(history: History) -> None:
    change(history, charter(chiara=key_line("chiara-new")), "ana", "kim")


@case("13-the-affected-member-replaces-her-key_fail", "charter.not-decided")
def herself(history: History) -> None:
    change(history, charter(lena=key_line("lena-new")), "lena", "ana")


@case("13-a-new-key-with-a-new-seat_fail", "charter.not-decided")
def more_than_a_key(history: History) -> None:
    new = charter(mo=key_line("mo-new")).replace('alternate = ["engineering"]', 'seats = ["ethics"]')
    change(history, new, "ben", "lena")


@case("10-replaced-key-signs-on_fail", "signer.unknown")
def old_key(history: History) -> None:
    change(history, charter(mo=key_line("mo-new")), "ben", "lena")
    history.commit(MINUTES, "mo", seconds=-100_000)


@case("11-new-key-before-two-agreed_fail", "signer.unknown")
def too_early(history: History) -> None:
    agree(history, charter(mo=key_line("mo-new")), "ben", "lena")
    history.commit(MINUTES, "mo", key="mo-new")


@case("16-a-replacement-that-is-another-members-key_fail", "charter.broken")
def shared(history: History) -> None:
    change(history, charter(mo=key_line("kim")), "ben", "lena")


@case("13-an-older-change-gives-a-suspended-key-back_fail", "charter.not-decided", "later")
def given_back(history: History) -> None:
    """Two members suspend a key after everybody voted on other rules, whose charter knows nothing of it."""
    folder = f"decisions/{RULED}"
    record, text, review = f"{folder}/record.toml", f"{folder}.md", f"{folder}/ethics-review.md"
    made = history.git("log", "--format=%H", "-1", "--", record)
    base = history.git("rev-parse", f"{made}~1")
    new = {name: history.read(name, made).decode() for name in ("board.toml", record, text, review)}
    history.git("update-ref", "refs/heads/main", base)
    change(history, suspended("mo"), "ben", "lena")
    now = {name: data.replace(base, history.tip).replace(base[:12], history.tip[:12]) for name, data in new.items()}
    now[record] = now[record].replace(decision_digest(new[text]), decision_digest(now[text]))
    now[record] = now[record].replace(sha256(new[review].encode()), sha256(now[review].encode()))
    voted = history.git("log", "--format=%ct", "-1", made)
    history.commit(dict(now), "ana", seconds=int(voted) - history.clock)
