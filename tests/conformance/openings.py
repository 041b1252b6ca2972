"""Conformance: what an opening binds (rows 13 and 20)."""

from __future__ import annotations

from collections.abc import Callable

from board.core.digest import lines_digest
from tests.conformance.cases import case, swap
from tests.trust.history import OPEN, History

DOCKET = f"decisions/{OPEN}/docket.toml"


@case("13-member-opens_fail", "path.role")
def member_opens(history: History) -> None:
    text = history.read(DOCKET).decode()
    history.commit({DOCKET: text + "\n" + text.replace("kim", "ben")}, "ben")


@case("20-opening-rewritten_fail", "docket.changed")
def opening_rewritten(history: History) -> None:
    history.commit({DOCKET: history.read(DOCKET).decode().replace("round = 1", "round = 2")}, "kim")


@case("20-opening-binds-other-bytes_fail", "docket.binding")
def opening_binds(history: History) -> None:
    text = history.read(DOCKET).decode()
    digest = text.partition('revision = "')[2][:71]
    history.commit({DOCKET: text + "\n" + text.replace(digest, "sha256:" + "2" * 64)}, "kim")


def _opened_again(history: History, change: Callable[[str], str], by: str, **more: str) -> None:
    """The newest opening of what is open made again, with the docket changed."""
    made = history.git("log", "--format=%H", "-1", "--", DOCKET)
    text = change(history.read(DOCKET, made).decode())
    history.git("update-ref", "refs/heads/main", f"{made}~1")
    history.commit({DOCKET: text, **more}, by)


@case("20-opening-made-again-as-it-was", begin="later")
def opened_as_it_was(history: History) -> None:
    _opened_again(history, lambda text: text, "kim")


@case("20-words-put-before-older-openings_fail", "docket.changed", "later")
def words_before(history: History) -> None:
    """A docket only grows: words above what others opened would read as if they had stood there then."""
    _opened_again(history, lambda text: f"# The board agreed on beta only.\n{text}", "kim")


@case("13-on-call-opens-again-what-was-opened_fail", "path.role", "later")
def on_call_again(history: History) -> None:
    """Who is on call acts at once, which opens a proposal of its own; what the board took up is the board's."""
    acted = 'schema = 1\naction = "stop"\nacted_by = "mo"\nacted_at = 2026-10-05T09:00:00Z\n'
    emergency = {f"decisions/{OPEN}/emergency.toml": acted}

    def by_mo(text: str) -> str:
        first, at, newest = text.rpartition('opened_by = "kim"')
        return f'{first}opened_by = "mo"{newest}' if at else text

    _opened_again(history, by_mo, "mo", **emergency)


def _left_out(name: str, code: str) -> None:
    @case(f"20-opening-that-names-no-{name}_fail", code)
    def nameless(history: History) -> None:
        """What an opening leaves out is not filled in from what lay there: nobody could tell what was voted under."""
        text = history.read(DOCKET).decode()
        again = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{name} = "))
        assert again != text
        history.commit({DOCKET: text + "\n" + again}, "kim")


_left_out("policy", "docket.binding")
for _name in ("charter", "checklists", "revision"):
    _left_out(_name, "file.unreadable")


def open_with_facts_left_out(history: History, facts: str) -> None:
    """The secretary opens a proposal that does not say who is decided about in which domain, at the lowest tier."""
    text = history.read(f"proposals/{OPEN}.md").decode()
    silent = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("domain", "jurisd")))
    history.commit({"proposals/2026/0005-x.md": silent}, "mo")
    opening = history.read(DOCKET).decode()
    old = opening.partition('revision = "')[2][:71]
    opening = opening.replace(old, lines_digest({"2026/0005-x.md": silent.encode()})).replace("facts = 3\n", facts)
    assert 'tier = "minimal"' in opening
    history.commit({"decisions/2026/0005-x/docket.toml": opening}, "kim")


@case("20-opening-below-the-tier-that-is-owed_fail", "docket.binding")
def below_the_tier(history: History) -> None:
    open_with_facts_left_out(history, "facts = 3\n")


@case("20-opening-by-the-shorter-list-of-facts_fail", "docket.binding")
def shorter_list(history: History) -> None:
    """As the first boards opened, though this one already went by the longer list."""
    open_with_facts_left_out(history, "")


@case("20-opening-by-an-unknown-list-of-facts_fail", "docket.binding")
def unknown_list(history: History) -> None:
    open_with_facts_left_out(history, "facts = 99\n")


@case("20-first-opening-by-the-list-of-the-charter", begin="listed")
def first_opening(history: History) -> None:
    """What the proposal leaves out counts as unknown, and the tier is high for it."""
    assert 'tier = "high"\n' in history.read(DOCKET).decode()


@case("20-first-opening-by-a-shorter-list-than-the-charters_fail", "docket.binding", "listed")
def first_by_shorter_list(history: History) -> None:
    made, docket = history.tip, history.read(DOCKET).decode()
    history.git("update-ref", "refs/heads/main", f"{made}~1")
    text = swap('tier = "high"', 'tier = "minimal"')(swap("facts = 3\n", "")(docket))
    history.commit({DOCKET: text}, "kim")
