"""Conformance cases: each tampers with a small signed history, or lives on honestly, and says what verify must answer.

The name begins with the row of the attack table it belongs to; `_fail` means that verify answers no, with the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.trust.history import DECIDED, OPEN, History

Tamper = Callable[[History], object]
BALLOTS = f"decisions/{OPEN}/ballots"
RECORD, TEXT = f"decisions/{DECIDED}/record.toml", f"decisions/{DECIDED}.md"
REVIEW = f"decisions/{DECIDED}/ethics-review.md"
MESSAGE = f"decisions/{OPEN}/messages/20261007T100000Z-chiara.md"
QUESTION = '+++\nkind = "question"\nto = "proposer"\n+++\nWhy?\n'


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `code` is "" where verify must answer yes, `begin` names the history it starts from.

    `status` is the answer where nothing was verified before: 3 for what nobody can tell from this copy alone.
    """

    name: str
    code: str
    begin: str
    tamper: Tamper
    status: int = 1
    told: str = ""
    """What must be listed as unproven though the answer is yes."""
    founding: str = ""
    """What verify is told with `--founding`: what names that commit in the history before anybody tampers with it."""

    def words(self, history: History) -> tuple[str, ...]:
        """The words of the command for this case; ask before tampering."""
        named = ("--founding", history.git("rev-parse", self.founding)) if self.founding else ()
        return ("verify", "--json", *named)

    @property
    def answer(self) -> int:
        """The exit status of `board verify` where nothing was verified before."""
        return self.status if self.code else 0


CASES: list[Case] = []


def case(
    name: str, code: str = "", begin: str = "small", status: int = 1, told: str = "", founding: str = ""
) -> Callable[[Tamper], Tamper]:
    """Put a function into the list of cases."""

    def keep(tamper: Tamper) -> Tamper:
        assert name.endswith("_fail") == bool(code), name
        CASES.append(Case(name, code, begin, tamper, status, told, founding))
        return tamper

    return keep


def cast(history: History, member: str, number: int = 1, **more: str) -> str:
    """The bytes of an honest ballot on the open proposal by another member, with some values replaced."""
    text = history.read(f"{BALLOTS}/ben-1.toml").decode()
    seat = {"ana": "security", "chiara": "product", "ben": "engineering", "kim": "product"}.get(member, member)
    text = text.replace('member = "ben"', f'member = "{member}"').replace("engineering", seat)
    text = text.replace("number = 1", f"number = {number}")
    for name, value in more.items():
        lines = text.splitlines()
        text = "\n".join(f'{name} = "{value}"' if line.startswith(f"{name} = ") else line for line in lines) + "\n"
    return text


def deciding(history: History) -> str:
    """The commit that decided."""
    return history.git("log", "--format=%H", "-1", "--", RECORD)


def decide_again(history: History, change: Callable[[str], str], *, back: int = 1, by: str = "ana") -> str:
    """The decision made again with its record changed, on its own base or on an earlier commit."""
    made = deciding(history)
    base = history.git("rev-parse", f"{made}~{back}")
    old = history.git("rev-parse", f"{made}~1")
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (RECORD, TEXT, REVIEW)}
    files[RECORD] = change(history.read(RECORD, made).decode()).replace(old, base)
    history.git("update-ref", "refs/heads/main", base)
    return history.commit(files, by)


def swap(old: str, new: str) -> Callable[[str], str]:
    """Replace a text that must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def header(line: str) -> Callable[[bytes], bytes]:
    """Add a header behind the last one."""
    return lambda body: body.replace(b"\n\n", b"\n" + line.encode() + b"\n\n", 1)
