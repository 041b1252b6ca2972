"""Conformance: who founds, when one decides, what replaces what, how a round ends (rows 2 to 49)."""

from __future__ import annotations

import re
from collections.abc import Callable

from board.core.digest import sha256
from board.render.sections import decision_digest, superseded_text
from tests.conformance.cases import RECORD, REVIEW, TEXT, case, decide_again, deciding, swap
from tests.conformance.chain_and_names import foreign_founding
from tests.conformance.openings import DOCKET
from tests.trust.history import AGAIN, DECIDED, ONCE_MORE, OPEN, RULED, History

Files = dict[str, bytes | str | None]
REPLACES, ENDS = f"decisions/{AGAIN}/record.toml", f"decisions/{OPEN}/rounds/1.toml"
EMERGENCY = "decisions/2026/0005-x/emergency.toml"


def anew(history: History, path: str, change: Callable[[Files], Files], by: str = "ana") -> None:
    """The commit that brought a file made again on its own base, with other files."""
    made = history.git("log", "--format=%H", "-1", "--", path)
    names = history.git("diff-tree", "-r", "--no-commit-id", "--name-only", made).split("\n")
    files: Files = {name: history.read(name, made) for name in names}
    history.git("update-ref", "refs/heads/main", f"{made}~1")
    history.commit(change(files), by)


def edit(path: str, *pairs: tuple[str, str]) -> Callable[[Files], Files]:
    """Replace texts that must be there in one of the files."""

    def change(files: Files) -> Files:
        data = files[path]
        assert isinstance(data, bytes)
        text = data.decode()
        for old, new in pairs:
            text = swap(old, new)(text)
        return {**files, path: text}

    return change


# The founding


def _founded(row: str, code: str, by: str = "ana", key: str | None = None, link: str = "") -> None:
    @case(f"{row}_fail", code, "young")
    def founded(history: History) -> None:
        files, modes = ({link: b"../board.toml"}, {link: "120000"}) if link else ({}, {})
        tree = history.tree(files, "main", modes)
        history.commit({}, by, key=key, parents=(), tree=tree)


_founded("12-founding-by-who-is-not-its-chair", "genesis.signer", by="ben")
_founded("02-founding-unsigned", "genesis.signer", key="")
_founded("03-founding-by-a-key-it-does-not-list", "genesis.signer", key="mallory")
_founded("08-founding-by-the-key-of-another", "genesis.signer", key="ben")
_founded("49-founding-with-a-link", "path.mode", link="meetings/a.md")


def _moved(what: str, old: str, new: str) -> None:
    @case(f"14-other-{what}_fail", "charter.moved", "young")
    def moved(history: History) -> None:
        history.commit({"board.toml": swap(old, new)(history.read("board.toml").decode())}, "ana")


_moved("branch", 'branch = "main"', 'branch = "trunk"')
_moved("folder", 'branch = "main"', 'branch = "main"\nroot = "governance"')


def _foreign(name: str, code: str, named: str, *, joined: bool = True) -> None:
    @case(name, code, founding=named)
    def told(history: History) -> None:
        """A new clone is told a founding; whether a foreign one was merged into the branch, or not."""
        if joined:
            foreign_founding(history)


_FOUNDING = ":/^Found the board"
_foreign("31-founding-that-a-member-told", "", _FOUNDING, joined=False)
_foreign("31-another-commit-told-as-the-founding_fail", "genesis.other", "main", joined=False)
_foreign("31-foreign-founding-where-the-own-was-told_fail", "chain.foreign", _FOUNDING)


# Openings


def _opened_again(history: History, change: Callable[[str], str]) -> None:
    text = history.read(DOCKET).decode()
    history.commit({DOCKET: f"{text}\n{change(text)}"}, "kim")


@case("20-opened-again_fail", "docket.binding")
def opened_again(history: History) -> None:
    """Nothing changed, so window and notice would only begin anew."""
    _opened_again(history, lambda text: text)


@case("13-opening-in-anothers-name_fail", "docket.binding")
def opened_in_anothers_name(history: History) -> None:
    _opened_again(history, swap('opened_by = "kim"', 'opened_by = "ana"'))


@case("20-opening-with-a-shorter-window-than-is-owed_fail", "docket.binding")
def shorter_window(history: History) -> None:
    text = history.read(DOCKET).decode()
    first = text.partition("opened_at = ")[2][:10]
    ends = re.search(r"window_ends = (\S+)", text)
    assert ends
    _opened_again(history, swap(ends[0], f"window_ends = {first}"))


@case("20-opening-of-what-is-not-there_fail", "docket.binding")
def opens_nothing(history: History) -> None:
    history.commit({"decisions/2026/0009-nothing/docket.toml": history.read(DOCKET)}, "kim")


# Emergencies


def acted(by: str) -> str:
    """An emergency action in somebody's name."""
    return f'schema = 1\naction = "stop"\nacted_by = "{by}"\n'


def _acted(what: str, signer: str, by: str) -> None:
    @case(f"13-{what}_fail", "path.role")
    def action(history: History) -> None:
        """The secretary may open; what she may not is act, or say that another did."""
        history.commit({"proposals/2026/0005-x.md": history.read(f"proposals/{OPEN}.md")}, "mo")
        docket = history.read(DOCKET)
        history.commit({"decisions/2026/0005-x/docket.toml": docket, EMERGENCY: acted(by)}, signer)


_acted("on-call-acts-for-another", "mo", "kim")
_acted("emergency-of-who-is-not-on-call", "kim", "kim")


@case("13-emergency-without-its-docket_fail", "docket.binding")
def without_docket(history: History) -> None:
    history.commit({"proposals/2026/0005-x.md": history.read(f"proposals/{OPEN}.md")}, "mo")
    history.commit({EMERGENCY: acted("mo")}, "mo")


# Decisions


@case("26-record-of-another-ethics-review_fail", "decision.text")
def other_review(history: History) -> None:
    decide_again(history, swap(sha256(history.read(REVIEW)), f"sha256:{'1' * 64}"))


@case("22-decided-before-its-notice-was-over_fail", "decision.outcome", "later")
def too_early(history: History) -> None:
    """Everybody said yes; a change of the rules waits for its notice all the same."""
    path = f"decisions/{RULED}/record.toml"
    when = re.search(r"decided_at = (\d+-\d+)-\d+", history.read(path).decode())
    day = re.search(r"opened_at = (\S+)T", history.read(f"decisions/{RULED}/docket.toml").decode())
    assert when and day
    anew(history, path, edit(path, (when[0], f"decided_at = {day[1]}"), (": approved.", ": so far approved.")))


@case("27-two-supersede-one_fail", "decision.link", "later")
def two_heads(history: History) -> None:
    """Both were opened and voted on while the first decision stood; then both replace it."""
    names = (f"decisions/{ONCE_MORE}.md", f"decisions/{ONCE_MORE}/ethics-review.md")
    files: Files = {name: history.read(name, "refs/kept/once-more") for name in names}
    record = f"decisions/{ONCE_MORE}/record.toml"
    text = history.read(record, "refs/kept/once-more").decode()
    now = history.git("log", "--format=%H", "-1", "--", REPLACES)
    history.git("update-ref", "refs/heads/main", now)
    before = re.search(r'previous = "(\S*)"', text)
    base = re.search(r'base = "(\S+)"', text)
    assert before and base
    text = swap(before[0], f'previous = "{sha256(history.read(REPLACES))}"')(text)
    old = superseded_text(history.read(TEXT).decode(), ONCE_MORE, DECIDED)
    history.commit({**files, record: swap(base[1], now)(text), TEXT: old}, "ana")


@case("27-more-than-the-status-of-what-it-supersedes_fail", "decision.link", "later")
def more_than_status(history: History) -> None:
    anew(history, REPLACES, edit(TEXT, ("It takes no part in decisions", "It takes a small part in decisions")))


@case("27-one-supersedes-another", begin="later")
def replaced(history: History) -> None:
    """A decision that another replaced, a round put off, new rules after their notice."""
    assert history.read(REPLACES) and history.read(ENDS)


@case("24-put-off-by-who-is-not-the-chair_fail", "decision.outcome", "later")
def put_off(history: History) -> None:
    anew(history, ENDS, edit(ENDS, ('decided_by = "ana"', 'decided_by = "kim"')), "kim")


@case("24-put-off-once-more-than-the-charter-allows_fail", "decision.outcome", "later")
def put_off_thrice(history: History) -> None:
    docket, second = f"decisions/{OPEN}/docket.toml", ENDS.replace("/1.", "/2.")
    history.git("update-ref", "refs/heads/main", history.git("log", "--format=%H", "-1", "--", second))
    third, openings = swap("round = 2", "round = 3"), history.read(docket).decode()
    history.commit({docket: f"{openings}\n[[openings]]{third(openings.rpartition('[[openings]]')[2])}"}, "kim")
    record = history.read(second).decode()
    base = re.search(r'base = "(\S+)"', record)
    assert base
    history.commit({second.replace("/2.", "/3."): third(swap(base[1], history.tip)(record))}, "ana")


def _no_reason(outcome: str) -> None:
    @case(f"24-{outcome}-without-a-reason_fail", "decision.outcome", "later")
    def silent(history: History) -> None:
        given = ('outcome = "deferred"', f'outcome = "{outcome}"')
        anew(history, ENDS, edit(ENDS, given, ('reason = "The tests are late."\n', "")))


_no_reason("deferred")
_no_reason("withdrawn")


@case("26-approval-written-as-the-end-of-a-round_fail", "decision.incomplete")
def in_the_wrong_place(history: History) -> None:
    """It would be no decision that anybody finds, and the proposal could be decided once more."""
    made = deciding(history)
    record = history.read(RECORD, made)
    history.git("update-ref", "refs/heads/main", f"{made}~1")
    history.commit({f"decisions/{DECIDED}/rounds/1.toml": record}, "ana")


def _two(name: str, code: str, reasons: tuple[str, str], *, base: int = 1, aside: bool = False) -> None:
    @case(name, code)
    def decide_together(history: History) -> None:
        made = deciding(history)
        text = history.read(TEXT, made).decode()
        page = swap("Chair (Security)", "Engineering")(text)
        record = swap('decided_by = "ana"', 'decided_by = "ben"')(history.read(RECORD, made).decode())
        here, there = (history.git("rev-parse", f"{made}~{back}") for back in (1, base))
        record, page = swap(here, there)(record), page.replace(here[:12], there[:12])
        record = swap(decision_digest(text), decision_digest(page))(record)
        history.git("update-ref", "refs/heads/main", f"{made}~1")
        if aside:
            first = f"decisions/{DECIDED}/ballots/lena-1.toml"
            ballot = swap("number = 1", "number = 2")(history.read(first).decode())
            ballot = swap('previous = ""', f'previous = "{sha256(history.read(first))}"')(ballot)
            ballot = swap('verdict = "approve"', 'verdict = "recuse"\ninterest = "supplier"')(ballot)
            history.commit({first.replace("lena-1", "lena-2"): ballot}, "lena")
        for number, (member, reason) in enumerate(zip(("ben", "lena"), reasons, strict=True), 1):
            act = f'path = "{RECORD}"\nsha256 = "{sha256(record.encode())}"\nreason = "{reason}"\n'
            history.commit({f"decisions/{DECIDED}/acts/{number}-{member}.toml": act}, member)
        history.commit({TEXT: page, REVIEW: history.read(REVIEW, made), RECORD: record}, "ben")


_AWAY = ("Both are away.", "Both are away.")
_two("13-two-decide-on-an-earlier-state-that-comes-to-another-sum_fail", "decision.record", _AWAY, base=2)
_two("13-two-decide-and-one-of-them-stands-aside_fail", "path.role", _AWAY, aside=True)
_two("13-two-decide-and-say-why", "", ("Both are away.", "Both are away."))
_two("13-two-decide-and-one-does-not-say-why_fail", "path.role", ("Both are away.", ""))
